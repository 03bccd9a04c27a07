//! Graphemes, words and sentences: what a caret steps over and a selection snaps to.
//!
//! Each function looks only at the paragraph around the position, so that it costs the same in
//! a leaflet and in a corpus; in a paragraph of monstrous length, only at a window around it.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Pos, Span, Text};

/// The widest stretch that is read around a position, in code points.
const WINDOW: u32 = 4096;

/// Returns the stretch to look at around `pos`: its paragraph, cut to a window.
fn neighborhood(text: &Text, pos: Pos) -> Span {
    let paragraphs = text.paragraphs();
    let paragraph = paragraphs.get(paragraphs.index_at(pos));
    let whole = paragraph.map_or(text.span(), |paragraph| paragraph.span);
    let window = Span::between(pos.minus(WINDOW), pos.plus(WINDOW));
    let near = text.clamp(whole).intersection(text.clamp(window));
    near.unwrap_or(Span::at(pos.min(text.end())))
}

/// Returns the next grapheme boundary after `pos` (the end of the text if there is none).
#[must_use]
pub fn next_grapheme(text: &Text, pos: Pos) -> Pos {
    let byte = text.byte_from_pos(pos);
    let mut cursor = GraphemeCursor::new(byte, text.as_str().len(), true);
    match cursor.next_boundary(text.as_str(), 0) {
        Ok(Some(next)) => text.pos_from_byte(next),
        _ => text.end(),
    }
}

/// Returns the last grapheme boundary before `pos` (the start of the text if there is none).
#[must_use]
pub fn previous_grapheme(text: &Text, pos: Pos) -> Pos {
    let byte = text.byte_from_pos(pos);
    let mut cursor = GraphemeCursor::new(byte, text.as_str().len(), true);
    match cursor.prev_boundary(text.as_str(), 0) {
        Ok(Some(previous)) => text.pos_from_byte(previous),
        _ => Pos(0),
    }
}

/// Returns the grapheme boundary at `pos`, or the nearest one before it.
#[must_use]
pub fn grapheme_at(text: &Text, pos: Pos) -> Pos {
    let pos = pos.min(text.end());
    let byte = text.byte_from_pos(pos);
    let mut cursor = GraphemeCursor::new(byte, text.as_str().len(), true);
    match cursor.is_boundary(text.as_str(), 0) {
        Ok(true) => pos,
        _ => previous_grapheme(text, pos),
    }
}

/// Returns the word that `pos` is in or touches, if it is at a word (UAX 29; a word has a letter or digit in it).
#[must_use]
pub fn word_at(text: &Text, pos: Pos) -> Option<Span> {
    let near = neighborhood(text, pos);
    let start_byte = text.byte_from_pos(near.start());
    let at = text.byte_from_pos(pos).saturating_sub(start_byte);
    let words = text.slice(near).unicode_word_indices();
    let mut touching = None;
    for (start, word) in words {
        if start > at {
            break;
        }
        if at <= start + word.len() {
            touching = Some(text.span_from_bytes(start_byte + start, start_byte + start + word.len()));
        }
    }
    touching
}

/// Returns the start of the next word after `pos`, or the end of the text.
#[must_use]
pub fn next_word(text: &Text, pos: Pos) -> Pos {
    let mut from = pos;
    loop {
        let near = neighborhood(text, from);
        let start_byte = text.byte_from_pos(near.start());
        let here = text.byte_from_pos(pos);
        for (start, _) in text.slice(near).unicode_word_indices() {
            if start_byte + start > here {
                return text.pos_from_byte(start_byte + start);
            }
        }
        if near.end() >= text.end() || near.end().plus(1) <= from {
            return text.end();
        }
        from = near.end().plus(1);
    }
}

/// Returns the start of the word before `pos`, or the start of the text.
#[must_use]
pub fn previous_word(text: &Text, pos: Pos) -> Pos {
    let here = text.byte_from_pos(pos);
    let mut from = pos.minus(1);
    loop {
        let near = before(text, from);
        let start_byte = text.byte_from_pos(near.start());
        let starts = text.slice(near).unicode_word_indices();
        let last = starts.map(|(start, _)| start_byte + start).take_while(|&byte| byte < here).last();
        if let Some(byte) = last {
            return text.pos_from_byte(byte);
        }
        if near.start() == Pos(0) {
            return Pos(0);
        }
        from = near.start().minus(1);
    }
}

