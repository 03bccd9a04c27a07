//! From the places that may be meant to the one that is, or to the admission that it can't be told.
//!
//! Two things speak for a place: its words, and what stands around it. Words alone are no proof where they are few, and
//! likeness alone is none at all: texts repeat themselves. So a passage whose words changed is placed only where what
//! stands on both sides of it bears that out, and one whose words stand elsewhere in quite other surroundings only
//! where they are many and stood in one place before.

use super::align::{Free, align};
use super::index::{Hint, PlaceIndex, is_in_context};
use super::{Change, Placement, changes};
use crate::model::Anchor;
use crate::text::{Pos, Span, Text};

/// From this share of its surroundings on, weighed by what words say, a place with the very words is the passage.
const BORNE_OUT: f32 = 0.5;
/// The same of the words right beside it, on either side, where its words may stand in several places.
const BESIDE: f32 = 0.6;
/// The same where nothing is known but the little that an anchor keeps.
const BESIDE_ALONE: f32 = 0.9;
/// The same of all that an anchor keeps on one side, where the words stand in one place alone.
const ALL_OF_IT: f32 = 0.99;
/// How many words these two have to be together.
const TOGETHER: usize = 10;
/// By how much it has to be ahead of every other place with the very words.
const AHEAD: f32 = 0.2;
/// From this share of its words on, a passage that was changed may be recognized.
const LIKE: f32 = 0.65;
/// What either side's surroundings must have in common with what they were, where the words changed.
const SIDE: f32 = 0.4;
/// Both of these, where nothing is known but the little that an anchor keeps.
const LIKE_ALONE: f32 = 0.8;
const SIDE_ALONE: f32 = 0.7;
/// From this share of its words on, a place is worth asking a person about, though nothing around it speaks for it.
const WORTH_ASKING: f32 = 0.7;
/// How many words on either side are right beside a passage.
const NEAR: usize = 6;
/// How much it says that a passage stands at an end of the text.
const AT_AN_END: f32 = 6.0;
/// A stretch of so many words that stood in one place, and stands in one, is the same wherever it went.
const MANY: usize = 8;
/// The same where it is not known in how many places it stood.
const VERY_MANY: usize = 25;
/// How many places a person is asked about, at most.
const MOST_ASKED: usize = 20;
/// How many places with the very words are looked at, at most.
const MOST_LOOKED_AT: usize = 2_000;

/// What is sought.
pub(super) struct Sought<'a> {
    anchor: &'a Anchor,
    /// The text it was marked in, if that is at hand.
    old: Option<&'a Text>,
    before: Vec<u32>,
    quote: Vec<u32>,
    after: Vec<u32>,
    weights: [f32; 3],
    /// Whether it stood at the start of the text, and at its end.
    at_ends: [bool; 2],
}

/// A place that may be the passage, and the shares, from 0 to 1, of what it has in common with it.
#[derive(Debug, Clone, Copy)]
struct Place {
    span: Span,
    quote: f32,
    before: f32,
    after: f32,
    /// The same of the words right beside it alone, the smaller of both sides.
    beside: f32,
    /// Whether half as many words were put in as were kept, and more.
    is_loose: bool,
    /// Whether what stood right before and right after it stands right there, with next to nothing between.
    closed: bool,
}

impl<'a> Sought<'a> {
    pub(super) fn of(index: &PlaceIndex, anchor: &'a Anchor, old: Option<&'a Text>) -> Self {
        let mut before = index.numbers(&anchor.before);
        let mut after = index.numbers(&anchor.after);
        // Context is cut by counting, so the word at its far end may be half a word.
        if anchor.before.chars().next().is_some_and(char::is_alphanumeric) && !before.is_empty() {
            before.remove(0);
        }
        if anchor.after.chars().next_back().is_some_and(char::is_alphanumeric) {
            after.pop();
        }
        let quote = index.numbers(&anchor.quote);
        let mut weights = [&before, &quote, &after].map(|words| index.weight_of(words));
        let at_ends = [
            anchor.before.is_empty() && anchor.span.start() == Pos(0),
            anchor.after.is_empty() && old.is_some_and(|old| anchor.span.end() == old.end()),
        ];
        let [first, _, last] = &mut weights;
        let [starts, ends] = at_ends;
        *first = if starts { AT_AN_END } else { *first };
        *last = if ends { AT_AN_END } else { *last };
        Self { anchor, old, before, quote, after, weights, at_ends }
    }

    /// Returns the share of the surroundings that a place has, both sides together.
    fn context(&self, place: &Place) -> f32 {
        let [before, _, after] = self.weights;
        if before + after <= 0.0 {
            0.0
        } else {
            (place.before * before + place.after * after) / (before + after)
        }
    }

