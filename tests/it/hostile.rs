//! Files made to harm: within 1 MB, whatever they say, the program answers within a second and a gigabyte.
//!
//! The program is run as it is, by itself, with no more memory than that to be had. What is held to a second is its
//! processor time, of all its threads together, which a busy machine does not lengthen. A build for tests is
//! slower than a released one, and has [`SLOWER`] times as long. `HOSTILE_PROGRAM=target/release/diptych` (a whole
//! path) runs that program, and holds it to the promise itself; so does `cargo test --release`.
//! `HOSTILE_TIMES=1` prints what each run took. Without a released program the costliest case is smaller, for it would
//! keep everybody waiting.

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli_run::Folder;

/// What is promised of a released build, for files of up to 1 MB.
const PROMISED: Duration = Duration::from_secs(1);
/// A build without optimization may take so many times as long.
const SLOWER: u32 = 20;
/// Nobody waits longer than this for a run to end, whatever the machine is at.
const HANGS: Duration = Duration::from_secs(120);
const MIB: usize = 1 << 20;

/// The released program that is to be run instead of the one that was built for these tests.
fn released() -> Option<String> {
    std::env::var("HOSTILE_PROGRAM").ok()
}

/// Whether it is a released program that is run.
fn is_released() -> bool {
    !cfg!(debug_assertions) || released().is_some()
}

/// Runs the program with at most 1 GiB of memory; it must answer, or refuse in one line, in the time that is promised.
#[track_caller]
fn run(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    run_within(folder, arguments, PROMISED)
}

#[track_caller]
fn run_within(folder: &Folder, arguments: &[&str], promised: Duration) -> (i32, String) {
    let slower = if is_released() { 1 } else { SLOWER };
    let program = released().unwrap_or_else(|| env!("CARGO_BIN_EXE_diptych").to_owned());
    let mut command = if cfg!(target_os = "linux") {
        let mut command = Command::new("sh");
        let script =
            "ulimit -v 1048576; ulimit -t 120; \"$0\" \"$@\" > /dev/null; code=$?; times; exit $code";
        command.args(["-c", script, &program]);
        command.stdout(Stdio::piped());
        command
    } else {
        let mut command = Command::new(&program);
        command.stdout(Stdio::null());
        command
    };
    command.args(arguments).current_dir(folder.path()).env("DIPTYCH_DATA", folder.path().join(".data"));
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let shown: Vec<String> = arguments.iter().map(|word| word.chars().take(60).collect()).collect();
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut errors = child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut said = Vec::new();
        errors.read_to_end(&mut said).map(|_| said)
    });
    while child.try_wait().unwrap().is_none() && begun.elapsed() < HANGS {
        std::thread::sleep(Duration::from_millis(2));
    }
    let by_the_clock = begun.elapsed();
    let _ended_if_it_hangs = child.kill();
    let mut times = String::new();
    child.stdout.take().map(|mut out| out.read_to_string(&mut times).unwrap());
    let status = child.wait().unwrap();
    let stderr = reader.join().unwrap().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    let start: String = said.chars().take(300).collect();
    assert!(by_the_clock < HANGS, "{shown:?} hangs: {start}");
    let took = processor_time(&times).unwrap_or(by_the_clock);
    if std::env::var_os("HOSTILE_TIMES").is_some() {
        println!("{took:?} {shown:?}");
    }
    assert!(took < promised * slower, "{shown:?} took {took:?}: {start}");
    let code = status.code().unwrap_or_else(|| panic!("{shown:?} was ended by a signal: {start}"));
    assert!((0..=2).contains(&code) && !said.contains("a fault of the program"), "{shown:?}: {code} {start}");
    assert!(code != 2 || said.lines().last().is_some_and(|line| line.len() < 4000), "{}", start);
    (code, said)
}

/// Reads what a shell says of its children: the second line of `times`, "0m1.25s 0m0.5s".
fn processor_time(times: &str) -> Option<Duration> {
    let of = |word: &str| {
        let (minutes, seconds) = word.strip_suffix('s')?.split_once('m')?;
        let minutes = Duration::from_secs(60 * minutes.parse::<u64>().ok()?);
        Some(minutes + Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?)
    };
    let children = times.lines().nth(1)?;
    let (user, system) = children.split_once(' ')?;
    Some(of(user)? + of(system.trim())?)
}

/// Opens a hostile comparison with every command that reads one.
#[track_caller]
fn survives(bytes: &[u8]) {
    assert!(bytes.len() <= MIB, "{} bytes", bytes.len());
    let folder = Folder::new();
    folder.put("h.json", bytes);
    for arguments in [
        &["check", "h.json"][..],
        &["info", "h.json", "--json"],
        &["compare", "h.json", "--format", "json"],
        &["compare", "h.json"],
        &["compare", "h.json", "--format", "md"],
        &["compare", "h.json", "--format", "csv"],
        &["search", "h.json", "a"],
        &["tag", "h.json", "--source", "1", "--quote", "the", "--nth", "1", "--tag", "t"],
        &["versions", "h.json"],
    ] {
        run(&folder, arguments);
    }
}

