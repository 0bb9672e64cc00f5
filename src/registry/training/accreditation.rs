//! What happens to an accreditation: it is corrected, extended, suspended, reinstated and withdrawn, of training
//! organisations and of courses alike.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Course, CourseChanges, TrainingOrganisation, TrainingOrganisationChanges};
use super::{find_course, find_organisation, kept};
use crate::auth::permission::Permission;
use crate::error::{Error, InputError};
use crate::registry::directory;
use crate::registry::events::NewEvent;
use crate::registry::patches::apply;
use crate::registry::references::unknown_qualification;
use crate::registry::status_changes::{NewStatusChange, admit};
use crate::registry::work::Work;
use crate::scheme::calendar::Period;
use crate::scheme::lifecycle::{Change, History, Status};
use crate::scheme::text::Reason;
use crate::store::status::StatusRecord;

/// The word for an accreditation's status; `None` before it begins.
#[must_use]
pub const fn status_word(status: Status) -> Option<&'static str> {
    match status {
        Status::InForce => Some("accredited"),
        Status::Suspended { .. } => Some("suspended"),
        Status::Withdrawn => Some("withdrawn"),
        Status::Expired => Some("expired"),
        Status::NotYet => None,
    }
}

/// What is accredited from a day to a day.
pub trait Accredited: Sized {
    /// What it is in events.
    const SUBJECT: &'static str;

    /// The one with this id or slug.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    fn find(work: &mut Work<'_>, id_or_slug: &str) -> Result<Self, Error>;

    fn id(&self) -> String;

    fn accreditation(&self) -> History;

    /// The kind of event that tells of a change.
    fn told(change: Change) -> &'static str;

