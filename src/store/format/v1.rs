//! Version 1 of the format. `docs/FORMAT.md` says what each field means; its schema is made from here.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub(in crate::store) use super::together::{Coverage, Decision, Round, Stretch};
use super::{
    Bulk, Change, Extra, Held, Id, Json, Key, List, Loose, Omit, Revision, Seen, Sha, Stamps, Str, When,
    Word, in_field, object,
};
use crate::model::{Attitude, ColorSlot, LinkKind, ObjectKind, Stance, ValueKind};

object! {
    /// An issue at stake.
    Tag {
        /// Identity (UUID).
        id: req Id,
        /// Its name. Never empty.
        name: req Str<'a>,
        /// When to apply it, and when not.
        definition: opt Str<'a>,
        /// Which definition this is, from 1 on; claims remember which they were tagged under.
        definition_revision: opt Revision,
        /// The id of the tag it belongs under; absent for a topmost one.
        parent: may Id,
        /// Where it stands among those under the same parent: smaller comes first, ties go by name and id.
        order: opt i64,
        /// Its color, by name.
        color: req Word<ColorSlot>,
        /// The key that applies it.
        key: may Key,
        /// What kind of value its claims carry, if they do.
        values: may Values<'a>,
        /// When it was made.
        created: req When,
        /// When any of it last changed.
        modified: req When,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
        /// Fields whose value can't be shown as it is, with that value: since a tag became one with another.
        held: opt Held<'a>,
    }
}

object! {
    /// What kind of value the claims of a tag carry.
    Values {
        /// What they are compared as.
        kind: req Word<ValueKind>,
        /// Spellings that mean the same, each list beginning with the one to show.
        same: opt Vec<Vec<Str<'a>>>,
    }
}

object! {
    /// A text being compared, with its bibliographic data.
    Source {
        /// Identity (UUID).
        id: req Id,
        /// Where it stands in the order of sources; ties go by id.
        order: opt u32,
        /// Its title.
        title: opt Str<'a>,
        /// Who wrote it.
        author: opt Str<'a>,
        /// When, in whatever form it is cited.
        date: opt Str<'a>,
        /// A name for columns.
        short_name: opt Str<'a>,
        /// The full reference as it is to be printed.
        citation: opt Str<'a>,
        /// The same as data: an item of CSL-JSON.
        csl: may Json<'a>,
        /// The language as a BCP 47 code.
        language: opt Str<'a>,
        /// Where the text came from.
        origin: may Origin<'a>,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
        /// The text's length in Unicode code points.
        length: may u64,
        /// The SHA-256 of the text in UTF-8.
        sha256: may Sha,
        /// Headings, emphasis, pages and the like, by position.
        structure: opt Vec<Loose<'a, Mark<'a>>>,
        /// The text as imported: line ends are LF, no byte order mark.
        text: may Str<'a>,
    }
}

object! {
    /// Where a source's text came from.
    Origin {
        /// The file's name without its folder; absent for pasted text.
        file_name: opt Str<'a>,
        /// What it was read as: `text/plain` or `text/markdown`.
        media_type: opt Str<'a>,
        /// The encoding it was decoded from, by its WHATWG name; absent for pasted text.
        encoding: opt Str<'a>,
        /// The SHA-256 of the original bytes.
        sha256: may Sha,
        /// How many stretches of bytes meant nothing in that encoding and became U+FFFD.
        unreadable: opt u64,
    }
}

object! {
    /// What a stretch of the text is.
    Mark {
        /// `heading`, `emphasis`, `strong`, `strikethrough`, `code`, `quote`, `list_item`, `footnote_reference`,
        /// `footnote`, `hyperlink`, `page`, or a kind of a newer version.
        kind: req Str<'a>,
        /// Where it begins, in code points.
        start: req u32,
        /// Where it ends, in code points, exclusive.
        end: req u32,
        /// Of a heading: 1 (highest) to 6.
        level: may Field<'a>,
        /// Of a list item: 1 is the outermost list.
        depth: may Field<'a>,
        /// Of a footnote, a reference to one, or a page: its name as printed.
        label: may Field<'a>,
        /// Of a hyperlink: where to.
        address: may Field<'a>,
    }
}

