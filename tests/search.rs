//! Searching the directory: however a name is spelled, on any day, page by page, on both engines alike.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::organisation_certificates::{change, published, transfer};
use crate::support::sql::Sql;
use crate::support::steps::{change_body, day, each, patch, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Client, Engine, Service, on_both_engines};

/// An address with parameters, written as browsers do.
pub fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    format!("{path}?{}", query.finish())
}

fn list(client: &Client, path: &str, parameters: &[(&str, &str)]) -> Value {
    client.get(&address(path, parameters)).expect(200)
}

/// The names of the organisations that are found.
fn organisations(world: &World, parameters: &[(&str, &str)]) -> Vec<String> {
    each(&list(&world.public, "/v1/organisations", parameters), "name")
}

/// Has a certificate of an organisation with this name published; returns the certificate's id.
fn certify(world: &World, name: &str, latin_name: Option<&str>, country: &str, more: &Value) -> String {
    let mut application = json!({"organisation": {"name": name, "country": country, "latin_name": latin_name}});
    for (member, value) in more.as_object().into_iter().flatten() {
        application[member] = value.clone();
    }
    if let Some(region) = more.get("region") {
        application["organisation"]["region"] = region.clone();
        application.as_object_mut().unwrap().remove("region");
    }
    published(world, &application)
}

/// Organisations in many scripts: name, Latin spelling, country.
const MANY: [(&str, Option<&str>, &str); 16] = [
    ("株式会社日立製作所", Some("Hitachi, Ltd."), "JP"),
    ("NTTデータ", Some("NTT DATA"), "JP"),
    ("삼성전자", Some("Samsung Electronics"), "KR"),
    ("บริษัทกรุงเทพประกันภัย", None, "TH"),
    ("شركة الإتصالات", Some("Telecom Company"), "SA"),
    ("בזק בינלאומי", None, "IL"),
    ("भारतीय प्रमाणन", None, "IN"),
    ("Центр хранения данных", None, "BG"),
    ("Ελληνικά Πρότυπα", None, "GR"),
    ("Łódź Hosting", None, "PL"),
    ("Müller & Söhne GmbH", None, "DE"),
    ("Ærø Data", None, "DK"),
    ("Murphy O’Brien", None, "IE"),
    ("T-Systems Österreich", None, "AT"),
    ("Nguyễn Công Nghệ", None, "VN"),
    ("100% _Cloud_ [Ltd.]", None, "GB"),
];

fn certify_many(world: &World) {
    for (name, latin_name, country) in MANY {
        certify(world, name, latin_name, country, &json!({}));
    }
}

/// Queries of every sort, well-formed and ugly.
fn hundred_queries() -> Vec<String> {
    let mut queries: Vec<String> = Vec::new();
    for (name, latin_name, _) in MANY {
        queries.push(name.to_owned());
        queries.extend(latin_name.map(str::to_uppercase));
        let letters: Vec<char> = name.chars().collect();
        queries.push(letters[..2].iter().collect());
        queries.push(letters[letters.len() / 2..].iter().collect());
        queries.push(letters[letters.len() - 3..].iter().collect::<String>().to_uppercase());
        queries.push(name.split_whitespace().rev().collect::<Vec<_>>().join(" "));
    }
    for ugly in [
        "%",
        "_",
        "%%",
        "a%",
        "\\",
        "'",
        "\"",
        "' OR 1=1 --",
        "\" OR *",
        "cloud*",
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "a:b",
        "^a",
        "-a",
        "{a}",
        "(",
        "!cloud",
        "cloud & hosting",
        "|",
        "<->",
        "\u{202B}שלום",
        "😀",
        "\u{301}",
        "ß",
        "İ",
        "ﬁ",
        "１００",
        "a b c d e f g h i j k l",
        "hosting utrecht",
        "management system",
        "zzzz",
        "0",
        "x y",
    ] {
        queries.push(ugly.to_owned());
    }
    assert!(queries.len() >= 100, "{}", queries.len());
    queries
}

