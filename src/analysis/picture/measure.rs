//! How wide words come out, near enough to place and shorten them where no font is at hand.
//!
//! The widths are those of Inter, which the program brings along; of scripts that it lacks, what their letters take
//! on average. Whoever draws knows better, and shortens what still does not fit.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// The widths of the characters from U+0020 to U+007E in Inter, in thousandths of the size.
const ASCII: [u16; 95] = [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605, 636, 642,
    608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264,
    543, 652, 562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469,
    452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523,
    364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
];
/// How much wider the strong face is.
const STRONGER: f32 = 1.06;

/// Returns how wide words are, in points, at a size in points.
#[must_use]
pub fn width(words: &str, size: f32, strong: bool) -> f32 {
    let thousandths: f32 = words.chars().map(of_character).sum();
    thousandths / 1000.0 * size * if strong { STRONGER } else { 1.0 }
}

fn of_character(c: char) -> f32 {
    let code = usize::try_from(u32::from(c)).unwrap_or(usize::MAX);
    if let Some(width) = code.checked_sub(32).and_then(|index| ASCII.get(index)) {
        return f32::from(*width);
    }
    match (c.width(), c) {
        (None | Some(0), _) => 0.0,
        (Some(1), '\u{370}'..='\u{52F}') => 655.0,
        (Some(1), '…' | '→' | '∅') => 900.0,
        (Some(1), _) => 640.0,
        _ => 1000.0,
    }
}

/// Returns the words on one line, shortened with an ellipsis to what fits into `room` points.
#[must_use]
pub fn shortened(words: &str, size: f32, strong: bool, room: f32) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line = line.join(" ");
    if width(&line, size, strong) <= room {
        return line;
    }
    let left = room - width("…", size, strong);
    let (mut kept, mut taken) = (String::new(), 0.0);
    for piece in line.graphemes(true) {
        taken += width(piece, size, strong);
        if taken > left {
            break;
        }
        kept.push_str(piece);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Returns the words in lines that fit into `room` points; a word that is longer than that has a line to itself.
#[must_use]
pub fn wrapped(words: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, false) > room && !line.is_empty() {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
    lines
}

/// Returns whether words run from right to left, by their first letter that runs either way.
#[must_use]
pub fn runs_leftward(words: &str) -> bool {
    let leftward = |c: char| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    words.chars().find(|c| c.is_alphabetic()).is_some_and(leftward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_what_fits_and_never_within_a_character() {
        let long = "The role of the Communist Party in the autumn of that year";
        let short = shortened(long, 12.0, false, 120.0);
        assert!(short.ends_with('…') && long.starts_with(short.trim_end_matches('…')), "{short}");
        assert!(width(&short, 12.0, false) <= 120.0 && width(&short, 12.0, false) > 90.0);
        assert_eq!(shortened("armed \n road", 12.0, false, 120.0), "armed road");
        assert_eq!(shortened("e\u{301}e\u{301}e\u{301}", 10.0, false, 15.0), "e\u{301}…");
        assert_eq!(shortened("革命的プロレタリアート", 10.0, false, 50.0), "革命的プ…");
        assert_eq!(shortened("", 10.0, false, 50.0), "");
    }

    #[test]
    fn lines_are_filled_and_none_is_lost() {
        let words = "Marks are at least one point wide and as long as the passages they stand for";
        let lines = wrapped(words, 10.0, 150.0);
        assert_eq!(lines.join(" "), words);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 10.0, false) <= 150.0), "{lines:?}");
        assert!(wrapped("", 10.0, 150.0).is_empty());
    }

    #[test]
    fn the_first_letter_tells_which_way_words_run() {
        assert!(runs_leftward("«אספה כללית» 1973") && runs_leftward("1973 الحزب"));
        assert!(!runs_leftward("armed road אספה") && !runs_leftward("1973"));
    }
}
