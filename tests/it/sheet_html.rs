//! Sheets as HTML: a page that is well formed, needs nothing from outside, and shows whatever people wrote as words.

use diptych::analysis::handout::*;
use diptych::model::*;
use diptych::store::export::{Made, SheetFormat, write_sheet};
use quick_xml::events::Event;

use super::handout::{Two, two};
use super::sheet::Bench;

fn written(comparison: &Comparison, settings: &SheetSettings, handed: HandedIn) -> String {
    let mut bytes = Vec::new();
    write_sheet(&Made::of(comparison, settings, handed), SheetFormat::Html, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn everything(kind: SheetKind) -> SheetSettings {
    let mut settings = SheetSettings::of_kind(kind);
    SheetPart::ALL.iter().for_each(|part| settings.show(*part, true));
    settings
}

/// Elements that have no end tag.
const VOID: [&str; 4] = ["meta", "br", "img", "!DOCTYPE"];

/// What an element may stand in, of those that the pages have (WHATWG HTML, content models; checked further with the
/// Nu validator when the pages are changed).
fn may_stand(element: &str, parent: &str) -> bool {
    let phrasing = ["b", "bdi", "cite", "span", "br", "img"];
    match element {
        "html" => parent.is_empty(),
        "head" | "body" => parent == "html",
        "meta" | "title" | "style" => parent == "head",
        "header" | "main" | "footer" => parent == "body",
        "li" => parent == "ul",
        "caption" | "thead" | "tbody" => parent == "table",
        "tr" => ["thead", "tbody"].contains(&parent),
        "th" | "td" => parent == "tr",
        "figcaption" => parent == "figure",
        _ if phrasing.contains(&element) => !["ul", "table", "tr", "html", "head", "body"].contains(&parent),
        _ => ["main", "header", "footer", "td", "div", "blockquote"].contains(&parent),
    }
}

/// Checks the page by the rules above and returns the words that it shows, and its tags with their attributes.
fn checked(page: &str) -> (String, Vec<String>) {
    let mut closed = page.to_owned();
    for element in VOID {
        // What XML wants closed, HTML leaves open.
        let parts: Vec<&str> = closed.split(&format!("<{element} ")).collect();
        let mended = parts.iter().skip(1).map(|part| part.replacen('>', "/>", 1));
        closed = std::iter::once(parts[0].to_owned())
            .chain(mended)
            .collect::<Vec<_>>()
            .join(&format!("<{element} "));
    }
    let closed = closed.replace("<br>", "<br/>").replace("<!DOCTYPE html/>", "");
    let mut reader = quick_xml::Reader::from_str(&closed);
    let (mut open, mut words, mut tags, mut level) = (vec![String::new()], String::new(), Vec::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {page}")) {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                assert!(may_stand(&name, open.last().unwrap()), "{name} in {open:?}");
                tags.push(str::to_owned(&start));
                if let Some(of) = name.strip_prefix('h').and_then(|digit| digit.parse::<usize>().ok()) {
                    assert!(of <= level + 1, "a heading of level {of} after one of level {level}");
                    level = of;
                }
                open.push(name);
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                assert!(may_stand(&name, open.last().unwrap()), "{name} in {open:?}");
                tags.push(str::to_owned(&start));
            }
            Event::End(end) => {
                let name = open.pop().unwrap();
                assert_eq!(end.name().as_ref(), name);
            }
            Event::Text(text) if open.last().is_none_or(|element| element != "style") => {
                words.push_str(&text);
            }
            Event::GeneralRef(reference) => {
                words.push_str(match &*reference {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("&{other};"),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "{open:?}");
    (words, tags)
}

/// Words that would act in a page, in Markdown, in a spreadsheet, on a terminal.
pub(super) const WILD: &str = "<script>alert(1)</script> </td></table><img src=x onerror=alert(1)> \
    &lt;b&gt; \" onload=\"x ' javascript:alert(1) =1+1 @SUM(A1) \u{202e}evil\u{202c} \u{1b}[2J ]]> --> \u{0}";

/// A comparison in which all that people can write is wild.
pub(super) fn wild() -> Bench {
    let mut bench = Bench::new(WILD);
    bench.reader(WILD);
    let left = bench.source(WILD, &format!("{} end.", WILD.replace(['\u{0}', '\u{1b}'], "\u{7}")));
    let right = bench.source("Right", "Quiet.");
    let mut described = Source::clone(bench.comparison.source(left).unwrap());
    described.bibliography = Bibliography {
        title: WILD.to_owned(),
        author: WILD.to_owned(),
        date: WILD.to_owned(),
        short_name: WILD.to_owned(),
        ..Bibliography::default()
    };
    described.bibliography.language = "x\" onclick=\"alert(1)".to_owned();
    described.structure = vec![Mark {
        span: diptych::text::Span::default(),
        kind: MarkKind::Page { label: WILD.to_owned() },
        unknown: Unknown::default(),
    }];
    bench.put(described);
    let tag = bench.tag(WILD, None);
    let mut defined = Tag::clone(bench.comparison.tag(tag).unwrap());
    WILD.clone_into(&mut defined.definition);
    bench.put(defined);
    let text = bench.comparison.source(left).unwrap().text.clone();
    let quote = text.as_str().to_owned();
    let one = Claim {
        summary: WILD.to_owned(),
        note: WILD.to_owned(),
        voice: Voice::Attributed { name: WILD.to_owned(), attitude: None },
        ..bench.claim(left, &[&quote], &[(tag, Some(Stance::Affirms))])
    };
    let other = bench.claim(right, &["Quiet."], &[(tag, Some(Stance::Denies))]);
    let (from, to) = (one.id, other.id);
    bench.put(one);
    bench.put(other);
    let id = bench.id();
    let reader = bench.comparison.readers().next().unwrap().id;
    bench.put(Link {
        id,
        from,
        to,
        kind: LinkKind::Contradicts,
        note: WILD.to_owned(),
        reader,
        created: Time(0),
        modified: Time(0),
        unknown: Unknown::default(),
    });
    bench.silence(right, tag, WILD);
    bench
}

#[test]
fn whatever_people_write_is_words_on_the_page() {
    let bench = wild();
    let tag = bench.comparison.tags().next().unwrap().id;
    for kind in SheetKind::ALL {
        for form in WorksheetForm::ALL {
            let mut settings = SheetSettings { form: *form, ..everything(*kind) };
            let (_, usual) = checked(&written(&bench.comparison, &settings, HandedIn::default()));
            settings.questions.insert(tag, WILD.to_owned());
            let picture = Picture { title: WILD.to_owned(), svg: WILD.to_owned(), alt: WILD.to_owned() };
            let run = Run { text: WILD.to_owned(), is_italic: true };
            let source = bench.comparison.sources()[0].id;
            let handed = HandedIn {
                today: Some(Time(0)),
                references: [(source, vec![run])].into(),
                pictures: vec![picture],
                ..HandedIn::default()
            };
            let page = written(&bench.comparison, &settings, handed);
            let (words, tags) = checked(&page);
            assert!(words.contains("<script>alert(1)</script> </td></table>"), "{kind:?}");
            assert!(
                words.contains("⟨U+202E⟩evil⟨U+202C⟩") && !page.contains(['\u{202e}', '\u{1b}', '\u{0}'])
            );
            for tags in [&tags, &usual] {
                let acts = |tag: &&String| {
                    let name = tag.split([' ', '\n']).next().unwrap();
                    let known = "html head meta title style body header main footer h1 h2 h3 h4 h5 h6 p ul li b bdi cite \
                                 span br table caption thead tbody tr th td div blockquote figure img figcaption";
                    !known.split(' ').any(|known| known == name)
                };
                assert_eq!(tags.iter().find(acts), None);
                for tag in tags.iter() {
                    let names = tag.split('"').step_by(2).flat_map(|part| part.split_whitespace());
                    let allowed = "class= lang= dir= scope= role= aria-label= aria-hidden= src= alt= charset= name= \
                                   content= http-equiv=";
                    for name in names.filter(|part| part.contains('=')) {
                        assert!(allowed.contains(name), "{name} in {tag}");
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_is_fetched_and_nothing_can_run() {
    let Two { bench, .. } = two();
    let picture = Picture {
        title: "P".to_owned(),
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned(),
        alt: "p".to_owned(),
    };
    let handed = HandedIn { pictures: vec![picture], ..HandedIn::default() };
    let page = written(&bench.comparison, &everything(SheetKind::Comparison), handed);
    assert!(
        page.contains(
            "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
        )
    );
    for outside in
        ["http:", "https:", "//", "url(", "@import", "<script", "<link", "<iframe", "unsafe-inline", "style="]
    {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("src=\"data:image/svg+xml;base64,PHN2ZyB4bWxucz0i"), "{page}");
    // The policy lets in the one style sheet that the page has: its digest is that of its bytes.
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert!(!style.contains('<') && !style.contains('&'), "a style sheet is not escaped");
    let hex = Digest::of(style.as_bytes()).to_string();
    let said = page.split("sha256-").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(hex_of_base64(said), hex);
}

fn hex_of_base64(text: &str) -> String {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String =
        text.trim_end_matches('=').chars().map(|c| format!("{:06b}", digits.find(c).unwrap())).collect();
    let nibbles = bits.as_bytes().chunks_exact(4).take(64);
    nibbles
        .map(|four| format!("{:x}", u8::from_str_radix(std::str::from_utf8(four).unwrap(), 2).unwrap()))
        .collect()
}

#[test]
fn the_page_says_its_languages_and_directions_and_names_its_columns() {
    let mut bench = Bench::new("עדויות");
    let left = bench.source("شهادة", "كان الطريق مغلقا.");
    let right = bench.source("Testimony", "The road was open.");
    for (source, language) in [(left, "ar"), (right, "en-GB")] {
        let mut described = Source::clone(bench.comparison.source(source).unwrap());
        language.clone_into(&mut described.bibliography.language);
        bench.put(described);
    }
    let tag = bench.tag("הדרך", None);
    for (source, quote, stance) in [(left, "الطريق", Stance::Denies), (right, "The road", Stance::Affirms)]
    {
        let claim = bench.claim(source, &[quote], &[(tag, Some(stance))]);
        bench.put(claim);
    }
    let page = written(&bench.comparison, &SheetSettings::default(), HandedIn::default());
    let (words, _) = checked(&page);
    for part in [
        "<html lang=\"en\">",
        "<h1 dir=\"rtl\">עדויות</h1>",
        "<h2 dir=\"rtl\">הדרך</h2>",
        "<th scope=\"col\" dir=\"rtl\">شهادة</th>",
        "<th scope=\"col\">Testimony</th>",
        "<blockquote lang=\"ar\" dir=\"rtl\"><p>“الطريق”</p></blockquote>",
        "<blockquote lang=\"en-GB\"><p>“The road”</p></blockquote>",
        "<caption>\u{2068}הדרך\u{2069}, source by source</caption>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(
        words.contains("Opposed: \u{2068}شهادة\u{2069} denies (¶ 1); Testimony affirms (¶ 1)."),
        "{words}"
    );
}

#[test]
fn every_kind_of_sheet_is_a_well_formed_page_on_the_paper_chosen() {
    let two = two();
    for kind in SheetKind::ALL {
        for form in WorksheetForm::ALL {
            let settings = SheetSettings {
                form: *form,
                paper: Paper::Letter,
                orientation: Orientation::Landscape,
                ..everything(*kind)
            };
            let handed = HandedIn { today: Some(Time(1_795_132_800)), ..HandedIn::default() };
            let page = written(&two.bench.comparison, &settings, handed);
            let (words, _) = checked(&page);
            assert!(page.contains("@page { size: letter landscape;"));
            assert!(words.contains("Sheet made on 20 November 2026.") && words.contains(kind.title()));
            let asked = words.contains("In your own words:");
            assert_eq!(
                asked,
                *kind == SheetKind::Worksheet && *form == WorksheetForm::Passages,
                "{kind:?} {form:?}"
            );
            assert_eq!(
                words.contains("Looked for and not found (Ana, 14 November 2023): read twice"),
                *kind != SheetKind::Worksheet
            );
        }
    }
}
