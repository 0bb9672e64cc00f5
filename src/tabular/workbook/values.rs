//! What a cell of a workbook holds, as the text that its author sees: days as days, numbers as they were typed. Pure.

use chrono::{Days, NaiveDate};

/// Beyond as many digits, spreadsheets do not keep a number as it was typed.
const DIGITS: i32 = 15;

/// The day after the last that Excel counts, 9999-12-31.
const END_OF_DAYS: f64 = 2_958_466.0;

/// How a format shows a number, as far as it says what the number means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// A moment, of which a format shows parts.
    Moment {
        day: bool,
        year: bool,
        date: bool,
    },
    /// Hours and minutes that may be more than a day has.
    Elapsed,
    Percentage,
    /// Digits at certain places, such as `00000` or `"A-"0000`: what a reference is written with. A zero stands for a digit.
    Mask(String),
}

/// In a mask, a zero that stands for itself.
const LITERAL_ZERO: char = '\u{0}';

const DATE: Shown = Shown::Moment { day: true, year: true, date: true };
const TIME: Shown = Shown::Moment { day: false, year: false, date: false };

impl Shown {
    /// Of a format that every program has (ISO/IEC 29500-1, 18.8.30); those that differ by language are dates, but for a few.
    pub fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percentage,
            14 | 15 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => DATE,
            16 | 56 => Self::Moment { day: true, year: false, date: true },
            17 | 34 | 35 | 55 => Self::Moment { day: false, year: true, date: true },
            18..=21 | 32 | 33 | 45 | 47 => TIME,
            46 => Self::Elapsed,
            _ => Self::Number,
        }
    }

    /// Of the code of a format, of which the first section counts.
    pub fn of_code(code: &str) -> Self {
        let Some(code) = Code::read(code) else { return Self::Elapsed };
        if code.has_day || code.has_year || code.has_month || code.has_clock {
            // An m beside hours or seconds is minutes.
            let date = code.has_day || code.has_year || !code.has_clock;
            return Self::Moment { day: code.has_day, year: code.has_year, date };
        }
        if code.is_percentage {
            Self::Percentage
        } else if !code.is_number && code.mask.chars().filter(|one| *one == '0').count() > 1 {
            Self::Mask(code.mask)
        } else {
            Self::Number
        }
    }

    /// What a number is in this format.
    pub fn write(&self, text: &str, since_1904: bool) -> String {
        let Ok(number) = text.trim().parse::<f64>() else { return text.to_owned() };
        match self {
            Self::Moment { day, year, date } => {
                moment(number, since_1904, [*day, *year, *date]).unwrap_or_else(|| decimal(text))
            }
            Self::Elapsed if (0.0..END_OF_DAYS).contains(&number) => {
                let minutes = (number * 24.0 * 60.0).round();
                format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
            }
            Self::Percentage => format!("{}%", decimal(&(number * 100.0).to_string())),
            Self::Mask(mask) => masked(mask, &decimal(text)),
            Self::Number | Self::Elapsed => decimal(text),
        }
    }
}

/// What is in the first section of the code of a format.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Code {
    has_day: bool,
    has_year: bool,
    has_month: bool,
    has_clock: bool,
    is_percentage: bool,
    is_number: bool,
    mask: String,
}

impl Code {
    /// `None` for time that has elapsed: `[h]:mm`.
    fn read(code: &str) -> Option<Self> {
        let mut found = Self::default();
        let lower = code.to_ascii_lowercase();
        let mut behind = lower.as_str();
        // A language or a colour may stand before it.
        while let Some((_, rest)) = behind.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            behind = rest;
        }
        if behind.starts_with("general") {
            found.is_number = true;
            return Some(found);
        }
        let characters: Vec<char> = code.chars().collect();
        let mut at = 0;
        while let Some(&character) = characters.get(at) {
            at += 1;
            let run = characters[at..].iter().take_while(|other| other.eq_ignore_ascii_case(&character)).count();
            match character.to_ascii_lowercase() {
                ';' => break,
                '"' => {
                    let text = characters[at..].iter().take_while(|other| **other != '"');
                    let before = found.mask.len();
                    found.mask.extend(text.map(|one| if *one == '0' { LITERAL_ZERO } else { *one }));
                    at += found.mask[before..].chars().count() + 1;
                }
                '\\' => {
                    found.mask.extend(characters.get(at).map(|one| if *one == '0' { LITERAL_ZERO } else { *one }));
                    at += 1;
                }
                // A space as wide as the next character, or filled with it.
                '_' | '*' => at += 1,
                '[' => {
                    let inside: String = characters[at..].iter().take_while(|other| **other != ']').collect();
                    at += inside.chars().count() + 1;
                    if !inside.is_empty()
                        && inside.chars().all(|one| matches!(one.to_ascii_lowercase(), 'h' | 'm' | 's'))
                    {
                        return None;
                    }
                }
                'd' => {
                    // Three or more are the name of the day of the week.
                    found.has_day |= run < 2;
                    found.has_month |= run >= 2;
                    at += run;
                }
                'e' if matches!(characters.get(at), Some('+' | '-')) => found.is_number = true,
                'y' | 'e' | 'g' | 'b' => found.has_year = true,
                'm' => found.has_month = true,
                'h' | 's' => found.has_clock = true,
                'a' if matches!(characters.get(at), Some('m' | 'M' | '/')) => {
                    found.has_clock = true;
                    at += characters[at..]
                        .iter()
                        .take_while(|other| other.is_ascii_alphabetic() || **other == '/')
                        .count();
                }
                '%' => found.is_percentage = true,
                '#' | '?' | '.' | ',' | '@' => found.is_number = true,
                _ => found.mask.push(character),
            }
        }
        Some(found)
    }
}

