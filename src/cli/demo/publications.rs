//! Documents and notices of the demonstration: papers of others about the standard in practice, a guide of its own, and news.

use super::examples::AppointedEntropy;
use super::{day, read};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::documents::{self, NewDocument};
use crate::registry::notices::{self, NewNotice, NewNoticeText};
use crate::scheme::language::Language;
use crate::scheme::publication::DocumentKind;
use crate::scheme::text::{Note, Title};

/// Title, kind, owner, link, and from which day on it is shown.
type Linked = (&'static str, DocumentKind, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const LINKED: [Linked; 4] = [
    ("The standard and ITIL in a council: what Stockport gained", DocumentKind::CaseStudy, "Stockport Council", "https://stockport.example/iso-iec-20000", "2012-03-05"),
    ("The standard and ITIL behind a communications network: Airwave", DocumentKind::CaseStudy, "Airwave", "https://airwave.example/itsm", "2012-05-14"),
    ("ISO/IEC 20000: a white paper", DocumentKind::WhitePaper, "Service Management Press", "https://press.example/iso-iec-20000", "2012-09-03"),
    ("ITIL and ISO/IEC 20000 together: a global view", DocumentKind::WhitePaper, "Service Management Press", "https://press.example/together", "2013-02-11"),
];

const GUIDE: &str = "Preparing for the Auditor course";

/// The least that is a whole PDF: one empty page.
pub const EMPTY_PAGE: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

/// A day, and what is said on it in each language.
type News = (&'static str, &'static [(Language, &'static str, &'static str)]);

#[rustfmt::skip]
const NEWS: [News; 2] = [
    ("2024-03-01", &[
        (Language::English, "Which edition is current", "The page on the standard says which edition is current today, beside the one that examinations are based on.\n\nA certificate names the edition that was examined."),
        (Language::German, "Welche Ausgabe gilt", "Die Seite über die Norm sagt, welche Ausgabe heute gilt, neben der, auf der die Prüfungen beruhen.\n\nEin Zertifikat nennt die Ausgabe, die geprüft wurde."),
        (Language::French, "Quelle édition est en vigueur", "La page sur la norme indique l’édition en vigueur, à côté de celle sur laquelle reposent les examens.\n\nUn certificat nomme l’édition examinée."),
        (Language::Spanish, "Qué edición está vigente", "La página sobre la norma dice qué edición está vigente, junto a aquella en que se basan los exámenes.\n\nUn certificado nombra la edición examinada."),
        (Language::Japanese, "現行版について", "規格のページでは、試験の基準となる版とあわせて、現行版を示しています。\n\n認証書には、試験の対象となった版が記載されます。"),
    ]),
    ("2024-09-16", &[
        (Language::English, "Papers from practice", "A council and a communications network tell what they gained from the standard together with ITIL. Both are among the documents."),
        (Language::German, "Berichte aus der Praxis", "Eine Stadtverwaltung und ein Kommunikationsnetz berichten, was ihnen die Norm zusammen mit ITIL gebracht hat. Beides steht bei den Dokumenten."),
    ]),
];

pub(super) fn load(registry: &Registry, entropy: &AppointedEntropy, registrar: Caller) -> Result<(), Error> {
    for &(title, kind, owner, url, published_on) in &LINKED {
        entropy.expect(title)?;
        let new = NewDocument {
            title: read(Title::parse(title))?,
            language: "en".to_owned(),
            kind,
            owner: Some(read(Title::parse(owner))?),
            url: Some(url.to_owned()),
            published_on: Some(day(published_on)?),
        };
        registry.write(registrar, |work| documents::publish(work, new.clone()).map(|_| ()))?;
    }
    entropy.expect(GUIDE)?;
    let guide = NewDocument {
        title: read(Title::parse(GUIDE))?,
        language: "en".to_owned(),
        kind: DocumentKind::Guide,
        owner: None,
        url: None,
        published_on: Some(day("2024-01-08")?),
    };
    let guide = registry.write(registrar, |work| documents::publish(work, guide.clone()))?;
    let id = guide.id.to_string();
    registry.write(registrar, |work| documents::keep_file(work, &id, EMPTY_PAGE.as_bytes()).map(|_| ()))?;
    for (published_on, texts) in &NEWS {
        entropy.expect(texts.first().map_or("", |(_, title, _)| *title))?;
        let text = |(language, title, text): &(Language, &str, &str)| {
            Ok(NewNoticeText { language: *language, title: read(Title::parse(title))?, text: read(Note::parse(text))? })
        };
        let texts = texts.iter().map(text).collect::<Result<Vec<_>, Error>>()?;
        let new = NewNotice { published_on: Some(day(published_on)?), texts, url: None };
        registry.write(registrar, |work| notices::publish(work, new.clone()).map(|_| ()))?;
    }
    Ok(())
}
