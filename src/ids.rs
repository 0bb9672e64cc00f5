//! Identifiers: one type per kind, so that a body's id can never be passed where a candidate's belongs.
//!
//! On the wire and in the tables an id is a UUID version 7 (RFC 9562) in its hyphenated lower-case form; to clients
//! it is an opaque string.

use std::cell::RefCell;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Moment;

thread_local! {
    /// Ids that this thread gives out in place of new ones, each once, with the names of their types.
    static APPOINTED: RefCell<Vec<(&'static str, Uuid)>> = const { RefCell::new(Vec::new()) };
}

/// Declares one newtype per kind of record.
macro_rules! ids {
    ($($(#[$documentation:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id that sorts after those made earlier: `moment` supplies the time part, the system's
            /// random source the rest.
            #[must_use]
            pub fn new(moment: Moment) -> Self {
                Self(appointed(stringify!($name)).unwrap_or_else(|| new_uuid(moment)))
            }

            /// As it stands in tables and on the wire.
            #[must_use]
            pub fn text(self) -> String {
                self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
            }

            /// Reads an id back; `None` for anything that is not the canonical spelling of one.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let id = Uuid::try_parse(text).ok()?;
                (id.hyphenated().to_string() == text).then_some(Self(id))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }
    )+};
}

ids! {
    /// Somebody on the registrar's own list of approved auditors.
    ApprovedAuditorId,
    /// An auditor whom a body's listing names.
    BodyAuditorId,
    /// A Registered Certification Body.
    BodyId,
    /// A candidate: a person who sits examinations.
    CandidateId,
    /// A certificate; its public name is the certificate number.
    CertificateId,
    /// An API client: a program that acts for a body, a registrar or an employer.
    ClientId,
    CourseId,
    /// A date on which a course is given.
    CourseSessionId,
    CredentialId,
    /// A document that the scheme owner publishes.
    DocumentId,
    /// The making of a day's dump of the public directory.
    DumpId,
    /// An event: one write.
    EventId,
    EvidenceId,
    /// A link that a holder opens the certificate with.
    HolderLinkId,
    /// A change of who a candidate is on record.
    IdentityChangeId,
    /// An invitation of a person to act in a role.
    InvitationId,
    /// What the scheme owner announces.
    NoticeId,
    /// A certified organisation, or one that applies.
    OrganisationId,
    /// A certificate of an organisation, from its application on.
    OrganisationCertificateId,
    /// A passkey that a person signs in with.
    PasskeyId,
    /// A person who acts in the registry, for the scheme office, a body or a training organisation.
    PersonId,
    /// A scope statement that is reviewed before the audit.
    PreliminaryScopeId,
    /// A file of results that a body sent.
    ResultBatchId,
    ResultId,
    /// That a person acts in a role.
    RoleAssignmentId,
    /// What a person has who signed in.
    SessionId,
    /// A link with which a person who is known gets in without a passkey.
    SignInLinkId,
    TrainingOrganisationId,
    /// A message to a subscriber of webhooks.
    WebhookDeliveryId,
    /// A client's wish to be told of events.
    WebhookSubscriptionId,
}

impl CredentialId {
    /// The moment that it was made in, in milliseconds; `None` for an id that says none.
    #[must_use]
    pub fn made_at(self) -> Option<Moment> {
        let (seconds, nanoseconds) = self.0.get_timestamp()?.to_unix();
        Moment::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
    }
}

/// Has `id` be the next of the ids named so, such as `BodyId`, that this thread makes: the demonstration has the records
/// that the OpenAPI document's examples name.
pub(crate) fn appoint(name: &'static str, id: Uuid) {
    APPOINTED.with_borrow_mut(|appointed| appointed.push((name, id)));
}

fn appointed(name: &str) -> Option<Uuid> {
    APPOINTED.with_borrow_mut(|appointed| {
        let place = appointed.iter().position(|(of, _)| *of == name)?;
        Some(appointed.remove(place).1)
    })
}

/// Forgets what was appointed and not used, and says how many they were.
pub(crate) fn dismiss_appointed() -> usize {
    APPOINTED.take().len()
}

fn new_uuid(moment: Moment) -> Uuid {
    let seconds = u64::try_from(moment.timestamp()).unwrap_or(0);
    let timestamp = uuid::Timestamp::from_unix(uuid::NoContext, seconds, moment.timestamp_subsec_nanos());
    Uuid::new_v7(timestamp)
}
