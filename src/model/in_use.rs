//! What others refer to can't be taken away.

use super::edit::{EditError, dangling};
use super::{Comparison, Decision, ObjectKind, ReaderId, Round, SourceId, TagId};

impl Comparison {
    pub(super) fn check_decision(&self, decision: &Decision) -> Result<(), EditError> {
        self.check_reader(decision.reader)?;
        let Some(source) = self.source(decision.source) else {
            return Err(dangling(ObjectKind::Source, decision.source));
        };
        let (at, length) = (decision.at, source.text.len());
        if at.is_empty() || at.end() > source.text.end() {
            return Err(EditError::BadStretch { start: at.start().0, end: at.end().0, length });
        }
        Ok(())
    }

    pub(super) fn check_round(&self, round: &Round) -> Result<(), EditError> {
        self.check_reader(round.reader)?;
        if round.name.trim().is_empty() { Err(EditError::NamelessRound) } else { Ok(()) }
    }

    pub(super) fn check_source_unused(&self, id: SourceId) -> Result<(), EditError> {
        let claimed = self.passages.get(&id).is_some_and(|passages| !passages.is_empty());
        let searched = self.silences.values().any(|silence| silence.source == id);
        let covered = self.coverages.values().any(|coverage| coverage.source == id);
        let decided = self.decisions.values().any(|decision| decision.source == id);
        unused(ObjectKind::Source, claimed || searched || covered || decided)
    }

    pub(super) fn check_tag_unused(&self, id: TagId) -> Result<(), EditError> {
        let borne = self.sources.iter().any(|source| self.n_uses(id, source.id) > 0);
        let parent = self.tags.values().any(|tag| tag.parent == Some(id));
        let searched = self.silences.values().any(|silence| silence.tag == id);
        unused(ObjectKind::Tag, borne || parent || searched)
    }

    pub(super) fn check_reader_unused(&self, id: ReaderId) -> Result<(), EditError> {
        let used = self.claims.values().any(|claim| claim.reader == id)
            || self.links.values().any(|link| link.reader == id)
            || self.silences.values().any(|silence| silence.reader == id)
            || self.coverages.values().any(|coverage| coverage.reader == id)
            || self.saved_sheets.values().any(|sheet| sheet.reader == id)
            || self.decisions.values().any(|decision| decision.reader == id)
            || self.rounds.values().any(|round| round.reader == id);
        unused(ObjectKind::Reader, used)
    }
}

fn unused(kind: ObjectKind, used: bool) -> Result<(), EditError> {
    if used { Err(EditError::InUse(kind)) } else { Ok(()) }
}
