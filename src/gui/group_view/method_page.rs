//! How a figure is worked out: its page, set plainly over the window.
//!
//! The pages are Markdown of the simplest sort: headings, paragraphs, lists, tables, and lines set off as they are.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, FontId, Frame, Grid, Id, Label, Modal, RichText, ScrollArea, Ui};

use crate::gui::lines::words_galley;
use crate::gui::{parts, theme};

/// The longest line of a page, in points.
const WIDE: f32 = 680.0;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block<'a> {
    Heading(&'a str),
    Paragraph(String),
    Item(String),
    /// Lines as they stand: a formula, a table of numbers.
    AsIs(Vec<&'a str>),
    Table(Vec<Vec<&'a str>>),
}

/// Shows a page over the window; returns whether it is still open.
pub(super) fn method_page_ui(ui: &Ui, page: &str) -> bool {
    let screen = ui.ctx().content_rect().size();
    let frame = Frame::popup(ui.style()).inner_margin(22);
    let modal = Modal::new(Id::unique("method page")).frame(frame).show(ui.ctx(), |ui| {
        let wide = WIDE.min(screen.x - 100.0);
        ui.set_width(wide);
        let high = screen.y - 150.0;
        ScrollArea::vertical().max_height(high).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_width(wide - 16.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            for (at, block) in blocks(page).iter().enumerate() {
                block_ui(ui, at, block);
            }
        });
        ui.add_space(8.0);
        ui.button("Close").clicked()
    });
    !modal.inner && !modal.should_close()
}

fn block_ui(ui: &mut Ui, at: usize, block: &Block<'_>) {
    match block {
        Block::Heading(words) => {
            if at > 0 {
                ui.add_space(6.0);
            }
            parts::title_ui(ui, words);
        }
        Block::Paragraph(words) => words_ui(ui, words),
        Block::Item(words) => {
            ui.horizontal_top(|ui| {
                ui.label("•");
                ui.vertical(|ui| words_ui(ui, words));
            });
        }
        Block::AsIs(lines) => {
            parts::card(ui).show(ui, |ui| {
                let words = RichText::new(lines.join("\n")).font(FontId::monospace(theme::size::BODY));
                ScrollArea::horizontal().id_salt(("as is", at)).show(ui, |ui| {
                    ui.add(Label::new(words).extend().selectable(true));
                });
            });
        }
        Block::Table(rows) => {
            ScrollArea::horizontal().id_salt(("table", at)).show(ui, |ui| {
                Grid::new(("method table", at)).striped(true).spacing([18.0, 4.0]).show(ui, |ui| {
                    for (number, row) in rows.iter().enumerate() {
                        for cell in row {
                            let words = RichText::new(plain(cell));
                            let strong = theme::strong_font(theme::size::BODY);
                            ui.label(if number == 0 { words.font(strong) } else { words });
                        }
                        ui.end_row();
                    }
                });
            });
        }
    }
}

/// A paragraph, its words in bold and its pieces of code set as such.
fn words_ui(ui: &mut Ui, words: &str) {
    let ink = theme::of(ui).ink;
    let size = theme::size::BODY + 0.5;
    let mut job = LayoutJob::default();
    for (kind, words) in runs(words) {
        let font = match kind {
            Run::Plain | Run::Italic => FontId::proportional(size),
            Run::Bold => theme::strong_font(size),
            Run::Code => FontId::monospace(size - 0.5),
        };
        let line_height = Some(size * 1.45);
        let format =
            TextFormat { line_height, italics: kind == Run::Italic, ..TextFormat::simple(font, ink) };
        job.append(&words, 0.0, format);
    }
    job.wrap.max_width = ui.available_width();
    let words = job.text.clone();
    let galley = words_galley(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    ui.painter().galley(rect.min, galley, ink);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Plain,
    Bold,
    Italic,
    Code,
}

/// Parts words by how they are set. What is not closed stands as it was written.
fn runs(words: &str) -> Vec<(Run, String)> {
    let mut runs = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let marks = [("**", Run::Bold), ("*", Run::Italic), ("`", Run::Code)];
        let found = marks.iter().filter_map(|(mark, run)| Some((rest.find(mark)?, *mark, *run)));
        let next = found.min_by_key(|(at, mark, _)| (*at, std::cmp::Reverse(mark.len())));
        let closed = next.and_then(|(at, mark, run)| {
            let (before, after) = (rest.get(..at)?, rest.get(at + mark.len()..)?);
            let (inner, after) = after.split_once(mark)?;
            Some((before, (run, inner), after))
        });
        let Some((before, (run, inner), after)) = closed else {
            runs.push((Run::Plain, unlinked(rest)));
            break;
        };
        if !before.is_empty() {
            runs.push((Run::Plain, unlinked(before)));
        }
        runs.push((run, inner.to_owned()));
        rest = after;
    }
    runs
}

/// A cell or a name without any marks.
fn plain(words: &str) -> String {
    runs(words).into_iter().map(|(_, words)| words).collect()
}

/// Links are never followed: of `[words](address)` the words stand, and an address that says more stands after them.
fn unlinked(words: &str) -> String {
    let mut plain = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('[') {
        plain += before;
        let Some((name, address, tail)) = after
            .split_once("](")
            .and_then(|(name, after)| after.split_once(')').map(|(address, tail)| (name, address, tail)))
        else {
            plain.push('[');
            rest = after;
            continue;
        };
        plain += name;
        if address.starts_with("http") && !name.contains(address) {
            plain += &format!(" ({address})");
        }
        rest = tail;
    }
    plain + rest
}

/// Parts a page.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    // A blank line ends a paragraph.
    let mut open = false;
    let mut fenced = false;
    for line in page.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            fenced = !fenced;
            if fenced {
                blocks.push(Block::AsIs(Vec::new()));
            }
            open = false;
        } else if fenced || (line.starts_with("    ") && !open && !trimmed.is_empty()) {
            let line = if fenced { line } else { line.get(4..).unwrap_or(line) };
            match blocks.last_mut() {
                Some(Block::AsIs(lines)) => lines.push(line),
                _ => blocks.push(Block::AsIs(vec![line])),
            }
        } else if trimmed.is_empty() {
            open = false;
        } else if let Some(heading) = trimmed.strip_prefix('#') {
            blocks.push(Block::Heading(heading.trim_start_matches('#').trim()));
            open = false;
        } else if trimmed.starts_with('|') {
            table_line(&mut blocks, trimmed, open);
            open = true;
        } else if let Some(item) = trimmed.strip_prefix("- ") {
            blocks.push(Block::Item(item.to_owned()));
            open = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(words) | Block::Item(words)) if open => {
                    words.push(' ');
                    words.push_str(trimmed);
                }
                _ => blocks.push(Block::Paragraph(trimmed.to_owned())),
            }
            open = true;
        }
    }
    blocks
}

