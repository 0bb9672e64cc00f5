//! The QR code, as squares.

use fast_qr::{ECL, QRBuilder};

use super::DrawError;

/// The white frame that a reader needs around the code, in modules (ISO/IEC 18004).
pub(super) const QUIET_ZONE: usize = 4;

/// A QR code: which of its modules are dark.
pub(super) struct Code {
    /// Rows of modules, each as long as there are rows.
    rows: Vec<Vec<bool>>,
}

impl Code {
    /// The code that holds `text`, a quarter of which may be smudged (error correction Q), or less if the text is long.
    /// Fails when it is longer than any code can hold.
    pub fn of(text: &str) -> Result<Self, DrawError> {
        let code = [ECL::Q, ECL::M]
            .into_iter()
            .find_map(|correction| QRBuilder::new(text).ecl(correction).build().ok())
            .ok_or(DrawError::AddressTooLong { length: text.len() })?;
        let rows = (0..code.size).map(|row| (0..code.size).map(|column| code[row][column].value()).collect()).collect();
        Ok(Self { rows })
    }

    /// How many modules there are in a row, without the quiet zone.
    pub fn size(&self) -> usize {
        self.rows.len()
    }

    /// The dark modules as horizontal bars: row, first column, length. Bars leave no hairlines between squares.
    pub fn bars(&self) -> Vec<(usize, usize, usize)> {
        let mut bars = Vec::new();
        for (row, modules) in self.rows.iter().enumerate() {
            let mut column = 0;
            for stretch in modules.chunk_by(|left, right| left == right) {
                if stretch[0] {
                    bars.push((row, column, stretch.len()));
                }
                column += stretch.len();
            }
        }
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_the_dark_modules() {
        let code = Code::of("https://registry.example.org/verify/7K3M-9QXP-T2VC").unwrap();
        let dark: usize = code.rows.iter().flatten().filter(|dark| **dark).count();
        assert_eq!(code.bars().iter().map(|(_, _, length)| length).sum::<usize>(), dark);
        assert_eq!(code.bars()[0], (0, 0, 7), "the finder pattern in the corner");
    }

    #[test]
    fn what_no_code_can_hold_is_refused() {
        let long = format!("https://{}.example", "a".repeat(4000));
        assert!(matches!(Code::of(&long), Err(DrawError::AddressTooLong { length: 4016 })));
    }
}
