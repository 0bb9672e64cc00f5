//! "Did you mean …?": the known word nearest to a mistyped one.

/// The sentence to append to a complaint about `word`, or nothing when no candidate is near enough to be meant.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |candidate| format!("; did you mean `{candidate}`?"))
}

/// The candidate within a third of the word's length in single-character edits, the nearest one first.
fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The distance takes time in proportion to both lengths, and the word comes from outside.
    const LONGEST: usize = 64;
    if word.chars().nth(LONGEST).is_some() {
        return None;
    }
    let word = word.to_lowercase();
    let tolerance = word.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        let known = ["family_name", "given_names", "birth_date"];
        assert_eq!(nearest("familyname", known), Some("family_name"));
        assert_eq!(nearest("Given_Name", known), Some("given_names"));
        assert_eq!(nearest("nmae", ["name"]), Some("name"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"family_name".repeat(1000), known), None);
    }
}
