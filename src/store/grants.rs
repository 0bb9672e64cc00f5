//! What the service's role may do in PostgreSQL: read everything, add to it, and change only what the registry changes.
//! The tables belong to another role, under which migrations run, so that whoever gets hold of the service's connection
//! can neither drop a trigger nor alter a table.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use super::connection::DatabaseConnection;
use super::inspection;
use crate::error::Error;

/// The table of diesel's that lists the migrations: the service reads it, to compare.
pub(super) const MIGRATIONS: &str = "__diesel_schema_migrations";

/// Tables whose rows the registry never changes, beside those that a trigger keeps as they are.
const NEVER_CHANGED: [&str; 18] = [
    "candidate_comparisons",
    "candidate_distinctions",
    "candidate_duplicates",
    "credential_documents",
    "credential_files",
    "credential_words",
    "decisions",
    "dump_files",
    "dump_pieces",
    "event_personal_data",
    "letters",
    "organisation_distinctions",
    "organisation_duplicates",
    "organisation_keys",
    "result_batch_pieces",
    "result_batch_rows",
    "used_challenges",
    "webhook_attempts",
];

/// Tables whose rows the registry never deletes, beside those that a trigger keeps. Where the row of another table is
/// deleted that they belong to, the database deletes theirs itself.
const NEVER_DELETED: [&str; 32] = [
    "bodies",
    "candidates",
    "clients",
    "course_sessions",
    "courses",
    "credential_documents",
    "credential_files",
    "credential_words",
    "decisions",
    "document_files",
    "documents",
    "dump_files",
    "dump_pieces",
    "event_personal_data",
    "evidence",
    "holder_links",
    "invitations",
    "issuer_keys",
    "letters",
    "notices",
    "organisations",
    "passkeys",
    "persons",
    "questioned_certificates",
    "result_batch_rows",
    "role_assignments",
    "service_starts",
    "sign_in_links",
    "signing_keys",
    "status_lists",
    "training_organisations",
    "webhook_attempts",
];

/// The tables of the schema that are the asker's: which columns no trigger keeps from being changed (all of them where
/// there is none; a trigger with a condition lets some pass), whether those are all, and whether all rows are kept from being
/// deleted. The bits are those of `pg_trigger.tgtype`: 8 for DELETE, 16 for UPDATE.
const TABLES: &str = "
    SELECT CAST(c.relname AS text) AS name,
        (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS (
                SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                WHERE t.tgrelid = c.oid AND p.proname = 'refuse_change' AND (t.tgtype & 16) <> 0 AND t.tgqual IS NULL
                    AND (CAST(t.tgattr AS text) = '' OR a.attnum = ANY (t.tgattr)))) AS changeable,
        EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = c.oid AND p.proname = 'refuse_change' AND (t.tgtype & 16) <> 0) AS guarded,
        EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = c.oid AND p.proname = 'refuse_change' AND (t.tgtype & 8) <> 0 AND t.tgqual IS NULL) AS kept
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')
    ORDER BY c.relname";

/// The sequences of the schema, and whether numbers are drawn from them by name; those of identity columns need no grant
/// for that. A backup reads how far each of them is.
const SEQUENCES: &str = "
    SELECT CAST(c.relname AS text) AS name, EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i') AS of_identity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'S' AND pg_has_role(c.relowner, 'USAGE')
    ORDER BY c.relname";

/// The schema, quoted, if it is the asker's.
const OWN_SCHEMA: &str = "
    SELECT quote_ident(CAST(n.nspname AS text)) AS answer FROM pg_namespace n
    WHERE n.nspname = current_schema() AND pg_has_role(n.nspowner, 'USAGE')";

/// Why the role is not one to run the service under; no row where it is.
const UNFIT: &str = "
    SELECT CASE
        WHEN r.rolsuper THEN 'is a superuser, whom no grant limits'
        WHEN pg_has_role(r.rolname, current_user, 'MEMBER') THEN 'is the role that owns the tables, or a member of it'
        WHEN has_schema_privilege(r.rolname, current_schema(), 'CREATE') AND NOT pg_has_role(current_user,
            (SELECT n.nspowner FROM pg_namespace n WHERE n.nspname = current_schema()), 'USAGE')
            THEN 'may make tables in the schema, and only the owner of the schema can take that from it'
        END AS answer
    FROM pg_roles r WHERE r.rolname = $1";

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    changeable: Option<String>,
    #[diesel(sql_type = Bool)]
    guarded: bool,
    #[diesel(sql_type = Bool)]
    kept: bool,
}

#[derive(QueryableByName)]
struct Sequence {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    of_identity: bool,
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Nullable<Text>)]
    answer: Option<String>,
}

impl Table {
    fn privileges(&self) -> Vec<String> {
        let name = self.name.as_str();
        let mut privileges = vec!["SELECT".to_owned()];
        if name == MIGRATIONS {
            return privileges;
        }
        privileges.push("INSERT".to_owned());
        match &self.changeable {
            Some(_) if NEVER_CHANGED.contains(&name) => {}
            Some(columns) if self.guarded => privileges.push(format!("UPDATE ({columns})")),
            Some(_) => privileges.push("UPDATE".to_owned()),
            None => {}
        }
        if !self.kept && !NEVER_DELETED.contains(&name) {
            privileges.push("DELETE".to_owned());
        }
        privileges
    }
}

