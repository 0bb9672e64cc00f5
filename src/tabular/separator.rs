//! What separates the cells of a table that is written.

use crate::scheme::words::words;

words! {
    /// What stands between cells. A spreadsheet takes the comma or the semicolon, by the country that it is set to; all take the tab.
    Separator {
        Comma = "comma",
        Semicolon = "semicolon",
        Tab = "tab",
    }
}

impl Separator {
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}
