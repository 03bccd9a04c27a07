//! The bibliographic data of a source in its form: an entry is pasted or read from a file, the reference that is made
//! of it is shown in the style that is chosen, and its fields are changed one by one.

use eframe::egui::{self, ComboBox, FontId, Grid, Id, RichText, TextEdit, Ui};

use super::action::{Action, Actions};
use super::lines::runs_label_ui;
use super::source_form::LABELS;
use super::verb::Verb;
use super::{parts, theme};
use crate::model::Bibliography;
use crate::store::bibliography::{self, Date, Entry, Item, Name, PASTED, Read, TYPES};
use crate::store::citing::{CitationStyle, Rich, is_citable, reference};

/// How many entries of a file are listed at once; a search narrows them down.
const LISTED: usize = 50;
/// How many sentences about entries that can't be read are shown.
const PROBLEMS: usize = 5;

/// What a field of the form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Names,
    Date,
}

/// The fields that can be changed one by one: of CSL, how it is called, its kind, and a hint.
const FIELDS: [(&str, &str, Kind, &str); 12] = [
    ("author", "Authors", Kind::Names, "Gill, Ana; Roe, R.; a body without a comma"),
    ("title", "Its title", Kind::Words, "As it is printed; <i>words</i> in italics"),
    ("container-title", "Appeared in", Kind::Words, "The journal, the newspaper, the whole book"),
    ("editor", "Editors", Kind::Names, "Of the whole book"),
    ("publisher", "Publisher", Kind::Words, ""),
    ("publisher-place", "Place", Kind::Words, ""),
    ("issued", "Published", Kind::Date, "1973-09-11, Summer 1973, 1970/1973"),
    ("volume", "Volume", Kind::Words, ""),
    ("issue", "Issue", Kind::Words, ""),
    ("page", "Pages", Kind::Words, "12-34"),
    ("URL", "Address", Kind::Words, "https://…"),
    ("accessed", "Looked at", Kind::Date, "2026-11-20"),
];

/// Entries that were read, to choose from.
#[derive(Debug, Clone, PartialEq, Default)]
struct Offer {
    read: Option<Result<Read, String>>,
    filter: String,
}

/// The field that entries are pasted into.
#[derive(Debug, Clone, PartialEq, Default)]
struct Pasted {
    words: String,
    /// Whether it has been given the focus.
    focused: bool,
}

/// What the form remembers while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BibliographyForm {
    /// The style that the reference is shown in.
    style: CitationStyle,
    /// What was pasted, while that is open.
    pasted: Option<Pasted>,
    offer: Offer,
    /// Whether the fields are shown.
    fields: bool,
    /// What stands in the fields, in their order, and the data that it was taken from.
    drafts: Vec<String>,
    drafted: Option<String>,
    /// The reference that was made last, and of what.
    made: Option<(Bibliography, CitationStyle, Rich)>,
    /// What was done last.
    said: String,
    /// What is to be brought into view: it may lie under the edge of a small window.
    reveal: Option<Part>,
}

/// A part of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Reference,
    Entries,
}

impl BibliographyForm {
    /// Returns the form at first.
    #[must_use]
    pub fn new(style: CitationStyle) -> Self {
        Self { style, ..Self::default() }
    }

    /// Takes what was read from a file; of several entries the reader chooses.
    pub fn offer(&mut self, read: Result<Read, String>, bibliography: &mut Bibliography) {
        self.pasted = None;
        self.said.clear();
        match read {
            Ok(read) if read.entries.len() == 1 && read.problems.is_empty() => {
                read.entries.iter().for_each(|entry| self.take(entry, bibliography));
            }
            other => {
                self.offer = Offer { read: Some(other), filter: String::new() };
                self.reveal = Some(Part::Entries);
            }
        }
    }

