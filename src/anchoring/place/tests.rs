//! Editions, made by changing texts at random, and where passages are in them.

use std::ops::Range;

use super::*;
use crate::anchoring::describe;
use crate::text::Pos;

/// Numbers without a pattern, the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const WHO: [&str; 8] = [
    "the workers",
    "the Party",
    "our comrades",
    "the owners",
    "the generals",
    "nobody",
    "the left",
    "the press",
];
const DID: [&str; 10] = [
    "called for",
    "never wanted",
    "demanded",
    "refused",
    "spoke of",
    "took part in",
    "prepared",
    "feared",
    "praised",
    "betrayed",
];
const WHAT: [&str; 12] = [
    "the armed road",
    "a general strike",
    "calm",
    "the occupation of the plants",
    "the cordons",
    "new elections",
    "the plebiscite",
    "discipline",
    "an agreement with the army",
    "the nationalization of copper",
    "a popular assembly",
    "the end of the truck owners' strike",
];
const WHERE: [&str; 24] = [
    "Santiago",
    "Concepción",
    "Valparaíso",
    "Osorno",
    "Arica",
    "Maipú",
    "Cerrillos",
    "Los Ángeles",
    "Talca",
    "Lota",
    "Coronel",
    "Tomé",
    "Rancagua",
    "Iquique",
    "Temuco",
    "Puerto Montt",
    "Chillán",
    "Linares",
    "Curicó",
    "Vicuña",
    "Panguipulli",
    "Neltume",
    "Melipilla",
    "San Bernardo",
];
const WHEN: [&str; 9] = [
    "in October",
    "in June",
    "before the coup",
    "as everybody knows",
    "for three years",
    "without a word",
    "in every plant of the south",
    "although it was late",
    "against all that had been said",
];

