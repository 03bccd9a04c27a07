//! Pictures: what they show, that nothing is left out unsaid, and that what people wrote stays words.

use std::collections::BTreeSet;

use diptych::analysis::handout::{SheetPart, SheetSettings};
use diptych::analysis::picture::{
    Counting, Leads, Look, Picture, PictureOptions, Scale, Shape, Thing, What, Words,
};
use diptych::analysis::sheet::{Rows, SheetOptions};
use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{ClaimId, Comparison, ComparisonId, LinkKind, SourceId, Stance, TagId, Time};
use diptych::store::export::{PictureError, pixels, png, sheet_pictures, svg};
use diptych::text::Span;
use quick_xml::Reader;
use quick_xml::events::Event;
use uuid::Uuid;

use super::support::{at, desk_of, small_desk, source, tag};

/// Two sources; of "armed road" a denial on the left, an affirmation on the right that contradicts it, and on the
/// right a claim that bears "calm" too; of "calm" two claims on the right, and a silence on the left.
fn tagged() -> (Desk, [SourceId; 2], [TagId; 2], Vec<ClaimId>) {
    let (mut desk, sources, tags) = small_desk();
    let [left, right] = sources;
    let [road, calm] = tags;
    let denial = tag(&mut desk, left, "The armed road was never a plan", road);
    let answer = tag(&mut desk, right, "The armed road was a provocation", road);
    let both = tag(&mut desk, right, "called for calm in October", calm);
    let last = tag(&mut desk, right, "Calm was the only plan", calm);
    for command in [
        Command::SetStance { claim: denial, tag: road, stance: Some(Stance::Denies) },
        Command::SetStance { claim: answer, tag: road, stance: Some(Stance::Affirms) },
        Command::AddTags { claim: both, tags: vec![TagRef::Known(road)] },
        Command::NoteSilence { source: left, tag: calm, note: "read to the end".to_owned() },
        Command::Link { from: answer, to: denial, kind: LinkKind::Contradicts, note: String::new() },
        Command::Link { from: both, to: last, kind: LinkKind::Agrees, note: String::new() },
    ] {
        desk.run(command).unwrap();
    }
    (desk, sources, tags, vec![denial, answer, both, last])
}

fn of(what: What) -> PictureOptions {
    PictureOptions { what, ..PictureOptions::default() }
}

/// The same of these sources and tags.
fn chosen(what: What, sources: &[SourceId], tags: &[TagId]) -> PictureOptions {
    let (sources, tags) = (sources.to_vec(), tags.to_vec());
    PictureOptions { of: SheetOptions { sources, tags, ..SheetOptions::default() }, ..of(what) }
}

fn words_of(picture: &Picture) -> Vec<&Words> {
    let words = picture.marks.iter().filter_map(|mark| match &mark.shape {
        Shape::Words(words) => Some(words),
        _ => None,
    });
    words.collect()
}

fn things(picture: &Picture) -> Vec<&str> {
    picture.things.iter().map(|thing| thing.words.as_str()).collect()
}

/// An SVG as its elements and the words in them; fails where it is not well formed or holds what has no place in it.
fn read(svg: &str) -> (Vec<String>, String) {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut names, mut said, mut depth) = (Vec::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) if depth == 0 && !names.is_empty() => {
                panic!("two roots: {element:?}")
            }
            Event::Start(element) => {
                depth += 1;
                names.push(element_of(&element));
            }
            Event::Empty(element) => names.push(element_of(&element)),
            Event::End(_) => depth -= 1,
            Event::Text(text) => said.push_str(&text),
            Event::GeneralRef(entity) => {
                let named: &str = &entity;
                said.push_str(match named {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("{other}"),
                });
            }
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    (names, said)
}

fn element_of(element: &quick_xml::events::BytesStart<'_>) -> String {
    let name = element.name().as_ref().to_owned();
    let known = ["svg", "title", "desc", "rect", "g", "path", "text", "circle"];
    assert!(known.contains(&name.as_str()), "{name}");
    for attribute in element.attributes() {
        let attribute = attribute.unwrap();
        let key: &str = attribute.key.as_ref();
        let value: &str = &attribute.value;
        assert!(!key.starts_with("on") && !key.contains("href") && key != "style" && key != "id", "{key}");
        assert!(key == "xmlns" || !value.contains("//"), "{key}={value}");
        assert!(!value.contains("NaN") && !value.contains("inf"), "{key}={value}");
    }
    name
}

