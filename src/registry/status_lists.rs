//! Status lists: a place for each credential, and what the lists show. They are made from the record when they are asked
//! for, so that they never say anything else than the record does.

use super::issuer_keys::Signatory;
use super::issuers;
use super::organisation_credentials::said;
use super::work::{Registry, Work};
use crate::clock::Moment;
use crate::entropy::random;
use crate::error::Error;
use crate::scheme::calendar::day_of;
use crate::scheme::lifecycle::Status;
use crate::store::status_lists::{self as kept, Subject};
use crate::trust::issuer::Issuer;
use crate::trust::signatures::Signed;
use crate::trust::status_list::{self, Bits, LENGTH, Place, Purpose};

/// How many places are tried before another list is opened. Where so many are taken, about two thirds of all are: the
/// rest goes on hiding who came last.
const PLACES_TRIED: usize = 4;

/// What a list was made of: as long as this is the same, so is what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The version of the list: it moves when a status changes, and when other keys sign.
    version: i64,
    /// The hour it was made in: suspensions begin and end by the calendar, and a copy is good for a day.
    hour: i64,
}

/// A list with what it was made of.
#[derive(Clone, Debug)]
pub struct MadeStatusList {
    pub edition: Edition,
    pub signed: Signed,
}

/// A free place in a list of an issuer, drawn at random.
pub(super) fn place(work: &mut Work<'_>, issuer: u32, subject: Subject) -> Result<Place, Error> {
    let list = match kept::newest(work.connection, subject)? {
        Some((list, Some(of))) if of == issuer => list,
        _ => open(work, issuer, subject)?,
    };
    let drawn = draw(work)?;
    let taken = kept::taken(work.connection, list, &drawn)?;
    match drawn.into_iter().find(|index| !taken.contains(index)) {
        Some(index) => Ok(Place { list, index }),
        None => Ok(Place { list: open(work, issuer, subject)?, index: draw(work)?[0] }),
    }
}

fn open(work: &mut Work<'_>, issuer: u32, subject: Subject) -> Result<u32, Error> {
    let list = kept::greatest(work.connection)? + 1;
    kept::open(work.connection, list, (issuer, subject), work.now)?;
    Ok(list)
}

fn draw(work: &Work<'_>) -> Result<[u32; PLACES_TRIED], Error> {
    let bytes: [u8; 4 * PLACES_TRIED] = random(work.entropy)?;
    let mut places = [0; PLACES_TRIED];
    for (place, four) in places.iter_mut().zip(bytes.as_chunks::<4>().0) {
        // The length is a power of two, so every place is as likely as another.
        *place = u32::from_be_bytes(*four) % LENGTH;
    }
    Ok(places)
}

impl Registry {
    /// A status list, signed. Public. `known` is spared the work where it is still what the record says.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such list.
    pub fn status_list(
        &self,
        signatory: &Signatory,
        (list, purpose): (u32, Purpose),
        known: Option<&MadeStatusList>,
    ) -> Result<MadeStatusList, Error> {
        self.read(None, |work| {
            let mut version = kept::version(work.connection, list)?.ok_or(Error::NotFound("status list"))?;
            let mut made = None;
            if kept::subject(work.connection, list)? == Some(Subject::Organisation) {
                // What an organisation's credential says may change in many ways: the list is looked at whole each time, and
                // signed anew where it shows something else.
                let bits = said::bits(work, signatory.issuer().name(), list, purpose)?;
                version = version.wrapping_add(bits.fingerprint());
                made = Some(bits);
            }
            let edition = Edition { version, hour: work.now.timestamp().div_euclid(3600) };
            if let Some(known) = known.filter(|known| known.edition == edition) {
                return Ok(known.clone());
            }
            let pair = signatory.pair(work.connection)?;
            let bits = match made {
                Some(made) => made,
                None => bits(work.now, purpose, &kept::entries(work.connection, list)?),
            };
            let name = signatory.issuer().name();
            let issuer = issuers::of_list(work, list)?.map(|of| Issuer::on_record(&of.url, &of.did, name));
            let issuer = issuer.as_ref().unwrap_or_else(|| signatory.issuer());
            let signed = status_list::sign(issuer, (list, purpose), &bits, work.now, (&pair.rsa, &pair.edwards))?;
            Ok(MadeStatusList { edition, signed })
        })
    }
}

fn bits(now: Moment, purpose: Purpose, entries: &[kept::Entry]) -> Bits {
    let mut bits = Bits::none();
    for entry in entries {
        let status = entry.history.status_on(day_of(now, entry.history.from));
        let is_set = match purpose {
            Purpose::Revocation => entry.replaced || status == Status::Withdrawn,
            Purpose::Suspension => matches!(status, Status::Suspended { .. }),
        };
        if is_set {
            bits.set(entry.index);
        }
    }
    bits
}
