//! Renewals: a certificate that expires is followed by one that points at it, awarded on one of the days around its last one
//! by a route that the scheme names. Passing an examination does it with the result; points of continuing education do it when
//! a body or a registrar asks for it, as does an examination that was passed before the scheme had the route.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::certificates::{self, Certificate};
use super::events::{Event, NewEvent};
use super::work::{Context, Work};
use super::{candidates, evidence};
use crate::auth::permission::Permission;
use crate::entropy::random;
use crate::error::{Code, Error};
use crate::ids::{CandidateId, CertificateId};
use crate::input::form::form;
use crate::scheme::calendar::Period;
use crate::scheme::definition::{Qualification, QualificationCode};
use crate::scheme::evidence::Standing;
use crate::scheme::exam::Outcome;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::renewal::{Renewal, Route};
use crate::store::evidence::Claim;
use crate::store::results::{self, SittingResult};
use crate::store::{candidates as kept_candidates, certificates as kept};

form! {
    /// As of which day a certificate is renewed.
    #[example({"renewed_on": "2026-11-20"})]
    pub struct NewRenewal as "RenewalRequest" {
        /// The day of the renewal, one of those on which the certificate may be renewed; today when left out.
        pub renewed_on: Option<NaiveDate>,
    }
}

/// What is to be said of a certificate's renewal.
#[derive(Clone, Debug)]
pub struct RenewalState {
    pub certificate: CertificateNumber,
    pub last_day: NaiveDate,
    /// The days on which it may be renewed.
    pub days: Period,
    pub renewed_by: Option<CertificateNumber>,
    /// Why it cannot be renewed on the day that was asked about; empty where it can, as soon as one of the routes is taken.
    pub obstacle: Option<String>,
    pub routes: Vec<RouteState>,
}

/// How far a route is.
#[derive(Clone, Debug)]
pub struct RouteState {
    pub route: Route,
    pub satisfied: bool,
    /// What it takes, and what there is of it.
    pub summary: String,
}

/// Why a certificate cannot be renewed on a day, whatever the route. What is recorded of it since counts as well: no day before a
/// withdrawal or a suspension is a way around it.
fn obstacle(
    renewal: &Renewal,
    certificate: &Certificate,
    held: &[Certificate],
    [on, today]: [NaiveDate; 2],
) -> Option<String> {
    let Some(last) = certificate.expires_on else { return Some("it has no last day".to_owned()) };
    let days = renewal.days(last);
    let until = days.until.unwrap_or(last);
    let history = certificate.history();
    let whole = format!("it can be renewed from {} to {until}", days.from);
    if let Some(by) = renewed_by(certificate, held) {
        return Some(format!("it is renewed already, by {}", by.number));
    }
    let is_suspended = |day: NaiveDate| matches!(history.status_on(day.min(last)), Status::Suspended { .. });
    match history.status_on(on) {
        Status::NotYet => Some(format!("it is awarded later than on {on}")),
        _ if history.status_on(NaiveDate::MAX) == Status::Withdrawn => {
            Some("it is withdrawn, and a withdrawal is for good".to_owned())
        }
        _ if is_suspended(on) || is_suspended(today) => {
            Some("it is suspended; it can be renewed once it is reinstated".to_owned())
        }
        _ if on < days.from => Some(format!("{on} is too early: {whole}")),
        _ if on > until => {
            Some(format!("{on} is too late: {whole}; another one is awarded on a result, as the first was"))
        }
        _ => None,
    }
}

fn renewed_by<'a>(certificate: &Certificate, held: &'a [Certificate]) -> Option<&'a Certificate> {
    held.iter().find(|other| other.renews == Some(certificate.id) && !other.is_void())
}

/// The certificate of this qualification that is renewed by passing this examination on that day.
pub(super) fn renewed_by_sitting<'a>(
    qualification: &Qualification,
    examination: &QualificationCode,
    held: &'a [Certificate],
    [sat_on, today]: [NaiveDate; 2],
) -> Option<&'a Certificate> {
    let renewal = qualification.renewal.as_ref().filter(|renewal| renewal.is_by_examination(examination))?;
    let of_it = held.iter().filter(|one| one.qualification == qualification.code);
    of_it
        .filter(|one| obstacle(renewal, one, held, [sat_on, today]).is_none())
        .max_by_key(|one| (one.expires_on, one.id))
}

