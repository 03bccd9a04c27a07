//! A sheet as values for the template: dictionaries, arrays and strings, in the words that `sheet.typ` reads.

use std::collections::{BTreeMap, BTreeSet};

use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, array, dict};

use super::super::together::stands_together;
use super::scripts;
use crate::analysis::handout::{
    ClaimEntry, Entry, Handout, Paper, Picture, Run, Section, SourceHead, StanceLine, Table, TableCell,
    Words, stance_sign,
};
use crate::model::Stance;
use crate::text::Direction;

/// The face of what sources and readers say, as the template names it.
const SERIF: &str = "Libertinus Serif";
/// How many letters of a run fit between the margins, upright and on its side, in a column's widest letters.
const ACROSS: [usize; 2] = [72, 108];
/// How many rows a sheet may have without being long.
const MOST_ROWS: usize = 1000;

/// What the fonts at hand mean for how words are set.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// Characters that no font has. They are written out, so that no box stands in their place.
    pub(super) lacking: BTreeSet<char>,
    /// The family for Chinese characters of each region (see [`scripts::region`]).
    pub(super) families: BTreeMap<&'static str, String>,
    /// Whether the sheet is a book of its own. Then short rows are not kept on one page, as finding out where they can be
    /// costs as much as setting them; and topmost tags begin a page.
    is_long: bool,
    /// The longest run of letters that fits into the narrowest column.
    longest_run: usize,
}

/// Returns the sheet as the template finds it, with those of its pictures that can be drawn.
pub(super) fn values(handout: &Handout, pictures: &[&Picture], ink: &Ink) -> Dict {
    let head = &handout.head;
    let several = |words: &[Words]| -> Array { words.iter().map(|line| ink.words(line, "")).collect() };
    let label = handout.label;
    let title = handout.title.as_str();
    dict! {
        "title" => ink.seen(title),
        "top" => ink.words(&handout.title, ""),
        "label" => label,
        "running" => ink.seen(&if label.is_empty() { title.to_owned() } else { format!("{label} · {title}") }),
        "paper" => match handout.paper { Paper::A4 => "a4", Paper::Letter => "us-letter" },
        "landscape" => handout.landscape,
        "day" => head.day.as_deref().unwrap_or_default(),
        "named" => head.has_name_line,
        "chapters" => ink.is_long,
        "instructions" => several(&head.instructions),
        "sources" => head.sources.iter().map(|source| ink.source(source)).collect::<Array>(),
        "readers" => several(&head.readers),
        "pictures" => pictures.iter().map(|picture| ink.picture(picture)).collect::<Array>(),
        "sections" => handout.sections.iter().map(|section| ink.section(handout, section)).collect::<Array>(),
        "foot" => several(&handout.foot),
        "own" => Entry::OWN_WORDS,
        "silence" => Entry::SILENCE,
        "unsearched" => Entry::UNSEARCHED,
    }
}

