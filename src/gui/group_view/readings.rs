//! The readings of one place: readers who marked it in the same way stand together, the most common way first.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::agreement::stretches;
use crate::model::{Attitude, Claim, ClaimId, Comparison, ReaderId, Stance, TagId, Voice};
use crate::text::{Span, visible_name};

/// One way in which a place was marked, and who marked it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Which of the place's boundaries, counted from 0.
    pub boundary: usize,
    /// The tags with their stances, in the order of their ids.
    pub tags: Vec<(TagId, Option<Stance>)>,
    /// Whose view it is taken for.
    pub voice: Voice,
    /// Whose claims these are, by the readers' names.
    pub claims: Vec<(ReaderId, ClaimId)>,
}

/// All readings of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Readings {
    /// The boundaries that were drawn, those that most readers drew first, with how many did.
    pub boundaries: Vec<(Vec<Span>, usize)>,
    /// The readings, the most common first.
    pub readings: Vec<Reading>,
}

impl Readings {
    /// Gathers the readings of a place from the claims there.
    pub fn of(comparison: &Comparison, claims: &[(ReaderId, ClaimId)]) -> Self {
        let there: Vec<(ReaderId, &Claim)> = claims
            .iter()
            .filter_map(|(reader, claim)| Some((*reader, &**comparison.claim(*claim)?)))
            .collect();
        let boundaries = boundaries(&there);
        let mut readings: Vec<Reading> = Vec::new();
        for (reader, claim) in there {
            let spans = stretches::of_claim(claim);
            let boundary = boundaries.iter().position(|(known, _)| *known == spans).unwrap_or_default();
            let mut tags: Vec<_> = claim.tags.iter().map(|used| (used.tag, used.stance)).collect();
            tags.sort_unstable();
            let same = readings.iter_mut().find(|reading| {
                reading.boundary == boundary && reading.tags == tags && reading.voice == claim.voice
            });
            match same {
                Some(reading) => reading.claims.push((reader, claim.id)),
                None => {
                    let (voice, claims) = (claim.voice.clone(), vec![(reader, claim.id)]);
                    readings.push(Reading { boundary, tags, voice, claims });
                }
            }
        }
        let name = |reader: ReaderId| comparison.reader(reader).map(|reader| reader.name.as_str());
        for reading in &mut readings {
            reading.claims.sort_by_key(|(reader, claim)| (name(*reader), *reader, *claim));
        }
        readings.sort_by_key(|reading| {
            let first = reading.claims.first().map(|(reader, _)| (name(*reader), *reader));
            (std::cmp::Reverse(reading.claims.len()), reading.boundary, first)
        });
        Self { boundaries, readings }
    }
}

/// The boundaries that were drawn, those of most readers first, then in the order of the text.
fn boundaries(claims: &[(ReaderId, &Claim)]) -> Vec<(Vec<Span>, usize)> {
    let mut by_spans: BTreeMap<Vec<Span>, BTreeSet<ReaderId>> = BTreeMap::new();
    for (reader, claim) in claims {
        by_spans.entry(stretches::of_claim(claim)).or_default().insert(*reader);
    }
    let mut boundaries: Vec<_> =
        by_spans.into_iter().map(|(spans, readers)| (spans, readers.len())).collect();
    boundaries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    boundaries
}

/// Returns the letter of a boundary: A to Z, then A2 and so on.
pub(super) fn letter(boundary: usize) -> String {
    let letter = u8::try_from(boundary % 26).map_or('?', |at| char::from(b'A' + at));
    match boundary / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

/// Returns the tags with their stances, in words.
pub(super) fn tags_in_words(comparison: &Comparison, tags: &[(TagId, Option<Stance>)]) -> String {
    if tags.is_empty() {
        return "without a tag".to_owned();
    }
    let words = tags.iter().map(|(tag, stance)| {
        let name = comparison.tag(*tag).map(|tag| visible_name(&tag.name).into_owned()).unwrap_or_default();
        match stance {
            Some(stance) => format!("{} {name}", stance.word()),
            None => name,
        }
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Returns whose view it is taken for, in words; nothing for the author's own.
pub(super) fn voice_in_words(voice: &Voice) -> Option<String> {
    let Voice::Attributed { name, attitude } = voice else { return None };
    let whom = if name.trim().is_empty() { "somebody else" } else { name.trim() };
    let attitude = match attitude {
        Some(Attitude::Endorses) => ", endorsed",
        Some(Attitude::Rejects) => ", rejected",
        Some(Attitude::Neutral) => ", without taking sides",
        None => "",
    };
    Some(format!("attributed to {}{attitude}", visible_name(whom)))
}

/// Returns readers by name, at most `most` of them and how many more there are.
pub(super) fn names(
    comparison: &Comparison,
    readers: impl IntoIterator<Item = ReaderId>,
    most: usize,
) -> String {
    let mut names: Vec<String> = readers
        .into_iter()
        .map(|id| comparison.reader(id).map_or_else(|| "?".to_owned(), |reader| reader_name(&reader.name)))
        .collect();
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(most);
    names.truncate(most);
    let shown = names.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Returns a reader's name as it stands on the screen.
pub(super) fn reader_name(name: &str) -> String {
    let name = visible_name(name.trim());
    if name.is_empty() { "a reader without a name".to_owned() } else { name.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_lettered_past_the_alphabet() {
        assert_eq!([0, 1, 25, 26, 53].map(letter), ["A", "B", "Z", "A2", "B3"]);
    }
}
