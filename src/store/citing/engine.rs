//! The processor of citations: hayagriva, with the styles that it carries.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::taxonomy::Locator as Label;
use hayagriva::citationberg::{
    FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode, Style as AnyStyle,
    VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    Formatting, LocatorPayload, SpecificLocator,
};

use super::clean::{Clean, MARKS};
use super::rich::{Face, Height, Rich};
use super::{CitationStyle, Locator};

/// The locale of the words that styles add ("edited by").
fn english() -> &'static [Locale] {
    static ENGLISH: OnceLock<Vec<Locale>> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        let mut all = locales();
        all.retain(|locale| locale.lang == Some(LocaleCode::en_us()));
        all
    })
}

fn style(style: CitationStyle) -> Option<&'static IndependentStyle> {
    static STYLES: [OnceLock<Option<IndependentStyle>>; 4] = [const { OnceLock::new() }; 4];
    let (at, archived) = match style {
        CitationStyle::Chicago => (0, ArchivedStyle::ChicagoAuthorDate),
        CitationStyle::ChicagoNotes => (1, ArchivedStyle::ChicagoNotes),
        CitationStyle::Mla => (2, ArchivedStyle::ModernLanguageAssociation),
        CitationStyle::Apa => (3, ArchivedStyle::AmericanPsychologicalAssociation),
    };
    let made = STYLES.get(at)?.get_or_init(|| match archived.get() {
        AnyStyle::Independent(mut style) => {
            if let Some(bibliography) = &mut style.bibliography {
                // Each reference may stand alone: none begins with a dash for the author of the one before it.
                bibliography.subsequent_author_substitute = None;
            }
            Some(style)
        }
        AnyStyle::Dependent(_) => None,
    });
    made.as_ref()
}

/// Runs what the library does. What it may do on an entry that nobody has thought of must not end the program.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}

/// As many sources are cited together, and told apart from one another: what that costs grows with the square, and the
/// processor has no more letters for works of one year.
const TOGETHER: usize = 100;

/// Returns the reference of each item, in their order; empty where the style has nothing to say.
pub(super) fn references(items: &[Clean], of: CitationStyle) -> Vec<Rich> {
    let made = items.chunks(TOGETHER).flat_map(|some| {
        let made = guarded(|| references_together(some, of));
        made.unwrap_or_else(|| vec![Rich::default(); some.len()])
    });
    made.collect()
}

fn references_together(items: &[Clean], of: CitationStyle) -> Option<Vec<Rich>> {
    let style = style(of)?;
    let mut driver = BibliographyDriver::new();
    for clean in items {
        let cited = vec![CitationItem::with_entry(&clean.item)];
        driver.citation(CitationRequest::from_items(cited, style, english()));
    }
    let rendered = driver.finish(BibliographyRequest::new(style, None, english()));
    let mut references = vec![Rich::default(); items.len()];
    for item in rendered.bibliography?.items {
        let at = items.iter().position(|clean| clean.item.id().as_deref() == Some(item.key.as_str()))?;
        let (clean, reference) = (items.get(at)?, references.get_mut(at)?);
        let first = item.first_field.into_iter().collect();
        *reference = Flat::of([&ElemChildren(first), &item.content], clean, of);
    }
    Some(references)
}

/// Returns the citation of one of the items in running text, or as a note, told from those of the others.
pub(super) fn citation(items: &[Clean], at: usize, of: CitationStyle, locator: &Locator) -> Rich {
    let (items, at) = (items.chunks(TOGETHER).nth(at / TOGETHER).unwrap_or_default(), at % TOGETHER);
    let made = guarded(|| {
        let (style, this) = (style(of)?, items.get(at)?);
        let place = match locator {
            Locator::None => None,
            Locator::Page(words) => Some((Label::Page, super::range::pages(words, of))),
            // The sign that stands in the margin, and not the styles' "para." and "par.", which mean the same.
            Locator::Paragraph(words) => {
                let several = words.contains(['-', '–', ',']);
                let sign = if several { "¶¶" } else { "¶" };
                Some((Label::Custom, format!("{sign} {}", words.replace('-', "–"))))
            }
        };
        let place = place.as_ref().map(|(label, words)| SpecificLocator(*label, LocatorPayload::Str(words)));
        let mut driver = BibliographyDriver::new();
        let request = |cited| CitationRequest::new(vec![cited], style, None, english(), Some(1));
        // The others are cited too, so that two works of one author and year are told apart; a note stands by itself.
        let alone = of == CitationStyle::ChicagoNotes;
        for (other, clean) in items.iter().enumerate().filter(|(other, _)| !alone || *other == at) {
            let place = if other == at { place.clone() } else { None };
            driver.citation(request(CitationItem::with_locator(&clean.cited, place)));
        }
        let index = if alone { 0 } else { at };
        let rendered = driver.finish(BibliographyRequest::new(style, None, english()));
        Some(Flat::of([&rendered.citations.get(index)?.citation], this, of))
    });
    made.unwrap_or_default()
}

/// Elements within one another as a list of runs.
struct Flat<'a> {
    rich: Rich,
    clean: &'a Clean,
    /// How many of each mark are open.
    open: [u32; MARKS.len()],
}

impl<'a> Flat<'a> {
    fn of<'b>(
        parts: impl IntoIterator<Item = &'b ElemChildren>,
        clean: &'a Clean,
        of: CitationStyle,
    ) -> Rich {
        let mut flat = Self { rich: Rich::default(), clean, open: [0; MARKS.len()] };
        parts.into_iter().for_each(|part| flat.children(part));
        flat.rich.tidy(&|words| super::range::seasons(words, of));
        flat.rich
    }

    fn children(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            match child {
                ElemChild::Text(words) => self.words(&words.text, words.formatting, None),
                ElemChild::Elem(element) => self.children(&element.children),
                ElemChild::Markup(words) => self.words(words, Formatting::default(), None),
                ElemChild::Link { text, url } => self.words(&text.text, text.formatting, Some(url)),
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn words(&mut self, words: &str, formatting: Formatting, link: Option<&str>) {
        let mut words: String = words.chars().map(super::clean::shown).collect();
        for (year, instead) in &self.clean.instead {
            words = words.replace(year.as_str(), instead);
        }
        let mut run = String::new();
        for c in words.chars() {
            let is_mark = |(_, open, close): &(&str, char, char)| c == *open || c == *close;
            let Some(at) = MARKS.iter().position(is_mark) else {
                run.push(c);
                continue;
            };
            self.rich.push_run(&std::mem::take(&mut run), self.face(formatting), link);
            let opens = MARKS.get(at).is_some_and(|(_, open, _)| c == *open);
            if let Some(n) = self.open.get_mut(at) {
                *n = if opens { n.saturating_add(1) } else { n.saturating_sub(1) };
            }
        }
        self.rich.push_run(&run, self.face(formatting), link);
    }

    fn face(&self, formatting: Formatting) -> Face {
        let [i, b, sup, sub, sc] = self.open.map(|n| n > 0);
        let height = match formatting.vertical_align {
            VerticalAlign::Sup => Height::Above,
            VerticalAlign::Sub => Height::Below,
            _ if sup => Height::Above,
            _ if sub => Height::Below,
            _ => Height::Line,
        };
        Face {
            // A title within a title in italics is set upright.
            italic: (formatting.font_style == FontStyle::Italic) != i,
            bold: formatting.font_weight == FontWeight::Bold || b,
            small_caps: formatting.font_variant == FontVariant::SmallCaps || sc,
            height,
        }
    }
}
