//! One edit at a time, for the recovery journal: objects stand there as they do in the file.
//!
//! A source's text is written once, and after that named by its SHA-256: so a key typed into the
//! title of a book does not write the book.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::super::format::{Id, Str, layout, v1};
use super::read::NoSource;
use super::textless::{SourceWanted, Supplied};
use super::{read, together, unknown_of, write};
use crate::model::{Comparison, Digest, Edit, SetAside, SourceId};
use crate::text::Text;

/// The texts that a reader of the journal can find, and those whose digest was reckoned already.
#[derive(Default)]
pub(in crate::store) struct Texts {
    reckoned: Vec<(SourceId, Text, Digest)>,
    found: HashSet<Digest>,
}

impl Texts {
    /// Notes that whoever reads the journal has the texts of these sources.
    pub(in crate::store) fn given<'a>(&mut self, texts: impl Iterator<Item = (SourceId, &'a Text)>) {
        for (id, text) in texts {
            let digest = self.digest(id, text);
            self.found.insert(digest);
        }
    }

    fn digest(&mut self, id: SourceId, text: &Text) -> Digest {
        let known = self.reckoned.iter().find(|(of, known, _)| *of == id && known == text);
        if let Some((_, _, digest)) = known {
            return *digest;
        }
        let digest = Digest::of(text.as_str().as_bytes());
        self.reckoned.push((id, text.clone(), digest));
        digest
    }
}

/// An edit as written; fields that do not belong to its kind are left out.
#[derive(Serialize)]
struct Written<'a, T> {
    kind: &'static str,
    id: Id,
    object: Option<&'a T>,
}

#[derive(Serialize)]
struct Words<'a> {
    kind: &'static str,
    words: &'a str,
}

#[derive(Serialize)]
struct Number {
    kind: &'static str,
    number: u32,
}