/// Returns the characters beyond ASCII in everything that a value holds.
pub(super) fn characters(values: &Dict) -> BTreeSet<char> {
    fn gather(value: &Value, found: &mut BTreeSet<char>) {
        match value {
            Value::Str(words) => found.extend(words.chars().filter(|c| !c.is_ascii())),
            Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
            Value::Dict(values) => values.iter().for_each(|(_, value)| gather(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    values.iter().for_each(|(_, value)| gather(value, &mut found));
    found
}

impl Ink {
    /// What setting a sheet begins with, before its fonts are known.
    pub(super) fn of(handout: &Handout) -> Self {
        let tables = || handout.sections.iter().filter_map(|section| section.table.as_ref());
        let n_rows: usize = tables().map(|table| table.rows.len()).sum();
        let n_columns = tables().map(|table| table.columns.len()).max().unwrap_or(1).max(1);
        let [upright, on_its_side] = ACROSS;
        let across = if handout.landscape { on_its_side } else { upright };
        let longest_run = (across / n_columns).max(6);
        Self { is_long: n_rows > MOST_ROWS, longest_run, ..Self::default() }
    }

    /// Words that can be set: characters that no font has are written out, and runs of letters that no line holds get
    /// places to end a line at.
    fn seen(&self, words: &str) -> String {
        let mut seen = String::with_capacity(words.len());
        let mut run = 0;
        for c in words.chars() {
            if self.lacking.contains(&c) {
                seen.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
                run = 0;
                continue;
            }
            // Scripts further on are not broken between any two letters, or end lines without blanks anyway.
            run = if c.is_alphanumeric() && c < '\u{590}' || c == '_' { run + 1 } else { 0 };
            if run > self.longest_run {
                seen.push('\u{200B}');
                run = 1;
            }
            seen.push(c);
        }
        seen
    }

    fn words(&self, words: &Words, language: &str) -> Value {
        self.stretch(words.as_str(), words.direction(), language)
    }

    /// A string; or with its direction and language where the template's own would be wrong.
    fn stretch(&self, words: &str, direction: Direction, language: &str) -> Value {
        let text = self.seen(words);
        let mut parts = language.split(['-', '_']);
        let in_letters = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let lang = parts.next().filter(|part| matches!(part.len(), 2 | 3)).filter(in_letters);
        let lang = lang.unwrap_or("en").to_lowercase();
        let family = scripts::region(language).and_then(|region| self.families.get(region));
        if lang == "en" && direction == Direction::Rightward && family.is_none() {
            return text.into_value();
        }
        let region = parts.find(|part| part.len() == 2 && in_letters(part));
        dict! {
            "text" => text,
            "rtl" => direction.is_leftward(),
            "lang" => lang,
            "region" => region.map_or(Value::None, |region| region.to_lowercase().into_value()),
            "font" => match family {
                Some(family) => dict! { "font" => array![SERIF, family.as_str()] },
                None => Dict::new(),
            },
        }
        .into_value()
    }

    fn lines(&self, words: &Words, language: &str) -> Array {
        words.lines().map(|line| self.stretch(line, words.direction(), language)).collect()
    }

    fn optional(&self, words: Option<&Words>) -> Value {
        words.map_or(Value::None, |words| self.words(words, ""))
    }

    fn source(&self, source: &SourceHead) -> Value {
        let run = |run: &Run| {
            dict! {
                "text" => self.stretch(&run.text, Direction::of(&run.text), ""),
                "italic" => run.is_italic,
            }
        };
        dict! {
            "name" => self.words(&source.name, &source.language),
            "coverage" => match source.coverage.is_empty() {
                true => Value::None,
                false => self.words(&source.coverage, ""),
            },
            "reference" => source.reference.iter().map(|part| run(part).into_value()).collect::<Array>(),
        }
        .into_value()
    }

    fn picture(&self, picture: &Picture) -> Value {
        dict! {
            "svg" => Bytes::from_string(picture.svg.clone()),
            "alt" => picture.alt.as_str(),
            "title" => self.stretch(&picture.title, Direction::of(&picture.title), ""),
        }
        .into_value()
    }

    fn section(&self, handout: &Handout, section: &Section) -> Value {
        let relation = section.relation.as_ref().map(|line| {
            let title = line.relation.title();
            let grounds = line.sentence();
            let grounds = grounds.strip_prefix(&title).unwrap_or(&grounds);
            dict! { "title" => title.as_str(), "grounds" => self.stretch(grounds, Direction::Rightward, "") }
                .into_value()
        });
        dict! {
            "level" => i64::from(section.level),
            "number" => section.number.as_deref().map_or(Value::None, IntoValue::into_value),
            "heading" => self.words(&section.heading, ""),
            "definition" => self.lines(&section.definition, ""),
            "relation" => relation.unwrap_or(Value::None),
            "question" => self.lines(&section.question, ""),
            "room" => i64::from(section.room),
            "table" => section.table.as_ref().map_or(Value::None, |table| self.table(handout, table)),
        }
        .into_value()
    }

    fn table(&self, handout: &Handout, table: &Table) -> Value {
        let heads = table.columns.iter().filter_map(|column| handout.column(*column));
        let row = |row: &Vec<TableCell>| {
            let entries =
                |cell: &TableCell| cell.entries.iter().map(|entry| self.entry(entry)).collect::<Array>();
            dict! {
                "breakable" => self.is_long || !stands_together(handout, row),
                "cells" => row.iter().map(|cell| entries(cell).into_value()).collect::<Array>(),
            }
            .into_value()
        };
        dict! {
            "heads" => heads.map(|source| self.words(&source.name, &source.language)).collect::<Array>(),
            "rows" => table.rows.iter().map(row).collect::<Array>(),
        }
        .into_value()
    }

    fn entry(&self, entry: &Entry) -> Value {
        match entry {
            Entry::Claim(claim) => self.claim(claim),
            Entry::Silence(noted) => dict! {
                "kind" => "silence",
                "reader" => self.words(&noted.reader, ""),
                "day" => noted.day.as_str(),
                "note" => self.lines(&noted.note, ""),
            }
            .into_value(),
            Entry::Unsearched => dict! { "kind" => "unsearched" }.into_value(),
            Entry::Room(lines) => dict! { "kind" => "room", "lines" => i64::from(*lines) }.into_value(),
        }
    }

    fn claim(&self, claim: &ClaimEntry) -> Value {
        let body = &claim.body;
        let stance = match claim.stance {
            StanceLine::Given(stance) => format!("{} {}", stance_sign(stance), stance.word()).into_value(),
            StanceLine::None | StanceLine::Asked => Value::None,
        };
        let asked = match claim.stance {
            StanceLine::Asked => dict! {
                "label" => Entry::STANCE,
                "stances" => Stance::ALL.iter().map(|stance| stance.word().into_value()).collect::<Array>(),
            }
            .into_value(),
            StanceLine::Given(_) | StanceLine::None => Value::None,
        };
        let links = body.links.iter().map(|link| {
            let note = one_line(&link.note);
            let note = match note.is_empty() {
                true => Value::None,
                false => self.stretch(&note, link.note.direction(), ""),
            };
            dict! { "phrase" => self.words(&link.phrase, ""), "note" => note }.into_value()
        });
        let quotation = self.quotation(&body.quotation, &body.language);
        dict! {
            "kind" => "claim",
            "number" => claim.number.as_deref().map_or(Value::None, IntoValue::into_value),
            "place" => self.seen(&body.place),
            "stance" => stance,
            "asked" => asked,
            "value" => self.optional(claim.value.as_ref()),
            "voice" => self.optional(body.voice.as_ref()),
            "quotation" => quotation,
            "summary" => self.lines(&body.summary, ""),
            "note" => self.lines(&body.note, ""),
            "links" => links.collect::<Array>(),
            "reader" => self.optional(body.reader.as_ref()),
            "room" => i64::from(claim.room),
        }
        .into_value()
    }

    /// The paragraphs of a quotation, in quotation marks.
    fn quotation(&self, words: &Words, language: &str) -> Array {
        let last = words.lines().count().saturating_sub(1);
        let paragraph = |(at, line): (usize, &str)| {
            let open = if at == 0 { "“" } else { "" };
            let close = if at == last { "”" } else { "" };
            self.stretch(&format!("{open}{line}{close}"), words.direction(), language)
        };
        words.lines().enumerate().map(paragraph).collect()
    }
}

/// Words on one line, whatever theirs were.
fn one_line(words: &Words) -> String {
    words.lines().collect::<Vec<_>>().join(" ")
}
