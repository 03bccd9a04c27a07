//! Version 1 of the format, continued: what readers say of their reading, and what they do together.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::scalar::Choice;
use super::v1::Superseded;
use super::{Extra, Id, Json, Omit, Revision, Seen, Sha, Stamps, Str, When, Word, in_field, object};
use crate::model::{CoverageState, Outcome as Settled, RoundStep};

object! {
    /// That a reader has read a stretch of a source, or left it out on purpose.
    Coverage {
        /// Identity (UUID).
        id: req Id,
        /// The id of the source.
        source: req Id,
        /// The stretch.
        stretch: req Stretch<'a>,
        /// What became of it.
        state: req Word<CoverageState>,
        /// Why it was left out, or how it was read.
        note: opt Str<'a>,
        /// The id of the reader who says so.
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
    }
}

object! {
    /// A stretch of a text.
    Stretch {
        /// Where it begins: code points from the start of the text.
        start: req u32,
        /// Where it ends, exclusive.
        end: req u32,
    }
}

object! {
    /// What was settled, or noted, at a place where readers differ.
    Decision {
        /// Identity (UUID).
        id: req Id,
        /// The id of the source.
        source: req Id,
        /// The id of the tag that a note is about, if it is about one.
        tag: may Id,
        /// The place.
        at: req Stretch<'a>,
        /// The ids of the claims that were at stake, in order.
        claims: opt Vec<Id>,
        /// A SHA-256 over what these claims said then.
        basis: may Sha,
        /// What was decided; absent for what is only a note.
        outcome: may Outcome<'a>,
        /// The ids of the claims of the settled version that were made of it, in order.
        settled: opt Vec<Id>,
        /// The reason, or the note.
        note: opt Str<'a>,
        /// The id of the reader who decided.
        reader: req Id,
        /// When it was decided.
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
    /// What became of the claims at a place.
    Outcome {
        /// What was done.
        kind: req Word<OutcomeWord>,
        /// The id of the reader whose claims were taken.
        from: may Id,
    }
}

object! {
    /// A round of reading, sealed until it is opened.
    Round {
        /// Identity (UUID).
        id: req Id,
        /// Its name. Never empty.
        name: req Str<'a>,
        /// What the readers are asked to do.
        instructions: opt Str<'a>,
        /// The names of those whose readings are expected.
        expected: opt Vec<Str<'a>>,
        /// What is done in it.
        step: req Word<RoundStep>,
        /// When it was opened; absent while it is sealed.
        opened: may When,
        /// The id of the reader who leads it.
        reader: req Id,
        /// When it was begun.
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

/// One of the words for what was done.
#[derive(Clone, Copy)]
pub(in crate::store) struct OutcomeWord(pub(in crate::store) &'static str);

impl Choice for OutcomeWord {
    fn words() -> Vec<&'static str> {
        Settled::WORDS.to_vec()
    }
    fn name(self) -> &'static str {
        self.0
    }
    fn named(word: &str) -> Option<Self> {
        Settled::WORDS.into_iter().find(|known| *known == word).map(Self)
    }
}
