//! Moving together: one pane is moved by the reader, the other follows; in proportion, or claim by claim.
//!
//! The pane that the reader moves is never moved here. Where the other one has to go a way, it glides, and it stops
//! at once when the reader touches it. Nothing is asked for while nothing moves: an idle window draws no frames.
//! Start reading at [`follow`].

mod counterparts;
mod glide;

use eframe::egui::{self, Pos2};

use self::counterparts::TagWalk;
pub use self::counterparts::{Counterparts, Relation};
use self::glide::Glide;
use super::places::Place;
use super::reading_pane::{PaneState, ReadingStyle, Seen, Spot, share_y};
use super::view::{Side, Sides, View};
use crate::desk::Desk;
use crate::model::{ClaimId, Comparison, Source};
use crate::store::settings::MoveTogether;
use crate::text::Pos;

/// How long, in seconds, a text must have stood still for its next jump to leave a place of its own.
const QUIET: f64 = 0.7;
/// Where in a pane, as shares of its height, a claim has to begin to lead; and where one is best read.
const BAND: (f32, f32) = (0.02, 0.72);
const READING_LINE: f32 = 0.3;

/// What is remembered from frame to frame of how the panes move.
#[derive(Debug, Clone, Default)]
pub struct Moving {
    noted: Option<Noted>,
    glides: Sides<Option<Glide>>,
    /// The pane that the reader moved last.
    leader: Option<Side>,
    /// What is kept level, while the panes are locked by claims.
    lock: Option<Lock>,
    /// Whether the other pane stands where it should, so that it can follow without a glide.
    level: bool,
    /// Whether the reader asked to be taken somewhere in the frame before.
    asked: bool,
    last_jump: Option<f64>,
    walk: TagWalk,
}

/// How everything stood when the last frame was done with.
#[derive(Debug, Clone)]
struct Noted {
    place: Place,
    measures: Sides<Option<Measure>>,
    /// From where to where blocks began that were laid out.
    ranges: Sides<Option<(Pos, Pos)>>,
}

type Measure = ((f32, ReadingStyle), egui::Rect);

/// Two claims that are kept level.
#[derive(Debug, Clone, PartialEq)]
struct Lock {
    guide: ClaimId,
    /// The passage of the guide that leads, by its beginning.
    at: Pos,
    counterparts: Counterparts,
    chosen: usize,
}

impl Moving {
    /// Notes that the reader asks to be taken to a place: if a text moves for it, the way back is kept.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// Forgets what was to be followed: the next frame begins anew from what it shows.
    pub fn begin_anew(&mut self) {
        *self = Self { walk: std::mem::take(&mut self.walk), ..Self::default() };
    }

    /// Notes where the reader is while no texts are shown.
    pub fn rest(&mut self, place: Place) {
        self.noted = Some(Noted { place, measures: Sides::default(), ranges: Sides::default() });
        self.glides = Sides::default();
        (self.lock, self.leader, self.level) = (None, None, false);
    }

    /// Returns the two claims that are kept level: the one that leads and the one that follows.
    pub fn pair(&self) -> Option<(ClaimId, ClaimId)> {
        let lock = self.lock.as_ref()?;
        Some((lock.guide, *lock.counterparts.claims.get(lock.chosen)?))
    }
}

/// What the panes are moved with.
pub struct Panes<'a> {
    /// The window.
    pub ctx: &'a egui::Context,
    /// What is shown.
    pub desk: &'a Desk,
    /// What each pane remembers.
    pub states: &'a mut Sides<PaneState>,
    /// Whether nothing is to glide.
    pub still: bool,
}

impl<'a> Panes<'a> {
    fn comparison(&self) -> &'a Comparison {
        self.desk.comparison()
    }

    fn seen(&self, side: Side) -> Option<&Seen> {
        self.states.get(side).seen()
    }

    fn source(&self, side: Side) -> Option<&'a Source> {
        self.comparison().source(self.seen(side)?.source).map(AsRef::as_ref)
    }
}

/// After both panes were laid out: lets the other pane follow the one that the reader has moved. Returns what is to be
/// said of it.
pub fn follow(panes: &mut Panes<'_>, view: &mut View, how: MoveTogether) -> Option<String> {
    let now = Place::of(view);
    let asked = std::mem::take(&mut view.moving.asked);
    let Some(noted) = view.moving.noted.take() else {
        note(panes, view);
        return None;
    };
    let mut moved = Sides::default();
    for side in Side::BOTH {
        *moved.get_mut(side) = moved_by_hand(panes, &noted, &now, side);
    }
    leave_place(panes, view, (&noted, &now), (asked, &moved));
    stop_touched(panes, view, (&noted, &now), &moved);
    let hand = [view.active, view.active.other()].into_iter().find(|side| *moved.get(*side));
    let mut said = None;
    if let Some(leader) = hand {
        if view.moving.leader != Some(leader) {
            (view.moving.leader, view.moving.lock, view.moving.level) = (Some(leader), None, false);
        }
        match how {
            MoveTogether::Alone => {}
            MoveTogether::InProportion => follow_share(panes, view, leader),
            MoveTogether::ByClaims => said = follow_claim(panes, view, leader),
        }
    }
    for side in Side::BOTH {
        glide::step(panes, view, side);
    }
    note(panes, view);
    said
}

