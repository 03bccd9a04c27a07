//! The edits that make one comparison of another.

use diptych::desk::Command;
use diptych::model::{Comparison, Edit, Source, edits_between};
use diptych::text::Text;
use proptest::prelude::*;

use crate::support::{at, desk_of, small_desk, tag};
use crate::whims::{Whim, command, whim};

fn after(comparison: &Comparison, first_id: u128, whims: &[Whim]) -> Comparison {
    let mut desk = desk_of(comparison.clone(), first_id);
    for whim in whims {
        if let Some(command) = command(&desk, whim) {
            let _ = desk.run(command);
        }
    }
    desk.comparison().clone()
}

#[test]
fn a_source_whose_text_was_mended_takes_its_claims_and_links_with_it() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let from = tag(&mut desk, left, "Nobody armed the cordons.", armed);
    let to = tag(&mut desk, right, "Calm was the only plan", calm);
    let kind = diptych::model::LinkKind::Contradicts;
    desk.run(Command::Link { from, to, kind, note: String::new() }).unwrap();
    let before = desk.comparison().clone();
    let source = before.source(left).unwrap();
    let text = Text::new(format!("Preface. {}", source.text.as_str())).unwrap();
    let claim = before.claim(from).unwrap();
    let mut after = before.clone();
    let links: Vec<_> = before.links().map(|link| Edit::Link(link.id, None)).collect();
    after.apply_all(links).unwrap();
    after.apply(Edit::Claim(from, None)).unwrap();
    after.apply(Source { text: text.clone(), ..Source::clone(source) }.into()).unwrap();
    let old = at(&desk, left, "Nobody armed the cordons.");
    let moved = diptych::text::Span::new(old.start().0 + 9, old.end().0 + 9).unwrap();
    let passages = vec![diptych::anchoring::describe(&text, moved)];
    after.apply(diptych::model::Claim { passages, ..diptych::model::Claim::clone(claim) }.into()).unwrap();
    for link in before.links() {
        after.apply(Edit::Link(link.id, Some(link.clone()))).unwrap();
    }
    for (a, b) in [(&before, &after), (&after, &before)] {
        let mut made = a.clone();
        made.apply_all(edits_between(a, b)).unwrap();
        assert!(made == *b);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_two_states_are_the_edits_between_them_apply_and_make_one_of_the_other(
        common in prop::collection::vec(whim(), 0..25),
        one in prop::collection::vec(whim(), 0..25),
        other in prop::collection::vec(whim(), 0..25),
    ) {
        let (desk, _, _) = small_desk();
        let common = after(desk.comparison(), 1_000, &common);
        let (one, other) = (after(&common, 5_000, &one), after(&common, 9_000, &other));
        for (from, to) in [(&one, &other), (&other, &one), (&common, &one), (&one, &one)] {
            let edits = edits_between(from, to);
            prop_assert!(from != to || edits.is_empty());
            let mut made = from.clone();
            let back = made.apply_all(edits);
            prop_assert!(back.is_ok(), "{:?}", back);
            prop_assert!(made == *to);
            made.apply_all(back.unwrap()).unwrap();
            prop_assert!(made == *from);
        }
    }
}
