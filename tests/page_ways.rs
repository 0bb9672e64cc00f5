//! The ways into the pages, and what they say on the way: the home page, the menu, what is lost, what was found.

use crate::support::steps::change_body;
use crate::support::world::World;
use crate::support::{Service, on_both_engines};

on_both_engines! {
    fn the_home_page_has_three_doors_and_the_menu_leads_everywhere(service: Service) {
        let client = service.client();
        for language in ["en", "de", "fr", "es", "ja"] {
            let home = client.get(&format!("/?lang={language}")).text();
            let (_, doors) = home.split_once("<ul class=\"ways full\">").unwrap();
            assert_eq!(doors.matches("<li><h2>").count(), 3, "{doors}");
            for way in ["verify", "organisations", "bodies", "training", "eligibility", "contact"] {
                assert!(doors.contains(&format!("href=\"/{way}?lang={language}\"")), "{way}: {doors}");
            }
            assert!(doors.contains("href=\"/docs/\""), "{doors}");
            let (_, folded) = home.split_once("<nav class=\"folded\"").unwrap();
            let (folded, _) = folded.split_once("</nav>").unwrap();
            assert!(folded.contains("<details>") && folded.contains("<summary>") && folded.contains("href=\"/eligibility?"), "{folded}");
            assert!(!home.contains("<script src") && !home.contains("onclick"), "it folds without a script");
        }
    }

    fn who_is_lost_is_offered_the_ways_to_everything(service: Service) {
        let browser = service.client().with_header("accept", "text/html");
        for path in ["/nowhere", "/bodies/none", "/verify/a/b", "/qualifications/none"] {
            let page = browser.get(path).text();
            let (_, content) = page.split_once("<main").unwrap();
            let (content, _) = content.split_once("</main>").unwrap();
            assert!(content.contains("action=\"/search\""), "{path}: {content}");
            for way in ["/verify", "/organisations", "/bodies", "/training", "/qualifications", "/contact"] {
                assert!(content.contains(&format!("href=\"{way}\"")), "{path} to {way}: {content}");
            }
        }
        assert_eq!(browser.get("/issuer/none").header("content-type"), "application/problem+json", "that is for programs");
    }

    fn what_was_found_is_counted_and_what_is_code_is_shown_as_code(service: Service) {
        let world = World::new(&service);
        let found = |path: &str| {
            let page = world.public.get(path).text();
            page.split("<h2>").nth(1).unwrap_or_default().split('<').next().unwrap_or_default().to_owned()
        };
        assert_eq!(found("/bodies?lang=en&q=alder"), "Found: 1");
        assert_eq!(found("/bodies?lang=de&q=alder"), "Gefunden: 1");
        assert_eq!(found("/bodies?lang=en&q=nobody-is-called-that"), "Found: 0");
        assert!(world.public.get("/search?lang=en&q=damson").text().contains(">Training organisations <span class=\"count\">1</span>"));
        for code in ["validation_failed", "idempotency_key_in_use", "not_found", "invalid_token"] {
            let page = world.public.get(&format!("/problems/{code}")).text();
            assert!(!page.contains('`'), "{code}: {page}");
        }
        let all = world.public.get("/problems").text();
        let codes = all.split("href=\"/problems/").skip(1).map(|rest| rest.split('"').next().unwrap());
        let with_code = codes.filter(|code| world.public.get(&format!("/problems/{code}")).text().matches("<code>").count() > 1);
        assert!(with_code.count() > 3);
    }

    fn a_body_that_is_suspended_says_what_that_means_for_certificates(service: Service) {
        let world = World::new(&service);
        let body = format!("/bodies/{}", world.body.slug);
        assert!(!world.public.get(&body).text().contains("While its listing is suspended"));
        change_body(&world, &world.body.slug, "suspensions", "2020-01-01").expect(201);
        let shown = world.public.get(&format!("{body}?lang=en")).text();
        assert!(shown.contains("While its listing is suspended") && shown.contains("look each of them up by its number"), "{shown}");
        assert!(world.public.get(&format!("{body}?lang=de")).text().contains("Solange ihre Listung ausgesetzt ist"));
    }
}
