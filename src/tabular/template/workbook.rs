//! The template as a workbook: a sheet to fill in, whose columns are typed, with drop-downs and a message for each; one that
//! explains the columns; and one of the codes.
//!
//! The same template is the same bytes: nothing in it tells when it was made.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    Formula, Workbook, Worksheet, XlsxError,
};

use super::{Audience, CodeList, Column, Form, List, Template, Words};

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;

/// How days are shown, also where the country writes them otherwise: so that nobody reads the month for the day.
const DAY: &str = "yyyy-mm-dd";

/// How wide explanations are, in characters.
const WIDE: f64 = 90.0;

/// Makes the workbook.
///
/// # Errors
/// Where something is longer than a workbook can have it: a test makes all of them.
pub fn workbook(template: &Template, audience: &Audience<'_>) -> Result<Vec<u8>, XlsxError> {
    let words = Words::new(audience.language, template);
    let title = words.plain(&format!("sheet-{}", template.name));
    let mut book = Workbook::new();
    let made_on = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made_on));
    let codes = Codes::of(template, audience, words.plain("sheet-codes"));
    to_fill_in(book.add_worksheet().set_name(&title)?, template, audience, words, &codes)?;
    explanations(book.add_worksheet().set_name(words.plain("sheet-explanations"))?, template, words)?;
    codes.write(book.add_worksheet().set_name(&codes.sheet)?, words)?;
    book.save_to_buffer()
}

fn header() -> Format {
    Format::new().set_bold().set_background_color("#E8EEF4").set_align(FormatAlign::Top).set_text_wrap()
}

fn to_fill_in(
    sheet: &mut Worksheet,
    template: &Template,
    audience: &Audience<'_>,
    words: Words,
    codes: &Codes<'_>,
) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let day = Format::new().set_num_format(DAY);
    let number = Format::new().set_num_format("0");
    for (place, column) in (0u16..).zip(template.columns) {
        let heading = words.heading(column.name);
        let (format, usual) = match column.form {
            Form::PastDay | Form::Day => (&day, 12.0),
            Form::Marks => (&number, 8.0),
            Form::Words(_) | Form::Code(_) => (&text, 12.0),
            Form::Text => (&text, 18.0),
        };
        sheet.set_column_format(place, format)?.set_column_width(place, width(&heading).max(usual))?;
        sheet.write_string_with_format(0, place, &heading, &header())?;
        let validation = validation(column, audience, codes)?.set_input_message(words.meaning(column.name))?;
        sheet.add_data_validation(1, place, LAST_ROW, place, &validation)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What may be typed into a column. What is wrong is warned of and not kept out: the registry says it with better words.
fn validation(column: &Column, audience: &Audience<'_>, codes: &Codes<'_>) -> Result<DataValidation, XlsxError> {
    let validation = DataValidation::new().set_error_style(DataValidationErrorStyle::Warning);
    Ok(match column.form {
        Form::Text => validation.allow_any_value(),
        // No formula of a cell, but what the spreadsheet asks on the day on which something is typed.
        Form::PastDay => validation
            .allow_date_formula(DataValidationRule::Between(Formula::new("DATE(1900,1,1)"), Formula::new("TODAY()+1"))),
        Form::Day => {
            let (first, last) = (ExcelDateTime::from_ymd(1990, 1, 1)?, ExcelDateTime::from_ymd(2200, 12, 31)?);
            validation.allow_date(DataValidationRule::Between(first, last))
        }
        Form::Marks => {
            let most = i32::try_from(audience.most_marks()).unwrap_or(i32::MAX);
            validation.allow_whole_number(DataValidationRule::Between(0, most))
        }
        Form::Words(words) => validation.allow_list_strings(words)?,
        Form::Code(list) => validation.allow_list_formula(codes.range(list)),
    })
}

fn explanations(sheet: &mut Worksheet, template: &Template, words: Words) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let mut row = 0;
    for note in words.notes(template) {
        sheet.write_string(row, 0, note)?;
        row += 1;
    }
    row += 1;
    for (place, id) in (0u16..).zip(["column", "needed", "meaning", "form", "example"]) {
        sheet.write_string_with_format(row, place, words.plain(id), &header())?;
    }
    for (column, example) in template.columns.iter().zip(template.first_examples()) {
        row += 1;
        sheet.write_string_with_format(row, 0, words.heading(column.name), &bold)?;
        let cells = [words.needed(column.needed), words.meaning(column.name), words.form_in_workbook(column), example];
        for (place, cell) in (1u16..).zip(cells) {
            sheet.write_string_with_format(row, place, cell, &wrapped)?;
        }
    }
    let widest = template.columns.iter().map(|column| width(&words.heading(column.name))).fold(12.0, f64::max);
    for (place, width) in (0u16..).zip([widest, 14.0, WIDE, 30.0, 36.0]) {
        sheet.set_column_width(place, width)?;
    }
    Ok(())
}

/// The lists of codes, beside one another: of each the codes and what they mean.
struct Codes<'a> {
    sheet: String,
    /// Each with the column that it is for.
    lists: Vec<(List, &'static str, CodeList<'a>)>,
}

impl<'a> Codes<'a> {
    fn of(template: &Template, audience: &Audience<'a>, sheet: String) -> Self {
        let lists = template.columns.iter().filter_map(|column| match column.form {
            Form::Code(list) => Some((list, column.name, audience.codes(list))),
            _ => None,
        });
        Self { sheet, lists: lists.collect() }
    }

    /// Where the codes of a list stand.
    fn range(&self, list: List) -> Formula {
        let place = self.lists.iter().position(|(one, ..)| *one == list).unwrap_or_default();
        let end = self.lists.get(place).map_or(1, |(.., codes)| codes.len()) + 1;
        let column = rust_xlsxwriter::utility::column_number_to_name(column(place));
        Formula::new(format!("'{}'!${column}$2:${column}${end}", self.sheet))
    }

    fn write(&self, sheet: &mut Worksheet, words: Words) -> Result<(), XlsxError> {
        let text = Format::new().set_num_format("@");
        for (place, (_, name, codes)) in self.lists.iter().enumerate() {
            let (first, second) = (column(place), column(place) + 1);
            let heading = words.heading(name);
            sheet.set_column_width(first, width(&heading).max(12.0))?.set_column_width(second, 36)?;
            sheet.write_string_with_format(0, first, &heading, &header())?;
            sheet.write_string_with_format(0, second, words.plain("name"), &header())?;
            for (row, (code, name)) in (1..).zip(codes) {
                sheet.write_string_with_format(row, first, *code, &text)?.write_string(row, second, *name)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }
}

/// The column of the codes of a list: each has two, and one is empty before the next.
fn column(place: usize) -> u16 {
    u16::try_from(place * 3).unwrap_or(u16::MAX)
}

/// How wide a heading is, in characters: those of East Asia take two.
fn width(heading: &str) -> f64 {
    let wide = |character: char| if character >= '\u{1100}' { 2.0 } else { 1.0 };
    heading.chars().map(wide).sum::<f64>() + 2.0
}
