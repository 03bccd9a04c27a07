//! The document: everything that is opened, saved and sent. Readable, not writable: see [`Edit`](super::Edit).

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::{
    Claim, ClaimId, ComparisonId, Coverage, CoverageId, Decision, DecisionId, Link, LinkId, PassageIndex,
    Reader, ReaderId, Round, RoundId, SavedSheet, SetAside, SetAsideId, SheetId, Silence, SilenceId, Source,
    SourceId, Tag, TagId, Time, Unknown,
};

/// Which state of a comparison something was computed from. Every change makes a new one, undo included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Revision(pub u64);

/// Sources, codebook, readers, claims, links, silences, how far each source was read, kept sheets, what was settled and
/// rounds of reading.
///
/// Invariants, kept by [`Comparison::apply`](Comparison::apply): every quotation equals its source's text at its
/// position; every id that is referred to exists; no tag is its own ancestor. Cloning shares all objects.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub(super) id: ComparisonId,
    pub(super) title: String,
    pub(super) created: Time,
    pub(super) codebook_revision: u32,
    /// Sorted by order, then id.
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) tags: BTreeMap<TagId, Arc<Tag>>,
    pub(super) readers: BTreeMap<ReaderId, Arc<Reader>>,
    pub(super) claims: HashMap<ClaimId, Arc<Claim>, IdHashing>,
    pub(super) links: BTreeMap<LinkId, Arc<Link>>,
    pub(super) silences: BTreeMap<SilenceId, Arc<Silence>>,
    pub(super) coverages: BTreeMap<CoverageId, Arc<Coverage>>,
    pub(super) saved_sheets: BTreeMap<SheetId, Arc<SavedSheet>>,
    pub(super) decisions: BTreeMap<DecisionId, Arc<Decision>>,
    pub(super) rounds: BTreeMap<RoundId, Arc<Round>>,
    pub(super) set_aside: BTreeMap<SetAsideId, Arc<SetAside>>,
    pub(super) unknown: Unknown,
    pub(super) revision: Revision,
    // What follows from the above, kept in step with it by `apply`.
    pub(super) passages: BTreeMap<SourceId, PassageIndex>,
    pub(super) uses: HashMap<(TagId, SourceId), u32, IdHashing>,
    pub(super) n_claims_in: BTreeMap<SourceId, usize>,
    pub(super) links_of: HashMap<ClaimId, Vec<LinkId>, IdHashing>,
}

impl Comparison {
    /// Returns a comparison of nothing yet.
    #[must_use]
    pub fn new(id: ComparisonId, title: String, created: Time) -> Self {
        Self {
            id,
            title,
            created,
            codebook_revision: 1,
            sources: Vec::new(),
            tags: BTreeMap::new(),
            readers: BTreeMap::new(),
            claims: HashMap::default(),
            links: BTreeMap::new(),
            silences: BTreeMap::new(),
            coverages: BTreeMap::new(),
            saved_sheets: BTreeMap::new(),
            decisions: BTreeMap::new(),
            rounds: BTreeMap::new(),
            set_aside: BTreeMap::new(),
            unknown: Unknown::default(),
            revision: Revision::default(),
            passages: BTreeMap::new(),
            uses: HashMap::default(),
            n_claims_in: BTreeMap::new(),
            links_of: HashMap::default(),
        }
    }

    /// Returns the comparison with the fields of its own that a newer version wrote.
    #[must_use]
    pub fn with_unknown(mut self, unknown: Unknown) -> Self {
        self.unknown = unknown;
        self
    }

    /// Returns its identity.
    #[must_use]
    pub fn id(&self) -> ComparisonId {
        self.id
    }

    /// Returns its title; may be empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns when it was made.
    #[must_use]
    pub fn created(&self) -> Time {
        self.created
    }

    /// Returns which state this is.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Returns how often the codebook has changed, from 1 on.
    #[must_use]
    pub fn codebook_revision(&self) -> u32 {
        self.codebook_revision
    }

    /// Returns fields of the document itself that a newer version wrote.
    #[must_use]
    pub fn unknown(&self) -> &Unknown {
        &self.unknown
    }

