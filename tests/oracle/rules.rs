//! The scheme's rules, read once more and written otherwise than the registry's: nothing is computed from one day to another.
//! Each day is gone through by itself, from the first one on, and what is so on it follows from what was so on the day before.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, NaiveDate as Day};

/// What happens to a certificate, a body or an accreditation on a day.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Suspension(Option<Day>),
    Reinstatement,
    Withdrawal,
    Extension(Day),
}

impl Step {
    /// The last day that it names.
    pub fn until(self) -> Option<Day> {
        match self {
            Self::Suspension(until) => until,
            Self::Extension(until) => Some(until),
            Self::Reinstatement | Self::Withdrawal => None,
        }
    }
}

/// How something stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    NotYet,
    Good,
    Suspended,
    Withdrawn,
    Over,
}

impl Standing {
    /// The registry's word for it; what is not there yet is called otherwise from place to place.
    pub const fn word(self, not_yet: &'static str) -> &'static str {
        match self {
            Self::NotYet => not_yet,
            Self::Good => "valid",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Over => "expired",
        }
    }
}

/// The days that are gone through: from the first year of the scheme to one that nobody asks about.
const FIRST: Day = Day::from_ymd_opt(2005, 1, 1).expect("it is in the calendar");
const DAYS: usize = 30 * 366;

/// A day after everything that happens in a history, and not after today.
const LAST: Day = Day::from_ymd_opt(2026, 1, 1).expect("it is in the calendar");

/// Something that begins on a day and may end after another one: a calendar in which every record paints the days of which it
/// speaks, over what stood there; but nothing is painted over a withdrawal.
#[derive(Clone, Debug)]
pub struct Life {
    pub from: Day,
    pub until: Option<Day>,
    /// In the order in which they were recorded.
    pub steps: Vec<(Day, Step)>,
    painted: Painted,
}

#[derive(Clone)]
struct Painted(Vec<Standing>);

impl std::fmt::Debug for Painted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = FIRST.iter_days().zip(&self.0);
        let turns = days
            .scan(None, |before, (day, standing)| Some((day, *standing, before.replace(*standing) != Some(*standing))));
        formatter
            .debug_list()
            .entries(turns.filter(|(.., is_turn)| *is_turn).map(|(day, standing, _)| (day, standing)))
            .finish()
    }
}

impl Life {
    pub fn new(from: Day, until: Option<Day>) -> Self {
        let mut life = Self { from, until, steps: Vec::new(), painted: Painted(vec![Standing::NotYet; DAYS]) };
        life.paint(from, None, |_| Standing::Good);
        life
    }

    fn paint(&mut self, from: Day, until: Option<Day>, colour: impl Fn(Standing) -> Standing) {
        for (day, painted) in FIRST.iter_days().zip(&mut self.painted.0) {
            if day >= from && until.is_none_or(|until| day <= until) && *painted != Standing::Withdrawn {
                *painted = colour(*painted);
            }
        }
    }

    /// Records what happens to it.
    pub fn take(&mut self, on: Day, step: Step) {
        self.steps.push((on, step));
        match step {
            Step::Suspension(until) => self.paint(on, until, |_| Standing::Suspended),
            Step::Reinstatement => self.paint(on, None, |_| Standing::Good),
            Step::Withdrawal => self.paint(on, None, |_| Standing::Withdrawn),
            Step::Extension(_) => {}
        }
    }

    /// How it stands on a day, as far as is recorded.
    pub fn standing(&self, day: Day) -> Standing {
        let place = usize::try_from((day - FIRST).num_days()).expect("it is not before the scheme");
        let painted = self.painted.0[place.min(DAYS - 1)];
        let is_over = self.until.is_some_and(|until| until < day)
            && !self
                .steps
                .iter()
                .any(|(on, step)| matches!(step, Step::Extension(until) if *on <= day && day <= *until));
        if is_over && painted != Standing::Withdrawn { Standing::Over } else { painted }
    }

    /// Its last day, if it has one.
    pub fn last(&self) -> Option<Day> {
        let extended = self
            .steps
            .iter()
            .rev()
            .find_map(|(_, step)| if let Step::Extension(until) = step { Some(*until) } else { None });
        extended.or(self.until)
    }

    pub fn is_good(&self, day: Day) -> bool {
        self.standing(day) == Standing::Good
    }

    /// Whether the step may be taken on this day, as things are recorded now.
    pub fn admits(&self, on: Day, step: Step) -> bool {
        let standing = self.standing(on);
        let is_there = !matches!(standing, Standing::NotYet | Standing::Withdrawn);
        match step {
            Step::Suspension(until) => standing == Standing::Good && until.is_none_or(|until| until >= on),
            Step::Reinstatement => standing == Standing::Suspended,
            Step::Withdrawal => is_there && standing != Standing::Over,
            Step::Extension(until) => {
                is_there
                    && on <= until
                    && self.last().is_some_and(|last| last < until)
                    && self.standing(until) != Standing::Withdrawn
            }
        }
    }
}

/// "Lay them end to end from the first day of the first period": whether the days of these periods up to a day reach the day
/// before the third anniversary.
pub fn is_three_years(periods: &[(Day, Option<Day>)], up_to: Day) -> bool {
    let mut days = BTreeSet::new();
    for (from, until) in periods {
        let end = until.map_or(up_to, |until| until.min(up_to));
        days.extend(from.iter_days().take_while(|day| *day <= end));
    }
    let Some(first) = days.first() else { return false };
    let anniversary = Day::from_ymd_opt(first.year() + 3, first.month(), first.day())
        .or_else(|| Day::from_ymd_opt(first.year() + 3, 3, 1))
        .expect("every day but 29 February is in every year");
    let reached = days.iter().skip(1).fold(*first, |reached, _| reached.succ_opt().expect("it is in this century"));
    reached >= anniversary - Days::new(1)
}

