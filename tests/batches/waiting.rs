//! What keeps a file from being processed for a reason that lies with the registry: it waits, and no row is given up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use touchstone::clock::{Clock, Moment, SystemClock};
use touchstone::registry::batches::Worker;

use crate::support::batches::{body, csv, finished, foundation, hold_back, passes, rows, submit, wrong};
use crate::support::registry;
use crate::support::sql::Sql;
use crate::support::steps::change_body;
use crate::support::world::{World, text};
use crate::support::{Client, Engine, Service, on_both_engines};

/// What either engine says when it cannot write: the message, and PostgreSQL's code.
const FAULTS: [[(&str, &str); 4]; 2] = [
    [
        ("database or disk is full", ""),
        ("disk I/O error", ""),
        ("attempt to write a readonly database", ""),
        ("unable to open database file", ""),
    ],
    [
        ("could not extend file \"base/1/2\": No space left on device", "53100"),
        ("canceling statement due to user request", "57014"),
        ("could not write block 1 of file: Input/output error", "58030"),
        ("cannot execute INSERT in a read-only transaction", "25006"),
    ],
];

/// Makes insertions of results fail with this message, under a condition on the new row.
fn fail(sql: &mut Sql, engine: Engine, name: &str, condition: &str, (message, code): (&str, &str)) {
    match engine {
        Engine::Sqlite => {
            let statement = format!(
                "CREATE TRIGGER {name} BEFORE INSERT ON results WHEN {condition} \
                 BEGIN SELECT RAISE(ABORT, '{message}'); END"
            );
            sql.execute(&statement).unwrap();
        }
        Engine::Postgres => {
            let code = if code.is_empty() { "XX000" } else { code };
            let function = format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN \
                 RAISE EXCEPTION '{message}' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$"
            );
            sql.execute(&function).unwrap();
            let trigger =
                format!("CREATE TRIGGER {name} BEFORE INSERT ON results FOR EACH ROW EXECUTE FUNCTION {name}()");
            sql.execute(&trigger).unwrap();
        }
    }
}

fn mend(sql: &mut Sql, engine: Engine, name: &str) {
    let on = if engine == Engine::Postgres { " ON results" } else { "" };
    sql.execute(&format!("DROP TRIGGER {name}{on}")).unwrap();
}

fn read(client: &Client, id: &str) -> Value {
    client.get(&format!("/v1/result-batches/{id}")).expect(200)
}

