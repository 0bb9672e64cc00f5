//! Who may do what: a pure function of the caller and the permission.

use std::fmt;

use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{BodyId, ClientId, HolderLinkId, PersonId, SessionId, TrainingOrganisationId};
use crate::trust::keys::KeyId;

/// What a caller is to the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The scheme owner's staff.
    Registrar,
    /// A Registered Certification Body; it sees its own candidates and nobody else's.
    Body(BodyId),
    /// A training organisation; it sees the attendances that it recorded and nothing else.
    Training(TrainingOrganisationId),
    /// An employer, who verifies many certificates at once.
    Employer,
    /// The holder of the one certificate that the link is for.
    Holder,
    /// Whoever shows an access token or comes with a session, before the registry has looked up whose it is: neither says
    /// what its owner may do. It holds no permission.
    Unresolved,
}

/// How far that goes which a role may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remit {
    /// Sees all of it, and changes nothing.
    Reads,
    /// Does the daily work, and lets nobody in.
    Works,
    /// Does the daily work, and decides who else may.
    Administers,
}

impl Role {
    #[must_use]
    pub const fn body(self) -> Option<BodyId> {
        match self {
            Self::Body(body) => Some(body),
            Self::Registrar | Self::Training(_) | Self::Employer | Self::Holder | Self::Unresolved => None,
        }
    }

    /// The training organisation that a client acts for.
    #[must_use]
    pub const fn training_organisation(self) -> Option<TrainingOrganisationId> {
        match self {
            Self::Training(organisation) => Some(organisation),
            Self::Registrar | Self::Body(_) | Self::Employer | Self::Holder | Self::Unresolved => None,
        }
    }

    /// The role's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registrar => "registrar",
            Self::Body(_) => "body",
            Self::Training(_) => "training",
            Self::Employer => "employer",
            Self::Holder => "holder",
            Self::Unresolved => "unresolved",
        }
    }
}

/// Who stands behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A person with access to the machine, at the command line.
    Operator,
    Client(ClientId),
    Person(PersonId),
    /// Whoever opened a holder's link.
    HolderLink(HolderLinkId),
    /// The registry itself, as a day comes.
    Registry,
}

impl Principal {
    /// Reads back what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => match text {
                "operator" => Some(Self::Operator),
                "registry" => Some(Self::Registry),
                _ => None,
            },
            Some(("client", id)) => ClientId::parse(id).map(Self::Client),
            Some(("holder_link", id)) => HolderLinkId::parse(id).map(Self::HolderLink),
            Some(("person", id)) => PersonId::parse(id).map(Self::Person),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => formatter.write_str("operator"),
            Self::Client(id) => write!(formatter, "client:{id}"),
            Self::HolderLink(id) => write!(formatter, "holder_link:{id}"),
            Self::Person(id) => write!(formatter, "person:{id}"),
            Self::Registry => formatter.write_str("registry"),
        }
    }
}

/// What a caller's access token rests on, for the registry to hold against the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBasis {
    pub key: KeyId,
    /// When the secret that it was issued for was set: a new secret ends it.
    pub secret_changed_at: Moment,
}

/// What a caller's role rests on, for the registry to hold against the record in the very transaction of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Nothing that could have ended meanwhile.
    Certain,
    /// An access token.
    Token(TokenBasis),
    /// A session of a person's.
    Session(SessionId),
}

/// The author of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    pub principal: Principal,
    /// In which role. That of a client with an access token, and of a person with a session, is on record and nowhere
    /// else; until it has been looked up there it is [`Role::Unresolved`].
    pub role: Role,
    pub remit: Remit,
    pub basis: Basis,
}

impl Caller {
    /// The operator at the command line, who acts as a registrar.
    pub const OPERATOR: Self = Self::new(Principal::Operator, Role::Registrar);

    /// The registry, where it records what a day brings by itself.
    pub const REGISTRY: Self = Self::new(Principal::Registry, Role::Registrar);

    /// Somebody in a role that is certain. A program of the scheme owner's administers; every other one works.
    #[must_use]
    pub const fn new(principal: Principal, role: Role) -> Self {
        let remit = if matches!(role, Role::Registrar) { Remit::Administers } else { Remit::Works };
        Self { principal, role, remit, basis: Basis::Certain }
    }

    #[must_use]
    pub const fn bearer(client: ClientId, token: TokenBasis) -> Self {
        Self { basis: Basis::Token(token), ..Self::new(Principal::Client(client), Role::Unresolved) }
    }

    /// A person with a session, in the role that was chosen for it.
    #[must_use]
    pub const fn person(person: PersonId, session: SessionId) -> Self {
        Self { basis: Basis::Session(session), ..Self::new(Principal::Person(person), Role::Unresolved) }
    }

    #[must_use]
    pub const fn holder(link: HolderLinkId) -> Self {
        Self::new(Principal::HolderLink(link), Role::Holder)
    }

    #[must_use]
    pub const fn body(&self) -> Option<BodyId> {
        self.role.body()
    }
}

/// What a use case asks for before it does anything. Whose records it then touches is a second question, which the
/// use case answers by loading only what the caller may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// List, change, suspend and withdraw bodies; accredit training; change a certificate's status; reject evidence;
    /// correct results.
    Administer,
    /// Decide which persons and programs are let in, and in which roles: those of the own body, or all.
    ManageAccess,
    /// Read and record candidates, evidence and results.
    RegisterResults,
    /// Follow the event feed.
    FollowEvents,
    /// Register organisations, submit their certificates, revise the scope statements, withdraw the applications.
    SubmitOrganisationCertificates,
    /// Record attendance at a training organisation's courses and publish sessions of them, and read both.
    Train,
    /// Verify many certificates at once.
    VerifyMany,
    /// See the one certificate that a holder's link is for, and decide whether the holder's name is shown.
    HoldCertificate,
}

