//! Colours of the operator's, which must be legible on the grounds that pages have.

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// What stands next to the colour, in one scheme of the pages: the grounds that links stand on, and the writing on buttons.
/// The stylesheet says the same.
pub(super) struct Neighbours {
    pub scheme: &'static str,
    grounds: [Colour; 4],
}

pub(super) const LIGHT: Neighbours =
    Neighbours { scheme: "light", grounds: [hex(0x00fb_faf7), hex(0x00ff_ffff), hex(0x00f1_eee7), hex(0x00ff_ffff)] };

pub(super) const DARK: Neighbours =
    Neighbours { scheme: "dark", grounds: [hex(0x0016_191c), hex(0x001c_2024), hex(0x0022_272c), hex(0x0010_202b)] };

/// What text must have against its ground (WCAG 2.2, success criterion 1.4.3, level AA).
pub(super) const LEAST_CONTRAST: f64 = 4.5;

const fn hex(value: u32) -> Colour {
    let [_, red, green, blue] = value.to_be_bytes();
    Colour([red, green, blue])
}

impl Colour {
    /// Reads `#rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_hexadecimal.then(|| u32::from_str_radix(digits, 16).ok().map(hex))?
    }

    /// Relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let linear = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The least contrast that it has in a scheme.
    pub(super) fn least_contrast(self, neighbours: &Neighbours) -> f64 {
        neighbours.grounds.iter().map(|ground| self.contrast(*ground)).fold(f64::INFINITY, f64::min)
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = |one: &str, other: &str| Colour::parse(one).unwrap().contrast(Colour::parse(other).unwrap());
        assert!((ratio("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((ratio("#777777", "#FFFFFF") - 4.478).abs() < 1e-3);
        assert!(
            ["", "#fff", "14567a", "#14567g", "#14567a0", "#+14567"].iter().all(|wrong| Colour::parse(wrong).is_none())
        );
    }

    #[test]
    fn the_stylesheet_has_the_grounds_that_are_judged_by() {
        let stylesheet = include_str!("../web/touchstone.css");
        for (neighbours, text) in
            [(&LIGHT, stylesheet), (&DARK, stylesheet.split_once("prefers-color-scheme: dark").unwrap().1)]
        {
            for (name, ground) in ["--ground", "--raised", "--panel", "--on-link"].iter().zip(neighbours.grounds) {
                let (_, value) = text.split_once(&format!("{name}: ")).unwrap();
                let value = value.split(';').next().unwrap();
                let value = if value == "#fff" { "#ffffff" } else { value };
                assert_eq!(value, ground.to_string(), "{name} in {}", neighbours.scheme);
            }
        }
    }
}
