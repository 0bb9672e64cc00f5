//! `touchstone serve`

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use clap::Args;

use super::context::{
    check_issuer, check_signing_keys, load_fonts, open_registry, open_registry_with, sealing_key, temporary_directory,
};
use super::demo::{self, AppointedEntropy, Demonstration};
use super::failure::Failure;
use super::output::{has_colour, say};
use super::settings::{Sources, help};
use crate::auth::permission::Caller;
use crate::config::{DatabaseUrl, Settings};
use crate::error::Error;
use crate::registry::database::{self, TroubleKind};
use crate::registry::persons::invitations;
use crate::registry::{PageRequest, Registry, clients, issuers};
use crate::server::Server;
use crate::telemetry;

#[derive(Debug, Args)]
#[command(after_long_help = help())]
pub(super) struct Arguments {
    /// Serve invented records out of a temporary folder, and say what can be tried with them
    #[arg(long)]
    demo: bool,
    /// Bring the database's schema up to date first; on SQLite that happens anyway
    #[arg(long)]
    migrate: bool,
}

pub(super) fn run(arguments: &Arguments, sources: Sources, program: &str) -> Result<(), Failure> {
    let folder = if arguments.demo { Some(demonstration_folder()?) } else { None };
    let sources = match &folder {
        Some(folder) => in_folder(sources, folder),
        None => sources,
    };
    let mut settings = sources.resolve()?;
    settings.server.is_demonstration = arguments.demo;
    telemetry::install_server_logging(&settings.logging)?;
    refuse_clear_text(&settings)?;
    let (listener, settings) = listen(&sources, settings)?;
    let metrics_bind = settings.server.metrics_bind.as_ref();
    let metrics_listener =
        metrics_bind.map(|bind| TcpListener::bind(bind).map_err(|error| cannot_listen(bind, &error)));
    let metrics_listener = metrics_listener.transpose()?;
    let metrics = telemetry::install_metrics()?;
    let entropy = Arc::new(AppointedEntropy::default());
    let registry = if arguments.demo {
        open_registry_with(&settings, false, entropy.clone())?
    } else {
        open_registry(&settings, arguments.migrate)?
    };
    let registry = registry.with_fonts(load_fonts(&settings)?);
    let sealing_key = Arc::new(sealing_key(&settings, &registry)?);
    check_signing_keys(&settings, &registry, &sealing_key)?;
    check_writable(&settings, &registry)?;
    let is_settled = settle_issuer(&settings, &registry)?;
    warn_about(&settings);
    let welcome = match &folder {
        Some(_) => Welcome::Demonstration(Box::new(demo::load(&registry, &entropy)?)),
        None if has_clients(&registry)? => Welcome::Back,
        None => Welcome::First {
            program: program.to_owned(),
            flags: sources.flags_to_repeat(),
            invitation: invite_first(&settings, &registry),
        },
    };
    let metrics_address = metrics_listener.as_ref().and_then(|listener| listener.local_addr().ok());
    let registry = Arc::new(registry);
    let server = Server { settings, registry, sealing_key, metrics, metrics_listener, is_settled };
    let outcome = server.run(listener, move |address| {
        if let Some(address) = metrics_address {
            tracing::info!(address = %address, "metrics are shown");
            let _ = say(&format!("metrics on http://{address}/metrics"));
        }
        welcome.say(address);
    });
    // Said here, so that the folder outlives everything that uses it.
    drop(folder);
    outcome.map_err(|error| Failure::new(format!("the server stopped: {error}")))
}

fn demonstration_folder() -> Result<tempfile::TempDir, Failure> {
    tempfile::Builder::new().prefix("touchstone-demo-").tempdir().map_err(|error| {
        Failure::new(format!("no temporary folder can be made: {error}\nThe variable TMPDIR says where they are made."))
    })
}

/// The demonstration keeps to its own folder, whatever database is configured.
fn in_folder(sources: Sources, folder: &tempfile::TempDir) -> Sources {
    let path = |name: &str| folder.path().join(name).display().to_string();
    sources
        .with("data_directory", folder.path().display().to_string())
        .with("database_url", format!("sqlite:{}", path("demo.db")))
        .with("key_file", path("key-encryption.key"))
}

