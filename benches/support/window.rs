//! A window without a screen: the two panes of the program, and the floor they are held against.

#![allow(dead_code, reason = "each bench uses a part")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock};
use diptych::gui::action::Actions;
use diptych::gui::reading_pane::{PaneInput, PaneState, ReadingStyle, reading_pane_ui};
use diptych::gui::theme;
use diptych::gui::view::{Side, Sides, View};
use diptych::model::{
    Bibliography, Comparison, ComparisonId, Origin, Reader, ReaderId, SourceId, Time, Unknown,
};
use diptych::text::{Pos, Text};
use eframe::egui::{
    CentralPanel, Color32, Context, FontId, Frame, Galley, Pos2, RawInput, Rect, Ui, UiBuilder, pos2,
};
use uuid::Uuid;

/// The whole window.
pub const SIZE: Rect = Rect { min: Pos2::ZERO, max: Pos2 { x: 1400.0, y: 900.0 } };
/// How the texts are set.
pub const STYLE: ReadingStyle = ReadingStyle { size: 18.0, measure: 68.0 };

/// Returns a desk with a comparison of two texts, and its sources.
pub fn desk_of(texts: [Text; 2]) -> (Desk, Vec<SourceId>) {
    let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0));
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(2)), name: "R".to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let source = |(n, text)| NewSource {
        bibliography: Bibliography { title: format!("S{n}"), ..Bibliography::default() },
        origin: Origin::default(),
        text,
        structure: Vec::new(),
    };
    let sources = (1..).zip(texts).map(source).collect();
    let sources = desk.run(Command::AddSources(sources)).unwrap().sources;
    (desk, sources)
}

/// Returns what egui needs, with the program's faces and colors.
pub fn context() -> Context {
    let ctx = Context::default();
    theme::install(&ctx);
    ctx
}

/// One frame of whatever `show` shows. The triangles that a graphics card would be handed are part of what it costs.
pub fn frame(ctx: &Context, show: impl FnMut(&mut Ui)) {
    let input = RawInput { screen_rect: Some(SIZE), ..RawInput::default() };
    let mut output = ctx.run_ui(input, show);
    let shapes = std::mem::take(&mut output.shapes);
    black_box(ctx.tessellate(shapes, output.pixels_per_point));
    output.textures_delta.clear();
}

/// Shows the two panes, each in its rectangle.
pub fn show_panes(
    ui: &mut Ui,
    (desk, view): (&Desk, &mut View),
    states: &mut Sides<PaneState>,
    rects: [Rect; 2],
    out: &mut Actions,
) {
    for (side, rect) in Side::BOTH.into_iter().zip(rects) {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(side));
        let input = PaneInput { side, style: STYLE, snap: true, keys: true };
        reading_pane_ui(&mut ui, (desk, view), input, states.get_mut(side), out);
    }
}

/// One frame of both panes and nothing else. `left`: the share of the width that the left pane has.
pub fn panes(ctx: &Context, desk: &Desk, view: &mut View, states: &mut Sides<PaneState>, left: f32) {
    let mut out = Actions::default();
    frame(ctx, |ui| {
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let (first, second) = ui.available_rect_before_wrap().split_left_right_at_fraction(left);
            show_panes(ui, (desk, view), states, [first, second], &mut out);
        });
    });
}

/// Scrolls both panes, and back to `from` once they are past `to`.
pub fn scroll(view: &mut View, by: f32, (from, to): (Pos, Pos)) {
    let over = view.panes.get(Side::Left).top > to;
    for side in Side::BOTH {
        let pane = view.panes.get_mut(side);
        if over {
            (pane.top, pane.offset) = (from, 0.0);
        } else {
            pane.offset += by;
        }
    }
}

/// The floor: the paragraphs that can be seen, as plain galleys at their places, and nothing else.
#[derive(Default)]
pub struct Bare {
    from: usize,
    offset: f32,
}

impl Bare {
    /// Scrolls, and back to the beginning after some seventy paragraphs.
    pub fn scroll(&mut self, by: f32) {
        self.offset += by;
        if self.offset > 600.0 {
            self.offset = 0.0;
            self.from = (self.from + 1) % 70;
        }
    }

    /// One frame.
    pub fn draw(&self, ctx: &Context, texts: [&Text; 2]) {
        frame(ctx, |ui| {
            for (text, left) in texts.into_iter().zip([90.0, 790.0]) {
                self.draw_one(ui, text, left);
            }
        });
    }

    fn draw_one(&self, ui: &Ui, text: &Text, left: f32) {
        let mut y = -self.offset;
        let mut index = self.from;
        while y < SIZE.bottom() {
            let Some(paragraph) = text.paragraphs().get(index) else { break };
            let words = text.slice(paragraph.span).to_owned();
            let font = FontId::new(STYLE.size, theme::serif());
            let galley: Arc<Galley> =
                ui.painter().layout(words, font, Color32::BLACK, STYLE.width().min(600.0));
            let height = galley.size().y;
            ui.painter().galley(pos2(left, y), galley, Color32::BLACK);
            y += height + 15.0;
            index += 1;
        }
    }
}

/// Prints how long frames take one by one: the middle one, the slowest of a hundred, the slowest.
pub fn print_spread(name: &str, mut frame: impl FnMut()) {
    let mut times: Vec<Duration> = (0..4_000)
        .map(|_| {
            let begun = std::time::Instant::now();
            frame();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{name}: median {:.0?}, 99th percentile {:.0?}, slowest {:.0?}", at(50), at(99), at(100));
}
