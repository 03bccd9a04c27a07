//! The links between two sources: both as upright bars on one scale, claims on them, links as curves.
//!
//! Each kind of link has the line and the sign that it has between the panes of the window. Links that lie alike are
//! drawn as one, the thicker the more; links within one source come back to its bar. None is left out unsaid.

mod gather;

use self::gather::{Bundle, Gathered, gather};
use super::bins::{Extent, bin, runs};
use super::canvas::{Canvas, MARGIN, SMALL};
use super::display::{Area, CURVE, Dash, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words, flat};
use super::ink::{Paint, link_sign};
use super::lanes::plain;
use super::ruler::{Ruler, Sign, as_length, signs};
use super::{Picture, PictureOptions, counted, measure};
use crate::analysis::sheet::{Place, cite};
use crate::model::{ClaimId, Comparison, LinkKind, Source};

/// The width of a bar.
const BAR: f32 = 10.0;
/// From how many curves on they are thin and have no signs.
const CROWD: usize = 40;
/// The room of the scale's numbers beside a bar.
const NUMBERS: f32 = 34.0;

/// Returns how a kind's line runs: as between the panes.
fn dash(kind: LinkKind) -> Dash {
    match kind {
        LinkKind::Agrees => Dash::Double,
        LinkKind::Contradicts => Dash::Whole,
        LinkKind::Qualifies => Dash::Dashes,
        LinkKind::Answers => Dash::DashesAndDots,
        LinkKind::SameEvidence => Dash::Dots,
    }
}

/// Draws the picture.
pub(super) fn draw(comparison: &Comparison, options: &PictureOptions) -> Picture {
    let mut canvas = Canvas::new(comparison, options);
    let Some(sources) = two_of(comparison, options) else {
        return canvas.nothing(comparison, "there are fewer than two sources");
    };
    let found = gather(comparison, options, sources);
    let [left, right] = sources.map(|source| name_of(comparison, source));
    if found.links.is_empty() {
        let chosen = if options.of.tags.is_empty() { "" } else { " on the tags chosen" };
        let because = format!("no link joins a claim{chosen} of {left} with one of {right}");
        return canvas.nothing(comparison, &because);
    }
    let drawing = Drawing::of(comparison, options, sources, &canvas);
    canvas.note(&format!(
        "Links between claims of {left} and {right}, {}. On each bar its claims, stronger those that a line joins.",
        drawing.ruler.measured_in()
    ));
    if found.n_elsewhere > 0 {
        canvas.note(&format!("{} to other sources left out.", counted(found.n_elsewhere, "link")));
    }
    canvas.y += 6.0;
    legend(&mut canvas, &found);
    let drawing = Drawing { top: canvas.y + 24.0, ..drawing };
    drawing.bars(&mut canvas, &found);
    drawing.curves(&mut canvas, &found);
    canvas.y = drawing.top + drawing.high + 10.0;
    let (description, table) = (describe(comparison, &found, &left, &right), table(comparison, &found));
    canvas.done(comparison, description, table)
}

/// The two sources to show: those chosen, or the first ones.
fn two_of<'a>(comparison: &'a Comparison, options: &PictureOptions) -> Option<[&'a Source; 2]> {
    let all = || comparison.sources().iter().map(|source| &**source);
    let mut two: Vec<&Source> =
        all().filter(|source| options.of.sources.contains(&source.id)).take(2).collect();
    if two.len() < 2 {
        let others = all().filter(|source| !options.of.sources.contains(&source.id));
        two.extend(others.take(2 - two.len()));
        two.sort_by_key(|source| all().position(|other| other.id == source.id));
    }
    <[&Source; 2]>::try_from(two).ok()
}

fn name_of(comparison: &Comparison, source: &Source) -> String {
    let name = plain(source.short_name());
    let number = comparison.sources().iter().position(|other| other.id == source.id).unwrap_or(0) + 1;
    if name.is_empty() { format!("Source {number}") } else { name }
}

/// "FI 1973 ¶ 4".
fn place_of(comparison: &Comparison, claim: ClaimId) -> String {
    let Some(claim) = comparison.claim(claim) else { return String::new() };
    let Some(source) = comparison.source(claim.source) else { return String::new() };
    let places: Vec<Place> =
        claim.passages.iter().map(|anchor| Place::of(&source.text, anchor.span)).collect();
    format!("{} {}", name_of(comparison, source), cite(&places))
}