fn table_line<'a>(blocks: &mut Vec<Block<'a>>, line: &'a str, open: bool) {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))) {
        return;
    }
    match blocks.last_mut() {
        Some(Block::Table(rows)) if open => rows.push(cells),
        _ => blocks.push(Block::Table(vec![cells])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_parted_into_what_stands_by_itself() {
        let page = "# Jaccard\n\nShare of what\nis common.\n\n- one\n- two, which\n  goes on\n\n    J = a / b\n\n\
                    | a | b |\n| --- | :-: |\n| 1 | 2 |\n\n```\nx\n```\n";
        let expected = [
            Block::Heading("Jaccard"),
            Block::Paragraph("Share of what is common.".to_owned()),
            Block::Item("one".to_owned()),
            Block::Item("two, which goes on".to_owned()),
            Block::AsIs(vec!["J = a / b"]),
            Block::Table(vec![vec!["a", "b"], vec!["1", "2"]]),
            Block::AsIs(vec!["x"]),
        ];
        assert_eq!(blocks(page), expected);
    }

    #[test]
    fn marks_within_words_are_taken_off_and_what_is_not_closed_stands() {
        let expected = [
            (Run::Plain, "of ".to_owned()),
            (Run::Bold, "all".to_owned()),
            (Run::Plain, " the ".to_owned()),
            (Run::Code, "n".to_owned()),
            (Run::Plain, " units, 2 ** 3".to_owned()),
        ];
        assert_eq!(runs("of **all** the `n` units, 2 ** 3"), expected);
        let italic = [(Run::Italic, "Matched".to_owned()), (Run::Plain, " here".to_owned())];
        assert_eq!(runs("*Matched* here"), italic);
        assert_eq!(unlinked("see [the page](https://a.b/c) and [2]"), "see the page (https://a.b/c) and [2]");
        assert_eq!(unlinked("see [kappa](kappa.md)"), "see kappa");
    }
}
