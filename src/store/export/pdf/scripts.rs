//! Which fonts are likely to have what is lacking, by the names of their files.
//!
//! Only an order in which to look: whether a font has a character is asked of the font.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How early a file is looked at: whether it is named after a script that is lacking, how plain a text face its name
/// promises, how long the name is (special cuts have longer ones).
pub(super) type Rank = (bool, usize, usize);

/// Scripts by the first and the last of their characters, and what fonts for them are called.
const SCRIPTS: &[(char, char, &[&str])] = &[
    ('\u{530}', '\u{58F}', &["armenian"]),
    ('\u{590}', '\u{5FF}', &["hebrew", "david", "arial"]),
    ('\u{FB1D}', '\u{FB4F}', &["hebrew", "david", "arial"]),
    ('\u{600}', '\u{6FF}', ARABIC),
    ('\u{750}', '\u{77F}', ARABIC),
    ('\u{8A0}', '\u{8FF}', ARABIC),
    ('\u{FB50}', '\u{FEFF}', ARABIC),
    ('\u{700}', '\u{74F}', &["syriac"]),
    ('\u{780}', '\u{7BF}', &["thaana"]),
    ('\u{900}', '\u{97F}', &["devanagari", "mangal", "nirmala", "kohinoor"]),
    ('\u{980}', '\u{9FF}', &["bengali", "bangla", "vrinda", "nirmala"]),
    ('\u{A00}', '\u{A7F}', &["gurmukhi", "raavi", "nirmala"]),
    ('\u{A80}', '\u{AFF}', &["gujarati", "shruti", "nirmala"]),
    ('\u{B00}', '\u{B7F}', &["oriya", "kalinga", "nirmala"]),
    ('\u{B80}', '\u{BFF}', &["tamil", "latha", "nirmala"]),
    ('\u{C00}', '\u{C7F}', &["telugu", "gautami", "nirmala"]),
    ('\u{C80}', '\u{CFF}', &["kannada", "tunga", "nirmala"]),
    ('\u{D00}', '\u{D7F}', &["malayalam", "kartika", "nirmala"]),
    ('\u{D80}', '\u{DFF}', &["sinhala", "iskoola", "nirmala"]),
    ('\u{E00}', '\u{E7F}', &["thai", "leelawad", "thonburi", "tahoma"]),
    ('\u{E80}', '\u{EFF}', &["lao", "leelawad"]),
    ('\u{F00}', '\u{FFF}', &["tibetan", "himalaya", "kailasa"]),
    ('\u{1000}', '\u{109F}', &["myanmar", "mmrtext"]),
    ('\u{10A0}', '\u{10FF}', &["georgian", "sylfaen"]),
    ('\u{1100}', '\u{11FF}', KOREAN),
    ('\u{3130}', '\u{318F}', KOREAN),
    ('\u{AC00}', '\u{D7FF}', KOREAN),
    ('\u{1200}', '\u{139F}', &["ethiopic", "nyala", "ebrima", "kefa"]),
    ('\u{13A0}', '\u{13FF}', &["cherokee", "plantagenet"]),
    ('\u{1400}', '\u{167F}', &["canadianaboriginal", "euphemia"]),
    ('\u{1780}', '\u{17FF}', &["khmer", "daunpenh", "leelawad"]),
    ('\u{1800}', '\u{18AF}', &["mongolian", "monbaiti"]),
    ('\u{2000}', '\u{2BFF}', &["symbols", "dejavusans", "seguisym", "math"]),
    ('\u{2E80}', '\u{312F}', HAN),
    ('\u{3190}', '\u{9FFF}', HAN),
    ('\u{F900}', '\u{FAFF}', HAN),
    ('\u{FE30}', '\u{FE4F}', HAN),
    ('\u{FF00}', '\u{FFEF}', HAN),
    ('\u{20000}', '\u{3FFFF}', HAN),
    ('\u{1F000}', '\u{1FAFF}', &["emoji", "seguiemj", "symbols"]),
];

