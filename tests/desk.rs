//! The desk: what an administrator of a body does there by hand, and that it is the person who did it.

use serde_json::{Value, json};

use crate::support::desk::{Person, invite, of_body};
use crate::support::sql::Sql;
use crate::support::world::{World, text};
use crate::support::{Answer, Service, on_both_engines};

const DESK: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "https://registry.example");
const CANDIDATES: &str = "/desk/candidates";

fn administrator(world: &World) -> Person {
    let link = invite(&world.registrar.client, &of_body("Ines Brandt", "body_administrator", &world.body.slug));
    Person::enter(&world.public, &link, &[])
}

fn register(person: &Person, fields: &[(&str, &str)]) -> Answer {
    let path = "/desk/candidates/register";
    person.submit(path, path, fields)
}

const INES: [(&str, &str); 3] = [("given_names", "Inès"), ("family_name", "Moreau"), ("birth_date", "1994-11-08")];

/// The page of the candidate that an answer leads to.
#[track_caller]
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{answer}");
    answer.header("location").to_owned()
}

on_both_engines! {
    fn a_candidate_is_registered_found_and_read(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        let address = led_to(&register(&person, &INES));
        let page = person.browser.get(&address).text();
        for shown in ["Inès Moreau", "8 November 1994", "may sit the examination", "may not sit the examination"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        let api = world.body.caller.client.get(&address.replace("/desk", "/v1")).expect(200);
        let number = text(&api, "number");
        let found = person.submit(CANDIDATES, "/desk/candidates/find", &[("number", &number.to_lowercase())]);
        assert_eq!(led_to(&found), address);
        let list = person.browser.get(CANDIDATES).text();
        assert!(list.contains(&number) && list.contains("Inès Moreau"), "{list}");
        for (fields, said) in [
            (&[("number", "x")][..], "number"),
            (&[("number", "")], "This is missing."),
            (&[("number", number.as_str()), ("birth_date", "1994-11-09")], "no candidate whom you may see has it"),
            (&[("number", number.as_str()), ("birth_date", "tomorrow")], "birth_date"),
        ] {
            let refused = person.submit(CANDIDATES, "/desk/candidates/find", fields);
            assert!(refused.status == 422 && refused.text().contains(said), "{fields:?} {said}: {refused}");
        }
        let link = invite(&world.registrar.client, &of_body("Otto Other", "body_staff", &world.other_body.slug));
        let other = Person::enter(&world.public, &link, &[]);
        assert_eq!(other.browser.get(&address).status, 404, "another body's");
        assert!(!other.browser.get(CANDIDATES).text().contains("Moreau"));
        let found = other.submit(CANDIDATES, "/desk/candidates/find", &[("number", &number), ("birth_date", "1994-11-08")]);
        assert_eq!(led_to(&found), address, "who knows number and birth date knows the candidate");
        assert_eq!(other.browser.get(&address).status, 200);
    }

    fn who_may_be_the_same_is_shown_before_anything_is_saved(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        led_to(&register(&person, &INES));
        for fields in [
            INES,
            [("given_names", "Moreau"), ("family_name", "Inès"), ("birth_date", "1994-11-08")],
            [("given_names", "Inès"), ("family_name", "Moreau"), ("birth_date", "1994-08-11")],
        ] {
            let asked = register(&person, &fields);
            assert_eq!(asked.status, 409, "{asked}");
            let page = asked.text();
            assert!(page.contains("Who may be the same person") && page.contains("It is somebody else"), "{page}");
            assert!(page.contains(&format!("value=\"{}\"", fields[0].1)), "what was typed is kept: {page}");
        }
        let count = |service: &Service| Sql::of(service).texts("SELECT id AS value FROM candidates").len();
        assert_eq!(count(&service), 1);
        let confirmed = [&INES[..], &[("confirm_new", "true")]].concat();
        led_to(&register(&person, &confirmed));
        assert_eq!(count(&service), 2);
        for (fields, said) in [
            (&[("family_name", ""), ("birth_date", "1994-11-08")][..], "This is missing."),
            (&[("family_name", "???"), ("birth_date", "1994-11-08")], "aria-invalid"),
            (&[("family_name", "A\u{0}b"), ("birth_date", "1994-11-08")], "aria-invalid"),
            (&[("family_name", "Moreau"), ("birth_date", "2994-11-08")], "aria-invalid"),
            (&[("family_name", "Moreau"), ("birth_date", "1994-11-08"), ("country", "XX")], "aria-invalid"),
        ] {
            let refused = register(&person, fields);
            assert!(refused.status == 422 && refused.text().contains(said), "{fields:?}: {refused}");
            assert!(!refused.text().contains("<script>"), "{refused}");
        }
        assert_eq!(count(&service), 2, "nothing half done");
        let marked = led_to(&register(&person, &[("family_name", "<script>alert(1)</script>"), ("birth_date", "1990-11-08")]));
        for address in [marked.as_str(), CANDIDATES] {
            let page = person.browser.get(address).text();
            assert!(page.contains("&#60;script") && !page.contains("<script>"), "a name is text: {page}");
        }
    }

    fn a_result_is_decided_with_its_reasons_and_by_the_person(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        let address = led_to(&register(&person, &INES));
        let results = format!("{address}/results");
        let form = person.browser.get(&results).text();
        assert!(form.contains("What the candidate may sit today") && form.contains("value=\"foundation\""), "{form}");
        let enter = |fields: &[(&str, &str)]| person.submit(&results, &results, fields);
        let foundation = [("qualification", "foundation"), ("sat_on", "2016-05-10"), ("marks", "30"), ("reference", "2016/7")];
        let passed = enter(&foundation);
        assert!(passed.status == 201 && passed.text().contains("Outcome: pass."), "{passed}");
        let number = passed.text().split("Certificate: ").nth(1).unwrap()[..14].to_owned();
        assert_eq!(world.public.get(&format!("/v1/verifications/{number}")).expect(200)["status"], "valid");
        let again = enter(&foundation);
        assert!(again.status == 200 && again.text().contains("On record already"), "{again}");
        let refused = enter(&[("qualification", "auditor"), ("sat_on", "2016-05-11"), ("marks", "30")]);
        assert!(refused.status == 422 && refused.text().contains("The scheme does not allow this result."), "{refused}");
        for (fields, said) in [
            ([("qualification", "foundation"), ("sat_on", "2016-05-12"), ("marks", "many")], "aria-invalid"),
            ([("qualification", "foundation"), ("sat_on", "2016-05-12"), ("marks", "4000")], "aria-invalid"),
            ([("qualification", "king"), ("sat_on", "2016-05-12"), ("marks", "30")], "aria-invalid"),
            ([("qualification", "foundation"), ("sat_on", "2999-05-12"), ("marks", "30")], "aria-invalid"),
        ] {
            let wrong = enter(&fields);
            assert!(wrong.status == 422 && wrong.text().contains(said), "{fields:?}: {wrong}");
        }
        let page = person.browser.get(&address).text();
        assert!(page.contains(&number) && page.contains("2016/7"), "{page}");
        let events: Vec<Value> = crate::support::events::all(&world.registrar.client);
        let actor = |kind: &str| events.iter().find(|event| event["kind"] == kind).map(|event| text(event, "actor"));
        for kind in ["candidate_registered", "result_registered", "result_refused"] {
            assert!(actor(kind).unwrap().starts_with("person:"), "{kind}");
        }
        let personal = Sql::of(&service).texts(
            "SELECT p.data AS value FROM event_personal_data p JOIN events e ON e.id = p.event_id WHERE e.kind LIKE 'result_%'",
        );
        assert!(personal.len() >= 2 && personal.iter().all(|data| data.contains("Ines Brandt")), "{personal:?}");
    }

    fn whoever_only_reads_is_offered_and_may_do_nothing(service: Service) with [DESK] {
        let world = World::new(&service);
        let (candidate, _) = world.certified_candidate(&json!({}));
        let mut reading = of_body("Rae Reader", "body_staff", &world.body.slug);
        reading["reads_only"] = json!(true);
        let reader = Person::enter(&world.public, &invite(&world.registrar.client, &reading), &[]);
        let page = reader.browser.get(&format!("{CANDIDATES}/{candidate}"));
        assert!(page.status == 200 && !page.text().contains("Enter a result"), "{page}");
        let before = Sql::of(&service).texts("SELECT id AS value FROM events").len();
        let refused = register(&reader, &INES);
        assert!(refused.text().contains("changes nothing"), "{refused}");
        let results = format!("{CANDIDATES}/{candidate}/results");
        let fields = [("qualification", "foundation"), ("sat_on", "2016-05-12"), ("marks", "30")];
        let refused = reader.submit(&results, &results, &fields);
        assert!(refused.text().contains("changes nothing"), "{refused}");
        assert_eq!(Sql::of(&service).texts("SELECT id AS value FROM events").len(), before);
    }
}
