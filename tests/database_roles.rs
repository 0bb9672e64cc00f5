//! On PostgreSQL the service runs under a role that can add and read, and cannot undo what the tables refuse.

use serde_json::json;

use crate::support::batches::{csv, finished, foundation, submit};
use crate::support::command::Program;
use crate::support::credentials::{jws, pdf};
use crate::support::organisation_certificates::published;
use crate::support::persons::Staff;
use crate::support::postgres::{Database, ask};
use crate::support::sql::Sql;
use crate::support::steps::{change_body, change_certificate, day, patch};
use crate::support::webhooks::{Hook, LOCAL};
use crate::support::world::{Caller, World, text};
use crate::support::{Client, Receiver, Service, events, holder_links, scratch};

/// The roles of a database: who owns its tables, and whom the service runs under. They stay in the cluster, which is
/// thrown away.
struct Roles {
    owner_url: String,
    service_url: String,
    service: String,
}

impl Roles {
    fn make(database: &Database) -> Self {
        let url = url::Url::parse(database.url()).unwrap();
        let name = url.path().trim_start_matches('/').to_owned();
        let role = |kind: &str| {
            let role = format!("{name}_{kind}");
            database.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'of-the-tests'"));
            let mut url = url.clone();
            url.set_username(&role).unwrap();
            url.set_password(Some("of-the-tests")).unwrap();
            (role, url.to_string())
        };
        let ((owner, owner_url), (service, service_url)) = (role("owner"), role("service"));
        database.execute(&format!("ALTER DATABASE {name} OWNER TO {owner}"));
        Self { owner_url, service_url, service }
    }
}

/// Everything that writes, once: people, results, files, credentials, links, organisations, listings, clients, webhooks.
fn everything(service: &Service, world: &World) {
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let (candidate, result) = world.certified_candidate(&json!({}));
    let number = text(&result["certificate"], "number");
    patch(body, &format!("/v1/candidates/{candidate}"), &json!({"email": "new@example.org"})).expect(200);
    for (name, decision) in [("Grant", Some(true)), ("Hill", Some(false)), ("Ivory", None)] {
        let change = json!({
            "family_name": name, "reason": "marriage",
            "proof": {"method": "deed_seen", "note": "Seen at our office."},
        });
        let changes = format!("/v1/candidates/{candidate}/identity-changes");
        let asked = text(&body.post(&changes, &change).expect(201), "id");
        match decision {
            Some(agreed) => {
                let decision = json!({"agreed": agreed, "words": "Looked at."});
                registrar.post(&format!("{changes}/{asked}/decisions"), &decision).expect(201)
            }
            None => body.post(&format!("{changes}/{asked}/withdrawals"), &json!({})).expect(201),
        };
    }
    let duplicate = world.register_candidate(&world.other_body.caller.client, &json!({}));
    for _ in 0..2 {
        let same = json!({"duplicate_id": duplicate, "reason": "One identity card."});
        registrar.post(&format!("/v1/candidates/{candidate}/merges"), &same).expect(201);
        let apart = json!({"reason": "Two identity cards."});
        registrar.post(&format!("/v1/candidates/{duplicate}/separations"), &apart).expect(201);
    }
    jws(body, &number);
    pdf(body, &number);
    let (_, _, links) = holder_links::certified(world);
    holder_links::issue(body, &links);
    change_certificate(world, &number, "suspensions", &day(-1), None).expect(201);
    change_certificate(world, &number, "reinstatements", &day(0), None).expect(201);
    published(world, &json!({}));
    change_body(world, &world.other_body.id, "suspensions", &day(-1)).expect(201);
    patch(registrar, &format!("/v1/bodies/{}", world.body.id), &json!({"contact": "new@example.org"})).expect(200);
    let batch = submit(body, "", &csv(&[foundation("1", &[]), foundation("2", &[("marks", "3")])]));
    assert_eq!(finished(body, &batch)["state"], "completed");
    let leaving = Caller::new(service, "Leaving", "body", Some(&world.body.slug));
    registrar.post(&format!("/v1/clients/{}/secret", leaving.client_id), &json!({})).expect(201);
    assert_eq!(registrar.delete(&format!("/v1/clients/{}", leaving.client_id)).status, 204);
    persons(service, registrar);
    let receiver = Receiver::start();
    let hook = Hook::new(body, &receiver.url(), &[]);
    world.register_candidate(body, &json!({}));
    receiver.wait_for_type("candidate_registered");
    assert_eq!(body.delete(&hook.path).status, 204);
    let keyed = body.with_header("idempotency-key", "once");
    let person = crate::support::world::candidate(&json!({}));
    let first = keyed.post("/v1/candidates", &person).expect(201);
    assert_eq!(keyed.post("/v1/candidates", &person).expect(201), first);
    assert!(registrar.get("/v1/exports/results").text().contains(&number));
    assert!(service.command(&["keys", "rotate"]).status.success());
    assert!(!events::all(registrar).is_empty());
}

