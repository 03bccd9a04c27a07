//! From an item of CSL-JSON to one that the processor can take: it knows no markup in words, no stretches of time and no
//! dates in words, and fails on some of them.
//!
//! Markup becomes marks out of Unicode's private area, which [`engine`](super::engine) makes faces of afterwards. A date
//! that the processor can't print becomes a year that nothing else in the item mentions, and that is replaced afterwards.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{
    DateValue, Item as CslItem, LiteralName, NameItem, NameValue, Value as CslValue, VecDate, VecDateRange,
};
use serde_json::Value;

use super::CitationStyle;
use super::title_case::title_case;
use crate::model::Bibliography;
use crate::store::bibliography::{DATE_FIELDS, Date, Day, Item, NAME_FIELDS, Name};

/// Marks for the tags of CSL-JSON, each open and closed.
pub(super) const MARKS: [(&str, char, char); 5] = [
    ("i", '\u{f8e0}', '\u{f8e1}'),
    ("b", '\u{f8e2}', '\u{f8e3}'),
    ("sup", '\u{f8e4}', '\u{f8e5}'),
    ("sub", '\u{f8e6}', '\u{f8e7}'),
    ("sc", '\u{f8e8}', '\u{f8e9}'),
];

/// Fields that no reference shows, and that may be long.
const UNSHOWN: [&str; 6] = ["abstract", "annote", "keyword", "note", "id", "citation-label"];

/// The longest words of one field that are printed, in characters.
const MAX_WORDS: usize = 2_000;
/// The most names that are printed of a list.
const MAX_NAMES: usize = 200;

/// An item that can be cited by.
pub(super) struct Clean {
    /// As references are made of it.
    pub(super) item: CslItem,
    /// As it is cited in running text: by the year alone.
    pub(super) cited: CslItem,
    /// Years that stand for other words.
    pub(super) instead: Vec<(String, String)>,
}

/// Makes the item of a source's bibliographic data; where it has none, of its author, title and date.
pub(super) fn clean(bibliography: &Bibliography, id: usize, style: CitationStyle) -> Clean {
    let mut item = match Item::read(&bibliography.csl) {
        Ok(item) if !bibliography.csl.is_empty() && !item.is_empty() => item,
        _ => fallback(bibliography),
    };
    let language = [item.text("language"), bibliography.language.clone()];
    let language = language.into_iter().find(|language| !language.trim().is_empty()).unwrap_or_default();
    // Where nobody says, it is English. Titles in other languages are not capitalized.
    let english = language.trim().is_empty() || language.to_lowercase().starts_with("en");
    // What the styles add is English whatever the item is ("eds.", which APA wants as "Eds.").
    item.set_text("language", "en");
    if item.text("type").is_empty() {
        item.set_text("type", "document");
    }
    let nothing = || CslItem(BTreeMap::new());
    let mut clean = Clean { item: nothing(), cited: nothing(), instead: Vec::new() };
    clean.item.0.insert("id".to_owned(), CslValue::String(id.to_string()));
    let all = item.to_csl();
    for (name, value) in item.fields() {
        let name = name.as_str();
        if UNSHOWN.contains(&name) {
            continue;
        }
        let value = if NAME_FIELDS.contains(&name) {
            names(&item.names(name))
        } else if DATE_FIELDS.contains(&name) {
            item.date(name).and_then(|date| clean.date(&date, &all))
        } else {
            let words = words(value);
            let cased = if english && is_capitalized(name, style) {
                words.map(|words| title_case(&words))
            } else {
                words
            };
            let cased = if is_kept(name, english) { cased.map(|words| hidden(&words)) } else { cased };
            cased.map(CslValue::String)
        };
        if let Some(value) = value {
            clean.item.0.insert(name.to_owned(), value);
        }
    }
    clean.cited = clean.item.clone();
    if style != CitationStyle::ChicagoNotes
        && let Some(CslValue::Date(date)) = clean.cited.0.get_mut("issued")
    {
        *date = year_of(date);
    }
    clean
}

/// Whether a style wants capitals in a field.
fn is_capitalized(field: &str, style: CitationStyle) -> bool {
    let container = matches!(field, "container-title" | "collection-title");
    let own = matches!(field, "title" | "title-short" | "event-title" | "volume-title" | "part-title");
    container || own && style != CitationStyle::Apa
}

/// Whether the capitals of a field are as they should be, whatever the style's own rules make of them: of all titles,
/// and of all words in other languages than English.
fn is_kept(field: &str, english: bool) -> bool {
    let says_words =
        matches!(field, "genre" | "medium" | "publisher" | "archive" | "status" | "section" | "source");
    field.ends_with("title") || field == "title-short" || says_words && !english
}