/// When a certificate that stands in the way of another sitting is renewed by one, to be said beside that.
pub(super) fn hint(qualification: &Qualification, certificate: &Certificate) -> String {
    let renewal = qualification.renewal.as_ref().filter(|renewal| renewal.is_by_examination(&qualification.code));
    match renewal.zip(certificate.expires_on) {
        Some((renewal, last)) => {
            let days = renewal.days(last);
            format!("; a sitting from {} to {} renews it", days.from, days.until.unwrap_or(last))
        }
        None => String::new(),
    }
}

/// The certificate that renews another one by something else than its own examination: on the same result, of the same edition.
pub(super) fn renewed(
    context: &Context<'_>,
    qualification: &Qualification,
    before: &Certificate,
    candidate: CandidateId,
    on: NaiveDate,
) -> Result<Certificate, Error> {
    Ok(Certificate {
        id: CertificateId::new(context.now),
        number: CertificateNumber::from_entropy(random(context.entropy)?),
        candidate,
        awarded_on: on,
        expires_on: before.expires_on.and_then(|last| qualification.renewed_until(last)),
        renews: Some(before.id),
        awarded_at: context.now,
        status_changes: Vec::new(),
        ..before.clone()
    })
}

/// The event of a renewal by something else than the certificate's own examination.
pub(super) fn told(context: &Context<'_>, new: &Certificate, before: &Certificate, by: &Value) -> Event {
    let data = json!({
        "certificate_number": new.number,
        "renews": before.number,
        "renewed_by": by,
        "candidate_id": new.candidate.to_string(),
        "qualification": new.qualification,
        "edition": new.edition,
        "awarded_on": new.awarded_on,
        "expires_on": new.expires_on,
    });
    let subject = ("certificate", new.number.to_string());
    NewEvent { kind: "certificate_renewed", subject, body: new.body, data, personal_data: None }.by(context)
}

/// Renews a certificate on what is on record of its holder.
pub fn renew(work: &mut Work<'_>, number: &str, new: &NewRenewal) -> Result<Certificate, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let before = certificates::find(work, number)?;
    let on = new.renewed_on.unwrap_or_else(|| context.today());
    if on > context.latest_day() {
        return Err(Error::invalid("/renewed_on", "in_the_future", "lies in the future everywhere on Earth"));
    }
    let refuse = |why: String| {
        let detail = format!("certificate {} cannot be renewed: {why}", before.number);
        Error::refused(Code::NotRenewable, detail)
    };
    let qualification = context.scheme.qualification(before.qualification.as_str());
    let Some((qualification, renewal)) = qualification.and_then(|known| Some((known, known.renewal.as_ref()?))) else {
        return Err(refuse(format!("the scheme has no renewal for {}", before.qualification)));
    };
    let candidate = candidates::find_survivor(work, before.candidate)?.id;
    let records = kept_candidates::group(work.connection, candidate)?;
    let held = kept::of_candidates(work.connection, &records)?;
    if let Some(why) = obstacle(renewal, &before, &held, [on, work.today()]) {
        return Err(refuse(why));
    }
    let routes = routes(work, renewal, &before, &records, on)?;
    let Some(taken) = routes.iter().find(|route| route.satisfied) else {
        return Err(refuse(routes.iter().map(|route| route.summary.as_str()).collect::<Vec<_>>().join("; or ")));
    };
    let renewed = renewed(&context, qualification, &before, candidate, on)?;
    let is_alike =
        |one: &&Certificate| (&one.qualification, &one.edition) == (&renewed.qualification, &renewed.edition);
    let ended: Vec<_> = held.iter().filter(is_alike).map(|one| one.id).collect();
    kept::insert(work.connection, std::slice::from_ref(&renewed), &ended)?;
    let by =
        json!({"kind": taken.route.kind(), "qualification": taken.route.examination(), "points": taken.route.points()});
    work.append(told(&context, &renewed, &before, &by))?;
    Ok(renewed)
}