    fn take(&mut self, entry: &Entry, bibliography: &mut Bibliography) {
        let filled = bibliography::fill(bibliography, &entry.csl);
        self.said = match filled.as_slice() {
            [] => String::new(),
            filled => format!("Filled from it above: {}.", filled.join(", ")),
        };
        self.pasted = None;
        self.offer = Offer::default();
        self.reveal = Some(Part::Reference);
    }

    /// The reference as it would be printed, made anew only when it may have changed.
    fn reference(&mut self, bibliography: &Bibliography) -> &Rich {
        let known = self.made.take().filter(|(of, style, _)| of == bibliography && *style == self.style);
        let made =
            known.unwrap_or_else(|| (bibliography.clone(), self.style, reference(bibliography, self.style)));
        &self.made.insert(made).2
    }
}

/// Shows the bibliographic data of a source; what was typed is in `bibliography`.
pub fn bibliography_form_ui(
    ui: &mut Ui,
    form: &mut BibliographyForm,
    bibliography: &mut Bibliography,
    out: &mut Actions,
) {
    ui.horizontal(|ui| {
        parts::heading_ui(ui, "Bibliographic data");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| style_ui(ui, form, out));
    });
    reference_ui(ui, form, bibliography);
    ui.horizontal_wrapped(|ui| buttons_ui(ui, form, bibliography, out));
    if !form.said.is_empty() {
        parts::faint_ui(ui, form.said.clone());
    }
    paste_ui(ui, form, bibliography);
    offer_ui(ui, form, bibliography);
    if form.reveal == Some(Part::Entries) {
        ui.scroll_to_cursor(Some(egui::Align::BOTTOM));
        form.reveal = None;
    }
    if form.fields && !bibliography.csl.is_empty() {
        fields_ui(ui, form, bibliography);
    }
}

fn style_ui(ui: &mut Ui, form: &mut BibliographyForm, out: &mut Actions) {
    let combo = ComboBox::from_id_salt("citation style").selected_text(form.style.title()).width(190.0);
    let shown = combo.show_ui(ui, |ui| {
        for &style in CitationStyle::ALL {
            if ui.selectable_label(form.style == style, style.title()).clicked() {
                form.style = style;
                out.push(Action::Do(Verb::of_style(style)));
            }
        }
    });
    let name = form.style.title();
    shown.response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, "Citation style");
        info.current_text_value = Some(name.to_owned());
        info
    });
}

fn reference_ui(ui: &mut Ui, form: &mut BibliographyForm, bibliography: &Bibliography) {
    let card = parts::card(ui).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let rich = form.reference(bibliography);
        let words: Vec<(&str, bool)> =
            rich.runs().iter().map(|run| (run.text.as_str(), run.face.italic)).collect();
        let font = FontId::new(theme::size::TITLE, theme::serif());
        runs_label_ui(ui, &words, (font, theme::serif_italic()));
        let from = match (bibliography.csl.is_empty(), bibliography.citation.trim().is_empty()) {
            _ if is_citable(bibliography) => return,
            (false, _) => "The data can't be read; the reference is made of the fields above.",
            (true, false) => "This is the citation above: there are no data to make one of.",
            (true, true) => "Made of author, title and date alone.",
        };
        parts::faint_ui(ui, from);
    });
    if form.reveal == Some(Part::Reference) {
        card.response.scroll_to_me(Some(egui::Align::TOP));
        form.reveal = None;
    }
}

