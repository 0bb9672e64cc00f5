//! Exports: all candidates, results or certificates of a body, or of all bodies, as they were at one moment.
//!
//! An export reads one unchanging state of the database. Its boundary is the last event that is final when it begins:
//! what an event beyond it tells of is not in the export. That is a place in the order of commit, so it is the same
//! for a part that is read later, from a state that holds more ([`cursor`]): results, certificates and changes of
//! status are never altered, and what was written since is known by its event.
//!
//! Candidates can change. Which of them are in the export is as exact; what a later part says of them, and of the
//! holders of certificates, is what is on record when it is read.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::certificates::{Beside, Certificate, beside};
use super::feed::FeedPlace;
use super::results::{RegisteredResult, complete_with};
use super::work::{Registry, Work};
use super::{PageRequest, bodies};
use crate::auth::permission::{Caller, Permission};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::BodyId;
use crate::scheme::calendar::day_of;
use crate::store::candidates::{self, Candidate};
use crate::store::{certificates, events, results};

mod cursor;

use cursor::ExportPlace;

/// The first page is small, so that the first lines are there at once.
const FIRST_PAGE: u32 = 100;

/// Records that are read at a time.
const PAGE: u32 = 1000;

/// The events that register a result.
const REGISTRATIONS: [&str; 2] = ["result_registered", "result_corrected"];

/// The event of a certificate that was awarded without a result of its own.
const RENEWALS: [&str; 1] = ["certificate_renewed"];

/// The events that come with a change of a certificate's status.
const STATUS_CHANGES: [&str; 5] =
    ["certificate_suspended", "certificate_reinstated", "certificate_withdrawn", "result_annulled", "result_corrected"];

/// The events by which a candidate is there, for all or for a body.
const INTRODUCTIONS: [&str; 2] = ["candidate_registered", "candidate_found"];

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Candidates,
    Results,
    Certificates,
}

impl Kind {
    /// The noun, as in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Results => "results",
            Self::Certificates => "certificates",
        }
    }
}

/// An export as it is asked for.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    pub kind: Kind,
    /// Whose: a body's id or slug. A registrar may leave it out for all; a body is always itself.
    pub body: Option<String>,
    /// The cursor of the last line that has arrived.
    pub cursor: Option<String>,
}

/// What an export shows.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub kind: Kind,
    /// The slug of the body, where it is of one.
    pub body_slug: Option<String>,
    /// The moment; it stays the same when an export is continued.
    pub as_of: Moment,
    /// Whether it goes on where an earlier part broke off.
    pub is_continued: bool,
}

/// A record with where to go on after it.
#[derive(Clone, Debug)]
pub struct Exported {
    pub record: Record,
    /// The cursor that continues after it.
    pub cursor: String,
}

/// A record of one of the kinds.
#[derive(Clone, Debug)]
pub enum Record {
    Candidate(Box<Candidate>),
    Result(Box<RegisteredResult>),
    /// A certificate with its holder, as far as whoever asked may know the holder, and since when that one has held another one
    /// like it.
    Certificate {
        certificate: Box<Certificate>,
        holder: Option<Box<Candidate>>,
        beside: Beside,
    },
}

