//! One object at a time, from the model's form to the file's. Words are borrowed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::format::{
    Change, Held, Id, Json, Key, Loose, Revision, Seen, Sha, Stamps, Str, When, Word, v1,
};
use super::super::record::{Actor, ObjectHistory, Stamp};
use super::{extra_within, own_extra};
use crate::model::{
    Claim, Coverage, Digest, Link, Mark, MarkKind, Origin, Reader, SavedSheet, SetAside, Silence, Source,
    Tag, TagUse, TagValues, Unknown, Voice,
};

/// A history, borrowed; nothing is the default one.
pub(super) type Known<'a> = Option<&'a ObjectHistory>;

static NOBODY: BTreeMap<Actor, u32> = BTreeMap::new();
static NOTHING: BTreeMap<String, Stamp> = BTreeMap::new();
static NOT_HELD: BTreeMap<String, String> = BTreeMap::new();

/// Returns a history's three fields of the file.
pub(super) fn history(known: Known<'_>) -> (Revision, Seen<'_>, Stamps<'_>) {
    let (seen, stamps) = known.map_or((&NOBODY, &NOTHING), |known| (&known.seen, &known.stamps));
    let revision = known.map_or(1, |known| known.revision);
    (Revision(revision), Seen(Cow::Borrowed(seen)), Stamps(Cow::Borrowed(stamps)))
}