fn id(n: usize) -> String {
    format!("0198c6e2-4a53-7c1e-8d57-{n:012x}")
}

/// A comparison of one source with `text`, and these JSON lists.
fn file(text: &str, tags: &str, claims: &str, more: &str) -> Vec<u8> {
    let sha256 = diptych::model::Digest::of(text.as_bytes());
    let (a, s, r) = (id(1), id(2), id(3));
    let quoted = serde_json::to_string(text).unwrap();
    let length = text.chars().count();
    format!(
        "{{\"format\":\"diptych\",\"version\":1,\"id\":\"{a}\",\"title\":\"\",\"created\":\"2026-11-20T10:15:00Z\",\"revision\":1,\
         \"sources\":[{{\"id\":\"{s}\",\"order\":0,\"title\":\"S\",\"origin\":{{\"media_type\":\"text/plain\"}},\"revision\":1,\
         \"length\":{length},\"sha256\":\"{sha256}\",\"text\":{quoted}}}],\
         \"readers\":[{{\"id\":\"{r}\",\"name\":\"R\",\"revision\":1}}],\
         \"codebook\":{{\"revision\":1,\"tags\":[{tags}]}},\"claims\":[{claims}],\"links\":[],\"silences\":[]{more}}}"
    )
    .into_bytes()
}

fn tag(n: usize, name: &str, parent: Option<usize>) -> String {
    let parent = parent.map_or(String::new(), |parent| format!("\"parent\":\"{}\",", id(parent)));
    format!(
        "{{\"id\":\"{}\",\"name\":\"{name}\",\"definition_revision\":1,{parent}\"order\":0,\"color\":\"blue\",\
         \"created\":\"2026-11-20T10:15:00Z\",\"modified\":\"2026-11-20T10:15:00Z\",\"revision\":1}}",
        id(n)
    )
}

fn claim(n: usize, (start, quote): (usize, &str), tags: &str, more: &str) -> String {
    let end = start + quote.chars().count();
    format!(
        "{{\"id\":\"{}\",\"source\":\"{}\",\"reader\":\"{}\",\"created\":\"2026-11-20T10:15:00Z\",\
         \"modified\":\"2026-11-20T10:15:00Z\",\"revision\":1,{more}\
         \"passages\":[{{\"start\":{start},\"end\":{end},\"quote\":\"{quote}\"}}],\"tags\":[{tags}]}}",
        id(n),
        id(2),
        id(3)
    )
}

fn used(tag: usize) -> String {
    format!("{{\"tag\":\"{}\",\"definition_revision\":1}}", id(tag))
}

fn list(objects: impl IntoIterator<Item = String>) -> String {
    objects.into_iter().collect::<Vec<_>>().join(",")
}

#[test]
fn the_frame_of_these_files_is_sound() {
    let folder = Folder::new();
    let claims = claim(20, (4, "end"), &used(10), "");
    folder.put("h.json", file("the end", &tag(10, "t", None), &claims, ""));
    assert_eq!(folder.run(&["check", "h.json"]).ok(), "h.json: sound\n");
}

#[test]
fn nesting_without_end() {
    survives("[".repeat(MIB).as_bytes());
    survives("{\"a\":".repeat(MIB / 5).as_bytes());
    let deep = |open: &str, close: &str, n: usize| format!(",\"x\":{}0{}", open.repeat(n), close.repeat(n));
    survives(&file("the end", "", "", &deep("[", "]", MIB / 4)));
    survives(&file("the end", "", "", &deep("{\"a\":", "}", MIB / 8)));
    let inner = claim(20, (4, "end"), "", &deep("[", "]", MIB / 4).replacen(',', "", 1).replace("]0", "]"))
        .replace("]\"passages\"", "],\"passages\"");
    survives(&file("the end", "", &inner, ""));
}

#[test]
fn lists_of_very_many_things_that_are_none() {
    for thing in ["0", "{}"] {
        let many = vec![thing; (MIB - 2000) / (thing.len() + 1)].join(",");
        for bytes in [
            file("the end", &many, "", ""),
            file("the end", "", &many, ""),
            file("the end", "", "", &format!(",\"set_aside\":[{many}]")),
            file("the end", "", "", &format!(",\"tombstones\":[{many}]")),
            file("the end", "", "", &format!(",\"unknown\":[{many}]")),
        ] {
            survives(&bytes);
        }
    }
}

