//! The words of a field of BibTeX: commands of LaTeX become characters, or the few tags of CSL-JSON.
//!
//! The crate biblatex knows the commands for letters and accents; what it leaves alone (emphasis, quotation marks,
//! ties) is replaced before it is asked. It is asked for one field at a time, so that what it can't read costs no other,
//! and only for braces that are balanced and not deep: it calls itself for each.

use biblatex::{Bibliography, Chunk, ChunksExt, Entry};

/// Braces within one another, at most.
const MAX_DEPTH: usize = 50;

/// The longest field that is looked at for commands, in bytes; of a longer one only the braces go.
const MAX_FIELD: usize = 64 << 10;

/// Fields whose characters stand for themselves.
const VERBATIM: [&str; 8] = ["url", "doi", "eprint", "file", "urlraw", "verba", "verbb", "verbc"];

/// Returns whether every brace has its counterpart and none are too deep. A brace after a backslash is a character.
fn is_balanced(raw: &str) -> bool {
    let (mut depth, mut escaped) = (0_usize, false);
    for c in raw.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' if depth == MAX_DEPTH => return false,
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && !escaped
}

/// Replaces what the crate would leave as it stands.
fn prepared(raw: &str) -> String {
    let mut words = raw.to_owned();
    for (command, before, after) in [
        ("\\emph{", "<i>", "</i>"),
        ("\\textit{", "<i>", "</i>"),
        ("\\mkbibemph{", "<i>", "</i>"),
        ("\\textbf{", "<b>", "</b>"),
        ("\\textsuperscript{", "<sup>", "</sup>"),
        ("\\enquote{", "“", "”"),
        ("\\mkbibquote{", "“", "”"),
        ("\\textsc{", "", ""),
        ("\\url{", "", ""),
    ] {
        while let Some((start, rest)) = words.split_once(command) {
            let Some((inner, end)) = group(rest) else { break };
            words = format!("{start}{before}{inner}{after}{end}");
        }
    }
    let words = words.replace("\\/", "").replace("\\,", "\u{202f}").replace("\\ ", " ");
    let mut tied = String::with_capacity(words.len());
    let mut before = ' ';
    for c in words.chars() {
        tied.push(if c == '~' && before != '\\' { '\u{a0}' } else { c });
        before = c;
    }
    tied.replace("``", "“").replace("''", "”")
}

/// Parts what stands before the closing brace of a group that is open from what stands after it.
fn group(words: &str) -> Option<(&str, &str)> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in words.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some((words.get(..at)?, words.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Returns an entry of the crate that has this one field, if it can be read.
fn parsed(name: &str, raw: &str) -> Option<Entry> {
    if raw.len() > MAX_FIELD {
        return None;
    }
    let words = if VERBATIM.contains(&name) { raw.to_owned() } else { prepared(raw) };
    if !is_balanced(&words) || !is_balanced(raw) {
        return None;
    }
    let all = Bibliography::parse(&format!("@misc{{x, {name} = {{{words}}}}}")).ok()?;
    all.into_vec().into_iter().next()
}

/// Returns a field's words as they are read.
pub(super) fn words(name: &str, raw: &str) -> String {
    let plain = || raw.replace(['{', '}'], "");
    let words = parsed(name, raw).and_then(|entry| {
        let chunks = entry.get(name)?;
        let mut words = String::new();
        for chunk in chunks {
            match &chunk.v {
                Chunk::Normal(part) | Chunk::Verbatim(part) | Chunk::Math(part) => words.push_str(part),
            }
        }
        Some(words)
    });
    words.unwrap_or_else(plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person or body as the crate parts its name.
pub(super) struct Person {
    pub(super) family: String,
    pub(super) given: String,
    pub(super) particle: String,
    pub(super) suffix: String,
}

/// Returns the persons in a field, parted at "and". "others" stands among them as a name.
pub(super) fn persons(raw: &str) -> Vec<Person> {
    let Some(entry) = parsed("author", raw) else { return Vec::new() };
    let list = entry.author().unwrap_or_default();
    let one = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let persons = list.iter().map(|person| Person {
        family: one(&person.name),
        given: one(&person.given_name),
        particle: one(&person.prefix),
        suffix: one(&person.suffix),
    });
    persons.collect()
}

/// Returns the entries of a list ("publisher", "location"), parted at "and".
pub(super) fn list(name: &str, raw: &str) -> Vec<String> {
    let Some(entry) = parsed(name, raw) else { return vec![words(name, raw)] };
    let lists = entry.get_as::<Vec<biblatex::Chunks>>(name).unwrap_or_default();
    let flat = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    lists.iter().map(|chunks| flat(chunks.format_verbatim())).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_latex_become_characters() {
        for (raw, expected) in [
            ("Corval{\\'a}n and the {C}ommunist {P}arty", "Corvalán and the Communist Party"),
            ("M{\\\"u}ller --- 12--14, \\& {\\ss}", "Müller — 12–14, & ß"),
            ("The \\emph{Manifesto} and ``more''", "The <i>Manifesto</i> and “more”"),
            ("\\enquote{A \\emph{b}}~c", "“A <i>b</i>” c"),
            ("open { brace", "open  brace"),
        ] {
            assert_eq!(
                words("title", raw),
                expected.split_whitespace().collect::<Vec<_>>().join(" "),
                "{raw}"
            );
        }
        assert_eq!(words("url", "https://example.org/~a_b"), "https://example.org/~a_b");
    }

    #[test]
    fn braces_past_all_measure_are_left_out_instead_of_read() {
        let deep = format!("{}a{}", "{".repeat(200_000), "}".repeat(200_000));
        assert_eq!(words("title", &deep), "a");
        let commands = format!("{}a{}", "\\b{".repeat(100_000), "}".repeat(100_000));
        assert!(words("title", &commands).ends_with('a'));
        assert_eq!(words("title", "\" } , crossref = {x"), "\" , crossref = x");
    }

    #[test]
    fn persons_and_bodies_are_told_apart() {
        let list = persons(
            "Juan de la Cruz and {World Health Organization} and King, Jr., Martin Luther and others",
        );
        let said: Vec<[&str; 4]> =
            list.iter().map(|p| [&*p.particle, &*p.family, &*p.given, &*p.suffix]).collect();
        let expected = [
            ["de la", "Cruz", "Juan", ""],
            ["", "World Health Organization", "", ""],
            ["", "King", "Martin Luther", "Jr."],
            ["", "others", "", ""],
        ];
        assert_eq!(said, expected);
    }
}
