//! Values of claims: the field in which a source's date, number or name is noted, and what kind a tag carries.

use eframe::egui::{Button, ComboBox, Id, RichText, Ui};

use super::action::Actions;
use super::parts::{self, Field};
use super::theme;
use crate::analysis::facts::suggestion;
use crate::desk::Command;
use crate::model::{Claim, Comparison, Tag, TagUse, TagValues, ValueKind};

/// What is shown in an empty field.
fn hint(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Date => "The date it gives (29 June 1973)",
        ValueKind::Number => "The number it gives (36.63 %)",
        ValueKind::Name => "The name it gives",
    }
}

/// Shows the field of the value that a claim gives for a tag, if the tag carries values. What the quotation seems to give is
/// offered, never taken unasked.
pub fn value_ui(ui: &mut Ui, comparison: &Comparison, (claim, used): (&Claim, &TagUse), out: &mut Actions) {
    let Some(tag) = comparison.tag(used.tag) else {
        return;
    };
    let Some(values) = &tag.values else {
        return;
    };
    let name = format!("Value of {}", tag.name);
    let id = Id::unique(("value", claim.id, used.tag));
    let field = Field { name: &name, hint: hint(values.kind), id };
    if let Some(value) = parts::line_field_ui(ui, field, &used.value, out) {
        out.run(Command::SetValue { claim: claim.id, tag: used.tag, value });
    }
    if used.value.is_empty() {
        let language = comparison.source(claim.source).map_or("", |source| &*source.bibliography.language);
        if let Some(value) = suggestion(values.kind, &claim.quotation(), language) {
            let words =
                RichText::new(format!("“{}”?", parts::shortened(&value, 40))).size(theme::size::SMALL);
            let help = "Takes it from the quotation";
            if ui.add(Button::new(words).small()).on_hover_text(help).clicked() {
                out.run(Command::SetValue { claim: claim.id, tag: used.tag, value });
            }
        }
    }
}

/// Chooses what kind of value the claims of a tag carry.
pub fn kind_ui(ui: &mut Ui, tag: &Tag, out: &mut Actions) {
    let chosen = tag.values.as_ref().map(|values| values.kind);
    let words = |kind: Option<ValueKind>| match kind {
        None => "no values",
        Some(ValueKind::Date) => "a date",
        Some(ValueKind::Number) => "a number",
        Some(ValueKind::Name) => "a name",
    };
    ui.horizontal(|ui| {
        parts::faint_ui(ui, "Its claims give");
        let combo = ComboBox::from_id_salt(("values", tag.id)).selected_text(words(chosen));
        let shown = combo.show_ui(ui, |ui| {
            for kind in [None, Some(ValueKind::Date), Some(ValueKind::Number), Some(ValueKind::Name)] {
                if ui.selectable_label(chosen == kind, words(kind)).clicked() && chosen != kind {
                    let same = tag.values.as_ref().map(|values| values.same.clone()).unwrap_or_default();
                    let values = kind.map(|kind| TagValues { kind, same });
                    out.run(Command::SetTagValues { tag: tag.id, values });
                }
            }
        });
        let name = format!("What the claims of {} give", tag.name);
        shown.response.accessible_name(&name).on_hover_text(
            "Compare > Facts shows which source gives which date, number or name, and where they differ",
        );
    });
}
