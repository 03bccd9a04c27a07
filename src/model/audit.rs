//! Whether a comparison is sound, asked of the whole of it: what [`Comparison::apply`] promises of every
//! edit, checked again before anything reaches a file. So a fault of the program is found on the day
//! it is made, not when the file is next opened.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use super::comparison::IdHashing;
use super::{Claim, ClaimId, Comparison, Edit, EditError, ObjectKind, Source, SourceId, Tag, TagId};

/// The name that a tag without one gets, so that its claims need not go with it.
const NAMELESS: &str = "(without a name)";

/// Something that should never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of object it is found in.
    pub kind: ObjectKind,
    /// The object's id.
    pub id: Uuid,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// What no edit may bring about.
    #[error(transparent)]
    Unsound(#[from] EditError),
    /// The claim is not exactly once among the passages of its source, so that lists and files would miss it.
    #[error("it is not listed exactly once among the passages of its source")]
    Listing,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} {}: {}", self.kind.word(), self.id, self.problem)
    }
}

/// As much of a comparison as is sound.
#[derive(Debug, Clone)]
pub struct SoundPart {
    /// The comparison without what is not.
    pub comparison: Comparison,
    /// What was left out, as the edits that would put it in, with the reason.
    pub left_out: Vec<(Edit, EditError)>,
    /// Tags that were mended rather than left out, as they are now, with what was wrong.
    pub mended: Vec<(Arc<Tag>, EditError)>,
}

impl Comparison {
    /// Returns everything in the comparison that is not as it must be: of a sound one, nothing.
    ///
    /// Every quotation is held against its text, every id that is referred to is looked up, every tag
    /// is followed to the top, and every claim must be listed where files and views look for it.
    #[must_use]
    pub fn audit(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut note = |kind, id: Uuid, found: Result<(), EditError>| {
            if let Err(error) = found {
                faults.push(Fault { kind, id, problem: error.into() });
            }
        };
        let mut ids = BTreeSet::new();
        for source in &self.sources {
            note(ObjectKind::Source, source.id.0, own(ids.insert(source.id)));
        }
        for (id, reader) in &self.readers {
            note(ObjectKind::Reader, id.0, own(*id == reader.id));
        }
        let looped = self.own_ancestors();
        for (id, tag) in &self.tags {
            note(ObjectKind::Tag, id.0, own(*id == tag.id).and_then(|()| self.audit_tag(tag, &looped)));
        }
        for (id, claim) in &self.claims {
            note(ObjectKind::Claim, id.0, own(*id == claim.id).and_then(|()| self.check_claim(claim)));
        }
        for (id, link) in &self.links {
            note(ObjectKind::Link, id.0, own(*id == link.id).and_then(|()| self.check_link(link)));
        }
        for (id, silence) in &self.silences {
            let found = own(*id == silence.id).and_then(|()| self.check_silence(silence));
            note(ObjectKind::Silence, id.0, found);
        }
        for (id, coverage) in &self.coverages {
            let found = own(*id == coverage.id).and_then(|()| self.check_coverage(coverage));
            note(ObjectKind::Coverage, id.0, found);
        }
        for (id, sheet) in &self.saved_sheets {
            let found = own(*id == sheet.id).and_then(|()| self.check_saved_sheet(sheet));
            note(ObjectKind::SavedSheet, id.0, found);
        }
        for (id, decision) in &self.decisions {
            let found = own(*id == decision.id).and_then(|()| self.check_decision(decision));
            note(ObjectKind::Decision, id.0, found);
        }
        for (id, round) in &self.rounds {
            note(ObjectKind::Round, id.0, own(*id == round.id).and_then(|()| self.check_round(round)));
        }
        for id in self.badly_listed() {
            faults.push(Fault { kind: ObjectKind::Claim, id: id.0, problem: Problem::Listing });
        }
        // Claims are held in no order; what is said of them must not change from run to run.
        faults.sort_by_key(|fault| (fault.kind, fault.id));
        faults
    }

