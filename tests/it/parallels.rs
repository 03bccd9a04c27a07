//! Parallel passages: what is offered, in which order, with which reasons.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diptych::analysis::parallels::{Index, Parallel, Question, Settings, TermKind, parallels};
use diptych::desk::{Command, Desk, LinkEnd, TagRef};
use diptych::model::{ClaimId, LinkKind, SourceId, TagId};
use diptych::text::{Pos, Span, Text};
use proptest::prelude::*;

use super::support::{at, desk_of, source, tag};

const ONE: &str = "The march on the capital\n\n\
    The councils of Puerto Hondo were born in October 1972, when the carriers stopped their lorries. \
    The dockers took over 36 warehouses and gave out flour by themselves.\n\n\
    On 4 March the coalition won 43.4 per cent of the votes. The minister Ibarra resigned a week later.\n\n\
    The land reform was the old law of the president before, applied faster. Whoever waited for land waited in vain.\n\n\
    Nobody gave weapons to the dockers. The officers were left alone, as Ibarra had promised them.";

const TWO: &str = "An answer to the march\n\n\
    It is said that the government forgot the countryside. Every law on land was passed before its time, and it only \
    carried out the reform that it found.\n\n\
    In October the lorries stood still for twenty-six days. Councils like that of Puerto Hondo sprang up, and they took \
    over warehouses; but they were few.\n\n\
    Music is loved in the province, and on feast days there are dances in the square.\n\n\
    The elections of March 4 were no defeat: the coalition had 43,4 per cent. Who speaks of collapse can't count.\n\n\
    The officers had been promised peace. To arm dockers would have been madness, and the party said so. Ibarra knew it.";

/// A desk with the two accounts.
fn accounts() -> (Desk, [SourceId; 2]) {
    with_texts(ONE, TWO)
}

fn with_texts(one: &str, two: &str) -> (Desk, [SourceId; 2]) {
    let (mut desk, ..) = super::support::small_desk();
    let added = desk.run(Command::AddSources(vec![source("One", one), source("Two", two)])).unwrap().sources;
    let comparison = desk.comparison().clone();
    (desk_of(comparison, 5_000), [added[0], added[1]])
}

fn shelf(desk: &Desk, sources: &[SourceId]) -> Vec<(SourceId, Arc<Index>)> {
    let source = |id: &SourceId| {
        let source = desk.comparison().source(*id).unwrap();
        (*id, Arc::new(Index::of(&source.text, &source.bibliography.language, |_| false).unwrap()))
    };
    sources.iter().map(source).collect()
}

fn asked(desk: &Desk, sources: [SourceId; 2], question: &Question, within: &[SourceId]) -> Vec<Parallel> {
    parallels(question, &shelf(desk, &sources), within, &Settings::default(), 10)
}

fn selected(quote: &str) -> (Desk, [SourceId; 2], Vec<Parallel>) {
    let (desk, sources) = accounts();
    let question = Question::of_selection(sources[0], at(&desk, sources[0], quote));
    let found = asked(&desk, sources, &question, &sources[1..]);
    (desk, sources, found)
}

fn words(desk: &Desk, parallel: &Parallel) -> String {
    desk.comparison().source(parallel.source).unwrap().text.slice(parallel.span).to_owned()
}

#[test]
fn the_passage_on_the_same_matter_comes_first() {
    for (quote, first) in [
        ("The councils of Puerto Hondo were born in October 1972", "Councils like that of Puerto Hondo"),
        ("On 4 March the coalition won 43.4 per cent of the votes.", "The elections of March 4"),
        ("The land reform was the old law of the president before, applied faster.", "Every law on land"),
        ("Nobody gave weapons to the dockers.", "To arm dockers"),
        (
            "The officers were left alone, as Ibarra had promised them.",
            "The officers had been promised peace.",
        ),
    ] {
        let (desk, _, found) = selected(quote);
        let best = words(&desk, found.first().unwrap());
        assert!(best.contains(first), "{quote:?} has {best:?}");
        assert!(found.iter().all(|parallel| !words(&desk, parallel).contains("Music")), "{quote:?}");
    }
}

