//! Every color, size and font of the window, named by what it means. No other module names a shade.

use eframe::egui::{self, Color32, CornerRadius, FontFamily, FontId, Stroke, Theme, Visuals};

pub use crate::analysis::picture::ink::{link_sign, stance_sign};
use crate::analysis::picture::{Look, Paint, ink};
use crate::model::{ColorSlot, LinkKind, Stance};

/// The reading face: upright.
pub fn serif() -> FontFamily {
    FontFamily::Name("serif".into())
}

/// The reading face: italic.
pub fn serif_italic() -> FontFamily {
    FontFamily::Name("serif-italic".into())
}

/// The reading face: bold.
pub fn serif_bold() -> FontFamily {
    FontFamily::Name("serif-bold".into())
}

/// The reading face: bold italic.
pub fn serif_bold_italic() -> FontFamily {
    FontFamily::Name("serif-bold-italic".into())
}

/// The face of headings and of what is to stand out in panels.
pub fn strong() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Sizes of text in panels, in points.
pub mod size {
    /// Panel titles.
    pub const TITLE: f32 = 15.0;
    /// Ordinary text of panels, menus and fields.
    pub const BODY: f32 = 13.5;
    /// Counts, paragraph numbers, times.
    pub const SMALL: f32 = 11.5;
}

/// A font for text that stands out in a panel.
pub fn strong_font(size: f32) -> FontId {
    FontId::new(size, strong())
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// The colors of one theme that are not egui's own.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// What the texts lie on.
    pub paper: Color32,
    /// What the panels lie on.
    pub panel: Color32,
    /// A surface raised from a panel: cards, menus, dialogs.
    pub card: Color32,
    /// Text.
    pub ink: Color32,
    /// Text of less weight: numbers, counts, hints. Still of contrast 4.5 on paper, panel and card.
    pub faint: Color32,
    /// Lines between things.
    pub rule: Color32,
    /// What can be acted on, the focus, the caret.
    pub accent: Color32,
    /// Words on something filled with the accent.
    pub on_accent: Color32,
    /// The selected words' background.
    pub selection: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Rows under the pointer.
    pub hover: Color32,
}

const LIGHT: [u32; 11] = [
    0xFCFBF8, 0xF1EFEA, 0xFFFFFF, 0x1E1C19, 0x615C54, 0xD8D4CB, 0x1B5AA6, 0xFFFFFF, 0xB9D3F2, 0x9A3B00,
    0xE6E2DA,
];
const DARK: [u32; 11] = [
    0x191A1C, 0x222326, 0x2B2C30, 0xE6E3DD, 0xA6A29A, 0x3C3D42, 0x7CB4F5, 0x101822, 0x2F4F78, 0xFFB070,
    0x333439,
];

/// Returns the colors of `theme`.
pub fn palette(theme: Theme) -> Palette {
    let [paper, panel, card, ink, faint, rule, accent, on_accent, selection, warning, hover] = match theme {
        Theme::Light => LIGHT,
        Theme::Dark => DARK,
    }
    .map(rgb);
    Palette { paper, panel, card, ink, faint, rule, accent, on_accent, selection, warning, hover }
}

/// Returns the colors in force in `ui`.
pub fn of(ui: &egui::Ui) -> Palette {
    palette(ui.theme())
}

/// Returns the line color of a tag: for underlines, margin bars, dots. Contrast of at least 4.5 on paper.
pub fn tag_line(slot: ColorSlot, theme: Theme) -> Color32 {
    of_picture(Paint::Tag(slot), look_of(theme))
}

/// Returns how pictures look in a theme.
pub fn look_of(theme: Theme) -> Look {
    match theme {
        Theme::Light => Look::Light,
        Theme::Dark => Look::Dark,
    }
}

/// Returns a color of a picture.
#[expect(clippy::disallowed_methods, reason = "the other place")]
pub fn of_picture(paint: Paint, look: Look) -> Color32 {
    let color = paint.rgb(look);
    Color32::from_rgb(color.0, color.1, color.2)
}

/// How the line of a color runs, so that those that look alike to some eyes are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Without a break.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

impl Pattern {
    /// Returns how long its strokes are, and the gaps between them, in points.
    pub fn strokes(self) -> (f32, f32) {
        match self {
            Self::Solid => (f32::INFINITY, 0.0),
            Self::Dashed => (7.0, 3.0),
            Self::Dotted => (2.0, 3.0),
        }
    }
}

/// Returns how the line of a tag runs. Two colors of one pattern differ for readers without red or green
/// cones, too.
pub fn tag_pattern(slot: ColorSlot) -> Pattern {
    match slot {
        ColorSlot::Blue | ColorSlot::Orange | ColorSlot::Red | ColorSlot::Gray => Pattern::Solid,
        ColorSlot::Green | ColorSlot::Purple | ColorSlot::Olive | ColorSlot::Teal => Pattern::Dashed,
        ColorSlot::Brown | ColorSlot::Pink | ColorSlot::Ochre | ColorSlot::Indigo => Pattern::Dotted,
    }
}