    fn audit_tag(&self, tag: &Tag, looped: &BTreeSet<TagId>) -> Result<(), EditError> {
        if tag.name.trim().is_empty() {
            return Err(EditError::Nameless);
        }
        if looped.contains(&tag.id) {
            return Err(EditError::Cycle(tag.name.clone()));
        }
        match tag.parent {
            Some(parent) if !self.tags.contains_key(&parent) => {
                Err(EditError::Dangling { kind: ObjectKind::Tag, id: parent.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// Returns the tags that stand above themselves.
    fn own_ancestors(&self) -> BTreeSet<TagId> {
        let mut seen: BTreeSet<TagId> = BTreeSet::new();
        let mut looped = BTreeSet::new();
        for start in self.tags.keys() {
            let mut way: Vec<TagId> = Vec::new();
            let mut next = Some(*start);
            while let Some(id) = next.filter(|id| seen.insert(*id)) {
                way.push(id);
                next = self.tags.get(&id).and_then(|tag| tag.parent);
            }
            if let Some(at) = next.and_then(|met| way.iter().position(|id| *id == met)) {
                looped.extend(way.drain(at..));
            }
        }
        looped
    }

    /// Returns the claims that [`Comparison::claims`] does not give exactly once.
    fn badly_listed(&self) -> Vec<ClaimId> {
        let mut listed: HashSet<ClaimId, IdHashing> = HashSet::default();
        listed.reserve(self.claims.len());
        let twice = self.claims().filter(|claim| !listed.insert(claim.id)).map(|claim| claim.id);
        let mut bad: Vec<ClaimId> = twice.collect();
        if listed.len() != self.claims.len() {
            bad.extend(self.claims.keys().filter(|id| !listed.contains(id)));
        }
        bad
    }

    /// Returns as much of the comparison as is sound, with the rest told apart: for saving the good part
    /// when the audit has found a fault. Of a sound comparison nothing is left out.
    #[must_use]
    pub fn sound_part(&self) -> SoundPart {
        let mut comparison = Self::new(self.id, self.title.clone(), self.created);
        comparison.codebook_revision = self.codebook_revision;
        comparison.unknown = self.unknown.clone();
        let mut part = SoundPart { comparison, left_out: Vec::new(), mended: Vec::new() };
        let mut ids: BTreeSet<SourceId> = BTreeSet::new();
        for source in &self.sources {
            if ids.insert(source.id) {
                part.put(Edit::Source(source.id, Some(Arc::clone(source))));
            } else {
                let twin: Edit = Source::clone(source).into();
                part.left_out.push((twin, EditError::WrongId));
            }
        }
        for reader in self.readers.values() {
            part.put(Edit::Reader(reader.id, Some(Arc::clone(reader))));
        }
        part.put_tags(self);
        let mut claims: Vec<&Arc<Claim>> = self.claims.values().collect();
        claims.sort_unstable_by_key(|claim| claim.id);
        for (claim, error) in part.comparison.extend_claims(claims.into_iter().cloned()) {
            part.left_out.push((Edit::Claim(claim.id, Some(claim)), error));
        }
        for link in self.links.values() {
            part.put(Edit::Link(link.id, Some(Arc::clone(link))));
        }
        for silence in self.silences.values() {
            part.put(Edit::Silence(silence.id, Some(Arc::clone(silence))));
        }
        for coverage in self.coverages.values() {
            part.put(Edit::Coverage(coverage.id, Some(Arc::clone(coverage))));
        }
        for sheet in self.saved_sheets.values() {
            part.put(Edit::SavedSheet(sheet.id, Some(Arc::clone(sheet))));
        }
        for decision in self.decisions.values() {
            part.put(Edit::Decision(decision.id, Some(Arc::clone(decision))));
        }
        for round in self.rounds.values() {
            part.put(Edit::Round(round.id, Some(Arc::clone(round))));
        }
        for aside in self.set_aside.values() {
            part.put(Edit::SetAside(aside.id, Some(Arc::clone(aside))));
        }
        part
    }
}

impl SoundPart {
    fn put(&mut self, edit: Edit) {
        if let Err(error) = self.comparison.apply(edit.clone()) {
            self.left_out.push((edit, error));
        }
    }

    /// Puts the tags in, each after the one above it. A tag is mended rather than left out: left out, it
    /// would take its claims along.
    fn put_tags(&mut self, from: &Comparison) {
        let looped = from.own_ancestors();
        let mut tags: Vec<Arc<Tag>> = Vec::with_capacity(from.tags.len());
        for tag in from.tags.values() {
            match from.audit_tag(tag, &looped) {
                Ok(()) => tags.push(Arc::clone(tag)),
                Err(error) => {
                    let mut mended = Tag::clone(tag);
                    match error {
                        EditError::Nameless => NAMELESS.clone_into(&mut mended.name),
                        _ => mended.parent = None,
                    }
                    let dangling = mended.parent.is_some_and(|parent| !from.tags.contains_key(&parent));
                    if dangling || looped.contains(&tag.id) {
                        mended.parent = None;
                    }
                    let mended = Arc::new(mended);
                    self.mended.push((Arc::clone(&mended), error));
                    tags.push(mended);
                }
            }
        }
        // First all of them at the top, then each in its place: so no order matters.
        let at_top = |tag: &Arc<Tag>| Edit::from(Tag { parent: None, ..Tag::clone(tag) });
        tags.iter().for_each(|tag| self.put(at_top(tag)));
        for tag in tags.into_iter().filter(|tag| tag.parent.is_some()) {
            self.put(Edit::Tag(tag.id, Some(tag)));
        }
    }
}

fn own(own: bool) -> Result<(), EditError> {
    own.then_some(()).ok_or(EditError::WrongId)
}

#[cfg(test)]
impl Comparison {
    /// Puts an object in whatever it is: for tests of what happens when a fault of the program did so.
    pub(crate) fn force(&mut self, edit: Edit) {
        match edit {
            Edit::Source(id, Some(source)) => {
                self.sources.retain(|other| other.id != id);
                self.sources.push(source);
            }
            Edit::Tag(id, Some(tag)) => drop(self.tags.insert(id, tag)),
            Edit::Tag(id, None) => drop(self.tags.remove(&id)),
            Edit::Reader(id, None) => drop(self.readers.remove(&id)),
            Edit::Claim(id, Some(claim)) => drop(self.claims.insert(id, claim)),
            Edit::Link(id, Some(link)) => drop(self.links.insert(id, link)),
            Edit::Silence(id, Some(silence)) => drop(self.silences.insert(id, silence)),
            other => panic!("nobody has needed to force {other:?} yet"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchoring::describe;
    use crate::model::{
        Bibliography, ColorSlot, ComparisonId, Link, LinkId, LinkKind, Origin, Reader, ReaderId, Silence,
        SilenceId, TagOrder, TagUse, Time, Unknown, Voice,
    };
    use crate::text::{Pos, Span, Text};

    fn id<T: From<Uuid>>(n: u128) -> T {
        Uuid::from_u128(n).into()
    }

    fn tag(n: u128, parent: Option<u128>) -> Tag {
        Tag {
            id: id(n),
            name: format!("issue {n}"),
            definition: String::new(),
            definition_revision: 1,
            parent: parent.map(id),
            order: TagOrder(0),
            color: ColorSlot::ALL[0],
            key: None,
            values: None,
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        }
    }

    fn claim(text: &Text, n: u128, start: u32) -> Claim {
        Claim {
            id: id(n),
            source: id(1),
            reader: id(2),
            created: Time(0),
            modified: Time(0),
            passages: vec![describe(text, Span::between(Pos(start), Pos(start + 3)))],
            tags: vec![TagUse {
                tag: id(10),
                stance: None,
                definition_revision: 1,
                value: String::new(),
                unknown: Unknown::default(),
            }],
            voice: Voice::Own,
            summary: String::new(),
            note: String::new(),
            unknown: Unknown::default(),
        }
    }

    fn link(n: u128, from: u128, to: u128) -> Link {
        Link {
            id: id::<LinkId>(n),
            from: id(from),
            to: id(to),
            kind: LinkKind::ALL[0],
            note: String::new(),
            reader: id(2),
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        }
    }

    /// One source, one reader, three tags under one another, two claims and a link.
    fn sound() -> (Comparison, Text) {
        let text = Text::new("The armed road was never a plan.").unwrap();
        let mut comparison = Comparison::new(ComparisonId(id(99)), "Small".to_owned(), Time(0));
        let source = Source {
            id: id(1),
            order: 0,
            bibliography: Bibliography::default(),
            origin: Origin::default(),
            text: text.clone(),
            structure: Vec::new(),
            unknown: Unknown::default(),
        };
        let reader = Reader { id: ReaderId(id(2)), name: "Ana".to_owned(), unknown: Unknown::default() };
        let edits: Vec<Edit> = vec![
            source.into(),
            reader.into(),
            tag(10, None).into(),
            tag(11, Some(10)).into(),
            tag(12, Some(11)).into(),
            claim(&text, 20, 0).into(),
            claim(&text, 21, 4).into(),
            link(30, 20, 21).into(),
        ];
        comparison.apply_all(edits).unwrap();
        (comparison, text)
    }

    /// Checks that the fault is found, that the sound part is sound, and how much of it is left.
    #[track_caller]
    fn check(unsound: &Comparison, problem: &Problem, left: (usize, usize, usize)) {
        let faults = unsound.audit();
        assert!(faults.iter().any(|fault| fault.problem == *problem), "{faults:?}");
        let part = unsound.sound_part();
        assert_eq!(part.comparison.audit(), []);
        let now = &part.comparison;
        assert_eq!((now.tags().len(), now.claims().count(), now.links().len()), left, "{:?}", part.left_out);
    }

    #[test]
    fn a_sound_comparison_has_no_fault_and_is_its_own_sound_part() {
        let (comparison, _) = sound();
        assert_eq!(comparison.audit(), []);
        let part = comparison.sound_part();
        assert_eq!(part.comparison, comparison);
        assert!(part.left_out.is_empty() && part.mended.is_empty());
    }

    #[test]
    fn a_quotation_that_is_not_in_the_text_is_found() {
        let (mut comparison, text) = sound();
        let mut wrong = claim(&text, 20, 0);
        wrong.passages[0].quote = text.excerpt(Span::between(Pos(4), Pos(7)));
        comparison.force(wrong.clone().into());
        // The link to the claim goes with it.
        check(&comparison, &EditError::Misquoted { passage: 1 }.into(), (3, 1, 0));
        assert_eq!(comparison.audit()[0].to_string().matches(&wrong.id.to_string()).count(), 1);
    }

    #[test]
    fn ids_that_nothing_has_are_found() {
        let (mut comparison, _) = sound();
        comparison.force(Edit::Tag(id(10), None));
        let dangling = |kind, n: u128| EditError::Dangling { kind, id: id::<TagId>(n).to_string() };
        check(&comparison, &dangling(ObjectKind::Tag, 10).into(), (2, 0, 0));
        let (mut comparison, _) = sound();
        comparison.force(Edit::Reader(id(2), None));
        check(&comparison, &dangling(ObjectKind::Reader, 2).into(), (3, 0, 0));
        let (mut comparison, _) = sound();
        comparison.force(link(31, 20, 77).into());
        check(&comparison, &dangling(ObjectKind::Claim, 77).into(), (3, 2, 1));
        let silence = Silence {
            id: id::<SilenceId>(40),
            source: id(5),
            tag: id(10),
            note: String::new(),
            reader: id(2),
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        };
        let (mut comparison, _) = sound();
        comparison.force(silence.into());
        check(&comparison, &dangling(ObjectKind::Source, 5).into(), (3, 2, 1));
    }

    #[test]
    fn tags_in_a_circle_are_found_and_stay_with_their_claims() {
        for above in [10, 11, 12] {
            let (mut comparison, _) = sound();
            comparison.force(tag(10, Some(above)).into());
            check(&comparison, &EditError::Cycle("issue 10".to_owned()).into(), (3, 2, 1));
            // What only stands under a circle is no fault of its own.
            let looped = usize::try_from(above - 9).unwrap();
            assert_eq!(comparison.audit().len(), looped);
        }
        let (mut comparison, _) = sound();
        comparison.force(Tag { name: " ".to_owned(), ..tag(11, Some(10)) }.into());
        check(&comparison, &EditError::Nameless.into(), (3, 2, 1));
    }

    #[test]
    fn a_claim_that_no_list_shows_is_found_and_listed_again() {
        let (mut comparison, text) = sound();
        comparison.force(claim(&text, 22, 10).into());
        assert_eq!(comparison.claims().count(), 2);
        check(&comparison, &Problem::Listing, (3, 3, 1));
    }

    #[test]
    fn an_object_under_an_id_that_is_not_its_own_is_found() {
        let (mut comparison, _) = sound();
        comparison.force(Edit::Tag(id(12), Some(Arc::new(tag(13, None)))));
        check(&comparison, &EditError::WrongId.into(), (3, 2, 1));
        let (mut comparison, _) = sound();
        let source = Arc::clone(&comparison.sources()[0]);
        comparison.sources.push(source);
        check(&comparison, &EditError::WrongId.into(), (3, 2, 1));
    }
}