/// Takes what is exported. It must not keep the export waiting: the database is being held at one moment meanwhile.
pub trait Receiver {
    /// The export has begun, and its first records are there.
    fn begin(&mut self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Takes some records. An error ends the export.
    fn take(&mut self, snapshot: &Snapshot, records: Vec<Exported>) -> Result<(), Error>;
}

impl Registry {
    /// Exports to `receiver`, from the beginning or from a cursor on.
    pub fn export(&self, caller: Caller, request: &ExportRequest, receiver: &mut impl Receiver) -> Result<(), Error> {
        self.store.snapshot(|connection, horizon| {
            self.run(connection, Some(caller), |work| export(work, horizon, request, receiver))
        })
    }
}

/// Whose records, up to where.
struct Scope {
    kind: Kind,
    /// Whose records are exported.
    body: Option<BodyId>,
    /// Who asks, where that is a body.
    asking: Option<BodyId>,
    /// The sequence of the last event that is part of it.
    boundary: i64,
    /// When, and by whom, the status of certificates was changed, or a result annulled, beyond the boundary.
    later_changes: HashSet<(Moment, String)>,
}

fn export(
    work: &mut Work<'_>,
    horizon: i64,
    request: &ExportRequest,
    receiver: &mut impl Receiver,
) -> Result<(), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let body = whose(work, &caller, request.body.as_deref())?;
    let (body_id, kind) = (body.as_ref().map(|body| body.id), request.kind);
    let place = match &request.cursor {
        None => ExportPlace { boundary: horizon, as_of: work.now, after: None },
        Some(cursor) => {
            let place = ExportPlace::open(cursor, kind, body_id, work.now)?;
            FeedPlace::plain(place.boundary).check(work.connection, horizon)?;
            place
        }
    };
    // The status of certificates is that of the day on which the export began, also in a part that is read later.
    work.now = place.as_of;
    let later_changes = events::moments_after(work.connection, place.boundary, &STATUS_CHANGES)?;
    let scope = Scope { kind, body: body_id, asking: caller.body(), boundary: place.boundary, later_changes };
    let body_slug = body.map(|body| body.slug.as_str().to_owned());
    let is_continued = place.after.is_some();
    let snapshot = Snapshot { kind, body_slug, as_of: place.as_of, is_continued };
    let mut part = PageRequest { after: place.after.clone(), limit: FIRST_PAGE };
    let mut has_begun = false;
    loop {
        let (records, next) = scope.page(work, &part)?;
        let seal = |(key, record)| Exported { record, cursor: place.at(key).seal(kind, body_id) };
        let records: Vec<Exported> = records.into_iter().map(seal).collect();
        if !has_begun {
            receiver.begin(&snapshot)?;
            has_begun = true;
        }
        receiver.take(&snapshot, records)?;
        if next.is_none() {
            return Ok(());
        }
        part = PageRequest { after: next, limit: PAGE };
    }
}

/// The body whose records are wanted; `None` for those of all.
fn whose(work: &mut Work<'_>, caller: &Caller, named: Option<&str>) -> Result<Option<bodies::Body>, Error> {
    let Some(named) = named.map(str::to_owned).or_else(|| caller.body().map(|own| own.to_string())) else {
        return Ok(None);
    };
    let body = bodies::find(work, &named).map_err(|error| match error {
        Error::NotFound(what) => Error::missing("/body", what),
        other => other,
    })?;
    if caller.body().is_some_and(|own| own != body.id) {
        return Err(Error::refused(Code::Forbidden, "a body exports its own records; leave `body` out"));
    }
    Ok(Some(body))
}

/// Records with their keys, and the key after which there are more.
type Records = (Vec<(String, Record)>, Option<String>);

impl Scope {
    fn page(&self, work: &mut Work<'_>, part: &PageRequest) -> Result<Records, Error> {
        match self.kind {
            Kind::Candidates => self.candidates(work, part),
            Kind::Results => self.results(work, part),
            Kind::Certificates => self.certificates(work, part),
        }
    }

    fn candidates(&self, work: &mut Work<'_>, part: &PageRequest) -> Result<Records, Error> {
        let page = match self.body {
            Some(body) => candidates::known_to(work.connection, body, part)?,
            None => candidates::list(work.connection, None, part)?,
        };
        let ids: Vec<String> = page.items.iter().map(|candidate| candidate.id.to_string()).collect();
        // For all, a candidate is there from its registration on; for a body, from when it knew the candidate on.
        let kinds = if self.body.is_some() { &INTRODUCTIONS[..] } else { &INTRODUCTIONS[..1] };
        let later = events::subjects_after(work.connection, self.boundary, kinds, self.body, &ids)?;
        let records = ids.into_iter().zip(page.items).filter(|(id, _)| !later.contains(id));
        Ok((records.map(|(id, candidate)| (id, Record::Candidate(Box::new(candidate)))).collect(), page.next))
    }