#[test]
fn along_a_source_stands_where_each_tag_falls_and_what_was_looked_for_in_vain() {
    let (desk, _, [road, calm], claims) = tagged();
    let picture = Picture::of(desk.comparison(), &of(What::Along));
    let marks: Vec<&str> = things(&picture);
    assert_eq!(
        marks,
        [
            "armed road · Left · ¶ 3",
            "armed road · Left · 1 claim",
            "armed road · Right · ¶ 2",
            "armed road · Right · ¶ 3",
            "armed road · Right · 2 claims",
            "calm · Left · looked for and absent (A. Reader: read to the end)",
            "calm · Right · ¶ 2",
            "calm · Right · ¶ 3",
            "calm · Right · 2 claims",
        ]
    );
    let first = &picture.things[0];
    assert_eq!((&first.leads, first.tag), (&Leads::Claims(vec![claims[0]]), Some(road)));
    assert!(words_of(&picture).iter().any(|words| words.words == "∅"));
    assert_eq!(
        picture.table.rows[2],
        ["calm", "Left", "0", "", "", "looked for and absent"],
        "{:?}",
        picture.table
    );
    assert!(picture.description.contains("Looked for and absent: calm in Left."), "{}", picture.description);
    let only = chosen(What::Along, &[], &[calm]);
    assert!(things(&Picture::of(desk.comparison(), &only)).iter().all(|words| words.starts_with("calm")));
}

#[test]
fn a_mark_is_as_long_as_its_passage_on_the_scale_of_its_source() {
    let (desk, [left, _], [road, _], _) = tagged();
    let text = &desk.comparison().source(left).unwrap().text;
    let span = at(&desk, left, "The armed road was never a plan");
    for (scale, paragraphs) in [(Scale::Percent, false), (Scale::Paragraphs, true)] {
        let options = PictureOptions { scale, width: 2000.0, ..chosen(What::Along, &[], &[road]) };
        let picture = Picture::of(desk.comparison(), &options);
        let ticks = words_of(&picture);
        let x = |words: &str| ticks.iter().find(|tick| tick.words == words).unwrap().at.x;
        let (from, unit) = match paragraphs {
            false => (x("0 %"), x("100 %") - x("0 %")),
            true => (x("¶ 1"), x("2") - x("¶ 1")),
        };
        let area = picture.area_of(0).unwrap();
        // The third paragraph begins with these words.
        let paragraph = text.paragraphs().get(2).unwrap().span;
        let expected = match paragraphs {
            false => (span.start().0 as f32 / text.len() as f32, span.end().0 as f32 / text.len() as f32),
            true => (2.0, 2.0 + span.len() as f32 / paragraph.len() as f32),
        };
        let drawn = ((area.min.x - from) / unit, (area.max.x - from) / unit);
        let bin = 1.1 / unit;
        assert!(
            (drawn.0 - expected.0).abs() <= bin && (drawn.1 - expected.1).abs() <= bin,
            "{drawn:?} {expected:?}"
        );
    }
}

#[test]
fn what_is_denied_lies_left_of_the_middle_and_what_is_affirmed_right_of_it() {
    let (desk, ..) = tagged();
    let picture = Picture::of(desk.comparison(), &of(What::Stances));
    assert_eq!(
        things(&picture),
        [
            "armed road · Left · − denies · 1 claim",
            "armed road · Right · · no stance given · 1 claim",
            "armed road · Right · + affirms · 1 claim",
            "calm · Right · · no stance given · 2 claims",
        ]
    );
    let area = |thing| picture.area_of(thing).unwrap();
    let middle = area(0).max.x;
    assert!((area(1).min.x + area(1).max.x - 2.0 * middle).abs() < 0.01, "across the middle");
    assert!((area(2).min.x - area(1).max.x).abs() < 0.01, "after it");
    assert!((area(3).width() - 2.0 * area(2).width()).abs() < 0.01, "one scale for all");
    assert_eq!(
        picture.table.head.join(" "),
        "Tag Source denies qualifies reports no stance given affirms claims"
    );
    assert_eq!(picture.table.rows[1].join(" "), "armed road Right 0 0 0 1 1 2");
}

#[test]
fn tags_occur_together_in_a_claim_or_in_a_paragraph() {
    let (desk, ..) = tagged();
    let picture = Picture::of(desk.comparison(), &of(What::Together));
    assert_eq!(
        things(&picture),
        [
            "armed road · 3 claims",
            "armed road and calm · 1 claim",
            "calm and armed road · 1 claim",
            "calm · 2 claims"
        ]
    );
    assert_eq!(picture.table.rows, [["armed road", "calm", "1"]]);
    let options = PictureOptions { counting: Counting::Paragraphs, ..of(What::Together) };
    let picture = Picture::of(desk.comparison(), &options);
    assert_eq!(picture.table.rows, [["armed road", "calm", "2"]], "on the right ¶ 2 and ¶ 3 have both");
}

