//! A source, from the file's form to the model's: with the text that the file has, or one that is brought.

use super::super::bibliography;
use super::super::format::{self, Extra, Held, Loose, v1};
use super::super::record::ObjectHistory;
use super::read::{history, parse, plain};
use super::textless::{SourceWanted, Texts};
use super::{Gathered, unknown_of};
use crate::model::{Bibliography, Digest, Mark, MarkKind, Origin, Source};
use crate::text::{Pos, Span, Text};

/// What is said of a text that is not the one of the stated SHA-256.
const CHANGED_OUTSIDE: &str = "its text is not the one that was saved (length or SHA-256 differ), so it was changed outside \
     of Diptych; claims that it no longer bears out are set aside, the next save states the new SHA-256";

/// A source as read, with what the file says of its text.
pub(in crate::store) struct ReadSource {
    pub(in crate::store) source: Source,
    /// The SHA-256 of the text as it is.
    pub(in crate::store) digest: Digest,
    /// What is odd about it though it opens.
    pub(in crate::store) remarks: Vec<String>,
    /// What the file says of its text, where that was brought from elsewhere.
    pub(in crate::store) wanted: Option<SourceWanted>,
}

/// Why a source can't be read.
pub(in crate::store) enum NoSource {
    Damaged(String),
    /// It was saved without its text.
    Textless(Box<SourceWanted>),
}

impl From<String> for NoSource {
    fn from(problem: String) -> Self {
        Self::Damaged(problem)
    }
}

pub(in crate::store) fn source(json: &str) -> Result<(ReadSource, Option<ObjectHistory>), NoSource> {
    source_with(json, &|_| None)
}

/// Reads a source; one without its text has it from `texts`, if they have it.
pub(super) fn source_with(
    json: &str,
    texts: &Texts<'_>,
) -> Result<(ReadSource, Option<ObjectHistory>), NoSource> {
    let mut file: v1::Source<'_> = parse(json)?;
    let title = std::mem::take(&mut file.title.0).into_owned();
    let (mut remarks, mut wanted, mut brought) = (Vec::new(), None, None);
    let (text, digest) = if let Some(words) = file.text.take() {
        let text = Text::new(&*words.0).ok_or_else(|| "its text is longer than 1 GiB".to_owned())?;
        let digest = Digest::of(text.as_str().as_bytes());
        let same_digest = file.sha256.as_ref().is_none_or(|stated| stated.0 == digest);
        let same_length = file.length.is_none_or(|stated| stated == u64::from(text.len()));
        if !(same_digest && same_length) {
            remarks.push(CHANGED_OUTSIDE.to_owned());
        }
        (text, digest)
    } else {
        let asked = wanted_of(&file, &title);
        let Some(supplied) = texts(&asked) else { return Err(NoSource::Textless(Box::new(asked))) };
        let (text, digest) = (supplied.text.clone(), Digest::of(supplied.text.as_str().as_bytes()));
        // Marks that stand over another text say nothing of this one.
        brought = (asked.digest != Some(digest)).then_some(supplied);
        wanted = Some(asked);
        (text, digest)
    };
    let mut gathered = Gathered::default();
    gathered.own(file.unknown)?;
    let mut origin =
        file.origin.map_or_else(|| Ok(Origin::default()), |own| origin_of(own, &mut gathered))?;
    let structure = match brought {
        Some(brought) => {
            origin = brought.origin;
            brought.structure
        }
        None => structure(file.structure, &text, &mut remarks)?,
    };
    let source = Source {
        id: file.id.0.into(),
        order: file.order,
        bibliography: Bibliography {
            title,
            author: file.author.0.into_owned(),
            date: file.date.0.into_owned(),
            short_name: file.short_name.0.into_owned(),
            citation: file.citation.0.into_owned(),
            csl: csl(file.csl, &mut remarks)?,
            language: file.language.0.into_owned(),
        },
        origin,
        structure,
        text,
        unknown: gathered.unknown(),
    };
    Ok((
        ReadSource { source, digest, remarks, wanted },
        history(file.revision, file.seen, file.stamps, file.superseded, Held::default()),
    ))
}

fn origin_of(file: v1::Origin<'_>, gathered: &mut Gathered) -> Result<Origin, String> {
    gathered.within("origin", file.unknown)?;
    Ok(Origin {
        file_name: file.file_name.0.into_owned(),
        media_type: file.media_type.0.into_owned(),
        encoding: file.encoding.0.into_owned(),
        bytes_digest: file.sha256.map(|sha| sha.0),
        n_unreadable: file.unreadable,
    })
}

