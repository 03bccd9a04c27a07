//! The figures, worked out from sums: once from all blocks, and for the intervals from blocks that were drawn.

use super::figure::Why;
use super::gather::Marks;
use super::kind::Kind;
use super::pairs::{measured, whole, why_not_marked};
use super::report::Measured;
use super::whats::{StanceSums, Whats};
use super::wheres::{WhereSums, Wheres, continuum};
use crate::analysis::agreement::nominal::{Disagreement, cohen, fleiss, gwet, krippendorff, observed};
use crate::analysis::agreement::sets::{self, Differing};
use crate::analysis::agreement::unitizing::{
    Continuum, Lengths, among_marked, coverage, marked_or_not, one_value, with_values,
};

/// From this share of one stance on, Gwet's coefficient stands beside alpha.
const PREVAILING: f64 = 0.8;

/// What all figures are worked out from.
pub(super) struct Data<'a> {
    pub marks: &'a Marks,
    pub wheres: Wheres,
    pub whats: Whats,
    /// Whether a reader gave overlapping passages different tags.
    pub overlap: bool,
}

/// Sums over the texts, or over the blocks that were drawn of them.
pub(super) struct Totals {
    on: Continuum,
    passages: WhereSums,
    tagged: WhereSums,
    tags: Vec<WhereSums>,
    all_tags: WhereSums,
    stances: Vec<StanceSums>,
    all_stances: StanceSums,
    sets: Option<Differing>,
}

impl Totals {
    pub fn of(data: &Data<'_>, drawn: Option<&[f64]>) -> Self {
        let tags: Vec<WhereSums> = data.wheres.tags.iter().map(|rows| rows.total(drawn)).collect();
        let stances: Vec<StanceSums> =
            (0..data.marks.n_tags).map(|tag| data.whats.stances_on(tag, drawn)).collect();
        let (mut all_tags, mut all_stances) = (WhereSums::default(), StanceSums::default());
        tags.iter().for_each(|sums| all_tags.add(sums, 1.0));
        stances.iter().for_each(|sums| all_stances.add(sums, 1.0));
        Self {
            on: continuum(data.marks, drawn),
            passages: data.wheres.passages.total(drawn),
            tagged: data.wheres.tagged.total(drawn),
            sets: data.whats.sets(drawn),
            tags,
            all_tags,
            stances,
            all_stances,
        }
    }

    /// Returns the sums of stances on a tag, or on all.
    pub fn stances(&self, tag: Option<usize>) -> StanceSums {
        match tag {
            None => self.all_stances,
            Some(tag) => self.stances.get(tag).copied().unwrap_or_default(),
        }
    }

    fn wheres(&self, tag: Option<usize>) -> WhereSums {
        match tag {
            None => self.all_tags,
            Some(tag) => self.tags.get(tag).copied().unwrap_or_default(),
        }
    }
}

/// Which figures a tag has, or all tags together (nothing): the same of every draw.
pub(super) struct Plan {
    pub tag: Option<usize>,
    pub kinds: Vec<Kind>,
    /// How many stances were used, which is what Gwet's coefficient takes for those there are.
    n_stances: usize,
}

impl Plan {
    pub fn of(data: &Data<'_>, totals: &Totals, tag: Option<usize>) -> Self {
        let stances = totals.stances(tag).counts();
        let prevailing = stances.prevalence().into_iter().fold(0.0, f64::max) > PREVAILING;
        let where_marked: &[Kind] = match tag {
            None => &[
                Kind::PassagesF1,
                Kind::PassagesJaccard,
                Kind::PassagesMarked,
                Kind::F1,
                Kind::Jaccard,
                Kind::TagsCoded,
                Kind::TagsUnitized,
                Kind::TagSets,
            ],
            Some(_) => &[Kind::F1, Kind::Jaccard, Kind::Marked, Kind::OfTag, Kind::Coverage],
        };
        let two = data.marks.n_readers <= 2;
        let mut kinds = where_marked.to_vec();
        kinds.extend([Kind::StanceObserved, Kind::StanceAlpha]);
        kinds.extend(prevailing.then_some(Kind::StanceAc1));
        kinds.push(if two { Kind::StanceCohen } else { Kind::StanceFleiss });
        Self { tag, kinds, n_stances: stances.n_used() }
    }

    /// Returns the figures.
    pub fn figures(&self, data: &Data<'_>, totals: &Totals) -> impl Iterator<Item = Measured> {
        self.kinds.iter().map(|kind| {
            if data.marks.n_readers < 2 {
                return measured(*kind, None, Why::FewReaders, 0);
            }
            match kind {
                Kind::TagsCoded | Kind::TagsUnitized | Kind::TagSets => over_tags(*kind, data, totals),
                Kind::StanceObserved | Kind::StanceAlpha | Kind::StanceAc1 => self.on_stance(*kind, totals),
                Kind::StanceCohen | Kind::StanceFleiss => self.with_kappa(*kind, totals),
                Kind::PassagesF1 | Kind::PassagesJaccard | Kind::PassagesMarked => {
                    marked(*kind, &totals.passages, totals.on)
                }
                Kind::F1 | Kind::Jaccard | Kind::Marked => marked(*kind, &totals.wheres(self.tag), totals.on),
                Kind::OfTag | Kind::Coverage => among_tags(*kind, &totals.wheres(self.tag), data, totals),
            }
        })
    }