/// A sentence as the texts of a polemic have it: few forms, many repeated words, refrains.
fn sentence(numbers: &mut Numbers, may_be_refrain: bool) -> String {
    let mut made = format!("{} {} {}", numbers.pick(&WHO), numbers.pick(&DID), numbers.pick(&WHAT));
    if numbers.one_in(2) {
        made = format!("{}, {made}", numbers.pick(&WHEN));
    }
    if numbers.one_in(2) {
        made = format!("{made} {}", numbers.pick(&WHEN));
    }
    if numbers.one_in(2) {
        made = format!("{made} in {}", numbers.pick(&WHERE));
    }
    if numbers.one_in(3) {
        made = format!("{made}, and {} {} {}", numbers.pick(&WHO), numbers.pick(&DID), numbers.pick(&WHAT));
    }
    if numbers.one_in(6) && may_be_refrain {
        made = "the people, united, will never be defeated".to_owned();
    }
    let mut letters = made.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// Sentences of an edition: each with the number of the sentence of the first edition that it is, and its words.
type Edition = Vec<Vec<(Option<usize>, String)>>;

fn first_edition(numbers: &mut Numbers, n_paragraphs: usize) -> Edition {
    let mut n = 0;
    let paragraphs = (0..n_paragraphs).map(|_| {
        let n_sentences = 2 + numbers.below(6);
        (0..n_sentences)
            .map(|_| {
                n += 1;
                // A refrain right after itself is the same whichever of the two is gone.
                let may_be_refrain = n % 2 == 0;
                (Some(n - 1), sentence(numbers, may_be_refrain))
            })
            .collect()
    });
    paragraphs.collect()
}

/// Another edition: of the sentences some are gone, some new, some changed by a word, and paragraphs stand elsewhere.
fn other_edition(numbers: &mut Numbers, first: &Edition) -> (Edition, Vec<usize>) {
    let mut changed = Vec::new();
    let mut other: Edition = Vec::new();
    for paragraph in first {
        let mut sentences = Vec::new();
        for (n, words) in paragraph {
            if numbers.one_in(8) {
                continue;
            }
            if numbers.one_in(8) {
                sentences.push((None, sentence(numbers, false)));
            }
            let mut words = words.clone();
            if numbers.one_in(6) {
                let mut all: Vec<&str> = words.split(' ').collect();
                let at = 1 + numbers.below(all.len() - 1);
                match numbers.below(3) {
                    0 => all.insert(at, "not"),
                    1 => all[at] = "silently",
                    _ => drop(all.remove(at)),
                }
                words = all.join(" ");
                changed.extend(*n);
            }
            sentences.push((*n, words));
        }
        other.push(sentences);
    }
    if numbers.one_in(2) && other.len() > 3 {
        let paragraph = other.remove(numbers.below(other.len()));
        let to = numbers.below(other.len());
        other.insert(to, paragraph);
    }
    (other, changed)
}

/// Returns the text, and where each sentence of the first edition is in it, in code points.
fn printed(edition: &Edition) -> (Text, Vec<(usize, Range<u32>)>) {
    let (mut words, mut places) = (String::new(), Vec::new());
    for paragraph in edition {
        for (n, sentence) in paragraph {
            let start = u32::try_from(words.chars().count()).unwrap();
            words.push_str(sentence);
            let end = u32::try_from(words.chars().count()).unwrap();
            places.extend(n.map(|n| (n, start..end)));
            words.push(' ');
        }
        words.pop();
        words.push_str("\n\n");
    }
    (Text::new(words).unwrap(), places)
}

#[derive(Debug, Default)]
struct Outcome {
    n: usize,
    placed: usize,
    asked: usize,
    lost: usize,
    n_deleted: usize,
    false_deleted: usize,
    false_kept: usize,
    false_same: usize,
}

/// Places all sentences, and stretches within them, of many texts in other editions of them.
fn tried(seeds: Range<u64>, (with_old, within): (bool, bool)) -> Outcome {
    let mut outcome = Outcome::default();
    for seed in seeds {
        let mut numbers = Numbers(seed);
        let first = first_edition(&mut numbers, 24);
        let (other, changed) = other_edition(&mut numbers, &first);
        let ((old, old_places), (new, new_places)) = (printed(&first), printed(&other));
        let index = PlaceIndex::of(&new);
        for (n, place) in &old_places {
            let mut span = Span::between(Pos(place.start), Pos(place.end));
            if within {
                // The latter part of the sentence, its full stop left out.
                let from = u32::try_from(numbers.below(place.len() - 14)).unwrap();
                let part = Span::between(Pos(place.start + from), Pos(place.end - 1));
                span = crate::text::units::snap_to_words(&old, part);
            }
            let anchor = describe(&old, span);
            let placement = if with_old { index.place_from(&old, &anchor) } else { index.place(&anchor) };
            let there = new_places.iter().find(|(m, _)| m == n).map(|(_, place)| place.clone());
            let there = there.map(|place| Span::between(Pos(place.start), Pos(place.end)));
            outcome.n += 1;
            outcome.n_deleted += usize::from(there.is_none());
            match (placement.span(), there) {
                (Some(_), None) => outcome.false_deleted += 1,
                // An anchor alone can't tell places apart that say the same with all around them.
                (Some(at), Some(there)) if !at.overlaps(there) => {
                    let alike = !with_old && index::is_in_context(&new, at, &anchor);
                    outcome.false_kept += usize::from(!alike);
                }
                (Some(_), Some(_)) => {
                    outcome.placed += 1;
                    let same = !matches!(placement, Placement::Similar { .. });
                    let still = new.slice(placement.span().unwrap()) == old.slice(span);
                    outcome.false_same += usize::from(same && (!still || changed.contains(n) && !within));
                }
                (None, _) if placement == Placement::Lost => outcome.lost += 1,
                (None, _) => outcome.asked += 1,
            }
        }
    }
    outcome
}

#[test]
fn of_sentences_that_were_taken_out_none_is_placed_on_a_look_alike() {
    for (with_old, within, most_placed) in
        [(true, false, 85), (false, false, 70), (true, true, 75), (false, true, 65)]
    {
        let outcome = tried(0..2, (with_old, within));
        println!("old text at hand: {with_old}, parts of sentences: {within}: {outcome:?}");
        assert!(outcome.n > 180 && outcome.n_deleted > 20, "{outcome:?}");
        assert_eq!(outcome.false_deleted, 0, "{outcome:?}");
        assert_eq!(outcome.false_kept, 0, "{outcome:?}");
        assert_eq!(outcome.false_same, 0, "{outcome:?}");
        // Not by placing nothing: of those that are still there most are found, though these texts say little but
        // formulas, over and over.
        let kept = outcome.n - outcome.n_deleted;
        assert!(outcome.placed * 100 >= kept * most_placed, "{outcome:?}");
    }
}

const OLD: &str = "The cordons were born in October, when the owners closed the plants and the workers opened them again. \
    Whoever speaks of an armed road speaks of something that nobody had prepared. The Party was for calm, and said so on \
    every wall.\n\nA cordon was a district of factories, joined by an assembly of delegates. It was a plan for supplies, \
    and in the end it was a plan for nothing else. Nobody had arms worth the name.";

/// `old` has the passage in brackets, ⟦ and ⟧; returns where it is in `new` with its words, and the word for it.
fn placed(old: &str, new: &str) -> (&'static str, String) {
    let start = u32::try_from(old.chars().take_while(|c| *c != '⟦').count()).unwrap();
    let end = u32::try_from(old.chars().take_while(|c| *c != '⟧').count()).unwrap() - 1;
    let old = Text::new(old.replace(['⟦', '⟧'], "")).unwrap();
    let new = Text::new(new).unwrap();
    let anchor = describe(&old, Span::between(Pos(start), Pos(end)));
    let placement = PlaceIndex::of(&new).place_from(&old, &anchor);
    let words = match &placement {
        Placement::Similar { changes, .. } => changes
            .iter()
            .map(|change| match change {
                Change::Kept(words) => words.clone(),
                Change::Deleted(words) => format!("[-{words}-]"),
                Change::Inserted(words) => format!("{{+{words}+}}"),
            })
            .collect(),
        other => other.span().map(|span| new.slice(span).to_owned()).unwrap_or_default(),
    };
    (placement.word(), words)
}

fn marked(quote: &str) -> String {
    assert!(OLD.contains(quote));
    OLD.replacen(quote, &format!("⟦{quote}⟧"), 1)
}

#[test]
fn a_passage_is_exact_moved_or_similar_with_what_changed() {
    let quote = "It was a plan for supplies, and in the end it was a plan for nothing else.";
    let old = marked(quote);
    assert_eq!(placed(&old, OLD), ("exact", quote.to_owned()));
    let longer = format!("A preface.\n\n{OLD}");
    assert_eq!(placed(&old, &longer), ("moved", quote.to_owned()));
    let denied = OLD.replace("It was a plan for supplies", "It was not a plan for supplies");
    let told = "It was {+not +}a plan for supplies, and in the end it was a plan for nothing else.";
    assert_eq!(placed(&old, &denied), ("similar", told.to_owned()));
    let other = OLD.replace("nothing else", "war");
    let told = "It was a plan for supplies, and in the end it was a plan for [-nothing else-]{+war+}.";
    assert_eq!(placed(&old, &other), ("similar", told.to_owned()));
    let gone = OLD.replace(quote, "");
    assert_eq!(placed(&old, &gone), ("lost", String::new()));
    let replaced = OLD.replace(quote, "Of its debates next to no record was kept.");
    assert_eq!(placed(&old, &replaced), ("lost", String::new()));
}

#[test]
fn lines_that_end_elsewhere_change_no_words() {
    let quote = "when the owners closed the plants and the workers opened them again";
    let wrapped = OLD.replace(" and the", "\nand the").replace("plants and", "plants\nand");
    let (word, words) = placed(&marked(quote), &wrapped);
    assert_eq!(word, "moved");
    assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), quote);
}

