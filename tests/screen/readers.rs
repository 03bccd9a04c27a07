//! Readers' files over the open comparison: let drop, looked at, laid, shown and hidden, taken as one's own.

use std::path::{Path, PathBuf};

use diptych::analysis::agreement::density::marks;
use diptych::desk::{Command, Desk, RandomIds, SystemClock, TagRef};
use diptych::gui::action::Action;
use diptych::gui::app::Diptych;
use diptych::gui::readers::ReadersAct;
use diptych::gui::verb::Verb;
use diptych::gui::view::Side;
use diptych::model::{ClaimId, Reader, ReaderId, Unknown};
use diptych::store::{self, Actor};
use diptych::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use uuid::Uuid;

use crate::window::{
    Window, app, let_drop, n_claims, pane_rect, places_in, press, wait_for, wait_until, window_with,
    with_file,
};

fn sample_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample_annotations").join(name)
}

fn lindqvist() -> PathBuf {
    sample_file("chile-1973.m-lindqvist.diptych.json")
}

/// A file in which a reader has marked these stretches of the sample's first source, with its first tag.
fn reader_file(folder: &Path, n: u128, name: &str, spans: &[(u32, u32)]) -> PathBuf {
    let path = folder.join(format!("{}.diptych.json", name.replace([' ', '.'], "")));
    let opened = store::open(&sample_file("chile-1973.diptych.json")).unwrap();
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(n)), name: name.to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(opened.comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let source = desk.comparison().sources()[0].id;
    let tag = desk.comparison().codebook()[0].1.id;
    for (start, end) in spans {
        let spans = vec![Span::new(*start, *end).unwrap()];
        desk.run(Command::Tag { source, spans, tags: vec![TagRef::Known(tag)] }).unwrap();
    }
    store::save(desk.comparison(), &opened.record, Actor(n as u64), &path).unwrap();
    path
}

fn idle(app: &Diptych) -> bool {
    !app.busy_with_readers() && app.group().laid().is_some_and(|_| true)
}

/// Lets files drop, looks at the report, and lays them over.
fn lay_over(window: &mut Window, files: &[PathBuf]) {
    let_drop(window, files);
    wait_for(window, "Lay over");
    window.get_by_label("Lay over").click();
    wait_for(window, "Readers' files");
    wait_for(window, "The files are only read, never written to.");
    window.get_by_label("Lay over").click();
    wait_until(window, idle);
}

/// A claim of another reader that is on the left pane's screen, and a point on its words.
fn laid_claim_in_sight(window: &mut Window, name: &str) -> ClaimId {
    let id = {
        let laid = app(window).group().laid().unwrap();
        let reader = laid.readers.iter().find(|reader| reader.name == name).unwrap().id;
        let source = app(window).open().view.panes.get(Side::Left).source.unwrap();
        laid.comparison.claims_in(source).find(|claim| claim.reader == reader).unwrap().id
    };
    ask(window, Action::Readers(ReadersAct::Reveal(id)));
    id
}

fn ask(window: &mut Window, action: Action) {
    window.state_mut().as_mut().unwrap().ask(action);
    window.run();
}

fn chosen(window: &Window) -> Option<ClaimId> {
    app(window).open().view.overlay.chosen
}

#[test]
fn a_readers_file_is_looked_at_first_and_then_lies_over_the_texts_unchanged() {
    let (mut window, _file, _folder) = with_file();
    let before = (n_claims(&window), std::fs::read(lindqvist()).unwrap());
    let_drop(&mut window, &[lindqvist()]);
    wait_for(&mut window, "What is to be done with chile-1973.m-lindqvist.diptych.json?");
    window.get_by_label("Lay over").click();
    wait_for(&mut window, "1 file: 1 other reader with");
    assert!(app(&window).group().laid().is_none(), "nothing is laid before somebody says so");
    window.get_by_label("Lay over").click();
    wait_until(&mut window, idle);
    wait_for(&mut window, "1 reader's file lies over these texts.");
    window.get_by_label("Show M. Lindqvist");
    assert_eq!(n_claims(&window), before.0, "the open comparison is what it was");
    assert!(app(&window).open().desk.saved());
    assert_eq!(std::fs::read(lindqvist()).unwrap(), before.1, "and so is the file");
    press(&mut window, Modifiers::NONE, Key::F11);
    let first = chosen(&window).unwrap();
    wait_for(&mut window, "of M. Lindqvist; laid over, not in this file");
    press(&mut window, Modifiers::NONE, Key::F11);
    assert_ne!(chosen(&window), Some(first));
    press(&mut window, Modifiers::SHIFT, Key::F11);
    assert_eq!(chosen(&window), Some(first));
    // One's own claim takes the place of the other's in the panel.
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_eq!(chosen(&window), None);
    assert!(app(&window).open().view.claim.is_some());
}

