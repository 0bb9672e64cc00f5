//! Qualifications: formats by edition, and who may sit, in words and as data.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use crate::error::Error;
use crate::http::state::State;
use crate::http::view::view;
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;
use crate::scheme::exam::{Book, ExamFormat};
use crate::scheme::renewal::{Renewal, Route};
use crate::scheme::requirement::Requirement;
use crate::scheme::sitting::{Edition, NamedFormat, Pair, Window};

view! {
    /// The qualifications of the scheme.
    pub struct QualificationsView(scheme: &Scheme) {
        let items = scheme.qualifications.iter().map(|qualification| QualificationView::of(qualification, scheme));
        /// The scheme's name.
        pub scheme: String = &scheme.title,
        /// The scheme's version.
        pub scheme_version: String = &scheme.version,
        /// All of them, in the order in which they are presented.
        pub items: Vec<QualificationView> = items.collect::<Vec<_>>(),
        /// Always null: all fit on one page.
        pub next_cursor: Option<String> = None::<String>,
    }

    /// A qualification.
    pub struct QualificationView(qualification: &Qualification, scheme: &Scheme) {
        let examined = |Pair { format, edition, sat }: Pair<'_>| {
            EditionView::of(edition, format, sat, qualification.paper(&format.code))
        };
        let editions = scheme.pairs().into_iter().map(examined);
        /// Its code.
        pub code: String,
        /// Its name.
        pub title: String,
        /// What it shows.
        pub summary: String,
        /// What passing its examination confirms; null where the scheme does not say.
        pub purpose: Option<String>,
        /// Whom it is for; null where the scheme does not say.
        pub audience: Option<String>,
        /// What must be known of the course for it; null where the scheme does not say.
        pub course: Option<String>,
        /// For how many years a certificate is valid; null: for good.
        pub valid_for_years: Option<u32>,
        /// How certificates are renewed; null where they are not.
        pub renewal: Option<RenewalTermsView> = qualification.renewal.as_ref().map(|one| RenewalTermsView::of(one, scheme)),
        /// The examination of each format on each edition that it may be sat on, the earliest first.
        pub editions: Vec<EditionView> = editions.collect::<Vec<_>>(),
        /// Who may sit.
        pub requirement: RequirementDescription = RequirementDescription::of(&qualification.requirement, scheme),
    }

    /// How certificates are renewed.
    pub struct RenewalTermsView(renewal: &Renewal, scheme: &Scheme) {
        let routes = renewal.routes.iter().map(|route| RouteView::of(route, scheme));
        /// The terms in words.
        pub description: String = scheme.renewal_in_words(renewal),
        /// How many months before its last day a certificate may be renewed at the earliest.
        pub window_months: u32,
        /// How many months after its last day it may still be renewed.
        pub grace_months: u32,
        /// What it is renewed by; each suffices.
        pub routes: Vec<RouteView> = routes.collect::<Vec<_>>(),
    }

    /// What a certificate is renewed by.
    pub struct RouteView(route: &Route, scheme: &Scheme) {
        /// `examination` or `points`.
        pub kind: &'static str = route.kind(),
        /// The route in words.
        pub description: String = scheme.route_in_words(route),
        /// The examination that is passed.
        pub qualification: Option<String> = route.examination(),
        /// The points of continuing education that suffice.
        pub points: Option<u32> = route.points(),
    }

    /// An edition with a format that the examination may be sat in.
    pub struct EditionView(edition: &Edition, format: &NamedFormat, sat: Window, paper: Option<&ExamFormat>) {
        /// The edition's code.
        pub edition: String = &edition.code,
        /// The edition's name.
        pub title: String = &edition.title,
        /// The format's code.
        pub format_code: String = &format.code,
        /// The format's name.
        pub format_title: String = &format.title,
        /// The first day of such sittings; null where there is none.
        pub sat_from: Option<NaiveDate> = sat.from,
        /// The last day of such sittings; null while there is none.
        pub sat_until: Option<NaiveDate> = sat.until,
        /// Whether results are recorded by a registrar with the outcome as declared, because the format's papers are not known.
        pub declared: bool = format.declared,
        /// How it is examined; null where that is not known.
        pub format: Option<FormatView> = paper,
    }

    /// How an examination is examined.
    pub struct FormatView(format: &ExamFormat) {
        let permitted = match &format.book {
            Book::Closed => None,
            Book::Open(permitted) => Some(permitted),
        };
        /// The format in words.
        pub description: String = format.in_words(),
        /// The kind of question.
        pub question_style: String,
        /// Questions on the paper.
        pub questions: u16,
        /// Marks that one question gives at most.
        pub marks_per_question: u16,
        /// The most marks that a paper can have.
        pub marks_available: u32 = format.marks_available(),
        /// Marks needed to pass.
        pub pass_mark: u16,
        /// The time allowed, in minutes.
        pub duration_minutes: u16,
        /// `closed` or `open`.
        pub book: String = permitted.map_or("closed", |_| "open"),
        /// What an open book permits.
        pub permitted: Option<String> = permitted,
        /// Whether the marks of the single questions may be given with a result.
        pub question_marks: bool,
    }

    /// A requirement, in words and as data.
    pub struct RequirementDescription(requirement: &Requirement, scheme: &Scheme) {
        let (code, years, roles, counted_to) = match requirement {
            Requirement::Certification(code) => (Some(code.as_str()), None, None, None),
            Requirement::AccreditedCourse(code) => (Some(code.as_str()), None, None, None),
            Requirement::AuditExperience { years, roles, counted_to } => {
                (None, Some(years), Some(roles), Some(counted_to.as_str()))
            }
            Requirement::Anyone | Requirement::AllOf(_) | Requirement::AnyOf(_) => (None, None, None, None),
        };
        let lapsed_counts = match requirement {
            Requirement::Certification(code) => Some(scheme.lapsed_counts(code)),
            _ => None,
        };
        let children = requirement.parts().iter().map(|part| Self::of(part, scheme));
        /// `anyone`, `all_of`, `any_of`, `certification`, `accredited_course` or `audit_experience`.
        pub kind: String = requirement.kind(),
        /// The requirement in words.
        pub description: String = scheme.requirement_in_words(requirement),
        /// The certification that is held, or the qualification that the course is for.
        pub code: Option<String> = code,
        /// Of a certification: whether one of another issuer counts after its last day too.
        pub lapsed_counts: Option<bool> = lapsed_counts,
        /// The years of experience.
        pub years: Option<u32> = years,
        /// The roles that count.
        pub roles: Option<Vec<String>> = roles,
        /// Up to which day the years are counted: that of the `sitting`, or that on which the accredited `course` beside them
        /// was completed.
        pub counted_to: Option<String> = counted_to,
        /// The parts of an `all_of` or `any_of`.
        #[schema(no_recursion)]
        pub children: Vec<RequirementDescription> = children.collect::<Vec<_>>(),
    }
}

/// List the qualifications
#[utoipa::path(tag = "scheme", responses((status = 200, description = "All of them", body = QualificationsView)))]
#[get("/v1/qualifications")]
pub async fn list_qualifications(state: Data<State>) -> Answer {
    let scheme = state.registry.scheme();
    Ok(public(HttpResponse::Ok().json(QualificationsView::of(scheme)), PUBLIC_SECONDS))
}

/// Read a qualification
#[utoipa::path(
    tag = "scheme",
    params(("code" = String, Path, description = "The qualification's code", example = "practitioner")),
    responses((status = 200, description = "The qualification", body = QualificationView))
)]
#[get("/v1/qualifications/{code}")]
pub async fn read_qualification(code: Path<String>, state: Data<State>) -> Answer {
    let scheme = state.registry.scheme();
    let qualification = scheme.qualification(&code).ok_or(Error::NotFound("qualification"))?;
    Ok(public(HttpResponse::Ok().json(QualificationView::of(qualification, scheme)), PUBLIC_SECONDS))
}
