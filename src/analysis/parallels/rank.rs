//! From a question and an index to windows with what they are worth.
//!
//! Every window of one to three sentences is a document in the sense of BM25. Only sentences that have a term of the
//! question are looked at.

use std::collections::HashMap;

use super::index::{Index, Unit};
use super::question::{Asked, Weighed};
use super::reading::TermKind;
use super::settings::Settings;
use crate::model::TagId;
use crate::text::Span;

/// The most sentences of a window.
const MOST_SENTENCES: usize = 3;
/// The most terms of a window of several sentences.
const MOST_TERMS: u32 = 130;
/// The mean window is taken to be so many sentences long.
const MEAN_WINDOW: f32 = 1.5;

/// Some sentences that follow one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub first: usize,
    pub n: usize,
    pub score: f32,
}

impl Window {
    /// Returns the stretch of the text that it is.
    pub(super) fn span(&self, units: &[Unit]) -> Span {
        let inside = units.iter().skip(self.first).take(self.n).map(|unit| unit.span);
        inside.reduce(Span::hull).unwrap_or_default()
    }
}

/// What of a source is not to be offered, and what bears a tag of the question.
pub(super) struct Marked {
    left_out: Vec<bool>,
    tags: HashMap<usize, TagId>,
}

impl Marked {
    pub(super) fn of(
        index: &Index,
        left_out: impl Iterator<Item = Span>,
        tagged: impl Iterator<Item = (Span, TagId)>,
    ) -> Self {
        let units = index.units();
        let mut marked = Self { left_out: vec![false; units.len()], tags: HashMap::new() };
        for span in left_out {
            for at in touched(units, span) {
                if let Some(out) = marked.left_out.get_mut(at) {
                    *out = true;
                }
            }
        }
        for (span, tag) in tagged {
            for at in touched(units, span) {
                marked.tags.entry(at).or_insert(tag);
            }
        }
        marked
    }

    fn leaves_out(&self, window: &Window) -> bool {
        (window.first..window.first + window.n).any(|at| self.left_out.get(at).copied().unwrap_or_default())
    }

    /// Returns the tag of the question that a claim in the window bears.
    pub(super) fn tag(&self, window: &Window) -> Option<TagId> {
        (window.first..window.first + window.n).find_map(|at| self.tags.get(&at).copied())
    }
}

/// Returns which sentences a stretch touches.
fn touched(units: &[Unit], span: Span) -> std::ops::Range<usize> {
    let first = units.partition_point(|unit| unit.span.end() <= span.start());
    let last = units.partition_point(|unit| unit.span.start() < span.end());
    first..last.max(first)
}

/// Returns the numbers of the terms of `index` that are the term asked for, and what each is worth beside it: itself;
/// in another language also what is written much like it.
pub(super) fn terms_for(
    asked: &Asked,
    index: &Index,
    from: &Index,
    settings: &Settings,
) -> (Vec<usize>, f32) {
    if let Some(term) = index.term(&asked.key) {
        return (vec![term], 1.0);
    }
    let alike = matches!(asked.kind, TermKind::Word | TermKind::Name)
        && !index.language().shares_stems_with(from.language());
    if alike { (index.cognates(&asked.key), settings.cognate) } else { (Vec::new(), 0.0) }
}

/// Returns the best windows of a source that don't overlap, best first: at most `most`.
pub(super) fn best(
    index: &Index,
    weighed: &Weighed,
    found: &[(Vec<usize>, f32)],
    marked: &Marked,
    (settings, most): (&Settings, usize),
) -> Vec<Window> {
    let mut sums = Sums::of(index, settings);
    for (asked, (terms, worth)) in weighed.terms.iter().zip(found) {
        let sentences: Vec<u32>;
        let sentences = match terms.as_slice() {
            [] => continue,
            [only] => index.sentences_of(*only),
            several => {
                let mut all: Vec<u32> =
                    several.iter().flat_map(|term| index.sentences_of(*term)).copied().collect();
                all.sort_unstable();
                sentences = all;
                &sentences
            }
        };
        sums.add(sentences, asked.weight * worth);
    }
    let mut windows: Vec<Window> = sums.windows(settings);
    windows.retain(|window| !marked.leaves_out(window));
    for window in &mut windows {
        if marked.tag(window).is_some() {
            window.score *= 1.0 + settings.shared_tag;
        }
    }
    without_overlap(windows, index.units().len(), most)
}

