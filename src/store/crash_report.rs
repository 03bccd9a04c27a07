//! What is written down when the program itself fails: enough to mend it, and not a word of the documents.
//!
//! A panic's message may quote a text ("byte index 3 is not a char boundary of `…`"). So only messages that stand in
//! the program's source as they are get into a report; of the backtrace, only the names of functions. A report is for
//! the user to read and to send if they like; the program sends nothing. Start reading at [`Report::of_panic`].

use std::any::Any;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use super::private;
use crate::model::Time;

/// The most reports that are kept.
const MOST: usize = 20;

/// A failure of the program, told without any text of the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    text: String,
    when: Time,
}

impl Report {
    /// Returns the report of a panic. For a panic hook: it allocates, but takes no lock of this program.
    #[must_use]
    pub fn of_panic(info: &PanicHookInfo<'_>, when: Time) -> Self {
        let place = info.location().map(|at| format!("{}:{}:{}", at.file(), at.line(), at.column()));
        let place = place.unwrap_or_else(|| "unknown".to_owned());
        let backtrace = Backtrace::force_capture().to_string();
        Self::new((&place, message(info.payload())), &functions(&backtrace), when)
    }

    fn new((place, message): (&str, Option<&'static str>), functions: &[&str], when: Time) -> Self {
        let moment = jiff::Timestamp::from_second(when.0).unwrap_or_default();
        let mut text = format!(
            "A fault of Diptych. This report holds no text of any document.\n\n\
             version: {}\nsystem: {} {}\nwhen: {moment}\nwhere: {place}\nmessage: {}\n\nfunctions, the innermost first:\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            message.unwrap_or("(left out, since it may quote a document)"),
        );
        for function in functions {
            // Writing to a string never fails.
            let _ = writeln!(text, "  {function}");
        }
        Self { text, when }
    }

    /// Returns the report as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes the report for the user alone and returns its path. The oldest of many reports go.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&self, private: &Path) -> io::Result<PathBuf> {
        let folder = private.join("reports");
        private::make(&folder)?;
        let moment = jiff::Timestamp::from_second(self.when.0).unwrap_or_default();
        let moment = moment.to_string().replace([':', '-'], "");
        let mut number = 0;
        let free = loop {
            let path = folder.join(format!("{PREFIX}{moment}-{number}.txt"));
            if !path.exists() {
                break path;
            }
            number += 1;
        };
        private::write(&free, self.text.as_bytes())?;
        prune(&folder);
        Ok(free)
    }
}

const PREFIX: &str = "diptych-fault-";

fn prune(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    let mut paths: Vec<PathBuf> = ours.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.iter().take(paths.len().saturating_sub(MOST)) {
        drop(std::fs::remove_file(path));
    }
}

/// A message that stands in the source of the program. One that was put together at run time may quote a document.
fn message(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}

/// The names of functions in a backtrace: "  12: diptych::store::open", without the lines that name files.
fn functions(backtrace: &str) -> Vec<&str> {
    let numbered = backtrace.lines().filter_map(|line| line.trim_start().split_once(": "));
    let frames = numbered.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    frames.map(|(_, function)| function.trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_functions_are_taken_from_a_backtrace() {
        let backtrace =
            "   0: diptych::store::open\n             at /home/ana/secret: 12/src.rs:3:4\n  11: <unknown>\n";
        assert_eq!(functions(backtrace), ["diptych::store::open", "<unknown>"]);
    }

    #[test]
    fn reports_are_private_and_only_the_last_stay() {
        let folder = tempfile::tempdir().unwrap();
        let mut last = PathBuf::new();
        for n in 0..25 {
            last = Report::new(("here", None), &["f"], Time(n / 2)).write(folder.path()).unwrap();
        }
        let reports = folder.path().join("reports");
        assert_eq!(std::fs::read_dir(&reports).unwrap().count(), MOST);
        assert!(std::fs::read_to_string(&last).unwrap().ends_with("  f\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&reports), mode(&last)), (0o700, 0o600));
        }
    }
}
