//! What is found, and what is not.

use proptest::prelude::*;

use super::*;
use crate::model::SourceId;

const FOLD: SearchOptions = SearchOptions {
    syntax: Syntax::Literal,
    case: Case::Ignored,
    bounds: Bounds::Anywhere,
    diacritics: Diacritics::Folded,
};

fn found(content: &str, words: &str, options: SearchOptions) -> Vec<String> {
    let text = Text::new(content).unwrap();
    let pattern = Pattern::new(words, options).unwrap();
    let searched = pattern.searched(&text);
    searched.spans().map(|span| text.slice(span).to_owned()).collect()
}

#[track_caller]
fn check(content: &str, words: &str, options: SearchOptions, expected: &[&str]) {
    assert_eq!(found(content, words, options), expected, "{words:?} in {content:?}");
}

#[test]
fn case_is_ignored_in_every_alphabet_unless_asked_for() {
    check("Armed ARMED armed", "armed", SearchOptions::default(), &["Armed", "ARMED", "armed"]);
    check("Ñandú ñANDÚ", "ÑandÚ", SearchOptions::default(), &["Ñandú", "ñANDÚ"]);
    check("Στρατός ΣΤΡΑΤΌΣ", "στρατός", SearchOptions::default(), &["Στρατός", "ΣΤΡΑΤΌΣ"]);
    let kept = SearchOptions { case: Case::Kept, ..SearchOptions::default() };
    check("Armed armed", "armed", kept, &["armed"]);
}

#[test]
fn a_literal_is_literal_but_for_white_space_which_crosses_lines_and_not_paragraphs() {
    let literal = SearchOptions::default();
    check("a.c abc (1) [x", "a.c", literal, &["a.c"]);
    check("a.c abc (1) [x", "(1) [", literal, &["(1) ["]);
    check(
        "armed\nroad, armed \n  road, armed\u{a0}road",
        "armed road",
        literal,
        &["armed\nroad", "armed \n  road", "armed\u{a0}road"],
    );
    check("armed\n\nroad", "armed  road", literal, &[]);
    check("a b", " ", literal, &[" "]);
    check("the road, the end", " the ", literal, &[" the "]);
}

#[test]
fn whole_words_are_bounded_by_what_is_no_letter_also_around_signs() {
    let words = SearchOptions { bounds: Bounds::WholeWords, ..SearchOptions::default() };
    check("party parties Party's counterparty", "party", words, &["party", "Party"]);
    check("C++ C+ xC++", "C++", words, &["C++"]);
    let regex = SearchOptions { syntax: Syntax::Regex, ..words };
    check("road roads broad", "road|roads", regex, &["road", "roads"]);
}

#[test]
fn a_regular_expression_sees_lines_and_never_finds_nothing() {
    let regex = SearchOptions { syntax: Syntax::Regex, ..SearchOptions::default() };
    check("one\ntwo", "^t.*$", regex, &["two"]);
    check("abc", "x*", regex, &[]);
    check("The 1970s", r"\d{4}", regex, &["1970"]);
}

#[test]
fn diacritics_are_folded_and_the_original_is_what_is_found() {
    check("los cordones, el cordón, CORDÓN", "cordon", FOLD, &["cordon", "cordón", "CORDÓN"]);
    check("el cordo\u{301}n", "cordón", FOLD, &["cordo\u{301}n"]);
    check("cordo\u{301}n", "cordo", FOLD, &["cordo\u{301}"]);
    check("an\u{303}o", "o", FOLD, &["o"]);
    check("Việt Nam", "viet", FOLD, &["Việt"]);
    check("각하", "가", FOLD, &[]);
    check("हिन्दी", "हिन्दी", FOLD, &["हिन्दी"]);
    check("שָׁלוֹם", "שלום", FOLD, &["שָׁלוֹם"]);
}

#[test]
fn what_cannot_be_searched_for_is_said_in_one_line() {
    let regex = SearchOptions { syntax: Syntax::Regex, ..SearchOptions::default() };
    let said = |words: &str, options| Pattern::new(words, options).unwrap_err().to_string();
    assert_eq!(said("a(b", regex), "the pattern is not a regular expression: unclosed group");
    assert_eq!(said("(\\w{1000}){1000}", regex), PatternError::TooLarge.to_string());
    assert_eq!(said("\u{301}", FOLD), PatternError::OnlyDiacritics.to_string());
    assert_eq!(said("", FOLD), PatternError::Empty.to_string());
}

#[test]
fn a_hit_is_shown_within_its_paragraph() {
    let long = "So it was said, and said again, by many of them who knew better:\nthe armed  road is \
                closed to us, now and for as long as the army stands.\n\nNext.";
    let text = Text::new(long).unwrap();
    let pattern = Pattern::new("armed road", SearchOptions::default()).unwrap();
    let span = pattern.searched(&text).spans().next().unwrap();
    let context = Context::of(&text, span);
    assert_eq!(context.before, "…by many of them who knew better: the ");
    assert_eq!(context.hit, "armed road");
    assert_eq!(context.after, " is closed to us, now and for as long…");
    let last = Context::of(&text, Span::between(text.end().minus(5), text.end()));
    assert_eq!((last.before.as_str(), last.hit.as_str(), last.after.as_str()), ("", "Next.", ""));
}

