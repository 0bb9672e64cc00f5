//! Who is meant: by a certificate number, or by an entry of the registrar's own list.

use serde_json::{Value, json};

use crate::auth::permission::Caller;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{ApprovedAuditorId, BodyAuditorId};
use crate::input::fields::Verbatim;
use crate::input::form::{described, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::work::Work;
use crate::scheme::Complaint;
use crate::scheme::listing::{Ground, ListingAssessment, NamedAuditor, Verdict};
use crate::scheme::numbers::CertificateNumber;
use crate::store::auditors::{self as kept, KnownAuditor, NamedBy, Naming, ground_of};
use crate::store::bodies::Body;
use crate::store::{approved_auditors, candidates, certificates};

/// How many auditors a listing names at the most.
pub const MOST: usize = 50;

/// An auditor as a client names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditorReference {
    /// By the number of a certificate of this registry, in any spelling.
    Certificate(String),
    /// By the id of an entry of the registrar's own list.
    OwnList(String),
}

form! {
    /// An approved auditor, by one of the two.
    #[example({"certificate_number": "9HX2-VM4K-BT66"})]
    pub struct AuditorRequest {
        /// The number of a valid certificate of this registry, of the qualification that the scheme names for auditors.
        pub certificate_number: Option<Verbatim>,
        /// The id of an entry of the registrar's own list.
        pub approved_auditor_id: Option<Verbatim> => |object| {
            match (object.has("certificate_number"), object.has("approved_auditor_id")) {
                (true, true) => {
                    let detail = "is given beside `certificate_number`; one person is named by one of the two";
                    object.complain("approved_auditor_id", Complaint::new("not_both", detail));
                }
                (false, false) => {
                    let detail = "is missing; give it, or `approved_auditor_id`";
                    object.complain("certificate_number", Complaint::new("required", detail));
                }
                _ => {}
            }
        },
    }
}

impl FromObject for AuditorReference {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let AuditorRequest { certificate_number, approved_auditor_id } = AuditorRequest::from_object(object)?;
        certificate_number.map(Self::Certificate).or(approved_auditor_id.map(Self::OwnList))
    }
}

described!(AuditorReference as AuditorRequest);

impl AuditorReference {
    /// One that was written without saying which of the two it is: what has the form of an entry's id is one.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        let is_entry = ApprovedAuditorId::parse(text).is_some();
        if is_entry { Self::OwnList(text.to_owned()) } else { Self::Certificate(text.to_owned()) }
    }

    const fn member(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate_number",
            Self::OwnList(_) => "approved_auditor_id",
        }
    }
}

/// An auditor who is on record, and where in the input the person was named.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub(super) named_by: NamedBy,
    pub(super) ground: Ground,
    pub(super) name: String,
    pointer: String,
}

impl Chosen {
    /// That this one does not count, at the place where it is named.
    pub(super) fn complaint(&self, verdict: &Verdict) -> InputError {
        let code = if matches!(verdict, Verdict::SamePerson(_)) { "same_person" } else { "not_an_approved_auditor" };
        InputError::new(&self.pointer, code, verdict.in_words())
    }
}

/// What an event tells of an auditor: never a name.
pub(super) fn in_event(ground: &Ground) -> Value {
    match ground {
        Ground::Certificate { number, .. } => json!({"certificate_number": number}),
        Ground::OwnList { id, .. } => json!({"approved_auditor_id": id}),
    }
}

/// What an event tells of those who were named together with a listing.
pub fn all_in_event(chosen: &[Chosen]) -> Value {
    chosen.iter().map(|chosen| in_event(&chosen.ground)).collect()
}