#[test]
fn a_paragraph_that_stands_elsewhere_is_found_there() {
    let (first, second) = OLD.split_once("\n\n").unwrap();
    let turned = format!("{second}\n\n{first}");
    let quote = "Whoever speaks of an armed road speaks of something that nobody had prepared.";
    assert_eq!(placed(&marked(quote), &turned), ("moved", quote.to_owned()));
    assert_eq!(placed(&marked(second), &turned), ("moved", second.to_owned()));
}

#[test]
fn what_stands_in_several_places_is_asked_about() {
    let song = "Onward we go, and the road is long.\nThey closed the mine in the dead of the night.\n\
        Onward we go, and the road is long.\nThey opened it again when the morning was bright.\n\
        Onward we go, and the road is long.\nAnd whoever was there will remember the sight.";
    // The second time it is sung is between lines that are both gone.
    let old = song.replacen("bright.\nOnward we go", "bright.\n⟦Onward we go⟧", 1);
    assert_eq!(placed(&old, song).0, "exact");
    let shorter = song
        .replace("They opened it again when the morning was bright.\n", "")
        .replace("And whoever was there will remember the sight.", "So much for that.");
    assert_eq!(placed(&old, &shorter).0, "ambiguous");
    let once = "Onward we go, and the road is long. Of the mine nobody sings any more.";
    assert_eq!(placed(&old, once).0, "ambiguous", "that there is but one left makes it no other's");
}

#[test]
fn scripts_without_blanks_are_placed_as_well() {
    let old = "工业带诞生于十月，当时业主关闭了工厂，工人们又把它们打开。⟦武装道路从来不是一个计划，而是一个词。⟧没有人给工业带提供武器。        党呼吁保持冷静，并在每一面墙上都这样说。最后的结局在九月到来。";
    let bare = old.replace(['⟦', '⟧'], "");
    assert_eq!(placed(old, &bare).0, "exact");
    assert_eq!(placed(old, &format!("前言。{bare}")).0, "moved");
    let changed = format!("前言。{}", bare.replace("从来不是一个计划", "从来就不是一个计划"));
    assert_eq!(placed(old, &changed), ("similar", "武装道路从来{+就+}不是一个计划，而是一个词。".to_owned()));
    assert_eq!(placed(old, &bare.replace("武装道路从来不是一个计划，而是一个词。", "")).0, "lost");
}