#[test]
fn very_many_fields_of_no_name_that_is_known() {
    let mut more = String::new();
    for n in 0..60_000 {
        let _ = write!(more, ",\"{n:x}\":{n}");
    }
    survives(&file("the end", "", "", &more));
}

#[test]
fn numbers_past_all_measure() {
    let sound =
        String::from_utf8(file("the end", &tag(10, "t", None), &claim(20, (4, "end"), "", ""), "")).unwrap();
    let digits = "9".repeat(400_000);
    for number in ["-1", "1e999", "4294967296", "18446744073709551616", "1.5", "-0", &digits] {
        for field in [
            "\"start\":4",
            "\"end\":7",
            "\"order\":0",
            "\"revision\":1",
            "\"length\":7",
            "\"definition_revision\":1",
        ] {
            let name = field.split(':').next().unwrap();
            let bytes = sound.replacen(field, &format!("{name}:{number}"), 1);
            let folder = Folder::new();
            folder.put("h.json", bytes);
            run(&folder, &["check", "h.json"]);
        }
    }
}

#[test]
fn ids_that_all_are_the_same() {
    let claims = list((0..3000).map(|_| claim(20, (4, "end"), "", "")));
    survives(&file("the end", &list((0..800).map(|_| tag(10, "t", None))), &claims, ""));
}

#[test]
fn names_as_long_as_the_file() {
    survives(&file("the end", &tag(10, &"n".repeat(MIB - 2000), None), "", ""));
    survives(&file("the end", &tag(10, &"n".repeat(99_000), None), "", ""));
    survives(&file("the end", &tag(10, &"\\u202e".repeat(99_000), None), "", ""));
    let long = "n ".repeat(MIB / 2 - 1000);
    let more = format!(",\"readers\":[{{\"id\":\"{}\",\"name\":\"{long}\",\"revision\":1}}]", id(4));
    survives(&file("the end", "", "", &more));
}

#[test]
fn a_long_name_above_very_many_tags() {
    let mut tags: Vec<String> =
        (0..31).map(|n| tag(10 + n, &"n".repeat(20_000), n.checked_sub(1).map(|above| 10 + above))).collect();
    tags.extend((0..1400).map(|n| tag(100 + n, "t", Some(40))));
    survives(&file("the end", &list(tags), "", ""));
}

#[test]
fn tags_in_a_chain_without_end() {
    let chain = |n: usize| list((0..n).map(|n| tag(10 + n, "t", n.checked_sub(1).map(|above| 10 + above))));
    survives(&file("the end", &chain(3800), "", ""));
    // All that the limit allows, in a file of 25 MB: it may take longer, and still not more than a few seconds.
    let folder = Folder::new();
    folder.put("h.json", file("the end", &chain(100_000), "", ""));
    run_within(&folder, &["check", "h.json"], 5 * PROMISED);
    let circle = list((0..3800).map(|n| tag(10 + n, "t", Some(10 + (n + 1) % 3800))));
    survives(&file("the end", &circle, "", ""));
}

#[test]
fn stamps_and_sessions_without_end() {
    let mut stamps = String::new();
    let mut seen = String::new();
    for n in 0..9000 {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(stamps, "{comma}\"tags/{}\":\"{n}.{n:016x}\"", id(n));
        let _ = write!(seen, "{comma}\"{n:016x}\":{n}");
    }
    let more = format!("\"seen\":{{{seen}}},\"stamps\":{{{stamps}}},");
    survives(&file("the end", "", &claim(20, (4, "end"), "", &more), ""));
}

#[test]
fn claims_that_all_lie_over_one_another() {
    let text = "the end of the road ".repeat(30);
    let claims = list((0..900).map(|n| claim(20 + n, (0, text.get(..590 - n / 2).unwrap()), &used(10), "")));
    survives(&file(&text, &tag(10, "t", None), &claims, ""));
    let text = "the ".repeat(10_000);
    let claims = list((0..2500).map(|n| claim(20 + n, (n, text.get(n..n + 4).unwrap()), &used(10), "")));
    survives(&file(&text, &tag(10, "t", None), &claims, ""));
}

#[test]
fn one_long_quotation_under_very_many_tags() {
    let text = "the end of the road ".repeat(if is_released() { 16_000 } else { 800 });
    let tags = list((0..1000).map(|n| tag(100 + n, "t", None)));
    let uses = list((0..1000).map(|n| used(100 + n)));
    survives(&file(&text, &tags, &claim(20, (0, &text), &uses, ""), ""));
}

