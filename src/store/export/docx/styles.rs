//! `word/styles.xml`: how each kind of paragraph looks, under names that people find in their program's list.
//!
//! The faces are ones that every office program has or has a double of, as the file goes on to be edited elsewhere.

use std::io;

use super::parts::namespaces;
use super::xml::Xml;

const SERIF: &str = "Times New Roman";
const SANS: &str = "Arial";
/// Dark enough to be read on white paper, lighter than what sources say.
const FAINT: &str = "595959";
const HAIRLINE: &str = "8C8C8C";
/// The same to the eye, but not to programs, which draw one line around neighbors that have the same.
const HAIRLINE_ALSO: &str = "8D8D8D";

/// A style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    /// The style whose look it begins with; empty for the first of all.
    based_on: &'static str,
    /// Room before and after, in twentieths of a point.
    spacing: (u32, u32),
    /// What else there is to the paragraph.
    paragraph: Paragraph,
    /// How its words look.
    look: Look,
}

/// What there is to a paragraph besides room.
enum Paragraph {
    Plain,
    /// Stays with what follows and stands in the outline at this level, 0 the topmost.
    Heading(u8),
    /// The second and later lines are indented.
    Hanging,
    /// A line to write on, of this color.
    Line(&'static str),
    /// A stop at the end of the line, and before it, with a leader, another.
    Stops(Stops),
}

enum Stops {
    End,
    ToWriteOn,
}

/// How words look: face, size in half points, and what else.
#[derive(Clone, Copy)]
struct Look {
    face: &'static str,
    size: u8,
    is_bold: bool,
    is_italic: bool,
    color: &'static str,
}

const SAID: Look = Look { face: SERIF, size: 21, is_bold: false, is_italic: false, color: "" };
const SMALL: Look = Look { face: SANS, size: 16, color: FAINT, ..SAID };

const fn heading(size: u8) -> Look {
    Look { face: SANS, size, is_bold: true, ..SAID }
}

const STYLES: &[Style] = &[
    style("Normal", "Normal", "", (0, 60), SAID),
    Style { paragraph: Paragraph::Heading(9), ..style("Title", "Title", "Normal", (0, 80), heading(34)) },
    style("Subtitle", "Subtitle", "Normal", (0, 200), Look { size: 19, ..SMALL }),
    Style {
        paragraph: Paragraph::Heading(0),
        ..style("Heading1", "heading 1", "Normal", (340, 120), heading(26))
    },
    Style {
        paragraph: Paragraph::Heading(1),
        ..style("Heading2", "heading 2", "Normal", (300, 100), heading(23))
    },
    Style {
        paragraph: Paragraph::Heading(2),
        ..style("Heading3", "heading 3", "Normal", (280, 100), heading(21))
    },
    Style {
        paragraph: Paragraph::Heading(3),
        ..style("Heading4", "heading 4", "Normal", (260, 80), heading(20))
    },
    Style {
        paragraph: Paragraph::Heading(4),
        ..style("Heading5", "heading 5", "Normal", (260, 80), heading(19))
    },
    style("Quote", "Quote", "Normal", (0, 60), SAID),
    style("Said", "Sheet said", "Normal", (0, 60), SAID),
    style("Place", "Sheet place", "Normal", (20, 30), Look { color: "", ..SMALL }),
    style("Small", "Sheet small", "Normal", (0, 60), SMALL),
    style("Foot", "Sheet foot", "Small", (120, 0), SMALL),
    style(
        "Unsearched",
        "Sheet not looked for",
        "Normal",
        (0, 60),
        Look { is_italic: true, color: FAINT, ..SAID },
    ),
    style("Definition", "Sheet definition", "Normal", (0, 60), SAID),
    style("Relation", "Sheet relation", "Normal", (0, 60), Look { size: 17, color: "", ..SMALL }),
    style("Question", "Sheet question", "Normal", (60, 100), Look { is_bold: true, ..SAID }),
    style("Instructions", "Sheet instructions", "Normal", (0, 80), Look { is_italic: true, ..SAID }),
    style("ColumnHead", "Sheet column head", "Normal", (20, 20), heading(17)),
    style("Caption", "caption", "Normal", (60, 200), SMALL),
    Style { paragraph: Paragraph::Hanging, ..style("Source", "Sheet source", "Normal", (0, 60), SAID) },
    Style { paragraph: Paragraph::Line(HAIRLINE), ..style("Line", "Sheet line", "Normal", (0, 0), SAID) },
    Style {
        paragraph: Paragraph::Line(HAIRLINE_ALSO),
        ..style("LineAlso", "Sheet line also", "Line", (0, 0), SAID)
    },
    Style {
        paragraph: Paragraph::Stops(Stops::ToWriteOn),
        ..style("NameLine", "Sheet name line", "Normal", (120, 240), SAID)
    },
    style("Header", "header", "Normal", (0, 0), SMALL),
    Style { paragraph: Paragraph::Stops(Stops::End), ..style("Footer", "footer", "Normal", (0, 0), SMALL) },
];

const fn style(
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    spacing: (u32, u32),
    look: Look,
) -> Style {
    Style { id, name, based_on, spacing, paragraph: Paragraph::Plain, look }
}

/// Returns `word/styles.xml` for a page with `width` twentieths of a point between its margins.
pub(super) fn styles(width: u32) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    xml.element("w:styles", &namespaces(&["w"]), |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    look(xml, SAID);
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "ja-JP"), ("w:bidi", "ar-SA")]);
                });
            });
            xml.empty("w:pPrDefault", &[]);
        });
        STYLES.iter().for_each(|style| of_paragraphs(xml, style, width));
        of_characters(xml);
        of_tables(xml);
    });
    xml.finish()
}

