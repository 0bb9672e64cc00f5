//! Verifications: what anybody is told about a number, and never that a certificate is valid when nobody can tell.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use touchstone::scheme::numbers::CertificateNumber;

use crate::support::proxy::Proxy;
use crate::support::sql::Sql;
use crate::support::steps::{
    certificate_of, change_certificate, day, expect_mistakes, spellings, use_scheme, verification,
};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines, postgres};

/// Longer than the service may take to say that its database is away.
const PATIENCE: Duration = Duration::from_secs(13);

/// A number that nobody has, and whose check symbol is right.
fn unknown_number() -> String {
    CertificateNumber::from_entropy([7; 11]).to_string()
}

/// A certificate of Foundation awarded on 2015-06-01 to somebody with these `particulars`: its number.
fn awarded(world: &World, particulars: &Value) -> String {
    certificate_of(&world.certified_candidate(particulars).1)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// What is told of a certificate of Foundation that is valid.
fn valid(number: &str) -> Value {
    json!({
        "number": number, "status": "valid", "qualification": "foundation", "edition": "2011",
        "awarded_on": "2015-06-01", "expires_on": null, "suspended_until": null, "result_annulled": false,
        "renewable_from": null, "renewable_until": null, "renews": null, "renewed_by": null, "name_matches": null, "holder": null,
        "examined_by": {"slug": "alder-certification", "name": "Alder Certification"},
    })
}

/// The answer without the day, the instant and the body's id, which are looked at apart.
fn told(world: &World, number: &str, query: &str) -> Value {
    let mut answer = verification(world, number, query);
    answer.as_object_mut().unwrap().retain(|name, _| name != "as_of" && name != "checked_at");
    if let Some(examined_by) = answer["examined_by"].as_object_mut() {
        assert_eq!(examined_by.remove("id"), Some(json!(world.body.id)));
    }
    answer
}

fn without_certificate(number: &str, status: &str) -> Value {
    let mut answer = valid(number);
    for value in answer.as_object_mut().unwrap().values_mut() {
        *value = Value::Null;
    }
    answer["number"] = json!(number);
    answer["status"] = json!(status);
    answer
}

on_both_engines! {
    fn every_status_is_told_apart(mut service: Service) {
        let title = "title = \"Foundation\"\n";
        use_scheme(&mut service, |scheme| scheme.replace(title, &format!("{title}valid_for_years = 3\n")));
        let world = World::new(&service);
        let expired = awarded(&world, &Value::Null);
        let today = text(&verification(&world, &expired, ""), "as_of");
        assert!([day(-1), day(0)].contains(&today), "{today}");
        let mut expected = valid(&expired);
        expected["expires_on"] = json!("2018-05-31");
        assert_eq!(told(&world, &expired, "?on=2018-05-31"), expected);
        expected["status"] = json!("expired");
        assert_eq!(told(&world, &expired, "?on=2018-06-01"), expected);
        assert_eq!(told(&world, &expired, ""), expected);

        let until = awarded(&world, &Value::Null);
        change_certificate(&world, &until, "suspensions", "2016-01-01", Some("2016-01-31")).expect(201);
        change_certificate(&world, &until, "suspensions", "2016-03-01", None).expect(201);
        change_certificate(&world, &until, "withdrawals", "2017-01-01", None).expect(201);
        for (on, status, suspended_until) in [
            ("2015-12-31", "valid", Value::Null),
            ("2016-01-01", "suspended", json!("2016-01-31")),
            ("2016-01-31", "suspended", json!("2016-01-31")),
            ("2016-02-01", "valid", Value::Null),
            ("2016-12-31", "suspended", Value::Null),
            ("2017-01-01", "withdrawn", Value::Null),
            ("2019-01-01", "withdrawn", Value::Null),
        ] {
            let answer = verification(&world, &until, &format!("?on={on}"));
            assert_eq!((&answer["status"], &answer["as_of"]), (&json!(status), &json!(on)));
            assert_eq!(answer["suspended_until"], suspended_until, "{on}");
        }
        let nothing = without_certificate(&until, "unknown");
        assert_eq!(told(&world, &until, "?on=2015-05-31&family_name=Ferreira"), nothing, "before its award");
        let unknown = unknown_number();
        assert_eq!(told(&world, &unknown, "?family_name=Ferreira"), without_certificate(&unknown, "unknown"));
    }

    fn an_answer_about_a_name_is_kept_by_nobody(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &json!({"family_name": "Ferreira"}));
        let path = format!("/v1/verifications/{number}");
        let alone = world.public.get(&path);
        assert_eq!((alone.expect(200)["name_matches"].clone(), alone.header("cache-control")), (Value::Null, "public, no-cache"));
        for name in ["Ferreira", "Other"] {
            let asked = world.public.get(&format!("{path}?family_name={name}"));
            let posted = world.public.post(&path, &json!({"family_name": name}));
            for answer in [&asked, &posted] {
                let told = answer.expect(200);
                assert_eq!(told["name_matches"], name == "Ferreira", "{answer}");
                assert_eq!(told["holder"].is_null(), name == "Other", "{answer}");
                assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
            }
        }
        let early = world.public.post(&path, &json!({"family_name": "Ferreira", "on": "2015-05-31"})).expect(200);
        assert_eq!((&early["status"], &early["name_matches"]), (&json!("unknown"), &Value::Null));
        let told = world.public.post(&path, &json!({"name": "Ferreira", "on": "31.05.2015"}));
        assert_eq!(told.pointers(), ["/on", "/name"], "{told}");
        told.expect_problem(422, "invalid_input");
    }

    fn a_mistyped_number_is_not_an_unknown_one(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &Value::Null);
        let compact = number.replace('-', "");
        let mut mistyped = vec!["0".to_owned(), "nothing".to_owned(), format!("{compact}0"), compact[1..].to_owned()];
        for place in 0..compact.len() {
            let mut symbols: Vec<char> = compact.chars().collect();
            symbols[place] = if symbols[place] == 'Z' { '2' } else { 'Z' };
            mistyped.push(String::from_iter(&symbols));
            symbols = compact.chars().collect();
            if place > 0 && symbols[place - 1] != symbols[place] {
                symbols.swap(place - 1, place);
                mistyped.push(String::from_iter(&symbols));
            }
        }
        for typed in &mistyped {
            assert_eq!(told(&world, typed, ""), without_certificate(typed, "mistyped"), "for {number}");
        }
        for spelling in spellings(&number) {
            assert_eq!(told(&world, &spelling, ""), valid(&number), "{spelling}");
        }
        world.public.get(&format!("/v1/verifications/{number}?on=2015-06-31")).expect_problem(400, "invalid_parameter");
        world.public.get(&format!("/v1/verifications/{number}?family_nam=X")).expect_problem(400, "invalid_parameter");
    }

    fn names_match_whatever_their_case_accents_and_unicode_form(service: Service) {
        let world = World::new(&service);
        for (name, asked, matches) in [
            ("Müller", "Müller", true),
            ("Müller", "MULLER", true),
            ("Müller", "mu\u{308}ller", true),
            ("Müller", " Muller ", true),
            ("Müller", "\u{FEFF}Muller\r\n", true),
            ("Müller", "\tMul\u{200B}ler\u{200F}", true),
            ("Müller", "Mueller", true),
            ("Mueller", "Müller", true),
            ("Muller", "Mueller", false),
            ("Mül\u{AD}ler", "Mu\u{FE0F}eller", true),
            ("Grünwald", "GRUENWALD", true),
            ("Ångström", "Aangstroem", true),
            ("Soerensen", "Sørensen", true),
            ("Đorđević", "Djordjevic", true),
            ("葛\u{E0100}城", "葛城", true),
            ("神\u{FE00}山", "\u{FA19}山", true),
            ("Smith\u{2212}Jones", "Smith\u{2011}Jones", true),
            ("צ׳רני", "צ'רני", true),
            ("کریمی", "كريمي", true),
            ("Хохлова", "KHOKHLOVA", true),
            ("Stoyanova", "Стоянова", true),
            ("Παπαδόπουλος", "Papadopoulos", true),
            ("Хохлова", "Кохлова", false),
            ("Boeing", "Boing", false),
            ("Müller", "Müllers", false),
            ("Straße", "STRASSE", true),
            ("Nguyễn", "nguyen", true),
            ("O’Brien-Smith", "o'brien smith", true),
            ("Łukasiewicz", "LUKASIEWICZ", true),
            ("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ", true),
            ("Йордан", "Иордан", true),
            ("김", "\u{1100}\u{1175}\u{11B7}", true),
            ("がく", "かく", false),
            ("王", "玉", false),
        ] {
            let number = awarded(&world, &json!({"given_names": "Frida", "family_name": name, "listed": false}));
            let answer = told(&world, &number, &format!("?family_name={}", encoded(asked)));
            let mut expected = valid(&number);
            expected["name_matches"] = json!(matches);
            if matches {
                let kept = ["\u{AD}", "\u{FE00}"].iter().fold(name.replace('\u{2212}', "-"), |name, unseen| name.replace(unseen, ""));
                expected["holder"] = json!({"given_names": "Frida", "family_name": kept});
            }
            assert_eq!(answer, expected, "{name} / {asked}");
        }
    }

    fn a_holder_is_shown_who_agreed_to_it_or_whose_name_is_known(service: Service) {
        let world = World::new(&service);
        let hidden = awarded(&world, &json!({"given_names": null, "family_name": "Sukarno", "listed": false}));
        for query in ["", "?family_name=Suharto", "?on=2016-01-01"] {
            let answer = world.public.get(&format!("/v1/verifications/{hidden}{query}"));
            assert_eq!(answer.expect(200)["holder"], Value::Null);
            assert!(!answer.text().contains("Sukarno") && !answer.text().contains("1985-04-12"), "{answer}");
        }
        let holder = json!({"given_names": null, "family_name": "Sukarno"});
        assert_eq!(told(&world, &hidden, "?family_name=sukarno")["holder"], holder);

        let shown = awarded(&world, &json!({"given_names": "Frida", "family_name": "Ferreira", "listed": true}));
        let holder = json!({"given_names": "Frida", "family_name": "Ferreira"});
        for (query, matches) in
            [("", json!(null)), ("?family_name=Other", json!(false)), ("?family_name=FERREIRA", json!(true))]
        {
            let answer = told(&world, &shown, query);
            assert_eq!((&answer["holder"], &answer["name_matches"]), (&holder, &matches), "{query}");
        }
        change_certificate(&world, &shown, "withdrawals", "2016-01-01", None).expect(201);
        assert_eq!(told(&world, &shown, "")["holder"], holder);
    }

    fn employers_verify_a_thousand_at_once_in_order(service: Service) {
        let world = World::new(&service);
        let first = awarded(&world, &json!({"family_name": "Ferreira"}));
        let second = awarded(&world, &json!({"family_name": "Gaillard"}));
        change_certificate(&world, &second, "withdrawals", "2016-01-01", None).expect(201);
        let asked = [
            (json!({"number": first, "family_name": "ferreira"}), "valid"),
            (json!({"number": second.to_lowercase()}), "withdrawn"),
            (json!({"number": second, "on": "2015-12-31"}), "valid"),
            (json!({"number": unknown_number()}), "unknown"),
            (json!({"number": "mistyped"}), "mistyped"),
            (json!({"number": first, "on": "2015-05-31"}), "unknown"),
        ];
        let questions: Vec<&Value> = asked.iter().map(|(question, _)| question).cycle().take(1000).collect();
        let employer = &world.employer.client;
        let answer = employer.post("/v1/verifications", &json!({"verifications": questions})).expect(200);
        let items = answer["items"].as_array().unwrap();
        assert_eq!(items.len(), 1000);
        for (item, (question, status)) in items.iter().zip(asked.iter().cycle()) {
            assert_eq!(item["status"], *status, "{question}");
        }
        for (item, (question, _)) in items.iter().zip(&asked) {
            let name = question["family_name"].as_str().map(|name| format!("&family_name={name}"));
            let query = format!("?on={}{}", text(item, "as_of"), name.unwrap_or_default());
            let mut alone = verification(&world, &text(question, "number"), &query);
            alone["checked_at"] = item["checked_at"].clone();
            assert_eq!(*item, alone, "the same answer as one by one");
        }
        let too_many: Vec<&Value> = questions.iter().copied().chain([questions[0]]).collect();
        for (list, code) in [(json!(too_many), "wrong_length"), (json!([]), "wrong_length"), (Value::Null, "required")]
        {
            let answer = employer.post("/v1/verifications", &json!({"verifications": list}));
            expect_mistakes(&answer, &[("/verifications", code)]);
        }
        let wrong = json!({"verifications": [{"number": first}, {"on": "today"}, {"number": 7, "name": "X"}]});
        expect_mistakes(
            &employer.post("/v1/verifications", &wrong),
            &[
                ("/verifications/1/number", "required"),
                ("/verifications/1/on", "invalid_date"),
                ("/verifications/2/number", "wrong_type"),
                ("/verifications/2/name", "unknown_field"),
            ],
        );
        let one = json!({"verifications": [{"number": first}]});
        world.public.post("/v1/verifications", &one).expect_problem(401, "unauthenticated");
        for client in [&world.body.caller.client, &world.registrar.client] {
            assert_eq!(client.post("/v1/verifications", &one).expect(200)["items"][0]["status"], "valid");
        }
    }

    /// "When the registry cannot tell, the answer is an error, never 'valid'."
    fn a_registry_that_cannot_tell_says_so(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &Value::Null);
        let one = json!({"verifications": [{"number": number}]});
        Sql::of(&service).execute("ALTER TABLE certificate_status_changes RENAME TO elsewhere").unwrap();
        for answer in [
            world.public.get(&format!("/v1/verifications/{number}")),
            world.public.get(&format!("/v1/verifications/{number}?on=2016-01-01")),
            world.employer.client.post("/v1/verifications", &one),
        ] {
            answer.expect_problem(500, "internal_error");
            assert!(!answer.text().contains("valid") && !answer.text().contains("elsewhere"), "{answer}");
        }
        Sql::of(&service).execute("ALTER TABLE elsewhere RENAME TO certificate_status_changes").unwrap();
        assert_eq!(told(&world, &number, ""), valid(&number));
    }
}

