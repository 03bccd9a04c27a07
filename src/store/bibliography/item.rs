//! One item of CSL-JSON: checked, read and changed field by field. What is not known is kept.
//!
//! The fields are those of CSL 1.0.2, appendix IV (docs.citationstyles.org); the form is that of the schema
//! `csl-data.json` of the same project.

use serde_json::{Map, Value};

use super::date::Date;
use super::name::Name;
use crate::store::format::layout;

/// The longest item that is read, in bytes of JSON: some hundred pages of abstract.
pub const MAX_ITEM_BYTES: usize = 256 << 10;

/// So much of a title stands in a list to choose from, in characters.
const LABEL: usize = 200;

/// The longest tag in words, in characters: `span style="font-variant:small-caps;"`.
const LONGEST_TAG: usize = 80;

/// Fields that are lists of names.
pub(in crate::store) const NAME_FIELDS: [&str; 29] = [
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "editor-translator",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
    "co-author",
    "co-editor",
];

/// Fields that are dates.
pub(in crate::store) const DATE_FIELDS: [&str; 6] =
    ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

/// The types of items that people choose from, with their names.
pub const TYPES: [(&str, &str); 20] = [
    ("book", "Book"),
    ("chapter", "Chapter, part of a book"),
    ("article-journal", "Article in a journal"),
    ("article-magazine", "Article in a magazine"),
    ("article-newspaper", "Article in a newspaper"),
    ("pamphlet", "Pamphlet"),
    ("webpage", "Web page"),
    ("post-weblog", "Blog post"),
    ("report", "Report"),
    ("thesis", "Thesis"),
    ("manuscript", "Manuscript"),
    ("speech", "Speech"),
    ("interview", "Interview"),
    ("personal_communication", "Letter"),
    ("paper-conference", "Conference paper"),
    ("entry-encyclopedia", "Entry in an encyclopedia"),
    ("legislation", "Law"),
    ("broadcast", "Broadcast"),
    ("motion_picture", "Film"),
    ("document", "Other document"),
];

/// Bibliographic data of one thing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item(pub(super) Map<String, Value>);

/// Says in half a sentence what is wrong with JSON that should be an item of CSL-JSON.
///
/// # Errors
/// When something is: it is no object, longer than [`MAX_ITEM_BYTES`], or a field has a value of another kind.
pub fn check(csl: &str) -> Result<(), String> {
    Item::read(csl).map(drop)
}

impl Item {
    /// Reads an item.
    ///
    /// # Errors
    /// Half a sentence that says what is wrong, as [`check`].
    pub fn read(csl: &str) -> Result<Self, String> {
        if csl.len() > MAX_ITEM_BYTES {
            return Err(format!("they are longer than {} KiB", MAX_ITEM_BYTES >> 10));
        }
        let value: Value = serde_json::from_str(csl).map_err(|error| crate::store::convert::plain(&error))?;
        Self::of_value(value)
    }

    /// Makes an item of a value that was read already.
    pub(super) fn of_value(value: Value) -> Result<Self, String> {
        let Value::Object(fields) = value else { return Err("they are no object of JSON".to_owned()) };
        for (name, value) in &fields {
            let name = name.as_str();
            let odd = if NAME_FIELDS.contains(&name) {
                !value.as_array().is_some_and(|names| names.iter().all(Value::is_object))
            } else if DATE_FIELDS.contains(&name) {
                !(value.is_object() || value.is_string() || value.is_number())
            } else if matches!(name, "type" | "title" | "container-title" | "publisher" | "URL" | "DOI") {
                !(value.is_string() || value.is_number())
            } else {
                false
            };
            if odd {
                return Err(format!("“{name}” is not of the kind that CSL-JSON wants"));
            }
        }
        Ok(Self(fields))
    }

    /// Returns the item as a comparison keeps it: JSON without blanks.
    #[must_use]
    pub fn to_csl(&self) -> String {
        let json = Value::Object(self.0.clone()).to_string();
        layout::compact(&json).unwrap_or(json)
    }

