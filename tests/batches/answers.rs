//! The face of batches: what is sent, shown, listed, cancelled, and to whom.

use serde_json::{Value, json};

use crate::support::batches::{
    by_reference, csv, finished, foundation, hold_back, let_go, outcome, rows, send, submit,
};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

on_both_engines! {
    fn a_file_is_accepted_followed_and_shown(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = csv(&[foundation("1", &[]), foundation("2", &[("family_name", "Other"), ("marks", "3")])]);
        hold_back(&service, &world.body.id);
        let named = client.with_header("content-disposition", "attachment; filename=\"C:\\\\May\\\\2015.csv\"");
        let answer = send(&named, "", "text/csv; charset=UTF-8", &file);
        let waiting = answer.expect(202);
        let id = text(&waiting, "id");
        let address = format!("/v1/result-batches/{id}");
        assert_eq!(answer.header("location"), address);
        for (name, value) in [
            ("body_id", json!(world.body.id)), ("state", json!("waiting")), ("format", json!("csv")),
            ("file_name", json!("2015.csv")), ("bytes", json!(file.len())), ("rows", json!(2)), ("encoding", json!("UTF-8")),
            ("understood", json!([])), ("dry_run", json!(false)),
            ("processed", json!(0)), ("started_at", Value::Null), ("finished_at", Value::Null),
            ("counts", json!({"pass": 0, "fail": 0, "unchanged": 0, "not_eligible": 0, "invalid": 0, "conflict": 0, "refused": 0})),
            ("waits_because", Value::Null), ("waits_until", Value::Null),
            ("submitted_by", json!(format!("client:{}", world.body.caller.client_id))),
        ] {
            assert_eq!(waiting[name], value, "{name} of {waiting}");
        }
        assert!(text(&waiting, "digest").starts_with("sha256:"), "{waiting}");
        for (link, end) in [("rows", "rows"), ("report", "report"), ("progress", "progress")] {
            assert_eq!(waiting["links"][link], format!("{address}/{end}"));
        }
        let read = client.get(&address);
        assert_eq!(read.expect(200), waiting);
        let unchanged = client.send("GET", &address, &[("if-none-match", read.header("etag"))], b"");
        assert_eq!(unchanged.status, 304, "{unchanged}");
        assert_eq!(rows(client, &id, ""), Vec::<Value>::new());
        let_go(&service);
        let done = finished(client, &id);
        assert_eq!((&done["state"], &done["processed"]), (&json!("completed"), &json!(2)));
        assert_eq!((&done["counts"]["pass"], &done["counts"]["fail"]), (&json!(1), &json!(1)));
        assert!(text(&done, "started_at") <= text(&done, "finished_at"), "{done}");
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"], json!([done]));
        let kinds: Vec<String> = events::all(client).iter().map(|event| text(event, "kind")).collect();
        assert_eq!(kinds.iter().filter(|kind| kind.starts_with("result_batch")).count(), 2, "{kinds:?}");
        assert!(!events::all(client).iter().any(|event| event.to_string().contains("2015.csv")), "a name may be personal");
    }

    fn the_same_file_is_the_same_batch(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = csv(&[foundation("1", &[])]);
        let id = submit(client, "", &file);
        let same = send(client, "?file_name=other.csv", "text/csv", &file);
        assert_eq!((text(&same.expect(200), "id"), same.header("location").to_owned()), (id.clone(), format!("/v1/result-batches/{id}")));
        finished(client, &id);
        assert_eq!(text(&send(client, "", "text/csv", &file).expect(200), "id"), id);
        let dry = submit(client, "?dry_run=true", &file);
        assert_ne!(dry, id, "a dry run is another matter");
        let others = submit(&world.other_body.caller.client, "", &file);
        assert_ne!(others, id, "another body's is another's");
        let again = submit(client, "?again=true", &file);
        finished(client, &again);
        assert_eq!(by_reference(&rows(client, &again, "")), [("1".to_owned(), "unchanged".to_owned())].into());
        assert_eq!(text(&send(client, "", "text/csv", &file).expect(200), "id"), again, "the latest of them");
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"].as_array().unwrap().len(), 3);
    }

    fn the_same_file_sent_many_times_at_once_is_one_batch(service: Service) {
        let world = World::new(&service);
        let file = csv(&[foundation("1", &[])]);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let send = || send(&world.body.caller.client.with_own_connections(), "", "text/csv", &file);
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let accepted = answers.iter().filter(|answer| answer.status == 202).count();
        assert_eq!(accepted, 1, "{answers:?}");
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 202)), "{answers:?}");
        let mut sql = crate::support::sql::Sql::of(&service);
        assert_eq!(sql.texts("SELECT state AS value FROM result_batches").len(), 1, "what was stored in vain is gone");
    }

    fn a_key_gives_the_first_answer_and_belongs_to_one_file(service: Service) {
        let world = World::new(&service);
        let keyed = world.body.caller.client.with_header("idempotency-key", "once");
        let (file, other) = (csv(&[foundation("1", &[])]), csv(&[foundation("2", &[])]));
        let first = send(&keyed, "?again=true", "text/csv", &file);
        finished(&keyed, &text(&first.expect(202), "id"));
        let second = send(&keyed, "?again=true", "text/csv", &file);
        assert_eq!((second.status, second.header("idempotent-replayed")), (202, "true"), "{second}");
        assert_eq!((second.json(), second.header("location")), (first.json(), first.header("location")));
        send(&keyed, "?again=true", "text/csv", &other).expect_problem(422, "idempotency_key_reused");
        send(&keyed, "", "text/csv", &file).expect_problem(422, "idempotency_key_reused");
        send(&keyed, "", "text/csv", b"").expect_problem(422, "invalid_file");
        assert_eq!(events::all_items(&world.body.caller.client, "/v1/result-batches").len(), 1);
    }

    fn a_batch_is_cancelled_while_it_lasts(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let file = csv(&[foundation("1", &[])]);
        let id = submit(client, "", &file);
        let path = format!("/v1/result-batches/{id}/cancellations");
        world.other_body.caller.client.post(&path, &Value::Null).expect_problem(404, "not_found");
        let answer = client.send("POST", &path, &[], b"");
        let cancelled = answer.expect(201);
        assert_eq!(answer.header("location"), format!("/v1/result-batches/{id}"));
        assert_eq!(cancelled["state"], "cancelled");
        assert!(cancelled["finished_at"].is_string() && cancelled["started_at"].is_null(), "{cancelled}");
        let twice = client.send("POST", &path, &[], b"").expect_problem(409, "status_conflict");
        assert!(text(&twice, "detail").contains("cancelled"), "{twice}");
        let next = submit(client, "", &file);
        assert_ne!(next, id, "what was cancelled does not count as sent");
        let_go(&service);
        assert_eq!(finished(client, &next)["counts"]["pass"], 1);
        let path = format!("/v1/result-batches/{next}/cancellations");
        client.send("POST", &path, &[], b"").expect_problem(409, "status_conflict");
        assert_eq!(rows(client, &id, ""), Vec::<Value>::new());
        let kinds = events::subjects(&events::all(client), "result_batch_cancelled");
        assert_eq!(kinds, [(id, 1)].into());
    }

    fn what_is_another_bodys_does_not_exist(service: Service) {
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, "", &csv(&[foundation("1", &[])]));
        finished(&world.body.caller.client, &id);
        let here = format!("/v1/result-batches/{id}");
        for path in ["", "/rows", "/report", "/report.csv", "/progress"].map(|end| format!("{here}{end}")) {
            world.other_body.caller.client.get(&path).expect_problem(404, "not_found");
            world.employer.client.get(&path).expect_problem(403, "forbidden");
            world.public.get(&path).expect_problem(401, "unauthenticated");
            assert_eq!(world.registrar.client.get(&path).status, 200, "{path}");
            let nobodys = path.replace(&id, "nobody");
            world.body.caller.client.get(&nobodys).expect_problem(404, "not_found");
        }
        assert_eq!(world.other_body.caller.client.get("/v1/result-batches").expect(200)["items"], json!([]));
        world.employer.client.get("/v1/result-batches").expect_problem(403, "forbidden");
    }

    fn rows_are_listed_by_outcome_and_page_by_page(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let people: Vec<_> = (0..9)
            .map(|number| {
                let marks = ["30", "3", "300"][number % 3];
                foundation(&number.to_string(), &[("family_name", &format!("Row {number}")), ("marks", marks)])
            })
            .collect();
        let id = submit(client, "", &csv(&people));
        finished(client, &id);
        let all = rows(client, &id, "");
        let lines: Vec<i64> = all.iter().filter_map(|row| row["line"].as_i64()).collect();
        assert_eq!(lines, (2..=10).collect::<Vec<_>>());
        for (outcome, count) in [("pass", 3), ("fail", 3), ("invalid", 3), ("conflict", 0)] {
            let some = rows(client, &id, &format!("?outcome={outcome}"));
            assert_eq!(some.len(), count, "{outcome}");
            assert!(some.iter().all(|row| row["outcome"] == outcome));
        }
        let path = format!("/v1/result-batches/{id}/rows");
        let page = client.get(&format!("{path}?limit=4&outcome=pass")).expect(200);
        assert_eq!(page["next_cursor"], Value::Null);
        let page = client.get(&format!("{path}?limit=4")).expect(200);
        let cursor = text(&page, "next_cursor");
        let rest = client.get(&format!("{path}?limit=200&cursor={cursor}")).expect(200);
        assert_eq!(rest["items"].as_array().unwrap()[..], all[4..]);
        client.get(&format!("{path}?limit=4&cursor={cursor}&outcome=pass")).expect_problem(400, "invalid_cursor");
        client.get(&format!("{path}?outcome=passed")).expect_problem(400, "invalid_parameter");
        let passed = all.iter().find(|row| row["outcome"] == "pass").unwrap();
        let result = client.get(&format!("/v1/results/{}", text(passed, "result_id"))).expect(200);
        assert_eq!(result["certificate"]["number"], passed["certificate_number"]);
        assert_eq!(result["reference"], passed["reference"]);
    }

    fn what_is_asked_for_is_read_strictly(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = csv(&[foundation("1", &[])]);
        for query in ["?dryrun=true", "?dry_run=yes", "?again=1", "?file_name=", "?body="] {
            send(client, query, "text/csv", &file).expect_problem(400, "invalid_parameter");
        }
        assert_eq!(outcome(client, "?dry_run=false&again=false&file_name=a%2Fb.csv", &file).len(), 1);
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"][0]["file_name"], "b.csv");
    }
}
