//! Notices: what the scheme owner announces, in one language or several.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::events::NewEvent;
use super::patches::apply;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::clock::Moment;
use crate::error::{Code, Error, InputError};
use crate::ids::NoticeId;
use crate::input::fields::Website;
use crate::input::form::{Replacement, Several, form};
use crate::scheme::language::Language;
use crate::scheme::text::{Note, Reason, Title};
use crate::store::notices as kept;

form! {
    /// What a notice says in one language.
    #[example({"language": "en", "title": "The register tells what is current", "text": "Each certificate names the edition that was examined; the page on the standard says which one is current."})]
    pub struct NewNoticeText as "NoticeTextRequest" {
        /// `en`, `de`, `fr`, `es` or `ja`.
        pub language: Language,
        /// Its headline.
        pub title: Title,
        /// What it says; lines between which one is empty are paragraphs.
        pub text: Note,
    }

    /// A notice that is to be published.
    #[example({"published_on": "2024-03-01", "texts": [{"language": "en", "title": "The register tells what is current", "text": "Each certificate names the edition that was examined; the page on the standard says which one is current."}]})]
    pub struct NewNotice as "NoticeRequest" {
        /// Its day, from which on it is shown; today when left out.
        pub published_on: Option<NaiveDate>,
        /// What it says, each language once. Whoever reads another language is shown the first.
        pub texts: Several<NewNoticeText, 1, 5>,
        /// Where there is more about it.
        pub url: Option<Website>,
    }

    /// What is to be corrected of a notice. What is left out stays; null clears.
    #[example({"published_on": "2024-03-04"})]
    #[derive(Default)]
    pub struct NoticeChanges as "NoticePatch" {
        /// Its day.
        pub published_on: Replacement<NaiveDate>,
        /// All that it says, in place of what it said.
        pub texts: Replacement<Several<NewNoticeText, 1, 5>>,
        /// Where there is more about it.
        pub url: Option<Option<Website>>,
    }
}

/// What a notice says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    pub language: String,
    pub title: String,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub published_on: NaiveDate,
    /// At least one; whoever reads another language is shown the first.
    pub texts: Vec<NoticeText>,
    pub url: Option<String>,
    pub registered_at: Moment,
    pub changed_at: Moment,
    pub withdrawn_at: Option<Moment>,
    pub withdrawal_reason: Option<String>,
}

impl Notice {
    fn read(kept: kept::Notice) -> Result<Self, Error> {
        let kept::Notice { id, published_on, texts, url, registered_at, changed_at, withdrawn_at, withdrawal_reason } =
            kept;
        let unreadable = |error| Error::Internal(format!("the texts of the notice {id} cannot be read back: {error}"));
        let texts = serde_json::from_str(&texts).map_err(unreadable)?;
        Ok(Self { id, published_on, texts, url, registered_at, changed_at, withdrawn_at, withdrawal_reason })
    }

    fn kept(&self) -> Result<kept::Notice, Error> {
        Ok(kept::Notice {
            id: self.id,
            published_on: self.published_on,
            texts: serde_json::to_string(&self.texts).map_err(|error| Error::Internal(error.to_string()))?,
            url: self.url.clone(),
            registered_at: self.registered_at,
            changed_at: self.changed_at,
            withdrawn_at: self.withdrawn_at,
            withdrawal_reason: self.withdrawal_reason.clone(),
        })
    }

    /// What it says to somebody who reads this language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&NoticeText> {
        self.texts.iter().find(|text| text.language == language.tag()).or_else(|| self.texts.first())
    }
}

/// The texts as they are kept.
///
/// # Errors
/// A language that comes twice.
fn read_texts(texts: Vec<NewNoticeText>) -> Result<Vec<NoticeText>, Error> {
    let is_earlier = |index: usize| texts[..index].iter().any(|earlier| earlier.language == texts[index].language);
    let wrong = (0..texts.len()).filter(|index| is_earlier(*index)).map(|index| {
        InputError::new(format!("/texts/{index}/language"), "duplicate", "comes a second time; give each language once")
    });
    let wrong: Vec<_> = wrong.collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let text = |new: NewNoticeText| NoticeText {
        language: new.language.tag().to_owned(),
        title: new.title.into(),
        text: new.text.into(),
    };
    Ok(texts.into_iter().map(text).collect())
}

