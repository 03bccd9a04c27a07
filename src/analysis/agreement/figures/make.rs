//! Makes the report: compares all pairs, then draws blocks for the intervals.

use super::estimates::{Data, Plan, Totals};
use super::figure::Figure;
use super::gather::Marks;
use super::pairs::whole;
use super::report::{FigureSettings, Measured, ReaderLine, Report, STANCES, Section, SourceLine};
use super::together::{OfTag, Together};
use super::whats::{Compared, Whats};
use super::wheres::Wheres;
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::bootstrap::{Chance, FEWEST_BLOCKS, interval};
use crate::analysis::agreement::places::places;
use crate::model::{Comparison, Reader, TagId};

/// How often at most progress is told.
const STEPS: usize = 200;

/// Returns all figures of the readers in a scope, or nothing if it was stopped. `progress` is told how much is done, of how
/// much; when it answers no, the rest is left.
///
/// Nothing depends on the order of the readers in the scope, on their names or on any id.
pub fn report(
    comparison: &Comparison,
    scope: &Scope,
    settings: &FigureSettings,
    progress: &dyn Fn(usize, usize) -> bool,
) -> Option<Report> {
    let mut readers: Vec<&Reader> =
        scope.readers.iter().filter_map(|id| comparison.reader(*id)).map(AsRef::as_ref).collect();
    readers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    readers.dedup_by_key(|reader| reader.id);
    let n = readers.len();
    let steps = Steps { all: n * n.saturating_sub(1) / 2 + settings.n_draws, progress };
    steps.told(0)?;
    let marks = Marks::of(comparison, scope, &readers);
    let compared = Compared::of(comparison, &readers, &scope.tags, settings.no_stance);
    let whats = Whats::of(&marks, &places(comparison, scope), &compared);
    let mut together = Together::of(&marks);
    let mut pairs = super::pairs::Pairs::of(&marks);
    let mut done = 0;
    for a in 0..n {
        for b in a + 1..n {
            let judged = |reader: usize| whats.by_reader.get(reader).map_or(&[][..], Vec::as_slice);
            together.take((a, b), pairs.compare(a, b), (judged(a), judged(b)));
            done += 1;
            steps.told(done)?;
        }
    }
    let wheres = Wheres::of(&marks, &pairs);
    drop(pairs);
    let overlap = marks.tags_overlap();
    let data = Data { marks: &marks, wheres, whats, overlap };
    let sections = sections((scope, comparison), &data, &together.of, (settings, &steps, done))?;
    Some(finished((scope, comparison), &readers, (&data, sections), settings))
}

/// Tells of how far it is.
struct Steps<'a> {
    all: usize,
    progress: &'a dyn Fn(usize, usize) -> bool,
}

impl Steps<'_> {
    /// Tells of it now and then. Nothing: it is to stop.
    fn told(&self, done: usize) -> Option<()> {
        let each = self.all.div_ceil(STEPS).max(1);
        (!done.is_multiple_of(each) || (self.progress)(done, self.all)).then_some(())
    }
}

