//! A sheet as one page of HTML that needs nothing else: it reads on a screen of any width, light or dark, in a screen
//! reader, and prints with the heads of tables on every page.
//!
//! What people wrote is escaped by the template. There is no script, no outside address, and a policy in the page
//! (CSP) that forbids both: its only exceptions are the style sheet, by its digest, and pictures within the page.

pub(super) mod base64;

use std::fmt::Write as _;
use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest as _, Sha256};

use crate::analysis::handout::{
    ClaimEntry, Entry, Handout, Head, Paper, Picture, Run, Section, SilenceEntry, StanceLine, Table,
    TableCell, Words, stance_sign,
};
use crate::model::Stance;

const STYLE: &str = include_str!("style.css");

pub(super) fn write(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(handout).into_string().as_bytes())
}

fn page(handout: &Handout) -> Markup {
    let style = style(handout);
    let digest = base64::encode(&Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="Diptych";
                title { (handout.title.as_str()) }
                style { (PreEscaped(&style)) }
            }
            body class=[(handout.landscape).then_some("wide")] {
                header { (head(handout)) }
                main {
                    @for picture in &handout.pictures { (figure(picture)) }
                    @for part in &handout.sections { (section(part, handout)) }
                }
                @if !handout.foot.is_empty() {
                    footer { @for line in &handout.foot { p { (line.as_str()) } } }
                }
            }
        }
    }
}

/// The style sheet with the paper that was chosen.
fn style(handout: &Handout) -> String {
    let size = match handout.paper {
        Paper::A4 => "A4",
        Paper::Letter => "letter",
    };
    let turned = if handout.landscape { "landscape" } else { "portrait" };
    let numbers = "@bottom-center { content: counter(page) \" / \" counter(pages); font-size: 9pt; }";
    format!("{STYLE}@page {{ size: {size} {turned}; margin: 18mm 16mm; {numbers} }}\n")
}

/// The attribute for words that run leftward; others go with the page.
fn dir(words: &Words) -> Option<&'static str> {
    words.direction().is_leftward().then_some("rtl")
}

/// Words on their own lines.
fn lines(words: &Words) -> Markup {
    html! {
        @for (index, line) in words.lines().enumerate() {
            @if index > 0 { br; }
            (line)
        }
    }
}

/// The language of words as an attribute, if it is known.
fn lang(code: &str) -> Option<&str> {
    (!code.is_empty()).then_some(code)
}

fn head(handout: &Handout) -> Markup {
    let Head { has_name_line, instructions, sources, readers, day } = &handout.head;
    html! {
        @if !handout.label.is_empty() { p.kind { (handout.label) } }
        h1 dir=[dir(&handout.title)] { (handout.title.as_str()) }
        @if *has_name_line { p.fill { "Name" span {} "Date" span {} } }
        @for line in instructions { p { (line.as_str()) } }
        @if !sources.is_empty() {
            h2 { "Sources" }
            ul {
                @for source in sources {
                    li {
                        b { bdi { (source.name.as_str()) } }
                        @if !source.reference.is_empty() { ": " (reference(&source.reference, &source.language)) }
                        @if !source.coverage.is_empty() { span.coverage { " – " (source.coverage.as_str()) } }
                    }
                }
            }
        }
        @if !readers.is_empty() {
            h2 { "Read by" }
            ul { @for reader in readers { li { (reader.as_str()) } } }
        }
        @if let Some(day) = day { p { "Sheet made on " (day) "." } }
    }
}

fn reference(runs: &[Run], language: &str) -> Markup {
    html! {
        bdi lang=[lang(language)] {
            @for run in runs {
                @if run.is_italic { cite { (run.text) } } @else { (run.text) }
            }
        }
    }
}

fn figure(picture: &Picture) -> Markup {
    let address = format!("data:image/svg+xml;base64,{}", base64::encode(picture.svg.as_bytes()));
    html! {
        figure {
            img src=(address) alt=(picture.alt);
            figcaption { (picture.title) }
        }
    }
}

/// A heading of a level, 1 being the highest under the title.
struct Heading<'a>(u8, Option<&'static str>, &'a str);

impl Render for Heading<'_> {
    fn render_to(&self, buffer: &mut String) {
        let Self(level, dir, words) = self;
        let level = level.saturating_add(1).min(6);
        let dir = dir.map(|dir| format!(" dir=\"{dir}\"")).unwrap_or_default();
        // A string takes all that is written to it.
        let _ = write!(buffer, "<h{level}{dir}>");
        words.render_to(buffer);
        let _ = write!(buffer, "</h{level}>");
    }
}

