//! Characters that act instead of being seen, made visible.

use std::borrow::Cow;

/// Returns `words` with every character that would act on a terminal or on the order of what is
/// around it (control characters, overrides and isolates of direction, invisible marks) written out.
///
/// ```
/// use diptych::store::export::visible;
/// assert_eq!(visible("a\u{202e}b"), "a⟨U+202E⟩b");
/// assert_eq!(visible("el cordón\n"), "el cordón⟨U+000A⟩");
/// ```
#[must_use]
pub fn visible(words: &str) -> Cow<'_, str> {
    if !words.contains(acts) {
        return Cow::Borrowed(words);
    }
    let mut shown = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        if acts(c) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            shown.push(c);
        }
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