/// Returns the values that are kept though they are not shown.
pub(super) fn superseded(known: Known<'_>) -> Vec<v1::Superseded<'_>> {
    let entries = known.into_iter().flat_map(|known| &known.superseded);
    let written = entries.map(|entry| v1::Superseded {
        field: Str::from(&*entry.field),
        stamp: entry.stamp.map(Change),
        value: entry.value.as_deref().map(Json),
        unknown: entry.unknown.iter().map(|(name, json)| (Cow::Borrowed(name), json)).collect(),
    });
    written.collect()
}

fn held(known: Known<'_>) -> Held<'_> {
    Held(Cow::Borrowed(known.map_or(&NOT_HELD, |known| &known.held)))
}

pub(super) fn source<'a>(source: &'a Source, digest: Digest, known: Known<'a>) -> v1::Source<'a> {
    let (revision, seen, stamps) = history(known);
    let bibliography = &source.bibliography;
    v1::Source {
        id: Id(source.id.0),
        order: source.order,
        title: Str::from(&*bibliography.title),
        author: Str::from(&*bibliography.author),
        date: Str::from(&*bibliography.date),
        short_name: Str::from(&*bibliography.short_name),
        citation: Str::from(&*bibliography.citation),
        csl: Some(&*bibliography.csl).filter(|csl| !csl.is_empty()).map(Json),
        language: Str::from(&*bibliography.language),
        origin: origin(&source.origin, &source.unknown),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        length: Some(u64::from(source.text.len())),
        sha256: Some(Sha(digest)),
        structure: source.structure.iter().map(mark).collect(),
        text: Some(Str::from(source.text.as_str())),
        unknown: own_extra(&source.unknown),
    }
}

fn origin<'a>(origin: &'a Origin, unknown: &'a Unknown) -> Option<v1::Origin<'a>> {
    let unknown = extra_within(unknown, "origin");
    if unknown.is_empty() && *origin == Origin::default() {
        return None;
    }
    Some(v1::Origin {
        file_name: Str::from(&*origin.file_name),
        media_type: Str::from(&*origin.media_type),
        encoding: Str::from(&*origin.encoding),
        sha256: origin.bytes_digest.map(Sha),
        unreadable: origin.n_unreadable,
        unknown,
    })
}

fn mark(mark: &Mark) -> Loose<'_, v1::Mark<'_>> {
    let mut file = v1::Mark {
        kind: Str::from(""),
        start: mark.span.start().0,
        end: mark.span.end().0,
        level: None,
        depth: None,
        label: None,
        address: None,
        unknown: own_extra(&mark.unknown),
    };
    let number = |n: u8| v1::Field::Number(n);
    let kind = match &mark.kind {
        MarkKind::Heading { level } => {
            file.level = Some(number(*level));
            "heading"
        }
        MarkKind::Emphasis => "emphasis",
        MarkKind::Strong => "strong",
        MarkKind::Strikethrough => "strikethrough",
        MarkKind::Code => "code",
        MarkKind::Quote => "quote",
        MarkKind::ListItem { depth } => {
            file.depth = Some(number(*depth));
            "list_item"
        }
        MarkKind::FootnoteReference { label } => {
            file.label = Some(v1::Field::Words(label));
            "footnote_reference"
        }
        MarkKind::Footnote { label } => {
            file.label = Some(v1::Field::Words(label));
            "footnote"
        }
        MarkKind::Hyperlink { address } => {
            file.address = Some(v1::Field::Words(address));
            "hyperlink"
        }
        MarkKind::Page { label } => {
            file.label = Some(v1::Field::Words(label));
            "page"
        }
        MarkKind::Other(name) => match mark.unknown.iter().next() {
            Some(("", json)) if name.is_empty() => return Loose::Odd(Json(json)),
            _ => name,
        },
    };
    file.kind = Str::from(kind);
    Loose::Sound(file)
}

pub(super) fn reader<'a>(reader: &'a Reader, known: Known<'a>) -> v1::Reader<'a> {
    let (revision, seen, stamps) = history(known);
    v1::Reader {
        id: Id(reader.id.0),
        name: Str::from(&*reader.name),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        unknown: own_extra(&reader.unknown),
    }
}

pub(in crate::store) fn tag<'a>(tag: &'a Tag, known: Known<'a>) -> v1::Tag<'a> {
    let (revision, seen, stamps) = history(known);
    v1::Tag {
        id: Id(tag.id.0),
        name: Str::from(&*tag.name),
        definition: Str::from(&*tag.definition),
        definition_revision: Revision(tag.definition_revision),
        parent: tag.parent.map(|parent| Id(parent.0)),
        order: tag.order.0,
        color: Word(tag.color),
        key: tag.key.map(Key),
        values: tag.values.as_ref().map(|values| self::values(values, &tag.unknown)),
        created: When(tag.created),
        modified: When(tag.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        held: held(known),
        unknown: own_extra(&tag.unknown),
    }
}

pub(super) fn claim<'a>(claim: &'a Claim, known: Known<'a>) -> v1::Claim<'a> {
    let (revision, seen, stamps) = history(known);
    let plain = claim.unknown.0.is_none();
    let passages = claim.passages.iter().enumerate().map(|(index, anchor)| v1::Passage {
        start: anchor.span.start().0,
        end: anchor.span.end().0,
        quote: Str::from(anchor.quote.as_str()),
        before: Str::from(anchor.before.as_str()),
        after: Str::from(anchor.after.as_str()),
        unknown: if plain { Vec::new() } else { extra_within(&claim.unknown, &format!("passages/{index}")) },
    });
    let voice = match &claim.voice {
        Voice::Own => None,
        Voice::Attributed { name, attitude } => Some(v1::Voice {
            name: Str::from(&**name),
            attitude: attitude.map(Word),
            unknown: extra_within(&claim.unknown, "voice"),
        }),
    };
    v1::Claim {
        id: Id(claim.id.0),
        source: Id(claim.source.0),
        reader: Id(claim.reader.0),
        created: When(claim.created),
        modified: When(claim.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        held: held(known),
        passages: passages.collect(),
        tags: claim.tags.iter().map(tag_use).collect(),
        voice,
        summary: Str::from(&*claim.summary),
        note: Str::from(&*claim.note),
        unknown: own_extra(&claim.unknown),
    }
}

fn values<'a>(values: &'a TagValues, unknown: &'a Unknown) -> v1::Values<'a> {
    let spellings = |list: &'a Vec<String>| list.iter().map(|words| Str::from(&**words)).collect();
    v1::Values {
        kind: Word(values.kind),
        same: values.same.iter().map(spellings).collect(),
        unknown: extra_within(unknown, "values"),
    }
}

pub(super) fn tag_use(used: &TagUse) -> v1::TagUse<'_> {
    v1::TagUse {
        tag: Id(used.tag.0),
        stance: used.stance.map(Word),
        definition_revision: Revision(used.definition_revision),
        value: Str::from(&*used.value),
        unknown: own_extra(&used.unknown),
    }
}

pub(super) fn link<'a>(link: &'a Link, known: Known<'a>) -> v1::Link<'a> {
    let (revision, seen, stamps) = history(known);
    v1::Link {
        id: Id(link.id.0),
        from: Id(link.from.0),
        to: Id(link.to.0),
        kind: Word(link.kind),
        note: Str::from(&*link.note),
        reader: Id(link.reader.0),
        created: When(link.created),
        modified: When(link.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        unknown: own_extra(&link.unknown),
    }
}

pub(super) fn silence<'a>(silence: &'a Silence, known: Known<'a>) -> v1::Silence<'a> {
    let (revision, seen, stamps) = history(known);
    v1::Silence {
        id: Id(silence.id.0),
        source: Id(silence.source.0),
        tag: Id(silence.tag.0),
        note: Str::from(&*silence.note),
        reader: Id(silence.reader.0),
        created: When(silence.created),
        modified: When(silence.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        held: held(known),
        unknown: own_extra(&silence.unknown),
    }
}

pub(super) fn coverage<'a>(coverage: &'a Coverage, known: Known<'a>) -> v1::Coverage<'a> {
    let (revision, seen, stamps) = history(known);
    v1::Coverage {
        id: Id(coverage.id.0),
        source: Id(coverage.source.0),
        stretch: v1::Stretch {
            start: coverage.span.start().0,
            end: coverage.span.end().0,
            unknown: extra_within(&coverage.unknown, "stretch"),
        },
        state: Word(coverage.state),
        note: Str::from(&*coverage.note),
        reader: Id(coverage.reader.0),
        created: When(coverage.created),
        modified: When(coverage.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        unknown: own_extra(&coverage.unknown),
    }
}

pub(super) fn saved_sheet<'a>(sheet: &'a SavedSheet, known: Known<'a>) -> v1::SavedSheet<'a> {
    let (revision, seen, stamps) = history(known);
    v1::SavedSheet {
        id: Id(sheet.id.0),
        name: Str::from(&*sheet.name),
        settings: Json(&sheet.settings),
        reader: Id(sheet.reader.0),
        created: When(sheet.created),
        modified: When(sheet.modified),
        revision,
        seen,
        stamps,
        superseded: superseded(known),
        unknown: own_extra(&sheet.unknown),
    }
}

pub(super) fn aside<'a>(aside: &'a SetAside, unknown: Option<&'a Unknown>) -> v1::Aside<'a> {
    v1::Aside {
        id: Id(aside.id.0),
        kind: Word(aside.kind),
        problem: Str::from(&*aside.problem),
        object: Json(&aside.json),
        unknown: unknown.map(own_extra).unwrap_or_default(),
    }
}