fn wanted_of(file: &v1::Source<'_>, title: &str) -> SourceWanted {
    let origin = file.origin.as_ref();
    SourceWanted {
        id: file.id.0.into(),
        title: title.to_owned(),
        short_name: file.short_name.0.clone().into_owned(),
        length: file.length,
        digest: file.sha256.as_ref().map(|sha| sha.0),
        file_name: origin.map(|origin| origin.file_name.0.clone().into_owned()).unwrap_or_default(),
    }
}

/// Returns the bibliographic data as they stand, of whatever kind they are.
fn csl(file: Option<format::Json<'_>>, remarks: &mut Vec<String>) -> Result<String, String> {
    let Some(json) = file else { return Ok(String::new()) };
    let csl = format::layout::compact(json.0).ok_or("“csl” is nested too deep")?;
    if let Err(problem) = bibliography::check(&csl) {
        remarks.push(format!(
            "its bibliographic data (“csl”) can't be cited by: {problem}; they are kept as they stand"
        ));
    }
    Ok(csl)
}

fn structure(
    list: Vec<Loose<'_, v1::Mark<'_>>>,
    text: &Text,
    remarks: &mut Vec<String>,
) -> Result<Vec<Mark>, String> {
    let (mut marks, mut n_odd, mut n_past) = (Vec::with_capacity(list.len()), 0_usize, 0_usize);
    for item in list {
        let sound = match item {
            Loose::Sound(file) => mark(file)?,
            Loose::Odd(json) => Err(format::layout::compact(json.0).ok_or("a mark is nested too deep")?),
        };
        marks.push(match sound {
            Ok(mark) => {
                n_past += usize::from(mark.span.end() > text.end());
                mark
            }
            Err(json) => {
                n_odd += 1;
                // Named by nothing, so that it is written back as it stood.
                let unknown = [(String::new(), json)].into_iter().collect();
                Mark { span: Span::at(Pos(0)), kind: MarkKind::Other(String::new()), unknown }
            }
        });
    }
    if n_odd > 0 {
        remarks.push(format!(
            "{n_odd} of the marks in its structure can't be understood; they are kept as they stand"
        ));
    }
    if n_past > 0 {
        remarks.push(format!("{n_past} of the marks in its structure reach past the end of the text"));
    }
    Ok(marks)
}

/// Returns the mark, or its JSON when its fields are not what its kind demands.
fn mark(file: v1::Mark<'_>) -> Result<Result<Mark, String>, String> {
    let number = |field| json_of(field).parse::<u8>().ok();
    let words = |field| serde_json::from_str::<String>(json_of(field)).ok();
    let (kind, meant) = match &*file.kind.0 {
        "heading" => (number(file.level).map(|level| MarkKind::Heading { level }), "level"),
        "emphasis" => (Some(MarkKind::Emphasis), ""),
        "strong" => (Some(MarkKind::Strong), ""),
        "strikethrough" => (Some(MarkKind::Strikethrough), ""),
        "code" => (Some(MarkKind::Code), ""),
        "quote" => (Some(MarkKind::Quote), ""),
        "list_item" => (number(file.depth).map(|depth| MarkKind::ListItem { depth }), "depth"),
        "footnote_reference" => {
            (words(file.label).map(|label| MarkKind::FootnoteReference { label }), "label")
        }
        "footnote" => (words(file.label).map(|label| MarkKind::Footnote { label }), "label"),
        "hyperlink" => (words(file.address).map(|address| MarkKind::Hyperlink { address }), "address"),
        "page" => (words(file.label).map(|label| MarkKind::Page { label }), "label"),
        "" => (None, ""),
        other => (Some(MarkKind::Other(other.to_owned())), ""),
    };
    let (Some(kind), Some(span)) = (kind, Span::new(file.start, file.end)) else {
        let json = serde_json::to_string(&file).map_err(|error| plain(&error))?;
        return Ok(Err(format::layout::compact(&json).ok_or("a mark is nested too deep")?));
    };
    let fields =
        [("level", file.level), ("depth", file.depth), ("label", file.label), ("address", file.address)];
    let left = fields.into_iter().filter(|(name, field)| *name != meant && field.is_some());
    let left = left.map(|(name, field)| (name.into(), json_of(field)));
    let extra: Extra<'_> = file.unknown.into_iter().chain(left).collect();
    Ok(Ok(Mark { span, kind, unknown: unknown_of(extra)? }))
}

fn json_of(field: Option<v1::Field<'_>>) -> &str {
    match field {
        Some(v1::Field::Read(json)) => json.0,
        _ => "",
    }
}
