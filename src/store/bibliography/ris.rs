//! RIS, as Zotero, EndNote, libraries and databases write it: "TY  - JOUR", a line for each value, "ER  - " at the end.
//!
//! Tags as in the specification of Research Information Systems (2011) and in Zotero's translator for RIS. Where
//! programs differ in what a tag means, what Zotero writes counts.

use std::collections::BTreeMap;

use super::date::Date;
use super::item::Item;
use super::name::Name;
use super::{Entry, Problem, Read};

/// Returns whether a line begins a field, and of which tag.
fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let words = rest.strip_prefix("  -")?;
    is_tag.then(|| (tag, words.trim()))
}

/// Returns whether the words look like RIS.
pub(super) fn is_ris(words: &str) -> bool {
    words.lines().take(2_000).any(|line| field(line.trim_start()).is_some_and(|(tag, _)| tag == "TY"))
}

/// An entry in the making: its fields in their order, with the line it begins on.
struct Raw {
    line: usize,
    fields: Vec<(String, String)>,
}

pub(super) fn read(words: &str) -> Read {
    let mut read = Read::default();
    let mut open: Option<Raw> = None;
    for (number, line) in (1..).zip(words.lines()) {
        let line = line.trim();
        match (field(line), &mut open) {
            (Some(("TY", kind)), _) => {
                let next = Raw { line: number, fields: vec![("TY".to_owned(), kind.to_owned())] };
                if let Some(raw) = open.replace(next) {
                    // Its end is missing, which costs nothing.
                    read.entries.push(entry(&raw));
                }
            }
            (Some(("ER", _)), _) => read.entries.extend(open.take().map(|raw| entry(&raw))),
            (Some((tag, value)), Some(raw)) => raw.fields.push((tag.to_owned(), value.to_owned())),
            (None, Some(raw)) if !line.is_empty() => {
                // A long value goes on.
                if let Some((_, value)) = raw.fields.last_mut() {
                    if !value.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(line);
                }
            }
            (Some((tag, _)), None) => {
                let what = format!("“{tag}” stands before any “TY”, which begins an entry");
                read.problems.push(Problem { line: number, what });
            }
            (None, _) => {}
        }
    }
    read.entries.extend(open.map(|raw| entry(&raw)));
    read
}

fn entry(raw: &Raw) -> Entry {
    let kind = raw.fields.first().map_or("", |(_, kind)| kind);
    let mut item = Item::default();
    let of_type = type_of(kind);
    item.set_text("type", of_type);
    let (mut first, mut last, mut keywords) = (String::new(), String::new(), Vec::new());
    let mut names: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
    for (tag, value) in raw.fields.iter().skip(1).filter(|(_, value)| !value.is_empty()) {
        match tag.as_str() {
            "SP" => first.clone_from(value),
            "EP" => last.clone_from(value),
            "A2" | "ED" | "A3" | "A4" | "AU" | "A1" | "TA" => {
                names.entry(role_of(tag, of_type)).or_default().extend(Name::from_words(value));
            }
            "PY" | "Y1" | "DA" | "Y2" => add_date(&mut item, tag, value),
            "KW" => keywords.push(value.as_str()),
            _ => {
                if let Some(field) = field_of(tag, of_type, kind) {
                    item.add_text(field, value);
                }
            }
        }
    }
    names.iter().for_each(|(field, names)| item.set_names(field, names));
    item.set_text("keyword", &keywords.join(", "));
    let pages = match (first.is_empty(), last.is_empty()) {
        (false, false) if first != last && !first.contains(['-', '–']) => format!("{first}-{last}"),
        (true, _) => last,
        _ => first,
    };
    item.add_text("page", &pages);
    Entry::of(&item, raw.line)
}

fn role_of(tag: &str, of_type: &str) -> &'static str {
    match tag {
        "AU" | "A1" => "author",
        "A2" if of_type == "motion_picture" => "director",
        "ED" | "A2" => "editor",
        "A3" => "collection-editor",
        _ => "translator",
    }
}

/// "1973/09/11/other information"; DA is more exact than PY.
fn add_date(item: &mut Item, tag: &str, value: &str) {
    let mut parts = value.splitn(4, '/');
    let known: Vec<&str> =
        parts.by_ref().take(3).filter(|part| !part.trim().is_empty()).map(str::trim).collect();
    let other = parts.next().unwrap_or_default().trim();
    let (joined, is_number) =
        (known.join("-"), known.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())));
    let words = match known.as_slice() {
        [year] if is_number && !other.is_empty() => format!("{other} {year}"),
        _ if is_number => joined,
        _ => value.to_owned(),
    };
    let Some(date) = Date::from_words(&words) else { return };
    let field = if tag == "Y2" { "accessed" } else { "issued" };
    let known = item.date(field);
    let exactness = |date: &Date| match date {
        Date::Words(_) => 0,
        Date::Days(dated) => 1 + u8::from(dated.from.month.is_some()) + u8::from(dated.season.is_some()),
    };
    if known.is_none_or(|known| exactness(&date) > exactness(&known)) {
        item.set_date(field, Some(&date));
    }
}