/// Persons and invitations, from their beginning to their end.
fn persons(service: &Service, registrar: &Client) {
    let invited = json!({"name": "Ruth Abara", "email": "ruth@persons.example", "role": "registrar"});
    let invited = text(&registrar.post("/v1/invitations", &invited).expect(201), "id");
    registrar.post(&format!("/v1/invitations/{invited}/links"), &json!({})).expect(201);
    assert_eq!(registrar.delete(&format!("/v1/invitations/{invited}")).status, 204);
    let mut staff = Staff::of(service);
    let id = staff.person("Otto Lind", "registrar", None);
    let (session, passkey) = (staff.session(&id, "2199-01-01"), staff.passkey(&id, "Laptop"));
    let person = format!("/v1/persons/{id}");
    patch(registrar, &person, &json!({"email": "new@example.org"})).expect(200);
    let roles = format!("{person}/role-assignments");
    let role = text(&registrar.post(&roles, &json!({"role": "auditor"})).expect(201), "id");
    let link = text(&registrar.post(&format!("{person}/sign-in-links"), &json!({})).expect(201), "id");
    let second = Caller::new(service, "Second office", "registrar", None).client;
    second.post(&format!("{person}/sign-in-links/{link}/agreements"), &json!({})).expect(201);
    for path in [
        format!("{roles}/{role}"),
        format!("{person}/sessions/{session}"),
        format!("{person}/passkeys/{passkey}"),
        person,
    ] {
        assert_eq!(registrar.delete(&path).status, 204, "{path}");
    }
}

#[test]
fn the_service_cannot_undo_what_the_tables_refuse() {
    let Some(database) = Database::without_tables() else { return };
    let roles = Roles::make(&database);
    let directory = scratch::directory("roles");
    let owner = Program::new(directory.path()).set("DATABASE_URL", &roles.owner_url);
    owner.run(&["migrate", "--grant-to", &roles.service]).done();

    // A service that may write no table definition neither migrates nor has to.
    let mut service = Service::start_on_postgres(database, &roles.service_url, &LOCAL);
    let world = World::new(&service);
    everything(&service, &world);
    service.restart();
    world.public.get("/readyz").expect(200);
    assert!(!service.log().contains("permission denied"), "{}", service.log());

    let mut sql = Sql::of(&service);
    for statement in [
        "DROP TRIGGER events_append_only ON events",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "ALTER TABLE events ADD COLUMN forged TEXT",
        "ALTER TABLE events OWNER TO CURRENT_USER",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP FUNCTION refuse_change() CASCADE",
        "DROP TABLE event_personal_data",
        "TRUNCATE events CASCADE",
        "UPDATE events SET kind = 'forged'",
        "DELETE FROM events",
        "UPDATE results SET outcome = 'pass'",
        "DELETE FROM certificates",
        "UPDATE certificates SET awarded_on = '2000-01-01'",
        "DELETE FROM candidates",
        "UPDATE decisions SET assessment = '{}'",
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')",
        "SELECT setval('event_sequence', 1)",
        "CREATE TABLE forged (id TEXT)",
        "CREATE RULE forged AS ON INSERT TO events DO INSTEAD NOTHING",
        "CREATE TRIGGER forged BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "SET session_replication_role = replica",
    ] {
        let refused = sql.execute(statement).expect_err(statement);
        assert!(refused.contains("permission denied") || refused.contains("must be owner"), "{statement}: {refused}");
    }
    let doctor = service.command(&["doctor"]);
    let report = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(report.contains("cannot undo what the tables refuse"), "{report}");

    // What each table grants follows from its triggers, so that a new one is covered: read for all, and for records no more
    // than to add.
    let granted = |table: &str| {
        let query = format!(
            "SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) AS answer FROM information_schema.table_privileges \
             WHERE grantee = '{}' AND table_name = '{table}'",
            roles.service
        );
        ask(&roles.owner_url, &query).concat()
    };
    for table in [
        "events",
        "results",
        "result_annulments",
        "certificate_status_changes",
        "organisation_certificate_steps",
        "decisions",
    ] {
        assert_eq!(granted(table), "INSERT SELECT", "{table}");
    }
    assert_eq!(granted("__diesel_schema_migrations"), "SELECT");
    assert_eq!(granted("certificates"), "INSERT SELECT", "and its one mark, which stands in the privileges of columns");
    assert_eq!(granted("webhook_deliveries"), "DELETE INSERT SELECT UPDATE");
}

