//! What readers judged at the same places: stances on a tag, and sets of tags.
//!
//! One place is one unit, and one for each tag where it is about stances. A reader with a claim there that bears the tag
//! has judged it; whoever has none is missing.

use std::collections::{BTreeMap, HashMap};

use super::gather::Marks;
use super::report::{NoStance, STANCES};
use crate::analysis::agreement::nominal::{Counts, cohen::Crossed};
use crate::analysis::agreement::places::Place;
use crate::analysis::agreement::sets::{Differing, Distances, apart, jaccard_distance};
use crate::model::{Comparison, Reader, ReaderId, Stance, TagId};

/// How many classes of stances there are, "none given" among them.
const N: usize = STANCES.len();

/// The most different sets of tags for which an interval is worked out, as each draw costs their square.
const MOST_SETS: usize = 400;

/// Sums over judged places; they can be added.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct StanceSums {
    n_pairable: f64,
    n_judged: f64,
    values: [f64; N],
    agreeing: f64,
    agreeing_units: f64,
    shares: [f64; N],
    complete: Complete,
}

/// Of the places that all readers judged: for two readers what either gave, for more what all gave together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Complete {
    n: f64,
    same: f64,
    a: [f64; N],
    b: [f64; N],
}

impl StanceSums {
    /// Returns the sums of one place: the class that each of those who judged it gave, by reader.
    fn of(judged: &[(usize, usize)], n_readers: usize) -> Self {
        let mut unit = [0_u32; N];
        for (_, class) in judged {
            if let Some(count) = unit.get_mut(*class) {
                *count += 1;
            }
        }
        let mut counts = Counts::none(N);
        counts.take(&unit);
        let mut sums = Self {
            n_pairable: counts.n_pairable,
            n_judged: counts.n_judged,
            agreeing: counts.agreeing,
            agreeing_units: counts.agreeing_units,
            ..Self::default()
        };
        copy(&counts.values, &mut sums.values);
        copy(&counts.shares, &mut sums.shares);
        match judged {
            [(_, a), (_, b)] if n_readers == 2 => {
                let mut crossed = Crossed::none(N);
                crossed.take(*a, *b);
                sums.complete = Complete { n: crossed.n, same: crossed.same, ..Complete::default() };
                copy(&crossed.a, &mut sums.complete.a);
                copy(&crossed.b, &mut sums.complete.b);
            }
            _ if judged.len() == n_readers && n_readers > 2 => {
                sums.complete = Complete { n: 1.0, same: counts.agreeing_units, ..Complete::default() };
                copy(&counts.values, &mut sums.complete.a);
            }
            _ => {}
        }
        sums
    }

    /// Adds other sums so many times.
    pub fn add(&mut self, other: &Self, times: f64) {
        self.n_pairable += other.n_pairable * times;
        self.n_judged += other.n_judged * times;
        self.agreeing += other.agreeing * times;
        self.agreeing_units += other.agreeing_units * times;
        self.complete.n += other.complete.n * times;
        self.complete.same += other.complete.same * times;
        let (own, others) = (&mut self.complete, &other.complete);
        let lists = [
            (&mut self.values, &other.values),
            (&mut self.shares, &other.shares),
            (&mut own.a, &others.a),
            (&mut own.b, &others.b),
        ];
        for (sums, others) in lists {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other * times;
            }
        }
    }

    /// Returns them as the coefficients ask for them.
    pub fn counts(&self) -> Counts {
        Counts {
            n_pairable: self.n_pairable,
            n_judged: self.n_judged,
            values: self.values.to_vec(),
            agreeing: self.agreeing,
            agreeing_units: self.agreeing_units,
            shares: self.shares.to_vec(),
        }
    }

    /// Returns what Cohen's kappa asks for, of two readers.
    pub fn crossed(&self) -> Crossed {
        let own = &self.complete;
        Crossed { n: own.n, same: own.same, a: own.a.to_vec(), b: own.b.to_vec() }
    }

    /// Returns what Fleiss' kappa asks for, of more.
    pub fn complete(&self) -> Counts {
        let own = &self.complete;
        let (values, shares) = (own.a.to_vec(), vec![0.0; N]);
        Counts { n_pairable: own.n, n_judged: own.n, values, agreeing: 0.0, agreeing_units: own.same, shares }
    }

    /// Returns at how many places all readers judged.
    pub fn n_complete(&self) -> f64 {
        self.complete.n
    }

    /// Returns at how many places at least two readers judged.
    pub fn n_pairable(&self) -> f64 {
        self.n_pairable
    }

    /// Returns how often each stance was given at such places.
    pub fn values(&self) -> [f64; N] {
        self.values
    }
}

