//! Pages from … to …, as each style writes them.

use super::CitationStyle;

/// Returns ranges of pages as the style abbreviates them: "117–18" in Chicago, "117–118" in APA.
///
/// Chicago: The Chicago Manual of Style, 18th edition, 9.63. MLA: the last two figures, and more where they differ.
pub(super) fn pages(words: &str, style: CitationStyle) -> String {
    let parts = words.split(", ").map(|part| match part.split_once(['-', '–']) {
        Some((first, last)) => format!("{first}–{}", last_of(first, last, style)),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn last_of<'a>(first: &str, last: &'a str, style: CitationStyle) -> &'a str {
    let digits = |words: &str| !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || !digits(last) || first.len() != last.len() || first.len() < 3 || first >= last {
        return last;
    }
    let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    let changed = last.len() - same;
    let keep = match style {
        CitationStyle::Apa => last.len(),
        CitationStyle::Mla => changed.max(2),
        CitationStyle::Chicago | CitationStyle::ChicagoNotes => {
            if first.ends_with("00") {
                last.len()
            } else if first.get(first.len() - 2..).is_some_and(|end| end.starts_with('0')) {
                changed
            } else {
                changed.max(2)
            }
        }
    };
    last.get(last.len() - keep..).unwrap_or(last)
}

/// Mends dates with a season, which the processor joins to the year as if both were numbers: "Summer/1973".
pub(super) fn seasons(words: &str, style: CitationStyle) -> String {
    let mut mended = words.to_owned();
    for season in ["Spring", "Summer", "Autumn", "Winter"] {
        while let Some((before, after)) = mended.split_once(&format!("{season}/")) {
            let len = after.bytes().take_while(u8::is_ascii_digit).count();
            let (year, rest) = after.split_at_checked(len).unwrap_or((after, ""));
            let rest = rest.strip_prefix(&format!(", {season}")).unwrap_or(rest);
            mended = match style {
                CitationStyle::Chicago => format!("{before}{year}{rest}"),
                CitationStyle::Apa => format!("{before}{year}, {season}{rest}"),
                CitationStyle::ChicagoNotes | CitationStyle::Mla => format!("{before}{season} {year}{rest}"),
            };
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_abbreviated_as_the_manuals_do() {
        // The examples of the Chicago manual, 9.63.
        for (full, short) in [
            ("3-10", "3–10"),
            ("71-72", "71–72"),
            ("96-117", "96–117"),
            ("100-104", "100–104"),
            ("1100-1113", "1100–1113"),
            ("101-108", "101–8"),
            ("808-833", "808–33"),
            ("1103-1104", "1103–4"),
            ("321-328", "321–28"),
            ("498-532", "498–532"),
            ("1087-1089", "1087–89"),
            ("1496-1500", "1496–500"),
            ("11564-11615", "11564–615"),
            ("xii-xv", "xii–xv"),
            ("12, 117-118", "12, 117–18"),
        ] {
            assert_eq!(pages(full, CitationStyle::Chicago), short);
        }
        assert_eq!(pages("103-104", CitationStyle::Mla), "103–04");
        assert_eq!(pages("117-118", CitationStyle::Apa), "117–118");
    }
}
