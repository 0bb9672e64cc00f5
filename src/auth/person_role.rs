//! The roles that persons act in, each with what it is to the scheme and how far it goes.

use super::permission::{Remit, Role};
use crate::ids::{BodyId, TrainingOrganisationId};
use crate::scheme::words::words;

words! {
    /// In which role a person acts, without for whom.
    PersonRole {
        /// A registrar who also decides who is let in.
        RegistrarAdministrator = "registrar_administrator",
        Registrar = "registrar",
        /// Sees everything in the registry, and changes nothing.
        Auditor = "auditor",
        /// Acts for a body, and decides who else does.
        BodyAdministrator = "body_administrator",
        BodyStaff = "body_staff",
        /// Acts for a training organisation.
        TrainingStaff = "training_staff",
    }
}

/// For whom a role is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActsFor {
    SchemeOffice,
    Body,
    TrainingOrganisation,
}

impl PersonRole {
    #[must_use]
    pub const fn acts_for(self) -> ActsFor {
        match self {
            Self::RegistrarAdministrator | Self::Registrar | Self::Auditor => ActsFor::SchemeOffice,
            Self::BodyAdministrator | Self::BodyStaff => ActsFor::Body,
            Self::TrainingStaff => ActsFor::TrainingOrganisation,
        }
    }

    /// What it is to the scheme; `None` where it does not go with whom it is for.
    #[must_use]
    pub const fn role(self, body: Option<BodyId>, training: Option<TrainingOrganisationId>) -> Option<Role> {
        match (self.acts_for(), body, training) {
            (ActsFor::SchemeOffice, None, None) => Some(Role::Registrar),
            (ActsFor::Body, Some(body), None) => Some(Role::Body(body)),
            (ActsFor::TrainingOrganisation, None, Some(training)) => Some(Role::Training(training)),
            _ => None,
        }
    }

    /// How far it goes, for somebody who is limited to reading or is not.
    #[must_use]
    pub const fn remit(self, reads_only: bool) -> Remit {
        match self {
            Self::Auditor => Remit::Reads,
            Self::BodyStaff if reads_only => Remit::Reads,
            Self::RegistrarAdministrator | Self::BodyAdministrator => Remit::Administers,
            Self::Registrar | Self::BodyStaff | Self::TrainingStaff => Remit::Works,
        }
    }
}
