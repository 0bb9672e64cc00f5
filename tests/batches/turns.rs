//! What many want at once: files of several bodies, single results beside a file, and more files than a body may have.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::batches::{body, finished, hold_back, let_go, passes, send, submit};
use crate::support::world::{World, candidate, result, text};
use crate::support::{Service, on_both_engines};

/// How many clients post single results.
const POSTING: usize = 8;

on_both_engines! {
    fn one_row_does_not_wait_for_the_end_of_another_bodys_file(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let large = submit(&world.body.caller.client, "", &passes(6000, "Large"));
        let also_large = submit(registrar, &format!("?body={}", body(&world, "Third")), &passes(6000, "Third"));
        let own = |id: &str| registrar.get(&format!("/v1/result-batches/{id}")).expect(200);
        while own(&large)["processed"] == 0 || own(&also_large)["processed"] == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
        let mut longest = Duration::ZERO;
        for number in 0..3 {
            let started = Instant::now();
            let small = submit(&world.other_body.caller.client, "", &passes(1, &format!("Small {number}")));
            assert_eq!(finished(registrar, &small)["counts"]["pass"], 1);
            longest = longest.max(started.elapsed());
        }
        let left = own(&large);
        assert_eq!(left["state"], "running", "{left}");
        println!("at most {longest:?}, {} rows of the large file done", left["processed"]);
        assert!(longest < Duration::from_secs(10), "{longest:?}");
        // The next file of the same body begins when the one before it has ended.
        let next = submit(&world.body.caller.client, "", &passes(1, "Next"));
        assert_eq!(own(&next)["state"], "waiting");
        for id in [large, also_large] {
            registrar.post(&format!("/v1/result-batches/{id}/cancellations"), &json!({})).expect(201);
        }
        assert_eq!(finished(registrar, &next)["counts"]["pass"], 1);
    }

    fn a_file_and_single_results_get_on_beside_one_another(service: Service) with [("TOUCHSTONE_TOKENS_PER_MINUTE", "0")] {
        const ROWS: usize = 1500;
        let world = World::new(&service);
        let client = &world.other_body.caller.client;
        let (ended, posted) = (AtomicBool::new(false), AtomicU32::new(0));
        std::thread::scope(|scope| {
            let posting: Vec<_> = (0..POSTING)
                .map(|_| {
                    scope.spawn(|| {
                        let mut longest = Duration::ZERO;
                        while !ended.load(Ordering::Relaxed) {
                            let id = text(&client.post("/v1/candidates", &candidate(&json!({}))).expect(201), "id");
                            let started = Instant::now();
                            client.post("/v1/results", &result(&id, "foundation", "2015-06-01", 33)).expect(201);
                            longest = longest.max(started.elapsed());
                            posted.fetch_add(1, Ordering::Relaxed);
                        }
                        longest
                    })
                })
                .collect();
            while posted.load(Ordering::Relaxed) < 8 {
                std::thread::sleep(Duration::from_millis(10));
            }
            let (before, started) = (posted.load(Ordering::Relaxed), Instant::now());
            let id = submit(&world.body.caller.client, "", &passes(ROWS, "Beside"));
            let batch = finished(&world.body.caller.client, &id);
            let (took, singles) = (started.elapsed(), posted.load(Ordering::Relaxed) - before);
            ended.store(true, Ordering::Relaxed);
            let longest = posting.into_iter().map(|thread| thread.join().unwrap()).max().unwrap();
            println!("{ROWS} rows in {took:?} beside {singles} single results, the slowest in {longest:?}");
            assert_eq!(batch["counts"]["pass"], json!(ROWS), "{batch}");
            assert!(took < Duration::from_mins(1), "{took:?}");
            assert!(singles > 0 && longest < Duration::from_secs(10), "{singles} single results, {longest:?}");
        });
    }

    fn a_body_has_room_for_so_many_open_files(service: Service) with [("TOUCHSTONE_BATCH_QUOTA_OPEN", "2")] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let files: Vec<_> = (0..3).map(|number| passes(2, &format!("Open {number}"))).collect();
        let ids: Vec<_> = files[..2].iter().map(|file| submit(client, "", file)).collect();
        let problem = send(client, "", "text/csv", &files[2]).expect_problem(409, "quota_exceeded");
        for words in ["2 files", "2 may be there at once", "cancel one"] {
            assert!(text(&problem, "detail").contains(words), "{problem}");
        }
        send(client, "", "text/csv", &files[0]).expect(200);
        let other = &world.other_body.caller.client;
        finished(other, &submit(other, "", &files[2]));
        let registrar = &world.registrar.client;
        send(registrar, &format!("?body={}", world.body.id), "text/csv", &files[2]).expect_problem(409, "quota_exceeded");
        finished(registrar, &submit(registrar, "", &files[2]));
        client.post(&format!("/v1/result-batches/{}/cancellations", ids[1]), &json!({})).expect(201);
        let third = submit(client, "", &files[2]);
        let_go(&service);
        assert_eq!(finished(client, &third)["counts"]["pass"], 2);
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"].as_array().unwrap().len(), 3);
    }

    fn a_body_has_room_for_so_many_bytes_of_files(service: Service) with [("TOUCHSTONE_BATCH_QUOTA_BYTES", "2000")] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = passes(12, "Bytes");
        assert!(file.len() > 1000 && file.len() < 2000, "{}", file.len());
        let first = submit(client, "", &file);
        finished(client, &first);
        let other = passes(12, "Other");
        let problem = send(client, "", "text/csv", &other).expect_problem(409, "quota_exceeded");
        for words in ["more than 2000", "30 days", "one by one"] {
            assert!(text(&problem, "detail").contains(words), "{problem}");
        }
        send(client, "", "text/csv", &file).expect(200);
        finished(&world.other_body.caller.client, &submit(&world.other_body.caller.client, "", &other));
        let mut sql = crate::support::sql::Sql::of(&service);
        assert_eq!(sql.texts("SELECT state AS value FROM result_batches"), ["completed", "completed"], "nothing half is left");
        // The file of the first is deleted, as it is when its time is over.
        sql.execute(&format!("DELETE FROM result_batch_pieces WHERE batch_id = '{first}'")).unwrap();
        finished(client, &submit(client, "", &other));
    }
}
