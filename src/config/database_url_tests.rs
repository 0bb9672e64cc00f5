use super::*;

fn postgresql(text: &str) -> PostgresqlUrl<'_> {
    match DatabaseUrl::parse(text) {
        Ok(DatabaseUrl::Postgresql(url)) => url,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_postgresqls_library_reads_is_read() {
    #[rustfmt::skip]
    let urls = [
        ("postgres://u:SECRET@h/d", "postgres://u:***@h/d", "h"),
        ("postgresql://u:SECRET@h1:5432,h2:5433/d?target_session_attrs=read-write", "postgresql://u:***@h1:5432,h2:5433/d?target_session_attrs=read-write", "h1 h2"),
        ("postgresql://u@/d?host=/run/postgresql", "postgresql://u@/d?host=/run/postgresql", "/run/postgresql"),
        ("postgres://%2Frun%2Fpostgresql/d", "postgres://%2Frun%2Fpostgresql/d", "/run/postgresql"),
        ("postgres:///d?host=h1,h2&port=1,2", "postgres:///d?host=h1,h2&port=1,2", "h1 h2"),
        ("postgres://u:SECRET@[::1]:5432,[2001:db8::1]/d", "postgres://u:***@[::1]:5432,[2001:db8::1]/d", "::1 2001:db8::1"),
        ("postgres://u:SECRET#?:&=,[%40%2F%25@h:5432", "postgres://u:***@h:5432", "h"),
        ("postgres://u:@h", "postgres://u:@h", "h"),
        ("postgres://h/d?user=u&password=SECRET", "postgres://h/d?***", "h"),
        ("postgres://h/d?user=u&sslpassword=SECRET", "postgres://h/d?***", "h"),
        ("postgres://u@h/d?", "postgres://u@h/d?", "h"),
        ("postgres://", "postgres://", ""),
    ];
    for (text, masked, hosts) in urls {
        let url = postgresql(text);
        assert_eq!((url.masked().as_str(), url.hosts().join(" ").as_str()), (masked, hosts), "{text}");
        assert!(!format!("{url:?}").contains("SECRET"), "{text}");
    }
    let url = postgresql("postgres://u@h/d?options=-c%20a%3Db&connect_timeout=7");
    assert_eq!(url.parameter("options").as_deref(), Some("-c a=b"));
    assert_eq!(
        url.with(&[("options", "-c x=+y".to_owned())]),
        "postgres://u@h/d?options=-c%20a%3Db&connect_timeout=7&options=-c%20x%3D%2By"
    );
    assert_eq!(
        postgresql("postgres://h").with(&[("options", "a".to_owned()), ("port", "1".to_owned())]),
        "postgres://h?options=a&port=1"
    );
}

#[test]
fn nothing_of_an_address_that_cannot_be_read_is_repeated() {
    for (text, cure) in [
        ("postgres://u:SE@CRET@h/d", "@ as %40"),
        ("postgres://u:SE/CRET@h/d", "/ as %2F"),
        ("postgres://u:SE/CR@ET@h/d", "/ as %2F"),
        ("postgres://u:SE@CR/ET@h/d", "@ as %40"),
        ("postgres://u:SE@CR?ET@h/d", "@ as %40"),
        ("postgres://u:SE@CR?ET=x@h/d", "@ as %40"),
        ("postgres://u:SE@CR:ET@h/d", "@ as %40"),
        ("postgres://u:SE@CR,ET@h/d", "@ as %40"),
        ("postgres://u:SE@[CRET@h/d", "@ as %40"),
        ("postgres://u:SECRET%@h/d", "% as %25"),
        ("postgres://u:SECRET%zz@h/d", "% as %25"),
        ("postgres://u:SECRET%00@h/d", "% as %25"),
        ("postgres://u:SE CRET@h/d", "%20"),
        ("postgres://u:SECRET\n@h/d", "%20"),
        ("postgres://u:SECRET", "followed by an @"),
        ("postgres://u:SECRET/d", "followed by an @"),
        ("postgres://SECRET?x@h/d", "? as %3F"),
        ("postgres://u@h:SECRET/d", "port"),
        ("postgres://u@h:70000/d", "port"),
        ("postgres://u@[h/d", "brackets"),
        ("postgres://u@[]/d", "brackets"),
        ("postgres://u@[::1]SECRET/d", "port"),
        ("postgres://u@::1/d", "brackets"),
        ("postgres://u@h/d?SECRET", "number 1"),
        ("postgres://u@h/d?port=1&SECRET=x", "number 2"),
        ("postgres://u@h/d?password=SE&CRET", "number 2"),
        ("postgres://u@h/d?password=SE=CRET", "number 1"),
        ("postgres://u@h/d?password=SECRET%", "% as %25"),
        ("postgres://u@h/SECRET%", "% as %25"),
        ("postgres:u:SECRET@h/d", "must begin with"),
        ("postgre://u:SECRET@h/d", "must begin with"),
        ("mysql://u:SECRET@h/d", "must begin with"),
        ("host=h password=SECRET", "key=value"),
        ("u:SECRET@h/d", "must begin with"),
        ("", "must begin with"),
        ("sqlite:", "must name a file"),
        ("sqlite://", "must name a file"),
        ("sqlite:x.db?mode=ro", "no parameters"),
        ("sqlite:x.db?key=SECRET", "no parameters"),
        ("sqlite:file:x.db", "without file:"),
        ("sqlite://file:/x.db?mode=ro", "without file:"),
        ("sqlite:x\0.db", "NUL"),
    ] {
        let reason = DatabaseUrl::parse(text).expect_err(text);
        assert!(reason.contains(cure), "{text}: {reason}");
        for part in ["SE", "CR", "ET"] {
            assert!(!reason.contains(part), "{text}: {reason}");
        }
    }
}

#[test]
fn nothing_that_is_secret_is_left_in_an_address_for_a_command_line() {
    #[rustfmt::skip]
    let urls = [
        ("postgres://u:p@h/d", "postgres://u@h/d", Some("p")),
        ("postgres://u:Hunter?Fox9@h/d", "postgres://u@h/d", Some("Hunter?Fox9")),
        ("postgres://u:a:b?c=d&e#@h:1,[::1]:2/d?sslmode=require", "postgres://u@h:1,[::1]:2/d?sslmode=require", Some("a:b?c=d&e#")),
        ("postgres://u@h:5432/d?sslmode=require", "postgres://u@h:5432/d?sslmode=require", None),
        ("postgres://u:a%40b+c%2F@h1:1,h2:2/d?port=1", "postgres://u@h1:1,h2:2/d?port=1", Some("a@b+c/")),
        ("postgresql:///d?host=/run&password=s%26t&user=u", "postgresql:///d?host=/run&user=u", Some("s&t")),
        ("postgres://u:first@h/d?password=second", "postgres://u@h/d", Some("second")),
        ("postgres://u@h/d?sslpassword=s&oauth_client_secret=s&scram_client_key=s&scram_server_key=s", "postgres://u@h/d", None),
        ("postgres://:p@h/d?", "postgres://@h/d", Some("p")),
        ("postgres://u:@h/d", "postgres://u:@h/d", None),
        ("postgres://h/d", "postgres://h/d", None),
    ];
    for (text, without, password) in urls {
        let (found, secret) = postgresql(text).without_secrets();
        assert_eq!((found.as_str(), secret.as_deref()), (without, password), "{text}");
    }
}
