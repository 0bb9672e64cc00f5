//! What days bring by themselves is news: once, over all nodes, on its day, and before it where something expires.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use serde_json::{Value, json};
use touchstone::clock::{Clock, Moment, SystemClock};
use touchstone::registry::Registry;

use crate::support::organisation_certificates::{agree, change, published, read, submit};
use crate::support::steps::{change_body, change_certificate, day, each, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines, registry};

/// A clock that is so many days ahead.
#[derive(Clone, Default)]
struct Ahead(Arc<AtomicI64>);

impl Clock for Ahead {
    fn now(&self) -> Moment {
        SystemClock.now() + chrono::Duration::days(self.0.load(Ordering::SeqCst))
    }
}

/// Lets both nodes tell what the days bring, at the same time, until neither finds more.
fn turn(nodes: &[Registry; 2]) {
    thread::scope(|scope| {
        for node in nodes {
            scope.spawn(move || while node.turn_calendar().expect("the calendar turns") {});
        }
    });
}

/// What the registry itself recorded, as the client is told it: the kind and the days that are left, by subject and day.
fn news(client: &Client) -> BTreeMap<(String, String), Vec<(String, Value)>> {
    let mut news: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in events::all(client).iter().filter(|event| event["actor"] == "registry") {
        let at = (text(&event["subject"], "id"), text(&event["data"], "effective_on"));
        news.entry(at).or_default().push((text(event, "kind"), event["data"]["days_left"].clone()));
    }
    news
}

