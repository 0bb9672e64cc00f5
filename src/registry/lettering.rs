//! Names that no font at hand shows. They are taken: they are searched, compared, signed and shown on pages as any other, and
//! spelled out on paper. Whoever sends one is told.

use super::work::{Context, Registry, Work};
use crate::error::{Error, InputError};
use crate::ids::CandidateId;
use crate::pdf::{Fonts, Unshown};
use crate::scheme::person::{FamilyName, GivenNames, full_name};
use crate::store::{bodies, candidates};

/// What is told of what was sent and taken, each with its place.
pub type Warnings = Vec<InputError>;

impl Context<'_> {
    /// What of a person's names cannot be shown on paper, at the place of the person.
    pub fn unshown_names(
        &self,
        place: &str,
        given_names: Option<&GivenNames>,
        family_name: Option<&FamilyName>,
    ) -> Warnings {
        unshown_names(self.fonts, place, given_names, family_name)
    }
}

impl Work<'_> {
    /// What of a person's names cannot be shown on paper.
    #[must_use]
    pub fn unshown_names(&self, given_names: Option<&GivenNames>, family_name: Option<&FamilyName>) -> Warnings {
        unshown_names(self.fonts, "", given_names, family_name)
    }

    /// What of a name cannot be shown on paper.
    #[must_use]
    pub fn unshown(&self, pointer: &str, name: &str) -> Warnings {
        warning(self.fonts, pointer, name).into_iter().collect()
    }
}

/// What of a person's names cannot be shown on paper, at the place of the person.
pub(super) fn unshown_names(
    fonts: &Fonts,
    place: &str,
    given_names: Option<&GivenNames>,
    family_name: Option<&FamilyName>,
) -> Warnings {
    let given = given_names.map(|names| (format!("{place}/given_names"), names.as_str()));
    let family = family_name.map(|name| (format!("{place}/family_name"), name.as_str()));
    given.into_iter().chain(family).filter_map(|(pointer, name)| warning(fonts, &pointer, name)).collect()
}

fn warning(fonts: &Fonts, pointer: &str, name: &str) -> Option<InputError> {
    let unshown: Unshown = fonts.unshown(name)?;
    let detail = format!(
        "is taken as it is, but the registry has no font for {}: on its PDFs {} stand as these numbers until the operator \
         adds one (TOUCHSTONE_FONT_DIRECTORY)",
        unshown.scripts(),
        unshown.characters()
    );
    Some(InputError::new(pointer, "font_missing", detail))
}

/// The names on record that have letters of a script that no font shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnshownScript {
    pub script: &'static str,
    pub candidates: u64,
    pub bodies: u64,
    /// One of the letters: it names nobody.
    pub example: char,
}

/// How many candidates are looked at at a time.
const AT_ONCE: i64 = 5_000;

impl Registry {
    /// What of the names on record no font shows, by script, the most frequent first.
    pub fn unshown_names_on_record(&self) -> Result<Vec<UnshownScript>, Error> {
        let mut found: Vec<UnshownScript> = Vec::new();
        let mut after: Option<CandidateId> = None;
        loop {
            let part = self.store.read(|connection| candidates::names_after(connection, after, AT_ONCE))?;
            for (_, given_names, family_name) in &part {
                let name = full_name(given_names.as_ref().map(GivenNames::as_str), family_name.as_str());
                count(&mut found, self.fonts(), &name, |script| &mut script.candidates);
            }
            match part.last() {
                Some((last, ..)) => after = Some(*last),
                None => break,
            }
        }
        for name in self.store.read(bodies::all_names)? {
            count(&mut found, self.fonts(), &name, |script| &mut script.bodies);
        }
        found.sort_by_key(|script| std::cmp::Reverse(script.candidates + script.bodies));
        Ok(found)
    }
}

fn count(found: &mut Vec<UnshownScript>, fonts: &Fonts, name: &str, of: impl Fn(&mut UnshownScript) -> &mut u64) {
    let Some(unshown) = fonts.unshown(name) else { return };
    for script in &unshown.scripts {
        let place = found.iter().position(|known| known.script == *script).unwrap_or_else(|| {
            let of_it = |character: &&char| Unshown::script(**character) == *script;
            let example = unshown.characters.iter().find(of_it).copied().unwrap_or(char::REPLACEMENT_CHARACTER);
            found.push(UnshownScript { script, candidates: 0, bodies: 0, example });
            found.len() - 1
        });
        *of(&mut found[place]) += 1;
    }
}
