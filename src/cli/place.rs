//! Which stretch of a text a person means: by a quotation, or by positions.

use crate::analysis::sheet::Place;
use crate::anchoring::occurrences;
use crate::text::{Span, Text};

/// The most places that a refusal lists.
const MOST_LISTED: usize = 20;

/// Returns where `text` says `quote`: to the letter or, failing that, with any white space for any other.
/// Of several places, the `nth` (from 1).
///
/// # Errors
/// When there is no such place, or several and none was chosen: a sentence that lists them.
pub(super) fn of_quote(text: &Text, quote: &str, nth: Option<usize>) -> Result<Span, String> {
    let mut places = occurrences(text, quote);
    if places.is_empty() {
        places = occurrences_but_for_blanks(text, quote);
    }
    let n = places.len();
    match (places.as_slice(), nth) {
        ([], _) => Err(format!("the quotation “{}” is not in the text", shortened(quote))),
        ([only], None) => Ok(*only),
        (_, None) => Err(format!(
            "the quotation “{}” is found in {n} places; choose one with --nth: {}",
            shortened(quote),
            listed(text, &places)
        )),
        (_, Some(nth)) => {
            let chosen = nth.checked_sub(1).and_then(|index| places.get(index)).copied();
            chosen.ok_or_else(|| {
                let found = super::open::count(n, "place");
                format!("--nth {nth}: the quotation “{}” is found in {found}", shortened(quote))
            })
        }
    }
}

fn listed(text: &Text, places: &[Span]) -> String {
    let place = |(number, span): (usize, &Span)| format!("{number}: ¶ {} ({span})", Place::of(text, *span));
    let mut listed: Vec<String> = (1..).zip(places).take(MOST_LISTED).map(place).collect();
    if let Some(more @ 1..) = places.len().checked_sub(MOST_LISTED) {
        listed.push(format!("and {more} more"));
    }
    listed.join(", ")
}

fn shortened(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(60).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// Where the words of `quote` stand one after the other, whatever white space is between them.
fn occurrences_but_for_blanks(text: &Text, quote: &str) -> Vec<Span> {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let content = text.as_str();
    let mut joined = String::with_capacity(content.len());
    // For each word where it begins in `joined` and in `content`.
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for word in content.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end_matches(char::is_whitespace);
        if !trimmed.is_empty() {
            if !joined.is_empty() {
                joined.push(' ');
            }
            words.push((joined.len(), at));
            joined.push_str(trimmed);
        }
        at += word.len();
    }
    let Some(joined) = Text::new(joined) else {
        return Vec::new();
    };
    let back = |byte: usize| {
        let word = words.partition_point(|(begins, _)| *begins <= byte).saturating_sub(1);
        words.get(word).map_or(0, |(begins, original)| original + (byte - begins))
    };
    let place = |span: Span| {
        let (start, end) = (joined.byte_from_pos(span.start()), joined.byte_from_pos(span.end()));
        text.span_from_bytes(back(start), back(end))
    };
    occurrences(&joined, &quote).into_iter().map(place).collect()
}

/// Reads "10..25" as a stretch of `text`.
///
/// # Errors
/// When it is none, or reaches past the end: a sentence.
pub(super) fn of_range(text: &Text, range: &str) -> Result<Span, String> {
    let parts = range.split_once("..").map(|(start, end)| (start.trim().parse(), end.trim().parse()));
    let Some((Ok(start), Ok(end))) = parts else {
        return Err(format!("--range {range}: give two positions, as in 120..164"));
    };
    let span = Span::new(start, end).filter(|span| !span.is_empty());
    let span = span.ok_or_else(|| format!("--range {range}: the end has to come after the start"))?;
    if span.end() > text.end() {
        return Err(format!("--range {range}: the text has only {} characters", text.len()));
    }
    Ok(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: &str = "The armed\n  road — el cordón —\n\nwas closed. The armed road again.";

    #[test]
    fn a_quotation_is_found_to_the_letter_before_it_is_found_but_for_blanks() {
        let text = Text::new(CONTENT).unwrap();
        let said = |quote: &str| of_quote(&text, quote, None).map(|span| text.slice(span).to_owned());
        assert_eq!(said("armed road"), Ok("armed road".to_owned()));
        assert_eq!(said(" armed  road\n— el"), Ok("armed\n  road — el".to_owned()));
        assert_eq!(said("cordón — was"), Ok("cordón —\n\nwas".to_owned()));
        assert_eq!(said("n — w"), Ok("n —\n\nw".to_owned()));
        assert_eq!(said("no  such"), Err("the quotation “no such” is not in the text".to_owned()));
        assert_eq!(said(""), Err("the quotation “” is not in the text".to_owned()));
    }

    #[test]
    fn of_several_places_one_has_to_be_chosen() {
        let text = Text::new(CONTENT).unwrap();
        let refused = of_quote(&text, "The  armed", None).unwrap_err();
        assert_eq!(
            refused,
            "the quotation “The armed” is found in 2 places; choose one with --nth: 1: ¶ 1 (0..9), 2: ¶ 2 (44..53)"
        );
        assert_eq!(of_quote(&text, "The armed", Some(1)).map(Span::start).unwrap().0, 0);
        assert_eq!(of_quote(&text, "armed", Some(2)).map(Span::start).unwrap().0, 48);
        let refused = of_quote(&text, "armed", Some(3)).unwrap_err();
        assert_eq!(refused, "--nth 3: the quotation “armed” is found in 2 places");
        assert!(of_quote(&text, "armed", Some(0)).is_err());
    }

    #[test]
    fn a_range_is_two_positions_within_the_text() {
        let text = Text::new("0123456789").unwrap();
        assert_eq!(of_range(&text, "2..5").unwrap().to_string(), "2..5");
        for wrong in ["", "2", "2-5", "5..2", "5..5", "2..11", "-1..3", "a..b", "2..99999999999"] {
            assert!(of_range(&text, wrong).is_err(), "{wrong}");
        }
    }
}
