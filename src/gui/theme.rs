//! Every color, size and font of the window, named by what it means. No other module names a shade.

use eframe::egui::{self, Color32, CornerRadius, FontFamily, FontId, Stroke, Theme, Visuals};

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
    let (light, dark) = match slot {
        ColorSlot::Blue => (0x1F5FA8, 0x78B6FF),
        ColorSlot::Orange => (0xA84A00, 0xFFA258),
        ColorSlot::Green => (0x2A722E, 0x7FD184),
        ColorSlot::Red => (0xB3261E, 0xFF8E85),
        ColorSlot::Purple => (0x773C9E, 0xCFA0F0),
        ColorSlot::Brown => (0x6B4A32, 0xCFAB8E),
        ColorSlot::Pink => (0xAD2E78, 0xFF9BCC),
        ColorSlot::Olive => (0x62660C, 0xCBCC6C),
        ColorSlot::Teal => (0x0B6B64, 0x5CD4C4),
        ColorSlot::Ochre => (0x855C00, 0xEEC357),
        ColorSlot::Indigo => (0x3F47A8, 0xA9B0FF),
        ColorSlot::Gray => (0x57606B, 0xB3BBC7),
    };
    rgb(match theme {
        Theme::Light => light,
        Theme::Dark => dark,
    })
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

/// Returns the sign that stands for a stance beside its word, so that color is never the only sign.
pub fn stance_sign(stance: Option<Stance>) -> &'static str {
    match stance {
        Some(Stance::Affirms) => "+",
        Some(Stance::Denies) => "−",
        Some(Stance::Qualifies) => "±",
        Some(Stance::Reports) => "“",
        None => "·",
    }
}

/// Returns the color of a stance.
pub fn stance_color(stance: Option<Stance>, theme: Theme) -> Color32 {
    let slot = match stance {
        Some(Stance::Affirms) => ColorSlot::Green,
        Some(Stance::Denies) => ColorSlot::Red,
        Some(Stance::Qualifies) => ColorSlot::Ochre,
        Some(Stance::Reports) => ColorSlot::Indigo,
        None => ColorSlot::Gray,
    };
    tag_line(slot, theme)
}

/// Returns the sign that stands for a kind of link.
pub fn link_sign(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Agrees => "=",
        LinkKind::Contradicts => "≠",
        LinkKind::Qualifies => "±",
        LinkKind::Answers => "→",
        LinkKind::SameEvidence => "≈",
    }
}

/// Returns the color of a kind of link. Contrast of at least 4 on paper and panel; each kind has a line and a sign too.
pub fn link_color(kind: LinkKind, theme: Theme) -> Color32 {
    let slot = match kind {
        LinkKind::Agrees => ColorSlot::Green,
        LinkKind::Contradicts => ColorSlot::Red,
        LinkKind::Qualifies => ColorSlot::Ochre,
        LinkKind::Answers => ColorSlot::Blue,
        LinkKind::SameEvidence => ColorSlot::Purple,
    };
    tag_line(slot, theme)
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
        }
    }
}