fn note(panes: &Panes<'_>, view: &mut View) {
    let (mut measures, mut ranges) = (Sides::default(), Sides::default());
    for side in Side::BOTH {
        *measures.get_mut(side) = panes.seen(side).map(Seen::measure);
        *ranges.get_mut(side) = panes.seen(side).map(Seen::range);
    }
    view.moving.noted = Some(Noted { place: Place::of(view), measures, ranges });
}

/// Whether a text stands elsewhere than where the last frame left it, though it is laid out as it was.
fn moved_by_hand(panes: &Panes<'_>, noted: &Noted, now: &Place, side: Side) -> bool {
    let (before, after) = (noted.place.panes.get(side), now.panes.get(side));
    let measure = panes.seen(side).map(Seen::measure);
    before.source == after.source && measure == *noted.measures.get(side) && after.differs(before)
}

/// A jump leaves a place to go back to; the jumps of one drag of the scroll bar leave one.
fn leave_place(
    panes: &Panes<'_>,
    view: &mut View,
    (noted, now): (&Noted, &Place),
    (asked, moved): (bool, &Sides<bool>),
) {
    let elsewhere = |side: Side| noted.place.panes.get(side).source != now.panes.get(side).source;
    let shown = Side::BOTH.into_iter().any(elsewhere) || (asked && noted.place.mode != now.mode);
    // What was scrolled still shows a block of what was to be seen.
    let apart = |side: Side| {
        let (before, after) = (*noted.ranges.get(side), panes.seen(side).map(Seen::range));
        before.zip(after).is_some_and(|(before, after)| before.1 < after.0 || after.1 < before.0)
    };
    let jumped = Side::BOTH.into_iter().any(|side| *moved.get(side) && apart(side));
    let any = Side::BOTH.into_iter().any(|side| *moved.get(side));
    if shown || jumped || asked && any {
        leave(panes.ctx, view, noted.place.clone(), asked || shown);
    }
    if shown {
        (view.moving.lock, view.moving.leader, view.moving.level) = (None, None, false);
        view.moving.glides = Sides::default();
    }
}

/// Leaves a place; unless `always`, only after the texts have stood still for a moment.
fn leave(ctx: &egui::Context, view: &mut View, place: Place, always: bool) {
    let time = ctx.input(|input| input.time);
    let quiet = view.moving.last_jump.is_none_or(|last| time - last > QUIET);
    view.moving.last_jump = Some(time);
    if always || quiet {
        view.places.leave(place);
    }
}

/// A pane that the reader moves, presses, or writes the caret in stands still for them.
fn stop_touched(panes: &Panes<'_>, view: &mut View, (noted, now): (&Noted, &Place), moved: &Sides<bool>) {
    let pressed: Option<Pos2> = panes.ctx.input(|input| {
        let pressed = input.pointer.any_pressed() || input.smooth_scroll_delta.y != 0.0;
        input.pointer.latest_pos().filter(|_| pressed)
    });
    for side in Side::BOTH {
        let at = |point| panes.seen(side).is_some_and(|seen| seen.area.contains(point));
        let caret = now.panes.get(side).caret_differs(noted.place.panes.get(side));
        if *moved.get(side) || caret || pressed.is_some_and(at) {
            *view.moving.glides.get_mut(side) = None;
        }
    }
}

fn follow_share(panes: &mut Panes<'_>, view: &mut View, leader: Side) {
    let Some((seen, source)) = panes.seen(leader).zip(panes.source(leader)) else { return };
    let (share, _) = seen.share(&source.text);
    let Some(area) = panes.seen(leader.other()).map(|seen| seen.area) else { return };
    bring(panes, view, (leader.other(), Spot::Share(share), share_y(area, share)));
}

