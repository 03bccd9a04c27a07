//! Readings against an answer key, as sheets: for one learner, what became of each item; for a class, one line for each
//! learner and how many found each item.

use std::collections::HashMap;
use std::sync::Arc;

use super::entries::language_of;
use super::sections::heading_only;
use super::words::Words;
use super::{
    ClaimBody, ClaimEntry, Entry, Handout, Head, LinkLine, Paper, Section, SheetKind, SourceHead, StanceLine,
    Table, day, tables,
};
use crate::analysis::agreement::score::{Answer, Counts, Extra, Item, Learner, SCORE_IN_WORDS, Scoring};
use crate::analysis::agreement::stretches::of_claim;
use crate::analysis::agreement::wording::{ends_of, names};
use crate::analysis::sheet::{Place, SheetCounts, cite};
use crate::model::{Claim, Comparison, ReaderId, SourceId, Stance, TagId, Time, Voice};

/// What a sheet of readings against a key is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedbackSettings {
    /// Whether the score is on it, with its formula.
    pub score: bool,
    /// The paper.
    pub paper: Paper,
    /// The day on which it is made, if that is to be said.
    pub today: Option<Time>,
}

/// "found 9 of 12 (1 with other ends, 2 with another stance), missed 3 (1 with another tag), 2 more that the key has not".
#[must_use]
pub fn counted(counts: &Counts) -> String {
    let apart = |parts: &[(usize, &str)]| {
        let said: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} with {words}")).collect();
        if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
    };
    format!(
        "found {} of {}{}, missed {}{}, {} more that the key does not have",
        counts.found,
        counts.of,
        apart(&[(counts.other_boundary, "other ends"), (counts.other_stance, "another stance")]),
        counts.missed,
        apart(&[(counts.other_tag, "another tag")]),
        counts.extra,
    )
}

/// "83.3": a score with one decimal.
#[must_use]
pub fn score_in_words(learner: &Learner) -> String {
    learner.score().map_or("no score: there is nothing to be found".to_owned(), |score| format!("{score:.1}"))
}

/// Returns the sheet for one learner: each item of the key with what became of it, and the key's own words as feedback;
/// then what the learner found besides. Nothing where there is no such learner.
#[must_use]
pub fn feedback(
    comparison: &Comparison,
    scoring: &Scoring,
    learner: ReaderId,
    settings: &FeedbackSettings,
) -> Option<Handout> {
    let learner = scoring.learners.iter().find(|of| of.reader == learner)?;
    let name = names(comparison, &[learner.reader]);
    let mut lines = vec![capital(&counted(&learner.counts())) + "."];
    if settings.score {
        lines.push(format!("Score: {}. {SCORE_IN_WORDS}", score_in_words(learner)));
    }
    let mut sheet = Sheet::of(comparison, settings, &format!("Feedback for {name}"), "Answer key");
    sheet.handout.head.instructions =
        lines.iter().map(|line| Words::sentence(line, [name.as_str()])).collect();
    let said = |number: usize| {
        let item = scoring.items.get(number)?;
        Some(became(comparison, item, learner.answers.get(number)?))
    };
    sheet.items(scoring, &said);
    sheet.extras(&learner.extra);
    Some(sheet.handout)
}

