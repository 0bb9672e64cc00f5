//! What is asked of organisation certificates.

use chrono::NaiveDate;

use crate::input::fields::{Integer, Line};
use crate::input::form::{OrUsual, Several, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisation_certificates::{
    LegalEntity, NamedOrganisation, NewLegalEntity, NewOrganisationCertificate, NewSite, Particulars, Review,
};
use crate::registry::organisations::NewOrganisation;
use crate::scheme::Complaint;
use crate::scheme::organisation_certificate::SECTOR_CODES;
use crate::scheme::text::{ForeignNumber, Reason, ScopeStatement, Title};

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
        /// The id of the withdrawn application of the same organisation, or of the certificate that is over, which it follows.
        pub follows as "follows_id": Option<Line<64>>,
        /// When the organisation was certified first; as what it renews, or the day of issue, when left out.
        pub originally_issued_on: Option<NaiveDate>,
        /// By which other names the organisation trades.
        pub trading_names: OrUsual<Several<Title, 0, 20>>,
        /// The street of the organisation, with the number of the house.
        pub street: Option<Title>,
        /// Its postcode.
        pub postcode: Option<Line<20>>,
        /// Under whose accreditation the body certified.
        pub accreditation_body: Option<Title>,
        /// The number of that accreditation.
        pub accreditation_number: Option<ForeignNumber> => |object| {
            if matches!((&accreditation_body, &accreditation_number), (Some(None), Some(Some(_)))) {
                let detail = "is missing: a number of an accreditation is nothing without whose it is";
                object.complain("accreditation_body", Complaint::new("required", detail));
            }
        },
        /// The other legal entities that it covers.
        pub legal_entities: OrUsual<Several<NewLegalEntity, 0, 200>>,
        /// The sectors that it covers, by their codes in IAF ID 1, 1 to 39.
        pub sector_codes: OrUsual<Several<Integer<1, SECTOR_CODES>, 0, 39>>,
        /// Whether it is told only to who knows its number and its body: it is in no list, no search and on no page of its own.
        pub confidential: OrUsual<bool>,
    }

    /// What a registrar says of a scope statement.
    #[example({"agreed": false, "words": "Say to whom the services are provided."})]
    pub struct ScopeReviewRequest {
        /// Whether it is agreed. Of an application: then the certificate is published.
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
            follows: new.follows,
            originally_issued_on: new.originally_issued_on,
            particulars: Particulars {
                trading_names: new.trading_names.into_iter().map(String::from).collect(),
                street: new.street.map(String::from),
                postcode: new.postcode,
                accreditation_body: new.accreditation_body.map(String::from),
                accreditation_number: new.accreditation_number.map(String::from),
                legal_entities: new.legal_entities.into_iter().map(LegalEntity::from).collect(),
                sector_codes: new.sector_codes,
            },
            confidential: new.confidential,
        })
    }
}

impl FromObject for Review {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let ScopeReviewRequest { agreed, words } = FromObject::from_object(object)?;
        if agreed { Some(Self::Agreed { words }) } else { words.map(|words| Self::NotAgreed { words }) }
    }
}
