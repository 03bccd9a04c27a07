//! What a person should know of a merge, in words.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use uuid::Uuid;

use super::Part;
use super::build::united;
use super::derive::{Derived, Parent, Raw};
use super::past::field_in_words;
use crate::model::{Comparison, ObjectKind, TagId};
use crate::store::record::{Key, ObjectHistory, Record, Superseded, is_bookkeeping};

/// What came together, and what should be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the numbers are those of the merged comparison's objects")]
pub struct MergeReport {
    /// How many files were merged.
    pub n_files: usize,
    pub n_sources: usize,
    pub n_readers: usize,
    pub n_tags: usize,
    pub n_claims: usize,
    pub n_links: usize,
    pub n_silences: usize,
    /// What is not as any one of the files had it, in a fixed order.
    pub lines: Vec<MergeLine>,
}

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MergeEvent {
    /// A field was changed in two ways at the same time; one value is shown, the others are kept.
    Clash,
    /// Tags of one name became one.
    United,
    /// An object that somebody removed came back, because somebody else changed or used it meanwhile.
    CameBack,
    /// A tag stands at the top level, because where it was put it can't stand.
    Unrooted,
}

impl MergeEvent {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clash => "clash",
            Self::United => "united",
            Self::CameBack => "came_back",
            Self::Unrooted => "unrooted",
        }
    }
}

/// One thing that should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergeLine {
    /// What happened.
    pub event: MergeEvent,
    /// To what kind of object; nothing for the document itself.
    pub kind: Option<ObjectKind>,
    /// Its id.
    pub id: Uuid,
    /// Of a clash: the field.
    pub field: Option<String>,
    /// The same as a sentence.
    pub sentence: String,
}

impl std::fmt::Display for MergeLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence.fmt(f)
    }
}

impl MergeReport {
    /// Returns the report on a comparison that nothing happened to.
    pub(super) fn of_contents(comparison: &Comparison) -> Self {
        Self {
            n_files: 1,
            n_sources: comparison.sources().len(),
            n_readers: comparison.readers().len(),
            n_tags: comparison.tags().len(),
            n_claims: comparison.n_claims(),
            n_links: comparison.links().len(),
            n_silences: comparison.silences().len(),
            lines: Vec::new(),
        }
    }

    pub(super) fn of(
        parts: &[&Part],
        (comparison, record): (&Comparison, &Record),
        derived: &Derived<'_>,
    ) -> Self {
        let mut lines = Vec::new();
        clashes(parts, comparison, record, &mut lines);
        tags(parts, comparison, derived, &mut lines);
        came_back(parts, comparison, derived, &mut lines);
        lines.sort();
        lines.dedup();
        Self { lines, ..Self::of_contents(comparison) }
    }
}

/// Lists the values that are superseded in no file, but are now.
fn clashes(parts: &[&Part], comparison: &Comparison, record: &Record, lines: &mut Vec<MergeLine>) {
    for (key, history) in record.histories.iter().filter(|(_, history)| !history.superseded.is_empty()) {
        let before: Vec<&ObjectHistory> = parts
            .iter()
            .filter_map(|part| part.opened.record.histories.get(key).map(|known| &**known))
            .collect();
        let shown = Shown { comparison, key: *key };
        let mut of_field: BTreeMap<&str, Vec<&Superseded>> = BTreeMap::new();
        for entry in &history.superseded {
            let known = before.iter().any(|known| known.superseded.iter().any(|old| old.is_of(entry)));
            let other = entry.value != shown.value(&entry.field);
            if !known && other && !is_bookkeeping(&entry.field) {
                of_field.entry(&entry.field).or_default().push(entry);
            }
        }
        for (field, entries) in of_field {
            let kept: BTreeSet<String> =
                entries.iter().map(|entry| in_words(entry.value.as_deref())).collect();
            let kept: Vec<String> = kept.into_iter().collect();
            let sentence = format!(
                "{}: {} was changed in several ways at the same time. Shown: {}. Kept in its history: {}.",
                shown.named(),
                shown.field(field),
                in_words(shown.value(field).as_deref()),
                kept.join("; ")
            );
            let (kind, id) = *key;
            lines.push(MergeLine {
                event: MergeEvent::Clash,
                kind,
                id,
                field: Some(field.to_owned()),
                sentence,
            });
        }
    }
}

