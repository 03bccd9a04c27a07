//! Files as they lie about on a disk: missing, empty, endless, or of another kind.

use std::fs;
use std::path::Path;

use diptych::model::{Digest, MarkKind};
use diptych::store::import::{
    EncodingHow, ImportError, ImportOptions, MAX_SOURCE_BYTES, MediaType, import_file, import_pasted,
};

use super::{assert_sound, import};

/// Imports a file and returns what is said when that fails.
#[track_caller]
fn refusal(path: &Path) -> String {
    let said = import_file(path, &ImportOptions::default()).unwrap_err().to_string();
    assert!(said.starts_with(path.to_str().unwrap()), "{said}");
    assert!(!said.contains('\n') && said.ends_with('.'), "{said}");
    said
}

#[test]
fn a_file_is_imported_with_its_name_and_the_digest_of_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("on-the-cordons.md");
    let bytes = b"\xEF\xBB\xBF# The cordons\r\n\r\nThey did not wait.\r\n";
    fs::write(&path, bytes).unwrap();
    let imported = import_file(&path, &ImportOptions::default()).unwrap();
    assert_eq!(imported.text.as_str(), "The cordons\n\nThey did not wait.");
    assert_eq!(imported.media_type, MediaType::Markdown);
    assert_eq!(imported.origin.file_name, "on-the-cordons.md");
    assert_eq!(imported.origin.media_type, "text/markdown");
    assert_eq!(imported.origin.bytes_digest, Some(Digest::of(bytes)));
    assert_eq!(imported.encoding_sentence(), "UTF-8, by its byte order mark");
    assert_sound(&imported);
}

#[test]
fn files_that_cannot_be_read_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refusal(&folder.path().join("none.txt")).contains("no such file"));
    assert!(refusal(folder.path()).contains("a folder"));
    let empty = folder.path().join("empty.txt");
    for bytes in ["", " \n\t\r\n", "\u{feff}", "\u{feff}\u{200b}\u{a0}\n\u{c}"] {
        fs::write(&empty, bytes).unwrap();
        assert!(refusal(&empty).contains("is empty"), "{bytes:?}");
    }
    let large = folder.path().join("large.txt");
    fs::File::create(&large).unwrap().set_len(MAX_SOURCE_BYTES + 1).unwrap();
    assert!(refusal(&large).contains("larger than the 256 MiB"));
}

#[cfg(unix)]
#[test]
fn what_may_have_no_end_is_refused_at_once() {
    assert!(refusal(Path::new("/dev/zero")).contains("a device or a pipe"));
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert!(refusal(&socket).contains("a device or a pipe"));
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        assert!(refusal(&pipe).contains("a device or a pipe"));
    }
    let circle = folder.path().join("circle");
    std::os::unix::fs::symlink(&circle, &circle).unwrap();
    assert!(refusal(&circle).contains("cannot be read"));
}

#[cfg(unix)]
#[test]
fn a_name_of_several_lines_makes_a_message_of_one() {
    let said =
        import_file(Path::new("/none\n\u{1b}[1mhere"), &ImportOptions::default()).unwrap_err().to_string();
    assert!(said.starts_with("/none\\n\\u{1b}[1mhere: "), "{said}");
}

