//! What holds of places and points in any text: scripts mixed, at any width.

use eframe::egui::{Context, RawInput, Rect, pos2, vec2};
use proptest::prelude::*;
use uuid::Uuid;

use super::geometry::{PlacedBlock, caret_at, pos_at, rects_of};
use super::setting::{ReadingStyle, SetBlocks};
use super::{blocks, scroll, steady};
use crate::gui::theme;
use crate::gui::view::PaneView;
use crate::model::{Bibliography, Origin, Source, SourceId, Unknown};
use crate::text::{Pos, Span, Text, units};

const STYLE: ReadingStyle = ReadingStyle { size: 18.0, measure: 68.0 };

/// Does something with a window's context in a frame of it.
fn in_a_frame<T>(act: impl FnOnce(&Context) -> T) -> T {
    let ctx = Context::default();
    theme::install(&ctx);
    let mut act = Some(act);
    let mut done = None;
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 700.0))),
        ..RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| {
        if let Some(act) = act.take() {
            done = Some(act(ui.ctx()));
        }
    });
    output.textures_delta.clear();
    done.unwrap()
}

fn source(words: &str) -> Source {
    Source {
        id: SourceId(Uuid::from_u128(7)),
        order: 0,
        bibliography: Bibliography::default(),
        origin: Origin::default(),
        text: Text::new(words).unwrap(),
        structure: Vec::new(),
        unknown: Unknown::default(),
    }
}

/// All of a text, laid out from the top down at a width.
fn placed(ctx: &Context, source: &Source, width: f32) -> Vec<PlacedBlock> {
    let mut set = SetBlocks::default();
    set.begin(ctx, source, (width, STYLE));
    let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 1.0e6));
    scroll::place(&mut PaneView::default(), ctx, source, &mut set, (area, 20.0))
}

fn graphemes(text: &Text, block: &PlacedBlock) -> Vec<Pos> {
    let steps =
        std::iter::successors(Some(block.block.span.start()), |at| Some(units::next_grapheme(text, *at)));
    steps
        .take_while(|at| *at <= block.block.span.end())
        .take(2000)
        .scan(None, |before, at| (before.replace(at) != Some(at)).then_some(at))
        .collect()
}

