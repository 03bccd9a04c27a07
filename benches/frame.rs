//! What a frame costs: the two panes of the program against the same paragraphs drawn bare, in one run.
//!
//! Two sources of 100,000 characters, 500 claims; then of 100 MB, with 100,000 claims, and 13 claims over every
//! word. Headless, so that only the program's own work is counted. `docs/PERFORMANCE.md` has the figures.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a bench may fail"
)]

mod support;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock, TagRef};
use diptych::gui::action::Actions;
use diptych::gui::reading_pane::{PaneInput, PaneState, ReadingStyle, reading_pane_ui};
use diptych::gui::theme;
use diptych::gui::view::{Side, Sides, View};
use diptych::model::{
    Bibliography, Comparison, ComparisonId, Origin, Reader, ReaderId, TagId, Time, Unknown,
};
use diptych::text::{Pos, Span, Text};
use eframe::egui::{
    CentralPanel, Color32, Context, FontId, Frame, Galley, Pos2, RawInput, Rect, Ui, UiBuilder, pos2,
};
use uuid::Uuid;

const SIZE: Rect = Rect { min: Pos2::ZERO, max: Pos2 { x: 1400.0, y: 900.0 } };
const STYLE: ReadingStyle = ReadingStyle { size: 18.0, measure: 68.0 };

const ENGLISH: [&str; 11] =
    ["workers", "the", "of", "plants", "in", "October", "assembly", "a", "general", "was", "called"];
/// A script that runs from right to left, and that the faces of the program have.
const HEBREW: [&str; 11] =
    ["פועלים", "של", "את", "מפעלים", "באוקטובר", "אספה", "כללית", "היא", "נקראה", "(1973)", "Cerrillos"];

/// Paragraphs of 50 to 2,300 bytes, all different, as real texts have them.
fn text(words: &[&str; 11], length: usize, seed: u64) -> Text {
    let mut state = seed | 1;
    let mut next = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let mut content = String::new();
    while content.len() < length {
        let end = content.len() + 50 + usize::try_from(next(2250)).unwrap();
        while content.len() < end {
            content.push_str(words[usize::try_from(next(11)).unwrap()]);
            content.push_str(&format!("{} ", next(900)));
        }
        content.push_str("\n\n");
    }
    Text::new(content).unwrap()
}

fn desk(length: usize, n_claims: u32) -> Desk {
    desk_in(&ENGLISH, length, n_claims)
}

fn desk_in(words: &[&str; 11], length: usize, n_claims: u32) -> Desk {
    let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0));
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(2)), name: "R".to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let source = |seed| NewSource {
        bibliography: Bibliography { title: format!("S{seed}"), ..Bibliography::default() },
        origin: Origin::default(),
        text: text(words, length, seed),
        structure: Vec::new(),
    };
    let sources = desk.run(Command::AddSources(vec![source(77), source(99)])).unwrap().sources;
    let tags: Vec<TagId> = (0..20)
        .map(|n| {
            desk.run(Command::CreateTag { name: format!("tag {n}"), parent: None }).unwrap().tag.unwrap()
        })
        .collect();
    for n in 0..n_claims {
        let source = sources[(n % 2) as usize];
        let length = desk.comparison().source(source).unwrap().text.len();
        let start = (u64::from(n) * u64::from(length) / u64::from(n_claims.max(1))) as u32;
        let span = Span::between(Pos(start), Pos((start + 40 + n % 300).min(length)));
        let tags = vec![TagRef::Known(tags[n as usize % 20])];
        desk.run(Command::Tag { source, spans: vec![span], tags }).unwrap();
    }
    desk
}