#[test]
fn the_words_that_matched_are_shown_on_both_sides_and_counted_by_kind() {
    let (desk, sources, found) = selected("On 4 March the coalition won 43.4 per cent of the votes.");
    let best = found.first().unwrap();
    let side =
        |source: SourceId, span: Span| desk.comparison().source(source).unwrap().text.slice(span).to_owned();
    let said = |kind: TermKind| -> Vec<(String, String)> {
        let of_kind = best.matches.iter().filter(|found| found.kind == kind);
        of_kind
            .map(|found| (side(sources[1], found.here[0]), side(found.there[0].0, found.there[0].1)))
            .collect()
    };
    assert_eq!(said(TermKind::Date), [("March 4".to_owned(), "4 March".to_owned())]);
    assert_eq!(said(TermKind::Number), [("43,4".to_owned(), "43.4".to_owned())]);
    assert!(said(TermKind::Word).contains(&("coalition".to_owned(), "coalition".to_owned())));
    let why = best.why(desk.comparison());
    assert!(why.starts_with("1 number, 1 date, "), "{why}");
    let places = best.places();
    assert!(places.is_sorted() && places.iter().all(|place| best.span.covers(*place)));
    assert!(places.windows(2).all(|two| !two[0].overlaps(two[1])));
}

#[test]
fn a_name_is_told_from_a_word_by_its_capital_within_sentences() {
    let (desk, sources, found) = selected("The minister Ibarra resigned a week later.");
    let best = found.first().unwrap();
    let text = &desk.comparison().source(sources[1]).unwrap().text;
    let names: Vec<&str> = best
        .matches
        .iter()
        .filter(|found| found.kind == TermKind::Name)
        .flat_map(|found| found.here.iter().map(|span| text.slice(*span)))
        .collect();
    assert_eq!(names, ["Ibarra"]);
}

/// Two claims under one tag, one in each source, and a third that is not.
fn tagged() -> (Desk, [SourceId; 2], [ClaimId; 2], TagId) {
    let (mut desk, sources) = accounts();
    let arms =
        desk.run(Command::CreateTag { name: "weapons".to_owned(), parent: None }).unwrap().tag.unwrap();
    let one = tag(&mut desk, sources[0], "Nobody gave weapons to the dockers.", arms);
    let two =
        tag(&mut desk, sources[1], "To arm dockers would have been madness, and the party said so.", arms);
    (desk, sources, [one, two], arms)
}

#[test]
fn a_claim_that_shares_a_tag_counts_for_more_and_is_a_reason() {
    let (desk, sources, [one, _], arms) = tagged();
    let question = Question::of_claim(desk.comparison(), one).unwrap();
    let found = asked(&desk, sources, &question, &sources[1..]);
    let best = found.first().unwrap();
    assert!(words(&desk, best).contains("To arm dockers"));
    assert_eq!(best.shared_tag, Some(arms));
    assert!(best.why(desk.comparison()).ends_with("; tag “weapons”"));
    let selection =
        Question::of_selection(sources[0], at(&desk, sources[0], "Nobody gave weapons to the dockers."));
    let without = asked(&desk, sources, &selection, &sources[1..]);
    let same = without.iter().find(|parallel| parallel.span.overlaps(best.span)).unwrap();
    assert_eq!(same.shared_tag, None);
}

#[test]
fn a_summary_finds_what_the_quotation_does_not() {
    let (mut desk, sources) = accounts();
    let (one, two) = (sources[0], sources[1]);
    let spans = vec![at(&desk, one, "Whoever waited for land waited in vain.")];
    let claim = desk.run(Command::Tag { source: one, spans, tags: Vec::new() }).unwrap().claim.unwrap();
    let dances = |desk: &Desk| {
        let question = Question::of_claim(desk.comparison(), claim).unwrap();
        asked(desk, sources, &question, &[two])
            .iter()
            .any(|parallel| words(desk, parallel).contains("dances"))
    };
    assert!(!dances(&desk));
    desk.run(Command::SetSummary { claim, summary: "Instead there were dances on feast days.".to_owned() })
        .unwrap();
    assert!(dances(&desk));
}

#[test]
fn what_else_belongs_under_a_tag_leaves_out_what_is_there_already() {
    let (mut desk, sources, claims, arms) = tagged();
    let question = Question::of_tag(desk.comparison(), arms).unwrap();
    let claimed: Vec<Span> =
        claims.iter().map(|claim| desk.comparison().claim(*claim).unwrap().extent()).collect();
    let found = asked(&desk, sources, &question, &sources);
    assert!(!found.is_empty());
    for parallel in &found {
        let side = usize::from(parallel.source == sources[1]);
        assert!(!parallel.span.overlaps(claimed[side]), "{}", words(&desk, parallel));
    }
    // A claim of a tag below belongs to it too.
    let below =
        desk.run(Command::CreateTag { name: "peace".to_owned(), parent: Some(arms) }).unwrap().tag.unwrap();
    let best = found[0].clone();
    let passages = vec![best.span];
    desk.run(Command::Tag { source: best.source, spans: passages, tags: vec![TagRef::Known(below)] })
        .unwrap();
    let question = Question::of_tag(desk.comparison(), arms).unwrap();
    let again = asked(&desk, sources, &question, &sources);
    assert!(
        again.iter().all(|parallel| parallel.source != best.source || !parallel.span.overlaps(best.span))
    );
}

