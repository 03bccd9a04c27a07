//! Readings to be sent: what is in them, that they come back to where they came from, and opening them with texts.

use std::path::Path;

use diptych::desk::{Command, NewRound};
use diptych::model::{
    ClaimId, Comparison, CoverageState, LinkKind, ObjectKind, ReaderId, RoundStep, SourceId, TagId,
};
use diptych::store::reading::{ReadingSettings, blank, file_name, partial_readers, reading};
use diptych::store::{
    self, Actor, Confirmed, Opened, Part, SourceWanted, StoreError, Supplied, from_json_with_texts, merge,
};
use diptych::text::Text;
use serde_json::Value;
use uuid::Uuid;

use crate::merge::{by, note, run};
use crate::merge_laws::{merged, opened};
use crate::support::{LEFT, at, small_desk, tag};

const ANA: ReaderId = ReaderId(Uuid::from_u128(72));
const BEN: ReaderId = ReaderId(Uuid::from_u128(73));

/// Two readers in one file: Ana has two claims, a silence and a stretch read, and links one of hers to Ben's.
struct Two {
    file: Vec<u8>,
    left: SourceId,
    ana: ClaimId,
    ben: ClaimId,
    bens_other: ClaimId,
}

fn two() -> Two {
    let (desk, [left, right], [armed, calm]): (_, [SourceId; 2], [TagId; 2]) = small_desk();
    let file = store::to_json(desk.comparison(), &store::Record::new(), Actor(1)).0;
    let (mut bens, mut bens_other) = (None, None);
    let file = by(3, &file, |desk| {
        bens = Some(tag(desk, right, "Calm was the only plan", calm));
        bens_other = Some(tag(desk, right, "it called for calm in June", calm));
        run(desk, note(bens_other.unwrap(), "Ben only"));
    });
    let (ben, bens_other) = (bens.unwrap(), bens_other.unwrap());
    let mut anas = None;
    let file = by(2, &file, |desk| {
        let claim = tag(desk, left, "Nobody armed the cordons.", armed);
        tag(desk, left, "The end came in September.", calm);
        run(desk, note(claim, "for my eyes"));
        run(desk, Command::SetSummary { claim, summary: "No arms.".to_owned() });
        run(desk, Command::Link { from: claim, to: ben, kind: LinkKind::Contradicts, note: String::new() });
        run(desk, Command::NoteSilence { source: right, tag: armed, note: "twice".to_owned() });
        let read = at(desk, left, "The cordons were born in October.");
        run(desk, Command::MarkCoverage { source: left, span: read, state: Some(CoverageState::Read) });
        anas = Some(claim);
    });
    Two { file, left, ana: anas.unwrap(), ben, bens_other }
}

fn sent(file: &[u8], settings: ReadingSettings) -> Vec<u8> {
    let Opened { comparison, record, .. } = opened(file);
    reading((&comparison, &record, Actor(50)), settings).unwrap().bytes
}

fn of(reader: ReaderId) -> ReadingSettings {
    ReadingSettings { reader: Some(reader), texts: true, notes: true }
}

/// Opens a file with the texts of `whole`.
fn with_texts_of(file: &[u8], whole: &Comparison) -> Opened {
    let texts = |wanted: &SourceWanted| {
        let source = whole.sources().iter().find(|source| source.id == wanted.id);
        source.map(|source| Supplied::from(source.text.clone()))
    };
    let (opened, report) =
        from_json_with_texts(file, Path::new("r.json"), &texts, &Confirmed::new()).unwrap();
    assert_eq!((opened.warnings.as_slice(), report.passages.as_slice()), (&[][..], &[][..]));
    opened
}

fn merged_parts(files: Vec<Opened>) -> Vec<u8> {
    let parts: Vec<Part> = files.into_iter().map(|opened| Part { name: "x".to_owned(), opened }).collect();
    let merged = merge(&parts).unwrap();
    store::to_json(&merged.comparison, &merged.record, Actor(9)).0
}

