//! Pictures of the whole window, for what only a picture can show. They are the README's too, so that it never lies.

use eframe::egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::SnapshotOptions;

use crate::window::window;

fn options() -> SnapshotOptions {
    SnapshotOptions::new().output_path("docs/images")
}

#[test]
fn reading_in_the_light() {
    let mut window = window(vec2(1280.0, 800.0), Theme::Light, Vec::new());
    for _ in 0..3 {
        window.key_press_modifiers(Modifiers::NONE, Key::F4);
        window.run();
    }
    window.snapshot_options("reading-light", &options());
}

#[test]
fn comparing_in_the_dark() {
    let mut window = window(vec2(1280.0, 800.0), Theme::Dark, Vec::new());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    window.run();
    window.snapshot_options("compare-dark", &options());
}

#[test]
fn pictures_in_the_light() {
    let mut window = window(vec2(1280.0, 800.0), Theme::Light, Vec::new());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.run();
    window.snapshot_options("pictures-light", &options());
}
