//! On PostgreSQL the service's role makes backups, the owner restores, and the service goes on under its role.

use crate::support::command::Program;
use crate::support::postgres::Database;
use crate::support::sql::Sql;
use crate::support::world::World;
use crate::support::{Service, events, scratch};

#[test]
fn the_service_makes_backups_and_the_owner_restores() {
    let Some(database) = Database::without_tables() else { return };
    let name = database.name().to_owned();
    let role = |kind: &str| {
        database.execute(&format!("CREATE ROLE {name}_{kind} LOGIN PASSWORD 'of-the-tests'"));
        let mut url = url::Url::parse(database.url()).unwrap();
        url.set_username(&format!("{name}_{kind}")).unwrap();
        url.set_password(Some("of-the-tests")).unwrap();
        url.to_string()
    };
    let (owner_url, service_url) = (role("owner"), role("service"));
    database.execute(&format!("ALTER DATABASE {name} OWNER TO {name}_owner"));
    let directory = scratch::directory("backups");
    let owner = Program::new(directory.path()).set("DATABASE_URL", &owner_url);
    let service_role = format!("{name}_service");
    owner.run(&["migrate", "--grant-to", &service_role]).done();
    let administrator = database.url().to_owned();
    let mut service = Service::start_on_postgres(database, &service_url, &[]);
    let world = World::new(&service);
    world.certified_candidate(&serde_json::json!({}));
    let feed = events::all(&world.registrar.client);
    let backup = directory.path().join("x.backup").display().to_string();
    Program::beside(&service).run(&["backup", &backup]).done();
    world.certified_candidate(&serde_json::json!({}));
    service.terminate();
    Program::beside(&service).run(&["restore", &backup]).refused(&["another role", "owns the tables"]);
    owner.run(&["restore", &backup, "--grant-to", "nobody_of_this_name"]).refused(&["does not exist", "as it was"]);
    let restored = owner.run(&["restore", &backup]);
    assert!(
        restored.done().contains(&format!("The role {service_role} may do what the service needs")),
        "{restored:?}"
    );
    assert!(restored.printed.contains("touchstone_before_restore_"), "{restored:?}");
    service.restart();
    assert_eq!(events::all(&world.registrar.client)[..feed.len()], feed);
    world.certified_candidate(&serde_json::json!({}));
    let mut sql = Sql::of(&service);
    for statement in ["DROP TRIGGER events_append_only ON events", "UPDATE events SET kind = 'x'"] {
        assert!(sql.execute(statement).is_err(), "{statement}");
    }
    drop(sql);
    // On a new server nobody has any right yet, not even to look into the schema.
    let elsewhere = Database::without_tables().unwrap();
    elsewhere.execute(&format!("ALTER DATABASE {} OWNER TO {name}_owner", elsewhere.name()));
    elsewhere.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    let under = |url: &str| {
        let mut url = url::Url::parse(url).unwrap();
        url.set_path(elsewhere.name());
        Program::new(directory.path()).set("DATABASE_URL", url.as_str())
    };
    under(&owner_url).run(&["restore", &backup, "--grant-to", &service_role]).done();
    under(&service_url).run(&["client", "list"]).done();
    // An administrator restores too, and the tables stay the owner's.
    service.terminate();
    Program::new(directory.path()).set("DATABASE_URL", &administrator).run(&["restore", &backup]).done();
    let owners = "SELECT DISTINCT CAST(tableowner AS text) AS value FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(Sql::of(&service).texts(owners), [format!("{name}_owner")]);
    service.restart();
    world.certified_candidate(&serde_json::json!({}));
    let doctor = Program::beside(&service).run(&["doctor"]);
    assert!(doctor.printed.contains("cannot undo what the tables refuse"), "{doctor:?}");
}