#[test]
fn a_chapter_is_placed_with_its_few_changes_and_in_little_time() {
    let mut numbers = Numbers(5);
    let first = first_edition(&mut numbers, 120);
    let (old, places) = printed(&first);
    let (start, end) = (places[40].1.start, places[places.len() - 40].1.end);
    let span = Span::between(Pos(start), Pos(end));
    assert!(span.len() > 15_000);
    let quote = old.slice(span);
    let changed = quote.replacen(" in Talca", " in the town of Talca", 3);
    let new = Text::new(format!("{}\n\n{}", "A preface.", old.as_str().replace(quote, &changed))).unwrap();
    let placement = PlaceIndex::of(&new).place_from(&old, &describe(&old, span));
    let Placement::Similar { span, changes } = placement else { panic!("{}", placement.word()) };
    assert_eq!(new.slice(span), changed);
    let inserted: Vec<_> = changes.iter().filter(|change| change.is_change()).collect();
    let said = |change: &&&Change| matches!(change, Change::Inserted(words) if words.trim() == "the town of");
    assert_eq!((inserted.len(), inserted.iter().filter(said).count()), (3, 3), "{inserted:?}");
}

#[test]
fn a_not_right_beside_a_passage_is_told() {
    let quote = "a plan for supplies";
    let old = Text::new(OLD).unwrap();
    let start = u32::try_from(OLD.find(quote).unwrap()).unwrap();
    let anchor = describe(&old, Span::between(Pos(start), Pos(start + 19)));
    let new = Text::new(OLD.replace("It was a plan for supplies", "It was not a plan for supplies")).unwrap();
    let placement = PlaceIndex::of(&new).place_from(&old, &anchor);
    let Placement::Moved(span) = placement else { panic!("{placement:?}") };
    let [before, after] = changes_around(&new, span, &anchor);
    assert!(before.contains(&Change::Inserted("not ".to_owned())), "{before:?}");
    assert!(after.is_empty());
    assert!(changes_around(&old, anchor.span, &anchor).iter().all(Vec::is_empty));
}

#[test]
fn words_that_are_none_and_anchors_without_surroundings_are_no_trouble() {
    let text = Text::new("One — two — three. ").unwrap();
    let dash = Anchor {
        span: Span::between(Pos(90), Pos(91)),
        quote: "—".into(),
        before: "".into(),
        after: "".into(),
    };
    assert!(matches!(place(&text, &dash), Placement::Ambiguous(places) if places.len() == 2));
    let nothing = Anchor { quote: "".into(), ..dash.clone() };
    assert_eq!(place(&text, &nothing), Placement::Lost);
    let gone = Anchor { quote: "four".into(), ..dash };
    assert_eq!(place(&text, &gone), Placement::Lost);
    assert_eq!(place(&Text::new("").unwrap(), &gone), Placement::Lost);
}

use proptest::prelude::*;

proptest! {
    #[test]
    fn whatever_is_placed_says_what_it_is_said_to_say(
        old in "[ab \u{e9}.\n]{1,60}",
        new in "[ab \u{e9}.\n]{0,60}",
        at in any::<prop::sample::Index>(),
        length in 1_u32..20,
    ) {
        let (old, new) = (Text::new(old).unwrap(), Text::new(new).unwrap());
        let start = Pos(u32::try_from(at.index(old.len() as usize)).unwrap());
        let span = old.clamp(Span::between(start, start.plus(length)));
        let anchor = describe(&old, span);
        let index = PlaceIndex::of(&new);
        for placement in [index.place(&anchor), index.place_from(&old, &anchor)] {
            let bare = |words: &str| words.split_whitespace().collect::<String>();
            match placement {
                Placement::Exact(at) => prop_assert!(at == span && new.says(at, &anchor.quote)),
                Placement::Moved(at) => prop_assert_eq!(bare(new.slice(at)), bare(&anchor.quote)),
                Placement::Similar { span, .. } => prop_assert!(span.end() <= new.end() && !span.is_empty()),
                Placement::Ambiguous(places) => prop_assert!(!places.is_empty()),
                Placement::Lost => {}
            }
        }
        prop_assert_eq!(PlaceIndex::of(&old).place(&anchor), Placement::Exact(span));
    }
}
