//! The invented bodies, training organisations and courses of the demonstration.

/// A body: slug, name, country, website, accredited by, first day of its listing.
pub(super) type BodyData = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub(super) const BODIES: &[BodyData] = &[
    ("nordlicht", "Nordlicht Zertifizierung GmbH", "DE", "https://nordlicht.example", "DAkkS", "2012-06-01"),
    ("albion", "Albion Assurance Ltd", "GB", "https://albion.example", "UKAS", "2012-09-01"),
    ("sakura", "桜認証株式会社 (Sakura Certification K.K.)", "JP", "https://sakura.example", "JAB", "2013-04-01"),
    ("organismo-del-sur", "Organismo Certificador del Sur S.A.", "AR", "https://sur.example", "OAA", "2013-07-01"),
    ("bharat-quality", "Bharat Quality Registrars Pvt. Ltd.", "IN", "https://bharat.example", "NABCB", "2014-01-15"),
    ("polaris", "Polaris Sertifikasyon A.Ş.", "TR", "https://polaris.example", "TÜRKAK", "2013-10-01"),
];

/// The people on the registrar's own list of approved auditors: name, and approved from which day on.
pub(super) const AUDITORS: &[(&str, &str)] =
    &[("Ingrid Solberg", "2012-05-01"), ("Tomás Herrera Quintana", "2012-05-01"), ("Wanjiru Kamau", "2013-02-15")];

/// The body that is suspended, from when, the reason in a code, and in words.
pub(super) const SUSPENDED: (&str, &str, &str, &str) = (
    "polaris",
    "2024-03-01",
    "accreditation_suspended",
    "The accreditation body has suspended the accreditation until the findings of its last assessment are closed.",
);

/// A training organisation: slug, name, country, website, accredited from, accredited until.
pub(super) type TrainerData =
    (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

#[rustfmt::skip]
pub(super) const TRAINERS: &[TrainerData] = &[
    ("kestrel-learning", "Kestrel Learning", "GB", "https://kestrel.example", "2012-01-01", None),
    ("lumen-akademie", "Lumen Akademie", "DE", "https://lumen.example", "2012-03-01", None),
    ("aurora-formation", "Aurora Formation", "FR", "https://aurora.example", "2016-01-01", Some("2025-12-31")),
    ("sora-institute", "空研修所 (Sora Training Institute)", "JP", "https://sora.example", "2014-04-01", Some("2023-03-31")),
];

/// What happened to accreditations: of a course or of a training organisation, its slug, the change and the reason.
#[rustfmt::skip]
pub(super) const ACCREDITATION: &[(bool, &str, Happened, &str)] = &[
    (false, "aurora-formation", Happened::Extended("2026-01-01", "2028-12-31"), "The accreditation was renewed for three years."),
    (false, "aurora-formation", Happened::Suspended("2026-06-01"), "The findings of the yearly audit are not closed."),
    (true, "practitioner-werkstatt", Happened::Suspended("2024-03-01"), "The material is being revised."),
    (true, "practitioner-werkstatt", Happened::Reinstated("2024-05-15"), "The new material was approved."),
    (true, "practitioner-werkstatt", Happened::Suspended("2026-09-01"), "No trainer of the course is approved at present."),
];

/// A change of an accreditation, with its days.
pub(super) enum Happened {
    Extended(&'static str, &'static str),
    Suspended(&'static str),
    Reinstated(&'static str),
}

/// A session: what it is known by, its course, in how many days it begins, for how many days more it lasts, and where.
type SessionData = (&'static str, &'static str, u64, u64, Option<(&'static str, &'static str)>);

pub(super) const SESSIONS: [SessionData; 2] =
    [("session", "auditor-course-1", 60, 2, Some(("GB", "Leeds"))), ("next session", "foundation-online", 90, 0, None)];

/// Who attended a course, by the word of whoever ran it: the course, its last day, given names, family name, day of birth.
pub(super) const ATTENDED: (&str, &str, &str, &str, &str) =
    ("auditor-course-1", "2026-10-16", "Oluwaseun", "Adeyemi", "1988-02-11");

pub(super) struct CourseData {
    pub slug: &'static str,
    pub trainer: &'static str,
    pub qualification: &'static str,
    pub title: &'static str,
    pub languages: &'static [&'static str],
    pub countries: &'static [&'static str],
    pub delivery: &'static [&'static str],
    pub accredited: (&'static str, Option<&'static str>),
}

#[rustfmt::skip]
pub(super) const COURSES: &[CourseData] = &[
    CourseData {
        slug: "auditor-course-1", trainer: "kestrel-learning", qualification: "auditor",
        title: "Auditing Service Management Systems", languages: &["en"], countries: &["GB", "IE"],
        delivery: &["classroom", "online"], accredited: ("2012-06-01", None),
    },
    CourseData {
        slug: "auditor-kurs", trainer: "lumen-akademie", qualification: "auditor", title: "Auditorenkurs ISO/IEC 20000",
        languages: &["de"], countries: &["DE", "AT", "CH"], delivery: &["classroom"], accredited: ("2013-01-01", None),
    },
    CourseData {
        slug: "auditor-tokyo", trainer: "sora-institute", qualification: "auditor", title: "ISO/IEC 20000 審査員コース",
        languages: &["ja"], countries: &["JP"], delivery: &["classroom"],
        accredited: ("2014-04-01", Some("2023-03-31")),
    },
    CourseData {
        slug: "foundation-online", trainer: "kestrel-learning", qualification: "foundation", title: "Foundation Online",
        languages: &["en", "es"], countries: &["GB", "ES", "AR"], delivery: &["online"],
        accredited: ("2014-09-01", None),
    },
    CourseData {
        slug: "foundation-lyon", trainer: "aurora-formation", qualification: "foundation", title: "Fondamentaux ISO/IEC 20000",
        languages: &["fr"], countries: &["FR", "BE"], delivery: &["classroom"], accredited: ("2016-03-01", None),
    },
    CourseData {
        slug: "practitioner-werkstatt", trainer: "lumen-akademie", qualification: "practitioner",
        title: "Practitioner-Werkstatt", languages: &["de", "en"], countries: &["DE"], delivery: &["classroom"],
        accredited: ("2015-01-01", None),
    },
];
