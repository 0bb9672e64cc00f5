//! The public directory's pages: who is in them, how they are found, and what they tell people and programs.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{change, published, submit, transfer};
use crate::support::steps::each;
use crate::support::world::World;
use crate::support::{Answer, Client, Service, on_both_engines};

/// A name that tries everything.
const UGLY: &str = "</script><b>\"Böse\" & 'Söhne'</b> \u{5D2}\u{5D5}\u{5DC} <!--";

/// The page, if it came with this status.
#[track_caller]
fn page(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{answer}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"), "{answer}");
    let page = answer.text();
    assert!(page.trim_end().ends_with("</html>") && !page.contains(" style=") && !page.contains(" onclick"), "{page}");
    page
}

/// What the page tells programs. It has no other script, and nothing breaks out of this one.
#[track_caller]
fn told_to_programs(page: &str) -> Value {
    let (before, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap_or_else(|| panic!("{page}"));
    let (document, after) = rest.split_once("</script>").unwrap();
    assert!(!before.contains("<script") && !after.contains("<script") && !document.contains('<'), "{page}");
    serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {document}"))
}

/// The addresses of what a list found, in their order.
fn rows(page: &str) -> Vec<String> {
    let rows = page.split("<h3><a href=\"").skip(1);
    rows.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Where an element that is a link leads.
fn link(page: &str, element: &str) -> Option<String> {
    let (_, rest) = page.split_once(element)?;
    let (_, rest) = rest.split_once("href=\"")?;
    Some(rest.split('"').next()?.replace("&#38;", "&"))
}

/// The address without the service in front.
fn path(address: &str) -> &str {
    address.strip_prefix("http://").and_then(|rest| rest.find('/').map(|at| &rest[at..])).unwrap_or(address)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Goes where an answer leads, if it leads somewhere with this status.
#[track_caller]
fn followed(client: &Client, answer: &Answer, status: u16) -> (String, Answer) {
    assert_eq!(answer.status, status, "{answer}");
    let address = answer.header("location").to_owned();
    (address.clone(), client.get(&address))
}

/// A published certificate of an organisation with this name: the organisation's slug.
fn certified(world: &World, name: &str, overrides: &Value) -> String {
    let mut application = json!({
        "organisation": {"name": name, "country": "NL", "region": "Gelderland", "website": "https://heather.example"},
        "expires_on": "2199-04-30",
    });
    for (member, value) in overrides.as_object().into_iter().flatten() {
        application[member] = value.clone();
    }
    let id = published(world, &application);
    let certificate = world.public.get(&format!("/v1/organisation-certificates/{id}")).expect(200);
    certificate["organisation"]["slug"].as_str().unwrap_or_else(|| panic!("{certificate}")).to_owned()
}

on_both_engines! {
    fn bodies_are_found_and_shown(service: Service) {
        let world = World::new(&service);
        let suspension = json!({"effective_on": "2020-03-01", "reason": "The <accreditation> ended."});
        world.registrar.client.post(&format!("/v1/bodies/{}/suspensions", world.other_body.id), &suspension).expect(201);
        let all = page(&world.public.get("/bodies"), 200);
        assert_eq!(rows(&all), ["/bodies/alder-certification", "/bodies/birch-assurance"]);
        let items = told_to_programs(&all);
        assert_eq!((&items["@type"], &items["itemListElement"][1]["name"]), (&json!("ItemList"), &json!("Birch Assurance")));
        for (query, expected) in [
            ("q=ALD%C3%89R", &["/bodies/alder-certification"][..]),
            ("status=suspended", &["/bodies/birch-assurance"]),
            ("country=NL&status=listed", &["/bodies/alder-certification"]),
            ("country=DE", &[]),
        ] {
            let found = page(&world.public.get(&format!("/bodies?{query}")), 200);
            assert_eq!(rows(&found), expected, "{query}");
            assert_eq!(found.contains("Nothing was found."), expected.is_empty(), "{query}: {found}");
            assert_eq!(found.contains("The best matches first"), query.starts_with("q="), "{query}: {found}");
            assert!(found.contains("<meta name=\"robots\" content=\"noindex\">"), "{found}");
        }
        let body = page(&world.public.get("/bodies/birch-assurance"), 200);
        for told in ["Birch Assurance", "Netherlands", "Suspended", "Approved auditors</dt><dd>0</dd>", "1 January 2010", "1 March 2020", "The &#60;accreditation&#62; ended."] {
            assert!(body.contains(told), "{told}: {body}");
        }
        let told = told_to_programs(&body);
        assert_eq!((&told["@type"], &told["address"]["addressCountry"]), (&json!("Organization"), &json!("NL")));
        let german = page(&world.public.get("/bodies/birch-assurance?lang=de"), 200);
        assert!(german.contains("Niederlande") && german.contains("Listung ausgesetzt") && german.contains("1. März 2020"), "{german}");
        let moved = world.public.get(&format!("/bodies/{}?lang=fr", world.body.id));
        let (address, french) = followed(&world.public, &moved, 308);
        assert_eq!(address, "/bodies/alder-certification?lang=fr");
        assert!(page(&french, 200).contains("Pays-Bas"));
        for none in ["/bodies/nobody", "/bodies/%00", "/bodies/%3Cscript%3E", "/bodies/a/b"] {
            assert!(page(&world.public.get(none), 404).contains("There is no such page"), "{none}");
        }
    }

    fn an_address_says_what_was_asked_and_nothing_else(service: Service) {
        let client = service.client();
        for (untidy, tidy) in [
            ("/bodies?q=&country=&status=", "/bodies"),
            ("/bodies?q=+&country=NL&status=", "/bodies?country=NL"),
            ("/organisations?q=a+b&country=&region=&status=&edition=&body=&on=&lang=de", "/organisations?q=a+b&lang=de"),
            ("/training?qualification=auditor&country=&on=", "/training?qualification=auditor"),
            ("/search?q=&kind=", "/search"),
            ("/bodies?country=NL&cursor=nonsense", "/bodies?country=NL"),
            ("/bodies?cursor=%00%3Cscript%3E", "/bodies"),
        ] {
            let answer = client.get(untidy);
            assert_eq!((answer.status, answer.header("location")), (303, tidy), "{untidy}");
            page(&client.get(tidy), 200);
        }
        let kept = page(&client.get("/bodies?country=NL&fbclid=x"), 200);
        assert!(link(&kept, "rel=\"canonical\"").unwrap().ends_with("/bodies?country=NL"), "{kept}");
        assert!(kept.contains("href=\"/bodies?country=NL&#38;lang=ja\""), "{kept}");
        assert!(kept.contains("<option value=\"NL\" selected>Netherlands</option>"), "{kept}");
        assert_eq!(link(&kept, "<ul class=\"asked\"").as_deref(), Some("/bodies"), "without the only condition");
        let everything = page(&client.get("/bodies"), 200);
        assert!(!everything.contains("noindex") && everything.contains("hreflang=\"x-default\""), "{everything}");
        for wrong in [
            "/bodies?country=XX",
            "/bodies?status=gone",
            "/bodies?country=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            "/bodies?q=a%00b",
            "/organisations?status=listed&q=x",
            "/organisations?edition=1999",
            "/organisations?body=nobody",
            "/organisations?on=2024-02-30",
            "/training?qualification=none",
            "/training?language=xx&delivery=post",
            "/search?q=a&kind=people",
        ] {
            let page = page(&client.get(wrong), 422);
            assert!(page.contains("class=\"mistake\"") && page.contains("aria-invalid"), "{wrong}: {page}");
            assert!(!page.contains("<script") && !page.contains("alert(1)</"), "{wrong}: {page}");
        }
        let long = page(&client.get(&format!("/bodies?q={}", "x".repeat(5_000))), 422);
        assert!(!long.contains(&"x".repeat(201)), "{long}");
        let typed = page(&client.get(&format!("/organisations?q={}", encoded(UGLY))), 200);
        assert!(typed.contains("&#60;/script&#62;") && !typed.contains("<b>") && !typed.contains("<!--"), "{typed}");
    }

    fn lists_go_on_where_they_ended(service: Service) {
        let world = World::new(&service);
        let auditors = world.auditors();
        let made = |number: u32| {
            let name = format!("Body {number:02}");
            let body = json!({"name": name, "country": "SE", "listed_on": "2020-01-01", "auditors": auditors});
            world.registrar.client.post("/v1/bodies", &body).expect(201);
        };
        (0..30).for_each(made);
        let first = page(&world.public.get("/bodies?country=SE&lang=es"), 200);
        let next = link(&first, "rel=\"next\"").expect("there is more");
        assert!(next.starts_with("/bodies?country=SE&cursor=") && next.ends_with("&lang=es"), "{next}");
        let second = page(&world.public.get(&next), 200);
        let found = [rows(&first), rows(&second)].concat();
        let expected: Vec<_> = (0..30).map(|number| format!("/bodies/body-{number:02}?lang=es")).collect();
        assert_eq!(found, expected);
        assert!(link(&second, "rel=\"next\"").is_none(), "{second}");
        let elsewhere = world.public.get(&next.replace("country=SE", "country=NL"));
        assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/bodies?country=NL&lang=es"));
    }

    fn organisations_are_found_and_shown(service: Service) {
        let world = World::new(&service);
        let sakura = json!({
            "organisation": {"name": "株式会社さくらサービス", "latin_name": "Sakura Services K.K.", "country": "JP"},
            "sites": [{"name": "Head office", "locality": "Tokyo", "region": "Chiyoda", "country": "JP"}],
            "edition": "2011",
            "expires_on": "2022-03-31",
        });
        let sakura = certified(&world, "", &sakura);
        let heather = certified(&world, "Heather Hosting", &json!({"number": "HH-1", "scope_statement": "Managed <printing> services.\nFrom Arnhem."}));
        let ugly = certified(&world, UGLY, &Value::Null);
        let hidden = submit(&world.body.caller.client, &json!({"organisation": {"name": "Not Yet Public", "country": "NL"}}));
        assert!(!hidden.is_empty());
        let address = |slug: &str| format!("/organisations/{slug}");
        for (query, expected) in [
            ("q=sakura", vec![&sakura]),
            ("q=%E3%81%95%E3%81%8F%E3%82%89", vec![&sakura]),
            ("q=printing", vec![&heather]),
            ("country=JP&edition=2011", vec![&sakura]),
            ("region=gelderland&q=heather", vec![&heather]),
            ("q=heather&status=valid&body=alder-certification&on=2021-01-01", vec![&heather]),
            ("q=heather&status=valid&on=2020-04-30", vec![]),
            ("q=bose", vec![&ugly]),
            ("q=not+yet+public", vec![]),
        ] {
            let found = page(&world.public.get(&format!("/organisations?{query}")), 200);
            let expected: Vec<_> = expected.into_iter().map(|slug| address(slug)).collect();
            assert_eq!(rows(&found), expected, "{query}");
        }
        let list = page(&world.public.get("/organisations?q=heather&status=valid"), 200);
        for told in ["Managed &#60;printing&#62; services.", "<bdi>Alder Certification</bdi>", "<bdi>Gelderland</bdi>"] {
            assert!(list.contains(told), "{told}: {list}");
        }
        let data = link(&list, "The same list as data").unwrap();
        assert_eq!(world.public.get(&data).expect(200)["items"][0]["slug"], heather.as_str(), "{data}");
        let shown = page(&world.public.get(&address(&heather)), 200);
        for told in ["Heather Hosting", "HH-1", "Managed &#60;printing&#62; services.", "ISO/IEC 20000-1:2018", "Utrecht, Netherlands", "Gelderland", "30 April 2199", "href=\"/bodies/alder-certification\"", "class=\"status valid\""] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        let told = told_to_programs(&shown);
        let certification = &told["hasCertification"][0];
        assert_eq!(told["sameAs"], "https://heather.example");
        assert_eq!((&certification["certificationIdentification"], &certification["issuedBy"]["name"]), (&json!("HH-1"), &json!("Alder Certification")));
        assert_eq!(certification["certificationStatus"], "https://schema.org/CertificationActive");
        let shown = page(&world.public.get(&address(&ugly)), 200);
        assert_eq!(told_to_programs(&shown)["name"].as_str().map(str::trim), Some(UGLY));
        assert!(shown.contains("<bdi>&#60;/script&#62;") && !shown.contains("<b>") && !shown.contains("<!--"), "{shown}");
        let shown = page(&world.public.get(&address(&sakura)), 200);
        assert!(shown.contains("Head office, Tokyo, Chiyoda, Japan") && shown.contains("Sakura Services K.K."), "{shown}");
        let own = page(&world.public.get("/bodies/alder-certification"), 200);
        assert_eq!(rows(&own).len(), 3, "{own}");
        assert_eq!(page(&world.public.get("/organisations/not-yet-public"), 404).matches("Not Yet").count(), 0);
    }

    fn what_became_of_a_certificate_is_told(service: Service) {
        let world = World::new(&service);
        let organisation = json!({"name": "Heather Hosting", "country": "NL"});
        let id = published(&world, &json!({"organisation": organisation, "number": "HH-1", "expires_on": "2199-04-30"}));
        change(&world, &id, "suspensions", "2021-03-01", Some("2021-03-31")).expect(201);
        transfer(&world, &id, &world.other_body.slug, "BA-9", "2022-01-01").expect(201);
        change(&world, &id, "withdrawals", "2023-02-01", None).expect(201);
        let shown = page(&world.public.get("/organisations/heather-hosting?lang=en"), 200);
        let (_, history) = shown.split_once("<ol class=\"turns\">").unwrap();
        let history = history.split_once("</ol>").unwrap().0.replace("</time> <span>", ": ");
        let expected = [
            "2020-05-01\">1 May 2020: Issued<",
            "2021-03-01\">1 March 2021: Suspended, until 31 March 2021<",
            "2021-04-01\">1 April 2021: Valid again<",
            "2022-01-01\">1 January 2022: Transferred to \u{2068}Birch Assurance\u{2069}, number BA-9<",
            "2023-02-01\">1 February 2023: Withdrawn<",
        ];
        let mut rest = history.as_str();
        for told in expected {
            let (_, after) = rest.split_once(told).unwrap_or_else(|| panic!("{told} in {history}"));
            rest = after;
        }
        assert!(shown.contains("class=\"status withdrawn\"") && shown.contains("href=\"/bodies/birch-assurance?lang=en\""), "{shown}");
        assert!(!shown.contains("surveillance"), "no reasons: {shown}");
        assert_eq!(told_to_programs(&shown)["hasCertification"][0]["certificationStatus"], "https://schema.org/CertificationInactive");
    }

    fn a_duplicate_leads_to_the_organisation_that_it_is(service: Service) {
        let world = World::new(&service);
        let (kept, duplicate) = (certified(&world, "Heather Hosting", &Value::Null), certified(&world, "Heather Hosting BV", &Value::Null));
        let merge = json!({"duplicate_id": duplicate, "reason": "The same company."});
        world.registrar.client.post(&format!("/v1/organisations/{kept}/merges"), &merge).expect(201);
        let answer = world.public.get(&format!("/organisations/{duplicate}?lang=ja"));
        let (address, shown) = followed(&world.public, &answer, 308);
        assert_eq!(address, format!("/organisations/{kept}?lang=ja"));
        assert_eq!(page(&shown, 200).matches("class=\"sheet\"").count(), 2, "both certificates: {shown}");
        let map = world.public.get("/sitemap/organisations-1.xml").text();
        assert!(map.contains(&format!("/organisations/{kept}<")) && !map.contains(&format!("/organisations/{duplicate}<")), "{map}");
    }

    fn courses_are_found_and_shown(service: Service) {
        let world = World::new(&service);
        let course = |title: &str, more: Value| {
            let mut course = json!({"training_organisation_id": world.training_organisation_id, "qualification": "foundation", "title": title, "accredited_from": "2015-01-01"});
            more.as_object().unwrap().iter().for_each(|(name, value)| course[name] = value.clone());
            world.registrar.client.post("/v1/courses", &course).expect(201);
        };
        course("Grundkurs", json!({"languages": ["de", "pt-BR"], "countries": ["DE", "AT"], "delivery": ["classroom", "online"]}));
        course("Old <course>", json!({"languages": ["fr"], "accredited_until": "2016-12-31"}));
        let titles = |query: &str| {
            let found = page(&world.public.get(&format!("/training?{query}")), 200);
            rows(&found).iter().map(|row| row.rsplit('#').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(titles(""), ["auditor-course-1", "grundkurs"], "what is accredited today");
        assert_eq!(titles("qualification=foundation&language=de&country=AT&delivery=online"), ["grundkurs"]);
        assert_eq!(titles("language=pt-BR"), ["grundkurs"]);
        assert_eq!(titles("on=2016-06-01&language=fr"), ["old-course"]);
        assert_eq!(titles("q=grund"), ["grundkurs"]);
        assert_eq!(titles("q=course&on=2016-06-01&qualification=foundation"), ["old-course"]);
        assert!(titles("q=course&language=de").is_empty());
        let form = page(&world.public.get("/training?lang=fr"), 200);
        assert!(form.contains(">allemand</option>") && form.contains(">portugais (Brésil)</option>"), "{form}");
        assert!(form.contains("Allemagne, Autriche") && form.contains("en ligne, en salle"), "{form}");
        let shown = page(&world.public.get("/training/damson-training"), 200);
        for told in ["Damson Training", "id=\"grundkurs\"", "Old &#60;course&#62;", "Accreditation ended", "from 1 January 2015 to 31 December 2016", "href=\"/qualifications/auditor\"", "Austria, Germany"] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        let told = told_to_programs(&shown);
        let course = told.as_array().unwrap().iter().find(|one| one["name"] == "Grundkurs").unwrap();
        assert_eq!((&course["@type"], &course["provider"]["name"]), (&json!("Course"), &json!("Damson Training")));
        assert_eq!(course["educationalCredentialAwarded"]["name"], "ISO/IEC 20000 Foundation");
        let instances = course["hasCourseInstance"].as_array().unwrap();
        assert_eq!(instances.iter().map(|one| &one["courseMode"]).collect::<Vec<_>>(), ["onsite", "online"]);
        page(&world.public.get("/training/nobody"), 404);
    }

    fn a_course_is_accredited_while_who_runs_it_is(service: Service) {
        let world = World::new(&service);
        let by = json!({"name": "Elm Academy", "country": "NL", "accredited_from": "2015-01-01", "accredited_until": "2020-12-31"});
        let by = world.registrar.client.post("/v1/training-organisations", &by).expect(201);
        let course = json!({"training_organisation_id": by["id"], "qualification": "foundation", "title": "Elm basics", "accredited_from": "2016-01-01"});
        world.registrar.client.post("/v1/courses", &course).expect(201);
        let shown = page(&world.public.get("/training/elm-academy"), 200);
        assert_eq!(shown.matches("Accreditation ended").count(), 2, "of both: {shown}");
        assert!(!shown.contains("class=\"status valid\""), "{shown}");
        let list = page(&world.public.get("/training"), 200);
        let data = link(&list, "The same list as data").unwrap();
        let listed = world.public.get(&data).expect(200);
        assert_eq!(each(&listed, "slug"), ["auditor-course-1"], "what the page shows: {data}");
        let then = page(&world.public.get("/training?on=2020-12-31"), 200);
        let listed = world.public.get(&link(&then, "The same list as data").unwrap()).expect(200);
        assert_eq!(each(&listed, "slug"), ["auditor-course-1", "elm-basics"]);
    }

    fn what_is_pasted_is_found(service: Service) {
        let world = World::new(&service);
        for pasted in ["%E2%81%A8Birch%20Assurance%E2%81%A9", "%EF%BB%BFBirch", "%E2%80%ABbirch%E2%80%AC"] {
            let found = page(&world.public.get(&format!("/bodies?q={pasted}")), 200);
            assert_eq!(rows(&found), ["/bodies/birch-assurance"], "{pasted}");
        }
        let by_id = world.public.get(&format!("/organisations?body={}&q=", world.body.id));
        assert_eq!((by_id.status, by_id.header("location")), (303, "/organisations?body=alder-certification"));
    }

    fn one_search_finds_everything(service: Service) {
        let world = World::new(&service);
        let number = crate::support::steps::certificate_of(&world.certified_candidate(&Value::Null).1);
        let organisation = certified(&world, "Alder Cloud", &Value::Null);
        let found = page(&world.public.get("/search?q=alder"), 200);
        assert_eq!(rows(&found), ["/bodies/alder-certification".to_owned(), format!("/organisations/{organisation}")]);
        assert!(found.contains("Certification bodies <span class=\"count\">1</span>"), "{found}");
        let found = page(&world.public.get("/search?q=audit"), 200);
        assert_eq!(rows(&found), ["/training/damson-training#auditor-course-1"]);
        let one_kind = page(&world.public.get("/search?q=alder&kind=organisation"), 200);
        assert_eq!(rows(&one_kind), [format!("/organisations/{organisation}")]);
        for typed in [number.clone(), number.to_lowercase(), format!(" {number} ")] {
            let answer = world.public.get(&format!("/search?q={}", encoded(&typed)));
            assert_eq!((answer.status, answer.header("location")), (303, format!("/verify/{number}").as_str()), "{typed}");
        }
        let nothing = page(&world.public.get("/search?q=zzzz&lang=de"), 200);
        assert!(nothing.contains("Nichts gefunden.") && nothing.contains("href=\"/verify?lang=de\""), "{nothing}");
        for typed in ["%3Cscript%3E", "%22%3E%3Cimg", "%E2%80%AE%D7%90", "....", "%25_%25", "'+OR+1=1"] {
            let page = page(&world.public.get(&format!("/search?q={typed}")), 200);
            assert!(!page.contains("<script") && page.matches("<img").count() == 1 && rows(&page).is_empty(), "{typed}: {page}");
        }
        let empty = page(&world.public.get("/search"), 200);
        assert!(!empty.contains("Nothing was found") && empty.contains("noindex"), "{empty}");
        for kind in 0..7 {
            certified(&world, &format!("Willow {kind}"), &Value::Null);
        }
        let found = page(&world.public.get("/search?q=willow"), 200);
        assert_eq!((rows(&found).len(), found.contains("<span class=\"count\">7</span>")), (5, true), "{found}");
        let more = link(&found, "</ol>").unwrap();
        assert_eq!(more, "/search?q=willow&kind=organisation");
        assert_eq!(rows(&page(&world.public.get(&more), 200)).len(), 7);
    }

    fn home_and_qualifications_lead_everywhere(service: Service) {
        let client = service.client();
        let home = page(&client.get("/?lang=en"), 200);
        for way in ["/verify", "/organisations", "/bodies", "/training", "/qualifications", "/statistics", "/about"] {
            assert!(home.contains(&format!("href=\"{way}?lang=en\"")), "{way}: {home}");
        }
        assert!(home.contains("action=\"/search\"") && home.contains("name=\"lang\" value=\"en\""), "{home}");
        let told = told_to_programs(&home);
        assert_eq!(told["@type"], "WebSite");
        let target = told["potentialAction"]["target"]["urlTemplate"].as_str().unwrap();
        assert_eq!(path(target), "/search?q={words}");
        for language in ["en", "de", "fr", "es", "ja"] {
            let all = page(&client.get(&format!("/qualifications?lang={language}")), 200);
            for code in ["foundation", "practitioner", "auditor"] {
                for link in [
                    format!("/qualifications/{code}?lang={language}"),
                    format!("/eligibility/{code}?lang={language}"),
                    format!("/training?qualification={code}&#38;lang={language}"),
                ] {
                    assert!(all.contains(&format!("href=\"{link}\"")), "{link}: {all}");
                }
            }
            assert_eq!(told_to_programs(&all)["itemListElement"][2]["item"]["name"], "ISO/IEC 20000 Auditor");
            assert!(all.contains("aria-current=\"page\""), "{all}");
        }
        let one = page(&client.get("/qualifications/practitioner"), 200);
        assert_eq!(told_to_programs(&one)["@type"], "EducationalOccupationalCredential");
        assert!(one.contains("aria-current=\"true\""), "{one}");
    }

    fn search_engines_are_told_what_there_is(service: Service) with [("TOUCHSTONE_PUBLIC_URL", "https://register.example")] {
        let world = World::new(&service);
        let organisation = certified(&world, "Heather Hosting", &Value::Null);
        let robots = world.public.get("/robots.txt");
        assert!(robots.header("content-type").starts_with("text/plain"), "{robots}");
        assert!(robots.text().contains("Sitemap: https://register.example/sitemap.xml"), "{robots}");
        let locations = |path: &str| {
            let answer = world.public.get(path);
            assert_eq!((answer.status, answer.header("content-type")), (200, "application/xml; charset=utf-8"), "{answer}");
            let text = answer.text();
            assert!(text.starts_with("<?xml") && text.trim_end().ends_with('>'), "{text}");
            let found = text.split("<loc>https://register.example").skip(1);
            found.map(|rest| rest.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let parts = locations("/sitemap.xml");
        assert_eq!(parts, ["/sitemap/pages.xml", "/sitemap/bodies-1.xml", "/sitemap/organisations-1.xml", "/sitemap/training-1.xml"]);
        let listed: Vec<_> = parts.iter().flat_map(|part| locations(part)).collect();
        for address in ["/", "/verify", "/qualifications/auditor", "/bodies/alder-certification", "/training/damson-training", &format!("/organisations/{organisation}")] {
            assert!(listed.iter().any(|one| one == address), "{address} in {listed:?}");
        }
        for none in ["/sitemap/bodies-2.xml", "/sitemap/bodies-0.xml", "/sitemap/people-1.xml", "/sitemap/%00.xml", "/sitemap/bodies.xml"] {
            assert_eq!(world.public.get(none).status, 404, "{none}");
        }
        let shown = page(&world.public.get(&format!("/organisations/{organisation}?lang=de&utm=x")), 200);
        let canonical = link(&shown, "rel=\"canonical\"").unwrap();
        assert_eq!(canonical, format!("https://register.example/organisations/{organisation}"));
        assert!(shown.contains(&format!("hreflang=\"fr\" href=\"{canonical}?lang=fr\"")), "{shown}");
        assert!(shown.contains("property=\"og:title\" content=\"Heather Hosting\"") && !shown.contains("noindex"), "{shown}");
    }

    fn who_has_a_page_already_is_spared_it(service: Service) {
        let world = World::new(&service);
        let organisation = certified(&world, "Heather Hosting", &Value::Null);
        let paths = [
            "/", "/search?q=heather", "/bodies", "/bodies/alder-certification", "/organisations", "/training",
            "/training/damson-training", "/qualifications", "/qualifications/auditor", "/sitemap.xml", "/robots.txt",
            &format!("/organisations/{organisation}"),
        ];
        for path in paths {
            let first = world.public.get(path);
            let tag = first.header("etag").to_owned();
            assert!(first.status == 200 && !tag.is_empty() && first.header("cache-control").starts_with("public, "), "{first}");
            let again = world.public.with_header("if-none-match", &tag).get(path);
            assert!(again.status == 304 && again.body.is_empty() && again.header("etag") == tag, "{path}: {again}");
            if !path.contains('.') {
                assert!(first.header("vary").contains("accept-language") && first.header("vary").contains("accept-encoding"), "{first}");
                let german = world.public.with_header("accept-language", "de").with_header("if-none-match", &tag).get(path);
                assert_eq!(german.status, 200, "{path}: another language is another page");
            }
        }
        let tag = world.public.get(&format!("/organisations/{organisation}")).header("etag").to_owned();
        let certificates = world.public.get(&format!("/v1/organisation-certificates?organisation={organisation}")).expect(200);
        let id = certificates["items"][0]["id"].as_str().unwrap();
        change(&world, id, "suspensions", "2021-03-01", None).expect(201);
        let after = world.public.with_header("if-none-match", &tag).get(&format!("/organisations/{organisation}"));
        assert!(page(&after, 200).contains("class=\"status suspended\""), "{after}");
    }

    fn the_first_visit_is_light(service: Service) {
        let client = service.client().with_header("accept-encoding", "gzip");
        let sizes = ["/", "/assets/touchstone.css", "/assets/touchstone.svg"].map(|path| client.get(path).body.len());
        let forms = ["/organisations", "/search", "/training"].map(|path| client.get(path).body.len());
        let whole = sizes.iter().sum::<usize>() + forms.iter().max().unwrap();
        assert!(whole < 50 * 1024, "{sizes:?} {forms:?}");
    }
}
