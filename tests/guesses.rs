//! Guessing: wrong names, birth dates and numbers are counted over all addresses, clients and nodes, each for what is
//! guessed at; nobody who asks for something else is hindered, and the number alone is always answered.

use serde_json::{Value, json};

use crate::support::batches::{csv, foundation, outcome, wrong};
use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, each, mistakes, search};
use crate::support::world::{Caller, World, candidate, text};
use crate::support::{Answer, Client, Service, on_both_engines};

/// How many wrong names of one certificate are forgiven at once.
const FORGIVEN: usize = 10;

const PROXIES: (&str, &str) = ("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8");
const HERE: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "http://registry.example");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A certificate of somebody who is not listed.
fn certificate(world: &World, family_name: &str) -> String {
    let person = json!({"given_names": "Una", "family_name": family_name, "birth_date": "1985-04-12"});
    certificate_of(&world.certified_candidate(&person).1)
}

/// Asks about a name from another address each time.
fn ask_from(client: &Client, at: usize, number: &str, name: &str) -> Answer {
    let address = format!("198.51.{}.{}", at / 250, 1 + at % 250);
    client.with_header("x-forwarded-for", &address).get(&format!("/v1/verifications/{number}?family_name={name}"))
}

/// The surnames of a telephone book, one by one.
fn surname(at: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
    format!("M{}{}{}son", letter(at / 676), letter(at / 26), letter(at))
}

#[track_caller]
fn waits(answer: &Answer, seconds: std::ops::RangeInclusive<u64>) -> Value {
    let problem = answer.expect_problem(429, "too_many_guesses");
    let told: u64 = answer.header("retry-after").parse().unwrap_or_else(|_| panic!("no Retry-After: {answer}"));
    assert!(seconds.contains(&told), "{answer}");
    problem
}

/// Lets so many minutes pass for everything that is counted.
fn pass(service: &Service, minutes: i64) {
    let mut sql = Sql::of(service);
    let earlier = |column: &str| match service.engine() {
        crate::support::Engine::Postgres => format!("{column} = {column} - INTERVAL '{minutes} minutes'"),
        crate::support::Engine::Sqlite => {
            format!("{column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '-{minutes} minutes')")
        }
    };
    let columns = ["reckoned_at", "wait_until", "forgotten_at"].map(earlier).join(", ");
    assert!(sql.execute(&format!("UPDATE guesses SET {columns}")).unwrap() > 0, "nothing was counted");
}

