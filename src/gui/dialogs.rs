//! Questions and small forms over the window. Each says what it is about and what each answer does.

use eframe::egui::text_edit::TextEditState;
use eframe::egui::{self, Button, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::action::{Action, Actions};
use super::bibliography_form::{BibliographyForm, bibliography_form_ui};
use super::files::Ask;
use super::readers::dropped::{Choice, dropped_ui};
use super::readers::round::{RoundForm, reveal_ui, round_form_ui};
use super::theme;
use super::verb::Verb;
use crate::desk::{Command, Desk, deletion_of_source, deletion_of_tag};
use crate::model::{Bibliography, RoundId, SourceId, TagId};

/// What is to be done once the comparison is saved, or let go.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// The window closes.
    Quit,
    /// Another comparison is opened.
    Open(std::path::PathBuf),
    /// The file dialog for opening is shown.
    AskOpen,
    /// The form of a new comparison is shown.
    New,
    /// The sample is opened.
    Sample,
    /// A settled version is begun.
    Settle,
    /// Texts make a new comparison.
    Texts(Vec<std::path::PathBuf>),
}

/// A question or form that is open.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum Dialog {
    /// Save before something is closed?
    SaveFirst(Next),
    /// Delete this tag?
    DeleteTag(TagId),
    /// Remove this source?
    RemoveSource(SourceId),
    /// Merge this tag into which?
    MergeTag { tag: TagId, filter: String },
    /// The name that claims are signed with.
    ReaderName(String),
    /// The title of the comparison.
    Title(String),
    /// What is said of a source.
    Describe { source: SourceId, bibliography: Box<Bibliography>, form: Box<BibliographyForm> },
    /// A tag looked for and absent.
    Silence { source: Option<SourceId>, tag: Option<TagId>, note: String },
    /// The path, where the system has no file dialog.
    Path { ask: Ask, path: String, why: String },
    /// There is a file of this name already.
    Overwrite(std::path::PathBuf),
    /// The file was changed by somebody else since we read it.
    ChangedOnDisk(std::path::PathBuf),
    /// A fault of the program has made the comparison unsound, so that it can't be saved as it is.
    Unsound { path: std::path::PathBuf, why: String },
    /// Something that went wrong.
    Message { title: String, words: String },
    /// A round of reading, new or changed.
    Round(Box<RoundForm>),
    /// Reveal this round before all are in?
    Reveal(RoundId),
    /// Comparisons were dropped on the window: what is to be done with them?
    Dropped(Vec<std::path::PathBuf>),
    /// All keys.
    Keys,
    /// Which version this is.
    About,
}

/// What a dialog was answered with.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// Away with it.
    Close,
    /// Save, then go on.
    SaveThen(Next),
    /// Let go of what isn't saved, and go on.
    Discard(Next),
    /// The path that was typed.
    Path(Ask, String),
    /// Write over the file that somebody else changed.
    SaveOver,
    /// Save what is sound, and go on with that.
    SaveSound,
    /// Save under another name.
    SaveAs,
    /// Merge what somebody else wrote into the open comparison.
    Merge,
    /// What to do with the comparisons that were dropped.
    Dropped(Choice),
}

