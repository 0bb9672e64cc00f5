//! The invented organisations of the demonstration, certified by its bodies and reviewed by its registrar.

use super::examples::AppointedEntropy;
use super::{caller_of, day, read, status_change};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::organisation_certificates::{
    self, NamedOrganisation, NewOrganisationCertificate, NewSite, Particulars, Review,
};
use crate::registry::organisations::NewOrganisation;
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::Change;
use crate::scheme::text::{ForeignNumber, Reason, Region, ScopeStatement, Title, website};

/// What is to become of an application.
enum Fate {
    Published,
    Suspended(&'static str),
    /// The registrar has given feedback, and the body has not answered yet.
    Returned,
    Waiting,
}

struct OrganisationData {
    body: &'static str,
    name: &'static str,
    latin_name: Option<&'static str>,
    country: &'static str,
    region: &'static str,
    website: &'static str,
    /// The town.
    site: &'static str,
    number: &'static str,
    edition: &'static str,
    issued_on: &'static str,
    expires_on: &'static str,
    scope_statement: &'static str,
    fate: Fate,
}

#[rustfmt::skip]
const ORGANISATIONS: &[OrganisationData] = &[
    OrganisationData {
        body: "nordlicht", name: "Hafenrechenzentrum Kiel GmbH", latin_name: None, country: "DE",
        region: "Schleswig-Holstein", website: "https://hafenrechenzentrum.example", site: "Kiel",
        number: "NL-20000-017", edition: "2018", issued_on: "2024-11-01", expires_on: "2029-10-31",
        scope_statement: "The service management system that supports data centre and hosting services to shipping \
                          companies, from Kiel.",
        fate: Fate::Published,
    },
    OrganisationData {
        body: "sakura", name: "株式会社つばめネットワーク", latin_name: Some("Tsubame Network K.K."), country: "JP", region: "大阪府",
        website: "https://tsubame.example", site: "大阪市", number: "SC-0421", edition: "2018", issued_on: "2025-04-01",
        expires_on: "2030-03-31",
        scope_statement: "The service management system that supports managed network services to hospitals in Japan.",
        fate: Fate::Published,
    },
    OrganisationData {
        body: "organismo-del-sur", name: "Mesa de Ayuda Andina S.A.", latin_name: None, country: "CL",
        region: "Valparaíso", website: "https://mesaandina.example", site: "Viña del Mar", number: "OCS-88",
        edition: "2018", issued_on: "2024-06-15", expires_on: "2029-06-14",
        scope_statement: "The service management system that supports service desk and workplace services in Chile and \
                          Argentina.",
        fate: Fate::Suspended("2026-02-01"),
    },
    OrganisationData {
        body: "albion", name: "Fenland Managed Services Ltd", latin_name: None, country: "GB", region: "Cambridgeshire",
        website: "https://fenland.example", site: "Ely", number: "AA-2013-5", edition: "2011", issued_on: "2013-03-01",
        expires_on: "2019-02-28",
        scope_statement: "The service management system that supports application management for local authorities.",
        fate: Fate::Published,
    },
    OrganisationData {
        body: "nordlicht", name: "Alpenblick Cloud AG", latin_name: None, country: "CH", region: "Graubünden",
        website: "https://alpenblick.example", site: "Chur", number: "NL-20000-023", edition: "2018",
        issued_on: "2026-09-01", expires_on: "2031-08-31", scope_statement: "All services of Alpenblick.",
        fate: Fate::Returned,
    },
    OrganisationData {
        body: "bharat-quality", name: "Neem Tree Infotech Pvt. Ltd.", latin_name: None, country: "IN",
        region: "Karnataka", website: "https://neemtree.example", site: "Mysuru", number: "BQR/ITSM/31",
        edition: "2018", issued_on: "2026-10-01", expires_on: "2031-09-30",
        scope_statement: "The service management system that supports payroll processing services from Mysuru.",
        fate: Fate::Waiting,
    },
];

pub(super) fn load(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
    bodies: &[(&str, Caller)],
) -> Result<(), Error> {
    for data in ORGANISATIONS {
        let body = caller_of(bodies, data.body)?;
        let new = certificate(data)?;
        entropy.expect(data.number)?;
        let id = registry.write(body, |work| {
            organisation_certificates::submit(work, new.clone()).map(|(made, _)| made.id.to_string())
        })?;
        decide(registry, registrar, &id, &data.fate)?;
    }
    Ok(())
}

fn decide(registry: &Registry, registrar: Caller, id: &str, fate: &Fate) -> Result<(), Error> {
    let words = "Name the services and the places that the certificate covers: \"all services\" tells a buyer nothing.";
    let review = match fate {
        Fate::Waiting => return Ok(()),
        Fate::Returned => Review::NotAgreed { words: read(Reason::parse(words))? },
        Fate::Published | Fate::Suspended(_) => Review::Agreed { words: None },
    };
    registry
        .write(registrar, |work| organisation_certificates::review(work, id, |_, _| Ok(()), &review).map(|_| ()))?;
    let Fate::Suspended(from) = fate else { return Ok(()) };
    let words = "The surveillance audit of the year did not take place in time.";
    let change = status_change(Change::Suspension { from: day(from)?, until: None }, "audit_overdue", words)?;
    registry.write(registrar, |work| organisation_certificates::change_status(work, id, &change).map(|_| ()))
}

fn certificate(data: &OrganisationData) -> Result<NewOrganisationCertificate, Error> {
    let country = read(CountryCode::parse(data.country))?;
    let region = Some(read(Region::parse(data.region))?);
    let organisation = NewOrganisation {
        name: read(Title::parse(data.name))?,
        latin_name: data.latin_name.map(|name| read(Title::parse(name))).transpose()?,
        country,
        region: region.clone(),
        website: Some(read(website(data.website))?),
        registration_number: None,
    };
    Ok(NewOrganisationCertificate {
        body: None,
        organisation: NamedOrganisation::New(organisation),
        number: read(ForeignNumber::parse(data.number))?,
        edition: data.edition.to_owned(),
        issued_on: day(data.issued_on)?,
        expires_on: day(data.expires_on)?,
        sites: vec![NewSite {
            name: None,
            locality: read(Title::parse(data.site))?,
            region,
            country,
            street: None,
            postcode: None,
            scope: None,
        }],
        scope_statement: read(ScopeStatement::parse(data.scope_statement))?,
        renews: None,
        follows: None,
        originally_issued_on: None,
        particulars: Particulars::default(),
        confidential: false,
    })
}
