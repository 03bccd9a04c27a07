//! What an entry says goes into the fields of a source that are still empty. Nothing is written over.

use super::item::{Item, without_markup};
use super::name::{Name, one_line};
use crate::model::Bibliography;

/// Which fields of a source took something from an entry, by their names in the form.
pub type Filled = Vec<&'static str>;

/// Gives a source the bibliographic data of an entry, and fills its empty fields from them. Returns which.
pub fn fill(bibliography: &mut Bibliography, csl: &str) -> Filled {
    csl.clone_into(&mut bibliography.csl);
    let Ok(item) = Item::read(csl) else { return Filled::new() };
    let names =
        ["author", "editor"].map(|field| item.names(field)).into_iter().find(|names| !names.is_empty());
    let names = names.unwrap_or_default();
    let date = item.date("issued");
    let short = short_name(&names, &item, date.as_ref().map(super::Date::year));
    let author = names.iter().map(Name::natural).collect::<Vec<_>>().join(", ");
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    let title = one_line(&without_markup(&item.text("title")));
    let mut filled = Filled::new();
    for (name, field, value) in [
        ("title", &mut bibliography.title, title),
        ("author", &mut bibliography.author, author),
        ("date", &mut bibliography.date, date),
        ("short name", &mut bibliography.short_name, short),
        ("language", &mut bibliography.language, language(&item.text("language"))),
    ] {
        if field.trim().is_empty() && !value.is_empty() {
            *field = value;
            filled.push(name);
        }
    }
    filled
}

/// "Gill 1973"; without an author, the title's beginning.
fn short_name(names: &[Name], item: &Item, year: Option<String>) -> String {
    let who = match names {
        [] => without_markup(&item.text("title")).split_whitespace().take(3).collect::<Vec<_>>().join(" "),
        [one] => one.short(),
        [one, other] => format!("{} and {}", one.short(), other.short()),
        [one, ..] => format!("{} et al.", one.short()),
    };
    one_line(&format!("{who} {}", year.unwrap_or_default()))
}

/// A BCP 47 code, if it is one or the English name of a common language.
fn language(words: &str) -> String {
    let words = words.trim();
    let known = [
        ("english", "en"),
        ("spanish", "es"),
        ("español", "es"),
        ("castellano", "es"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("french", "fr"),
        ("français", "fr"),
        ("german", "de"),
        ("deutsch", "de"),
        ("italian", "it"),
        ("italiano", "it"),
        ("russian", "ru"),
        ("arabic", "ar"),
        ("chinese", "zh"),
        ("japanese", "ja"),
        ("dutch", "nl"),
        ("swedish", "sv"),
        ("polish", "pl"),
        ("greek", "el"),
    ];
    let lower = words.to_lowercase();
    if let Some((_, code)) = known.iter().find(|(name, _)| *name == lower) {
        return (*code).to_owned();
    }
    let mut parts = words.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let sound = (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if sound { words.replace('_', "-") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSL: &str = r#"{"type":"book","title":"<i>Chile</i> after","author":[{"family":"Gill","given":"Ana"},{"literal":"A body"}],"issued":{"date-parts":[[1973,9]]},"language":"Spanish"}"#;

    #[test]
    fn empty_fields_are_filled_and_others_are_left_alone() {
        let mut bibliography = Bibliography { title: "My title".to_owned(), ..Bibliography::default() };
        assert_eq!(fill(&mut bibliography, CSL), ["author", "date", "short name", "language"]);
        let expected = Bibliography {
            title: "My title".to_owned(),
            author: "Ana Gill, A body".to_owned(),
            date: "1973-09".to_owned(),
            short_name: "Gill and A body 1973".to_owned(),
            citation: String::new(),
            csl: CSL.to_owned(),
            language: "es".to_owned(),
        };
        assert_eq!(bibliography, expected);
        assert!(fill(&mut bibliography, CSL).is_empty());
    }

    #[test]
    fn languages_are_codes_or_are_left_out() {
        let given = ["en", "en_US", "es-CL", "Deutsch", "Klingon tongue", "x", ""];
        assert_eq!(given.map(language), ["en", "en-US", "es-CL", "de", "", "", ""]);
    }
}
