//! Markdown becomes words, and marks beside them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use diptych::model::MarkKind;
use diptych::store::import::Imported;

use super::{assert_sound, import};

fn word(kind: &MarkKind) -> String {
    match kind {
        MarkKind::Heading { level } => format!("h{level}"),
        MarkKind::Emphasis => "em".into(),
        MarkKind::Strong => "strong".into(),
        MarkKind::Strikethrough => "del".into(),
        MarkKind::Code => "code".into(),
        MarkKind::Quote => "quote".into(),
        MarkKind::ListItem { depth } => format!("item{depth}"),
        MarkKind::FootnoteReference { label } => format!("ref {label}"),
        MarkKind::Footnote { label } => format!("note {label}"),
        MarkKind::Hyperlink { address } => format!("link {address}"),
        MarkKind::Page { label } => format!("page {label}"),
        MarkKind::Other(name) => name.clone(),
    }
}

/// Marks as lines of `kind: words`.
fn marks(imported: &Imported) -> Vec<String> {
    let all = imported.structure.iter();
    all.map(|mark| format!("{}: {}", word(&mark.kind), imported.text.slice(mark.span))).collect()
}

#[track_caller]
fn check(markdown: &str, text: &str, expected: &[&str]) {
    let imported = import(markdown.as_bytes(), "a.md").unwrap();
    assert_eq!(imported.text.as_str(), text);
    assert_eq!(marks(&imported), expected, "{markdown}");
    assert_sound(&imported);
}

#[test]
fn words_of_a_paragraph_are_marked_and_nothing_is_made_smart() {
    check("One *two **three*** four.", "One two three four.", &["em: two three", "strong: three"]);
    check("***both***", "both", &["em: both", "strong: both"]);
    check(
        "~~gone~~ `co  de` -- \"so\" ... it's",
        "gone co  de -- \"so\" ... it's",
        &["del: gone", "code: co  de"],
    );
    check("a\nb  \nc\\\nd<br/>e", "a b\nc\nd\ne", &[]);
    check("労働者は\n待たなかった\nand so\non", "労働者は待たなかった and so on", &[]);
    check("cordón 🌹 *uno* &amp; dos&nbsp;", "cordón 🌹 uno & dos", &["em: uno"]);
    check("R&#13;S \\*not\\*", "R\nS *not*", &[]);
}

#[test]
fn blocks_are_parted_by_one_blank_line() {
    check(
        "# One #\nTwo\n\n\n\nThree\n***\nFour\n====\n",
        "One\n\nTwo\n\nThree\n\nFour",
        &["h1: One", "h1: Four"],
    );
    check("###### *Deep*", "Deep", &["h6: Deep", "em: Deep"]);
    check(
        "> One\n> two\n>\n> > Three\n\nFour",
        "One two\n\nThree\n\nFour",
        &["quote: One two\n\nThree", "quote: Three"],
    );
    check("a\n\n    x  y\n\n      z\n\nb", "a\n\nx  y\n\n  z\n\nb", &["code: x  y\n\n  z"]);
    check("```rust\n  f()\n\n```\nb", "  f()\n\nb", &["code: f()"]);
    check("```\n\n```\nb", "b", &[]);
}

#[test]
fn list_items_are_lines_with_their_sign() {
    check(
        "Said:\n\n- a\n- *b*\n  1. c\n  2. d\n- e\n\nEnd",
        "Said:\n\n• a\n• b\n1. c\n2. d\n• e\n\nEnd",
        &["item1: • a", "item1: • b\n1. c\n2. d", "em: b", "item2: 1. c", "item2: 2. d", "item1: • e"],
    );
    check("3) a\n\n3) b\n\n   c", "3) a\n\n4) b\n\nc", &["item1: 3) a", "item1: 4) b\n\nc"]);
    check(
        "- > q\n- - x\n-\n- y",
        "• q\n\n• • x\n• y",
        &["item1: • q", "quote: q", "item1: • • x", "item2: • x", "item1: • y"],
    );
}

