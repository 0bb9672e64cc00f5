//! The address of the database: what is wrong with it is said, and nothing of a password.

use crate::support::command::Program;
use crate::support::world::World;
use crate::support::{Service, postgres, scratch};

/// Two pieces of a password, which stand in no message.
const PIECES: [&str; 2] = ["Hunter", "Fox9"];

#[test]
fn what_is_wrong_is_said_and_nothing_of_the_password() {
    let directory = scratch::directory("urls");
    for (url, words) in [
        ("postgres://u:Hunter@Fox9@127.0.0.1:1/d", "@ as %40"),
        ("postgres://u:Hunter/Fox9@127.0.0.1:1/d", "/ as %2F"),
        ("postgres://u:Hunter/F@Fox9@127.0.0.1:1/d", "/ as %2F"),
        ("postgres://u:Hunter@F?Fox9@127.0.0.1:1/d", "@ as %40"),
        ("postgres://u:Hunter%Fox9@127.0.0.1:1/d", "% as %25"),
        ("postgres://u:Hunter%@127.0.0.1:1/d", "% as %25"),
        ("postgres://u:Hunter%00Fox9@127.0.0.1:1/d", "% as %25"),
        ("postgres://u:Hunter Fox9@127.0.0.1:1/d", "%20"),
        ("postgres://u:Hunter#Fox9@127.0.0.1:1/d", "cannot be reached"),
        ("postgres://u:Hunter?Fox9@127.0.0.1:1/d", "cannot be reached"),
        ("postgres://u:Hunter:Fox9@127.0.0.1:1/d", "cannot be reached"),
        ("postgres://u:Hunter%40Fox9@127.0.0.1:1,127.0.0.1:2/d", "cannot be reached"),
        ("postgres://u@127.0.0.1:1/d?password=Hunter%40Fox9", "cannot be reached"),
        ("postgres://u@127.0.0.1:1/d?password=Hunter&Fox9", "number 2"),
        ("postgres://u@127.0.0.1:1/d?pasword=Hunter", "number 1"),
        ("postgres://u:Hunter:Fox9/d", "followed by an @"),
        ("postgres://u:Hunter", "followed by an @"),
        ("postgres:u:Hunter@127.0.0.1:1/d", "must begin with"),
        ("mysql://u:Hunter@127.0.0.1:1/d", "must begin with"),
        ("host=127.0.0.1 user=u password=Hunter", "key=value"),
        ("sqlite:data.db?key=Hunter", "no parameters"),
        ("sqlite:file:data.db?key=Hunter", "without file:"),
    ] {
        let program = Program::new(directory.path()).set("DATABASE_URL", url);
        for arguments in [
            &["serve", "--bind", "127.0.0.1:0"][..],
            &["migrate"],
            &["client", "list"],
            &["doctor"],
            &["config", "show"],
        ] {
            let ended = program.run(arguments);
            let all = format!("{}{}", ended.printed, ended.said);
            if arguments == ["config", "show"] && words == "cannot be reached" {
                assert!(ended.code == Some(0) && all.contains("postgres://u"), "{url}: {all}");
            } else {
                assert!(ended.code == Some(1) && all.contains(words), "{url} {arguments:?}: {all}");
            }
            assert!(!PIECES.iter().any(|piece| all.contains(piece)), "{url} {arguments:?}: {all}");
            assert!(!all.contains("panicked"), "{url} {arguments:?}: {all}");
        }
    }
    let left: Vec<_> = std::fs::read_dir(directory.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| name == "data"), "no file is made of what stands behind a path: {left:?}");
}

/// All that PostgreSQL's own library reads is read: several hosts, the folder of a socket, options.
#[test]
fn several_hosts_and_sockets_are_taken() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let (host, port) = database.upstream();
    let name = database.name().to_owned();
    let given = database.url().to_owned();
    let rest = format!("{host}:{port}/{name}");
    let user = given.trim_start_matches("postgres://").split('@').next().unwrap().to_owned();
    let program = |url: &str| {
        let directory = scratch::directory("urls");
        let doctor = Program::new(directory.path()).set("DATABASE_URL", url).run(&["doctor"]);
        assert!(doctor.printed.contains("ok       database       PostgreSQL"), "{url}: {doctor:?}");
        doctor.printed
    };
    let several = program(&format!("postgres://{user}@127.0.0.1:1,{rest}"));
    assert!(several.contains("target_session_attrs=read-write"), "{several}");
    let one = program(&format!("postgresql://{user}@/{name}?host={host}&port={port}"));
    assert!(!one.contains("database hosts"), "{one}");
    program(&format!("postgres://{user}@{rest}?options=-c%20work_mem%3D1MB&application_name=a%26b"));
    let url = format!("postgres://{user}@127.0.0.1:1,{rest}?target_session_attrs=read-write");
    assert!(!program(&url).contains("database hosts"));
    let service = Service::start_on_postgres(database, &url, &[]);
    World::new(&service);
}
