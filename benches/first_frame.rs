//! Opens the program until its first frame has been painted, then says what that took, and ends. With
//! `empty` it opens an eframe window of the same size with nothing in it, with `words` one with as many
//! words as the sample shows first, as two bare labels. Run by `startup.sh`.

#![allow(clippy::print_stdout, missing_docs, reason = "it is there to print")]

use std::fs;
use std::path::PathBuf;

use diptych::gui::app::{Diptych, Places};
use diptych::store::settings::Settings;
use eframe::egui::{Ui, ViewportBuilder, Visuals};

struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, _ui: &mut Ui, _frame: &mut eframe::Frame) {}
}

/// Two columns of words in egui's own face.
struct Words(String);

impl eframe::App for Words {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        ui.columns(2, |columns| {
            for column in columns {
                column.label(&self.0);
            }
        });
    }
}

/// A program that ends when its first frame has been painted.
struct Once(Box<dyn eframe::App>);

impl eframe::App for Once {
    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        // A frame may be laid out twice; the number counts those that were painted.
        if ui.ctx().cumulative_frame_nr() > 0 {
            println!("{} ms  {} KiB", cpu_milliseconds(), resident_kib());
            std::process::exit(0);
        }
        ui.ctx().request_repaint();
        self.0.ui(ui, frame);
    }

    fn clear_color(&self, visuals: &Visuals) -> [f32; 4] {
        self.0.clear_color(visuals)
    }
}

/// The processor time of all threads, in whole milliseconds.
fn cpu_milliseconds() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let told = fs::read_to_string(task.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    });
    nanoseconds.sum::<u64>() / 1_000_000
}

fn resident_kib() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()).unwrap_or("?").to_owned()
}

fn main() -> eframe::Result {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let first = files.first().and_then(|first| first.to_str()).unwrap_or_default().to_owned();
    let settings = Settings::default();
    let viewport = ViewportBuilder::default().with_inner_size(settings.window);
    let options = eframe::NativeOptions { viewport, dithering: false, ..eframe::NativeOptions::default() };
    let begin = move |creation: &eframe::CreationContext<'_>| -> Box<dyn eframe::App> {
        match first.as_str() {
            "empty" => Box::new(Empty),
            "words" => Box::new(Words("Words of some length, as many as two pages of them. ".repeat(32))),
            _ => Box::new(Diptych::new(&creation.egui_ctx, settings, Places::default(), files)),
        }
    };
    eframe::run_native("diptych", options, Box::new(|creation| Ok(Box::new(Once(begin(creation))))))
}
