//! What needs a registrar, or a body.

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use super::auditors::BodyAuditorView;
use super::identity_changes::IdentityChangeView;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::view::view;
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::registry::attention::{self, About, AttentionKind, Item, RecordNamed};
use crate::registry::bodies::{self, Body};

view! {
    /// Something that needs a registrar, or the body whose it is. It goes away by itself once it is no longer so.
    pub struct AttentionItemView(item: &Item, today: NaiveDate, is_body: bool) {
        let auditors = match &item.about {
            About::Auditors(auditors) => auditors.iter().collect(),
            _ => Vec::new(),
        };
        let change = match &item.about {
            About::IdentityChange(change) => Some(&**change),
            _ => None,
        };
        let (certificates, until) = match &item.about {
            About::LeftCertificates { certificates, transferable_until } => (&certificates[..], Some(*transferable_until)),
            About::Certificates(certificates) => (&certificates[..], None),
            _ => (&[][..], None),
        };
        let (records, last_day) = match &item.about {
            About::Records { records, last_day } => (records.iter().collect(), *last_day),
            _ => (Vec::new(), None),
        };
        /// An id that stays the same as long as it is so.
        pub id: String = item.id(),
        /// `batch_refused`: every row of a file of results was refused. `body_auditor_expiring`: the certificate by which an
        /// approved auditor of a listing counts ends within 90 days, or ended in the last 30; likewise
        /// `course_accreditation_ending`, `training_accreditation_ending`, `organisation_certificate_expiring` (one that nobody has renewed) and
        /// `edition_closing`. `candidate_duplicate`: two candidates whom a body knows look like one person; they are compared some
        /// seconds after they are recorded. `certificate_questioned`: a certificate rested on a result that was annulled, or corrected
        /// to a fail. `font_missing`: names have letters that no font shows. `identity_change`: a body asks for a
        /// change of a candidate's name or birth date. `issuer_withdrawn`: a body is withdrawn, and nobody has taken over the
        /// certificates of organisations that it left. `key_problem`: credentials or access tokens cannot be signed.
        /// `organisation_duplicate`: two organisations look like one. `overdue_confirmation`: a body has not confirmed certificates
        /// of organisations for more than a month. `preliminary_scope`: a scope statement waits for its review before the audit.
        /// `too_few_auditors`: a listing has fewer approved auditors who count than it needs. `waiting_scope`: a scope statement waits
        /// for its review. `webhook_given_up`: messages to a subscriber were given up and not sent again. Further kinds may follow.
        pub kind: String = item.kind.as_str(),
        /// The first day on which it was so without interruption up to today.
        pub since: NaiveDate,
        /// What is the matter.
        pub summary: String,
        /// What is to be done, by whoever asks.
        pub action: String = item.kind.action(is_body),
        /// The body that it is about; null where it is about none.
        pub body: Option<AttentionBodyView> = item.body.as_ref().map(|body| AttentionBodyView::of(body, today)),
        /// Whom the listing names, with why they count or not.
        pub auditors: Vec<BodyAuditorView> = auditors,
        /// The change that waits for a decision.
        pub identity_change: Option<IdentityChangeView> = change,
        /// The ids of the organisations' certificates that the body left, has not confirmed, or has submitted.
        pub organisation_certificate_ids: Vec<String> = certificates.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(),
        /// The last day on which the first of them may be transferred.
        pub transferable_until: Option<NaiveDate> = until,
        /// The other records that it is about.
        pub records: Vec<AttentionRecordView> = records,
        /// The last day of what ends.
        pub last_day: Option<NaiveDate> = last_day,
    }

    /// A record that something is about.
    pub struct AttentionRecordView(record: &RecordNamed) {
        /// What it is, as events call it.
        pub kind: String,
        /// Its id, or its number or code.
        pub id: String,
        /// Where it is read; null where it is not in the API.
        pub path: Option<String>,
    }

    /// How many items of a kind there are.
    pub struct AttentionCountView(counted: &(AttentionKind, u32, bool)) {
        /// The kind.
        pub kind: String = counted.0.as_str(),
        /// How many; counted to 1,000.
        pub count: u32 = counted.1,
        /// Whether there are more.
        pub more: bool = counted.2,
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

/// How many items of each kind there are.
#[derive(Serialize, ToSchema)]
pub struct AttentionCounts {
    /// The kinds, in the order of the alphabet.
    pub items: Vec<AttentionCountView>,
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

/// List what needs somebody
///
/// A registrar is told of everything, a body of what is its own: each item with what is to be done. The registry changes
/// nothing of it by itself.
#[utoipa::path(tag = "attention", security(("bearer" = [])), params(AttentionQuery, PartQuery),
    responses((status = 200, description = "A part of the list: kind by kind in the order of the alphabet, changes in the order in which they were asked for, listings in that of the bodies' names, other records in that of their registration", body = Listing<AttentionItemView>)))]
#[get("/v1/attention")]
pub async fn list_attention(question: ListQuestion<AttentionQuery>) -> Answer {
    let signatory = question.state.signatory.clone();
    question
        .list(move |work, AttentionQuery { kind }, part| {
            let today = work.today();
            let page = attention::list(work, &signatory, *kind, part)?;
            let is_body = work.caller().is_some_and(|caller| caller.body().is_some());
            Ok(page.map(|item| AttentionItemView::of(item, today, is_body)))
        })
        .await
}

/// Count what needs somebody
///
/// By kind, for whoever asks: all kinds of which there can be any, or the one that is named.
#[utoipa::path(tag = "attention", security(("bearer" = [])), params(AttentionQuery),
    responses((status = 200, description = "The counts", body = AttentionCounts)))]
#[get("/v1/attention/counts")]
pub async fn count_attention(question: Question<AttentionQuery>) -> Answer {
    let signatory = question.state.signatory.clone();
    question
        .answer(move |work, AttentionQuery { kind }| {
            let counts = attention::counts(work, &signatory, *kind)?;
            Ok(AttentionCounts { items: counts.iter().map(AttentionCountView::of).collect() })
        })
        .await
}
