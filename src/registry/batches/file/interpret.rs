//! The one interpreter of values: what a birth date is, it knows for both formats.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::fields::{FIRST_EVIDENCE, Field, GROUPS, MOST_MEMBERS};
use super::slot::{ANY_NUMBER, Slot};
use crate::error::InputError;
use crate::input::dates::DateForms;
use crate::input::given::Given;
use crate::registry::evidence::{EvidenceKind, NewClaim};
use crate::scheme::Complaint;
use crate::scheme::country::CountryCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::exam::Outcome;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{ForeignNumber, Reference, Title, Word, email, line, website};

/// Question marks that are read at most, as on the JSON face.
const MOST_QUESTION_MARKS: usize = 1000;

/// How many mistakes of a row are told.
const MOST_MISTAKES: usize = 50;

/// A row with its values read: what could be read, and all of what could not.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The physical line on which it begins.
    pub line: u64,
    /// The sender's reference as it stands, cut to 100 characters: for reporting, even when the row is invalid.
    pub reference: Option<String>,
    /// What could be read. Only a row without errors is whole.
    pub draft: Draft,
    /// What is wrong, with pointers into the nested form; the whole row's pointer is empty. The first fifty mistakes.
    pub errors: Vec<InputError>,
}

/// What a row says: a candidate, evidence and a result.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub candidate_number: Option<CandidateNumber>,
    pub given_names: Option<GivenNames>,
    pub family_name: Option<FamilyName>,
    pub birth_date: Option<NaiveDate>,
    pub email: Option<String>,
    pub country: Option<CountryCode>,
    /// Whether the candidate agreed to be shown by name; a new one of whom nothing is said did not.
    pub listed: Option<bool>,
    /// Whether somebody else is meant than all candidates on record who are alike.
    pub confirm_new: bool,
    /// Evidence, in the order of its kinds.
    pub claims: Vec<DraftClaim>,
    pub qualification: Option<String>,
    pub sat_on: Option<NaiveDate>,
    pub marks: Option<i64>,
    pub question_marks: Option<Vec<i64>>,
    /// The format and the edition that the sender believes it to be.
    pub format: Option<String>,
    pub edition: Option<String>,
    pub declared_outcome: Option<Outcome>,
    pub reference: Option<Reference>,
}

/// A piece of evidence of a row.
#[derive(Clone, Debug)]
pub struct DraftClaim {
    /// Its place in the nested form, such as `/external_certificates/0`: the prefix of pointers to its values.
    pub place: String,
    pub claim: NewClaim,
}

impl Row {
    /// A row of which nothing is sure but that something is wrong with its form.
    pub(super) fn unreadable(line: u64, reference: Option<Slot<'_>>, error: InputError) -> Self {
        Self { line, reference: shown(reference), draft: Draft::default(), errors: vec![error] }
    }
}

/// Everything that was given in a row, by its meaning, and what is wrong with the row's form.
pub(super) struct Gathered<'a> {
    /// Those of [`GROUPS`] that there is one of, then evidence.
    pieces: Vec<Piece<'a>>,
    pub errors: Vec<InputError>,
}

/// What was given of a group.
pub(super) struct Piece<'a> {
    /// Index in [`GROUPS`].
    group: usize,
    number: usize,
    /// By index in [`Group::members`](super::fields::Group).
    pub given: [Option<Slot<'a>>; MOST_MEMBERS],
}

impl Default for Gathered<'_> {
    fn default() -> Self {
        let mut pieces = Vec::with_capacity(GROUPS.len());
        pieces.extend((0..FIRST_EVIDENCE).map(|group| Piece { group, number: 0, given: [None; MOST_MEMBERS] }));
        Self { pieces, errors: Vec::new() }
    }
}

impl<'a> Gathered<'a> {
    /// The piece of this group and number, made if it is new.
    pub fn piece(&mut self, group: usize, number: usize) -> &mut Piece<'a> {
        if group < FIRST_EVIDENCE {
            return &mut self.pieces[group];
        }
        let found = self.pieces.iter().rposition(|piece| (piece.group, piece.number) == (group, number));
        let index = found.unwrap_or_else(|| {
            self.pieces.push(Piece { group, number, given: [None; MOST_MEMBERS] });
            self.pieces.len() - 1
        });
        &mut self.pieces[index]
    }

    /// Drops experience of which only the environment is said: a column filled with `yes` from top to bottom.
    pub fn drop_empty_claims(&mut self) {
        self.pieces.retain(|piece| {
            let says = |(member, given): (usize, &Option<Slot<'_>>)| {
                given.is_some() && GROUPS[piece.group].members[member].1 != "it_environment"
            };
            piece.group < FIRST_EVIDENCE || piece.given.iter().enumerate().any(says)
        });
    }
}

