//! The primary dies, and its standby takes over.

use super::support::postgres::{self, Cluster, Database};
use super::support::writers::{check, wait_until_writable, write_while};
use super::support::{Engine, Service, World};
use super::{QUIET, RECOVERY};

/// Crashes a primary under load and promotes its synchronous standby.
pub fn run(engine: Engine, _rounds: u32) -> Result<String, String> {
    if engine == Engine::Sqlite {
        return Err("there is no standby of a file".to_owned());
    }
    let mut primary = postgres::own_cluster().ok_or("there is no PostgreSQL on this machine")?;
    let database = Database::in_cluster(&primary);
    let standby = Cluster::standby_of(&primary)?;
    let administration = primary.url("postgres");
    for statement in ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"] {
        postgres::administer(&administration, statement);
    }
    let ports = format!("{},{}", primary.port(), standby.port());
    let name = database.name().to_owned();
    let url = format!(
        "postgres:///{name}?user=touchstone&host=127.0.0.1,127.0.0.1&port={ports}&target_session_attrs=read-write&connect_timeout=2"
    );
    let service = Service::start_on_postgres(database, &url, QUIET);
    let world = World::new(&service);
    let (acknowledged, sent_away) = write_while(&world, false, || {
        std::thread::sleep(std::time::Duration::from_millis(700));
        primary.crash();
        postgres::administer(&standby.url("postgres"), "SELECT pg_promote()");
    });
    let recovered = wait_until_writable(&world, RECOVERY);
    check(&world, &acknowledged);
    let (kept, after) = (acknowledged.len(), recovered.as_millis());
    Ok(format!("{sent_away} writers sent away, back {after} ms after the promotion, all of {kept} writes are there"))
}