#[test]
fn a_claim_of_another_reader_becomes_ones_own_in_one_step() {
    let (mut window, _file, folder) = with_file();
    let ortiz = reader_file(folder.path(), 3, "B. Ortiz", &[(0, 15), (300, 380)]);
    lay_over(&mut window, &[ortiz]);
    let before = n_claims(&window);
    laid_claim_in_sight(&mut window, "B. Ortiz");
    window.get_by_label("Take as mine").click();
    window.run();
    assert_eq!(n_claims(&window), before + 1);
    let open = app(&window).open();
    let own = open.desk.comparison().claim(open.view.claim.unwrap()).unwrap();
    assert_eq!((own.reader, own.tags.len()), (open.desk.reader().id, 1));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before);
    // By the key, too; and what lies over is laid anew under what is open now.
    laid_claim_in_sight(&mut window, "B. Ortiz");
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    assert_eq!(n_claims(&window), before + 1);
    wait_until(&mut window, |app| {
        idle(app) && app.group().laid().unwrap().comparison.n_claims() == before + 1 + 2
    });
}

#[test]
fn readers_are_shown_and_hidden_one_by_one() {
    let (mut window, _file, folder) = with_file();
    let files: Vec<PathBuf> = (0..3_u32)
        .map(|n| {
            reader_file(
                folder.path(),
                10 + u128::from(n),
                ["B. Ortiz", "C. Díaz", "רות כהן"][n as usize],
                &[(0, 15 + n)],
            )
        })
        .collect();
    lay_over(&mut window, &files);
    let shown = |window: &Window| {
        let overlay = &app(window).open().view.overlay;
        app(window)
            .group()
            .roll()
            .iter()
            .filter(|row| overlay.shown.contains(&row.id))
            .map(|row| row.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&window).len(), 4);
    window.query_all_by_role_and_label(Role::CheckBox, "Show C. Díaz").next().unwrap().click();
    window.run();
    assert_eq!(shown(&window)[1..], ["B. Ortiz", "רות כהן"]);
    window.get_by_label_contains("3 of 4 shown");
    window.get_by_label("רות כהן, 1 claim").click();
    window.run();
    assert_eq!(shown(&window), ["רות כהן"]);
    press(&mut window, Modifiers::COMMAND, Key::F11);
    assert_eq!(shown(&window).len(), 1);
    assert_ne!(shown(&window), ["רות כהן"]);
    // The open file's own claims are hidden too, in the text and in the overview.
    assert!(app(&window).open().view.overlay.hidden.len() == 3);
    window.get_by_label("Show all readers").click();
    window.run();
    assert_eq!(shown(&window).len(), 4);
    press(&mut window, Modifiers::NONE, Key::F10);
    assert!(window.query_by_label("Show all readers").is_none());
}

#[test]
fn of_many_readers_it_is_shown_how_many_marked_each_sentence() {
    let (mut window, _file, folder) = with_file();
    let names = ["Ana", "Bo", "Carla", "Dov", "Eli", "Fay", "Gil", "Hana"];
    let files: Vec<PathBuf> = names
        .iter()
        .zip(20_u128..)
        .map(|(name, n)| reader_file(folder.path(), n, name, if n < 23 { &[(0, 15)] } else { &[(0, 60)] }))
        .collect();
    lay_over(&mut window, &files);
    let dense = |window: &Window| app(window).open().view.overlay.dense;
    assert!(dense(&window), "from seven on by itself");
    wait_until(&mut window, |app| app.open().view.overlay.densities.is_some() && !app.busy_with_readers());
    let count = |window: &Window, n: usize| {
        let open = app(window).open();
        let source = open.view.panes.get(Side::Left).source.unwrap();
        let density = open.view.overlay.density(source).unwrap();
        assert!(marks(Span::new(0, 15).unwrap(), density.sentences[0]));
        (density.n_marked[n], density.n_readers)
    };
    let (first, of) = count(&window, 0);
    assert!(first >= 8 && of == 9, "{first} of {of}");
    assert_eq!(window.query_all_by_label_contains("of 9 readers marked the sentence").count(), 5);
    window.query_all_by_role_and_label(Role::CheckBox, "Show Ana").next().unwrap().click();
    wait_until(&mut window, |app| !app.busy_with_readers());
    assert_eq!(count(&window, 0), (first - 1, 8));
    // A tag in focus leaves the claims of others out.
    let other = app(&window).open().desk.comparison().codebook().last().unwrap().1.id;
    ask(&mut window, Action::FocusTags(vec![other]));
    wait_until(&mut window, |app| !app.busy_with_readers());
    assert!(count(&window, 0).0 <= 1);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    assert!(!dense(&window), "single marks again");
}