/// Reads all values, those of days in these forms, and says of each what is wrong with it.
pub(super) fn interpret(line_number: u64, gathered: Gathered<'_>, dates: &DateForms) -> Row {
    let Gathered { mut pieces, errors } = gathered;
    pieces.sort_by_key(|piece| (piece.group, piece.number));
    let mut reader = Reader { pieces: &pieces, dates, errors: Vec::new(), of_form: errors };
    let mut draft = Draft { reference: reader.text(Field::REFERENCE, Reference::parse), ..Draft::default() };
    reader.candidate(&mut draft);
    reader.result(&mut draft);
    for Piece { group, number, .. } in &pieces[FIRST_EVIDENCE..] {
        if let Some(claim) = reader.claim(*group, *number) {
            let place = format!("/{}/{number}", GROUPS[*group].name);
            draft.claims.push(DraftClaim { place, claim });
        }
    }
    let reference = shown(reader.given(Field::REFERENCE));
    let mut errors = reader.errors;
    errors.append(&mut reader.of_form);
    cut(&mut errors);
    Row { line: line_number, reference, draft, errors }
}

/// Keeps the first mistakes of a row that has very many, and says how many more there are: a small row must not become a
/// large record.
fn cut(errors: &mut Vec<InputError>) {
    let Some(more) = errors.len().checked_sub(MOST_MISTAKES).filter(|more| *more > 0) else { return };
    errors.truncate(MOST_MISTAKES);
    errors.shrink_to_fit();
    errors.push(InputError::new("", "more_mistakes", format!("has {more} more mistakes, which are not listed")));
}

/// A reference as it stands, for reporting.
fn shown(reference: Option<Slot<'_>>) -> Option<String> {
    let text = match reference? {
        Slot::Cell(text) => text.into(),
        Slot::Json(json) => json.cell(),
    };
    Some(text.chars().take(Reference::LONGEST).collect())
}

struct Reader<'p, 'a> {
    pieces: &'p [Piece<'a>],
    dates: &'p DateForms,
    errors: Vec<InputError>,
    /// What is wrong with the row's form; said last, as the JSON face does.
    of_form: Vec<InputError>,
}

