//! Who may sit, in words.

use super::{Item, said};
use crate::messages::Text;
use crate::scheme::Scheme;
use crate::scheme::evidence::AuditRole;
use crate::scheme::requirement::{CountedTo, Requirement};

/// A requirement, with its parts.
#[must_use]
pub fn requirement(text: Text, scheme: &Scheme, requirement: &Requirement) -> Item {
    let mut note = None;
    let words = match requirement {
        Requirement::Anyone => text.say("requirement-anyone"),
        Requirement::AllOf(_) => text.say("requirement-all"),
        Requirement::AnyOf(_) => text.say("requirement-any"),
        Requirement::Certification(code) => {
            note = scheme.lapsed_counts(code).then(|| text.say("requirement-lapsed-counts"));
            text.say_with("requirement-certification", &[("title", scheme.certification_title(code).into())])
        }
        Requirement::AccreditedCourse(code) => {
            let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
            text.say_with("requirement-course", &[("title", title.into())])
        }
        Requirement::AuditExperience { years, roles, counted_to } => {
            let roles = match (roles.contains(&AuditRole::ThirdParty), roles.contains(&AuditRole::Internal)) {
                (true, false) => text.say("requirement-role-third-party"),
                (false, true) => text.say("requirement-role-internal"),
                _ => text.say("requirement-role-both"),
            };
            note = Some(match counted_to {
                CountedTo::Sitting => roles,
                CountedTo::Course(_) => text.say_with("requirement-counted-to-course", &[("roles", roles.into())]),
            });
            text.say_with("requirement-experience", &[("years", (*years).into())])
        }
    };
    let parts = requirement.parts().iter().map(|part| self::requirement(text, scheme, part)).collect();
    Item { text: said(text, words), note, parts }
}
