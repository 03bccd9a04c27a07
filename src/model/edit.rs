//! The closed list of changes, and the only door through which any of them is made.

use std::sync::Arc;

use thiserror::Error;

use super::{
    Claim, ClaimId, Comparison, Coverage, CoverageId, Decision, DecisionId, Link, LinkId, ObjectKind,
    PassageAt, Reader, ReaderId, Revision, Round, RoundId, SavedSheet, SetAside, SetAsideId, SheetId,
    Silence, SilenceId, Source, SourceId, Tag, TagId,
};
use crate::text::Span;

/// One change: an object is put in place of what had its id (or of nothing), or taken away.
///
/// So the inverse of an edit is an edit of the same kind, and a list of edits is all that undo,
/// redo, a journal or a merge needs to carry.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the object that it puts or takes away")]
pub enum Edit {
    Title(String),
    CodebookRevision(u32),
    Source(SourceId, Option<Arc<Source>>),
    Tag(TagId, Option<Arc<Tag>>),
    Reader(ReaderId, Option<Arc<Reader>>),
    Claim(ClaimId, Option<Arc<Claim>>),
    Link(LinkId, Option<Arc<Link>>),
    Silence(SilenceId, Option<Arc<Silence>>),
    Coverage(CoverageId, Option<Arc<Coverage>>),
    SavedSheet(SheetId, Option<Arc<SavedSheet>>),
    Decision(DecisionId, Option<Arc<Decision>>),
    Round(RoundId, Option<Arc<Round>>),
    SetAside(SetAsideId, Option<Arc<SetAside>>),
}

impl Edit {
    /// Returns the id of the object that it is about; nil for what is the comparison's own.
    #[must_use]
    pub fn target(&self) -> uuid::Uuid {
        match self {
            Self::Title(_) | Self::CodebookRevision(_) => uuid::Uuid::nil(),
            Self::Source(id, _) => id.0,
            Self::Tag(id, _) => id.0,
            Self::Reader(id, _) => id.0,
            Self::Claim(id, _) => id.0,
            Self::Link(id, _) => id.0,
            Self::Silence(id, _) => id.0,
            Self::Coverage(id, _) => id.0,
            Self::SavedSheet(id, _) => id.0,
            Self::Decision(id, _) => id.0,
            Self::Round(id, _) => id.0,
            Self::SetAside(id, _) => id.0,
        }
    }
}

macro_rules! edits {
    ($($Object:ident)*) => {$(
        impl From<$Object> for Edit {
            fn from(object: $Object) -> Self {
                Self::$Object(object.id, Some(Arc::new(object)))
            }
        }
    )*};
}

edits!(Source Tag Reader Claim Link Silence Coverage SavedSheet Decision Round SetAside);

/// Why an edit cannot be made: it would make the comparison unsound.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// It names an object that does not exist.
    #[error("it refers to a {} that is not in the comparison ({id})", .kind.word())]
    Dangling {
        /// What kind of object is missing.
        kind: ObjectKind,
        /// Its id.
        id: String,
    },
    /// It would take away what others still refer to.
    #[error("the {} is still in use", .0.word())]
    InUse(ObjectKind),
    /// The object's own id is not the one it is put under.
    #[error("the object is put under an id that is not its own")]
    WrongId,
    /// A claim without a passage.
    #[error("the claim has no passage")]
    NoPassage,
    /// A passage without a word in it.
    #[error("passage {passage} is empty")]
    EmptyPassage {
        /// Which passage, from 1.
        passage: usize,
    },
    /// A position past the end of the text.
    #[error("passage {passage} ends at {end}, but the text has only {length} characters")]
    PastEnd {
        /// Which passage, from 1.
        passage: usize,
        /// Where it ends.
        end: u32,
        /// The text's length in code points.
        length: u32,
    },
    /// A quotation that is not what stands at its position.
    #[error("the quotation of passage {passage} is not what the text says at its position")]
    Misquoted {
        /// Which passage, from 1.
        passage: usize,
    },
    /// Passages out of order or overlapping within one claim.
    #[error("passage {passage} does not come after the one before it")]
    PassageOrder {
        /// Which passage, from 1.
        passage: usize,
    },
    /// One tag twice on one claim.
    #[error("the claim bears the same tag twice")]
    TagTwice,
    /// A tag without a name.
    #[error("the tag has no name")]
    Nameless,
    /// A stretch of a source that is empty or reaches past the end of the text.
    #[error("the stretch {start}..{end} is not one of the text, which has {length} characters")]
    BadStretch {
        /// Where it begins, in code points.
        start: u32,
        /// Where it ends, exclusive.
        end: u32,
        /// The text's length in code points.
        length: u32,
    },
    /// A kept sheet without a name.
    #[error("the sheet has no name")]
    NamelessSheet,
    /// A round without a name.
    #[error("the round has no name")]
    NamelessRound,
    /// A tag that would be its own ancestor.
    #[error("the tag “{0}” would be its own ancestor")]
    Cycle(String),
    /// A link from a claim to itself.
    #[error("the link joins a claim to itself")]
    SelfLink,
    /// A text under which claims would no longer say what they quote.
    #[error("the new text does not bear out the claims made on the old one")]
    TextInUse,
}

