//! The smaller parts: what is in the archive, how the parts belong together, what the file says of itself, the lines
//! above and below each page.

use std::io;

use super::picture::Drawn;
use super::words::Setting;
use super::xml::{Attribute, Xml};
use crate::analysis::handout::Handout;
use crate::text::Direction;

/// The namespaces of the parts of a document with words in it.
pub(super) const DOCUMENT: &[&str] = &["w", "r", "wp", "a", "pic", "asvg"];

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Returns the declarations of these namespaces.
pub(super) fn namespaces(prefixes: &[&str]) -> Vec<Attribute<'static>> {
    const ALL: [(&str, &str, &str); 6] = [
        ("w", "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "xmlns:r", OFFICE),
        ("wp", "xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("asvg", "xmlns:asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
    ];
    let named = ALL.into_iter().filter(|(prefix, ..)| prefixes.contains(prefix));
    named.map(|(_, name, address)| (name, address)).collect()
}

/// Returns `[Content_Types].xml`.
pub(super) fn content_types() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    let address = "http://schemas.openxmlformats.org/package/2006/content-types";
    xml.element("Types", &[("xmlns", address)], |xml| {
        for (ending, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
        ] {
            xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
        }
        for (part, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("header1", "header"),
            ("footer1", "footer"),
        ] {
            let name = format!("/word/{part}.xml");
            xml.empty("Override", &[("PartName", &name), ("ContentType", &format!("{WORD}.{kind}+xml"))]);
        }
        for (part, kind) in [
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
        ] {
            xml.empty("Override", &[("PartName", part), ("ContentType", kind)]);
        }
    });
    xml.finish()
}

fn relation(xml: &mut Xml, id: &str, kind: &str, target: &str) {
    xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
}

/// Returns `_rels/.rels`.
pub(super) fn relations() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    xml.element("Relationships", &[("xmlns", RELATIONS)], |xml| {
        relation(xml, "document", &format!("{OFFICE}/officeDocument"), "word/document.xml");
        relation(xml, "core", core, "docProps/core.xml");
        relation(xml, "app", &format!("{OFFICE}/extended-properties"), "docProps/app.xml");
    });
    xml.finish()
}

/// Returns `word/_rels/document.xml.rels`.
pub(super) fn relations_of_document(pictures: &[Drawn]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    xml.element("Relationships", &[("xmlns", RELATIONS)], |xml| {
        for (id, kind, target) in [
            ("styles", "styles", "styles.xml"),
            ("settings", "settings", "settings.xml"),
            ("header", "header", "header1.xml"),
            ("footer", "footer", "footer1.xml"),
        ] {
            relation(xml, id, &format!("{OFFICE}/{kind}"), target);
        }
        for picture in pictures {
            relation(xml, &picture.png_id(), &format!("{OFFICE}/image"), &picture.png_name());
            relation(xml, &picture.svg_id(), &format!("{OFFICE}/image"), &picture.svg_name());
        }
    });
    xml.finish()
}

/// Returns `docProps/core.xml`: title, kind and language. Who made it when is the sheet's to say, not the file's.
pub(super) fn core(handout: &Handout) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.element("cp:coreProperties", &spaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(handout.title.as_str()));
        xml.element("dc:subject", &[], |xml| xml.text(handout.kind.title()));
        xml.element("dc:language", &[], |xml| xml.text("en-US"));
    });
    xml.finish()
}

/// Returns `docProps/app.xml`.
pub(super) fn app() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    let address = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.element("Properties", &[("xmlns", address)], |xml| {
        xml.element("Application", &[], |xml| xml.text("Diptych"));
    });
    xml.finish()
}

/// Returns `word/settings.xml`: laid out as the Word of today does it, not as an old one did.
pub(super) fn settings() -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    xml.element("w:settings", &namespaces(&["w"]), |xml| {
        xml.value("w:defaultTabStop", "709");
        xml.value("w:characterSpacingControl", "doNotCompress");
        xml.element("w:compat", &[], |xml| {
            let address = "http://schemas.microsoft.com/office/word";
            let mode = [("w:name", "compatibilityMode"), ("w:uri", address), ("w:val", "15")];
            xml.empty("w:compatSetting", &mode);
        });
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "ja-JP"), ("w:bidi", "ar-SA")]);
        xml.value("w:decimalSymbol", ".");
        xml.value("w:listSeparator", ",");
    });
    xml.finish()
}

/// Returns `word/header1.xml`: from the second page on, what sheet this is.
pub(super) fn header(handout: &Handout) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    let title = handout.title.as_str();
    let line =
        if handout.label.is_empty() { title.to_owned() } else { format!("{} · {title}", handout.label) };
    xml.element("w:hdr", &namespaces(DOCUMENT), |xml| xml.plain(&line, Setting::of("Header")));
    xml.finish()
}

/// Returns `word/footer1.xml`: the day, and the page among all.
pub(super) fn footer(handout: &Handout) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new();
    xml.element("w:ftr", &namespaces(DOCUMENT), |xml| {
        xml.paragraph(Setting::of("Footer"), Direction::Rightward, |xml| {
            xml.runs(handout.head.day.as_deref().unwrap_or_default(), Direction::Rightward, "", "");
            xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]));
            field(xml, " PAGE ");
            xml.runs(" / ", Direction::Rightward, "", "");
            field(xml, " NUMPAGES ");
        });
    });
    xml.finish()
}

/// A number that the program that shows the page works out.
fn field(xml: &mut Xml, what: &str) {
    xml.element("w:fldSimple", &[("w:instr", what)], |xml| xml.runs("1", Direction::Rightward, "", ""));
}
