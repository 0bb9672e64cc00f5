//! A registry that could not keep its word does not start, and says why.

use std::net::TcpListener;

use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection, sql_query};

use crate::support::command::Program;
use crate::support::world::World;
use crate::support::{Engine, Service, on_both_engines, postgres, scratch};

/// The command line of a server that takes any free port.
const SERVE: [&str; 3] = ["serve", "--bind", "127.0.0.1:0"];

/// Carries out a statement past the service.
fn execute(service: &Service, statement: &str) {
    if let Some(database) = service.database() {
        return database.execute(statement);
    }
    let file = service.database_url().trim_start_matches("sqlite:");
    let mut connection = SqliteConnection::establish(file).unwrap();
    sql_query(statement).execute(&mut connection).unwrap();
}

on_both_engines! {
    fn a_port_that_is_taken_is_refused(service: Service) {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let output = Program::beside(&service).run(&["serve", "--bind", &address]);
        output.refused(&["cannot listen", &address, "--bind"]);
    }

    fn a_newer_schema_is_always_refused(mut service: Service) {
        World::new(&service);
        service.terminate();
        execute(&service, "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')");
        let program = Program::beside(&service);
        for arguments in [&SERVE[..], &[SERVE[0], SERVE[1], SERVE[2], "--migrate"], &["migrate"], &["client", "list"]] {
            program.run(arguments).refused(&["newer than this program", "99990101000000"]);
        }
        let doctor = program.run(&["doctor"]);
        assert!(doctor.code == Some(1) && doctor.printed.contains("newer than this program"), "{doctor:?}");
    }

    fn an_older_schema_is_brought_up_to_date_only_where_that_is_harmless(mut service: Service) {
        service.terminate();
        let older = "DELETE FROM __diesel_schema_migrations WHERE version >= '00000000000013'";
        execute(&service, older);
        let output = Program::beside(&service).run(&SERVE);
        match service.engine() {
            // The tables are there in truth, so the migration that SQLite runs by itself fails, and says so.
            Engine::Sqlite => output.refused(&["cannot be brought up to date", "Failed to run"]),
            Engine::Postgres => output.refused(&["older than this program", "touchstone migrate", "--migrate"]),
        }
    }

    fn another_key_than_the_one_that_sealed_is_refused(mut service: Service) {
        World::new(&service);
        // As long as nobody has asked for a credential, nothing is sealed but what signs tokens.
        execute(&service, "DELETE FROM issuer_keys");
        service.terminate();
        let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let wrong = Program::beside(&service).set("TOUCHSTONE_KEY_ENCRYPTION_KEY", other);
        wrong.run(&SERVE).refused(&["do not open", "--lost-key"]);
        wrong.run(&["keys", "rotate"]).refused(&["do not open"]);
        let lost = Program::beside(&service).set("TOUCHSTONE_KEY_FILE", "elsewhere.key");
        lost.run(&SERVE).refused(&["restore it from the backup", "--lost-key"]);
        assert!(!service.data_directory().with_file_name("elsewhere.key").exists(), "no key is made in its place");
        for malformed in ["short", "AAAA", "!!!!"] {
            let program = Program::beside(&service).set("TOUCHSTONE_KEY_ENCRYPTION_KEY", malformed);
            let output = program.run(&SERVE);
            output.refused(&["key_encryption_key", "32 bytes in base64"]);
            assert!(!output.said.contains(malformed), "{output:?}");
        }
        wrong.run(&["keys", "rotate", "--lost-key"]).done();
        let serving = wrong.serve(&[]);
        serving.client().get("/readyz").expect(200);
        assert_eq!(serving.terminate(), Some(0));
    }

    fn a_setting_that_nobody_knows_is_refused(service: Service) {
        let file = service.data_directory().with_file_name("settings.toml");
        std::fs::write(&file, "workerz = 1\nbind = 7\n").unwrap();
        let program = Program::beside(&service).set("TOUCHSTONE_BODY_LIMIT", "1").set("TOUCHSTONE_WORKERS", "many");
        let path = file.display().to_string();
        let output = program.run(&["--config", &path, "serve"]);
        output.refused(&["TOUCHSTONE_BODY_LIMIT", "workerz", "did you mean `workers`", "workers", "many"]);
        let missing = Program::beside(&service).run(&["--config", "no-such.toml", "serve"]);
        missing.refused(&["no-such.toml", "cannot be read"]);
    }

    fn two_servers_on_one_database_share_their_keys(service: Service) {
        let world = World::new(&service);
        let other = Program::beside(&service).serve(&[]);
        let token = world.registrar.client.token().unwrap();
        other.client().with_token(token).get("/v1/clients").expect(200);
        assert_eq!(other.terminate(), Some(0));
    }
}

