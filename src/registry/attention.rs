//! What needs somebody: records that are as they are until somebody decides, and that the registry does not change by itself.
//! A registrar sees all of it, a body what is its own.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::auditors::BodyAuditor;
use super::bodies::Body;
use super::identity_changes::IdentityChange;
use super::issuer_keys::Signatory;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::words::words;
use crate::store::bodies;
use crate::store::organisation_certificates::OrganisationCertificate;

mod endings;
mod listings;
mod troubles;
mod waiting;

/// Something that needs somebody.
#[derive(Clone, Debug)]
pub struct Item {
    pub kind: AttentionKind,
    /// Its place among those of its kind, which stays the same as long as the item does.
    key: String,
    /// What names it, where that is not its place.
    name: Option<String>,
    /// The first day on which it is as it is.
    pub since: NaiveDate,
    /// What is the matter, in words that name no person.
    pub summary: String,
    /// The body whose it is.
    pub body: Option<Body>,
    pub about: About,
}

/// What an item is about.
#[derive(Clone, Debug)]
pub enum About {
    /// The auditors of a listing that has fewer than it needs.
    Auditors(Vec<BodyAuditor>),
    /// The certificates of organisations that a withdrawn body left: nobody has taken them over yet.
    LeftCertificates { certificates: Vec<OrganisationCertificate>, transferable_until: NaiveDate },
    /// Certificates or applications of organisations.
    Certificates(Vec<OrganisationCertificate>),
    /// A change of a candidate's name or birth date that a body asks for.
    IdentityChange(Box<IdentityChange>),
    /// Other records, and the last day of what ends.
    Records { records: Vec<RecordNamed>, last_day: Option<NaiveDate> },
}

/// A record that something is about.
#[derive(Clone, Debug)]
pub struct RecordNamed {
    /// What it is, as events call it.
    pub kind: &'static str,
    pub id: String,
    /// Where the API shows it, if it does.
    pub path: Option<String>,
}

impl RecordNamed {
    #[expect(clippy::needless_pass_by_value, reason = "ids and numbers are small")]
    fn at(kind: &'static str, id: impl ToString, under: &str) -> Self {
        let id = id.to_string();
        Self { kind, path: Some(format!("/v1/{under}/{id}")), id }
    }
}

words! {
    /// What is the matter.
    AttentionKind {
        /// A file of results was refused as a whole.
        BatchRefused = "batch_refused",
        /// The certificate by which an approved auditor counts ends.
        BodyAuditorExpiring = "body_auditor_expiring",
        /// Two candidates of a body look like one person.
        CandidateDuplicate = "candidate_duplicate",
        /// A certificate rested on a result that was annulled, or corrected to a fail.
        CertificateQuestioned = "certificate_questioned",
        /// The accreditation of a course ends.
        CourseAccreditationEnding = "course_accreditation_ending",
        /// An edition of the standard closes.
        EditionClosing = "edition_closing",
        /// Names on record have letters that no font shows.
        FontMissing = "font_missing",
        /// A change of name or birth date waits for a decision.
        IdentityChange = "identity_change",
        /// A body left.
        IssuerWithdrawn = "issuer_withdrawn",
        /// Credentials or access tokens cannot be signed.
        KeyProblem = "key_problem",
        /// A certificate of an organisation ends.
        OrganisationCertificateExpiring = "organisation_certificate_expiring",
        /// Two organisations look like one.
        OrganisationDuplicate = "organisation_duplicate",
        /// A body's monthly confirmation is overdue.
        OverdueConfirmation = "overdue_confirmation",
        /// A scope statement waits for its review before the audit.
        PreliminaryScope = "preliminary_scope",
        /// A listing has too few approved auditors.
        TooFewAuditors = "too_few_auditors",
        /// The accreditation of a training organisation ends.
        TrainingAccreditationEnding = "training_accreditation_ending",
        /// A scope statement waits for its review.
        WaitingScope = "waiting_scope",
        /// Messages to a subscriber were given up.
        WebhookGivenUp = "webhook_given_up",
    }
}

