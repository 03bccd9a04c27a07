//! From bytes to characters: which encoding, and what in it could not be read.
//!
//! The order of evidence: what the reader says; a byte order mark; NULs in the pattern of UTF-16 or
//! UTF-32; being valid UTF-8 (or nearly: a text with one damaged byte is still UTF-8, not a thousand
//! false accents); then a guess by chardetng. Nothing is lost in silence: every stretch of bytes
//! that means nothing becomes one U+FFFD, and is counted.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::survey::counted;
use super::utf32::{self, Utf32};

/// How the encoding of a source was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingHow {
    /// The reader said it.
    Given,
    /// The file begins with its byte order mark.
    ByteOrderMark,
    /// The bytes are UTF-8, all of them or all but a few.
    Utf8,
    /// NULs lie in the pattern of UTF-16 or UTF-32.
    Nulls,
    /// Guessed from the bytes; may be wrong.
    Guessed,
    /// The text came as characters: there were no bytes to decode.
    Pasted,
}

/// The characters of a file.
pub(super) struct Decoded<'a> {
    /// Without byte order mark; line ends as they were.
    pub(super) content: Cow<'a, str>,
    /// None for UTF-32, which is no encoding of the web.
    pub(super) encoding: Option<&'static Encoding>,
    /// The encoding's name.
    pub(super) name: &'static str,
    pub(super) how: EncodingHow,
    /// How many stretches of bytes became U+FFFD.
    pub(super) n_unreadable: u64,
    /// The line of the first of them, from 1.
    pub(super) first_unreadable: u64,
    /// What the byte order mark says, where the reader says otherwise.
    pub(super) overruled: Option<&'static str>,
}

impl<'a> Decoded<'a> {
    /// Returns words that came as characters.
    pub(super) fn pasted(words: &'a str) -> Self {
        Self {
            content: without_marks(Cow::Borrowed(words)),
            encoding: None,
            name: "",
            how: EncodingHow::Pasted,
            n_unreadable: 0,
            first_unreadable: 0,
            overruled: None,
        }
    }

    /// Returns what was lost or looks wrong, as sentences.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(mark) = self.overruled {
            warnings.push(format!(
                "The file begins with the byte order mark of {mark}, but was read as {}, as chosen.",
                self.name
            ));
        }
        if self.n_unreadable > 0 {
            warnings.push(format!(
                "{} not be read as {} and became � (the first in line {}). Try another encoding, or look at \
                 these places before you cite them.",
                counted(self.n_unreadable, "stretch of bytes could", "stretches of bytes could"),
                self.name,
                self.first_unreadable
            ));
        }
        warnings
    }
}

/// A byte that no text has, at this offset: the bytes are not text in any encoding that could be found.
pub(super) struct NotText {
    pub(super) offset: usize,
}

/// An encoding, the web's or UTF-32.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    Web(&'static Encoding),
    Utf32(Utf32),
}

/// Decodes `bytes` from `given`, or from what they show themselves to be.
pub(super) fn decode<'a>(bytes: &'a [u8], given: Option<&'static Encoding>) -> Result<Decoded<'a>, NotText> {
    let mark = byte_order_mark(bytes);
    let (charset, how, n_skipped, overruled) = match (given, mark) {
        (Some(given), Some((Charset::Web(marked), len))) if given == marked => {
            (Charset::Web(given), EncodingHow::Given, len, None)
        }
        (Some(given), mark) => {
            let overruled = mark.map(|(charset, _)| charset.name());
            (Charset::Web(given), EncodingHow::Given, 0, overruled)
        }
        (None, Some((marked, len))) => (marked, EncodingHow::ByteOrderMark, len, None),
        (None, None) => {
            let (charset, how) = detect(bytes)?;
            (charset, how, 0, None)
        }
    };
    let body = bytes.get(n_skipped..).unwrap_or_default();
    let characters = charset.decode(body);
    let first_unreadable =
        characters.first_unreadable.map_or(0, |offset| line_at(&characters.content, offset));
    Ok(Decoded {
        content: without_marks(characters.content),
        encoding: if let Charset::Web(encoding) = charset { Some(encoding) } else { None },
        name: charset.name(),
        how,
        n_unreadable: characters.n_unreadable,
        first_unreadable,
        overruled,
    })
}