/// Takes the port before anything else is done. Where the system chose it, the settings that follow from it (the public
/// URL, and from that the issuer of tokens) are found anew.
fn listen(sources: &Sources, settings: Settings) -> Result<(TcpListener, Settings), Failure> {
    let bind = &settings.server.bind;
    let listener = TcpListener::bind(bind).map_err(|error| cannot_listen(bind, &error))?;
    let Some((host, "0")) = bind.rsplit_once(':') else { return Ok((listener, settings)) };
    let port = listener.local_addr().map_err(|error| cannot_listen(bind, &error))?.port();
    let mut found = sources.clone().with("bind", format!("{host}:{port}")).resolve()?;
    found.server.is_demonstration = settings.server.is_demonstration;
    Ok((listener, found))
}

fn cannot_listen(bind: &str, error: &io::Error) -> Failure {
    let advice = match error.kind() {
        ErrorKind::AddrInUse => {
            "Another program has this port. Stop it, or take another port with --bind; port 0 takes any free one."
        }
        ErrorKind::PermissionDenied => "This user may not take this port. Ports from 1024 on are free for all.",
        _ => "Check the address: it must be one of this machine, such as 127.0.0.1:8080 or 0.0.0.0:8080.",
    };
    Failure::new(format!("cannot listen on {bind}: {error}\n{advice}"))
}

fn has_clients(registry: &Registry) -> Result<bool, Failure> {
    let request = PageRequest { after: None, limit: 1 };
    let page = registry.read(Some(Caller::OPERATOR), |work| clients::list(work, &request))?;
    Ok(!page.items.is_empty())
}

/// The link that lets the first administrator of the registry in, at the very first start.
fn invite_first(settings: &Settings, registry: &Registry) -> Option<String> {
    let email = settings.operator.email.as_deref().unwrap_or("registrar@localhost");
    let invited = registry.write(Caller::OPERATOR, |work| invitations::invite_first(work, email));
    // What cannot be written now is done at the command line later, which is said in any case.
    let token = invited.unwrap_or_else(|error| {
        tracing::warn!(%error, "nobody is invited to administer the registry");
        None
    })?;
    Some(format!("{}/welcome/{}", settings.server.public_url, token.expose()))
}

/// Refuses to take secrets and tokens of other machines in clear text, unless the operator wants that.
fn refuse_clear_text(settings: &Settings) -> Result<(), Failure> {
    let (bind, url) = (&settings.server.bind, &settings.server.public_url);
    if settings.server.allow_plain_http || !super::doctor::takes_clear_text(settings) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{bind} can be reached from other machines, and {url} is not https: secrets and tokens would travel in clear text\n\
         Put a proxy with TLS in front, and set TOUCHSTONE_PUBLIC_URL to its https address. On a network that is yours \
         alone, TOUCHSTONE_ALLOW_PLAIN_HTTP=yes does without; or listen on 127.0.0.1."
    )))
}

/// An SQLite database that is only to be read never becomes another by itself. Everything else may pass: a disk gets
/// room again, a replica is promoted. Until then the server answers what it can, and that it is not ready.
fn check_writable(settings: &Settings, registry: &Registry) -> Result<(), Failure> {
    let Err(trouble) = registry.probe() else { return Ok(()) };
    let file = database::sqlite_file(&settings.database).filter(|_| trouble.kind == TroubleKind::ReadOnly);
    if let Some(file) = file {
        return Err(Failure::new(format!(
            "the database {} cannot be written: {}\n\
             This user must be able to write the file, the two beside it that end in -wal and -shm, and their directory; \
             and the file system must not be mounted read-only.",
            file.display(),
            trouble.cause
        )));
    }
    tracing::warn!(cause = trouble.cause, "not ready: {}", trouble.kind);
    Ok(())
}

