//! The names of months: one list for everything that reads or writes dates in words.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The names from January on, by the code of their language, spelled as they stand in a date.
const NAMES: [(&str, [&str; 12]); 8] = [
    (
        "en",
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    ),
    (
        "es",
        [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    ),
    (
        "pt",
        [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "fr",
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ),
    (
        "it",
        [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
    ),
    (
        "de",
        [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
    ),
    (
        "nl",
        [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "ru",
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
    ),
];

/// The same in small letters without accents, as words are compared.
static FOLDED: LazyLock<Vec<(&str, [String; 12])>> = LazyLock::new(|| {
    let bare = |name: &str| {
        let plain = name.nfd().filter(|c| !is_combining_mark(*c));
        plain.flat_map(char::to_lowercase).collect::<String>()
    };
    NAMES.iter().map(|(code, names)| (*code, names.map(bare))).collect()
});

/// Returns the months of a language, by its code of two letters; nothing for a language that is not listed.
#[must_use]
pub fn of(code: &str) -> Option<&'static [&'static str; 12]> {
    NAMES.iter().find(|(known, _)| *known == code).map(|(_, names)| names)
}

/// Returns the months of all languages listed, in small letters without accents, by the code of the language.
#[must_use]
pub fn folded() -> &'static [(&'static str, [String; 12])] {
    &FOLDED
}

/// Returns the months of one language in small letters without accents.
#[must_use]
pub fn folded_of(code: &str) -> Option<&'static [String; 12]> {
    FOLDED.iter().find(|(known, _)| *known == code).map(|(_, names)| names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_as_they_are_written_and_as_they_are_compared() {
        assert_eq!(of("fr").map(|names| names[1]), Some("février"));
        assert_eq!(folded_of("fr").map(|names| names[1].as_str()), Some("fevrier"));
        assert_eq!(folded_of("de").map(|names| names[2].as_str()), Some("marz"));
        assert_eq!(of("xx"), None);
        assert_eq!(folded().len(), NAMES.len());
    }
}