/// The field of CSL that a tag says, for an item of this type.
fn field_of(tag: &str, of_type: &str, kind: &str) -> Option<&'static str> {
    Some(match tag {
        "TI" | "T1" => "title",
        "CT" if of_type != "book" => "title",
        "T2" | "BT" if of_type == "book" => "collection-title",
        "BT" | "T2" | "JF" | "JO" => "container-title",
        "JA" | "J2" | "J1" => "container-title-short",
        "T3" => "collection-title",
        "ST" => "title-short",
        "VL" => "volume",
        "IS" | "CP" if matches!(of_type, "report" | "patent" | "legislation") => "number",
        "IS" | "CP" => "issue",
        "PB" => "publisher",
        "CY" | "PP" => "publisher-place",
        "UR" => "URL",
        "DO" | "DI" => "DOI",
        "AB" | "N2" => "abstract",
        "N1" => "note",
        "LA" => "language",
        "ET" => "edition",
        "NV" => "number-of-volumes",
        "M3" => "genre",
        "CN" => "call-number",
        "DB" | "DP" => "source",
        "SE" if of_type == "chapter" => "chapter-number",
        "SE" => "section",
        "SN" if matches!(of_type, "book" | "chapter") || kind == "CONF" => "ISBN",
        "SN" => "ISSN",
        "ID" => "id",
        _ => return None,
    })
}

/// The type of CSL for a type of RIS.
fn type_of(kind: &str) -> &'static str {
    match kind {
        "JOUR" | "EJOUR" | "JFULL" | "ABST" | "INPR" => "article-journal",
        "MGZN" => "article-magazine",
        "NEWS" => "article-newspaper",
        "BOOK" | "EBOOK" | "EDBOOK" | "SER" | "CLSWK" => "book",
        "CHAP" | "ECHAP" => "chapter",
        "CONF" | "CPAPER" => "paper-conference",
        "RPRT" | "GOVDOC" => "report",
        "THES" => "thesis",
        "ELEC" | "WEB" => "webpage",
        "BLOG" => "post-weblog",
        "PAMP" => "pamphlet",
        "MANSCPT" | "UNPB" | "UNPD" => "manuscript",
        "MAP" => "map",
        "VIDEO" | "MPCT" => "motion_picture",
        "SOUND" | "MUSIC" => "song",
        "CASE" => "legal_case",
        "STAT" => "legislation",
        "BILL" => "bill",
        "HEAR" => "hearing",
        "PAT" => "patent",
        "DICT" => "entry-dictionary",
        "ENCYC" => "entry-encyclopedia",
        "ART" | "FIGURE" | "SLIDE" => "graphic",
        "COMP" => "software",
        "DATA" | "AGGR" => "dataset",
        "PCOMM" | "ICOMM" => "personal_communication",
        "ADVS" | "MULTI" => "broadcast",
        _ => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_as_zotero_writes_it_becomes_an_item() {
        let words = "TY  - NEWS\r\nTI  - The cordons of Santiago\r\nAU  - Gill, Ana\r\nAU  - A committee\r\n\
                     T2  - The Tribune\r\nDA  - 1973/08/17/\r\nPY  - 1973\r\nCY  - Lima\r\nSP  - 12\r\nEP  - 14\r\n\
                     UR  - https://example.org/a\r\nKW  - Chile\r\nKW  - cordons\r\nAB  - Long\r\n  and longer\r\n\
                     ER  - \r\n\r\nTY  - BOOK\r\nT1  - Another\r\nSN  - 978\r\nER  -\r\n";
        assert!(is_ris(words));
        let read = read(words);
        assert_eq!((read.entries.len(), read.problems.len()), (2, 0));
        let item = Item::read(&read.entries[0].csl).unwrap();
        let said = |field: &str| item.text(field);
        assert_eq!(said("type"), "article-newspaper");
        assert_eq!(said("container-title"), "The Tribune");
        assert_eq!(said("publisher-place"), "Lima");
        assert_eq!((said("page"), said("keyword")), ("12-14".to_owned(), "Chile, cordons".to_owned()));
        assert_eq!(said("abstract"), "Long and longer");
        assert_eq!(item.date("issued").unwrap().to_string(), "1973-08-17");
        assert_eq!(Name::list_to_words(&item.names("author")), "Gill, Ana; A committee");
        assert_eq!(
            (read.entries[1].line, Item::read(&read.entries[1].csl).unwrap().text("ISBN")),
            (18, "978".to_owned())
        );
    }

    #[test]
    fn an_entry_without_its_end_is_read_and_a_field_before_any_entry_is_named_with_its_line() {
        let read = read("\nAU  - Nobody\nTY  - JOUR\nTI  - A\nTY  - MGZN\nTI  - B\nPY  - 1973///Summer");
        assert_eq!(read.problems.first().unwrap().line, 2);
        let titles: Vec<String> =
            read.entries.iter().map(|entry| Item::read(&entry.csl).unwrap().text("title")).collect();
        assert_eq!(titles, ["A", "B"]);
        let date = Item::read(&read.entries[1].csl).unwrap().date("issued").unwrap();
        assert_eq!(date.to_string(), "Summer 1973");
    }
}
