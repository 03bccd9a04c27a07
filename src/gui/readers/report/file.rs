//! One file of the report: its readers, and everything about it that is not to the letter as ours.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, FontId, Layout, RichText, Stroke, Ui};

use crate::anchoring::{Change, Placement};
use crate::gui::lines::{name_text, words_galley};
use crate::gui::{parts, theme};
use crate::model::{Comparison, ReaderId};
use crate::store::laying::{Laid, LaidFile, PlacedPassage};
use crate::text::{Span, visible_name};

/// How many passages of a file are listed.
const MOST: usize = 200;
/// How many characters of a passage are shown.
const SHOWN: usize = 600;

/// Shows a file that needs a look; returns whether it is to be left out.
pub(super) fn file_ui(
    ui: &mut Ui,
    (open, laid): (&Comparison, &Laid),
    (at, file): (usize, &LaidFile),
    sealed: bool,
) -> bool {
    let mut left_out = false;
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        left_out = plain_ui(ui, laid, (at, file));
        if let Some(why) = &file.refused {
            ui.label(RichText::new(why).color(theme::of(ui).warning));
            return;
        }
        if sealed {
            return;
        }
        // Its first line names the file and its readers, and stands above; passages have cards below.
        for line in file.lines().into_iter().skip(1).filter(|line| !is_of_passage(file, line)) {
            ui.label(line);
        }
        let told = file.placed.iter().filter(|passage| is_told(passage));
        for passage in told.clone().take(MOST) {
            passage_ui(ui, open, passage);
        }
        let n = told.count();
        if n > MOST {
            parts::faint_ui(ui, format!("and {} more passages", n - MOST));
        }
    });
    left_out
}

/// Shows a file in a line; returns whether it is to be left out.
pub(super) fn plain_ui(ui: &mut Ui, laid: &Laid, (at, file): (usize, &LaidFile)) -> bool {
    let mut left_out = false;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Leave {} out", file.name);
            left_out = parts::sign_button_ui(ui, "×", &name).clicked();
            let (small, faint) = (FontId::proportional(theme::size::SMALL), theme::of(ui).faint);
            ui.label(name_text(ui, &who(laid, at, file), small, faint, 360.0));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(crate::gui::lines::name_label(ui, &file.name, Color32::PLACEHOLDER));
            });
        });
    });
    left_out
}

/// “B. Ortiz, 48 claims”; of a copy that does not count, that it does not.
fn who(laid: &Laid, at: usize, file: &LaidFile) -> String {
    let of = |id: &ReaderId| {
        let reader = laid.reader(*id)?;
        let name = visible_name(&reader.name);
        let counts = reader.from == Some(at);
        Some(if counts {
            format!("{name}, {}", parts::counted(reader.n_claims, "claim"))
        } else {
            format!("{name}, as elsewhere")
        })
    };
    match file.readers.iter().filter_map(of).take(3).collect::<Vec<_>>() {
        named if named.is_empty() && file.refused.is_some() => "refused".to_owned(),
        named if named.is_empty() => "nobody has marked anything in it".to_owned(),
        named if file.readers.len() > 3 => {
            format!("{} and {} more", named.join("; "), file.readers.len() - 3)
        }
        named => named.join("; "),
    }
}

fn is_told(passage: &PlacedPassage) -> bool {
    !matches!(passage.placement, Placement::Exact(_) | Placement::Moved(_))
}

fn is_of_passage(file: &LaidFile, line: &str) -> bool {
    file.placed.iter().filter_map(PlacedPassage::line).any(|other| other == *line)
}

/// A passage that is not to the letter in our text: whose, what became of it, and its words with what changed.
fn passage_ui(ui: &mut Ui, open: &Comparison, passage: &PlacedPassage) {
    ui.add_space(4.0);
    let colors = theme::of(ui);
    let place = |span: Span| {
        let source = open.source(passage.source);
        source.map(|source| format!("{}, {}", source.short_name(), parts::paragraphs_label(source, span)))
    };
    let became = match &passage.placement {
        Placement::Similar { span, .. } => format!("similar, laid at {}", place(*span).unwrap_or_default()),
        Placement::Ambiguous(places) => {
            let at: Vec<String> = places.iter().take(4).filter_map(|span| place(*span)).collect();
            let more = if places.len() > 4 { ", …" } else { "" };
            format!("ambiguous, not laid: it may be at {}{more}", at.join("; "))
        }
        other => format!("{}, not laid", other.word()),
    };
    let tags = passage.tags.iter().map(|name| visible_name(name)).collect::<Vec<_>>().join(", ");
    let about = if tags.is_empty() { became } else { format!("{became} · {tags}") };
    parts::faint_ui(ui, about);
    let mut job = LayoutJob::default();
    match &passage.placement {
        Placement::Similar { changes, .. } => {
            for change in changes {
                append(ui, &mut job, change);
            }
        }
        _ => append(ui, &mut job, &Change::Kept(parts::shortened(&passage.quote, SHOWN))),
    }
    job.wrap.max_width = ui.available_width();
    let said = job.text.clone();
    let galley = words_galley(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), eframe::egui::Sense::hover());
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &said));
    ui.painter().galley(rect.min, galley, colors.ink);
    if !passage.summary.is_empty() {
        parts::faint_ui(ui, parts::shortened(&passage.summary, 200));
    }
}

/// Words that are gone are struck through, new ones underlined.
fn append(ui: &Ui, job: &mut LayoutJob, change: &Change) {
    let colors = theme::of(ui);
    let font = FontId::new(theme::size::BODY, theme::serif());
    let kept = TextFormat::simple(font, colors.ink);
    let (words, format) = match change {
        Change::Kept(words) => (words, kept),
        Change::Deleted(words) => {
            let strikethrough = Stroke::new(1.0, colors.warning);
            (words, TextFormat { color: colors.faint, strikethrough, ..kept })
        }
        Change::Inserted(words) => {
            let underline = Stroke::new(1.5, colors.accent);
            (words, TextFormat { color: colors.accent, underline, ..kept })
        }
    };
    let blank = if job.text.is_empty() || job.text.ends_with(char::is_whitespace) { "" } else { " " };
    job.append(&format!("{blank}{}", parts::shortened(words, SHOWN)), 0.0, format);
}