fn buttons_ui(ui: &mut Ui, form: &mut BibliographyForm, bibliography: &mut Bibliography, out: &mut Actions) {
    let paste = ui
        .button("Paste an entry…")
        .on_hover_text("CSL-JSON, BibTeX or RIS, as Zotero copies and exports them");
    // A frame that is laid out twice has one click, which must not count twice.
    let counts = ui.ctx().current_pass_index() == 0;
    if paste.clicked() && counts {
        form.offer = Offer::default();
        form.pasted = if form.pasted.is_some() { None } else { Some(Pasted::default()) };
        form.reveal = form.pasted.is_some().then_some(Part::Entries);
    }
    if ui.button("Read a file…").on_hover_text("A file that Zotero or a library exported").clicked() {
        out.push(Action::AskBibliography);
    }
    if bibliography.csl.is_empty() {
        if ui.button("Fill in by hand").on_hover_text("Begins with what the fields above say").clicked() {
            bibliography.csl = begun(bibliography).to_csl();
            form.fields = true;
            form.reveal = Some(Part::Reference);
        }
        return;
    }
    let words = if form.fields { "Hide the fields" } else { "Change the fields" };
    if ui.button(words).clicked() && counts {
        form.fields = !form.fields;
        form.reveal = form.fields.then_some(Part::Reference);
    }
    if ui.button("Remove the data").on_hover_text("The fields above stay as they are").clicked() {
        bibliography.csl.clear();
        form.said.clear();
    }
}

/// An item of what the plain fields say.
fn begun(bibliography: &Bibliography) -> Item {
    let mut item = Item::default();
    item.set_text("type", "document");
    item.set_text("title", bibliography.title.trim());
    item.set_names("author", &Name::list_from_words(&bibliography.author));
    item.set_date("issued", Date::from_words(&bibliography.date).as_ref());
    item.set_text("language", bibliography.language.trim());
    item
}

fn paste_ui(ui: &mut Ui, form: &mut BibliographyForm, bibliography: &mut Bibliography) {
    let Some(pasted) = &mut form.pasted else { return };
    let field = TextEdit::multiline(&mut pasted.words)
        .id(Id::unique("pasted entry"))
        .hint_text("@book{gill73, author = {Gill, Ana}, title = …")
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    let area = egui::ScrollArea::vertical().id_salt("pasted").max_height(120.0);
    let response = area.show(ui, |ui| ui.add(field)).inner.accessible_name("Pasted entry");
    if !pasted.focused {
        pasted.focused = true;
        response.request_focus();
    }
    if response.changed() {
        let words = &pasted.words;
        let read = (!words.trim().is_empty())
            .then(|| bibliography::read(words, PASTED).map_err(|error| error.to_string()));
        form.offer = Offer { read, filter: String::new() };
        form.reveal = Some(Part::Entries);
    }
    let only = match &form.offer.read {
        Some(Ok(read)) if read.entries.len() == 1 => read.entries.first().cloned(),
        _ => None,
    };
    if let Some(entry) = only
        && parts::main_button_ui(ui, &format!("Use {}", parts::shortened(&entry.label, 50)), true).clicked()
    {
        form.take(&entry, bibliography);
    }
}

/// The entries to choose from, and what could not be read.
fn offer_ui(ui: &mut Ui, form: &mut BibliographyForm, bibliography: &mut Bibliography) {
    let read = match &form.offer.read {
        None => return,
        Some(Err(why)) => {
            ui.label(why);
            return;
        }
        Some(Ok(read)) => read,
    };
    for problem in read.problems.iter().take(PROBLEMS) {
        parts::faint_ui(ui, format!("Not read: {problem}."));
    }
    if read.problems.len() > PROBLEMS {
        parts::faint_ui(ui, format!("And {} more.", read.problems.len() - PROBLEMS));
    }
    if read.entries.len() == 1 && form.pasted.is_some() {
        return;
    }
    ui.horizontal(|ui| {
        let label = ui.label(format!(
            "Which of {}?",
            parts::counted(read.entries.len(), "entry").replace("entrys", "entries")
        ));
        let field = TextEdit::singleline(&mut form.offer.filter).hint_text("Author, year, title, key");
        ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id);
    });
    let wanted: Vec<String> = form.offer.filter.split_whitespace().map(str::to_lowercase).collect();
    let fits = |entry: &&Entry| {
        let words = format!("{} {}", entry.label, entry.key).to_lowercase();
        wanted.iter().all(|word| words.contains(word))
    };
    let mut chosen = None;
    egui::ScrollArea::vertical().id_salt("entries").max_height(150.0).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for entry in read.entries.iter().filter(fits).take(LISTED) {
                let words = if entry.label.is_empty() { &entry.key } else { &entry.label };
                // Set flush left, as a list is read.
                let row = egui::vec2(ui.available_width(), parts::HIT);
                let flush = egui::Layout::left_to_right(egui::Align::Center).with_main_justify(true);
                let button = egui::Button::selectable(false, words.as_str()).truncate();
                let button =
                    ui.allocate_ui_with_layout(row, flush.with_main_align(egui::Align::LEFT), |ui| {
                        ui.add(button)
                    });
                if button.inner.clicked() {
                    chosen = Some(entry.clone());
                }
            }
            let n = read.entries.iter().filter(fits).count();
            match n.checked_sub(LISTED) {
                _ if n == 0 => drop(parts::faint_ui(ui, "None of them has these words.")),
                Some(more @ 1..) => drop(parts::faint_ui(ui, format!("And {more} more: type to find one."))),
                _ => {}
            }
        },
    );
    if let Some(entry) = chosen {
        form.take(&entry, bibliography);
    }
}

