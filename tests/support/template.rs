//! The people of a test, made once per process and engine, and copied from there into the database of each test.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::sql::Sql;
use super::world::People;
use super::{Engine, Service};

/// Where they were made: the rows that this wrote, as one SQL script, and who they are.
struct Template {
    people: People,
    script: String,
}

/// What every database has of itself: which migrations ran, with what the service was started last, what signs tokens, and the
/// invitation of whoever administers the registry.
const OF_ITS_OWN: &str = "('__diesel_schema_migrations', 'calendar', 'invitations', 'service_starts', 'signing_keys')";

/// The events of that, which are a registry's first, in whichever order.
const BEGINNING: [&str; 2] = ["invitation_issued", "signing_key_generated"];

/// Puts the people of a test into the database of `service`, as another node would: at once, and while it runs. `None`
/// where somebody was there before.
pub fn copy_into(service: &Service) -> Option<&'static People> {
    let template = template(service.engine());
    let mut sql = Sql::as_maker_for(service);
    // Nothing else has happened.
    let is_empty = sql.texts("SELECT kind AS value FROM events ORDER BY kind") == BEGINNING;
    is_empty.then(|| {
        sql.script(&template.script);
        &template.people
    })
}

fn template(engine: Engine) -> &'static Template {
    static TEMPLATES: [OnceLock<Template>; 2] = [const { OnceLock::new() }; 2];
    TEMPLATES[engine as usize].get_or_init(|| make(engine))
}

fn make(engine: Engine) -> Template {
    let mut service = Service::start(engine).expect("the engine is there, as another service runs on it");
    let people = People::make(&service);
    service.terminate();
    let mut sql = Sql::of(&service);
    let mut script = "BEGIN;\n".to_owned();
    if engine == Engine::Postgres {
        // What these rows refer to is among them: to look for each costs more than to write them. A lent server may not let us.
        let unchecked = "SELECT set_config('session_replication_role', 'replica', true) FROM pg_roles \
                         WHERE rolname = current_user AND rolsuper;\n";
        script.push_str(unchecked);
    }
    for table in tables(&mut sql) {
        append_rows(&mut sql, &table, &mut script);
    }
    append_sequences(&mut sql, &mut script);
    // An RSA key takes a second to find. These are there before the event of their making, which no test asks for.
    let made = service.command(&["keys", "rotate", "--purpose", "credentials"]);
    assert!(made.status.success(), "{made:?}");
    append_rows(&mut sql, "issuer_keys", &mut script);
    script.push_str("COMMIT;\n");
    Template { people, script }
}

/// All tables with rows to copy, those that others refer to first: they were made before them.
fn tables(sql: &mut Sql) -> Vec<String> {
    sql.texts(&match sql {
        Sql::Postgres(_) => format!(
            "SELECT relname::text AS value FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
             AND relname NOT IN {OF_ITS_OWN} ORDER BY oid"
        ),
        // The rows of a virtual table are in others, which are listed too.
        Sql::Sqlite(_) => format!(
            "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' \
             AND name NOT LIKE 'sqlite_%' AND name NOT IN {OF_ITS_OWN} ORDER BY rowid"
        ),
    })
}

fn append_rows(sql: &mut Sql, table: &str, script: &mut String) {
    let later = format!("sequence > {}", BEGINNING.len());
    let others = match table {
        "events" => format!("WHERE {later}"),
        "event_personal_data" => format!("WHERE event_id IN (SELECT id FROM events WHERE {later})"),
        _ => String::new(),
    };
    match sql {
        Sql::Postgres(_) => {
            let query =
                format!("SELECT quote_literal(json_agg(t)::text) AS value FROM {table} t {others} HAVING count(*) > 0");
            for rows in sql.texts(&query) {
                let from = format!("SELECT * FROM json_populate_recordset(NULL::{table}, {rows})");
                let _ = writeln!(script, "INSERT INTO {table} OVERRIDING SYSTEM VALUE {from};");
            }
        }
        Sql::Sqlite(_) => {
            let columns =
                sql.texts(&format!("SELECT format('\"%w\"', name) AS value FROM pragma_table_info('{table}')"));
            let values = columns.iter().map(|name| format!("quote({name})")).collect::<Vec<_>>().join(" || ',' || ");
            // Of the tables behind a virtual one some have rows from the beginning.
            let insert = if table.starts_with("directory_grams_") { "INSERT OR REPLACE" } else { "INSERT" };
            for row in sql.texts(&format!("SELECT {values} AS value FROM {table} {others}")) {
                let _ = writeln!(script, "{insert} INTO {table} ({}) VALUES ({row});", columns.join(", "));
            }
        }
    }
}

/// SQLite's follow from the rows.
fn append_sequences(sql: &mut Sql, script: &mut String) {
    if matches!(sql, Sql::Postgres(_)) {
        let query = "SELECT format('SELECT setval(''%s'', %s);', sequencename, last_value) AS value FROM pg_sequences \
                     WHERE last_value IS NOT NULL";
        script.extend(sql.texts(query).into_iter().flat_map(|statement| [statement, "\n".to_owned()]));
    }
}
