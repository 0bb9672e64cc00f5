//! The feed of what changed in the directory: what it tells, to whom it leads, and that ugly names stay names.

use serde_json::json;

use crate::support::organisation_certificates::{change, published, submit, transfer};
use crate::support::steps::{change_body, day};
use crate::support::world::World;
use crate::support::{PUBLIC_URL, Service, on_both_engines};

/// The texts of every element with this name.
fn texts(feed: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    feed.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
}

fn entries(feed: &str) -> Vec<String> {
    texts(feed, "entry")
}

on_both_engines! {
    fn every_public_change_is_told_the_latest_first(service: Service) {
        let world = World::new(&service);
        let dates = json!({"issued_on": day(-100), "expires_on": day(100), "organisation": {"name": "Weide & <Söhne>", "country": "DE"}});
        let id = published(&world, &dates);
        submit(&world.body.caller.client, &json!({"organisation": {"name": "Applicant", "country": "DE"}}));
        change(&world, &id, "suspensions", &day(-1), None).expect(201);
        change(&world, &id, "reinstatements", &day(0), None).expect(201);
        transfer(&world, &id, &world.other_body.id, "B-7", &day(0)).expect(201);
        change_body(&world, &world.body.id, "suspensions", &day(0)).expect(201);
        let answer = world.public.get("/directory.atom");
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
        let feed = answer.text();
        assert!(feed.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">"));
        let titles = texts(&feed, "title");
        assert_eq!(titles[..6], [
            "Changes in the directory",
            "Alder Certification: listing suspended",
            "Weide &amp; &lt;Söhne&gt;: certificate transferred to another body",
            "Weide &amp; &lt;Söhne&gt;: certificate reinstated",
            "Weide &amp; &lt;Söhne&gt;: certificate suspended",
            "Weide &amp; &lt;Söhne&gt;: certificate published",
        ]);
        assert!(titles.contains(&"Damson Training: accredited as a training organisation".to_owned()), "{titles:?}");
        assert!(titles.contains(&"Birch Assurance: listed as a certification body".to_owned()), "{titles:?}");
        assert!(!feed.contains("Applicant"), "what is not published is nobody's business");
        let all = entries(&feed);
        let base = PUBLIC_URL;
        assert!(all[0].contains(&format!("href=\"{base}/bodies/{}\"", world.body.slug)), "{}", all[0]);
        assert!(all[1].contains(&format!("href=\"{base}/organisations/weide-sohne\"")), "{}", all[1]);
        for entry in &all {
            assert!(entry.contains("<id>urn:uuid:") && entry.contains("<updated>") && entry.contains("<category term="), "{entry}");
        }
        let (published, suspended) = (&texts(&all[4], "summary")[0], &texts(&all[3], "summary")[0]);
        let said = |day: &str| chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap().format("With effect from %-d %B %Y").to_string();
        assert_eq!((published, suspended), (&said(&day(-100)), &said(&day(-1))));
        assert_eq!(texts(&feed, "updated")[0], texts(&all[0], "updated")[0]);
        assert!(texts(&feed, "id")[0].starts_with("tag:"));

        for (kind, expected) in [("body", 3), ("organisation", 4), ("training_organisation", 1), ("course", 1)] {
            let feed = world.public.get(&format!("/directory.atom?kind={kind}"));
            assert_eq!((feed.status, entries(&feed.text()).len()), (200, expected), "{kind}");
            assert!(feed.text().contains(&format!("directory.atom?kind={kind}\"")), "{kind}");
        }
        for bad in ["kind=candidate", "kind=", "colour=red"] {
            world.public.get(&format!("/directory.atom?{bad}")).expect_problem(400, "invalid_parameter");
        }
        let again = world.public.with_header("if-none-match", answer.header("etag")).get("/directory.atom");
        assert_eq!(again.status, 304);
        let german = world.public.get("/directory.atom?lang=de").text();
        assert!(german.contains("xml:lang=\"de\"") && german.contains("Alder Certification: Listung ausgesetzt"));
        assert_eq!(texts(&german, "id")[1..], texts(&feed, "id")[1..], "a change is the same in every language");
    }

    fn only_the_last_fifty_are_told(service: Service) {
        let world = World::new(&service);
        for number in 0..55 {
            let body = json!({"name": format!("Body \"{number}\" ]]> \u{202}"), "country": "NL", "listed_on": "2014-01-01"});
            world.list_body(&body).expect(201);
        }
        let feed = world.public.get("/directory.atom").text();
        let all = entries(&feed);
        assert_eq!(all.len(), 50);
        assert!(all[0].contains("Body &quot;54&quot; ]]&gt;") && all[49].contains("Body &quot;5&quot; ]]&gt;"), "{}", all[0]);
    }
}
