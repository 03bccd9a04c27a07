//! Lines of scripts that egui alone does not set right. The faces that come with the program have Hebrew, so
//! direction is tried with that; where nothing depends on how a letter looks, its box does as well.

use eframe::egui::text::{Fonts, LayoutJob, TextFormat};
use eframe::egui::{Color32, FontDefinitions, FontId};
use eframe::epaint::text::{Glyph, TextOptions};

use super::{Faces, Lines, breaks, compose, runs_leftward, set};
use crate::gui::theme;

fn definitions() -> FontDefinitions {
    crate::gui::fonts::definitions()
}

fn lines(words: &str, width: f32) -> Lines {
    let mut fonts = Fonts::new(TextOptions::default(), definitions());
    let format = TextFormat::simple(FontId::new(18.0, theme::serif()), Color32::BLACK);
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap.max_width = width;
    let leftward = runs_leftward(words).unwrap_or_default();
    set(&mut fonts.with_pixels_per_point(1.0), &mut Faces::default(), job, leftward)
}

/// The lines as they are read off the screen from left to right.
fn seen(lines: &Lines) -> Vec<String> {
    let row = |glyphs: &[Glyph]| {
        let mut seen: Vec<&Glyph> = glyphs.iter().filter(|glyph| glyph.advance_width > 0.0).collect();
        seen.sort_by(|a, b| a.pos.x.total_cmp(&b.pos.x));
        seen.iter().map(|glyph| glyph.chr).collect::<String>().trim().to_owned()
    };
    lines.galley.rows.iter().map(|placed| row(&placed.glyphs)).collect()
}

/// The lines as they are read, without the blanks that they end with.
fn read(lines: &Lines) -> Vec<String> {
    lines.galley.rows.iter().map(|row| row.text().trim_end().to_owned()).collect()
}

#[track_caller]
fn check_seen(words: &str, expected: &str) {
    assert_eq!(seen(&lines(words, 2000.0)), [expected]);
}

#[test]
fn letters_run_leftward_and_the_digits_among_them_rightward() {
    // What is expected is written as it stands from left to right.
    check_seen("אבג 1973 דה", "הד 1973 גבא");
    check_seen("אבג abc דה", "הד abc גבא");
    check_seen("one אבג two", "one גבא two");
    check_seen("one אבג 12 דה two", "one הד 12 גבא two");
    check_seen("אב 12/7/1973", "12/7/1973 בא");
    check_seen("one\u{2067}אב! 5\u{2069}two", "one5 !באtwo");
}

#[test]
fn a_line_that_runs_leftward_begins_at_the_right_edge() {
    let set = lines("שלום עולם, אמר האיש הזקן בקול רם ובטוח לכל הפועלים שבאולם", 200.0);
    assert!(set.galley.rows.len() > 2);
    for row in &set.galley.rows {
        let first = row.glyphs.first().unwrap();
        assert!((first.max_x() - 200.0).abs() < 1.0, "{first:?}");
    }
    let order = set.order.unwrap();
    assert!(order.right_to_left && order.is_right_to_left(0));
    assert!(lines("one שלום", 200.0).order.is_some_and(|order| !order.right_to_left));
}

#[test]
fn a_block_runs_as_its_first_letter_does() {
    for (words, leftward) in
        [("(1973) שלום abc", Some(true)), ("“abc” שלום", Some(false)), ("123 … 456", None), ("", None)]
    {
        assert_eq!(runs_leftward(words), leftward, "{words}");
    }
}

#[test]
fn a_bracket_that_opens_stands_before_what_it_holds_and_faces_it() {
    let set = lines("אב (גד) הו", 500.0);
    let row = &set.galley.rows[0];
    let at = |c: char| row.glyphs.iter().find(|glyph| glyph.chr == c).unwrap().pos.x;
    assert!(at('(') > at('ג') && at('ד') > at(')') && at(')') > at('ה'));
    assert_eq!((compose::mirrored('('), compose::mirrored('»'), compose::mirrored('a')), (')', '«', 'a'));
}

#[test]
fn what_has_no_letters_keeps_the_order_of_the_line() {
    check_seen("אב ?! גד", "דג !? בא");
    check_seen("אב…", "…בא");
}

#[test]
fn no_line_of_chinese_or_japanese_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() {
    let words = "工人们说：“人民的权力从工厂开始。”他们在「塞里略斯」（コルドン・セリージョス）召开了大会，选出了代表。";
    for width in 3_u8..30 {
        for line in read(&lines(words, f32::from(width) * 18.0)) {
            assert!(
                !line.starts_with(['：', '。', '”', '」', '）', '，', '・', 'ョ', 'ー']),
                "{width}: {line}"
            );
            assert!(!line.ends_with(['「', '（', '“']), "{width}: {line}");
        }
    }
}

#[test]
fn a_line_of_chinese_may_end_before_a_mark_that_opens_a_quotation_and_after_one_that_closes_it() {
    let words = "工人们说：“人民的权力。”他们在“塞里略斯”，it’s";
    let found = breaks::opportunities(words);
    let at = |before: &str| words.find(before).unwrap();
    for allowed in ["“人民", "他们", "“塞里"] {
        assert!(found.contains(&at(allowed)), "before {allowed}");
    }
    for forbidden in ["人民", "”他们", "塞里", "”，", "，it", "’s", "s"] {
        assert!(!found.contains(&at(forbidden)), "before {forbidden}");
    }
}