    /// Returns whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(name, _)| name == "id" || name == "type")
    }

    /// Returns a field of words or a number; empty where there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        match self.0.get(field) {
            Some(Value::String(words)) => words.clone(),
            Some(Value::Number(n)) => n.to_string(),
            _ => String::new(),
        }
    }

    /// Says a field of words; empty words take it out.
    pub fn set_text(&mut self, field: &str, words: &str) {
        self.set(field, (!words.trim().is_empty()).then(|| words.into()));
    }

    /// Returns the names in a field.
    #[must_use]
    pub fn names(&self, field: &str) -> Vec<Name> {
        let list = self.0.get(field).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Name::from_csl).collect()
    }

    /// Says the names in a field; none take it out.
    pub fn set_names(&mut self, field: &str, names: &[Name]) {
        self.set(field, (!names.is_empty()).then(|| names.iter().map(Name::to_csl).collect()));
    }

    /// Returns the date in a field.
    #[must_use]
    pub fn date(&self, field: &str) -> Option<Date> {
        self.0.get(field).and_then(Date::from_csl)
    }

    /// Says the date in a field; none takes it out.
    pub fn set_date(&mut self, field: &str, date: Option<&Date>) {
        self.set(field, date.map(Date::to_csl));
    }

    fn set(&mut self, field: &str, value: Option<Value>) {
        match value {
            Some(value) => drop(self.0.insert(field.to_owned(), value)),
            None => drop(self.0.remove(field)),
        }
    }

    /// Says a field of words only where there is none yet.
    pub(super) fn add_text(&mut self, field: &str, words: &str) {
        if !self.0.contains_key(field) {
            self.set_text(field, words.trim());
        }
    }

    /// Returns the fields.
    pub(in crate::store) fn fields(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Returns what it is called in a list to choose from: "Gill, 1973: Chile after the coup".
    #[must_use]
    pub fn label(&self) -> String {
        let mut who: Vec<String> = ["author", "editor"]
            .iter()
            .map(|field| self.names(field))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
            .iter()
            .map(Name::short)
            .collect();
        if who.len() > 3 {
            who.truncate(1);
            who.push("others".to_owned());
        }
        let date = self.date("issued").map(|date| date.year());
        let who: Vec<String> = [who.join(", ")].into_iter().chain(date).filter(|s| !s.is_empty()).collect();
        let title = [self.text("title"), self.text("container-title"), self.text("id")];
        let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
        let title: String = title.chars().take(LABEL).collect();
        [who.join(", "), without_markup(&title)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(": ")
    }
}

/// Returns words without the few tags that CSL-JSON allows in them.
#[must_use]
pub fn without_markup(words: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(words.len()), words);
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        // A tag is short; looking for its end through the whole text, for each beginning, could take for ever.
        let end = after.char_indices().take(LONGEST_TAG).find(|(_, c)| *c == '>').map(|(at, _)| at);
        rest = match end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?))) {
            Some((tag, after)) if is_markup(tag) => after,
            _ => {
                plain.push('<');
                after
            }
        };
    }
    plain.push_str(rest);
    plain
}

fn is_markup(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.split(' ').next().unwrap_or_default();
    matches!(name, "i" | "b" | "sup" | "sub" | "sc" | "span") && !tag.contains('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_item_is_told_in_words() {
        assert!(check(r#"{"type":"book","title":"A","author":[{"family":"B"}]}"#).is_ok());
        assert!(check(r#"{"volume":12,"custom":{"a":[1]},"categories":["x"]}"#).is_ok());
        for (json, word) in [
            ("42", "no object"),
            ("[]", "no object"),
            (r#"{"title":["A"]}"#, "“title”"),
            (r#"{"author":"A"}"#, "“author”"),
            (r#"{"issued":[1973]}"#, "“issued”"),
            ("{", ""),
        ] {
            let problem = check(json).unwrap_err();
            assert!(problem.contains(word), "{json}: {problem}");
        }
        let long = format!("{{\"abstract\":\"{}\"}}", "x".repeat(MAX_ITEM_BYTES));
        assert!(check(&long).unwrap_err().contains("256 KiB"));
    }

    #[test]
    fn fields_are_changed_one_by_one_and_the_rest_is_kept() {
        let mut item = Item::read(r#"{"id":"x","custom":{"a":1},"title":"Old","volume":3}"#).unwrap();
        item.set_text("title", "New");
        item.set_text("volume", " ");
        item.set_names("author", &Name::list_from_words("Gill, Ana; A body"));
        item.set_date("issued", Date::from_words("1973").as_ref());
        let expected = concat!(
            r#"{"author":[{"family":"Gill","given":"Ana"},{"literal":"A body"}],"custom":{"a":1},"#,
            r#""id":"x","issued":{"date-parts":[[1973]]},"title":"New"}"#
        );
        assert_eq!(item.to_csl(), expected);
        assert_eq!(item.label(), "Gill, A body, 1973: New");
    }

    #[test]
    fn tags_in_words_are_left_out_where_they_would_be_read() {
        assert_eq!(
            without_markup("<i>El Siglo</i> and <span class=\"nocase\">iPod</span> < 3"),
            "El Siglo and iPod < 3"
        );
    }
}