#[test]
fn links_are_drawn_from_source_to_source_and_back_to_their_own() {
    let (desk, [left, right], [road, _], claims) = tagged();
    let picture = Picture::of(desk.comparison(), &of(What::Links));
    let links: Vec<&Thing> =
        picture.things.iter().filter(|thing| matches!(thing.leads, Leads::Links(_))).collect();
    let words: Vec<&str> = links.iter().map(|thing| thing.words.as_str()).collect();
    assert_eq!(words, ["Right ¶ 2 agrees with Right ¶ 3", "Right ¶ 3 contradicts Left ¶ 3"]);
    let ticks = |source| {
        let ticks = picture.things.iter().filter(move |thing| thing.source == Some(source));
        ticks.flat_map(|thing| match &thing.leads {
            Leads::Claims(claims) => claims.clone(),
            _ => Vec::new(),
        })
    };
    assert_eq!(ticks(left).collect::<Vec<_>>(), [claims[0]]);
    assert_eq!(ticks(right).collect::<BTreeSet<_>>().len(), 3);
    let options = chosen(What::Links, &[right, left], &[road]);
    assert_eq!(Picture::of(desk.comparison(), &options).table.rows.len(), 2, "one end on the tag is enough");
}

#[test]
fn a_picture_of_nothing_says_why() {
    let empty = Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0));
    let (desk, sources, tags) = small_desk();
    let (tagged, ..) = tagged();
    for what in What::ALL {
        let said = |comparison: &Comparison, options: PictureOptions| {
            let picture = Picture::of(comparison, &options);
            assert!(picture.things.is_empty() && words_of(&picture).len() > 1);
            assert!(svg(&picture, Look::Light).contains("Nothing to show yet, because "));
            picture.empty.unwrap()
        };
        let none = said(&empty, of(what));
        assert!(none.contains("source"), "{none}");
        let nothing = said(desk.comparison(), of(what));
        assert!(nothing.starts_with("Nothing to show yet, because ") && nothing.ends_with('.'), "{nothing}");
        let of_tags = said(desk.comparison(), chosen(what, &[], &tags));
        assert!(of_tags.contains("tags"), "{of_tags}");
        let shown = Picture::of(tagged.comparison(), &of(what));
        assert!(shown.empty.is_none(), "{:?}", shown.empty);
    }
    let one = chosen(What::Stances, &sources[..1], &tags[1..]);
    let said = Picture::of(tagged.comparison(), &one).empty.unwrap();
    assert!(said.contains("bears one of the tags chosen"), "{said}");
}

const HOSTILE: [&str; 4] = [
    "<script>alert('x')</script> & \"more\" ]]> --> <![CDATA[",
    "\u{202e}gnorw\u{1b}[31m \u{0} \u{FFFE}",
    "אספה כללית של פועלי המפעל, October 1972 (x)",
    "a name so long that it can never stand in any column and goes on and on and on, wherever it is to be written down",
];

/// Sources and tags of names that do harm where they are taken for more than words.
fn hostile() -> Desk {
    let mut desk =
        desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), HOSTILE.join(" "), Time(0)), 100);
    let texts: Vec<_> =
        HOSTILE.iter().map(|name| source(name, &format!("# {name}\n\nWords.\n\n{name}"))).collect();
    let sources = desk.run(Command::AddSources(texts)).unwrap().sources;
    let mut claims = Vec::new();
    for (source, start) in sources.iter().zip(0..) {
        for name in HOSTILE {
            let spans = vec![Span::new(start, start + 9).unwrap()];
            let tags =
                vec![TagRef::Named(name.replace(['\0', '\u{1b}'], "")), TagRef::Named("plain".to_owned())];
            claims.extend(desk.run(Command::Tag { source: *source, spans, tags }).unwrap().claim);
        }
    }
    let note = HOSTILE.join(" ");
    let (from, to) = (claims[0], claims[2 * HOSTILE.len()]);
    desk.run(Command::Link { from, to, kind: LinkKind::Answers, note: note.clone() }).unwrap();
    let quiet = desk.run(Command::CreateTag { name: "quiet".to_owned(), parent: None }).unwrap().tag.unwrap();
    desk.run(Command::NoteSilence { source: sources[1], tag: quiet, note }).unwrap();
    desk
}

