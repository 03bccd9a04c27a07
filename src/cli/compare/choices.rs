//! What is on the sheet and how it is set: options of the command line -> settings.

use std::collections::BTreeMap;

use clap::ValueEnum;

use crate::analysis::handout::{
    CitationStyle, DateForm, MOST_ROOM, Orientation, Paper, SheetKind, SheetPart, SheetSettings,
    WorksheetForm,
};
use crate::analysis::sheet::{RowOrder, Rows};
use crate::cli::find;
use crate::model::{Comparison, Reader, ReaderId, TagId};
use crate::store::export::SheetFormat;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Kind {
    /// The claims, theme by theme
    Sheet,
    /// The same without answers, to be filled in
    Worksheet,
    /// The worksheet with the answers
    Key,
    /// Where the sources part or are silent, with a question each
    Discussion,
}

impl From<Kind> for SheetKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Sheet => Self::Comparison,
            Kind::Worksheet => Self::Worksheet,
            Kind::Key => Self::Key,
            Kind::Discussion => Self::Discussion,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Columns of text for a terminal
    Text,
    /// Data for programs
    Json,
    /// Markdown, with a table for each tag
    Md,
    /// A table with a line for each claim under each of its tags
    Csv,
    /// One page for a browser, to be read or printed
    Html,
    /// A document for Word or LibreOffice
    Docx,
    /// Typeset pages
    Pdf,
    /// A workbook of Excel
    Xlsx,
}

impl From<Format> for SheetFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Md => Self::Markdown,
            Format::Csv => Self::Csv,
            Format::Html => Self::Html,
            Format::Docx => Self::Docx,
            Format::Pdf => Self::Pdf,
            Format::Xlsx => Self::Xlsx,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// As in the codebook
    Codebook,
    /// Those first on which the sources part
    Parting,
}

/// What is on a sheet and how it is set.
#[derive(Debug, clap::Args)]
pub(super) struct Choices {
    /// Its title; without it, that of the comparison
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Shows this tag and those under it, by name or path (may be given several times); else all
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Shows this source, by id, name or number (may be given several times); else all
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// Shows only what this reader found, by name or id (may be given several times)
    #[arg(long = "reader", value_name = "R")]
    readers: Vec<String>,
    /// Leaves out tags for which nothing is noted in any source shown
    #[arg(long)]
    filled: bool,
    /// How the tags follow one another; without it codebook, on a discussion sheet parting
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,
    /// Of worksheets and keys: passages with stances to be marked, instead of empty cells
    #[arg(long)]
    passages: bool,
    /// Asks this about a tag instead of the program's own question (may be given several times)
    #[arg(long = "question", value_name = "T=QUESTION")]
    questions: Vec<String>,
    /// Lines to write on in each place to be filled in, at most 40
    #[arg(long, value_name = "LINES", value_parser = clap::value_parser!(u8).range(..=i64::from(MOST_ROOM)))]
    room: Option<u8>,
    /// Shows the notes, too; as text, Markdown and data, sheets of kind `sheet` always do
    #[arg(long)]
    notes: bool,
    /// Shows the pictures, too
    #[arg(long)]
    pictures: bool,
    #[command(flatten)]
    left_out: LeftOut,
    #[command(flatten)]
    look: Look,
}

/// What is left out of a sheet.
#[derive(Debug, clap::Args)]
struct LeftOut {
    /// Leaves out what the tags mean
    #[arg(long)]
    no_definitions: bool,
    /// Leaves out the summaries
    #[arg(long)]
    no_summaries: bool,
    /// Leaves out the links
    #[arg(long)]
    no_links: bool,
    /// Leaves out how the sources stand to one another
    #[arg(long)]
    no_relations: bool,
}

/// How a sheet is set.
#[derive(Debug, clap::Args)]
struct Look {
    /// The paper: a4, letter
    #[arg(long, value_name = "PAPER", default_value = "a4", value_parser = paper)]
    paper: Paper,
    /// Which way it is turned: auto, portrait, landscape
    #[arg(long, value_name = "WAY", default_value = "auto", value_parser = orientation)]
    orientation: Orientation,
    /// How sources are cited: chicago, chicago-notes, mla, apa
    #[arg(long, value_name = "STYLE", default_value = "chicago", value_parser = style)]
    style: CitationStyle,
    /// How days are written: english, american, iso, spanish, portuguese, french, italian, german
    #[arg(long, value_name = "FORM", value_parser = dates)]
    dates: Option<DateForm>,
}

fn paper(word: &str) -> Result<Paper, String> {
    Paper::from_word(word).ok_or_else(|| one_of(Paper::ALL.iter().map(|choice| choice.word())))
}

fn orientation(word: &str) -> Result<Orientation, String> {
    Orientation::from_word(word).ok_or_else(|| one_of(Orientation::ALL.iter().map(|choice| choice.word())))
}