/// Brings a spot of the pane that follows to a height: at once if it is level but for a little, else by a glide.
fn bring(panes: &mut Panes<'_>, view: &mut View, (side, spot, y): (Side, Spot, f32)) {
    let Some((area, source)) = panes.seen(side).map(|seen| seen.area).zip(panes.source(side)) else {
        return;
    };
    let most = area.height() * 0.5;
    let pane = view.panes.get_mut(side);
    let Some(way) = panes.states.get_mut(side).way_to(panes.ctx, source, pane, (spot, y, most * 2.0)) else {
        return;
    };
    if view.moving.level && way.abs() <= most {
        panes.states.get_mut(side).scroll(panes.ctx, source, pane, way);
        panes.ctx.request_repaint();
        return;
    }
    view.moving.level = false;
    if view.moving.glides.get(side).is_none() && way.abs() >= 0.5 {
        let place = Place::of(view);
        leave(panes.ctx, view, place, false);
    }
    *view.moving.glides.get_mut(side) = Some(Glide { spot, y });
}

fn follow_claim(panes: &mut Panes<'_>, view: &mut View, leader: Side) -> Option<String> {
    let before = view.moving.lock.clone();
    let kept = before.filter(|lock| {
        panes.comparison().claim(lock.guide).is_some()
            && panes.seen(leader).is_some_and(|seen| seen.y_of(lock.at).is_some_and(|y| in_band(seen, y)))
    });
    let fresh = kept.is_none();
    let lock = match kept {
        Some(lock) => lock,
        None => guide(panes, view, leader)?,
    };
    let target = panes.comparison().claim(*lock.counterparts.claims.get(lock.chosen)?)?;
    let pos = target.passages.first()?.span.start();
    let y = panes.seen(leader)?.y_of(lock.at)?;
    let same = view.moving.lock.as_ref() == Some(&lock);
    view.moving.level &= same;
    let said = fresh.then(|| sentence(panes.comparison(), &lock)).filter(|_| !same);
    view.moving.lock = Some(lock);
    bring(panes, view, (leader.other(), Spot::Line(pos), y));
    said
}

fn in_band(seen: &Seen, y: f32) -> bool {
    let share = (y - seen.area.top()) / seen.area.height().max(1.0);
    (BAND.0..=BAND.1).contains(&share)
}

/// The claim of the leading pane to keep level: the selected one if it can be seen, or else the one nearest to where
/// the reader reads, that has a counterpart in the other pane.
fn guide(panes: &Panes<'_>, view: &mut View, leader: Side) -> Option<Lock> {
    let (seen, other) = (panes.seen(leader)?, panes.seen(leader.other())?);
    let line = seen.area.top() + seen.area.height() * READING_LINE;
    let mut candidates: Vec<(bool, f32, ClaimId, Pos)> = seen
        .claims()
        .filter_map(|claim| {
            let starts = claim.passages.iter().map(|anchor| anchor.span.start());
            let (at, y) =
                starts.filter_map(|at| Some((at, seen.y_of(at)?))).find(|(_, y)| in_band(seen, *y))?;
            Some((view.claim != Some(claim.id), (y - line).abs(), claim.id, at))
        })
        .collect();
    candidates.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap_or(std::cmp::Ordering::Equal));
    let tags = counterparts::lock_tags(panes.comparison(), view);
    let mut walk = std::mem::take(&mut view.moving.walk);
    let found = candidates.into_iter().find_map(|(_, _, guide, at)| {
        let claim = panes.comparison().claim(guide)?;
        let found = counterparts::of(panes.comparison(), view, (claim, other.source), (&tags, &mut walk))?;
        Some((guide, at, found))
    });
    view.moving.walk = walk;
    let (guide, at, counterparts) = found?;
    let chosen = nearest(panes.comparison(), &counterparts, view.panes.get(leader.other()).top);
    Some(Lock { guide, at, counterparts, chosen })
}

/// The counterpart that costs the least way.
fn nearest(comparison: &Comparison, counterparts: &Counterparts, top: Pos) -> usize {
    let way = |id: &ClaimId| comparison.claim(*id).map(|claim| claim.extent().start().0.abs_diff(top.0));
    let ways = counterparts.claims.iter().map(way).enumerate();
    ways.min_by_key(|(_, way)| way.unwrap_or(u32::MAX)).map_or(0, |(n, _)| n)
}

fn sentence(comparison: &Comparison, lock: &Lock) -> String {
    let n = lock.counterparts.claims.len();
    let other = lock.counterparts.claims.get(lock.chosen).copied();
    let what =
        other.map(|other| counterparts::phrase(comparison, lock.guide, other, lock.counterparts.relation));
    let what = what.unwrap_or_default();
    if n == 1 {
        return format!("Level: {what}.");
    }
    format!("Level, {} of {n}: {what}. F5 goes to the next.", lock.chosen + 1)
}

