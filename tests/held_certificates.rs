//! The holder's link, for whoever has it: what it opens, for how long, what the holder decides, and what nobody decides
//! with it.

use serde_json::{Value, json};
use touchstone::auth::permission::Caller;
use touchstone::error::{Code, Error};
use touchstone::registry::holder_links::{self, HeldCertificate};
use touchstone::registry::{candidates, certificates, clients};
use touchstone::scheme::person::GivenNames;
use touchstone::secret::Secret;

use crate::support::holder_links::{certified, issue, open, open_page, token_of};
use crate::support::sql::Sql;
use crate::support::steps::{change_certificate, day, each, patch, verification};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines, registry};

/// Asserts that a link opens nothing, and that the words do not tell why.
#[track_caller]
fn opens_nothing(outcome: Result<HeldCertificate, Error>) {
    let error = outcome.expect_err("it opens nothing");
    let said = "this link does not exist or is no longer valid; ask the body that issued the certificate for a new one";
    assert_eq!((error.code(), error.to_string().as_str()), (Code::NotFound, said));
}

on_both_engines! {
    fn a_link_opens_its_certificate_with_its_status_now(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (_, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let seen = |expected: &str| {
            let held = open(&registry, &token).unwrap();
            let names = (held.given_names.as_ref().map(GivenNames::as_str), held.family_name.as_str());
            assert_eq!(names, (Some("Ada"), "Lovelace"));
            assert_eq!((held.certificate.number.to_string(), held.listed), (number.clone(), false));
            let as_of = registry.read(None, |work| Ok(certificates::as_of(work, &held.certificate))).unwrap();
            assert_eq!(certificates::status_word(held.certificate.history().status_on(as_of)), expected);
            let again = registry.read(Some(held.caller()), holder_links::read).unwrap();
            assert_eq!(again.certificate.id, held.certificate.id);
        };
        seen("valid");
        change_certificate(&world, &number, "suspensions", &day(-1), None).expect(201);
        seen("suspended");
        change_certificate(&world, &number, "withdrawals", &day(0), None).expect(201);
        seen("withdrawn");
        issue(&world.body.caller.client, &links);
    }

    fn a_link_is_no_access_token(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number, links) = certified(&world);
        let (path, token) = issue(client, &links);
        let bearer = world.public.with_token(token.expose());
        for closed in [format!("/v1/certificates/{number}/credential"), format!("/v1/certificates/{number}/pdf"), links.clone()] {
            bearer.get(&closed).expect_problem(401, "invalid_token");
        }
        bearer.get("/v1/bodies").expect(200);
        let (holder, page) = open_page(&world.public, &format!("/holder/{}", token.expose()));
        let held = holder.get(&format!("{page}/credential.jwt"));
        assert_eq!((held.status, held.header("content-type")), (200, "application/vc+jwt"), "{held}");
        assert_eq!(held.text(), client.get(&format!("/v1/certificates/{number}/credential")).text());
        let log = events::all(client);
        let signed: Vec<_> = log.iter().filter(|event| event["kind"] == "credential_issued").collect();
        assert_eq!(signed.len(), 1, "it is issued once");
        assert_eq!(signed[0]["actor"], format!("holder_link:{}", path.rsplit('/').next().unwrap()));
    }

    fn what_was_revoked_or_has_expired_opens_nothing(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, _, links) = certified(&world);
        let (registry, _) = registry::of(&service);
        let (path, token) = issue(client, &links);
        let caller = open(&registry, &token).unwrap().caller();
        let answer = client.delete(&path);
        assert_eq!((answer.status, answer.body.len()), (204, 0), "{answer}");
        let shown = client.get(&path).expect(200);
        assert_eq!(shown["state"], "revoked");
        assert_eq!(shown["revoked_by"], format!("client:{}", world.body.caller.client_id));
        assert!(text(&shown, "revoked_at") >= text(&shown, "issued_at"));
        opens_nothing(open(&registry, &token));
        opens_nothing(registry.read(Some(caller), holder_links::read));
        opens_nothing(registry.write(caller, |work| holder_links::decide_listing(work, true)));
        assert_eq!(world.registrar.client.delete(&path).status, 204, "once more changes nothing");
        assert_eq!(client.get(&path).expect(200), shown);

        let today = token_of(&client.post(&links, &json!({"expires_on": day(0)})).expect(201));
        let caller = open(&registry, &today).expect("it opens on its last day").caller();
        let yesterday = format!("UPDATE holder_links SET expires_on = '{}' WHERE revoked_at IS NULL", day(-1));
        assert_eq!(Sql::of(&service).execute(&yesterday), Ok(1));
        opens_nothing(open(&registry, &today));
        opens_nothing(registry.write(caller, |work| holder_links::decide_listing(work, true)));
        assert_eq!(each(&client.get(&links).expect(200), "state"), ["revoked", "expired"]);
        let expired = format!("{links}/{}", each(&client.get(&links).expect(200), "id")[1]);
        assert_eq!(client.delete(&expired).status, 204);
        assert_eq!(client.get(&expired).expect(200)["state"], "revoked");
        assert_eq!(verification(&world, links.split('/').nth(3).unwrap(), "")["holder"], Value::Null);
    }

    fn nothing_but_the_token_opens(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (path, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let digest = Sql::of(&service).texts("SELECT token_digest AS value FROM holder_links").remove(0);
        let whole = token.expose();
        for wrong in [
            "",
            "ts_link_",
            "\0",
            "\u{202e}ts_link_",
            &whole[8..],
            &whole[..whole.len() - 1],
            &format!("{whole}A"),
            &format!(" {whole}"),
            &whole.to_uppercase(),
            &digest,
            &number,
            path.rsplit('/').next().unwrap(),
            "' OR 1=1 --",
            &"a".repeat(1 << 20),
        ] {
            opens_nothing(open(&registry, &Secret::new(wrong)));
        }
        open(&registry, &token).unwrap();
    }

    fn a_holder_decides_whether_the_name_is_shown(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, number, links) = certified(&world);
        let (path, token) = issue(client, &links);
        let (registry, _) = registry::of(&service);
        let record = format!("/v1/candidates/{candidate}");
        let caller = open(&registry, &token).unwrap().caller();
        let decide = |listed: bool| registry.write(caller, |work| holder_links::decide_listing(work, listed)).unwrap();
        let changes = || {
            let mut log = events::all(client);
            log.retain(|event| event["kind"] == "candidate_changed");
            log
        };

        let before = client.get(&record);
        assert!(decide(true).listed && open(&registry, &token).unwrap().listed);
        let after = client.get(&record);
        assert_eq!(after.expect(200)["listed"], true);
        assert!(text(&after.json(), "changed_at") > text(&before.json(), "changed_at"));
        let stale = client.with_header("if-match", before.header("etag"));
        stale.patch(&record, &json!({"listed": false})).expect_problem(412, "precondition_failed");
        assert_eq!(verification(&world, &number, "")["holder"], json!({"given_names": "Ada", "family_name": "Lovelace"}));

        assert!(decide(true).listed);
        assert_eq!(client.get(&record).header("etag"), after.header("etag"), "what is decided already changes nothing");
        let told = changes();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["actor"], format!("holder_link:{}", path.rsplit('/').next().unwrap()));
        assert_eq!(told[0]["subject"], json!({"kind": "candidate", "id": candidate}));
        assert_eq!((&told[0]["data"], &told[0]["body_id"]), (&json!({"changed": ["listed"]}), &json!(world.body.id)));

        assert!(!decide(false).listed);
        assert_eq!(verification(&world, &number, "")["holder"], Value::Null);
        patch(client, &record, &json!({"listed": true})).expect(200);
        assert!(open(&registry, &token).unwrap().listed);
        assert_eq!(changes().len(), 3);
    }

    fn a_holder_does_that_and_nothing_else(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (path, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let held = open(&registry, &token).unwrap();
        let holder = Some(held.caller());
        let (id, candidate) = (path.rsplit('/').next().unwrap(), held.certificate.candidate);
        let refusals = [
            registry.read(holder, |work| certificates::find(work, &number).map(drop)),
            registry.read(holder, |work| candidates::find(work, candidate).map(drop)),
            registry.read(holder, |work| holder_links::find(work, &number, id).map(drop)),
            registry.write(held.caller(), |work| holder_links::revoke(work, &number, id)),
            registry.read(holder, |work| clients::find(work, &world.registrar.client_id).map(drop)),
        ];
        for refusal in refusals {
            let refusal = refusal.expect_err("it is not the holder's");
            assert_eq!(refusal.code(), Code::Forbidden);
            assert!(refusal.to_string().contains("your link has the role `holder`"), "{refusal}");
        }
        let operator = registry.write(Caller::OPERATOR, |work| holder_links::decide_listing(work, true));
        let refusal = operator.expect_err("a registrar is not the holder");
        assert_eq!(refusal.to_string(), "this is for the certificate's holder; your client has the role `registrar`");
    }
}
