//! The file as written: structs that mirror the JSON of `docs/FORMAT.md`, one module for each version.
//!
//! Nothing here knows the model; `convert` goes between the two. Words are borrowed from the bytes
//! of the file wherever they hold no escape. An object keeps every field that it does not know, to
//! the letter. (Serde's `flatten` would do that too, but it copies everything and loses the form of numbers.)

pub(super) mod book;
mod history;
pub(super) mod layout;
mod scalar;
pub(super) mod together;
pub(super) mod v1;
mod when;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

pub(super) use history::{Change, Held, Seen, Stamps};
pub(super) use scalar::{Id, Key, Revision, Sha, Str, Word};
pub(super) use when::When;

/// The word in `"format"`.
pub(super) const FORMAT: &str = "diptych";
/// The version this release reads and writes.
pub(super) const VERSION: u32 = 1;

/// Fields that are not known, with their JSON, in the order they were met.
pub(super) type Extra<'a> = Vec<(Cow<'a, str>, &'a str)>;

/// Values that are left out of the file when they say nothing.
pub(super) trait Omit {
    /// Returns whether there is nothing to write.
    fn says_nothing(&self) -> bool;
}

impl<T> Omit for Vec<T> {
    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Omit for List<'_, T> {
    fn says_nothing(&self) -> bool {
        self.objects.is_empty()
    }
}

impl Omit for u64 {
    fn says_nothing(&self) -> bool {
        *self == 0
    }
}

macro_rules! always_said {
    ($($Name:ty),*) => {$(
        impl Omit for $Name {
            fn says_nothing(&self) -> bool {
                false
            }
        }
    )*};
}

always_said!(u32, i64, Revision);

/// A list whose objects are each read by themselves, so that a damaged one costs no other.
pub(super) struct List<'a, T> {
    /// The JSON of each; of an absurd number, only of the first.
    pub(super) objects: Vec<&'a str>,
    /// How many there are.
    pub(super) n: usize,
    of: PhantomData<T>,
}

/// The most objects of a list that are kept to be looked at: more than any list may have.
const MOST_OBJECTS: usize = 1_000_001;

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self { objects: Vec::new(), n: 0, of: PhantomData }
    }
}

impl<'a, 'de: 'a, T> Deserialize<'de> for List<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Objects;
        impl<'de> Visitor<'de> for Objects {
            type Value = (Vec<&'de str>, usize);
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let (mut objects, mut n) = (Vec::new(), 0);
                while let Some(raw) = list.next_element::<&'de RawValue>()? {
                    if n < MOST_OBJECTS {
                        objects.push(raw.get());
                    }
                    n += 1;
                }
                Ok((objects, n))
            }
        }
        let (objects, n) = deserializer.deserialize_seq(Objects)?;
        Ok(Self { objects, n, of: PhantomData })
    }
}

impl<T: JsonSchema> JsonSchema for List<'_, T> {
    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>() })
    }
}

/// The JSON of a list whose objects are found later, because they are many.
pub(super) struct Bulk<'a, T> {
    /// The whole list.
    pub(super) json: &'a str,
    of: PhantomData<T>,
}

impl<'a, 'de: 'a, T> Deserialize<'de> for Bulk<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { json: Json::deserialize(deserializer)?.0, of: PhantomData })
    }
}

impl<T: JsonSchema> JsonSchema for Bulk<'_, T> {
    fn schema_name() -> Cow<'static, str> {
        List::<T>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        List::<T>::json_schema(generator)
    }
}

/// An object that is kept even where it can't be understood.
pub(super) enum Loose<'a, T> {
    /// As it should be.
    Sound(T),
    /// Whatever it is instead.
    Odd(Json<'a>),
}

impl<'a, 'de: 'a, T: Deserialize<'a>> Deserialize<'de> for Loose<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::<'a>::deserialize(deserializer)?;
        Ok(serde_json::from_str(json.0).map_or(Self::Odd(json), Self::Sound))
    }
}

impl<T: Serialize> Serialize for Loose<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Sound(object) => object.serialize(serializer),
            Self::Odd(json) => json.serialize(serializer),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Loose<'_, T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// JSON of any kind: read without a look at what it means, written as it was, indented anew.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(pub(super) &'a str);

impl<'a, 'de: 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de RawValue>::deserialize(deserializer).map(|raw| Self(raw.get()))
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(self.0) {
            Ok(raw) => raw.serialize(serializer),
            // Not JSON, so it came from no file; still better kept than lost.
            Err(_) => serializer.serialize_str(self.0),
        }
    }
}

impl JsonSchema for Json<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Json".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

