//! How the sources shown stand to one another: worked out once, told under each tag's name and in all.

use std::collections::{BTreeMap, HashMap, HashSet};

use eframe::egui::{Label, RichText, Sense, Ui};

use super::Shown;
use crate::analysis::arrangement::Head;
use crate::analysis::relation::{Finding, Relation};
use crate::analysis::sheet::{Sheet, SheetRow};
use crate::gui::{parts, theme};
use crate::model::{ComparisonId, Revision, SourceId, TagId};

/// What was found, for the sources that are shown.
#[derive(Debug, Default)]
pub(super) struct Relations {
    of: Option<(ComparisonId, Revision, HashSet<SourceId>)>,
    found: HashMap<TagId, Finding>,
}

impl Relations {
    /// Works them out anew if the sheet or the choice of sources has changed.
    pub fn refresh(&mut self, id: ComparisonId, sheet: &Sheet, hidden: &HashSet<SourceId>) {
        let current = self.of.as_ref().is_some_and(|(of, revision, without)| {
            (*of, *revision) == (id, sheet.revision) && without == hidden
        });
        if current {
            return;
        }
        let shown: Vec<bool> =
            sheet.columns.iter().map(|column| !hidden.contains(&column.source.id)).collect();
        let among = |row: &SheetRow| Finding::among(row, |column| shown.get(column) == Some(&true));
        self.found = sheet.rows.iter().map(|row| (row.tag, among(row))).collect();
        self.of = Some((id, sheet.revision, hidden.clone()));
    }

    /// Returns how the sources stand to one another on a tag.
    pub fn relation(&self, tag: TagId) -> Relation {
        self.found.get(&tag).map_or(Relation::Empty, |finding| finding.relation)
    }

    /// Shows it under the name of its tag; resting on it tells what it rests on and by which rule.
    pub fn relation_ui(&self, ui: &mut Ui, sheet: &Sheet, tag: TagId) {
        let Some(finding) = self.found.get(&tag) else { return };
        let colors = theme::of(ui);
        let apart = matches!(finding.relation, Relation::Opposed | Relation::PartlyOpposed);
        let words = format!("{} {}", sign(finding.relation), finding.relation.phrase());
        let words = RichText::new(words).size(theme::size::SMALL);
        let words = words.color(if apart { colors.ink } else { colors.faint });
        let label = ui.add(Label::new(words).sense(Sense::hover()));
        label.on_hover_ui(|ui| {
            ui.set_max_width(380.0);
            parts::heading_ui(ui, &finding.relation.title());
            for ground in finding.grounds(&sheet.columns) {
                ui.label(ground);
            }
            ui.add_space(4.0);
            parts::faint_ui(ui, finding.relation.rule());
        });
    }

    /// Shows how many of the tags there are of each.
    pub fn counts_ui(&self, ui: &mut Ui, shown: &Shown<'_>) {
        if shown.arrangement.columns.len() < 2 {
            return;
        }
        let mut counts: BTreeMap<Relation, usize> = BTreeMap::new();
        for row in &shown.arrangement.rows {
            if let Head::Tag { row, .. } = row.head
                && let Some(row) = shown.sheet.rows.get(row)
            {
                *counts.entry(self.relation(row.tag)).or_default() += 1;
            }
        }
        counts.remove(&Relation::Empty);
        let counted = |(relation, n): (Relation, usize)| match relation {
            Relation::Silent => parts::counted(n, relation.phrase()),
            _ => format!("{n} {}", relation.phrase()),
        };
        let words: Vec<String> = counts.into_iter().map(counted).collect();
        if !words.is_empty() {
            parts::faint_ui(ui, format!("Tags: {}", words.join(" · ")));
            ui.add_space(4.0);
        }
    }
}

/// A sign that goes before the words, so that rows can be told apart at a glance.
fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Opposed => "≠",
        Relation::PartlyOpposed => "±",
        Relation::InAccord => "=",
        Relation::Unsettled => "?",
        Relation::OneSided => "‹",
        Relation::Silent => "ø",
        Relation::Empty => "",
    }
}
