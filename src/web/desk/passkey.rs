//! Passkeys at pages: what a browser is asked, shown by `desk/passkey.html`, and what it answered.

use super::form::{Field, Wrong};
use super::sent::Fields;
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::PersonId;
use crate::messages::Text;
use crate::registry::persons::entering::SignedChallenge;
use crate::registry::persons::passkeys::NewPasskey;
use crate::scheme::text::Title;
use crate::trust::passkeys::{Begun, Purpose, RelyingParty, named_in};
use crate::web::script::script_integrity;

/// The field for what a passkey is called.
const NAME: &str = "passkey_name";

/// A form that a passkey answers.
#[derive(Debug)]
pub(super) struct PasskeyForm {
    pub action: String,
    pub submit: String,
    /// `create` or `get`.
    pub kind: &'static str,
    /// For the browser.
    pub options: String,
    /// Comes back with the answer.
    pub ceremony: String,
    /// What else is typed: what a new one is called, and who its person is.
    pub fields: Vec<Field>,
    /// Members that come back as they are.
    pub hidden: Vec<(&'static str, String)>,
    pub refusal: Option<Wrong>,
    /// The only script that the page may run.
    pub integrity: &'static str,
}

/// Whom passkeys are made for here.
///
/// # Errors
/// [`Code::PasskeyRefused`] where the service is reached by a number: no passkey belongs to one.
pub(super) fn relying_party(state: &State) -> Result<&RelyingParty, Error> {
    state.relying_party.as_ref().ok_or_else(|| {
        let detail = "passkeys need a host name, and this registry is reached by an IP address";
        Error::refused(Code::PasskeyRefused, detail)
    })
}

impl PasskeyForm {
    /// Asks for a new passkey of a person.
    pub fn create(
        state: &State,
        person: PersonId,
        (email, name): (&str, &str),
        known: &[String],
        action: String,
        submit: String,
    ) -> Result<Self, Error> {
        let (sealing, now) = (&state.sealing_key, state.registry.now());
        let begun = relying_party(state)?.begin_registration(sealing, &person.to_string(), email, name, known, now)?;
        Ok(Self::asking("create", begun, action, submit))
    }

    /// Asks for one that there is.
    pub fn get(state: &State, purpose: Purpose<'_>, action: String, submit: String) -> Result<Self, Error> {
        let begun = relying_party(state)?.begin_assertion(&state.sealing_key, purpose, state.registry.now())?;
        Ok(Self::asking("get", begun, action, submit))
    }

    fn asking(kind: &'static str, begun: Begun, action: String, submit: String) -> Self {
        let Begun { options, ceremony } = begun;
        let (fields, hidden, integrity) = (Vec::new(), Vec::new(), script_integrity());
        Self { action, submit, kind, options, ceremony, fields, hidden, refusal: None, integrity }
    }

    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// With a field for what a new passkey is called.
    pub fn naming(self, text: Text) -> Self {
        let field = Field::line(NAME, text.say("desk-passkey-name"));
        self.with(field.hinted(text.say("desk-passkey-name-hint")))
    }

    pub fn hiding(mut self, name: &'static str, value: String) -> Self {
        self.hidden.push((name, value));
        self
    }

    pub fn refused(self, refusal: Option<Wrong>) -> Self {
        Self { refusal, ..self }
    }
}

/// The passkey that a browser made, with the name that its person gave it.
pub(super) fn created(state: &State, fields: &Fields, unnamed: &str) -> Result<NewPasskey, Error> {
    let party = relying_party(state)?;
    let (ceremony, response) = (fields.get("ceremony"), fields.get("response"));
    let registered = party.finish_registration(&state.sealing_key, ceremony, response, state.registry.now())?;
    let person = PersonId::parse(&registered.person);
    let name = Some(fields.get(NAME)).filter(|name| !name.is_empty()).unwrap_or(unnamed);
    let wrong =
        |complaint: crate::scheme::Complaint| Error::invalid(format!("/{NAME}"), complaint.code, complaint.detail);
    Ok(NewPasskey {
        person: person.ok_or_else(|| Error::Internal("a passkey was made for nobody".to_owned()))?,
        credential_id: registered.credential_id,
        credential: registered.credential,
        name: Title::parse(name).map_err(wrong)?,
        challenge: (registered.challenge, registered.expires_at),
    })
}

/// That a browser holds a passkey. Where it is to confirm who is signed in, `confirming` is who that is.
pub(super) async fn signed(
    state: &State,
    fields: &Fields,
    confirming: Option<PersonId>,
) -> Result<SignedChallenge, ApiError> {
    let party = relying_party(state)?;
    let (ceremony, response) = (fields.get("ceremony"), fields.get("response"));
    let (_, credential_id) = named_in(response)?;
    let wanted = credential_id.clone();
    let passkey = state.queue.run(move |registry| registry.passkey(&wanted)).await?;
    let (person, now): (String, Moment) = (passkey.person.to_string(), state.registry.now());
    let asserted = party.finish_assertion(&state.sealing_key, ceremony, response, &passkey.credential, &person, now)?;
    let is_meant = confirming.is_none_or(|confirming| confirming == passkey.person);
    if !is_meant || asserted.confirms != confirming.is_some() {
        return Err(ApiError::refused(Code::PasskeyRefused, "this passkey was not asked for; try again"));
    }
    Ok(SignedChallenge {
        credential_id,
        credential: asserted.updated_credential,
        challenge: (asserted.challenge, asserted.expires_at),
    })
}