pub fn publish(work: &mut Work<'_>, new: NewNotice) -> Result<Notice, Error> {
    work.authorise(Permission::Administer)?;
    let notice = Notice {
        id: NoticeId::new(work.now),
        published_on: new.published_on.unwrap_or_else(|| work.today()),
        texts: read_texts(new.texts)?,
        url: new.url,
        registered_at: work.now,
        changed_at: work.now,
        withdrawn_at: None,
        withdrawal_reason: None,
    };
    kept::insert(work.connection, &notice.kept()?)?;
    record(work, &notice, "notice_published", json!({"published_on": notice.published_on}))?;
    Ok(notice)
}

/// Corrects a notice, if `unchanged` agrees with the version on record.
pub fn correct(
    work: &mut Work<'_>,
    id: &str,
    unchanged: impl Fn(&Notice) -> Result<(), Error>,
    changes: &NoticeChanges,
) -> Result<Notice, Error> {
    let mut notice = find_standing(work, id)?;
    unchanged(&notice)?;
    let mut changes = changes.clone();
    let texts = changes.texts.take().map(read_texts).transpose()?;
    let mut fields = apply!(changes => notice: published_on, url);
    if let Some(texts) = texts {
        notice.texts = texts;
        fields.push("texts");
    }
    notice.changed_at = work.now;
    kept::update(work.connection, &notice.kept()?)?;
    record(work, &notice, "notice_corrected", json!({"fields": fields}))?;
    Ok(notice)
}

pub fn withdraw(work: &mut Work<'_>, id: &str, reason: &Reason) -> Result<Notice, Error> {
    let mut notice = find_standing(work, id)?;
    kept::withdraw(work.connection, notice.id, work.now, reason.as_str())?;
    record(work, &notice, "notice_withdrawn", json!({}))?;
    notice.changed_at = work.now;
    notice.withdrawn_at = Some(work.now);
    notice.withdrawal_reason = Some(reason.as_str().to_owned());
    Ok(notice)
}

/// The notice that a registrar is to change.
fn find_standing(work: &mut Work<'_>, id: &str) -> Result<Notice, Error> {
    work.authorise(Permission::Administer)?;
    let notice = find(work, id)?;
    if let Some(at) = notice.withdrawn_at {
        let detail = format!("the notice was withdrawn on {}; publish another", at.date_naive());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    Ok(notice)
}

fn find(work: &mut Work<'_>, id: &str) -> Result<Notice, Error> {
    let found = NoticeId::parse(id).map(|id| kept::find(work.connection, id)).transpose()?;
    Notice::read(found.flatten().ok_or(Error::NotFound("notice"))?)
}

/// A notice that is shown to anybody; for a registrar, any.
pub fn find_visible(work: &mut Work<'_>, id: &str) -> Result<Notice, Error> {
    let notice = find(work, id)?;
    let is_public = notice.withdrawn_at.is_none() && notice.published_on <= work.today();
    let visible = is_public || work.authorise(Permission::Administer).is_ok();
    if visible { Ok(notice) } else { Err(Error::NotFound("notice")) }
}

/// A page of the notices that are shown, the latest first. Public.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Notice>, Error> {
    let today = work.today();
    kept::list(work.connection, today, request)?.try_map(Notice::read)
}

fn record(work: &mut Work<'_>, notice: &Notice, kind: &'static str, data: serde_json::Value) -> Result<(), Error> {
    let subject = ("notice", notice.id.to_string());
    work.record(Permission::Administer, NewEvent { kind, subject, body: None, data, personal_data: None })
}
