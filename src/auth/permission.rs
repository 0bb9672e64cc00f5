//! Who may do what: a pure function of the caller and the permission.

use std::fmt;

use crate::error::{Code, Error};
use crate::ids::{BodyId, ClientId};

/// What a caller is to the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The scheme owner's staff.
    Registrar,
    /// A Registered Certification Body; it sees its own candidates and nobody else's.
    Body(BodyId),
    /// An employer, who verifies many certificates at once.
    Employer,
}

impl Role {
    /// The body, for the role that has one.
    #[must_use]
    pub const fn body(self) -> Option<BodyId> {
        match self {
            Self::Body(body) => Some(body),
            Self::Registrar | Self::Employer => None,
        }
    }

    /// The role's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registrar => "registrar",
            Self::Body(_) => "body",
            Self::Employer => "employer",
        }
    }
}

/// Who stands behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A person with access to the machine, at the command line.
    Operator,
    /// An API client.
    Client(ClientId),
}

impl Principal {
    /// Reads back what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "operator").then_some(Self::Operator),
            Some(("client", id)) => ClientId::parse(id).map(Self::Client),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => formatter.write_str("operator"),
            Self::Client(id) => write!(formatter, "client:{id}"),
        }
    }
}

/// The authenticated author of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// In which role.
    pub role: Role,
}

impl Caller {
    /// The operator at the command line, who acts as a registrar.
    pub const OPERATOR: Self = Self { principal: Principal::Operator, role: Role::Registrar };

    /// The body that the caller acts for, if it is one.
    #[must_use]
    pub const fn body(&self) -> Option<BodyId> {
        self.role.body()
    }
}

/// What a use case asks for before it does anything. Whose records it then touches is a second question, which the
/// use case answers by loading only what the caller may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// List, change, suspend and withdraw bodies; accredit training; manage clients; change a certificate's status;
    /// reject evidence; correct results.
    Administer,
    /// Read and record candidates, evidence and results.
    RegisterResults,
    /// Follow the event feed.
    FollowEvents,
    /// Verify many certificates at once.
    VerifyMany,
}

/// Decides whether `caller` holds `permission`.
///
/// # Errors
/// [`Code::Forbidden`], with the roles that hold it.
pub fn authorise(caller: &Caller, permission: Permission) -> Result<(), Error> {
    let allowed = match (permission, caller.role) {
        (_, Role::Registrar)
        | (Permission::RegisterResults | Permission::FollowEvents, Role::Body(_))
        | (Permission::VerifyMany, Role::Employer | Role::Body(_)) => true,
        (Permission::Administer, Role::Body(_) | Role::Employer)
        | (Permission::RegisterResults | Permission::FollowEvents, Role::Employer) => false,
    };
    if allowed {
        return Ok(());
    }
    let holders = match permission {
        Permission::Administer => "a registrar",
        Permission::RegisterResults | Permission::FollowEvents => "a body or a registrar",
        Permission::VerifyMany => "an employer, a body or a registrar",
    };
    Err(Error::refused(
        Code::Forbidden,
        format!("this is for {holders}; your client has the role `{}`", caller.role.as_str()),
    ))
}