/// Shows a dialog and returns what it was answered with.
pub fn dialog_ui(ctx: &egui::Context, desk: &Desk, dialog: &mut Dialog, out: &mut Actions) -> Answer {
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(18);
    let modal = Modal::new(Id::unique("dialog")).frame(frame);
    let width: f32 = match dialog {
        Dialog::Keys => 720.0,
        Dialog::Describe { .. } => 640.0,
        _ => 420.0,
    };
    let shown = modal.show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 40.0));
        ui.spacing_mut().item_spacing.y = 10.0;
        match dialog {
            Dialog::SaveFirst(next) => save_first_ui(ui, next),
            Dialog::DeleteTag(tag) => delete_tag_ui(ui, desk, *tag, out),
            Dialog::RemoveSource(source) => remove_source_ui(ui, desk, *source, out),
            Dialog::MergeTag { tag, filter } => merge_ui(ui, desk, *tag, filter, out),
            Dialog::ReaderName(name) => reader_ui(ui, name, out),
            Dialog::Title(title) => title_ui(ui, title, out),
            Dialog::Describe { source, bibliography, form } => {
                describe_ui(ui, *source, (bibliography, form), out)
            }
            Dialog::Silence { source, tag, note } => silence_ui(ui, desk, (source, tag, note), out),
            Dialog::Path { ask, path, why } => path_ui(ui, *ask, path, why),
            Dialog::Overwrite(path) => overwrite_ui(ui, path),
            Dialog::ChangedOnDisk(path) => changed_ui(ui, path),
            Dialog::Unsound { why, .. } => unsound_ui(ui, why),
            Dialog::Message { title, words } => message_ui(ui, title, words),
            Dialog::Round(form) => round_form_ui(ui, form, out),
            Dialog::Reveal(round) => reveal_ui(ui, desk.comparison(), *round, out),
            Dialog::Dropped(paths) => dropped_ui(ui, paths),
            Dialog::Keys => keys_ui(ui, desk),
            Dialog::About => about_ui(ui),
        }
    });
    let answer = shown.inner.clone();
    if answer == Answer::Open && shown.should_close() { Answer::Close } else { answer }
}

pub(super) fn heading(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::TITLE)));
}

/// The answers, the one that Enter takes last; returns which was chosen.
pub(super) fn answers(ui: &mut Ui, names: &[&str]) -> Option<usize> {
    answers_to(ui, names, true)
}

/// The answers, the last of which may not be possible yet.
pub(super) fn answers_to(ui: &mut Ui, names: &[&str], possible: bool) -> Option<usize> {
    let mut chosen = None;
    ui.add_space(4.0);
    // A row of its own height, laid out from the right.
    let row = egui::vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        for (at, name) in names.iter().enumerate().rev() {
            let main = at + 1 == names.len();
            let colors = theme::of(ui);
            let button = if main && possible {
                Button::new(RichText::new(*name).color(colors.on_accent)).fill(colors.accent)
            } else {
                Button::new(*name)
            };
            if ui.add_enabled(possible || !main, button.min_size(egui::vec2(76.0, 28.0))).clicked() {
                chosen = Some(at);
            }
        }
    });
    if chosen.is_none() && possible && enters(ui) {
        chosen = names.len().checked_sub(1);
    }
    chosen
}

/// Whether Enter was pressed as an answer: not to break a line in a field of several lines.
fn enters(ui: &Ui) -> bool {
    let pressed = ui.input(|input| input.key_pressed(Key::Enter) && input.modifiers.is_none());
    // A field of one line lets go of the focus when Enter is pressed in it; one of several lines keeps it.
    pressed && !ui.ctx().text_edit_focused()
}

/// A field with its name above it; returns whether it has just been shown for the first time.
fn field(ui: &mut Ui, name: &str, value: &mut String, first: bool) {
    let label = ui.label(name);
    let response = ui.add(TextEdit::singleline(value).desired_width(f32::INFINITY)).labelled_by(label.id);
    let seen = Id::unique(("field seen", name));
    let frame = ui.ctx().cumulative_frame_nr();
    let last: Option<u64> = ui.data(|data| data.get_temp(seen));
    if first && last.is_none_or(|last| last + 1 < frame) {
        response.request_focus();
        let end = egui::text::CCursorRange::one(egui::text::CCursor::new(value.chars().count()));
        let mut state = TextEditState::default();
        state.cursor.set_char_range(Some(end));
        state.store(ui.ctx(), response.id);
    }
    ui.data_mut(|data| data.insert_temp(seen, frame));
}

fn save_first_ui(ui: &mut Ui, next: &Next) -> Answer {
    heading(ui, "Save your changes?");
    ui.label("Something in this comparison is not saved yet. If you don't save it, it is lost.");
    match answers(ui, &["Cancel", "Don't save", "Save"]) {
        Some(0) => Answer::Close,
        Some(1) => Answer::Discard(next.clone()),
        Some(_) => Answer::SaveThen(next.clone()),
        None => Answer::Open,
    }
}

