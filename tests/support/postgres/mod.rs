//! A PostgreSQL database per test: a cluster per test process, a migrated template in it, a clone of that per test.

mod cluster;

use std::io::Write as _;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, sql_query, sql_types::Text};
use url::Url;

pub use cluster::{Cluster, give_to_server};

use super::service::clean_command;

/// Names a server to use instead of a private cluster: the address of a database there, with an account that may
/// make databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

/// Every database of the tests begins with this, followed by the number of the process that made it.
const PREFIX: &str = "touchstone_test_";

/// Where this process's databases are made.
struct Server {
    administration: String,
    /// What follows the name of a database that is to be a copy of the template.
    copy: String,
    /// Whoever makes a database: two `CREATE DATABASE` of the same template at once are an error.
    maker: Mutex<PgConnection>,
    /// Whoever drops one, which waits for nobody who makes one.
    remover: Mutex<PgConnection>,
    /// Held for as long as the process lives; its end ends the cluster.
    _cluster: Option<Cluster>,
}

/// One test's own database, dropped with the value.
pub struct Database {
    name: String,
    url: String,
    administration: String,
}

impl Database {
    /// A migrated, empty database; `None` when the machine has no PostgreSQL, which was said on standard error then.
    pub fn clone_of_template() -> Option<Self> {
        let server = server()?;
        let database = Self::new(&server.administration);
        execute(
            &mut server.maker.lock().unwrap_or_else(PoisonError::into_inner),
            &format!("CREATE DATABASE {} {}", database.name, server.copy),
        );
        Some(database)
    }

    /// A database without any table, for tests of the migrations; `None` when the machine has no PostgreSQL.
    pub fn without_tables() -> Option<Self> {
        let server = server()?;
        let database = Self::new(&server.administration);
        administer(&server.administration, &format!("CREATE DATABASE {}", database.name));
        Some(database)
    }

    /// A database without any table, whose texts are in this encoding; `None` when the machine has no PostgreSQL.
    pub fn with_encoding(encoding: &str) -> Option<Self> {
        let server = server()?;
        let database = Self::new(&server.administration);
        let like = "TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'";
        administer(&server.administration, &format!("CREATE DATABASE {} ENCODING '{encoding}' {like}", database.name));
        Some(database)
    }

    /// A migrated, empty database in a cluster of the test's own, which the test may stop.
    pub fn in_cluster(cluster: &Cluster) -> Self {
        let database = Self::new(&cluster.url("postgres"));
        administer(&database.administration, &format!("CREATE DATABASE {}", database.name));
        migrate(&database.url);
        database
    }

    /// What the server calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of the database from which it is administered.
    pub fn administration(&self) -> &str {
        &self.administration
    }

    /// The address for `DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same database by another port of the loopback interface: that of a [`super::proxy::Proxy`].
    pub fn url_through(&self, port: u16) -> String {
        let mut url = Url::parse(&self.url).expect("it was parsed before");
        url.set_host(Some("127.0.0.1")).expect("a host can be set");
        url.set_port(Some(port)).expect("a port can be set");
        url.into()
    }

    /// The host and port that a proxy forwards to.
    pub fn upstream(&self) -> (String, u16) {
        let url = Url::parse(&self.url).expect("it was parsed before");
        (url.host_str().unwrap_or("127.0.0.1").to_owned(), url.port().unwrap_or(5432))
    }

    /// Carries out a statement as the administrator, in this database.
    pub fn execute(&self, statement: &str) {
        administer(&self.url, statement);
    }

    fn new(administration: &str) -> Self {
        let name = new_name();
        Self { url: sibling(administration, &name), name, administration: administration.to_owned() }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server =
            SERVER.get().and_then(Option::as_ref).filter(|server| server.administration == self.administration);
        if let Some(server) = server {
            let _ = sql_query(statement).execute(&mut *server.remover.lock().unwrap_or_else(PoisonError::into_inner));
            return;
        }
        // The cluster may have been stopped by the test, and then takes its databases with it.
        if let Ok(mut connection) = PgConnection::establish(&self.administration) {
            let _ = sql_query(statement).execute(&mut connection);
        }
    }
}

/// A second cluster, for one test's own use; `None` when the machine has no `initdb`, also when `TEST_POSTGRES_URL`
/// lends a server, because that one is not the test's to stop.
pub fn own_cluster() -> Option<Cluster> {
    Cluster::start().map_err(|reason| skip(&reason)).ok()
}