/// What is in memory only, or in no place at all, is no registry.
#[test]
fn a_database_in_memory_is_refused() {
    let directory = scratch::directory("starting");
    let program = |url: &str| Program::new(directory.path()).set("DATABASE_URL", url);
    program("sqlite::memory:").run(&SERVE).refused(&["not durable", "journal"]);
    program("sqlite::memory:").run(&["migrate"]).refused(&["not durable"]);
    for (url, word) in [
        ("sqlite:", "database_url"),
        ("mysql://host/database", "database_url"),
        ("./data/x.db", "database_url"),
        ("sqlite:/no/such/directory/x.db", "cannot be reached"),
        ("postgres://nobody@127.0.0.1:1/none", "cannot be reached"),
    ] {
        program(url).run(&SERVE).refused(&[word]);
    }
}

/// A command that needs a registry is told where there is none, and makes none: in another folder than the service's it would
/// write into one that nobody serves.
#[test]
fn no_command_makes_a_registry_by_the_way() {
    let directory = scratch::directory("starting");
    let program = Program::new(directory.path());
    std::fs::write(directory.path().join("results.csv"), "family_name\n").unwrap();
    let place = directory.path().join("data/touchstone.db");
    for arguments in [
        &["client", "add", "--name", "N", "--role", "registrar"][..],
        &["client", "list"],
        &["client", "secret", "x"],
        &["client", "remove", "x"],
        &["body", "add", "--name", "B", "--country", "DE"],
        &["body", "list"],
        &["import", "results.csv", "--body", "b"],
        &["export", "results"],
        &["keys", "list"],
        &["keys", "rotate"],
        &["issuer", "list"],
        &["issuer", "move"],
        &["backup", "x.backup"],
    ] {
        let ended = program.run(arguments);
        ended.refused(&["touchstone.db"]);
        assert!(!place.exists() && !directory.path().join("data").exists(), "{arguments:?} makes a registry");
    }
    program.run(&["client", "list"]).refused(&[
        "there is no registry in",
        &place.display().to_string(),
        "touchstone serve",
    ]);
    // An empty file is none either, such as one that a volume was mounted on.
    std::fs::create_dir(directory.path().join("data")).unwrap();
    std::fs::write(&place, "").unwrap();
    program.run(&["client", "list"]).refused(&["there is no registry in"]);
    assert_eq!(std::fs::metadata(&place).unwrap().len(), 0);
    program.run(&["migrate"]).done();
    assert!(program.run(&["client", "list"]).done().contains("no client yet"));
}

/// A first start makes everything it needs, for nobody else to look into.
#[test]
fn a_first_start_makes_what_it_needs() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = scratch::directory("starting");
    let program = Program::new(directory.path());
    let serving = program.serve(&[]);
    serving.client().get("/readyz").expect(200);
    serving.wait_for("client add --name \"Registrar\" --role registrar");
    assert_eq!(serving.terminate(), Some(0));
    let mode = |path: &str| {
        let path = directory.path().join("data").join(path);
        std::fs::metadata(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode()
            & 0o777
    };
    assert_eq!((mode(""), mode("key-encryption.key")), (0o700, 0o600));
    assert_eq!(mode("touchstone.db"), 0o600);
    let again = program.serve(&[]);
    assert_eq!(again.terminate(), Some(0));
}

