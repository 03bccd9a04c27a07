//! How the file writes an object's history: which sessions' changes it includes, and which change each
//! field has its value from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Json, Omit, Str, layout};
use crate::store::record::{Actor, Stamp};

/// Returns a writing session as the file names it: 16 hexadecimal digits.
pub(in crate::store) fn hex_from_actor(actor: Actor) -> String {
    format!("{:016x}", actor.0)
}

/// Reads a writing session's name.
pub(in crate::store) fn actor_from_hex(word: &str) -> Option<Actor> {
    let sound = word.len() == 16 && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    sound.then(|| u64::from_str_radix(word, 16).ok()).flatten().map(Actor)
}

fn word_from_stamp(stamp: Stamp) -> String {
    format!("{}.{}", stamp.n, hex_from_actor(stamp.actor))
}

fn stamp_from_word(word: &str) -> Option<Stamp> {
    let (n, actor) = word.split_once('.')?;
    let plain = n.bytes().all(|b| b.is_ascii_digit()) && !n.starts_with('0');
    Some(Stamp { n: n.parse().ok().filter(|_| plain)?, actor: actor_from_hex(actor)? })
}

/// A change to an object, as the file names it: `2.00f1e2d3c4b5a697`.
#[derive(Clone, Copy)]
pub(in crate::store) struct Change(pub(in crate::store) Stamp);

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Str::deserialize(deserializer)?;
        let stamp = stamp_from_word(&word.0);
        stamp.map(Self).ok_or_else(|| de::Error::custom("expected a change (such as 2.00f1e2d3c4b5a697)"))
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&word_from_stamp(self.0))
    }
}

impl JsonSchema for Change {
    fn schema_name() -> Cow<'static, str> {
        "Change".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[1-9][0-9]*\\.[0-9a-f]{16}$" })
    }
}

/// Fields whose value can't be shown, each with its JSON.
#[derive(Default)]
pub(in crate::store) struct Held<'a>(pub(in crate::store) Cow<'a, BTreeMap<String, String>>);

impl<'de> Deserialize<'de> for Held<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pair = |name: &str, json: Json<'de>| {
            let json = layout::compact(json.0).unwrap_or_else(|| json.0.to_owned());
            Some((name.to_owned(), json))
        };
        let expected = "names of fields, each with its value";
        deserializer.deserialize_map(Pairs(pair, expected, PhantomData)).map(|map| Self(Cow::Owned(map)))
    }
}

impl Serialize for Held<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, json) in self.0.iter() {
            map.serialize_entry(field, &Json(json))?;
        }
        map.end()
    }
}

/// Which writing sessions' changes an object includes: for each, the number of its last one.
#[derive(Default)]
pub(in crate::store) struct Seen<'a>(pub(in crate::store) Cow<'a, BTreeMap<Actor, u32>>);

/// Which change each changed field has its value from.
#[derive(Default)]
pub(in crate::store) struct Stamps<'a>(pub(in crate::store) Cow<'a, BTreeMap<String, Stamp>>);

struct Pairs<K, V, F>(F, &'static str, PhantomData<(K, V)>);

impl<'de, K: Ord, V, W: Deserialize<'de>, F: Fn(&str, W) -> Option<(K, V)>> Visitor<'de>
    for Pairs<(K, V), W, F>
{
    type Value = BTreeMap<K, V>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<Str<'de>, W>()? {
            let pair = (self.0)(&name.0, value);
            let (name, value) = pair.ok_or_else(|| de::Error::custom(format_args!("expected {}", self.1)))?;
            pairs.insert(name, value);
        }
        Ok(pairs)
    }
}

impl<'de> Deserialize<'de> for Seen<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pair = |name: &str, n: u32| actor_from_hex(name).map(|actor| (actor, n));
        let expected = "writing sessions (16 hexadecimal digits each) with a number";
        deserializer.deserialize_map(Pairs(pair, expected, PhantomData)).map(|map| Self(Cow::Owned(map)))
    }
}

impl<'de> Deserialize<'de> for Stamps<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pair =
            |name: &str, word: Str<'de>| stamp_from_word(&word.0).map(|stamp| (name.to_owned(), stamp));
        let expected = "names of fields, each with a change (such as 2.00f1e2d3c4b5a697)";
        deserializer.deserialize_map(Pairs(pair, expected, PhantomData)).map(|map| Self(Cow::Owned(map)))
    }
}

impl Serialize for Seen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (actor, n) in self.0.iter() {
            map.serialize_entry(&hex_from_actor(*actor), n)?;
        }
        map.end()
    }
}

impl Serialize for Stamps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, stamp) in self.0.iter() {
            map.serialize_entry(field, &word_from_stamp(*stamp))?;
        }
        map.end()
    }
}

macro_rules! change_marks {
    ($($Name:ident => $schema:tt),*) => {$(
        impl Omit for $Name<'_> {
            fn says_nothing(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl JsonSchema for $Name<'_> {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

change_marks! {
    Seen => {
        "type": "object",
        "propertyNames": { "pattern": "^[0-9a-f]{16}$" },
        "additionalProperties": { "type": "integer", "minimum": 0 },
    },
    Held => {
        "type": "object",
    },
    Stamps => {
        "type": "object",
        "additionalProperties": { "type": "string", "pattern": "^[1-9][0-9]*\\.[0-9a-f]{16}$" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_names_a_change_and_a_session() {
        let stamp = stamp_from_word("12.00f1e2d3c4b5a697").unwrap();
        assert_eq!((stamp.n, stamp.actor.0), (12, 0x00f1_e2d3_c4b5_a697));
        for bad in ["", "12", "012.00f1e2d3c4b5a697", "+1.00f1e2d3c4b5a697", "1.f"] {
            assert!(stamp_from_word(bad).is_none(), "{bad}");
        }
    }
}