/// A database that is away, in whatever way, is 503: not "unknown", and never "valid".
#[test]
fn a_database_that_is_away_is_no_answer() {
    let Some(cluster) = postgres::own_cluster() else { return };
    let database = postgres::Database::in_cluster(&cluster);
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[("TOUCHSTONE_DATABASE_ANSWER_SECONDS", "3")]);
    let world = World::new(&service);
    let number = awarded(&world, &Value::Null);
    let one = json!({"verifications": [{"number": number}]});
    for away in [Proxy::cut, Proxy::stall] {
        away(&proxy);
        let asked = Instant::now();
        std::thread::scope(|scope| {
            for number in [&number, &unknown_number()] {
                let public = world.public.with_own_connections();
                let path = format!("/v1/verifications/{number}");
                scope.spawn(move || {
                    let answer = public.get(&path);
                    answer.expect_problem(503, "database_unavailable");
                    assert!(!answer.header("retry-after").is_empty(), "{answer}");
                });
            }
            scope.spawn(|| {
                world.employer.client.post("/v1/verifications", &one).expect_problem(503, "database_unavailable")
            });
        });
        assert!(asked.elapsed() < PATIENCE, "the answer took {:?}", asked.elapsed());
        proxy.restore();
        assert_eq!(told(&world, &number, ""), valid(&number));
    }
}