const ARABIC: &[&str] = &["naskh", "arabic", "geeza", "arial", "tahoma", "segoeui"];
const KOREAN: &[&str] = &["cjk", "malgun", "gothicneo", "batang", "nanum", "droidsansfallback"];
const HAN: &[&str] = &[
    "cjk",
    "sourcehan",
    "msyh",
    "simsun",
    "pingfang",
    "songti",
    "msgothic",
    "msmincho",
    "yugoth",
    "yumin",
    "hiragino",
    "wqy",
    "ipaex",
    "droidsansfallback",
];

/// What a name of a plain text face does not hold.
const SPECIAL: &[&str] = &[
    "bold",
    "light",
    "thin",
    "black",
    "medium",
    "condensed",
    "italic",
    "oblique",
    "mono",
    "kufi",
    "nastaliq",
    "rashi",
    "looped",
    "display",
    "ui-",
    "unjoined",
    "supplement",
];

/// Returns what fonts for these characters may be called.
pub(super) fn hints(characters: &BTreeSet<char>) -> BTreeSet<&'static str> {
    let of_script =
        |&(first, last, _): &&(char, char, &[&str])| characters.range(first..=last).next().is_some();
    SCRIPTS.iter().filter(of_script).flat_map(|(_, _, names)| names.iter().copied()).collect()
}

/// Returns how early to look at this file; less is earlier.
pub(super) fn rank(path: &Path, hints: &BTreeSet<&'static str>) -> Rank {
    let name = PathBuf::from(path.file_name().unwrap_or_default()).to_string_lossy().to_lowercase();
    let hinted = hints.iter().any(|hint| name.contains(hint));
    let special = SPECIAL.iter().filter(|word| name.contains(**word)).count();
    let face = match () {
        () if name.contains("serif") || name.contains("naskh") => 0,
        () if name.starts_with("noto") => 1,
        () => 2,
    };
    (!hinted, special * 3 + face, name.len())
}

/// Returns the regions whose forms of Chinese characters are wanted, as families of fonts are called after them.
pub(super) fn regions(languages: &[&str], characters: &BTreeSet<char>) -> Vec<&'static str> {
    let mut regions: Vec<&'static str> = languages.iter().filter_map(|language| region(language)).collect();
    if regions.is_empty() {
        let has = |first: char, last: char| characters.range(first..=last).next().is_some();
        regions.push(match () {
            () if has('\u{3040}', '\u{30FF}') => " JP",
            () if has('\u{AC00}', '\u{D7FF}') => " KR",
            () => " SC",
        });
    }
    regions
}

/// Returns the region of a language, as families of fonts are called after it.
pub(super) fn region(language: &str) -> Option<&'static str> {
    let language = language.to_lowercase();
    let mut parts = language.split(['-', '_']);
    match parts.next().unwrap_or_default() {
        "ja" => Some(" JP"),
        "ko" => Some(" KR"),
        "zh" | "yue" | "lzh" => Some(match () {
            () if language.contains("hk") => " HK",
            () if language.contains("hant") || language.contains("tw") => " TC",
            () => " SC",
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_named_after_what_is_lacking_come_first_and_plain_ones_before_special_cuts() {
        let hints = hints(&"سلام".chars().collect());
        let mut names = [
            "NotoSansDevanagari-Regular.ttf",
            "NotoNaskhArabic-Bold.ttf",
            "NotoKufiArabic-Regular.ttf",
            "NotoSansArabic-Regular.ttf",
            "NotoNaskhArabic-Regular.ttf",
        ];
        names.sort_by_key(|name| rank(Path::new(name), &hints));
        assert_eq!(
            names,
            [
                "NotoNaskhArabic-Regular.ttf",
                "NotoSansArabic-Regular.ttf",
                "NotoNaskhArabic-Bold.ttf",
                "NotoKufiArabic-Regular.ttf",
                "NotoSansDevanagari-Regular.ttf",
            ]
        );
    }

    #[test]
    fn the_form_of_chinese_characters_goes_by_language_or_else_by_what_stands_beside_them() {
        let of = |languages: &[&str], words: &str| regions(languages, &words.chars().collect()).join("");
        assert_eq!(of(&["zh-Hant", "ja"], "黨"), " TC JP");
        assert_eq!(of(&["en"], "革命の"), " JP");
        assert_eq!(of(&[], "혁명 革命"), " KR");
        assert_eq!(of(&["es-CL"], "革命"), " SC");
    }
}