/// Declares an object of the file: its struct, how it is read, written and described.
///
/// Each field has a mode: `req` must be there, `opt` has a value that says nothing and is then left
/// out, `may` is an `Option` of the given type. Fields are written in the order they are declared,
/// unknown ones last; those marked `read` are never written as one value.
macro_rules! object {
    ($(#[doc = $about:literal])* $Name:ident {
        $($(#[doc = $doc:literal])* $field:ident : $mode:ident $T:ty,)*
    }) => {
        object! { $(#[doc = $about])* read $Name { $($(#[doc = $doc])* $field: $mode $T,)* } }

        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(object!(@write $mode map self $field);)*
                for (name, json) in &self.unknown {
                    map.serialize_entry(name, &Json(json))?;
                }
                map.end()
            }
        }
    };
    ($(#[doc = $about:literal])* read $Name:ident {
        $($(#[doc = $doc:literal])* $field:ident : $mode:ident $T:ty,)*
    }) => {
        $(#[doc = $about])*
        pub(in crate::store) struct $Name<'a> {
            $($(#[doc = $doc])* pub(in crate::store) $field: object!(@type $mode $T),)*
            /// Fields a newer version wrote.
            pub(in crate::store) unknown: Extra<'a>,
        }

        impl<'a, 'de: 'a> Deserialize<'de> for $Name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields<'a>(PhantomData<&'a ()>);
                impl<'a, 'de: 'a> Visitor<'de> for Fields<'a> {
                    type Value = $Name<'a>;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        $(let mut $field: Option<$T> = None;)*
                        let mut unknown = Extra::new();
                        while let Some(name) = map.next_key::<Str<'de>>()? {
                            match &*name.0 {
                                $(stringify!($field) => {
                                    if $field.is_some() {
                                        return Err(de::Error::duplicate_field(stringify!($field)));
                                    }
                                    match map.next_value() {
                                        Ok(value) => $field = Some(value),
                                        Err(error) => return Err(in_field(stringify!($field), &error)),
                                    }
                                })*
                                _ => super::keep(&mut unknown, name, &mut map)?,
                            }
                        }
                        Ok($Name { $($field: object!(@take $mode $field),)* unknown })
                    }
                }
                deserializer.deserialize_map(Fields(PhantomData))
            }
        }

        impl<'a> JsonSchema for $Name<'a> {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let mut properties = serde_json::Map::new();
                let fields = [$((stringify!($field), stringify!($mode) == "req")),*];
                let required: Vec<&str> =
                    fields.into_iter().filter(|(_, required)| *required).map(|(name, _)| name).collect();
                $(
                    let mut schema = generator.subschema_for::<$T>();
                    schema.insert("description".to_owned(), concat!($($doc),*).trim().into());
                    properties.insert(stringify!($field).to_owned(), schema.into());
                )*
                schemars::json_schema!({
                    "description": concat!($($about),*).trim(),
                    "type": "object",
                    "properties": properties,
                    "required": required,
                })
            }
        }
    };
    (@type may $T:ty) => { Option<$T> };
    (@type $mode:ident $T:ty) => { $T };
    (@take req $field:ident) => {
        match $field {
            Some(value) => value,
            None => return Err(de::Error::missing_field(stringify!($field))),
        }
    };
    (@take opt $field:ident) => { $field.unwrap_or_default() };
    (@take may $field:ident) => { $field };
    (@write req $map:ident $self:ident $field:ident) => {
        $map.serialize_entry(stringify!($field), &$self.$field)?;
    };
    (@write opt $map:ident $self:ident $field:ident) => {
        if !Omit::says_nothing(&$self.$field) {
            $map.serialize_entry(stringify!($field), &$self.$field)?;
        }
    };
    (@write may $map:ident $self:ident $field:ident) => {
        if let Some(value) = &$self.$field {
            $map.serialize_entry(stringify!($field), value)?;
        }
    };
}
use object;

fn in_field<E: serde::de::Error>(field: &str, error: &E) -> E {
    E::custom(format_args!("“{field}”: {error}"))
}

/// The most fields of one object that are kept without being known.
pub(super) const MOST_UNKNOWN: usize = 1_000;

fn keep<'a, 'de: 'a, A: serde::de::MapAccess<'de>>(
    unknown: &mut Extra<'a>,
    name: Str<'de>,
    map: &mut A,
) -> Result<(), A::Error> {
    let value: &'de RawValue = map.next_value()?;
    if unknown.iter().any(|(known, _)| *known == name.0) {
        return Err(serde::de::Error::custom(format_args!(
            "the field “{}” stands twice",
            crate::text::visible(&name.0)
        )));
    }
    if unknown.len() == MOST_UNKNOWN {
        let problem =
            format_args!("there are more than {MOST_UNKNOWN} fields that this version does not know");
        return Err(serde::de::Error::custom(problem));
    }
    unknown.push((name.0, value.get()));
    Ok(())
}
