//! The value that a quotation seems to give, offered to the reader; never taken unasked.

use super::date::Date;
use super::number::Number;
use crate::model::ValueKind;

/// The most words in a date.
const LONGEST_DATE: usize = 6;
/// How much of a long quotation is looked through, in bytes.
const FAR: usize = 20_000;
/// The longest quotation that is itself taken for a name, in characters.
const LONGEST_NAME: usize = 60;

/// Returns the words of `quotation` that look like a value of this kind; nothing where none do.
#[must_use]
pub fn suggestion(kind: ValueKind, quotation: &str, language: &str) -> Option<String> {
    let quotation = head(quotation);
    match kind {
        ValueKind::Date => date(quotation, language),
        ValueKind::Number => number(quotation, language),
        ValueKind::Name => {
            let name = quotation.split_whitespace().collect::<Vec<_>>().join(" ");
            let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
            fits.then(|| bare(&name).to_owned())
        }
    }
}

fn head(quotation: &str) -> &str {
    let mut end = quotation.len().min(FAR);
    while !quotation.is_char_boundary(end) {
        end -= 1;
    }
    quotation.get(..end).unwrap_or_default()
}

fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric() && !"%$£€+-−".contains(c))
}

/// The fullest date in it; of several as full, the first.
fn date(quotation: &str, language: &str) -> Option<String> {
    let words: Vec<&str> = quotation.split_whitespace().collect();
    let fullness = |date: &Date| {
        usize::from(date.year.is_some()) + usize::from(date.month.is_some()) + usize::from(date.day.is_some())
    };
    let mut best: Option<(usize, String)> = None;
    for from in 0..words.len() {
        for n in 1..=LONGEST_DATE {
            let Some(window) = words.get(from..from + n) else {
                break;
            };
            let ends = |word: Option<&&str>| word.is_some_and(|word| tells(bare(word)));
            if !ends(window.first()) || !ends(window.last()) {
                continue;
            }
            let said = bare(&window.join(" ")).to_owned();
            let full = Date::read(&said, language).map_or(0, |date| fullness(&date));
            let shorter = best.as_ref().is_none_or(|(known, _)| full > *known);
            if full > 0 && shorter {
                best = Some((full, said));
            }
        }
    }
    best.map(|(_, said)| said)
}

/// Whether a word can begin or end a date: it has a figure, or is the name of a month.
fn tells(word: &str) -> bool {
    let figure = word.starts_with(|c: char| c.is_ascii_digit());
    figure || word.chars().count() >= 3 && Date::read(word, "").is_some()
}

/// The first number in it, with its unit where that is a sign or "per cent".
fn number(quotation: &str, language: &str) -> Option<String> {
    let words: Vec<&str> = quotation.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains(|c: char| c.is_ascii_digit()))?;
    let mut said = (*words.get(at)?).to_owned();
    for word in words.iter().skip(at + 1).take(2) {
        let plain = bare(word).to_lowercase();
        let goes_on =
            matches!(
                plain.as_str(),
                "%" | "per"
                    | "cent"
                    | "percent"
                    | "por"
                    | "ciento"
                    | "prozent"
                    | "pour"
                    | "million"
                    | "billion"
                    | "thousand"
            ) || word.len() >= 3 && bare(word).len() == 3 && bare(word).chars().all(|c| c.is_ascii_digit());
        if !goes_on {
            break;
        }
        said = format!("{said} {word}");
    }
    let said = bare(&said).to_owned();
    Number::read(&said, language).map(|_| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_offered_where_the_quotation_has_one() {
        let date = |words| suggestion(ValueKind::Date, words, "en");
        assert_eq!(
            date("the tank regiment rose on 29 June 1973, and failed").as_deref(),
            Some("29 June 1973")
        );
        assert_eq!(date("in October the lorries stood still").as_deref(), Some("October"));
        assert_eq!(date("nobody knows when"), None);
        let number = |words| suggestion(ValueKind::Number, words, "en");
        assert_eq!(number("with 36.63 per cent of the vote").as_deref(), Some("36.63 per cent"));
        assert_eq!(number("some 35,000 workers").as_deref(), Some("35,000"));
        assert_eq!(number("very many workers"), None);
        assert_eq!(
            suggestion(ValueKind::Name, "“the Cerrillos belt”,", "en").as_deref(),
            Some("the Cerrillos belt")
        );
    }
}
