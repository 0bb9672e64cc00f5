//! What the scheme's words or the issuer's name have made untrue: each credential is replaced once.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::issuers::{SERVE, certified, kinds};
use crate::support::command::Program;
use crate::support::credentials::{found, jws, pdf, set_bits, verified};
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, use_scheme};
use crate::support::world::World;
use crate::support::{Service, on_both_engines};

on_both_engines! {
    /// Two editions may be called the same, and exchange their titles.
    fn titles_that_change_places_replace_what_has_them_once(mut service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let declared = json!({
            "candidate_id": world.register_candidate(client, &Value::Null), "qualification": "foundation",
            "sat_on": "2011-06-01", "edition": "2005", "declared_outcome": "pass",
        });
        let older = certificate_of(&client.post("/v1/results", &declared).expect(201));
        let newer = certified(&world).1;
        let fetch = || [&older, &newer].map(|number| jws(client, number));
        let titles = |files: &[String; 2]| files.each_ref().map(|file| verified(&world, file).unwrap().edition_title.unwrap());
        let shipped = titles(&fetch());
        assert_ne!(shipped[0], shipped[1]);
        let swapped = [1, 0].map(|one: usize| shipped[one].clone());
        let alike = [0, 0].map(|one: usize| shipped[one].clone());
        let mut files = fetch();
        for (wanted, changed) in [(&alike, [false, true]), (&shipped, [false, true]), (&swapped, [true, true])] {
            let title = |title: &str| format!("title = \"{title}\"\n");
            use_scheme(&mut service, |file| {
                let file = file.replacen(&title(&shipped[0]), "FIRST", 1).replacen(&title(&shipped[1]), "SECOND", 1);
                let file = file.replace("FIRST", &title(&wanted[0])).replace("SECOND", &title(&wanted[1]));
                format!("{file}# Read again.\n")
            });
            for (file, changed) in files.iter().zip(changed) {
                assert_eq!(found(&world, file.as_bytes()).0, if changed { "replaced" } else { "genuine" });
            }
            files = fetch();
            assert_eq!(titles(&files), *wanted);
            service.restart();
            for file in &files {
                assert_eq!(found(&world, file.as_bytes()).0, "genuine");
            }
        }
        assert_eq!(kinds(client).iter().filter(|kind| *kind == "credential_replaced").count(), 4);
    }

    /// Some hundreds in a transaction, and what was done before a start was broken off stays done.
    fn however_many_there_are_each_is_replaced_once(mut service: Service) {
        let world = World::new(&service);
        let (_, number) = certified(&world);
        let signed = jws(&world.body.caller.client, &number);
        service.terminate();
        let mut sql = Sql::of(&service);
        // As many more of the same certificate, as if the registry had moved that often.
        sql.execute(
            "WITH RECURSIVE counted (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i < 1200)
             INSERT INTO credentials (id, certificate_id, status_list, status_index, rs256_key_id, eddsa_key_id, issued_at,
                superseded_at, words)
             SELECT '01a21da3-0000-7000-8000-' || CAST(100000000000 + i AS TEXT), c.certificate_id, c.status_list, i,
                c.rs256_key_id, c.eddsa_key_id, c.issued_at, c.issued_at, c.words
             FROM credentials c, counted WHERE i <> c.status_index",
        )
        .unwrap();
        let count = |sql: &mut Sql, of: &str| -> usize {
            sql.texts(&format!("SELECT CAST(count(*) AS TEXT) AS value FROM {of}"))[0].parse().unwrap()
        };
        let all = count(&mut sql, "credentials");
        assert!(all > 1200, "{all}");
        service.set("TOUCHSTONE_ISSUER_NAME", "New Name Ltd");
        let broken_off = Program::beside(&service).set("TOUCHSTONE_ISSUER_NAME", "New Name Ltd").start(&SERVE);
        let begun = Instant::now();
        while count(&mut sql, "credentials WHERE replaced_at IS NOT NULL") == 0 {
            assert!(begun.elapsed() < Duration::from_mins(1), "nothing is replaced");
            std::thread::sleep(Duration::from_millis(2));
        }
        drop(broken_off);
        let done = count(&mut sql, "credentials WHERE replaced_at IS NOT NULL");
        assert!(done % 500 == 0 || done == all, "{done} of {all}");
        drop(sql);
        service.restart();
        let mut sql = Sql::of(&service);
        assert_eq!(count(&mut sql, "credentials WHERE replaced_at IS NOT NULL"), all);
        assert_eq!(count(&mut sql, "events WHERE kind = 'credential_replaced'"), all, "each once");
        assert_eq!(found(&world, signed.as_bytes()).0, "replaced");
        assert_eq!(set_bits(&world, &verified(&world, &signed).unwrap()).len(), 1);
    }

    fn words_that_change_replace_what_says_the_old_ones(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let signed = jws(client, &number);
        for (name, finding) in [("New Name Ltd", "replaced"), ("New Name Ltd", "replaced")] {
            service.set("TOUCHSTONE_ISSUER_NAME", name);
            service.restart();
            assert_eq!(found(&world, signed.as_bytes()).0, finding);
        }
        let replaced = || kinds(&world.registrar.client).iter().filter(|kind| *kind == "credential_replaced").count();
        assert_eq!(replaced(), 1, "once");
        let (new, paper) = (jws(client, &number), pdf(client, &number));
        assert_eq!(verified(&world, &new).unwrap().issuer_name.as_deref(), Some("New Name Ltd"));
        service.restart();
        assert!(found(&world, new.as_bytes()).1 && found(&world, &paper).1);
        assert_eq!((jws(client, &number), pdf(client, &number)), (new, paper));
        assert_eq!(replaced(), 1);
    }
}
