//! Scopes: what a token is good for of that which its client's role allows (RFC 6749, section 3.3).
//!
//! Which scope an operation needs follows from its method and its address alone, so that it is decided before anything
//! of the request is read. Whether the role allows it as well is decided by
//! [`authorise`](super::permission::authorise).

use std::fmt;

use super::permission::Role;
use crate::error::{Code, Error};

/// Declares the scopes together with their names and what they allow.
macro_rules! scopes {
    ($($variant:ident => $name:literal, $help:literal;)+) => {
        /// What a token may be good for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Scope { $(#[doc = $help] $variant),+ }

        impl Scope {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it allows, in a sentence.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),+ }
            }
        }
    };
}

scopes! {
    Read => "read", "Read everything that the client's role may read, and write nothing.";
    Verifications => "verifications", "Verify many certificates at once.";
    Candidates => "candidates", "Register and change candidates and their evidence.";
    Results => "results", "Register and correct results, one at a time or in files.";
    Certificates => "certificates", "Issue and revoke holder's links, and change the status of certificates.";
    Organisations => "organisations", "Register organisations, and submit and decide on their certificates.";
    Training => "training", "Record attendance at courses, and publish, change and cancel sessions of them.";
    Webhooks => "webhooks", "Subscribe to events, and change, test and end subscriptions.";
    Administration => "administration", "Write everything else: bodies, clients, accreditations, approved auditors.";
}

impl Scope {
    /// Whether a client of this role may ask for it.
    #[must_use]
    pub const fn is_for(self, role: Role) -> bool {
        match role {
            Role::Registrar => true,
            Role::Body(_) => !matches!(self, Self::Administration | Self::Training),
            Role::Training(_) => matches!(self, Self::Read | Self::Training),
            Role::Employer => matches!(self, Self::Read | Self::Verifications),
            Role::Holder | Role::Unresolved => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes(u16);

impl Scopes {
    pub const NONE: Self = Self(0);

    /// All that a client of this role may ask for.
    #[must_use]
    pub fn of(role: Role) -> Self {
        Scope::ALL.iter().copied().filter(|scope| scope.is_for(role)).collect()
    }

    /// Reads scopes, separated by spaces; `None` if one of them is unknown.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let named = |name: &str| Scope::ALL.iter().copied().find(|scope| scope.as_str() == name);
        text.split(' ').filter(|name| !name.is_empty()).map(named).collect()
    }

    #[must_use]
    pub const fn contain(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u16) != 0
    }

    #[must_use]
    pub const fn contain_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |all, scope| all | 1 << scope as u16))
    }
}

/// Separated by spaces, in the order of [`Scope::ALL`].
impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Scope::ALL.iter().filter(|scope| self.contain(**scope)).map(|scope| scope.as_str());
        formatter.write_str(&names.collect::<Vec<_>>().join(" "))
    }
}

/// What operations of other methods than `GET` and `HEAD` need, by the beginning of their address: the scopes any of
/// which will do, the narrowest first. Every other needs [`Scope::Administration`].
const NEEDED: [(&str, &[Scope]); 11] = [
    ("/v1/verifications", &[Scope::Verifications, Scope::Read]),
    ("/v1/credential-checks", &[Scope::Read]),
    ("/v1/eligibility-assessments", &[Scope::Read]),
    ("/v1/candidate-searches", &[Scope::Candidates]),
    ("/v1/candidates", &[Scope::Candidates]),
    ("/v1/result", &[Scope::Results]),
    ("/v1/certificates", &[Scope::Certificates]),
    ("/v1/organisation", &[Scope::Organisations]),
    ("/v1/attendance", &[Scope::Training]),
    ("/v1/course-sessions", &[Scope::Training]),
    ("/v1/webhook-subscriptions", &[Scope::Webhooks]),
];

/// The scopes any of which an operation needs, the narrowest first.
#[must_use]
pub fn needed(method: &str, path: &str) -> &'static [Scope] {
    if matches!(method, "GET" | "HEAD") {
        return &[Scope::Read];
    }
    let known = NEEDED.iter().find(|(start, _)| path.starts_with(start));
    known.map_or(&[Scope::Administration], |(_, scopes)| scopes)
}

/// Decides whether a token with these scopes is good for an operation.
///
/// # Errors
/// [`Code::InsufficientScope`], with the scope that is needed.
pub fn authorise_operation(scopes: Scopes, method: &str, path: &str) -> Result<(), Error> {
    let needed = needed(method, path);
    if needed.iter().any(|scope| scopes.contain(*scope)) {
        return Ok(());
    }
    let narrowest = needed.first().map_or("", |scope| scope.as_str());
    let detail = format!("this needs the scope `{narrowest}`; your token is good for `{scopes}`");
    Err(Error::refused(Code::InsufficientScope, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::BodyId;

    #[test]
    fn scopes_are_read_back_as_they_are_written() {
        assert_eq!(Scopes::parse("results  read "), Some([Scope::Read, Scope::Results].into_iter().collect()));
        assert_eq!(Scopes::parse("results read").unwrap().to_string(), "read results");
        for strange in ["all", "read,results", "READ", "read\tresults", "read\u{a0}results", "administration:write"] {
            assert_eq!(Scopes::parse(strange), None, "{strange}");
        }
        for scope in Scope::ALL {
            let only: Scopes = [*scope].into_iter().collect();
            assert!(only.contain(*scope));
            assert_eq!(Scopes::parse(scope.as_str()), Some(only));
        }
    }

    #[test]
    fn a_role_has_the_scopes_of_what_it_may_do() {
        let body = Role::Body(BodyId::new(chrono::DateTime::UNIX_EPOCH));
        assert_eq!(Scopes::of(Role::Employer).to_string(), "read verifications");
        assert!(Scopes::of(Role::Registrar).contain_all(Scopes::of(body)));
        assert!(!Scopes::of(body).contain(Scope::Administration) && Scopes::of(body).contain(Scope::Webhooks));
        assert_eq!(Scopes::of(Role::Unresolved).to_string(), "");
    }

    #[test]
    fn whoever_may_only_read_writes_nowhere() {
        let read = Scopes::parse("read").unwrap();
        for method in ["POST", "PUT", "PATCH", "DELETE", "BREW"] {
            for path in ["/v1/candidates", "/v1/results/1/corrections", "/v1/clients", "/v1/anything", "/"] {
                let refused = authorise_operation(read, method, path).unwrap_err();
                assert_eq!(refused.code(), Code::InsufficientScope, "{method} {path}");
            }
        }
        for (method, path) in [("GET", "/v1/clients"), ("HEAD", "/v1/events"), ("POST", "/v1/verifications")] {
            assert!(authorise_operation(read, method, path).is_ok(), "{method} {path}");
        }
    }
}
