//! An eframe window with nothing in it: what `startup.sh` holds the program's start against.

use eframe::egui::Ui;

struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, _ui: &mut Ui, _frame: &mut eframe::Frame) {}
}

fn main() -> eframe::Result {
    let options = eframe::NativeOptions::default();
    eframe::run_native("empty window", options, Box::new(|_| Ok(Box::new(Empty))))
}
