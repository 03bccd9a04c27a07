//! Conflict copies: what a synchronizer leaves beside a file that was changed in two places at once.
//! They are versions of that file, to be merged with it, never one reader more.
//!
//! Told by their names alone. What only the content can tell (`x (1).json`, `x-MACHINE.json`) is not here:
//! ask whether it is a comparison of the same id.

use std::path::{Path, PathBuf};

/// Returns the file that `path` is a conflict copy of, by the names that Syncthing, Dropbox, Nextcloud and
/// ownCloud give; nothing when it is none.
#[must_use]
pub fn conflict_copy(path: &Path) -> Option<PathBuf> {
    let mut name = original(path.file_name()?.to_str()?)?;
    // A conflict copy that was itself changed in two places.
    while let Some(earlier) = original(&name) {
        name = earlier;
    }
    Some(path.with_file_name(name))
}

/// Returns the conflict copies of a file that stand beside it, by name. None where the folder can't be read.
#[must_use]
pub fn conflict_copies_of(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(super::beside::folder_of(path)).into_iter().flatten();
    let of_this = |name: &Path| conflict_copy(name).is_some_and(|of| of.file_name() == path.file_name());
    let beside = entries.filter_map(|entry| entry.ok().map(|entry| entry.file_name()));
    let mut found: Vec<PathBuf> =
        beside.filter(|name| of_this(Path::new(name))).map(|name| path.with_file_name(name)).collect();
    found.sort();
    found
}

/// The name without what marks it as a conflict copy, wherever that stands among the endings.
fn original(name: &str) -> Option<String> {
    let dots = name.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at);
    // The last ending first: that is where synchronizers put theirs. A name without any has it at its end.
    let mut ends: Vec<usize> = dots.collect();
    ends.push(name.len());
    ends.into_iter().rev().find_map(|at| {
        let (stem, ending) = name.split_at_checked(at)?;
        let stem = of_syncthing(stem).or_else(|| of_owncloud(stem)).or_else(|| in_words(stem))?;
        (!stem.is_empty()).then(|| format!("{stem}{ending}"))
    })
}

/// `x.sync-conflict-20261120-101500-ABCDEFG`; older versions leave the last part out.
fn of_syncthing(stem: &str) -> Option<&str> {
    let (stem, mark) = stem.rsplit_once(".sync-conflict-")?;
    let mut parts = mark.split('-');
    let dated = digits(parts.next()?, 8) && digits(parts.next()?, 6);
    let device =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (dated && parts.next().is_none_or(device) && parts.next().is_none()).then_some(stem)
}

/// `x_conflict-20261120-101500`.
fn of_owncloud(stem: &str) -> Option<&str> {
    let (stem, mark) = stem.rsplit_once("_conflict-")?;
    let (date, time) = mark.split_once('-')?;
    (digits(date, 8) && digits(time, 6)).then_some(stem)
}

/// `x (NAME's conflicted copy 2026-11-20)`, `x (conflicted copy 2026-11-20 101500)`, either with a number after it
/// or within.
fn in_words(stem: &str) -> Option<&str> {
    let stem = unnumbered(stem);
    let (stem, words) = in_brackets(stem)?;
    let (whose, when) = unnumbered(words).rsplit_once("conflicted copy")?;
    let named = whose.is_empty() || whose.ends_with("'s ") || whose.ends_with("’s ");
    let when = when.trim();
    let dated = when.split_at_checked(10).is_none_or(|(date, rest)| {
        let mut parts = date.split('-');
        let date = parts.next().is_some_and(|part| digits(part, 4))
            && parts.next().is_some_and(|part| digits(part, 2))
            && parts.next().is_some_and(|part| digits(part, 2));
        date && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | ':' | '.' | '_'))
    });
    (named && dated && (when.is_empty() || when.len() >= 10)).then_some(stem)
}

/// Takes a number in brackets off the end.
fn unnumbered(words: &str) -> &str {
    match in_brackets(words) {
        Some((before, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => before,
        _ => words,
    }
}

/// Splits `before (within)`, brackets within counted.
fn in_brackets(words: &str) -> Option<(&str, &str)> {
    let inner = words.strip_suffix(')')?;
    let mut depth = 1_usize;
    let open = inner.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let (before, within) = inner.split_at_checked(open)?;
    Some((before.strip_suffix(' ')?, within.strip_prefix('(')?))
}

fn digits(part: &str, n: usize) -> bool {
    part.len() == n && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, of: Option<&str>) {
        let found = conflict_copy(&Path::new("/shared").join(name));
        assert_eq!(found, of.map(|of| Path::new("/shared").join(of)), "{name}");
    }

    #[test]
    fn conflict_copies_are_known_by_their_names() {
        let ours = Some("x.diptych.json");
        check("x.sync-conflict-20261120-101500-ABC.json", Some("x.json"));
        check("x.diptych.sync-conflict-20261120-101500-ABCDEFG.json", ours);
        check("x.sync-conflict-20261120-101500-A2CDEFG.diptych.json", ours);
        check("x.diptych.sync-conflict-20261120-101500.json", ours);
        check("x (NAME's conflicted copy 2026-11-20).json", Some("x.json"));
        check("x.diptych (Ana (laptop)'s conflicted copy 2026-11-20).json", ours);
        check("x.diptych (Ana’s conflicted copy 2026-11-20 (1)).json", ours);
        check("x.diptych (Ana's conflicted copy 2026-11-20) (2).json", ours);
        check("x (Ana's conflicted copy).diptych.json", ours);
        check("x.diptych (conflicted copy 2026-11-20 101500).json", ours);
        check("x.diptych_conflict-20261120-101500.json", ours);
        check("x (conflicted copy 2026-11-20 101500)", Some("x"));
        check("x.diptych (Ana's conflicted copy 2026-11-20) (Bo's conflicted copy 2026-11-21).json", ours);
    }

    #[test]
    fn other_names_are_no_conflict_copies() {
        for name in [
            "x.diptych.json",
            "x (1).json",
            "x-LAPTOP.json",
            "x (copy).json",
            "x.sync-conflict-2026-101500-ABC.json",
            "x.sync-conflict-20261120-101500-abc.json",
            "x (the conflicted copy-book of 1973).json",
            "x (Ana's conflicted copy of the 2nd).json",
            "(conflicted copy 2026-11-20).json",
            ".sync-conflict-20261120-101500-ABC",
            "the conflicted copy 2026-11-20.json",
            "conflict.json",
            "))).json",
            "",
        ] {
            check(name, None);
        }
    }

    #[test]
    fn those_beside_a_file_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        let ours = folder.path().join("x.diptych.json");
        let copy = folder.path().join("x.diptych (conflicted copy 2026-11-20 101500).json");
        let of_another = folder.path().join("y.diptych (conflicted copy 2026-11-20 101500).json");
        for path in [&ours, &copy, &of_another] {
            std::fs::File::create(path).unwrap();
        }
        assert_eq!(conflict_copies_of(&ours), [copy]);
        assert!(conflict_copies_of(&folder.path().join("none").join("x.json")).is_empty());
    }
}
