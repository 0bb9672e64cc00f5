//! Dates as the spreadsheets of several countries write them: read where the whole file leaves no doubt, and else refused whole.

use serde_json::{Value, json};

use crate::support::batches::{self, finished, outcome, registry, rows, send, words, wrong};
use crate::support::command::Program;
use crate::support::events;
use crate::support::organisation_certificates::STATEMENT;
use crate::support::result_files::write;
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

/// A file of people with a day of birth and a day of the sitting, each with the form that `write` gives it.
fn file(days: &[[&str; 2]], write: impl Fn(&str) -> String) -> String {
    let each = days.iter().enumerate().map(|(index, days)| {
        let [born, sat] = days.map(&write);
        let letter = char::from(b'A' + u8::try_from(index).unwrap());
        format!("{index};Dat{letter};{born};foundation;{sat};30\r\n")
    });
    format!("reference;family_name;birth_date;qualification;sat_on;marks\r\n{}", each.collect::<String>())
}

/// Year, month and day of a day in the ISO form, in another order and with something else between them.
fn ordered(day: &str, order: [usize; 3], between: &str) -> String {
    let parts: Vec<&str> = day.split('-').collect();
    order.map(|part| parts[part]).join(between)
}

fn sent(client: &Client, query: &str, file: &str) -> (Value, Vec<Value>) {
    let id = text(&send(client, query, "text/csv", file.as_bytes()).expect(202), "id");
    (finished(client, &id), rows(client, &id, ""))
}

const DAYS: [[&str; 2]; 2] = [["1985-04-27", "2015-06-01"], ["1990-03-04", "2015-06-01"]];