fn style(word: &str) -> Result<CitationStyle, String> {
    CitationStyle::from_word(word)
        .ok_or_else(|| one_of(CitationStyle::ALL.iter().map(|choice| choice.word())))
}

fn dates(word: &str) -> Result<DateForm, String> {
    DateForm::from_word(word).ok_or_else(|| one_of(DateForm::ALL.iter().map(|choice| choice.word())))
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("say one of: {}", words.collect::<Vec<_>>().join(", "))
}

impl Choices {
    /// Returns the settings of a sheet of this kind in this form.
    ///
    /// # Errors
    /// A sentence about what was named and isn't there.
    pub(super) fn settings(
        &self,
        comparison: &Comparison,
        kind: SheetKind,
        format: SheetFormat,
    ) -> Result<SheetSettings, String> {
        let mut settings = SheetSettings::of_kind(kind);
        settings.title = self.title.clone().unwrap_or_default();
        for said in &self.tags {
            settings.tags.push(tag(comparison, said)?);
        }
        for said in &self.sources {
            settings.sources.push(find::source(comparison, said)?.id);
        }
        for said in &self.readers {
            settings.readers.push(reader(comparison, said)?);
        }
        settings.questions = self.own_questions(comparison)?;
        settings.rows = if self.filled { Rows::Filled } else { Rows::All };
        match self.sort {
            Some(Order::Codebook) => settings.order = RowOrder::Codebook,
            Some(Order::Parting) => settings.order = RowOrder::Parting,
            None => {}
        }
        if self.passages {
            settings.form = WorksheetForm::Passages;
        }
        settings.room = self.room.unwrap_or(settings.room);
        self.choose_parts(&mut settings, format);
        let plain = matches!(format, SheetFormat::Text | SheetFormat::Markdown);
        settings.paper = self.look.paper;
        settings.orientation = self.look.orientation;
        settings.style = self.look.style;
        settings.dates = self.look.dates.unwrap_or(if plain { DateForm::Iso } else { DateForm::English });
        Ok(settings)
    }

    fn choose_parts(&self, settings: &mut SheetSettings, format: SheetFormat) {
        let to_read = matches!(format, SheetFormat::Text | SheetFormat::Markdown);
        let notes = self.notes || (settings.kind == SheetKind::Comparison && to_read);
        settings.show(SheetPart::Notes, notes);
        settings.show(SheetPart::Pictures, self.pictures);
        let LeftOut { no_definitions, no_summaries, no_links, no_relations } = self.left_out;
        for (part, left_out) in [
            (SheetPart::Definitions, no_definitions),
            (SheetPart::Summaries, no_summaries),
            (SheetPart::Links, no_links),
            (SheetPart::Relations, no_relations),
        ] {
            settings.show(part, !left_out);
        }
    }

    fn own_questions(&self, comparison: &Comparison) -> Result<BTreeMap<TagId, String>, String> {
        let mut own = BTreeMap::new();
        for said in &self.questions {
            let Some((name, question)) = said.split_once('=') else {
                return Err(format!("“{said}” says no tag; write --question \"TAG=QUESTION\""));
            };
            own.insert(tag(comparison, name)?, question.trim().to_owned());
        }
        Ok(own)
    }
}

fn tag(comparison: &Comparison, said: &str) -> Result<TagId, String> {
    let found = find::tag(comparison, said)?;
    found.map(|tag| tag.id).ok_or_else(|| format!("the codebook has no tag “{}”", said.trim()))
}

/// The reader that `said` means: by id, or by name, whatever its case.
fn reader(comparison: &Comparison, said: &str) -> Result<ReaderId, String> {
    let wanted = said.trim().to_lowercase();
    let readers = || comparison.readers().map(AsRef::as_ref);
    let by_id = |reader: &&Reader| reader.id.to_string() == wanted;
    let by_name = |reader: &&Reader| reader.name.trim().to_lowercase() == wanted;
    let named: Vec<_> = readers().filter(by_name).collect();
    match (readers().find(by_id), named.as_slice()) {
        (Some(reader), _) => Ok(reader.id),
        (None, [only]) => Ok(only.id),
        (None, []) => {
            let names: Vec<String> = readers().map(|reader| format!("“{}”", reader.name)).collect();
            Err(match names.as_slice() {
                [] => "the comparison has no readers yet".to_owned(),
                _ => format!("there is no reader “{}”; say one of: {}", said.trim(), names.join(", ")),
            })
        }
        (None, several) => {
            let ids: Vec<String> = several.iter().map(|reader| reader.id.to_string()).collect();
            Err(format!(
                "there are {} readers “{}”; say the id of one: {}",
                several.len(),
                said.trim(),
                ids.join(", ")
            ))
        }
    }
}
