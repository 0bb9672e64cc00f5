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

/// A QR code as a drawing that stands by itself, one unit for a module, with its quiet zone.
pub fn code_as_svg(text: &str) -> Result<String, DrawError> {
    let code = Code::of(text)?;
    let side = code.size() + 2 * QUIET_ZONE;
    let bar = |(row, column, length): (usize, usize, usize)| {
        format!("M{} {}h{length}v1h-{length}z", column + QUIET_ZONE, row + QUIET_ZONE)
    };
    let bars: String = code.bars().into_iter().map(bar).collect();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{bars}\"/></svg>\n"
    ))
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
    fn a_drawing_has_all_bars_and_a_white_frame() {
        let drawn = code_as_svg("https://registry.example.org/o/7K3-M9Q-XPT").unwrap();
        let code = Code::of("https://registry.example.org/o/7K3-M9Q-XPT").unwrap();
        assert_eq!(drawn.matches('M').count(), code.bars().len() + 1, "{drawn}");
        assert!(drawn.contains("M4 4h7v1h-7z"), "the finder pattern in the corner: {drawn}");
    }

    #[test]
    fn what_no_code_can_hold_is_refused() {
        let long = format!("https://{}.example", "a".repeat(4000));
        assert!(matches!(Code::of(&long), Err(DrawError::AddressTooLong { length: 4016 })));
    }
}