/// Names, each with queries that find it and nothing else of these.
const BOTH_WAYS: [(&str, &[&str]); 13] = [
    ("Baker & Clay Ltd", &["Baker and Clay", "baker und clay", "Baker y Clay", "baker et clay", "Baker&Clay"]),
    ("Wright and Sons", &["Wright & Sons", "wright + sons", "wright and"]),
    ("R & D Systems", &["R&D", "R & D", "R and D", "r.&d.", "RD"]),
    ("A B C Services", &["A.B.C. Services", "ABC Services", "a b c services"]),
    ("XYZ Hosting", &["X Y Z", "x.y.z.", "X-Y-Z"]),
    ("Mueller Rechenzentren", &["Müller", "MÜLLER RECH", "Mu\u{308}ller"]),
    ("Göteborg Drift", &["Goeteborg", "goteborg", "Göteborg\tDrift", "Göteborg\r\nDrift"]),
    ("Oersted Cloud", &["Ørsted", "Örsted Cloud"]),
    ("Aarhus Data", &["Århus"]),
    ("EON Muster", &["E.ON", "e.on muster", "E-ON"]),
    ("NordicIT", &["Nordic-IT", "nordic it", "Nordic\u{2011}IT", "nor\u{AD}dicit"]),
    ("Data-Center West", &["datacenter west", "Data Center", "DataCenter"]),
    ("葛\u{E0100}城データ", &["葛城", "葛城ﾃﾞｰﾀ"]),
];

