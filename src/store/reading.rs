//! A reading: what one reader has made of a comparison, to be sent by mail, with the texts or without them.
//!
//! It is a comparison like any other, with the same ids and histories, so that it merges with the file it comes from
//! and is laid over it. What is not in it was not removed. Claims of others at the other end of the reader's links come
//! along, since a link without them means nothing; those readers are named in `partial_readers`, so that nobody takes
//! what is there of them for their whole reading.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::convert::load::exists;
use super::convert::print::{Form, print_as};
use super::format::Id;
use super::open::from_json_with_texts;
use super::record::{Actor, Key, ObjectHistory, Record, Tombstone};
use super::save::to_json;
use super::{Confirmed, SourceWanted, Supplied};
use crate::model::{
    Claim, ClaimId, Comparison, Coverage, Decision, Edit, Link, ObjectKind, Reader, ReaderId, SetAside,
    Silence, Unknown,
};

/// The field of the document that names readers of whom only what others refer to is there.
pub(super) const PARTIAL_READERS: &str = "partial_readers";
/// The field that a reader may want to keep back, and what an object says when it was.
const NOTE: &str = "note";
const NOTE_WITHHELD: &str = "{\"note\":{}}";

/// What of a comparison is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingSettings {
    /// Whose claims, links, silences and notes on what was read; nothing: everybody's.
    pub reader: Option<ReaderId>,
    /// Whether the texts are in the file.
    pub texts: bool,
    /// Whether the notes are.
    pub notes: bool,
}

/// A reading, as the bytes of its file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The file.
    pub bytes: Vec<u8>,
    /// What is in it.
    pub comparison: Comparison,
    /// What the open comparison is to be saved with from now on: changes that were not saved yet are known by number
    /// from here on, since they are sent.
    pub record: Record,
}

/// Makes the reading of `comparison` that is to be sent; changes since it was saved are in it, as if `actor` had saved.
///
/// # Errors
/// A sentence, when the reader is not known there, or the file would not open again.
pub fn reading(
    (comparison, record, actor): (&Comparison, &Record, Actor),
    settings: ReadingSettings,
) -> Result<Reading, String> {
    if settings.reader.is_some_and(|reader| comparison.reader(reader).is_none()) {
        return Err(
            "The reader has made nothing in this comparison yet, so there is nothing to send.".to_owned()
        );
    }
    if record.newer {
        return Err("A newer version of Diptych wrote this comparison; make the reading with that version."
            .to_owned());
    }
    let choice = Choice::of(comparison, settings);
    made((comparison, record, actor), choice)
}

/// Makes the file that a group begins with: the sources, the codebook and the rounds, and nobody's claims. With the same
/// ids, so that the readings that come back merge with `comparison` and are laid over it.
///
/// # Errors
/// As [`reading`].
pub fn blank(
    (comparison, record, actor): (&Comparison, &Record, Actor),
    texts: bool,
) -> Result<Reading, String> {
    let settings = ReadingSettings { reader: None, texts, notes: true };
    let (claims, links, decisions) = (BTreeSet::new(), Vec::new(), Vec::new());
    let readers: BTreeSet<ReaderId> = comparison.rounds().map(|round| round.reader).collect();
    let (partial, noted) = (readers.clone(), BTreeSet::new());
    let choice = Choice { settings, is_blank: true, claims, links, decisions, readers, partial, noted };
    made((comparison, record, actor), choice)
}

fn made(
    (comparison, record, actor): (&Comparison, &Record, Actor),
    mut choice: Choice,
) -> Result<Reading, String> {
    let settings = choice.settings;
    let record = to_json(comparison, record, actor).1;
    choice.noted =
        record.histories.iter().filter(|(_, history)| says_of_note(history)).map(|(key, _)| key.1).collect();
    let unknown = record.unknown.as_ref().unwrap_or(comparison.unknown());
    let part = choice.part(comparison, unknown)?;
    let mut of_part = record.clone();
    of_part.unknown = None;
    of_part.published = Some(Arc::new(part.clone()));
    of_part.tombstones = Arc::new(tombstones(&record, &part, &choice));
    if !settings.notes {
        of_part.histories = Arc::new(record.histories.iter().map(without_notes).collect());
    }
    if settings.reader.is_some() || choice.is_blank {
        // Nobody can tell whose these are.
        of_part.odd = super::record::Odd::default();
    }
    let mut bytes = Vec::new();
    let form = Form::Part { texts: settings.texts };
    let _as_before = print_as(form, &part, &of_part, actor, &mut |some| bytes.extend(some));
    prove(&bytes, &part)?;
    Ok(Reading { bytes, comparison: part, record })
}

