//! A small comparison on a desk, and a panel in front of it whose wishes are carried out and kept.

use diptych::desk::{Clock, Command, Desk, IdSource, NewSource, TagRef};
use diptych::gui::action::{Action, Actions};
use diptych::gui::theme;
use diptych::gui::view::View;
use diptych::model::{
    Bibliography, ClaimId, Comparison, ComparisonId, Edit, Origin, Reader, ReaderId, SourceId, TagId, Time,
    Unknown,
};
use diptych::text::{Span, Text};
use egui::Ui;
use egui_kittest::Harness;
use uuid::Uuid;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Time {
        Time(1_795_169_700)
    }
}

struct Counting(u128);

impl IdSource for Counting {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// A desk, what the window would remember, and all that was asked for.
pub struct Bench {
    pub desk: Desk,
    pub view: View,
    pub actions: Vec<Action>,
    pub sources: Vec<SourceId>,
    pub claims: Vec<ClaimId>,
}

impl Bench {
    /// Two sources; the tags "the Party", under it "armed road" (key a), and "copper"; three claims, the
    /// first and the third of "armed road", the second of "copper", all in the first source but the third.
    pub fn new() -> Self {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(9)), "Test".to_owned(), Time(0));
        let reader =
            Reader { id: ReaderId(Uuid::from_u128(8)), name: "Ana".to_owned(), unknown: Unknown::default() };
        let mut desk = Desk::new(comparison, reader, Box::new(Noon), Box::new(Counting(100)));
        let new = vec![source("FI 1973"), source("Corvalán 1977")];
        let sources = desk.run(Command::AddSources(new)).unwrap().sources;
        let view = View::of(desk.comparison());
        let mut bench = Self { desk, view, actions: Vec::new(), sources, claims: Vec::new() };
        let party = bench.tag("the Party", None);
        let road = bench.tag("armed road", Some(party));
        bench.tag("copper", None);
        bench.desk.run(Command::SetTagKey { tag: road, key: Some('a') }).unwrap();
        for (source, start, name) in [(0, 0, "armed road"), (0, 40, "copper"), (1, 10, "armed road")] {
            let claim = bench.claim(source, (start, start + 20), name);
            bench.claims.push(claim);
        }
        bench
    }

    pub fn tag(&mut self, name: &str, parent: Option<TagId>) -> TagId {
        let name = name.to_owned();
        self.desk.run(Command::CreateTag { name, parent }).unwrap().tag.unwrap()
    }

    pub fn claim(&mut self, source: usize, (start, end): (u32, u32), tag: &str) -> ClaimId {
        let (source, spans) = (self.sources[source], vec![Span::new(start, end).unwrap()]);
        let tags = vec![TagRef::Named(tag.to_owned())];
        self.desk.run(Command::Tag { source, spans, tags }).unwrap().claim.unwrap()
    }

    pub fn comparison(&self) -> &Comparison {
        self.desk.comparison()
    }

    /// The tag of this name.
    pub fn id(&self, name: &str) -> TagId {
        self.comparison().tags().find(|tag| tag.name == name).unwrap().id
    }

    /// The codebook as readers see it: "- " for each level, then the name.
    pub fn outline(&self) -> Vec<String> {
        let codebook = self.comparison().codebook();
        codebook.iter().map(|(depth, tag)| format!("{}{}", "- ".repeat(*depth), tag.name)).collect()
    }

    pub fn put(&mut self, edit: Edit) {
        self.desk.run(Command::Mend { label: "put".to_owned(), edits: vec![edit] }).unwrap();
    }

    /// The commands asked for so far.
    pub fn commands(&self) -> Vec<&Command> {
        let run = self.actions.iter().filter_map(|action| match action {
            Action::Run(command) => Some(command),
            _ => None,
        });
        run.collect()
    }

    /// Whether exactly this was asked for, at least once.
    pub fn asked(&self, action: &Action) -> bool {
        self.actions.contains(action)
    }

    pub fn carry_out(&mut self, out: &mut Actions) {
        for action in out.take() {
            match action.clone() {
                Action::Run(command) => {
                    self.desk.run(command).unwrap();
                }
                Action::CloseTyping => self.desk.close_typing(),
                Action::FocusTags(tags) => self.view.focus = tags,
                Action::Reveal(claim) => self.view.claim = Some(claim),
                _ => {}
            }
            self.actions.push(action);
        }
        self.view.forget_missing(self.desk.comparison());
    }
}

pub const WORDS: &str = "The armed road was not chosen by the Party.\n\nIt was forced on it, as many have said \
                         since.\n\nCopper paid for it all.";

pub fn source(short_name: &str) -> NewSource {
    source_of(short_name, WORDS)
}

/// A source of this name with these words.
pub fn source_of(short_name: &str, words: &str) -> NewSource {
    let bibliography = Bibliography {
        title: format!("Title of {short_name}"),
        short_name: short_name.to_owned(),
        ..Bibliography::default()
    };
    let text = Text::new(words).unwrap();
    NewSource { bibliography, origin: Origin::default(), text, structure: Vec::new() }
}

/// A panel in a window of the size that it has beside the texts.
pub fn harness<'a>(
    bench: Bench,
    size: (f32, f32),
    mut panel: impl FnMut(&mut Ui, &Bench, &mut Actions) + 'a,
) -> Harness<'a, Bench> {
    let mut out = Actions::default();
    Harness::builder().with_size(size).with_max_steps(16).with_context_setup(theme::install).build_ui_state(
        move |ui, bench: &mut Bench| {
            panel(ui, bench, &mut out);
            bench.carry_out(&mut out);
        },
        bench,
    )
}

/// Presses at one place, moves to the other, and lets go there.
pub fn drag<T>(harness: &mut Harness<'_, T>, from: egui::Pos2, to: egui::Pos2) {
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.run();
    for share in [0.2, 0.6, 1.0] {
        harness.hover_at(from.lerp(to, share));
        harness.run_steps(2);
    }
    harness.event(egui::Event::PointerButton {
        pos: to,
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run();
}
