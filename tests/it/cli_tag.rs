//! `tag`: one claim more, and what is refused.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

/// `tag` with these arguments after the file.
fn tag<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["tag", C][..], arguments].concat()
}

#[test]
fn a_claim_is_added_with_all_that_is_said_of_it() {
    let folder = Folder::with_comparison();
    let full = tag(&[
        "--source",
        "1",
        "--quote",
        "The party disarmed them",
        "--tag",
        "role of the party",
        "--stance",
        "affirms",
        "--note",
        "compare p. 9",
        "--summary",
        "It took their arms",
        "--voice",
        "Prats",
        "--attitude",
        "rejects",
    ]);
    let line = folder.run(&full).ok();
    assert_eq!(line, "c.diptych.json: Statement ¶ 3 (67..90): role of the party, affirms\n");
    let sheet = folder.json(&["compare", C, "--json"]);
    let claim = &sheet["tags"][0]["cells"][0]["claims"][0];
    assert_eq!(claim["quotation"], "The party\ndisarmed them");
    assert_eq!(claim["voice"], serde_json::json!({"name": "Prats", "attitude": "rejects"}));
    for (field, value) in [
        ("reader", "Ana"),
        ("stance", "affirms"),
        ("note", "compare p. 9"),
        ("summary", "It took their arms"),
    ] {
        assert_eq!(claim[field], value);
    }
    assert_eq!(folder.run(&["check", C]).code, 0);
}

#[test]
fn a_source_goes_by_number_name_file_or_id() {
    let folder = Folder::with_comparison();
    let id = folder.json(&["info", C, "--json"])["sources"][1]["id"].as_str().unwrap().to_owned();
    for source in ["2", "Reply", "REPLY", "right.md", &id] {
        let line = folder.run(&tag(&["--source", source, "--range", "7..12", "--tag", "t"])).ok();
        assert_eq!(line, "c.diptych.json: Reply ¶ 2 (7..12): t\n");
    }
    assert_eq!(folder.json(&["info", C, "--json"])["claims"], 1);
    for none in ["3", "0", "replies", ""] {
        assert_eq!(
            folder.run(&tag(&["--source", none, "--range", "0..9", "--tag", "t"])).refused(),
            format!(
                "c.diptych.json: there is no source “{none}”; say one of: 1 “Statement”, \
                 2 “Reply”"
            )
        );
    }
}

#[test]
fn a_tag_goes_by_name_whatever_its_case_or_path_and_is_made_if_there_is_none() {
    let folder = Folder::with_comparison();
    let tags = |said: &str, range: &str| {
        let line = folder.run(&tag(&["--source", "1", "--range", range, "--tag", said])).ok();
        line.rsplit_once("): ").unwrap().1.trim_end().to_owned()
    };
    assert_eq!(tags("The party", "0..9"), "The party");
    assert_eq!(tags("THE PARTY", "11..14"), "The party");
    assert_eq!(tags("the party / armed road", "11..14"), "The party / armed road");
    assert_eq!(tags("Armed Road", "15..19"), "The party / armed road");
    assert_eq!(tags("the party/armed road", "20..27"), "The party / armed road");
    assert_eq!(tags("war / peace", "20..27"), "war / peace");
    let info = folder.json(&["info", C, "--json"]);
    assert_eq!((&info["tags"], &info["claims"]), (&3.into(), &4.into()));
}

#[test]
fn a_quotation_in_several_places_is_refused_with_their_list() {
    let folder = Folder::with_comparison();
    let before = folder.read(C);
    let road = tag(&["--source", "1", "--tag", "t", "--quote", "closed."]);
    assert_eq!(
        folder.run(&road).refused(),
        "c.diptych.json: source “Statement”: the quotation “closed.” is found in 2 places; \
         choose one with --nth: 1: ¶ 2 (32..39), 2: ¶ 3 (109..116)"
    );
    assert_eq!(folder.read(C), before);
    let second = folder.run(&[&road[..], &["--nth", "2"]].concat()).ok();
    assert!(second.contains("¶ 3 (109..116)"), "{second}");
    let third = folder.run(&[&road[..], &["--nth", "3"]].concat()).refused();
    assert!(third.ends_with("--nth 3: the quotation “closed.” is found in 2 places"), "{third}");
}

#[test]
fn what_cannot_be_tagged_is_refused_and_nothing_is_written() {
    let folder = Folder::with_comparison();
    let before = folder.read(C);
    let refused = |arguments: &[&str]| {
        let said = folder.run(&tag(&[&["--source", "1", "--tag", "t"], arguments].concat())).refused();
        assert_eq!(folder.read(C), before);
        said
    };
    let place = "c.diptych.json: source “Statement”: ";
    assert_eq!(refused(&["--quote", "Closed"]), format!("{place}the quotation “Closed” is not in the text"));
    assert_eq!(
        refused(&["--range", "100..118"]),
        format!("{place}--range 100..118: the text has only 117 characters")
    );
    assert_eq!(
        refused(&["--range", "9..9"]),
        format!("{place}--range 9..9: the end has to come after the start")
    );
    assert!(refused(&["--range", "39..41"]).contains("blank space"));
    assert!(refused(&["--quote", "Nobody", "--stance", "agrees"]).contains("a stance is affirms"));
    assert!(refused(&["--quote", "Nobody", "--attitude", "rejects"]).contains("--voice"));
    let nameless = tag(&["--source", "1", "--quote", "Nobody", "--tag", " "]);
    assert_eq!(folder.run(&nameless).refused(), "c.diptych.json: A tag needs a name.");
}

#[test]
fn what_somebody_wrote_before_is_not_replaced() {
    let folder = Folder::with_comparison();
    let nobody = tag(&["--source", "1", "--quote", "Nobody", "--tag", "t"]);
    let noted = |note| folder.run(&[&nobody[..], &["--note", note]].concat());
    noted("first").ok();
    noted("first").ok();
    assert_eq!(
        noted("second").refused(),
        "c.diptych.json: the claim of this passage has another note already; change it in the window"
    );
    folder.run(&[&nobody[..], &["--note", "Bo's own", "--reader", "Bo"]].concat()).ok();
    let info = folder.json(&["info", C, "--json"]);
    assert_eq!((&info["claims"], &info["readers"]), (&2.into(), &2.into()));
}

#[test]
fn the_reader_is_the_one_named_or_the_files_only_one_or_the_user() {
    let folder = Folder::new();
    folder.run(&["new", "-o", C, "left.txt", "right.md"]).ok();
    let mut by = Vec::new();
    for (range, reader) in
        [("0..9", &[][..]), ("11..14", &["--reader", "Ana"]), ("15..19", &[]), ("20..27", &[])]
    {
        folder.run(&[&tag(&["--source", "1", "--tag", "t", "--range", range])[..], reader].concat()).ok();
    }
    let sheet = folder.json(&["compare", C, "--json"]);
    for claim in sheet["tags"][0]["cells"][0]["claims"].as_array().unwrap() {
        by.push(claim["reader"].as_str().unwrap().to_owned());
    }
    assert_eq!(by, ["maria", "Ana", "maria", "maria"]);
    let folder = Folder::new();
    folder.run(&["new", "-o", C, "left.txt", "right.md"]).ok();
    let nobody = tag(&["--source", "1", "--tag", "t", "--range", "0..9"]);
    assert!(folder.command(&nobody).env_remove("USER").status().unwrap().success());
    let sheet = folder.json(&["compare", C, "--json"]);
    assert_eq!(sheet["tags"][0]["cells"][0]["claims"][0]["reader"], "Reader");
}
