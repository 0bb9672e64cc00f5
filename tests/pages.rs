//! The public pages: what an employer is told about a number, a name and a day, in the reader's language.

use serde_json::{Value, json};
use touchstone::scheme::numbers::CertificateNumber;

use crate::support::steps::{certificate_of, change_certificate, day, spellings, use_scheme};
use crate::support::world::World;
use crate::support::{Answer, Client, Service, on_both_engines};

/// A certificate of Foundation awarded on 2015-06-01 to somebody with these `particulars`: its number.
fn awarded(world: &World, particulars: &Value) -> String {
    certificate_of(&world.certified_candidate(particulars).1)
}

/// A number that nobody has, and whose check symbol is right.
fn unknown_number() -> String {
    CertificateNumber::from_entropy([7; 11]).to_string()
}

/// The whole page, if it came with this status; it must be one for browsers, and ask for nothing elsewhere.
#[track_caller]
fn page(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{answer}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"), "{answer}");
    let page = answer.text();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains(" onclick"), "{page}");
    page
}

/// The kind and the words of the panel.
#[track_caller]
fn panel(page: &str) -> (String, String) {
    let between = |from: &str, to: &str| page.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    let (kind, _) = between("<section class=\"panel ", "\"").unwrap_or_else(|| panic!("no panel in {page}"));
    let (words, _) = between("<h2 id=\"status\">", "</h2>").unwrap();
    (kind.to_owned(), words.rsplit("</span>").next().unwrap().to_owned())
}

/// The fields that a page has, by name, with their values as they are shown.
fn fields(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let tags = page.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    tags.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))).collect()
}

#[track_caller]
fn field(page: &str, name: &str) -> String {
    let fields = fields(page);
    fields.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name} in {fields:?}")).1.clone()
}

fn speaking(client: &Client, language: &str) -> Client {
    client.with_header("accept-language", language)
}

const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// The words for each status, in the order of [`LANGUAGES`]: ISO/IEC 17024's terms.
const WORDS: [(&str, [&str; 5]); 6] = [
    ("valid", ["Valid", "Gültig", "Valide", "Válido", "有効"]),
    ("suspended", ["Suspended", "Ausgesetzt", "Suspendu", "Suspendido", "一時停止中"]),
    ("withdrawn", ["Withdrawn", "Zurückgezogen", "Retiré", "Retirado", "取消済み"]),
    ("expired", ["Expired", "Abgelaufen", "Expiré", "Caducado", "期限切れ"]),
    ("unknown", ["Unknown", "Unbekannt", "Inconnu", "Desconocido", "登録なし"]),
    ("mistyped", ["Mistyped", "Vertippt", "Mal saisi", "Mal escrito", "入力誤り"]),
];

