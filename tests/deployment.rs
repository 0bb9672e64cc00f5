//! What the repository brings for running the service is what README says, and works as far as it goes without the
//! machinery that it is for. `.ci/proxy/run` and `.ci/check_unit` try the rest.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::command::Program;
use crate::support::scratch;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text_of(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The blocks of code in a section of README, in order.
fn blocks(section: &str) -> Vec<String> {
    let readme = text_of("README.md");
    let (_, rest) = readme.split_once(&format!("\n## {section}\n")).expect("README has the section");
    let section = rest.split("\n## ").next().unwrap();
    section.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1.to_owned()).collect()
}

/// Runs the image's entrypoint on a `touchstone` that prints what it was given.
fn enter(directory: &Path, variables: &[(&str, &str)]) -> Output {
    let program = directory.join("touchstone");
    std::fs::write(&program, "#!/bin/sh\necho \"password=$PGPASSWORD file=$DATABASE_PASSWORD_FILE arguments=$*\"\n")
        .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", directory.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.arg(repository("deployment/entrypoint")).args(["serve", "--config", "a file"]);
    command.env_clear().env("PATH", path).envs(variables.iter().copied());
    command.output().expect("there is a shell")
}

#[test]
fn the_entrypoint_hands_over_a_secret_that_it_can_read() {
    let directory = scratch::directory("deployment");
    let secret = directory.path().join("secret");
    std::fs::write(&secret, "p@ss word\n").unwrap();
    for (variables, password) in [
        (vec![("DATABASE_PASSWORD_FILE", secret.to_str().unwrap())], "p@ss word"),
        (vec![("DATABASE_PASSWORD_FILE", "")], ""),
        (vec![("PGPASSWORD", "given")], "given"),
        (vec![], ""),
    ] {
        let output = enter(directory.path(), &variables);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(printed, format!("password={password} file= arguments=serve --config a file\n"), "{output:?}");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn the_entrypoint_refuses_a_secret_that_it_cannot_read() {
    let directory = scratch::directory("deployment");
    let place = |name: &str| directory.path().join(name).display().to_string();
    std::fs::write(place("empty"), "").unwrap();
    std::fs::write(place("newline"), "\n").unwrap();
    std::fs::write(place("closed"), "secret").unwrap();
    std::fs::set_permissions(place("closed"), std::fs::Permissions::from_mode(0o000)).unwrap();
    std::fs::create_dir(place("directory")).unwrap();
    for (name, words) in [
        ("missing", "there is no such file"),
        ("directory", "it is a directory"),
        ("empty", "it is empty"),
        ("newline", "it is empty"),
        ("closed", "may not read it: chmod 0444"),
    ] {
        if name == "closed" && std::fs::read(place(name)).is_ok() {
            eprintln!("whoever runs this reads every file: that it may not read one is not tried");
            continue;
        }
        let output = enter(directory.path(), &[("DATABASE_PASSWORD_FILE", &place(name))]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{name}: {output:?}");
        assert!(said.contains(&place(name)) && said.contains(words) && !said.contains("secret\n"), "{name}: {said}");
    }
}

/// A user in a container is nobody on the machine: it must read the passwords, whatever umask they were made with.
#[test]
fn the_passwords_of_the_composition_can_be_read_in_the_containers_and_not_beside_them() {
    let block = blocks("Docker").remove(0);
    let (making, _) = block.split_once("export TOUCHSTONE_PUBLIC_URL=").expect("it names the public URL");
    let composition = text_of("docker-compose.yml");
    for line in making.lines() {
        assert!(composition.contains(&format!("#   {line}")), "the composition's own words are README's: {line}");
    }
    for umask in ["077", "022"] {
        let directory = scratch::directory("deployment");
        let script = format!("umask {umask}\n{making}");
        let output = Command::new("sh").args(["-ec", &script]).current_dir(directory.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let secrets = directory.path().join("secrets");
        assert_eq!(mode(&secrets), 0o700, "umask {umask}");
        for name in ["database", "owner", "service"] {
            let file = secrets.join(format!("{name}_password"));
            assert_eq!(mode(&file), 0o444, "umask {umask}");
            assert_eq!(std::fs::read_to_string(file).unwrap().trim().len(), 64);
            assert!(composition.contains(&format!("file: ./secrets/{name}_password")));
        }
    }
}

/// What an operator sets has an effect: nothing in the image and the composition wins over it, and nothing is started
/// without the address that credentials are issued under.
#[test]
fn the_image_and_the_composition_leave_settings_to_the_operator() {
    let (image, composition) = (text_of("Dockerfile"), text_of("docker-compose.yml"));
    for file in [&image, &composition] {
        let flags = file.lines().filter(|line| line.contains("serve") && line.contains("--bind"));
        assert_eq!(flags.count(), 0, "a flag wins over a variable");
    }
    assert!(image.contains("TOUCHSTONE_BIND=0.0.0.0:8080") && image.contains("ENTRYPOINT [\"touchstone-entrypoint\"]"));
    assert!(image.contains("deployment/entrypoint /installed/usr/local/bin/touchstone-entrypoint"));
    let demanded =
        composition.matches("TOUCHSTONE_PUBLIC_URL: ${TOUCHSTONE_PUBLIC_URL:?set it to the https address").count();
    assert_eq!(demanded, 2, "by the registry and by the proxy");
    let directory = scratch::directory("deployment");
    let program = Program::new(directory.path()).set("TOUCHSTONE_BIND", "0.0.0.0:8080");
    program.run(&["serve"]).refused(&["TOUCHSTONE_PUBLIC_URL"]);
}

/// The settings file of README's service is one, and the unit names it.
#[test]
fn the_service_of_the_machine_has_the_settings_that_readme_writes() {
    let block = blocks("As a service").remove(0);
    let (_, rest) = block.split_once("/etc/touchstone/touchstone.toml <<END\n").expect("it writes the settings");
    let directory = scratch::directory("deployment");
    let file = directory.path().join("touchstone.toml");
    std::fs::write(&file, rest.split_once("END\n").unwrap().0).unwrap();
    let shown = Program::new(directory.path()).run(&["config", "show", "--config", file.to_str().unwrap()]);
    assert!(shown.done().contains("https://registry.example"), "{shown:?}");
    let unit = text_of("deployment/touchstone.service");
    for line in [
        "ExecStart=/usr/local/bin/touchstone serve --config /etc/touchstone/touchstone.toml",
        "User=touchstone",
        "StateDirectory=touchstone",
        "LimitNOFILE=65536",
    ] {
        assert!(unit.lines().any(|present| present == line), "{line}");
    }
}

#[test]
fn the_files_that_readme_leads_to_are_there_and_are_tried() {
    let (readme, steps) =
        (text_of("README.md"), text_of(".ci/run") + &text_of(".ci/proxy/run") + &text_of(".ci/check_unit"));
    for file in ["deployment/nginx.conf", "deployment/Caddyfile", "deployment/touchstone.service"] {
        assert!(repository(file).is_file() && readme.contains(file) && steps.contains(file), "{file}");
    }
}