/// Decides whether `caller` holds `permission`.
///
/// # Errors
/// [`Code::Forbidden`], with the roles that hold it.
pub fn authorise(caller: &Caller, permission: Permission) -> Result<(), Error> {
    let allowed = match (permission, caller.role) {
        (_, Role::Unresolved) => false,
        (Permission::HoldCertificate, role) => role == Role::Holder,
        // Whoever sees everything sees who is let in; that nothing is changed is seen to where it would be written.
        (Permission::ManageAccess, Role::Registrar | Role::Body(_)) => caller.remit != Remit::Works,
        (_, Role::Registrar)
        | (
            Permission::RegisterResults | Permission::FollowEvents | Permission::SubmitOrganisationCertificates,
            Role::Body(_),
        )
        | (Permission::VerifyMany, Role::Employer | Role::Body(_))
        | (Permission::Train, Role::Training(_)) => true,
        (Permission::Administer | Permission::Train, Role::Body(_) | Role::Employer)
        | (
            Permission::ManageAccess
            | Permission::RegisterResults
            | Permission::FollowEvents
            | Permission::SubmitOrganisationCertificates,
            Role::Employer,
        )
        | (_, Role::Holder | Role::Training(_)) => false,
    };
    if allowed {
        return Ok(());
    }
    let holders = match permission {
        Permission::Administer => "a registrar",
        Permission::ManageAccess => "an administrator of the scheme office or of a body",
        Permission::RegisterResults | Permission::FollowEvents | Permission::SubmitOrganisationCertificates => {
            "a body or a registrar"
        }
        Permission::Train => "a training organisation or a registrar",
        Permission::VerifyMany => "an employer, a body or a registrar",
        Permission::HoldCertificate => "the certificate's holder",
    };
    let means = match caller.principal {
        Principal::Operator | Principal::Client(_) | Principal::Registry => "client",
        Principal::HolderLink(_) => "link",
        Principal::Person(_) => "session",
    };
    Err(Error::refused(
        Code::Forbidden,
        format!("this is for {holders}; your {means} has the role `{}`", caller.role.as_str()),
    ))
}

/// Why a caller may write nothing, in words for people, if it only reads.
#[must_use]
pub const fn writing_obstacle(caller: &Caller) -> Option<&'static str> {
    match caller.remit {
        Remit::Reads => Some("your role sees everything and changes nothing; ask somebody whose role it is to do this"),
        Remit::Works | Remit::Administers => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment() -> crate::clock::Moment {
        chrono::DateTime::from_timestamp(1_795_341_600, 0).unwrap()
    }

    #[test]
    fn each_role_holds_what_is_its_own() {
        use Permission::{
            Administer, FollowEvents, HoldCertificate, ManageAccess, RegisterResults,
            SubmitOrganisationCertificates as Submit, Train, VerifyMany,
        };
        let client = Principal::Client(ClientId::new(moment()));
        let body = Role::Body(BodyId::new(moment()));
        let all = [Administer, ManageAccess, RegisterResults, FollowEvents, Submit, Train, VerifyMany];
        let but_access = all.into_iter().filter(|one| *one != ManageAccess).collect::<Vec<_>>();
        let of_body = [RegisterResults, FollowEvents, Submit, VerifyMany];
        let of_its_administrator = [RegisterResults, FollowEvents, Submit, VerifyMany, ManageAccess];
        let person = Principal::Person(PersonId::new(moment()));
        let in_remit = |role, remit| Caller { remit, ..Caller::new(person, role) };
        for (caller, held) in [
            (Caller::OPERATOR, &all[..]),
            (Caller::new(client, Role::Registrar), &all),
            (in_remit(Role::Registrar, Remit::Administers), &all),
            (in_remit(Role::Registrar, Remit::Reads), &all),
            (in_remit(Role::Registrar, Remit::Works), &but_access),
            (Caller::new(client, body), &of_body),
            (in_remit(body, Remit::Works), &of_body),
            (in_remit(body, Remit::Reads), &of_its_administrator),
            (in_remit(body, Remit::Administers), &of_its_administrator),
            (Caller::new(client, Role::Training(TrainingOrganisationId::new(moment()))), &[Train]),
            (Caller::new(client, Role::Employer), &[VerifyMany]),
            (Caller::new(client, Role::Unresolved), &[]),
            (Caller::holder(HolderLinkId::new(moment())), &[HoldCertificate]),
        ] {
            for permission in all.into_iter().chain([HoldCertificate]) {
                let decided = authorise(&caller, permission);
                assert_eq!(decided.is_ok(), held.contains(&permission), "{caller:?} {permission:?}");
                if let Err(refusal) = decided {
                    assert_eq!(refusal.code(), Code::Forbidden);
                    assert!(refusal.to_string().contains(caller.role.as_str()), "{refusal}");
                }
            }
        }
    }

    #[test]
    fn a_principal_is_read_back_as_it_is_written() {
        for principal in [
            Principal::Operator,
            Principal::Client(ClientId::new(moment())),
            Principal::HolderLink(HolderLinkId::new(moment())),
            Principal::Person(PersonId::new(moment())),
        ] {
            assert_eq!(Principal::parse(&principal.to_string()), Some(principal));
        }
        for strange in
            ["", "operator:", "client", "client:1", "holder_link:", "holder:0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00"]
        {
            assert_eq!(Principal::parse(strange), None, "{strange}");
        }
    }
}
