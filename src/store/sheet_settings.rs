//! The settings of a sheet as the JSON that is kept with a comparison.
//!
//! What a newer version wrote and this one does not know is left aside: a word that stands for no choice here is the
//! usual choice, and an object that is no settings at all is a sentence. Ids of what is gone since are kept; a sheet
//! simply has nothing of theirs.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde_json::{Map, Value, json};

use super::export::SheetFormat;
use crate::analysis::handout::{
    CitationStyle, DateForm, MOST_ROOM, Orientation, Paper, SheetKind, SheetPart, SheetSettings,
    WorksheetForm,
};
use crate::analysis::sheet::{RowOrder, Rows};
use crate::model::TagId;

/// A sheet as somebody set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSheet {
    /// What is on it.
    pub settings: SheetSettings,
    /// The form it is written in.
    pub format: SheetFormat,
}

impl KeptSheet {
    /// Returns the JSON object, on one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let KeptSheet { settings: of, format } = self;
        let questions: Map<String, Value> = of
            .questions
            .iter()
            .map(|(tag, question)| (tag.to_string(), Value::from(question.as_str())))
            .collect();
        json!({
            "kind": of.kind.word(),
            "form": of.form.word(),
            "format": format.word(),
            "title": of.title,
            "sources": spelled(&of.sources),
            "tags": spelled(&of.tags),
            "left_out": spelled(&of.left_out),
            "readers": spelled(&of.readers),
            "order": order_word(of.order),
            "filled": of.rows == Rows::Filled,
            "parts": of.parts.iter().map(|part| part.word()).collect::<Vec<_>>(),
            "room": of.room,
            "paper": of.paper.word(),
            "orientation": of.orientation.word(),
            "style": of.style.word(),
            "dates": of.dates.word(),
            "questions": questions,
        })
        .to_string()
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// A sentence, if it is no JSON object.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let read: Result<Map<String, Value>, _> = serde_json::from_str(text);
        let of = read.map_err(|error| format!("The settings that were kept can't be read: {error}."))?;
        let kind = choice(&of, "kind", SheetKind::from_word).unwrap_or_default();
        let usual = SheetSettings::of_kind(kind);
        let parts = of.get("parts").and_then(Value::as_array);
        let part = |word: &Value| SheetPart::from_word(word.as_str()?);
        let settings = SheetSettings {
            form: choice(&of, "form", WorksheetForm::from_word).unwrap_or_default(),
            title: word(&of, "title").unwrap_or_default().to_owned(),
            sources: ids(&of, "sources"),
            tags: ids(&of, "tags"),
            left_out: ids(&of, "left_out"),
            readers: ids(&of, "readers"),
            order: choice(&of, "order", order_of).unwrap_or(usual.order),
            rows: if of.get("filled") == Some(&Value::Bool(true)) { Rows::Filled } else { Rows::All },
            parts: parts.map_or(usual.parts.clone(), |parts| parts.iter().filter_map(part).collect()),
            room: room(&of).unwrap_or(usual.room),
            paper: choice(&of, "paper", Paper::from_word).unwrap_or_default(),
            orientation: choice(&of, "orientation", Orientation::from_word).unwrap_or_default(),
            style: choice(&of, "style", CitationStyle::from_word).unwrap_or_default(),
            dates: choice(&of, "dates", DateForm::from_word).unwrap_or_default(),
            questions: questions(&of),
            ..usual
        };
        Ok(Self {
            settings,
            format: choice(&of, "format", SheetFormat::from_word).unwrap_or(SheetFormat::Html),
        })
    }
}

fn spelled<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn order_word(order: RowOrder) -> &'static str {
    match order {
        RowOrder::Codebook => "codebook",
        RowOrder::Parting => "parting",
    }
}

fn order_of(word: &str) -> Option<RowOrder> {
    [RowOrder::Codebook, RowOrder::Parting].into_iter().find(|order| order_word(*order) == word)
}

fn word<'a>(of: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    of.get(field)?.as_str()
}

fn choice<T>(of: &Map<String, Value>, field: &str, from_word: impl Fn(&str) -> Option<T>) -> Option<T> {
    from_word(word(of, field)?)
}

fn ids<T: FromStr>(of: &Map<String, Value>, field: &str) -> Vec<T> {
    let list = of.get(field).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

fn room(of: &Map<String, Value>) -> Option<u8> {
    u8::try_from(of.get("room")?.as_u64()?).ok().map(|room| room.min(MOST_ROOM))
}

fn questions(of: &Map<String, Value>) -> BTreeMap<TagId, String> {
    let all = of.get("questions").and_then(Value::as_object).into_iter().flatten();
    all.filter_map(|(tag, question)| Some((tag.parse().ok()?, question.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_was_kept_is_what_was_set_up() {
        let id = |n: u128| Uuid::from_u128(n);
        for kind in SheetKind::ALL {
            let settings = SheetSettings {
                form: WorksheetForm::Passages,
                title: "Thursday \"one\"\n".to_owned(),
                sources: vec![id(1).into(), id(2).into()],
                tags: vec![id(3).into()],
                left_out: vec![id(4).into()],
                readers: vec![id(5).into()],
                order: RowOrder::Parting,
                rows: Rows::Filled,
                parts: [SheetPart::Notes, SheetPart::Pictures].into(),
                room: 12,
                paper: Paper::Letter,
                orientation: Orientation::Landscape,
                style: CitationStyle::Mla,
                dates: DateForm::Spanish,
                questions: [(id(6).into(), "Why?".to_owned())].into(),
                ..SheetSettings::of_kind(*kind)
            };
            for (settings, format) in
                [(settings, SheetFormat::Xlsx), (SheetSettings::of_kind(*kind), SheetFormat::Html)]
            {
                let kept = KeptSheet { settings, format };
                let json = kept.to_json();
                assert!(!json.contains('\n'), "{json}");
                assert_eq!(KeptSheet::from_json(&json), Ok(kept));
            }
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_the_usual_choice_and_nonsense_a_sentence() {
        let read = KeptSheet::from_json(
            r#"{"kind":"discussion","paper":"a5","room":9000,"parts":["notes","maps"],"tags":["x",7],"more":1}"#,
        );
        let settings = SheetSettings {
            parts: [SheetPart::Notes].into(),
            ..SheetSettings::of_kind(SheetKind::Discussion)
        };
        assert_eq!(read, Ok(KeptSheet { settings, format: SheetFormat::Html }));
        assert!(
            KeptSheet::from_json("[1]").unwrap_err().starts_with("The settings that were kept can't be read")
        );
    }
}
