//! XML as it is written: elements within elements, everything that people wrote escaped.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io;

/// An attribute: its name with its prefix, and its value.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// A part of the document as it is written.
///
/// Nothing can fail but memory, as it is written there; errors are kept for [`Xml::finish`] so that what is written
/// reads like what it makes.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    result: io::Result<()>,
}

impl Xml {
    /// Begins a part.
    pub(super) fn new() -> Self {
        let mut xml = Self { writer: Writer::new(Vec::new()), result: Ok(()) };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        if self.result.is_ok() {
            self.result = self.writer.write_event(event);
        }
    }

    /// Writes an element that holds what `inner` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Self),
    ) {
        self.event(Event::Start(start(name, attributes)));
        inner(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// Writes an element that holds nothing and says one thing of WordprocessingML's: its `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Writes words.
    pub(super) fn text(&mut self, words: &str) {
        self.event(Event::Text(BytesText::new(&lawful(words))));
    }

    /// Ends the part.
    ///
    /// # Errors
    /// When memory can't be written to.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        self.result.map(|()| self.writer.into_inner())
    }
}

fn start<'a>(name: &'a str, attributes: &'a [Attribute<'a>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for &(name, value) in attributes {
        let value = lawful(value);
        start.push_attribute((name, value.as_ref()));
    }
    start
}

/// Characters that XML 1.0 has no way to write (its production 2, `Char`), written out as the program does elsewhere.
fn lawful(words: &str) -> std::borrow::Cow<'_, str> {
    let unlawful = |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    if !words.contains(unlawful) {
        return words.into();
    }
    let mut lawful = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        if unlawful(c) {
            lawful.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            lawful.push(c);
        }
    }
    lawful.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_neither_markup_nor_unlawful() {
        let mut xml = Xml::new();
        xml.element("w:t", &[("w:val", "a\"<b>\u{1}")], |xml| xml.text("</w:t> & \u{0}\u{FFFF}"));
        let written = String::from_utf8(xml.finish().unwrap()).unwrap();
        assert_eq!(
            written,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <w:t w:val=\"a&quot;&lt;b&gt;⟨U+0001⟩\">&lt;/w:t&gt; &amp; ⟨U+0000⟩⟨U+FFFF⟩</w:t>"
        );
    }
}
