//! Who examined stands wherever a certificate is told of: in the answer, on the page, in the credential, on paper.

use serde_json::{Value, json};

use crate::support::credentials::{document, found, jws, pdf, present, verified};
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, verification};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

/// A JSON Web Signature whose payload says nothing of who examined, as credentials from before did not.
fn silenced(signed: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let parts: Vec<&str> = signed.split('.').collect();
    let mut payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    payload["credentialSubject"].as_object_mut().unwrap().remove("source").expect("it told who examined");
    format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(payload.to_string()), parts[2])
}

on_both_engines! {
    fn who_examined_is_told_everywhere(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = certificate_of(&world.certified_candidate(&Value::Null).1);
        let body = world.public.get(&format!("/v1/bodies/{}", world.body.slug)).expect(200);
        let name = text(&body, "name");
        let expected = json!({"id": world.body.id, "slug": world.body.slug, "name": name});
        assert_eq!(verification(&world, &number, "")["examined_by"], expected);
        let many = world.employer.client.post("/v1/verifications", &json!({"verifications": [{"number": number}]}));
        assert_eq!(many.expect(200)["items"][0]["examined_by"], expected);
        let page = world.public.get(&format!("/verify/{number}")).text();
        let link = format!("<dt>Examined by</dt><dd><a href=\"/bodies/{}\"><bdi>{name}</bdi></a></dd>", world.body.slug);
        assert!(page.contains(&link), "{page}");
        assert_eq!(world.public.get(&format!("/bodies/{}", world.body.slug)).status, 200, "the link leads to its page");
        let credential: Value = serde_json::from_str(&document(client, &number)).unwrap();
        let source = &credential["credentialSubject"]["source"];
        assert_eq!((&source["type"], &source["name"]), (&json!(["Profile"]), &json!(name)));
        assert!(text(source, "id").ends_with(&format!("/bodies/{}", world.body.slug)), "{source}");
        for file in [jws(client, &number).into_bytes(), document(client, &number).into_bytes(), pdf(client, &number)] {
            let answer = present(&world, &file).expect(200);
            assert_eq!((&answer["finding"], &answer["signed"]["examined_by"]), (&json!("genuine"), &json!(name)), "{answer}");
        }
    }

    fn where_a_registrar_registered_the_result_nobody_is_named(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let sitting = json!({
            "candidate_id": world.register_candidate(client, &Value::Null), "qualification": "foundation",
            "sat_on": "2015-06-01", "marks": 30,
        });
        let number = certificate_of(&client.post("/v1/results", &sitting).expect(201));
        assert_eq!(verification(&world, &number, "")["examined_by"], Value::Null);
        assert!(!world.public.get(&format!("/verify/{number}")).text().contains("Examined by"));
        let signed = jws(client, &number);
        assert_eq!(verified(&world, &signed).unwrap().examined_by, None);
        assert_eq!(jws(client, &number), signed, "there is nothing to add to it");
    }

    /// What was signed before this was told stays good, and the next one who asks gets one that tells it.
    fn a_credential_from_before_stays_good_and_is_followed_by_one_that_tells(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = certificate_of(&world.certified_candidate(&Value::Null).1);
        let first = jws(client, &number);
        let silent = silenced(&first);
        let mut sql = Sql::of(&service);
        sql.execute(&format!("UPDATE credential_documents SET jws = '{silent}'")).unwrap();
        let second = jws(client, &number);
        assert!(second != first && second != silent);
        assert!(verified(&world, &second).unwrap().examined_by.is_some());
        assert_eq!(jws(client, &number), second, "once");
        assert_eq!(found(&world, first.as_bytes()).0, "genuine", "what is out in the world is true still");
        assert_eq!(sql.texts("SELECT CAST(count(*) AS TEXT) AS value FROM credentials WHERE replaced_at IS NOT NULL"), ["0"]);
    }
}