fn copy(from: &[f64], to: &mut [f64; N]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
}

/// Whatever readers judged.
pub(super) struct Whats {
    /// How many places there are.
    pub n_places: usize,
    /// Sums of stances for each tag, by block, in order.
    pub stances: Vec<Vec<(u32, StanceSums)>>,
    /// What each reader judged: which place, on which tag, with which stance. In order.
    pub by_reader: Vec<Vec<Judged>>,
    /// Which sets of tags were given at each place, with how many gave it, by block in order.
    pub sets: Vec<(u32, Vec<(usize, u32)>)>,
    /// How far the sets lie apart.
    pub distances: Distances,
}

/// A judgment: the tag, the place, the class. In this order, so that those of a tag follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Judged {
    pub tag: u32,
    pub place: u32,
    pub class: u8,
}

/// Finds whoever and whatever is compared.
pub(super) struct Compared<'a> {
    pub comparison: &'a Comparison,
    pub readers: HashMap<ReaderId, usize>,
    pub tags: HashMap<TagId, usize>,
    pub no_stance: NoStance,
}

impl<'a> Compared<'a> {
    pub fn of(comparison: &'a Comparison, readers: &[&Reader], tags: &[TagId], no_stance: NoStance) -> Self {
        Self {
            comparison,
            readers: readers.iter().zip(0..).map(|(reader, at)| (reader.id, at)).collect(),
            tags: tags.iter().copied().zip(0..).collect(),
            no_stance,
        }
    }

    fn class(&self, stance: Option<Stance>) -> Option<usize> {
        if stance.is_none() && self.no_stance == NoStance::Missing {
            return None;
        }
        STANCES.iter().position(|class| *class == stance)
    }
}

/// What readers judged at one place.
struct AtPlace {
    /// By tag, then reader: the stance.
    stances: BTreeMap<usize, Vec<(usize, usize)>>,
    /// By reader: the tags, in order.
    sets: BTreeMap<usize, Vec<usize>>,
}

impl AtPlace {
    fn of(place: &Place, compared: &Compared<'_>) -> Self {
        let mut at = Self { stances: BTreeMap::new(), sets: BTreeMap::new() };
        for (reader, claim) in &place.claims {
            let Some(reader) = compared.readers.get(reader).copied() else { continue };
            let Some(claim) = compared.comparison.claim(*claim) else { continue };
            let set = at.sets.entry(reader).or_default();
            for used in &claim.tags {
                let Some(tag) = compared.tags.get(&used.tag).copied() else { continue };
                // Of several claims of one reader here, the first to bear a tag is the closest to the others'.
                if set.contains(&tag) {
                    continue;
                }
                set.push(tag);
                if let Some(class) = compared.class(used.stance) {
                    at.stances.entry(tag).or_default().push((reader, class));
                }
            }
            set.sort_unstable();
        }
        at.stances.values_mut().for_each(|judged| judged.sort_unstable());
        at
    }
}

