//! Diptych: a subcommand works without a window, none opens it.

use std::process::ExitCode;

fn main() -> ExitCode {
    diptych::gui::run(std::env::args_os().skip(1).map(Into::into).collect())
}