#[test]
fn what_lies_over_a_comparison_does_so_again_after_a_restart() {
    let (mut window, file, folder) = with_file();
    let ortiz = reader_file(folder.path(), 3, "B. Ortiz", &[(0, 15)]);
    let diaz = reader_file(folder.path(), 4, "C. Díaz", &[(0, 20)]);
    lay_over(&mut window, &[ortiz, diaz.clone()]);
    window.query_all_by_role_and_label(Role::CheckBox, "Show B. Ortiz").next().unwrap().click();
    window.run();
    drop(window);
    std::fs::remove_file(diaz).unwrap();
    let mut again = window_with(vec2(1280.0, 800.0), Theme::Light, vec![file], places_in(&folder));
    wait_until(&mut again, idle);
    wait_for(&mut again, "1 file can't be read or laid");
    let names: Vec<(String, bool)> = app(&again)
        .group()
        .roll()
        .iter()
        .map(|row| (row.name.clone(), app(&again).group().shows(row.id)))
        .collect();
    assert_eq!(names[1..], [("B. Ortiz".to_owned(), false)]);
}

#[test]
fn the_files_of_a_watched_folder_are_laid_over_as_they_come() {
    let (mut window, _file, folder) = with_file();
    let group = folder.path().join("group");
    std::fs::create_dir(&group).unwrap();
    reader_file(&group, 3, "B. Ortiz", &[(0, 15)]);
    let_drop(&mut window, std::slice::from_ref(&group));
    wait_for(&mut window, "1 file: 1 other reader with 1 claim.");
    window.get_by_label("Lay over").click();
    wait_until(&mut window, idle);
    reader_file(&group, 4, "C. Díaz", &[(0, 20), (30, 60)]);
    wait_until(&mut window, |app| {
        app.group().roll().iter().any(|row| row.name == "C. Díaz" && row.n_claims == 2)
    });
    wait_for(&mut window, "In the watched folder: C. Díaz; 2 readers' files lie over these texts.");
    std::fs::remove_file(group.join("BOrtiz.diptych.json")).unwrap();
    wait_until(&mut window, |app| app.group().roll().iter().all(|row| row.name != "B. Ortiz"));
}

#[test]
fn the_same_reader_twice_and_a_file_that_is_none_are_said() {
    let (mut window, _file, folder) = with_file();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    std::fs::create_dir(&one).unwrap();
    std::fs::create_dir(&two).unwrap();
    let first = reader_file(&one, 3, "B. Ortiz", &[(0, 15)]);
    let second = reader_file(&two, 3, "B. Ortiz", &[(0, 15), (100, 140)]);
    let broken = folder.path().join("broken.diptych.json");
    std::fs::write(&broken, "{ \"format\": ").unwrap();
    let_drop(&mut window, &[first, second, broken]);
    wait_for(&mut window, "Lay 3 files over this comparison?");
    window.get_by_label("Lay over").click();
    wait_for(&mut window, "The same reader in several files");
    wait_for(&mut window, "1 file refused; the rest goes on without.");
    window.get_by_label("Cancel").click();
    window.run();
    assert!(app(&window).group().files.is_empty(), "nothing is laid");
}