/// Returns the paragraph that `pos` is in, or else the one before it, cut to a window that ends after `pos`.
fn before(text: &Text, pos: Pos) -> Span {
    let near = neighborhood(text, pos);
    if near.start() <= pos {
        return near;
    }
    let index = text.paragraphs().index_at(pos);
    match index.checked_sub(1).and_then(|index| text.paragraphs().get(index)) {
        Some(paragraph) => {
            let window = Span::between(paragraph.span.end().minus(WINDOW), paragraph.span.end());
            paragraph.span.intersection(window).unwrap_or(paragraph.span)
        }
        None => Span::at(Pos(0)),
    }
}

/// Returns `span` without the white space at its ends.
#[must_use]
pub fn trim(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let start = words.len() - words.trim_start().len();
    let end = words.trim_end().len();
    let base = text.byte_from_pos(span.start());
    if start >= end {
        return Span::at(span.start());
    }
    text.span_from_bytes(base + start, base + end)
}

/// Returns `span` grown to whole words, and without the white space at its ends.
/// A quotation mark or full stop at an end is neither added nor taken away.
#[must_use]
pub fn snap_to_words(text: &Text, span: Span) -> Span {
    let span = trim(text, span);
    if span.is_empty() {
        return span;
    }
    let start = match word_at(text, span.start()) {
        Some(word) if word.contains(span.start()) => word.start(),
        _ => span.start(),
    };
    let end = match word_at(text, span.end()) {
        Some(word) if word.start() < span.end() && span.end() < word.end() => word.end(),
        _ => span.end(),
    };
    Span::between(start, end)
}

/// Returns the sentence that `pos` is in, without the white space around it. `language` is a
/// two-letter code ("en", "es"), which decides which abbreviations do not end a sentence.
#[must_use]
pub fn sentence_at(text: &Text, pos: Pos, language: &str) -> Span {
    sentences_near(text, pos, language)
        .into_iter()
        .find(|sentence| pos < sentence.end())
        .unwrap_or_else(|| Span::at(pos))
}

/// Returns the start of the next sentence after `pos`, or the end of the text.
#[must_use]
pub fn next_sentence(text: &Text, pos: Pos, language: &str) -> Pos {
    let mut from = pos;
    loop {
        let near = neighborhood(text, from);
        let starts = sentences_in(text, near, language).into_iter().map(Span::start);
        if let Some(start) = starts.into_iter().find(|start| *start > pos) {
            return start;
        }
        if near.end() >= text.end() || near.end().plus(1) <= from {
            return text.end();
        }
        from = near.end().plus(1);
    }
}

/// Returns the start of the sentence before `pos`, or the start of the text.
#[must_use]
pub fn previous_sentence(text: &Text, pos: Pos, language: &str) -> Pos {
    let mut from = pos.minus(1);
    loop {
        let near = before(text, from);
        let starts = sentences_in(text, near, language).into_iter().map(Span::start);
        if let Some(start) = starts.take_while(|start| *start < pos).last() {
            return start;
        }
        if near.start() == Pos(0) {
            return Pos(0);
        }
        from = near.start().minus(1);
    }
}

/// Returns the sentences of the paragraph around `pos`.
#[must_use]
pub fn sentences_near(text: &Text, pos: Pos, language: &str) -> Vec<Span> {
    sentences_in(text, neighborhood(text, pos), language)
}