fn tags(parts: &[&Part], comparison: &Comparison, derived: &Derived<'_>, lines: &mut Vec<MergeLine>) {
    let kind = Some(ObjectKind::Tag);
    let name = |tag: TagId| {
        let of_part = |part: &&Part| part.opened.comparison.tag(tag).map(|tag| tag.name.clone());
        parts.iter().find_map(of_part).unwrap_or_default()
    };
    for (first, others) in united(derived) {
        let visible = |tag: TagId| parts.iter().any(|part| part.opened.comparison.tag(tag).is_some());
        if !others.iter().any(|tag| visible(*tag)) {
            continue;
        }
        let shown = comparison.tag(first);
        let definitions: BTreeSet<String> = others
            .iter()
            .flat_map(|tag| parts.iter().filter_map(|part| part.opened.comparison.tag(*tag)))
            .map(|tag| tag.definition.clone())
            .filter(|words| !words.is_empty() && shown.is_none_or(|shown| shown.definition != *words))
            .collect();
        let mut sentence = format!(
            "The tag “{}” was made {} times independently; it is one tag now.",
            shown.map_or_else(|| name(first), |tag| tag.name.clone()),
            others.len() + 1
        );
        for definition in definitions {
            sentence.push_str(&format!(" Another definition of it is kept: “{}”.", excerpt(&definition)));
        }
        lines.push(MergeLine { event: MergeEvent::United, kind, id: first.0, field: None, sentence });
    }
    for (tag, parent) in &derived.parents {
        let why = match parent {
            Parent::Under(_) => continue,
            Parent::Cut => "it would be its own ancestor where it was put",
            Parent::Orphan => "the tag that it stood under was removed",
        };
        let already = parts.iter().filter_map(|part| part.opened.comparison.tag(*tag));
        if !already.clone().any(|tag| tag.parent.is_some()) {
            continue;
        }
        let name = comparison.tag(*tag).map_or_else(|| name(*tag), |tag| tag.name.clone());
        let sentence = format!("The tag “{name}” stands at the top level: {why}.");
        lines.push(MergeLine { event: MergeEvent::Unrooted, kind, id: tag.0, field: None, sentence });
    }
}

fn came_back(parts: &[&Part], comparison: &Comparison, derived: &Derived<'_>, lines: &mut Vec<MergeLine>) {
    let mut removed: HashSet<Key> = HashSet::new();
    for part in parts {
        let tombstones = part.opened.record.removed().map(|(kind, id, _)| (Some(kind), id));
        let gone = |key: &Key| key.0.is_some_and(|kind| !super::exists(&part.opened.comparison, kind, key.1));
        removed.extend(tombstones.filter(gone));
    }
    for key in removed.into_iter().filter(|key| derived.shown.contains(key)) {
        let shown = Shown { comparison, key };
        let raw = derived.objects.get(&key);
        let used = derived.revived.contains(&key) && raw.is_some_and(|raw| !matches!(raw, Raw::Gone(_)));
        let why =
            if used { "somebody else still refers to it" } else { "somebody else changed it meanwhile" };
        let sentence = format!("{} had been removed and is there again: {why}.", shown.named());
        let (kind, id) = key;
        lines.push(MergeLine { event: MergeEvent::CameBack, kind, id, field: None, sentence });
    }
}

/// An object of the merged comparison, in words.
struct Shown<'a> {
    comparison: &'a Comparison,
    key: Key,
}