#[test]
fn a_reading_has_one_readers_work_and_what_it_refers_to() {
    let two = two();
    let part = opened(&sent(&two.file, of(ANA))).comparison;
    assert_eq!(part.n_claims(), 3, "Ana's two, and the one of Ben's that she answers");
    assert!(part.claim(two.ben).is_some() && part.claim(two.bens_other).is_none());
    assert_eq!((part.links().len(), part.silences().len(), part.coverages().len()), (1, 1, 1));
    assert_eq!((part.tags().len(), part.sources().len(), part.readers().len()), (2, 2, 2));
    assert_eq!(partial_readers(&part), [BEN], "nobody takes Ben's one claim for his reading");
    let bens = opened(&sent(&two.file, of(BEN))).comparison;
    assert_eq!((bens.n_claims(), bens.links().len(), bens.readers().len()), (2, 0, 1));
    assert_eq!(partial_readers(&bens), []);
    let all = opened(&sent(&two.file, ReadingSettings { reader: None, texts: true, notes: true }));
    assert!(all.comparison == opened(&two.file).comparison);
}

#[test]
fn a_reading_merges_with_the_file_it_comes_from_and_changes_nothing_there() {
    let two = two();
    for (reader, notes) in [(Some(ANA), true), (Some(BEN), true), (Some(ANA), false), (None, false)] {
        let part = sent(&two.file, ReadingSettings { reader, texts: true, notes });
        let both = merged(&[&two.file, &part]);
        assert_eq!(String::from_utf8(both), String::from_utf8(two.file.clone()), "{reader:?} {notes}");
    }
    let parts = [sent(&two.file, of(ANA)), sent(&two.file, of(BEN))];
    let both = merged(&[&parts[1], &parts[0]]);
    assert_eq!(String::from_utf8(both), String::from_utf8(two.file.clone()), "two readings are the whole");
}

#[test]
fn notes_can_be_kept_back_and_come_to_no_harm_by_it() {
    let two = two();
    let bare = sent(&two.file, ReadingSettings { reader: Some(ANA), texts: true, notes: false });
    let said = String::from_utf8(bare.clone()).unwrap();
    assert!(!said.contains("for my eyes") && !said.contains("twice") && said.contains("No arms."), "{said}");
    assert_eq!(opened(&bare).comparison.claim(two.ana).unwrap().note, "");
    // Ana writes on; an older file, a newer one without notes and the newest meet in every order.
    let newer = by(2, &two.file, |desk| drop(run(desk, note(two.ana, "for my eyes, later"))));
    let newer_bare = sent(&newer, ReadingSettings { reader: Some(ANA), texts: true, notes: false });
    let files = [&two.file, &newer_bare, &newer];
    let orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]];
    let mut results = Vec::new();
    for order in orders {
        let [a, b, c] = order.map(|n: usize| files[n].clone());
        results.push(String::from_utf8(merged(&[&merged(&[&a, &b]), &c])).unwrap());
        results.push(String::from_utf8(merged(&[&a, &b, &c])).unwrap());
    }
    for result in &results {
        assert_eq!(result, &String::from_utf8(newer.clone()).unwrap());
    }
    // An older file and a newer one without notes: the older note is still there, and replaced by the newer later.
    let old = opened(&merged(&[&two.file, &newer_bare])).comparison;
    assert_eq!(old.claim(two.ana).unwrap().note, "for my eyes");
    // Who writes a note where one was kept back replaces nothing that they have not seen.
    let on = by(4, &bare, |desk| drop(run(desk, note(two.ana, "seen by the leader"))));
    let both = opened(&merged(&[&on, &two.file]));
    let kept = store::past_values(&both.comparison, &both.record, Some(ObjectKind::Claim), two.ana.0);
    assert!(format!("{kept:?}").contains("for my eyes"), "{kept:?}");
}

#[test]
fn a_file_without_texts_says_which_are_wanted_and_opens_with_them() {
    let two = two();
    let whole = opened(&two.file);
    let bare = sent(&two.file, ReadingSettings { reader: Some(ANA), texts: false, notes: true });
    assert!(!String::from_utf8(bare.clone()).unwrap().contains("The armed road was never a plan"));
    let refused = store::from_json(&bare, Path::new("r.json")).unwrap_err();
    let sentence = refused.to_string();
    assert!(sentence.starts_with("r.json: the file was saved without the text of “Left” ("), "{sentence}");
    assert!(sentence.contains("“Right”") && sentence.contains("diptych complete"), "{sentence}");
    let StoreError::TextsWanted { wanted, .. } = refused else { panic!("{sentence}") };
    let lengths: Vec<Option<u64>> = wanted.iter().map(|wanted| wanted.length).collect();
    let of_texts = whole.comparison.sources().iter().map(|source| Some(u64::from(source.text.len())));
    assert_eq!(lengths, of_texts.collect::<Vec<_>>());
    // One text is not enough.
    let one = |wanted: &SourceWanted| (wanted.title == "Left").then(|| Text::new(LEFT).unwrap().into());
    let error = from_json_with_texts(&bare, Path::new("r.json"), &one, &Confirmed::new()).unwrap_err();
    assert!(!error.to_string().contains("“Left”"), "{error}");

    let part = with_texts_of(&bare, &whole.comparison);
    let in_full = opened(&sent(&two.file, of(ANA)));
    assert!(part.comparison == in_full.comparison);
    let again = store::to_json(&part.comparison, &part.record, Actor(3)).0;
    let full = store::to_json(&in_full.comparison, &in_full.record, Actor(3)).0;
    assert_eq!(String::from_utf8(again), String::from_utf8(full), "with its texts it is the same file");
    assert_eq!(
        String::from_utf8(merged_parts(vec![whole, part])),
        String::from_utf8(two.file),
        "and merges with the whole one"
    );
}

