//! What is asked of organisation certificates.

use chrono::NaiveDate;

use crate::input::fields::Line;
use crate::input::form::{Several, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisation_certificates::{NamedOrganisation, NewOrganisationCertificate, NewSite, Review};
use crate::registry::organisations::NewOrganisation;
use crate::scheme::Complaint;
use crate::scheme::text::{ForeignNumber, Reason, ScopeStatement};

form! {
    /// An organisation certificate that is submitted. The organisation is named by `organisation_id` if it is on record, and
    /// else described by `organisation`: one of the two.
    #[example({"organisation": {"name": "株式会社さくらサービス", "latin_name": "Sakura Services K.K.", "country": "JP", "website": "https://sakura.example"}, "number": "ITSM-2026-0042", "edition": "2018", "issued_on": "2026-03-01", "expires_on": "2029-02-28", "sites": [{"name": "Head office", "locality": "Tokyo", "region": "Chiyoda", "country": "JP"}], "scope_statement": "The service management system that supports the provision of hosting services to companies in Japan."})]
    pub struct OrganisationCertificateRequest {
        /// The body that audited: id or slug. For registrars; a body leaves it out.
        pub body as "body_id": Option<Line<80>>,
        /// The organisation on record: id or slug.
        pub organisation_id: Option<Line<80>>,
        /// An organisation that is not on record yet.
        pub organisation: Option<NewOrganisation> => |object| {
            match (object.has("organisation_id"), object.has("organisation")) {
                (false, false) => {
                    let detail =
                        "is missing: name the organisation, or describe one that is not on record by `organisation`";
                    object.complain("organisation_id", Complaint::new("required", detail));
                }
                (true, true) => {
                    let detail = "is given beside `organisation_id`; give one of the two";
                    object.complain("organisation", Complaint::new("one_too_many", detail));
                }
                _ => {}
            }
        },
        /// The body's number.
        pub number: ForeignNumber,
        /// The edition of ISO/IEC 20000-1.
        #[also({"example": "2018"})]
        pub edition: Line<64>,
        /// The first day.
        pub issued_on: NaiveDate,
        /// The last day.
        pub expires_on: NaiveDate,
        /// Where the organisation is certified.
        pub sites: Several<NewSite, 1, 500>,
        /// What it is certified for.
        pub scope_statement: ScopeStatement,
        /// The id of the published certificate that it renews.
        pub renews as "renews_id": Option<Line<64>>,
    }

    /// What a registrar says of a scope statement.
    #[example({"agreed": false, "words": "Say to whom the services are provided."})]
    pub struct ScopeReviewRequest {
        /// Whether it is agreed: then the certificate is published.
        pub agreed: bool,
        /// What is to be better; required unless it is agreed. The body reads it.
        pub words: Option<Reason> => |object| {
            if agreed == Some(false) && !object.has("words") {
                let detail = "is missing: say what is to be better; the body reads it";
                object.complain("words", Complaint::new("required", detail));
            }
        },
    }

    /// Another scope statement, after feedback.
    #[example({"scope_statement": "The service management system that supports the provision of hosting services to external customers from Tokyo."})]
    pub struct ScopeRevisionRequest {
        /// What the organisation is certified for.
        pub scope_statement: ScopeStatement,
    }

    /// The withdrawal of an application.
    #[example({"reason": "The organisation has asked us to."})]
    pub struct ApplicationWithdrawalRequest {
        /// Why, in words.
        pub reason: Reason,
    }
}

impl FromObject for NewOrganisationCertificate {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let new = OrganisationCertificateRequest::from_object(object)?;
        let known = new.organisation_id.map(NamedOrganisation::Known);
        Some(Self {
            body: new.body,
            organisation: known.or(new.organisation.map(NamedOrganisation::New))?,
            number: new.number,
            edition: new.edition,
            issued_on: new.issued_on,
            expires_on: new.expires_on,
            sites: new.sites,
            scope_statement: new.scope_statement,
            renews: new.renews,
        })
    }
}

impl FromObject for Review {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let ScopeReviewRequest { agreed, words } = FromObject::from_object(object)?;
        if agreed { Some(Self::Agreed { words }) } else { words.map(|words| Self::NotAgreed { words }) }
    }
}