impl AttentionKind {
    /// What is to be done, by a registrar or by the body whose it is.
    pub const fn action(self, is_body: bool) -> &'static str {
        match (self, is_body) {
            (Self::BatchRefused, false) => {
                "See why in the report of the file, put the listing of the body right, and have the file sent again."
            }
            (Self::BatchRefused, true) => {
                "See why in the report of the file, and send it again once the body is listed."
            }
            (Self::BodyAuditorExpiring, _) => {
                "Name another approved auditor for the listing before the certificate ends."
            }
            (Self::CandidateDuplicate, false) => {
                "Compare the two: merge the later record into the earlier one if they are one person, or record that they are two."
            }
            (Self::CandidateDuplicate, true) => {
                "Compare the two: ask a registrar to merge them if they are one person, or record that they are two."
            }
            (Self::CertificateQuestioned, false) => "Withdraw the certificate, or confirm that it stands.",
            (Self::CertificateQuestioned, true) => "Nothing: a registrar decides. Say what speaks for the certificate.",
            (Self::CourseAccreditationEnding | Self::TrainingAccreditationEnding, _) => {
                "Extend the accreditation, or let it end."
            }
            (Self::EditionClosing, _) => "Tell the bodies to move the certificates of this edition to a later one.",
            (Self::FontMissing, _) => {
                "Put a font for these letters into the directory of TOUCHSTONE_FONT_DIRECTORY, and start the service again."
            }
            (Self::IdentityChange, false) => "Agree to the change, or refuse it with the reason.",
            (Self::IdentityChange, true) => "Nothing: a registrar decides. Withdraw the request if it was wrong.",
            (Self::IssuerWithdrawn, false) => "Transfer each certificate to another body before the last day.",
            (Self::IssuerWithdrawn, true) => {
                "Agree with another body that it takes the certificates over, before the last day."
            }
            (Self::KeyProblem, _) => "Run `touchstone doctor` on the node, and do what it says.",
            (Self::OrganisationCertificateExpiring, false) => {
                "Remind the body: it submits a renewal, or lets the certificate end."
            }
            (Self::OrganisationCertificateExpiring, true) => "Submit the renewal, or let the certificate end.",
            (Self::OrganisationDuplicate, _) => {
                "Compare the two: merge them if they are one, or record that they are two."
            }
            (Self::OverdueConfirmation, false) => "Ask the body to look at what is on record, and to confirm it.",
            (Self::OverdueConfirmation, true) => {
                "Look at what is on record, correct it where it is wrong, and confirm it."
            }
            (Self::TooFewAuditors, false) => "Name other approved auditors, or suspend or withdraw the listing.",
            (Self::TooFewAuditors, true) => "Tell a registrar whom the listing is to name.",
            (Self::PreliminaryScope | Self::WaitingScope, false) => {
                "Review the scope statement: agree, or say what is to be changed."
            }
            (Self::PreliminaryScope | Self::WaitingScope, true) => "Nothing: a registrar reviews it.",
            (Self::WebhookGivenUp, _) => {
                "See the attempts of the deliveries for why, put the subscriber right, and have them delivered again."
            }
        }
    }
}

impl Item {
    /// An id that stays the same as long as the item does.
    pub fn id(&self) -> String {
        format!("{}:{}", self.kind, self.name.as_ref().unwrap_or(&self.key))
    }
}

/// Who asks, and who signs.
#[derive(Clone, Copy)]
struct Asked<'a> {
    caller: Caller,
    /// Whose items are wanted; all where it is nobody's in particular.
    body: Option<BodyId>,
    signatory: &'a Signatory,
}

impl Asked<'_> {
    fn is_for(&self, body: BodyId) -> bool {
        self.body.is_none_or(|asks| asks == body)
    }
}

/// Gives a page of the items of one kind, in the order of their keys.
type Source = fn(&mut Work<'_>, &Asked<'_>, &PageRequest) -> Result<Page<Item>, Error>;

/// Every kind with where its items come from, and whether there are some that are a body's; in the order of the kinds.
const SOURCES: &[(AttentionKind, Source, bool)] = &[
    (AttentionKind::BatchRefused, troubles::refused_batches, true),
    (AttentionKind::BodyAuditorExpiring, endings::auditors, true),
    (AttentionKind::CandidateDuplicate, waiting::duplicate_candidates, true),
    (AttentionKind::CertificateQuestioned, waiting::questioned_certificates, true),
    (AttentionKind::CourseAccreditationEnding, endings::courses, false),
    (AttentionKind::EditionClosing, endings::editions, false),
    (AttentionKind::FontMissing, troubles::missing_fonts, false),
    (AttentionKind::IdentityChange, waiting::changes, true),
    (AttentionKind::IssuerWithdrawn, listings::withdrawn_issuers, true),
    (AttentionKind::KeyProblem, troubles::keys, false),
    (AttentionKind::OrganisationCertificateExpiring, endings::organisation_certificates, true),
    (AttentionKind::OrganisationDuplicate, waiting::duplicate_organisations, false),
    (AttentionKind::OverdueConfirmation, listings::overdue_confirmations, true),
    (AttentionKind::PreliminaryScope, waiting::preliminary_scopes, true),
    (AttentionKind::TooFewAuditors, listings::too_few_auditors, true),
    (AttentionKind::TrainingAccreditationEnding, endings::training_organisations, false),
    (AttentionKind::WaitingScope, waiting::scopes, true),
    (AttentionKind::WebhookGivenUp, troubles::given_up_webhooks, true),
];