/// Who listens to other machines takes secrets over TLS, unless the operator says that the network is theirs alone.
/// Kubernetes puts these into every pod beside a service of our name, Docker's links do the same.
#[test]
fn links_of_a_service_with_our_name_are_passed_over() {
    let directory = scratch::directory("starting");
    let links = [
        ("TOUCHSTONE_SERVICE_HOST", "10.0.48.109"),
        ("TOUCHSTONE_SERVICE_PORT", "8080"),
        ("TOUCHSTONE_SERVICE_PORT_HTTP", "8080"),
        ("TOUCHSTONE_PORT", "tcp://10.0.48.109:8080"),
        ("TOUCHSTONE_PORT_8080_TCP", "tcp://10.0.48.109:8080"),
        ("TOUCHSTONE_PORT_8080_TCP_PROTO", "tcp"),
        ("TOUCHSTONE_PORT_8080_TCP_PORT", "8080"),
        ("TOUCHSTONE_PORT_8080_TCP_ADDR", "10.0.48.109"),
        ("TOUCHSTONE_DATABASE_SERVICE_HOST", "10.0.48.110"),
        ("TOUCHSTONE_NAME", "/web/touchstone"),
        ("TOUCHSTONE_ENV_PATH", "/usr/bin"),
    ];
    let program = links.iter().fold(Program::new(directory.path()), |program, (name, value)| program.set(name, value));
    program.run(&["migrate"]).done();
    program.serve(&[]).client().get("/readyz").expect(200);
    let shown = program.run(&["config", "show"]);
    assert!(!shown.done().contains("10.0.48.109"), "{shown:?}");
    for (name, value) in [("TOUCHSTONE_PORT", "8080"), ("TOUCHSTONE_SERVICE_HOSTS", "x"), ("TOUCHSTONE_BNID", "x")] {
        program.clone().set(name, value).run(&SERVE).refused(&["no setting for the variable", name]);
    }
}

#[test]
fn an_address_without_its_brackets_is_told_with_them() {
    let directory = scratch::directory("starting");
    for arguments in [&["serve", "--bind", "::1:8080"][..], &["doctor", "--bind", "::1:8080"]] {
        let ended = Program::new(directory.path()).run(arguments);
        let said = format!("{}{}", ended.printed, ended.said);
        assert!(ended.code == Some(1) && said.contains("stands in brackets: [::1]:8080"), "{ended:?}");
        assert!(!said.contains("public_url"), "what follows from it is not told beside it: {ended:?}");
    }
}

#[test]
fn secrets_do_not_travel_in_clear_text() {
    let directory = scratch::directory("starting");
    let program = Program::new(directory.path());
    for (bind, url) in [
        ("0.0.0.0:0", None),
        ("0.0.0.0:0", Some("http://registry.example")),
        ("[::]:0", Some("http://localhost:8080")),
        ("0:0", None),
    ] {
        let program = url.map_or_else(|| program.clone(), |url| program.clone().set("TOUCHSTONE_PUBLIC_URL", url));
        program.run(&["serve", "--bind", bind]).refused(&[
            "clear text",
            "TOUCHSTONE_PUBLIC_URL",
            "TOUCHSTONE_ALLOW_PLAIN_HTTP",
        ]);
        let doctor = program.set("TOUCHSTONE_BIND", bind).run(&["doctor"]);
        assert!(doctor.code == Some(1) && doctor.printed.contains("clear text"), "{bind} {url:?}: {doctor:?}");
    }
    for (name, value) in [("TOUCHSTONE_PUBLIC_URL", "https://registry.example"), ("TOUCHSTONE_ALLOW_PLAIN_HTTP", "yes")]
    {
        let mut serving = program.clone().set(name, value).start(&["serve", "--bind", "0.0.0.0:0"]);
        serving.wait_until_it_says("\"ready\"");
        serving.signal(rustix::process::Signal::TERM);
        assert_eq!(serving.ended().code, Some(0), "{name}");
    }
}

/// PostgreSQL's schema is changed by who says so, once.
#[test]
fn an_empty_postgresql_database_is_migrated_on_request() {
    let Some(database) = postgres::Database::without_tables() else { return };
    let directory = scratch::directory("starting");
    let program = Program::new(directory.path()).set("DATABASE_URL", database.url());
    program.run(&SERVE).refused(&["older than this program", "touchstone migrate"]);
    let doctor = program.run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("older than this program"), "{doctor:?}");
    let serving = program.serve(&["--migrate"]);
    serving.client().get("/readyz").expect(200);
    assert_eq!(serving.terminate(), Some(0));
    assert!(program.run(&["migrate"]).done().contains("nothing to run"));
    program.serve(&[]).client().get("/readyz").expect(200);
}

/// A server that could forget what it acknowledged is refused, whichever setting is to blame.
#[test]
fn a_database_that_could_forget_is_refused() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let directory = scratch::directory("starting");
    let program = Program::new(directory.path()).set("DATABASE_URL", database.url());
    let name = database.url().rsplit('/').next().unwrap();
    database.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    program.run(&SERVE).refused(&["not durable", "synchronous_commit"]);
    program.run(&["client", "list"]).refused(&["synchronous_commit"]);
    let doctor = program.run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("synchronous_commit"), "{doctor:?}");
    database.execute(&format!("ALTER DATABASE {name} RESET synchronous_commit"));
    program.serve(&[]).client().get("/readyz").expect(200);
}
