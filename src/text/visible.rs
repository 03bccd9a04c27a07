//! Characters that act instead of being seen, made visible.

use std::borrow::Cow;

/// Returns `words` with every character that would act on a terminal or on the order of what is
/// around it (control characters, overrides and isolates of direction, invisible marks) written out.
/// For the words of a source, where everything else is to stand as it does there.
///
/// ```
/// use diptych::text::visible;
/// assert_eq!(visible("a\u{202e}b"), "a⟨U+202E⟩b");
/// assert_eq!(visible("el cordón\n"), "el cordón⟨U+000A⟩");
/// ```
#[must_use]
pub fn visible(words: &str) -> Cow<'_, str> {
    written_out(words, |_, c| acts(c))
}

/// Returns a name (of a tag, a reader, a source) with every character written out that acts or is not
/// seen: besides those of [`visible`], whatever has no width, marks of direction, and blanks that count as
/// letters. Joiners stay where a script needs them, and spaces of any width are spaces (French has several).
///
/// ```
/// use diptych::text::visible_name;
/// assert_eq!(visible_name("armed\u{200b} road"), "armed⟨U+200B⟩ road");
/// assert_eq!(visible_name("می\u{200c}خواهم"), "می\u{200c}خواهم");
/// ```
#[must_use]
pub fn visible_name(name: &str) -> Cow<'_, str> {
    written_out(name, |before, c| acts(c) || is_unseen(before, c))
}

/// Returns the name without the characters that [`visible_name`] writes out; spaces of any width become usual ones.
#[must_use]
pub fn without_unseen(name: &str) -> String {
    let mut seen = String::with_capacity(name.len());
    let mut before = None;
    for c in name.chars() {
        if passes_for_space(c) {
            seen.push(' ');
        } else if !acts(c) && !is_unseen(before, c) {
            seen.push(c);
        }
        before = Some(c);
    }
    seen
}

/// `is` is asked of each character, with the one before it.
fn written_out(words: &str, is: impl Fn(Option<char>, char) -> bool) -> Cow<'_, str> {
    let before = |at: usize| words.get(..at).and_then(|before| before.chars().next_back());
    if !words.char_indices().any(|(at, c)| !c.is_ascii_graphic() && c != ' ' && is(before(at), c)) {
        return Cow::Borrowed(words);
    }
    let mut shown = String::with_capacity(words.len() + 16);
    let mut before = None;
    for c in words.chars() {
        if is(before, c) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            shown.push(c);
        }
        before = Some(c);
    }
    Cow::Owned(shown)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{202A}'..='\u{202E}' // embeddings and overrides of direction
            | '\u{2066}'..='\u{2069}' // isolates
            | '\u{2028}' | '\u{2029}' // line and paragraph separators
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' // byte order mark, interlinear notes
            | '\u{E0000}'..='\u{E007F}') // tags that are never seen
}

fn is_unseen(before: Option<char>, c: char) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' => !before.is_some_and(joins),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => !before.is_some_and(varies),
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' // variation selectors and the vowel separator of Mongolian
        | '\u{200B}' | '\u{200E}' | '\u{200F}' // no width, marks of direction
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' // joiners, invisible operators, old controls
        | '\u{2800}' | '\u{3164}' | '\u{FFA0}' // blanks that count as letters
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Spaces other than the usual one, but for the wide one that is usual in Chinese and Japanese.
fn passes_for_space(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}

/// Whether a joiner after this character means something: in scripts that join letters, and among pictures.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8FF}' // Arabic, Syriac, N'Ko and their supplements
        | '\u{900}'..='\u{DFF}' // the scripts of India
        | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{1A20}'..='\u{1BFF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{11000}'..='\u{11FFF}')
        || varies(c)
}

/// Whether a character has other forms that a selector chooses: pictures, symbols, Chinese characters.
fn varies(c: char) -> bool {
    matches!(c,
        '#' | '*' | '0'..='9' | '©' | '®'
        | '\u{2010}'..='\u{2027}' | '\u{203C}' | '\u{2049}' | '\u{2100}'..='\u{2BFF}'
        | '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE0F}'
        | '\u{1F000}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_is_not_seen_in_a_name_is_written_out() {
        for c in "\u{0}\u{7f}\u{85}\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202e}\u{2028}\u{2060}\u{2066}\u{3164}\u{feff}\u{fe0f}\u{e0041}\u{e0100}".chars() {
            let name = format!("a{c}b");
            assert_eq!(visible_name(&name), format!("a⟨U+{:04X}⟩b", u32::from(c)));
        }
    }

    #[test]
    fn names_in_any_script_stand_as_they_are() {
        for name in [
            "armed road",
            "el cordón",
            "e\u{301}tude",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}🔬",
            "❤\u{fe0f}",
            "全國\u{3000}大會",
            "葛\u{e0100}",
            "שלום",
            "que faire\u{202f}?",
        ] {
            assert_eq!(visible_name(name), name);
            assert_eq!(without_unseen(name), name.replace('\u{202f}', " "));
        }
    }

    #[test]
    fn what_is_not_seen_goes_and_spaces_become_usual() {
        assert_eq!(without_unseen("ar\u{200b}med\u{a0}ro\u{ad}ad\u{202e}"), "armed road");
    }
}
