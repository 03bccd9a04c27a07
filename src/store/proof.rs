//! What is about to become a file is proved to open again, before it takes the place of the last one.

use std::path::Path;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::open::from_json;
use crate::model::Comparison;

/// How many bytes are opened again as a whole before they take their place: some 20,000 claims.
const OPENED_AGAIN: usize = 16 << 20;

/// A part of a file: the first is its head, the last its tail, and those between are claims.
pub(super) type FilePart = Arc<Vec<u8>>;

/// Takes the parts of a file as they are made, and says at their end, with a sentence, if they would not open as
/// `comparison`. Of very large files, whether they are whole JSON: opening them too would take longer than all the rest
/// of saving.
pub(super) fn prove(
    parts: impl IntoIterator<Item = FilePart>,
    comparison: &Comparison,
    name: &Path,
) -> Result<(), String> {
    let (mut all, mut len, mut parsed): (Vec<FilePart>, usize, usize) = (Vec::new(), 0, 1);
    for part in parts {
        len += part.len();
        all.push(part);
        // The last one may be the tail.
        while len > OPENED_AGAIN && parsed + 1 < all.len() {
            let part = all.get(parsed).map_or(&[][..], |part| part);
            parse_claims(part, parsed == 1).map_err(|error| not_json(&error))?;
            parsed += 1;
        }
    }
    if len > OPENED_AGAIN {
        // Between head and tail stands a list of claims, each of which is whole: so all is, if they are with none.
        let ends = joined(all.first().into_iter().chain(all.last()));
        return serde_json::from_slice::<IgnoredAny>(&ends).map(drop).map_err(|error| not_json(&error));
    }
    match from_json(&joined(&all), name) {
        Ok(opened) if opened.comparison == *comparison => Ok(()),
        Ok(_) => Err("what would be written does not open as the same comparison".to_owned()),
        Err(error) => Err(format!("what would be written could not be opened again ({error})")),
    }
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a FilePart>) -> Vec<u8> {
    parts.into_iter().map(|part| part.as_slice()).collect::<Vec<_>>().concat()
}

fn not_json(error: &serde_json::Error) -> String {
    format!("what would be written is not JSON ({error})")
}

/// Parses a stretch of a list of objects: a comma is before each of them, but for the first of all.
fn parse_claims(part: &[u8], mut first: bool) -> Result<(), serde_json::Error> {
    let mut left = part.trim_ascii_start();
    while !left.is_empty() {
        if !first {
            left = left.strip_prefix(b",").ok_or_else(|| amiss("a comma"))?.trim_ascii_start();
        }
        first = false;
        if !left.starts_with(b"{") {
            return Err(amiss("an object"));
        }
        let mut objects = serde_json::Deserializer::from_slice(left).into_iter::<IgnoredAny>();
        objects.next().transpose()?;
        left = left.get(objects.byte_offset()..).unwrap_or_default().trim_ascii_start();
    }
    Ok(())
}

fn amiss(expected: &str) -> serde_json::Error {
    serde::de::Error::custom(format!("{expected} was expected in the list of claims"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_of_whole_objects_pass() {
        for (part, first) in [(&b"\n {\"a\":1},\n {}"[..], true), (b",\n {},{\"b\":[]}", false), (b"", true)]
        {
            assert!(parse_claims(part, first).is_ok(), "{part:?}");
        }
        let broken: [(&[u8], bool); 7] = [
            (b",{}", true),
            (b"{}", false),
            (b"{} {}", true),
            (b"{},", true),
            (b"{},,{}", true),
            (b"{\"a\":}", true),
            (b"1", true),
        ];
        for (part, first) in broken {
            assert!(parse_claims(part, first).is_err(), "{part:?}");
        }
    }

    #[test]
    fn a_large_file_is_proved_part_by_part() {
        let part = |json: &str| Arc::new(json.as_bytes().to_vec());
        let claims = format!("{{\"a\":\"{}\"}}", "x".repeat(OPENED_AGAIN));
        let comparison = Comparison::new(
            crate::model::ComparisonId(uuid::Uuid::nil()),
            String::new(),
            crate::model::Time::default(),
        );
        let prove = |parts: [&str; 4]| prove(parts.map(part), &comparison, Path::new("x"));
        assert_eq!(prove(["{\"claims\":[", &claims, ",{}", "]}"]), Ok(()));
        assert!(prove(["{\"claims\":[", &claims, ",{", "]}"]).is_err());
        assert!(prove(["{\"claims\":[", &claims, "{}", "]}"]).is_err());
        assert!(prove(["{\"claims\":[", &claims, ",{}", "]"]).is_err());
    }
}
