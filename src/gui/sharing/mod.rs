//! Sending and taking in: readings, files without texts, groups, codebooks. Each is a form over the window.
//!
//! A form shows a comparison and changes only its own state; what is asked of the window is its answer.

pub mod book;
pub mod group;
pub mod send;
pub mod texts;

use eframe::egui::{self, Align, Layout, Ui, vec2};

use super::parts;

/// The form that is open.
pub enum Sharing {
    /// Which reading is to be sent, and how.
    Send(send::SendState),
    /// The texts that a file wants.
    Texts(Box<texts::TextsState>),
    /// What taking in a codebook would change.
    Book(Box<book::BookState>),
    /// What a group begins with.
    Group(group::GroupState),
}

/// What a form asks of the window.
#[derive(Debug, Clone, PartialEq)]
pub enum SharingAnswer {
    /// Nothing yet.
    Open,
    /// Away with the form.
    Close,
    /// Ask where to, and write there what the form says.
    Save,
    /// Ask for a text for the wanted source of this number.
    Choose(usize),
    /// Go on with what the form says.
    Done,
}

/// The answers, the one that Enter takes last. `main` may not be possible yet.
fn answers_ui(ui: &mut Ui, main: (&str, bool), answer: SharingAnswer) -> SharingAnswer {
    let mut chosen = SharingAnswer::Open;
    ui.add_space(4.0);
    let row = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().interact_size = vec2(76.0, 28.0);
        ui.spacing_mut().button_padding.x = 14.0;
        if parts::main_button_ui(ui, main.0, main.1).clicked() {
            chosen = answer;
        }
        if ui.add(egui::Button::new("Cancel").min_size(vec2(76.0, 28.0))).clicked() {
            chosen = SharingAnswer::Close;
        }
    });
    chosen
}

/// "12 kB", "3.4 MB".
fn size_words(bytes: usize) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
