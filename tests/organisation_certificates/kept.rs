//! What the database itself refuses, past the service, and what happens when many submit at once.

use std::sync::Barrier;

use serde_json::json;

use crate::support::organisation_certificates::{
    PATH, application, change, disagree, history, published, read, submit, transfer,
};
use crate::support::sql::Sql;
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

on_both_engines! {
    fn what_was_submitted_said_and_decided_stays(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({}));
        change(&world, &id, "suspensions", "2021-01-01", Some("2021-01-31")).expect(201);
        transfer(&world, &id, &world.other_body.id, "B-1", "2022-01-01").expect(201);
        let confirmed = json!({"confirmed_on": "2021-06-01"});
        world.body.caller.client.post("/v1/organisation-certificate-confirmations", &confirmed).expect(201);
        let returned = submit(&world.body.caller.client, &json!({}));
        disagree(&world, &returned, "Better.").expect(201);
        let before = (read(&world.registrar.client, &id, ""), history(&world.registrar.client, &id));
        let mut sql = Sql::of(&service);
        let mut refused = |statement: String| {
            sql.execute("BEGIN").unwrap();
            let outcome = sql.execute(&statement);
            sql.execute("ROLLBACK").unwrap();
            let reason = outcome.expect_err(&statement);
            let words = ["append-only", "stays", "not deleted", "is on record"];
            assert!(words.iter().any(|word| reason.contains(word)), "{statement}: {reason}");
        };
        for (table, changed) in [
            ("organisation_certificates", "number = 'X'"),
            ("organisation_certificates", "expires_on = '2100-01-01'"),
            ("organisation_certificates", "renews_id = NULL"),
            ("organisation_certificates", "organisation_as_submitted = NULL"),
            ("organisation_certificate_sites", "country = 'BE'"),
            ("organisation_certificate_steps", "words = 'Others.'"),
            ("organisation_certificate_status_changes", "effective_on = '2021-01-02'"),
            ("organisation_certificate_confirmations", "recorded_by = 'x'"),
            ("organisation_certificate_numbers", "number_key = 'x'"),
            ("organisation_certificate_transfers", "effective_on = '2021-01-02'"),
        ] {
            refused(format!("UPDATE {table} SET {changed}"));
            refused(format!("DELETE FROM {table}"));
        }
        assert_eq!((read(&world.registrar.client, &id, ""), history(&world.registrar.client, &id)), before);
    }

    fn of_the_same_submission_sent_at_once_one_is_new(service: Service) {
        let world = World::new(&service);
        let senders = 6;
        for round in 0..3 {
            let request = application(&json!({"number": format!("A-{round}")}));
            let start = Barrier::new(senders);
            let answers: Vec<_> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..senders)
                    .map(|_| {
                        let (client, start, request) =
                            (world.body.caller.client.with_own_connections(), &start, &request);
                        scope.spawn(move || {
                            client.get("/livez").expect(200);
                            start.wait();
                            client.post(PATH, request)
                        })
                    })
                    .collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), senders - 1, "{answers:?}");
            let id = text(&answers[0].json(), "id");
            assert!(answers.iter().all(|answer| answer.json()["id"] == id), "{answers:?}");
        }
        let log = events::all(&world.body.caller.client);
        let submitted = events::subjects(&log, "organisation_certificate_submitted");
        assert_eq!((submitted.len(), submitted.values().sum::<usize>()), (3, 3));
    }

    fn what_is_acknowledged_survives_a_crash(mut service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"expires_on": "2100-01-01"}));
        transfer(&world, &id, &world.other_body.id, "B-1", "2022-01-01").expect(201);
        let (shown, told) = (read(&world.public, &id, ""), history(&world.public, &id));
        service.kill_nine();
        service.restart();
        assert_eq!((read(&world.public, &id, ""), history(&world.public, &id)), (shown, told));
    }
}
