//! From links with ends to curves that can be told apart: those that leave the screen are counted where they leave,
//! and where there are too many for single curves, those that lie alike are drawn as one.

use std::collections::BTreeMap;

use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{Color32, Pos2, Rect, Stroke, pos2};

use super::gather::{End, Tie, Tied};
use crate::gui::view::Side;
use crate::model::LinkKind;

/// From how many curves on they are drawn thin, without marks, and those that lie alike as one.
pub const CROWD: usize = 40;
/// From how many links on that leave at the same edge only their beginnings are drawn.
const FEW_DOCKED: usize = 3;
/// The most curves that are drawn.
const MOST: usize = 400;
/// How far in from the gutter's sides the curves begin.
const INSET: f32 = 4.5;

/// What a figure stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A curve from pane to pane, or from one claim of a pane to another.
    Curve,
    /// A curve that thins out towards an end that is not on the screen.
    Tapered,
    /// A short stroke for links that lead within the source, or to one that is not shown.
    Stub,
    /// A sign at the edge that counts what leaves the screen there. Whether at the upper edge.
    Dock(bool),
}

/// Something drawn between the panes.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The links it stands for, as places in the list they were gathered in; never none.
    pub links: Vec<usize>,
    /// The kind that gives it its line; none if it stands for several kinds.
    pub kind: Option<LinkKind>,
    /// What it stands for.
    pub form: Form,
    /// Its line, from the nearer end on. Of a dock, the place of its sign.
    pub path: Vec<Pos2>,
    /// Whether the link points along the path, for kinds that have a direction.
    pub forward: bool,
    /// Whether it belongs to the selected claim.
    pub strong: bool,
    /// Where its sign or count stands.
    pub mark: Option<Pos2>,
}

impl Figure {
    /// Returns how far a point is from it.
    pub fn distance(&self, point: Pos2) -> f32 {
        let near_mark = self.mark.map_or(f32::INFINITY, |mark| (mark.distance(point) - 8.0).max(0.0));
        let segments = self.path.windows(2).map(|ends| match ends {
            [from, to] => to_segment(point, *from, *to),
            _ => f32::INFINITY,
        });
        segments.fold(near_mark, f32::min)
    }
}

fn to_segment(point: Pos2, from: Pos2, to: Pos2) -> f32 {
    let along = to - from;
    let share = ((point - from).dot(along) / along.length_sq().max(0.001)).clamp(0.0, 1.0);
    point.distance(from + along * share)
}

/// Returns the figures for `tied` in the gutter, the part of it beside the texts. Those of the selected claim come last.
pub fn arrange(tied: &[Tied], gutter: Rect) -> Vec<Figure> {
    let mut figures = Vec::new();
    let docks = docks(tied);
    across(tied, gutter, &docks, &mut figures);
    beside(tied, gutter, &mut figures);
    figures.sort_by_key(|figure| figure.strong);
    let crowded = figures.len() > CROWD;
    let cut = figures.len().saturating_sub(MOST);
    figures.drain(..cut);
    place_marks(&mut figures, crowded);
    for ((side, above), links) in docks {
        let y = dock_y(gutter, above);
        let at = pos2(edge(gutter, side) + if side == Side::Left { 9.0 } else { -9.0 }, y);
        let strong = links.iter().any(|n| tied.get(*n).is_some_and(|tied| tied.strong));
        let kind = one_kind(tied, &links);
        let form = Form::Dock(above);
        figures.push(Figure { links, kind, form, path: Vec::new(), forward: true, strong, mark: Some(at) });
    }
    figures
}

fn edge(gutter: Rect, side: Side) -> f32 {
    if side == Side::Left { gutter.left() + INSET } else { gutter.right() - INSET }
}

fn dock_y(gutter: Rect, above: bool) -> f32 {
    if above { gutter.top() + 10.0 } else { gutter.bottom() - 10.0 }
}