/// What would be sent must open again as what is meant.
fn prove(bytes: &[u8], part: &Comparison) -> Result<(), String> {
    let texts =
        |wanted: &SourceWanted| part.source(wanted.id).map(|source| Supplied::from(source.text.clone()));
    let opened = from_json_with_texts(bytes, Path::new("the reading"), &texts, &Confirmed::new());
    match opened {
        Ok((opened, _)) if opened.comparison == *part => Ok(()),
        Ok(_) => {
            Err("The reading was not written: it would not open as what it was made of. This is a fault of \
                      Diptych, please report it."
                .to_owned())
        }
        Err(error) => Err(format!("The reading was not written: it would not open again ({error}).")),
    }
}

/// What of a comparison is in the reading.
struct Choice {
    settings: ReadingSettings,
    /// Whether nothing that anybody has made is in it.
    is_blank: bool,
    claims: BTreeSet<ClaimId>,
    links: Vec<Arc<Link>>,
    decisions: Vec<Arc<Decision>>,
    readers: BTreeSet<ReaderId>,
    partial: BTreeSet<ReaderId>,
    /// Objects whose history speaks of their notes, by id.
    noted: BTreeSet<Uuid>,
}

impl Choice {
    fn of(comparison: &Comparison, settings: ReadingSettings) -> Self {
        let own = |reader: ReaderId| settings.reader.is_none_or(|chosen| chosen == reader);
        let mut claims: BTreeSet<ClaimId> =
            comparison.claims().filter(|claim| own(claim.reader)).map(|claim| claim.id).collect();
        let links: Vec<Arc<Link>> = comparison.links().filter(|link| own(link.reader)).cloned().collect();
        claims.extend(links.iter().flat_map(|link| [link.from, link.to]));
        let makers = claims.iter().filter_map(|claim| Some(comparison.claim(*claim)?.reader));
        let mut readers: BTreeSet<ReaderId> = makers.collect();
        readers.extend(settings.reader);
        // What was settled goes with why it was; the rounds are everybody's.
        let settled = |decision: &Decision| decision.settled.iter().any(|claim| claims.contains(claim));
        let of_reader = |decision: &Decision| own(decision.reader) || settled(decision);
        let sent = |decision: &Decision| settings.notes || decision.outcome.is_some();
        let decisions = comparison.decisions().filter(|decision| of_reader(decision) && sent(decision));
        let decisions: Vec<Arc<Decision>> = decisions.cloned().collect();
        readers.extend(decisions.iter().map(|decision| decision.reader));
        readers.extend(comparison.rounds().map(|round| round.reader));
        let partial = match settings.reader {
            Some(chosen) => readers.iter().copied().filter(|reader| *reader != chosen).collect(),
            None => partial_readers(comparison).into_iter().collect(),
        };
        if settings.reader.is_none() {
            readers.extend(comparison.readers().map(|reader| reader.id));
        }
        Self { settings, is_blank: false, claims, links, decisions, readers, partial, noted: BTreeSet::new() }
    }

    fn has(&self, reader: ReaderId) -> bool {
        !self.is_blank && self.settings.reader.is_none_or(|chosen| chosen == reader)
    }

    fn part(&self, comparison: &Comparison, unknown: &Unknown) -> Result<Comparison, String> {
        let unknown = with_partial(unknown, &self.partial);
        let part = Comparison::new(comparison.id(), comparison.title().to_owned(), comparison.created());
        let mut part = part.with_unknown(unknown);
        let mut edits = vec![Edit::CodebookRevision(comparison.codebook_revision())];
        edits.extend(
            comparison.sources().iter().map(|source| Edit::Source(source.id, Some(Arc::clone(source)))),
        );
        let readers = comparison.readers().filter(|reader| self.readers.contains(&reader.id));
        edits.extend(readers.map(|reader: &Arc<Reader>| Edit::Reader(reader.id, Some(Arc::clone(reader)))));
        // Each after the one it stands under.
        edits.extend(
            comparison.codebook().into_iter().map(|(_, tag)| Edit::Tag(tag.id, Some(Arc::clone(tag)))),
        );
        apply(&mut part, edits)?;
        let claims = comparison.claims().filter(|claim| self.claims.contains(&claim.id));
        let refused = part.extend_claims(claims.map(|claim| self.as_sent(claim)));
        if let Some((_, error)) = refused.first() {
            return Err(unsound(error));
        }
        apply(&mut part, self.rest(comparison))?;
        Ok(part)
    }