fn delete_tag_ui(ui: &mut Ui, desk: &Desk, tag: TagId, out: &mut Actions) -> Answer {
    let name = desk
        .comparison()
        .tag(tag)
        .map_or(String::new(), |tag| crate::text::visible_name(&tag.name).into_owned());
    heading(ui, &format!("Delete the tag “{name}”?"));
    ui.label(deletion_of_tag(desk.comparison(), tag));
    confirm(ui, "Delete tag", Command::DeleteTag(tag), out)
}

fn remove_source_ui(ui: &mut Ui, desk: &Desk, source: SourceId, out: &mut Actions) -> Answer {
    let name =
        desk.comparison().source(source).map_or(String::new(), |source| source.bibliography.title.clone());
    heading(ui, &format!("Remove the source “{name}”?"));
    ui.label(deletion_of_source(desk.comparison(), source));
    confirm(ui, "Remove source", Command::RemoveSource(source), out)
}

fn confirm(ui: &mut Ui, name: &str, command: Command, out: &mut Actions) -> Answer {
    match answers(ui, &["Cancel", name]) {
        Some(1) => {
            out.run(command);
            Answer::Close
        }
        Some(_) => Answer::Close,
        None => Answer::Open,
    }
}

fn merge_ui(ui: &mut Ui, desk: &Desk, from: TagId, filter: &mut String, out: &mut Actions) -> Answer {
    let name = desk
        .comparison()
        .tag(from)
        .map_or(String::new(), |tag| crate::text::visible_name(&tag.name).into_owned());
    heading(ui, &format!("Merge “{name}” into which tag?"));
    ui.label(format!("All its claims will bear the other tag; “{name}” goes. Where a claim bears both, the other's stance stands."));
    field(ui, "Find a tag", filter, true);
    let choices = super::palette::choices(desk.comparison(), filter);
    let mut chosen = None;
    ScrollArea::vertical().max_height(220.0).auto_shrink([false, true]).show(ui, |ui| {
        for choice in &choices {
            let super::palette::Choice::Tag(into) = choice else { continue };
            let Some(tag) = desk.comparison().tag(*into).filter(|tag| tag.id != from) else { continue };
            let words = desk.comparison().tag_path(tag.id);
            if ui
                .add_sized([ui.available_width(), 24.0], Button::selectable(false, words).truncate())
                .clicked()
            {
                chosen = Some(*into);
            }
        }
    });
    if let Some(into) = chosen {
        out.run(Command::MergeTags { from, into });
        return Answer::Close;
    }
    ui.horizontal(|ui| if ui.button("Cancel").clicked() { Answer::Close } else { Answer::Open }).inner
}

fn reader_ui(ui: &mut Ui, name: &mut String, out: &mut Actions) -> Answer {
    heading(ui, "Your name");
    ui.label("Claims, links and silences are signed with it, so that readers can tell whose is which.");
    field(ui, "Name", name, true);
    confirm(ui, "Use this name", Command::RenameReader(name.clone()), out)
}

fn title_ui(ui: &mut Ui, title: &mut String, out: &mut Actions) -> Answer {
    heading(ui, "Title of the comparison");
    field(ui, "Title", title, true);
    confirm(ui, "Set title", Command::SetTitle(title.trim().to_owned()), out)
}

fn describe_ui(
    ui: &mut Ui,
    source: SourceId,
    (bibliography, form): (&mut Bibliography, &mut BibliographyForm),
    out: &mut Actions,
) -> Answer {
    heading(ui, "About this source");
    let height = (ui.ctx().content_rect().height() - 180.0).max(160.0);
    let area = ScrollArea::vertical().id_salt("about source").max_height(height).min_scrolled_height(height);
    let area = area.auto_shrink([false, true]);
    let remove = area.show(ui, |ui| {
        super::source_form::source_form_ui(ui, Id::unique("about source"), bibliography);
        ui.separator();
        bibliography_form_ui(ui, form, bibliography, out);
        ui.separator();
        let remove = ui.button("Remove this source…");
        ui.add_space(4.0);
        remove.on_hover_text("Takes the source out of the comparison, with its claims")
    });
    if remove.inner.clicked() {
        out.push(Action::AskRemoveSource(source));
        return Answer::Close;
    }
    let command = Command::DescribeSource { source, bibliography: bibliography.clone() };
    confirm(ui, "Set these", command, out)
}

