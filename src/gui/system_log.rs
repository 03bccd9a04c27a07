//! What the window's libraries report as having failed, as sentences for the reader: a dead clipboard or a
//! graphics device that no longer answers must not fail in silence. Nothing of it is kept or written anywhere.

use std::sync::{Mutex, OnceLock};

use eframe::egui;
use log::{LevelFilter, Log, Metadata, Record};

static LISTENER: Listener = Listener { heard: Mutex::new(Vec::new()), wake: OnceLock::new() };

struct Listener {
    /// Each sentence once, until it is taken.
    heard: Mutex<Vec<&'static str>>,
    wake: OnceLock<egui::Context>,
}

impl Log for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= LevelFilter::Error
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let Some(sentence) = sentence(record.target()) else { return };
        let Ok(mut heard) = self.heard.lock() else { return };
        if heard.contains(&sentence) {
            return;
        }
        heard.push(sentence);
        drop(heard);
        if let Some(wake) = self.wake.get() {
            wake.request_repaint();
        }
    }

    fn flush(&self) {}
}

/// What it means for the reader that this part of the libraries has failed.
fn sentence(target: &str) -> Option<&'static str> {
    let of = |module: &str| target == module || target.starts_with(&format!("{module}::"));
    if of("egui_winit::clipboard") {
        Some(
            "The system's clipboard did not answer, so nothing was copied or pasted. Your work is not affected.",
        )
    } else if of("eframe::native") || of("egui_glow") {
        Some(
            "The graphics device did not paint the last picture. Your work is not affected; if the window looks wrong, save and start again.",
        )
    } else {
        None
    }
}

/// Begins to listen; `ctx` is woken when something was heard. Where somebody else listens already, they go on alone.
pub fn listen(ctx: &egui::Context) {
    if log::set_logger(&LISTENER).is_ok() {
        log::set_max_level(LevelFilter::Error);
    }
    let _ = LISTENER.wake.set(ctx.clone());
}

/// Returns what was heard since the last time, each once.
pub fn take() -> Vec<&'static str> {
    LISTENER.heard.lock().map(|mut heard| std::mem::take(&mut *heard)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_clipboard_is_said_once_and_wakes_the_window() {
        let ctx = egui::Context::default();
        listen(&ctx);
        let record = |level, target: &'static str| {
            LISTENER
                .log(&Record::builder().level(level).target(target).args(format_args!("no answer")).build());
        };
        record(log::Level::Warn, "egui_winit::clipboard");
        record(log::Level::Error, "zbus::connection");
        assert!(take().is_empty());
        record(log::Level::Error, "egui_winit::clipboard");
        record(log::Level::Error, "egui_winit::clipboard");
        assert_eq!(take().len(), 1);
        assert!(take().is_empty());
    }
}
