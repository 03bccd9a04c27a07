//! The fonts of a PDF: the program's own, and for scripts that they lack the system's.
//!
//! The system is searched only when something is lacking, and only until nothing is: a sheet in Latin, Greek or
//! Cyrillic looks the same on every computer. What no font has is told, so that it is never a silent box.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, is_default_ignorable};

use super::super::fonts as own;
use super::scripts;

/// How many folders deep fonts are looked for.
const DEEPEST: usize = 8;
/// How many files are looked at, so that a disk full of fonts does not hold up a sheet.
const MOST_FILES: usize = 20_000;
/// How many bytes of fonts are read in all.
const MOST_BYTES: u64 = 1 << 30;

/// The fonts for a document.
pub(super) struct Fonts {
    /// What there is to choose from.
    pub(super) book: FontBook,
    /// The fonts, in the order of the book.
    pub(super) fonts: Vec<Font>,
    /// The characters that none of them has.
    pub(super) lacking: BTreeSet<char>,
}

impl Fonts {
    /// Finds fonts for these characters. `languages` are those of the sources, as BCP 47 codes: the form of Chinese
    /// characters depends on them.
    pub(super) fn for_characters(characters: &BTreeSet<char>, languages: &[&str]) -> Self {
        let own = own::ALL.into_iter().filter_map(|face| Font::new(Bytes::new(face), 0));
        let mut fonts: Vec<Font> = own.collect();
        let mut lacking: BTreeSet<char> = characters.iter().copied().filter(|c| is_ink(*c)).collect();
        for font in &fonts {
            lacking.retain(|c| !has(font, *c));
        }
        if !lacking.is_empty() {
            search(&mut fonts, &mut lacking, &scripts::regions(languages, characters));
        }
        Self { book: FontBook::from_fonts(&fonts), fonts, lacking }
    }
}

/// Whether a font has to have this character for it to be seen.
fn is_ink(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_default_ignorable(c)
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

/// Adds fonts of the system for what is lacking, those first that are named after its scripts.
fn search(fonts: &mut Vec<Font>, lacking: &mut BTreeSet<char>, regions: &[&str]) {
    let hints = scripts::hints(lacking);
    let mut files: Vec<(scripts::Rank, PathBuf)> =
        font_files().into_iter().map(|path| (scripts::rank(&path, &hints), path)).collect();
    files.sort();
    let mut left = MOST_BYTES;
    for (_, path) in files {
        if lacking.is_empty() {
            return;
        }
        let size = fs::metadata(&path).map_or(u64::MAX, |data| data.len());
        let Some(rest) = left.checked_sub(size) else {
            continue;
        };
        left = rest;
        let before = fonts.len();
        let mut wanted = lacking.clone();
        if let Ok(data) = fs::read(&path) {
            add(fonts, lacking, Bytes::new(data), regions);
        }
        if fonts.len() > before
            && let Some(data) = bold_of(&path).and_then(|path| fs::read(path).ok())
        {
            add(fonts, &mut wanted, Bytes::new(data), regions);
        }
    }
}

/// Where the bold cut of a font is, by the usual names of their files; headings are set in it.
fn bold_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let bold = name.replacen("-Regular.", "-Bold.", 1);
    (bold != name).then(|| path.with_file_name(bold))
}

/// Adds those fonts of a file that have something of what is lacking; of a collection that has one font for each
/// region, those of the regions wanted.
fn add(fonts: &mut Vec<Font>, lacking: &mut BTreeSet<char>, data: Bytes, regions: &[&str]) {
    let mut useful: Vec<Font> = Font::iter(data)
        .filter(|font| !font.info().is_last_resort() && lacking.iter().any(|c| has(font, *c)))
        .collect();
    let wanted = |font: &Font| {
        let family = &font.info().family;
        regions.iter().any(|region| family.ends_with(region)) && !family.contains("Mono")
    };
    if useful.len() > 1 {
        match useful.iter().any(wanted) {
            true => useful.retain(wanted),
            false => useful.truncate(1),
        }
    }
    for font in useful {
        lacking.retain(|c| !has(&font, *c));
        fonts.push(font);
    }
}

/// Every font file in the folders where systems keep them, without an order.
fn font_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<(usize, PathBuf)> = font_folders().into_iter().map(|folder| (0, folder)).collect();
    while let Some((depth, folder)) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                if depth < DEEPEST {
                    folders.push((depth + 1, path));
                }
            } else if is_font(&path) && found.len() < MOST_FILES {
                found.push(path);
            }
        }
    }
    found
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
}

fn font_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/run/current-system/sw/share/X11/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ]
    .map(PathBuf::from)
    .into();
    if let Some(folder) = directories::UserDirs::new().and_then(|dirs| dirs.font_dir().map(Path::to_owned)) {
        folders.push(folder);
    }
    if let Some(dirs) = directories::BaseDirs::new() {
        folders.push(dirs.home_dir().join(".fonts"));
        if cfg!(windows) {
            folders.push(dirs.data_local_dir().join("Microsoft/Windows/Fonts"));
        }
    }
    if let Some(windows) = std::env::var_os("SYSTEMROOT").filter(|_| cfg!(windows)) {
        folders.push(PathBuf::from(windows).join("Fonts"));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts_for(words: &str) -> Fonts {
        Fonts::for_characters(&words.chars().collect(), &[])
    }

    #[test]
    fn what_the_own_faces_have_needs_no_font_of_the_system() {
        let fonts = fonts_for("Ñandú, œuvre, Δημοκρατία, Власть, “¶ 12–13” · ⟨U+202E⟩ → ± − …\u{200d}\n");
        assert_eq!(fonts.lacking, BTreeSet::new());
        assert_eq!(fonts.fonts.len(), own::ALL.len());
    }

    #[test]
    fn what_no_font_has_is_told() {
        let fonts = fonts_for("a\u{F8FE}\u{10FFFD}b");
        assert!(fonts.lacking.contains(&'\u{10FFFD}'), "{:?}", fonts.lacking);
    }
}
