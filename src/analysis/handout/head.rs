//! What stands before the first section and after the last.

use std::collections::{BTreeMap, HashSet};

use super::entries::language_of;
use super::words::{Words, one_line};
use super::{
    HandedIn, Head, Picture, Run, Section, SheetKind, SheetSettings, SourceHead, WorksheetForm, day,
};
use crate::analysis::sheet::{Sheet, SheetColumn};
use crate::model::{ClaimId, ReaderId, Stance, Time};
use crate::text::visible;

pub(super) fn head(sheet: &Sheet, settings: &SheetSettings, handed: &HandedIn) -> Head {
    let source = |column: &SheetColumn| {
        let name = Words::name(&column.name());
        let reference = handed.references.get(&column.source.id).cloned();
        let reference = reference.unwrap_or_else(|| put_together(column));
        let reference = made_visible(reference);
        let said: String = reference.iter().map(|run| run.text.as_str()).collect();
        SourceHead {
            source: column.source.id,
            reference: if said.trim() == name.as_str() { Vec::new() } else { reference },
            name,
            coverage: match handed.coverage.get(&column.source.id) {
                Some(coverage) if !settings.is_blank() => Words::line(coverage),
                _ => Words::default(),
            },
            language: language_of(&column.source.bibliography.language),
        }
    };
    Head {
        has_name_line: settings.is_blank(),
        instructions: instructions(settings).iter().map(|line| Words::line(line)).collect(),
        sources: sheet.columns.iter().map(source).collect(),
        readers: if settings.is_blank() { Vec::new() } else { readers(sheet, settings) },
        day: handed.today.map(|today| day(today, settings.dates)),
    }
}

/// What is said at the end about what no section shows.
pub(super) fn foot(sheet: &Sheet, settings: &SheetSettings, sections: &[Section]) -> Vec<Words> {
    let mut lines = Vec::new();
    if sections.is_empty() {
        lines.push(match settings.kind {
            SheetKind::Discussion => {
                "On no tag chosen are the sources opposed or is one of them silent: there is nothing to discuss yet."
            }
            _ => "Nothing is noted for the sources, tags and readers chosen.",
        });
    }
    let mut lines: Vec<Words> = lines.into_iter().map(Words::line).collect();
    if settings.kind == SheetKind::Comparison {
        lines.extend(match sheet.counts.n_untagged {
            0 => None,
            1 => Some(Words::line("1 claim bears no tag and is in no row.")),
            n => Some(Words::line(&format!("{n} claims bear no tag and are in no row."))),
        });
    }
    lines
}

fn instructions(settings: &SheetSettings) -> Vec<String> {
    let stances = Stance::ALL.map(Stance::word).join(", ");
    match (settings.kind, settings.form) {
        (SheetKind::Worksheet, WorksheetForm::Questions) => vec![
            format!(
                "For each question, note what each source says, with the paragraph, and how it stands to the matter \
                 ({stances})."
            ),
            "Where you have looked and found nothing, say so: that a source is silent is an answer."
                .to_owned(),
        ],
        (SheetKind::Worksheet, WorksheetForm::Passages) => vec![
            format!(
                "For each passage, mark how the source stands to the matter there ({stances}), and put what it claims \
                 into your own words."
            ),
            "Where no passage is given, say what you found in the source, or that you found nothing."
                .to_owned(),
        ],
        (SheetKind::Key, _) => vec!["Order and numbers are those of the worksheet.".to_owned()],
        _ => Vec::new(),
    }
}

/// Where nobody has handed in a reference: the one that the reader wrote, or author, title and date.
fn put_together(column: &SheetColumn) -> Vec<Run> {
    let bibliography = &column.source.bibliography;
    let plain = |text: String| Run { text, is_italic: false };
    let cited = one_line(&bibliography.citation);
    if !cited.is_empty() {
        return vec![plain(cited)];
    }
    let [author, title, date] =
        [&bibliography.author, &bibliography.title, &bibliography.date].map(|part| one_line(part));
    let mut runs = Vec::new();
    if !author.is_empty() {
        runs.push(plain(if title.is_empty() { author } else { format!("{author}, ") }));
    }
    if !title.is_empty() {
        runs.push(Run { text: title, is_italic: true });
    }
    if !date.is_empty() {
        runs.push(plain(if runs.is_empty() { date } else { format!(", {date}") }));
    }
    runs
}

fn made_visible(runs: Vec<Run>) -> Vec<Run> {
    let shown =
        |run: Run| Run { text: visible(&run.text.replace(['\n', '\r', '\t'], " ")).into_owned(), ..run };
    runs.into_iter().map(shown).filter(|run| !run.text.is_empty()).collect()
}

/// The pictures, with words in which nothing acts.
pub(super) fn pictures(handed: HandedIn) -> Vec<Picture> {
    let shown = |words: &str| Words::line(words).to_string();
    let picture = |picture: Picture| Picture {
        title: shown(&picture.title),
        alt: shown(&picture.alt),
        svg: picture.svg,
    };
    handed.pictures.into_iter().map(picture).collect()
}

/// What one reader did on the sheet.
#[derive(Default)]
struct Work {
    name: String,
    claims: HashSet<ClaimId>,
    n_silences: usize,
    first: Option<Time>,
    last: Option<Time>,
}

impl Work {
    fn take(&mut self, name: &str, created: Time, modified: Time) {
        if self.name.is_empty() {
            name.clone_into(&mut self.name);
        }
        self.first = Some(self.first.map_or(created, |first| first.min(created)));
        self.last = Some(self.last.map_or(modified, |last| last.max(modified)));
    }

    /// "Ana: 12 claims and 3 silences, 3 May – 20 November 2026".
    fn line(&self, settings: &SheetSettings) -> Words {
        let count = |n: usize, noun: &str| {
            let s = if n == 1 { "" } else { "s" };
            format!("{n} {noun}{s}")
        };
        let mut did = Vec::new();
        if !self.claims.is_empty() {
            did.push(count(self.claims.len(), "claim"));
        }
        if self.n_silences > 0 {
            did.push(count(self.n_silences, "silence"));
        }
        let written = |time: Option<Time>| time.map(|time| day(time, settings.dates)).unwrap_or_default();
        let (first, last) = (written(self.first), written(self.last));
        let when = if first == last { first } else { format!("{first} – {last}") };
        let line = format!("{}: {}, {when}", self.name, did.join(" and "));
        Words::sentence(&line, [self.name.as_str()])
    }
}

/// Who read, by name.
fn readers(sheet: &Sheet, settings: &SheetSettings) -> Vec<Words> {
    let mut of: BTreeMap<ReaderId, Work> = BTreeMap::new();
    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
        for claim in &cell.claims {
            let work = of.entry(claim.reader.id).or_default();
            if work.claims.insert(claim.id()) {
                work.take(&claim.reader.name, claim.claim.created, claim.claim.modified);
            }
        }
        for noted in &cell.silences {
            let work = of.entry(noted.reader.id).or_default();
            work.n_silences += 1;
            work.take(&noted.reader.name, noted.silence.created, noted.silence.modified);
        }
    }
    let mut all: Vec<Work> = of.into_values().collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.iter().map(|work| work.line(settings)).collect()
}
