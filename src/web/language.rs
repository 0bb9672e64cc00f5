//! The languages of the pages, and which of them a reader gets.

use crate::http::accept::weighted;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, for whoever asks for none that we have.
    #[default]
    English,
    German,
    French,
    Spanish,
    Japanese,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::English, Self::German, Self::French, Self::Spanish, Self::Japanese];

    /// The tag (BCP 47), as in `<html lang>`, `Content-Language` and `?lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
        }
    }

    /// The locale that previews name, as Open Graph writes it.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::English => "en_GB",
            Self::German => "de_DE",
            Self::French => "fr_FR",
            Self::Spanish => "es_ES",
            Self::Japanese => "ja_JP",
        }
    }

    /// The direction of its script, as in `<html dir>`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German | Self::French | Self::Spanish | Self::Japanese => "ltr",
        }
    }

    /// The language of a tag, whatever its region or script: `de-AT` is German.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The language that serves best whoever sends this `Accept-Language` (RFC 9110, section 12.5.4): the one with the
    /// greatest weight, among equals the first; English where there is none that we have.
    pub fn negotiate(accepted: &str) -> Self {
        let known = weighted(accepted).filter_map(|(tag, weight)| {
            let language = if tag == "*" { Some(Self::default()) } else { Self::of_tag(&tag) };
            // What lies above 1 counts as 1.
            Some((weight?.min(1.0), language?))
        });
        let best = known.filter(|(weight, _)| *weight > 0.0);
        let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map_or_else(Self::default, |(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weight_decides_and_then_the_order() {
        for (accepted, expected) in [
            ("", "en"),
            ("de", "de"),
            ("de-AT, en;q=0.9", "de"),
            ("en;q=0.3, fr-CA;q=0.9, de;q=0.8", "fr"),
            ("pt-BR, es;q=0.7, en;q=0.6", "es"),
            ("JA", "ja"),
            ("it, *;q=0.5", "en"),
            ("it, ja;q=0.1, *;q=0.05", "ja"),
            ("*, de;q=0.5", "en"),
            ("de;q=0, fr;q=0.001", "fr"),
            ("de;q=0", "en"),
            ("fr, de", "fr"),
            ("de;q=much, es;q=0.1", "es"),
            ("de;level=1;q=0.4, es;q=0.5", "es"),
            ("de;q=1.000, es;q=7", "de"),
            ("de ; q=0.2 , es ; q=0.25", "es"),
            (",,;;,q=,-,\u{202e}", "en"),
            ("deutsch, zh_Hans, enx", "en"),
        ] {
            assert_eq!(Language::negotiate(accepted).tag(), expected, "{accepted:?}");
        }
        assert_eq!(Language::negotiate(&"fr;q=0.1,".repeat(50_000)), Language::French);
    }

    #[test]
    fn a_tag_leads_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
            assert_eq!(Language::of_tag(&format!("{}-XX", language.tag().to_uppercase())), Some(language));
        }
        assert!(["", "-", "e", "eng", "<script>", "\0"].iter().all(|tag| Language::of_tag(tag).is_none()));
    }
}
