//! Restoring on PostgreSQL goes by way of a schema of its own: what is in use is touched by one short transaction at the
//! end.

use std::path::Path;
use std::process::{Command, Stdio};

use super::IsTold;
use super::postgresql::{archive, command, connect, failed, gather, in_words, schema, server_version, texts, wait};
use super::programs::find;
use crate::store::connection::DatabaseConnection;
use crate::store::inspection::ask;

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
        let strangers = strangers(&mut connection, &schema)?;
        let owner = "SELECT CAST(r.rolname AS text) AS answer FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner \
                     WHERE c.relname = 'events' AND c.relnamespace = CAST(current_schema() AS regnamespace) \
                     AND r.rolname <> current_user";
        let owner = texts(&mut connection, owner).map_err(in_words)?.pop();
        drop(connection);
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
        let mut loading = command(&find("psql", version)?, &self.url);
        loading.args(["--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1"]);
        loading.arg("--file").arg(before.path()).args(["--file", "-", "--file"]).arg(after.path());
        loading.stdin(unpacking.stdout.take().map_or_else(Stdio::null, Stdio::from)).stdout(Stdio::null());
        let mut loading =
            loading.stderr(Stdio::piped()).spawn().map_err(|error| format!("psql cannot be started: {error}"))?;
        let (unpacking_said, loading_said) = (gather(unpacking.stderr.take()), gather(loading.stderr.take()));
        let loaded = wait(&mut loading, is_told);
        let unpacked = wait(&mut unpacking, is_told);
        let loading_said = loading_said.join().unwrap_or_default();
        let unpacking_said = unpacking_said.join().unwrap_or_default();
        let (loaded, unpacked) = (loaded?, unpacked?);
        if !loaded.success() {
            return Err(failed("psql", loaded, &loading_said));
        }
        if !unpacked.success() {
            return Err(failed("pg_restore", unpacked, &unpacking_said));
        }
        Ok(())
    }

    /// The address at which the backup is to be found as if it were the database.
    #[must_use]
    pub fn url(&self) -> String {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        let role = self.owner.as_deref().map_or_else(String::new, |owner| format!("%20-crole%3D{}", encoded(owner)));
        format!("{}{separator}options=-csearch_path%3D{STAGING}{role}", self.url)
    }

    /// Puts the backup's tables in the place of those in use, in one transaction, and keeps these in a schema whose name
    /// ends in `mark`; says which.
    pub fn take_place(mut self, mark: &str) -> Result<Option<String>, String> {
        let own = &self.schema;
        let kept = format!("touchstone_before_restore_{mark}");
        let mut connection = connect(&self.url)?;
        let is_empty = "SELECT CAST(count(*) AS text) AS answer FROM pg_class WHERE relkind IN ('r', 'p') \
                        AND relnamespace = CAST(current_schema() AS regnamespace)";
        let has_tables = ask(&mut connection, is_empty).map_err(in_words)? != "0";
        let away = if has_tables { format!("CREATE SCHEMA {kept};\n{}", moving(own, &kept)) } else { String::new() };
        let swap =
            format!("SET statement_timeout = 0; BEGIN;\n{away}{}DROP SCHEMA {STAGING};\nCOMMIT", moving(STAGING, own));
        connection.run(&swap).map_err(in_words)?;
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

/// A value within the parameter `options` of a URL: spaces and backslashes have a backslash before them, and what is not a
/// letter or digit is percent-encoded.
fn encoded(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace(' ', "\\ ");
    let encode = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || byte == b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    escaped.bytes().map(encode).collect()
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