/// Takes byte order marks off the start: some programs write two.
fn without_marks(content: Cow<'_, str>) -> Cow<'_, str> {
    match content {
        Cow::Borrowed(words) => Cow::Borrowed(words.trim_start_matches('\u{feff}')),
        Cow::Owned(mut words) => {
            let n_marks = words.len() - words.trim_start_matches('\u{feff}').len();
            words.drain(..n_marks);
            Cow::Owned(words)
        }
    }
}

/// Returns the encoding that a byte order mark names, and the mark's length.
fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    // UTF-32's is looked for first: as UTF-16 it would be a mark followed by a NUL, which no text has.
    if let Some(order) = Utf32::by_mark(bytes) {
        return Some((Charset::Utf32(order), 4));
    }
    Encoding::for_bom(bytes).map(|(encoding, len)| (Charset::Web(encoding), len))
}

/// Finds out the encoding of bytes that have no byte order mark.
fn detect(bytes: &[u8]) -> Result<(Charset, EncodingHow), NotText> {
    if let Some(offset) = memchr::memchr(0, bytes) {
        let found = Utf32::by_pattern(bytes).map(Charset::Utf32).or_else(|| utf16_by_pattern(bytes));
        return found.map(|charset| (charset, EncodingHow::Nulls)).ok_or(NotText { offset });
    }
    let utf8 = Utf8Evidence::of(bytes);
    // ISO-2022-JP is all ASCII bytes, parted by escapes that no other text has.
    if utf8.n_bad == 0 && memchr::memchr(0x1b, bytes).is_some() && guess(bytes) == ISO_2022_JP {
        return Ok((Charset::Web(ISO_2022_JP), EncodingHow::Guessed));
    }
    if utf8.is_enough() {
        return Ok((Charset::Web(UTF_8), EncodingHow::Utf8));
    }
    Ok((Charset::Web(guess(bytes)), EncodingHow::Guessed))
}

/// How many bytes beyond ASCII are evidence enough.
const ENOUGH: usize = 1 << 15;

/// Guesses from the beginning of `bytes`: as much as holds [`ENOUGH`] bytes beyond ASCII, which alone
/// tell. To weigh all of a long text would take a second, and one damaged byte in it would speak
/// against the right encoding; so it is counted as unreadable.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut telling = bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
    let end = telling.nth(ENOUGH).map_or(bytes.len(), |(offset, _)| offset);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // Never as the last: a character cut in two at the end must not count against the right encoding.
    detector.feed(bytes.get(..end).unwrap_or(bytes), false);
    detector.guess(None, Utf8Detection::Deny)
}

/// What speaks for UTF-8 and what against it.
struct Utf8Evidence {
    /// Characters beyond ASCII that are well formed.
    n_good: usize,
    /// Stretches that are not.
    n_bad: usize,
    /// Whether the only bad one is a character cut off by the end.
    cut_off: bool,
}

impl Utf8Evidence {
    fn of(bytes: &[u8]) -> Self {
        let mut evidence = Self { n_good: 0, n_bad: 0, cut_off: false };
        if std::str::from_utf8(bytes).is_ok() {
            return evidence;
        }
        let mut last_bad = 0;
        for chunk in bytes.utf8_chunks() {
            // Only the first byte of a character beyond ASCII is 0xC0 or more.
            evidence.n_good += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
            evidence.n_bad += usize::from(!chunk.invalid().is_empty());
            last_bad = chunk.invalid().len();
        }
        evidence.cut_off = evidence.n_bad == 1 && last_bad > 0;
        evidence
    }

    /// In a legacy encoding of any script, well formed UTF-8 comes about by accident far less often
    /// than its opposite.
    fn is_enough(&self) -> bool {
        self.n_bad == 0 || self.n_good >= 10 * self.n_bad || self.cut_off && self.n_good > 0
    }
}

