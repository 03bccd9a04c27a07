//! The document itself: the head, then a heading and a table for each section.

use std::io;

use super::super::together::stands_together;
use super::parts::{DOCUMENT, namespaces};
use super::picture::{self, Drawn};
use super::words::Setting;
use super::xml::Xml;
use crate::analysis::handout::{
    ClaimBody, ClaimEntry, Entry, Handout, Paper, Section, SourceHead, StanceLine, Table, TableCell, Words,
    stance_sign,
};
use crate::model::Stance;
use crate::text::Direction;

/// The margins, in twentieths of a point: 18 mm at the sides, 20 mm above and below.
const MARGINS: [u32; 2] = [1021, 1134];
/// The box that is ticked.
const BOX: &str = "☐";

/// Returns `word/document.xml`.
pub(super) fn document(handout: &Handout, pictures: &[Drawn]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    xml.element("w:document", &namespaces(DOCUMENT), |xml| {
        xml.element("w:body", &[], |xml| {
            head(xml, handout);
            for (drawn, number) in pictures.iter().zip(1..) {
                picture::paragraphs(xml, drawn, number, width(handout));
            }
            for section in &handout.sections {
                write_section(xml, handout, section);
            }
            xml.paragraph(Setting::of("Foot"), Direction::Rightward, |_| ());
            for line in &handout.foot {
                xml.paragraphs(line, Setting::of("Foot"));
            }
            section_properties(xml, handout);
        });
    });
    xml.finish()
}

/// How wide and high the page is, in twentieths of a point.
fn page(handout: &Handout) -> [u32; 2] {
    let [short, long] = match handout.paper {
        Paper::A4 => [11_906, 16_838],
        Paper::Letter => [12_240, 15_840],
    };
    if handout.landscape { [long, short] } else { [short, long] }
}

/// How wide the page is between its margins, in twentieths of a point.
pub(super) fn width(handout: &Handout) -> u32 {
    let ([width, _], [side, _]) = (page(handout), MARGINS);
    width - 2 * side
}

fn section_properties(xml: &mut Xml, handout: &Handout) {
    let [width, height] = page(handout).map(|length| length.to_string());
    let [side, above] = MARGINS.map(|margin| margin.to_string());
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "header")]);
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
        xml.empty("w:footerReference", &[("w:type", "first"), ("r:id", "footer")]);
        let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
        if handout.landscape {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let sides = [("w:top", above.as_str()), ("w:right", &side), ("w:bottom", &above), ("w:left", &side)];
        let margins = [&sides[..], &[("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")]].concat();
        xml.empty("w:pgMar", &margins);
        // The first page has the title, and so no line above.
        xml.empty("w:titlePg", &[]);
    });
}

fn head(xml: &mut Xml, handout: &Handout) {
    xml.paragraphs(&handout.title, Setting::of("Title"));
    if !handout.label.is_empty() {
        xml.plain(handout.label, Setting::of("Subtitle"));
    }
    let head = &handout.head;
    if head.has_name_line {
        xml.paragraph(Setting::of("NameLine"), Direction::Rightward, |xml| {
            for label in ["Name: ", " Date: "] {
                xml.runs(label, Direction::Rightward, "", "");
                xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]));
            }
        });
    }
    for line in &head.instructions {
        xml.paragraphs(line, Setting::of("Instructions"));
    }
    for source in &head.sources {
        write_source(xml, source);
    }
    for line in &head.readers {
        xml.paragraphs(line, Setting::of("Small"));
    }
}

fn write_source(xml: &mut Xml, source: &SourceHead) {
    let direction = source.name.direction();
    xml.paragraph(Setting::of("Source"), direction, |xml| {
        xml.runs(source.name.as_str(), direction, &source.language, "Strong");
        if !source.reference.is_empty() {
            xml.runs(": ", direction, "", "");
        }
        for run in &source.reference {
            xml.runs(&run.text, direction, "", if run.is_italic { "Emphasis" } else { "" });
        }
        if !source.coverage.is_empty() {
            xml.runs(&format!(" – {}", source.coverage), direction, "", "Label");
        }
    });
}

fn write_section(xml: &mut Xml, handout: &Handout, section: &Section) {
    let style = format!("Heading{}", section.level.clamp(1, Section::DEEPEST));
    let direction = section.heading.direction();
    xml.paragraph(Setting::of(&style), direction, |xml| {
        if let Some(number) = &section.number {
            xml.runs(&format!("{number}\u{2002}"), direction, "", "");
        }
        xml.runs(section.heading.as_str(), direction, "", "");
    });
    xml.paragraphs(&section.definition, Setting::of("Definition").kept());
    if let Some(relation) = &section.relation {
        let (title, sentence) = (relation.relation.title(), relation.sentence());
        xml.paragraph(Setting::of("Relation").kept(), Direction::Rightward, |xml| {
            xml.runs(&title, Direction::Rightward, "", "Strong");
            xml.runs(sentence.strip_prefix(&title).unwrap_or(&sentence), Direction::Rightward, "", "");
        });
    }
    xml.paragraphs(&section.question, Setting::of("Question").kept());
    if let Some(table) = &section.table {
        write_table(xml, handout, table);
    }
    room(xml, section.room);
}

