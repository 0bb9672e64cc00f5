//! What needs a registrar.

use actix_web::get;
use chrono::NaiveDate;

use super::answers::Answer;
use super::auditors::BodyAuditorView;
use super::identity_changes::IdentityChangeView;
use super::lists::{Listing, PartQuery};
use super::questions::ListQuestion;
use crate::http::view::view;
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::registry::attention::{self, About, AttentionKind, Item};
use crate::registry::bodies::{self, Body};

view! {
    /// Something that needs a registrar. It goes away by itself once it is no longer so.
    pub struct AttentionItemView(item: &Item, today: NaiveDate) {
        let (body, auditors, change, left, until) = match &item.about {
            About::TooFewAuditors { body, auditors } => (Some(body), auditors.iter().collect(), None, Vec::new(), None),
            About::IssuerWithdrawn { body, certificates, transferable_until } => {
                let left = certificates.iter().map(|one| one.id.to_string()).collect();
                (Some(body), Vec::new(), None, left, Some(*transferable_until))
            }
            About::OverdueConfirmation { body, certificates } => {
                let overdue = certificates.iter().map(|one| one.id.to_string()).collect();
                (Some(body), Vec::new(), None, overdue, None)
            }
            About::IdentityChange { body, change } => (Some(body), Vec::new(), Some(&**change), Vec::new(), None),
            About::RestsOnAnnulled { body, .. } => (body.as_ref(), Vec::new(), None, Vec::new(), None),
            About::WaitingScope { body, certificate } => {
                (Some(body), Vec::new(), None, vec![certificate.id.to_string()], None)
            }
        };
        let (certificate, annulled) = match &item.about {
            About::RestsOnAnnulled { certificate, result, .. } => (Some(certificate), Some(*result)),
            _ => (None, None),
        };
        /// An id that stays the same as long as it is so.
        pub id: String = item.id(),
        /// `identity_change`: a body asks for a change of a candidate's name or birth date. `issuer_withdrawn`: a
        /// body is withdrawn, and nobody has taken over the certificates of organisations that it left.
        /// `overdue_confirmation`: a body has not confirmed certificates of organisations for more than a month.
        /// `rests_on_annulled`: a certificate rested on a result that was annulled. `too_few_auditors`: a listing has
        /// fewer approved auditors who count than it needs. `waiting_scope`: a scope statement waits for its review. Further kinds may follow.
        pub kind: String = item.kind().as_str(),
        /// The first day on which it was so without interruption up to today.
        pub since: NaiveDate,
        /// What is the matter.
        pub summary: String,
        /// The body that it is about.
        pub body: Option<AttentionBodyView> = body.map(|body| AttentionBodyView::of(body, today)),
        /// Whom the listing names, with why they count or not.
        pub auditors: Vec<BodyAuditorView> = auditors,
        /// The change that waits for a decision.
        pub identity_change: Option<IdentityChangeView> = change,
        /// The ids of the organisations' certificates that the body left, has not confirmed, or has submitted.
        pub organisation_certificate_ids: Vec<String> = left,
        /// The last day on which the first of them may be transferred.
        pub transferable_until: Option<NaiveDate> = until,
        /// The number of the certificate that is to be withdrawn or confirmed.
        pub certificate_number: Option<String> = certificate,
        /// The annulled result that it rested on.
        pub annulled_result_id: Option<String> = annulled,
    }

    /// A body that something is about.
    pub struct AttentionBodyView(body: &Body, today: NaiveDate) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// `listed` or `suspended`: the listing is not changed by what is the matter with it.
        pub status: Option<String> = bodies::status_word(body.listing().status_on(today)),
    }
}

form! {
    /// What is wanted.
    pub struct AttentionQuery {
        /// Of this kind.
        pub kind: Option<AttentionKind>,
    }
}

word_fields! {
    AttentionKind: Self = Self::ALL, Self::as_str;
}

/// List what needs a registrar
///
/// Changes of candidates' names and birth dates that bodies ask for, certificates of organisations that a withdrawn body left
/// and that can still be transferred, certificates that rested on results which were annulled, scope statements that wait for a review, and listings that are in force or suspended today and
/// have too few approved auditors who count. The registry does not change them: a registrar decides on the change, transfers
/// each certificate, names other auditors, or suspends or withdraws the listing.
#[utoipa::path(tag = "attention", security(("bearer" = [])), params(AttentionQuery, PartQuery),
    responses((status = 200, description = "A part of the list: kind by kind, changes in the order in which they were asked for, listings in that of the bodies' names", body = Listing<AttentionItemView>)))]
#[get("/v1/attention")]
pub async fn list_attention(question: ListQuestion<AttentionQuery>) -> Answer {
    question
        .list(move |work, AttentionQuery { kind }, part| {
            let today = work.today();
            Ok(attention::list(work, *kind, part)?.map(|item| AttentionItemView::of(item, today)))
        })
        .await
}
