//! The one vocabulary of errors inside the registry. A face renders it: the JSON face as RFC 9457 problem details.

use std::fmt;

use crate::scheme::assessment::Assessment;
use crate::scheme::likeness::PossibleCandidate;

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// Where: a JSON pointer (RFC 6901) into the request body, or `/name` for a query parameter.
    pub pointer: String,
    /// What, for programs: a stable word such as `required` or `unknown_country`.
    pub code: &'static str,
    /// What, and what to do about it, for people.
    pub detail: String,
}

impl InputError {
    /// An input error at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code, detail: detail.into() }
    }
}

/// The most mistakes that an answer lists.
pub const MOST_ERRORS: usize = 100;

/// The mistake, or how many there are.
#[must_use]
pub fn summary(errors: &[InputError]) -> String {
    match errors {
        [only] if only.pointer.is_empty() => format!("the body {}", only.detail),
        [only] => format!("`{}` {}", only.pointer, only.detail),
        _ if errors.len() > MOST_ERRORS => format!(
            "more than {MOST_ERRORS} things are wrong with the input; `errors` lists the first {MOST_ERRORS} of them"
        ),
        _ => format!("{} things are wrong with the input; `errors` lists them all", errors.len()),
    }
}

/// Declares the error codes together with their spelling on the wire.
macro_rules! codes {
    ($($(#[$documentation:meta])* $variant:ident => $code:literal),+ $(,)?) => {
        /// Why a request was not carried out: stable, and one page each under `/problems/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$documentation])* $variant),+ }

        impl Code {
            /// Every code there is, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code's spelling on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

codes! {
    /// The request could not be read: broken JSON, a broken header.
    MalformedRequest => "malformed_request",
    /// A query parameter is unknown or has an impossible value.
    InvalidParameter => "invalid_parameter",
    /// A cursor that this list did not hand out.
    InvalidCursor => "invalid_cursor",
    /// No access token was sent.
    Unauthenticated => "unauthenticated",
    /// The access token is expired, altered, for somebody else, or of a client that is gone.
    InvalidToken => "invalid_token",
    /// The client's id or secret is not accepted at the token endpoint.
    InvalidClient => "invalid_client",
    /// A passkey was not made or used as it was asked for, or not in time.
    PasskeyRefused => "passkey_refused",
    /// The scope that was asked for at the token endpoint is unknown, or more than the client's role has.
    InvalidScope => "invalid_scope",
    /// The access token is good for other things than this.
    InsufficientScope => "insufficient_scope",
    /// The caller is known, and its role does not allow this.
    Forbidden => "forbidden",
    /// The caller acts for a body that is not listed today, and wants to write.
    BodyNotListedToday => "body_not_listed_today",
    /// The caller acts for a training organisation that is not accredited today, and wants to write.
    TrainingNotAccreditedToday => "training_not_accredited_today",
    /// Nothing here, or nothing that the caller may know of.
    NotFound => "not_found",
    /// The address exists, the method does not.
    MethodNotAllowed => "method_not_allowed",
    /// The client accepts none of the codings that an answer can be sent in.
    NotAcceptable => "not_acceptable",
    /// The request body did not arrive in time.
    RequestTimeout => "request_timeout",
    /// The registry was restored, so that what was read up to this place of the feed is not on record any more.
    FeedRestored => "feed_restored",
    /// A different result for the same candidate, qualification and day is on record.
    ResultConflict => "result_conflict",
    /// Somebody with the same names and birth date is on record.
    CandidateExists => "candidate_exists",
    /// The records of candidates are one already, or are not, so that what is asked for contradicts them.
    CandidateConflict => "candidate_conflict",
    /// The candidate already holds a certificate of this qualification and edition.
    CertificateExists => "certificate_exists",
    /// The certificate cannot be renewed, or not yet, or not any more.
    NotRenewable => "not_renewable",
    /// The result was annulled: it is as if it had never been.
    ResultAnnulled => "result_annulled",
    /// The result was corrected before; only the latest record of a chain can be corrected or annulled.
    AlreadyCorrected => "already_corrected",
    /// A body may not change the name or birth date of a certificate's holder by itself.
    IdentityChangeRequired => "identity_change_required",
    /// The status that this change starts from is not the one that holds on that day.
    StatusConflict => "status_conflict",
    /// The certificate is suspended or withdrawn, so that nothing is handed out that says it is valid.
    CertificateNotValid => "certificate_not_valid",
    /// Nothing can be signed under the public URL of this node.
    IssuerUnsettled => "issuer_unsettled",
    /// The organisations are one on record, or told apart, so that what is asked for contradicts the record.
    OrganisationConflict => "organisation_conflict",
    /// A record with this unique value exists.
    Duplicate => "duplicate",
    /// There are as many of these as one client, one certificate or one body may have.
    LimitReached => "limit_reached",
    /// The body has as many open result files, or as many bytes of them, as it may have.
    QuotaExceeded => "quota_exceeded",
    /// A request with this idempotency key is being carried out right now.
    IdempotencyKeyInUse => "idempotency_key_in_use",
    /// `If-Match` names an older version.
    PreconditionFailed => "precondition_failed",
    /// This change needs `If-Match`.
    PreconditionRequired => "precondition_required",
    /// The address is longer than allowed.
    UriTooLong => "uri_too_long",
    /// A header is longer than allowed, or all of them together.
    HeadersTooLarge => "headers_too_large",
    /// The request body is larger than allowed.
    PayloadTooLarge => "payload_too_large",
    /// The file ends before the part that is wanted.
    RangeNotSatisfiable => "range_not_satisfiable",
    /// The request body is of a type that this address does not read.
    UnsupportedMediaType => "unsupported_media_type",
    /// The body was read, and values in it are wrong.
    InvalidInput => "invalid_input",
    /// The file cannot be read as a whole: its encoding, its header, its form.
    InvalidFile => "invalid_file",
    /// The candidate does not meet the requirement of the qualification on the day of the sitting.
    NotEligible => "not_eligible",
    /// The body was not listed on the day of the sitting, of the issue or of the transfer.
    BodyNotListed => "body_not_listed",
    /// The sitting is of an edition whose results only a registrar may record.
    RegistrarOnly => "registrar_only",
    /// The listing would name fewer approved auditors than it needs.
    TooFewAuditors => "too_few_auditors",
    /// The idempotency key was used before, with another request.
    IdempotencyKeyReused => "idempotency_key_reused",
    /// Too many requests from one address, or as many in hand as one party may have.
    TooManyRequests => "too_many_requests",
    /// Too many wrong guesses at one thing: a name, a day of birth, a number.
    TooManyGuesses => "too_many_guesses",
    /// Something unexpected happened inside.
    InternalError => "internal_error",
    /// The database cannot be reached, or cannot do its work: read-only, full, stopped, out of something that it needs.
    DatabaseUnavailable => "database_unavailable",
    /// What the registry has sealed does not open with the key-encryption key that it has.
    KeyUnavailable => "key_unavailable",
    /// More requests are waiting than can be served soon.
    Overloaded => "overloaded",
}

/// Why a use case did not do what it was asked to.
#[derive(Debug)]
pub enum Error {
    /// The values are wrong: all of what is wrong with them, at once.
    Invalid(Vec<InputError>),
    /// A rule, or the state of the record, refuses.
    Refused(Refusal),
    /// Too many wrong guesses: none is looked at before the wait is over.
    TooManyGuesses {
        wait_seconds: u64,
        /// What was guessed at, in a sentence for people.
        detail: String,
        /// Where in the input the guesses lie, when there are several.
        errors: Vec<InputError>,
    },
    /// There is no such thing, or none that the caller may know of. Says what was looked for, never more.
    NotFound(&'static str),
    /// The reason lies with the machine or the database and not with what was asked: away, too busy, read-only, full,
    /// out of memory, files or threads. The same request may be sent again, and nothing of it was kept.
    Unavailable {
        /// [`Code::DatabaseUnavailable`], [`Code::KeyUnavailable`] or [`Code::Overloaded`].
        code: Code,
        /// For the log only.
        cause: String,
    },
    /// Another write got in between: the transaction is to be run again. Leaves the store only where a write is tried
    /// once, and never the registry.
    Contended(String),
    /// The database failed, and its library does not say why in a way that is the same in every language. Never leaves
    /// the store, which knows the engine and decides.
    Unexplained(String),
    /// Unexpected, and a fault of this program, of the record or of the values in hand, never of the machine: nothing of
    /// it is for clients, all of it for the log.
    Internal(String),
}

/// A refusal with its reasons.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Which rule or state refused.
    pub code: Code,
    /// Why, in words for people, and what to do.
    pub detail: String,
    /// Where in the input the reason lies, when it lies there.
    pub errors: Vec<InputError>,
    /// What it rests on, where more is known than words say.
    pub reasoning: Option<Box<Reasoning>>,
}

/// What a refusal rests on.
#[derive(Clone, Debug)]
pub enum Reasoning {
    /// The whole reasoned answer of the rules: for [`Code::NotEligible`].
    Assessment(Assessment),
    /// Who may be meant: for [`Code::CandidateExists`].
    PossibleCandidates(Vec<PossibleCandidate>),
}

impl Refusal {
    /// A refusal that neither the input nor the rules explain any further.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), reasoning: None }
    }
}

impl Error {
    /// A refusal without an assessment.
    pub fn refused(code: Code, detail: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(code, detail))
    }

    /// A reference in the input to something that does not exist, or not for this caller.
    #[must_use]
    pub fn missing(pointer: &str, what: &str) -> Self {
        let detail = format!("there is no such {what}, or none that you may see");
        Self::Refused(Refusal {
            errors: vec![InputError::new(pointer, "unknown_reference", detail.clone())],
            ..Refusal::new(Code::NotFound, detail)
        })
    }

    /// A single wrong value.
    pub fn invalid(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![InputError::new(pointer, code, detail)])
    }

    /// A file that the work needs cannot be made, written or read: a full disk, a read-only one, no right to it, no more
    /// open files. `what` names it, for the log.
    #[must_use]
    pub fn storage(what: &str, reason: impl fmt::Display) -> Self {
        Self::Unavailable { code: Code::DatabaseUnavailable, cause: format!("{what}: {reason}") }
    }

    /// The code that a client sees.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::InvalidInput,
            Self::Refused(refusal) => refusal.code,
            Self::TooManyGuesses { .. } => Code::TooManyGuesses,
            Self::NotFound(_) => Code::NotFound,
            Self::Unavailable { code, .. } => *code,
            Self::Contended(_) => Code::Overloaded,
            Self::Internal(_) | Self::Unexplained(_) => Code::InternalError,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(errors) => {
                let details: Vec<_> =
                    errors.iter().map(|error| format!("{}: {}", error.pointer, error.detail)).collect();
                formatter.write_str(&details.join("; "))
            }
            Self::Refused(refusal) => formatter.write_str(&refusal.detail),
            Self::TooManyGuesses { detail, .. } => formatter.write_str(detail),
            Self::NotFound(what) => write!(formatter, "no such {what}"),
            Self::Unavailable { cause, .. } => write!(formatter, "not possible right now: {cause}"),
            Self::Contended(cause) => write!(formatter, "another write got in between: {cause}"),
            Self::Internal(cause) | Self::Unexplained(cause) => write!(formatter, "unexpected: {cause}"),
        }
    }
}

impl std::error::Error for Error {}