/// How much of the bytes is looked at to tell UTF-16 from what is not text.
const SAMPLE: usize = 1 << 16;

/// Returns which UTF-16 bytes with NULs among them are, if any: the byte order in which more
/// characters are those every text is full of, as long as next to none are those no text has.
fn utf16_by_pattern(bytes: &[u8]) -> Option<Charset> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let little = n_common_if_text(sample, u16::from_le_bytes);
    let big = n_common_if_text(sample, u16::from_be_bytes);
    match (little, big) {
        (Some(little), Some(big)) if big > little => Some(Charset::Web(UTF_16BE)),
        (Some(_), _) => Some(Charset::Web(UTF_16LE)),
        (None, Some(_)) => Some(Charset::Web(UTF_16BE)),
        (None, None) => None,
    }
}

/// Returns how many of the characters are common ones: nothing if they are too few, or too many
/// are such as no text has.
fn n_common_if_text(sample: &[u8], unit: fn([u8; 2]) -> u16) -> Option<usize> {
    let units = sample.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    let (mut n, mut n_common, mut n_bad) = (0, 0, 0);
    for c in char::decode_utf16(units) {
        n += 1;
        match c {
            Ok(
                '\t' | '\n' | '\u{c}' | '\r' | ' '..='~' | '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff60}',
            ) => {
                n_common += 1;
            }
            Ok(c) if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => n_bad += 1,
            Ok(_) => {}
            Err(_) => n_bad += 1,
        }
    }
    (n_common * 20 >= n && n_bad * 50 <= n && n > 0).then_some(n_common)
}

/// What decoding yields.
pub(super) struct Characters<'a> {
    pub(super) content: Cow<'a, str>,
    pub(super) n_unreadable: u64,
    /// The byte offset in `content` of the first U+FFFD put there.
    pub(super) first_unreadable: Option<usize>,
}

impl Characters<'_> {
    /// Puts U+FFFD for one stretch that means nothing.
    pub(super) fn push_unreadable(&mut self) {
        let content = self.content.to_mut();
        self.first_unreadable.get_or_insert(content.len());
        content.push(char::REPLACEMENT_CHARACTER);
        self.n_unreadable += 1;
    }
}

impl Charset {
    fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Utf32(order) => order.name(),
        }
    }

    fn decode(self, bytes: &[u8]) -> Characters<'_> {
        match self {
            Self::Web(encoding) => decode_web(bytes, encoding),
            Self::Utf32(order) => utf32::decode(bytes, order),
        }
    }
}

fn decode_web<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Characters<'a> {
    if encoding == UTF_8
        && let Ok(words) = std::str::from_utf8(bytes)
    {
        return Characters { content: Cow::Borrowed(words), n_unreadable: 0, first_unreadable: None };
    }
    let mut characters =
        Characters { content: Cow::Owned(String::new()), n_unreadable: 0, first_unreadable: None };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut rest = bytes;
    loop {
        let (piece, after) = rest.split_at(rest.len().min(SAMPLE));
        let content = characters.content.to_mut();
        // Room for the piece decoded; where the sum overflows, any room will do: the loop goes on.
        content.reserve(decoder.max_utf8_buffer_length_without_replacement(piece.len()).unwrap_or(SAMPLE));
        let (result, n_read) = decoder.decode_to_string_without_replacement(piece, content, after.is_empty());
        rest = rest.get(n_read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty if after.is_empty() => return characters,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => characters.push_unreadable(),
        }
    }
}

/// Returns the line that the byte at `offset` is in, from 1; `\n`, `\r\n` and `\r` end a line.
pub(super) fn line_at(content: &str, offset: usize) -> u64 {
    let before = content.as_bytes().get(..offset).unwrap_or_default();
    n_line_ends(before) + 1
}

/// Counts the line ends among bytes of which ASCII stands for itself.
pub(super) fn n_line_ends(bytes: &[u8]) -> u64 {
    let mut n = 0;
    let mut after_return = false;
    for &byte in bytes {
        n += u64::from(byte == b'\r' || byte == b'\n' && !after_return);
        after_return = byte == b'\r';
    }
    n
}
