//! Restoring on PostgreSQL goes by way of a schema of its own: what is in use is touched by one short transaction at the
//! end.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::postgresql::{
    archive, command, connect, failed, gather, in_words, refuse_others, schema, server_version, wait,
};
use super::programs::find;
use super::{IsTold, missing};
use crate::config::DatabaseUrl;
use crate::store::connection::DatabaseConnection;
use crate::store::grants::MIGRATIONS;
use crate::store::inspection::texts;

/// The schema in which a backup is made ready.
const STAGING: &str = "touchstone_restoring";

/// Where the tables in use are while the backup's are made under the same names, within one transaction.
const ASIDE: &str = "touchstone_set_aside";

/// A backup in a schema of its own, to be made ready there. What is left of it goes with the value.
pub struct Staging {
    url: String,
    schema: String,
    /// Who owns the tables in use, if that is another role than the one that connects, such as an administrator.
    owner: Option<String>,
    is_in_place: bool,
}

impl Staging {
    /// Loads a backup. What is in use stays in its place: it is moved aside and back within one transaction, because a
    /// backup names its schema.
    pub fn load(url: &str, backup: &Path, is_told: IsTold<'_>) -> Result<Self, String> {
        let mut connection = connect(url)?;
        let version = server_version(&mut connection)?;
        let schema = schema(&mut connection)?;
        let mut tables = tables(&mut connection)?;
        // One that is only for the list of migrations is ours, from a first one that failed.
        tables.retain(|table| table != MIGRATIONS);
        let strangers = strangers(&mut connection, &schema)?;
        let owner = "SELECT CAST(r.rolname AS text) AS answer FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner \
                     WHERE c.relname = 'events' AND c.relnamespace = CAST(current_schema() AS regnamespace) \
                     AND r.rolname <> current_user";
        let owner = texts(&mut connection, owner).map_err(in_words)?.pop();
        drop(connection);
        if !tables.is_empty() && !missing(&tables).is_empty() {
            let (own, some) = (quoted(&schema), tables.into_iter().take(3).collect::<Vec<_>>());
            return Err(format!(
                "another program's tables are in the schema {schema}: {}\n\
                 Check DATABASE_URL: the registry has a database of its own. If this is the right one, move away what is \
                 there: ALTER SCHEMA {own} RENAME TO before; CREATE SCHEMA {own};",
                some.join(", ")
            ));
        }
        if !strangers.is_empty() {
            return Err(format!(
                "the tables {} belong to another role\nRestore under the role that owns the tables.",
                strangers.join(", ")
            ));
        }
        let archive = archive(backup, &find("pg_restore", version)?, is_told)?;
        if archive.schema != schema {
            return Err(format!(
                "the backup is of the schema {}, and this database's is {schema}: set the role's search_path to it, and make it",
                archive.schema
            ));
        }
        let staging = Self { url: url.to_owned(), schema, owner, is_in_place: false };
        staging.run_scripts(backup, version, is_told)?;
        let seen = super::postgresql::schema(&mut connect(&staging.url())?)?;
        if seen != STAGING {
            return Err(format!(
                "what connects with the options of the schema {STAGING} is in the schema {seen} all the same"
            ));
        }
        Ok(staging)
    }