on_both_engines! {
    fn every_form_that_leaves_no_doubt_means_the_same_days(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let unpadded = |day: String| day.replace("/0", "/").trim_start_matches('0').to_owned();
        let mut first = None;
        for (form, write) in [
            ("", Box::new(|day: &str| day.to_owned()) as Box<dyn Fn(&str) -> String>),
            ("DD.MM.YYYY", Box::new(|day| ordered(day, [2, 1, 0], "."))),
            ("DD/MM/YYYY", Box::new(|day| ordered(day, [2, 1, 0], "/"))),
            ("MM/DD/YYYY", Box::new(move |day| unpadded(ordered(day, [1, 2, 0], "/")))),
            ("DD-MM-YYYY", Box::new(|day| ordered(day, [2, 1, 0], "–"))),
            ("YYYY/MM/DD", Box::new(|day| format!("'{}", ordered(day, [0, 1, 2], "/")))),
        ] {
            let file = file(&DAYS, write);
            let (batch, rows) = sent(client, "?again=true", &file);
            let expected = if first.is_none() { ["pass", "pass"] } else { ["unchanged", "unchanged"] };
            assert_eq!(words(&rows), expected, "{form}: {rows:?}");
            let forms = if form.is_empty() { json!([]) } else { json!([form]) };
            assert_eq!(batch["dates"], forms, "{batch}");
            let entered = registry(&service, &world.body.id);
            assert_eq!(*first.get_or_insert_with(|| entered.clone()), entered, "{form}");
        }
    }

    fn a_file_in_doubt_is_refused_with_both_readings_until_it_is_said(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let day_first = |day: &str| ordered(day, [2, 1, 0], "/");
        let doubtful = file(&[["1990-03-04", "2015-05-05"]], day_first);
        for query in ["?dry_run=true", ""] {
            let problem = send(client, query, "text/csv", doubtful.as_bytes()).expect_problem(422, "invalid_file");
            assert_eq!(problem["errors"][0]["code"], "ambiguous_dates", "{problem}");
            for words in ["line 2", "birth_date", "04/03/1990", "1990-03-04 as DD/MM/YYYY", "1990-04-03 as MM/DD/YYYY", "dates=day_month_year"] {
                assert!(text(&problem, "detail").contains(words), "{words}: {problem}");
            }
        }
        let contradictory = file(&[["1990-03-27", "2015-05-05"]], day_first) + "9;Else;12/27/1991;foundation;2015-06-01;30\r\n";
        let problem = send(client, "", "text/csv", contradictory.as_bytes()).expect_problem(422, "invalid_file");
        assert_eq!(problem["errors"][0]["code"], "contradictory_dates", "{problem}");
        assert!(text(&problem, "detail").contains("line 2") && text(&problem, "detail").contains("on line 3"), "{problem}");
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"], json!([]));

        let (batch, told) = sent(client, "?dates=month_day_year&dry_run=true", &doubtful);
        assert_eq!((words(&told), &batch["dates"]), (vec!["pass".to_owned()], &json!(["MM/DD/YYYY"])));
        let (batch, told) = sent(client, "?dates=day_month_year&dry_run=true", &doubtful);
        assert_eq!((words(&told), &batch["dates"]), (vec!["pass".to_owned()], &json!(["DD/MM/YYYY"])), "it says something else now");
        let (batch, _) = sent(client, "?dates=day_month_year", &doubtful);
        let born = events::all_items(client, "/v1/candidates").iter().map(|one| text(one, "birth_date")).collect::<Vec<_>>();
        assert_eq!(born, ["1990-03-04"]);
        assert_eq!(send(client, "?dates=day_month_year", "text/csv", doubtful.as_bytes()).expect(200)["id"], batch["id"]);
        let (_, told) = sent(client, "?dates=year_month_day", &doubtful);
        assert_eq!(wrong(&told[0]), [("birth_date", "invalid_date"), ("sat_on", "invalid_date")].map(|(one, other)| (one.to_owned(), other.to_owned())));
        let (_, told) = sent(client, "?dates=month_day_year", &contradictory);
        assert_eq!(words(&told), ["invalid", "pass"], "what is said holds for all, and rows are refused by themselves");
    }

    fn programs_write_dates_in_one_form(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let line = batches::ndjson(&[batches::foundation("1", &[("birth_date", "27.12.1990")])]);
        let id = text(&send(client, "", "application/x-ndjson", &line).expect(202), "id");
        finished(client, &id);
        let row = &rows(client, &id, "")[0];
        assert_eq!(wrong(row), [("/candidate/birth_date".to_owned(), "invalid_date".to_owned())]);
        assert!(row.to_string().contains("easily taken for each other"), "{row}");
        for (media_type, query) in [("application/x-ndjson", "?dates=day_month_year"), ("text/csv", "?dates=dmy")] {
            let answer = send(client, query, media_type, &line);
            answer.expect_problem(400, "invalid_parameter");
            assert_eq!(answer.pointers(), ["/dates"], "{answer}");
        }
        for (date, said) in [
            ("1.6.15", "a year of two digits"), ("2015-06-01T22:00:00Z", "a time zone may have moved the day"), ("42156", "counts days"),
        ] {
            let told = outcome(client, "", batches::csv(&[batches::foundation("1", &[("sat_on", date)])]).as_slice());
            assert!(told[0].to_string().contains(said), "{date}: {}", told[0]);
        }
    }

    fn percentages_show_whatever_the_form_of_the_dates(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = file(&[["1985-04-27", "2015-06-01"], ["1990-03-04", "2015-06-01"], ["1990-03-04", "2015-06-01"]], |day| ordered(day, [1, 2, 0], "/"));
        let file = file.replacen(";30\r\n", ";92\r\n", 2);
        let problem = send(client, "", "text/csv", file.as_bytes()).expect_problem(422, "invalid_file");
        assert_eq!(problem["errors"][0]["code"], "percentages", "{problem}");
    }

    fn organisation_certificates_have_their_dates_alike(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let send = |query: &str, issued: &str, expires: &str| {
            let file = format!(
                "organisation,country,number,edition,issued_on,expires_on,sites,scope_statement\r\n\
                 Nord,DE,D-1,2018,{issued},{expires},Bonn | DE,{STATEMENT}\r\n"
            );
            client.send("POST", &format!("/v1/organisation-certificate-files{query}"), &[("content-type", "text/csv")], file.as_bytes())
        };
        let report = send("", "05/01/2020", "04/30/2023").expect(201);
        assert_eq!((&report["submitted"], &report["dates"]), (&json!(1), &json!(["MM/DD/YYYY"])), "{report}");
        for (query, issued, expires) in [
            ("", "1.5.2020", "30.04.2023"), ("", "2020/05/01", "2023-04-30"), ("?dates=day_month_year", "01-05-2020", "30/04/2023"),
        ] {
            let report = send(query, issued, expires).expect(200);
            assert_eq!(report["unchanged"], 1, "{report}");
        }
        let problem = send("", "05/01/2020", "05/02/2023").expect_problem(422, "invalid_file");
        assert_eq!(problem["errors"][0]["code"], "ambiguous_dates", "{problem}");
        let entries = client.send("POST", "/v1/organisation-certificate-files?dates=day_month_year", &[("content-type", "application/json")], b"[{}]");
        entries.expect_problem(400, "invalid_parameter");
    }

    fn commands_are_told_as_well(service: Service) {
        let world = World::new(&service);
        let directory = service.data_directory().parent().unwrap().to_owned();
        let doubtful = write(&directory, "doubtful.csv", file(&[["1990-03-04", "2015-05-05"]], |day| ordered(day, [2, 1, 0], "/")).into_bytes());
        let program = Program::beside(&service);
        let import = ["import", &doubtful, "--body", &world.body.slug];
        program.run(&import).refused(&["1990-03-04 as DD/MM/YYYY", "--dates"]);
        let dry = program.run(&[&import[..], &["--dates", "day_month_year", "--dry-run"]].concat());
        assert!(dry.done().contains("Dates were read as DD/MM/YYYY."), "{dry:?}");
        let secret = write(&directory, "secret", &world.body.caller.client_secret);
        let submit = ["submit", &doubtful, "--url", &world.public.base(), "--client-id", &world.body.caller.client_id, "--client-secret-file", &secret];
        let sent = program.run(&[&submit[..], &["--dates", "day_month_year", "--json"]].concat());
        assert_eq!(sent.json()["assumed"], json!(["Dates were read as DD/MM/YYYY."]));
        let born = events::all_items(&world.body.caller.client, "/v1/candidates").iter().map(|one| text(one, "birth_date")).collect::<Vec<_>>();
        assert_eq!(born, ["1990-03-04"]);
        let usage = program.run(&["import", &doubtful, "--body", "x", "--format", "ndjson", "--dates", "day_month_year"]);
        assert_eq!(usage.code, Some(2), "{usage:?}");
    }
}
