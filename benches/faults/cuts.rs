//! The database is cut off in every way that a network and a server know.

use std::time::{Duration, Instant};

use super::support::postgres::{self, Database};
use super::support::proxy::Proxy;
use super::support::writers::{Acknowledged, check, wait_until_writable, write_while};
use super::support::{Engine, Service, World};
use super::{QUIET, RECOVERY};

/// How long each fault lasts.
const FAULT: Duration = Duration::from_millis(700);

/// Cuts the database off in each way.
pub fn run(engine: Engine, _rounds: u32) -> Result<String, String> {
    if engine == Engine::Sqlite {
        return Err("the database is inside the service".to_owned());
    }
    let mut cluster = postgres::own_cluster().ok_or("there is no PostgreSQL on this machine")?;
    let administration = cluster.url("postgres");
    let database = Database::in_cluster(&cluster);
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let name = database.url().rsplit('/').next().unwrap_or_default().to_owned();
    let service = Service::start_on_postgres(database, &url, QUIET);
    let world = World::new(&service);
    let ours = format!("FROM pg_stat_activity WHERE datname = '{name}'");
    let ask = |statement: &str| drop(postgres::ask(&administration, statement));
    let (mut acknowledged, mut told) = (Acknowledged::new(), Vec::new());
    let mut trial = |called: &str, fault: &mut dyn FnMut()| {
        let (mut added, away) = write_while(&world, false, fault);
        acknowledged.append(&mut added);
        let recovered = wait_until_writable(&world, RECOVERY);
        check(&world, &acknowledged);
        told.push(format!("{called}: {away} sent away, back after {} ms", recovered.as_millis()));
    };
    let lasting = |begin: &dyn Fn(), end: &dyn Fn()| {
        std::thread::sleep(FAULT / 2);
        begin();
        std::thread::sleep(FAULT);
        end();
    };
    trial("connections cut and refused", &mut || lasting(&|| proxy.cut(), &|| proxy.restore()));
    trial("bytes swallowed", &mut || lasting(&|| proxy.stall(), &|| proxy.restore()));
    trial("backends terminated", &mut || {
        again_and_again(&|| ask(&format!("SELECT pg_terminate_backend(pid)::text AS answer {ours}")));
    });
    trial("statements cancelled", &mut || {
        again_and_again(&|| ask(&format!("SELECT pg_cancel_backend(pid)::text AS answer {ours}")));
    });
    trial("read-only", &mut || {
        let set = |value: &str| {
            for statement in [
                format!("ALTER SYSTEM SET default_transaction_read_only = {value}"),
                "SELECT pg_reload_conf()".to_owned(),
            ] {
                postgres::administer(&administration, &statement);
            }
        };
        lasting(&|| set("on"), &|| {
            postgres::administer(&administration, "ALTER SYSTEM RESET default_transaction_read_only");
            postgres::administer(&administration, "SELECT pg_reload_conf()");
        });
    });
    trial("server stopped and started", &mut || {
        cluster.stop();
        std::thread::sleep(FAULT);
        cluster.resume();
    });
    trial("server crashed and started", &mut || {
        cluster.crash();
        cluster.resume();
    });
    Ok(format!("{}; all of {} writes are there", told.join("; "), acknowledged.len()))
}

fn again_and_again(order: &dyn Fn()) {
    let until = Instant::now() + FAULT;
    while Instant::now() < until {
        order();
        std::thread::sleep(Duration::from_millis(30));
    }
}