on_both_engines! {
    fn every_status_is_told_in_every_language(mut service: Service) {
        let title = "title = \"Practitioner\"\n";
        use_scheme(&mut service, |scheme| scheme.replace(title, &format!("{title}valid_for_years = 3\n")));
        let world = World::new(&service);
        let valid = awarded(&world, &Value::Null);
        let (suspended, withdrawn) = (awarded(&world, &Value::Null), awarded(&world, &Value::Null));
        change_certificate(&world, &suspended, "suspensions", "2016-01-01", Some("2199-12-31")).expect(201);
        change_certificate(&world, &withdrawn, "withdrawals", "2017-03-02", None).expect(201);
        let (candidate, _) = world.certified_candidate(&Value::Null);
        let client = &world.body.caller.client;
        let expired = certificate_of(&world.submit_result(client, &candidate, "practitioner", "2016-06-01", 60).expect(201));
        let mistyped = format!("{}{}", &valid[..valid.len() - 1], if valid.ends_with('Z') { '2' } else { 'Z' });
        let numbers = [valid, suspended, withdrawn, expired, unknown_number(), mistyped];
        for (number, (kind, words)) in numbers.iter().zip(WORDS) {
            for (language, word) in LANGUAGES.iter().zip(words) {
                let answer = speaking(&world.public, language).get(&format!("/verify/{number}"));
                let page = page(&answer, if matches!(kind, "unknown" | "mistyped") { 404 } else { 200 });
                assert_eq!(panel(&page), (kind.to_owned(), word.to_owned()));
                assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"ltr\">")), "{page}");
                assert_eq!(answer.header("content-language"), *language, "{answer}");
                assert!(answer.header("vary").contains("accept-language"), "{answer}");
                assert!(answer.header("vary").contains("accept-encoding"), "{answer}");
            }
        }
        let german = speaking(&world.public, "de").get(&format!("/verify/{}", numbers[1])).text();
        for told in ["31. Dezember 2199", "1. Juni 2015", "Verlassen Sie sich heute nicht darauf.", "/qualifications/foundation"] {
            assert!(german.contains(told), "{told}: {german}");
        }
        let expired = world.public.get(&format!("/verify/{}", numbers[3])).text();
        assert!(expired.contains("31 May 2019") && expired.contains("1 June 2019"), "{expired}");
    }

    fn a_name_is_compared_and_stands_in_no_address_and_no_log(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &json!({"given_names": "Adèle", "family_name": "Gaillard", "listed": false}));
        let address = format!("/verify/{number}");
        let hidden = page(&world.public.get(&format!("{address}?family_name=Gaillard")), 200);
        assert!(!hidden.contains("Gaillard") && !hidden.contains("Adèle"), "{hidden}");
        let ask = |name: &str| world.public.post_form(&address, &[("family_name", name)]);
        for name in ["Gaillard", "gaillard", " GAILLARD "] {
            let answer = ask(name);
            assert_eq!(answer.header("cache-control"), "no-store");
            let page = page(&answer, 200);
            let told = "The name matches: this certificate was awarded to \u{2068}Adèle Gaillard\u{2069}.";
            assert!(page.contains(told) && page.contains("<bdi>Adèle Gaillard</bdi>"), "{page}");
            assert_eq!(panel(&page).0, "valid");
        }
        for name in ["Gaillar", "Adèle", "<script>alert(1)</script>", "\u{5D0}\u{5D1}", "' OR 1=1"] {
            let page = page(&ask(name), 200);
            let shown = name.replace('<', "&#60;").replace('>', "&#62;").replace('\'', "&#39;");
            assert_eq!(panel(&page), ("differs".to_owned(), format!("Valid, but not for “\u{2068}{shown}\u{2069}”")));
            assert!(page.contains("Check the spelling") && !page.contains("Gaillard"), "{page}");
            assert!(!page.contains("<script") && page.contains(&format!("value=\"{shown}\"")), "what was typed is kept: {page}");
        }
        for (name, told) in [
            ("", "Enter the family name first."),
            ("   ", "Enter the family name first."),
            ("A\0B", "This is not a name"),
            ("\u{202E}drallaiG", "This is not a name"),
            (&"x".repeat(201), "This is not a name"),
        ] {
            let page = page(&ask(name), 422);
            assert!(page.contains(told) && page.contains("aria-invalid") && !page.contains("Gaillard"), "{page}");
        }
        let long = page(&ask(&"x".repeat(200)), 200);
        assert!(panel(&long).1.contains(&format!("“\u{2068}{}…\u{2069}”", "x".repeat(60))), "{long}");
        for (language, headline) in [
            ("de", "Gültig, aber nicht für „\u{2068}Smith\u{2069}“"),
            ("fr", "Valide, mais pas pour «\u{a0}\u{2068}Smith\u{2069}\u{a0}»"),
            ("es", "Válido, pero no para «\u{2068}Smith\u{2069}»"),
            ("ja", "有効ですが、「\u{2068}Smith\u{2069}」さんのものではありません"),
        ] {
            let told = page(&speaking(&world.public, language).post_form(&address, &[("family_name", "Smith")]), 200);
            assert_eq!(panel(&told), ("differs".to_owned(), headline.to_owned()));
        }
        let together = |number: &str, name: &str| {
            world.public.post_form("/verify", &[("number", number), ("family_name", name)])
        };
        let spelled = number.to_lowercase().replace('-', " ");
        assert_eq!(panel(&page(&together(&spelled, "Gaillard"), 200)).0, "valid");
        assert_eq!(panel(&page(&together(&spelled, "Smith"), 200)).0, "differs");
        let alone = together(&spelled, " ");
        assert_eq!((alone.status, alone.header("location")), (303, address.as_str()));
        let mistyped = page(&together("7K3M", "Smith"), 422);
        assert!(mistyped.contains("This has 4 characters") && field(&mistyped, "family_name") == "Smith", "{mistyped}");
        let german = speaking(&world.public, "de").post_form(&address, &[("family_name", "Gaillard")]).text();
        assert!(german.contains("Der Name stimmt überein") && german.contains("für \u{2068}Adèle"), "{german}");
        change_certificate(&world, &number, "withdrawals", "2017-03-02", None).expect(201);
        let other = page(&ask("Smith"), 200);
        assert_eq!(panel(&other), ("withdrawn".to_owned(), "Withdrawn, and not for “\u{2068}Smith\u{2069}”".to_owned()));
        let withdrawn = page(&ask("Gaillard"), 200);
        assert!(panel(&withdrawn).0 == "withdrawn" && withdrawn.contains("The name matches"), "{withdrawn}");
        let unknown = world.public.post_form(&format!("/verify/{}", unknown_number()), &[("family_name", "Gaillard")]);
        assert_eq!(panel(&page(&unknown, 404)).0, "unknown");
        let mistyped = world.public.post_form("/verify/123", &[("family_name", "Gaillard")]);
        assert_eq!(panel(&page(&mistyped, 404)).0, "mistyped");
        let logged = service.log();
        assert!(!logged.to_lowercase().contains("gaillar") && !logged.contains(&number), "{logged}");
    }

    fn a_holder_who_agreed_is_shown(service: Service) {
        let world = World::new(&service);
        let name = json!({"given_names": "<b>Frida</b> & \"Co\"", "family_name": "\u{5D2}\u{5D5}\u{5DC}\u{5DF}", "listed": true});
        let number = awarded(&world, &name);
        let shown = page(&world.public.get(&format!("/verify/{number}")), 200);
        assert!(shown.contains("<bdi>&#60;b&#62;Frida&#60;/b&#62; &#38; &#34;Co&#34; \u{5D2}\u{5D5}\u{5DC}\u{5DF}</bdi>"), "{shown}");
    }

    fn an_earlier_day_is_told_and_never_taken_for_today(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &Value::Null);
        change_certificate(&world, &number, "suspensions", "2016-01-01", Some("2016-01-31")).expect(201);
        change_certificate(&world, &number, "suspensions", "2016-03-01", None).expect(201);
        change_certificate(&world, &number, "reinstatements", "2016-05-01", None).expect(201);
        change_certificate(&world, &number, "withdrawals", "2017-03-02", None).expect(201);
        let on = |day: &str| world.public.get(&format!("/verify/{number}?on={day}"));
        for (day, kind, words) in [
            ("2015-06-01", "valid past", "Was valid on 1 June 2015"),
            ("2015-12-31", "valid past", "Was valid on 31 December 2015"),
            ("2016-01-31", "suspended past", "Was suspended on 31 January 2016"),
            ("2016-02-01", "valid past", "Was valid on 1 February 2016"),
            ("2017-03-02", "withdrawn past", "Was already withdrawn on 2 March 2017"),
        ] {
            let page = page(&on(day), 200);
            assert_eq!(panel(&page), (kind.to_owned(), words.to_owned()));
            assert!(page.contains("What holds today may be different.") && page.contains("Show the status today"), "{page}");
            assert_eq!(field(&page, "on"), day);
        }
        let before = page(&on("2015-05-31"), 404);
        assert_eq!(panel(&before), ("unknown past".to_owned(), "Not on record on 31 May 2015".to_owned()));
        for (typed, told) in [
            ("2015-06-31", "There is no such day."),
            ("31.12.2015", "There is no such day."),
            ("%3Cscript%3E", "There is no such day."),
            ("%00", "There is no such day."),
            ("2199-01-01", "That day is still to come."),
        ] {
            let page = page(&on(typed), 422);
            assert!(page.contains(told) && panel(&page).0 == "withdrawn", "{page}");
        }
        for today in ["", &day(0)] {
            assert_eq!(panel(&page(&on(today), 200)), ("withdrawn".to_owned(), "Withdrawn".to_owned()), "{today:?}");
        }
        let history: Vec<String> = page(&on(""), 200)
            .split("<li><time datetime=\"")
            .skip(1)
            .map(|line| line.split_once("</li>").unwrap().0.to_owned())
            .collect();
        let expected = [
            "2015-06-01\">1 June 2015</time> <span>Awarded</span>",
            "2016-01-01\">1 January 2016</time> <span>Suspended, until 31 January 2016</span>",
            "2016-02-01\">1 February 2016</time> <span>Valid again</span>",
            "2016-03-01\">1 March 2016</time> <span>Suspended</span>",
            "2016-05-01\">1 May 2016</time> <span>Valid again</span>",
            "2017-03-02\">2 March 2017</time> <span>Withdrawn</span>",
        ];
        assert_eq!(history, expected);
        let told = page(&on(""), 200);
        let (told, _) = told.split_once("</main>").unwrap();
        assert!(!told.contains("complaint") && !told.contains("Scheme office"), "no reasons, and nobody's name: {told}");
    }

    fn a_change_that_is_still_to_come_is_not_told(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &Value::Null);
        change_certificate(&world, &number, "withdrawals", &day(30), None).expect(201);
        let page = page(&world.public.get(&format!("/verify/{number}")), 200);
        assert!(panel(&page).0 == "valid" && !page.contains("Withdrawn"), "{page}");
    }

    fn a_number_in_any_spelling_leads_to_its_one_page(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world, &Value::Null);
        let wide: String = number.chars().map(|one| if one == '-' { one } else { char::from_u32(u32::from(one) + 0xFEE0).unwrap() }).collect();
        let pasted = format!("https://register.example/verify/{number}?lang=de");
        let mut typed = spellings(&number);
        typed.extend([wide, pasted].map(|text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect()));
        for spelling in &typed {
            let answer = world.public.get(&format!("/verify?number={spelling}&fbclid=x"));
            assert_eq!((answer.status, answer.header("location")), (303, format!("/verify/{number}").as_str()), "{spelling}");
        }
        for spelling in spellings(&number).iter().filter(|spelling| **spelling != number) {
            let answer = world.public.get(&format!("/verify/{spelling}?on=2016-01-01&lang=fr"));
            let expected = format!("/verify/{number}?on=2016-01-01&lang=fr");
            assert_eq!((answer.status, answer.header("location")), (303, expected.as_str()), "{spelling}");
        }
    }

    fn a_mistyped_number_is_kept_and_explained(service: Service) {
        let client = service.client();
        for (typed, told) in [
            ("7K3M-9QXP", "This has 8 characters; a certificate number has 12"),
            ("7K3M-9QXP-T2VCC", "This has 13 characters"),
            ("7K3M-9QXP-T2VU", "“U” is in no certificate number"),
            ("0000-0000-0000", "A character is wrong, or two are swapped"),
            ("(0000-0000-0000)", "A character is wrong, or two are swapped"),
            ("0000-0000-0000?", "A character is wrong, or two are swapped"),
            ("0000-0000-0000/", "A character is wrong, or two are swapped"),
            ("(7K3M-9QXP)", "This has 8 characters; a certificate number has 12"),
            ("<script>alert(1)</script>", "“&#60;” is in no certificate number"),
            ("\"><img src=x>", "“&#34;” is in no"),
            ("\u{202E}\u{5D0}\0", "is in no certificate number"),
            (&"7".repeat(5000), "This has 5000 characters"),
        ] {
            let encoded: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            let page = page(&client.get(&format!("/verify?number={encoded}")), 422);
            assert!(page.contains(told) && page.contains("The letter O counts as the digit 0"), "{told}: {page}");
            assert!(!page.contains("<img src=x") && !page.contains("alert(1)</script>"), "{page}");
            let kept = field(&page, "number").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
            assert_eq!(kept, typed.chars().take(200).collect::<String>());
            if !typed.is_empty() && !typed.contains(['/', '>']) {
                let answer = client.get(&format!("/verify/{}", encoded.replace('+', "%20")));
                let page = self::page(&answer, 404);
                assert_eq!(panel(&page).0, "mistyped", "{page}");
                assert!(page.contains(told) && answer.header("cache-control") == "no-store", "{page}");
            }
        }
        let form = page(&client.get("/verify?lang=de"), 200);
        assert_eq!(fields(&form).iter().filter(|(name, _)| name == "number").count(), 1);
        assert!(form.contains("action=\"/verify?lang=de\""), "{form}");
        for nothing in ["/verify?number", "/verify?number=", "/verify?number=%20-%20"] {
            let plain = page(&client.get(nothing), 200);
            assert!(!plain.contains("mistake") && !plain.contains("aria-invalid"), "nothing was asked: {plain}");
        }
        page(&client.post_form("/verify", &[("number", ""), ("family_name", "Smith")]), 200);
        assert!(form.contains("autocomplete=\"off\"") && form.contains("autocapitalize=\"characters\""), "{form}");
        for broken in ["/verify/%FF%FE", "/verify?number=%FF%FE", "/verify?number=a&number=b"] {
            let answer = client.get(broken);
            assert!(matches!(answer.status, 404 | 422), "{broken}: {answer}");
            page(&answer, answer.status);
        }
    }
}