    /// Returns how many blocks each figure rests on, in the order of the kinds.
    pub fn n_blocks(&self, data: &Data<'_>) -> Vec<usize> {
        let tagged = match self.tag {
            None => data.wheres.tagged.rows.len(),
            Some(tag) => data.wheres.tags.get(tag).map_or(0, |rows| rows.rows.len()),
        };
        let distinct = |mut blocks: Vec<u32>| {
            blocks.sort_unstable();
            blocks.dedup();
            blocks.len()
        };
        let judged = |(tag, rows): (usize, &Vec<(u32, StanceSums)>)| {
            let own = rows.iter().filter(|(_, sums)| sums.n_pairable() > 0.0).map(|(block, _)| *block);
            if self.tag.is_none_or(|only| only == tag) { own.collect() } else { Vec::new() }
        };
        let stances = distinct(data.whats.stances.iter().enumerate().flat_map(judged).collect());
        let sets = distinct(data.whats.sets.iter().map(|(block, _)| *block).collect());
        let of = |kind: &Kind| match kind {
            Kind::PassagesF1 | Kind::PassagesJaccard | Kind::PassagesMarked => {
                data.wheres.passages.rows.len()
            }
            Kind::TagSets => sets,
            Kind::StanceObserved
            | Kind::StanceAlpha
            | Kind::StanceAc1
            | Kind::StanceCohen
            | Kind::StanceFleiss => stances,
            _ => tagged,
        };
        self.kinds.iter().map(of).collect()
    }

    fn on_stance(&self, kind: Kind, totals: &Totals) -> Measured {
        let sums = totals.stances(self.tag);
        let (counts, n) = (sums.counts(), whole(sums.n_pairable()));
        if kind == Kind::StanceObserved {
            return measured(kind, observed::by_units(&counts), Why::NoPlace, n);
        }
        // Of one stance there is no coefficient: nothing could have been disagreed on.
        let found = match kind {
            Kind::StanceAc1 => gwet::ac1(&counts, self.n_stances),
            _ => krippendorff::alpha(&counts),
        };
        of_places(kind, found, [Why::NoPlace, Why::OneStance], n)
    }

    fn with_kappa(&self, kind: Kind, totals: &Totals) -> Measured {
        let sums = totals.stances(self.tag);
        let found = match kind {
            Kind::StanceCohen => cohen::kappa(&sums.crossed()),
            _ => fleiss::kappa(&sums.complete()),
        };
        let n = whole(sums.n_complete());
        of_places(kind, found, [Why::NoCompletePlace, Why::OneStance], n)
    }
}

/// A coefficient of what was judged at so many places. Of a single one there is none, whatever the formula gives: chance
/// has nothing else to draw. `why`: that there is no place, and that all of them were judged alike.
pub(super) fn of_places(kind: Kind, found: Option<Disagreement>, why: [Why; 2], n: usize) -> Measured {
    let [no_place, all_alike] = why;
    match n {
        0 => measured(kind, None, no_place, n),
        1 => measured(kind, None, Why::OnePlace, n),
        _ => measured(kind, found.and_then(Disagreement::coefficient), all_alike, n),
    }
}

/// Whether the same was marked.
fn marked(kind: Kind, sums: &WhereSums, on: Continuum) -> Measured {
    let lengths = &sums.lengths;
    match kind {
        Kind::PassagesF1 | Kind::F1 => {
            measured(kind, sums.f1(on.n_readers), Why::NothingMarked, whole(sums.n_units))
        }
        Kind::PassagesJaccard | Kind::Jaccard => {
            measured(kind, sums.jaccard(on.n_readers), Why::NothingMarked, whole(lengths.covered))
        }
        _ => {
            let found = marked_or_not(lengths, on).and_then(Disagreement::coefficient);
            measured(kind, found, why_not_marked(lengths.marked, on.length), whole(lengths.n_units))
        }
    }
}

/// One tag among what readers marked with any.
fn among_tags(kind: Kind, sums: &WhereSums, data: &Data<'_>, totals: &Totals) -> Measured {
    let (own, n) = (&sums.lengths, whole(sums.lengths.n_units));
    if kind == Kind::Coverage {
        return measured(kind, coverage(own), Why::NothingMarked, n);
    }
    let why = if data.marks.n_tags < 2 {
        Why::OneTag
    } else if own.marked <= 0.0 {
        Why::NothingMarked
    } else if own.among <= 0.0 {
        Why::NothingCommon
    } else {
        Why::OneTagUsed
    };
    // What two readers marked with any tag, however many of them.
    let found = one_value(own, totals.tagged.lengths.same).and_then(Disagreement::coefficient);
    measured(kind, found, why, n)
}

/// All tags as values of one continuum, and as sets.
fn over_tags(kind: Kind, data: &Data<'_>, totals: &Totals) -> Measured {
    if kind == Kind::TagSets {
        let sums = totals.sets.as_ref();
        let found = sums.and_then(|sums| sets::alpha(sums, &data.whats.distances));
        let n = data.whats.sets.len();
        return of_places(kind, found, [Why::NoPlace, Why::OneSet], n);
    }
    let n = whole(totals.tags.iter().map(|sums| sums.lengths.n_units).sum());
    if data.overlap {
        return measured(kind, None, Why::TagsOverlap, n);
    }
    let values: Vec<Lengths> = totals.tags.iter().map(|sums| sums.lengths).collect();
    let any = &totals.tagged.lengths;
    let (found, why) = match kind {
        Kind::TagsUnitized => {
            let why = why_not_marked(any.marked, totals.on.length);
            (with_values(&values, any, totals.on), if why == Why::AllMarked { Why::NoVariation } else { why })
        }
        _ => {
            let common = any.same > 0.0;
            (among_marked(&values), if common { Why::OneTagUsed } else { Why::NothingCommon })
        }
    };
    measured(kind, found.and_then(Disagreement::coefficient), why, n)
}
