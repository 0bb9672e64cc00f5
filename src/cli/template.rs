//! `touchstone template`

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::context::load_scheme;
use super::failure::Failure;
use super::output::{refuse_terminal, write_out};
use super::settings::{SettingFlags, Sources};
use crate::http::templates::{TemplateForm, TemplateKind, template};
use crate::scheme::language::Language;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format of the file; `xlsx` is a workbook with typed columns, drop-downs and explanations
    #[arg(value_parser = words(TemplateForm::ALL.map(TemplateForm::as_str), TemplateForm::parse))]
    format: TemplateForm,
    /// What the file is of
    #[arg(long = "for", value_name = "KIND", default_value = "results",
        value_parser = words(TemplateKind::ALL.map(TemplateKind::as_str), TemplateKind::parse))]
    kind: TemplateKind,
    /// The language of headings and explanations
    #[arg(long, default_value = "en", value_parser = words(Language::ALL.map(Language::tag), Language::of_tag))]
    language: Language,
    /// Where to write it [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Reads one of a few words.
fn words<T: Clone + Send + Sync + 'static, const N: usize>(
    words: [&'static str; N],
    parse: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |text| parse(&text).ok_or("is no such word"))
}

pub(super) fn run(arguments: &Arguments, flags: &SettingFlags) -> Result<(), Failure> {
    let Arguments { format, kind, language, output } = arguments;
    let scheme = load_scheme(&Sources::read(flags)?.resolve()?)?;
    let made = template(*kind, *format, *language, &scheme)?;
    match output {
        Some(path) => std::fs::write(path, made)
            .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display()))),
        None if *format == TemplateForm::Xlsx => {
            refuse_terminal(&format!("{kind}.xlsx"))?;
            write_out(|stream| stream.write_all(&made))
        }
        None => write_out(|stream| stream.write_all(&made)),
    }
}
