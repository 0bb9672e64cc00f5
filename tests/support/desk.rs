//! A person in front of a browser: signs in with a passkey, and fills in the forms of the desk.

use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::client::{Answer, Client};
use super::world::text;

/// The public URL of a service that people sign in at: passkeys belong to a name.
pub const DESK_URL: &str = "https://registry.example";

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A browser with the session of somebody, and the device that holds the passkey.
pub struct Person {
    pub browser: Client,
    pub device: Authenticator,
}

/// Invites somebody in the name of `client`, and says the path of the link.
pub fn invite(client: &Client, request: &Value) -> String {
    let invited = client.post("/v1/invitations", request).expect(201);
    text(&invited, "url").strip_prefix(DESK_URL).expect("the link is at the public URL").to_owned()
}

/// What is invited to act for a body.
pub fn of_body(name: &str, role: &str, body: &str) -> Value {
    let email = format!("{}@body.example", name.to_lowercase().replace(' ', "."));
    json!({"name": name, "email": email, "role": role, "body_id": body})
}

impl Person {
    /// Lets somebody in by a link, with a new passkey.
    #[track_caller]
    pub fn enter(public: &Client, path: &str, fields: &[(&str, &str)]) -> Self {
        let mut device = Authenticator::new(DESK_URL);
        let page = public.get(path);
        assert_eq!(page.status, 200, "{page}");
        let answer = send(public, path, &created(&page.text(), &mut device, fields));
        assert_eq!(answer.status, 303, "{answer}");
        Self { browser: with_session(public, &answer), device }
    }

    /// Signs in once more with the passkey.
    #[track_caller]
    pub fn sign_in(&mut self, public: &Client) {
        let answer = send(public, "/sign-in", &self.signed(&public.get("/sign-in").text()));
        assert_eq!(answer.status, 303, "{answer}");
        self.browser = with_session(public, &answer);
    }

    /// The members of a form that a passkey answers.
    pub fn signed(&mut self, page: &str) -> Vec<(String, String)> {
        let mut members = hidden(page);
        let response = self.device.assert(&options(page));
        set(&mut members, "response", response);
        members
    }

    /// Sends the form of a page that is shown at `shown` to `path`, with these members besides the hidden ones.
    pub fn submit(&self, shown: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.browser.get(shown);
        assert_eq!(page.status, 200, "{page}");
        let mut members = vec![("form_token".to_owned(), form_token(&page.text()))];
        members.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        send(&self.browser, path, &members)
    }
}

/// The members of a form in which a new passkey is made.
pub fn created(page: &str, device: &mut Authenticator, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut members = hidden(page);
    members.retain(|(name, _)| name != "form_token");
    let response = device.register(&options(page));
    set(&mut members, "response", response);
    members.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    members
}

pub fn send(client: &Client, path: &str, members: &[(String, String)]) -> Answer {
    client.send("POST", path, &[FORM], serde_urlencoded::to_string(members).unwrap().as_bytes())
}

/// The cookie that an answer sets, as a browser sends it.
pub fn session_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

fn with_session(public: &Client, answer: &Answer) -> Client {
    public.with_header("cookie", &session_of(answer))
}

fn set(members: &mut [(String, String)], name: &str, value: String) {
    members.iter_mut().find(|(known, _)| known == name).expect("the form has it").1 = value;
}

/// What the form of a passkey asks of the browser.
pub fn options(page: &str) -> String {
    attribute(page.split("data-passkey=").nth(1).expect("a form for a passkey"), "data-options")
}

/// The hidden members of the form for a passkey.
pub fn hidden(page: &str) -> Vec<(String, String)> {
    let form = page.split("data-passkey=").nth(1).expect("a form for a passkey").split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\"").skip(1);
    inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect()
}

pub fn form_token(page: &str) -> String {
    attribute(page.split("name=\"form_token\"").nth(1).expect("a form"), "value")
}

fn attribute(html: &str, name: &str) -> String {
    let value = html.split(&format!("{name}=\"")).nth(1).expect("the attribute is there").split('"').next().unwrap();
    value
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
}
