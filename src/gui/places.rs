//! Places: where a reader has been, to be gone back to and forward again, as in a browser.
//!
//! A place is both panes at once. One is left when a text jumps or is moved for the reader, never while it is
//! scrolled: going back is for what one could not undo by hand.

use super::view::{Mode, PaneView, Side, Sides, View};
use crate::model::{ClaimId, Comparison, SourceId};
use crate::text::Pos;

/// How many places are remembered in each direction.
const MOST: usize = 100;

/// How far apart, in points, two places in the same block must be to be told apart.
const NEAR: f32 = 2.0;

/// Where one pane is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PanePlace {
    /// The source it shows.
    pub source: Option<SourceId>,
    /// The block at the top, by the position of its first character.
    pub top: Pos,
    /// How far the top of the pane is into that block, in points.
    pub offset: f32,
    anchor: Pos,
    caret: Pos,
}

impl PanePlace {
    /// Returns where `pane` is.
    pub fn of(pane: &PaneView) -> Self {
        let PaneView { source, top, offset, anchor, caret, .. } = *pane;
        Self { source, top, offset, anchor, caret }
    }

    /// Returns whether the text stands elsewhere than in `other`; carets do not count.
    pub fn differs(&self, other: &Self) -> bool {
        self.source != other.source || self.top != other.top || (self.offset - other.offset).abs() > 0.01
    }

    /// Returns whether the caret or the selection is another than in `other`.
    pub fn caret_differs(&self, other: &Self) -> bool {
        self.caret != other.caret || self.anchor != other.anchor
    }

    fn is_near(&self, other: &Self) -> bool {
        self.source == other.source && self.top == other.top && (self.offset - other.offset).abs() <= NEAR
    }
}

/// Where the reader is, in both panes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// The panes.
    pub panes: Sides<PanePlace>,
    /// What fills the middle of the window.
    pub mode: Mode,
    active: Side,
    claim: Option<ClaimId>,
}

impl Place {
    /// Returns where the reader is now.
    pub fn of(view: &View) -> Self {
        let mut panes = Sides::default();
        for side in Side::BOTH {
            *panes.get_mut(side) = PanePlace::of(view.panes.get(side));
        }
        Self { panes, mode: view.mode, active: view.active, claim: view.claim }
    }

    fn is_near(&self, other: &Self) -> bool {
        let alike = |side| self.panes.get(side).is_near(other.panes.get(side));
        self.mode == other.mode && Side::BOTH.into_iter().all(alike)
    }

    /// Goes there. Sources and claims that are gone since are passed over.
    fn restore(self, view: &mut View, comparison: &Comparison) {
        for side in Side::BOTH {
            let place = self.panes.get(side);
            let Some(source) = place.source.and_then(|source| comparison.source(source)) else { continue };
            let (pane, end) = (view.panes.get_mut(side), source.text.end());
            pane.show(source.id);
            (pane.top, pane.offset) = (place.top.min(end), place.offset);
            (pane.anchor, pane.caret) = (place.anchor.min(end), place.caret.min(end));
            (pane.reveal, pane.goal_x) = (None, None);
            pane.grown.clear();
        }
        (view.mode, view.active) = (self.mode, self.active);
        view.claim = self.claim.filter(|claim| comparison.claim(*claim).is_some());
    }
}

/// The places left behind, and those that the reader has come back from.
#[derive(Debug, Clone, Default)]
pub struct Places {
    past: Vec<Place>,
    future: Vec<Place>,
}

impl Places {
    /// Notes that the reader leaves `place`. What they had come back from is forgotten.
    pub fn leave(&mut self, place: Place) {
        self.future.clear();
        if self.past.last().is_some_and(|last| last.is_near(&place)) {
            return;
        }
        if self.past.len() >= MOST {
            self.past.remove(0);
        }
        self.past.push(place);
    }

    /// Returns how many places there are to go back to, and forward to.
    pub fn n(&self) -> (usize, usize) {
        (self.past.len(), self.future.len())
    }
}

/// Goes to the place before, or (`forward`) to the one that the reader came back from. Returns whether there was one.
pub fn step(view: &mut View, comparison: &Comparison, forward: bool) -> bool {
    let now = Place::of(view);
    let places = &mut view.places;
    let (from, to) =
        if forward { (&mut places.future, &mut places.past) } else { (&mut places.past, &mut places.future) };
    // A place that the reader has come back to by hand would look as if nothing were done.
    let next = loop {
        match from.pop() {
            Some(place) if place.is_near(&now) => {}
            other => break other,
        }
    };
    let Some(next) = next else { return false };
    to.push(now);
    next.restore(view, comparison);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Command, Desk, NewSource, RandomIds, SystemClock};
    use crate::model::{Bibliography, ComparisonId, Origin, Reader, ReaderId, Time, Unknown};
    use crate::text::Text;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn desk() -> Desk {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0));
        let reader =
            Reader { id: ReaderId(Uuid::from_u128(2)), name: "R".to_owned(), unknown: Unknown::default() };
        let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
        let source = |title: &str| NewSource {
            bibliography: Bibliography { title: title.to_owned(), ..Bibliography::default() },
            origin: Origin::default(),
            text: Text::new("words ".repeat(9000)).unwrap(),
            structure: Vec::new(),
        };
        desk.run(Command::AddSources(vec![source("One"), source("Two")])).unwrap();
        desk
    }

    fn jump(view: &mut View, to: u32) {
        let before = Place::of(view);
        view.panes.get_mut(Side::Left).top = Pos(to);
        view.places.leave(before);
    }

    proptest! {
        #[test]
        fn going_back_and_forward_passes_through_the_same_places(
            jumps in prop::collection::vec(1_u32..500, 1..40), back in 1_usize..60,
        ) {
            let desk = desk();
            let mut view = View::of(desk.comparison());
            let mut stations = vec![Place::of(&view)];
            let mut now = 0;
            for by in jumps {
                now += by;
                jump(&mut view, now);
                stations.push(Place::of(&view));
            }
            let last = stations.len() - 1;
            let steps = back.min(last);
            for n in 1..=steps {
                prop_assert!(step(&mut view, desk.comparison(), false));
                prop_assert_eq!(Some(&Place::of(&view)), stations.get(last - n));
            }
            prop_assert_eq!(step(&mut view, desk.comparison(), false), back < last && steps < last);
            if back < last {
                prop_assert!(step(&mut view, desk.comparison(), true));
            }
            for n in (0..steps).rev() {
                prop_assert!(step(&mut view, desk.comparison(), true));
                prop_assert_eq!(Some(&Place::of(&view)), stations.get(last - n));
            }
            prop_assert!(!step(&mut view, desk.comparison(), true));
        }
    }

    #[test]
    fn a_new_jump_forgets_what_lay_ahead_and_the_oldest_places_go_first() {
        let desk = desk();
        let mut view = View::of(desk.comparison());
        for n in 0..150 {
            jump(&mut view, 10 * (n + 1));
        }
        assert_eq!(view.places.n(), (MOST, 0));
        step(&mut view, desk.comparison(), false);
        assert_eq!(view.places.n(), (MOST - 1, 1));
        jump(&mut view, 6000);
        assert_eq!(view.places.n(), (MOST, 0));
    }

    #[test]
    fn the_same_place_is_left_once() {
        let mut view = View::default();
        let here = Place::of(&view);
        view.places.leave(here.clone());
        view.places.leave(here);
        assert_eq!(view.places.n(), (1, 0));
    }
}