/// Returns the tint that lies behind words bearing a tag. Ink keeps a contrast of at least 7 on it.
pub fn tag_fill(slot: ColorSlot, theme: Theme) -> Color32 {
    let share = match theme {
        Theme::Light => 0.17,
        Theme::Dark => 0.24,
    };
    mix(palette(theme).paper, tag_line(slot, theme), share)
}

/// Returns the tint of a claim that is selected.
pub fn tag_fill_selected(slot: ColorSlot, theme: Theme) -> Color32 {
    let share = match theme {
        Theme::Light => 0.30,
        Theme::Dark => 0.36,
    };
    mix(palette(theme).paper, tag_line(slot, theme), share)
}

/// Returns the tint behind words that `depth` claims lie over: the more, the stronger. Ink keeps a contrast of at least 5.
pub fn tag_fill_deep(slot: ColorSlot, theme: Theme, depth: usize) -> Color32 {
    let step = match depth {
        0 | 1 => return tag_fill(slot, theme),
        2 => 0.04,
        3 => 0.07,
        _ => 0.10,
    };
    let base = match theme {
        Theme::Light => 0.17,
        Theme::Dark => 0.24,
    };
    mix(palette(theme).paper, tag_line(slot, theme), base + step)
}

/// Returns the tint of a claim that the focus leaves out: without its color, and faint.
pub fn dimmed_fill(theme: Theme) -> Color32 {
    let colors = palette(theme);
    mix(colors.paper, colors.ink, 0.05)
}

/// Returns the line of a claim that the focus leaves out.
pub fn dimmed_line(theme: Theme) -> Color32 {
    let colors = palette(theme);
    mix(colors.paper, colors.ink, 0.26)
}

/// Returns the ground behind a sentence that readers marked: step `grade` of `of`, from 0 on. One hue, and ink keeps a
/// contrast of at least 7 on it.
pub fn density_ground(grade: usize, of: usize, theme: Theme) -> Color32 {
    let (least, most) = match theme {
        Theme::Light => (0.08, 0.38),
        Theme::Dark => (0.10, 0.33),
    };
    #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
    let share = if of > 1 { grade as f32 / (of - 1) as f32 } else { 1.0 };
    mix(palette(theme).paper, tag_line(ColorSlot::Teal, theme), least + (most - least) * share.min(1.0))
}

/// Returns the mark of the same step in the overview, where no words stand on it: stronger, so that little of it is seen.
pub fn density_mark(grade: usize, of: usize, theme: Theme) -> Color32 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
    let share = if of > 1 { grade as f32 / (of - 1) as f32 } else { 1.0 };
    mix(palette(theme).paper, tag_line(ColorSlot::Teal, theme), 0.2 + 0.8 * share.min(1.0))
}

/// Returns the mark of a tag in the overview. `share`: how many passages are there, of the most anywhere.
/// Contrast of at least 3 on paper (WCAG 2.2, 1.4.11).
pub fn overview_mark(slot: ColorSlot, theme: Theme, share: f32) -> Color32 {
    mix(palette(theme).paper, tag_line(slot, theme), 0.8 + 0.2 * share.clamp(0.0, 1.0))
}

/// Returns the mark of passages in the overview that the focus leaves out.
pub fn overview_dimmed(theme: Theme) -> Color32 {
    let colors = palette(theme);
    mix(colors.paper, colors.ink, 0.16)
}

/// Returns the ground of words that a share of the readers marked. Ink keeps a contrast of at least 7 on it.
pub fn shared_ground(theme: Theme, share: f32) -> Color32 {
    let colors = palette(theme);
    mix(colors.paper, colors.accent, 0.06 + 0.22 * share.clamp(0.0, 1.0))
}

/// Returns the ground of a figure of agreement, deeper the nearer it is to 1, and the ink on it. Contrast of at least 4.5.
pub fn agreement_ground(theme: Theme, value: f32) -> (Color32, Color32) {
    let colors = palette(theme);
    let most = if theme == Theme::Light { 0.6 } else { 0.36 };
    (mix(colors.paper, colors.accent, 0.04 + most * value.clamp(0.0, 1.0)), colors.ink)
}

/// Returns the mark of a search hit in the overview.
pub fn hit_mark(theme: Theme) -> Color32 {
    hit_line(theme)
}

/// Returns what lies over the part of the overview that can be seen in the pane; the marks show through.
pub fn veil(theme: Theme) -> Color32 {
    palette(theme).ink.gamma_multiply(0.10)
}