/// A field of a mark that means something for some kinds only, and is kept as it stands for the others.
#[derive(Clone, Copy)]
pub(in crate::store) enum Field<'a> {
    /// A number, or words, to be written.
    Number(u8),
    Words(&'a str),
    /// Whatever stands in the file.
    Read(Json<'a>),
}

impl<'a, 'de: 'a> Deserialize<'de> for Field<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self::Read)
    }
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(n) => serializer.serialize_u8(*n),
            Self::Words(words) => serializer.serialize_str(words),
            Self::Read(json) => json.serialize(serializer),
        }
    }
}

impl JsonSchema for Field<'_> {
    fn schema_name() -> Cow<'static, str> {
        Json::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Json::json_schema(generator)
    }
}

object! {
    /// A person who annotates.
    Reader {
        /// Identity (UUID); the same in every file this person sends round.
        id: req Id,
        /// The name the person goes by.
        name: opt Str<'a>,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
    }
}

object! {
    /// All tags.
    read Codebook {
        /// How often the codebook has changed, from 1 on.
        revision: opt Revision,
        /// The tags, by id.
        tags: opt List<'a, Tag<'a>>,
    }
}

object! {
    /// One or more passages of one source that a reader marked.
    Claim {
        /// Identity (UUID).
        id: req Id,
        /// The id of the source that the passages are in.
        source: req Id,
        /// The id of the reader who made it.
        reader: req Id,
        /// When it was made.
        created: req When,
        /// When any of it last changed.
        modified: req When,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
        /// Fields whose value can't be shown as it is, with that value: since a tag became one with another.
        held: opt Held<'a>,
        /// The passages in order of their position; at least one.
        passages: req Vec<Passage<'a>>,
        /// The tags, each once, in the order they were given.
        tags: opt Vec<TagUse<'a>>,
        /// Whose view the passages give; absent: the author's own.
        voice: may Voice<'a>,
        /// What is claimed, in the reader's own words.
        summary: opt Str<'a>,
        /// Whatever else the reader wants to say.
        note: opt Str<'a>,
    }
}

object! {
    /// Where a passage is, and what it says.
    Passage {
        /// Where it begins: code points from the start of the text.
        start: req u32,
        /// Where it ends, exclusive.
        end: req u32,
        /// The exact quotation.
        quote: req Str<'a>,
        /// What stands right before it.
        before: opt Str<'a>,
        /// What stands right after it.
        after: opt Str<'a>,
    }
}

object! {
    /// That a claim bears a tag.
    TagUse {
        /// The tag's id.
        tag: req Id,
        /// Where the source stands on it here.
        stance: may Word<Stance>,
        /// The revision of the tag's definition that the reader had in view.
        definition_revision: opt Revision,
        /// What the source gives here for a tag that carries values, in its own spelling.
        value: opt Str<'a>,
    }
}

object! {
    /// Somebody else's view, whom the author quotes or reports.
    Voice {
        /// The person or body.
        name: req Str<'a>,
        /// What the author makes of it.
        attitude: may Word<Attitude>,
    }
}

object! {
    /// A relation between two claims.
    Link {
        /// Identity (UUID).
        id: req Id,
        /// The id of the claim that does it.
        from: req Id,
        /// The id of the claim it is done to.
        to: req Id,
        /// What it does.
        kind: req Word<LinkKind>,
        /// Whatever the reader wants to say about it.
        note: opt Str<'a>,
        /// The id of the reader who made it.
        reader: req Id,
        /// When it was made.
        created: req When,
        /// When any of it last changed.
        modified: req When,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
    }
}

object! {
    /// That a reader looked for a tag in a source and did not find it.
    Silence {
        /// Identity (UUID).
        id: req Id,
        /// The id of the source that was searched.
        source: req Id,
        /// The id of the tag that was looked for.
        tag: req Id,
        /// How far and how it was searched.
        note: opt Str<'a>,
        /// The id of the reader who looked.
        reader: req Id,
        /// When it was noted.
        created: req When,
        /// When any of it last changed.
        modified: req When,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
        /// Fields whose value can't be shown as it is, with that value: since a tag became one with another.
        held: opt Held<'a>,
    }
}

