//! What every page stands on: its reader's language, its addresses, and what the layout shows of it.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use url::form_urlencoded;

pub(super) use super::sending::{Keeping, render, see_other};
use crate::http::operator::Operator;
use crate::http::state::State;
use crate::http::{accept, local_path};
use crate::messages::{Text, isolated};
use crate::scheme::language::Language;

/// The parameters that a page keeps when its reader chooses another language.
const KEPT: [&str; 2] = ["number", "on"];

const LONGEST_KEPT: usize = 100;

/// The longest path that a page repeats in its links, in bytes. No address of ours is half as long.
const LONGEST_PATH: usize = 512;

#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub text: Text,
    /// Whether the reader chose the language in the address; then links keep it.
    chosen: bool,
    path: String,
    kept: Vec<(String, String)>,
    public_url: String,
    operator: Arc<Operator>,
}

impl Reader {
    pub fn of(request: &HttpRequest) -> Self {
        let parameters: Vec<_> = form_urlencoded::parse(request.query_string().as_bytes()).collect();
        let asked = parameters.iter().find(|(name, _)| name == "lang").and_then(|(_, tag)| Language::of_tag(tag));
        let kept = parameters.iter().filter(|(name, value)| KEPT.contains(&&**name) && value.len() <= LONGEST_KEPT);
        let state = request.app_data::<Data<State>>();
        Self {
            text: Text::new(asked.unwrap_or_else(|| accept::language_of(request))),
            chosen: asked.is_some(),
            path: Some(local_path::of(request))
                .filter(|path| path.len() <= LONGEST_PATH)
                .unwrap_or_else(|| "/".to_owned()),
            kept: kept.map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            public_url: state.map_or_else(String::new, |state| state.public_url.clone()),
            operator: state.map_or_else(Arc::default, |state| state.operator.clone()),
        }
    }

    /// The same for pages that there are in English only.
    pub fn in_english(self) -> Self {
        Self { text: Text::new(Language::English), chosen: false, kept: Vec::new(), ..self }
    }

    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// The address of another page of ours, in the language that the reader chose, if one was.
    pub fn link(&self, path: &str) -> String {
        self.link_with::<&str, &str>(path, &[])
    }