#[test]
fn in_its_own_source_a_claim_is_offered_others_and_never_itself() {
    let (desk, sources, [one, _], _) = tagged();
    let question = Question::of_claim(desk.comparison(), one).unwrap();
    let own = desk.comparison().claim(one).unwrap().extent();
    let found = asked(&desk, sources, &question, &sources[..1]);
    assert!(found.iter().any(|parallel| words(&desk, parallel).contains("dockers took over")));
    assert!(found.iter().all(|parallel| !parallel.span.overlaps(own)));
}

#[test]
fn sources_in_two_languages_meet_in_names_numbers_dates_and_cognates() {
    let spanish = "El pueblo tenía sed y hambre.\n\n\
        El 11 de septiembre los aviones bombardearon La Moneda, y Allende murió en su despacho.\n\n\
        La revolución necesita organizaciones propias de los obreros, dijo un delegado de la asamblea.\n\n\
        Llovió tanto en aquel invierno que los caminos quedaron cortados durante muchas semanas.";
    let english = "On September 11 planes attacked La Moneda. Allende died there.\n\n\
        Every revolution needs an organization of its own, and assemblies that the workers have elected.\n\n\
        It was a cold winter, and the roads were closed for weeks.";
    let (desk, sources) = with_texts(english, spanish);
    let first = |quote: &str| {
        let question = Question::of_selection(sources[0], at(&desk, sources[0], quote));
        let found = asked(&desk, sources, &question, &sources[1..]);
        found.first().map(|parallel| words(&desk, parallel))
    };
    let best = first("On September 11 planes attacked La Moneda. Allende died there.").unwrap();
    assert!(best.contains("11 de septiembre"), "{best}");
    let best = first("Every revolution needs an organization of its own, and assemblies").unwrap();
    assert!(best.contains("organizaciones"), "{best}");
}

#[test]
fn a_source_in_a_script_without_blanks_is_searched_too() {
    let one = "労働者たちは工場を占拠した。\n\n天気は良かった。\n\n大統領は十月に軍隊を呼んだ。";
    let two = "雨が降っていた。\n\n十月、大統領は軍隊の指導者を内閣に入れた。\n\n農民は土地を待っていた。";
    let (desk, sources) = with_texts(one, two);
    let question = Question::of_selection(sources[0], at(&desk, sources[0], "大統領は十月に軍隊を呼んだ。"));
    let found = asked(&desk, sources, &question, &sources[1..]);
    assert!(words(&desk, found.first().unwrap()).contains("軍隊の指導者"));
}

#[test]
fn a_question_without_words_and_an_empty_source_have_no_answer() {
    let (desk, sources) = with_texts("One — two.\n\n— … !", "…");
    let ask = |quote: &str| {
        let question = Question::of_selection(sources[0], at(&desk, sources[0], quote));
        asked(&desk, sources, &question, &sources)
    };
    assert!(ask("— … !").is_empty());
    assert!(ask("One — two.").is_empty());
    let nowhere = Question::of_selection(sources[0], Span::between(Pos(900), Pos(2_000)));
    assert!(asked(&desk, sources, &nowhere, &sources).is_empty());
}

#[test]
fn an_index_that_is_no_longer_wanted_is_given_up() {
    let text = Text::new("A line of a text.\n\n".repeat(500)).unwrap();
    let mut asked = 0;
    let index = Index::of(&text, "en", |done| {
        assert!((0.0..=1.0).contains(&done));
        asked += 1;
        asked == 10
    });
    assert!(index.is_none() && asked == 10);
}

#[test]
fn hostile_texts_cost_no_more_than_their_length() {
    let letters = "workers and soldiers of the ".repeat(8_000);
    for content in [
        letters.clone(),
        letters.replace(' ', ""),
        "👩‍🌾".repeat(15_000),
        format!("a{}", "\u{301}".repeat(80_000)),
        "革".repeat(60_000),
        "(ABC) \"'’“ .".repeat(5_000),
        "One.\n\n".repeat(12_000),
    ] {
        let text = Text::new(content).unwrap();
        let begun = Instant::now();
        let index = Arc::new(Index::of(&text, "", |_| false).unwrap());
        let id = SourceId(uuid::Uuid::from_u128(1));
        let question = Question::of_selection(id, Span::between(Pos(0), Pos(50_000)));
        let found = parallels(&question, &[(id, index)], &[id], &Settings::default(), 20);
        assert!(found.iter().all(|parallel| parallel.span.end() <= text.end()));
        // Slow machines are slow; what grows with the square would take hours.
        assert!(begun.elapsed() < Duration::from_secs(60), "{text:?} took {:?}", begun.elapsed());
    }
}