/// Returns the fill behind a hit of the search. Ink keeps a contrast of at least 7 on it.
pub fn hit_fill(theme: Theme) -> Color32 {
    rgb(if theme == Theme::Light { 0xFFE873 } else { 0x574800 })
}

/// Returns the line of the box around a hit of the search. Contrast of at least 3 on paper, fill and selection.
pub fn hit_line(theme: Theme) -> Color32 {
    rgb(if theme == Theme::Light { 0x6B4E00 } else { 0xF2CF3D })
}

/// Returns the color halfway (by `share`) from one to the other.
pub fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share)
}

/// Returns the color of a stance.
pub fn stance_color(stance: Option<Stance>, theme: Theme) -> Color32 {
    tag_line(ink::stance_slot(stance), theme)
}

/// Returns the color of a kind of link. Contrast of at least 4 on paper and panel; each kind has a line and a sign too.
pub fn link_color(kind: LinkKind, theme: Theme) -> Color32 {
    tag_line(ink::link_slot(kind), theme)
}

/// Sets fonts, sizes and both themes' colors.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(super::fonts::definitions());
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_visuals_of(theme, visuals(theme));
    }
    ctx.all_styles_mut(|style| {
        use egui::TextStyle;
        style.text_styles.insert(TextStyle::Body, FontId::proportional(size::BODY));
        style.text_styles.insert(TextStyle::Button, FontId::proportional(size::BODY));
        style.text_styles.insert(TextStyle::Small, FontId::proportional(size::SMALL));
        style.text_styles.insert(TextStyle::Heading, strong_font(size::TITLE));
        style.text_styles.insert(TextStyle::Monospace, FontId::monospace(size::BODY));
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(8.0, 4.0);
        style.spacing.interact_size.y = 24.0;
        style.spacing.menu_margin = egui::Margin::same(6);
        style.spacing.window_margin = egui::Margin::same(18);
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.35;
    });
}

/// The outline of what can be pressed or ticked. Contrast of at least 3 on every surface (WCAG 2.2, 1.4.11).
fn outline(theme: Theme) -> Color32 {
    let colors = palette(theme);
    mix(colors.rule, colors.ink, if theme == Theme::Light { 0.42 } else { 0.36 })
}