    /// The same, with parameters.
    pub fn link_with<N: AsRef<str>, V: AsRef<str>>(&self, path: &str, parameters: &[(N, V)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        if self.chosen {
            query.append_pair("lang", self.text.language().tag());
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same as [`link`](Self::link), and with the day that was asked about.
    pub fn link_keeping_day(&self, path: &str) -> String {
        let day: Vec<_> = self.kept.iter().filter(|(name, _)| name == "on").cloned().collect();
        self.link_with(path, &day)
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where something of ours is found from everywhere.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    pub fn chosen(&self) -> Option<Language> {
        self.chosen.then(|| self.text.language())
    }

    pub fn page(&self, title: String) -> Page {
        Page {
            reader: self.clone(),
            title,
            description: None,
            preview: None,
            listed: true,
            translated: true,
            shared: true,
            asked: Vec::new(),
            next: None,
            data: None,
        }
    }
}

impl FromRequest for Reader {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[derive(Debug)]
pub(super) struct Page {
    reader: Reader,
    /// The page's title, without the name of the service.
    pub title: String,
    pub description: Option<String>,
    /// The title of previews, where it is not the page's: they are kept, so none may tell a status.
    pub preview: Option<String>,
    /// Whether search engines may list it.
    pub listed: bool,
    /// Whether there is one in every language.
    pub translated: bool,
    /// Whether its address is for others: one that is a key stands in no preview.
    pub shared: bool,
    /// The parameters that make it this page and no other.
    asked: Vec<(String, String)>,
    pub next: Option<String>,
    /// What it tells programs: a JSON-LD document that nothing in it can break out of.
    pub data: Option<String>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub address: String,
    pub label: String,
    /// `page` on this very page, `true` on one below it.
    pub current: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Alternate {
    pub language: Language,
    pub address: String,
    pub is_current: bool,
}

impl Page {
    /// A page for developers, which there is in English only.
    pub fn english(reader: &Reader, title: &str) -> Self {
        Self { translated: false, ..reader.clone().in_english().page(title.to_owned()) }
    }

    pub fn operator(&self) -> &Operator {
        self.reader.operator()
    }

    /// The pages of the operator's texts, with their labels.
    pub fn operators_texts(&self) -> [(String, String); 6] {
        let text = self.reader.text;
        [
            (self.link("/contact"), text.say("text-contact")),
            (self.link("/imprint"), text.say("text-imprint")),
            (self.link("/privacy"), text.say("text-privacy")),
            (self.link("/terms"), text.say("text-terms")),
            (self.link("/accessibility"), text.say("text-accessibility")),
            (self.link("/appeals"), text.say("text-appeals")),
        ]
    }

    pub fn described(self, description: String) -> Self {
        Self { description: Some(description), ..self }
    }

    pub fn previewed(self, preview: String) -> Self {
        Self { preview: Some(preview), ..self }
    }

    pub fn unlisted(self) -> Self {
        Self { listed: false, ..self }
    }

    /// The page, whose address is for nobody else.
    pub fn unshared(self) -> Self {
        Self { shared: false, ..self }
    }

    /// The page of a list with these parameters, with where it goes on.
    pub fn asking(mut self, asked: Vec<(String, String)>, next: Option<String>) -> Self {
        self.reader.kept.clone_from(&asked);
        Self { asked, next, ..self }
    }

    pub fn telling(self, document: &serde_json::Value) -> Self {
        Self { data: Some(super::xml::embed(document)), ..self }
    }

    /// The page of this address instead of the one that was asked for.
    pub fn at(mut self, path: String) -> Self {
        self.reader.path = path;
        self
    }

    /// The form with what was typed in its field, instead of the address that was asked for.
    pub fn asking_again(self, typed: &str) -> Self {
        let mut page = self.at("/verify".to_owned());
        page.reader.kept = vec![("number".to_owned(), typed.chars().take(LONGEST_KEPT).collect())];
        page
    }

    pub fn language(&self) -> Language {
        self.reader.text.language()
    }

    pub fn say(&self, id: &str) -> String {
        self.reader.text.say(id)
    }

    /// Who operates the registry, in a sentence; or that nobody has said so.
    pub fn operated_by(&self) -> String {
        match &self.operator().name {
            Some(name) => self.reader.text.say_with("operator-is", &[("name", isolated(name).into())]),
            None => self.reader.text.say("operator-is-missing"),
        }
    }

    pub fn link(&self, path: &str) -> String {
        self.reader.link(path)
    }

    pub fn chosen(&self) -> Option<Language> {
        self.reader.chosen()
    }

    pub fn menu(&self) -> [Entry; 8] {
        let text = self.reader.text;
        let entry = |path: &str, label: String| {
            let rest = self.reader.path.strip_prefix(path);
            let current = rest.and_then(|rest| match rest {
                "" => Some("page"),
                below => below.starts_with('/').then_some("true"),
            });
            Entry { address: self.link(path), label, current }
        };
        [
            entry("/verify", text.say("menu-verify")),
            entry("/organisations", text.say("menu-organisations")),
            entry("/bodies", text.say("menu-bodies")),
            entry("/training", text.say("menu-training")),
            entry("/qualifications", text.say("menu-qualifications")),
            entry("/eligibility", text.say("menu-eligibility")),
            entry("/statistics", text.say("menu-statistics")),
            entry("/about", text.say("menu-about")),
        ]
    }

    /// The page, which keeps these parameters when its reader chooses another language.
    pub fn keeping(mut self, parameters: Vec<(String, String)>) -> Self {
        self.reader.kept = parameters;
        self
    }

    pub fn path(&self) -> &str {
        &self.reader.path
    }

    pub fn preview_title(&self) -> &str {
        self.preview.as_deref().unwrap_or(&self.title)
    }

    /// Where the page is found from everywhere, in the language that is asked for there.
    pub fn canonical(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.asked).finish();
        let address = self.absolute(&self.reader.path);
        if query.is_empty() { address } else { format!("{address}?{query}") }
    }

    pub fn absolute(&self, path: &str) -> String {
        self.reader.absolute(path)
    }

    /// Where the page is found, as people read it.
    pub fn shown_address(&self) -> String {
        let address = self.canonical();
        address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned()
    }

    pub fn alternates(&self) -> Vec<Alternate> {
        let alternate = |language: Language| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.reader.kept).append_pair("lang", language.tag());
            let address = format!("{}?{}", self.reader.path, query.finish());
            Alternate { language, address, is_current: language == self.language() }
        };
        Language::ALL.map(alternate).into()
    }
}