    /// Writes a change.
    ///
    /// # Errors
    /// Those of the database.
    fn append(&mut self, work: &mut Work<'_>, record: StatusRecord) -> Result<(), Error>;

    /// Brings its entries in the directory up to date.
    ///
    /// # Errors
    /// Those of the database.
    fn refresh(&self, work: &mut Work<'_>) -> Result<(), Error>;
}

/// Declares a record as accredited: what it is in events, and what finds it, keeps a change and refreshes the directory.
macro_rules! accredited {
    ($record:ty, $subject:literal, $find:ident, $insert:ident, $refresh:ident) => {
        impl Accredited for $record {
            const SUBJECT: &'static str = $subject;

            fn find(work: &mut Work<'_>, id_or_slug: &str) -> Result<Self, Error> {
                $find(work, id_or_slug)
            }

            fn id(&self) -> String {
                self.id.to_string()
            }

            fn accreditation(&self) -> History {
                self.accreditation()
            }

            fn told(change: Change) -> &'static str {
                match change {
                    Change::Suspension { .. } => concat!($subject, "_suspended"),
                    Change::Reinstatement { .. } => concat!($subject, "_reinstated"),
                    Change::Withdrawal { .. } => concat!($subject, "_withdrawn"),
                    Change::Extension { .. } => concat!($subject, "_extended"),
                    Change::Correction { .. } => concat!($subject, "_changed"),
                }
            }

            fn append(&mut self, work: &mut Work<'_>, record: StatusRecord) -> Result<(), Error> {
                kept::$insert(work.connection, self.id, &record)?;
                self.status_changes.push(record);
                Ok(())
            }

            fn refresh(&self, work: &mut Work<'_>) -> Result<(), Error> {
                directory::$refresh(work, self.id)
            }
        }
    };
}

accredited!(
    TrainingOrganisation,
    "training_organisation",
    find_organisation,
    insert_organisation_status_change,
    refresh_training_organisation
);
accredited!(Course, "course", find_course, insert_course_status_change, refresh_course);

/// Extends, suspends, reinstates or withdraws an accreditation.
pub fn change_status<T: Accredited>(work: &mut Work<'_>, id_or_slug: &str, new: &NewStatusChange) -> Result<T, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let mut found = T::find(work, id_or_slug)?;
    let record = admit(work, &found.accreditation(), new, caller.principal.to_string())?;
    let data = json!({"effective_on": new.change.from(), "until": new.change.until(), "reason": record.reason});
    found.append(work, record)?;
    tell(work, &found, T::told(new.change), data)?;
    Ok(found)
}

/// Corrects the record of a training organisation, if `unchanged` agrees with the version on record.
pub fn change_organisation(
    work: &mut Work<'_>,
    id_or_slug: &str,
    unchanged: impl Fn(&TrainingOrganisation) -> Result<(), Error>,
    changes: &TrainingOrganisationChanges,
) -> Result<TrainingOrganisation, Error> {
    work.authorise(Permission::Administer)?;
    let mut organisation = find_organisation(work, id_or_slug)?;
    unchanged(&organisation)?;
    let changes = changes.clone();
    let days = Days { from: changes.accredited_from, until: changes.accredited_until };
    let correction = days.correction(&organisation.accreditation(), changes.reason.as_ref())?;
    let mut fields = apply!(changes => organisation: name.into(), country, website);
    kept::update_organisation(work.connection, &organisation)?;
    fields.extend(days.given());
    record_correction(work, &mut organisation, correction, &fields, changes.reason.as_ref())?;
    Ok(organisation)
}

/// Corrects the record of a course, if `unchanged` agrees with the version on record.
pub fn change_course(
    work: &mut Work<'_>,
    id_or_slug: &str,
    unchanged: impl Fn(&mut Work<'_>, &Course) -> Result<(), Error>,
    changes: &CourseChanges,
) -> Result<Course, Error> {
    work.authorise(Permission::Administer)?;
    let mut course = find_course(work, id_or_slug)?;
    unchanged(work, &course)?;
    let CourseChanges {
        qualification,
        title,
        languages,
        countries,
        delivery,
        accredited_from,
        accredited_until,
        reason,
    } = changes.clone();
    let qualification = match qualification.as_deref().map(|code| work.scheme.qualification(code)) {
        Some(None) => return Err(Error::Invalid(vec![unknown_qualification(work.scheme, "/qualification")])),
        known => known.flatten().map(|known| known.code.clone()),
    };
    if qualification.as_ref().is_some_and(|code| *code != course.qualification) {
        require_reason(reason.as_ref())?;
    }
    let days = Days { from: accredited_from, until: accredited_until };
    let correction = days.correction(&course.accreditation(), reason.as_ref())?;
    let countries: Option<Vec<_>> = countries.map(|codes| codes.iter().map(ToString::to_string).collect());
    let delivery: Option<Vec<_>> = delivery.map(|words| words.into_iter().map(str::to_owned).collect());
    let kept_changes = Kept { qualification, title, languages, countries, delivery };
    let mut fields = apply!(kept_changes => course: qualification, title.into(), languages, countries, delivery);
    kept::update_course(work.connection, &course)?;
    fields.extend(days.given());
    record_correction(work, &mut course, correction, &fields, reason.as_ref())?;
    Ok(course)
}

/// What is corrected of a course, as it is kept.
struct Kept {
    qualification: Option<crate::scheme::definition::QualificationCode>,
    title: Option<crate::scheme::text::Title>,
    languages: Option<Vec<String>>,
    countries: Option<Vec<String>>,
    delivery: Option<Vec<String>>,
}

/// The days of an accreditation that were recorded wrongly.
#[expect(clippy::option_option, reason = "there, null, or missing")]
struct Days {
    from: Option<NaiveDate>,
    until: Option<Option<NaiveDate>>,
}

impl Days {
    fn given(&self) -> impl Iterator<Item = &'static str> {
        let from = self.from.map(|_| "accredited_from");
        from.into_iter().chain(self.until.map(|_| "accredited_until"))
    }

    /// The change that puts them right; `None` where they are on record so.
    fn correction(&self, known: &History, reason: Option<&Reason>) -> Result<Option<NewStatusChange>, Error> {
        let days = known.days();
        let (from, until) = (self.from.unwrap_or(days.from), self.until.unwrap_or(days.until));
        if (Period { from, until }) == days {
            return Ok(None);
        }
        if let Some(wrong) = super::check_period(Period { from, until }) {
            return Err(Error::Invalid(vec![wrong]));
        }
        let reason = require_reason(reason)?.clone();
        Ok(Some(NewStatusChange { change: Change::Correction { from, until }, reason_code: None, reason }))
    }
}

fn require_reason(reason: Option<&Reason>) -> Result<&Reason, Error> {
    let detail = "is missing: say why what counts in decisions is corrected";
    reason.ok_or_else(|| Error::Invalid(vec![InputError::new("/reason", "required", detail)]))
}

fn record_correction<T: Accredited>(
    work: &mut Work<'_>,
    corrected: &mut T,
    correction: Option<NewStatusChange>,
    changed: &[&'static str],
    reason: Option<&Reason>,
) -> Result<(), Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    if let Some(new) = correction {
        let record = admit(work, &corrected.accreditation(), &new, by)?;
        corrected.append(work, record)?;
    }
    let days = corrected.accreditation().days();
    let data = json!({
        "changed": changed,
        "accredited_from": days.from,
        "accredited_until": days.until,
        "reason": reason.map(Reason::as_str),
    });
    tell(work, corrected, T::told(Change::Correction { from: days.from, until: days.until }), data)
}

fn tell<T: Accredited>(work: &mut Work<'_>, subject: &T, kind: &'static str, data: Value) -> Result<(), Error> {
    let event = NewEvent { kind, subject: (T::SUBJECT, subject.id()), body: None, data, personal_data: None };
    work.record(Permission::Administer, event)?;
    subject.refresh(work)
}