fn visuals(theme: Theme) -> Visuals {
    let colors = palette(theme);
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    visuals.panel_fill = colors.panel;
    visuals.window_fill = colors.card;
    visuals.window_stroke = Stroke::new(1.0, colors.rule);
    visuals.extreme_bg_color = if theme == Theme::Light { colors.card } else { colors.paper };
    visuals.faint_bg_color = mix(colors.panel, colors.card, 0.5);
    visuals.hyperlink_color = colors.accent;
    visuals.selection.bg_fill = colors.selection;
    visuals.selection.stroke = Stroke::new(1.0, colors.ink);
    visuals.warn_fg_color = colors.warning;
    visuals.weak_text_color = Some(colors.faint);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, colors.rule);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, colors.ink);
    for (state, fill, line) in [
        (&mut widgets.inactive, mix(colors.panel, colors.ink, 0.07), colors.ink),
        (&mut widgets.hovered, colors.hover, colors.ink),
        (&mut widgets.active, mix(colors.hover, colors.accent, 0.3), colors.ink),
        (&mut widgets.open, colors.hover, colors.ink),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.fg_stroke = Stroke::new(1.0, line);
        state.corner_radius = CornerRadius::same(4);
    }
    widgets.inactive.bg_stroke = Stroke::new(1.0, outline(theme));
    widgets.hovered.bg_stroke = Stroke::new(1.0, mix(outline(theme), colors.ink, 0.4));
    widgets.active.bg_stroke = Stroke::new(1.0, colors.accent);
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colors as WCAG 2.2 defines it, 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let linear = egui::Rgba::from(color);
            0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b() + 0.05
        };
        let (a, b) = (luminance(a), luminance(b));
        a.max(b) / a.min(b)
    }

    #[test]
    fn words_are_legible_on_every_surface_and_every_tint() {
        for theme in [Theme::Light, Theme::Dark] {
            let colors = palette(theme);
            for surface in [colors.paper, colors.panel, colors.card, colors.hover] {
                assert!(contrast(colors.ink, surface) >= 7.0, "{theme:?} ink on {surface:?}");
                assert!(contrast(colors.faint, surface) >= 4.5, "{theme:?} faint on {surface:?}");
            }
            for surface in [colors.paper, colors.panel, colors.card] {
                let outlined = contrast(outline(theme), surface);
                assert!(outlined >= 3.0, "{theme:?} outline on {surface:?}: {outlined}");
            }
            assert!(contrast(colors.ink, colors.selection) >= 4.5, "{theme:?} selection");
            assert!(contrast(colors.on_accent, colors.accent) >= 4.5, "{theme:?} accent");
            assert!(contrast(colors.ink, hit_fill(theme)) >= 7.0, "{theme:?} hit");
            for surface in [colors.paper, colors.selection, hit_fill(theme)] {
                let boxed = contrast(hit_line(theme), surface);
                assert!(boxed >= 3.0, "{theme:?} box of a hit on {surface:?}: {boxed}");
            }
            for kind in LinkKind::ALL {
                for surface in [colors.paper, colors.panel, colors.card] {
                    let line = contrast(link_color(kind, theme), surface);
                    assert!(line >= 4.0, "{theme:?} {kind:?} on {surface:?}: {line}");
                }
            }
            for slot in ColorSlot::ALL {
                let line = contrast(tag_line(slot, theme), colors.paper);
                let fill = contrast(colors.ink, tag_fill(slot, theme));
                let selected = contrast(colors.ink, tag_fill_selected(slot, theme));
                assert!(line >= 4.5, "{theme:?} {slot:?} line {line}");
                assert!(fill >= 7.0, "{theme:?} {slot:?} fill {fill}");
                assert!(selected >= 5.0, "{theme:?} {slot:?} selected {selected}");
            }
            for share in [0.0, 0.5, 1.0] {
                assert!(contrast(colors.ink, shared_ground(theme, share)) >= 7.0, "{theme:?} {share}");
                let (ground, ink) = agreement_ground(theme, share);
                assert!(contrast(ink, ground) >= 4.5, "{theme:?} {share}");
            }
        }
    }

    /// A color as eyes see it: in OKLab, whose distances are those that people judge.
    type Seen = [f32; 3];

    /// Linear light as it is for all three cones, without the red ones, without the green ones (Machado,
    /// Oliveira and Fernandes 2009, severity 1).
    const EYES: [(&str, [[f32; 3]; 3]); 3] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "no red cones",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "no green cones",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
    ];

    fn times(matrix: [[f32; 3]; 3], vector: [f32; 3]) -> [f32; 3] {
        matrix.map(|row| row.into_iter().zip(vector).map(|(a, b)| a * b).sum())
    }

    fn seen(color: Color32, eyes: [[f32; 3]; 3]) -> Seen {
        let linear = egui::Rgba::from(color);
        let light = times(eyes, [linear.r(), linear.g(), linear.b()]).map(|part| part.max(0.0));
        let cones = times(
            [
                [0.412_221_5, 0.536_332_5, 0.051_445_99],
                [0.211_903_5, 0.680_699_5, 0.107_396_96],
                [0.088_302_46, 0.281_718_85, 0.629_978_7],
            ],
            light,
        );
        times(
            [
                [0.210_454_26, 0.793_617_8, -0.004_072_047],
                [1.977_998_5, -2.428_592_2, 0.450_593_7],
                [0.025_904_037, 0.782_771_77, -0.808_675_77],
            ],
            cones.map(f32::cbrt),
        )
    }

    #[test]
    fn tags_are_told_apart_by_color_or_by_the_pattern_of_their_lines_with_any_cones_missing() {
        for theme in [Theme::Light, Theme::Dark] {
            for (who, eyes) in EYES {
                for (n, a) in ColorSlot::ALL.into_iter().enumerate() {
                    for b in ColorSlot::ALL.into_iter().skip(n + 1) {
                        let [seen_a, seen_b] = [a, b].map(|slot| seen(tag_line(slot, theme), eyes));
                        let squares = seen_a.into_iter().zip(seen_b).map(|(a, b)| (a - b).powi(2));
                        let distance = squares.sum::<f32>().sqrt();
                        let other_pattern = tag_pattern(a) != tag_pattern(b);
                        assert!(
                            distance >= 0.1 || other_pattern,
                            "{theme:?}, {who}: {a:?} and {b:?} differ by {distance} only"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn marks_in_the_overview_and_deep_tints_are_legible() {
        for theme in [Theme::Light, Theme::Dark] {
            let colors = palette(theme);
            for slot in ColorSlot::ALL {
                let mark = contrast(overview_mark(slot, theme, 0.0), colors.paper);
                assert!(mark >= 3.0, "{theme:?} {slot:?} in the overview {mark}");
                for depth in 1..9 {
                    let deep = contrast(colors.ink, tag_fill_deep(slot, theme, depth));
                    assert!(deep >= 5.0, "{theme:?} {slot:?} under {depth} claims {deep}");
                }
            }
            for grade in 0..5 {
                let ground = contrast(colors.ink, density_ground(grade, 5, theme));
                assert!(ground >= 7.0, "{theme:?} step {grade} of the density {ground}");
            }
            assert!(contrast(hit_mark(theme), colors.paper) >= 3.0);
            assert!(contrast(colors.ink, dimmed_fill(theme)) >= 7.0);
        }
    }
}
