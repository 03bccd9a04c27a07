//! All readings, laid over the base.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::reading::Reading;
use super::tags::{Codebook, How};
use super::{Choice, CopyOf, Laid, LaidReader, Layers, Laying, OtherDefinition, TagMatch};
use crate::model::{Claim, ClaimId, Comparison, Edit, Link, ReaderId, TagId, TagUse};
use crate::store::convert::derived_id;

/// One copy of a reading that counts, and who it counts for.
struct Counts<'a> {
    person: ReaderId,
    copy: &'a CopyOf,
    /// The file it is taken from; none: the base.
    from: Option<usize>,
}

impl Counts<'_> {
    /// Returns whether the objects have to be put into the base: they are not there already, or for somebody else.
    fn is_brought(&self) -> bool {
        self.from.is_some() || self.person != self.copy.reading.reader.id
    }
}

struct Build<'a> {
    layers: &'a Layers,
    comparison: Comparison,
    codebook: Codebook,
    /// For each file, what its tags are.
    tags: Vec<HashMap<TagId, TagId>>,
    laid: Laid,
    /// Claims whose ids others have already, by the reader whose claim it is.
    renamed: HashMap<(ReaderId, ClaimId), ClaimId>,
}

pub(super) fn finish(layers: &Layers) -> Laid {
    let mut build = Build {
        layers,
        comparison: layers.base.clone(),
        codebook: Codebook::of(&layers.base),
        tags: vec![HashMap::new(); layers.files.len()],
        laid: Laid {
            comparison: layers.base.clone(),
            readers: Vec::new(),
            files: layers.files.iter().map(|file| file.report.clone()).collect(),
            placements: BTreeMap::new(),
            perhaps_one: Vec::new(),
        },
        renamed: HashMap::new(),
    };
    let counting = build.counting();
    let stashed = build.take_out(&counting);
    build.put_readers(&counting);
    build.match_tags();
    build.put_claims(&counting);
    build.put_others(&counting);
    build.put_back(stashed);
    build.tell_readers(&counting);
    build.end()
}