fn silence_ui(
    ui: &mut Ui,
    desk: &Desk,
    (source, tag, note): (&mut Option<SourceId>, &mut Option<TagId>, &mut String),
    out: &mut Actions,
) -> Answer {
    let comparison = desk.comparison();
    heading(ui, "Note a silence");
    ui.label("You looked for a tag in a source and did not find it. That is worth noting: an empty cell only says that nobody has looked yet.");
    let shown =
        source.and_then(|id| comparison.source(id)).map_or("Choose a source", |source| source.short_name());
    let wide = ui.available_width();
    let label = ui.label("Source");
    let combo = egui::ComboBox::from_id_salt("silent source").selected_text(shown).width(wide).truncate();
    let combo = combo.show_ui(ui, |ui| {
        for one in comparison.sources() {
            ui.selectable_value(source, Some(one.id), one.short_name());
        }
    });
    combo.response.labelled_by(label.id);
    let shown = tag
        .and_then(|id| comparison.tag(id))
        .map_or("Choose a tag".to_owned(), |tag| crate::text::visible_name(&tag.name).into_owned());
    let label = ui.label("Tag");
    let combo = egui::ComboBox::from_id_salt("silent tag").selected_text(shown).width(wide).truncate();
    let combo = combo.show_ui(ui, |ui| {
        for (_, one) in comparison.codebook() {
            let free = source.is_none_or(|source| comparison.n_uses(one.id, source) == 0);
            ui.add_enabled_ui(free, |ui| ui.selectable_value(tag, Some(one.id), comparison.tag_path(one.id)));
        }
    });
    combo.response.labelled_by(label.id);
    field(ui, "How it was searched", note, false);
    let (Some(source), Some(tag)) = (*source, *tag) else {
        // Enter must not close it while something is missing.
        return if answers_to(ui, &["Cancel", "Note silence"], false) == Some(0) {
            Answer::Close
        } else {
            Answer::Open
        };
    };
    confirm(ui, "Note silence", Command::NoteSilence { source, tag, note: note.clone() }, out)
}

fn path_ui(ui: &mut Ui, ask: Ask, path: &mut String, why: &str) -> Answer {
    heading(ui, ask.title());
    ui.label(why);
    let name = match ask {
        Ask::Sources => "Path of a text",
        Ask::ReadersFolder => "Path of the folder",
        _ => "Path of the file",
    };
    field(ui, name, path, true);
    let go = match ask {
        Ask::Merge => "Merge",
        Ask::ReadersFolder => "Watch",
        ask if ask.is_to_save() => "Save",
        _ => "Open",
    };
    match answers(ui, &["Cancel", go]) {
        Some(1) if !path.trim().is_empty() => Answer::Path(ask, path.trim().to_owned()),
        Some(0) => Answer::Close,
        _ => Answer::Open,
    }
}

fn overwrite_ui(ui: &mut Ui, path: &std::path::Path) -> Answer {
    heading(ui, "Write over the file that is there?");
    ui.label(format!("There is a file {} already. What it holds now would be gone.", path.display()));
    match answers(ui, &["Write over it", "Save as…"]) {
        Some(0) => Answer::SaveOver,
        Some(_) => Answer::SaveAs,
        None => Answer::Open,
    }
}

fn changed_ui(ui: &mut Ui, path: &std::path::Path) -> Answer {
    heading(ui, "The file has changed");
    ui.label(format!(
        "Somebody else, or another program, has changed {} since you opened it. Your work is still here, and nothing \
         was written. Merge the two, and look them over before you save again; or save yours under another name.",
        path.display()
    ));
    match answers(ui, &["Cancel", "Write over it", "Save as…", "Merge"]) {
        Some(0) => Answer::Close,
        Some(1) => Answer::SaveOver,
        Some(2) => Answer::SaveAs,
        Some(_) => Answer::Merge,
        None => Answer::Open,
    }
}

fn unsound_ui(ui: &mut Ui, why: &str) -> Answer {
    heading(ui, "Not saved: something in the comparison is not sound");
    ui.label(why);
    ui.label(
        "Your work is still here. Undo may take the fault back. Or save what is sound: whatever is not is set aside in \
         the file, kept, and listed under Help, Set-aside objects.",
    );
    match answers(ui, &["Cancel", "Save what is sound"]) {
        Some(0) => Answer::Close,
        Some(_) => Answer::SaveSound,
        None => Answer::Open,
    }
}