/// The doctor tells of a role that could undo the records, and the grant refuses to pretend with one.
#[test]
fn a_role_that_no_grant_limits_is_told_of() {
    let Some(database) = Database::without_tables() else { return };
    let roles = Roles::make(&database);
    let directory = scratch::directory("roles");
    let program = |url: &str| Program::new(directory.path()).set("DATABASE_URL", url);
    let (owner, service) = (program(&roles.owner_url), program(&roles.service_url));
    owner.run(&["migrate"]).done();
    let report = service.run(&["doctor"]);
    assert!(report.code == Some(1) && report.printed.contains("--grant-to"), "the tables are closed to it: {report:?}");
    service.run(&["serve", "--bind", "127.0.0.1:0"]).refused(&["may not read", "--grant-to"]);
    let report = owner.run(&["doctor"]);
    assert!(report.printed.contains("it owns the tables"), "{report:?}");
    let report = program(database.url()).run(&["doctor"]);
    assert!(report.printed.contains("it is a superuser"), "{report:?}");

    let own = ask(&roles.owner_url, "SELECT CAST(current_user AS text) AS answer").concat();
    owner.run(&["migrate", "--grant-to", &own]).refused(&["owns the tables"]);
    owner.run(&["migrate", "--grant-to", "nobody\"; DROP TABLE events; --"]).refused(&["does not exist"]);
    let superuser = url::Url::parse(database.url()).unwrap().username().to_owned();
    owner.run(&["migrate", "--grant-to", &superuser]).refused(&["is a superuser"]);
    database.execute(&format!("GRANT {own} TO {}", roles.service));
    owner.run(&["migrate", "--grant-to", &roles.service]).refused(&["a member of it"]);
    database.execute(&format!("REVOKE {own} FROM {}", roles.service));

    // What was granted by hand before goes. A table that a later version makes is closed until it is granted too.
    database.execute(&format!("GRANT ALL ON events TO {}", roles.service));
    owner.run(&["migrate", "--grant-to", &roles.service]).done();
    let report = service.run(&["doctor"]);
    assert!(report.printed.contains("cannot undo what the tables refuse"), "{report:?}");
    let new_table = "CREATE TABLE later (id TEXT)";
    database.execute(new_table);
    database.execute(&format!("ALTER TABLE later OWNER TO {own}"));
    service.run(&["serve", "--bind", "127.0.0.1:0"]).refused(&["later", "--grant-to"]);
    owner.run(&["migrate", "--grant-to", &roles.service]).done();
    let granted = "SELECT CAST(has_table_privilege('later', 'SELECT') AND has_table_privilege('later', 'INSERT') AS text) AS answer";
    assert_eq!(ask(&roles.service_url, granted), ["true"]);
    let sqlite = Program::new(directory.path()).run(&["migrate", "--grant-to", "x"]);
    assert!(sqlite.code == Some(2) && sqlite.said.contains("SQLite has no roles"), "{sqlite:?}");
}
