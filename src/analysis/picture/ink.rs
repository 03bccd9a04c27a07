//! Colors by what they mean, for the window and for what is exported: light, dark, and for print without color.
//!
//! The twelve colors of tags and the signs of stances and links are told here once; the window's theme reads them.
//! Nothing is told by color alone: each stance has a hatch and a sign, each kind of link a line and a sign.

use crate::model::{ColorSlot, LinkKind, Stance};

/// What a picture lies on and is to be legible on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Look {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
    /// Black and grays on white.
    Print,
}

impl Look {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Print];

    /// Returns its name, the same on the screen and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Print => "print",
        }
    }

    /// Returns the look of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.word() == word)
    }
}

/// A color: red, green, blue, a byte each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Returns the color that is written `0xRRGGBB`.
    #[must_use]
    pub const fn hex(hex: u32) -> Self {
        let [_, r, g, b] = hex.to_be_bytes();
        Self(r, g, b)
    }

    /// Returns the color so far (0 to 1) on the way to another.
    #[must_use]
    pub fn toward(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let between = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self(between(self.0, other.0), between(self.1, other.1), between(self.2, other.2))
    }

    /// Returns the contrast with another color as WCAG 2.2 defines it, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |byte: u8| {
            let value = f32::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// What a color in a picture means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paint {
    /// Text, and what is to be seen first.
    Ink,
    /// Text of less weight.
    Faint,
    /// Lines between things.
    Rule,
    /// What is there and is not what the picture is about. Contrast of at least 3 on paper.
    Dim,
    /// What all lies on.
    Paper,
    /// A tag.
    Tag(ColorSlot),
    /// A stance, or none.
    Stance(Option<Stance>),
    /// A kind of link.
    Link(LinkKind),
    /// So much, in percent, of the most there is.
    Shade(u8),
    /// Words on that shade.
    OnShade(u8),
}

impl Paint {
    /// Returns the color in a look.
    #[must_use]
    pub fn rgb(self, look: Look) -> Rgb {
        let [paper, ink, faint, rule, full] = match look {
            Look::Light => [0xFCFBF8, 0x1E1C19, 0x615C54, 0xD8D4CB, 0x1B5AA6],
            Look::Dark => [0x191A1C, 0xE6E3DD, 0xA6A29A, 0x4A4B51, 0x7CB4F5],
            Look::Print => [0xFFFFFF, 0x000000, 0x4A4A4A, 0xC4C4C4, 0x222222],
        }
        .map(Rgb::hex);
        match self {
            Self::Ink => ink,
            Self::Faint => faint,
            Self::Rule => rule,
            Self::Dim => paper.toward(ink, if look == Look::Dark { 0.40 } else { 0.50 }),
            Self::Paper => paper,
            Self::Tag(slot) => tag_color(slot, look),
            Self::Stance(stance) => tag_color(stance_slot(stance), look),
            Self::Link(kind) => tag_color(link_slot(kind), look),
            Self::Shade(percent) => paper.toward(full, f32::from(percent) / 100.0),
            Self::OnShade(percent) => {
                let ground = Self::Shade(percent).rgb(look);
                // One of the two always has a contrast of 4.5.
                let (black, white) = (Rgb::hex(0x000000), Rgb::hex(0xFFFFFF));
                if ground.contrast(black) >= ground.contrast(white) { black } else { white }
            }
        }
    }
}

/// Returns the color of a tag's lines. Contrast of at least 4.5 on paper; without color, the darkest grays.
#[must_use]
pub fn tag_color(slot: ColorSlot, look: Look) -> Rgb {
    let (light, dark) = match slot {
        ColorSlot::Blue => (0x3073C3, 0x69B0FF),
        ColorSlot::Orange => (0xB74A00, 0xFFAF55),
        ColorSlot::Green => (0x2C8332, 0x9CE8A0),
        ColorSlot::Red => (0x901D16, 0xDB7E76),
        ColorSlot::Purple => (0x65198F, 0xE4AEFF),
        ColorSlot::Brown => (0x58351A, 0xE9C2A3),
        ColorSlot::Pink => (0xA43173, 0xDE89B2),
        ColorSlot::Olive => (0x4D5000, 0xB3B451),
        ColorSlot::Teal => (0x006C64, 0x58B9AB),
        ColorSlot::Ochre => (0x986A06, 0xDAA90F),
        ColorSlot::Indigo => (0x464FBD, 0xB9C1FF),
        ColorSlot::Gray => (0x5C6672, 0xC7D0DD),
    };
    match look {
        Look::Light => Rgb::hex(light),
        Look::Dark => Rgb::hex(dark),
        Look::Print => Rgb::hex(0x1A1A1A),
    }
}

/// Returns which of the twelve colors a stance has.
#[must_use]
pub fn stance_slot(stance: Option<Stance>) -> ColorSlot {
    match stance {
        Some(Stance::Affirms) => ColorSlot::Green,
        Some(Stance::Denies) => ColorSlot::Red,
        Some(Stance::Qualifies) => ColorSlot::Ochre,
        Some(Stance::Reports) => ColorSlot::Indigo,
        None => ColorSlot::Gray,
    }
}

/// Returns the sign that stands for a stance beside its word.
#[must_use]
pub fn stance_sign(stance: Option<Stance>) -> &'static str {
    match stance {
        Some(Stance::Affirms) => "+",
        Some(Stance::Denies) => "−",
        Some(Stance::Qualifies) => "±",
        Some(Stance::Reports) => "“",
        None => "·",
    }
}

/// Returns which of the twelve colors a kind of link has.
#[must_use]
pub fn link_slot(kind: LinkKind) -> ColorSlot {
    match kind {
        LinkKind::Agrees => ColorSlot::Green,
        LinkKind::Contradicts => ColorSlot::Red,
        LinkKind::Qualifies => ColorSlot::Ochre,
        LinkKind::Answers => ColorSlot::Blue,
        LinkKind::SameEvidence => ColorSlot::Purple,
    }
}

/// Returns the sign that stands for a kind of link.
#[must_use]
pub fn link_sign(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Agrees => "=",
        LinkKind::Contradicts => "≠",
        LinkKind::Qualifies => "±",
        LinkKind::Answers => "→",
        LinkKind::SameEvidence => "≈",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_can_be_seen_in_every_look() {
        for look in Look::ALL {
            let on_paper = |paint: Paint| paint.rgb(look).contrast(Paint::Paper.rgb(look));
            assert!(on_paper(Paint::Ink) >= 7.0 && on_paper(Paint::Faint) >= 4.5, "{look:?}");
            assert!(on_paper(Paint::Dim) >= 3.0, "{look:?}");
            for slot in ColorSlot::ALL {
                assert!(on_paper(Paint::Tag(slot)) >= 4.5, "{look:?} {slot:?}");
            }
            for percent in 0..=100 {
                let words = Paint::OnShade(percent).rgb(look).contrast(Paint::Shade(percent).rgb(look));
                assert!(words >= 4.5, "{look:?} {percent} %: {words}");
            }
            assert_eq!(Look::from_word(look.word()), Some(look));
        }
    }

    #[test]
    fn what_is_printed_without_color_is_gray() {
        let slots = ColorSlot::ALL.into_iter().map(Paint::Tag);
        for paint in slots.chain([Paint::Ink, Paint::Faint, Paint::Rule, Paint::Shade(40)]) {
            let Rgb(r, g, b) = paint.rgb(Look::Print);
            assert!(r == g && g == b, "{paint:?}");
        }
    }
}
