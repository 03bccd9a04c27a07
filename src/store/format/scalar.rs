//! Values that the file writes as one word: ids, digests, keys, choices. (Times are in `when`.)

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use serde_json::json;
use uuid::Uuid;

use super::{Omit, When};
use crate::model::{
    Attitude, ColorSlot, CoverageState, Digest, LinkKind, ObjectKind, RoundStep, Stance, ValueKind,
};

/// Words, borrowed from the file where they hold no escape.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Str<'a>(pub(in crate::store) Cow<'a, str>);

impl<'a> From<&'a str> for Str<'a> {
    fn from(words: &'a str) -> Self {
        Self(Cow::Borrowed(words))
    }
}

impl<'a, 'de: 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotation marks")
            }
            fn visit_borrowed_str<E>(self, words: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(words))
            }
            fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(words.to_owned()))
            }
        }
        deserializer.deserialize_str(Words).map(Self)
    }
}

impl Serialize for Str<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Omit for Str<'_> {
    fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl JsonSchema for Str<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Str".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// A value that is one word of the file.
pub(in crate::store) trait Spelled: Sized {
    /// What is expected, for a person.
    fn expected() -> String;
    /// Reads it.
    fn read(word: &str) -> Option<Self>;
    /// Hands the word for it to `give`.
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R;
    /// Describes the word.
    fn described() -> serde_json::Value;
}

struct WordOf<T>(PhantomData<T>);

impl<T: Spelled> Visitor<'_> for WordOf<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&T::expected())
    }
    fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
        T::read(word).ok_or_else(|| {
            let start: String = word.chars().take(80).collect();
            E::custom(format_args!("“{}” is not {}", crate::text::visible(&start), T::expected()))
        })
    }
}

macro_rules! spelled {
    ($($(#[$bound:ident])? $Name:ty),*) => {$(
        impl<'de $(, T: $bound)?> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(WordOf(PhantomData))
            }
        }

        impl $(<T: $bound>)? Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.spell(|word| serializer.serialize_str(word))
            }
        }

        impl $(<T: $bound>)? JsonSchema for $Name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::try_from(Self::described()).unwrap_or_default()
            }
        }
    )*};
}

spelled!(Id, When, Sha, Key, #[Choice] Word<T>);

/// An id: a UUID in its form with hyphens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Id(pub(in crate::store) Uuid);

impl Spelled for Id {
    fn expected() -> String {
        "an id (a UUID such as 0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        if word.len() == 36 { Uuid::try_parse(word).ok().map(Self) } else { None }
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "format": "uuid" })
    }
}

/// A SHA-256 in lower-case hexadecimal.
#[derive(Clone, Copy)]
pub(in crate::store) struct Sha(pub(in crate::store) Digest);

impl Spelled for Sha {
    fn expected() -> String {
        "a SHA-256 (64 hexadecimal digits)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        Digest::from_hex(word).map(Self)
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(&self.0.to_string())
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$" })
    }
}

/// The key that applies a tag.
#[derive(Clone, Copy)]
pub(in crate::store) struct Key(pub(in crate::store) char);

impl Spelled for Key {
    fn expected() -> String {
        "a key (one letter or digit)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(key), None) => Some(Self(key)),
            _ => None,
        }
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.encode_utf8(&mut [0; 4]))
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "minLength": 1, "maxLength": 1 })
    }
}

/// One of a closed list, by its word.
#[derive(Clone, Copy)]
pub(in crate::store) struct Word<T>(pub(in crate::store) T);

/// A closed list of choices.
pub(in crate::store) trait Choice: Copy {
    /// The words of all.
    fn words() -> Vec<&'static str>;
    /// Its word.
    fn name(self) -> &'static str;
    /// The one of this word.
    fn named(word: &str) -> Option<Self>;
}

macro_rules! choices {
    ($($Name:ty),*) => {$(
        impl Choice for $Name {
            fn words() -> Vec<&'static str> {
                Self::ALL.into_iter().map(Self::word).collect()
            }
            fn name(self) -> &'static str {
                self.word()
            }
            fn named(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }
    )*};
}

choices!(Stance, Attitude, LinkKind, ColorSlot, CoverageState, ValueKind, RoundStep);

/// The kinds of object, in the order of the file.
const KINDS: [ObjectKind; 10] = [
    ObjectKind::Source,
    ObjectKind::Reader,
    ObjectKind::Tag,
    ObjectKind::Claim,
    ObjectKind::Link,
    ObjectKind::Silence,
    ObjectKind::Coverage,
    ObjectKind::SavedSheet,
    ObjectKind::Decision,
    ObjectKind::Round,
];

impl Choice for ObjectKind {
    fn words() -> Vec<&'static str> {
        KINDS.into_iter().map(Self::word).collect()
    }
    fn name(self) -> &'static str {
        self.word()
    }
    fn named(word: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.word() == word)
    }
}

impl<T: Choice> Spelled for Word<T> {
    fn expected() -> String {
        format!("one of: {}", T::words().join(", "))
    }
    fn read(word: &str) -> Option<Self> {
        T::named(word).map(Self)
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.name())
    }
    fn described() -> serde_json::Value {
        json!({ "enum": T::words() })
    }
}

/// A count of saved changes, from 1 on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Revision(pub(in crate::store) u32);

impl Default for Revision {
    fn default() -> Self {
        Self(1)
    }
}

impl<'de> Deserialize<'de> for Revision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Revision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl JsonSchema for Revision {
    fn schema_name() -> Cow<'static, str> {
        "Revision".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        u32::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        assert!(Id::read("0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41").is_some());
        assert!(Id::read("{0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41}").is_none());
        assert!(Id::read("").is_none());
    }
}
