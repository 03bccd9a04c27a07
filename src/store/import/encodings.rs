//! The encodings that a reader can choose, and the names people give them.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4,
    ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15,
    ISO_8859_16, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258, X_MAC_CYRILLIC,
};

/// The encodings that a dialog offers, those met most often first, then by script.
pub const ENCODINGS: &[&Encoding] = &[
    UTF_8,
    UTF_16LE,
    UTF_16BE,
    WINDOWS_1252,
    ISO_8859_15,
    MACINTOSH,
    WINDOWS_1250,
    ISO_8859_2,
    ISO_8859_16,
    WINDOWS_1257,
    ISO_8859_13,
    ISO_8859_4,
    ISO_8859_10,
    ISO_8859_14,
    ISO_8859_3,
    WINDOWS_1254,
    WINDOWS_1258,
    WINDOWS_1251,
    KOI8_R,
    KOI8_U,
    ISO_8859_5,
    IBM866,
    X_MAC_CYRILLIC,
    WINDOWS_1253,
    ISO_8859_7,
    WINDOWS_1255,
    ISO_8859_8,
    WINDOWS_1256,
    ISO_8859_6,
    WINDOWS_874,
    SHIFT_JIS,
    EUC_JP,
    ISO_2022_JP,
    GB18030,
    GBK,
    BIG5,
    EUC_KR,
];

/// Returns the encoding of this name: any that the web knows ("latin1", "cp1251", "sjis"), in any
/// case, with or without its hyphens.
///
/// ```
/// use diptych::store::import::encoding_from_label;
/// assert_eq!(encoding_from_label("UTF8").unwrap().name(), "UTF-8");
/// assert_eq!(encoding_from_label("Latin-1").unwrap().name(), "windows-1252");
/// assert!(encoding_from_label("Klingon").is_none());
/// ```
#[must_use]
pub fn encoding_from_label(label: &str) -> Option<&'static Encoding> {
    let find = |label: &str| Encoding::for_label_no_replacement(label.as_bytes());
    let squeezed = |label: &str| label.trim().replace(['-', '_', ' '], "");
    find(label).or_else(|| find(&squeezed(label))).or_else(|| {
        let wanted = squeezed(label).to_ascii_lowercase();
        let is_wanted =
            |encoding: &&&'static Encoding| squeezed(encoding.name()).to_ascii_lowercase() == wanted;
        ENCODINGS.iter().find(is_wanted).copied()
    })
}