/// Returns the sheet for a class: a line for each learner, and under each item how many found it and who did not.
#[must_use]
pub fn class(comparison: &Comparison, scoring: &Scoring, settings: &FeedbackSettings) -> Handout {
    let title = format!("{}: readings against the key", comparison.title().trim());
    let title = title.trim_start_matches(": ").to_owned();
    let mut sheet = Sheet::of(comparison, settings, &capital(&title), "Answer key");
    let key = names(comparison, &[scoring.key]);
    let mut lines = vec![format!(
        "The key is the reading of {key}. A passage counts as found from half of what either covers on; other ends and \
         other stances are told apart."
    )];
    if settings.score {
        lines.push(SCORE_IN_WORDS.to_owned());
    }
    sheet.handout.head.instructions =
        lines.iter().map(|line| Words::sentence(line, [key.as_str()])).collect();
    let line = |learner: &Learner| {
        let name = names(comparison, &[learner.reader]);
        let score =
            if settings.score { format!("; score {}", score_in_words(learner)) } else { String::new() };
        Words::sentence(&format!("{name}: {}{score}", counted(&learner.counts())), [name.as_str()])
    };
    sheet.handout.head.readers = scoring.learners.iter().map(line).collect();
    let n = scoring.learners.len();
    let said = |number: usize| {
        let missed = |learner: &&Learner| !matches!(learner.answers.get(number), Some(Answer::Found { .. }));
        let missing: Vec<ReaderId> = scoring.learners.iter().filter(missed).map(|of| of.reader).collect();
        let who = match missing.as_slice() {
            [] => String::new(),
            some if some.len() == n => String::new(),
            some => format!("; not by {}", names(comparison, some)),
        };
        Some(format!("found by {} of {n}{who}", scoring.n_found(number)))
    };
    sheet.items(scoring, &said);
    sheet.handout
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What became of an item, to the learner.
fn became(comparison: &Comparison, item: &Item, answer: &Answer) -> String {
    let marked = |claim| {
        let claim: &Claim = comparison.claim(claim)?;
        let text = &comparison.source(claim.source)?.text;
        Some((ends_of(text, &of_claim(claim)), claim))
    };
    match answer {
        Answer::Missed => "missed".to_owned(),
        Answer::OtherTag(claim) => {
            let tags = marked(*claim)
                .map(|(_, claim)| tags_in_words(comparison, claim.tags.iter().map(|used| used.tag)));
            match tags.filter(|tags| !tags.is_empty()) {
                Some(tags) => format!("missed: marked, but as {tags}"),
                None => "missed: marked, but without a tag".to_owned(),
            }
        }
        Answer::Found { claim, other_boundary, other_stance } => {
            let mut said = vec!["found".to_owned()];
            if let Some((ends, claim)) = marked(*claim) {
                if *other_boundary {
                    said.push(format!("with other ends: {ends}"));
                }
                if *other_stance {
                    let stance = item.tag.and_then(|tag| claim.tag_use(tag)?.stance);
                    said.push(format!("with {}", stance.map_or("no stance", Stance::word)));
                }
            }
            said.join(", ")
        }
    }
}

fn tags_in_words(comparison: &Comparison, tags: impl Iterator<Item = TagId>) -> String {
    let names = tags.filter_map(|tag| comparison.tag(tag)).map(|tag| format!("“{}”", tag.name));
    names.collect::<Vec<_>>().join(", ")
}

/// A sheet in the making.
struct Sheet<'a> {
    comparison: &'a Comparison,
    columns: HashMap<SourceId, usize>,
    handout: Handout,
}

impl<'a> Sheet<'a> {
    fn of(comparison: &'a Comparison, settings: &FeedbackSettings, title: &str, label: &'static str) -> Self {
        let sources = comparison.sources().iter().map(|source| SourceHead {
            source: source.id,
            name: Words::name(source.short_name()),
            reference: Vec::new(),
            coverage: Words::default(),
            language: language_of(&source.bibliography.language),
        });
        let head = Head {
            sources: sources.collect(),
            day: settings.today.map(|today| day(today, super::DateForm::default())),
            ..Head::default()
        };
        let handout = Handout {
            kind: SheetKind::Key,
            title: Words::line(title),
            label,
            paper: settings.paper,
            landscape: comparison.sources().len() > super::MOST_UPRIGHT,
            head,
            pictures: Vec::new(),
            sections: Vec::new(),
            foot: Vec::new(),
            counts: SheetCounts::default(),
        };
        let columns =
            comparison.sources().iter().zip(0..).map(|(source, index)| (source.id, index)).collect();
        Self { comparison, columns, handout }
    }