    /// Returns the sources in their order.
    #[must_use]
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources
    }

    /// Returns the source of this id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Returns the tags, by id. For the order readers see, use [`Comparison::codebook`].
    #[must_use]
    pub fn tags(&self) -> impl ExactSizeIterator<Item = &Arc<Tag>> {
        self.tags.values()
    }

    /// Returns the tag of this id.
    #[must_use]
    pub fn tag(&self, id: TagId) -> Option<&Arc<Tag>> {
        self.tags.get(&id)
    }

    /// Returns the tags right under `parent` (or the topmost) in their order.
    #[must_use]
    pub fn children(&self, parent: Option<TagId>) -> Vec<&Arc<Tag>> {
        let under = self.tags.values().filter(|tag| tag.parent == parent);
        let mut children: Vec<_> = under.collect();
        children.sort_by(|a, b| (a.order, &a.name, a.id).cmp(&(b.order, &b.name, b.id)));
        children
    }

    /// Returns all tags as readers see them: each followed by those under it, with its depth (0 is topmost).
    #[must_use]
    pub fn codebook(&self) -> Vec<(usize, &Arc<Tag>)> {
        let mut by_parent: HashMap<Option<TagId>, Vec<&Arc<Tag>>> = HashMap::new();
        for tag in self.tags.values() {
            by_parent.entry(tag.parent).or_default().push(tag);
        }
        for children in by_parent.values_mut() {
            // Last first, because the walk below takes from the end.
            children.sort_by(|a, b| (b.order, &b.name, b.id).cmp(&(a.order, &a.name, a.id)));
        }
        let mut listed = Vec::with_capacity(self.tags.len());
        let mut open: Vec<_> =
            by_parent.remove(&None).unwrap_or_default().into_iter().map(|tag| (0, tag)).collect();
        while let Some((depth, tag)) = open.pop() {
            listed.push((depth, tag));
            let under = by_parent.remove(&Some(tag.id)).unwrap_or_default();
            open.extend(under.into_iter().map(|child| (depth + 1, child)));
        }
        listed
    }

    /// Returns the tag's name with those above it ("the Party / role of the CP").
    #[must_use]
    pub fn tag_path(&self, id: TagId) -> String {
        let mut names = Vec::new();
        let mut next = self.tags.get(&id);
        while let Some(tag) = next {
            names.push(tag.name.as_str());
            next = tag.parent.and_then(|parent| self.tags.get(&parent));
        }
        names.reverse();
        names.join(" / ")
    }

    /// Returns whether `tag` is `ancestor` or stands somewhere under it.
    #[must_use]
    pub fn is_within(&self, tag: TagId, ancestor: TagId) -> bool {
        let mut next = Some(tag);
        while let Some(id) = next {
            if id == ancestor {
                return true;
            }
            next = self.tags.get(&id).and_then(|tag| tag.parent);
        }
        false
    }

    /// Returns the readers, by id.
    #[must_use]
    pub fn readers(&self) -> impl ExactSizeIterator<Item = &Arc<Reader>> {
        self.readers.values()
    }

    /// Returns the reader of this id.
    #[must_use]
    pub fn reader(&self, id: ReaderId) -> Option<&Arc<Reader>> {
        self.readers.get(&id)
    }

    /// Returns how many claims there are.
    #[must_use]
    pub fn n_claims(&self) -> usize {
        self.claims.len()
    }

    /// Returns how many claims of `source` there are.
    #[must_use]
    pub fn n_claims_in(&self, source: SourceId) -> usize {
        self.n_claims_in.get(&source).copied().unwrap_or(0)
    }

    /// Returns the claim of this id.
    #[must_use]
    pub fn claim(&self, id: ClaimId) -> Option<&Arc<Claim>> {
        self.claims.get(&id)
    }

    /// Returns the claims by source, then position, then id.
    pub fn claims(&self) -> impl Iterator<Item = &Arc<Claim>> {
        self.sources.iter().flat_map(|source| self.claims_in(source.id))
    }

    /// Returns the claims of one source by position, then id.
    pub fn claims_in(&self, source: SourceId) -> impl Iterator<Item = &Arc<Claim>> {
        let passages = self.passages.get(&source).into_iter().flat_map(PassageIndex::iter);
        passages.filter_map(|passage| {
            let claim = self.claims.get(&passage.claim)?;
            let first = claim.passages.first()?;
            (first.span == passage.span).then_some(claim)
        })
    }

    /// Returns the passages of a source by place, if it has ever had any.
    #[must_use]
    pub fn passages(&self, source: SourceId) -> Option<&PassageIndex> {
        self.passages.get(&source)
    }

    /// Returns how many claims of `source` bear `tag`.
    #[must_use]
    pub fn n_uses(&self, tag: TagId, source: SourceId) -> u32 {
        self.uses.get(&(tag, source)).copied().unwrap_or(0)
    }

    /// Returns the links, by id.
    #[must_use]
    pub fn links(&self) -> impl ExactSizeIterator<Item = &Arc<Link>> {
        self.links.values()
    }

    /// Returns the link of this id.
    #[must_use]
    pub fn link(&self, id: LinkId) -> Option<&Arc<Link>> {
        self.links.get(&id)
    }

    /// Returns the links that begin or end at `claim`.
    pub fn links_of(&self, claim: ClaimId) -> impl Iterator<Item = &Arc<Link>> {
        let ids = self.links_of.get(&claim).into_iter().flatten();
        ids.filter_map(|id| self.links.get(id))
    }

    /// Returns the noted silences, by id.
    #[must_use]
    pub fn silences(&self) -> impl ExactSizeIterator<Item = &Arc<Silence>> {
        self.silences.values()
    }

    /// Returns the silence of this id.
    #[must_use]
    pub fn silence(&self, id: SilenceId) -> Option<&Arc<Silence>> {
        self.silences.get(&id)
    }

    /// Returns the notes on how far the sources were read, by id.
    #[must_use]
    pub fn coverages(&self) -> impl ExactSizeIterator<Item = &Arc<Coverage>> {
        self.coverages.values()
    }

    /// Returns the note of this id on how far a source was read.
    #[must_use]
    pub fn coverage(&self, id: CoverageId) -> Option<&Arc<Coverage>> {
        self.coverages.get(&id)
    }

    /// Returns the kept settings of sheets, by id.
    #[must_use]
    pub fn saved_sheets(&self) -> impl ExactSizeIterator<Item = &Arc<SavedSheet>> {
        self.saved_sheets.values()
    }

    /// Returns the kept settings of this id.
    #[must_use]
    pub fn saved_sheet(&self, id: SheetId) -> Option<&Arc<SavedSheet>> {
        self.saved_sheets.get(&id)
    }

    /// Returns what was settled or noted where readers differ, by id.
    #[must_use]
    pub fn decisions(&self) -> impl ExactSizeIterator<Item = &Arc<Decision>> {
        self.decisions.values()
    }

    /// Returns the decision of this id.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> Option<&Arc<Decision>> {
        self.decisions.get(&id)
    }

    /// Returns the rounds of reading, by id, which is the order they were begun in.
    #[must_use]
    pub fn rounds(&self) -> impl ExactSizeIterator<Item = &Arc<Round>> {
        self.rounds.values()
    }

    /// Returns the round of this id.
    #[must_use]
    pub fn round(&self, id: RoundId) -> Option<&Arc<Round>> {
        self.rounds.get(&id)
    }

    /// Returns the objects that were set aside as damaged when the file was opened.
    #[must_use]
    pub fn set_aside(&self) -> impl ExactSizeIterator<Item = &Arc<SetAside>> {
        self.set_aside.values()
    }
}

impl PartialEq for Comparison {
    /// Whether the two say the same; revisions do not count.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.title == other.title
            && self.created == other.created
            && self.codebook_revision == other.codebook_revision
            && self.sources == other.sources
            && self.tags == other.tags
            && self.readers == other.readers
            && self.claims == other.claims
            && self.links == other.links
            && self.silences == other.silences
            && self.coverages == other.coverages
            && self.saved_sheets == other.saved_sheets
            && self.decisions == other.decisions
            && self.rounds == other.rounds
            && self.set_aside == other.set_aside
            && self.unknown == other.unknown
    }
}

/// Hashing of UUIDs, which are random enough by themselves: the words are folded together and spread once.
pub(super) type IdHashing = BuildHasherDefault<IdHasher>;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        // Tables look at the low bits, which multiplying leaves weak: counted ids must not collide either.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, _length_prefix: usize) {}
}