fn write_table(xml: &mut Xml, handout: &Handout, table: &Table) {
    let n_columns = u32::try_from(table.columns.len()).unwrap_or(u32::MAX).max(1);
    let column = (width(handout) / n_columns).to_string();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", "SheetTable");
            xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            let look =
                [("w:firstRow", "1"), ("w:lastRow", "0"), ("w:firstColumn", "0"), ("w:lastColumn", "0")];
            let bands = [("w:noHBand", "1"), ("w:noVBand", "1")];
            xml.empty("w:tblLook", &[&[("w:val", "0620")], &look[..], &bands].concat());
            xml.value("w:tblCaption", table.caption.as_str());
        });
        xml.element("w:tblGrid", &[], |xml| {
            table.columns.iter().for_each(|_| xml.empty("w:gridCol", &[("w:w", &column)]));
        });
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[]);
                xml.empty("w:tblHeader", &[]);
            });
            for source in table.columns.iter().filter_map(|column| handout.column(*column)) {
                let setting = Setting::of("ColumnHead").kept().in_language(&source.language);
                cell(xml, &column, |xml| xml.paragraphs(&source.name, setting));
            }
        });
        for row in &table.rows {
            write_row(xml, row, &column, stands_together(handout, row));
        }
    });
}

fn write_row(xml: &mut Xml, row: &[TableCell], width: &str, together: bool) {
    xml.element("w:tr", &[], |xml| {
        if together {
            xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
        }
        for entries in row {
            cell(xml, width, |xml| {
                entries.entries.iter().for_each(|entry| write_entry(xml, entry));
                if entries.entries.is_empty() {
                    // A cell ends with a paragraph (§17.4.65).
                    xml.paragraph(Setting::of("Quote"), Direction::Rightward, |_| ());
                }
            });
        }
    });
}

fn cell(xml: &mut Xml, width: &str, inner: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]));
        inner(xml);
    });
}

fn write_entry(xml: &mut Xml, entry: &Entry) {
    match entry {
        Entry::Claim(claim) => write_claim(xml, claim),
        Entry::Silence(noted) => {
            xml.paragraph(Setting::of("Quote"), Direction::Rightward, |xml| {
                xml.runs(Entry::SILENCE, Direction::Rightward, "", "Emphasis");
                let who = format!(" ({}, {})", noted.reader, noted.day);
                xml.runs(&who, Direction::Rightward, "", "");
            });
            xml.paragraphs(&noted.note, Setting::of("Said"));
        }
        Entry::Unsearched => xml.plain(Entry::UNSEARCHED, Setting::of("Unsearched")),
        Entry::Room(lines) => room(xml, *lines),
    }
}

fn write_claim(xml: &mut Xml, claim: &ClaimEntry) {
    let body = &claim.body;
    xml.paragraph(Setting::of("Place"), Direction::Rightward, |xml| {
        let mut plain = |words: &str, style: &str| xml.runs(words, Direction::Rightward, "", style);
        if let Some(number) = &claim.number {
            plain(&format!("{number} "), "Strong");
        }
        plain(&body.place, "");
        if let StanceLine::Given(stance) = claim.stance {
            plain(" · ", "");
            plain(&format!("{} {}", stance_sign(stance), stance.word()), "Strong");
        }
        if let Some(value) = &claim.value {
            plain(&format!(" · {value}"), "");
        }
        if let Some(voice) = &body.voice {
            plain(&format!(" · {voice}"), "");
        }
    });
    write_quotation(xml, body);
    if claim.stance == StanceLine::Asked {
        let boxes: String =
            Stance::ALL.iter().map(|stance| format!("\u{2003}{BOX}\u{a0}{}", stance.word())).collect();
        xml.plain(&format!("{}{boxes}", Entry::STANCE), Setting::of("Place"));
    }
    labeled(xml, "Summary: ", &body.summary);
    labeled(xml, "Note: ", &body.note);
    for link in &body.links {
        xml.paragraph(Setting::of("Said"), Direction::Rightward, |xml| {
            xml.runs(&format!("→ {}", link.phrase), Direction::Rightward, "", "");
            let colon = if link.note.is_empty() { "" } else { ": " };
            let note = link.note.lines().collect::<Vec<_>>().join(" ");
            xml.runs(&format!("{colon}{note}"), Direction::Rightward, "", "");
        });
    }
    if let Some(reader) = &body.reader {
        xml.plain(&format!("({reader})"), Setting::of("Small"));
    }
    if claim.room > 0 {
        xml.plain(Entry::OWN_WORDS, Setting::of("Small").kept());
        room(xml, claim.room);
    }
}

/// The paragraphs of a quotation, in quotation marks.
fn write_quotation(xml: &mut Xml, body: &ClaimBody) {
    let words = &body.quotation;
    let last = words.lines().count().saturating_sub(1);
    for (at, line) in words.lines().enumerate() {
        let open = if at == 0 { "“" } else { "" };
        let close = if at == last { "”" } else { "" };
        xml.paragraph(Setting::of("Quote"), words.direction(), |xml| {
            xml.runs(&format!("{open}{line}{close}"), words.direction(), &body.language, "");
        });
    }
}

/// Words with what they are before the first of their lines.
fn labeled(xml: &mut Xml, label: &str, words: &Words) {
    for (at, line) in words.lines().enumerate() {
        xml.paragraph(Setting::of("Said"), words.direction(), |xml| {
            if at == 0 {
                xml.runs(label, words.direction(), "", "Label");
            }
            xml.runs(line, words.direction(), "", "");
        });
    }
}

/// Lines to write on. Two styles take turns, as programs join the borders of neighbors that are alike.
fn room(xml: &mut Xml, lines: u8) {
    for line in 0..lines {
        let style = if line % 2 == 0 { "Line" } else { "LineAlso" };
        xml.paragraph(Setting::of(style), Direction::Rightward, |_| ());
    }
}