#[test]
fn a_line_of_thai_ends_between_words() {
    let words = ["ภาษา", "ไทย", "เป็น", "ภาษา", "ที่", "สวยงาม"];
    let text = words.concat();
    let mut at = 0;
    let ends: Vec<usize> = words
        .iter()
        .map(|word| {
            at += word.len();
            at
        })
        .collect();
    let found: Vec<usize> = breaks::opportunities(&text);
    assert!(found.iter().all(|at| ends.contains(at)), "{found:?} in {ends:?}");
    assert!(found.len() >= 5, "{found:?}");
}

#[test]
fn blanks_that_do_not_break_do_not() {
    for blank in ['\u{A0}', '\u{202F}', '\u{2007}', '\u{2060}'] {
        let words = format!("aaaa bbbb{blank}cccc שלום");
        for width in [90.0, 110.0, 130.0] {
            let set = lines(&words, width);
            let whole = read(&set).iter().any(|line| line.contains(&format!("bbbb{blank}cccc")));
            assert!(whole, "U+{:04X} at {width}: {:?}", u32::from(blank), read(&set));
        }
    }
    let broken = lines("aaaaaaaa\u{200B}bbbbbbbb", 80.0);
    assert_eq!(broken.galley.rows.len(), 2);
}

#[test]
fn a_soft_hyphen_is_seen_where_a_line_ends_with_it_and_nowhere_else() {
    let hyphens = |width: f32| -> Vec<bool> {
        let set = lines("in\u{AD}ter\u{AD}na\u{AD}tion\u{AD}al", width);
        let glyphs = set.galley.rows.iter().flat_map(|row| row.glyphs.clone());
        glyphs.filter(|glyph| glyph.chr == '\u{AD}').map(|glyph| glyph.advance_width > 1.0).collect()
    };
    assert_eq!(hyphens(500.0), [false; 4]);
    let narrow = hyphens(60.0);
    assert!(narrow.contains(&true) && narrow.contains(&false), "{narrow:?}");
}

#[test]
fn no_line_is_broken_within_a_grapheme_however_narrow() {
    for words in ["👩\u{200D}🌾👨\u{200D}👩\u{200D}👧\u{200D}👦🇨🇱🇨🇺", "क्षत्रियविद्यार्थी", "น้ำน้ำน้ำ", "שָׁלוֹם"]
    {
        use unicode_segmentation::UnicodeSegmentation as _;
        let set = lines(words, 1.0);
        let rows: Vec<String> = set.galley.rows.iter().map(|row| row.text()).collect();
        assert_eq!(rows.concat(), words);
        let n = words.graphemes(true).count();
        assert!(rows.len() > 1 && rows.iter().all(|row| row.graphemes(true).count() >= 1), "{rows:?}");
        assert_eq!(rows.iter().map(|row| row.graphemes(true).count()).sum::<usize>(), n, "{rows:?}");
    }
}

#[test]
fn egui_sets_alone_what_it_sets_right() {
    for words in
        ["", "The armed road.", "el cordón — «así», 1973…", "Ленин и Троцкий", "Ἀθῆναι", "e\u{301}tude"]
    {
        let mut fonts = Fonts::new(TextOptions::default(), definitions());
        let mut fonts = fonts.with_pixels_per_point(1.0);
        let format = TextFormat::simple(FontId::new(18.0, theme::serif()), Color32::BLACK);
        let job = LayoutJob::single_section(words.to_owned(), format);
        let plain = fonts.layout_job(job.clone());
        let set = set(&mut fonts, &mut Faces::default(), job, false);
        assert!(std::sync::Arc::ptr_eq(&plain, &set.galley), "{words}");
    }
}

#[test]
fn a_face_stands_on_the_same_line_as_another() {
    let set = lines("שלום hello", 500.0);
    let lines: Vec<f32> = set.galley.rows[0].glyphs.iter().map(|glyph| glyph.pos.y).collect();
    assert!(lines.windows(2).all(|pair| pair[0] == pair[1]), "{lines:?}");
}

#[test]
fn a_text_that_ends_with_a_line_end_has_an_empty_line_after_it() {
    let set = lines("שלום\n\nעולם\n", 500.0);
    assert_eq!(read(&set), ["שלום", "", "עולם", ""]);
    let newlines: Vec<bool> = set.galley.rows.iter().map(|row| row.ends_with_newline).collect();
    assert_eq!(newlines, [true, true, true, false]);
}

#[test]
fn characters_that_no_face_has_are_noted() {
    let mut fonts = Fonts::new(TextOptions::default(), definitions());
    let mut faces = Faces::default();
    let format = TextFormat::simple(FontId::new(18.0, theme::serif()), Color32::BLACK);
    for words in ["ไทย one", "plain ⸎ 𐌀"] {
        let job = LayoutJob::single_section(words.to_owned(), format.clone());
        set(&mut fonts.with_pixels_per_point(1.0), &mut faces, job, false);
    }
    let missing: String = faces.missing().iter().collect();
    assert!(missing.contains('ไ') && missing.contains('𐌀') && !missing.contains('o'), "{missing}");
}
