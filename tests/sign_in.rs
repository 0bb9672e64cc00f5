//! How people get in, stay in, and are let out: by passkey alone, at pages, in the role that is on record.

use serde_json::json;

use crate::support::authenticator::{Authenticator, Misbehaviour};
use crate::support::desk::{Person, created, form_token, hidden, invite, of_body, options, send, session_of};
use crate::support::sql::Sql;
use crate::support::world::{World, text};
use crate::support::{Answer, Service, on_both_engines};

const DESK: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "https://registry.example");

fn administrator(world: &World) -> Person {
    let link = invite(&world.registrar.client, &of_body("Ines Brandt", "body_administrator", &world.body.slug));
    Person::enter(&world.public, &link, &[("passkey_name", "Laptop")])
}

#[track_caller]
fn leads_to(answer: &Answer, address: &str) {
    assert_eq!((answer.status, answer.header("location")), (303, address), "{answer}");
}

/// Everything that happened to a person or was done by one: the kinds, in their order.
fn kinds(service: &Service) -> Vec<String> {
    Sql::of(service).texts("SELECT kind AS value FROM events WHERE actor LIKE 'person:%' ORDER BY sequence")
}

on_both_engines! {
    fn whoever_is_invited_gets_in_and_out(service: Service) with [DESK] {
        let world = World::new(&service);
        let link = invite(&world.registrar.client, &of_body("Ines Brandt", "body_administrator", &world.body.slug));
        let shown = world.public.get(&link);
        assert!(shown.text().contains("Ines Brandt, you are invited to act as administrator for"), "{shown}");
        let policy = shown.header("content-security-policy");
        assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!((shown.header("cache-control"), shown.header("referrer-policy")), ("no-store", "no-referrer"));
        let mut device = Authenticator::new(DESK.1);
        let form = created(&shown.text(), &mut device, &[("name", "Inés Brandt"), ("email", "ines@body.example")]);
        let entered = send(&world.public, &link, &form);
        leads_to(&entered, "/desk");
        let cookie = entered.header("set-cookie");
        assert!(cookie.starts_with("__Host-session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        let browser = world.public.with_header("cookie", &session_of(&entered));
        let desk = browser.get("/desk");
        assert!(desk.status == 200 && desk.text().contains("Inés Brandt"), "{desk}");
        assert_eq!(desk.header("cache-control"), "no-store");
        assert_eq!(world.public.get(&link).status, 404, "it opens once");
        assert_eq!(send(&world.public, &link, &form).status, 404, "nor does what was sent to it");
        leads_to(&world.public.get("/desk/people?a=b"), "/sign-in?next=%2Fdesk%2Fpeople%3Fa%3Db");
        let person = Person { browser, device };
        let out = person.submit("/desk", "/desk/sign-out", &[]);
        leads_to(&out, "/sign-in");
        assert!(out.header("set-cookie").contains("Max-Age=0") && out.header("clear-site-data").contains("cookies"), "{out}");
        leads_to(&person.browser.get("/desk"), "/sign-in?next=%2Fdesk");
        assert_eq!(kinds(&service), ["invitation_accepted", "session_ended"]);
        let personal = Sql::of(&service).texts("SELECT data AS value FROM event_personal_data");
        assert!(personal.iter().any(|data| data.contains("\"actor_name\":\"Inés Brandt\"")), "{personal:?}");
        let events = world.registrar.client.get("/v1/events?limit=1000").expect(200).to_string();
        assert!(!events.contains("Brandt") && !events.contains("ines"), "names are not in events");
    }

    fn a_passkey_signs_in_and_an_answer_counts_once(service: Service) with [DESK] {
        let world = World::new(&service);
        let mut person = administrator(&world);
        let first = person.browser.clone();
        let page = world.public.get("/sign-in?next=/desk/account").text();
        assert!(!page.contains("ines") && options(&page).contains("\"userVerification\":\"required\""), "{page}");
        let signed = person.signed(&page);
        let entered = send(&world.public, "/sign-in", &signed);
        leads_to(&entered, "/desk/account");
        let again = send(&world.public, "/sign-in", &signed);
        assert_eq!((again.status, again.header("set-cookie")), (401, ""), "{again}");
        person.browser = world.public.with_header("cookie", &session_of(&entered));
        // A session that was there before is not the one that is opened, whoever planted it.
        let planted = world.public.with_header("cookie", "__Host-session=planted");
        let form = person.signed(&planted.get("/sign-in").text());
        let other = send(&planted, "/sign-in", &form);
        assert_ne!(session_of(&other), "__Host-session=planted");
        leads_to(&planted.get("/desk"), "/sign-in?next=%2Fdesk");
        for browser in [&first, &person.browser] {
            assert_eq!(browser.get("/desk").status, 200, "several at once");
        }
        let stored = Sql::of(&service).texts("SELECT token_digest AS value FROM sessions");
        let held = session_of(&entered).replace("__Host-session=", "");
        assert!(stored.len() == 3 && !stored.contains(&held), "a digest is kept");
        for next in ["https://evil.example/", "//evil.example", "/desk\\evil", "/verify", "/deskevil"] {
            let page = world.public.get(&format!("/sign-in?next={next}")).text();
            let form = person.signed(&page);
            leads_to(&send(&world.public, "/sign-in", &form), "/desk");
        }
    }

    fn what_is_no_honest_passkey_is_refused_in_the_same_words(service: Service) with [DESK] {
        let world = World::new(&service);
        let mut person = administrator(&world);
        let mut stranger = Person { browser: world.public.clone(), device: Authenticator::new(DESK.1) };
        let link = invite(&world.registrar.client, &of_body("Somebody", "body_staff", &world.body.slug));
        // Made here, and never registered.
        created(&world.public.get(&link).text(), &mut stranger.device, &[]);
        let mut answers = Vec::new();
        // So that its counter has something to go back from.
        person.sign_in(&world.public);
        let form = stranger.signed(&world.public.get("/sign-in").text());
        answers.push(send(&world.public, "/sign-in", &form));
        for misbehaviour in [
            Misbehaviour::Origin("https://evil.example"),
            Misbehaviour::NotVerified,
            Misbehaviour::OtherChallenge,
            Misbehaviour::OtherKey,
            Misbehaviour::OtherUserHandle,
            Misbehaviour::CrossOrigin,
            Misbehaviour::CounterBack,
        ] {
            person.device.misbehaves = Some(misbehaviour);
            let form = person.signed(&world.public.get("/sign-in").text());
            answers.push(send(&world.public, "/sign-in", &form));
        }
        person.device.misbehaves = None;
        for response in ["", "{}", "null", "[]", "\u{0}", "{\"id\":\"\u{202e}\"}", &"x".repeat(17_000)] {
            let mut form = hidden(&world.public.get("/sign-in").text());
            response.clone_into(&mut form.iter_mut().find(|(name, _)| name == "response").unwrap().1);
            answers.push(send(&world.public, "/sign-in", &form));
        }
        let registered = text(&world.registrar.client.get("/v1/persons").expect(200)["items"][0], "id");
        world.registrar.client.delete(&format!("/v1/persons/{registered}")).expect(204);
        let form = person.signed(&world.public.get("/sign-in").text());
        answers.push(send(&world.public, "/sign-in", &form));
        for answer in answers {
            assert_eq!((answer.status, answer.header("set-cookie")), (401, ""), "{answer}");
            assert!(answer.text().contains("This passkey was not accepted."), "{answer}");
        }
    }

    fn other_sites_and_other_sessions_send_nothing(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        let other = administrator(&world);
        let token = form_token(&person.browser.get("/desk").text());
        let foreign = form_token(&other.browser.get("/desk").text());
        assert_ne!(token, foreign);
        for (header, form_token, status) in [
            (("sec-fetch-site", "cross-site"), &token, 403),
            (("sec-fetch-site", "same-site"), &token, 403),
            (("origin", "https://evil.example"), &token, 403),
            (("origin", "https://registry.example"), &foreign, 403),
            (("sec-fetch-site", "same-origin"), &String::new(), 403),
            (("sec-fetch-site", "same-origin"), &token, 303),
        ] {
            let browser = person.browser.with_header(header.0, header.1);
            let answer = send(&browser, "/desk/account/sessions/end", &[("form_token".to_owned(), form_token.clone())]);
            assert_eq!(answer.status, status, "{header:?} {form_token}: {answer}");
        }
    }

    fn a_session_is_for_pages_and_a_token_for_the_api(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        person.browser.get("/v1/persons").expect_problem(401, "unauthenticated");
        person.browser.post("/v1/candidates", &json!({})).expect_problem(401, "unauthenticated");
        leads_to(&world.registrar.client.get("/desk"), "/sign-in?next=%2Fdesk");
    }

    fn a_session_ends_with_its_time_its_role_and_its_person(service: Service) with [DESK] {
        let world = World::new(&service);
        let mut person = administrator(&world);
        let registrar = &world.registrar.client;
        let mut sql = Sql::of(&service);
        for column in ["idle_until", "expires_at"] {
            sql.execute(&format!("UPDATE sessions SET {column} = '2020-01-01 00:00:00'")).unwrap();
            leads_to(&person.browser.get("/desk"), "/sign-in?next=%2Fdesk");
            person.sign_in(&world.public);
        }
        let id = text(&registrar.get("/v1/persons").expect(200)["items"][0], "id");
        let record = registrar.get(&format!("/v1/persons/{id}")).expect(200);
        let role = text(&record["roles"][0], "id");
        registrar.delete(&format!("/v1/persons/{id}/role-assignments/{role}")).expect(204);
        leads_to(&person.browser.get("/desk"), "/desk/role?next=%2Fdesk");
        assert!(person.browser.get("/desk/role").text().contains("You have no role here any more"));
        registrar.post(&format!("/v1/persons/{id}/role-assignments"), &json!({"role": "auditor"})).expect(201);
        let roles = person.browser.get("/desk/role").text();
        let chosen = roles.split("name=\"role\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        leads_to(&person.submit("/desk/role", "/desk/role", &[("role", chosen)]), "/desk");
        assert_eq!(person.browser.get("/desk").status, 200);
        let before = kinds(&service).len();
        let refused = person.submit("/desk/people/invite", "/desk/people/invite", &[("name", "X Y"), ("email", "x@y.example"), ("role", "registrar")]);
        assert!(refused.text().contains("changes nothing"), "an auditor reads: {refused}");
        assert_eq!(kinds(&service).len(), before, "and nothing is written");
        registrar.delete(&format!("/v1/persons/{id}")).expect(204);
        leads_to(&person.browser.get("/desk"), "/sign-in?next=%2Fdesk");
    }

    fn a_lost_passkey_is_replaced_by_a_link_that_opens_once(service: Service) with [DESK] {
        let world = World::new(&service);
        let mut person = administrator(&world);
        let id = text(&world.registrar.client.get("/v1/persons").expect(200)["items"][0], "id");
        let made = world.registrar.client.post(&format!("/v1/persons/{id}/sign-in-links"), &json!({})).expect(201);
        let link = text(&made, "url").replace(DESK.1, "");
        let replaced = Person::enter(&world.public, &link, &[]);
        assert_eq!(replaced.browser.get("/desk").status, 200);
        assert_eq!(world.public.get(&link).status, 404, "it opens once");
        leads_to(&person.browser.get("/desk"), "/sign-in?next=%2Fdesk");
        let form = person.signed(&world.public.get("/sign-in").text());
        assert_eq!(send(&world.public, "/sign-in", &form).status, 401, "the lost one lets nobody in");
        for strange in ["x", "ts_link_x", "%00", "%E2%80%AE"] {
            assert_eq!(world.public.get(&format!("/sign-in/{strange}")).status, 404);
            assert_eq!(world.public.get(&format!("/welcome/{strange}")).status, 404);
        }
    }

    fn ones_own_passkeys_and_sessions(service: Service) with [DESK] {
        let world = World::new(&service);
        let mut person = administrator(&world);
        let first = person.browser.clone();
        person.sign_in(&world.public);
        let account = person.browser.get("/desk/account").text();
        assert!(account.contains("Laptop") && account.matches("Sign out there").count() == 1, "{account}");
        let mut second = Authenticator::password_manager(DESK.1);
        let mut form = created(&account, &mut second, &[("passkey_name", "Telephone")]);
        form.push(("form_token".to_owned(), form_token(&account)));
        leads_to(&send(&person.browser, "/desk/account/passkeys", &form), "/desk/account");
        let account = person.browser.get("/desk/account").text();
        let remove = account.split("action=\"").find(|part| part.starts_with("/desk/account/passkeys/")).unwrap();
        let remove = remove.split('"').next().unwrap().to_owned();
        leads_to(&person.submit("/desk/account", &remove, &[]), "/desk/account");
        leads_to(&first.get("/desk"), "/sign-in?next=%2Fdesk");
        let form = person.signed(&world.public.get("/sign-in").text());
        assert_eq!(send(&world.public, "/sign-in", &form).status, 401, "it was removed");
        person.device = second;
        person.sign_in(&world.public);
        let last = Sql::of(&service).texts("SELECT id AS value FROM passkeys WHERE removed_at IS NULL");
        let refused = person.submit("/desk/account", &format!("/desk/account/passkeys/{}/remove", last[0]), &[]);
        assert!(refused.status == 409 && refused.text().contains("your last passkey"), "{refused}");
        // What was long ago has to be seen again.
        Sql::of(&service).execute("UPDATE sessions SET authenticated_at = '2020-01-01 00:00:00'").unwrap();
        let remove = format!("/desk/account/passkeys/{}/remove", last[0]);
        leads_to(&person.submit("/desk/account", &remove, &[]), "/desk/confirm?next=%2Fdesk%2Faccount");
        let page = person.browser.get("/desk/confirm?next=/desk/account").text();
        let form = person.signed(&page);
        let before = person.browser.clone();
        let confirmed = send(&person.browser, "/desk/confirm", &form);
        leads_to(&confirmed, "/desk/account");
        leads_to(&before.get("/desk"), "/sign-in?next=%2Fdesk");
        person.browser = world.public.with_header("cookie", &session_of(&confirmed));
        assert_eq!(person.browser.get("/desk/account").status, 200);
    }

    fn an_administrator_of_a_body_lets_others_in_there_and_nowhere_else(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        let theirs = invite(&world.registrar.client, &of_body("Otto Other", "body_staff", &world.other_body.slug));
        let people = person.browser.get("/desk/people").text();
        assert!(people.contains("Ines Brandt") && !people.contains("Otto Other"), "{people}");
        let fields = [("name", "Jo Reader"), ("email", "jo@body.example"), ("role", "body_staff"), ("reads_only", "true")];
        let made = person.submit("/desk/people/invite", "/desk/people/invite", &fields);
        assert_eq!(made.status, 200, "{made}");
        let page = made.text();
        let link = page.split("value=\"https://registry.example").nth(1).unwrap().split('"').next().unwrap();
        let reader = Person::enter(&world.public, link, &[]);
        assert!(reader.browser.get("/desk").text().contains("staff, reading only"));
        let refused = reader.submit("/desk/people/invite", "/desk/people/invite", &fields);
        assert!(refused.text().contains("changes nothing"), "{refused}");
        for (fields, said) in [
            ([("name", ""), ("email", "jo@body.example"), ("role", "body_staff")], "This is missing."),
            ([("name", "Jo"), ("email", "jo"), ("role", "body_staff")], "This is no e-mail address"),
            ([("name", "Jo"), ("email", "jo@body.example"), ("role", "registrar")], "you decide who acts for your body"),
            ([("name", "Jo"), ("email", "jo@body.example"), ("role", "king")], "must be one of"),
            ([("name", "\u{0}"), ("email", "jo@body.example"), ("role", "body_staff")], "control character"),
        ] {
            let refused = person.submit("/desk/people/invite", "/desk/people/invite", &fields);
            assert!(refused.status == 422 && refused.text().contains(said), "{said}: {refused}");
        }
        let other = Person::enter(&world.public, &theirs, &[]);
        assert_eq!(other.browser.get("/desk/people").status, 403, "staff lets nobody in");
        let id = Sql::of(&service).texts("SELECT id AS value FROM persons WHERE name = 'Otto Other'");
        assert_eq!(person.browser.get(&format!("/desk/people/{}", id[0])).status, 404, "another body's");
    }

    fn one_person_acts_for_several_and_chooses(service: Service) with [DESK] {
        let world = World::new(&service);
        let person = administrator(&world);
        let link = invite(&world.registrar.client, &of_body("Ines Brandt", "body_staff", &world.other_body.slug));
        let page = person.browser.get(&link).text();
        assert!(page.contains("Add this role to those of Ines Brandt"), "{page}");
        let joined = send(&person.browser, &link, &[("form_token".to_owned(), form_token(&page))]);
        leads_to(&joined, "/desk");
        let desk = person.browser.get("/desk").text();
        assert!(desk.contains("staff · ") && desk.contains("/desk/role"), "{desk}");
        assert_eq!(person.browser.get("/desk/people").status, 403, "in this role");
        let id = text(&world.registrar.client.get("/v1/persons").expect(200)["items"][0], "id");
        let roles = world.registrar.client.get(&format!("/v1/persons/{id}")).expect(200);
        let first = text(&roles["roles"][0], "id");
        leads_to(&person.submit("/desk", "/desk/role", &[("role", &first)]), "/desk");
        let people = person.browser.get("/desk/people").text();
        assert!(people.contains("Ines Brandt"), "{people}");
        let mine = person.browser.get(&format!("/desk/people/{id}")).text();
        assert!(mine.contains("administrator") && !mine.contains("staff"), "roles elsewhere are not this body's to see: {mine}");
        let stranger = person.submit("/desk", "/desk/role", &[("role", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00")]);
        assert_eq!(stranger.status, 422, "{stranger}");
    }
}