/// Waits until the batch is as `wanted` says.
#[track_caller]
fn until(client: &Client, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let batch = read(client, id);
        if wanted(&batch) {
            return batch;
        }
        assert!(Instant::now() < deadline, "it stays {batch}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

on_both_engines! {
    fn what_cannot_be_written_waits_and_no_row_is_given_up(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let mut sql = Sql::of(&service);
        let engine = service.engine();
        let faults = FAULTS[usize::from(engine == Engine::Postgres)];
        let batches: Vec<_> = faults
            .into_iter()
            .enumerate()
            .map(|(number, fault)| {
                let body = body(&world, &format!("Fault {number}"));
                // In the middle of the file: after its first rows, and not for those that record nothing.
                let condition = format!(
                    "NEW.body_id = '{body}' AND (SELECT COUNT(*) FROM results r WHERE r.body_id = NEW.body_id) >= 10"
                );
                fail(&mut sql, engine, &format!("fault_{number}"), &condition, fault);
                let first = submit(registrar, &format!("?body={body}"), &passes(10, "First"));
                let second = submit(registrar, &format!("?body={body}"), &passes(60, "Second"));
                (first, second)
            })
            .collect();
        for (first, second) in &batches {
            assert_eq!(finished(registrar, first)["counts"]["pass"], 10);
            let batch = until(registrar, second, |batch| !batch["waits_because"].is_null());
            assert_eq!((&batch["state"], &batch["processed"]), (&json!("waiting"), &json!(0)), "{batch}");
            assert!(batch["waits_until"].is_string(), "{batch}");
        }
        // More than one attempt fails.
        std::thread::sleep(Duration::from_millis(2500));
        for number in 0..faults.len() {
            mend(&mut sql, engine, &format!("fault_{number}"));
        }
        for (_, id) in &batches {
            let batch = finished(registrar, id);
            assert_eq!((&batch["state"], &batch["counts"]["pass"]), (&json!("completed"), &json!(60)), "{batch}");
            assert_eq!((&batch["waits_because"], &batch["waits_until"]), (&Value::Null, &Value::Null), "{batch}");
        }
    }

    fn a_row_is_given_up_only_when_it_is_certainly_the_row(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let mut sql = Sql::of(&service);
        fail(&mut sql, service.engine(), "strange", "NEW.reference LIKE '%strange%'", ("nobody thought of the value 0x66", ""));
        // Alone: it could as well be the registry. It waits, and does not hold up what the body sends later.
        let alone = submit(client, "", &csv(&[foundation("strange", &[("family_name", "Alone")])]));
        until(client, &alone, |batch| batch["waits_because"] == "internal_error");
        std::thread::sleep(Duration::from_millis(1500));
        assert_eq!(read(client, &alone)["processed"], 0);
        // Among others that can be written: the rest of the file is done, and then it is certain.
        let mut people: Vec<_> =
            (0..30).map(|number| foundation(&number.to_string(), &[("family_name", &format!("Fine {number}"))])).collect();
        people.insert(7, foundation("strange too", &[("family_name", "Unlucky")]));
        let many = submit(client, "", &csv(&people));
        let batch = finished(client, &many);
        assert_eq!((&batch["counts"]["pass"], &batch["counts"]["invalid"]), (&json!(30), &json!(1)), "{batch}");
        let given_up = rows(client, &many, "?outcome=invalid");
        assert_eq!((&given_up[0]["line"], wrong(&given_up[0])), (&json!(9), vec![(String::new(), "internal_error".to_owned())]));
        // What was wrong inside is mended: the row that waited is decided.
        mend(&mut sql, service.engine(), "strange");
        let batch = finished(client, &alone);
        assert!(batch["counts"]["pass"] == 1 || batch["counts"]["invalid"] == 1, "{batch}");
    }

    fn a_file_stops_when_the_listing_of_its_body_ends(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let id = submit(client, "", &passes(3000, "Body"));
        until(client, &id, |batch| batch["processed"].as_i64() > Some(0));
        let today = SystemClock.now().date_naive().to_string();
        change_body(&world, &world.body.id, "suspensions", &today).expect(201);
        let batch = finished(registrar, &id);
        let count = |outcome: &str| batch["counts"][outcome].as_i64().unwrap();
        assert_eq!((&batch["state"], count("pass") + count("refused")), (&json!("completed"), 3000), "{batch}");
        assert!(count("pass") > 0 && count("refused") > 0, "{batch}");
        let refused = rows(registrar, &id, "?outcome=refused");
        assert_eq!(wrong(&refused[0]), [(String::new(), "body_not_listed_today".to_owned())]);
        assert!(text(&refused[0]["errors"][0], "detail").contains(&today), "{}", refused[0]);
        assert_eq!(refused[0]["result_id"], Value::Null);
        let report = registrar.get(&format!("/v1/result-batches/{id}/report.csv")).text();
        assert_eq!(report.matches("refused,").count(), refused.len());
        let results = Sql::of(&service).texts("SELECT CAST(COUNT(*) AS TEXT) AS value FROM results");
        assert_eq!(results, [count("pass").to_string()]);
        // A registrar records for it by naming it.
        let of_the_office = submit(registrar, &format!("?body={}", world.body.id), &passes(1, "Office"));
        let batch = finished(registrar, &of_the_office);
        assert_eq!(batch["counts"]["refused"], 0, "{batch}");
    }

    fn leases_are_by_the_clock_of_the_database(mut service: Service) {
        let world = World::new(&service);
        let lease = chrono::Duration::seconds(20);
        // Another node, whose lease is over in a minute.
        hold_back(&service, &world.body.id);
        assert!(service.terminate().success());
        let mut sql = Sql::of(&service);
        let now = SystemClock.now();
        let soon = (now + chrono::Duration::minutes(1)).format("%Y-%m-%d %H:%M:%S");
        sql.execute(&format!("UPDATE result_batches SET leased_until = '{soon}'")).unwrap();
        for minutes in [10, -10] {
            let clock = Arc::new(Skewed(chrono::Duration::minutes(minutes)));
            let (node, _) = registry::with_clock(&service, clock);
            let worker = Worker::new(&node, lease).unwrap();
            assert!(node.claim_batch(&worker, &[], None).unwrap().is_none(), "{minutes} minutes: it is held");
            let past = (now - chrono::Duration::seconds(1)).format("%Y-%m-%d %H:%M:%S");
            sql.execute(&format!("UPDATE result_batches SET leased_until = '{past}'")).unwrap();
            let claimed = node.claim_batch(&worker, &[], None).unwrap();
            assert!(claimed.is_some(), "{minutes} minutes: its holder is gone");
            let until = sql.texts("SELECT CAST(leased_until AS TEXT) AS value FROM result_batches");
            let until = chrono::NaiveDateTime::parse_from_str(&until[0], "%Y-%m-%d %H:%M:%S%.f").unwrap().and_utc();
            let left = until - SystemClock.now();
            assert!(left <= lease && left > lease - chrono::Duration::seconds(10), "{minutes} minutes: {left}");
            sql.execute(&format!("UPDATE result_batches SET worker = 'elsewhere', leased_until = '{soon}'")).unwrap();
        }
    }
}

/// The clock of a machine on which nobody set it.
struct Skewed(chrono::Duration);

impl Clock for Skewed {
    fn now(&self) -> Moment {
        SystemClock.now() + self.0
    }
}