/// One frame of both panes. `left`: the share of the width that the left pane has.
fn panes(ctx: &Context, desk: &Desk, view: &mut View, states: &mut Sides<PaneState>, left: f32) {
    let input = RawInput { screen_rect: Some(SIZE), ..RawInput::default() };
    let mut out = Actions::default();
    let mut output = ctx.run_ui(input, |ui| {
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let whole = ui.available_rect_before_wrap();
            let (first, second) = whole.split_left_right_at_fraction(left);
            for (side, rect) in [(Side::Left, first), (Side::Right, second)] {
                let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(side));
                let input = PaneInput { side, style: STYLE, snap: true, keys: true };
                reading_pane_ui(&mut ui, (desk, view), input, states.get_mut(side), &mut out);
            }
        });
    });
    // What a graphics card would be handed: the triangles are part of what a frame costs.
    let shapes = std::mem::take(&mut output.shapes);
    black_box(ctx.tessellate(shapes, output.pixels_per_point));
    output.textures_delta.clear();
}

fn scroll(view: &mut View, by: f32) {
    for side in Side::BOTH {
        view.panes.get_mut(side).offset += by;
    }
}

/// The floor: the paragraphs that can be seen, as plain galleys at their places, and nothing else.
fn bare(ctx: &Context, texts: &[Text; 2], from: &mut [usize; 2], offset: &mut f32) {
    let input = RawInput { screen_rect: Some(SIZE), ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| {
        for (n, text) in texts.iter().enumerate() {
            draw_bare(ui, text, (&mut from[n], offset), if n == 0 { 90.0 } else { 790.0 });
        }
    });
    // What a graphics card would be handed: the triangles are part of what a frame costs.
    let shapes = std::mem::take(&mut output.shapes);
    black_box(ctx.tessellate(shapes, output.pixels_per_point));
    output.textures_delta.clear();
}

fn draw_bare(ui: &Ui, text: &Text, (from, offset): (&mut usize, &f32), left: f32) {
    let mut y = -*offset % 600.0;
    let mut index = *from;
    while y < SIZE.bottom() {
        let Some(paragraph) = text.paragraphs().get(index) else { break };
        let words = text.slice(paragraph.span).to_owned();
        let font = FontId::new(STYLE.size, theme::serif());
        let galley: Arc<Galley> = ui.painter().layout(words, font, Color32::BLACK, STYLE.width().min(600.0));
        let height = galley.size().y;
        ui.painter().galley(pos2(left, y), galley, Color32::BLACK);
        y += height + 15.0;
        index += 1;
    }
}

fn context() -> Context {
    let ctx = Context::default();
    theme::install(&ctx);
    ctx
}

fn frames(c: &mut Criterion) {
    let mut group = c.benchmark_group("frame");
    let desk = desk(100_000, 500);
    let texts = [0, 1].map(|n: usize| desk.comparison().sources()[n].text.clone());

    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    group.bench_function("two panes, still", |b| b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5)));
    group.bench_function("two panes, scrolling", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0);
            if view.panes.get(Side::Left).top > Pos(90_000) {
                scroll_home(&mut view);
            }
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
    let mut step = 0_u16;
    group.bench_function("two panes, divider dragged", |b| {
        b.iter(|| {
            step = (step + 1) % 200;
            panes(&ctx, &desk, &mut view, &mut states, 0.35 + f32::from(step) / 1000.0);
        });
    });

    let ctx = context();
    let (mut from, mut offset) = ([0, 0], 0.0);
    bare(&ctx, &texts, &mut from, &mut offset);
    group.bench_function("floor: the same paragraphs bare, still", |b| {
        b.iter(|| bare(&ctx, &texts, &mut from, &mut offset));
    });
    group.bench_function("floor: the same paragraphs bare, scrolling", |b| {
        b.iter(|| {
            offset += 6.0;
            if offset > 600.0 {
                offset = 0.0;
                from = from.map(|from| (from + 1) % 70);
            }
            bare(&ctx, &texts, &mut from, &mut offset);
        });
    });
    group.finish();
}

/// The same in Hebrew, which is cut into runs here and put together anew.
fn leftward(c: &mut Criterion) {
    let desk = desk_in(&HEBREW, 100_000, 500);
    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    let mut group = c.benchmark_group("frame in Hebrew");
    group.bench_function("two panes, still", |b| b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5)));
    group.bench_function("two panes, scrolling", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0);
            if view.panes.get(Side::Left).top > Pos(45_000) {
                scroll_home(&mut view);
            }
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
    group.finish();
}

