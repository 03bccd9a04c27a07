//! A source's text: immutable, cheap to clone, addressed by code points.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Excerpt, Paragraphs, Pos, Positions, Span};

/// How many code points lie between two remembered byte offsets.
pub(super) const STRIDE: usize = 64;

/// A text that never changes. Cloning it shares it.
///
/// Line ends are `\n`; there is no byte order mark. The importer sees to both; see
/// [`Text::normalized`].
#[derive(Clone)]
pub struct Text {
    inner: Arc<Inner>,
}

struct Inner {
    content: Arc<str>,
    /// Length in code points.
    len: u32,
    /// The byte offset of every `STRIDE`th code point; empty when the text is plain ASCII.
    offsets: Vec<u32>,
    paragraphs: OnceLock<Paragraphs>,
}

impl Text {
    /// The longest text in bytes: offsets are kept in 32 bits, with room to spare.
    pub const MAX_BYTES: usize = 1 << 30;

    /// Returns `content` as a text, as it is; nothing when it is longer than [`Text::MAX_BYTES`].
    #[must_use]
    pub fn new(content: impl Into<Arc<str>>) -> Option<Self> {
        let content: Arc<str> = content.into();
        if content.len() > Self::MAX_BYTES {
            return None;
        }
        let (len, offsets) =
            if content.is_ascii() { (content.len(), Vec::new()) } else { measured(content.as_bytes()) };
        Some(Self {
            inner: Arc::new(Inner {
                content,
                len: u32::try_from(len).unwrap_or(u32::MAX),
                offsets,
                paragraphs: OnceLock::new(),
            }),
        })
    }

    /// Returns `raw` as the import keeps it: a leading byte order mark goes, and every line end
    /// (`\r\n`, `\r`) becomes `\n`. Nothing else is touched, so that a quotation is what the source says.
    ///
    /// ```
    /// use diptych::text::Text;
    /// let text = Text::normalized("\u{feff}One.\r\nTwo.\rThree.").unwrap();
    /// assert_eq!(text.as_str(), "One.\nTwo.\nThree.");
    /// ```
    #[must_use]
    pub fn normalized(raw: &str) -> Option<Self> {
        let raw = raw.strip_prefix('\u{feff}').unwrap_or(raw);
        if raw.contains('\r') {
            Self::new(raw.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Self::new(raw)
        }
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.inner.content
    }

    /// Returns the length in code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.inner.len
    }

    /// Returns whether there is not one character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.len == 0
    }

    /// Returns the position after the last character.
    #[must_use]
    pub fn end(&self) -> Pos {
        Pos(self.inner.len)
    }

    /// Returns the stretch that is the whole text.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::between(Pos(0), self.end())
    }

    /// Returns the part of `span` that the text has.
    #[must_use]
    pub fn clamp(&self, span: Span) -> Span {
        Span::between(span.start().min(self.end()), span.end().min(self.end()))
    }

    /// Returns the words at `span`; where it reaches past the end, the words that are there.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let (start, end) = self.bytes_from_span(span);
        self.inner.content.get(start..end).unwrap_or_default()
    }

    /// Returns the words at `span` without copying them.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> Excerpt {
        let (start, end) = self.bytes_from_span(span);
        Excerpt::of_bytes(&self.inner.content, start, end)
    }

    /// Returns `words` as an excerpt of the text, if they stand at the byte offset `byte` of [`Text::as_str`].
    #[must_use]
    pub fn excerpt_at_byte(&self, byte: usize, words: &str) -> Option<Excerpt> {
        let end = byte.checked_add(words.len())?;
        let same = self.inner.content.get(byte..end) == Some(words);
        same.then(|| Excerpt::of_bytes(&self.inner.content, byte, end))
    }

    /// Returns whether `excerpt` says what the text says at `span`.
    #[must_use]
    pub fn says(&self, span: Span, excerpt: &Excerpt) -> bool {
        if span.end() > self.end() {
            return false;
        }
        let (start, end) = self.bytes_from_span(span);
        excerpt.is_bytes_of(&self.inner.content, start, end)
            || self.inner.content.get(start..end) == Some(excerpt.as_str())
    }

    /// Returns the byte offset of `pos` in [`Text::as_str`].
    #[must_use]
    pub fn byte_from_pos(&self, pos: Pos) -> usize {
        let inner = &*self.inner;
        if pos >= self.end() {
            return inner.content.len();
        }
        let index = pos.index();
        if inner.offsets.is_empty() {
            return index;
        }
        let start = inner.offsets.get(index / STRIDE).copied().unwrap_or(0) as usize;
        let bytes = inner.content.as_bytes().get(start..).unwrap_or_default();
        start + byte_of_character(bytes, index % STRIDE)
    }

    /// Returns the position of the character that the byte offset `byte` falls in.
    #[must_use]
    pub fn pos_from_byte(&self, byte: usize) -> Pos {
        let inner = &*self.inner;
        if byte >= inner.content.len() {
            return self.end();
        }
        if inner.offsets.is_empty() {
            return Pos(u32::try_from(byte).unwrap_or(u32::MAX));
        }
        let after = inner.offsets.partition_point(|&start| start as usize <= byte);
        let block = after.saturating_sub(1);
        let start = inner.offsets.get(block).copied().unwrap_or(0) as usize;
        let stretch = inner.content.as_bytes().get(start..=byte).unwrap_or_default();
        let begun = stretch.iter().filter(|&&b| !is_continuation(b)).count();
        let index = block * STRIDE + begun.saturating_sub(1);
        Pos(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Returns the stretch between two byte offsets.
    #[must_use]
    pub fn span_from_bytes(&self, start: usize, end: usize) -> Span {
        Span::between(self.pos_from_byte(start), self.pos_from_byte(end))
    }

    /// Returns what goes from byte offsets to positions in order, each from the one before it.
    #[must_use]
    pub fn positions(&self) -> Positions<'_> {
        let inner = &*self.inner;
        Positions::new(inner.content.as_bytes(), &inner.offsets, self.end())
    }

    /// Returns whether the two are one text, not only alike.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Returns whether every character takes one byte, so that positions are byte offsets.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.inner.offsets.is_empty()
    }

    fn bytes_from_span(&self, span: Span) -> (usize, usize) {
        (self.byte_from_pos(span.start()), self.byte_from_pos(span.end()))
    }

    /// Returns the paragraphs, found once and kept.
    #[must_use]
    pub fn paragraphs(&self) -> &Paragraphs {
        self.inner.paragraphs.get_or_init(|| Paragraphs::of(self))
    }
}

