//! Files become sources: whatever is in them, either words or one clear sentence.

mod encodings;
mod files;
mod markdown;

use diptych::store::import::{ImportError, ImportOptions, Imported, import_bytes};
use proptest::prelude::*;

/// Imports with nothing said.
fn import(bytes: &[u8], file_name: &str) -> Result<Imported, ImportError> {
    import_bytes(bytes, file_name, &ImportOptions::default())
}

/// What is promised of everything that is imported.
fn assert_sound(imported: &Imported) {
    let text = &imported.text;
    assert!(!text.as_str().contains('\r'));
    assert!(!text.as_str().starts_with('\u{feff}'));
    assert!(!text.as_str().trim().is_empty());
    assert!(!imported.bibliography.title.trim().is_empty());
    assert!(imported.bibliography.short_name.chars().count() <= 16, "{:?}", imported.bibliography);
    assert!(text.as_str().matches('\u{fffd}').count() as u64 >= imported.origin.n_unreadable);
    let mut before = None;
    for mark in &imported.structure {
        let words = text.slice(mark.span);
        assert!(mark.span.end() <= text.end() && !mark.span.is_empty(), "{mark:?} in {text:?}");
        assert_eq!(words.trim(), words, "{mark:?}");
        let place = (mark.span.start(), std::cmp::Reverse(mark.span.end()));
        assert!(before <= Some(place), "{:?}", imported.structure);
        before = Some(place);
    }
}

/// Pieces that Markdown is made of, in any order.
fn markdown_soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "word",
        "año",
        "連帯",
        "🌹",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "# ",
        "> ",
        "- ",
        "1. ",
        "9) ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "|",
        "|-|-|\n",
        "<br>",
        "<p>",
        "</p>",
        "<!--",
        "-->",
        "<script>",
        "&amp;",
        "&#13;",
        "&#xfeff;",
        "&nbsp;",
        "---\n",
        "title: x\n",
        "\\",
        "\\\n",
        "===\n",
        "<a@b.cl>",
        "\u{c}",
        "\u{feff}",
        "\u{2028}",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_become_a_sound_text_or_an_error(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in prop::sample::select(vec!["a.txt", "a.md", ""]),
        at in 0_usize..50,
    ) {
        let encoding = diptych::store::import::ENCODINGS.get(at).copied();
        for options in [ImportOptions::default(), ImportOptions { encoding, media_type: None }] {
            if let Ok(imported) = import_bytes(&bytes, name, &options) {
                assert_sound(&imported);
            }
        }
    }

    #[test]
    fn any_markdown_becomes_a_sound_text_or_an_error(markdown in markdown_soup()) {
        match import(markdown.as_bytes(), "a.md") {
            Ok(imported) => assert_sound(&imported),
            Err(error) => prop_assert!(
                matches!(error, ImportError::Empty { .. } | ImportError::NoWords { .. }), "{error}"
            ),
        }
    }

    #[test]
    fn plain_text_is_kept_to_the_letter(words in "[ -~\u{e0}-\u{17f}\u{4e00}-\u{4e20}\n\t]{0,200}a") {
        let imported = import(words.as_bytes(), "a.txt").unwrap();
        prop_assert_eq!(imported.text.as_str(), words);
    }
}
