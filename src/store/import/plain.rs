//! Plain text: the words are the file's, whole. Nothing is taken out, joined or set anew.
//!
//! A form feed is where a typewriter's or a printer's page ended: it stays in the text (it is white
//! space) and the first character after it becomes the first of a page. Such pages are counted from
//! 1, since the file does not say what was printed on them.

use crate::model::{Mark, MarkKind, Unknown};
use crate::text::{Pos, Span};

/// Returns a mark on the first visible character of every page; none where there are no form feeds.
pub(super) fn pages(content: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    if !content.contains('\u{c}') {
        return marks;
    }
    let mut number = 1_u32;
    let mut pos = Pos(0);
    for (index, page) in content.split('\u{c}').enumerate() {
        let mut n_chars = 0;
        let mut first = None;
        for c in page.chars() {
            if first.is_none() && !c.is_whitespace() {
                first = Some(pos.plus(n_chars));
            }
            n_chars += 1;
        }
        if let Some(first) = first {
            let kind = MarkKind::Page { label: number.to_string() };
            marks.push(Mark { span: Span::between(first, first.plus(1)), kind, unknown: Unknown::default() });
        }
        // A form feed before the first word only clears the printer.
        number += u32::from(index > 0 || first.is_some());
        pos = pos.plus(n_chars + 1);
    }
    marks
}

/// Returns what the text looks as if it were instead, as a sentence that says what to do.
pub(super) fn hint(content: &str) -> Option<&'static str> {
    let start: String = content.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Some(
            "This looks like a web page: its tags are kept as words. Save it as plain text from the browser, \
             and import that.",
        );
    }
    let headings = content.split('\n').filter(|line| heading(line).is_some());
    let links = content.match_indices("](");
    let enough = headings.take(2).count() + links.take(2).count() >= 2;
    enough.then_some(
        "This looks like Markdown. Import it as Markdown to keep headings and emphasis apart from the words.",
    )
}

/// Returns the words of a Markdown heading that begins with number signs.
pub(super) fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_heading = (1..=6).contains(&level) && words.starts_with(' ') && !words.trim().is_empty();
    is_heading.then(|| words.trim().trim_end_matches('#').trim_end())
}