/// Gives `role` what the service needs of every table there is, and nothing else; what it had before is taken from it.
/// Says how many tables there are. To be run under the role that owns the tables, after each migration.
///
/// # Errors
/// [`Error::Refused`] with [`Code::Forbidden`](crate::error::Code::Forbidden) for a role that is not there or that
/// no grant limits.
pub fn grant(connection: &mut DatabaseConnection, role: &str) -> Result<usize, Error> {
    check_role(connection, role)?;
    let tables = diesel::sql_query(TABLES).load::<Table>(connection)?;
    let role = quoted(role);
    let mut statements = Vec::new();
    // Where the schema is another's, `check_role` has made sure that there is nothing to take.
    for schema in texts(connection, OWN_SCHEMA)? {
        // What everybody may do, the service may do too.
        statements.push(format!("REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"));
        statements.push(format!("REVOKE ALL ON SCHEMA {schema} FROM {role}"));
        statements.push(format!("GRANT USAGE ON SCHEMA {schema} TO {role}"));
    }
    for table in &tables {
        let name = quoted(&table.name);
        statements.push(format!("REVOKE ALL ON {name} FROM {role}"));
        statements.push(format!("GRANT {} ON {name} TO {role}", table.privileges().join(", ")));
    }
    for sequence in diesel::sql_query(SEQUENCES).load::<Sequence>(connection)? {
        let name = quoted(&sequence.name);
        let privileges = if sequence.of_identity { "SELECT" } else { "SELECT, USAGE" };
        statements.push(format!("REVOKE ALL ON SEQUENCE {name} FROM {role}"));
        statements.push(format!("GRANT {privileges} ON SEQUENCE {name} TO {role}"));
    }
    connection.begin()?;
    for statement in &statements {
        if let Err(error) = connection.run(statement) {
            connection.end(false)?;
            return Err(error);
        }
    }
    connection.end(true)?;
    Ok(tables.len())
}

fn check_role(connection: &mut DatabaseConnection, role: &str) -> Result<(), Error> {
    let found = match connection {
        DatabaseConnection::Postgresql(connection) => {
            diesel::sql_query(UNFIT).bind::<Text, _>(role).load::<Answer>(connection)?
        }
        DatabaseConnection::Sqlite(_) => {
            let detail = "SQLite has no roles; the mode of its file says who may use it";
            return Err(Error::refused(crate::error::Code::Forbidden, detail));
        }
    };
    let why = match found.into_iter().next() {
        None => "does not exist; make it first: CREATE ROLE … LOGIN PASSWORD …".to_owned(),
        Some(Answer { answer: None }) => return Ok(()),
        Some(Answer { answer: Some(why) }) => why,
    };
    Err(Error::refused(crate::error::Code::Forbidden, format!("the role {role} {why}")))
}

/// A name as SQL quotes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What the connection's role may do that the service never needs, in words; nothing where it is as it should be.
pub fn excess(connection: &mut DatabaseConnection) -> Result<Vec<String>, Error> {
    const QUERY: &str = "
        SELECT 'it is a superuser' AS answer FROM pg_roles WHERE rolname = current_user AND rolsuper
        UNION ALL SELECT 'it owns the tables, and may alter them and drop their triggers' WHERE EXISTS (
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER'))
        UNION ALL SELECT 'it may make tables in the schema'
            WHERE has_schema_privilege(current_schema(), 'CREATE')
        UNION ALL SELECT 'it may change, delete or truncate events'
            WHERE has_table_privilege('events', 'UPDATE, DELETE, TRUNCATE, TRIGGER')";
    texts(connection, QUERY)
}

/// The tables of the registry that the connection's role may not read.
pub fn unreadable(connection: &mut DatabaseConnection) -> Result<Vec<String>, Error> {
    const QUERY: &str = "
        SELECT CAST(c.relname AS text) AS answer FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class m ON m.relnamespace = n.oid AND m.relname = '__diesel_schema_migrations' AND m.relowner = c.relowner
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT has_table_privilege(c.oid, 'SELECT')
        ORDER BY c.relname";
    texts(connection, QUERY)
}

fn texts(connection: &mut DatabaseConnection, query: &str) -> Result<Vec<String>, Error> {
    if matches!(connection, DatabaseConnection::Sqlite(_)) {
        return Ok(Vec::new());
    }
    inspection::texts(connection, query)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_table_grants_what_its_triggers_and_the_code_leave() {
        let table = |name: &str, changeable: Option<&str>, guarded, kept| {
            let changeable = changeable.map(str::to_owned);
            Table { name: name.to_owned(), changeable, guarded, kept }.privileges().join(", ")
        };
        assert_eq!(table("events", None, true, true), "SELECT, INSERT");
        assert_eq!(table("certificates", Some("current"), true, true), "SELECT, INSERT, UPDATE (current)");
        assert_eq!(table("a_new_table", Some("a, b"), false, false), "SELECT, INSERT, UPDATE, DELETE");
        assert_eq!(table("bodies", Some("a, b"), false, false), "SELECT, INSERT, UPDATE");
        assert_eq!(table("decisions", Some("a"), false, false), "SELECT, INSERT");
        assert_eq!(table(MIGRATIONS, Some("version"), false, false), "SELECT");
    }

    /// Holds the lists against the statements of the store, as far as these name their table on the spot.
    #[test]
    fn nothing_is_withheld_that_a_statement_needs() {
        let mut found = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let source = std::fs::read_to_string(entry.path()).unwrap();
                for (statement, withheld) in [("update", &NEVER_CHANGED[..]), ("delete", &NEVER_DELETED[..])] {
                    for rest in source.split(&format!("diesel::{statement}(")).skip(1) {
                        let table = rest.trim_start().split("::table").next().unwrap();
                        found += usize::from(table.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
                        let place = entry.path().display().to_string();
                        assert!(!withheld.contains(&table), "{place} has a statement {statement} of {table}");
                    }
                }
            }
        }
        assert!(found > 20, "{found} statements");
    }
}