/// What is to be said of renewing the certificate of this qualification that expires last; `None` where the scheme renews none, or
/// the candidate has none with a last day.
pub fn state(
    work: &mut Work<'_>,
    candidate: CandidateId,
    qualification: &str,
    on: Option<NaiveDate>,
) -> Result<Option<RenewalState>, Error> {
    let scheme = work.scheme;
    let Some(renewal) = scheme.qualification(qualification).and_then(|known| known.renewal.as_ref()) else {
        return Ok(None);
    };
    let candidate = candidates::find_survivor(work, candidate)?.id;
    let on = on.unwrap_or_else(|| work.today());
    let records = kept_candidates::group(work.connection, candidate)?;
    let held = kept::of_candidates(work.connection, &records)?;
    let of_it = held.iter().filter(|one| one.qualification.as_str() == qualification && !one.is_void());
    let last = of_it.filter_map(|one| Some((one.expires_on?, one))).max_by_key(|(last, one)| (*last, one.id));
    let Some((last_day, certificate)) = last else { return Ok(None) };
    Ok(Some(RenewalState {
        certificate: certificate.number,
        last_day,
        days: renewal.days(last_day),
        renewed_by: renewed_by(certificate, &held).map(|one| one.number),
        obstacle: obstacle(renewal, certificate, &held, [on, work.today()]),
        routes: routes(work, renewal, certificate, &records, on)?,
    }))
}

/// On which days a certificate is renewed that was renewed on a day.
fn days(renewal: &Renewal, before: &Certificate, on: NaiveDate) -> Period {
    before.expires_on.map_or(Period { from: on, until: Some(on) }, |last| renewal.days(last))
}

/// Whether a sitting, if it is passed, renews a certificate on a day.
pub(super) fn counts(renewal: &Renewal, before: &Certificate, sitting: &SittingResult, on: NaiveDate) -> bool {
    renewal.is_by_examination(&sitting.qualification)
        && sitting.sat_on <= on
        && sitting.sat_on > before.awarded_on
        && days(renewal, before, on).contains(sitting.sat_on)
}

/// Whether what is on record of its holder renews a certificate on a day.
pub(super) fn suffices(
    work: &mut Work<'_>,
    renewal: &Renewal,
    before: &Certificate,
    records: &[CandidateId],
    on: NaiveDate,
) -> Result<bool, Error> {
    Ok(routes(work, renewal, before, records, on)?.iter().any(|route| route.satisfied))
}

/// How far each route is on a day.
fn routes(
    work: &mut Work<'_>,
    renewal: &Renewal,
    before: &Certificate,
    records: &[CandidateId],
    on: NaiveDate,
) -> Result<Vec<RouteState>, Error> {
    let is_passed = |one: &SittingResult| {
        one.outcome == Outcome::Pass && one.annulment.is_none() && counts(renewal, before, one, on)
    };
    let sat = results::of_candidates(work.connection, records)?;
    let corrected: Vec<_> = sat.iter().filter_map(|one| Some(one.correction.as_ref()?.corrects)).collect();
    let from = days(renewal, before, on).from;
    let passed: Vec<_> = sat.iter().filter(|one| is_passed(one) && !corrected.contains(&one.id)).collect();
    let points =
        points(&evidence::of_candidate(work, records.first().copied().unwrap_or(before.candidate))?, before, on);
    let found = renewal.routes.iter().map(|route| {
        let words = work.scheme.route_in_words(route);
        let (satisfied, there) = match route {
            Route::Examination(code) => match passed.iter().find(|one| one.qualification == *code) {
                Some(one) => (true, format!("passed on {}", one.sat_on)),
                None => (false, format!("not passed from {from} on")),
            },
            Route::Points(wanted) => (points >= *wanted, format!("{points} of {wanted} since {}", before.awarded_on)),
        };
        RouteState { route: route.clone(), satisfied, summary: format!("{words} ({there})") }
    });
    Ok(found.collect())
}

/// The verified points from the award of a certificate up to a day. Those of the day on which it renewed another one were counted
/// for that.
fn points(pieces: &[evidence::Evidence], certificate: &Certificate, on: NaiveDate) -> u32 {
    let counted = pieces.iter().filter(|piece| piece.standing() == Standing::Verified);
    let earned = counted.filter_map(|piece| match piece.claim {
        Claim::ContinuingEducation { points, completed_on, .. } => {
            let is_since = if certificate.renews.is_none() {
                completed_on >= certificate.awarded_on
            } else {
                completed_on > certificate.awarded_on
            };
            (is_since && completed_on <= on).then_some(points)
        }
        _ => None,
    });
    earned.fold(0, u32::saturating_add)
}
