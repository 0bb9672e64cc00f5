use std::time::Duration;

use super::*;

fn resolve(
    flags: &[(&'static str, &str)],
    environment: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Settings, Vec<String>> {
    let flags = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::resolve(&flags, environment, file.map(|text| ("touchstone.toml", text)))
}

fn row(settings: &Settings, key: &str) -> (String, Origin) {
    settings.show().into_iter().find(|row| row.key == key).map(|row| (row.value, row.origin)).unwrap()
}

#[test]
fn the_defaults_are_good() {
    let settings = resolve(&[], &[("PATH", "/bin")], None).unwrap();
    assert_eq!(settings.server.bind, "127.0.0.1:8080");
    assert_eq!(settings.server.public_url, "http://127.0.0.1:8080");
    assert_eq!(settings.tokens.audience, "http://127.0.0.1:8080");
    assert_eq!(settings.database.url.expose(), "sqlite:./data/touchstone.db");
    assert_eq!(settings.tokens.key_file, PathBuf::from("./data/key-encryption.key"));
    assert_eq!((settings.database.connections, settings.tokens.lifetime_seconds), (8, 900));
    let connections = &settings.connections;
    assert_eq!(
        (connections.head_deadline_seconds, connections.keep_alive_seconds, connections.answer_deadline_seconds),
        (10, 75, 60),
        "an idle connection outlives those of a balancer that keeps its own for 60 s"
    );
    assert!(settings.tokens.key_encryption_key.is_none() && settings.scheme_file.is_none());
    assert_eq!(settings.show().len(), SETTINGS.len());
    assert!(settings.show().iter().all(|row| row.origin == Origin::Default));
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let file = "bind = '127.0.0.1:1'\nworkers = 1\ndatabase_queue = 1\ntrusted_proxies = ['10.0.0.0/8', '::1']\n";
    let environment =
        [("TOUCHSTONE_BIND", "127.0.0.1:2"), ("TOUCHSTONE_WORKERS", "2"), ("TOUCHSTONE_DATABASE_QUEUE", "")];
    let settings = resolve(&[("bind", "127.0.0.1:3")], &environment, Some(file)).unwrap();
    assert_eq!(row(&settings, "bind"), ("127.0.0.1:3".to_owned(), Origin::Flag));
    assert_eq!(row(&settings, "public_url"), ("http://127.0.0.1:3".to_owned(), Origin::Default));
    assert_eq!(row(&settings, "workers"), ("2".to_owned(), Origin::Environment));
    assert_eq!(row(&settings, "database_queue"), ("1".to_owned(), Origin::File), "an empty variable is none");
    assert_eq!(settings.server.trusted_proxies.len(), 2);
}

#[test]
fn reports_every_mistake_at_once() {
    let file = "workerz = 1\nlog_format = 'xml'\nidempotency_hours = true\n";
    let environment = [("TOUCHSTONE_BINT", "x"), ("DATABASE_URL", "postgress://u:hunter2@h/d")];
    let mistakes = resolve(&[("public_url", "ftp://x")], &environment, Some(file)).unwrap_err();
    let all = mistakes.join("\n");
    for part in [
        "touchstone.toml: there is no setting workerz; did you mean `workers`?",
        "touchstone.toml: idempotency_hours must be",
        "no setting for the variable TOUCHSTONE_BINT; did you mean `TOUCHSTONE_BIND`?",
        "database_url (from the environment) must begin with",
        "public_url (from the flag) must be a URL",
        "log_format (from the file) must be one of auto, human, json, not `xml`",
    ] {
        assert!(all.contains(part), "{part}\nis not in\n{all}");
    }
    assert_eq!(mistakes.len(), 6, "{all}");
    assert!(!all.contains("hunter2"));
}

#[test]
fn a_colour_that_is_hard_to_read_is_refused_with_what_it_lacks() {
    let good = [("colour", "#0B3D2E"), ("colour_dark", "#9fe0c0"), ("operator_email", "office@registry.example")];
    let operator = resolve(&good, &[], None).unwrap().operator;
    assert_eq!(operator.colours.map(|colour| colour.unwrap().to_string()), ["#0b3d2e", "#9fe0c0"]);
    assert!(resolve(&[], &[], None).unwrap().operator.colours.iter().all(Option::is_none));
    for (key, value, words) in [
        ("colour", "#8cc4e6", "a contrast of 4.5 to 1 with the light pages"),
        ("colour", "#777777", "take a darker one"),
        ("colour_dark", "#14567a", "a contrast of 4.5 to 1 with the dark pages"),
        ("colour_dark", "#14567a", "take a lighter one"),
        ("colour", "green", "must be a colour like #14567a, not `green`"),
        ("operator_email", "office", "must be an address like"),
        ("site_name", "", "must not be empty"),
    ] {
        let mistakes = resolve(&[(key, value)], &[], None).unwrap_err();
        assert!(mistakes.len() == 1 && mistakes[0].contains(words), "{value}: {mistakes:?}");
    }
}

/// Links to services around are nobody's mistake; whatever else nearly is one of our variables is.
#[test]
fn links_of_services_are_passed_over_and_mistyped_variables_are_not() {
    let links = [
        ("TOUCHSTONE_SERVICE_HOST", "10.0.48.109"),
        ("TOUCHSTONE_SERVICE_PORT_HTTP", "8080"),
        ("TOUCHSTONE_PORT", "tcp://10.0.48.109:8080"),
        ("TOUCHSTONE_PORT_8080_TCP_ADDR", "10.0.48.109"),
        ("TOUCHSTONE_BIND", "127.0.0.1:2"),
    ];
    let settings = resolve(&[], &links, None).unwrap();
    assert_eq!(settings.server.bind, "127.0.0.1:2");
    assert_eq!(settings.show().len(), SETTINGS.len());
    for setting in SETTINGS {
        assert!(!is_service_link(setting.variable, "443"), "{}", setting.variable);
        let shorter = &setting.variable[..setting.variable.len() - 1];
        for mistyped in [format!("{}S", setting.variable), shorter.to_owned()] {
            if mistyped.starts_with(PREFIX) && SETTINGS.iter().all(|known| known.variable != mistyped) {
                let mistakes = resolve(&[], &[(mistyped.as_str(), "443")], None).unwrap_err().join("\n");
                assert!(mistakes.contains(&mistyped) && mistakes.contains("did you mean"), "{mistakes}");
            }
        }
    }
}

/// What a default takes over from a wrong value is not told as a second mistake.
#[test]
fn an_address_that_is_none_is_told_once_and_with_its_cure() {
    for (bind, advice) in [
        ("::1:8080", "stands in brackets: [::1]:8080"),
        (":::8080", "stands in brackets: [::]:8080"),
        ("2001:db8::7:443", "stands in brackets: [2001:db8::7]:443"),
        ("::1", "stands in brackets: [::1]:8080"),
        ("[::1]", "like 0.0.0.0:8080"),
        ("8080", "like 0.0.0.0:8080"),
        (":8080", "like 0.0.0.0:8080"),
        ("localhost", "like 0.0.0.0:8080"),
        ("localhost:http", "like 0.0.0.0:8080"),
        ("localhost:65536", "like 0.0.0.0:8080"),
        ("http://127.0.0.1:8080", "like 0.0.0.0:8080"),
        ("a host:80", "like 0.0.0.0:8080"),
    ] {
        let mistakes = resolve(&[("bind", bind)], &[], None).unwrap_err();
        assert_eq!(mistakes.len(), 1, "{bind}: {mistakes:?}");
        assert!(
            mistakes[0].starts_with("bind (from the flag) must be") && mistakes[0].ends_with(advice),
            "{mistakes:?}"
        );
        let other = resolve(&[("bind", bind), ("public_url", "ftp://x")], &[], None).unwrap_err();
        assert_eq!(other.len(), 2, "a value of its own is told: {other:?}");
    }
    for bind in ["[::1]:8080", "[::]:0", "0:0", "localhost:80", "node_1.internal:8080", "127.0.0.1:8080"] {
        resolve(&[("bind", bind)], &[], None).unwrap();
    }
}

#[test]
fn a_broken_file_is_reported_by_line_without_its_text() {
    let mistakes = resolve(&[], &[], Some("workers = 1\nkey_encryption_key = hunter2\n")).unwrap_err();
    assert!(mistakes[0].starts_with("touchstone.toml, line 2: ") && !mistakes[0].contains("hunter2"), "{mistakes:?}");
}

#[test]
fn a_webhook_is_leased_for_longer_than_an_attempt_takes() {
    let settings = resolve(&[], &[], Some("webhook_retry_seconds = '0.5, 30'")).unwrap();
    let webhooks = settings.webhooks;
    assert_eq!(webhooks.pauses, [Duration::from_millis(500), Duration::from_secs(30)]);
    assert_eq!((webhooks.attempt_deadline, webhooks.lease), (Duration::from_secs(15), Duration::from_secs(30)));
    let file = "webhook_attempt_seconds = 40\nwebhook_retry_seconds = '0, nan'\n";
    let mistakes = resolve(&[], &[], Some(file)).unwrap_err();
    assert_eq!(
        mistakes,
        [
            "webhook_lease_seconds (from the default) must be a whole number from 41 to 3600, not `30`",
            "webhook_retry_seconds (from the file) must list numbers from 0.1 to 604800, not `0`",
            "webhook_retry_seconds (from the file) must list numbers from 0.1 to 604800, not `nan`",
        ]
    );
}

#[test]
fn shows_no_secret() {
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for url in ["postgres://user:hunter2@host/db", "postgres://host/db?user=u&password=hunter2"] {
        let settings = resolve(&[], &[("TOUCHSTONE_KEY_ENCRYPTION_KEY", key), ("DATABASE_URL", url)], None).unwrap();
        let shown = format!("{:?} {settings:?}", settings.show());
        assert!(!shown.contains("hunter2") && !shown.contains(key), "{shown}");
        assert_eq!(settings.database.url.expose(), url);
        assert_eq!(row(&settings, "key_encryption_key").0, "***");
    }
}

#[test]
fn the_variables_of_a_client_are_known_and_no_settings() {
    let client = [(CLIENT_ID_VARIABLE, "somebody"), (CLIENT_SECRET_VARIABLE, "hunter2")];
    let settings = resolve(&[], &client, None).unwrap();
    let shown = format!("{:?} {settings:?}", settings.show());
    assert!(!shown.contains("somebody") && !shown.contains("hunter2"), "{shown}");
    let mistakes = resolve(&[], &[("TOUCHSTONE_CLIENT_SECRTE", "hunter2")], None).unwrap_err().join("\n");
    assert!(
        mistakes.contains("did you mean `TOUCHSTONE_CLIENT_SECRET`?") && !mistakes.contains("hunter2"),
        "{mistakes}"
    );
}

#[test]
fn every_default_refers_upward() {
    for (index, setting) in SETTINGS.iter().enumerate() {
        if let Some((_, rest)) = setting.default.split_once('{') {
            let key = rest.split('}').next().unwrap();
            assert!(SETTINGS[..index].iter().any(|earlier| earlier.key == key), "{}", setting.key);
        }
        assert!(setting.help.ends_with('.'), "{}", setting.key);
    }
}