fn message_ui(ui: &mut Ui, title: &str, words: &str) -> Answer {
    heading(ui, title);
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| ui.label(words));
    if answers(ui, &["Close"]).is_some() { Answer::Close } else { Answer::Open }
}

/// Keys that no menu shows.
const TEXT_KEYS: &[(&str, &str)] = &[
    ("A tag's own key", "Tags the selection, or the selected claim."),
    ("Enter", "Opens the palette: type to find a tag, Enter takes it."),
    ("Shift+Enter (in the palette)", "Ticks a tag, to give several at once."),
    ("Arrows", "Move the caret by character and line."),
    ("Ctrl+Left, Ctrl+Right", "Move it by word."),
    ("Alt+Up, Alt+Down", "Move it by sentence; with Shift, select on the way."),
    ("Ctrl+Up, Ctrl+Down", "Move it by paragraph."),
    ("Home, End", "Move it to the ends of the line; with Ctrl, of the text."),
    ("Page up, Page down", "Move it by a page."),
    ("Shift with an arrow, Home, End, page keys", "Selects on the way; with Ctrl too, by word."),
    (".", "Selects the sentence that the caret is in; again, the next one. Then a tag's key: two keys."),
    ("?", "Opens this list."),
    ("Enter, Shift+Enter (in the search)", "Go to the next hit, to the one before."),
    ("Up, Down (among parallel passages)", "Choose a passage; Enter shows it, Left what was asked."),
    ("A, L, Delete (among parallel passages)", "Accept it as a claim; accept and link it; dismiss it."),
    ("Alt+Left, Alt+Right", "Move the end of the selected claim by a word."),
    ("Alt+Shift+Left, Alt+Shift+Right", "Move its start by a word."),
    ("Delete", "Deletes the selected claim (Ctrl+Z brings it back)."),
    ("Esc", "Lets go: of a link, a selection, a claim, the focus on a tag, the search."),
];

fn keys_ui(ui: &mut Ui, desk: &Desk) -> Answer {
    heading(ui, "Keys");
    // Of one height from the first frame on: a list that grows while one reads it moves under the eye.
    let height = (ui.ctx().content_rect().height() - 200.0).clamp(160.0, 900.0);
    let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    area.auto_shrink([false, false]).show(ui, |ui| {
        egui::Grid::new("keys").num_columns(2).spacing([18.0, 5.0]).striped(true).show(ui, |ui| {
            for (key, does) in TEXT_KEYS {
                ui.label(RichText::new(*key).font(theme::strong_font(theme::size::BODY)));
                ui.add(egui::Label::new(*does).wrap());
                ui.end_row();
            }
            for verb in Verb::ALL {
                let Some(shortcut) = verb.shortcut() else { continue };
                let key = ui.ctx().format_shortcut(&shortcut);
                ui.label(RichText::new(key).font(theme::strong_font(theme::size::BODY)));
                ui.add(egui::Label::new(verb.help()).wrap());
                ui.end_row();
            }
            for (_, tag) in desk.comparison().codebook() {
                let Some(key) = tag.key else { continue };
                ui.label(RichText::new(key.to_string()).font(theme::strong_font(theme::size::BODY)));
                ui.add(egui::Label::new(format!("Tags “{}”.", tag.name)).truncate());
                ui.end_row();
            }
        });
    });
    if answers(ui, &["Close"]).is_some() { Answer::Close } else { Answer::Open }
}

fn about_ui(ui: &mut Ui) -> Answer {
    heading(ui, concat!("Diptych ", env!("CARGO_PKG_VERSION")));
    ui.label("Reads two accounts of the same events side by side. It never uses the network; your work is in your files and nowhere else.");
    ui.label(
        RichText::new("Set in Libertinus Serif and Inter, both under the SIL Open Font License.")
            .color(theme::of(ui).faint),
    );
    if answers(ui, &["Close"]).is_some() { Answer::Close } else { Answer::Open }
}