on_both_engines! {
    fn names_are_found_both_ways(service: Service) {
        let world = World::new(&service);
        for (name, _) in BOTH_WAYS {
            certify(&world, name, None, "DE", &json!({}));
        }
        for (name, queries) in BOTH_WAYS {
            for query in queries {
                let found = organisations(&world, &[("q", query)]);
                assert_eq!(found[0], name, "{query}");
                // Letters that stand alone begin words of scope statements and places, which come last.
                let has_initials = query.split_whitespace().any(|word| word.len() == 1);
                assert!(found.len() == 1 || has_initials, "{query}: {found:?}");
                for page in ["/organisations", "/search"] {
                    let shown = world.public.get(&address(page, &[("q", query)])).text();
                    assert!(shown.contains(&name.replace('&', "&#38;")), "{page}: {query}: {shown}");
                }
            }
        }
    }

    fn what_an_earlier_version_folded_is_found_after_an_upgrade(mut service: Service) {
        let world = World::new(&service);
        certify(&world, "R & D Systems", None, "DE", &json!({"number": "IS 654321"}));
        service.terminate();
        let mut sql = Sql::of(&service);
        sql.execute("UPDATE directory_entries SET folded_name = '\n r d systems \n', folded_words = ' '").unwrap();
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version = '00000000000026'").unwrap();
        drop(sql);
        let migrated = service.command(&["migrate"]);
        assert!(migrated.status.success(), "{migrated:?}");
        service.restart();
        for query in ["RD", "R&D", "IS654321", "Is-654321"] {
            assert_eq!(organisations(&world, &[("q", query)]), ["R & D Systems"], "{query}");
        }
        for part in ["IS6543", "654321", "IS"] {
            assert!(organisations(&world, &[("q", part)]).is_empty(), "a number is found whole: {part}");
        }
        assert_eq!(each(&list(&world.public, "/v1/bodies", &[]), "name").len(), 2);
    }

    fn names_are_found_however_they_are_spelled(service: Service) {
        let world = World::new(&service);
        certify_many(&world);
        for (query, expected) in [
            ("日", &["株式会社日立製作所"][..]),
            ("立", &["株式会社日立製作所"]),
            ("日立", &["株式会社日立製作所"]),
            ("hitachi", &["株式会社日立製作所"]),
            ("ltd hita", &["株式会社日立製作所"]),
            ("ＮＴＴ ﾃﾞｰﾀ", &["NTTデータ"]),
            ("でーた", &["NTTデータ"]),
            ("삼성", &["삼성전자"]),
            ("กรุงเทพ", &["บริษัทกรุงเทพประกันภัย"]),
            ("اتصالات", &["شركة الإتصالات"]),
            ("בינלאומי", &["בזק בינלאומי"]),
            ("प्रमाणन", &["भारतीय प्रमाणन"]),
            ("ДАННЫХ центр", &["Центр хранения данных"]),
            ("προτυπα", &["Ελληνικά Πρότυπα"]),
            ("LODZ", &["Łódź Hosting"]),
            ("muller", &["Müller & Söhne GmbH"]),
            ("mueller soehne", &["Müller & Söhne GmbH"]),
            ("aero", &["Ærø Data"]),
            ("obrien", &["Murphy O’Brien"]),
            ("o'brien", &["Murphy O’Brien"]),
            ("tsystems", &["T-Systems Österreich"]),
            ("cong nghe", &["Nguyễn Công Nghệ"]),
            ("100%", &["100% _Cloud_ [Ltd.]"]),
            ("_cloud_", &["100% _Cloud_ [Ltd.]"]),
            ("%", &[]),
            ("clo_d", &[]),
            ("gm", &["Müller & Söhne GmbH"]),
            ("mb", &[]),
        ] {
            assert_eq!(organisations(&world, &[("q", query)]), expected, "{query}");
        }
        let everybody: BTreeSet<String> = organisations(&world, &[]).into_iter().collect();
        assert_eq!(everybody, MANY.iter().map(|(name, ..)| (*name).to_owned()).collect());
        // What all scope statements and places say finds everybody, ranked last.
        assert_eq!(organisations(&world, &[("q", "utrecht hosting")]).len(), MANY.len());
        assert_eq!(organisations(&world, &[("q", "hosting")])[0], "Łódź Hosting");
        for query in hundred_queries() {
            let answer = world.public.get(&address("/v1/directory", &[("q", &query)]));
            assert!(answer.status == 200, "{query}: {answer}");
        }
        for bad in ["", " ", "a\0b", &"x".repeat(10_000)] {
            world.public.get(&address("/v1/organisations", &[("q", bad)])).expect_problem(400, "invalid_parameter");
        }
    }

    fn the_best_answers_come_first_and_pages_are_stable(service: Service) {
        let world = World::new(&service);
        for name in ["Nova Zeta", "Zwei Nova", "Innovation AG", "Nova", "Acht Nova", "Nova Alpha", "Renovare", "Nova, Inc."] {
            certify(&world, name, None, "NL", &json!({}));
        }
        let statement = json!({"scope_statement": "Hosting in the Nova building."});
        certify(&world, "Quinta", None, "NL", &statement);
        let expected = [
            "Nova",
            "Nova, Inc.",
            "Nova Alpha",
            "Nova Zeta", "Acht Nova", "Zwei Nova", "Innovation AG", "Renovare", "Quinta",
        ];
        assert_eq!(organisations(&world, &[("q", "nova")]), expected);
        for limit in ["1", "2", "4"] {
            let (mut names, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let mut parameters = vec![("q", "nova"), ("limit", limit)];
                parameters.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
                let answer = world.public.get(&address("/v1/organisations", &parameters));
                let page = answer.expect(200);
                names.extend(each(&page, "name"));
                // What comes meanwhile before the place where the next page begins disturbs nobody.
                certify(&world, &format!("Nova 0{}", names.len()), None, "NL", &json!({"scope_statement": "Nothing."}));
                cursor = page["next_cursor"].as_str().map(str::to_owned);
                assert_eq!(answer.headers.contains_key("link"), cursor.is_some());
                if cursor.is_none() {
                    break;
                }
            }
            names.retain(|name| !name.starts_with("Nova 0"));
            assert_eq!(names, expected, "{limit} at a time");
        }
        let page = list(&world.public, "/v1/organisations", &[("q", "nova"), ("limit", "1")]);
        let cursor = text(&page, "next_cursor");
        for other in [&[("q", "nov")][..], &[("q", "nova"), ("country", "NL")], &[]] {
            let parameters = [other, &[("cursor", &cursor)]].concat();
            world.public.get(&address("/v1/organisations", &parameters)).expect_problem(400, "invalid_cursor");
        }
    }

    fn organisations_are_found_by_place_status_edition_body_and_day(mut service: Service) {
        // Two editions that may be certified against today.
        use_scheme(&mut service, |scheme| {
            scheme.replace("certified_until = 2021-09-30\nvalid_until = 2022-03-31\n", "")
        });
        let world = World::new(&service);
        let until = |from: i64, to: i64| json!({"issued_on": day(from), "expires_on": day(to)});
        let valid = certify(&world, "Valid", None, "NL", &until(-100, 100));
        certify(&world, "Expired", None, "NL", &until(-100, -1));
        let suspended = certify(&world, "Suspended", None, "NL", &until(-100, 100));
        let withdrawn = certify(&world, "Withdrawn", None, "DE", &until(-100, 100));
        let mut old = until(-100, 100);
        old["edition"] = json!("2011");
        old["region"] = json!("Île-de-France");
        old["sites"] = json!([{"locality": "Lyon", "region": "Rhône", "country": "FR"}, {"locality": "Genève", "country": "CH"}]);
        certify(&world, "Old", None, "FR", &old);
        change(&world, &suspended, "suspensions", &day(0), Some(&day(5))).expect(201);
        change(&world, &withdrawn, "withdrawals", &day(0), None).expect(201);
        transfer(&world, &valid, &world.other_body.id, "B-1", &day(10)).expect(201);
        let (yesterday, later, before) = (day(-1), day(6), day(-101));
        let (other_body, own_body) = (world.other_body.slug.as_str(), world.body.id.as_str());
        let transferred = day(10);
        for (parameters, expected) in [
            (&[("status", "valid")][..], &["Old", "Valid"][..]),
            (&[("status", "suspended")], &["Suspended"]),
            (&[("status", "withdrawn")], &["Withdrawn"]),
            (&[("status", "expired")], &["Expired"]),
            (&[("status", "valid"), ("on", &yesterday)], &["Expired", "Old", "Suspended", "Valid", "Withdrawn"]),
            (&[("status", "valid"), ("on", &later)], &["Old", "Suspended", "Valid"]),
            (&[("status", "valid"), ("on", &before)], &[]),
            (&[("on", &before)], &["Expired", "Old", "Suspended", "Valid", "Withdrawn"]),
            (&[("country", "DE")], &["Withdrawn"]),
            (&[("country", "CH")], &["Old"]),
            (&[("country", "FR"), ("status", "valid")], &["Old"]),
            (&[("country", "DE"), ("status", "valid")], &[]),
            (&[("region", "ile de france")], &["Old"]),
            (&[("region", "RHONE")], &["Old"]),
            (&[("region", "rho")], &[]),
            (&[("edition", "2011")], &["Old"]),
            (&[("edition", "2011"), ("status", "suspended")], &[]),
            (&[("edition", "2018"), ("status", "valid")], &["Valid"]),
            (&[("q", "lyon")], &["Old"]),
            (&[("q", "geneve"), ("status", "valid")], &["Old"]),
            (&[("body", other_body)], &[]),
            (&[("body", other_body), ("on", &transferred)], &["Valid"]),
            (&[("body", own_body), ("on", &transferred), ("status", "valid")], &["Old", "Suspended"]),
        ] {
            assert_eq!(organisations(&world, parameters), expected, "{parameters:?}");
        }
        let found = list(&world.public, "/v1/organisations", &[("q", "valid"), ("on", &transferred)]);
        let certificate = &found["items"][0]["certificates"][0];
        assert_eq!((text(certificate, "number"), text(certificate, "status")), ("B-1".to_owned(), "valid".to_owned()));
        assert_eq!(text(&certificate["body"], "slug"), world.other_body.slug);
        assert_eq!(found["items"][0]["status"], "valid");
        for bad in ["status=listed", "edition=1999", "body=nobody", "on=yesterday", "country=nl", "format=xml", "colour=red"] {
            world.public.get(&format!("/v1/organisations?{bad}")).expect_problem(400, "invalid_parameter");
        }
    }

    /// A renewal outweighs what it renews, and of several certificates the best says what the organisation is.
    fn several_certificates_are_one_organisation(service: Service) {
        let world = World::new(&service);
        let first = certify(&world, "Twice", None, "NL", &json!({"issued_on": day(-800), "expires_on": day(-10)}));
        let id = text(&list(&world.public, "/v1/organisations", &[])["items"][0], "id");
        assert_eq!(organisations(&world, &[("status", "expired")]), ["Twice"]);
        let again = json!({"organisation": null, "organisation_id": id, "renews_id": first, "issued_on": day(-20), "expires_on": day(700)});
        let second = published(&world, &again);
        assert_eq!(organisations(&world, &[("status", "expired")]), Vec::<String>::new());
        assert_eq!(organisations(&world, &[("status", "valid")]), ["Twice"]);
        let item = list(&world.public, "/v1/organisations", &[])["items"][0].clone();
        assert_eq!((each(&json!({"items": item["certificates"]}), "id"), text(&item, "status")), (vec![second.clone()], "valid".to_owned()));
        change(&world, &second, "withdrawals", &day(0), None).expect(201);
        assert_eq!(organisations(&world, &[("status", "valid")]), Vec::<String>::new());
        assert_eq!(organisations(&world, &[("status", "expired")]), ["Twice"]);
    }

    fn the_index_follows_every_change(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let names = |path: &str, query: &str| each(&list(&world.public, path, &[("q", query)]), "name");
        patch(registrar, &format!("/v1/bodies/{}", world.body.id), &json!({"name": "Ulme", "country": "AT"})).expect(200);
        assert_eq!((names("/v1/bodies", "alder"), names("/v1/bodies", "ulme")), (vec![], vec!["Ulme".to_owned()]));
        assert_eq!(each(&list(&world.public, "/v1/bodies", &[("country", "AT")]), "name"), ["Ulme"]);
        change_body(&world, &world.other_body.id, "suspensions", &day(0)).expect(201);
        let (yesterday, status) = (day(-1), |on: &str| each(&list(&world.public, "/v1/bodies", &[("on", on), ("q", "birch")]), "status"));
        assert_eq!((status(&yesterday), status(&day(0))), (vec!["listed".to_owned()], vec!["suspended".to_owned()]));
        assert_eq!(each(&list(&world.public, "/v1/bodies", &[("on", &yesterday), ("status", "listed")]), "name").len(), 2);

        // Two records of one organisation: merged, the one is found with the certificates of both; separated, both are.
        certify(&world, "Weide Nord", None, "DE", &json!({"scope_statement": "Printing."}));
        certify(&world, "Linde", None, "DE", &json!({"scope_statement": "Sewing."}));
        let id = |name: &str| text(&list(&world.public, "/v1/organisations", &[("q", name)])["items"][0], "id");
        let (survivor, duplicate) = (id("weide"), id("linde"));
        let merge = json!({"duplicate_id": duplicate, "reason": "One entry in the register."});
        registrar.post(&format!("/v1/organisations/{survivor}/merges"), &merge).expect(201);
        assert_eq!(organisations(&world, &[]), ["Weide Nord"]);
        assert_eq!(organisations(&world, &[("q", "sewing")]), ["Weide Nord"]);
        let merged = list(&world.public, "/v1/organisations", &[]);
        assert_eq!(merged["items"][0]["certificates"].as_array().unwrap().len(), 2);
        patch(registrar, &format!("/v1/organisations/{survivor}"), &json!({"name": "Weide Süd", "region": "Bayern"})).expect(200);
        assert_eq!(organisations(&world, &[("q", "nord")]), Vec::<String>::new());
        assert_eq!(organisations(&world, &[("region", "bayern")]), ["Weide Süd"]);
        let separation = json!({"reason": "Two entries."});
        registrar.post(&format!("/v1/organisations/{duplicate}/separations"), &separation).expect(201);
        assert_eq!(organisations(&world, &[]), ["Linde", "Weide Süd"]);
        assert_eq!(organisations(&world, &[("q", "sewing")]), ["Linde"]);

        // An organisation that only applies is not in the directory.
        registrar.post("/v1/organisations", &json!({"name": "Applicant", "country": "DE"})).expect(201);
        assert_eq!(organisations(&world, &[("q", "applicant")]), Vec::<String>::new());
    }

    fn everything_is_found_at_once_and_courses_by_who_runs_them(service: Service) {
        let world = World::new(&service);
        certify(&world, "Damson Hosting", None, "NL", &json!({}));
        let course = json!({"training_organisation_id": world.training_organisation_id, "qualification": "foundation",
            "title": "Erste Schritte", "languages": ["de"], "countries": ["DE"], "delivery": ["online"],
            "accredited_from": "2015-01-01", "accredited_until": "2016-12-31"});
        world.registrar.client.post("/v1/courses", &course).expect(201);
        let found = list(&world.public, "/v1/directory", &[("q", "damson")]);
        let kinds = each(&found, "kind");
        let kinds: BTreeSet<&str> = kinds.iter().map(String::as_str).collect();
        assert_eq!(kinds, BTreeSet::from(["course", "organisation", "training_organisation"]));
        assert_eq!(each(&found, "name")[..2], ["Damson Hosting", "Damson Training"]);
        let courses = |parameters: &[(&str, &str)]| each(&list(&world.public, "/v1/courses", parameters), "title");
        for (parameters, expected) in [
            (&[("q", "damson schritte")][..], 1),
            (&[("q", "erste"), ("language", "de"), ("delivery", "online"), ("country", "DE")], 1),
            (&[("q", "erste"), ("language", "en")], 0),
            (&[("q", "erste"), ("on", "2016-12-31")], 1),
            (&[("q", "erste"), ("on", "2017-01-01")], 0),
            (&[("qualification", "foundation"), ("on", "2014-12-31")], 0),
        ] {
            assert_eq!(courses(parameters).len(), expected, "{parameters:?}");
        }
        let bodies = list(&world.public, "/v1/directory", &[("kind", "body")]);
        assert_eq!(each(&bodies, "name"), ["Alder Certification", "Birch Assurance"]);
        assert_eq!(each(&bodies, "status"), ["listed", "listed"]);
        world.public.get("/v1/directory?kind=candidate").expect_problem(400, "invalid_parameter");
    }

    fn lists_come_as_tables_too(service: Service) {
        let world = World::new(&service);
        certify(&world, "=Formula(1)", Some("A, \"B\""), "NL", &json!({"number": "N-1"}));
        certify(&world, "Second", None, "NL", &json!({"number": "N-2"}));
        let by_header = world.public.with_header("accept", "text/csv").get("/v1/organisations?limit=1");
        assert_eq!((by_header.status, by_header.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(by_header.header("vary").contains("accept") && by_header.header("link").contains("rel=\"next\""));
        let table = by_header.text();
        let lines: Vec<&str> = table.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert!(lines[0].starts_with("id,slug,name,latin_name,country,region,countries,website,status,certificates_number"), "{table}");
        assert!(lines[1].contains(",'=Formula(1),\"A, \"\"B\"\"\",NL,") && lines[1].contains(",valid,") | lines[1].contains(",expired,"), "{table}");
        assert!(lines[1].contains(",N-1,2018,") && lines.len() == 3, "{table}");
        for path in ["/v1/organisations", "/v1/bodies", "/v1/courses", "/v1/training-organisations", "/v1/directory"] {
            let answer = world.public.get(&format!("{path}?format=csv"));
            let items = world.public.get(path).expect(200)["items"].as_array().unwrap().len();
            assert_eq!((answer.status, answer.text().matches("\r\n").count()), (200, items + 1), "{path}");
            assert!(answer.header("content-disposition").ends_with(".csv\""), "{path}");
            let json = world.public.with_header("accept", "text/csv").get(&format!("{path}?format=json"));
            assert_eq!(json.expect(200)["items"].as_array().unwrap().len(), items, "{path}");
        }
    }

    /// What an earlier version of the program registered gets its entries at the next start.
    fn what_was_there_before_is_filled_in(mut service: Service) {
        let world = World::new(&service);
        certify_many(&world);
        let seen = |world: &World| {
            let all = list(&world.public, "/v1/directory", &[("limit", "200")]);
            let words = list(&world.public, "/v1/directory", &[("q", "da")]);
            let valid = list(&world.public, "/v1/organisations", &[("status", "expired"), ("country", "JP")]);
            (all, words, valid)
        };
        let before = seen(&world);
        assert!(before.0["items"].as_array().unwrap().len() > MANY.len());
        {
            let mut sql = Sql::of(&service);
            sql.execute("DELETE FROM directory_grams").unwrap();
            sql.execute("DELETE FROM directory_entries").unwrap();
        }
        assert_eq!(organisations(&world, &[]), Vec::<String>::new());
        service.restart();
        assert_eq!(seen(&world), before);
    }
}

/// The same data and the same questions give the same answers on both engines.
#[test]
fn both_engines_give_the_same_answers() {
    let Some(postgres) = Service::start(Engine::Postgres) else { return };
    let sqlite = Service::start(Engine::Sqlite).expect("SQLite is in the binary");
    let worlds = [World::new(&sqlite), World::new(&postgres)];
    for world in &worlds {
        certify_many(world);
    }
    for query in hundred_queries() {
        let [one, other] = worlds.each_ref().map(|world| {
            let found = list(&world.public, "/v1/directory", &[("q", &query), ("limit", "200")]);
            each(&found, "name").into_iter().zip(each(&found, "kind")).collect::<Vec<_>>()
        });
        assert_eq!(one, other, "{query}");
    }
}