impl Whats {
    /// Gathers what readers judged at these places.
    pub fn of(marks: &Marks, places: &[Place], compared: &Compared<'_>) -> Self {
        let blocks: HashMap<_, _> = compared
            .comparison
            .sources()
            .iter()
            .filter_map(|source| Some((source.id, marks.sources.iter().find(|own| own.id == source.id)?)))
            .collect();
        let mut stances: Vec<Vec<(u32, StanceSums)>> = vec![Vec::new(); marks.n_tags];
        let mut by_reader: Vec<Vec<Judged>> = vec![Vec::new(); marks.n_readers];
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut sets: Vec<(u32, Vec<Vec<usize>>)> = Vec::new();
        for (number, place) in (0_u32..).zip(places) {
            let Some(source) = blocks.get(&place.source) else { continue };
            let block = source.blocks.at(place.extent().start());
            let here = AtPlace::of(place, compared);
            for (tag, judged) in &here.stances {
                if let Some(rows) = stances.get_mut(*tag) {
                    rows.push((block, StanceSums::of(judged, marks.n_readers)));
                }
                for (reader, class) in judged {
                    let judged = judged_as(*tag, number, *class);
                    by_reader.get_mut(*reader).into_iter().for_each(|list| list.push(judged));
                }
            }
            if here.sets.len() > 1 {
                for set in here.sets.values() {
                    known.entry(set.clone()).or_default();
                }
                sets.push((block, here.sets.into_values().collect()));
            }
        }
        // Numbered in their order, so that nothing depends on who comes first.
        known.values_mut().zip(0..).for_each(|(number, at)| *number = at);
        by_reader.iter_mut().for_each(|list| list.sort_unstable());
        let of_sets: Vec<&Vec<usize>> = known.keys().collect();
        let far = |a: usize, b: usize| match (of_sets.get(a), of_sets.get(b)) {
            (Some(a), Some(b)) => jaccard_distance(a, b),
            _ => 0.0,
        };
        let distances = Distances::of(known.len(), far);
        let sets = sets.into_iter().map(|(block, sets)| (block, counted(&sets, &known)));
        Self { n_places: places.len(), stances, by_reader, sets: sets.collect(), distances }
    }

    /// Returns the sums of stances on a tag, each block so many times as it was drawn.
    pub fn stances_on(&self, tag: usize, drawn: Option<&[f64]>) -> StanceSums {
        let mut sum = StanceSums::default();
        for (block, sums) in self.stances.get(tag).into_iter().flatten() {
            match drawn.map(|drawn| times(drawn, *block)) {
                None => sum.add(sums, 1.0),
                Some(times) if times > 0.0 => sum.add(sums, times),
                Some(_) => {}
            }
        }
        sum
    }

    /// Returns the sums of sets of tags, each block so many times as it was drawn. Of draws, nothing where there are too
    /// many different sets.
    pub fn sets(&self, drawn: Option<&[f64]>) -> Option<Differing> {
        if drawn.is_some() && self.distances.len() > MOST_SETS {
            return None;
        }
        let mut sum = Differing { counts: vec![0.0; self.distances.len()], apart: 0.0 };
        for (block, unit) in &self.sets {
            let times = drawn.map_or(1.0, |drawn| times(drawn, *block));
            if times > 0.0 {
                sum.apart += times * apart(unit, &self.distances);
                for (set, n) in unit {
                    if let Some(count) = sum.counts.get_mut(*set) {
                        *count += f64::from(*n) * times;
                    }
                }
            }
        }
        Some(sum)
    }
}

fn times(drawn: &[f64], block: u32) -> f64 {
    drawn.get(super::wheres::block_index(block)).copied().unwrap_or(0.0)
}

fn judged_as(tag: usize, place: u32, class: usize) -> Judged {
    Judged {
        tag: u32::try_from(tag).unwrap_or(u32::MAX),
        place,
        class: u8::try_from(class).unwrap_or(u8::MAX),
    }
}

fn counted(sets: &[Vec<usize>], known: &BTreeMap<Vec<usize>, usize>) -> Vec<(usize, u32)> {
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for set in sets.iter().filter_map(|set| known.get(set)) {
        *counts.entry(*set).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Adds what two readers judged of the same to counts by tag. Of what one of them alone judged, nothing.
pub(super) fn judged_by_both(a: &[Judged], b: &[Judged], mut take: impl FnMut(usize, usize, usize)) {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
        match (one.tag, one.place).cmp(&(two.tag, two.place)) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                let tag = usize::try_from(one.tag).unwrap_or(usize::MAX);
                take(tag, usize::from(one.class), usize::from(two.class));
                a.next();
                b.next();
            }
        }
    }
}
