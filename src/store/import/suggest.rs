//! What a source may be called, from what is at hand. Suggestions: a reader sees and changes them.

use super::front_matter::FrontMatter;
use super::plain;
use crate::model::{Bibliography, Mark, MarkKind};
use crate::text::Text;

/// The longest first line, in characters, that may be a title.
const LONGEST_TITLE: usize = 120;

/// The longest short name, in characters: it has to fit over a narrow column.
const LONGEST_SHORT_NAME: usize = 16;

/// Suggests what to call a text.
pub(super) fn bibliography(
    text: &Text,
    structure: &[Mark],
    front: Option<FrontMatter>,
    file_name: &str,
) -> Bibliography {
    let front = front.unwrap_or_default();
    let (stem, _) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
    let stem = one_line(&stem.replace(['_', '-'], " "));
    let title = [front.title.clone()]
        .into_iter()
        .chain(first_heading(text, structure))
        .chain(first_line(text))
        .chain([
            stem.clone(),
            cut(&one_line(&text.as_str().trim_start().chars().take(200).collect::<String>()), 60),
        ])
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let year = [&front.date, &stem, &title].into_iter().find_map(|words| year(words)).unwrap_or_default();
    Bibliography {
        short_name: short_name(&front.author, &title, &year),
        title,
        author: front.author,
        date: front.date,
        citation: String::new(),
        csl: String::new(),
        language: front.language,
    }
}

fn first_heading(text: &Text, structure: &[Mark]) -> Option<String> {
    let mark = structure.iter().find(|mark| matches!(mark.kind, MarkKind::Heading { .. }))?;
    Some(cut(&one_line(text.slice(mark.span)), 2 * LONGEST_TITLE))
}

/// Returns the first line that could be a title: not too long, with a letter, and no bare address.
/// A heading in the Markdown manner says it is one.
fn first_line(text: &Text) -> Option<String> {
    if plain::hint(text.as_str()).is_some()
        && let Some(heading) = text.as_str().split('\n').find_map(plain::heading)
    {
        return Some(cut(&one_line(heading), 2 * LONGEST_TITLE));
    }
    let lines = text.as_str().split('\n').map(str::trim);
    let is_title = |line: &&str| line.chars().any(char::is_alphabetic) && !line.contains("://");
    let first = one_line(lines.take(200).find(is_title)?);
    (first.chars().count() <= LONGEST_TITLE).then_some(first)
}

/// Returns the words with single spaces between them.
fn one_line(words: &str) -> String {
    words
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns at most `max` characters, with an ellipsis where some are missing.
fn cut(words: &str, max: usize) -> String {
    if words.chars().count() <= max {
        return words.to_owned();
    }
    let start: String = words.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// Returns the first number of four digits that is a year.
fn year(words: &str) -> Option<String> {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).find(|year| ("1000".."2100").contains(year)).map(str::to_owned)
}

/// Returns a name for columns: the author's last name and the year; or as much of the title as fits.
fn short_name(author: &str, title: &str, year: &str) -> String {
    let max = LONGEST_SHORT_NAME - if year.is_empty() { 0 } else { year.len() + 1 };
    let name = match author.split(';').map(str::trim).find(|author| !author.is_empty()) {
        Some(author) => {
            let last =
                author.split_once(',').map(|(last, _)| last).or_else(|| author.split_whitespace().last());
            let last = last.unwrap_or(author).trim();
            if last.chars().count() <= max { last.to_owned() } else { initials(author, max) }
        }
        None => start_of_title(title, year, max),
    };
    [name.as_str(), year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the first letters of a long name's words ("Fourth International": "FI").
fn initials(name: &str, max: usize) -> String {
    let words: Vec<&str> = name.split_whitespace().filter(|word| !is_small(word)).collect();
    if words.len() < 2 {
        return cut(name, max);
    }
    words.iter().filter_map(|word| word.chars().next()).map(upper).take(max).collect()
}

/// Returns the first words of a title that fit, without an article before or a small word after.
fn start_of_title(title: &str, year: &str, max: usize) -> String {
    let mut words: Vec<&str> = title.split_whitespace().filter(|word| *word != year).collect();
    if words.len() > 1 && words.first().is_some_and(|word| is_small(word)) {
        words.remove(0);
    }
    let mut fitting: Vec<&str> = Vec::new();
    let mut n_chars = 0;
    for word in &words {
        n_chars += word.chars().count() + usize::from(n_chars > 0);
        if n_chars > max {
            break;
        }
        fitting.push(word);
    }
    while fitting.len() > 1
        && fitting.len() < words.len()
        && fitting.last().is_some_and(|word| is_small(word))
    {
        fitting.pop();
    }
    let name = match words.first() {
        Some(first) if fitting.is_empty() => cut(first, max),
        _ => fitting.join(" ").trim_end_matches([':', ',', ';', '.', '-', '–', '—', ' ']).to_owned(),
    };
    let mut chars = name.chars();
    chars.next().map(|first| std::iter::once(upper(first)).chain(chars).collect()).unwrap_or_default()
}

/// Returns the capital of a letter, if that is one letter too: names are counted in code points.
fn upper(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => letter,
    }
}

/// Articles and prepositions of the languages met most.
fn is_small(word: &str) -> bool {
    const SMALL: [&str; 36] = [
        "a", "an", "the", "of", "in", "on", "to", "and", "for", "with", "el", "la", "los", "las", "un",
        "una", "de", "del", "en", "y", "le", "les", "des", "du", "et", "der", "die", "das", "ein", "eine",
        "von", "und", "il", "lo", "o", "e",
    ];
    SMALL.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_whose_capital_is_two_does_not_make_a_name_too_long() {
        let title = "ẘ".repeat(16);
        assert_eq!(start_of_title(&title, "", 16), title);
        assert_eq!(initials("ßig ẘig Straße Nord", 3), "ßẘS");
    }
}
