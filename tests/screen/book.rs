//! A book with headings, footnotes and pages, long enough to be scrolled, in a window of its own.

use std::fmt::Write as _;

use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock, TagRef};
use diptych::model::{
    Comparison, ComparisonId, Mark, MarkKind, Reader, ReaderId, SourceId, Stance, Time, Unknown,
};
use diptych::store::import::{ImportOptions, import_bytes};
use diptych::store::{self, Actor, Record};
use diptych::text::{Pos, Span};
use uuid::Uuid;

use crate::window::{Window, app, window_of};

/// The book's words as Markdown: three chapters of two sections with ten paragraphs each; the first paragraph has
/// the mark of footnote 1, and so has the last; the footnotes stand at the end.
fn markdown() -> String {
    let mut words =
        String::from("# The lamps of Orrin\n\nThe harbor was dark.[^1] Nobody lit the lamps.[^2]\n\n");
    for chapter in 1..=3 {
        writeln!(words, "## Chapter {chapter}\n").unwrap();
        for section in ["Morning", "Evening"] {
            writeln!(words, "### {section} of day {chapter}\n").unwrap();
            for n in 1..=10 {
                writeln!(
                    words,
                    "Line {n} of the {section} of day {chapter}: the keeper counted the boats, and wrote *them* down \
                     in the book that she kept for the council, as on every other day of that long year.\n"
                )
                .unwrap();
            }
        }
    }
    words.push_str(
        "The book ends here.[^1]\n\n[^1]: So says the keeper; the council denied it.\n\n[^2]: Not in June.\n",
    );
    words
}

/// A window on a comparison of the book with itself, with one claim and two pages in the first copy.
pub fn book() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.diptych.json");
    let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), "Lamps".to_owned(), Time(0));
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(2)), name: "Ana".to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let sources = desk.run(Command::AddSources(vec![source("Lamps"), source("Again")])).unwrap().sources;
    tag(&mut desk, sources[0]);
    store::save(desk.comparison(), &Record::new(), Actor(9), &file).unwrap();
    (window_of(&file, &folder), folder)
}

fn source(short_name: &str) -> NewSource {
    let imported = import_bytes(markdown().as_bytes(), "lamps.md", &ImportOptions::default()).unwrap();
    let mut bibliography = imported.bibliography;
    short_name.clone_into(&mut bibliography.short_name);
    "en".clone_into(&mut bibliography.language);
    let page = |label: &str, words: &str| {
        let byte = imported.text.as_str().find(words).unwrap();
        let start = imported.text.pos_from_byte(byte);
        Mark {
            span: Span::between(start, start.plus(1)),
            kind: MarkKind::Page { label: label.to_owned() },
            unknown: Unknown::default(),
        }
    };
    let pages = [page("v", "The harbor"), page("12", "Line 4 of the Evening of day 2")];
    let mut structure = imported.structure;
    structure.extend(pages);
    NewSource { bibliography, origin: imported.origin, text: imported.text, structure }
}

/// One claim on "Nobody lit the lamps", of the tag "darkness" (key d), which it affirms.
fn tag(desk: &mut Desk, source: SourceId) {
    let text = &desk.comparison().source(source).unwrap().text;
    let from = text.pos_from_byte(text.as_str().find("Nobody").unwrap());
    let spans = vec![Span::between(from, from.plus(20))];
    let tag =
        desk.run(Command::CreateTag { name: "darkness".to_owned(), parent: None }).unwrap().tag.unwrap();
    desk.run(Command::SetTagKey { tag, key: Some('d') }).unwrap();
    let claim = Command::Tag { source, spans, tags: vec![TagRef::Known(tag)] };
    let claim = desk.run(claim).unwrap().claim.unwrap();
    desk.run(Command::SetStance { claim, tag, stance: Some(Stance::Affirms) }).unwrap();
}

/// Where these words begin in the source on the left.
pub fn at(window: &Window, words: &str) -> Pos {
    let source = &app(window).open().desk.comparison().sources()[0];
    source.text.pos_from_byte(source.text.as_str().find(words).unwrap())
}
