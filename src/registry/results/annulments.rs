//! Annulments: a result that should not be, of the wrong person or the wrong day, is annulled for good. It stays on record, its
//! certificate is withdrawn as of its award, and the candidate is as free to sit as if there had never been one.

use serde_json::json;

use super::reading::find;
use super::taking_back::Sitting;
use super::{RegisteredResult, SittingResult};
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::input::form::form;
use crate::registry::events::NewEvent;
use crate::registry::work::Work;
use crate::scheme::exam::Outcome;
use crate::scheme::text::Reason;
use crate::store::results::{self, Annulment};

/// The reason code of a certificate that is withdrawn because its result was annulled.
const WITHDRAWN_BECAUSE: &str = "result_annulled";

form! {
    /// Why there should never have been a result.
    #[example({"reason": "The result is another candidate's, who sat on the same day."})]
    pub struct NewAnnulment as "AnnulmentRequest" {
        /// Why.
        pub reason: Reason,
    }
}

/// Annuls a result and all records of its sitting that it corrects.
pub fn annul(work: &mut Work<'_>, id: &str, new: &NewAnnulment) -> Result<RegisteredResult, Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    let (mut wrong, _) = find(work, id)?;
    refuse_annulled(&wrong.result)?;
    if let Some(later) = wrong.corrected_by {
        let detail = format!("this result was corrected before; annul the latest record, {later}");
        return Err(Error::refused(Code::AlreadyCorrected, detail));
    }
    let sitting = Sitting::of(work, &wrong.result)?;
    let withdrawn = sitting.withdraw(work, WITHDRAWN_BECAUSE, &new.reason)?;
    let annulment = Annulment { reason: new.reason.as_str().to_owned(), by, at: work.now };
    results::annul(work.connection, &sitting.records, &annulment)?;
    if wrong.result.outcome == Outcome::Pass {
        wrong.questioned = sitting.question(work, &wrong.result)?;
    }
    let result = &wrong.result;
    let data = json!({
        "record_ids": sitting.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "candidate_id": result.candidate.to_string(),
        "qualification": result.qualification,
        "format": result.format,
        "edition": result.edition,
        "sat_on": result.sat_on,
        "outcome": result.outcome,
        "certificate_number": withdrawn,
        "certificate_withdrawn": withdrawn.is_some(),
        "questioned_certificates": wrong.questioned,
    });
    let personal_data = json!({"reason": annulment.reason});
    let subject = ("result", result.id.to_string());
    let event =
        NewEvent { kind: "result_annulled", subject, body: result.body, data, personal_data: Some(&personal_data) };
    work.record(Permission::Administer, event)?;
    wrong.result.annulment = Some(annulment);
    Ok(wrong)
}

/// Nothing more is said of a result that is annulled.
pub(super) fn refuse_annulled(result: &SittingResult) -> Result<(), Error> {
    let Some(annulment) = &result.annulment else { return Ok(()) };
    let detail = format!(
        "this result was annulled on {}, for good; register the right one, if there is one",
        annulment.at.date_naive()
    );
    Err(Error::refused(Code::ResultAnnulled, detail))
}