fn fields_ui(ui: &mut Ui, form: &mut BibliographyForm, bibliography: &mut Bibliography) {
    let Ok(mut item) = Item::read(&bibliography.csl) else {
        let why = bibliography::check(&bibliography.csl).err().unwrap_or_default();
        ui.label(format!("The data are kept as they stand in the file, but can't be changed here: {why}."));
        return;
    };
    if form.drafted.as_ref() != Some(&bibliography.csl) {
        form.drafts = FIELDS.iter().map(|(field, _, kind, _)| words_of(&item, field, *kind)).collect();
    }
    let mut changed = false;
    Grid::new("bibliographic fields").num_columns(2).min_col_width(LABELS).spacing([8.0, 6.0]).show(
        ui,
        |ui| {
            let label = ui.label(RichText::new("Kind").color(theme::of(ui).faint));
            changed |= kind_ui(ui, &mut item, label.id);
            ui.end_row();
            for ((field, name, kind, hint), draft) in FIELDS.iter().zip(&mut form.drafts) {
                let label = ui.label(RichText::new(*name).color(theme::of(ui).faint));
                let edit = TextEdit::singleline(draft).id(Id::unique(("csl", field))).hint_text(*hint);
                if ui.add(edit.desired_width(f32::INFINITY)).labelled_by(label.id).changed() {
                    say(&mut item, field, *kind, draft);
                    changed = true;
                }
                ui.end_row();
            }
        },
    );
    if changed {
        bibliography.csl = item.to_csl();
    }
    form.drafted = Some(bibliography.csl.clone());
}

fn kind_ui(ui: &mut Ui, item: &mut Item, label: Id) -> bool {
    let now = item.text("type");
    let shown = TYPES.iter().find(|(kind, _)| *kind == now).map_or(now.as_str(), |(_, name)| name);
    let mut changed = false;
    let combo = ComboBox::from_id_salt("kind of source").selected_text(shown.to_owned()).width(240.0);
    let combo = combo.show_ui(ui, |ui| {
        for (kind, name) in TYPES {
            if ui.selectable_label(now == kind, name).clicked() {
                item.set_text("type", kind);
                changed = true;
            }
        }
    });
    combo.response.labelled_by(label);
    changed
}

fn words_of(item: &Item, field: &str, kind: Kind) -> String {
    match kind {
        Kind::Words => item.text(field),
        Kind::Names => Name::list_to_words(&item.names(field)),
        Kind::Date => item.date(field).map(|date| date.to_string()).unwrap_or_default(),
    }
}

fn say(item: &mut Item, field: &str, kind: Kind, words: &str) {
    match kind {
        Kind::Words => item.set_text(field, words),
        Kind::Names => item.set_names(field, &Name::list_from_words(words)),
        Kind::Date => item.set_date(field, Date::from_words(words).as_ref()),
    }
}