fn section(section: &Section, handout: &Handout) -> Markup {
    let number = section.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    let heading = format!("{number}{}", section.heading);
    html! {
        (Heading(section.level, dir(&section.heading), &heading))
        @if !section.definition.is_empty() {
            p.definition dir=[dir(&section.definition)] { (lines(&section.definition)) }
        }
        @if let Some(relation) = &section.relation {
            p.relation {
                b { (relation.relation.title()) }
                @for (index, ground) in relation.grounds.iter().enumerate() {
                    (if index == 0 { ": " } else { "; " }) (ground.as_str())
                }
                "."
            }
        }
        @if !section.question.is_empty() {
            p.question dir=[dir(&section.question)] { (lines(&section.question)) }
        }
        @if let Some(table) = &section.table { (side_by_side(table, handout)) }
        @if section.room > 0 { (room(section.room)) }
    }
}

fn side_by_side(table: &Table, handout: &Handout) -> Markup {
    html! {
        table {
            caption { (table.caption.as_str()) }
            thead {
                tr {
                    @for source in table.columns.iter().filter_map(|column| handout.column(*column)) {
                        th scope="col" dir=[dir(&source.name)] { (source.name.as_str()) }
                    }
                }
            }
            tbody { @for row in &table.rows { tr { @for cell in row { (cell_of(cell)) } } } }
        }
    }
}

fn cell_of(cell: &TableCell) -> Markup {
    html! {
        td {
            @for entry in &cell.entries {
                @match entry {
                    Entry::Claim(claim) => (claim_entry(claim)),
                    Entry::Silence(silence) => (silence_entry(silence)),
                    Entry::Unsearched => p.nothing { (Entry::UNSEARCHED) },
                    Entry::Room(lines) => (room(*lines)),
                }
            }
        }
    }
}

fn claim_entry(claim: &ClaimEntry) -> Markup {
    let body = &claim.body;
    let words = &body.quotation;
    let last = words.lines().count().saturating_sub(1);
    html! {
        div.entry {
            p.at {
                @if let Some(number) = &claim.number { b { (number) } " " }
                (body.place)
                @if let StanceLine::Given(stance) = claim.stance { " · " (stance_of(stance)) }
                @if let Some(value) = &claim.value { " · " bdi lang=[lang(&body.language)] { (value.as_str()) } }
                @if let Some(voice) = &body.voice { " · " (voice.as_str()) }
            }
            blockquote lang=[lang(&body.language)] dir=[dir(words)] {
                @for (index, line) in words.lines().enumerate() {
                    p { @if index == 0 { "“" } (line) @if index == last { "”" } }
                }
            }
            @for (label, class, words) in [("Summary:", "summary", &body.summary), ("Note:", "note", &body.note)] {
                @if !words.is_empty() {
                    p class=(class) dir=[dir(words)] { span.label { (label) } " " (lines(words)) }
                }
            }
            @if !body.links.is_empty() {
                ul.links {
                    @for link in &body.links {
                        li {
                            (link.phrase.as_str())
                            @if !link.note.is_empty() { ": " bdi { (lines(&link.note)) } }
                        }
                    }
                }
            }
            @if let Some(reader) = &body.reader { p.reader { "(" bdi { (reader.as_str()) } ")" } }
            @if claim.stance == StanceLine::Asked {
                p.label { (Entry::STANCE) }
                ul.choices { @for stance in Stance::ALL { li { (stance.word()) } } }
            }
            @if claim.room > 0 { p.label { (Entry::OWN_WORDS) } (room(claim.room)) }
        }
    }
}

fn stance_of(stance: Stance) -> Markup {
    html! { span.stance { span aria-hidden="true" { (stance_sign(stance)) } " " (stance.word()) } }
}

fn silence_entry(silence: &SilenceEntry) -> Markup {
    html! {
        p.silence {
            b { (Entry::SILENCE) } " (" bdi { (silence.reader.as_str()) } ", " (silence.day) ")"
            @if !silence.note.is_empty() { ": " bdi { (lines(&silence.note)) } }
        }
    }
}

/// Lines to write on.
fn room(n: u8) -> Markup {
    html! { div.room role="img" aria-label={ "Room to write: " (n) " lines" } { @for _ in 0..n { span {} } } }
}