fn sentences_in(text: &Text, near: Span, language: &str) -> Vec<Span> {
    let base = text.byte_from_pos(near.start());
    let words = text.slice(near);
    sentencex::get_sentence_boundaries(language, words)
        .iter()
        .map(|found| trim(text, text.span_from_bytes(base + found.start_byte, base + found.end_byte)))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Returns the graphemes of `span`, in order and without a gap.
pub fn graphemes_in(text: &Text, span: Span) -> impl Iterator<Item = Span> {
    let mut start = text.clamp(span).start();
    text.slice(span).graphemes(true).map(move |grapheme| {
        let end = start.plus(u32::try_from(grapheme.chars().count()).unwrap_or(u32::MAX));
        let found = Span::between(start, end);
        start = end;
        found
    })
}

/// Returns where the words of `span` begin, in order (UAX 29; a word has a letter or digit in it).
pub fn word_starts_in(text: &Text, span: Span) -> impl Iterator<Item = Pos> {
    let mut at = text.clamp(span).start();
    text.slice(span).split_word_bounds().filter_map(move |piece| {
        let start = at;
        at = at.plus(u32::try_from(piece.chars().count()).unwrap_or(u32::MAX));
        piece.chars().any(char::is_alphanumeric).then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text::new(content).unwrap()
    }

    fn said(text: &Text, span: Span) -> &str {
        text.slice(span)
    }

    #[test]
    fn a_word_keeps_its_apostrophe_and_its_accents() {
        let t = text("They don't leave l'Unité or el cordón.");
        assert_eq!(said(&t, word_at(&t, Pos(7)).unwrap()), "don't");
        assert_eq!(said(&t, word_at(&t, Pos(20)).unwrap()), "l'Unité");
        assert_eq!(word_at(&t, Pos(38)), None);
    }

    #[test]
    fn snapping_takes_whole_words_and_no_blanks() {
        let t = text("The armed road was closed.");
        assert_eq!(said(&t, snap_to_words(&t, Span::new(5, 12).unwrap())), "armed road");
        assert_eq!(said(&t, snap_to_words(&t, Span::new(3, 11).unwrap())), "armed road");
        assert_eq!(said(&t, snap_to_words(&t, Span::new(19, 26).unwrap())), "closed.");
    }

    #[test]
    fn a_caret_steps_over_whole_graphemes() {
        let t = text("e\u{301}a👩‍🌾b");
        let mut stops = vec![Pos(0)];
        while stops.last() != Some(&t.end()) {
            stops.push(next_grapheme(&t, *stops.last().unwrap()));
        }
        assert_eq!(stops, [Pos(0), Pos(2), Pos(3), Pos(6), Pos(7)]);
        assert_eq!(previous_grapheme(&t, Pos(6)), Pos(3));
        assert_eq!(grapheme_at(&t, Pos(4)), Pos(3));
    }

    #[test]
    fn words_are_walked_across_paragraphs_both_ways() {
        let t = text("One two.\n\n\n\nThree.");
        assert_eq!(next_word(&t, Pos(0)), Pos(4));
        assert_eq!(next_word(&t, Pos(4)), Pos(12));
        assert_eq!(next_word(&t, Pos(12)), t.end());
        assert_eq!(previous_word(&t, t.end()), Pos(12));
        assert_eq!(previous_word(&t, Pos(12)), Pos(4));
        assert_eq!(previous_word(&t, Pos(4)), Pos(0));
        assert_eq!(previous_word(&t, Pos(0)), Pos(0));
    }

    #[test]
    fn sentences_are_walked_across_paragraphs_both_ways() {
        let t = text("\nOne here. Two there.\n\n \nThree.\nFour (e.g. this) is.\n\n");
        let mut there = vec![Pos(0)];
        while there.last() != Some(&t.end()) {
            there.push(next_sentence(&t, *there.last().unwrap(), "en"));
        }
        let mut back = vec![t.end()];
        while back.last() != Some(&Pos(0)) {
            back.push(previous_sentence(&t, *back.last().unwrap(), "en"));
        }
        back.reverse();
        assert_eq!(there, back);
        let firsts: Vec<&str> =
            there.iter().map(|start| t.slice(Span::between(*start, start.plus(3)))).collect();
        assert_eq!(firsts, ["\nOn", "One", "Two", "Thr", "Fou", ""]);
        assert_eq!(previous_sentence(&t, Pos(4), "en"), Pos(1));
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        let t = text("Then Gen. Prats resigned. Dr. Allende named another.");
        assert_eq!(said(&t, sentence_at(&t, Pos(2), "en")), "Then Gen. Prats resigned.");
        assert_eq!(said(&t, sentence_at(&t, Pos(30), "en")), "Dr. Allende named another.");
    }
}
