//! Sheets as people are handed them: what each kind has, in which order, and what it leaves out.

use diptych::analysis::handout::*;
use diptych::analysis::sheet::RowOrder;
use diptych::model::*;

use super::sheet::Bench;

pub(super) const LEFT: &str = "The road of arms was closed.\n\nNobody armed the cordons. The party disarmed them.\n\n\
                    The army was loyal, they said.\n";
pub(super) const RIGHT: &str =
    "There was no such road.\n\nThe army would have answered.\n\nThe party was calm.\n";

pub(super) struct Two {
    pub(super) bench: Bench,
    pub(super) left: SourceId,
    pub(super) right: SourceId,
    pub(super) party: TagId,
    pub(super) road: TagId,
    pub(super) army: TagId,
}

/// Two sources: opposed on the road, one silent on the army; the party is only a heading.
pub(super) fn two() -> Two {
    let mut bench = Bench::new("Two readings");
    let left = bench.source("Left", LEFT);
    let right = bench.source("Right", RIGHT);
    let party = bench.tag("the party", None);
    let road = bench.tag("armed road", Some(party));
    let army = bench.tag("the army", None);
    let mut defined = Tag::clone(bench.comparison.tag(road).unwrap());
    "Whether arms were\na way out.".clone_into(&mut defined.definition);
    bench.put(defined);
    let first = bench.claim(left, &["The road of arms was closed."], &[(road, Some(Stance::Affirms))]);
    let second = Claim {
        summary: "They took the arms away".to_owned(),
        note: "by whom?\nsee ch. 2".to_owned(),
        voice: Voice::Attributed { name: "Prats".to_owned(), attitude: Some(Attitude::Rejects) },
        ..bench.claim(left, &["The party disarmed them."], &[(road, None)])
    };
    let none = bench.claim(right, &["There was no such road."], &[(road, Some(Stance::Denies))]);
    let loyal = bench.claim(
        left,
        &["The army was loyal", "they said"],
        &[(army, Some(Stance::Reports)), (road, None)],
    );
    let (from, to) = (none.id, second.id);
    for claim in [first, second, none, loyal] {
        bench.put(claim);
    }
    bench.link(from, to, LinkKind::Answers);
    bench.silence(right, army, "read twice");
    Two { bench, left, right, party, road, army }
}

pub(super) fn of(two: &Two, settings: &SheetSettings) -> Handout {
    let today = Some(Time(1_795_132_800)); // 20 November 2026
    Handout::of(&two.bench.comparison, settings, HandedIn { today, ..HandedIn::default() })
}

/// What stands in a cell, for tests to name it.
fn shown(entry: &Entry) -> String {
    match entry {
        Entry::Claim(claim) => {
            let stance = match claim.stance {
                StanceLine::Given(stance) => stance.word(),
                StanceLine::None => "-",
                StanceLine::Asked => "?",
            };
            let number = claim.number.as_deref().unwrap_or("");
            format!("{number} {} {stance} {}", claim.body.place, claim.body.quotation).trim().to_owned()
        }
        Entry::Silence(silence) => format!("silence {} {} {}", silence.reader, silence.day, silence.note),
        Entry::Unsearched => "unsearched".to_owned(),
        Entry::Room(lines) => format!("room {lines}"),
    }
}