proptest! {
    #[test]
    fn folding_finds_every_place_that_is_written_alike(
        before in "[a-zñó\u{301}가ệ \n]{0,40}", word in "[a-zñóệ]{1,8}", after in "\\PC{0,40}",
    ) {
        let text = Text::new(format!("{before} {word} {after}")).unwrap();
        let plain: Vec<Span> = crate::anchoring::occurrences(&text, &word);
        let pattern = Pattern::new(&word, FOLD).unwrap();
        let searched = pattern.searched(&text);
        let spans: Vec<Span> = searched.spans().collect();
        prop_assert!(spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        for place in plain {
            prop_assert!(spans.iter().any(|span| span.overlaps(place)), "{spans:?} {place:?}");
        }
        for span in spans {
            prop_assert_eq!(
                Folded::of(text.slice(span)).words.to_lowercase(),
                Folded::of(&word).words.to_lowercase()
            );
        }
    }
}

/// What the regular expression of the same words finds: the law that the quick way is held to.
fn by_expression(content: &str, words: &str, options: SearchOptions) -> Vec<(usize, usize)> {
    let expression = regular(words.to_owned(), options).unwrap();
    expression.matches(content).filter_map(hit).collect()
}

fn hit(step: Step) -> Option<(usize, usize)> {
    match step {
        Step::Hit(start, end) => Some((start, end)),
        Step::Passed => None,
    }
}

fn options() -> impl Strategy<Value = SearchOptions> {
    (any::<bool>(), any::<bool>()).prop_map(|(kept, whole)| SearchOptions {
        syntax: Syntax::Literal,
        case: if kept { Case::Kept } else { Case::Ignored },
        bounds: if whole { Bounds::WholeWords } else { Bounds::Anywhere },
        diacritics: Diacritics::Kept,
    })
}

proptest! {
    #[test]
    fn the_quick_way_finds_what_the_regular_expression_finds(
        content in "([aAbBsSſkK\u{212A}éÉσςΣ_1. \n\t\u{a0}]|ab|Ab|革命|\\PC){0,120}",
        words in prop_oneof!["[aAbBsSkKéσ1_.革 \n]{1,6}", "\\PC{1,3}"],
        options in options(),
    ) {
        if let Some(quick) = Words::new(&words, options.case, options.bounds) {
            let mut from = 0;
            let next = || {
                let hit = quick.find(&content, from)?;
                from = hit.1;
                Some(hit)
            };
            let found: Vec<(usize, usize)> = std::iter::from_fn(next).collect();
            prop_assert_eq!(found, by_expression(&content, &words, options), "{:?}", words);
        }
    }

    #[test]
    fn a_sweep_finds_in_each_text_what_a_search_of_it_does(
        texts in prop::collection::vec("[aeé \n]{0,60}", 1..5), fold in any::<bool>(),
    ) {
        let texts: Vec<(SourceId, Text)> = (1..)
            .zip(&texts)
            .map(|(n, text)| (SourceId(uuid::Uuid::from_u128(n)), Text::new(text.as_str()).unwrap()))
            .collect();
        let pattern = Pattern::new("e", if fold { FOLD } else { SearchOptions::default() }).unwrap();
        let mut n_seen = 0;
        let found = sweep(&texts, &pattern, &Folds::default(), |found| {
            assert!(found.n_hits() >= n_seen, "what was found is not lost again");
            n_seen = found.n_hits();
            Onward::Continue(())
        });
        for ((source, text), (id, hits)) in texts.iter().zip(&found.done) {
            prop_assert_eq!(source, id);
            let searched = pattern.searched(text);
            prop_assert!(searched.spans().eq(hits.iter().copied()));
        }
        prop_assert_eq!(found.done.len(), texts.len());
    }
}

#[test]
fn a_sweep_that_is_told_to_stop_does_so_within_a_line_and_keeps_what_it_has() {
    let line = "not a word of it here\n".repeat(3_000);
    let text = Text::new(format!("here\n{}", line.repeat(60))).unwrap();
    let id = SourceId(uuid::Uuid::from_u128(1));
    let texts = [(id, text.clone()), (SourceId(uuid::Uuid::from_u128(2)), text)];
    let rare = SearchOptions { syntax: Syntax::Regex, ..SearchOptions::default() };
    let pattern = Pattern::new("^here|thunderst[or]m", rare).unwrap();
    let mut n_asked = 0;
    let found = sweep(&texts, &pattern, &Folds::default(), |found| {
        n_asked += 1;
        assert_eq!(found.n_hits(), 1, "the first hit is told at once");
        if n_asked > 2 { Onward::Break(()) } else { Onward::Continue(()) }
    });
    assert_eq!((n_asked, found.done.len(), found.n_hits()), (3, 1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn lines_searched_one_by_one_have_what_the_whole_text_has(
        lines in prop::collection::vec("[ab1 é]{0,9}", 1..60), at in any::<prop::sample::Index>(),
    ) {
        // So long that it is searched in several stretches.
        let filler = format!("{}\n", "-".repeat(300_000));
        let content = format!("{}\n", lines.join("\n"));
        let cut = content.floor_char_boundary(at.index(content.len()));
        let (before, after) = content.split_at(cut);
        let content = format!("{before}{filler}{filler}{}{after}", filler.repeat(3));
        for source in ["^a+", "b$", r"\ba\d?\b", "a|é ", r"^$|1", "[^b\\s]b"] {
            let expression = Regular::new(source, Case::Kept).unwrap();
            let whole = regex::RegexBuilder::new(source).multi_line(true).build().unwrap();
            let of_whole: Vec<(usize, usize)> =
                whole.find_iter(&content).map(|found| (found.start(), found.end())).filter(|(a, b)| a < b).collect();
            let found: Vec<(usize, usize)> =
                expression.matches(&content).filter_map(hit).filter(|(a, b)| a < b).collect();
            prop_assert_eq!(found, of_whole, "{}", source);
        }
    }
}
