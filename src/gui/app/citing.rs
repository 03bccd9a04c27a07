//! What a source is cited by: its form, and passages copied with their citation.

use eframe::egui;

use super::super::bibliography_form::BibliographyForm;
use super::super::dialogs::Dialog;
use super::{Diptych, Open};
use crate::model::SourceId;
use crate::store::bibliography;
use crate::store::citing::cite_passage;

impl Diptych {
    /// Opens the form of a source.
    pub(super) fn describe_source(&mut self, source: SourceId) {
        if let Some(known) = self.open.desk.comparison().source(source) {
            let bibliography = Box::new(known.bibliography.clone());
            let form = Box::new(BibliographyForm::new(self.settings.citation_style));
            self.over.dialog = Some(Dialog::Describe { source, bibliography, form });
        }
    }

    /// A file of bibliographic data was read for the form that is open; if it was closed meanwhile, nobody wants it.
    pub(super) fn bibliography_read(&mut self, read: Result<bibliography::Read, String>) {
        let open = self.over.dialog.as_mut().or(self.over.beneath.as_mut());
        if let Some(Dialog::Describe { bibliography, form, .. }) = open {
            form.offer(read, bibliography);
        }
    }

    /// Keeps the form of a source while a path is asked for from it.
    pub(super) fn put_under(&mut self) {
        if let Some(Dialog::Describe { .. }) = self.over.dialog {
            self.over.beneath = self.over.dialog.take();
        }
    }

    /// Shows the form of a source again once the path that was asked for from it is known, or is not to be.
    pub(super) fn take_up(&mut self, closed: &Dialog) {
        if let Dialog::Path { .. } = closed
            && self.over.dialog.is_none()
        {
            self.over.dialog = self.over.beneath.take();
        }
    }

    /// The selected words, or the selected claim's, with quotation marks and their citation.
    pub(super) fn copy_cited(&mut self, ctx: &egui::Context) {
        let Open { desk, view, .. } = &self.open;
        let (comparison, pane) = (desk.comparison(), view.pane());
        let selection = pane.selection();
        let claim = view.claim.and_then(|claim| comparison.claim(claim));
        let cited = match (pane.source, claim) {
            (Some(source), _) if !selection.is_empty() => Some((source, vec![selection])),
            (_, Some(claim)) => {
                Some((claim.source, claim.passages.iter().map(|anchor| anchor.span).collect()))
            }
            _ => None,
        };
        let style = self.settings.citation_style;
        let cited = cited.and_then(|(source, spans)| cite_passage(comparison, source, &spans, style));
        let Some(cited) = cited else { return };
        let rich = self.clipboard.put(&cited.plain, &cited.html);
        if !rich {
            ctx.copy_text(cited.plain);
        }
        let without = if rich { "" } else { "; this system took it without italics" };
        self.say(format!("Copied with its citation{without}: {}", cited.citation.to_plain()));
    }
}
