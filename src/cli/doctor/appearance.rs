//! What the registry looks like to others: the letters of its paper, and the operator's texts on its pages.

use super::report::Report;
use crate::cli::context::load_fonts;
use crate::cli::failure::Failure;
use crate::config::Settings;
use crate::http::operator::{Operator, TEXTS};
use crate::messages::Language;
use crate::pdf::{Fonts, Unshown};
use crate::registry::Registry;
use crate::registry::lettering::UnshownScript;

/// The scripts that most people write their names in whose names are not Latin, Greek or Cyrillic.
const FREQUENT: [&str; 21] = [
    "Arabic",
    "Armenian",
    "Bengali",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Han",
    "Hangul",
    "Hebrew",
    "Hiragana",
    "Kannada",
    "Katakana",
    "Khmer",
    "Malayalam",
    "Myanmar",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
];

/// Which letters the paper can have, and which texts the pages.
pub(super) fn check(report: &mut Report, settings: &Settings) {
    match load_fonts(settings) {
        Ok(fonts) => check_fonts(report, settings, &fonts),
        Err(failure) => {
            tell(report, "fonts", &failure, "Put the font directory right; `serve` refuses to start like this.");
        }
    }
    match Operator::load(settings) {
        Ok(operator) => check_texts(report, &operator),
        Err(error) => report.problem("texts", &error.to_string(), "Put it right; `serve` refuses to start like this."),
    }
}

fn tell(report: &mut Report, subject: &'static str, failure: &Failure, advice: &str) {
    report.problem(subject, &failure.lines().join("\n"), advice);
}

fn check_fonts(report: &mut Report, settings: &Settings, fonts: &Fonts) {
    let scripts = fonts.scripts();
    let letters: Vec<_> = scripts.iter().map(|(script, letters)| format!("{script} {letters}")).collect();
    let mut summary = format!("letters of {}", letters.join(", "));
    let missing: Vec<_> = FREQUENT.into_iter().filter(|script| !scripts.contains_key(script)).collect();
    if !missing.is_empty() {
        summary = format!("{summary}\nnone of {}", missing.join(", "));
    }
    let (shown, not): (Vec<_>, Vec<_>) = Language::ALL.into_iter().partition(|one| fonts.language(*one) == *one);
    let tags = |languages: Vec<Language>| languages.into_iter().map(Language::tag).collect::<Vec<_>>().join(", ");
    summary = format!("{summary}\nPDFs in {}", tags(shown));
    if !not.is_empty() {
        summary = format!("{summary}; in English where {} is asked for", tags(not));
    }
    report.ok("fonts", &summary);
    if let Some(unshown) = fonts.unshown(&settings.server.issuer_name) {
        let summary = format!("the issuer's name has {}, which PDFs spell out", unshown.characters());
        report.warning("fonts", &summary, &advice(&unshown.scripts()));
    }
}

fn check_texts(report: &mut Report, operator: &Operator) {
    let has = |page: &&str| operator.text(page, Language::English).is_some();
    let (given, missing): (Vec<_>, Vec<_>) = TEXTS.into_iter().partition(has);
    let name =
        operator.name.as_deref().map_or("nobody is named as the operator".to_owned(), |name| format!("of {name}"));
    let given = if given.is_empty() { "none".to_owned() } else { given.join(", ") };
    if missing.is_empty() && operator.name.is_some() {
        return report.ok("texts", &format!("{name}: {given}"));
    }
    let missing = if missing.is_empty() { String::new() } else { format!("; missing: {}", missing.join(", ")) };
    report.warning(
        "texts",
        &format!("{name}; there are: {given}{missing}"),
        "The pages say that these are missing. Name the operator (TOUCHSTONE_OPERATOR_NAME), and put the texts into the\n\
         directory of TOUCHSTONE_TEXTS_DIRECTORY, each as PAGE.LANGUAGE.md, for example imprint.en.md.",
    );
}

/// The names on record that no font shows: how many, of which scripts, and what to install.
pub(super) fn check_names(report: &mut Report, settings: &Settings, registry: Registry) {
    let Ok(fonts) = load_fonts(settings) else { return };
    match registry.with_fonts(fonts).unshown_names_on_record() {
        Ok(scripts) if scripts.is_empty() => report.ok("names", "the fonts show every name on record"),
        Ok(scripts) => scripts.iter().for_each(|script| warn(report, script)),
        Err(error) => report.problem("names", &error.to_string(), ""),
    }
}

fn warn(report: &mut Report, unshown: &UnshownScript) {
    let UnshownScript { script, candidates, bodies, example } = unshown;
    let number = Unshown::number(*example);
    let summary = format!(
        "no font for {script}, which is in the names of {candidates} candidates and {bodies} bodies ({example} {number}): PDFs \
         spell it out"
    );
    report.warning("names", &summary, &advice(script));
}

fn advice(scripts: &str) -> String {
    let is_east_asian =
        ["Han", "Hangul", "Hiragana", "Katakana", "Bopomofo"].iter().any(|script| scripts.contains(script));
    let (font, package) = if is_east_asian { ("CJK", "fonts-noto-cjk") } else { (scripts, "fonts-noto-core") };
    format!(
        "Put a font into the directory of TOUCHSTONE_FONT_DIRECTORY, for example Noto Serif {font} (Debian: {package}), and\n\
         start the service again."
    )
}
