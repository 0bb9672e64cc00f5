//! What every page of the desk has around it: who is signed in, in which role, and where else to go.

use super::session::{Acting, SignedIn};
use crate::auth::permission::Permission;
use crate::auth::person_role::PersonRole;
use crate::messages::Text;
use crate::registry::persons::sessions::RoleChoice;
use crate::web::page::{Entry, Page};

/// The frame of a page of the desk.
pub(super) struct Desk {
    pub person: String,
    /// The role, with whom it is for.
    pub role: Option<String>,
    pub has_other_roles: bool,
    pub entries: Vec<Entry>,
    pub form_token: String,
}

impl Desk {
    /// For whoever has chosen a role.
    pub fn of(acting: &Acting) -> Self {
        let (signed_in, text) = (&acting.signed_in, acting.signed_in.reader.text);
        let mut entries = vec![entry(signed_in, "/desk", text.say("desk-start"))];
        if acting.holds(Permission::RegisterResults) {
            entries.push(entry(signed_in, "/desk/candidates", text.say("desk-candidates")));
        }
        if acting.holds(Permission::ManageAccess) {
            entries.push(entry(signed_in, "/desk/people", text.say("desk-people")));
        }
        Self { role: Some(role_with_place(text, &acting.role)), entries, ..Self::without_role(signed_in) }
    }

    /// For whoever has not, and for pages about the own access.
    pub fn without_role(signed_in: &SignedIn) -> Self {
        let text = signed_in.reader.text;
        Self {
            person: signed_in.current.person.name.clone(),
            role: signed_in.current.role().map(|choice| role_with_place(text, choice)),
            has_other_roles: signed_in.current.roles.len() > 1,
            entries: vec![entry(signed_in, "/desk", text.say("desk-start"))],
            form_token: signed_in.form_token.clone(),
        }
    }
}

fn entry(signed_in: &SignedIn, path: &str, label: String) -> Entry {
    let here = signed_in.reader.path();
    let current = match here.strip_prefix(path) {
        Some("") => Some("page"),
        // Every page of the desk lies below its first.
        Some(below) if below.starts_with('/') && path != "/desk" => Some("true"),
        _ => None,
    };
    Entry { address: signed_in.reader.link(path), label, current }
}

/// A page of the desk, which is for nobody else.
pub(super) fn page(signed_in: &SignedIn, title: String) -> Page {
    signed_in.reader.page(title).unlisted().unshared()
}

/// A role, and for whom.
pub(super) fn role_with_place(text: Text, choice: &RoleChoice) -> String {
    let role = role_name(text, choice.assignment.role);
    let role =
        if choice.assignment.reads_only { text.say_with("desk-role-reading", &[("role", role.into())]) } else { role };
    match &choice.acts_for {
        Some(place) => format!("{role} · {place}"),
        None => role,
    }
}

pub(super) fn role_name(text: Text, role: PersonRole) -> String {
    match role {
        PersonRole::RegistrarAdministrator => text.say("role-registrar-administrator"),
        PersonRole::Registrar => text.say("role-registrar"),
        PersonRole::Auditor => text.say("role-auditor"),
        PersonRole::BodyAdministrator => text.say("role-body-administrator"),
        PersonRole::BodyStaff => text.say("role-body-staff"),
        PersonRole::TrainingStaff => text.say("role-training-staff"),
    }
}
