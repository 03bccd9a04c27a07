//! The compare view: 5 sources, 200 tags, 10,000 claims. How long until it is up, and what a frame costs while it is
//! scrolled. `docs/PERFORMANCE.md` has the figures.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail")]

mod support;
#[path = "support/window.rs"]
mod window;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::facts::FactTable;
use diptych::analysis::sheet::{Sheet, SheetOptions};
use diptych::desk::{Desk, RandomIds, SystemClock};
use diptych::gui::action::Actions;
use diptych::gui::compare_view::{CompareState, compare_view_ui};
use diptych::gui::view::View;
use diptych::model::Comparison;
use eframe::egui::{
    CentralPanel, Context, Event, Frame, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, TouchPhase,
    pos2, vec2,
};

use self::window::{SIZE, context, print_spread};

fn comparison() -> Comparison {
    support::comparison_with(10_000, 200_000, 5)
}

fn desk() -> Desk {
    let comparison = comparison();
    let reader = comparison.readers().next().unwrap().as_ref().clone();
    Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds))
}

/// One frame of the view; `wheel`: how far the mouse wheel is turned in it.
fn frame(ctx: &Context, desk: &Desk, view: &View, state: &mut CompareState, wheel: f32) {
    let mut input = RawInput { screen_rect: Some(SIZE), ..RawInput::default() };
    input.events.push(Event::PointerMoved(pos2(700.0, 500.0)));
    if wheel.abs() > 0.0 {
        input.events.push(Event::MouseWheel {
            source: MouseWheelSource::Unknown,
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, wheel),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
    }
    let mut out = Actions::default();
    let mut output = ctx.run_ui(input, |ui| {
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            compare_view_ui(ui, desk, view, state, &mut out);
        });
    });
    let shapes = std::mem::take(&mut output.shapes);
    std::hint::black_box(ctx.tessellate(shapes, output.pixels_per_point));
    output.textures_delta.clear();
}

fn compare(c: &mut Criterion) {
    let mut group = c.benchmark_group("compare view, 5 sources, 200 tags, 10,000 claims");
    let (desk, view) = (desk(), View::of(&comparison()));
    group.sample_size(20);
    let ctx = context();
    // The faces are loaded with the window, not with the view.
    frame(&ctx, &desk, &view, &mut CompareState::default(), 0.0);
    group.bench_function("up: sheet, arrangement, first frame", |b| {
        b.iter(|| frame(&ctx, &desk, &view, &mut CompareState::default(), 0.0));
    });
    group.bench_function("the sheet alone", |b| {
        b.iter(|| Sheet::of(desk.comparison(), &SheetOptions::default()));
    });
    let sheet = Sheet::of(desk.comparison(), &SheetOptions::default());
    group.bench_function("the facts", |b| b.iter(|| FactTable::of(desk.comparison(), &sheet)));
    let mut state = CompareState::default();
    frame(&ctx, &desk, &view, &mut state, 0.0);
    group.bench_function("a frame, still", |b| b.iter(|| frame(&ctx, &desk, &view, &mut state, 0.0)));
    group.bench_function("a frame, scrolling", |b| b.iter(|| frame(&ctx, &desk, &view, &mut state, -60.0)));
    group.finish();
}

/// Not one frame may be felt.
fn spread(_: &mut Criterion) {
    let (desk, view, ctx) = (desk(), View::of(&comparison()), context());
    let mut state = CompareState::default();
    (0..5).for_each(|_| frame(&ctx, &desk, &view, &mut state, 0.0));
    print_spread("compare view, scrolling", || frame(&ctx, &desk, &view, &mut state, -60.0));
}

criterion_group!(benches, compare, spread);
criterion_main!(benches);
