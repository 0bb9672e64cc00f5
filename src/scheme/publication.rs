//! What the scheme owner publishes beside the register: documents and notices.

use super::words::words;

words! {
    /// What a document is.
    DocumentKind {
        WhitePaper = "white_paper",
        /// How one organisation went about it.
        CaseStudy = "case_study",
        Guide = "guide",
        /// What holds for those who take part in the scheme.
        Rules = "rules",
    }
}