fn one_kind(tied: &[Tied], links: &[usize]) -> Option<LinkKind> {
    let mut kinds = links.iter().filter_map(|n| tied.get(*n)).map(|tied| tied.link.kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// Sides are no keys that can be sorted; their order on the screen is.
type Docks = Vec<((Side, bool), Vec<usize>)>;

fn docks(tied: &[Tied]) -> Docks {
    let mut docks: Docks = Vec::new();
    for (n, tied) in tied.iter().enumerate() {
        let Tie::Across { left, right } = tied.tie else { continue };
        for (side, end) in [(Side::Left, left), (Side::Right, right)] {
            let above = match end {
                End::Above => true,
                End::Below => false,
                End::Seen { .. } => continue,
            };
            match docks.iter_mut().find(|(at, _)| *at == (side, above)) {
                Some((_, links)) => links.push(n),
                None => docks.push(((side, above), vec![n])),
            }
        }
    }
    docks
}

fn across(tied: &[Tied], gutter: Rect, docks: &Docks, figures: &mut Vec<Figure>) {
    let whole =
        |tied: &&Tied| matches!(tied.tie, Tie::Across { left: End::Seen { .. }, right: End::Seen { .. } });
    let crowded = tied.iter().filter(whole).count() > CROWD;
    let mut bundles: BTreeMap<(LinkKind, bool, i32, i32), Figure> = BTreeMap::new();
    for (n, one) in tied.iter().enumerate() {
        let Tie::Across { left, right } = one.tie else { continue };
        let (x_left, x_right) = (edge(gutter, Side::Left), edge(gutter, Side::Right));
        let forward = one.link.from == one.near;
        let figure = |path, form, forward| Figure {
            links: vec![n],
            kind: Some(one.link.kind),
            form,
            path,
            forward,
            strong: one.strong,
            mark: None,
        };
        match (left.y(), right.y()) {
            (Some(y_left), Some(y_right)) => {
                let path = curve(pos2(x_left, y_left), pos2(x_right, y_right));
                let made = figure(path, Form::Curve, forward);
                if crowded && !one.strong {
                    let key = (one.link.kind, forward, bucket(y_left), bucket(y_right));
                    bundles.entry(key).and_modify(|bundle| bundle.links.push(n)).or_insert(made);
                } else {
                    figures.push(made);
                }
            }
            (Some(y), None) => {
                let path =
                    leaving((pos2(x_left, y), x_right), (right, Side::Right), gutter, (docks, one.strong));
                figures.push(figure(path, Form::Tapered, forward));
            }
            (None, Some(y)) => {
                let path =
                    leaving((pos2(x_right, y), x_left), (left, Side::Left), gutter, (docks, one.strong));
                figures.push(figure(path, Form::Tapered, !forward));
            }
            (None, None) => {}
        }
    }
    figures.extend(bundles.into_values());
}

fn bucket(y: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "heights on a screen")]
    let bucket = (y / 6.0) as i32;
    bucket
}

/// The line of a link whose other end has left the screen: to where it is counted, or only its beginning where many do.
fn leaving(
    (from, far): (Pos2, f32),
    (end, side): (End, Side),
    gutter: Rect,
    (docks, strong): (&Docks, bool),
) -> Vec<Pos2> {
    let above = end == End::Above;
    let n = docks.iter().find(|(at, _)| *at == (side, above)).map_or(0, |(_, links)| links.len());
    if strong || n <= FEW_DOCKED {
        let inward = if side == Side::Left { 15.0 } else { -15.0 };
        let to = pos2(far + inward, dock_y(gutter, above));
        return curve(from, to);
    }
    let to = pos2(from.x + (far - from.x) * 0.55, from.y + if above { -18.0 } else { 18.0 });
    let bend = pos2(to.x, from.y);
    bezier([from, from.lerp(bend, 0.7), to.lerp(bend, 0.5), to], 8)
}

/// A curve that leaves and arrives level, as merge tools draw them.
fn curve(from: Pos2, to: Pos2) -> Vec<Pos2> {
    let middle = f32::midpoint(from.x, to.x);
    let points = if (from.y - to.y).abs() < 2.0 { 2 } else { 18 };
    bezier([from, pos2(middle, from.y), pos2(middle, to.y), to], points)
}

fn bezier(points: [Pos2; 4], n: u8) -> Vec<Pos2> {
    let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, Stroke::NONE);
    (0..=n).map(|step| curve.sample(f32::from(step) / f32::from(n))).collect()
}

/// Loops within one source, and stubs of links whose other end is not to be seen from here.
fn beside(tied: &[Tied], gutter: Rect, figures: &mut Vec<Figure>) {
    let mut stubs: Vec<((Side, i32), Figure)> = Vec::new();
    for (n, one) in tied.iter().enumerate() {
        let (side, near, far) = match one.tie {
            Tie::Across { .. } => continue,
            Tie::Around { side, near, far } => (side, near, Some(far)),
            Tie::Away { side, near } => (side, near, None),
        };
        let Some(y) = near.y() else { continue };
        let x = edge(gutter, side);
        let inward = if side == Side::Left { 1.0 } else { -1.0 };
        let base = Figure {
            links: vec![n],
            kind: Some(one.link.kind),
            form: Form::Curve,
            path: Vec::new(),
            forward: one.link.from == one.near,
            strong: one.strong,
            mark: None,
        };
        if let Some(to) = far.and_then(End::y) {
            let out = x + inward * gutter.width() * 0.5;
            let path = bezier([pos2(x, y), pos2(out, y), pos2(out, to), pos2(x, to)], 18);
            figures.push(Figure { path, ..base });
            continue;
        }
        let tip = pos2(x + inward * 9.0, y);
        let made = Figure { path: vec![pos2(x, y), tip], form: Form::Stub, mark: Some(tip), ..base };
        let key = (side, bucket(y));
        match stubs.iter_mut().find(|(at, _)| *at == key) {
            Some((_, stub)) => {
                stub.links.push(n);
                stub.strong |= one.strong;
                stub.kind = one_kind(tied, &stub.links);
            }
            None => stubs.push((key, made)),
        }
    }
    figures.extend(stubs.into_iter().map(|(_, stub)| stub));
}