#[test]
fn whatever_people_wrote_is_words_in_an_svg_and_every_svg_is_well_formed() {
    let desk = hostile();
    let all: Vec<SourceId> = desk.comparison().sources().iter().map(|source| source.id).collect();
    for what in What::ALL {
        for look in Look::ALL {
            let sources = if what == What::Links { vec![all[0], all[2]] } else { Vec::new() };
            let options = chosen(what, &sources, &[]);
            let picture = Picture::of(desk.comparison(), &options);
            assert!(picture.empty.is_none(), "{what:?}");
            let written = svg(&picture, look);
            let (names, said) = read(&written);
            assert!(names.len() > 20 && names[..3] == ["svg", "title", "desc"], "{names:?}");
            assert!(!written.contains("<script") && said.contains("<script>alert('x')"), "{what:?}");
            assert!(!said.chars().any(|c| matches!(c, '\u{202e}' | '\u{1b}' | '\0' | '\u{FFFE}')));
            let acts = what == What::Links || said.contains("⟨U+202E⟩");
            assert!(acts, "{what:?}: what acts is written out");
            // What runs leftward is isolated, so that it can't turn what stands around it.
            assert!(said.contains("\u{2067}אספה"), "{what:?}");
            assert_eq!(said.matches('\u{2067}').count(), said.matches('\u{2069}').count());
            assert_eq!(written, svg(&Picture::of(desk.comparison(), &options), look), "the same bytes again");
        }
    }
}

#[test]
fn nothing_is_drawn_outside_the_picture_whatever_its_width() {
    let (tagged, ..) = tagged();
    for desk in [hostile(), tagged] {
        for what in What::ALL {
            for width in [0.0, 440.0, 681.5, 1500.0, f32::NAN] {
                for scale in [Scale::Percent, Scale::Paragraphs] {
                    let picture =
                        Picture::of(desk.comparison(), &PictureOptions { scale, width, ..of(what) });
                    for mark in &picture.marks {
                        let area = mark.shape.area();
                        let within = area.min.x >= -0.01
                            && area.min.y >= -0.01
                            && area.max.x <= picture.width + 0.01
                            && area.max.y <= picture.height + 0.01;
                        assert!(
                            within,
                            "{what:?} {width}: {mark:?} in {} × {}",
                            picture.width, picture.height
                        );
                        assert!(mark.thing.is_none_or(|thing| thing < picture.things.len()));
                    }
                }
            }
        }
    }
}

#[test]
fn a_png_is_the_same_each_time_as_large_as_it_is_said_and_tells_its_density() {
    let (desk, ..) = tagged();
    let picture = Picture::of(desk.comparison(), &of(What::Stances));
    for dots in 1..=3_u8 {
        let drawn = png(&picture, Look::Print, dots).unwrap();
        assert_eq!(drawn, png(&picture, Look::Print, dots).unwrap());
        assert_eq!(&drawn[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(drawn[at..at + 4].try_into().unwrap());
        assert_eq!(number(16), 680 * u32::from(dots));
        assert!((number(20) as f32 - picture.height * f32::from(dots)).abs() < 0.5);
        assert_eq!((&drawn[37..41], number(41)), (&b"pHYs"[..], 3780 * u32::from(dots)));
        assert_eq!(number(50), crc32fast::hash(&drawn[37..50]));
    }
    let colors = pixels(&picture, Look::Print, 1).unwrap();
    assert_eq!(colors.bytes.len(), colors.wide * colors.high * 4);
    let gray = |dot: &[u8]| dot[0] == dot[1] && dot[1] == dot[2] && dot[3] == 255;
    assert!(colors.bytes.chunks(4).all(gray), "black and white it is");
    let dark = colors.bytes.chunks(4).filter(|dot| dot[0] < 80).count();
    assert!(dark > 1000, "{dark} dark dots: words and marks");
    let long = Picture { height: 4e5, ..picture };
    assert!(matches!(
        png(&long, Look::Light, 3),
        Err(PictureError::TooLarge { wide: 2040, high: 1_200_000 })
    ));
}

/// So many tags, and claims spread over so many sources and all tags.
pub fn crowd(n_sources: usize, n_tags: u32, n_claims: u32) -> Desk {
    let mut desk =
        desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), "A crowd".to_owned(), Time(0)), 100);
    let words = "In October they met again and spoke of the road.\n\n".repeat(400);
    let texts = (0..n_sources).map(|n| source(&format!("Source {n}"), &words)).collect();
    let sources = desk.run(Command::AddSources(texts)).unwrap().sources;
    let new = |n: u32| Command::CreateTag { name: format!("tag {n}"), parent: None };
    let tags: Vec<TagId> = (0..n_tags).map(|n| desk.run(new(n)).unwrap().tag.unwrap()).collect();
    for n in 0..n_claims {
        let start = (n.wrapping_mul(7919)) % 19_900;
        let source = sources[n as usize % sources.len()];
        let two = [n % n_tags, (n / 3) % n_tags].map(|n| TagRef::Known(tags[n as usize]));
        let two = if two[0] == two[1] { two[..1].to_vec() } else { two.to_vec() };
        let spans = vec![Span::new(start, start + 40).unwrap()];
        desk.run(Command::Tag { source, spans, tags: two }).unwrap();
    }
    desk
}