    /// Returns how much speaks for a place, words and surroundings together.
    fn score(&self, place: &Place) -> f32 {
        let [before, quote, after] = self.weights;
        place.before * before + place.quote * quote + place.after * after
    }

    /// Returns whether the words stood in one place in the text they were marked in; nothing when that is not known.
    fn stood_once(&self) -> Option<bool> {
        let old = self.old?;
        Some(super::super::locate::occurrences_up_to(old, &self.anchor.quote, 2) < 2)
    }
}

pub(super) fn decide(index: &PlaceIndex, sought: &Sought<'_>) -> Placement {
    let at =
        |span: Span| if span == sought.anchor.span { Placement::Exact(span) } else { Placement::Moved(span) };
    let quote = &sought.anchor.quote;
    if quote.trim().is_empty() {
        return Placement::Lost;
    }
    let verbatim = index.verbatim(quote, MOST_LOOKED_AT);
    let in_context: Vec<Span> =
        verbatim.iter().copied().filter(|span| is_in_context(index.text(), *span, sought.anchor)).collect();
    if let [only] = in_context.as_slice() {
        return at(*only);
    }
    let mut same: Vec<Place> = verbatim.iter().map(|span| measured(index, sought, *span)).collect();
    same.sort_by(|a, b| sought.context(b).total_cmp(&sought.context(a)));
    if let Some(span) = among_the_same(sought, &same) {
        return at(span);
    }
    among_the_like(index, sought, &same)
}

/// Returns how much of what stood around the passage stands around a place that has its very words.
fn measured(index: &PlaceIndex, sought: &Sought<'_>, span: Span) -> Place {
    let room = |n: usize| n + n / 2 + 4;
    let (before, after) = index.around(span, room(sought.before.len()), room(sought.after.len()));
    let kept = |old: &[u32], new: &[u32], free: Free| {
        let weight = |word: u32| index.weight(word);
        let same = align(old, new, &weight, free).into_iter().filter(|(i, j)| old.get(*i) == new.get(*j));
        let kept: f32 = same.filter_map(|(i, _)| old.get(i)).map(|word| weight(*word)).sum();
        let all = index.weight_of(old);
        if all > 0.0 { kept / all } else { 0.0 }
    };
    let [starts, ends] = sought.at_ends;
    let at_end = |is_there: bool| if is_there { 1.0 } else { 0.0 };
    let side = |n_old: usize, more: usize| {
        let old = last(&sought.before, n_old);
        let new = last(&before, old.len() + more);
        let before = if starts { at_end(before.is_empty()) } else { kept(old, new, Free::Start) };
        let old = first(&sought.after, n_old);
        let new = first(&after, old.len() + more);
        let after = if ends { at_end(after.is_empty()) } else { kept(old, new, Free::End) };
        (before, after)
    };
    let beside = side(NEAR, 1);
    let (before, after) = side(MOST_LOOKED_AT, MOST_LOOKED_AT);
    let beside = beside.0.min(beside.1);
    Place { span, quote: 1.0, before, after, beside, is_loose: false, closed: false }
}

fn first(words: &[u32], n: usize) -> &[u32] {
    words.get(..n).unwrap_or(words)
}

fn last(words: &[u32], n: usize) -> &[u32] {
    words.get(words.len().saturating_sub(n)..).unwrap_or(words)
}

/// Returns the one of the places with the very words that is the passage, if one is.
fn among_the_same(sought: &Sought<'_>, same: &[Place]) -> Option<Span> {
    let best = same.first()?;
    let context = sought.context(best);
    let second = same.get(1).map_or(0.0, |place| sought.context(place));
    let is_ahead = same.len() == 1 || context - second >= AHEAD;
    // Of what the text says twice, or may have said twice, one may be gone and the other meant by nobody.
    let borne_out = match sought.stood_once() {
        Some(true) if sought.quote.len() >= MANY => context >= BORNE_OUT || same.len() == 1,
        None if sought.quote.len() >= VERY_MANY && same.len() == 1 => true,
        None if sought.quote.len() >= MANY && same.len() == 1 => context >= BORNE_OUT,
        None if same.len() == 1 && (best.before >= ALL_OF_IT || best.after >= ALL_OF_IT) => {
            let side = if best.before >= ALL_OF_IT { &sought.before } else { &sought.after };
            sought.quote.len() + side.len() >= TOGETHER
        }
        Some(_) => context >= BORNE_OUT && best.beside >= BESIDE,
        None => context >= BORNE_OUT && best.beside >= BESIDE_ALONE,
    };
    (is_ahead && borne_out).then_some(best.span)
}