#[test]
fn files_of_other_programs_are_known_by_their_first_bytes() {
    let zip = |first: &str, more: &str| format!("PK\u{3}\u{4}{}{first} {more}", "\0".repeat(26)).into_bytes();
    for (bytes, what) in [
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), "this is a PDF, not a text. Save it as plain text"),
        (zip("mimetypeapplication/epub+zip", ""), "an e-book"),
        (zip("mimetypeapplication/vnd.oasis.opendocument.text", ""), "an OpenDocument file"),
        (zip("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (zip("notes.txt", ""), "an archive"),
        (b"{\\rtf1\\ansi The cordons}".to_vec(), "an RTF document"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0".to_vec(), "an old Word"),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "a picture"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "a picture"),
        (b"\x1F\x8B\x08\0".to_vec(), "a compressed file"),
    ] {
        let said = import(&bytes, "notes.txt").unwrap_err().to_string();
        assert!(said.starts_with("notes.txt: this is ") && said.contains(what), "{said}");
    }
}

#[test]
fn a_name_says_what_is_in_the_file_and_a_reader_can_say_otherwise() {
    for (name, expected) in [
        ("a.md", MediaType::Markdown),
        ("A.MD", MediaType::Markdown),
        ("a.b.markdown", MediaType::Markdown),
        ("a.mdown", MediaType::Markdown),
        ("a.txt", MediaType::Plain),
        ("a", MediaType::Plain),
        ("md", MediaType::Plain),
        ("", MediaType::Plain),
    ] {
        assert_eq!(MediaType::from_file_name(name), expected, "{name}");
    }
    let options = ImportOptions { encoding: None, media_type: Some(MediaType::Plain) };
    let kept = diptych::store::import::import_bytes(b"# One\n\n# Two", "a.md", &options).unwrap();
    assert_eq!((kept.text.as_str(), kept.warnings.len()), ("# One\n\n# Two", 0));
}

#[test]
fn plain_text_that_looks_like_something_else_gets_a_hint() {
    let hint = |words: &str| import(words.as_bytes(), "a.txt").unwrap().warnings.concat();
    assert!(hint("# One\n\nWords.\n\n## Two\n\nWords.").starts_with("This looks like Markdown."));
    assert!(hint("See [here](x) and [there](y).").starts_with("This looks like Markdown."));
    assert!(hint("\n<!DOCTYPE HTML>\n<p>Words.").starts_with("This looks like a web page"));
    assert_eq!(hint("No. #1 of 2 (see [3])\n#hashtag\n# \nWords."), "");
}

#[test]
fn form_feeds_begin_pages() {
    let imported = import("\u{c} \nOne, á.\n\u{c}\nTwo.\u{c}\u{c}Four.\u{c}".as_bytes(), "a.txt").unwrap();
    let pages: Vec<(String, &str)> = imported
        .structure
        .iter()
        .map(|mark| {
            let MarkKind::Page { label } = &mark.kind else { panic!("{mark:?}") };
            (label.clone(), imported.text.slice(mark.span))
        })
        .collect();
    assert_eq!(pages, [("1".into(), "O"), ("2".into(), "T"), ("4".into(), "F")]);
    assert!(imported.warnings[0].contains("page breaks"));
    assert!(imported.text.as_str().contains('\u{c}'));
    assert_sound(&imported);
}

#[test]
fn pasted_words_are_imported_without_decoding() {
    let imported = import_pasted("Un cordón.\r\n\r\nDos.", MediaType::Plain).unwrap();
    assert_eq!(imported.text.as_str(), "Un cordón.\n\nDos.");
    assert_eq!((imported.encoding, imported.encoding_how), (None, EncodingHow::Pasted));
    assert_eq!(imported.origin.bytes_digest, Some(Digest::of("Un cordón.\r\n\r\nDos.".as_bytes())));
    assert_eq!((imported.origin.file_name.as_str(), imported.origin.encoding.as_str()), ("", ""));
    assert_eq!(imported.bibliography.title, "Un cordón.");
    assert_sound(&imported);
    let said = import_pasted(" \n", MediaType::Markdown).unwrap_err().to_string();
    assert_eq!(said, "The pasted text: this is empty. A source needs words.");
    assert!(matches!(import_pasted("***\n", MediaType::Markdown), Err(ImportError::NoWords { .. })));
}

#[test]
fn a_title_and_a_short_name_are_suggested() {
    let long = "word ".repeat(40);
    for (words, name, title, short) in [
        ("# The coup in Chile\n\nWords.", "a.md", "The coup in Chile", "Coup in Chile"),
        ("## *After* the [defeat](x)\n", "a.md", "After the defeat", "After the defeat"),
        ("\n  The Cordons: a Memoir  \nWords.", "a.txt", "The Cordons: a Memoir", "Cordons"),
        ("<https://example.org/x>\n\nFrom the archive\n", "a.txt", "From the archive", "From the archive"),
        ("From the archive\n\n# One, 1973\n\n# Two", "a.txt", "One, 1973", "One 1973"),
        (&long, "the_armed-road_1972.txt", "the armed road 1972", "Armed road 1972"),
        (&long, "", "word word word word word word word word word word word word…", "Word word word"),
        ("连帯", "a.txt", "连帯", "连帯"),
    ] {
        let suggested = import(words.as_bytes(), name).unwrap().bibliography;
        assert_eq!((suggested.title.as_str(), suggested.short_name.as_str()), (title, short));
    }
}

#[test]
fn front_matter_becomes_bibliography_and_leaves_the_text() {
    let markdown = "---\ntitle: \"The coup: a balance\"\nauthors:\n  - Fourth International\n  - \"A. Person\"\n\
        date: September 1973 # printed in October\nlang: en\ntags: [x, y]\n---\n\n# Heading\n\nWords.\n";
    let imported = import(markdown.as_bytes(), "a.md").unwrap();
    let found = &imported.bibliography;
    assert_eq!(imported.text.as_str(), "Heading\n\nWords.");
    assert_eq!(found.title, "The coup: a balance");
    assert_eq!(found.author, "Fourth International; A. Person");
    assert_eq!((found.date.as_str(), found.language.as_str()), ("September 1973", "en"));
    assert_eq!(found.short_name, "FI 1973");
    assert_eq!(
        imported.warnings,
        ["The file's front matter is no part of the text: title, authors, date, lang, tags."]
    );
    for (front, author, title) in [
        ("author: [Ana Soto, 'B. Ruiz']", "Ana Soto; B. Ruiz", "Words"),
        ("title: >\n  Two\n  lines\nauthor: Soto, Ana", "Soto, Ana", "Two lines"),
    ] {
        let found = import(format!("---\n{front}\n---\nWords\n").as_bytes(), "a.md").unwrap().bibliography;
        assert_eq!((found.author.as_str(), found.title.as_str()), (author, title));
    }
}

#[test]
fn what_only_resembles_front_matter_stays_in_the_text() {
    for markdown in [
        "---\n\nA plain sentence.\n\n---\n\nMore.\n",
        "---\ntitle: never closed\n\nWords.\n",
        "---\n---\nWords.\n",
    ] {
        let imported = import(markdown.as_bytes(), "a.md").unwrap();
        let words: usize = markdown.split_whitespace().filter(|word| !word.starts_with('-')).count();
        assert_eq!(imported.text.as_str().split_whitespace().count(), words, "{markdown}");
        assert_eq!(imported.warnings.len(), 0);
    }
}