fn scroll_home(view: &mut View) {
    for side in Side::BOTH {
        let pane = view.panes.get_mut(side);
        pane.top = Pos(0);
        pane.offset = 0.0;
    }
}

/// The same while a screen reader listens: all that it is told is made anew for each frame.
fn listening(c: &mut Criterion) {
    let desk = desk(100_000, 500);
    let ctx = context();
    ctx.enable_accesskit();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    c.bench_function("two panes, scrolling, a screen reader listening", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0);
            if view.panes.get(Side::Left).top > Pos(90_000) {
                scroll_home(&mut view);
            }
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
}

/// A comparison of two generated sources of `length` bytes each, on a desk.
fn generated(n_claims: usize, length: usize) -> Desk {
    let comparison = support::comparison_of(n_claims, length);
    let reader = Reader::clone(comparison.readers().next().unwrap());
    Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds))
}

/// The same window on texts of any length under any number of claims.
fn lengths(c: &mut Criterion) {
    let mut group = c.benchmark_group("any length");
    let cases = [
        ("100 kB, 100 claims", 100, 100_000),
        ("100 kB, 100,000 claims", 100_000, 100_000),
        ("100 MB, 100 claims", 100, 100_000_000),
        ("100 MB, 100,000 claims", 100_000, 100_000_000),
        ("100 kB, 10,000 claims in each, 12 deep", 20_000, 100_000),
    ];
    for (name, n_claims, length) in cases {
        let desk = generated(n_claims, length);
        let ctx = context();
        let mut view = View::of(desk.comparison());
        let mut states = Sides::default();
        let middle = Pos(desk.comparison().sources()[0].text.len() / 2);
        let to_middle = |view: &mut View| {
            for side in Side::BOTH {
                view.panes.get_mut(side).top = middle;
                view.panes.get_mut(side).offset = 0.0;
            }
        };
        to_middle(&mut view);
        // Until the overview is counted.
        for _ in 0..60 {
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        }
        group.bench_function(format!("{name}, still"), |b| {
            b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5));
        });
        let mut gone = 0.0;
        group.bench_function(format!("{name}, scrolling"), |b| {
            b.iter(|| {
                scroll(&mut view, 6.0);
                gone += 6.0;
                if gone > 6_000.0 {
                    gone = 0.0;
                    to_middle(&mut view);
                }
                panes(&ctx, &desk, &mut view, &mut states, 0.5);
            });
        });
    }
    group.finish();
}

/// The overview after a change of 100,000 claims: counted anew in portions, one in each frame.
fn overview(c: &mut Criterion) {
    let mut desk = generated(100_000, 1_000_000);
    let claim = desk.comparison().claims().next().unwrap().id;
    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    let mut n = 0;
    c.bench_function("a frame right after a change among 100,000 claims", |b| {
        b.iter(|| {
            n += 1;
            desk.run(Command::SetNote { claim, note: n.to_string() }).unwrap();
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
}

/// One more claim among 100,000.
fn tagging(c: &mut Criterion) {
    let mut desk = desk(2_000_000, 100_000);
    let source = desk.comparison().sources()[0].id;
    let tag = desk.comparison().tags().next().unwrap().id;
    let length = desk.comparison().sources()[0].text.len();
    let mut n = 0_u32;
    c.bench_function("tag one passage, 100,000 claims present", |b| {
        b.iter(|| {
            n = (n + 7919) % (length - 400);
            let span = Span::between(Pos(n), Pos(n + 3 + n % 97));
            desk.run(Command::Tag { source, spans: vec![span], tags: vec![TagRef::Known(tag)] })
        });
    });
}

criterion_group!(benches, frames, leftward, listening, lengths, overview, tagging);
criterion_main!(benches);
