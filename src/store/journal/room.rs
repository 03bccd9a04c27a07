//! How much of what lies before the last save is kept to be undone: so many steps, and so much room.

use std::collections::BTreeMap;

use super::lines::Edits;
use super::log::Log;
use super::{KEEP_BYTES, KEEP_STEPS};
use crate::model::{Edit, SourceId};
use crate::text::Text;

/// Returns the log without the oldest of the steps that lie before the last save; nothing when there was no
/// save. `known`: the texts that take no room of the journal's.
pub(super) fn shortened(log: &Log<Edits>, known: &BTreeMap<SourceId, Text>) -> Option<Log<Edits>> {
    let (point, base) = log.bases().first().map(|(point, base)| (*point, (*base).clone()))?;
    let mut keep = KEEP_STEPS;
    loop {
        let rebased = log.rebased(point, base.clone(), keep);
        let before = rebased.bases().first().map_or(0, |(point, _)| *point);
        let mut room = Room { texts: known.values().cloned().collect(), bytes: 0 };
        for step in (0..before).filter_map(|entry| rebased.step(entry)) {
            room.add(&step.forward);
            room.add(&step.inverse);
        }
        if room.bytes <= KEEP_BYTES || keep == 0 {
            return Some(rebased);
        }
        keep /= 2;
    }
}

/// The room that edits take in a journal, roughly.
struct Room {
    /// The texts that take no room any more.
    texts: Vec<Text>,
    bytes: u64,
}

impl Room {
    fn add(&mut self, edits: &Edits) {
        for edit in edits.iter() {
            let words = match edit {
                Edit::Claim(_, Some(claim)) => {
                    let quoted =
                        claim.passages.iter().map(|at| at.quote.len() + at.before.len() + at.after.len());
                    quoted.sum::<usize>() + claim.summary.len() + claim.note.len() + 120 * claim.tags.len()
                }
                Edit::Source(_, Some(source)) => {
                    let known = self.texts.contains(&source.text);
                    if !known {
                        self.texts.push(source.text.clone());
                    }
                    60 * source.structure.len() + if known { 0 } else { source.text.as_str().len() }
                }
                Edit::Tag(_, Some(tag)) => tag.name.len() + tag.definition.len(),
                Edit::Link(_, Some(link)) => link.note.len(),
                Edit::Silence(_, Some(silence)) => silence.note.len(),
                Edit::Coverage(_, Some(coverage)) => coverage.note.len(),
                Edit::SavedSheet(_, Some(sheet)) => sheet.name.len() + sheet.settings.len(),
                Edit::Decision(_, Some(decision)) => {
                    decision.note.len() + 40 * (decision.claims.len() + decision.settled.len())
                }
                Edit::Round(_, Some(round)) => {
                    let names: usize = round.expected.iter().map(|name| name.len() + 8).sum();
                    round.name.len() + round.instructions.len() + names
                }
                Edit::SetAside(_, Some(aside)) => aside.json.len(),
                Edit::Title(words) => words.len(),
                _ => 0,
            };
            self.bytes += 400 + words as u64;
        }
    }
}