/// Keeps of windows that overlap the best; among equals the earlier, and then the shorter.
fn without_overlap(mut windows: Vec<Window>, n_units: usize, most: usize) -> Vec<Window> {
    windows.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (a.first, a.n).cmp(&(b.first, b.n))));
    let mut taken = vec![false; n_units];
    let mut best = Vec::new();
    for window in windows {
        let Some(places) = taken.get_mut(window.first..window.first + window.n) else { continue };
        if places.iter().any(|taken| *taken) {
            continue;
        }
        places.fill(true);
        best.push(window);
        if best.len() == most {
            break;
        }
    }
    best
}

/// What the windows of a source are worth so far, by how many sentences they have and where they begin.
struct Sums {
    worth: [Vec<f32>; MOST_SENTENCES],
    /// How many sentences a window that begins here can have.
    reach: Vec<u8>,
    /// How many terms stand before each sentence, and in all.
    before: Vec<u32>,
    mean: f32,
    k1: f32,
    b: f32,
}

impl Sums {
    fn of(index: &Index, settings: &Settings) -> Self {
        let units = index.units();
        let mut before = Vec::with_capacity(units.len() + 1);
        let mut sum = 0_u32;
        before.push(0);
        for unit in units {
            sum = sum.saturating_add(unit.n_terms);
            before.push(sum);
        }
        let longest = settings.longest_window.clamp(1, MOST_SENTENCES);
        let reach = (0..units.len()).map(|first| reach(units, first, longest)).collect();
        let worth = [(); MOST_SENTENCES].map(|()| vec![0.0; units.len()]);
        let mean = index.mean_terms() * MEAN_WINDOW;
        Self { worth, reach, before, mean, k1: settings.k1, b: settings.b }
    }

    /// Adds a term of this weight that stands in these sentences: weight × tf (k₁ + 1) / (tf + k₁ (1 − b + b l / mean)).
    fn add(&mut self, sentences: &[u32], weight: f32) {
        let mut groups: Vec<(usize, f32)> = Vec::new();
        for same in sentences.chunk_by(|a, b| a == b) {
            #[expect(clippy::cast_precision_loss, reason = "few")]
            groups.extend(same.first().map(|at| (*at as usize, same.len() as f32)));
        }
        for n in 1..=MOST_SENTENCES {
            let mut next = 0;
            for (place, (sentence, _)) in groups.iter().enumerate() {
                for first in next.max((sentence + 1).saturating_sub(n))..=*sentence {
                    if usize::from(self.reach.get(first).copied().unwrap_or_default()) < n {
                        continue;
                    }
                    let inside = groups.iter().skip(place).take_while(|(at, _)| *at < first + n);
                    let tf: f32 = inside.map(|(_, tf)| tf).sum();
                    let worth = weight * self.saturated(tf, first, n);
                    if let Some(sum) = self.worth.get_mut(n - 1).and_then(|sums| sums.get_mut(first)) {
                        *sum += worth;
                    }
                }
                next = sentence + 1;
            }
        }
    }

    fn saturated(&self, tf: f32, first: usize, n: usize) -> f32 {
        let before = |at: usize| self.before.get(at).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "few")]
        let length = (before(first + n) - before(first)) as f32;
        tf * (self.k1 + 1.0) / (tf + self.k1 * (1.0 - self.b + self.b * length / self.mean))
    }

    fn windows(&self, settings: &Settings) -> Vec<Window> {
        let of_length = |(n, sums): (usize, &Vec<f32>)| {
            let worth = sums.iter().copied().enumerate().filter(|(_, score)| *score > 0.0);
            let window = |(first, score): (usize, f32)| {
                let score = score + settings.neighbors * self.beside(first, n);
                Window { first, n, score }
            };
            worth.map(window).collect::<Vec<_>>()
        };
        (1..).zip(&self.worth).flat_map(of_length).collect()
    }

    /// What the two sentences before a window and the two after it are worth, the further ones half.
    fn beside(&self, first: usize, n: usize) -> f32 {
        let [alone, ..] = &self.worth;
        let at = |place: Option<usize>| place.and_then(|place| alone.get(place)).copied().unwrap_or_default();
        let near = at(first.checked_sub(1)) + at(Some(first + n));
        let far = at(first.checked_sub(2)) + at(Some(first + n + 1));
        near + far / 2.0
    }
}

/// Returns how many sentences, up to `longest`, a window that begins here can have.
fn reach(units: &[Unit], first: usize, longest: usize) -> u8 {
    let mut n_terms = units.get(first).map_or(0, |unit| unit.n_terms);
    let mut n = 1;
    for unit in units.iter().skip(first + 1).take(longest - 1) {
        n_terms = n_terms.saturating_add(unit.n_terms);
        if !unit.joined || n_terms > MOST_TERMS {
            break;
        }
        n += 1;
    }
    n
}
