//! Each code has its words.

use super::*;

#[test]
fn every_code_is_an_error_with_words() {
    for code in Code::ALL {
        let description = describe(*code);
        assert!(description.status.is_client_error() || description.status.is_server_error(), "{code:?}");
        assert!(!description.title.ends_with('.'), "{code:?}: a title is no sentence");
        for sentence in [description.explanation, description.what_to_do] {
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{code:?}: {sentence}");
        }
    }
}
