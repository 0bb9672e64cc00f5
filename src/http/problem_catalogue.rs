//! What each error code means: the pages under `/problems/`, and the title and status of each problem document.

use actix_web::http::StatusCode;

use crate::error::Code;

#[derive(Clone, Copy, Debug)]
pub struct Description {
    pub status: StatusCode,
    /// A few words, the same each time.
    pub title: &'static str,
    pub explanation: &'static str,
    pub what_to_do: &'static str,
}

#[expect(clippy::too_many_lines, reason = "a table: one entry for each code")]
pub const fn describe(code: Code) -> Description {
    match code {
        Code::MalformedRequest => entry(
            StatusCode::BAD_REQUEST,
            "The request cannot be read",
            "The body is not valid JSON, or a header is not of the form it must have.",
            "Look at `detail`: it says what stopped the reader, with line and column. Then send the corrected request.",
        ),
        Code::InvalidParameter => entry(
            StatusCode::BAD_REQUEST,
            "A query parameter is wrong",
            "A query parameter is unknown, given twice, or has an impossible value.",
            "Look at `errors`: each entry names a parameter and says what it may be.",
        ),
        Code::InvalidCursor => entry(
            StatusCode::BAD_REQUEST,
            "The cursor does not belong to this list",
            "A cursor is only good for the list that handed it out, with the same filters.",
            "Start again without `cursor`, and follow `next_cursor` without changing the other parameters.",
        ),
        Code::Unauthenticated => entry(
            StatusCode::UNAUTHORIZED,
            "An access token is needed",
            "This address is not public, and the request bears no access token.",
            "Get a token from `POST /oauth/token` and send it as `Authorization: Bearer …`.",
        ),
        Code::InvalidToken => entry(
            StatusCode::UNAUTHORIZED,
            "The access token is not accepted",
            "The token is expired, altered, made for another service, or its client is gone.",
            "Get a new token from `POST /oauth/token`. If that fails too, ask a registrar about your client.",
        ),
        Code::InvalidClient => entry(
            StatusCode::UNAUTHORIZED,
            "The client is not accepted",
            "There is no client with this id and this secret.",
            "Check both; a registrar can give the client a new secret.",
        ),
        Code::PasskeyRefused => entry(
            StatusCode::UNAUTHORIZED,
            "The passkey is not accepted",
            "The passkey is not known here, was not used as it was asked for, or took more than five minutes.",
            "Try again from the start, with a passkey that was made here; if that fails too, use another of yours.",
        ),
        Code::InvalidScope => entry(
            StatusCode::BAD_REQUEST,
            "The scope cannot be granted",
            "A scope that was asked for does not exist, or the client's role does not have it.",
            "Ask for scopes that `detail` names, or leave `scope` out for all that the client may have.",
        ),
        Code::InsufficientScope => entry(
            StatusCode::FORBIDDEN,
            "The access token is not good for this",
            "The token was issued for some scopes only, and none of them is what this operation needs.",
            "Get a token with the scope that `detail` names from `POST /oauth/token`.",
        ),
        Code::Forbidden => entry(
            StatusCode::FORBIDDEN,
            "Your role does not allow this",
            "You are known, and your role does not allow what was asked.",
            "Use a client with the role that `detail` names, or ask a registrar to do it.",
        ),
        Code::BodyNotListedToday => entry(
            StatusCode::FORBIDDEN,
            "Your body is not listed today",
            "A body that is suspended, withdrawn or not yet listed registers and changes nothing. It goes on reading and exporting what is its own.",
            "`detail` says since when. What is outstanding a registrar records in your name.",
        ),
        Code::TrainingNotAccreditedToday => entry(
            StatusCode::FORBIDDEN,
            "Your training organisation is not accredited today",
            "A training organisation that is suspended or withdrawn, or whose accreditation has ended or not begun, records and \
             changes nothing. It goes on reading what is its own.",
            "`detail` says since when. What is outstanding a registrar records.",
        ),
        Code::NotFound => entry(
            StatusCode::NOT_FOUND,
            "Not found",
            "There is nothing at this address, or nothing that you may know of.",
            "Check the address and the id. What belongs to another body does not exist for you.",
        ),
        Code::MethodNotAllowed => entry(
            StatusCode::METHOD_NOT_ALLOWED,
            "The address does not have this method",
            "The address exists, but not with this method.",
            "The header `Allow` lists the methods of this address.",
        ),
        Code::NotAcceptable => entry(
            StatusCode::NOT_ACCEPTABLE,
            "No acceptable answer",
            "An answer is sent as it is or compressed, and the request accepts neither.",
            "Leave `Accept-Encoding` out, or accept `gzip` or `identity`.",
        ),
        Code::RequestTimeout => entry(
            StatusCode::REQUEST_TIMEOUT,
            "The request did not arrive in time",
            "The connection is open, but the rest of the request came too slowly or not at all.",
            "Send the request again; nothing of it was carried out.",
        ),
        Code::FeedRestored => entry(
            StatusCode::GONE,
            "The feed does not have what you have read",
            "The registry was restored from a backup, so that events after it are not on record any more, or the place is one \
             of another registry.",
            "`detail` says from where to read anew. What you have of events behind that is no longer on record: compare it \
             with the registry.",
        ),
        Code::ResultConflict => entry(
            StatusCode::CONFLICT,
            "Another result is on record",
            "A different result for the same candidate, qualification and day is on record.",
            "Check which result is right. A registrar can correct a result that was recorded wrongly.",
        ),
        Code::CandidateExists => entry(
            StatusCode::CONFLICT,
            "The candidate is on record",
            "Somebody whom you know has the same names and the same birth date.",
            "Use the record that exists (`possible_candidates`); send `confirm_new=true` to register somebody else.",
        ),
        Code::CandidateConflict => entry(
            StatusCode::CONFLICT,
            "The records of the candidates say otherwise",
            "The records are those of one candidate already, or are not, or one of them was merged into another, which is the \
             one to change.",
            "See `detail`. `merged_into_id` of a record says which one stays; `GET /v1/candidates/{id}/merges` shows a \
             registrar what was decided.",
        ),
        Code::CertificateExists => entry(
            StatusCode::CONFLICT,
            "The candidate already holds this certificate",
            "The candidate already holds a certificate of this qualification and edition.",
            "Nothing is to be done if the result was sent before; else check the candidate and the day.",
        ),
        Code::NotRenewable => entry(
            StatusCode::CONFLICT,
            "The certificate cannot be renewed",
            "The scheme has no renewal for it, the day is none on which it can be renewed, or none of what renews it is on record.",
            "See `detail`, and `renewal` of the holder's eligibility, which says what is missing and until when there is time.",
        ),
        Code::ResultAnnulled => entry(
            StatusCode::CONFLICT,
            "The result was annulled",
            "A registrar found that there should never have been this result, for good: nothing more is said of it.",
            "See `detail`. Register the right result, with a reference of its own; the candidate is free to sit again.",
        ),
        Code::AlreadyCorrected => entry(
            StatusCode::CONFLICT,
            "The result was corrected before",
            "Only the latest record in a chain of corrections can be corrected or annulled.",
            "Read the result again, and name the latest record.",
        ),
        Code::IdentityChangeRequired => entry(
            StatusCode::CONFLICT,
            "This change needs a registrar's consent",
            "Who a certificate is about does not change unseen: of somebody who holds or held one, a body asks for a change \
             of name or birth date, and a registrar decides.",
            "Send the change to `POST /v1/candidates/{id}/identity-changes`, with the reason and how it was proved. Send other \
             changes without it.",
        ),
        Code::StatusConflict => entry(
            StatusCode::CONFLICT,
            "The status does not allow this change",
            "The change starts from a status that is not the one which holds on that day.",
            "Read the record again: somebody may have changed it, or `effective_on` is another day than you meant.",
        ),
        Code::CertificateNotValid => entry(
            StatusCode::CONFLICT,
            "The certificate is not valid now",
            "While a certificate is suspended, and once it is withdrawn, no credential and no PDF of it is handed out.",
            "Look at `detail` for the status. A suspended certificate may be valid again later; ask the registrar.",
        ),
        Code::IssuerUnsettled => entry(
            StatusCode::CONFLICT,
            "Nothing can be signed under this address",
            "A credential bears the public URL of the registry for ever. This node's is one that nobody elsewhere can \
             follow, or another one than the registry issues credentials under.",
            "Tell the operator what `detail` says: the setting is `TOUCHSTONE_PUBLIC_URL`.",
        ),
        Code::OrganisationConflict => entry(
            StatusCode::CONFLICT,
            "The record of the organisations says otherwise",
            "The organisations are one on record already, or are not, or were told apart by a registrar.",
            "See `detail`; `GET /v1/organisations/{id}/merges` and `GET /v1/organisation-distinctions` show what was decided.",
        ),
        Code::Duplicate => entry(
            StatusCode::CONFLICT,
            "A record with this value exists",
            "A value that must be unique belongs to another record.",
            "Use the record that exists, or choose another value.",
        ),
        Code::LimitReached => entry(
            StatusCode::CONFLICT,
            "There are as many as there may be",
            "There is already the greatest number of these that one client, one certificate or one body may have.",
            "Remove one that is no longer needed, or make one of them serve for both.",
        ),
        Code::QuotaExceeded => entry(
            StatusCode::CONFLICT,
            "There is no room for another file",
            "Your body has as many result files that have not been processed to their end, or as many bytes of files \
             that are kept, as one body may have.",
            "`detail` says which, and when there is room: wait for a file to be completed, cancel one, or ask the operator.",
        ),
        Code::IdempotencyKeyInUse => entry(
            StatusCode::CONFLICT,
            "The same request is being carried out",
            "A request with this idempotency key is being carried out right now.",
            "Wait a moment and send it again with the same key: you will get the answer of the first.",
        ),
        Code::PreconditionFailed => entry(
            StatusCode::PRECONDITION_FAILED,
            "The record has changed",
            "`If-Match` names another version than the present one: somebody changed the record since you read it.",
            "Read the record again, look at what changed, and repeat your change with the new `ETag`.",
        ),
        Code::PreconditionRequired => entry(
            StatusCode::PRECONDITION_REQUIRED,
            "This change needs `If-Match`",
            "Changes are accepted only against a named version, so that nobody overwrites what they have not seen.",
            "Read the record and send its `ETag` as `If-Match`.",
        ),
        Code::UriTooLong => entry(
            StatusCode::URI_TOO_LONG,
            "The address is too long",
            "The address, with what is asked behind the question mark, is longer than any that this registry reads.",
            "Look at `detail` for the greatest length, and leave out what is not needed.",
        ),
        Code::HeadersTooLarge => entry(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large",
            "A header of the request, or all of them together, are longer than this registry reads.",
            "Look at `detail` for the greatest length, and leave out the headers that are not needed.",
        ),
        Code::PayloadTooLarge => entry(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The request body is too large",
            "The request body is larger than this registry accepts.",
            "Send it in smaller parts.",
        ),
        Code::RangeNotSatisfiable => entry(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "There is no such part of the file",
            "`Range` asks for a part that begins behind the end of the file, or has no bytes.",
            "Nothing where you have as many bytes as `Content-Range` says: you have the file. Else send `If-Range` with the tag of the \
             answer that broke off.",
        ),
        Code::UnsupportedMediaType => entry(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The request body is of the wrong type",
            "This address reads another type of content than the one that was sent.",
            "Send the `Content-Type` that `detail` names, in UTF-8, and without `Content-Encoding`.",
        ),
        Code::InvalidInput => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Values in the request are wrong",
            "The body was read, and values in it are missing, unknown or impossible.",
            "Look at `errors`: each entry points at a value and says what is wrong with it. They are all there at once.",
        ),
        Code::InvalidFile => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The file cannot be read",
            "The file as a whole cannot be read: its encoding, its header or its form is not what it should be. Nothing of it was taken.",
            "`detail` says what is wrong, and on which line. `touchstone template csv` prints a file to begin with.",
        ),
        Code::NotEligible => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The candidate is not eligible",
            "The candidate does not meet the requirement of the qualification on the day of the sitting.",
            "`assessment` shows each requirement and whether it is met. Record the missing evidence, then try again.",
        ),
        Code::BodyNotListed => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The body was not listed on that day",
            "Only a body that is listed can examine, certify organisations, and take over certificates.",
            "Check the day. The body's page shows from when until when it is listed.",
        ),
        Code::RegistrarOnly => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Only a registrar may record this",
            "The sitting is of an edition whose results only a registrar may record.",
            "Send the result to the registrar.",
        ),
        Code::TooFewAuditors => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The listing has too few approved auditors",
            "A listing names at least two approved auditors: holders of a valid Auditor certificate of this registry, or people on the registrar's own list.",
            "`detail` and `errors` say who does not count, and why. Name others who do, before you take any away.",
        ),
        Code::IdempotencyKeyReused => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The idempotency key belongs to another request",
            "The same key was used before, with another request.",
            "Use a new key for each new request, and the old one only to repeat the very same request.",
        ),
        Code::TooManyRequests => entry(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many requests",
            "More requests came from your address than the registry accepts, or as many of yours are in hand as one party \
             may have at once.",
            "Wait for the number of seconds in `Retry-After`, and then go on more slowly.",
        ),
        Code::TooManyGuesses => entry(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many wrong guesses",
            "Too many different names, days of birth or numbers that were wrong have been tried, by you or by others, so \
             that the next one is not looked at for a while. The wait doubles with every further wrong one, up to a day.",
            "Wait for the number of seconds in `Retry-After`. The status of a certificate is answered meanwhile: ask by \
             the number alone. Whoever has the certificate's file sees from it whose it is.",
        ),
        Code::InternalError => entry(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong inside",
            "Something unexpected happened inside the registry. It is on us, not on you.",
            "Try again later. If it happens again, tell the operator the `request_id`: it leads to the cause in the log.",
        ),
        Code::DatabaseUnavailable => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "The database cannot be used now",
            "The registry cannot reach its database, or cannot write what it must, so it can neither confirm nor deny anything right now.",
            "Send the same request again after the number of seconds in `Retry-After`.",
        ),
        Code::KeyUnavailable => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "A key of the registry does not open",
            "What this needs was sealed with a key that the registry does not have now. Its operator has been told.",
            "Send the same request again after the number of seconds in `Retry-After`; if that goes on, tell the registry.",
        ),
        Code::Overloaded => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "The registry is overloaded",
            "More requests are waiting than can be served soon, so this one was turned away at once.",
            "Send the same request again after the number of seconds in `Retry-After`.",
        ),
    }
}

const fn entry(
    status: StatusCode,
    title: &'static str,
    explanation: &'static str,
    what_to_do: &'static str,
) -> Description {
    Description { status, title, explanation, what_to_do }
}

#[cfg(test)]
mod tests;
