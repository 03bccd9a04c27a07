//! Figures of agreement as one page of HTML that needs nothing else, to be read or printed.
//!
//! As sheets: no script, no outside address, and a policy that forbids both.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::{ALONE, LISTED, about, claims_line, interval, kinds, name, stances_line};
use crate::analysis::agreement::figures::{Figure, Kind, Measured, Page, Report, Section, THRESHOLDS, shown};
use crate::store::export::html::base64;
use crate::text::visible_name;

/// That of sheets, with columns of numbers.
const STYLE: &str = concat!(
    include_str!("../html/style.css"),
    "table.figures { table-layout: auto; }\n",
    ".figures td { text-align: end; font-variant-numeric: tabular-nums; }\n",
    ".figures td.why { text-align: start; font-style: italic; color: var(--soft); }\n",
    ".figures th { font-weight: 600; }\n",
    ".figures tbody th { background: none; font-weight: 400; border-block: 1px solid var(--line); }\n",
    "details > * { margin-inline-start: 1rem; }\n",
    "pre { white-space: pre-wrap; font-size: .85em; }\n",
    "@media print { details.method { display: none; } }\n",
    "@page { size: A4; margin: 18mm 16mm; @bottom-center { content: counter(page) \" / \" counter(pages); \
     font-size: 9pt; } }\n",
);

pub(super) fn write(report: &Report, title: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(report, title).into_string().as_bytes())
}

fn page(report: &Report, title: &str) -> Markup {
    let digest = base64::encode(&Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    );
    let title = visible_name(title);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="Diptych";
                title { "Agreement of readers: " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.kind { "Agreement of readers" }
                    h1 { bdi { (title) } }
                    @for line in about(report) { p { (line) } }
                }
                main { @if report.readers.len() < 2 { p { (ALONE) } } @else {
                    (section(report, &report.overall))
                    @for tag in &report.tags { (section(report, tag)) }
                    @if !report.unused.is_empty() {
                        p { "Tags that nobody used: " (report.unused.len()) "." }
                    }
                    (method(report))
                } }
                footer { p { "On thresholds: " (THRESHOLDS) } }
            }
        }
    }
}

fn section(report: &Report, section: &Section) -> Markup {
    html! {
        section {
            h2 { bdi { (visible_name(&section.name)) } }
            p { (claims_line(report, section)) }
            @if let Some(line) = stances_line(section) { p { (line) } }
            table.figures {
                caption { "Figures of all readers together" }
                thead { tr {
                    th scope="col" { "Figure" } th scope="col" { "Value" } th scope="col" { "95 % interval" }
                    th scope="col" { "n" } th scope="col" { "of" }
                } }
                tbody { @for own in &section.figures { (line(own)) } }
            }
            @if !section.spread.is_empty() { (spread(section)) }
            @if section.tag.is_none() && report.readers.len() > 2 && section.pairs.len() <= LISTED {
                (pairs(report, section))
            }
        }
    }
}

fn line(own: &Measured) -> Markup {
    let n = own.figure.n();
    html! {
        tr {
            th scope="row" { (own.kind.name()) }
            @match own.figure {
                Figure::Value { .. } => { td { (own.figure) } td { (interval(own.figure)) } }
                Figure::Undefined { why, .. } => { td.why colspan="2" { "undefined: " (why) } }
            }
            td { (n) }
            td.why { (own.kind.counted()) }
        }
    }
}

fn spread(section: &Section) -> Markup {
    html! {
        table.figures {
            caption { "Figures of pairs of readers" }
            thead { tr {
                th scope="col" { "Of pairs of readers" } th scope="col" { "Mean" } th scope="col" { "Least" }
                th scope="col" { "Greatest" } th scope="col" { "Pairs" }
            } }
            tbody { @for own in &section.spread {
                tr {
                    th scope="row" { (own.kind.name()) }
                    @for value in [own.mean, own.least, own.greatest] { td { (shown(value)) } }
                    td { (own.n_pairs) }
                }
            } }
        }
    }
}

fn pairs(report: &Report, section: &Section) -> Markup {
    let kinds: Vec<Kind> = section
        .pairs
        .first()
        .map(|pair| pair.figures.iter().map(|own| own.kind).collect())
        .unwrap_or_default();
    html! {
        table.figures {
            caption { "Readers in pairs; n in brackets" }
            thead { tr {
                th scope="col" { "Readers in pairs (n)" }
                @for kind in &kinds { th scope="col" { (kind.name()) } }
            } }
            tbody { @for pair in &section.pairs {
                tr {
                    th scope="row" {
                        bdi { (visible_name(name(report, pair.a))) } " and "
                        bdi { (visible_name(name(report, pair.b))) }
                    }
                    @for own in &pair.figures { td { (own.figure) " (" (own.figure.n()) ")" } }
                }
            } }
        }
    }
}

/// What each figure can and can't tell, and how it is worked out.
fn method(report: &Report) -> Markup {
    html! {
        section {
            h2 { "What the figures can and can't tell" }
            dl { @for kind in kinds(report) {
                dt { b { (kind.name()) } }
                dd {
                    (kind.tells())
                    @if let Some(page) = Page::named(kind.page()) {
                        details.method { summary { "How this is worked out" } pre { (page.text) } }
                    }
                }
            } }
        }
    }
}