/// Words with each letter moved to where Unicode has no letters, so that nothing is capitalized in them.
fn hidden(words: &str) -> String {
    let moved =
        |c: char| if c.is_alphabetic() { char::from_u32(HIDDEN + u32::from(c)).unwrap_or(c) } else { c };
    words.chars().map(|c| if u32::from(c) < 0xFF00 { moved(c) } else { c }).collect()
}

/// The letter that a character stands for.
pub(super) fn shown(c: char) -> char {
    let hidden = u32::from(c).checked_sub(HIDDEN).filter(|c| *c < 0xFF00);
    hidden.and_then(char::from_u32).unwrap_or(c)
}

/// Where the letters are moved to: Unicode's private plane.
const HIDDEN: u32 = 0xF_0000;

/// What the plain fields of a source say.
fn fallback(bibliography: &Bibliography) -> Item {
    let mut item = Item::default();
    item.set_text("type", "document");
    item.set_text("title", &bibliography.title);
    let author = bibliography.author.trim();
    // "Gill, Ana" is a name and "Gill, Muñoz, Doe" a list that can't be told from a body's name.
    let names = match author.matches(',').count() {
        _ if author.contains(';') => Name::list_from_words(author),
        1 => Name::from_words(author).into_iter().collect(),
        _ if author.is_empty() => Vec::new(),
        _ => vec![Name::Whole(author.to_owned())],
    };
    item.set_names("author", &names);
    item.set_date("issued", Date::from_words(&bibliography.date).as_ref());
    item
}

impl Clean {
    fn date(&mut self, date: &Date, all: &str) -> Option<CslValue> {
        let dated = match date {
            Date::Days(dated) if dated.to.is_none_or(|to| to.year == dated.from.year) => dated,
            other => return self.in_words(&other.year(), all),
        };
        let day = if dated.to.is_some() { Day { month: None, day: None, ..dated.from } } else { dated.from };
        Some(value_of(day, dated.season.map(|season| season.to_string()), dated.circa))
    }

    /// A year that stands for words.
    fn in_words(&mut self, words: &str, all: &str) -> Option<CslValue> {
        let taken = |year: &str| all.contains(year) || self.instead.iter().any(|(known, _)| known == year);
        let year = (8_000_i16..9_999).rev().find(|year| !taken(&year.to_string()))?;
        self.instead.push((year.to_string(), words.to_owned()));
        Some(value_of(Day { year, month: None, day: None }, None, false))
    }
}

fn year_of(date: &DateValue) -> DateValue {
    let (date_parts, circa) = match date {
        DateValue::DateParts { date_parts, circa, .. } => (date_parts.clone(), *circa),
        DateValue::Raw { raw, .. } => ((*raw).into(), raw.start.circa),
    };
    let year = |VecDate(parts): VecDate| VecDate(parts.into_iter().take(1).collect());
    let date_parts = VecDateRange(date_parts.0.into_iter().map(year).collect());
    DateValue::DateParts { date_parts, literal: None, season: None, circa }
}

fn value_of(day: Day, season: Option<String>, circa: bool) -> CslValue {
    let parts = [day.month, day.day].into_iter().flatten().map(i16::from);
    let parts = std::iter::once(day.year).chain(parts).collect();
    let date_parts = VecDateRange(vec![VecDate(parts)]);
    CslValue::Date(DateValue::DateParts { date_parts, literal: None, season, circa })
}

fn names(names: &[Name]) -> Option<CslValue> {
    let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    let of = |name: &Name| match name {
        Name::Whole(name) => NameValue::Literal(LiteralName { literal: bare(name) }),
        Name::Person { family, given, particle, suffix } => NameValue::Item(NameItem {
            family: bare(family),
            given: some(&bare(given)),
            non_dropping_particle: some(&bare(particle)),
            dropping_particle: None,
            suffix: some(&bare(suffix)),
            comma_suffix: None,
        }),
    };
    let names: Vec<NameValue> = names.iter().take(MAX_NAMES).map(of).collect();
    (!names.is_empty()).then_some(CslValue::Names(names))
}

/// Words on one line, as long as may be printed, without the marks that mean something here.
fn bare(words: &str) -> String {
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.retain(|c| {
        let used_here = ('\u{f8e0}'..='\u{f8ff}').contains(&c) || ('\u{f0000}'..='\u{fffff}').contains(&c);
        !used_here && !c.is_control()
    });
    match line.char_indices().nth(MAX_WORDS) {
        Some((at, _)) => line.get(..at).unwrap_or_default().to_owned() + "…",
        None => line,
    }
}

fn words(value: &Value) -> Option<String> {
    let mut words = match value {
        Value::String(words) => bare(words),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    if words.contains('<') {
        for (tag, open, close) in MARKS {
            words = words.replace(&format!("<{tag}>"), &open.to_string());
            words = words.replace(&format!("</{tag}>"), &close.to_string());
        }
        words = crate::store::bibliography::without_markup(&words);
    }
    (!words.is_empty()).then_some(words)
}
