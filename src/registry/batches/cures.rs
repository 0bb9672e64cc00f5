//! What to do about rows of which nothing was recorded, for a column of the report.

use super::RowNote;

/// What to do by the codes of reasons; where a cell is wrong, which is most often so, see [`OF_CELLS`].
const CURES: [(&str, &str); 20] = [
    (
        "not_eligible",
        "add the evidence that is missing to the row (prior_…, course…, experience_…) if there is some, and send it again",
    ),
    ("result_annulled", "take the row out; if it tells of another sitting, give it another reference"),
    ("result_conflict", "if the result on record is wrong, ask a registrar to correct it; else take the row out"),
    ("certificate_exists", "take the row out, as the certificate is held already; or put right whom or what it names"),
    ("candidate_mismatch", "put right whichever is wrong, the candidate number or what the row says of the candidate"),
    (
        "ambiguous_candidate",
        "name the candidate by number in candidate_number, or write yes into confirm_new for somebody else",
    ),
    ("earlier_identity", "name the candidate as on record now, or by number in candidate_number"),
    (
        "too_many_guesses",
        "check the columns candidate_number and birth_date, wait, and send the file again with again=true",
    ),
    (
        "body_not_listed",
        "check the day of the sitting; if it is right, ask the registrar about the listing of the body on that day",
    ),
    ("body_not_listed_today", "leave the row as it is, and send it again once the body is listed"),
    ("registrar_only", "check the day of the sitting; if it is right, ask a registrar to record the result"),
    ("internal_error", "leave the row as it is, and send it again later; if that does not help, tell the operator"),
    ("impossible_age", "put right the day of birth or that of the sitting"),
    ("required", "fill in the cell"),
    ("misplaced_quote", OF_CELLS_APART),
    ("line_break", OF_CELLS_APART),
    ("too_many_cells", OF_CELLS_APART),
    ("too_few_cells", OF_CELLS_APART),
    ("unnamed_column", "give the column a name in the header, or empty its cell"),
    ("more_mistakes", "put right those that are listed, and send the row again to see the others"),
];

const OF_CELLS: &str = "put right the cell, and send the row again";

const OF_CELLS_APART: &str = "put the row into its columns, one cell in each, and save the file anew";

/// What to do about these reasons, each said once.
pub(super) fn cures(reasons: &[RowNote]) -> Vec<&'static str> {
    let mut cures = Vec::new();
    for reason in reasons {
        let found = CURES.iter().find(|(code, _)| *code == reason.code);
        let cure = found.map_or(OF_CELLS, |(_, cure)| *cure);
        if !cures.contains(&cure) {
            cures.push(cure);
        }
    }
    cures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cure_is_said_once() {
        let reason = |code: &str| RowNote { column: "x".to_owned(), code: code.to_owned(), detail: String::new() };
        let reasons = ["required", "invalid_date", "unknown_word", "required"].map(reason);
        assert_eq!(cures(&reasons), ["fill in the cell", OF_CELLS]);
        assert_eq!(cures(&[]), Vec::<&str>::new());
    }
}