/// Each kind that there is with its line, its sign and how many there are.
fn legend(canvas: &mut Canvas, found: &Gathered) {
    let mut x = MARGIN;
    for kind in LinkKind::ALL {
        let n = found.links.iter().filter(|link| link.kind == kind).count();
        if n == 0 {
            continue;
        }
        let words = format!("{} {}: {n}", link_sign(kind), kind.phrase());
        let wide = measure::width(&words, SMALL + 0.5, false);
        if x + wide + 40.0 > canvas.width - MARGIN && x > MARGIN {
            x = MARGIN;
            canvas.y += 15.0;
        }
        let y = canvas.y + 6.0;
        let pen = Pen { paint: Paint::Link(kind), width: 1.6, dash: dash(kind) };
        canvas.put(Shape::Line { points: vec![Point::at(x, y), Point::at(x + 30.0, y)], pen }, None);
        canvas.words(Words::of(&words, Point::at(x + 36.0, y), SMALL + 0.5), None);
        x += wide + 54.0;
    }
    canvas.y += 18.0;
}

struct Drawing<'a> {
    comparison: &'a Comparison,
    options: &'a PictureOptions,
    sources: [&'a Source; 2],
    ruler: Ruler,
    /// Where the bars begin, from the left.
    bars: [f32; 2],
    top: f32,
    high: f32,
    width: f32,
}