    fn run_scripts(&self, backup: &Path, version: u32, is_told: IsTold<'_>) -> Result<(), String> {
        let own = &self.schema;
        let script = |text: String| {
            let file = tempfile::NamedTempFile::new().and_then(|file| std::fs::write(file.path(), text).map(|()| file));
            file.map_err(|error| {
                format!("no temporary file can be used: {error}\nThe variable TMPDIR says where they are made.")
            })
        };
        let role = self.owner.as_ref().map_or_else(String::new, |owner| format!("SET ROLE {};\n", quoted(owner)));
        let before = script(format!(
            "{role}DROP SCHEMA IF EXISTS {STAGING} CASCADE;\nCREATE SCHEMA {STAGING};\nCREATE SCHEMA {ASIDE};\n{}",
            moving(own, ASIDE)
        ))?;
        let after = script(format!("{}{}DROP SCHEMA {ASIDE};\n", moving(own, STAGING), moving(ASIDE, own)))?;
        let mut unpacking = Command::new(find("pg_restore", version)?);
        unpacking.args(["--no-owner", "--no-privileges", "--file=-"]).arg(format!("--schema={own}")).arg(backup);
        let spawned = unpacking.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut unpacking = spawned.map_err(|error| format!("pg_restore cannot be started: {error}"))?;
        let mut loading = command(&find("psql", version)?, &self.url)?;
        loading.args(["--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1"]);
        loading.arg("--file").arg(before.path()).args(["--file", "-", "--file"]).arg(after.path());
        loading.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut loading =
            loading.stderr(Stdio::piped()).spawn().map_err(|error| format!("psql cannot be started: {error}"))?;
        let ends = unpacking.stdout.take().zip(loading.stdin.take());
        let passing = std::thread::spawn(move || ends.map_or(Ok(()), |(from, to)| pass_on(from, to, version)));
        let (unpacking_said, loading_said) = (gather(unpacking.stderr.take()), gather(loading.stderr.take()));
        let loaded = wait(&mut loading, is_told);
        let unpacked = wait(&mut unpacking, is_told);
        let loading_said = loading_said.join().unwrap_or_default();
        let unpacking_said = unpacking_said.join().unwrap_or_default();
        let passed = passing.join();
        let (loaded, unpacked) = (loaded?, unpacked?);
        if !loaded.success() {
            return Err(failed("psql", loaded, &loading_said));
        }
        if !unpacked.success() {
            return Err(failed("pg_restore", unpacked, &unpacking_said));
        }
        match passed {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("what pg_restore wrote did not reach psql: {error}")),
            Err(_) => Err("what pg_restore wrote did not reach psql".to_owned()),
        }
    }

    /// The address at which the backup is to be found as if it were the database.
    #[must_use]
    pub fn url(&self) -> String {
        address(&self.url, STAGING, self.owner.as_deref())
    }

    /// The address at which it is to be found once it has taken its place, under the role that owns it.
    #[must_use]
    pub fn url_in_place(&self) -> String {
        address(&self.url, &self.schema, self.owner.as_deref())
    }

    /// Puts the backup's tables in the place of those in use, in one transaction, and keeps these in a schema whose name
    /// ends in `mark`; says which.
    pub fn take_place(mut self, mark: &str) -> Result<Option<String>, String> {
        let own = &self.schema;
        let kept = format!("touchstone_before_restore_{mark}");
        let mut connection = connect(&self.url)?;
        let has_tables = !tables(&mut connection)?.is_empty();
        let away = if has_tables { format!("CREATE SCHEMA {kept};\n{}", moving(own, &kept)) } else { String::new() };
        let begin = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; BEGIN; SET LOCAL lock_timeout = '30s'";
        connection.run(&format!("{begin};\n{away}")).map_err(in_words)?;
        // Who connects from here on waits for what was moved; who did before would write to it.
        refuse_others(&mut connection)?;
        connection.run(&format!("{}DROP SCHEMA {STAGING};\nCOMMIT", moving(STAGING, own))).map_err(in_words)?;
        self.is_in_place = true;
        Ok(has_tables.then_some(kept))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_in_place
            && let Ok(mut connection) = connect(&self.url)
        {
            // What stays is dropped when the next restore begins.
            let _ = connection.run(&format!("SET statement_timeout = 0; DROP SCHEMA IF EXISTS {STAGING} CASCADE"));
        }
    }
}

/// A database's address for sessions that look into this schema, under this role. The options that it has are kept.
fn address(url: &str, schema: &str, owner: Option<&str>) -> String {
    let Ok(DatabaseUrl::Postgresql(parsed)) = DatabaseUrl::parse(url) else { return url.to_owned() };
    let own = parsed.parameter("options").or_else(|| std::env::var("PGOPTIONS").ok()).unwrap_or_default();
    // In options a space ends a value unless a backslash stands before it.
    let escaped = |value: &str| value.replace('\\', "\\\\").replace(' ', "\\ ");
    let role = owner.map_or_else(String::new, |owner| format!(" -crole={}", escaped(owner)));
    let options = format!("{own} -csearch_path={}{role}", escaped(&quoted(schema)));
    parsed.with(&[("options", options.trim_start().to_owned())])
}

