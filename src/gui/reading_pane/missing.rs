//! What no font here can show is said once for a source, with its number and its script.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use eframe::egui::{self, FontId};
use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};

use crate::gui::theme;
use crate::model::{Source, SourceId};
use crate::text::{Pos, Span};

/// How many code points of a source are counted: as many as can be while a reader waits for the frame.
const COUNTED: u32 = 2_000_000;

/// What has been said so far.
#[derive(Default)]
pub struct Told {
    /// For each source, the kinds of characters that were named.
    kinds: BTreeMap<SourceId, BTreeSet<String>>,
    /// How many characters were known to be missing when it was last looked.
    looked: usize,
}

impl Told {
    /// Returns what is to be said now: of kinds of characters that are new among the `missing` ones met in `source`.
    pub fn tell(&mut self, ctx: &egui::Context, source: &Source, missing: &BTreeSet<char>) -> Option<String> {
        if missing.len() == std::mem::replace(&mut self.looked, missing.len()) {
            return None;
        }
        let told = self.kinds.entry(source.id).or_default();
        let new: BTreeSet<String> =
            missing.iter().map(|c| kind_of(*c)).filter(|kind| !told.contains(kind)).collect();
        if new.is_empty() {
            return None;
        }
        told.extend(new.iter().cloned());
        let counted = source.text.clamp(Span::between(Pos(0), Pos(COUNTED)));
        let characters = count(source.text.slice(counted), &new);
        let font = FontId::new(theme::size::BODY, theme::serif());
        let n: u64 = ctx.fonts_mut(|fonts| {
            let missing = characters.into_iter().filter(|(c, _)| !fonts.has_glyph(&font, *c));
            missing.map(|(_, n)| n).sum()
        });
        let whole = counted.len() == source.text.len();
        Some(sentence(n.max(1), whole, source.short_name(), &new))
    }
}

/// How often each character of these kinds is in `words`.
fn count(words: &str, kinds: &BTreeSet<String>) -> HashMap<char, u64> {
    let mut wanted: HashMap<char, bool> = HashMap::new();
    let mut counts: HashMap<char, u64> = HashMap::new();
    for c in words.chars().filter(|c| !c.is_ascii()) {
        if *wanted.entry(c).or_insert_with(|| !c.is_control() && kinds.contains(&kind_of(c))) {
            *counts.entry(c).or_default() += 1;
        }
    }
    counts
}

/// The name of the script that a character belongs to; of those that belong to none, what they are.
fn kind_of(c: char) -> String {
    let script = CodePointMapData::<Script>::new().get(c);
    match script {
        Script::Common | Script::Inherited | Script::Unknown => match c {
            '\u{1F000}'..='\u{1FAFF}' => "emoji".to_owned(),
            _ => "symbols".to_owned(),
        },
        Script::Han => "Chinese characters".to_owned(),
        script => {
            PropertyNamesLong::<Script>::new().get(script).unwrap_or("another script").replace('_', " ")
        }
    }
}

fn sentence(n: u64, whole: bool, name: &str, kinds: &BTreeSet<String>) -> String {
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let characters = if n == 1 { "character" } else { "characters" };
    let have = if n == 1 && whole { "has" } else { "have" };
    let more = if whole { "" } else { " or more" };
    format!(
        "{n}{more} {characters} of {name} {have} no font on this computer: {}. Install one (the Noto fonts have all \
         scripts) and start Diptych again.",
        kinds.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted_and_named_by_its_script() {
        let kinds: BTreeSet<String> = "ก字𐌀☃".chars().map(kind_of).collect();
        assert_eq!(kinds.iter().collect::<Vec<_>>(), ["Chinese characters", "Old Italic", "Thai", "symbols"]);
        assert_eq!(kind_of('👩'), "emoji");
        let thai = BTreeSet::from(["Thai".to_owned()]);
        assert_eq!(count("ไทย thai ไทย ясно", &thai).values().sum::<u64>(), 6);
        assert_eq!(
            sentence(6, true, "A", &thai),
            "6 characters of A have no font on this computer: Thai. Install one (the Noto fonts have all scripts) \
             and start Diptych again."
        );
        assert!(sentence(1, true, "A", &thai).starts_with("1 character of A has no font"));
        assert!(sentence(2_000, false, "A", &thai).starts_with("2000 or more characters of A have no font"));
    }
}
