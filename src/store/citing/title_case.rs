//! Capitals in English titles, as Chicago and MLA want them, by the rule of CSL 1.0.2 (“Text-case”, title case).
//!
//! Done here because the processor takes "(and" for the beginning of a sentence and markup for a letter.

/// Words that stay small within a title: articles, conjunctions, prepositions.
const SMALL: [&str; 37] = [
    "a",
    "according",
    "an",
    "and",
    "as",
    "at",
    "but",
    "by",
    "down",
    "for",
    "from",
    "if",
    "in",
    "into",
    "nor",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "over",
    "per",
    "so",
    "the",
    "to",
    "up",
    "upon",
    "v",
    "v.",
    "versus",
    "via",
    "vs",
    "vs.",
    "with",
    "without",
    "yet",
];

/// Returns an English title with capitals. What has capitals already keeps them, but for small words.
pub(super) fn title_case(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let shouted = !title.chars().any(char::is_lowercase);
    let last = words.iter().rposition(|word| word.chars().any(char::is_alphanumeric)).unwrap_or(0);
    let mut cased: Vec<String> = Vec::with_capacity(words.len());
    let mut begins = true;
    for (at, word) in words.iter().enumerate() {
        cased.push(of_word(word, (begins || at == last, shouted)));
        if word.chars().any(char::is_alphanumeric) {
            begins = false;
        }
        let end = word.trim_end_matches(['”', '’', '"', '\'', ')', '»']);
        begins |= end.ends_with([':', '?', '!', '—', '–']) && word.chars().count() > 0;
    }
    cased.join(" ")
}

fn of_word(word: &str, (edge, shouted): (bool, bool)) -> String {
    let is_letter = |c: char| c.is_alphanumeric();
    let (Some(start), Some(end)) = (word.find(is_letter), word.rfind(is_letter)) else {
        return word.to_owned();
    };
    let core_end = end + word.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let core = word.get(start..core_end).unwrap_or_default();
    let lower = core.to_lowercase();
    let quoted = word.get(..start).is_some_and(|before| before.contains(['“', '‘', '"']));
    if SMALL.contains(&lower.as_str())
        && !edge
        && !quoted
        && (core == lower || core == capitalized(&lower) || shouted)
    {
        return word.replacen(core, &lower, 1);
    }
    let kept = core.chars().any(char::is_uppercase) || !core.starts_with(char::is_lowercase);
    if kept && !shouted {
        return word.to_owned();
    }
    let first = if shouted { core.to_owned() } else { capitalized(core) };
    word.replacen(core, &first, 1)
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_capitalized_as_chicago_wants_them() {
        for (title, expected) in [
            (
                "the left and right are winning (and losing) in politics",
                "The Left and Right Are Winning (and Losing) in Politics",
            ),
            ("Reading iPods: a study of use", "Reading iPods: A Study of Use"),
            ("The State And Revolution", "The State and Revolution"),
            ("“the armed road” and what it is for", "“The Armed Road” and What It Is For"),
            ("what now? the end", "What Now? The End"),
            ("\u{f8e0}de novo\u{f8e1} and after", "\u{f8e0}De Novo\u{f8e1} and After"),
            ("MIR", "MIR"),
            ("1905", "1905"),
            ("", ""),
        ] {
            assert_eq!(title_case(title), expected);
        }
    }
}