/// Gives curves their signs, where these don't lie on one another.
fn place_marks(figures: &mut [Figure], crowded: bool) {
    let mut taken: Vec<Pos2> = figures.iter().filter_map(|figure| figure.mark).collect();
    for figure in figures.iter_mut().rev().filter(|figure| figure.mark.is_none()) {
        if crowded && !figure.strong {
            continue;
        }
        let shares: &[f32] =
            if figure.form == Form::Tapered { &[0.3, 0.2, 0.4] } else { &[0.5, 0.36, 0.64, 0.24, 0.76] };
        let places = shares.iter().filter_map(|share| along(&figure.path, *share));
        let free = |at: &Pos2| taken.iter().all(|other| other.distance(*at) >= 15.0);
        if let Some(at) = places.into_iter().find(free) {
            taken.push(at);
            figure.mark = Some(at);
        }
    }
}

/// The point so far along a path, by its points.
fn along(path: &[Pos2], share: f32) -> Option<Pos2> {
    let last = path.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    let at = share * last as f32;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the path")]
    let index = at as usize;
    let (from, to) = (path.get(index)?, path.get((index + 1).min(last))?);
    Some(from.lerp(*to, at.fract()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClaimId, Link, LinkId, ReaderId, Time, Unknown};
    use proptest::prelude::*;
    use std::sync::Arc;
    use uuid::Uuid;

    fn tied(n: usize, (form, y, other): (u8, f32, f32)) -> Tied {
        let id = |k: usize| Uuid::from_u128((n * 3 + k) as u128);
        let (near, far) = (ClaimId(id(1)), ClaimId(id(2)));
        let link = Link {
            id: LinkId(id(0)),
            from: near,
            to: far,
            kind: LinkKind::ALL[n % 5],
            note: String::new(),
            reader: ReaderId(id(0)),
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        };
        let seen = |y: f32| End::Seen { top: y, bottom: y + 40.0 };
        let tie = match form {
            0 => Tie::Across { left: seen(y), right: seen(other) },
            1 => Tie::Across { left: seen(y), right: End::Below },
            2 => Tie::Across { left: End::Above, right: seen(y) },
            3 => Tie::Around { side: Side::Left, near: seen(y), far: seen(other) },
            4 => Tie::Around { side: Side::Right, near: seen(y), far: End::Above },
            _ => Tie::Away { side: Side::Left, near: seen(y) },
        };
        Tied { link: Arc::new(link), near, far, tie, strong: n == 0 }
    }

    const GUTTER: Rect = Rect { min: Pos2 { x: 600.0, y: 100.0 }, max: Pos2 { x: 644.0, y: 800.0 } };

    proptest! {
        #[test]
        fn every_link_is_in_a_figure_that_lies_in_the_gutter_and_no_sign_lies_on_another(
            ends in prop::collection::vec((0_u8..6, 100.0_f32..760.0, 100.0_f32..760.0), 0..150),
        ) {
            let tied: Vec<Tied> = ends.into_iter().enumerate().map(|(n, end)| tied(n, end)).collect();
            let figures = arrange(&tied, GUTTER);
            for n in 0..tied.len() {
                prop_assert!(figures.iter().any(|figure| figure.links.contains(&n)), "{n}");
            }
            let curves = figures.iter().filter(|figure| figure.form == Form::Curve);
            for point in curves.flat_map(|figure| &figure.path) {
                prop_assert!(GUTTER.expand(1.0).contains(*point), "{point:?}");
            }
            let signs: Vec<Pos2> = figures
                .iter()
                .filter(|figure| matches!(figure.form, Form::Curve | Form::Tapered))
                .filter_map(|figure| figure.mark)
                .collect();
            for (n, sign) in signs.iter().enumerate() {
                prop_assert!(signs.iter().skip(n + 1).all(|other| other.distance(*sign) >= 15.0));
            }
        }
    }

    #[test]
    fn links_that_leave_the_screen_are_counted_once_for_each_edge() {
        let tied: Vec<Tied> =
            (0_u8..60).map(|n| tied(n.into(), (1 + n % 2, 200.0 + f32::from(n), 0.0))).collect();
        let docks: Vec<(Form, usize)> = arrange(&tied, GUTTER)
            .iter()
            .filter(|figure| matches!(figure.form, Form::Dock(_)))
            .map(|figure| (figure.form, figure.links.len()))
            .collect();
        // The first link leaves at the upper edge on the left or the lower one on the right, by turns.
        assert_eq!(docks, [(Form::Dock(false), 30), (Form::Dock(true), 30)]);
    }

    #[test]
    fn in_a_crowd_links_that_lie_alike_are_one_curve_but_the_selected_claims_stay_apart() {
        let tied: Vec<Tied> = (0..100).map(|n| tied(n * 5, (0, 300.0, 500.0))).collect();
        let curves = arrange(&tied, GUTTER);
        assert_eq!(curves.iter().map(|figure| figure.links.len()).collect::<Vec<_>>(), [99, 1]);
        assert!(curves.last().is_some_and(|figure| figure.strong));
    }
}
