//! The file around the page: what it claims to be, who made it when, and the credential that it carries.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::metadata::{Metadata, PageLayout};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagTree};
use krilla::{Document, SerializeSettings};

use super::attachment::ATTACHMENT_NAME;
use super::canvas::{Canvas, grouped};
use super::fonts::Fonts;
use super::qr::Code;
use super::sheet::{Layout, PAGE};
use super::text::{Typesetter, clean};
use super::{DrawError, Paper, Sheet, Unshown, dates};
use crate::messages::Text;

/// Credentials of W3C's data model, secured as JOSE (RFC 7519 calls the compact form a JWT).
const CREDENTIAL_TYPE: &str = "application/vc+jwt";

/// After so many attempts a letter that cannot be shown is no letter.
const MOST_ROUNDS: usize = 8;

pub(super) fn draw(sheet: &Sheet<'_>, fonts: &Fonts) -> Result<Paper, DrawError> {
    let language = fonts.language(sheet.language);
    let sheet = Sheet { language, ..sheet.clone() };
    let mut spelled = Vec::new();
    // That a font has a letter but not a part of it is only known once the letter is set.
    for _ in 0..MOST_ROUNDS {
        let typesetter = Typesetter::spelling(fonts, spelled);
        let unshown = typesetter.unshown(typesetter.spelled());
        match attempt(&sheet, &typesetter, unshown.as_ref())? {
            Ok(file) => return Ok(Paper { file, language, unshown }),
            Err(missing) => spelled = [typesetter.spelled(), &missing].concat(),
        }
    }
    Err(DrawError::Refused { reason: "its letters cannot be set".to_owned() })
}

/// The file; or the letters that no font can show.
fn attempt<'a>(
    sheet: &Sheet<'_>,
    typesetter: &'a Typesetter<'a>,
    unshown: Option<&Unshown>,
) -> Result<Result<Vec<u8>, Vec<String>>, DrawError> {
    let text = Text::new(sheet.language);
    let code = Code::of(sheet.verify_url)?;
    let mut document = document()?;
    let settings = PageSettings::from_wh(PAGE[0], PAGE[1]).unwrap_or_default();
    let mut page = document.start_page_with(settings);
    let canvas = Canvas { surface: page.surface(), typesetter };
    let layout = Layout::draw(canvas, sheet, &code, unshown);
    let missing = typesetter.missing();
    if !missing.is_empty() {
        return Ok(Err(missing));
    }
    let mut tree = TagTree::new();
    for group in layout.before_link {
        tree.push(group);
    }
    if let Some((area, mut address)) = layout.link {
        let target = Target::Action(Action::Link(LinkAction::new(sheet.verify_url.to_owned())));
        let words = text.say_with("paper-check-at", &[("address", sheet.verify_url.into())]);
        let annotation = Annotation::new_link(LinkAnnotation::new(area, target), Some(words));
        address.push(page.add_tagged_annotation(annotation));
        let mut paragraph = grouped(Tag::P, []);
        paragraph.push(grouped(Tag::Link, address));
        tree.push(paragraph);
    }
    for group in layout.after_link {
        tree.push(group);
    }
    page.finish();
    document.set_tag_tree(tree);
    describe(&mut document, sheet, text);
    attach(&mut document, sheet, text)?;
    document.finish().map(Ok).map_err(|error| DrawError::Refused { reason: format!("{error:?}") })
}

/// A document that is PDF/A-3A and PDF/UA-1, or will not be finished.
fn document() -> Result<Document, DrawError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| DrawError::Refused { reason: format!("{error:?}") })?;
    Ok(Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() }))
}

fn describe(document: &mut Document, sheet: &Sheet<'_>, text: Text) {
    let (holder, qualification) = (clean(sheet.holder_name), clean(sheet.qualification_title));
    let title = if sheet.certified.is_some() {
        let edition = clean(sheet.edition_title);
        text.say_with("paper-confirmation-title", &[("edition", edition.into()), ("holder", holder.into())])
    } else {
        text.say_with("paper-title", &[("qualification", qualification.into()), ("holder", holder.into())])
    };
    let (number, address) = (sheet.number.into(), sheet.verify_url.into());
    let description = text.say_with("paper-description", &[("number", number), ("address", address)]);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title.clone(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    let metadata = Metadata::new()
        .title(title)
        .description(description)
        .authors(vec![clean(sheet.issuer_name)])
        .creator("Touchstone".to_owned())
        .language(sheet.language.tag().to_owned())
        .creation_date(dates::stamp(sheet.issued_at))
        .page_layout(PageLayout::SinglePage)
        // The number names the certificate; what tells two of its files apart, the library takes from their content.
        .document_id(sheet.number.to_owned());
    document.set_metadata(metadata);
}

fn attach(document: &mut Document, sheet: &Sheet<'_>, text: Text) -> Result<(), DrawError> {
    let file = EmbeddedFile {
        path: ATTACHMENT_NAME.to_owned(),
        mime_type: MimeType::new(CREDENTIAL_TYPE),
        description: Some(text.say_with("paper-attachment", &[("number", sheet.number.into())])),
        association_kind: AssociationKind::Source,
        data: sheet.credential.as_bytes().to_vec().into(),
        modification_date: Some(dates::stamp(sheet.issued_at)),
        compress: None,
        location: None,
    };
    document
        .embed_file(file)
        .ok_or_else(|| DrawError::Refused { reason: "the credential cannot be attached".to_owned() })
}
