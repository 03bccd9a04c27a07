//! A codebook by itself, version 1. `docs/FORMAT.md` says what each field means.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::v1::Values;
use super::{Extra, Id, Json, Key, List, Omit, Revision, Str, When, Word, in_field, object};
use crate::model::ColorSlot;

/// The word in `"format"`.
pub(in crate::store) const FORMAT: &str = "diptych-codebook";
/// The version this release reads and writes.
pub(in crate::store) const VERSION: u32 = 1;

object! {
    /// A tag of a codebook: as in a comparison, without the history that merging needs.
    BookTag {
        /// Identity (UUID); the same in every comparison that has taken the tag from this codebook.
        id: req Id,
        /// Its name. Never empty.
        name: req Str<'a>,
        /// When to apply it, and when not.
        definition: opt Str<'a>,
        /// Which definition this is, from 1 on.
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
    }
}

object! {
    /// A codebook by itself, to be sent and taken in.
    read Book {
        /// Always `diptych-codebook`.
        format: req Str<'a>,
        /// The version of this form.
        version: req u32,
        /// The id of the comparison it was taken from.
        comparison: may Id,
        /// The title of the comparison it was taken from.
        title: opt Str<'a>,
        /// How often the codebook had changed, from 1 on.
        revision: opt Revision,
        /// The tags, by id.
        tags: opt List<'a, BookTag<'a>>,
    }
}

/// A codebook as it is written.
#[derive(Serialize)]
pub(in crate::store) struct Written<'a> {
    pub(in crate::store) format: &'static str,
    pub(in crate::store) version: u32,
    pub(in crate::store) comparison: Id,
    #[serde(skip_serializing_if = "no_words")]
    pub(in crate::store) title: Str<'a>,
    pub(in crate::store) revision: Revision,
    pub(in crate::store) tags: Vec<BookTag<'a>>,
}

fn no_words(words: &Str<'_>) -> bool {
    words.0.is_empty()
}
