//! `touchstone verify`: a certificate checked where no network and no registry is.

mod page;
mod report;

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::named_file;
use super::output::{has_colour, printable, say, say_json};
use crate::clock::{Clock as _, SystemClock};
use crate::pdf::LARGEST_FILE;
use crate::trust::examination::Trust;
use crate::trust::no_credential::NoCredential;
use crate::trust::offline::{self, Conclusion, Page};
use crate::trust::pinning::pinned;
use crate::trust::presented::{Presented, text_of};
use report::Report;

/// The largest document with keys, or copy of a status list, that is read, in bytes.
const LARGEST_DOCUMENT: usize = 1024 * 1024;

const MORE: &str = "\
Example:
  curl -o keys.json       https://registry.example/.well-known/did.json
  curl -o revocation.jwt  https://registry.example/v1/status-lists/1/revocation
  curl -o suspension.jwt  https://registry.example/v1/status-lists/1/suspension
  touchstone verify certificate.pdf --keys keys.json --status-list revocation.jwt --status-list suspension.jwt

Nothing is asked of anybody: neither network nor database nor settings are used. Save the keys once, over a connection
that you trust; save the status lists anew each day, since a copy tells nothing any more when it is older.

Exit codes: 0 only where the credential is valid; 1 where it is not, and also where that cannot be told; 2 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = MORE)]
pub(super) struct Arguments {
    /// The file: a PDF of this registry, or a credential as a JSON Web Signature or as JSON; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The keys of an issuer that you trust: its DID document, or its JWK set, saved before; once for each issuer
    #[arg(long, value_name = "DOCUMENT")]
    keys: Vec<PathBuf>,
    /// A saved copy of a status list that the credential names, in either form; once for each list
    #[arg(long = "status-list", value_name = "FILE")]
    status_lists: Vec<PathBuf>,
    /// Fonts beside those that are built in, where the issuer has any: the page of a PDF is drawn again to compare it
    #[arg(long, value_name = "DIRECTORY")]
    fonts: Option<PathBuf>,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let inputs = [&arguments.file].into_iter().chain(&arguments.keys).chain(&arguments.status_lists);
    if inputs.filter(|path| named_file::is_input(path)).count() > 1 {
        return Err(Failure::usage("standard input can be read once only: name a file for the others"));
    }
    let pinned = pins(&arguments.keys)?;
    let file = content(&arguments.file, LARGEST_FILE)?;
    let presented = presented(file.as_deref(), LARGEST_FILE);
    let copies: Vec<_> =
        arguments.status_lists.iter().map(|path| present(path, LARGEST_DOCUMENT)).collect::<Result<_, _>>()?;
    let now = SystemClock.now();
    let mut check = offline::check(&presented, &pinned, &copies, now);
    if let (Ok(genuine), Some(file), Ok(credential)) = (&mut check, &file, presented.credential())
        && genuine.page == Page::Unproven
        && page::is_drawn_of(file, credential, &genuine.claims, arguments.fonts.as_deref())?
    {
        genuine.page = Page::AsDrawn;
    }
    let report = Report {
        check: &check,
        copies: arguments.status_lists.iter().map(|path| printable(&named_file::shown(path))).collect(),
        now,
    };
    if arguments.json {
        say_json(&report.json())?;
    } else {
        say(&report.render(has_colour()))?;
    }
    if matches!(Conclusion::of(&check), Conclusion::Valid { .. }) { Ok(()) } else { Err(Failure::told()) }
}

/// Whom to trust: one issuer for each document.
fn pins(documents: &[PathBuf]) -> Result<Vec<Trust>, Failure> {
    if documents.is_empty() {
        return Err(Failure::usage(
            "no keys are given: say with --keys whose signatures you trust\n\
             A file cannot vouch for itself, so the keys must come from elsewhere. Save the issuer's once, over a \
             connection\nthat you trust, and keep them:\n  \
             curl -o keys.json https://registry.example/.well-known/did.json\n\
             The operator of a registry prints them with `touchstone keys publish`.",
        ));
    }
    let mut pins: Vec<(&Path, Trust)> = Vec::new();
    for path in documents {
        let (content, shown) = (content(path, LARGEST_DOCUMENT)?, named_file::shown(path));
        let content =
            content.ok_or_else(|| Failure::usage(format!("{shown} is larger than any document with keys")))?;
        // What is no text is no JSON either.
        let trust = pinned(&text_of(&content).unwrap_or_default()).map_err(|error| {
            Failure::usage(printable(&format!("{shown} cannot be taken for --keys: {error}")))
                .and("Save the issuer's keys anew:\n  curl -o keys.json https://registry.example/.well-known/did.json")
        })?;
        if let Some((other, _)) = pins.iter().find(|(_, pin)| pin.issuer == trust.issuer) {
            return Err(Failure::usage(format!(
                "{} and {shown} are both of {}\nName the newer one alone: a key that is missing from it may have been \
                 revoked.",
                named_file::shown(other),
                printable(&trust.issuer)
            )));
        }
        pins.push((path, trust));
    }
    Ok(pins.into_iter().map(|(_, trust)| trust).collect())
}

fn present(path: &Path, longest: usize) -> Result<Presented, Failure> {
    Ok(presented(content(path, longest)?.as_deref(), longest))
}

fn presented(content: Option<&[u8]>, longest: usize) -> Presented {
    content.map_or_else(
        || {
            Presented::Unreadable(NoCredential::Other(format!(
                "it is larger than {} MiB, as no certificate is",
                longest >> 20
            )))
        },
        Presented::read,
    )
}

fn content(path: &Path, longest: usize) -> Result<Option<Vec<u8>>, Failure> {
    named_file::read(path, longest).map_err(|error| Failure::usage(named_file::unreadable(path, &error)))
}