fn rows(section: &Section) -> Vec<Vec<String>> {
    let table = section.table.as_ref().unwrap();
    let cell = |cell: &TableCell| cell.entries.iter().map(shown).collect::<Vec<_>>().join("; ");
    table.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

fn headings(handout: &Handout) -> Vec<String> {
    let heading = |section: &Section| {
        let number = section.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
        format!("{} {number}{}", section.level, section.heading)
    };
    handout.sections.iter().map(heading).collect()
}

#[test]
fn a_comparison_sheet_follows_the_codebook_and_sets_linked_claims_side_by_side() {
    let two = two();
    let handout = of(&two, &SheetSettings::default());
    assert_eq!(handout.title.as_str(), "Two readings");
    assert_eq!(handout.label, "Comparison sheet");
    assert_eq!(headings(&handout), ["1 the party", "2 armed road", "1 the army"]);
    let [party, road, army] = handout.sections.as_slice() else { panic!() };
    assert_eq!(party.table, None, "what only collects others is their heading");
    assert_eq!(
        rows(road),
        [
            ["¶ 1 affirms The road of arms was closed.", ""],
            ["¶ 2 - The party disarmed them.", "¶ 1 denies There was no such road."],
            ["¶ 3 - The army was loyal […] they said", ""],
        ]
    );
    assert_eq!(road.definition.as_str(), "Whether arms were\na way out.");
    assert_eq!(
        road.relation.as_ref().unwrap().sentence(),
        "Opposed: Left affirms (¶ 1); Right denies (¶ 1)."
    );
    assert_eq!(
        rows(army),
        [["¶ 3 reports The army was loyal […] they said", "silence Ana 14 November 2023 read twice"]]
    );
    assert_eq!(handout.head.day.as_deref(), Some("20 November 2026"));
    let readers: Vec<_> = handout.head.readers.iter().map(Words::as_str).collect();
    assert_eq!(readers, ["Ana: 4 claims and 1 silence, 14 November 2023"]);
    assert_eq!(handout.head.sources[1].name.as_str(), "Right");
    assert_eq!(handout.head.sources[1].reference[0].text, "Right, in full");
}

#[test]
fn notes_come_only_if_wanted_and_summaries_can_be_left_out() {
    let two = two();
    let body = |settings: &SheetSettings| {
        let handout = of(&two, settings);
        let row = &handout.sections[1].table.as_ref().unwrap().rows[1];
        match &row[0].entries[0] {
            Entry::Claim(claim) => ClaimBody::clone(&claim.body),
            other => panic!("{other:?}"),
        }
    };
    let mut settings = SheetSettings::default();
    let usual = body(&settings);
    assert_eq!(usual.summary.as_str(), "They took the arms away");
    assert_eq!(usual.voice.unwrap().as_str(), "voice of Prats (rejects)");
    assert!(usual.note.is_empty() && usual.reader.is_none());
    assert_eq!(usual.links[0].phrase.as_str(), "is answered by Right ¶ 1");
    settings.show(SheetPart::Notes, true);
    settings.show(SheetPart::Summaries, false);
    settings.show(SheetPart::Links, false);
    let other = body(&settings);
    assert_eq!(other.note.as_str(), "by whom?\nsee ch. 2");
    assert!(other.summary.is_empty() && other.links.is_empty());
}

#[test]
fn a_worksheet_has_the_questions_and_none_of_the_answers() {
    let two = two();
    let mut settings = SheetSettings { room: 7, ..SheetSettings::of_kind(SheetKind::Worksheet) };
    settings.show(SheetPart::Notes, true);
    for form in WorksheetForm::ALL {
        settings.form = *form;
        let worksheet = of(&two, &settings);
        assert!(worksheet.head.has_name_line && worksheet.head.readers.is_empty());
        let all = format!("{worksheet:?}");
        for answer in
            ["They took", "by whom", "Prats", "Given(", "Silence", "answered by", "Opposed", "twice"]
        {
            assert!(!all.contains(answer), "{form:?} has {answer}");
        }
    }
    settings.form = WorksheetForm::Questions;
    let worksheet = of(&two, &settings);
    assert_eq!(headings(&worksheet), ["1 the party", "2 1. armed road", "1 2. the army"]);
    assert_eq!(rows(&worksheet.sections[1]), [["room 7", "room 7"]]);
    assert_eq!(
        worksheet.sections[1].question.as_str(),
        "What does each source say on “armed road”, and where do they part?"
    );
    settings.form = WorksheetForm::Passages;
    let worksheet = of(&two, &settings);
    assert_eq!(headings(&worksheet), ["1 the party", "2 1. armed road", "1 2. the army"]);
    assert_eq!(
        rows(&worksheet.sections[1]),
        [
            ["1.1 ¶ 1 ? The road of arms was closed.", "1.2 ¶ 1 ? There was no such road."],
            ["1.3 ¶ 2 ? The party disarmed them.", ""],
            ["1.4 ¶ 3 ? The army was loyal […] they said", ""],
        ]
    );
    assert_eq!(rows(&worksheet.sections[2])[0][1], "room 7");
    let filled = SheetSettings { tags: vec![two.party], left_out: vec![two.road], ..settings };
    assert!(of(&two, &filled).sections.is_empty(), "a heading of nothing goes");
}

#[test]
fn an_answer_key_lies_beside_its_worksheet() {
    let two = two();
    for form in WorksheetForm::ALL {
        for order in [RowOrder::Codebook, RowOrder::Parting] {
            let settings = |kind| SheetSettings { form: *form, order, ..SheetSettings::of_kind(kind) };
            let worksheet = of(&two, &settings(SheetKind::Worksheet));
            let key = of(&two, &settings(SheetKind::Key));
            assert_eq!(headings(&worksheet), headings(&key));
            let numbers = |handout: &Handout| -> Vec<(Option<String>, ClaimId)> {
                let tables = handout.sections.iter().filter_map(|section| section.table.as_ref());
                let cells = tables.flat_map(|table| table.rows.iter().flatten());
                let entries = cells.flat_map(|cell| &cell.entries);
                let of_claim = |entry: &Entry| match entry {
                    Entry::Claim(claim) => Some((claim.number.clone(), claim.body.claim)),
                    _ => None,
                };
                entries.filter_map(of_claim).collect()
            };
            match form {
                WorksheetForm::Questions => assert!(numbers(&worksheet).is_empty()),
                WorksheetForm::Passages => assert_eq!(numbers(&worksheet), numbers(&key)),
            }
            let questions = |handout: &Handout| -> Vec<String> {
                handout.sections.iter().map(|section| section.question.to_string()).collect()
            };
            assert_eq!(questions(&worksheet), questions(&key));
            assert_eq!(numbers(&key).len(), 5);
            assert_eq!(key.label, "Answer key");
        }
    }
}

#[test]
fn a_discussion_sheet_has_a_question_for_each_opposition_and_silence() {
    let two = two();
    let mut settings = SheetSettings::of_kind(SheetKind::Discussion);
    let handout = of(&two, &settings);
    assert_eq!(
        headings(&handout),
        [
            "1 Where the sources are opposed",
            "2 1. the party / armed road",
            "1 Where one is silent",
            "2 2. the army"
        ]
    );
    assert_eq!(
        handout.sections[1].question.as_str(),
        "On “armed road”, Left (¶ 1) affirms what Right (¶ 1) denies. What does each rest its case on, and can both be \
         right?"
    );
    assert_eq!(
        rows(&handout.sections[1]),
        [["¶ 1 affirms The road of arms was closed.", "¶ 1 denies There was no such road."]],
        "what the finding does not rest on is not there"
    );
    assert_eq!(
        handout.sections[3].question.as_str(),
        "On “the army”, Left (¶ 3) speaks, and Right is silent. Why might it pass over the matter, and what would it \
         have to say?"
    );
    assert_eq!(rows(&handout.sections[3])[0][1], "silence Ana 14 November 2023 read twice");
    settings.questions.insert(two.army, "Whom\ndo you believe?".to_owned());
    settings.order = RowOrder::Codebook;
    let handout = of(&two, &settings);
    assert_eq!(headings(&handout), ["1 1. the party / armed road", "1 2. the army"]);
    assert_eq!(handout.sections[1].question.as_str(), "Whom\ndo you believe?");
    settings.tags = vec![two.party];
    settings.left_out = vec![two.road];
    let handout = of(&two, &settings);
    assert!(handout.sections.is_empty());
    assert!(handout.foot[0].as_str().contains("nothing to discuss"));
}

#[test]
fn questions_are_good_english_for_every_way_of_parting() {
    let check = |stances: &[&[Stance]], link: Option<LinkKind>, expected: &str| {
        let mut bench = Bench::new("");
        let tag = bench.tag("it", None);
        let mut claims = Vec::new();
        for (of, index) in stances.iter().zip(0..) {
            let name = ["A", "B", "C"][index];
            let source = bench.source(name, "one.\n\ntwo.\n\nthree.\n");
            for (stance, quote) in of.iter().zip(["one.", "two.", "three."]) {
                let claim = bench.claim(source, &[quote], &[(tag, Some(*stance))]);
                claims.push(claim.id);
                bench.put(claim);
            }
        }
        if let Some(kind) = link {
            bench.link(claims[0], claims[1], kind);
        }
        let settings = SheetSettings::of_kind(SheetKind::Discussion);
        let handout = Handout::of(&bench.comparison, &settings, HandedIn::default());
        let question = handout.sections[1].question.to_string();
        assert!(question.starts_with(expected), "{question}");
    };
    use Stance::{Affirms, Denies, Qualifies, Reports};
    check(&[&[Affirms], &[Denies]], None, "On “it”, A (¶ 1) affirms what B (¶ 1) denies. ");
    check(
        &[&[Denies], &[Affirms], &[Affirms]],
        None,
        "On “it”, B (¶ 1) and C (¶ 1) affirm what A (¶ 1) denies. ",
    );
    check(&[&[Affirms], &[Qualifies]], None, "On “it”, B (¶ 1) qualifies what A (¶ 1) affirms. ");
    check(
        &[&[Affirms, Denies], &[Denies, Affirms]],
        None,
        "On “it”, A affirms (¶ 1) and denies (¶ 2), while B affirms (¶ 2) and denies (¶ 1). ",
    );
    check(
        &[&[Reports], &[Reports]],
        Some(LinkKind::Contradicts),
        "On “it”, a reader finds that A ¶ 1 contradicts B ¶ 1. ",
    );
}

#[test]
fn headings_are_never_deeper_than_paper_has_them_and_those_left_out_are_said_where_needed() {
    let mut bench = Bench::new("");
    let source = bench.source("A", "one.\n");
    let mut parent = None;
    let mut tags = Vec::new();
    for level in 0..9 {
        parent = Some(bench.tag(&format!("t{level}"), parent));
        tags.extend(parent);
    }
    let claim = bench.claim(source, &["one."], &[(tags[1], None), (tags[7], None)]);
    bench.put(claim);
    let of =
        |settings: &SheetSettings| headings(&Handout::of(&bench.comparison, settings, HandedIn::default()));
    let filled = SheetSettings { rows: diptych::analysis::sheet::Rows::Filled, ..SheetSettings::default() };
    assert_eq!(of(&filled), ["1 t0", "2 t1", "3 t2", "4 t3", "5 t4 / t5 / t6 / t7"]);
    let chosen = SheetSettings { tags: vec![tags[6]], ..SheetSettings::default() };
    assert_eq!(
        of(&chosen),
        ["1 t0", "2 t1", "3 t2", "4 t3", "5 t4 / t5 / t6 / t7", "5 t4 / t5 / t6 / t7 / t8"]
    );
}

#[test]
fn pages_are_cited_where_a_source_has_them() {
    let mut bench = Bench::new("");
    let source = bench.source("A", "one two.\n\nthree four.\n");
    let mut paged = Source::clone(bench.comparison.source(source).unwrap());
    let page = |at: u32, label: &str| Mark {
        span: diptych::text::Span::at(diptych::text::Pos(at)),
        kind: MarkKind::Page { label: label.to_owned() },
        unknown: Unknown::default(),
    };
    paged.structure = vec![page(0, "xi"), page(14, "xii")];
    bench.put(paged);
    let tag = bench.tag("it", None);
    for quote in ["one", "three four", "four"] {
        let claim = bench.claim(source, &[quote], &[(tag, None)]);
        bench.put(claim);
    }
    let handout = Handout::of(&bench.comparison, &SheetSettings::default(), HandedIn::default());
    let places: Vec<_> = rows(&handout.sections[0]).concat();
    assert_eq!(places, ["p. xi, ¶ 1 - one", "pp. xi–xii, ¶ 2 - three four", "p. xii, ¶ 2 - four"]);
}

#[test]
fn only_the_readers_chosen_are_on_the_sheet() {
    let mut two = two();
    let ana = two.bench.comparison.readers().next().unwrap().id;
    two.bench.reader("Ben");
    let own = two.bench.claim(two.right, &["The party was calm."], &[(two.party, None)]);
    let ben = own.reader;
    two.bench.put(own);
    let both = of(&two, &SheetSettings::default());
    assert_eq!(both.head.readers.len(), 2);
    let all = format!("{both:?}");
    assert!(all.contains("reader: Some(Words { text: \"Ben\""), "each entry says whose it is");
    let only = |reader| of(&two, &SheetSettings { readers: vec![reader], ..SheetSettings::default() });
    assert_eq!(only(ana).n_entries(), both.n_entries() - 2, "the party is only a heading to Ana");
    assert_eq!(only(ben).head.readers.len(), 1);
    assert!(!format!("{:?}", only(ben)).contains("disarmed"));
    assert!(!format!("{:?}", only(ana)).contains("was calm"));
    let _ = two.left;
}