/// Words of many scripts, with what makes lines hard.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "the",
        "armed",
        "office",
        "1973",
        "42%",
        "(a)",
        "—",
        "cordón",
        "e\u{301}te\u{301}",
        "«ja»",
        "well-known",
        "שלום",
        "עולם",
        "ב־1973",
        "(עברית)",
        "מפעלים,",
        "مرحبا",
        "العالم",
        "١٩٧٣",
        "كتاب،",
        "(عربي)",
        "ل\u{627}",
        "\u{200f}",
        "\u{202b}x\u{202c}",
        "हिन्दी",
        "क्षत्रिय",
        "কো",
        "ไทยภาษา",
        "น้ำ",
        "中文漢字，",
        "「かな」",
        "한국어",
        "👩\u{200d}🌾",
        "🇨🇱",
        "soft\u{ad}hy\u{ad}phen",
        "10\u{202f}000",
        "a\u{a0}b",
        "\u{2028}",
        "\t",
        "x\u{200b}y",
        "\u{3000}",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", "", "  ", "\n", "\n\n"]);
    prop::collection::vec((word, gap), 1..60)
        .prop_map(|words| words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_point_and_its_position_are_each_others_place(words in words(), width in 60.0_f32..600.0) {
        in_a_frame(|ctx| {
            let source = source(&words);
            let placed = placed(ctx, &source, width);
            for block in &placed {
                for pos in graphemes(&source.text, block) {
                    let point = block.caret(pos).center();
                    let found = block.pos_at(&source.text, point);
                    // Where the direction changes, a position has two places, and a place two positions.
                    let places = [block.caret(found).center(), block.end_of(found).center()];
                    let near = places.iter().any(|place| (*place - point).length() < 1.1);
                    prop_assert!(near, "{pos:?} at {point:?}, found {found:?} at {places:?}");
                    if block.set.order.is_none() {
                        prop_assert!((places[0] - point).length() < 1.1, "{pos:?} and {found:?}");
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn there_is_a_glyph_for_each_character_and_no_line_is_too_wide(words in words(), width in 60.0_f32..600.0) {
        in_a_frame(|ctx| {
            let source = source(&words);
            for block in &placed(ctx, &source, width) {
                let rows = &block.set.galley.rows;
                let count: usize = rows.iter().map(|row| row.char_count_including_newline().0).sum();
                prop_assert_eq!(count, block.block.span.len() as usize);
                let mut chars = source.text.slice(block.block.span).chars();
                for row in rows {
                    for glyph in &row.glyphs {
                        let c = chars.next().unwrap();
                        prop_assert!(glyph.chr == c || c == '\n' && block.block.hard_wrapped, "{:?} for {c:?}", glyph.chr);
                    }
                    if row.ends_with_newline {
                        prop_assert_eq!(chars.next(), Some('\n'));
                    }
                }
                prop_assert!(block.set.galley.size().y < 1.0e6);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_is_selected_is_covered_and_nothing_else(words in words(), width in 60.0_f32..600.0, ends in (0_u32..400, 0_u32..400)) {
        in_a_frame(|ctx| {
            let source = source(&words);
            let placed = placed(ctx, &source, width);
            let text = &source.text;
            let end = |at: u32| units::grapheme_at(text, Pos(at).min(text.end()));
            let span = Span::between(end(ends.0), end(ends.1));
            let covered: f32 = rects_of(&placed, span).iter().map(Rect::width).sum();
            let mut expected = 0.0;
            for block in &placed {
                let mut at = block.block.span.start();
                for row in &block.set.galley.rows {
                    for glyph in &row.glyphs {
                        expected += if span.contains(at) { glyph.advance_width } else { 0.0 };
                        at = at.plus(1);
                    }
                    at = at.plus(u32::from(row.ends_with_newline));
                }
            }
            // Pieces stand at whole pixels, so each may be half of one off.
            let pieces = 1.0 + words.len() as f32;
            prop_assert!((covered - expected).abs() < pieces, "{covered} for {expected}");
            Ok(())
        })?;
    }

    #[test]
    fn no_width_and_no_size_moves_the_line_at_the_top(
        words in words(), repeated in 1_usize..40, into in 0.0_f32..900.0,
        widths in prop::collection::vec((120.0_f32..700.0, 12.0_f32..30.0), 1..8),
    ) {
        in_a_frame(|ctx| {
            let source = source(&words.repeat(repeated));
            let mut set = SetBlocks::default();
            let mut held = None;
            let mut pane = PaneView::default();
            let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(700.0, 300.0));
            set.begin(ctx, &source, (400.0, STYLE));
            scroll::scroll_by(&mut pane, into);
            let first = scroll::place(&mut pane, ctx, &source, &mut set, (area, 0.0));
            let begins = first.iter().map(|block| (block, block.first_below(18.0)));
            let mut begins = begins.map(|(block, pos)| (pos, block.caret(pos).top())).filter(|(_, y)| *y >= 17.5);
            let Some((pos, y)) = begins.next() else { return Ok(()) };
            for (width, size) in widths {
                let style = ReadingStyle { size: size.round(), ..STYLE };
                if let Some(before) = set.begin(ctx, &source, (width, style)) {
                    steady::hold(&mut pane, ctx, &source, &mut set, (&before, &mut held));
                }
                let placed = scroll::place(&mut pane, ctx, &source, &mut set, (area, 0.0));
                let end = placed.last().is_some_and(|last| blocks::next(&source.text, last.block).is_none());
                let begin = pane.top == Pos(0) && pane.offset == 0.0;
                if begin || end {
                    // Before the start and past the end there is nothing to be shown.
                    return Ok(());
                }
                let now = caret_at(&placed, pos).map(|caret| caret.top());
                prop_assert!(now.is_some_and(|now| (now - y).abs() < 1.0), "{now:?} for {y}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn scrolling_there_and_back_is_where_it_was(words in words(), steps in prop::collection::vec(-400.0_f32..400.0, 1..12)) {
        in_a_frame(|ctx| {
            let source = source(&words.repeat(60));
            let mut set = SetBlocks::default();
            set.begin(ctx, &source, (400.0, STYLE));
            let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
            let middle = source.text.len() / 2;
            let Some(block) = blocks::block_at(&source.text, Pos(middle)) else { return Ok(()) };
            let mut pane = PaneView { top: block.span.start(), ..PaneView::default() };
            let before = scroll::place(&mut pane, ctx, &source, &mut set, (area, 0.0));
            let point = pos2(150.0, 140.0);
            let read = pos_at(&before, &source.text, point);
            let mut clamped = false;
            for by in steps.iter().copied().chain(std::iter::once(-steps.iter().sum::<f32>())) {
                let asked = {
                    scroll::scroll_by(&mut pane, by);
                    pane.offset
                };
                let placed = scroll::place(&mut pane, ctx, &source, &mut set, (area, 0.0));
                let end = placed.last().is_some_and(|last| blocks::next(&source.text, last.block).is_none());
                clamped |= end || pane.top == Pos(0) && pane.offset == 0.0 && asked < 0.0;
            }
            let after = scroll::place(&mut pane, ctx, &source, &mut set, (area, 0.0));
            if !clamped {
                prop_assert_eq!(pos_at(&after, &source.text, point), read);
            }
            Ok(())
        })?;
    }
}