impl<'a> Build<'a> {
    /// Chooses which copy of each reading counts: the one that somebody chose, or else the one with the latest change;
    /// of equals the base, then the larger, then the file that was added last.
    fn counting(&self) -> Vec<Counts<'a>> {
        let layers = self.layers;
        let mut counting = Vec::with_capacity(layers.copies.len());
        for (reader, copies) in &layers.copies {
            let wanted = match layers.chosen.get(reader) {
                Some(Choice::Base) => Some(None),
                Some(Choice::File(file)) => Some(Some(*file)),
                None => None,
            };
            let preferred = wanted.and_then(|wanted| copies.iter().find(|copy| copy.from.contains(&wanted)));
            let rank = |copy: &&CopyOf| {
                let last = copy.from.iter().flatten().max().copied();
                (copy.reading.last_change, copy.from.contains(&None), copy.reading.len(), last)
            };
            let Some(copy) = preferred.or_else(|| copies.iter().max_by_key(rank)) else { continue };
            let of_base = copy.from.contains(&None);
            let from = if of_base { None } else { copy.from.iter().flatten().max().copied() };
            let from = wanted.filter(|wanted| copy.from.contains(wanted) && !of_base).unwrap_or(from);
            counting.push(Counts { person: layers.person(*reader), copy, from });
        }
        counting
    }

    /// Takes out of the base what counts in another state, or for somebody else. Returns the links of others that were
    /// attached to it.
    fn take_out(&mut self, counting: &[Counts<'_>]) -> Vec<Arc<Link>> {
        let brought = counting.iter().filter(|counts| counts.is_brought());
        let out: BTreeSet<ReaderId> = brought.map(|counts| counts.copy.reading.reader.id).collect();
        let base = &self.layers.base;
        let claims: Vec<ClaimId> =
            base.claims().filter(|claim| out.contains(&claim.reader)).map(|claim| claim.id).collect();
        let attached = claims.iter().flat_map(|claim| base.links_of(*claim));
        let links: BTreeMap<_, _> = attached
            .chain(base.links().filter(|link| out.contains(&link.reader)))
            .map(|link| (link.id, link))
            .collect();
        let stashed = links.values().filter(|link| !out.contains(&link.reader));
        let stashed = stashed.map(|link| Arc::clone(link)).collect();
        let silences = base.silences().filter(|silence| out.contains(&silence.reader));
        let coverages = base.coverages().filter(|coverage| out.contains(&coverage.reader));
        let edits = links.keys().map(|id| Edit::Link(*id, None));
        let edits = edits.chain(claims.iter().map(|id| Edit::Claim(*id, None)));
        let edits = edits.chain(silences.map(|silence| Edit::Silence(silence.id, None)));
        let edits = edits.chain(coverages.map(|coverage| Edit::Coverage(coverage.id, None)));
        for edit in edits {
            // Links come before the claims they join, so each can be taken out.
            let taken = self.comparison.apply(edit);
            debug_assert!(taken.is_ok(), "what is in the base can be taken out of it: {taken:?}");
        }
        stashed
    }

    fn put_readers(&mut self, counting: &[Counts<'_>]) {
        for counts in counting.iter().filter(|counts| counts.from.is_some()) {
            let reader = &counts.copy.reading.reader;
            if reader.id == counts.person {
                // Nothing refers to what a reader is called.
                drop(self.comparison.apply(Edit::Reader(reader.id, Some(Arc::clone(reader)))));
            }
        }
    }

    fn match_tags(&mut self) {
        for (n, file) in self.layers.files.iter().enumerate() {
            let mut mapped = HashMap::with_capacity(file.tags.len());
            for (theirs, tag) in &file.tags {
                let found = self.codebook.find(&mut self.comparison, &file.tags, *theirs);
                let Some((ours, how)) = found else { continue };
                mapped.insert(*theirs, ours);
                let Some(report) = self.laid.files.get_mut(n) else { continue };
                let matched = || TagMatch { theirs: *theirs, name: tag.name.clone(), ours };
                let Some(in_base) = self.layers.base.tag(ours) else {
                    report.tags.new.push(matched());
                    continue;
                };
                match how {
                    How::Name => report.tags.by_name.push(matched()),
                    How::Id | How::New => report.tags.n_by_id += 1,
                }
                if in_base.definition.trim() != tag.definition.trim() {
                    report.tags.definitions.push(OtherDefinition {
                        tag: ours,
                        name: in_base.name.clone(),
                        ours: in_base.definition.clone(),
                        theirs: tag.definition.clone(),
                    });
                }
            }
            if let Some(tags) = self.tags.get_mut(n) {
                *tags = mapped;
            }
        }
    }

    fn put_claims(&mut self, counting: &[Counts<'_>]) {
        let mut taken: HashSet<ClaimId> = HashSet::new();
        let mut all: Vec<Arc<Claim>> = Vec::new();
        for counts in counting.iter().filter(|counts| counts.is_brought()) {
            let tags = counts.from.and_then(|file| self.tags.get(file));
            for claim in &counts.copy.reading.claims {
                let mut claim = Arc::clone(claim);
                if counts.person != claim.reader {
                    Arc::make_mut(&mut claim).reader = counts.person;
                }
                if let Some(tags) = tags {
                    with_tags(&mut claim, tags, &self.comparison);
                }
                let id = claim.id;
                if taken.contains(&id) || self.comparison.claim(id).is_some() {
                    let fresh = ClaimId(derived_id("laid", &format!("{} {id}", claim.reader), 0));
                    self.renamed.insert((counts.copy.reading.reader.id, id), fresh);
                    Arc::make_mut(&mut claim).id = fresh;
                }
                if !taken.insert(claim.id) {
                    continue;
                }
                let laying = counts.copy.reading.placements.get(&id);
                self.laid.placements.extend(laying.map(|laying: &Laying| (claim.id, *laying)));
                all.push(claim);
            }
        }
        for (claim, error) in self.comparison.extend_claims(all) {
            self.laid.placements.remove(&claim.id);
            self.warn_of(counting, claim.reader, format!("a claim could not be laid: {error}"));
        }
    }

    fn warn_of(&mut self, counting: &[Counts<'_>], person: ReaderId, warning: String) {
        let of = counting.iter().find(|counts| counts.person == person && counts.from.is_some());
        let file = of.and_then(|counts| counts.from);
        if let Some(file) = file.and_then(|file| self.laid.files.get_mut(file)) {
            file.warnings.push(warning);
        }
    }

    fn put_others(&mut self, counting: &[Counts<'_>]) {
        for counts in counting.iter().filter(|counts| counts.is_brought()) {
            let reading = &counts.copy.reading;
            let mut n_left_out = 0;
            for link in &reading.links {
                n_left_out += usize::from(!self.put_link(counts, link));
            }
            if n_left_out > 0 {
                let links =
                    if n_left_out == 1 { "1 link leads" } else { &format!("{n_left_out} links lead") };
                let name = &reading.reader.name;
                let warning = format!("{links} to claims that are not laid, and could not be laid ({name})");
                self.warn_of(counting, counts.person, warning);
            }
            for silence in &reading.silences {
                let mut silence = Arc::clone(silence);
                let tags = counts.from.and_then(|file| self.tags.get(file));
                let tag = tags.and_then(|tags| tags.get(&silence.tag)).copied().unwrap_or(silence.tag);
                let known = self.comparison.silence(silence.id).is_some();
                if (silence.reader, silence.tag) != (counts.person, tag) || known {
                    let own = Arc::make_mut(&mut silence);
                    (own.reader, own.tag) = (counts.person, tag);
                    if known {
                        own.id.0 = derived_id("laid", &format!("{} {}", own.reader, own.id), 0);
                    }
                }
                // A silence on a tag that the file itself lacks was set aside when it was opened.
                drop(self.comparison.apply(Edit::Silence(silence.id, Some(silence))));
            }
            for coverage in &reading.coverages {
                let mut coverage = Arc::clone(coverage);
                let known = self.comparison.coverage(coverage.id).is_some();
                if coverage.reader != counts.person || known {
                    let own = Arc::make_mut(&mut coverage);
                    own.reader = counts.person;
                    if known {
                        own.id.0 = derived_id("laid", &format!("{} {}", own.reader, own.id), 0);
                    }
                }
                drop(self.comparison.apply(Edit::Coverage(coverage.id, Some(coverage))));
            }
        }
    }

    /// Returns whether both of its claims are laid.
    fn put_link(&mut self, counts: &Counts<'_>, link: &Arc<Link>) -> bool {
        let end = |claim: ClaimId| self.renamed.get(&(link.reader, claim)).copied().unwrap_or(claim);
        let (from, to) = (end(link.from), end(link.to));
        let known = self.comparison.link(link.id).is_some();
        let mut link = Arc::clone(link);
        if (link.from, link.to, link.reader) != (from, to, counts.person) || known {
            let own = Arc::make_mut(&mut link);
            (own.from, own.to, own.reader) = (from, to, counts.person);
            if known {
                own.id.0 = derived_id("laid", &format!("{} {}", own.reader, own.id), 0);
            }
        }
        self.comparison.apply(Edit::Link(link.id, Some(link))).is_ok()
    }

    /// Puts links of the base back that had to be taken out with the claims they join, where those claims are still there.
    fn put_back(&mut self, stashed: Vec<Arc<Link>>) {
        for link in stashed {
            drop(self.comparison.apply(Edit::Link(link.id, Some(link))));
        }
    }

    fn tell_readers(&mut self, counting: &[Counts<'_>]) {
        let mut told: BTreeMap<ReaderId, LaidReader> = BTreeMap::new();
        let mut latest: BTreeMap<ReaderId, (Option<crate::model::Time>, Option<usize>)> = BTreeMap::new();
        for counts in counting {
            let reading: &Reading = &counts.copy.reading;
            let entry = told.entry(counts.person).or_insert_with(|| LaidReader {
                id: counts.person,
                name: self.comparison.reader(counts.person).map_or_else(String::new, |r| r.name.clone()),
                from: counts.from,
                other_copies: Vec::new(),
                replaces_base: false,
                n_claims: 0,
                n_links: 0,
                n_silences: 0,
                last_change: None,
            });
            let latest = latest.entry(counts.person).or_insert((reading.last_change, counts.from));
            if *latest < (reading.last_change, counts.from) {
                *latest = (reading.last_change, counts.from);
                entry.from = counts.from;
            }
            entry.last_change = entry.last_change.max(reading.last_change);
            let all = self.layers.copies.get(&reading.reader.id).into_iter().flatten();
            let others = all.filter(|copy| !std::ptr::eq(*copy, counts.copy)).flat_map(|copy| &copy.from);
            for other in others {
                match other {
                    Some(file) => entry.other_copies.push(*file),
                    None => entry.replaces_base = true,
                }
            }
        }
        for claim in self.comparison.claims() {
            count(&mut told, claim.reader, |reader| reader.n_claims += 1);
        }
        for link in self.comparison.links() {
            count(&mut told, link.reader, |reader| reader.n_links += 1);
        }
        for silence in self.comparison.silences() {
            count(&mut told, silence.reader, |reader| reader.n_silences += 1);
        }
        let mut readers: Vec<LaidReader> = told.into_values().collect();
        for reader in &mut readers {
            reader.other_copies.sort_unstable();
            reader.other_copies.dedup();
        }
        readers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        self.laid.perhaps_one = perhaps_one(&readers);
        self.laid.readers = readers;
    }

    fn end(mut self) -> Laid {
        self.laid.comparison = self.comparison;
        self.laid
    }
}

fn count(told: &mut BTreeMap<ReaderId, LaidReader>, reader: ReaderId, n: impl Fn(&mut LaidReader)) {
    if let Some(reader) = told.get_mut(&reader) {
        n(reader);
    }
}

/// Gives a claim of a file the tags of the laid comparison.
fn with_tags(claim: &mut Arc<Claim>, tags: &HashMap<TagId, TagId>, comparison: &Comparison) {
    let same = |used: &TagUse| tags.get(&used.tag) == Some(&used.tag);
    if claim.tags.iter().all(same) {
        return;
    }
    let claim = Arc::make_mut(claim);
    let mut uses: Vec<TagUse> = Vec::with_capacity(claim.tags.len());
    for mut used in std::mem::take(&mut claim.tags) {
        let Some(ours) = tags.get(&used.tag).copied() else { continue };
        if ours != used.tag {
            // The revision is that of the other tag's definition.
            let revision = comparison.tag(ours).map(|tag| tag.definition_revision);
            (used.tag, used.definition_revision) = (ours, revision.unwrap_or(used.definition_revision));
        }
        match uses.iter_mut().find(|other| other.tag == used.tag) {
            // Two tags of theirs that are one here: what says more stands.
            Some(other) if other.stance.is_none() => *other = used,
            Some(_) => {}
            None => uses.push(used),
        }
    }
    claim.tags = uses;
}

/// Returns pairs of readers whose names have the same words, punctuation, capitals and order aside.
fn perhaps_one(readers: &[LaidReader]) -> Vec<(ReaderId, ReaderId)> {
    let mut by_name: HashMap<String, ReaderId> = HashMap::new();
    let mut pairs = Vec::new();
    for reader in readers {
        let name = folded_name(&reader.name);
        if name.is_empty() {
            continue;
        }
        match by_name.get(&name) {
            Some(first) => pairs.push((*first, reader.id)),
            None => {
                by_name.insert(name, reader.id);
            }
        }
    }
    pairs
}

fn folded_name(name: &str) -> String {
    let letters: String = name.nfc().collect::<String>().to_lowercase();
    let apart = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = apart.collect();
    words.sort_unstable();
    words.join(" ")
}