/// A cluster whose server speaks German; `None` where it cannot be had or has not learnt it, which was said.
pub fn german_cluster() -> Option<Cluster> {
    let cluster = Cluster::start_speaking(Some("de")).map_err(|reason| eprintln!("no German server: {reason}")).ok()?;
    let mut connection = PgConnection::establish(&cluster.url("postgres")).expect("it answers");
    let complaint = sql_query("SELECT 1 / 0").execute(&mut connection).expect_err("nothing can be divided by zero");
    let is_german = complaint.to_string().contains("Null");
    if !is_german {
        eprintln!("no German server: it says {complaint}");
    }
    is_german.then_some(cluster)
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();

fn server() -> Option<&'static Server> {
    SERVER.get_or_init(|| make_server().map_err(|reason| skip(&reason)).ok()).as_ref()
}

fn make_server() -> Result<Server, String> {
    let given = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty());
    let (administration, cluster) = if let Some(url) = given {
        remove_leftovers(&url);
        (url, None)
    } else {
        let cluster = Cluster::start()?;
        (cluster.url("postgres"), Some(cluster))
    };
    let template = new_name();
    administer(&administration, &format!("CREATE DATABASE {template}"));
    migrate(&sibling(&administration, &template));
    let mut maker = connect(&administration);
    // To copy its files takes half the processor time of writing its pages through the log. Servers before 15 do it anyway.
    let version = sql_query("SELECT current_setting('server_version_num') AS answer").get_result::<Answer>(&mut maker);
    let version = version.map_err(|error| error.to_string())?.answer;
    let strategy = if version.len() > 5 && version.as_str() >= "150000" { "STRATEGY FILE_COPY" } else { "" };
    let (copy, remover) = (format!("TEMPLATE {template} {strategy}"), connect(&administration));
    Ok(Server { administration, copy, maker: Mutex::new(maker), remover: Mutex::new(remover), _cluster: cluster })
}

/// Says once, past the test runner's capture, that the PostgreSQL half was not run. With `CI=true` that is a failure.
fn skip(reason: &str) {
    static SAID: OnceLock<()> = OnceLock::new();
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "CI must test PostgreSQL too, and cannot: {reason}. Install PostgreSQL's server, or set {VARIABLE}."
    );
    SAID.get_or_init(|| {
        let line = format!("\nSKIPPED: every test on PostgreSQL: {reason}. Install its server, or set {VARIABLE}.\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    });
}

fn migrate(url: &str) {
    let mut command: Command = clean_command();
    let output = command.arg("migrate").env("DATABASE_URL", url).output().expect("the binary can be started");
    assert!(output.status.success(), "touchstone migrate: {}", String::from_utf8_lossy(&output.stderr));
}

fn new_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{PREFIX}{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The address of another database of the same server.
fn sibling(url: &str, database: &str) -> String {
    let mut url = Url::parse(url).unwrap_or_else(|error| panic!("{VARIABLE} is not a URL: {error}"));
    url.set_path(database);
    url.into()
}

/// Carries out a statement; one at a time: two `CREATE DATABASE` of the same template at once are an error.
pub fn administer(url: &str, statement: &str) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    execute(&mut connect(url), statement);
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap_or_else(|error| panic!("PostgreSQL: {error}"))
}

fn execute(connection: &mut PgConnection, statement: &str) {
    sql_query(statement).execute(connection).unwrap_or_else(|error| panic!("{statement}: {error}"));
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

/// The rows of a query whose only column is a text called `answer`.
pub fn ask(url: &str, query: &str) -> Vec<String> {
    let rows: Vec<Answer> = sql_query(query).load(&mut connect(url)).unwrap_or_else(|error| panic!("{query}: {error}"));
    rows.into_iter().map(|row| row.answer).collect()
}

/// A database's name, as the catalogue lists it.
#[derive(QueryableByName)]
struct Listed {
    #[diesel(sql_type = Text)]
    datname: String,
}

/// Drops what killed test processes of this machine left on a lent server.
fn remove_leftovers(url: &str) {
    let mut connection = PgConnection::establish(url).unwrap_or_else(|error| panic!("{VARIABLE}: {error}"));
    let query = format!("SELECT datname::text FROM pg_database WHERE datname LIKE '{PREFIX}%'");
    let listed: Vec<Listed> = sql_query(query).load(&mut connection).expect("the catalogue can be read");
    for Listed { datname } in listed {
        let number = datname.trim_start_matches(PREFIX).split('_').next().and_then(|number| number.parse().ok());
        let process = number.and_then(rustix::process::Pid::from_raw);
        if process.is_none_or(|process| rustix::process::test_kill_process(process).is_err()) {
            let _ = sql_query(format!("DROP DATABASE IF EXISTS {datname} WITH (FORCE)")).execute(&mut connection);
        }
    }
}