/// Hands a script of `pg_restore` on to `psql`, without the one setting among those at its beginning that servers before 17
/// do not know.
fn pass_on(from: impl Read, mut to: impl Write, server: u32) -> io::Result<()> {
    const UNKNOWN: &[u8] = b"SET transaction_timeout = 0;";
    let (mut from, mut line, mut is_beginning) = (BufReader::new(from), Vec::new(), server < 17);
    while is_beginning && from.read_until(b'\n', &mut line)? > 0 {
        is_beginning = !(line.starts_with(b"CREATE ") || line.starts_with(b"COPY "));
        if line.trim_ascii_end() != UNKNOWN {
            to.write_all(&line)?;
        }
        line.clear();
    }
    io::copy(&mut from, &mut to).map(drop)
}

/// The tables in the schema that are no extension's.
fn tables(connection: &mut DatabaseConnection) -> Result<Vec<String>, String> {
    let query = "SELECT CAST(c.relname AS text) AS answer FROM pg_class c WHERE c.relkind IN ('r', 'p') \
                 AND c.relnamespace = CAST(current_schema() AS regnamespace) AND NOT EXISTS (SELECT 1 FROM pg_depend d \
                 WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1";
    texts(connection, query).map_err(in_words)
}

/// The tables of the registry in a schema that are another role's.
fn strangers(connection: &mut DatabaseConnection, schema: &str) -> Result<Vec<String>, String> {
    let query = format!(
        "SELECT CAST(c.relname AS text) AS answer FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = {} AND c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1 LIMIT 5",
        literal(schema)
    );
    texts(connection, &query).map_err(in_words)
}

/// Moves all tables, sequences and functions that are ours from one schema to another. What belongs to an extension stays;
/// the sequences and indexes of a table go with it.
fn moving(from: &str, to: &str) -> String {
    let (from, to) = (literal(from), literal(to));
    format!(
        "DO $move$ DECLARE one record; BEGIN
            FOR one IN SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = {from} AND c.relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(c.relowner, 'USAGE')
                    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype IN ('a', 'e', 'i'))
            LOOP EXECUTE format('ALTER TABLE %I.%I SET SCHEMA %I', {from}, one.relname, {to}); END LOOP;
            FOR one IN SELECT p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments
                FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = {from} AND pg_has_role(p.proowner, 'USAGE')
                    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass
                        AND d.objid = p.oid AND d.deptype = 'e')
            LOOP EXECUTE format('ALTER ROUTINE %I.%I(%s) SET SCHEMA %I', {from}, one.proname, one.arguments, {to}); END LOOP;
        END $move$;\n"
    )
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_servers_before_17_do_not_know_does_not_reach_them() {
        let script = "--\n\nSET lock_timeout = 0;\nSET transaction_timeout = 0;\nSET client_encoding = 'UTF8';\n\
                      CREATE TABLE x (t text);\nCOPY x (t) FROM stdin;\nSET transaction_timeout = 0;\n\\.\n\nno line's end";
        let passed = |server: u32| {
            let mut written = Vec::new();
            pass_on(script.as_bytes(), &mut written, server).unwrap();
            String::from_utf8(written).unwrap()
        };
        assert_eq!(passed(17), script);
        let without = script.replacen("SET transaction_timeout = 0;\n", "", 1);
        assert_eq!(passed(16), without);
        assert_eq!(passed(13), without);
    }

    #[test]
    fn the_options_of_an_address_are_kept() {
        for (url, owner, options) in [
            ("postgres://h/d", None, r#"-csearch_path="own""#),
            ("postgres://h/d?options=-c%20a%3Db", None, r#"-c a=b -csearch_path="own""#),
            ("postgres://h/d?options=-ca%3Db&port=1", Some(r"o w\r"), r#"-ca=b -csearch_path="own" -crole=o\ w\\r"#),
        ] {
            let address = address(url, "own", owner);
            let Ok(DatabaseUrl::Postgresql(parsed)) = DatabaseUrl::parse(&address) else { panic!("{address}") };
            assert_eq!(parsed.parameter("options").unwrap(), options, "{url}");
            assert!(address.starts_with(url), "{address}");
        }
    }
}
