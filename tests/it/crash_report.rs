//! What is written down when the program itself fails.

use std::sync::Mutex;

use diptych::model::Time;
use diptych::store::crash_report::Report;

/// The report of what `fails` panics with. The hook is the whole process's: other threads keep the usual one.
fn report(fails: impl FnOnce() + std::panic::UnwindSafe) -> Report {
    static TURN: Mutex<()> = Mutex::new(());
    static LAST: Mutex<Option<Report>> = Mutex::new(None);
    let _turn = TURN.lock();
    let mine = std::thread::current().id();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == mine {
            *LAST.lock().unwrap() = Some(Report::of_panic(info, Time(86_400)));
        } else {
            usual(info);
        }
    }));
    assert!(std::panic::catch_unwind(fails).is_err());
    drop(std::panic::take_hook());
    LAST.lock().unwrap().take().unwrap()
}

#[test]
fn a_report_says_where_and_not_a_word_of_the_document() {
    let document = String::from("the sécret of the committee");
    let words = document.clone();
    let slicing = report(move || assert_eq!(words[..6].len(), 6));
    let words = document.clone();
    let said = report(move || panic!("cannot place {words}"));
    for report in [&slicing, &said] {
        assert!(!report.text().contains("cret") && !report.text().contains("committee"), "{report:?}");
        assert!(report.text().contains("message: (left out"));
        assert!(report.text().contains("when: 1970-01-02T00:00:00Z\n"));
        assert!(report.text().contains(concat!("version: ", env!("CARGO_PKG_VERSION"))));
    }
    assert!(said.text().contains("where: tests/it/crash_report.rs:"), "{}", said.text());
    let fixed = report(|| panic!("a message of the program"));
    assert!(fixed.text().contains("message: a message of the program\n"));
    assert!(fixed.text().contains("it::crash_report"), "{}", fixed.text());
}