#[test]
fn a_passage_is_accepted_and_linked_in_one_step_and_never_claimed_twice() {
    let (mut desk, sources, [one, two], arms) = tagged();
    let span = at(&desk, sources[1], "The officers had been promised peace.");
    let take = |desk: &mut Desk, end: LinkEnd, span: Span| {
        let (tags, link) = (vec![TagRef::Known(arms)], Some((end, LinkKind::Answers)));
        desk.run(Command::TakeParallel { source: sources[1], span, tags, link })
    };
    let (n_claims, steps) = (desk.comparison().n_claims(), desk.history().n_past());
    let outcome = take(&mut desk, LinkEnd::Claim(one), span).unwrap();
    let claim = outcome.claim.unwrap();
    let link = desk.comparison().link(outcome.link.unwrap()).unwrap().clone();
    assert_eq!((link.from, link.to, link.kind), (claim, one, LinkKind::Answers));
    assert!(desk.comparison().claim(claim).unwrap().tag_use(arms).is_some());
    assert_eq!((desk.comparison().n_claims(), desk.history().n_past()), (n_claims + 1, steps + 1));
    // The same again changes nothing; a claim that is there is linked and not made anew.
    assert_eq!(take(&mut desk, LinkEnd::Claim(one), span).unwrap().link, outcome.link);
    assert_eq!(desk.history().n_past(), steps + 1);
    let there = desk.comparison().claim(two).unwrap().extent();
    assert_eq!(take(&mut desk, LinkEnd::Claim(one), there).unwrap().claim, Some(two));
    // Of a selection, both ends become claims.
    let selected = at(&desk, sources[0], "The minister Ibarra resigned a week later.");
    let knew = at(&desk, sources[1], "Ibarra knew it.");
    take(&mut desk, LinkEnd::Passage(sources[0], selected), knew).unwrap();
    assert_eq!(desk.comparison().n_claims(), n_claims + 3);
    let refused = take(&mut desk, LinkEnd::Claim(two), there).unwrap_err();
    assert_eq!(refused.to_string(), "A claim can't be linked to itself. Choose another passage.");
    for _ in 0..3 {
        desk.undo().unwrap();
    }
    assert_eq!((desk.comparison().n_claims(), desk.comparison().links().len()), (n_claims, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_texts_answers_lie_within_them_in_one_order_and_never_on_the_question(
        one in "([a-dA-D]{1,3}[ .,]|[0-9]{1,3} |é\u{301}|中文|🌹|\n\n|\\PC){0,200}",
        two in "([a-dA-D]{1,3}[ .,]|[0-9]{1,3} |é\u{301}|中文|🌹|\n\n|\\PC){0,300}",
        asked_for in (0_u32..400, 0_u32..60),
    ) {
        let ids = [1, 2].map(|n| SourceId(uuid::Uuid::from_u128(n)));
        let texts = [one, two].map(|content| Text::new(content).unwrap());
        let shelf: Vec<_> = ids
            .iter()
            .zip(&texts)
            .map(|(id, text)| (*id, Arc::new(Index::of(text, "en", |_| false).unwrap())))
            .collect();
        let span = Span::between(Pos(asked_for.0), Pos(asked_for.0 + asked_for.1));
        let question = Question::of_selection(ids[0], span);
        let ask = || parallels(&question, &shelf, &ids, &Settings::default(), 7);
        let found = ask();
        prop_assert_eq!(&found, &ask());
        prop_assert!(found.len() <= 7);
        prop_assert!(found.windows(2).all(|two| two[0].score >= two[1].score));
        for (n, parallel) in found.iter().enumerate() {
            let text = &texts[usize::from(parallel.source == ids[1])];
            prop_assert!(!parallel.span.is_empty() && parallel.span.end() <= text.end());
            prop_assert!(parallel.source != ids[0] || !parallel.span.overlaps(span));
            let others = found.iter().skip(n + 1).filter(|other| other.source == parallel.source);
            prop_assert!(others.into_iter().all(|other| !other.span.overlaps(parallel.span)));
            prop_assert!(!parallel.matches.is_empty());
            for found in &parallel.matches {
                prop_assert!(!found.here.is_empty());
                prop_assert!(found.here.iter().all(|place| parallel.span.covers(*place)));
                prop_assert!(found.there.iter().all(|(of, place)| *of == ids[0] && span.covers(*place)));
            }
        }
    }
}
