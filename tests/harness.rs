//! The harness itself: what the other tests stand on must not be wrong in silence.

use crate::support::{Service, on_both_engines, postgres, proxy::Proxy};

on_both_engines! {
    /// A restart keeps the database and the clients.
    fn restarts(mut service: Service) {
        let client = service.client();
        client.get("/livez").expect(200);
        service.restart();
        client.get("/livez").expect(200);
        service.kill_nine();
        client.try_send("GET", "/livez", &[], &[]).expect_err("nobody answers");
        service.restart();
        client.get("/livez").expect(200);
        assert!(service.terminate().success());
    }

    /// A request that no HTTP library would send still gets an answer.
    fn answers_raw_bytes(service: Service) {
        let answer = service.client().raw(b"BROKEN\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    }
}

/// The database goes away and comes back: behind a proxy that is cut and stalled, and by its server being stopped.
#[test]
fn the_database_goes_away() {
    let Some(mut cluster) = postgres::own_cluster() else { return };
    let database = postgres::Database::in_cluster(&cluster);
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[]);
    let client = service.client();
    client.get("/readyz").expect(200);
    assert!(proxy.accepted() > 0, "the service goes through the proxy");

    proxy.cut();
    client.get("/readyz").expect_problem(503, "database_unavailable");
    client.get("/livez").expect(200);
    proxy.restore();
    client.wait_until_ready();

    proxy.stall();
    client.get("/readyz").expect_problem(503, "database_unavailable");
    proxy.restore();
    client.wait_until_ready();

    cluster.stop();
    client.get("/readyz").expect_problem(503, "database_unavailable");
    cluster.resume();
    client.wait_until_ready();
    cluster.crash();
    client.get("/readyz").expect_problem(503, "database_unavailable");
    cluster.resume();
    client.wait_until_ready();
}