#[test]
fn in_a_crowd_no_claim_is_left_out_and_the_marks_stay_few() {
    let desk = crowd(2, 3, 1500);
    let comparison = desk.comparison();
    let picture = Picture::of(comparison, &of(What::Along));
    let shown: BTreeSet<(TagId, ClaimId)> = picture
        .things
        .iter()
        .filter_map(|thing| match &thing.leads {
            Leads::Claims(claims) => Some(claims.iter().map(|claim| (thing.tag.unwrap(), *claim))),
            _ => None,
        })
        .flatten()
        .collect();
    let all = comparison.claims().flat_map(|claim| claim.tags.iter().map(|used| (used.tag, claim.id)));
    assert_eq!(shown, all.collect());
    let blocks = picture.marks.iter().filter(|mark| matches!(mark.shape, Shape::Block { .. })).count();
    assert!(blocks < 6 * 680, "{blocks} marks for 3000 passages: a point of a lane has one at most");
}

#[test]
fn a_long_picture_is_cut_between_rows_and_each_piece_has_the_scale() {
    let desk = crowd(2, 60, 120);
    for what in [What::Along, What::Stances] {
        let whole = Picture::of(desk.comparison(), &of(what));
        assert!(whole.height > 2000.0, "{}", whole.height);
        let n_blocks = |picture: &Picture| {
            let marks = picture.marks.iter().filter(|mark| mark.thing.is_some());
            marks.filter(|mark| matches!(mark.shape, Shape::Block { .. })).count()
        };
        let n_whole = n_blocks(&whole);
        let pieces = whole.pages(700.0);
        assert!((3..=6).contains(&pieces.len()), "{what:?} {}", pieces.len());
        assert_eq!(pieces.iter().map(n_blocks).sum::<usize>(), n_whole);
        for (index, piece) in pieces.iter().enumerate() {
            assert!(
                piece.height <= 700.0
                    && piece.title.ends_with(&format!("({} of {})", index + 1, pieces.len()))
            );
            let scale = if what == What::Along { "50 %" } else { "affirms →" };
            assert!(words_of(piece).iter().any(|words| words.words == scale), "{what:?} {index}");
            read(&svg(piece, Look::Print));
        }
    }
    let (small, ..) = tagged();
    let whole = Picture::of(small.comparison(), &of(What::Along));
    assert_eq!(whole.clone().pages(900.0), [whole]);
}

#[test]
fn a_sheet_gets_all_pictures_that_have_something_to_show() {
    let (desk, ..) = tagged();
    let mut settings = SheetSettings::default();
    assert!(sheet_pictures(desk.comparison(), &settings, Look::Print).is_empty(), "none are wanted");
    settings.parts.insert(SheetPart::Pictures);
    let pictures = sheet_pictures(desk.comparison(), &settings, Look::Print);
    let titles: Vec<&str> = pictures.iter().map(|picture| picture.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Tags along the sources: Two accounts",
            "Stances: Two accounts",
            "Tags that occur together: Two accounts",
            "Links between two sources: Two accounts"
        ]
    );
    assert!(pictures.iter().all(|picture| !picture.alt.is_empty()));
    pictures.iter().for_each(|picture| drop(read(&picture.svg)));
    let (untagged, ..) = small_desk();
    assert!(sheet_pictures(untagged.comparison(), &settings, Look::Print).is_empty());
}

#[test]
fn tags_of_which_nothing_is_noted_can_be_left_out_and_are_named() {
    let (mut desk, ..) = tagged();
    desk.run(Command::CreateTag { name: "copper".to_owned(), parent: None }).unwrap();
    let all = Picture::of(desk.comparison(), &of(What::Along));
    assert!(things(&all).contains(&"copper · Left · not looked for yet"));
    let filled = Picture::of(
        desk.comparison(),
        &PictureOptions {
            of: SheetOptions { rows: Rows::Filled, ..SheetOptions::default() },
            ..of(What::Along)
        },
    );
    assert!(!things(&filled).iter().any(|words| words.starts_with("copper")));
    let note = "Left out, as nothing is noted: 1 tag (copper).";
    assert!(words_of(&filled).iter().any(|words| words.words == note));
}
