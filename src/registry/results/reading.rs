//! Results on record, each with its certificate and the record that corrects it.

use super::award::standing_certificate;
use super::{RegisteredResult, ResultFilter, SittingResult, kept};
use crate::auth::permission::Permission;
use crate::error::Error;
use crate::ids::{CandidateId, ResultId};
use crate::input::fields::{Line, text_fields};
use crate::input::form::form;
use crate::registry::certificates::Certificate;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::Complaint;
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::QualificationCode;
use crate::scheme::exam::Outcome;
use crate::scheme::text::Reference;
use crate::store::{candidates, certificates, questioned_certificates};

/// The result with its certificate and correction.
pub(super) fn complete(work: &mut Work<'_>, result: SittingResult) -> Result<RegisteredResult, Error> {
    let mut completed = complete_with(work, vec![result], |_, held| Ok(held))?;
    completed.pop().ok_or_else(|| Error::Internal("a result was lost".to_owned()))
}

/// The results with their certificates and corrections: two queries, however many, and two for each correction that left
/// the certificate of an earlier record standing; with only so much of the certificates that candidates hold as `known`
/// leaves.
pub fn complete_with(
    work: &mut Work<'_>,
    results: Vec<SittingResult>,
    known: impl Fn(&mut Work<'_>, Vec<Certificate>) -> Result<Vec<Certificate>, Error>,
) -> Result<Vec<RegisteredResult>, Error> {
    let ids: Vec<_> = results.iter().map(|result| result.id).collect();
    let numbers = certificates::numbers_by_result(work.connection, &ids)?;
    let corrections = kept::corrections_of(work.connection, &ids)?;
    let stands_no_more = |result: &&SittingResult| {
        result.annulment.is_some() || result.correction.is_some() && result.outcome == Outcome::Fail
    };
    let fallen = results.iter().filter(stands_no_more).map(|result| result.id);
    let mut questioned = questioned_certificates::numbers(work.connection, &fallen.collect::<Vec<_>>())?;
    let mut completed = Vec::with_capacity(results.len());
    for result in results {
        let mut certificate = numbers.get(&result.id).copied();
        if certificate.is_none() && result.outcome == Outcome::Pass && result.correction.is_some() {
            let held = certificates::of_candidates(work.connection, &[result.candidate])?;
            let mut held = known(work, held)?;
            // Another sitting of the same day, after one that was annulled, has another number.
            let records = kept::of_candidates(work.connection, &[result.candidate])?;
            let is_of_sitting = |one: &&SittingResult| one.sitting_number == result.sitting_number;
            let records: Vec<_> = records.iter().filter(is_of_sitting).map(|one| one.id).collect();
            held.retain(|certificate| records.contains(&certificate.result));
            certificate = standing_certificate(&held, &result).map(|standing| standing.number);
        }
        let corrected_by = corrections.get(&result.id).copied();
        let questioned = questioned.remove(&result.id).unwrap_or_default();
        completed.push(RegisteredResult { result, certificate, corrected_by, questioned });
    }
    Ok(completed)
}

/// The result with this id, if the caller may see it, and the reasoned answer on which it was accepted.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<(RegisteredResult, Option<Assessment>), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let id = ResultId::parse(id).ok_or(Error::NotFound("result"))?;
    let result = kept::find(work.connection, id, caller.body())?.ok_or(Error::NotFound("result"))?;
    let assessment = kept::decision(work.connection, id)?;
    Ok((complete(work, result)?, assessment))
}

form! {
    /// Which results are wanted.
    #[derive(Default)]
    pub struct ResultQuery {
        /// Of this candidate, whichever record of it they were recorded for.
        pub candidate as "candidate_id": Option<CandidateId>,
        /// Of this examination.
        #[example("foundation")]
        pub qualification: Option<QualificationCode>,
        /// With this reference of the body's own.
        pub reference: Option<Line<{ Reference::LONGEST }>>,
    }
}

text_fields! {
    CandidateId: Self = candidate_id, {};
}

fn candidate_id(text: &str) -> Result<CandidateId, Complaint> {
    CandidateId::parse(text).ok_or_else(|| Complaint::new("not_an_id", "is not the id of a candidate"))
}

/// A page of the results that the caller may see, in the order of registration.
pub fn list(work: &mut Work<'_>, query: &ResultQuery, request: &PageRequest) -> Result<Page<RegisteredResult>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let records = query.candidate.map(|candidate| candidates::group_of(work.connection, candidate)).transpose()?;
    let filter = ResultFilter {
        body: caller.body(),
        candidates: records,
        qualification: query.qualification.clone(),
        reference: query.reference.clone(),
    };
    let page = kept::list(work.connection, &filter, request)?;
    let next = page.next;
    Ok(Page { items: complete_with(work, page.items, |_, held| Ok(held))?, next })
}
