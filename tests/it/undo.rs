//! Laws of undo and redo, with random commands: back to the start and forth to the end, to the byte.

use diptych::desk::Desk;
use diptych::store::{Actor, Record, to_json};
use proptest::prelude::*;

use crate::support::small_desk;
use crate::whims::{command, whim};

fn bytes(desk: &Desk) -> Vec<u8> {
    to_json(desk.comparison(), &Record::new(), Actor(1)).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn undo_to_the_start_and_redo_to_the_end_give_the_same_files(whims in prop::collection::vec(whim(), 1..60)) {
        let (mut desk, _, _) = small_desk();
        let mut states = vec![bytes(&desk)];
        for whim in &whims {
            let Some(command) = command(&desk, whim) else { continue };
            let n_before = desk.history().n_past();
            let before = states.last().unwrap().clone();
            if desk.run(command).is_err() {
                prop_assert_eq!(&bytes(&desk), &before, "a refusal changes nothing");
                continue;
            }
            let now = bytes(&desk);
            if desk.history().n_past() > n_before {
                states.push(now);
            } else {
                // Joined to the step before, or nothing to do.
                *states.last_mut().unwrap() = now;
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(desk.undo().unwrap().is_some());
            prop_assert_eq!(&bytes(&desk), state);
        }
        prop_assert!(desk.undo().unwrap().is_none());
        for state in states.iter().skip(1) {
            prop_assert!(desk.redo().unwrap().is_some());
            prop_assert_eq!(&bytes(&desk), state);
        }
        prop_assert!(desk.redo().unwrap().is_none());
    }

    #[test]
    fn whatever_is_done_the_file_opens_again_as_it_was(whims in prop::collection::vec(whim(), 1..40)) {
        let (mut desk, _, _) = small_desk();
        for whim in &whims {
            if let Some(command) = command(&desk, whim) {
                let _ = desk.run(command);
            }
        }
        let opened = diptych::store::from_json(&bytes(&desk), std::path::Path::new("x.json")).unwrap();
        prop_assert_eq!(&opened.warnings, &vec![]);
        prop_assert!(opened.comparison == *desk.comparison());
    }
}
