//! What a server fails with is told by its kind, in whatever language.

use serde_json::Value;

use crate::support::sql::Sql;
use crate::support::world::{World, candidate};
use crate::support::{Engine, Service};

/// The server's own troubles are no fault of the request, whatever they are called.
#[test]
fn the_servers_troubles_are_unavailable() {
    let Some(service) = Service::start(Engine::Postgres) else { return };
    let world = World::new(&service);
    let body = &world.body.caller.client;
    let mut sql = Sql::of(&service);
    sql.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING \
                 ERRCODE = current_setting('test.code'), MESSAGE = 'das geht gerade nicht'; END $$",
    )
    .unwrap();
    sql.execute("CREATE TRIGGER fail BEFORE INSERT ON candidates FOR EACH ROW EXECUTE FUNCTION fail()").unwrap();
    for (code, status) in [
        ("53000", 503),
        ("53100", 503),
        ("53200", 503),
        ("53300", 503),
        ("53400", 503),
        ("54001", 503),
        ("55000", 503),
        ("55006", 503),
        ("55P03", 503),
        ("57000", 503),
        ("57014", 503),
        ("57P01", 503),
        ("57P02", 503),
        ("57P03", 503),
        ("57P05", 503),
        ("58000", 503),
        ("58030", 503),
        ("58P01", 503),
        ("58P02", 503),
        ("08000", 503),
        ("08006", 503),
        ("25006", 503),
        ("25P03", 503),
        ("40001", 503),
        ("XX001", 503),
        ("42501", 503),
        ("23502", 500),
        ("23503", 500),
        ("23514", 500),
    ] {
        let database = service.database().unwrap().name().to_owned();
        sql.execute(&format!("ALTER DATABASE {database} SET test.code = '{code}'")).unwrap();
        sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").unwrap();
        let answer = body.post("/v1/candidates", &candidate(&Value::Null));
        assert_eq!(answer.status, status, "{code}: {answer}");
        if status == 503 {
            assert!(answer.header("retry-after").parse::<u64>().is_ok(), "{code}: {answer}");
        }
        assert!(!answer.text().contains("gerade"), "{code}: {answer}");
    }
    sql.execute("DROP TRIGGER fail ON candidates").unwrap();
    world.register_candidate(body, &Value::Null);
}