    fn results(&self, work: &mut Work<'_>, part: &PageRequest) -> Result<Records, Error> {
        let filter = results::ResultFilter { body: self.body, ..Default::default() };
        let mut page = results::list(work.connection, &filter, part)?;
        let later = self.later_results(work, page.items.iter().map(|result| result.id.to_string()))?;
        page.items.retain(|result| !later.contains(&result.id.to_string()));
        let mut completed = complete_with(work, page.items, |work, held| self.known(work, held))?;
        let corrections = completed.iter().filter_map(|result| result.corrected_by).map(|id| id.to_string());
        let later = self.later_results(work, corrections)?;
        for result in &mut completed {
            result.corrected_by = result.corrected_by.filter(|correction| !later.contains(&correction.to_string()));
            let annulment = result.result.annulment.take();
            result.result.annulment = annulment.filter(|one| !self.later_changes.contains(&(one.at, one.by.clone())));
        }
        let keyed = |result: RegisteredResult| (result.result.id.to_string(), Record::Result(Box::new(result)));
        Ok((completed.into_iter().map(keyed).collect(), page.next))
    }

    fn certificates(&self, work: &mut Work<'_>, part: &PageRequest) -> Result<Records, Error> {
        let filter = certificates::CertificateFilter { body: self.body, ..Default::default() };
        let page = certificates::list(work.connection, &filter, part)?;
        let known = self.known(work, page.items)?;
        let ids: Vec<_> = known.iter().map(|certificate| certificate.candidate).collect();
        // A registrar may have recorded a result for a body that does not know the candidate.
        let holders = candidates::find_many(work.connection, &ids, self.asking)?;
        let holders = candidates::follow(work.connection, holders.into_values().collect(), None)?;
        let holders: HashMap<_, _> = holders.into_iter().map(|one| (one.record().id, one.candidate)).collect();
        let beside = beside(work, &known, |work, renewing| self.known(work, renewing))?;
        let keyed = |certificate: Certificate| {
            let holder = holders.get(&certificate.candidate).cloned().map(Box::new);
            let beside = beside.get(&certificate.id).copied().unwrap_or_default();
            let key = certificate.id.to_string();
            (key, Record::Certificate { certificate: Box::new(certificate), holder, beside })
        };
        Ok((known.into_iter().map(keyed).collect(), page.next))
    }

    /// What there was of these certificates at the boundary.
    fn known(&self, work: &mut Work<'_>, mut held: Vec<Certificate>) -> Result<Vec<Certificate>, Error> {
        let later = self.later_results(work, held.iter().map(|certificate| certificate.result.to_string()))?;
        let renewing = held.iter().filter(|certificate| certificate.renews.is_some());
        let renewing: Vec<_> = renewing.map(|certificate| certificate.number.to_string()).collect();
        let renewed_later = self.later(work, &RENEWALS, &renewing)?;
        held.retain(|certificate| {
            !later.contains(&certificate.result.to_string()) && !renewed_later.contains(&certificate.number.to_string())
        });
        for certificate in &mut held {
            certificate
                .status_changes
                .retain(|change| !self.later_changes.contains(&(change.recorded_at, change.recorded_by.clone())));
        }
        Ok(held)
    }

    fn later_results(&self, work: &mut Work<'_>, ids: impl Iterator<Item = String>) -> Result<HashSet<String>, Error> {
        self.later(work, &REGISTRATIONS, &ids.collect::<Vec<_>>())
    }

    /// To which of these something happened beyond the boundary.
    fn later(&self, work: &mut Work<'_>, kinds: &[&'static str], ids: &[String]) -> Result<HashSet<String>, Error> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        events::subjects_after(work.connection, self.boundary, kinds, None, ids)
    }
}

/// The day of which an export that shows the state of `snapshot` speaks about a certificate.
pub fn status_day(snapshot: &Snapshot, certificate: &Certificate) -> NaiveDate {
    day_of(snapshot.as_of, certificate.awarded_on)
}