/// What stands between the kind and the key of an item within its kind, in the key of the whole list.
const SEPARATOR: char = '\u{1}';

/// How far the items of a kind are counted.
pub const MOST_COUNTED: u32 = 1000;

/// How many records are looked at together. A page has at most 200 items, and one more tells whether there is another.
const AT_ONCE: u32 = 201;

fn asked<'a>(work: &Work<'_>, signatory: &'a Signatory) -> Result<Asked<'a>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    Ok(Asked { caller, body: caller.body(), signatory })
}

fn sources(asked: &Asked<'_>) -> impl Iterator<Item = (AttentionKind, Source)> + use<> {
    let is_body = asked.body.is_some();
    SOURCES.iter().filter(move |(.., bodies_too)| *bodies_too || !is_body).map(|(kind, source, _)| (*kind, *source))
}

/// A page of what needs the caller, of one kind if one is given: kind by kind, and within a kind in an order of its own.
pub fn list(
    work: &mut Work<'_>,
    signatory: &Signatory,
    only: Option<AttentionKind>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let asked = asked(work, signatory)?;
    let after = request.after();
    let (after_kind, after_key) = after.split_once(SEPARATOR).unwrap_or((&after, ""));
    let mut items: Vec<Item> = Vec::new();
    let wanted = |kind: AttentionKind| kind.as_str() >= after_kind && only.is_none_or(|only| only == kind);
    for (kind, source) in sources(&asked).filter(|(kind, _)| wanted(*kind)) {
        let wanted = request.limit.saturating_sub(u32::try_from(items.len()).unwrap_or(u32::MAX));
        if wanted == 0 {
            // The page is full, and this kind has not been looked at yet.
            return Ok(Page { items, next: Some(format!("{kind}{SEPARATOR}")) });
        }
        let after = (kind.as_str() == after_kind && !after_key.is_empty()).then(|| after_key.to_owned());
        let page = source(work, &asked, &PageRequest { after, limit: wanted })?;
        items.extend(page.items);
        if let Some(key) = page.next {
            return Ok(Page { items, next: Some(format!("{kind}{SEPARATOR}{key}")) });
        }
    }
    Ok(Page { items, next: None })
}

/// How many items of each kind, or of one, need the caller, and whether there are more; counted up to [`MOST_COUNTED`].
pub fn counts(
    work: &mut Work<'_>,
    signatory: &Signatory,
    only: Option<AttentionKind>,
) -> Result<Vec<(AttentionKind, u32, bool)>, Error> {
    let asked = asked(work, signatory)?;
    let count = |(kind, source): (AttentionKind, Source)| {
        let mut part = PageRequest { after: None, limit: AT_ONCE };
        let mut found = 0;
        loop {
            let page = source(work, &asked, &part)?;
            found += u32::try_from(page.items.len()).unwrap_or(u32::MAX);
            if found > MOST_COUNTED || page.next.is_none() {
                return Ok((kind, found.min(MOST_COUNTED), found > MOST_COUNTED));
            }
            part.after = page.next;
        }
    };
    sources(&asked).filter(|(kind, _)| only.is_none_or(|only| only == *kind)).map(count).collect()
}

/// These bodies, each once.
fn known_bodies(work: &mut Work<'_>, ids: impl IntoIterator<Item = BodyId>) -> Result<Vec<Body>, Error> {
    let ids: BTreeSet<BodyId> = ids.into_iter().collect();
    bodies::find_all(work.connection, &ids.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// A page made of parts, of which each gives what of it is an item, so that it is full or the last one.
fn filled(
    request: &PageRequest,
    mut next_part: impl FnMut(&PageRequest) -> Result<Page<Option<Item>>, Error>,
) -> Result<Page<Item>, Error> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let (mut items, mut part): (Vec<Item>, _) =
        (Vec::new(), PageRequest { after: request.after.clone(), limit: AT_ONCE });
    loop {
        let page = next_part(&part)?;
        for item in page.items.into_iter().flatten() {
            if items.len() == limit {
                let next = items.last().map(|last| last.key.clone());
                return Ok(Page { items, next });
            }
            items.push(item);
        }
        match page.next {
            Some(key) => part.after = Some(key),
            None => return Ok(Page { items, next: None }),
        }
    }
}

/// The items of a short list that are on the page.
fn paged(mut items: Vec<Item>, request: &PageRequest) -> Page<Item> {
    items.retain(|item| item.key > request.after());
    items.sort_by(|one, other| one.key.cmp(&other.key));
    items.truncate(usize::try_from(request.rows()).unwrap_or(usize::MAX));
    request.page(items, |item| item.key.clone())
}