/// Looks somebody up. What is wrong with the reference is said at its place, below `parent`.
pub fn choose(
    work: &mut Work<'_>,
    reference: &AuditorReference,
    parent: &str,
) -> Result<Result<Chosen, InputError>, Error> {
    let pointer = format!("{parent}/{}", reference.member());
    let unknown = |what: &str| {
        let detail = format!("there is no {what} in this registry");
        Ok(Err(InputError::new(&pointer, "unknown_reference", detail)))
    };
    match reference {
        AuditorReference::OwnList(id) => {
            let id = ApprovedAuditorId::parse(id);
            let entry = id.map(|id| approved_auditors::find(work.connection, id)).transpose()?.flatten();
            let Some(entry) = entry else { return unknown("approved auditor with this id") };
            let (named_by, ground) = (NamedBy::OwnList(entry.id), entry.ground());
            Ok(Ok(Chosen { named_by, ground, name: entry.name, pointer }))
        }
        AuditorReference::Certificate(number) => {
            let number = CertificateNumber::parse(number).ok();
            let certificate = number.map(|number| certificates::find(work.connection, number, None)).transpose()?;
            let Some(certificate) = certificate.flatten() else { return unknown("certificate with this number") };
            let holder = candidates::survivor(work.connection, certificate.candidate)?
                .ok_or_else(|| Error::Internal(format!("the holder of certificate {} is gone", certificate.number)))?;
            let (named_by, ground) = (NamedBy::Certificate(certificate.id), ground_of(&certificate, &holder));
            Ok(Ok(Chosen { named_by, ground, name: holder.full_name(), pointer }))
        }
    }
}

/// Looks up everybody whom a new listing names, and what the rule says of it. Every one of them must count today.
///
/// # Errors
/// All that is wrong, at once: [`Code::TooFewAuditors`] where too few count and
/// `must_be_enough`.
pub fn choose_for_listing(
    work: &mut Work<'_>,
    references: &[AuditorReference],
    must_be_enough: bool,
) -> Result<(Vec<Chosen>, ListingAssessment), Error> {
    let (mut chosen, mut unknown) = (Vec::new(), Vec::new());
    for (index, reference) in references.iter().enumerate() {
        match choose(work, reference, &format!("/auditors/{index}"))? {
            Ok(one) => chosen.push(one),
            Err(wrong) => unknown.push(wrong),
        }
    }
    let today = work.today();
    let named: Vec<_> = chosen
        .iter()
        .map(|one| NamedAuditor { ground: one.ground.clone(), named_on: today, removed_on: None })
        .collect();
    let assessment = work.scheme.listing.assess(&named, today);
    let judged = chosen.iter().zip(&assessment.verdicts).filter(|(_, verdict)| !verdict.counts());
    let wrong: Vec<_> = judged.map(|(one, verdict)| one.complaint(verdict)).collect();
    if !unknown.is_empty() {
        unknown.extend(wrong);
        return Err(Error::Invalid(unknown));
    }
    if must_be_enough && !assessment.is_enough() {
        return Err(too_few(&assessment, wrong));
    }
    if wrong.is_empty() { Ok((chosen, assessment)) } else { Err(Error::Invalid(wrong)) }
}

/// The refusal of a listing that names too few, with what is wrong of each.
fn too_few(assessment: &ListingAssessment, mut errors: Vec<InputError>) -> Error {
    let detail = format!("the listing would have {}; name others who count", assessment.summary());
    if errors.is_empty() {
        errors.push(InputError::new("/auditors", "too_few", assessment.summary()));
    }
    match Error::refused(Code::TooFewAuditors, detail) {
        Error::Refused(refusal) => Error::Refused(Refusal { errors, ..refusal }),
        other => other,
    }
}

/// Names these, as a part of the use case that records the event. What is named together with the listing is named from
/// its first day on.
pub fn insert(
    work: &mut Work<'_>,
    body: &Body,
    caller: Caller,
    chosen: Vec<Chosen>,
) -> Result<Vec<KnownAuditor>, Error> {
    let today = work.today();
    let named_on = if body.registered_at == work.now { body.listed_on.min(today) } else { today };
    // Ids of one moment are in no order; sorted, they keep the one in which the auditors were given.
    let mut ids: Vec<_> = chosen.iter().map(|_| BodyAuditorId::new(work.now)).collect();
    ids.sort_unstable();
    let known = chosen.into_iter().zip(ids).map(|(chosen, id)| KnownAuditor {
        naming: Naming {
            id,
            body: body.id,
            named_by: chosen.named_by,
            named_on,
            recorded_by: caller.principal.to_string(),
            recorded_at: work.now,
            removal: None,
        },
        ground: chosen.ground,
        name: chosen.name,
    });
    let known: Vec<_> = known.collect();
    kept::insert(work.connection, &known.iter().map(|known| known.naming.clone()).collect::<Vec<_>>())?;
    Ok(known)
}