    fn rest(&self, comparison: &Comparison) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        edits.extend(self.links.iter().map(|link| Edit::Link(link.id, Some(self.as_sent(link)))));
        let silences = comparison.silences().filter(|silence| self.has(silence.reader));
        edits.extend(silences.map(|silence| Edit::Silence(silence.id, Some(self.as_sent(silence)))));
        let coverages = comparison.coverages().filter(|coverage| self.has(coverage.reader));
        edits.extend(coverages.map(|coverage| Edit::Coverage(coverage.id, Some(self.as_sent(coverage)))));
        edits.extend(
            self.decisions.iter().map(|decision| Edit::Decision(decision.id, Some(Arc::clone(decision)))),
        );
        edits.extend(comparison.rounds().map(|round| Edit::Round(round.id, Some(Arc::clone(round)))));
        if self.settings.reader.is_none() && !self.is_blank {
            let sheets = comparison.saved_sheets();
            edits.extend(sheets.map(|sheet| Edit::SavedSheet(sheet.id, Some(Arc::clone(sheet)))));
        }
        let aside = comparison.set_aside().filter(|aside| self.has_aside(aside));
        edits.extend(aside.map(|aside| Edit::SetAside(aside.id, Some(Arc::clone(aside)))));
        edits
    }

    /// Returns whether a damaged object goes along: it must not bring a text or a note that is kept back, nor be
    /// somebody else's.
    fn has_aside(&self, aside: &SetAside) -> bool {
        let own = || match (self.settings.reader, reader_in(&aside.json)) {
            (None, _) => true,
            (Some(chosen), Some(reader)) => chosen == reader,
            (Some(_), None) => false,
        };
        match aside.kind {
            ObjectKind::Tag => true,
            ObjectKind::Source => self.settings.texts,
            _ => !self.is_blank && self.settings.notes && own(),
        }
    }

    fn as_sent<T: Noted>(&self, object: &Arc<T>) -> Arc<T> {
        // A note that was emptied is kept back too: what it was stands in its history.
        let is_noted = !object.note().is_empty() || self.noted.contains(&object.uuid());
        if self.settings.notes || !is_noted { Arc::clone(object) } else { object.bare() }
    }
}

fn apply(part: &mut Comparison, edits: Vec<Edit>) -> Result<(), String> {
    edits.into_iter().try_for_each(|edit| part.apply(edit).map(drop)).map_err(|error| unsound(&error))
}

fn unsound(error: &crate::model::EditError) -> String {
    format!("The reading was not made, because {error}; this is a fault of Diptych, please report it.")
}

/// What bears a note that may be kept back.
trait Noted {
    fn note(&self) -> &str;
    fn uuid(&self) -> Uuid;
    /// Returns the object without its note, and with the sign that it was kept back.
    fn bare(&self) -> Arc<Self>;
}

macro_rules! noted {
    ($($Object:ident)*) => {$(
        impl Noted for $Object {
            fn note(&self) -> &str {
                &self.note
            }
            fn uuid(&self) -> Uuid {
                self.id.0
            }
            fn bare(&self) -> Arc<Self> {
                let sign = [(super::merge::WITHHELD.to_owned(), NOTE_WITHHELD.to_owned())];
                let known = self.unknown.iter().map(|(name, json)| (name.to_owned(), json.to_owned()));
                let unknown = known.chain(sign).collect();
                Arc::new(Self { note: String::new(), unknown, ..self.clone() })
            }
        }
    )*};
}

noted!(Claim Link Silence Coverage);

fn says_of_note(history: &ObjectHistory) -> bool {
    history.stamps.contains_key(NOTE) || history.superseded.iter().any(|entry| entry.field == NOTE)
}

/// Returns a history that says nothing of the object's note.
fn without_notes((key, history): (&Key, &Arc<ObjectHistory>)) -> (Key, Arc<ObjectHistory>) {
    if !says_of_note(history) {
        return (*key, Arc::clone(history));
    }
    let mut bare = ObjectHistory::clone(history);
    bare.stamps.remove(NOTE);
    bare.superseded.retain(|entry| entry.field != NOTE);
    (*key, Arc::new(bare))
}