#[test]
fn in_another_edition_every_passage_is_found_or_set_aside_and_none_dropped() {
    let two = two();
    let bare = sent(&two.file, ReadingSettings { reader: Some(ANA), texts: false, notes: true });
    let whole = opened(&two.file).comparison;
    let other = format!("A preface.\n\n{}", LEFT.replace("The end came in September.", "It ended."));
    let texts = |wanted: &SourceWanted| match &*wanted.title {
        "Left" => Text::new(other.clone()).map(Supplied::from),
        _ => whole.source(wanted.id).map(|source| source.text.clone().into()),
    };
    let (opened, report) = from_json_with_texts(&bare, Path::new("r"), &texts, &Confirmed::new()).unwrap();
    let others: Vec<bool> = report.sources.iter().map(|(_, is_other)| *is_other).collect();
    assert_eq!((others, report.n_exact, report.passages.len()), (vec![true, false], 0, 2));
    let claim = opened.comparison.claim(two.ana).unwrap();
    assert_eq!(claim.passages[0].quote.as_str(), "Nobody armed the cordons.");
    assert_eq!(
        claim.passages[0].span.start().0,
        whole.claim(two.ana).unwrap().passages[0].span.start().0 + 12
    );
    let aside: Vec<_> = opened.comparison.set_aside().collect();
    assert_eq!(aside.len(), 2, "a claim whose words are gone, and a stretch that nobody can place");
    assert!(opened.warnings.iter().any(|warning| warning.message.contains("“The end came in September.”")));
    assert!(aside.iter().any(|aside| aside.json.contains("The end came in September.")));
    assert_eq!(opened.comparison.audit(), []);
    // A person says where it is.
    let lost = report.passages.iter().find(|found| found.quote.starts_with("The end")).unwrap();
    let text = Text::new(other.clone()).unwrap();
    let span = diptych::anchoring::occurrences(&text, "It ended.")[0];
    let confirmed: Confirmed = [((lost.claim, lost.passage), span)].into();
    let (opened, _) = from_json_with_texts(&bare, Path::new("r"), &texts, &confirmed).unwrap();
    let placed = opened.comparison.claim(lost.claim).unwrap();
    assert_eq!(placed.passages[0].quote.as_str(), "It ended.");
    // What was placed anew is a change when it is saved, of the passages and of nothing else.
    let saved: Value =
        serde_json::from_slice(&store::to_json(&opened.comparison, &opened.record, Actor(6)).0).unwrap();
    let claims = saved["claims"].as_array().unwrap();
    let claim = claims.iter().find(|claim| claim["id"] == lost.claim.to_string()).unwrap();
    assert_eq!(claim["stamps"]["passages"], "2.0000000000000006", "{claim}");
    assert_eq!(opened.comparison.source(two.left).unwrap().text, text);
}

#[test]
fn the_sample_without_its_texts_is_of_the_size_of_a_mail() {
    let sample = include_bytes!("../../sample_annotations/chile-1973.diptych.json");
    let Opened { comparison, record, .. } = opened(sample);
    let reader = comparison.claims().next().unwrap().reader;
    let settings = ReadingSettings { reader: Some(reader), texts: false, notes: true };
    let bytes = reading((&comparison, &record, Actor(1)), settings).unwrap().bytes;
    println!("{} bytes of {}", bytes.len(), sample.len());
    assert!(bytes.len() < sample.len() && bytes.len() < 1 << 20);
    let with_texts = with_texts_of(&bytes, &comparison);
    assert!(comparison.claims().all(|claim| claim.reader != reader
        || with_texts.comparison.claim(claim.id).is_some_and(|sent| sent == claim)));
}

