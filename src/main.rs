//! Diptych: a subcommand works without a window, none opens it.

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    diptych::store::disk::outlive_size_limits();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if diptych::cli::takes(arguments.get(1).map(OsString::as_os_str)) {
        return diptych::cli::run(arguments);
    }
    window(arguments.into_iter().skip(1))
}

/// Opens the window on these files; `--earlier N FILE`: on version N of what is in a file.
#[cfg(feature = "gui")]
fn window(files: impl Iterator<Item = OsString>) -> ExitCode {
    let mut files = files.peekable();
    if files.next_if(|first| first == "--earlier").is_some() {
        let number = files.next().and_then(|number| number.to_str()?.parse().ok());
        return match (number, files.next()) {
            (Some(number), Some(file)) => diptych::gui::run_earlier(file.into(), number),
            _ => diptych::cli::misused_window(),
        };
    }
    diptych::gui::run(files.filter(|file| file != "--").map(Into::into).collect())
}

/// Says that there is no window.
#[cfg(not(feature = "gui"))]
fn window(_files: impl Iterator<Item = OsString>) -> ExitCode {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{}", diptych::cli::NO_WINDOW);
    ExitCode::from(2)
}