impl<'a> Drawing<'a> {
    fn of(
        comparison: &'a Comparison,
        options: &'a PictureOptions,
        sources: [&'a Source; 2],
        canvas: &Canvas,
    ) -> Self {
        let side = (canvas.width * 0.24).clamp(100.0, 230.0);
        Self {
            comparison,
            options,
            sources,
            ruler: Ruler::of(options.scale, sources.into_iter()),
            bars: [MARGIN + side, canvas.width - MARGIN - side - BAR],
            top: canvas.y,
            high: (canvas.width * 0.72).clamp(360.0, 640.0).floor(),
            width: canvas.width,
        }
    }

    fn y(&self, share: f32) -> f32 {
        self.top + share * self.high
    }

    fn bars(&self, canvas: &mut Canvas, found: &Gathered) {
        for (side, (source, x)) in self.sources.into_iter().zip(self.bars).enumerate() {
            let name = name_of(self.comparison, source);
            let (at, edge) = match side {
                0 => (Point::at(x + BAR, self.top - 12.0), Edge::Right),
                _ => (Point::at(x, self.top - 12.0), Edge::Left),
            };
            let room = self.width / 2.0 - MARGIN;
            canvas.words(Words::of(&name, at, SMALL + 2.0).strong().by(edge).within(room), None);
            let end = self.ruler.end(source);
            let area = Area::of(x, self.top, BAR, end * self.high);
            canvas.put(Shape::Block { area, paint: Paint::Rule, hatch: Hatch::Empty }, None);
            self.claims(canvas, (source, x), found);
            self.numbers(canvas, (side, x), end);
            self.headings(canvas, (side, x), source);
        }
    }

    fn claims(&self, canvas: &mut Canvas, (source, x): (&Source, f32), found: &Gathered) {
        let n_bins = bin(self.high);
        let claims: Vec<_> =
            self.comparison.claims_in(source.id).filter(|claim| self.options.shows(claim.reader)).collect();
        let mut extents = Vec::new();
        for (claim, of) in claims.iter().enumerate() {
            for anchor in &of.passages {
                let from = self.ruler.share(source, anchor.span.start()) * self.high;
                let to = self.ruler.share(source, anchor.span.end()) * self.high;
                extents.push(Extent { claim, from, to });
            }
        }
        for run in runs(&extents, n_bins) {
            let ids: Vec<ClaimId> =
                run.claims.iter().filter_map(|claim| claims.get(*claim)).map(|claim| claim.id).collect();
            let joined = ids.iter().any(|id| found.joined.contains(id));
            let place = ids.first().map(|first| place_of(self.comparison, *first)).unwrap_or_default();
            let words = match ids.len() {
                1 => place,
                n => format!("{place} · {}", counted(n, "claim")),
            };
            let leads = Leads::Claims(ids);
            let thing = canvas.thing(Thing { words, leads, tag: None, source: Some(source.id) });
            let area = Area::of(x, self.top + as_length(run.from), BAR, as_length(run.to - run.from));
            let paint = if joined { Paint::Ink } else { Paint::Dim };
            canvas.put(Shape::Block { area, paint, hatch: Hatch::Full }, Some(thing));
        }
    }

    fn numbers(&self, canvas: &mut Canvas, (side, x): (usize, f32), end: f32) {
        let (from, by, edge) = if side == 0 { (x, -3.0, Edge::Right) } else { (x + BAR, 3.0, Edge::Left) };
        for (share, words) in self.ruler.ticks().into_iter().filter(|(share, _)| *share <= end + 0.001) {
            let y = self.y(share);
            let points = vec![Point::at(from, y), Point::at(from + by, y)];
            canvas.put(Shape::Line { points, pen: Pen::of(Paint::Faint, 0.8) }, None);
            let at = Point::at(from + by * 1.8, y);
            canvas.words(Words::of(&words, at, 8.0).by(edge).painted(Paint::Faint), None);
        }
    }

    /// The headings, at the outer side; their words where these do not lie on one another, higher levels first.
    fn headings(&self, canvas: &mut Canvas, (side, x): (usize, f32), source: &Source) {
        let signs = signs(source, &self.ruler, bin(self.high));
        let mut headings: Vec<&Sign> = signs.iter().filter(|sign| sign.level.is_some()).collect();
        headings.sort_by_key(|sign| sign.level);
        let mut taken: Vec<f32> = Vec::new();
        for sign in headings {
            let y = self.y(sign.at);
            let (from, edge) =
                if side == 0 { (x - NUMBERS, Edge::Right) } else { (x + BAR + NUMBERS, Edge::Left) };
            let room = if side == 0 { from - MARGIN - 10.0 } else { self.width - MARGIN - from - 10.0 };
            let by = if side == 0 { -7.0 } else { 7.0 };
            let words = format!("{} · heading · {}", name_of(self.comparison, source), plain(&sign.words));
            let leads = Leads::Place(source.id, sign.span);
            let thing = canvas.thing(Thing { words, leads, tag: None, source: Some(source.id) });
            let points = vec![Point::at(from, y), Point::at(from + by, y)];
            canvas.put(Shape::Line { points, pen: Pen::of(Paint::Faint, 0.8) }, Some(thing));
            if taken.iter().all(|other| (other - y).abs() >= 10.5) {
                taken.push(y);
                let words = Words::of(&sign.words, Point::at(from + by * 1.4, y), 8.0).by(edge);
                canvas.words(words.painted(Paint::Faint).within(room), Some(thing));
            }
        }
    }

    fn curves(&self, canvas: &mut Canvas, found: &Gathered) {
        let bundles = found.bundles(self.sources, &self.ruler, self.high);
        let crowded = bundles.len() > CROWD;
        let mut drawn = Vec::new();
        for bundle in &bundles {
            let thing = canvas.thing(self.thing(bundle));
            let points = self.points(bundle);
            let more = as_length((bundle.links.len() - 1).min(8)) * 0.4;
            let width = if crowded { 0.9 } else { 1.6 } + more;
            let pen = Pen { paint: Paint::Link(bundle.kind), width, dash: dash(bundle.kind) };
            canvas.put(Shape::Curve { points, pen }, Some(thing));
            if bundle.kind.is_directed() {
                let [from, .., to] = points;
                let (tip, side) =
                    if bundle.forward { (to, bundle.sides[1]) } else { (from, bundle.sides[0]) };
                let back = if side == 0 { 1.0 } else { -1.0 } * (4.5 + width);
                let half = 2.2 + width * 0.5;
                let points =
                    vec![tip, Point::at(tip.x + back, tip.y - half), Point::at(tip.x + back, tip.y + half)];
                canvas.put(Shape::Surface { points, paint: Paint::Link(bundle.kind) }, Some(thing));
            }
            drawn.push((bundle, points, thing));
        }
        // Over all curves, so that none runs through a sign.
        let mut taken: Vec<Point> = Vec::new();
        for (bundle, points, thing) in drawn.into_iter().filter(|_| !crowded) {
            self.sign(canvas, (bundle, &points, thing), &mut taken);
        }
    }

    /// The curve of links, which leaves and arrives level, as merge tools draw it.
    fn points(&self, bundle: &Bundle) -> [Point; 4] {
        let at = |side: usize, share: f32| {
            let x = if side == 0 { self.bars[0] + BAR + 1.5 } else { self.bars[1] - 1.5 };
            Point::at(x, self.y(share))
        };
        let ([first, second], [from, to]) = (bundle.sides, bundle.at);
        let (from, to) = (at(first, from), at(second, to));
        let between = self.bars[1] - self.bars[0] - BAR;
        let bend = match (bundle.sides, (to.y - from.y).abs()) {
            ([0, 0], far) => from.x + between.min(30.0 + far * 0.4) * 0.5,
            ([1, 1], far) => from.x - between.min(30.0 + far * 0.4) * 0.5,
            _ => f32::midpoint(from.x, to.x),
        };
        [from, Point::at(bend, from.y), Point::at(bend, to.y), to]
    }

    fn sign(
        &self,
        canvas: &mut Canvas,
        (bundle, points, thing): (&Bundle, &[Point; 4], usize),
        taken: &mut Vec<Point>,
    ) {
        let path = flat(points, CURVE);
        let places = [24_usize, 18, 30, 12, 36, 8, 40].into_iter().filter_map(|place| path.get(place));
        let free = |at: &&Point| taken.iter().all(|other| (other.x - at.x).hypot(other.y - at.y) >= 15.0);
        let Some(center) = places.copied().find(|at| free(&at)) else { return };
        taken.push(center);
        let line = Paint::Link(bundle.kind);
        canvas.put(Shape::Disk { center, radius: 7.0, fill: Paint::Paper, line }, Some(thing));
        let words = match bundle.links.len() {
            1 => link_sign(bundle.kind).to_owned(),
            n => n.to_string(),
        };
        canvas.words(Words::of(&words, center, 10.0).by(Edge::Middle).painted(line), Some(thing));
    }

    fn thing(&self, bundle: &Bundle) -> Thing {
        let first = bundle.links.first().map(|link| {
            let (from, to) = (place_of(self.comparison, link.from), place_of(self.comparison, link.to));
            format!("{from} {} {to}", link.kind.phrase())
        });
        let first = first.unwrap_or_default();
        let words = match bundle.links.len() {
            1 => first,
            n => format!("{n} links: {first}; …"),
        };
        let leads = Leads::Links(bundle.links.iter().map(|link| link.id).collect());
        Thing { words, leads, tag: None, source: None }
    }
}

fn describe(comparison: &Comparison, found: &Gathered, left: &str, right: &str) -> String {
    let mut sentences = vec![format!("{} of {left} and {right}.", counted(found.links.len(), "link"))];
    for kind in LinkKind::ALL {
        let of_kind = || found.links.iter().filter(|link| link.kind == kind);
        if of_kind().next().is_none() {
            continue;
        }
        let first = of_kind().take(4).map(|link| {
            let (from, to) = (place_of(comparison, link.from), place_of(comparison, link.to));
            format!("{from} {} {to}", kind.phrase())
        });
        let first = first.collect::<Vec<_>>().join("; ");
        let n = of_kind().count();
        let more = if n > 4 { format!("; and {} more", n - 4) } else { String::new() };
        sentences.push(format!("{n} × {}: {first}{more}.", kind.phrase()));
    }
    sentences.join(" ")
}

fn table(comparison: &Comparison, found: &Gathered) -> Table {
    let rows = found.links.iter().map(|link| {
        let (from, to) = (place_of(comparison, link.from), place_of(comparison, link.to));
        vec![from, link.kind.phrase().to_owned(), to, plain(&link.note)]
    });
    let head = ["Claim", "Link", "Claim", "Note"].map(str::to_owned).to_vec();
    Table { head, rows: rows.collect() }
}
