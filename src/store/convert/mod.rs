//! Between the file's form and the model: reading, tolerantly and object by object; writing; mending.
//!
//! Start reading at [`load`] and [`print`]. Nothing here touches a disk.

pub(super) mod aside;
pub(super) mod claims;
pub(super) mod edit;
mod limits;
pub(super) mod load;
pub(super) mod mend;
pub(super) mod print;
pub(super) mod quarantine;
pub(super) mod read;
mod read_source;
pub(super) mod split;
pub(super) mod tags;
pub(super) mod textless;
pub(super) mod together;
mod tracked;
pub(super) mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::Digest as _;
use uuid::Uuid;

use super::format::{Extra, MOST_UNKNOWN, layout};
use crate::model::Unknown;

pub(super) use read::plain;

/// Marks, in the names of a model object's unknown fields, those that belong to an object within it
/// that has no list of its own ("␁passages␁0␁name"). A name of the file that begins so has it doubled.
const WITHIN: char = '\u{1}';

/// Gathers unknown fields of an object and of the objects within it.
#[derive(Default)]
struct Gathered(Vec<(String, String)>);

impl Gathered {
    /// Takes the object's own.
    fn own(&mut self, extra: Extra<'_>) -> Result<(), String> {
        for (name, json) in extra {
            let json = flat(&name, json)?;
            let name = if name.starts_with(WITHIN) { format!("{WITHIN}{name}") } else { name.into_owned() };
            self.0.push((name, json));
        }
        Ok(())
    }

    /// Takes those of an object within it.
    fn within(&mut self, path: &str, extra: Extra<'_>) -> Result<(), String> {
        for (name, json) in extra {
            let json = flat(&name, json)?;
            self.0.push((format!("{}{name}", prefix(path)), json));
        }
        Ok(())
    }

    fn unknown(self) -> Unknown {
        self.0.into_iter().collect()
    }
}

fn flat(name: &str, json: &str) -> Result<String, String> {
    layout::compact(json).ok_or_else(|| format!("“{name}” is nested too deep"))
}

fn prefix(path: &str) -> String {
    format!("{WITHIN}{path}{WITHIN}")
}

fn unknown_of(extra: Extra<'_>) -> Result<Unknown, String> {
    if extra.is_empty() {
        return Ok(Unknown::default());
    }
    let mut gathered = Gathered::default();
    gathered.own(extra)?;
    Ok(gathered.unknown())
}

/// Returns the unknown fields of both, of two values for one name the greater JSON. As many as one object may have: those
/// of the smallest names. So it makes no difference which came first.
pub(super) fn united(one: &Unknown, other: &Unknown) -> Unknown {
    if other.is_empty() || one == other {
        return one.clone();
    }
    let mut all: BTreeMap<&str, &str> = one.iter().collect();
    for (name, json) in other.iter() {
        let known = all.entry(name).or_insert(json);
        *known = json.max(known);
    }
    let own = |(name, json): (&str, &str)| (name.to_owned(), json.to_owned());
    all.into_iter().take(MOST_UNKNOWN).map(own).collect()
}

/// Returns the unknown fields of the object itself, as they are written.
fn own_extra(unknown: &Unknown) -> Extra<'_> {
    if unknown.0.is_none() {
        return Extra::new();
    }
    let own = unknown.iter().filter_map(|(name, json)| match name.strip_prefix(WITHIN) {
        None => Some((Cow::Borrowed(name), json)),
        Some(doubled) if doubled.starts_with(WITHIN) => Some((Cow::Borrowed(doubled), json)),
        Some(_) => None,
    });
    own.collect()
}

/// Returns the unknown fields of an object within it.
fn extra_within<'a>(unknown: &'a Unknown, path: &str) -> Extra<'a> {
    if unknown.0.is_none() {
        return Extra::new();
    }
    let prefix = prefix(path);
    let within = unknown.iter().filter_map(|(name, json)| {
        name.strip_prefix(prefix.as_str()).map(|name| (Cow::Borrowed(name), json))
    });
    within.collect()
}

/// Returns an id that follows from `words`: the same for everybody who opens the same file.
pub(super) fn derived_id(purpose: &str, words: &str, n: usize) -> Uuid {
    let mut hash = sha2::Sha256::new();
    for part in ["diptych", purpose, words] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(n.to_string().as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
