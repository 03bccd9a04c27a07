//! One object at a time, from the file's form to the model's.

use super::super::format::{self, Held, Revision, Seen, Stamps, Str, v1};
use super::super::record::{ObjectHistory, Superseded};
use super::{Gathered, united, unknown_of};
use crate::model::{
    Anchor, Claim, Comparison, Coverage, Link, Reader, SavedSheet, Silence, Tag, TagOrder, TagUse, TagValues,
    Unknown, Voice,
};
use crate::text::{Excerpt, Span, Text};

pub(super) use super::read_source::source_with;
pub(in crate::store) use super::read_source::{NoSource, ReadSource, source};

/// The longest name of a tag, in characters.
pub(in crate::store) const MAX_TAG_NAME: usize = 100_000;
/// The most tags on one claim.
const MAX_TAGS_OF_CLAIM: usize = 1_000;

/// An object with its history (nothing: the default), or why it can't be read.
pub(in crate::store) type Read<T> = Result<(T, Option<ObjectHistory>), String>;

/// Returns the sentence of a reading error, in a person's words, without the place.
pub(in crate::store) fn plain(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let said = said
        .replace("expected u32", "expected a whole number from 0 to 4294967295")
        .replace("expected u64", "expected a whole number")
        .replace("expected i64", "expected a whole number")
        .replace("invalid type: ", "found ")
        .replace("invalid value: ", "found ");
    match said.split('`').collect::<Vec<_>>().as_slice() {
        [before, name, after] => {
            let words = before.trim_end();
            let (path, words) = words.rsplit_once(": ").map_or(("", words), |(path, words)| (path, words));
            let colon = if path.is_empty() { "" } else { ": " };
            match words {
                "missing field" => format!("{path}{colon}the field “{name}” is missing{after}"),
                "duplicate field" => format!("{path}{colon}the field “{name}” stands twice{after}"),
                _ => said.clone(),
            }
        }
        _ => said,
    }
}

pub(super) fn parse<'a, T: serde::Deserialize<'a>>(json: &'a str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| plain(&error))
}

/// Reads a value that is not shown.
pub(in crate::store) fn superseded(entry: v1::Superseded<'_>) -> Superseded {
    let flat = |json: &str| format::layout::compact(json).unwrap_or_else(|| json.to_owned());
    Superseded {
        field: entry.field.0.into_owned(),
        stamp: entry.stamp.map(|change| change.0),
        value: entry.value.map(|json| flat(json.0)),
        unknown: entry.unknown.into_iter().map(|(name, json)| (name.into_owned(), flat(json))).collect(),
    }
}

/// Puts entries in order, and makes those of one value one.
fn sorted(mut entries: Vec<Superseded>) -> Vec<Superseded> {
    entries.sort();
    let mut sorted: Vec<Superseded> = Vec::with_capacity(entries.len());
    for entry in entries {
        match sorted.last_mut().filter(|last| last.is_of(&entry)) {
            Some(last) => last.unknown = united(&last.unknown, &entry.unknown),
            None => sorted.push(entry),
        }
    }
    sorted
}

pub(in crate::store) fn history(
    revision: Revision,
    seen: Seen<'_>,
    stamps: Stamps<'_>,
    superseded: Vec<v1::Superseded<'_>>,
    held: Held<'_>,
) -> Option<ObjectHistory> {
    let bare = seen.0.is_empty() && stamps.0.is_empty() && superseded.is_empty() && held.0.is_empty();
    if revision.0 == 1 && bare {
        return None;
    }
    let (seen, stamps) = (seen.0.into_owned(), stamps.0.into_owned());
    let superseded = sorted(superseded.into_iter().map(self::superseded).collect());
    Some(ObjectHistory { revision: revision.0, seen, stamps, superseded, held: held.0.into_owned() })
}

