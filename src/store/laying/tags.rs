//! Which tag of a file is which of ours.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::reading::Reading;
use crate::model::{Comparison, Tag, TagId};
use crate::store::merge::derive::folded;

/// Returns the tags that readings use, with those above them. What the base has to the letter is the base's.
pub(super) fn used(
    readings: &[Reading],
    theirs: &Comparison,
    base: &Comparison,
) -> BTreeMap<TagId, Arc<Tag>> {
    let mut used = BTreeMap::new();
    let of_claims = readings.iter().flat_map(|reading| &reading.claims).flat_map(|claim| &claim.tags);
    let of_silences = readings.iter().flat_map(|reading| &reading.silences).map(|silence| silence.tag);
    for tag in of_claims.map(|used| used.tag).chain(of_silences) {
        let mut next = Some(tag);
        while let Some(tag) = next.filter(|tag| !used.contains_key(tag)) {
            let Some(known) = theirs.tag(tag) else { break };
            let ours = base.tag(tag).filter(|ours| *ours == known);
            used.insert(tag, Arc::clone(ours.unwrap_or(known)));
            next = known.parent;
        }
    }
    used
}

/// By what a tag of a file was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Id,
    Name,
    New,
}

/// The tags that are laid, by what they are known by.
pub(super) struct Codebook {
    by_path: HashMap<(Option<TagId>, String), TagId>,
    by_name: HashMap<String, Vec<TagId>>,
}

impl Codebook {
    /// Returns the codebook of the base.
    pub(super) fn of(base: &Comparison) -> Self {
        let mut codebook = Self { by_path: HashMap::new(), by_name: HashMap::new() };
        // In the order of the codebook, so that of two with one name the first is taken.
        for (_, tag) in base.codebook() {
            codebook.put(tag);
        }
        codebook
    }

    fn put(&mut self, tag: &Tag) {
        let name = folded(&tag.name);
        self.by_path.entry((tag.parent, name.clone())).or_insert(tag.id);
        self.by_name.entry(name).or_default().push(tag.id);
    }

    /// Returns the tag that `tag` of a file is, after having put it into `comparison` if it is new.
    pub(super) fn find(
        &mut self,
        comparison: &mut Comparison,
        theirs: &BTreeMap<TagId, Arc<Tag>>,
        tag: TagId,
    ) -> Option<(TagId, How)> {
        // From the tag up to the first that is known by its id, and down again.
        let mut path: Vec<&Arc<Tag>> = Vec::new();
        let mut next = Some(tag);
        let mut found = None;
        while let Some(id) = next {
            if comparison.tag(id).is_some() {
                found = Some((id, How::Id));
                break;
            }
            let known = theirs.get(&id)?;
            if path.len() > theirs.len() {
                return None;
            }
            path.push(known);
            next = known.parent;
        }
        while let Some(tag) = path.pop() {
            let parent = found.map(|(parent, _)| parent);
            found = match self.by_name(comparison, tag, parent) {
                Some(ours) => Some((ours, How::Name)),
                None => Some((self.add(comparison, tag, parent)?, How::New)),
            };
        }
        found
    }

    /// Finds a tag of this name under the same tag, or the only one of this name where one of the two stands at the top
    /// level: readers who make a tag for themselves seldom put it where the codebook has it.
    fn by_name(&self, comparison: &Comparison, tag: &Tag, parent: Option<TagId>) -> Option<TagId> {
        let name = folded(&tag.name);
        if let Some(ours) = self.by_path.get(&(parent, name.clone())) {
            return Some(*ours);
        }
        let [only] = self.by_name.get(&name)?.as_slice() else { return None };
        let at_top = parent.is_none() || comparison.tag(*only)?.parent.is_none();
        at_top.then_some(*only)
    }

    fn add(&mut self, comparison: &mut Comparison, tag: &Tag, parent: Option<TagId>) -> Option<TagId> {
        let key = tag.key.filter(|key| !comparison.tags().any(|other| other.key == Some(*key)));
        let tag = Tag { parent, key, ..tag.clone() };
        self.put(&tag);
        let id = tag.id;
        comparison.apply(tag.into()).ok()?;
        Some(id)
    }
}