fn of_paragraphs(xml: &mut Xml, style: &Style, width: u32) {
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", style.id)];
    if style.based_on.is_empty() {
        attributes.insert(1, ("w:default", "1"));
    }
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", style.name);
        if !style.based_on.is_empty() {
            xml.value("w:basedOn", style.based_on);
        }
        if matches!(style.paragraph, Paragraph::Heading(_)) {
            xml.value("w:next", "Normal");
        }
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| paragraph(xml, style, width));
        xml.element("w:rPr", &[], |xml| look(xml, style.look));
    });
}

fn paragraph(xml: &mut Xml, style: &Style, width: u32) {
    let (before, after) = (style.spacing.0.to_string(), style.spacing.1.to_string());
    let mut spacing = vec![("w:before", before.as_str()), ("w:after", &after)];
    match &style.paragraph {
        Paragraph::Plain | Paragraph::Hanging => {}
        Paragraph::Heading(_) => {
            xml.empty("w:keepNext", &[]);
            xml.empty("w:keepLines", &[]);
        }
        Paragraph::Line(color) => {
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", *color)];
            xml.element("w:pBdr", &[], |xml| xml.empty("w:bottom", &line));
            spacing.extend([("w:line", "460"), ("w:lineRule", "exact")]);
        }
        Paragraph::Stops(stops) => xml.element("w:tabs", &[], |xml| tabs(xml, stops, width)),
    }
    xml.empty("w:spacing", &spacing);
    match &style.paragraph {
        Paragraph::Hanging => xml.empty("w:ind", &[("w:left", "284"), ("w:hanging", "284")]),
        Paragraph::Heading(level @ 0..9) => xml.value("w:outlineLvl", &level.to_string()),
        _ => {}
    }
}

fn tabs(xml: &mut Xml, stops: &Stops, width: u32) {
    let stop = |xml: &mut Xml, leader: &str, at: u32| {
        let at = at.to_string();
        xml.empty("w:tab", &[("w:val", "right"), ("w:leader", leader), ("w:pos", &at)]);
    };
    match stops {
        Stops::End => stop(xml, "none", width),
        Stops::ToWriteOn => {
            stop(xml, "underscore", width * 2 / 3);
            stop(xml, "underscore", width);
        }
    }
}

/// What looks how, in the order of §17.3.2.28.
fn look(xml: &mut Xml, look: Look) {
    xml.empty("w:rFonts", &[("w:ascii", look.face), ("w:hAnsi", look.face), ("w:cs", look.face)]);
    if look.is_bold {
        xml.empty("w:b", &[]);
        xml.empty("w:bCs", &[]);
    }
    if look.is_italic {
        xml.empty("w:i", &[]);
        xml.empty("w:iCs", &[]);
    }
    if !look.color.is_empty() {
        xml.value("w:color", look.color);
    }
    let size = look.size.to_string();
    xml.value("w:sz", &size);
    xml.value("w:szCs", &size);
}

fn of_characters(xml: &mut Xml) {
    let plain = [("w:type", "character"), ("w:default", "1"), ("w:styleId", "DefaultParagraphFont")];
    xml.element("w:style", &plain, |xml| xml.value("w:name", "Default Paragraph Font"));
    for (id, name, properties) in [
        ("Strong", "Strong", &["w:b", "w:bCs"][..]),
        ("Emphasis", "Emphasis", &["w:i", "w:iCs"]),
        ("Label", "Sheet label", &[]),
    ] {
        xml.element("w:style", &[("w:type", "character"), ("w:styleId", id)], |xml| {
            xml.value("w:name", name);
            xml.value("w:basedOn", "DefaultParagraphFont");
            xml.empty("w:qFormat", &[]);
            xml.element("w:rPr", &[], |xml| match properties {
                [] => look(xml, SMALL),
                properties => properties.iter().for_each(|property| xml.empty(property, &[])),
            });
        });
    }
}

fn of_tables(xml: &mut Xml) {
    let plain = [("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")];
    xml.element("w:style", &plain, |xml| {
        xml.value("w:name", "Normal Table");
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
        });
    });
    xml.element("w:style", &[("w:type", "table"), ("w:styleId", "SheetTable")], |xml| {
        xml.value("w:name", "Sheet table");
        xml.value("w:basedOn", "TableNormal");
        xml.empty("w:qFormat", &[]);
        xml.element("w:tblPr", &[], |xml| {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", HAIRLINE)];
                    xml.empty(side, &line);
                }
            });
            xml.element("w:tblCellMar", &[], |xml| {
                for (side, room) in
                    [("w:top", "60"), ("w:left", "110"), ("w:bottom", "40"), ("w:right", "110")]
                {
                    xml.empty(side, &[("w:w", room), ("w:type", "dxa")]);
                }
            });
        });
        xml.element("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEEEEE")]);
            });
        });
    });
}
