//! Saying of a stretch of a source that it was read, or left out on purpose.

use super::Diptych;
use crate::desk::Command;
use crate::model::CoverageState;
use crate::text::Span;

impl Diptych {
    /// Marks the selection of the active pane; without one, the caret's paragraph, and of what was read all before it.
    pub(super) fn mark_coverage(&mut self, state: Option<CoverageState>) {
        let pane = self.open.view.pane();
        let source = pane.source.and_then(|id| self.open.desk.comparison().source(id));
        let Some(source) = source else {
            return;
        };
        let selected = pane.selection();
        let paragraphs = source.text.paragraphs();
        let span = if !selected.is_empty() {
            selected
        } else if let Some(paragraph) = paragraphs.get(paragraphs.index_at(pane.caret)) {
            let whole = Span::between(source.text.span().start(), paragraph.span.end());
            if state == Some(CoverageState::Read) { whole } else { paragraph.span }
        } else {
            self.say("There is nothing in this source to be marked.".to_owned());
            return;
        };
        self.run(Command::MarkCoverage { source: source.id, span, state });
    }
}