pub(super) fn dangling(kind: ObjectKind, id: impl std::fmt::Display) -> EditError {
    EditError::Dangling { kind, id: format!("{id}") }
}

impl Comparison {
    /// Makes one change and returns the edit that takes it back.
    ///
    /// # Errors
    /// When the comparison would no longer be sound; then nothing has changed.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        self.check(&edit)?;
        self.revision = Revision(self.revision.0 + 1);
        Ok(match edit {
            Edit::Title(title) => Edit::Title(std::mem::replace(&mut self.title, title)),
            Edit::CodebookRevision(n) => {
                Edit::CodebookRevision(std::mem::replace(&mut self.codebook_revision, n))
            }
            Edit::Source(id, to) => Edit::Source(id, self.put_source(id, to)),
            Edit::Tag(id, to) => Edit::Tag(id, put(&mut self.tags, id, to)),
            Edit::Reader(id, to) => Edit::Reader(id, put(&mut self.readers, id, to)),
            Edit::Claim(id, to) => Edit::Claim(id, self.put_claim(id, to)),
            Edit::Link(id, to) => Edit::Link(id, self.put_link(id, to)),
            Edit::Silence(id, to) => Edit::Silence(id, put(&mut self.silences, id, to)),
            Edit::Coverage(id, to) => Edit::Coverage(id, put(&mut self.coverages, id, to)),
            Edit::SavedSheet(id, to) => Edit::SavedSheet(id, put(&mut self.saved_sheets, id, to)),
            Edit::Decision(id, to) => Edit::Decision(id, put(&mut self.decisions, id, to)),
            Edit::Round(id, to) => Edit::Round(id, put(&mut self.rounds, id, to)),
            Edit::SetAside(id, to) => Edit::SetAside(id, put(&mut self.set_aside, id, to)),
        })
    }

    /// Makes all of `edits` in order, or none, and returns the edits that take them back, in the order to apply them.
    ///
    /// # Errors
    /// The first edit's that cannot be made; then nothing has changed.
    pub fn apply_all(&mut self, edits: Vec<Edit>) -> Result<Vec<Edit>, EditError> {
        let mut inverse = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply(edit) {
                Ok(back) => inverse.push(back),
                Err(error) => {
                    for back in inverse.into_iter().rev() {
                        let undone = self.apply(back);
                        debug_assert!(undone.is_ok(), "an inverse always applies: {undone:?}");
                    }
                    return Err(error);
                }
            }
        }
        inverse.reverse();
        Ok(inverse)
    }

    /// Adds many claims at once, as opening a file does, and returns those that are not sound, with the reason.
    pub fn extend_claims<C: Into<Arc<Claim>>>(
        &mut self,
        claims: impl IntoIterator<Item = C>,
    ) -> Vec<(Arc<Claim>, EditError)> {
        let mut refused = Vec::new();
        let mut places: std::collections::BTreeMap<SourceId, Vec<PassageAt>> =
            self.passages.iter().map(|(source, index)| (*source, index.iter().collect())).collect();
        let claims = claims.into_iter();
        self.claims.reserve(claims.size_hint().0);
        for claim in claims {
            let claim: Arc<Claim> = claim.into();
            if let Err(error) = self.check_claim(&claim) {
                refused.push((claim, error));
                continue;
            }
            if let Some(old) = self.claims.get(&claim.id).cloned() {
                // The caller keeps ids apart; if one comes twice after all, the later stands.
                let of_old = |passage: &PassageAt| passage.claim == old.id;
                places.entry(old.source).or_default().retain(|passage| !of_old(passage));
                self.count_uses(&old, false);
            }
            let of_source = places.entry(claim.source).or_default();
            of_source.extend(places_of(&claim));
            self.count_uses(&claim, true);
            self.claims.insert(claim.id, claim);
        }
        let indexed = places.into_iter().map(|(source, places)| (source, super::PassageIndex::of(places)));
        self.passages = indexed.collect();
        self.revision = Revision(self.revision.0 + 1);
        refused
    }

    fn check(&self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Title(_) | Edit::CodebookRevision(_) => Ok(()),
            Edit::Source(id, Some(source)) => {
                own_id(*id == source.id)?;
                self.check_new_text(source)
            }
            Edit::Source(id, None) => self.check_source_unused(*id),
            Edit::Tag(id, Some(tag)) => {
                own_id(*id == tag.id)?;
                self.check_tag(tag)
            }
            Edit::Tag(id, None) => self.check_tag_unused(*id),
            Edit::Reader(id, Some(reader)) => own_id(*id == reader.id),
            Edit::Reader(id, None) => self.check_reader_unused(*id),
            Edit::Claim(id, Some(claim)) => {
                own_id(*id == claim.id)?;
                self.check_claim(claim)
            }
            Edit::Claim(id, None) => match self.links_of.get(id) {
                Some(links) if !links.is_empty() => Err(EditError::InUse(ObjectKind::Claim)),
                _ => Ok(()),
            },
            Edit::Link(id, Some(link)) => {
                own_id(*id == link.id)?;
                self.check_link(link)
            }
            Edit::Silence(id, Some(silence)) => {
                own_id(*id == silence.id)?;
                self.check_silence(silence)
            }
            Edit::Coverage(id, Some(coverage)) => {
                own_id(*id == coverage.id)?;
                self.check_coverage(coverage)
            }
            Edit::SavedSheet(id, Some(sheet)) => {
                own_id(*id == sheet.id)?;
                self.check_saved_sheet(sheet)
            }
            Edit::Decision(id, Some(decision)) => {
                own_id(*id == decision.id)?;
                self.check_decision(decision)
            }
            Edit::Round(id, Some(round)) => {
                own_id(*id == round.id)?;
                self.check_round(round)
            }
            Edit::SetAside(id, Some(object)) => own_id(*id == object.id),
            Edit::Link(_, None)
            | Edit::Silence(_, None)
            | Edit::Coverage(_, None)
            | Edit::SavedSheet(_, None)
            | Edit::Decision(_, None)
            | Edit::Round(_, None)
            | Edit::SetAside(_, None) => Ok(()),
        }
    }

    pub(super) fn check_claim(&self, claim: &Claim) -> Result<(), EditError> {
        let Some(source) = self.source(claim.source) else {
            return Err(dangling(ObjectKind::Source, claim.source));
        };
        self.check_reader(claim.reader)?;
        if claim.passages.is_empty() {
            return Err(EditError::NoPassage);
        }
        let mut last_end = None;
        for (passage, anchor) in (1..).zip(&claim.passages) {
            let (start, end) = (anchor.span.start(), anchor.span.end());
            if anchor.span.is_empty() {
                return Err(EditError::EmptyPassage { passage });
            }
            if end > source.text.end() {
                let length = source.text.len();
                return Err(EditError::PastEnd { passage, end: end.0, length });
            }
            if !source.text.says(anchor.span, &anchor.quote) {
                return Err(EditError::Misquoted { passage });
            }
            if last_end.is_some_and(|last_end| start < last_end) {
                return Err(EditError::PassageOrder { passage });
            }
            last_end = Some(end);
        }
        for (index, used) in claim.tags.iter().enumerate() {
            if !self.tags.contains_key(&used.tag) {
                return Err(dangling(ObjectKind::Tag, used.tag));
            }
            if claim.tags.iter().take(index).any(|earlier| earlier.tag == used.tag) {
                return Err(EditError::TagTwice);
            }
        }
        Ok(())
    }

    pub(super) fn check_reader(&self, reader: ReaderId) -> Result<(), EditError> {
        let known = self.readers.contains_key(&reader);
        known.then_some(()).ok_or_else(|| dangling(ObjectKind::Reader, reader))
    }

    fn check_tag(&self, tag: &Tag) -> Result<(), EditError> {
        if tag.name.trim().is_empty() {
            return Err(EditError::Nameless);
        }
        match tag.parent {
            None => Ok(()),
            Some(parent) if parent == tag.id || self.is_within(parent, tag.id) => {
                Err(EditError::Cycle(tag.name.clone()))
            }
            Some(parent) if !self.tags.contains_key(&parent) => Err(dangling(ObjectKind::Tag, parent)),
            Some(_) => Ok(()),
        }
    }

    pub(super) fn check_link(&self, link: &Link) -> Result<(), EditError> {
        self.check_reader(link.reader)?;
        if link.from == link.to {
            return Err(EditError::SelfLink);
        }
        for end in [link.from, link.to] {
            if !self.claims.contains_key(&end) {
                return Err(dangling(ObjectKind::Claim, end));
            }
        }
        Ok(())
    }

    pub(super) fn check_silence(&self, silence: &Silence) -> Result<(), EditError> {
        self.check_reader(silence.reader)?;
        if self.source(silence.source).is_none() {
            return Err(dangling(ObjectKind::Source, silence.source));
        }
        if !self.tags.contains_key(&silence.tag) {
            return Err(dangling(ObjectKind::Tag, silence.tag));
        }
        Ok(())
    }

    pub(super) fn check_coverage(&self, coverage: &Coverage) -> Result<(), EditError> {
        self.check_reader(coverage.reader)?;
        let Some(source) = self.source(coverage.source) else {
            return Err(dangling(ObjectKind::Source, coverage.source));
        };
        let (end, length) = (coverage.span.end(), source.text.len());
        if coverage.span.is_empty() || end > source.text.end() {
            return Err(EditError::BadStretch { start: coverage.span.start().0, end: end.0, length });
        }
        Ok(())
    }

    pub(super) fn check_saved_sheet(&self, sheet: &SavedSheet) -> Result<(), EditError> {
        self.check_reader(sheet.reader)?;
        if sheet.name.trim().is_empty() { Err(EditError::NamelessSheet) } else { Ok(()) }
    }

    fn check_new_text(&self, source: &Source) -> Result<(), EditError> {
        let same = self.source(source.id).is_none_or(|old| old.text == source.text);
        let borne_out = |claim: &Arc<Claim>| {
            let mut anchors = claim.passages.iter();
            anchors.all(|anchor| source.text.says(anchor.span, &anchor.quote))
        };
        let coverages = self.coverages.values().filter(|of| of.source == source.id).map(|of| of.span);
        let decisions = self.decisions.values().filter(|of| of.source == source.id).map(|of| of.at);
        let mut stretches = coverages.chain(decisions);
        let fit = |stretch: Span| stretch.end() <= source.text.end();
        let sound = same || self.claims_in(source.id).all(borne_out) && stretches.all(fit);
        if sound { Ok(()) } else { Err(EditError::TextInUse) }
    }

    fn put_source(&mut self, id: SourceId, to: Option<Arc<Source>>) -> Option<Arc<Source>> {
        let at = self.sources.iter().position(|source| source.id == id);
        let old = at.map(|at| self.sources.remove(at));
        if let Some(source) = to {
            let place =
                self.sources.partition_point(|other| (other.order, other.id) < (source.order, source.id));
            self.sources.insert(place, source);
        }
        old
    }

    fn put_claim(&mut self, id: ClaimId, to: Option<Arc<Claim>>) -> Option<Arc<Claim>> {
        let old = self.claims.get(&id).cloned();
        if let Some(old) = &old {
            let index = self.passages.entry(old.source).or_default();
            places_of(old).for_each(|passage| index.remove(passage));
            self.count_uses(old, false);
        }
        match to {
            Some(claim) => {
                let index = self.passages.entry(claim.source).or_default();
                places_of(&claim).for_each(|passage| index.insert(passage));
                self.count_uses(&claim, true);
                self.claims.insert(id, claim);
            }
            None => {
                self.claims.remove(&id);
            }
        }
        old
    }

    fn count_uses(&mut self, claim: &Claim, added: bool) {
        let n = self.n_claims_in.entry(claim.source).or_default();
        *n = if added { *n + 1 } else { n.saturating_sub(1) };
        for used in &claim.tags {
            let n = self.uses.entry((used.tag, claim.source)).or_default();
            *n = if added { *n + 1 } else { n.saturating_sub(1) };
        }
    }

    fn put_link(&mut self, id: LinkId, to: Option<Arc<Link>>) -> Option<Arc<Link>> {
        if let Some(old) = self.links.get(&id) {
            for end in [old.from, old.to] {
                if let Some(links) = self.links_of.get_mut(&end) {
                    links.retain(|link| *link != id);
                }
            }
        }
        if let Some(link) = &to {
            for end in [link.from, link.to] {
                let links = self.links_of.entry(end).or_default();
                links.push(id);
                links.sort_unstable();
            }
        }
        put(&mut self.links, id, to)
    }
}

fn places_of(claim: &Claim) -> impl Iterator<Item = PassageAt> + '_ {
    claim.passages.iter().map(|anchor| PassageAt { span: anchor.span, claim: claim.id })
}

fn put<K: Ord, V>(map: &mut std::collections::BTreeMap<K, V>, key: K, to: Option<V>) -> Option<V> {
    match to {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    }
}

fn own_id(own: bool) -> Result<(), EditError> {
    own.then_some(()).ok_or(EditError::WrongId)
}