/// Makes sure that the registry is who it was, and that nothing that it signed has become untrue with the settings or the
/// scheme: before the first request, so that no check ever says otherwise. Says whether the latter could be done.
fn settle_issuer(settings: &Settings, registry: &Registry) -> Result<bool, Failure> {
    let (url, name) = (&settings.server.public_url, &settings.server.issuer_name);
    let before = if check_issuer(settings, registry)?.is_none() { registry.last_start()? } else { None };
    if let Some(last) = before.filter(|last| last.url != *url) {
        tracing::warn!(
            public_url = url,
            other = last.url,
            at = %last.started_at,
            "the service was last started with another public URL: nodes on one database need the same, or they refuse one \
             another's tokens and sign as different issuers"
        );
    }
    if let Some(other) = registry.other_words_at_last_start(name)? {
        tracing::warn!(
            "the service was last started with {other}: nodes on one database need the same, or each replaces at its start \
             what the others have signed"
        );
    }
    if let Some(why) = issuers::why_unfit(url).filter(|_| !settings.server.is_demonstration) {
        tracing::warn!(
            public_url = url,
            "no credential and no PDF is handed out under this public URL: {why}; set TOUCHSTONE_PUBLIC_URL to the address \
             that everybody reaches the registry by"
        );
    }
    match registry.settle(url, name) {
        Ok(0) => Ok(true),
        Ok(replaced) => {
            tracing::info!(
                replaced,
                "credentials were replaced that had another name, or other words, than are on record"
            );
            Ok(true)
        }
        // A database that cannot be written now may be written later.
        Err(error @ Error::Unavailable { .. }) => {
            tracing::warn!(%error, "whether credentials have become untrue is looked at later");
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

fn warn_about(settings: &Settings) {
    match temporary_directory(settings) {
        Ok(directory) if directory.starts_with(&settings.data_directory) => tracing::warn!(
            directory = %directory.display(),
            "the machine has no directory for temporary files: exports and result files pass through the data directory"
        ),
        Ok(_) => {}
        Err(error) => tracing::warn!(
            %error,
            directory = %std::env::temp_dir().display(),
            "no temporary file can be made, so exports and result files are refused: name another directory with TMPDIR"
        ),
    }
    let is_postgresql = matches!(DatabaseUrl::parse(settings.database.url.expose()), Ok(DatabaseUrl::Postgresql(_)));
    if is_postgresql && settings.database.answer_seconds <= database::STATEMENT_TIMEOUT {
        tracing::warn!(
            "TOUCHSTONE_DATABASE_ANSWER_SECONDS is not more than the statement_timeout of PostgreSQL's sessions, {} s: what a \
             client was told to have failed may still be done",
            database::STATEMENT_TIMEOUT
        );
    }
    if super::doctor::is_exposed_without_tls(settings) {
        tracing::warn!(
            public_url = settings.server.public_url,
            "clients send secrets and tokens to a public address in clear text: put a proxy with TLS in front, and set \
             TOUCHSTONE_PUBLIC_URL to its https address"
        );
    }
}

enum Welcome {
    /// To somebody who knows the way.
    Back,
    /// To a new operator.
    First {
        program: String,
        flags: String,
        /// Where the first administrator gets in, once.
        invitation: Option<String>,
    },
    /// To somebody who looks around.
    Demonstration(Box<Demonstration>),
}

impl Welcome {
    fn say(&self, address: SocketAddr) {
        let url = format!("http://{address}");
        let words = match self {
            Self::Back => None,
            Self::First { program, flags, invitation } => {
                Some(first_steps(program, flags, &url, invitation.as_deref()))
            }
            Self::Demonstration(demonstration) => Some(demo::guide(demonstration, &url, has_colour())),
        };
        tracing::info!(address = url, "ready");
        // A server whose output nobody takes is still a server.
        let _ = say(&format!("listening on {url}"));
        if let Some(words) = words {
            let _ = say(&words);
        }
    }
}

fn first_steps(program: &str, flags: &str, url: &str, invitation: Option<&str>) -> String {
    let person = format!("{program} person invite --name NAME --email EMAIL --role registrar_administrator{flags}");
    let people = match invitation {
        Some(link) => format!(
            "Its first administrator gets in by this link, which opens once and for 15 minutes:\n\n  {link}\n\n\
             Later this makes another one:\n\n  {person}"
        ),
        None => format!("This makes a link by which an administrator gets in:\n\n  {person}"),
    };
    format!(
        "\nNobody can use this registry yet. {people}\n\n\
         For a program, in another terminal and with the same environment, register a client:\n\n  \
         {program} client add --name \"Registrar\" --role registrar{flags}\n\n\
         and get an access token with the client_id and client_secret that it prints:\n\n  \
         curl -s {url}/oauth/token -d grant_type=client_credentials -u CLIENT_ID:CLIENT_SECRET\n\n\
         {url}/docs shows what can be done with it.\n"
    )
}