#[test]
fn the_mouse_finds_what_another_reader_marked() {
    let (mut window, _file, folder) = with_file();
    // A stretch that nobody else has marked.
    let open = app(&window).open();
    let source = open.desk.comparison().sources()[0].id;
    let text_end = open.desk.comparison().source(source).unwrap().text.len();
    let index = open.desk.comparison().passages(source).unwrap();
    let free = (0..text_end - 400)
        .step_by(20)
        .map(|at| Span::new(at, at + 300).unwrap())
        .find(|span| index.touching(*span).next().is_none())
        .unwrap();
    let file = reader_file(folder.path(), 3, "B. Ortiz", &[(free.start().0, free.end().0)]);
    lay_over(&mut window, &[file]);
    let claim = laid_claim_in_sight(&mut window, "B. Ortiz");
    ask(&mut window, Action::Readers(ReadersAct::Choose(None)));
    let pane = pane_rect(&window, Side::Left);
    let mut found = false;
    for y in (pane.top() as usize + 10..pane.bottom() as usize).step_by(12) {
        let point = Pos2::new(pane.center().x, y as f32);
        window.hover_at(point);
        window.run();
        window.drag_at(point);
        window.drop_at(point);
        window.run();
        found |= chosen(&window) == Some(claim);
        if found {
            break;
        }
    }
    assert!(found, "a click on its words chooses it");
    wait_for(&mut window, "of B. Ortiz; laid over, not in this file");
}

/// Fills the form of a round and starts it.
fn start_round(window: &mut Window, expected: &[&str]) {
    ask(window, Action::Do(Verb::Round));
    // The form is shown in the frame after.
    window.run();
    let label = "Whose readings are expected, one name on each line";
    let field = window.query_all_by_role_and_label(Role::MultilineTextInput, label).next().unwrap();
    field.focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
    let field = window.query_all_by_role_and_label(Role::MultilineTextInput, label).next().unwrap();
    field.type_text(&expected.join("\n"));
    window.run();
    window.get_by_label("Start").click();
    window.run();
}

#[test]
fn a_sealed_round_shows_names_and_counts_alone_until_all_are_in() {
    let (mut window, _file, folder) = with_file();
    start_round(&mut window, &["A. Rojas", "B. Ortiz", "C. Díaz"]);
    let ortiz = reader_file(folder.path(), 3, "b ortiz", &[(0, 15)]);
    let_drop(&mut window, &[ortiz]);
    wait_for(&mut window, "Lay over");
    window.get_by_label("Lay over").click();
    wait_for(&mut window, "A round is sealed: until it is revealed, names and counts alone are shown.");
    window.get_by_label("Lay over").click();
    wait_until(&mut window, |app| app.group().laid_though_sealed().is_some());
    wait_for(&mut window, "Round 1, sealed: 2 of 3 are in");
    window.get_by_label("Missing: C. Díaz");
    window.get_by_label("b ortiz, 1 claim");
    let group = app(&window).group();
    assert!(group.sealed() && group.laid().is_none(), "nobody sees what was marked");
    assert!(app(&window).open().view.overlay.laid.is_none());
    press(&mut window, Modifiers::NONE, Key::F11);
    assert_eq!(chosen(&window), None);
    let diaz = reader_file(folder.path(), 4, "C. Díaz", &[(0, 20)]);
    lay_over(&mut window, &[diaz]);
    wait_for(&mut window, "All are in: Round 1 is revealed, with 3 readers.");
    let group = app(&window).group();
    assert!(!group.sealed() && group.laid().is_some());
    assert!(app(&window).open().desk.comparison().rounds().all(|round| round.opened.is_some()));
    // Taken back, it is not done again by itself.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(app(&window).open().desk.comparison().rounds().any(|round| round.opened.is_none()));
}

#[test]
fn the_leader_reveals_a_round_after_being_asked() {
    let (mut window, _file, folder) = with_file();
    start_round(&mut window, &["A. Rojas", "B. Ortiz", "C. Díaz"]);
    let ortiz = reader_file(folder.path(), 3, "B. Ortiz", &[(0, 15)]);
    let_drop(&mut window, &[ortiz]);
    wait_for(&mut window, "Lay over");
    window.get_by_label("Lay over").click();
    wait_for(&mut window, "names and counts alone are shown");
    window.get_by_label("Lay over").click();
    wait_for(&mut window, "Round 1, sealed: 2 of 3 are in");
    window.get_by_label("Reveal now…").click();
    wait_for(&mut window, "Reveal Round 1 now?");
    window.get_by_label("Keep it sealed").click();
    window.run();
    assert!(app(&window).group().sealed());
    window.get_by_label("Reveal now…").click();
    wait_for(&mut window, "Reveal Round 1 now?");
    window.get_by_label("Reveal").click();
    wait_until(&mut window, idle);
    assert!(!app(&window).group().sealed());
    wait_until(&mut window, |app| app.open().view.overlay.laid.is_some());
}
