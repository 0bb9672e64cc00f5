//! What waits for a decision: changes, scope statements, and records that look like one.

use super::{About, Asked, AttentionKind, Item, RecordNamed, known_bodies};
use crate::error::Error;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest, organisations};
use crate::scheme::organisation_certificate::{PreliminaryState, State};
use crate::store::distinctions::pair_key;
use crate::store::organisation_certificates::{self, OrganisationCertificateFilter, Visible};
use crate::store::preliminary_scopes::{self, PreliminaryScopeFilter};
use crate::store::{candidates, certificates, identity_changes, questioned_certificates};

/// The changes of names and birth dates that bodies ask for, the oldest first.
pub(super) fn changes(work: &mut Work<'_>, asked: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let page = identity_changes::all_waiting(work.connection, asked.body, request)?;
    let known = known_bodies(work, page.items.iter().filter_map(|(change, _)| change.body))?;
    page.try_map(|(change, number)| {
        let body = known.iter().find(|body| Some(body.id) == change.body).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("identity change {} is of no body", change.id)))?;
        let fields = change.edit.fields().join(" and ").replace('_', " ");
        let summary = format!("{} asks to change the {fields} of candidate {number}", body.name);
        let (key, since) = (change.id.to_string(), change.requested_at.date_naive());
        let about = About::IdentityChange(Box::new(change));
        Ok(Item { kind: AttentionKind::IdentityChange, key, name: None, since, summary, body: Some(body), about })
    })
}

/// The applications whose scope statements wait for a review, in the order of submission; each since it was submitted or revised.
pub(super) fn scopes(work: &mut Work<'_>, asked: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let filter = OrganisationCertificateFilter {
        visible_to: Visible::All,
        state: Some(State::Submitted),
        body: asked.body,
        ..OrganisationCertificateFilter::default()
    };
    let page = organisation_certificates::list(work.connection, &filter, request)?;
    let ids: Vec<_> = page.items.iter().map(|certificate| certificate.id).collect();
    let last = organisation_certificates::last_steps(work.connection, &ids)?;
    let known = known_bodies(work, page.items.iter().map(|certificate| certificate.body))?;
    page.try_map(|certificate| {
        let body = known.iter().find(|body| body.id == certificate.body).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("application {} is of no body", certificate.id)))?;
        let summary =
            format!("{} waits for a review of the scope statement of certificate {}", body.name, certificate.number);
        let since = last.get(&certificate.id).copied().unwrap_or(certificate.submitted_at).date_naive();
        let (key, about) = (certificate.id.to_string(), About::Certificates(vec![certificate]));
        Ok(Item { kind: AttentionKind::WaitingScope, key, name: None, since, summary, body: Some(body), about })
    })
}

/// The scope statements that wait for a review before the audit, in the order in which it was asked for.
pub(super) fn preliminary_scopes(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let filter = PreliminaryScopeFilter { body: asked.body, state: Some(PreliminaryState::Requested) };
    let page = preliminary_scopes::list(work.connection, filter, request)?;
    let known = known_bodies(work, page.items.iter().map(|scope| scope.body))?;
    page.try_map(|scope| {
        let body = known.iter().find(|body| body.id == scope.body).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("preliminary scope {} is of no body", scope.id)))?;
        let summary = format!(
            "{} waits for a review of a scope statement of {} before the audit",
            body.name, scope.organisation_name
        );
        let records = vec![RecordNamed::at("preliminary_scope", scope.id, "preliminary-scopes")];
        Ok(Item {
            kind: AttentionKind::PreliminaryScope,
            key: scope.id.to_string(),
            name: None,
            since: scope.requested_at.date_naive(),
            summary,
            body: Some(body),
            about: About::Records { records, last_day: None },
        })
    })
}

/// The candidates of a body who look like one person, in the order of their registration.
pub(super) fn duplicate_candidates(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let page = candidates::list_duplicates(work.connection, asked.body, request)?;
    let known = known_bodies(work, page.items.iter().map(|(pair, _)| pair.body))?;
    Ok(page.map(|(pair, [first, second])| Item {
        kind: AttentionKind::CandidateDuplicate,
        key: pair.key(),
        name: None,
        since: pair.found_at.date_naive(),
        summary: format!("candidate {second} {} as candidate {first}", pair.because.in_words()),
        body: known.iter().find(|body| body.id == pair.body).cloned(),
        about: About::Records {
            records: [pair.first, pair.second].map(|id| RecordNamed::at("candidate", id, "candidates")).to_vec(),
            last_day: None,
        },
    }))
}

/// The organisations that look like one, in the order of their registration.
pub(super) fn duplicate_organisations(
    work: &mut Work<'_>,
    _: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let page = organisations::list_duplicates(work, None, None, request)?;
    Ok(page.map(|found| {
        let (first, second) = (&found.pair.first, &found.pair.second);
        let because: Vec<&str> = found.reasons.iter().map(|one| one.reason.as_str()).collect();
        Item {
            kind: AttentionKind::OrganisationDuplicate,
            key: pair_key(first.id, second.id),
            name: None,
            since: first.changed_at.max(second.changed_at).date_naive(),
            summary: format!(
                "{} and {} look like one organisation: {}",
                first.name,
                second.name,
                because.join(", ").replace('_', " ")
            ),
            body: None,
            about: About::Records {
                records: [first.id, second.id].map(|id| RecordNamed::at("organisation", id, "organisations")).to_vec(),
                last_day: None,
            },
        }
    }))
}

/// The certificates that rested on results which stand no more, in the order of their award.
pub(super) fn questioned_certificates(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let page = questioned_certificates::undecided(work.connection, asked.body, request)?;
    let ids: Vec<String> = page.items.iter().map(|one| one.certificate.to_string()).collect();
    let known = certificates::find_all(work.connection, &ids)?;
    let listed = known_bodies(work, known.iter().filter_map(|one| one.body))?;
    page.try_map(|one| {
        let certificate = known.iter().find(|known| known.id == one.certificate);
        let lost = || Error::Internal(format!("certificate {} is lost", one.certificate));
        let certificate = certificate.ok_or_else(lost)?;
        let summary = format!(
            "certificate {} of {}, awarded on {}, rested on a pass that stands no more; see result {}",
            certificate.number, certificate.qualification, certificate.awarded_on, one.result
        );
        Ok(Item {
            kind: AttentionKind::CertificateQuestioned,
            key: one.certificate.to_string(),
            name: Some(certificate.number.to_string()),
            since: one.recorded_at.date_naive(),
            summary,
            body: listed.iter().find(|body| Some(body.id) == certificate.body).cloned(),
            about: About::Records {
                records: vec![
                    RecordNamed::at("certificate", certificate.number, "certificates"),
                    RecordNamed::at("result", one.result, "results"),
                ],
                last_day: None,
            },
        })
    })
}