#[test]
fn patterns_that_explode() {
    let folder = Folder::with_comparison();
    let text = "a".repeat(MIB);
    folder.put("a.txt", &text);
    folder.run(&["new", "-o", "a.json", "a.txt", "left.txt"]).ok();
    let long = "(a|".repeat(10_000);
    let wide = "a|".repeat(30_000);
    for pattern in [
        "(a*)*b",
        "(a+)+$",
        "(a|a)*b",
        "((a{100}){100}){100}",
        "(?:a?){500}a{500}",
        "(.*)*(.*)*x",
        "[\\s\\S]*[\\s\\S]*b",
        "(?i)(\\pL{50}){50}",
        "\\b(\\w+\\s?)*x",
        &long,
        &wide,
        "(((((((((((((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}",
    ] {
        run(&folder, &["search", "a.json", "--regex", pattern]);
    }
    run(&folder, &["search", "a.json", &"a ".repeat(40_000)]);
    run(&folder, &["search", "a.json", &"x".repeat(100_000)]);
}

#[test]
fn markdown_that_explodes() {
    let folder = Folder::new();
    for (name, unit) in [
        ("quotes", "> "),
        ("brackets", "["),
        ("images", "!["),
        ("stars", "*a "),
        ("under", "_a_"),
        ("ticks", "`a``"),
        ("lists", "- "),
        ("notes", "[^1]: a\n"),
        ("links", "[a]("),
        ("html", "<a "),
        ("open", "<!-- "),
        ("script", "<script>"),
        ("entities", "&#x41;"),
        ("tables", "|a"),
        ("fences", "```\n"),
        ("tildes", "~~a"),
        ("refs", "[a]: b\n[a] "),
        ("cdata", "<![CDATA["),
        ("instructions", "<?a "),
        ("declarations", "<!A "),
        ("divs", "<div>\n\n"),
        ("escapes", "\\["),
        ("ends", "]("),
    ] {
        let file = format!("{name}.md");
        folder.put(&file, format!("# Words\n\n{}\n", unit.repeat((MIB - 20) / unit.len())));
        run(&folder, &["text", &file, "--json"]);
    }
    let mut nested = String::from("Words\n\n");
    for depth in 0..1000 {
        let _ = writeln!(nested, "{}- a", " ".repeat(depth % 1000 * 2));
    }
    folder.put("deep.md", nested);
    run(&folder, &["text", "deep.md"]);
}

#[test]
fn bibliographic_data_that_explode() {
    let folder = Folder::with_comparison();
    let mut doubling = "@string{s0 = {xxxxxxxxxx}}".to_owned();
    for n in 1..10_000 {
        write!(doubling, "@string{{s{n} = s{0} # s{0}}}", n - 1).unwrap();
    }
    let many = "# s9 ".repeat(150_000);
    write!(doubling, "@book{{x, title = s9 {many}}}").unwrap();
    let half = MIB / 2;
    let cases = [
        ("open.bib", "@x{".repeat(MIB / 3)),
        ("deep.bib", format!("@book{{a, title = {{{}{}}}}}", "{".repeat(half - 50), "}".repeat(half - 50))),
        ("commands.bib", format!("@book{{a, title = {{{}}}}}", "\\emph{".repeat(MIB / 7))),
        ("names.bib", format!("@book{{a, author = {{{}}}}}", "A and ".repeat(MIB / 7))),
        ("doubling.bib", doubling),
        ("deep.json", "[".repeat(MIB)),
        ("spans.json", format!("[{{\"title\":\"{}\"}}]", "<span".repeat(MIB / 6))),
        ("long.ris", format!("TY  - BOOK\nTI  - A\n{}", "KW  - a\n".repeat(MIB / 9))),
        ("going-on.ris", format!("TY  - BOOK\nTI  - A\n{}", "b\n".repeat(MIB / 3))),
    ];
    for (name, words) in cases {
        folder.put(name, words);
        run(&folder, &["describe", "c.diptych.json", "--source", "1", "--bib", name]);
        run(&folder, &["cite", "c.diptych.json"]);
    }
}

#[test]
fn very_many_sources_of_one_author_and_year() {
    let csl = r#"{"type":"book","title":"A","author":[{"family":"Roe"}],"issued":{"date-parts":[[1973]]}}"#;
    let sources =
        (0..999).map(|n| format!(r#"{{"id":"{}","order":{n},"title":"{n}","csl":{csl},"text":"a"}}"#, id(n)));
    let bytes = format!(
        r#"{{"format":"diptych","version":1,"id":"{}","created":"2026-11-20T10:00:00Z","sources":[{}]}}"#,
        id(5_000),
        list(sources)
    );
    let folder = Folder::new();
    folder.put("x.diptych.json", bytes);
    run(&folder, &["cite", "x.diptych.json"]);
    run(&folder, &["cite", "x.diptych.json", "--source", "999", "--range", "0..1"]);
    run(&folder, &["compare", "x.diptych.json"]);
}
