//! A database as the first version of the registry made it, with records in it.

use std::path::Path;

use super::sql::Sql;
use super::{Engine, Service};

/// The one migration of that time, and how diesel lists it.
const MIGRATION: (&str, &str) = ("00000000000001_registry", "00000000000001");

/// Turns the database of a service that has ended back into one of the first schema: its tables are made by that version's
/// own statements, and hold what they can of what is on record.
pub fn go_back(service: &Service) {
    let engine = match service.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let up = std::fs::read_to_string(migrations.join(MIGRATION.0).join("up.sql")).expect("it is there");
    // In the order in which they refer to one another.
    let tables: Vec<&str> =
        up.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.strip_suffix(" (")).collect();
    assert!(tables.contains(&"results") && tables.len() > 10, "{tables:?}");
    let listing = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
                   run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";
    let listed = format!("{listing};\nINSERT INTO __diesel_schema_migrations (version) VALUES ('{}');\n", MIGRATION.1);
    match service.engine() {
        Engine::Sqlite => in_file(service, &up, &listed, &tables),
        Engine::Postgres => in_server(service, &up, &listed, &tables),
    }
}

fn in_file(service: &Service, up: &str, listed: &str, tables: &[&str]) {
    let path = service.database_url().strip_prefix("sqlite:").expect("it is a file").to_owned();
    // Closed by whoever had it last, it has no log.
    let later = format!("{path}.later");
    std::fs::rename(&path, &later).expect("it can be renamed");
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::rename(format!("{path}{suffix}"), format!("{later}{suffix}"));
    }
    let mut sql = Sql::of(service);
    sql.script(&format!("PRAGMA foreign_keys = OFF; {up}\n{listed}\nATTACH '{later}' AS later;"));
    for table in tables {
        let columns = sql.texts(&format!("SELECT name AS value FROM pragma_table_info('{table}')")).join(", ");
        sql.script(&format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM later.{table};"));
    }
    drop(sql);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{later}{suffix}"));
    }
}

fn in_server(service: &Service, up: &str, listed: &str, tables: &[&str]) {
    let mut sql = Sql::of(service);
    sql.script(&format!("ALTER SCHEMA public RENAME TO later; CREATE SCHEMA public; {up}\n{listed}"));
    for table in tables {
        let query = format!(
            "SELECT CAST(column_name AS text) AS value FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        );
        let columns = sql.texts(&query).join(", ");
        sql.script(&format!(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM later.{table};"
        ));
    }
    sql.script("SELECT setval('event_sequence', (SELECT max(sequence) FROM events)); DROP SCHEMA later CASCADE");
}