/// Appends an edit to `out` as JSON on one line.
pub(in crate::store) fn write_edit(out: &mut Vec<u8>, edit: &Edit, texts: &mut Texts) {
    match edit {
        Edit::Title(words) => put(out, &Words { kind: "title", words }),
        Edit::CodebookRevision(number) => put(out, &Number { kind: "codebook", number: *number }),
        Edit::Source(id, source) => {
            let object = source.as_ref().map(|source| {
                let digest = texts.digest(*id, &source.text);
                let mut object = write::source(source, digest, None);
                if !texts.found.insert(digest) {
                    object.text = None;
                }
                object
            });
            put(out, &Written { kind: "source", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Tag(id, tag) => {
            let object = tag.as_ref().map(|tag| write::tag(tag, None));
            put(out, &Written { kind: "tag", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Reader(id, reader) => {
            let object = reader.as_ref().map(|reader| write::reader(reader, None));
            put(out, &Written { kind: "reader", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Claim(id, claim) => {
            let object = claim.as_ref().map(|claim| write::claim(claim, None));
            put(out, &Written { kind: "claim", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Link(id, link) => {
            let object = link.as_ref().map(|link| write::link(link, None));
            put(out, &Written { kind: "link", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Silence(id, silence) => {
            let object = silence.as_ref().map(|silence| write::silence(silence, None));
            put(out, &Written { kind: "silence", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Coverage(id, coverage) => {
            let object = coverage.as_ref().map(|coverage| write::coverage(coverage, None));
            put(out, &Written { kind: "coverage", id: Id(id.0), object: object.as_ref() });
        }
        Edit::SavedSheet(id, sheet) => {
            let object = sheet.as_ref().map(|sheet| write::saved_sheet(sheet, None));
            put(out, &Written { kind: "sheet", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Decision(id, decision) => {
            let object = decision.as_ref().map(|decision| together::write_decision(decision, None));
            put(out, &Written { kind: "decision", id: Id(id.0), object: object.as_ref() });
        }
        Edit::Round(id, round) => {
            let object = round.as_ref().map(|round| together::write_round(round, None));
            put(out, &Written { kind: "round", id: Id(id.0), object: object.as_ref() });
        }
        Edit::SetAside(id, aside) => {
            let object = aside.as_ref().map(|aside| write::aside(aside, None));
            put(out, &Written { kind: "set_aside", id: Id(id.0), object: object.as_ref() });
        }
    }
}

fn put(out: &mut Vec<u8>, value: &impl Serialize) {
    let begun = out.len();
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(written.is_ok(), "memory takes everything, and all keys are strings: {written:?}");
    // Within strings JSON has no line ends; between values they are only blanks.
    out.iter_mut()
        .skip(begun)
        .filter(|byte| **byte == b'\n' || **byte == b'\r')
        .for_each(|byte| *byte = b' ');
}

#[derive(Deserialize)]
struct Told<'a> {
    #[serde(borrow)]
    kind: Str<'a>,
    id: Option<Id>,
    #[serde(borrow, default)]
    object: Option<&'a RawValue>,
    #[serde(borrow, default)]
    words: Option<Str<'a>>,
    #[serde(default)]
    number: Option<u32>,
}

/// What is at hand when the edits of a journal are read.
pub(in crate::store) struct AtHand<'a> {
    /// The comparison whose texts quotations share, wherever they say the same.
    pub(in crate::store) comparison: &'a Comparison,
    /// The texts by their SHA-256; those that edits bring are added as they are read.
    pub(in crate::store) texts: Vec<(Digest, Text)>,
}

/// Reads a list of edits.
pub(in crate::store) fn read_edits(json: &str, at_hand: &mut AtHand<'_>) -> Result<Vec<Edit>, String> {
    let list: Vec<Told<'_>> = serde_json::from_str(json).map_err(|error| read::plain(&error))?;
    list.into_iter().map(|told| read_edit(told, at_hand)).collect()
}

fn read_edit(told: Told<'_>, at_hand: &mut AtHand<'_>) -> Result<Edit, String> {
    let object = told.object.map(RawValue::get);
    let id = || told.id.as_ref().map(|id| id.0).ok_or_else(|| "an edit without an id".to_owned());
    Ok(match &*told.kind.0 {
        "title" => Edit::Title(told.words.ok_or_else(|| "a title without words".to_owned())?.0.into_owned()),
        "codebook" => {
            Edit::CodebookRevision(told.number.ok_or_else(|| "a codebook without its number".to_owned())?)
        }
        "source" => Edit::Source(id()?.into(), shared(object.map(|json| source(json, at_hand)))?),
        "tag" => Edit::Tag(id()?.into(), shared(object.map(|json| bare(read::tag(json))))?),
        "reader" => Edit::Reader(id()?.into(), shared(object.map(|json| bare(read::reader(json))))?),
        "claim" => {
            let claim = object.map(|json| bare(read::claim(json, at_hand.comparison)));
            Edit::Claim(id()?.into(), shared(claim)?)
        }
        "link" => Edit::Link(id()?.into(), shared(object.map(|json| bare(read::link(json))))?),
        "silence" => Edit::Silence(id()?.into(), shared(object.map(|json| bare(read::silence(json))))?),
        "coverage" => Edit::Coverage(id()?.into(), shared(object.map(|json| bare(read::coverage(json))))?),
        "sheet" => Edit::SavedSheet(id()?.into(), shared(object.map(|json| bare(read::saved_sheet(json))))?),
        "decision" => {
            Edit::Decision(id()?.into(), shared(object.map(|json| bare(together::decision(json))))?)
        }
        "round" => Edit::Round(id()?.into(), shared(object.map(|json| bare(together::round(json))))?),
        "set_aside" => Edit::SetAside(id()?.into(), shared(object.map(aside))?),
        other => return Err(format!("an edit of a kind that is not known (“{other}”)")),
    })
}

fn bare<T>(read: read::Read<T>) -> Result<T, String> {
    read.map(|(object, _)| object)
}

fn shared<T>(object: Option<Result<T, String>>) -> Result<Option<std::sync::Arc<T>>, String> {
    object.transpose().map(|object| object.map(std::sync::Arc::new))
}

fn source(json: &str, at_hand: &mut AtHand<'_>) -> Result<crate::model::Source, String> {
    let known = |digest: Digest| at_hand.texts.iter().find(|(of, _)| *of == digest).map(|(_, text)| text);
    let texts = |wanted: &SourceWanted| wanted.digest.and_then(known).cloned().map(Supplied::from);
    match read::source_with(json, &texts) {
        Ok((read, _)) => {
            if known(read.digest).is_none() {
                at_hand.texts.push((read.digest, read.source.text.clone()));
            }
            Ok(read.source)
        }
        Err(NoSource::Damaged(problem)) => Err(problem),
        Err(NoSource::Textless(wanted)) => Err(format!("the text of “{}” is not at hand", wanted.title)),
    }
}

fn aside(json: &str) -> Result<SetAside, String> {
    let file: v1::Aside<'_> = serde_json::from_str(json).map_err(|error| read::plain(&error))?;
    unknown_of(file.unknown)?;
    let object = layout::compact(file.object.0).ok_or("an object is nested too deep")?;
    Ok(SetAside {
        id: crate::model::SetAsideId(file.id.0),
        kind: file.kind.0,
        problem: file.problem.0.into_owned(),
        json: object,
    })
}