    /// Adds a section for each tag of the key in the order of the codebook, last what bears none.
    fn items(&mut self, scoring: &Scoring, said: &dyn Fn(usize) -> Option<String>) {
        let tags = self.comparison.codebook().into_iter().map(|(_, tag)| Some(tag.id)).chain([None]);
        for tag in tags {
            let mut cells: Vec<Vec<Entry>> = vec![Vec::new(); self.columns.len()];
            for (number, item) in scoring.items.iter().enumerate().filter(|(_, item)| item.tag == tag) {
                let (Some(claim), Some(words)) = (self.comparison.claim(item.claim), said(number)) else {
                    continue;
                };
                let column = self.columns.get(&item.source).and_then(|column| cells.get_mut(*column));
                if let Some(cell) = column {
                    cell.push(self.entry(claim, item.stance, &words, true));
                }
            }
            let name = tag.map_or("without a tag".to_owned(), |tag| self.comparison.tag_path(tag));
            self.section(tag, &name, cells);
        }
    }

    /// Adds what the key does not have.
    fn extras(&mut self, extras: &[Extra]) {
        let mut cells: Vec<Vec<Entry>> = vec![Vec::new(); self.columns.len()];
        for extra in extras {
            let Some(claim) = self.comparison.claim(extra.claim) else { continue };
            let tags = tags_in_words(self.comparison, extra.tags.iter().copied());
            let words = match (extra.in_key, tags.is_empty()) {
                (true, false) => format!("the key has this passage, but not as {tags}"),
                (true, true) => "the key has this passage, with a tag".to_owned(),
                (false, false) => format!("marked as {tags}; the key does not have this passage"),
                (false, true) => "marked; the key does not have this passage".to_owned(),
            };
            let column = self.columns.get(&claim.source).and_then(|column| cells.get_mut(*column));
            if let Some(cell) = column {
                cell.push(self.entry(claim, None, &words, false));
            }
        }
        self.section(None, "Not in the key", cells);
    }

    fn section(&mut self, tag: Option<TagId>, name: &str, cells: Vec<Vec<Entry>>) {
        if cells.iter().all(Vec::is_empty) {
            return;
        }
        let heading = Words::name(name);
        let table = Table {
            caption: Words::sentence(&format!("{name}, source by source"), [name]),
            columns: (0..self.columns.len()).collect(),
            rows: tables::rows(cells, &[]),
        };
        self.handout.sections.push(Section { tag, table: Some(table), ..heading_only(heading) });
    }

    /// A claim with what is said of it. The key's summary and note are the feedback; a learner's own words are known.
    fn entry(&self, claim: &Claim, stance: Option<Stance>, said: &str, of_key: bool) -> Entry {
        let source = self.comparison.source(claim.source);
        let place_of = |anchor: &crate::model::Anchor| Some(Place::of(&source?.text, anchor.span));
        let places: Arc<[Place]> = claim.passages.iter().filter_map(place_of).collect();
        let lines = places.iter().any(|place| place.first < place.last);
        let words = |words: &str| if of_key { Words::lines_of(words) } else { Words::default() };
        let voice = match &claim.voice {
            Voice::Attributed { name, .. } if of_key => {
                Some(Words::sentence(&format!("voice of {name}"), [name.as_str()]))
            }
            _ => None,
        };
        let body = ClaimBody {
            claim: claim.id,
            place: cite(&places),
            places,
            quotation: Words::quotation(&claim.quotation(), lines),
            language: source.map_or("".into(), |source| language_of(&source.bibliography.language)),
            voice,
            summary: words(&claim.summary),
            note: words(&claim.note),
            links: vec![LinkLine { phrase: Words::line(said), note: Words::default() }],
            reader: None,
        };
        let stance = stance.map_or(StanceLine::None, StanceLine::Given);
        Entry::Claim(ClaimEntry { number: None, stance, value: None, body: Arc::new(body), room: 0 })
    }
}