on_both_engines! {
    fn a_telephone_book_from_everywhere_finds_nobody(service: Service) with [PROXIES, HERE] {
        let world = World::new(&service);
        let (secret, other) = (certificate(&world, "Quetzalcoatl"), certificate(&world, "Alder"));
        let node = Program::beside(&service).set(PROXIES.0, PROXIES.1).set(HERE.0, HERE.1).serve(&[]);
        let nodes = [world.public.clone(), node.client()];
        let mut looked_at = 0;
        for at in 0..200 {
            // The right name comes late, as it does in a telephone book.
            let name = if at == 150 { "Quetzalcoatl".to_owned() } else { surname(at * 97) };
            let answer = ask_from(&nodes[at % 2], at, &secret, &name);
            if answer.status == 200 {
                looked_at += 1;
                assert_eq!(answer.json()["name_matches"], false, "{answer}");
                assert_eq!(answer.json()["holder"], Value::Null, "{answer}");
            } else {
                waits(&answer, 1..=61);
            }
        }
        assert_eq!(looked_at, FORGIVEN);
        for client in &nodes {
            waits(&ask_from(client, 999, &secret, "Quetzalcoatl"), 1..=61);
            let alone = client.get(&format!("/v1/verifications/{secret}")).expect(200);
            assert_eq!((&alone["status"], &alone["name_matches"]), (&json!("valid"), &Value::Null));
            assert!(client.get(&format!("/verify/{secret}")).status == 200);
            assert_eq!(ask_from(client, 999, &other, "alder").expect(200)["name_matches"], true, "something else");
            assert_eq!(ask_from(client, 999, &other, "Birch").expect(200)["name_matches"], false);
        }
        let kept = Sql::of(&service).texts("SELECT subject || recent AS value FROM guesses");
        assert_eq!(kept.len(), 2, "one row for each certificate that was guessed at: {kept:?}");
        assert!(!kept.concat().contains("son") && !kept.concat().to_lowercase().contains("birch"), "{kept:?}");
    }

    fn the_wait_grows_and_what_was_wrong_is_forgiven(mut service: Service) with [HERE] {
        let world = World::new(&service);
        let number = certificate(&world, "Quetzalcoatl");
        let path = |name: &str| format!("/v1/verifications/{number}?family_name={name}");
        let mut at = 0;
        let mut guess = |service: &Service| {
            at += 1;
            service.client().get(&path(&surname(at)))
        };
        (0..FORGIVEN).for_each(|_| drop(guess(&service).expect(200)));
        for minutes in [1, 2, 4, 8] {
            waits(&guess(&service), (minutes * 60 - 30)..=(minutes * 60 + 1));
            pass(&service, i64::try_from(minutes).unwrap());
            // What a node remembers of waits lies in its memory alone; time passes there only by itself.
            service.terminate();
            service.restart();
            guess(&service).expect(200);
        }
        waits(&guess(&service), 900..=961);
        pass(&service, 16);
        service.terminate();
        service.restart();
        assert_eq!(service.client().get(&path("QUETZALCOATL")).expect(200)["name_matches"], true, "who has waited");
        pass(&service, 20 * 24 * 60);
        service.terminate();
        service.restart();
        (0..FORGIVEN).for_each(|_| drop(guess(&service).expect(200)));
        waits(&guess(&service), 30..=61);
    }

    fn the_same_name_counts_once_and_the_right_one_never(service: Service) with [HERE, ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "0")] {
        let world = World::new(&service);
        let number = certificate(&world, "Müller");
        let path = |name: &str| format!("/v1/verifications/{number}?family_name={name}");
        for name in ["Moeller", "MOELLER", "m%C3%B6eller", "Moeller", "%20Moeller%20"].repeat(8) {
            assert_eq!(world.public.get(&path(name)).expect(200)["name_matches"], false, "{name}");
        }
        for _ in 0..40 {
            assert_eq!(world.public.get(&path("muller")).expect(200)["name_matches"], true);
            assert_eq!(world.public.get(&path("Mueller")).expect(200)["name_matches"], true);
        }
        let mut sql = Sql::of(&service);
        assert_eq!(sql.texts("SELECT CAST(wrong AS TEXT) AS value FROM guesses"), ["1"]);
        let listed = json!({"given_names": "Una", "family_name": "Listed", "listed": true});
        let listed = certificate_of(&world.certified_candidate(&listed).1);
        let ask = |at| world.public.get(&format!("/v1/verifications/{listed}?family_name={}", surname(at)));
        for at in 0..10 {
            let answer = ask(at).expect(200);
            assert_eq!((&answer["name_matches"], &answer["holder"]["family_name"]), (&json!(false), &json!("Listed")));
        }
        ask(10).expect_problem(429, "too_many_guesses");
        for unknown in ["2B8D-0000-4TTF", "0000-0000-0000"] {
            (0..30).for_each(|at| drop(world.public.get(&format!("/v1/verifications/{unknown}?family_name={}", surname(at))).expect(200)));
        }
        let wrong = sql.texts("SELECT CAST(wrong AS TEXT) AS value FROM guesses ORDER BY wrong");
        assert_eq!(wrong, ["1", "10"], "earlier names of the listed are secrets, and what nobody has is none");
    }

    fn guesses_at_once_are_no_more_than_one_after_the_other(service: Service) with [HERE, ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "0")] {
        let world = World::new(&service);
        let number = certificate(&world, "Quetzalcoatl");
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let asking = (0..40).map(|at| {
                let client = world.public.with_own_connections();
                let path = format!("/v1/verifications/{number}?family_name={}", surname(at));
                scope.spawn(move || client.get(&path).status)
            });
            let asking: Vec<_> = asking.collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let looked_at = answers.iter().filter(|status| **status == 200).count();
        assert_eq!(looked_at, FORGIVEN, "{answers:?}");
        assert!(answers.iter().all(|status| matches!(status, 200 | 429)), "{answers:?}");
    }

    fn pages_and_programs_count_together(service: Service) with [HERE] {
        let world = World::new(&service);
        let number = certificate(&world, "Quetzalcoatl");
        let typed = |name: &str| {
            world.public.send("POST", &format!("/verify/{number}"), &[FORM], format!("family_name={name}").as_bytes())
        };
        let posted = |name: &str| world.public.post(&format!("/v1/verifications/{number}"), &json!({"family_name": name}));
        for at in 0..5 {
            assert!(typed(&surname(at)).text().contains("Valid, but not for “"));
            assert_eq!(posted(&surname(100 + at)).expect(200)["name_matches"], false);
        }
        waits(&posted("Quetzalcoatl"), 30..=61);
        let page = typed("Quetzalcoatl");
        assert_eq!(page.status, 429, "{page}");
        let seconds: u64 = page.header("retry-after").parse().unwrap();
        assert!((30..=61).contains(&seconds) && page.header("cache-control") == "no-store", "{page}");
        let said = page.text();
        for wanted in ["Too many wrong names have been tried", "<section class=\"panel valid\"", "Foundation"] {
            assert!(said.contains(wanted), "no {wanted} in {said}");
        }
        let typed_again = said.matches("value=\"Quetzalcoatl\"").count();
        assert_eq!((typed_again, said.matches("Quetzalcoatl").count()), (1, 1), "only what was typed: {said}");
        let answer = world.public.get(&format!("/v1/verifications/{number}"));
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, no-cache"));
    }

    fn who_says_who_it_is_guesses_for_itself(service: Service) with [HERE, ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "0")] {
        let world = World::new(&service);
        let number = certificate(&world, "Quetzalcoatl");
        let path = |name: &str| format!("/v1/verifications/{number}?family_name={name}");
        (0..20).for_each(|at| drop(world.public.get(&path(&surname(at)))));
        waits(&world.public.get(&path("Quetzalcoatl")), 30..=61);
        waits(&world.public.with_token("expired").get(&path("Quetzalcoatl")), 30..=61);
        for client in [&world.employer.client, &world.other_body.caller.client, &world.registrar.client] {
            assert_eq!(client.get(&path("Quetzalcoatl")).expect(200)["name_matches"], true);
        }
        let colleague = Caller::new(&service, "The body's other system", "body", Some(&world.other_body.slug)).client;
        for at in 0..FORGIVEN {
            let client = if at % 2 == 0 { &colleague } else { &world.other_body.caller.client };
            assert_eq!(client.get(&path(&surname(at))).expect(200)["name_matches"], false);
        }
        waits(&colleague.get(&path("Quetzalcoatl")), 30..=61);
        world.employer.client.get(&path("Quetzalcoatl")).expect(200);
    }

    fn a_list_counts_as_many_as_it_asks(service: Service) with [HERE, ("TOUCHSTONE_BULK_VERIFICATIONS_PER_MINUTE", "60")] {
        let world = World::new(&service);
        let (secret, other) = (certificate(&world, "Quetzalcoatl"), certificate(&world, "Alder"));
        let client = &world.employer.client;
        let ask = |questions: &[(&str, &str)]| {
            let all: Vec<_> = questions.iter().map(|(number, name)| json!({"number": number, "family_name": name})).collect();
            client.post("/v1/verifications", &json!({"verifications": all}))
        };
        let names: Vec<String> = (0..30).map(surname).collect();
        let mut book: Vec<(&str, &str)> = names.iter().map(|name| (secret.as_str(), name.as_str())).collect();
        book.insert(20, (&other, "Alder"));
        book.push((&secret, "Quetzalcoatl"));
        let refused = ask(&book);
        waits(&refused, 30..=61);
        let over: Vec<_> = mistakes(&refused).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(over.len(), book.len() - 1 - FORGIVEN, "{refused}");
        assert!(over.contains(&"/verifications/31/family_name".to_owned()), "{refused}");
        assert!(!over.contains(&"/verifications/20/family_name".to_owned()), "of another certificate: {refused}");
        let some = ask(&book[..FORGIVEN]).expect(200);
        assert!(some["items"].as_array().unwrap().iter().all(|answer| answer["name_matches"] == false), "{some}");
        waits(&ask(&book[30..]), 30..=61);
        assert_eq!(ask(&[(&other, "Alder"), (&other, "alder")]).expect(200)["items"][1]["name_matches"], true);
        let alone = json!({"verifications": vec![json!({"number": secret}); 900]});
        assert_eq!(client.post("/v1/verifications", &alone).expect(200)["items"].as_array().map(Vec::len), Some(900));
        let refused = client.post("/v1/verifications", &alone);
        refused.expect_problem(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u64>().unwrap() > 60, "{refused}");
        world.public.get(&format!("/v1/verifications/{secret}")).expect(200);
    }

    fn birth_dates_count_for_the_body_in_requests_and_files_alike(service: Service) with [HERE] {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let registered = |name: &str| {
            let person = candidate(&json!({"family_name": name, "birth_date": "1985-04-12"}));
            text(&own.post("/v1/candidates", &person).expect(201), "number")
        };
        let (secret, second) = (registered("Uma"), registered("Una"));
        let other = &world.other_body.caller.client;
        let colleague = Caller::new(&service, "The body's other system", "body", Some(&world.other_body.slug)).client;
        let date = |at: usize| format!("1984-{:02}-{:02}", 1 + at / 28, 1 + at % 28);
        for at in 0..3 {
            assert_eq!(each(&search(other, &secret, &date(at)).expect(200), "id"), Vec::<String>::new());
            assert_eq!(each(&search(&colleague, &secret, &date(100 + at)).expect(200), "id"), Vec::<String>::new());
            search(&colleague, &secret, &date(at)).expect(200);
        }
        let about = |reference: usize, birth_date: &str| {
            let values = [("given_names", ""), ("family_name", ""), ("candidate_number", &*secret), ("birth_date", birth_date)];
            foundation(&reference.to_string(), &values)
        };
        let file: Vec<_> = (0..8).map(|at| about(at, &date(200 + at))).collect();
        let codes: Vec<String> = outcome(other, "", &csv(&file)).iter().map(|row| wrong(row)[0].1.clone()).collect();
        let count = |code: &str| codes.iter().filter(|found| *found == code).count();
        assert_eq!((count("unknown_reference"), count("too_many_guesses")), (4, 4), "{codes:?}");
        for client in [other, &colleague] {
            waits(&search(client, &secret, "1985-04-12"), 30..=61);
            let alone = client.post("/v1/candidate-searches", &json!({"number": secret})).expect(200);
            assert_eq!(alone, json!({"items": []}));
        }
        assert_eq!(search(&colleague, &second, "1985-04-12").expect(200)["items"][0]["family_name"], "Una");
        let third = Caller::new(&service, "A third body's system", "body", Some(&world.body.slug)).client;
        assert_eq!(search(&third, &secret, "1985-04-12").expect(200)["items"][0]["family_name"], "Uma", "it is their own");
        for at in 0..20 {
            search(&third, &secret, &date(at)).expect(200);
            search(&world.registrar.client, &secret, &date(at)).expect(200);
        }
        search(&third, &secret, "1985-04-12").expect(200);
    }

    fn numbers_of_candidates_are_not_tried_one_after_the_other(service: Service) with [HERE] {
        let world = World::new(&service);
        let other = &world.other_body.caller.client;
        let number = |at: usize| {
            touchstone::scheme::numbers::CandidateNumber::from_entropy([u8::try_from(at).unwrap(); 9]).to_string()
        };
        for at in 0..30 {
            assert_eq!(search(other, &number(at % 31), "1985-04-12").expect(200), json!({"items": []}));
        }
        waits(&search(other, &number(30), "1985-04-12"), 60..=121);
        let own = world.register_candidate(other, &json!({"birth_date": "1985-04-12"}));
        let own = text(&other.get(&format!("/v1/candidates/{own}")).expect(200), "number");
        search(other, &own, "1985-04-12").expect(200);
        search(&world.body.caller.client, &number(30), "1985-04-12").expect(200);
    }

    fn who_guesses_is_on_record_and_what_is_not(service: Service) with [PROXIES, HERE] {
        let world = World::new(&service);
        let number = certificate(&world, "Quetzalcoatl");
        for at in 0..=FORGIVEN {
            world.public.with_header("x-forwarded-for", "203.0.113.77").get(&format!("/v1/verifications/{number}?family_name={}", surname(at)));
        }
        search(&world.other_body.caller.client, "01234-5678W", "1985-04-13");
        world.public.with_header("x-request-id", "the-last-request").get("/livez").expect(200);
        service.wait_for_log("the-last-request");
        let log = service.log();
        let lines = |event: &str| log.lines().filter(|line| line.contains("touchstone::security") && line.contains(event)).count();
        assert_eq!((lines("\"wrong_name\""), lines("\"guess_limit_reached\"")), (FORGIVEN, 1), "{log}");
        assert!(log.contains("203.0.113.0/24") && !log.contains("203.0.113.77"), "{log}");
        for at in 0..=FORGIVEN {
            assert!(!log.contains(&surname(at)), "a name is in the log");
        }
        assert!(!log.contains("1985-04-13") && !log.contains(&number), "{log}");
    }
}
