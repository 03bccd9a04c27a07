//! Opening the window, and saying in a sentence why there is none.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::PathBuf;
use std::process::ExitCode;

use eframe::egui;

use super::{app, crash, system_log};
use crate::store::private;
use crate::store::settings::Settings;

/// Opens the window on the sample, or on `files`: a comparison, or texts to make one of.
#[must_use]
pub fn run(files: Vec<PathBuf>) -> ExitCode {
    open(files, None)
}

/// Opens the window on an earlier version, by its number, of the comparison in `file`.
#[must_use]
pub fn run_earlier(file: PathBuf, number: u64) -> ExitCode {
    open(Vec::new(), Some((file, number)))
}

fn open(files: Vec<PathBuf>, earlier: Option<(PathBuf, u64)>) -> ExitCode {
    let places = app::Places { settings: Settings::file(), private: private::folder() };
    let settings = places.settings.as_deref().map(Settings::load).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Diptych")
        .with_app_id("diptych")
        .with_inner_size(settings.window)
        .with_min_inner_size([640.0, 420.0]);
    let options = eframe::NativeOptions {
        viewport,
        // Dithering smooths gradients, of which there are none here; without it a pixel costs less.
        dithering: false,
        event_loop_builder: screen(),
        ..eframe::NativeOptions::default()
    };
    // The system's libraries are looked for while the window is made, and some of the crates that do it
    // panic when one is missing. Until the window is there, that is told as any other reason.
    let usual = take_hook();
    set_hook(Box::new(|_| {}));
    let started = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "diptych",
            options,
            Box::new(|creation| {
                drop(usual);
                crash::guard(places.private.clone());
                system_log::listen(&creation.egui_ctx);
                let mut app = app::Diptych::new(&creation.egui_ctx, settings, places, files);
                if let Some((file, number)) = earlier {
                    app.show_earlier(file, number);
                }
                Ok(Box::new(app))
            }),
        )
    }));
    let why = match started {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => why_no_window(&error),
        Err(panicked) => why_panicked(&*panicked),
    };
    eprintln!(
        "diptych: the window could not be opened: {why}. README.md lists the packages that it needs; without a \
         screen, use the commands: diptych --help"
    );
    ExitCode::from(2)
}

/// Where `WAYLAND_DISPLAY` is left over from a session that is gone and there is an X server, the latter is asked.
#[cfg(target_os = "linux")]
fn screen() -> Option<eframe::EventLoopBuilderHook> {
    use winit::platform::x11::EventLoopBuilderExtX11 as _;
    let name = std::env::var_os("WAYLAND_DISPLAY").filter(|name| !name.is_empty())?;
    std::env::var_os("DISPLAY").filter(|name| !name.is_empty())?;
    let folder = PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR").unwrap_or_default());
    // The name may be a whole path, which `join` then takes alone.
    let answers = std::os::unix::net::UnixStream::connect(folder.join(name)).is_ok();
    if answers {
        return None;
    }
    Some(Box::new(|builder| {
        builder.with_x11();
    }))
}

/// Elsewhere there is one kind of screen.
#[cfg(not(target_os = "linux"))]
fn screen() -> Option<eframe::EventLoopBuilderHook> {
    None
}

/// Why there is no window, without the places in libraries' code that their own words name.
fn why_no_window(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) if cfg!(target_os = "linux") => {
            let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            match (set("WAYLAND_DISPLAY"), set("DISPLAY")) {
                (None, None) => "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)".to_owned(),
                (Some(name), None) => format!(
                    "the screen that WAYLAND_DISPLAY names ({name}) does not answer, or libwayland-client is missing"
                ),
                (_, Some(name)) => format!(
                    "the screen that DISPLAY names ({name}) does not answer, or one of libX11, libX11-xcb, libXcursor \
                     and libXi is missing"
                ),
            }
        }
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            "OpenGL is not to be had (libGL or libEGL, and a driver for them)".to_owned()
        }
        other => other.to_string(),
    }
}

/// What a library said when it gave up; not where in its code.
fn why_panicked(panicked: &(dyn Any + Send)) -> String {
    let said = panicked.downcast_ref::<String>().map(String::as_str);
    let said = said.or(panicked.downcast_ref::<&str>().copied()).unwrap_or_default();
    let said = said.split(['\n', '\r']).next().unwrap_or_default().trim().trim_end_matches('.');
    if said.is_empty() {
        return "something that it needs is missing".to_owned();
    }
    format!("something that it needs is missing ({said})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_said_is_told_without_a_second_full_stop() {
        let panicked =
            catch_unwind(|| std::panic::resume_unwind(Box::new("Library x.so could not be loaded.\nat")));
        let why = why_panicked(&*panicked.unwrap_err());
        assert_eq!(why, "something that it needs is missing (Library x.so could not be loaded)");
        assert_eq!(why_panicked(&0_u8), "something that it needs is missing");
    }
}
