//! How many passages of each color fall in each part of a source.
//!
//! Counted a portion at a time, so that a source of any number of claims never holds up a frame.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::gui::view::View;
use crate::model::{ColorSlot, Comparison, PassageAt, ReaderId, Revision, SourceId, TagId};
use crate::text::Span;

/// How many parts a source has: more than any pane has rows of pixels.
pub const PARTS: usize = 2048;

const SLOTS: usize = ColorSlot::ALL.len();

/// Passages looked at in one frame: about a millisecond for each pane.
pub const PORTION: usize = 1_500;

/// What is counted of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// The passages of each color that the focus shows, in the order of [`ColorSlot::ALL`].
    pub shown: [u32; SLOTS],
    /// The passages that it does not show.
    pub dimmed: u32,
}

/// What the passages are counted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    source: SourceId,
    revision: Revision,
    focus: Vec<TagId>,
    /// Readers whose claims are not shown.
    hidden: Arc<HashSet<ReaderId>>,
}

impl Asked {
    /// Returns what `view` shows of `source` now.
    pub fn now(comparison: &Comparison, view: &View, source: SourceId) -> Self {
        let hidden = Arc::clone(&view.overlay.hidden);
        Self { source, revision: comparison.revision(), focus: view.focus.clone(), hidden }
    }
}

/// Returns the parts that `span` touches in a text of `length` code points: the first and the last.
pub fn parts_of(span: Span, length: u32) -> (usize, usize) {
    let part = |pos: u32| {
        let part = u64::from(pos) * PARTS as u64 / u64::from(length.max(1));
        usize::try_from(part).unwrap_or(0).min(PARTS - 1)
    };
    (part(span.start().0), part(span.end().0.saturating_sub(1).max(span.start().0)))
}

/// A count, whole or under way.
pub struct Census {
    /// What is counted.
    pub asked: Asked,
    /// By how much more passages there are in a part than in the one before it; as counts once it is whole.
    steps: Vec<[i32; SLOTS + 1]>,
    parts: Arc<[Part]>,
    last: Option<PassageAt>,
    whole: bool,
    /// The place of a tag's color, and whether the focus shows it.
    tags: HashMap<TagId, (usize, bool)>,
    n_passages: usize,
}

impl Census {
    /// Begins to count.
    pub fn begin(asked: Asked) -> Self {
        Self {
            asked,
            steps: vec![[0; SLOTS + 1]; PARTS + 1],
            parts: Arc::default(),
            last: None,
            whole: false,
            tags: HashMap::new(),
            n_passages: 0,
        }
    }

    /// Returns the count of each part, once all are counted.
    pub fn parts(&self) -> Option<&Arc<[Part]>> {
        self.whole.then_some(&self.parts)
    }

    /// Returns how many passages were counted.
    pub fn n_passages(&self) -> usize {
        self.n_passages
    }

    /// Counts a portion more. Returns whether that was the last.
    pub fn go_on(&mut self, comparison: &Comparison, view: &View) -> bool {
        let length = comparison.source(self.asked.source).map_or(0, |source| source.text.len());
        let Some(passages) = comparison.passages(self.asked.source) else {
            self.end();
            return true;
        };
        let mut n = 0;
        for passage in passages.after(self.last).take(PORTION) {
            n += 1;
            self.last = Some(passage);
            self.count(passage, (comparison, view), length);
        }
        self.n_passages += n;
        if n < PORTION {
            self.end();
        }
        self.whole
    }

    fn count(&mut self, passage: PassageAt, (comparison, view): (&Comparison, &View), length: u32) {
        let claim = comparison.claim(passage.claim).filter(|claim| !view.overlay.hides(claim.reader));
        let Some(claim) = claim else { return };
        let (first, last) = parts_of(passage.span, length);
        let mut add = |column: usize| {
            for (part, by) in [(first, 1), (last + 1, -1)] {
                if let Some(count) = self.steps.get_mut(part).and_then(|steps| steps.get_mut(column)) {
                    *count += by;
                }
            }
        };
        if claim.tags.is_empty() {
            add(if view.focus.is_empty() { slot_of(ColorSlot::Gray) } else { SLOTS });
        }
        let tags = &mut self.tags;
        let looks = claim.tags.iter().map(|used| {
            *tags.entry(used.tag).or_insert_with(|| {
                let color = comparison.tag(used.tag).map_or(ColorSlot::Gray, |tag| tag.color);
                (slot_of(color), view.shows_tags(comparison, [used.tag]))
            })
        });
        for (slot, shown) in looks {
            add(if shown { slot } else { SLOTS });
        }
    }

    fn end(&mut self) {
        let mut so_far = [0_i32; SLOTS + 1];
        let steps = std::mem::take(&mut self.steps);
        let parts = steps.into_iter().take(PARTS).map(|steps| {
            so_far.iter_mut().zip(steps).for_each(|(so_far, step)| *so_far += step);
            let mut part = Part::default();
            let counts = so_far.map(|n| u32::try_from(n).unwrap_or(0));
            part.shown.iter_mut().zip(counts).for_each(|(to, n)| *to = n);
            part.dimmed = counts.last().copied().unwrap_or(0);
            part
        });
        self.parts = parts.collect();
        self.whole = true;
    }
}

fn slot_of(color: ColorSlot) -> usize {
    ColorSlot::ALL.iter().position(|slot| *slot == color).unwrap_or(SLOTS - 1)
}