/// A certificate of another issuer.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub certification: &'static str,
    pub awarded: Day,
    pub expires: Option<Day>,
    pub counts: bool,
}

/// An attendance at one of the courses.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub course: usize,
    pub completed: Day,
    pub counts: bool,
}

/// A time of conducting audits.
#[derive(Clone, Debug)]
pub struct Audits {
    pub from: Day,
    pub until: Option<Day>,
    pub in_it: bool,
    pub counts: bool,
}

/// A course, and who runs it.
#[derive(Clone, Debug)]
pub struct Course {
    pub qualification: &'static str,
    pub organiser: usize,
    pub life: Life,
}

/// What was sat, and what was said of it.
#[derive(Clone, Debug)]
pub struct Sitting {
    pub body: usize,
    pub qualification: &'static str,
    pub day: Day,
    /// Marks, or for papers that are not known whether it is declared a pass.
    pub said: Result<u32, bool>,
    pub edition: Option<&'static str>,
    pub by_registrar: bool,
}

/// A certificate of this registry.
#[derive(Clone, Debug)]
pub struct Held {
    pub number: String,
    pub qualification: &'static str,
    pub edition: &'static str,
    pub life: Life,
}

/// All that is on record of somebody.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub elsewhere: Vec<Elsewhere>,
    pub attendances: Vec<Attendance>,
    pub audits: Vec<Audits>,
    pub results: Vec<Sitting>,
    pub held: Vec<Held>,
}

/// What everybody's decisions rest on.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    pub bodies: Vec<Life>,
    pub organisers: Vec<Life>,
    pub courses: Vec<Course>,
}

/// What is to become of a sitting: recorded with this edition, the same as before, or refused for one of these reasons.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    Recorded { passed: bool, edition: &'static str },
    Unchanged,
    Refused(BTreeSet<&'static str>),
}

impl Circumstances {
    /// "Who may sit", sentence by sentence.
    pub fn may_sit(&self, person: &Person, qualification: &str, day: Day) -> bool {
        match qualification {
            "foundation" => true,
            "practitioner" => {
                let own = person.held.iter().any(|held| held.qualification == "foundation" && held.life.is_good(day));
                let named = ["apmg_iso_iec_20000_foundation", "bcs_iso_iec_20000_foundation", "itil_foundation"];
                own || person.elsewhere.iter().any(|one| {
                    one.counts
                        && named.contains(&one.certification)
                        && one.awarded <= day
                        && one.expires.is_none_or(|last| day <= last)
                })
            }
            _ => person.attendances.iter().any(|attended| {
                let course = &self.courses[attended.course];
                attended.counts
                    && attended.completed <= day
                    && course.qualification == "auditor"
                    && course.life.is_good(attended.completed)
                    && self.organisers[course.organiser].is_good(attended.completed)
                    && is_three_years(&conducted(person), attended.completed)
            }),
        }
    }

    /// What is to become of a sitting, of which every reason against it is named.
    pub fn verdict(&self, person: &Person, sat: &Sitting) -> Verdict {
        let mut against = BTreeSet::new();
        let is_known_format = sat.day >= date(2012, 6, 1);
        let editions: &[&'static str] = match sat.day {
            day if day < date(2011, 4, 1) => &["2005"],
            day if day < date(2012, 6, 1) => &["2005", "2011"],
            _ => &["2011"],
        };
        if !is_known_format && !sat.by_registrar {
            against.insert("registrar_only");
        }
        let edition = sat.edition.map_or(editions.len() == 1, |named| editions.contains(&named));
        let (available, pass_mark) = if sat.qualification == "practitioner" { (80, 40) } else { (40, 26) };
        let is_said = match sat.said {
            Ok(marks) => is_known_format && marks <= available,
            Err(_) => !is_known_format,
        };
        if !edition || !is_said {
            against.insert("invalid_input");
        }
        let edition = sat.edition.unwrap_or(editions[0]);
        let passed = sat.said.map_or_else(|passed| passed, |marks| marks >= pass_mark);
        let on_the_day = person.results.iter().find(|one| one.day == sat.day && one.qualification == sat.qualification);
        if let Some(earlier) = on_the_day {
            let is_same = earlier.body == sat.body
                && earlier.said == sat.said
                && earlier.edition.is_none_or(|earlier| earlier == edition);
            if is_same && against.is_empty() {
                return Verdict::Unchanged;
            }
            against.insert("result_conflict");
        }
        if !self.bodies[sat.body].is_good(sat.day) {
            against.insert("body_not_listed");
        }
        if !self.may_sit(person, sat.qualification, sat.day) {
            against.insert("not_eligible");
        }
        // Whoever held it on the day, and whoever holds it still: one that is suspended may be valid again.
        let holds = |held: &Held| {
            let is_alike = held.qualification == sat.qualification && held.edition == edition;
            is_alike && (held.life.is_good(sat.day) || held.life.standing(LAST) != Standing::Withdrawn)
        };
        if passed && person.held.iter().any(holds) {
            against.insert("certificate_exists");
        }
        if against.is_empty() { Verdict::Recorded { passed, edition } } else { Verdict::Refused(against) }
    }
}

/// The times of audits that count, whatever the role: both of those that can be recorded do.
fn conducted(person: &Person) -> Vec<(Day, Option<Day>)> {
    let counting = person.audits.iter().filter(|audits| audits.counts && audits.in_it);
    counting.map(|audits| (audits.from, audits.until)).collect()
}

/// A day that there is.
pub fn date(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd_opt(year, month, day).expect("it is in the calendar")
}