/// Decides where no place with the very words is sure.
fn among_the_like(index: &PlaceIndex, sought: &Sought<'_>, same: &[Place]) -> Placement {
    let like = likely(index, sought);
    let words_at = |place: &Place| index.text().slice(place.span);
    // What stood in the other edition elsewhere, word for word, is that and not this passage.
    let stood_elsewhere = |place: &Place| {
        sought.old.is_some_and(|old| super::super::locate::occurrences_up_to(old, words_at(place), 1) > 0)
    };
    let has_changed = |place: &&Place| !same.iter().any(|other| other.span.overlaps(place.span));
    let borne_out = |place: &&Place| {
        let sides = place.before.min(place.after);
        let (both, is_like) = match sought.old {
            Some(_) => (sides >= SIDE, place.quote >= LIKE),
            None => (sides >= SIDE_ALONE, place.quote >= LIKE_ALONE),
        };
        let long = sought.old.is_some() && sought.quote.len() >= 6;
        let nearly = place.quote >= 0.85 && long && place.before.max(place.after) >= 0.7;
        let surely = sides >= 0.8;
        let is_like = is_like && !place.is_loose;
        is_like && (both || nearly) && (surely || !stood_elsewhere(place))
    };
    let sure: Vec<&Place> = like.iter().filter(has_changed).filter(borne_out).collect();
    let others = |best: &Place| {
        let enough = 0.75 * sought.score(best);
        let rivals = like.iter().chain(same);
        rivals.filter(|other| !other.span.overlaps(best.span)).any(|other| sought.score(other) >= enough)
    };
    if let Some(best) = sure.first()
        && !others(best)
    {
        let told = changes(&sought.anchor.quote, words_at(best));
        if !told.iter().any(Change::is_change) {
            return Placement::Moved(best.span);
        }
        return Placement::Similar { span: best.span, changes: told };
    }
    let worth = |place: &&Place| {
        let (many, context) = (sought.quote.len() >= 4, sought.context(place));
        place.quote >= WORTH_ASKING && many && (context >= 0.2 || !stood_elsewhere(place))
            || place.quote >= LIKE && context >= SIDE
    };
    // Where all that stood around it is and it is not, it was taken out; what is like it elsewhere is something else.
    let taken_out = like.iter().any(|place| place.closed);
    let asked = like.iter().filter(|_| !taken_out).filter(has_changed).filter(worth);
    let mut asked: Vec<Span> = same.iter().chain(asked).map(|place| place.span).take(MOST_ASKED).collect();
    asked.sort_unstable();
    asked.dedup();
    if asked.is_empty() { Placement::Lost } else { Placement::Ambiguous(asked) }
}

/// Returns the places that hints speak for, with what they have in common with the passage, the best first.
fn likely(index: &PlaceIndex, sought: &Sought<'_>) -> Vec<Place> {
    let words: Vec<u32> = sought.before.iter().chain(&sought.quote).chain(&sought.after).copied().collect();
    let hints = index.hints(&words);
    let windows = windows(hints, words.len(), index.units.len());
    let mut places: Vec<Place> =
        windows.into_iter().filter_map(|window| place_in(index, sought, &words, window)).collect();
    places.sort_by(|a, b| sought.score(b).total_cmp(&sought.score(a)));
    places.dedup_by(|a, b| a.span == b.span);
    places
}

/// How many stretches of the text are looked into.
const MOST_WINDOWS: usize = 6;

