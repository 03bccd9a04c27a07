//! Which way words run when they stand by themselves.

/// The direction that words are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    /// As Latin, Greek, Chinese.
    #[default]
    Rightward,
    /// As Arabic, Hebrew, Syriac.
    Leftward,
}

impl Direction {
    /// Returns the direction of `words` by their first letter (rule P2 of UAX 9); rightward where there is none.
    ///
    /// ```
    /// use diptych::text::Direction;
    /// assert_eq!(Direction::of("«שלום» said Ana"), Direction::Leftward);
    /// assert_eq!(Direction::of("12: peace, שלום"), Direction::Rightward);
    /// ```
    #[must_use]
    pub fn of(words: &str) -> Self {
        match words.chars().find(|c| c.is_alphabetic()) {
            Some(letter) if runs_leftward(letter) => Self::Leftward,
            _ => Self::Rightward,
        }
    }

    /// Returns whether it is leftward.
    #[must_use]
    pub fn is_leftward(self) -> bool {
        self == Self::Leftward
    }
}

/// The blocks whose letters have the class R or AL (Unicode's `DerivedBidiClass.txt`).
fn runs_leftward(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        for leftward in ["שלום", "« السلام", "1973: السلام", "ܫܠܡܐ", "\u{1E900}"] {
            assert_eq!(Direction::of(leftward), Direction::Leftward, "{leftward}");
        }
        for rightward in ["", "12 – 13", "peace", "ειρήνη", "平和", "شtill".trim_start_matches('ش')]
        {
            assert_eq!(Direction::of(rightward), Direction::Rightward, "{rightward}");
        }
    }
}