/// The digits of a whole number at the places of a mask, from the right; those that are too many stand before the first.
fn masked(mask: &str, number: &str) -> String {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let places = mask.matches('0').count();
    let number = format!("{number:0>places$}");
    let more = number.len() - places;
    let (mut digits, mut is_first) = (number.chars(), true);
    let mut text = String::new();
    for one in mask.chars() {
        match one {
            '0' => text.extend(digits.by_ref().take(if std::mem::take(&mut is_first) { more + 1 } else { 1 })),
            LITERAL_ZERO => text.push('0'),
            one => text.push(one),
        }
    }
    text
}

/// The moment that a number of days stands for, as far as day, year and date are shown: a day that its author does not see was not typed. A
/// time other than midnight makes an instant of it.
fn moment(days: f64, since_1904: bool, [day, year, date]: [bool; 3]) -> Option<String> {
    if !(0.0..END_OF_DAYS).contains(&days) {
        return None;
    }
    let seconds = (days * 86_400.0).round();
    let (whole, time) = ((seconds / 86_400.0).floor(), seconds % 86_400.0);
    let clock = format!("{:02}:{:02}:{:02}", (time / 3600.0).floor(), (time / 60.0).floor() % 60.0, time % 60.0);
    if !date && whole == 0.0 {
        return Some(clock);
    }
    let text = day_of(format!("{whole}").parse().ok()?, since_1904)?;
    Some(match (date && !day, date && !year) {
        _ if time != 0.0 => format!("{text}T{clock}"),
        (false, false) => text,
        (true, _) => text.get(..7)?.to_owned(),
        (false, true) => format!("-{}", text.get(4..)?),
    })
}

/// The day by its number. Excel counts a 29 February 1900, which was not, and calls the day before the first its zeroth.
fn day_of(number: u64, since_1904: bool) -> Option<String> {
    let from = |year, month, day| NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(number));
    Some(match (since_1904, number) {
        (true, _) => from(1904, 1, 1)?.to_string(),
        (false, 0) => "1900-01-00".to_owned(),
        (false, 60) => "1900-02-29".to_owned(),
        (false, ..60) => from(1899, 12, 31)?.to_string(),
        (false, _) => from(1899, 12, 30)?.to_string(),
    })
}

/// A number as it was typed: without what binary fractions add, and in figures. One that is longer than spreadsheets keep
/// is in the notation by which they show it, because its last figures are not those that were typed.
pub(super) fn decimal(text: &str) -> String {
    let text = text.trim();
    let Ok(number) = text.parse::<f64>() else { return text.to_owned() };
    if !number.is_finite() {
        return text.to_owned();
    }
    // The 15 figures that are kept, and the power of ten of the first.
    let rounded = format!("{number:.14e}");
    let (figures, power) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let power: i32 = power.parse().unwrap_or_default();
    if power >= DIGITS {
        let figures = figures.trim_end_matches('0').trim_end_matches('.');
        return format!("{figures}E+{power}");
    }
    match rounded.parse::<f64>() {
        Ok(0.0) | Err(_) => "0".to_owned(),
        Ok(number) => number.to_string(),
    }
}

/// A day or an instant as ISO 8601 writes it: of a midnight the day alone.
pub(super) fn iso(text: &str) -> String {
    let text = text.trim();
    let is_midnight = |time: &str| time.trim_end_matches('Z').chars().all(|one| matches!(one, '0' | ':' | '.'));
    match text.split_once('T') {
        Some((day, time)) if is_midnight(time) => day.to_owned(),
        _ => text.to_owned(),
    }
}