#[test]
fn footnotes_stay_where_they_stand() {
    check(
        "One[^a] two[^2].\n\n[^a]: The *first*.\n\n    More.\n\nThree.\n\n[^2]: Second.\n",
        "One[a] two[2].\n\n[a] The first.\n\nMore.\n\nThree.\n\n[2] Second.",
        &["ref a: [a]", "ref 2: [2]", "note a: [a] The first.\n\nMore.", "em: first", "note 2: [2] Second."],
    );
    check("No such[^x].", "No such[^x].", &[]);
}

#[test]
fn links_keep_their_address_beside_the_words() {
    check(
        "[a *b*](http://x.cl/ñ \"t\") <https://y.cl> <a@b.cl> [c][d] [e]()\n\n[d]: z",
        "a b https://y.cl a@b.cl c e",
        &[
            "link http://x.cl/ñ: a b",
            "em: b",
            "link https://y.cl: https://y.cl",
            "link mailto:a@b.cl: a@b.cl",
            "link z: c",
        ],
    );
}

#[test]
fn rows_of_a_table_are_lines() {
    check(
        "| A | *B* |\n|---|---|\n| c<br>d | |\n| | e |\n| | |\n\nEnd",
        "A | B\nc d\n| e\n\nEnd",
        &["em: B"],
    );
}

#[test]
fn pictures_and_tags_leave_their_words_and_are_counted() {
    let markdown = "![A *map*](m.png) Here.\n\n![](n.png)\n\n<div>One <b>two</b>\n&lt;three&#62; a<br>four\n<p>five</div>\n\n\
        H<sub>2</sub>O <!-- no -->\n\n<script>\nlet x = \"<p>\";\n</script>\n\n<!-- hidden\n\n words --> seen";
    let imported = import(markdown.as_bytes(), "a.md").unwrap();
    assert_eq!(imported.text.as_str(), "[A map] Here.\n\nOne two <three> a\nfour\n\nfive\n\nH2O\n\nseen");
    assert_eq!(
        imported.warnings,
        [
            "2 pictures are not in the text; a description, where there is one, stands in brackets.",
            "12 HTML tags and comments were left out; the words between tags are in the text.",
        ]
    );
    check("<div>a < b & c &unknown; <3 <unclosed", "a < b & c &unknown; <3 <unclosed", &[]);
}

#[test]
fn markup_without_words_is_no_source() {
    for markdown in ["---", "- \n- ", "<!-- x -->", "![](x.png)", "[a]: b", "&nbsp;", "```\n```"] {
        let said = import(markdown.as_bytes(), "a.md").unwrap_err().to_string();
        assert!(said.contains("no words"), "{markdown}: {said}");
    }
}

#[test]
fn nothing_is_nested_too_deep() {
    let n = 10_000;
    let mut steps = String::new();
    for depth in 0..1_000 {
        let _ = writeln!(steps, "{}- x", "  ".repeat(depth));
    }
    let begun = Instant::now();
    for (markdown, n_marks) in [
        (format!("{}x", "> ".repeat(n)), n),
        (format!("{}x", "- ".repeat(n)), n),
        (format!("{}x{}", "*a **b ".repeat(n / 2), "** *".repeat(n / 2)), 0),
        (format!("{}x{}", "[".repeat(n), "](y)".repeat(n)), 1),
        (format!("{}x{}", "![".repeat(n), "](y)".repeat(n)), 0),
        (format!("{}x{}", "<b>".repeat(n), "</b>".repeat(n)), 0),
        (format!("<div>{}x", "<!-- <script> <".repeat(n)), 0),
        (format!("<div>{}</s x", "<script>".repeat(20 * n)), 0),
        (format!("x{}", "&#".repeat(n)), 0),
        (format!("x{}", "[^1]".repeat(n)), 0),
        (steps, 1),
    ] {
        let imported = import(markdown.as_bytes(), "a.md").unwrap();
        assert!(imported.structure.len() >= n_marks, "{} {markdown:.20}", imported.structure.len());
        assert_sound(&imported);
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