object! {
    /// The settings of a sheet, kept under a name.
    SavedSheet {
        /// Identity (UUID).
        id: req Id,
        /// Its name. Never empty.
        name: req Str<'a>,
        /// What was chosen.
        settings: req Json<'a>,
        /// The id of the reader who set it up.
        reader: req Id,
        /// When it was set up.
        created: req When,
        /// When any of it last changed.
        modified: req When,
        /// How often a save has found it changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes it includes.
        seen: opt Seen<'a>,
        /// Which change each changed field has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
    }
}

object! {
    /// A damaged object, kept as it stood.
    Aside {
        /// Its id in this list.
        id: req Id,
        /// What it was meant to be.
        kind: req Word<ObjectKind>,
        /// What is wrong with it.
        problem: opt Str<'a>,
        /// The object as it stood in the file.
        object: req Json<'a>,
    }
}

object! {
    /// That an object was removed, so that merging does not bring it back.
    Tombstone {
        /// The id of what was removed.
        id: req Id,
        /// What it was.
        kind: req Word<ObjectKind>,
        /// The revision that the removal was.
        revision: opt Revision,
        /// Which writing sessions' changes the one who removed it knew.
        seen: opt Seen<'a>,
        /// The id of the tag that this one became one with; it was not removed then.
        merged_into: may Id,
        /// The object as it was, without a source's text: merging needs it when somebody changed the object
        /// without knowing of its removal.
        object: may Json<'a>,
    }
}

object! {
    /// A value that a change gave a field, while another change, made at the same time, gave it the one shown.
    Superseded {
        /// The field, as stamps name it.
        field: req Str<'a>,
        /// The change; absent: the object's creation.
        stamp: may Change,
        /// The value; absent: the field was left out.
        value: may Json<'a>,
    }
}

object! {
    /// A comparison of sources by readers. Positions count Unicode code points; ends are exclusive.
    read Document {
        /// Always `diptych`.
        format: req Str<'a>,
        /// The version of the format.
        version: req u32,
        /// Identity (UUID): all files with this id are readings of the same comparison.
        id: req Id,
        /// Its title.
        title: opt Str<'a>,
        /// When it was made.
        created: req When,
        /// How often a save has found the title or the codebook's revision changed, from 1 on.
        revision: opt Revision,
        /// Which writing sessions' changes these two include.
        seen: opt Seen<'a>,
        /// Which change each of the two, if changed, has its value from.
        stamps: opt Stamps<'a>,
        /// Values of fields that changes made at the same time gave them, and that are not shown.
        superseded: opt Vec<Superseded<'a>>,
        /// The texts being compared, by order, then id.
        sources: opt List<'a, Source<'a>>,
        /// The people who annotate, by id.
        readers: opt List<'a, Reader<'a>>,
        /// The tags.
        codebook: may Codebook<'a>,
        /// The claims by source, then position, then id.
        claims: may Bulk<'a, Claim<'a>>,
        /// The links, by id.
        links: opt List<'a, Link<'a>>,
        /// The silences, by id.
        silences: opt List<'a, Silence<'a>>,
        /// How far the sources were read, by id; absent where nothing is noted.
        coverage: opt List<'a, Coverage<'a>>,
        /// The kept settings of sheets, by id; absent where there are none.
        sheets: opt List<'a, SavedSheet<'a>>,
        /// What was settled where readers differ, by id; absent where there is nothing.
        decisions: opt List<'a, Decision<'a>>,
        /// Rounds of reading, by id; absent where there are none.
        rounds: opt List<'a, Round<'a>>,
        /// Damaged objects, by id.
        set_aside: opt List<'a, Aside<'a>>,
        /// What was removed, by kind and id.
        tombstones: opt List<'a, Tombstone<'a>>,
    }
}
