//! The facts, by the numbers that they have on the scheme owner's page.

pub struct Fact {
    pub number: u32,
    /// The page that tells it.
    pub page: &'static str,
    /// What it says there, in English.
    pub says: &'static [&'static str],
    pub elsewhere: Elsewhere,
}

/// Where else it is told.
pub enum Elsewhere {
    /// An answer of the API, with what stands in it.
    Api(&'static str, &'static [&'static str]),
    /// The leaflet of the scheme, in the words of the page.
    SchemeLeaflet,
}

use Elsewhere::{Api, SchemeLeaflet};

const fn fact(number: u32, page: &'static str, says: &'static [&'static str], elsewhere: Elsewhere) -> Fact {
    Fact { number, page, says, elsewhere }
}

const FOUNDATION: &str = "/v1/qualifications/foundation";
const PRACTITIONER: &str = "/v1/qualifications/practitioner";
const AUDITOR: &str = "/v1/qualifications/auditor";

pub const FACTS: &[Fact] = &[
    fact(
        1,
        "/documents",
        &[
            "Stockport",
            "Airwave",
            "case study",
            "ISO/IEC 20000: a white paper",
            "ITIL and ISO/IEC 20000 together: a global view",
        ],
        Api("/v1/documents", &["Stockport Council", "Airwave", "white_paper", "a global view"]),
    ),
    fact(2, "/news", &["Papers from practice", "As a feed (Atom)"], Api("/v1/notices", &["Papers from practice"])),
    fact(
        3,
        "/certification-scheme",
        &["who is certified, for what, and by whom", "Certification bodies"],
        Api("/v1/bodies", &["Alder Certification"]),
    ),
    fact(4, "/training", &["Find a course", "Courses that the scheme has accredited"], Api("/v1/courses", &["items"])),
    fact(
        5,
        "/standard",
        &["The scheme at a glance (leaflet, PDF)"],
        Api("/openapi.json", &["/v1/scheme/leaflet", "/v1/qualifications/{code}/leaflet"]),
    ),
    fact(
        6,
        "/standard",
        &[
            "the international standard by which an organisation shows that it excels",
            "proves that it follows best practice",
        ],
        SchemeLeaflet,
    ),
    fact(
        7,
        "/standard",
        &["in conformity with it runs such a system", "obliges the provider to improve its services continually"],
        SchemeLeaflet,
    ),
    fact(
        8,
        "/standard",
        &["First published 2005", "Second edition 2011", "aligned with ITIL, the framework of best practice"],
        SchemeLeaflet,
    ),
    fact(
        9,
        "/standard",
        &[
            "spread fast around the world",
            "inside organisations as much as among those that serve others",
            "sets a provider apart",
        ],
        SchemeLeaflet,
    ),
    fact(
        10,
        "/standard",
        &[
            "made for IT service management alone",
            "integrated: together they form a service management system",
            "the business and its customers effectively",
        ],
        SchemeLeaflet,
    ),
    fact(11, "/standard", &["complements the process approach that ITIL defines"], SchemeLeaflet),
    fact(
        12,
        "/standard",
        &[
            "Part 1: ISO/IEC 20000-1:2011, the specification",
            "general requirements for a service management system",
            "design and transition of new or changed services",
            "service delivery processes",
            "relationship processes",
            "resolution processes",
            "control processes",
        ],
        SchemeLeaflet,
    ),
    fact(
        13,
        "/standard",
        &["Part 2: ISO/IEC 20000-2:2012", "best practices for the processes that lie within the scope of Part 1"],
        SchemeLeaflet,
    ),
    fact(
        14,
        "/standard",
        &["Part 3: ISO/IEC TR 20000-3", "how a scope is defined, and on where Part 1 is applicable"],
        SchemeLeaflet,
    ),
    fact(
        15,
        "/standard",
        &["Further parts They add guidance and information on particular aspects and uses."],
        SchemeLeaflet,
    ),
    fact(
        16,
        "/benefits",
        &[
            "With Foundation and Practitioner you learn to",
            "belong together, and choose and apply methods that suit an organisation",
        ],
        SchemeLeaflet,
    ),
    fact(
        17,
        "/benefits",
        &[
            "questions of applicability, eligibility and scope",
            "ready to be certified, support audits, and advise on continual improvement",
        ],
        SchemeLeaflet,
    ),
    fact(
        18,
        "/benefits",
        &["a gap analysis, and back it with a plan for improvement and implementation"],
        SchemeLeaflet,
    ),
    fact(
        19,
        "/benefits",
        &["the specification and the code of practice", "its role among the parts of the standard"],
        SchemeLeaflet,
    ),
    fact(
        20,
        "/benefits",
        &[
            "planned and put into practice",
            "the main metrics of the processes",
            "reviews, assessments and audits regularly",
        ],
        SchemeLeaflet,
    ),
    fact(21, "/benefits", &["With Auditor you become certified as an auditor of the standard."], SchemeLeaflet),
    fact(
        22,
        "/benefits",
        &["Learning and continual improvement", "a target to reach and to hold", "more confidence in their provider"],
        SchemeLeaflet,
    ),
    fact(
        23,
        "/benefits",
        &["a set of integrated processes and solutions that suit the business processes, the customers and the users"],
        SchemeLeaflet,
    ),
    fact(
        24,
        "/benefits",
        &["Changes are made faster", "skills and expertise are used better", "less likely to be missed"],
        SchemeLeaflet,
    ),
    fact(
        25,
        "/benefits",
        &[
            "the business and its needs, the roles and the processes",
            "Reputation, relationships, co-operation and communication",
        ],
        SchemeLeaflet,
    ),
    fact(26, "/benefits", &["its own processes and activities against an international standard"], SchemeLeaflet),
    fact(
        27,
        "/benefits",
        &["Independent auditors from outside", "recognised and respected around the world"],
        SchemeLeaflet,
    ),
    fact(
        28,
        "/qualifications/foundation",
        &[
            "Based on ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012",
            "Sittings from 1 June 2012",
            "Previous formats",
            "Based on ISO/IEC 20000-1:2005",
            "Sittings from 1 April 2011 to 31 May 2012",
        ],
        Api(
            FOUNDATION,
            &["2012-06-01", "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012", "ISO/IEC 20000:2005", "2011-04-01"],
        ),
    ),
    fact(
        29,
        "/qualifications/foundation",
        &[
            "The entry level",
            "a good basic knowledge",
            "a typical IT service provider",
            "It meets the prerequisite for Practitioner.",
        ],
        Api(FOUNDATION, &["The entry level", "a good basic knowledge", "a typical IT service provider"]),
    ),
    fact(
        30,
        "/qualifications/foundation",
        &["multiple choice", "40 questions of one mark each", "26 of 40 (65%)", "60 minutes", "closed book"],
        Api(
            FOUNDATION,
            &["multiple choice, 40 questions of 1 mark each, pass mark 26 of 40 (65 %), 60 minutes, closed book"],
        ),
    ),
    fact(
        31,
        "/qualifications/practitioner",
        &[
            "one of these conditions",
            "APMG ISO/IEC 20000 Foundation",
            "BCS ISO/IEC 20000 Foundation",
            "ITIL Foundation",
        ],
        Api(
            PRACTITIONER,
            &["any_of", "apmg_iso_iec_20000_foundation", "bcs_iso_iec_20000_foundation", "itil_foundation"],
        ),
    ),
    fact(
        32,
        "/qualifications/practitioner",
        &[
            "they understand what ISO/IEC 20000 contains, and can apply it where an organisation is certified or considers it",
        ],
        Api(PRACTITIONER, &["they understand what ISO/IEC 20000 contains, and can apply it"]),
    ),
    fact(
        33,
        "/qualifications/practitioner",
        &[
            "complex multiple choice",
            "4 questions of 20 marks each",
            "40 of 80 (50%)",
            "180 minutes",
            "open book: a copy of Part 1 is permitted",
        ],
        Api(PRACTITIONER, &["pass mark 40 of 80 (50 %), 180 minutes, open book: a copy of Part 1 is permitted"]),
    ),
    fact(
        34,
        "/qualifications/auditor",
        &["they understand the principles of IT service management, and what ISO/IEC 20000-1:2011 requires"],
        Api(AUDITOR, &["the principles of IT service management, and what ISO/IEC 20000-1:2011 requires"]),
    ),
    fact(
        35,
        "/qualifications/auditor",
        &[
            "a transition course for experienced auditors",
            "the principles of generic techniques for auditing management systems are not part of it",
            "at least 3 years’ experience conducting audits in an IT environment",
            "as a third-party auditor, or as an internal auditor of an organisation",
        ],
        Api(
            AUDITOR,
            &[
                "a transition course for experienced auditors",
                "at least 3 years of experience",
                "third_party",
                "internal",
            ],
        ),
    ),
    fact(
        36,
        "/qualifications/auditor",
        &["To have attended an accredited Auditor course is mandatory: without it nobody sits the examination."],
        Api(AUDITOR, &["all_of", "has attended an accredited Auditor course"]),
    ),
    fact(
        37,
        "/qualifications/auditor",
        &["multiple choice", "40 questions of one mark each", "26 of 40 (65%)", "60 minutes", "closed book"],
        Api(
            AUDITOR,
            &["multiple choice, 40 questions of 1 mark each, pass mark 26 of 40 (65 %), 60 minutes, closed book"],
        ),
    ),
];