/// The figures: of all tags together, then of each that anybody used.
fn sections(
    (scope, comparison): (&Scope, &Comparison),
    data: &Data<'_>,
    pairs: &[OfTag],
    (settings, steps, done): (&FigureSettings, &Steps<'_>, usize),
) -> Option<Vec<Section>> {
    let totals = Totals::of(data, None);
    let used = |tag: &usize| data.wheres.tags.get(*tag).is_some_and(|rows| !rows.rows.is_empty());
    let tags = std::iter::once(None).chain((0..data.marks.n_tags).filter(used).map(Some));
    let plans: Vec<Plan> = tags.map(|tag| Plan::of(data, &totals, tag)).collect();
    let mut figures: Vec<Vec<Measured>> =
        plans.iter().map(|plan| plan.figures(data, &totals).collect()).collect();
    let mut drawn = Drawn::of(&figures);
    let n_blocks = data.marks.lengths.len();
    if data.marks.n_readers > 1 && n_blocks >= FEWEST_BLOCKS {
        let mut chance = Chance::from_seed(settings.seed);
        let mut times = vec![0.0; n_blocks];
        for draw in 0..settings.n_draws {
            steps.told(done + draw)?;
            chance.draw(&mut times);
            let totals = Totals::of(data, Some(&times));
            for (plan, samples) in plans.iter().zip(&mut drawn.samples) {
                samples.iter_mut().zip(plan.figures(data, &totals)).for_each(|(values, measured)| {
                    values.extend(measured.figure.value());
                });
            }
        }
    }
    for ((plan, figures), samples) in plans.iter().zip(&mut figures).zip(&mut drawn.samples) {
        let rest_on = plan.n_blocks(data);
        for ((measured, values), n_blocks) in figures.iter_mut().zip(samples).zip(rest_on) {
            if let Figure::Value { interval: own, .. } = &mut measured.figure
                && n_blocks >= FEWEST_BLOCKS
            {
                *own = interval(values, settings.n_draws);
            }
        }
    }
    steps.told(steps.all)?;
    let section = |(plan, figures): (&Plan, Vec<Measured>)| {
        let tag = plan.tag.and_then(|tag| scope.tags.get(tag).copied());
        let of_pairs = pairs.get(plan.tag.map_or(0, |tag| tag + 1)).cloned().unwrap_or_default();
        section((comparison, data.marks), (plan.tag, tag), figures, (&totals, of_pairs))
    };
    Some(plans.iter().zip(figures).map(section).collect())
}

/// The values of each figure in the draws, by section.
struct Drawn {
    samples: Vec<Vec<Vec<f64>>>,
}

impl Drawn {
    fn of(figures: &[Vec<Measured>]) -> Self {
        Self { samples: figures.iter().map(|figures| vec![Vec::new(); figures.len()]).collect() }
    }
}

fn section(
    (comparison, marks): (&Comparison, &Marks),
    (at, tag): (Option<usize>, Option<TagId>),
    figures: Vec<Measured>,
    (totals, of_pairs): (&Totals, OfTag),
) -> Section {
    let mut stances = [0; STANCES.len()];
    for (count, value) in stances.iter_mut().zip(totals.stances(at).values()) {
        *count = whole(value);
    }
    Section {
        tag,
        name: tag.map_or_else(|| "All tags".to_owned(), |tag| comparison.tag_path(tag)),
        claims: (0..marks.n_readers).map(|reader| marks.n_claims(reader, at)).collect(),
        n_matched: of_pairs.n_matched,
        figures,
        stances,
        spread: if marks.n_readers > 2 { of_pairs.spread() } else { Vec::new() },
        pairs: of_pairs.pairs,
    }
}

fn finished(
    (scope, comparison): (&Scope, &Comparison),
    readers: &[&Reader],
    (data, mut sections): (&Data<'_>, Vec<Section>),
    settings: &FigureSettings,
) -> Report {
    let reader = |(at, reader): (usize, &&Reader)| ReaderLine {
        id: reader.id,
        name: reader.name.clone(),
        n_claims: data.marks.n_claims(at, None),
    };
    let source = |own: &super::gather::SourceMarks| {
        let source = comparison.source(own.id)?;
        let name = source.short_name().to_owned();
        Some(SourceLine { id: own.id, name, length: source.text.len() })
    };
    let tags = sections.split_off(1.min(sections.len()));
    let unused = scope.tags.iter().filter(|tag| !tags.iter().any(|section| section.tag == Some(**tag)));
    Report {
        revision: comparison.revision(),
        readers: readers.iter().enumerate().map(reader).collect(),
        sources: data.marks.sources.iter().filter_map(source).collect(),
        n_places: data.whats.n_places,
        n_blocks: data.marks.lengths.len(),
        unused: unused.copied().collect(),
        overall: sections.pop().unwrap_or_else(Section::none),
        tags,
        settings: settings.clone(),
    }
}
