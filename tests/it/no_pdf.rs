//! A build without typesetting says so, and leaves no file.

use super::cli_run::Folder;

#[test]
fn a_build_that_makes_no_pdf_says_so_before_anything_else() {
    let folder = Folder::with_comparison();
    for arguments in
        [&["compare", "c.diptych.json", "-o", "s.pdf"][..], &["compare", "none.json", "--format", "pdf"]]
    {
        assert_eq!(
            folder.run(arguments).refused(),
            "diptych: this build makes no PDF; make the sheet as HTML or DOCX and print that"
        );
    }
    assert!(!folder.path().join("s.pdf").exists());
}
