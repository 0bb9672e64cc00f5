//! What is told of a certificate, beside what it is worth.

use crate::clock::Moment;
use crate::messages::Phrase;
use crate::registry::verifications::{Holder, VerifiedCertificate};
use crate::scheme::Scheme;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::full_name;
use crate::web::history::{Event, of_certificate};
use crate::web::page::Reader;

pub(in crate::web) struct Facts {
    pub qualification: String,
    /// Where that is explained.
    pub qualification_address: String,
    pub edition: Phrase,
    /// The body that examined, and where it is shown.
    pub examined_by: Option<(String, String)>,
    pub awarded: String,
    pub expires: Option<String>,
    /// The days on which it may be renewed.
    pub renewable: Option<String>,
    /// The number of the certificate that it renews, and where that is shown.
    pub renews: Option<(String, String)>,
    /// The same of the one that renews it.
    pub renewed_by: Option<(String, String)>,
    /// The last day of a suspension that ends by itself.
    pub suspended_until: Option<String>,
    /// `None` where it is not to be shown.
    pub holder: Option<String>,
    pub history: Vec<Event>,
}

impl Facts {
    pub fn of(reader: &Reader, scheme: &Scheme, certificate: &VerifiedCertificate, checked_at: Moment) -> Self {
        let text = reader.text;
        let code = certificate.qualification.as_str();
        let to = |number: CertificateNumber| (number.to_string(), reader.link(&format!("/verify/{number}")));
        let days = certificate.renewable.and_then(|days| Some((days.from, days.until?)));
        Self {
            qualification: scheme.qualification(code).map_or(code, |known| &known.title).to_owned(),
            qualification_address: reader.link(&format!("/qualifications/{code}")),
            edition: text.of_scheme(&scheme.edition_words(&certificate.edition, &certificate.format)),
            examined_by: certificate
                .examined_by
                .as_ref()
                .map(|body| (body.name.clone(), reader.link(&format!("/bodies/{}", body.slug.as_str())))),
            awarded: text.day(certificate.awarded_on),
            expires: certificate.expires_on.map(|day| text.day(day)),
            renewable: days.map(|(from, until)| {
                let days = [("from", text.day(from).into()), ("until", text.day(until).into())];
                text.say_with("fact-renewable-days", &days)
            }),
            renews: certificate.renewals.renews.map(to),
            renewed_by: certificate.renewals.renewed_by.map(to),
            suspended_until: certificate.suspended_until.map(|day| text.day(day)),
            holder: certificate.holder.as_ref().map(whole_name),
            history: of_certificate(text, &certificate.turns(checked_at)),
        }
    }
}

pub(super) fn whole_name(holder: &Holder) -> String {
    full_name(holder.given_names.as_deref(), &holder.family_name)
}