/// Returns stretches of units that many hints point to: each hint says where the whole would begin.
fn windows(mut hints: Vec<Hint>, n_sought: usize, n_units: usize) -> Vec<(usize, usize)> {
    let slack = 8 + n_sought / 4;
    let begin = |hint: &Hint| (hint.at + n_sought).saturating_sub(hint.sought);
    hints.sort_by_key(begin);
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    let (mut last, mut sum) = (0, 0.0);
    for (first, hint) in hints.iter().enumerate() {
        while let Some(next) = hints.get(last).filter(|next| begin(next) <= begin(hint) + slack) {
            sum += next.weight;
            last += 1;
        }
        found.push((sum, first, last));
        sum -= hint.weight;
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    let least = found.first().map_or(0.0, |best| best.0) * 0.2;
    for (sum, first, last) in found {
        if chosen.len() >= MOST_WINDOWS || sum < least {
            break;
        }
        let group = hints.get(first..last).unwrap_or_default();
        let from = group.iter().map(|hint| hint.at.saturating_sub(hint.sought)).min().unwrap_or(0);
        let to = group.iter().map(|hint| hint.at + n_sought - hint.sought).max().unwrap_or(0);
        let window = (from.saturating_sub(slack), (to + slack).min(n_units));
        // What lies within a window that was chosen is seen there.
        let middle = window.0.midpoint(window.1);
        if !chosen.iter().any(|(from, to)| (*from..*to).contains(&middle)) {
            chosen.push(window);
        }
    }
    joined(chosen, n_sought)
}

/// Adds, for two windows that lie close to one another, the stretch of both: much may have been put in between.
fn joined(mut windows: Vec<(usize, usize)>, n_sought: usize) -> Vec<(usize, usize)> {
    let mut both: Vec<(usize, usize)> = Vec::new();
    for (n, a) in windows.iter().enumerate() {
        for b in windows.iter().skip(n + 1) {
            let whole = (a.0.min(b.0), a.1.max(b.1));
            if whole.1 - whole.0 <= 4 * n_sought + 100 {
                both.push(whole);
            }
        }
    }
    windows.append(&mut both);
    windows
}

/// Returns where in a stretch of the text the passage is, by the alignment of it and all that stood around it: so what
/// stands beside it is not taken for it.
fn place_in(index: &PlaceIndex, sought: &Sought<'_>, words: &[u32], window: (usize, usize)) -> Option<Place> {
    let pairs = index.aligned(words, window);
    let quote = sought.before.len()..sought.before.len() + sought.quote.len();
    let mut kept = [0.0; 3];
    let (mut last_before, mut first_after) = (None, None);
    let mut ends: Option<(usize, usize)> = None;
    let mut n_kept = 0;
    for (i, j) in pairs {
        let same = words.get(i).copied() == index.units.get(j).map(|unit| unit.word);
        let weight = if same { words.get(i).map_or(0.0, |word| index.weight(*word)) } else { 0.0 };
        let [before, within, after] = &mut kept;
        if i < quote.start {
            *before += weight;
            last_before = if same { Some((i, j)) } else { last_before };
        } else if i < quote.end {
            *within += weight;
            n_kept += usize::from(same);
            ends = Some(ends.map_or((j, j), |(first, _)| (first, j)));
        } else {
            *after += weight;
            first_after = first_after.or(same.then_some((i, j)));
        }
    }
    let [before, within, after] = kept;
    let [all_before, all_quote, all_after] = sought.weights;
    let at_ends = ends.map(|(first, last)| [first == 0, last + 1 == index.units.len()]).unwrap_or_default();
    let share = |kept: f32, all: f32, end: usize| {
        if sought.at_ends.get(end) == Some(&true) {
            return if at_ends.get(end) == Some(&true) { 1.0 } else { 0.0 };
        }
        if all > 0.0 { kept / all } else { 0.0 }
    };
    let place = Place {
        span: Span::default(),
        quote: share(within, all_quote, usize::MAX),
        before: share(before, all_before, 0),
        after: share(after, all_after, 1),
        beside: 0.0,
        is_loose: ends.is_some_and(|(first, last)| last + 1 - first > n_kept + n_kept / 2 + 2),
        closed: false,
    };
    let closed = last_before.zip(first_after).is_some_and(|((i, x), (k, y))| {
        // Next to nothing stands between them that did not stand between them before, the passage aside.
        let aside = (quote.start - 1 - i) + (k - quote.end);
        place.before >= 0.5 && place.after >= 0.5 && place.quote < LIKE && y - x <= 3 + aside
    });
    let span = match ends {
        Some((first, last)) => with_marks(index, sought, index.span_of(first, last)?),
        None => index.span_of(window.0, window.0)?,
    };
    Some(Place { span, closed, ..place })
}

/// Returns the stretch with the punctuation at its ends that the passage had at its ends.
fn with_marks(index: &PlaceIndex, sought: &Sought<'_>, span: Span) -> Span {
    let text = index.text();
    let quote = sought.anchor.quote.as_str();
    let lead: String = quote.chars().take_while(|c| !c.is_alphanumeric()).collect();
    let trail: String = quote.chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
    let trail: String = trail.chars().rev().collect();
    let (start, end) = (text.byte_from_pos(span.start()), text.byte_from_pos(span.end()));
    let before = text.as_str().get(..start).unwrap_or_default();
    let after = text.as_str().get(end..).unwrap_or_default();
    let start = if before.ends_with(&lead) { start - lead.len() } else { start };
    // A full stop that became a question mark is part of it all the same.
    let marks: String = after
        .chars()
        .take(trail.chars().count())
        .take_while(|c| !c.is_alphanumeric() && !c.is_whitespace())
        .collect();
    let end = if after.starts_with(&trail) { end + trail.len() } else { end + marks.len() };
    text.span_from_bytes(start, end)
}