/// Returns how many characters UTF-8 holds, and the byte offset of every `STRIDE`th. Eight bytes are
/// looked at together, so that a text of 100 MB is measured while a reader blinks.
fn measured(bytes: &[u8]) -> (usize, Vec<u32>) {
    let mut offsets = Vec::with_capacity(bytes.len() / STRIDE + 1);
    let mut len = 0;
    let mut remember = |len: usize, begun: usize, (start, word): (usize, &[u8])| {
        // Eight bytes are fewer than a stride, so at most one of them is remembered.
        let next = offsets.len() * STRIDE;
        if next < len + begun {
            let byte = start + byte_of_character(word, next - len);
            offsets.push(u32::try_from(byte).unwrap_or(u32::MAX));
        }
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let begun = n_begun(*word);
        remember(len, begun, (8 * n, word));
        len += begun;
    }
    let begun = rest.iter().filter(|&&b| !is_continuation(b)).count();
    remember(len, begun, (bytes.len() - rest.len(), rest));
    (len + begun, offsets)
}

/// Returns how many characters begin in `bytes`.
pub(super) fn n_characters(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words: usize = words.iter().map(|word| n_begun(*word)).sum();
    in_words + rest.iter().filter(|&&b| !is_continuation(b)).count()
}

/// Returns how many of eight bytes begin a character.
fn n_begun(word: [u8; 8]) -> usize {
    let word = u64::from_le_bytes(word);
    // The lowest bit of each byte: whether it goes on with a character (its two highest bits are 1, 0).
    let goes_on = (word >> 7) & !(word >> 6) & 0x0101_0101_0101_0101;
    8 - goes_on.count_ones() as usize
}

/// Returns the offset of the `n`th character, counted from 0, of bytes that begin with one. Eight bytes
/// are looked at together: opening a file asks this several times for each claim.
fn byte_of_character(bytes: &[u8], n: usize) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let (mut left, mut byte) = (n, 0);
    for word in words {
        let begun = n_begun(*word);
        if begun > left {
            break;
        }
        left -= begun;
        byte += 8;
    }
    for &b in bytes.get(byte..).unwrap_or_default() {
        if !is_continuation(b) {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        byte += 1;
    }
    byte
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.as_str().chars().take(40).collect();
        write!(f, "Text({} code points, {start:?}…)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn positions_count_code_points_not_bytes() {
        let text = Text::new("el cordón — 🌹 obrero").unwrap();
        assert_eq!(text.slice(Span::new(3, 9).unwrap()), "cordón");
        assert_eq!(text.slice(Span::new(12, 13).unwrap()), "🌹");
        assert_eq!(text.len(), 20);
    }

    #[test]
    fn a_span_past_the_end_gives_what_is_there() {
        let text = Text::new("abc").unwrap();
        assert_eq!(text.slice(Span::new(1, 99).unwrap()), "bc");
        assert!(!text.says(Span::new(1, 99).unwrap(), &Excerpt::from("bc")));
    }

    proptest! {
        #[test]
        fn bytes_and_positions_are_each_others_inverse(content in "\\PC{0,300}") {
            let text = Text::new(content.as_str()).unwrap();
            for (index, (byte, _)) in content.char_indices().enumerate() {
                let pos = Pos(u32::try_from(index).unwrap());
                prop_assert_eq!(text.byte_from_pos(pos), byte);
                prop_assert_eq!(text.pos_from_byte(byte), pos);
            }
            prop_assert_eq!(text.byte_from_pos(text.end()), content.len());
            prop_assert_eq!(text.len() as usize, content.chars().count());
            prop_assert_eq!(n_characters(content.as_bytes()), content.chars().count());
        }
    }
}