#[test]
fn who_has_made_nothing_has_nothing_to_send_and_files_are_named_after_title_and_reader() {
    let two = two();
    let Opened { comparison, record, .. } = opened(&two.file);
    let nobody = of(ReaderId(Uuid::from_u128(999)));
    assert!(reading((&comparison, &record, Actor(1)), nobody).unwrap_err().contains("nothing to send"));
    assert_eq!(
        file_name("Two accounts of a strike", Some("M. Lindqvist")),
        "two-accounts-of-a-strike.m-lindqvist.diptych.json"
    );
    assert_eq!(file_name("…", Some("//")), "comparison.diptych.json");
}

#[test]
fn a_group_begins_with_the_sources_the_codebook_and_the_round_and_nobodys_claims() {
    let two = two();
    let begun = by(5, &two.file, |desk| {
        let (name, instructions) = ("Round one".to_owned(), "Read both, alone.".to_owned());
        let expected = vec!["Ana".to_owned(), "Ben".to_owned()];
        run(desk, Command::StartRound(NewRound { name, instructions, expected, step: RoundStep::Whole }));
    });
    let Opened { comparison, record, .. } = opened(&begun);
    let made = blank((&comparison, &record, Actor(8)), true).unwrap();
    let start = opened(&made.bytes);
    assert_eq!((start.comparison.n_claims(), start.comparison.links().len()), (0, 0));
    assert_eq!((start.comparison.tags().len(), start.comparison.rounds().len()), (2, 1));
    assert_eq!(start.comparison.id(), comparison.id());
    assert_eq!(start.comparison.silences().len() + start.comparison.coverages().len(), 0);
    // What a member makes of it comes back to the leader.
    let member = by(6, &made.bytes, |desk| {
        let tags: Vec<TagId> = desk.comparison().tags().map(|tag| tag.id).collect();
        tag(desk, two.left, "They held the plants against the owners.", tags[0]);
    });
    let sent = sent(&member, of(ReaderId(Uuid::from_u128(76))));
    let back = opened(&merged(&[&begun, &sent])).comparison;
    assert_eq!(back.n_claims(), comparison.n_claims() + 1);
    assert_eq!(back.links().len(), 1);
}

#[test]
fn damaged_and_hostile_files_without_texts_cost_what_is_damaged_and_nothing_more() {
    let two = two();
    let whole = opened(&two.file).comparison;
    let bare = sent(&two.file, ReadingSettings { reader: Some(ANA), texts: false, notes: true });
    let texts = |wanted: &SourceWanted| whole.source(wanted.id).map(|source| source.text.clone().into());
    let open = |value: &Value| {
        let bytes = serde_json::to_vec(value).unwrap();
        from_json_with_texts(&bytes, Path::new("r"), &texts, &Confirmed::new())
    };
    let value: Value = serde_json::from_slice(&bare).unwrap();
    // A digest that no text has, and none at all: what is brought is another edition, in which all is found.
    for digest in [Value::from("0".repeat(64)), Value::Null] {
        let mut odd = value.clone();
        match digest {
            Value::Null => drop(odd["sources"][0].as_object_mut().unwrap().remove("sha256")),
            digest => odd["sources"][0]["sha256"] = digest,
        }
        let (opened, report) = open(&odd).unwrap();
        assert!(report.sources[0].1 && report.n_exact > 0, "{report:?}");
        assert!(opened.comparison.claim(two.ana).is_some());
        assert_eq!(opened.comparison.audit(), []);
    }
    let mut odd = value.clone();
    odd["sources"][0]["sha256"] = "no digest".into();
    let (opened, _) = open(&odd).unwrap();
    assert!(opened.comparison.sources().len() == 1 && opened.comparison.set_aside().len() > 0);
    let mut odd = value.clone();
    odd["claims"][0]["withheld"] = serde_json::json!([1, { "note": "x" }]);
    odd["partial_readers"] = serde_json::json!({ "a": 1 });
    let (opened, _) = open(&odd).unwrap();
    assert_eq!(partial_readers(&opened.comparison), []);
    let part = Part { name: "odd".to_owned(), opened };
    let whole_part = crate::merge_laws::part(&two.file);
    assert_eq!(merge(&[part, whole_part]).unwrap().comparison.n_claims(), whole.n_claims());
    let many = vec![value["sources"][0].clone(); 1_001];
    let mut odd = value;
    odd["sources"] = many.into();
    assert!(open(&odd).unwrap_err().to_string().contains("1001 sources"));
}
