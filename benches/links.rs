//! What the gutter costs: two panes with their links against the same panes without any, in one run.
//!
//! 100 links in a text of 100,000 characters, and 100,000 in one of 20 million: those that are off the screen should
//! cost nothing. In the third, every claim on the screen has ten. `docs/PERFORMANCE.md` has the figures.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a bench may fail"
)]

#[path = "support/window.rs"]
mod window;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::desk::{Command, Desk, TagRef};
use diptych::gui::action::Actions;
use diptych::gui::gutter;
use diptych::gui::moving::{self, Panes};
use diptych::gui::reading_pane::PaneState;
use diptych::gui::view::{Side, Sides, View};
use diptych::model::{ClaimId, LinkKind};
use diptych::store::settings::MoveTogether;
use diptych::text::{Pos, Span, Text};
use eframe::egui::{CentralPanel, Context, Frame, Sense};

use self::window::{SIZE, desk_of, show_panes};

fn text(length: usize, seed: usize) -> Text {
    let words =
        ["workers", "the", "of", "plants", "in", "October", "assembly", "a", "general", "was", "called"];
    let mut content = String::new();
    let mut n = seed;
    while content.len() < length {
        n += 1;
        content.push_str(words[(n * 7 + n / 11) % 11]);
        content.push_str(if n.is_multiple_of(90) { "\n\n" } else { " " });
    }
    Text::new(content).unwrap()
}

/// Two sources, a claim every 200 characters, and `each` links from each claim to those at the same height.
fn desk(length: usize, each: usize) -> Desk {
    let (mut desk, sources) = desk_of([text(length, 77), text(length, 99)]);
    let tag = desk.run(Command::CreateTag { name: "tag".to_owned(), parent: None }).unwrap().tag.unwrap();
    let n = length / 200 - 1;
    let claims: Vec<Vec<ClaimId>> = sources
        .iter()
        .map(|source| {
            let claim = |n: usize| {
                let start = Pos((n * 200) as u32);
                let spans = vec![Span::between(start, start.plus(60))];
                let tags = vec![TagRef::Known(tag)];
                desk.run(Command::Tag { source: *source, spans, tags }).unwrap().claim.unwrap()
            };
            (0..n).map(claim).collect()
        })
        .collect();
    for at in 0..n {
        for other in 0..each {
            let (from, to) = (claims[0][at], claims[1][(at + other * 3) % n]);
            let kind = LinkKind::ALL[(at + other) % 5];
            desk.run(Command::Link { from, to, kind, note: String::new() }).unwrap();
        }
    }
    desk
}

fn frame(ctx: &Context, desk: &Desk, view: &mut View, states: &mut Sides<PaneState>, how: MoveTogether) {
    let mut out = Actions::default();
    window::frame(ctx, |ui| {
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let (first, rest) = SIZE.split_left_right_at_x(680.0);
            let (between, second) = rest.split_left_right_at_x(724.0);
            show_panes(ui, (desk, view), states, [first, second], &mut out);
            let response = ui.interact(between, ui.scope_id().with("divider"), Sense::click_and_drag());
            moving::follow(&mut Panes { ctx: ui.ctx(), desk, states, still: true }, view, how);
            let mut seen = Sides::default();
            for side in Side::BOTH {
                *seen.get_mut(side) = states.get(side).seen();
            }
            gutter::gutter_ui(ui, (desk, view), &seen, &response, &mut out);
        });
    });
}

fn links(c: &mut Criterion) {
    let mut group = c.benchmark_group("links");
    for (name, length, each) in [
        ("floor: no links", 100_000, 0),
        ("500 links in 100 kB", 100_000, 1),
        ("100,000 links in 20 MB", 20_000_000, 1),
        ("ten links of every claim", 100_000, 10),
    ] {
        let desk = desk(length, each);
        let ctx = window::context();
        for (how, words) in [(MoveTogether::Alone, "alone"), (MoveTogether::ByClaims, "by claims")] {
            let (mut view, mut states) = (View::of(desk.comparison()), Sides::default());
            group.bench_function(format!("{name}, scrolling {words}"), |b| {
                b.iter(|| {
                    view.panes.get_mut(Side::Left).offset += 6.0;
                    if view.panes.get(Side::Left).top > Pos(90_000) {
                        view = View::of(desk.comparison());
                    }
                    frame(&ctx, &desk, &mut view, &mut states, how);
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, links);
criterion_main!(benches);
