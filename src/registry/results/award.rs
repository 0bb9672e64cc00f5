//! Awarding: "on a pass, awards the certificate", as of the day of the sitting.

use serde_json::json;

use crate::entropy::random;
use crate::error::{Code, Error, Refusal};
use crate::ids::CertificateId;
use crate::registry::additions::Additions;
use crate::registry::certificates::apply_status_change;
use crate::registry::renewals::{hint, renewed, renewed_by_sitting, told};
use crate::registry::status_changes::NewStatusChange;
use crate::registry::work::{Context, Work};
use crate::scheme::definition::Qualification;
use crate::scheme::lifecycle::{Change, Status};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::{Reason, Word};
use crate::store::certificates::Certificate;
use crate::store::results::SittingResult;

/// "A holder of a valid certificate of the same qualification and edition cannot be awarded it twice." One that is
/// suspended may become valid again by the calendar alone, so it stands in the way as well; one that was withdrawn or
/// has expired does not, unless it was valid on the day of the sitting.
pub(super) fn obstacle(context: &Context<'_>, held: &[Certificate], result: &SittingResult) -> Option<Refusal> {
    let qualification = context.scheme.qualification(result.qualification.as_str())?;
    let renewed = renewed_by_sitting(qualification, &result.qualification, held, [result.sat_on, context.today()])
        .map(|one| one.id);
    let mut alike = held.iter().filter(|certificate| is_alike(certificate, result) && Some(certificate.id) != renewed);
    let stands = alike.find(|certificate| {
        let history = certificate.history();
        !certificate.is_void() && !history.has_ended(context.today())
            || history.status_on(result.sat_on) == Status::InForce
    })?;
    let detail = format!(
        "the candidate already holds certificate {} of {} on edition {}, awarded on {}{}",
        stands.number,
        stands.qualification,
        stands.edition,
        stands.awarded_on,
        hint(qualification, stands)
    );
    Some(Refusal::new(Code::CertificateExists, detail))
}

/// The certificate that was awarded on an earlier record of the same sitting and is not withdrawn from its award on. Where two
/// records of a candidate were merged each has its own.
pub(super) fn standing_certificate<'a>(held: &'a [Certificate], right: &SittingResult) -> Option<&'a Certificate> {
    // What renews a certificate on its result is none of a sitting of that day.
    let is_on_the_same =
        |one: &Certificate| held.iter().any(|before| Some(before.id) == one.renews && before.result == one.result);
    held.iter().find(|certificate| {
        certificate.candidate == right.candidate
            && !is_on_the_same(certificate)
            && is_alike(certificate, right)
            && certificate.awarded_on == right.sat_on
            && !certificate.is_void()
    })
}

/// Withdraws a certificate as of its award, for there was never a result to award it on; tells its number.
pub(super) fn void(
    work: &mut Work<'_>,
    certificate: &Certificate,
    reason_code: &str,
    reason: &Reason,
) -> Result<CertificateNumber, Error> {
    let change = NewStatusChange {
        change: Change::Withdrawal { from: certificate.awarded_on },
        reason_code: Word::parse(reason_code).ok(),
        reason: reason.clone(),
    };
    let (certificate, _) = apply_status_change(work, certificate.clone(), &change)?;
    Ok(certificate.number)
}

fn is_alike(certificate: &Certificate, result: &SittingResult) -> bool {
    certificate.qualification == result.qualification && certificate.edition == result.edition
}

/// Awards the certificate on a passed result that meets no [`obstacle`], and tells its number; and renews what the result renews.
pub(super) fn award(
    context: &Context<'_>,
    qualification: &Qualification,
    held: &[Certificate],
    result: &SittingResult,
    additions: &mut Additions,
) -> Result<CertificateNumber, Error> {
    let days = [result.sat_on, context.today()];
    let before = renewed_by_sitting(qualification, &result.qualification, held, days);
    let certificate = Certificate {
        id: CertificateId::new(context.now),
        number: CertificateNumber::from_entropy(random(context.entropy)?),
        result: result.id,
        candidate: result.candidate,
        body: result.body,
        qualification: result.qualification.clone(),
        format: result.format.clone(),
        edition: result.edition.clone(),
        awarded_on: result.sat_on,
        expires_on: match before.and_then(|before| before.expires_on) {
            Some(last) => qualification.renewed_until(last),
            None => qualification.expires_on(result.sat_on),
        },
        renews: before.map(|before| before.id),
        awarded_at: context.now,
        status_changes: Vec::new(),
    };
    let number = certificate.number;
    enter(held, certificate, additions);
    for other in context.scheme.qualifications.iter().filter(|other| other.code != qualification.code) {
        if let Some(before) = renewed_by_sitting(other, &result.qualification, held, days) {
            let renewed = renewed(context, other, before, result.candidate, result.sat_on)?;
            let by = json!({"kind": "examination", "qualification": result.qualification, "points": null});
            additions.events.push(told(context, &renewed, before, &by));
            enter(held, renewed, additions);
        }
    }
    Ok(number)
}

/// Enters a certificate in the place of those of its qualification and edition.
fn enter(held: &[Certificate], new: Certificate, additions: &mut Additions) {
    let of = |one: &Certificate| (one.qualification.clone(), one.edition.clone());
    additions.ended.extend(held.iter().filter(|held| of(held) == of(&new)).map(|ended| ended.id));
    additions.certificates.push(new);
}