/// Brings the next (or previous) counterpart of the selected claim, or else of the one being read, level with it.
/// Returns what is to be said.
pub fn step_counterpart(panes: &mut Panes<'_>, view: &mut View, forward: bool) -> String {
    let Some((side, mut lock)) = base(panes, view) else {
        return "No claim here is linked to one in the other pane. Select one that is, or a tag in the codebook."
            .to_owned();
    };
    let n = lock.counterparts.claims.len().max(1);
    if view.moving.lock.as_ref().is_some_and(|before| before.guide == lock.guide) {
        let before = view.moving.lock.as_ref().map_or(0, |before| before.chosen);
        lock.chosen = if forward { (before + 1) % n } else { (before + n - 1) % n };
    } else {
        lock.chosen = if forward { 0 } else { n - 1 };
    }
    let said = sentence(panes.comparison(), &lock);
    let target = lock.counterparts.claims.get(lock.chosen).and_then(|id| panes.comparison().claim(*id));
    let Some(to) = target.and_then(|claim| claim.passages.first()).map(|anchor| anchor.span.start()) else {
        return said;
    };
    let from = lock.at;
    view.moving.lock = Some(lock);
    view.moving.leader = Some(side);
    level(panes, view, (side, from), to);
    said
}

/// The claim whose counterparts are walked, with the side that it is on.
fn base(panes: &Panes<'_>, view: &mut View) -> Option<(Side, Lock)> {
    let comparison = panes.comparison();
    let tags = counterparts::lock_tags(comparison, view);
    let selected = view.claim.and_then(|id| comparison.claim(id));
    if let Some(claim) = selected
        && let Some(side) = view.side_showing(claim.source)
        && let Some(other) = panes.seen(side.other()).map(|seen| seen.source)
    {
        let mut walk = std::mem::take(&mut view.moving.walk);
        let found = counterparts::of(comparison, view, (claim, other), (&tags, &mut walk));
        view.moving.walk = walk;
        let passage = panes.seen(side).and_then(|seen| seen.lines_of(claim.id)).map_or(0, |(n, _)| n);
        let at = claim.passages.get(passage).or(claim.passages.first())?.span.start();
        return Some((side, Lock { guide: claim.id, at, counterparts: found?, chosen: 0 }));
    }
    if let Some((leader, lock)) = view.moving.leader.zip(view.moving.lock.clone())
        && panes.seen(leader).and_then(|seen| seen.lines_of(lock.guide)).is_some()
    {
        return Some((leader, lock));
    }
    let side = view.active;
    Some((side, guide(panes, view, side)?))
}

/// Brings two claims level: the first stays where it is if it can.
pub fn level_claims(panes: &mut Panes<'_>, view: &mut View, stays: (Side, ClaimId), comes: ClaimId) {
    let begins = |panes: &Panes<'_>, side: Side, id: ClaimId| {
        let claim = panes.comparison().claim(id)?;
        let passage = panes.seen(side).and_then(|seen| seen.lines_of(id)).map_or(0, |(n, _)| n);
        claim.passages.get(passage).map(|anchor| anchor.span.start())
    };
    let (side, guide) = stays;
    let Some(from) = begins(panes, side, guide) else { return };
    let Some(to) = begins(panes, side.other(), comes) else { return };
    view.moving.lock = None;
    view.moving.leader = Some(side);
    level(panes, view, (side, from), to);
}

fn level(panes: &mut Panes<'_>, view: &mut View, (side, from): (Side, Pos), to: Pos) {
    let place = Place::of(view);
    leave(panes.ctx, view, place, true);
    let Some(y) = level_y(panes, (side, from), to) else { return };
    view.moving.level = false;
    *view.moving.glides.get_mut(side.other()) = Some(Glide { spot: Spot::Line(to), y });
    let stands = panes.seen(side).and_then(|seen| seen.y_of(from));
    let stays = stands.is_some_and(|stands| (stands - y).abs() < 0.5);
    *view.moving.glides.get_mut(side) = (!stays).then_some(Glide { spot: Spot::Line(from), y });
    panes.ctx.request_repaint();
}

/// The height at which two lines can be level: where the first is, if it is well in sight and the second can come there.
fn level_y(panes: &mut Panes<'_>, (side, from): (Side, Pos), to: Pos) -> Option<f32> {
    let seen = panes.seen(side)?;
    let reading_line = seen.area.top() + seen.area.height() * READING_LINE;
    let y = seen.y_of(from).filter(|y| in_band(seen, *y)).unwrap_or(reading_line);
    let (source, other) = (panes.source(side)?, panes.source(side.other())?);
    let ctx = panes.ctx;
    let of_other = panes.states.get_mut(side.other()).range_of(ctx, other, to)?;
    let of_own = panes.states.get_mut(side).range_of(ctx, source, from)?;
    Some(y.clamp(of_other.0, of_other.1).clamp(of_own.0, of_own.1))
}