impl<'a> Reader<'_, 'a> {
    fn given(&self, field: Field) -> Option<Slot<'a>> {
        let is_in = |piece: &&Piece<'a>| (piece.group, piece.number) == (field.group, field.piece);
        self.pieces.iter().find(is_in)?.given[field.member]
    }

    fn complain(&mut self, field: Field, complaint: Complaint) {
        self.errors.push(InputError::new(field.pointer(), complaint.code, complaint.detail));
    }

    fn value<T>(&mut self, field: Field, read: impl FnOnce(Given<'a>) -> Result<T, Complaint>) -> Option<T> {
        read(self.given(field)?.into()).map_err(|complaint| self.complain(field, complaint)).ok()
    }

    fn text<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Complaint>) -> Option<T> {
        self.value(field, |given| given.line().and_then(parse))
    }

    /// Complains when the field was not given; unless the object that it should be in is no object, which says enough.
    fn require(&mut self, field: Field, otherwise: &str) {
        let is_in = |object: &str| object.strip_prefix('/') == Some(GROUPS[field.group].name);
        if self.given(field).is_none() && !self.of_form.iter().any(|error| is_in(&error.pointer)) {
            self.complain(field, Complaint::new("required", format!("is missing{otherwise}")));
        }
    }

    fn required<T>(&mut self, field: Field, read: impl FnOnce(Given<'a>) -> Result<T, Complaint>) -> Option<T> {
        self.require(field, "");
        self.value(field, read)
    }

    fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let forms = self.dates;
        self.value(field, |given| given.day(forms))
    }

    fn required_day(&mut self, field: Field) -> Option<NaiveDate> {
        self.require(field, "");
        self.day(field)
    }

    fn required_text<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Complaint>) -> Option<T> {
        self.required(field, |given| given.line().and_then(parse))
    }

    fn candidate(&mut self, draft: &mut Draft) {
        draft.candidate_number = self.value(Field::CANDIDATE_NUMBER, |given| {
            CandidateNumber::parse(given.spelling()?)
                .map_err(|mistyped| Complaint::new("mistyped_number", format!("is mistyped: {mistyped}")))
        });
        draft.given_names = self.text(Field::GIVEN_NAMES, GivenNames::parse);
        draft.family_name = self.text(Field::FAMILY_NAME, FamilyName::parse);
        draft.birth_date = self.day(Field::BIRTH_DATE);
        draft.email = self.text(Field::EMAIL, email);
        draft.country = self.text(Field::COUNTRY, CountryCode::parse);
        draft.listed = self.value(Field::LISTED, Given::boolean);
        draft.confirm_new = self.value(Field::CONFIRM_NEW, Given::boolean).unwrap_or(false);
        if self.given(Field::CANDIDATE_NUMBER).is_none() {
            self.require(Field::FAMILY_NAME, "; without a candidate number it is needed");
            self.require(Field::BIRTH_DATE, "; without a candidate number it is needed");
        }
    }

    fn result(&mut self, draft: &mut Draft) {
        draft.qualification = self.required_text(Field::QUALIFICATION, |text| line(text, Word::LONGEST));
        draft.sat_on = self.required_day(Field::SAT_ON);
        draft.marks = self.value(Field::MARKS, |given| given.integer(&ANY_NUMBER));
        draft.question_marks = self.question_marks();
        draft.format = self.text(Field::FORMAT, |text| line(text, 20));
        draft.edition = self.text(Field::EDITION, |text| line(text, 20));
        draft.declared_outcome = self.text(Field::DECLARED_OUTCOME, |text| {
            Outcome::parse(text).ok_or_else(|| Complaint::new("unknown_word", "must be one of pass, fail"))
        });
    }

    fn question_marks(&mut self) -> Option<Vec<i64>> {
        let given = self.given(Field::QUESTION_MARKS)?;
        let complaints = match given.integers(MOST_QUESTION_MARKS) {
            Ok(marks) => return Some(marks),
            Err(complaints) => complaints,
        };
        for (index, complaint) in complaints {
            let whole = Field::QUESTION_MARKS.pointer();
            let pointer = index.map_or_else(|| whole.clone(), |index| format!("{whole}/{index}"));
            self.errors.push(InputError::new(pointer, complaint.code, complaint.detail));
        }
        None
    }

    fn claim(&mut self, group: usize, piece: usize) -> Option<NewClaim> {
        let at = |member| Field { group, piece, member };
        match GROUPS[group].evidence? {
            EvidenceKind::ExternalCertificate => {
                let certification = self.required_text(at(0), Word::parse);
                let number = self.required_text(at(1), ForeignNumber::parse);
                let awarded_on = self.required_day(at(2));
                let (expires_on, checked_on) = (self.day(at(3)), self.day(at(4)));
                let checked_url = self.text(at(5), website);
                let unread = [(3, expires_on.is_none()), (4, checked_on.is_none()), (5, checked_url.is_none())];
                let (certification, number, awarded_on) = (certification?, number?, awarded_on?);
                // What could not be read is not the same as what was left out.
                if unread.into_iter().any(|(member, is_none)| is_none && self.given(at(member)).is_some()) {
                    return None;
                }
                Some(NewClaim::ExternalCertificate {
                    certification,
                    number,
                    awarded_on,
                    expires_on,
                    checked_on,
                    checked_url,
                })
            }
            EvidenceKind::CourseAttendance => {
                let course = self.required_text(at(0), |text| line(text, 100));
                let completed_on = self.required_day(at(1));
                Some(NewClaim::CourseAttendance { course: course?, completed_on: completed_on? })
            }
            EvidenceKind::AuditExperience => {
                let role = self.required(at(0), role);
                let organisation = self.required_text(at(1), Title::parse);
                // "A period is audit work in an IT environment", unless it says otherwise.
                let it_environment = self.value(at(2), Given::boolean).unwrap_or(true);
                let started_on = self.required_day(at(3));
                let ended_on = self.day(at(4));
                let (organisation, role, started_on) = (organisation?, role?, started_on?);
                // What could not be read is not the same as what was left out.
                if ended_on.is_none() && self.given(at(4)).is_some() {
                    return None;
                }
                Some(NewClaim::AuditExperience { organisation, role, it_environment, started_on, ended_on })
            }
            EvidenceKind::ContinuingEducation => {
                let points = self.required(at(0), |given| given.integer(&POINTS));
                let activity = self.required_text(at(1), Title::parse);
                let organisation = self.required_text(at(2), Title::parse);
                let completed_on = self.required_day(at(3));
                Some(NewClaim::ContinuingEducation {
                    points: u32::try_from(points?).unwrap_or(u32::MAX),
                    activity: activity?,
                    organisation: organisation?,
                    completed_on: completed_on?,
                })
            }
        }
    }
}

/// How many points of continuing education one piece of evidence can have.
const POINTS: RangeInclusive<i64> = 1..=10_000;

fn role(given: Given<'_>) -> Result<AuditRole, Complaint> {
    let words = AuditRole::ALL.map(AuditRole::as_str).join(", ");
    AuditRole::parse(given.line()?).ok_or_else(|| Complaint::new("unknown_word", format!("must be one of {words}")))
}