on_both_engines! {
    fn two_nodes_tell_once_what_days_bring(mut service: Service) {
        let title = "title = \"Auditor\"\n";
        let format = "sat_from = 2012-06-01\n";
        use_scheme(&mut service, |scheme| {
            let closing = scheme.replace(format, &format!("{format}sat_until = {}\n", day(100)));
            closing.replace(title, &format!("{title}valid_for_years = 1\n"))
        });
        let world = World::new(&service);
        let (registrar, body) = (&world.registrar.client, world.body.id.clone());

        let auditor = world.certified_auditor(&day(-300));
        let expires = text(&registrar.get(&format!("/v1/certificates/{auditor}")).expect(200), "expires_on");
        let listed = json!({"name": "Elm", "country": "NL", "listed_on": day(-20),
            "auditors": [{"certificate_number": auditor}, world.auditors()[0]]});
        let elm = text(&world.list_body(&listed).expect(201), "id");
        let (_, result) = world.certified_candidate(&json!({}));
        let suspended = text(&result["certificate"], "number");
        change_certificate(&world, &suspended, "suspensions", &day(-1), Some(&day(4))).expect(201);
        // Lifted before its end: it does not end by itself.
        let (_, result) = world.certified_candidate(&json!({}));
        let reinstated = text(&result["certificate"], "number");
        change_certificate(&world, &reinstated, "suspensions", &day(-1), Some(&day(4))).expect(201);
        change_certificate(&world, &reinstated, "reinstatements", &day(2), None).expect(201);
        let ending = published(&world, &json!({"number": "A-1", "expires_on": day(100)}));
        let withdrawn = published(&world, &json!({"number": "A-2", "expires_on": day(100)}));
        change(&world, &withdrawn, "withdrawals", &day(50), None).expect(201);
        let paused = published(&world, &json!({"number": "A-3", "expires_on": day(900)}));
        change(&world, &paused, "suspensions", &day(0), Some(&day(9))).expect(201);
        let trained = json!({"name": "Fig Training", "country": "NL", "accredited_from": "2011-01-01", "accredited_until": day(20)});
        let academy = text(&registrar.post("/v1/training-organisations", &trained).expect(201), "id");
        let course = json!({"training_organisation_id": academy, "qualification": "auditor", "title": "Audits",
            "accredited_from": "2011-01-01", "accredited_until": day(8)});
        let course = text(&registrar.post("/v1/courses", &course).expect(201), "id");
        let extension = json!({"effective_on": day(0), "accredited_until": day(14), "reason": "It was renewed."});
        registrar.post(&format!("/v1/courses/{course}/extensions"), &extension).expect(201);

        // Its body leaves, and nobody takes it over.
        let lapsing = submit(&world.other_body.caller.client, &json!({"number": "B-1", "expires_on": day(900)}));
        agree(&world, &lapsing);
        change_body(&world, &world.other_body.id, "withdrawals", &day(0)).expect(201);
        let lapse: chrono::NaiveDate = text(&read(registrar, &lapsing, ""), "transferable_until").parse().unwrap();

        let clock = Ahead::default();
        let nodes = [(); 2].map(|()| registry::with_clock(&service, Arc::new(clock.clone())).0);
        turn(&nodes);
        assert_eq!(news(registrar), BTreeMap::new(), "what is past, and what is far away, is no news");
        // Days on which no node ran are made up for.
        for ahead in [1, 5, 6, 30, 69, 70, 71, 101, 130, 200] {
            clock.0.store(ahead, Ordering::SeqCst);
            turn(&nodes);
            turn(&nodes);
        }

        let plain = |kind: &str| vec![(kind.to_owned(), Value::Null)];
        let left = |kind: &str, days: u8| vec![(kind.to_owned(), json!(days))];
        let expiring = "organisation_certificate_expiring";
        let expiry: chrono::NaiveDate = expires.parse().unwrap();
        let before = |days: i64| (expiry - chrono::Duration::days(days)).to_string();
        let mut expected = BTreeMap::from([
            ((suspended, day(5)), plain("certificate_suspension_ended")),
            ((paused, day(10)), plain("organisation_certificate_suspension_ended")),
            ((academy.clone(), day(13)), left("training_organisation_accreditation_ending", 7)),
            ((academy, day(21)), plain("training_organisation_accreditation_ended")),
            ((course.clone(), day(7)), left("course_accreditation_ending", 7)),
            ((course, day(15)), plain("course_accreditation_ended")),
            ((ending.clone(), day(10)), left(expiring, 90)),
            ((ending.clone(), day(70)), left(expiring, 30)),
            ((ending.clone(), day(93)), left(expiring, 7)),
            ((ending, day(101)), plain("organisation_certificate_expired")),
            (("2011".to_owned(), day(10)), left("examination_closing", 90)),
            (("2011".to_owned(), day(70)), left("examination_closing", 30)),
            (("2011".to_owned(), day(93)), left("examination_closing", 7)),
            (("2011".to_owned(), day(101)), plain("examination_closed")),
            ((auditor.clone(), before(-1)), plain("certificate_expired")),
            ((elm.clone(), before(-1)), plain("body_auditor_expired")),
        ]);
        expected.insert((lapsing.clone(), lapse.succ_opt().unwrap().to_string()), plain("organisation_certificate_expired"));
        for days in [90_u8, 30, 7] {
            let on = lapse - chrono::Duration::days(i64::from(days));
            expected.insert((lapsing.clone(), on.to_string()), vec![(expiring.to_owned(), json!(days))]);
        }
        for days in [30, 7] {
            let count = u8::try_from(days).unwrap();
            expected.insert((auditor.clone(), before(days)), left("certificate_expiring", count));
            expected.insert((elm.clone(), before(days)), left("body_auditor_expiring", count));
        }
        // Fewer than 90 days are left at the beginning.
        assert_eq!(news(registrar), expected);

        let atom = world.public.get("/directory.atom").text();
        for told in ["Heather Hosting", ": certificate expired", ": suspension of the certificate ended", "Fig Training: accreditation ended", "Audits: course accreditation ended"] {
            assert!(atom.contains(told), "{told}: {atom}");
        }

        // A body is told of its own.
        let own = news(&world.body.caller.client);
        assert!(own.keys().all(|(subject, _)| *subject != elm), "{own:?} of {body}");
        assert!(own.len() > 5, "{own:?}");
        assert_eq!(each(&registrar.get("/v1/events?limit=1").expect(200), "kind").len(), 1);
    }
}