/// What objects of all kinds have.
#[derive(serde::Deserialize)]
struct Marked<'a> {
    id: format::Id,
    #[serde(default)]
    revision: Revision,
    #[serde(default, borrow)]
    seen: Seen<'a>,
    #[serde(default, borrow)]
    stamps: Stamps<'a>,
    #[serde(default, borrow)]
    superseded: Vec<v1::Superseded<'a>>,
    #[serde(default, borrow)]
    held: Held<'a>,
}

/// Returns the id and the history of an object of any kind, damaged or not, if it has them.
pub(in crate::store) fn marks_of_change(json: &str) -> Option<(uuid::Uuid, Option<ObjectHistory>)> {
    let file: Marked<'_> = serde_json::from_str(json).ok()?;
    Some((file.id.0, history(file.revision, file.seen, file.stamps, file.superseded, file.held)))
}

pub(in crate::store) fn reader(json: &str) -> Read<Reader> {
    let file: v1::Reader<'_> = parse(json)?;
    let unknown = unknown_of(file.unknown)?;
    let reader = Reader { id: file.id.0.into(), name: file.name.0.into_owned(), unknown };
    Ok((reader, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

pub(in crate::store) fn tag(json: &str) -> Read<Tag> {
    let file: v1::Tag<'_> = parse(json)?;
    if file.name.0.len() > MAX_TAG_NAME && file.name.0.chars().count() > MAX_TAG_NAME {
        return Err(format!("its name is longer than {MAX_TAG_NAME} characters"));
    }
    let mut gathered = Gathered::default();
    gathered.own(file.unknown)?;
    let values = match file.values {
        None => None,
        Some(values) => {
            gathered.within("values", values.unknown)?;
            let spellings = |list: Vec<Str<'_>>| list.into_iter().map(|words| words.0.into_owned()).collect();
            let same = values.same.into_iter().map(spellings).collect();
            Some(TagValues { kind: values.kind.0, same })
        }
    };
    let tag = Tag {
        id: file.id.0.into(),
        name: file.name.0.into_owned(),
        definition: file.definition.0.into_owned(),
        definition_revision: file.definition_revision.0,
        parent: file.parent.map(|parent| parent.0.into()),
        order: TagOrder(file.order),
        color: file.color.0,
        key: file.key.map(|key| key.0),
        values,
        created: file.created.0,
        modified: file.modified.0,
        unknown: gathered.unknown(),
    };
    Ok((tag, history(file.revision, file.seen, file.stamps, file.superseded, file.held)))
}

pub(in crate::store) fn link(json: &str) -> Read<Link> {
    let file: v1::Link<'_> = parse(json)?;
    let link = Link {
        id: file.id.0.into(),
        from: file.from.0.into(),
        to: file.to.0.into(),
        kind: file.kind.0,
        note: file.note.0.into_owned(),
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: unknown_of(file.unknown)?,
    };
    Ok((link, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

pub(in crate::store) fn silence(json: &str) -> Read<Silence> {
    let file: v1::Silence<'_> = parse(json)?;
    let silence = Silence {
        id: file.id.0.into(),
        source: file.source.0.into(),
        tag: file.tag.0.into(),
        note: file.note.0.into_owned(),
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: unknown_of(file.unknown)?,
    };
    Ok((silence, history(file.revision, file.seen, file.stamps, file.superseded, file.held)))
}

pub(in crate::store) fn coverage(json: &str) -> Read<Coverage> {
    let file: v1::Coverage<'_> = parse(json)?;
    let mut gathered = Gathered::default();
    gathered.own(file.unknown)?;
    gathered.within("stretch", file.stretch.unknown)?;
    let coverage = Coverage {
        id: file.id.0.into(),
        source: file.source.0.into(),
        span: Span::new(file.stretch.start, file.stretch.end).ok_or("its stretch ends before it begins")?,
        state: file.state.0,
        note: file.note.0.into_owned(),
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: gathered.unknown(),
    };
    Ok((coverage, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

pub(in crate::store) fn saved_sheet(json: &str) -> Read<SavedSheet> {
    let file: v1::SavedSheet<'_> = parse(json)?;
    let settings = format::layout::compact(file.settings.0).ok_or("its settings are nested too deep")?;
    if !settings.starts_with('{') {
        return Err("its settings are not an object".to_owned());
    }
    let sheet = SavedSheet {
        id: file.id.0.into(),
        name: file.name.0.into_owned(),
        settings,
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: unknown_of(file.unknown)?,
    };
    Ok((sheet, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

/// Reads a claim; its excerpts share the memory of the text in `comparison` wherever they say the same.
pub(in crate::store) fn claim(json: &str, comparison: &Comparison) -> Read<Claim> {
    let (mut passages, mut tags) = (Vec::new(), Vec::new());
    let (claim, history) = claim_into(json, comparison, (&mut passages, &mut tags))?;
    Ok((Claim { passages, tags, ..claim }, history))
}

/// Reads a claim, but puts its passages and tags at the end of these lists.
pub(in crate::store) fn claim_into(
    json: &str,
    comparison: &Comparison,
    (passages, tags): (&mut Vec<Anchor>, &mut Vec<TagUse>),
) -> Read<Claim> {
    let file: v1::Claim<'_> = parse(json)?;
    if file.tags.len() > MAX_TAGS_OF_CLAIM {
        return Err(format!("it bears {} tags; at most {MAX_TAGS_OF_CLAIM} are read", file.tags.len()));
    }
    let mut gathered = Gathered::default();
    gathered.own(file.unknown)?;
    let source = file.source.0.into();
    let text = comparison.source(source).map(|source| &source.text);
    for (index, passage) in file.passages.into_iter().enumerate() {
        let span = Span::new(passage.start, passage.end)
            .ok_or_else(|| format!("passage {} ends before it begins", index + 1))?;
        passages.push(anchor(span, [&passage.quote.0, &passage.before.0, &passage.after.0], text));
        if !passage.unknown.is_empty() {
            gathered.within(&format!("passages/{index}"), passage.unknown)?;
        }
    }
    for used in file.tags {
        tags.push(TagUse {
            tag: used.tag.0.into(),
            stance: used.stance.map(|word| word.0),
            definition_revision: used.definition_revision.0,
            value: used.value.0.into_owned(),
            unknown: unknown_of(used.unknown)?,
        });
    }
    let voice = match file.voice {
        None => Voice::Own,
        Some(voice) => {
            gathered.within("voice", voice.unknown)?;
            Voice::Attributed { name: voice.name.0.into_owned(), attitude: voice.attitude.map(|word| word.0) }
        }
    };
    let claim = Claim {
        id: file.id.0.into(),
        source,
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        passages: Vec::new(),
        tags: Vec::new(),
        voice,
        summary: file.summary.0.into_owned(),
        note: file.note.0.into_owned(),
        unknown: if gathered.0.is_empty() { Unknown::default() } else { gathered.unknown() },
    };
    Ok((claim, history(file.revision, file.seen, file.stamps, file.superseded, file.held)))
}

fn anchor(span: Span, words: [&str; 3], text: Option<&Text>) -> Anchor {
    let [quote, before, after] = words;
    let here = text.and_then(|text| {
        let start = text.byte_from_pos(span.start());
        let here = text.excerpt_at_byte(start, quote).filter(|_| length(quote) == Some(span.len()))?;
        Some((text, start, here))
    });
    let Some((text, start, here)) = here else {
        let [quote, before, after] = words.map(Excerpt::from);
        return Anchor { span, quote, before, after };
    };
    let before = match start.checked_sub(before.len()).and_then(|byte| text.excerpt_at_byte(byte, before)) {
        Some(shared) => shared,
        None => Excerpt::from(before),
    };
    let after = text.excerpt_at_byte(start + quote.len(), after).unwrap_or_else(|| Excerpt::from(after));
    Anchor { span, quote: here, before, after }
}

fn length(words: &str) -> Option<u32> {
    let n = if words.is_ascii() { words.len() } else { words.chars().count() };
    u32::try_from(n).ok()
}