/// Returns what was removed, as far as it is the reader's or everybody's.
fn tombstones(record: &Record, part: &Comparison, choice: &Choice) -> BTreeMap<Key, Tombstone> {
    let (mut chosen, settings) = (BTreeMap::new(), choice.settings);
    for (key, tombstone) in record.tombstones.iter() {
        let shared = matches!(
            key.0,
            Some(ObjectKind::Source | ObjectKind::Tag | ObjectKind::Reader | ObjectKind::Round)
        );
        let maker = tombstone.object.as_deref().and_then(reader_in);
        let of_chosen =
            settings.reader.is_none() || maker.is_some_and(|maker| settings.reader == Some(maker));
        let own = of_chosen && !choice.is_blank;
        // What is there although somebody removed it is there for the sake of others only.
        let is_there = key.0.is_some_and(|kind| exists(part, kind, key.1));
        if !shared && !own && !is_there {
            continue;
        }
        let mut tombstone = tombstone.clone();
        if !shared && !settings.notes {
            tombstone.object = tombstone.object.and_then(|json| json_without_note(&json)).map(Arc::from);
        }
        chosen.insert(*key, tombstone);
    }
    chosen
}

/// Returns a removed object without what it says of its note; the rest to the letter.
fn json_without_note(json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Entry<'a> {
        #[serde(borrow)]
        field: Cow<'a, str>,
    }
    let mut fields: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    let mut says = fields.remove(NOTE).is_some();
    let stamps = fields.get("stamps").map(|json| serde_json::from_str(json.get()));
    let mut stamps: BTreeMap<String, &RawValue> = stamps.transpose().ok()?.unwrap_or_default();
    says |= stamps.remove(NOTE).is_some();
    let superseded = fields.get("superseded").map(|json| serde_json::from_str(json.get()));
    let mut superseded: Vec<&RawValue> = superseded.transpose().ok()?.unwrap_or_default();
    superseded.retain(|json| {
        let is_note = serde_json::from_str::<Entry<'_>>(json.get()).map_or(true, |entry| entry.field == NOTE);
        says |= is_note;
        !is_note
    });
    if !says {
        return Some(json.to_owned());
    }
    let stamps = serde_json::value::to_raw_value(&stamps).ok()?;
    let superseded = serde_json::value::to_raw_value(&superseded).ok()?;
    let sign = RawValue::from_string(NOTE_WITHHELD.to_owned()).ok()?;
    fields.insert("stamps".to_owned(), &stamps);
    fields.insert("superseded".to_owned(), &superseded);
    fields.insert(super::merge::WITHHELD.to_owned(), &sign);
    serde_json::to_string(&fields).ok()
}

fn reader_in(json: &str) -> Option<ReaderId> {
    #[derive(Deserialize)]
    struct Made {
        reader: Id,
    }
    serde_json::from_str::<Made>(json).ok().map(|made| ReaderId(made.reader.0))
}

/// Returns the readers of whom the comparison has only what others refer to, because it was made of a reading that
/// was sent.
#[must_use]
pub fn partial_readers(comparison: &Comparison) -> Vec<ReaderId> {
    let fields = comparison.unknown().iter().find(|(name, _)| *name == PARTIAL_READERS);
    let ids: Option<Vec<Id>> = fields.and_then(|(_, json)| serde_json::from_str(json).ok());
    ids.unwrap_or_default().into_iter().map(|id| ReaderId(id.0)).collect()
}

/// Returns the document's unknown fields with these partial readers, or without the field where there are none.
pub(super) fn with_partial(unknown: &Unknown, partial: &BTreeSet<ReaderId>) -> Unknown {
    let ids: Vec<String> = partial.iter().map(|reader| format!("\"{reader}\"")).collect();
    let field = (!ids.is_empty()).then(|| (PARTIAL_READERS.to_owned(), format!("[{}]", ids.join(","))));
    let others = unknown.iter().filter(|(name, _)| *name != PARTIAL_READERS);
    let others = others.map(|(name, json)| (name.to_owned(), json.to_owned()));
    others.chain(field).collect()
}

/// Returns the readers of whom none of several comparisons has more than what others refer to.
pub(super) fn partial_of<'a>(all: impl Iterator<Item = &'a Comparison> + Clone) -> BTreeSet<ReaderId> {
    let mut partial: BTreeSet<ReaderId> = all.clone().flat_map(partial_readers).collect();
    for comparison in all {
        let listed = partial_readers(comparison);
        partial.retain(|reader| comparison.reader(*reader).is_none() || listed.contains(reader));
    }
    partial
}

/// Returns a name for a file: words of the title and of the reader's name.
#[must_use]
pub fn file_name(title: &str, reader: Option<&str>) -> String {
    let title = slug(title, 6);
    let title = if title.is_empty() { "comparison".to_owned() } else { title };
    let reader = reader.map(|name| slug(name, 4)).filter(|name| !name.is_empty());
    let reader = reader.map(|name| format!(".{name}")).unwrap_or_default();
    format!("{title}{reader}.diptych.json")
}

fn slug(words: &str, most: usize) -> String {
    let kept: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).take(most).collect();
    words.join("-").to_lowercase()
}
