//! Problems, as the document describes them.

use utoipa::ToSchema;

/// A problem (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// The address of the page that explains the code.
    #[schema(rename = "type", example = "/problems/invalid_input")]
    pub r#type: String,
    /// A few words, the same for every problem with this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, and what to do.
    pub detail: String,
    /// What is wrong, for programs.
    #[schema(example = "invalid_input")]
    pub code: String,
    /// The id of the request, for asking about it.
    pub request_id: Option<String>,
    /// Everything that is wrong with the input, each with its place.
    #[schema(nullable = false)]
    pub errors: Option<Vec<InputErrorDocument>>,
    /// The reasoned answer of the rules, for `not_eligible`.
    #[schema(nullable = false)]
    pub assessment: Option<crate::http::assessment::AssessmentView>,
    /// Who may be meant, for `candidate_exists`.
    #[schema(nullable = false)]
    pub possible_candidates: Option<Vec<crate::http::possible_candidate::PossibleCandidateView>>,
}

/// One thing that is wrong with the input.
#[derive(ToSchema)]
#[schema(as = InputError)]
pub struct InputErrorDocument {
    /// Where: a JSON pointer into the body, or `/name` for a query parameter.
    #[schema(example = "/family_name")]
    pub pointer: String,
    /// What, for programs.
    #[schema(example = "required")]
    pub code: String,
    /// What, for people.
    pub detail: String,
}