impl Shown<'_> {
    /// "The claim “They held the plants” (A. Reader)".
    fn named(&self) -> String {
        let (comparison, id) = (self.comparison, self.key.1);
        let by = |reader| {
            comparison.reader(reader).map(|reader| format!(" ({})", reader.name)).unwrap_or_default()
        };
        match self.key.0 {
            None => "The comparison".to_owned(),
            Some(ObjectKind::Source) => {
                let source = comparison.source(id.into());
                format!("The source “{}”", source.map_or("", |source| source.short_name()))
            }
            Some(ObjectKind::Reader) => {
                format!("The reader “{}”", comparison.reader(id.into()).map_or("", |reader| &reader.name))
            }
            Some(ObjectKind::Tag) => {
                format!("The tag “{}”", comparison.tag(id.into()).map_or("", |tag| &tag.name))
            }
            Some(ObjectKind::Claim) => comparison.claim(id.into()).map_or_else(String::new, |claim| {
                format!("The claim “{}”{}", excerpt(&claim.quotation()), by(claim.reader))
            }),
            Some(ObjectKind::Link) => comparison.link(id.into()).map_or_else(String::new, |link| {
                let quoted = |claim| comparison.claim(claim).map(|claim| excerpt(&claim.quotation()));
                let (from, to) = (quoted(link.from), quoted(link.to));
                format!(
                    "The link from “{}” to “{}”{}",
                    from.unwrap_or_default(),
                    to.unwrap_or_default(),
                    by(link.reader)
                )
            }),
            Some(ObjectKind::Silence) => comparison.silence(id.into()).map_or_else(String::new, |silence| {
                let tag = comparison.tag(silence.tag).map_or("", |tag| &tag.name);
                format!("The silence on “{tag}”{}", by(silence.reader))
            }),
            Some(ObjectKind::Coverage) => {
                comparison.coverage(id.into()).map_or_else(String::new, |coverage| {
                    let source = comparison.source(coverage.source).map_or("", |source| source.short_name());
                    format!("How far “{source}” was read{}", by(coverage.reader))
                })
            }
            Some(ObjectKind::SavedSheet) => {
                let sheet = comparison.saved_sheet(id.into());
                sheet.map_or_else(String::new, |sheet| format!("The sheet “{}”", excerpt(&sheet.name)))
            }
            Some(ObjectKind::Decision) => {
                comparison.decision(id.into()).map_or_else(String::new, |decision| {
                    let source = comparison.source(decision.source).map_or("", |source| source.short_name());
                    format!("A decision on “{source}”{}", by(decision.reader))
                })
            }
            Some(ObjectKind::Round) => {
                let round = comparison.round(id.into());
                round.map_or_else(String::new, |round| format!("The round “{}”", excerpt(&round.name)))
            }
        }
    }

    /// Returns the JSON of what a field shows.
    fn value(&self, field: &str) -> Option<String> {
        super::shown_value(self.comparison, self.key, field)
    }

    /// "the note", "its use of the tag “calm”".
    fn field(&self, field: &str) -> String {
        format!("its {}", field_in_words(self.comparison, field))
    }
}

/// A value as a person reads it.
fn in_words(json: Option<&str>) -> String {
    let Some(json) = json else {
        return "nothing".to_owned();
    };
    match serde_json::from_str::<serde_json::Value>(json) {
        Ok(serde_json::Value::String(words)) => format!("“{}”", excerpt(&words)),
        Ok(serde_json::Value::Object(fields)) if fields.contains_key("tag") => {
            let stance = fields.get("stance").and_then(serde_json::Value::as_str);
            stance.unwrap_or("no stance").to_owned()
        }
        Ok(serde_json::Value::Array(list)) => {
            let quotes = list.iter().filter_map(|item| item.get("quote")?.as_str());
            let quotes: Vec<String> = quotes.map(|quote| format!("“{}”", excerpt(quote))).collect();
            if quotes.is_empty() { excerpt(json) } else { quotes.join(", ") }
        }
        _ => excerpt(json),
    }
}

fn excerpt(words: &str) -> String {
    const LONGEST: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((byte, _)) => format!("{}…", line.get(..byte).unwrap_or_default()),
        None => line,
    }
}
