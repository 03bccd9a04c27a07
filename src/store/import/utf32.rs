//! UTF-32, which `encoding_rs` leaves out because the web does.

use std::borrow::Cow;

use super::decode::Characters;

/// UTF-32 in either byte order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Utf32 {
    LittleEndian,
    BigEndian,
}

impl Utf32 {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LittleEndian => "UTF-32LE",
            Self::BigEndian => "UTF-32BE",
        }
    }

    /// Returns the byte order that a byte order mark shows.
    pub(super) fn by_mark(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some(Self::LittleEndian),
            [0, 0, 0xFE, 0xFF, ..] => Some(Self::BigEndian),
            _ => None,
        }
    }

    /// Returns the byte order in which the bytes begin with characters of a text.
    pub(super) fn by_pattern(bytes: &[u8]) -> Option<Self> {
        [Self::LittleEndian, Self::BigEndian].into_iter().find(|order| {
            let mut characters = bytes.chunks_exact(4).take(1 << 14).map(|chunk| order.character(chunk));
            let is_text = |c: Option<char>| c.is_some_and(|c| c != '\0');
            characters.len() > 0 && characters.all(is_text)
        })
    }

    fn character(self, chunk: &[u8]) -> Option<char> {
        let bytes = <[u8; 4]>::try_from(chunk).ok()?;
        char::from_u32(match self {
            Self::LittleEndian => u32::from_le_bytes(bytes),
            Self::BigEndian => u32::from_be_bytes(bytes),
        })
    }
}

/// Decodes `bytes`; four that are no character, or fewer at the end, become U+FFFD.
pub(super) fn decode<'a>(bytes: &[u8], order: Utf32) -> Characters<'a> {
    let content = String::with_capacity(bytes.len() / 3);
    let mut characters = Characters { content: Cow::Owned(content), n_unreadable: 0, first_unreadable: None };
    for chunk in bytes.chunks(4) {
        match order.character(chunk) {
            Some(c) => characters.content.to_mut().push(c),
            None => characters.push_unreadable(),
        }
    }
    characters
}
