//! Changes JSON as JSON. Bytes that are changed blindly rarely are JSON any more, and then nothing behind the parser
//! is tried. So most changes are of values: copied from one place to another, left out, doubled, exchanged,
//! renamed throughout. One in four is what the fuzzer does itself, so that broken JSON is tried too.
//!
//! An input may hold several files, one after the other; values wander between them.

use std::ops::Range;

use memchr::memmem;

/// A value, or the name of a field.
#[derive(Clone)]
struct Value {
    at: Range<usize>,
    /// Where the name stands, of a value that is a field.
    name: Option<Range<usize>>,
    /// The byte it begins with; `0` for numbers and words.
    kind: u8,
}

impl Value {
    /// The value with its name, if it has one.
    fn whole(&self) -> Range<usize> {
        self.name.as_ref().map_or(self.at.start, |name| name.start)..self.at.end
    }
}

/// Returns the end of the string that begins at `start`.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

/// Returns all values, as far as this is JSON.
fn values(json: &[u8]) -> Vec<Value> {
    let (mut values, mut open): (Vec<Value>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut name = None;
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        let start = at;
        match byte {
            b'"' => {
                at = string_end(json, at);
                let blanks = json[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if json.get(at + blanks) == Some(&b':') {
                    name = Some(start..at);
                    at += blanks + 1;
                } else {
                    values.push(Value { at: start..at, name: name.take(), kind: byte });
                }
            }
            b'{' | b'[' => {
                open.push(values.len());
                values.push(Value { at: start..json.len(), name: name.take(), kind: byte });
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                if let Some(begun) = open.pop() {
                    values[begun].at.end = at;
                }
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let more = json[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
                at += more.count();
                values.push(Value { at: start..at, name: name.take(), kind: 0 });
            }
            _ => at += 1,
        }
    }
    values
}

/// Random numbers (xorshift).
pub struct Whims(u64);

impl Whims {
    /// Begins with `seed`.
    pub fn new(seed: u32) -> Self {
        // Mixed, so that seeds which follow one another lead to different changes.
        let mixed = (u64::from(seed) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(mixed ^ (mixed >> 29))
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % n.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

const NUMBERS: [&str; 10] =
    ["0", "1", "2", "3", "-1", "65536", "4294967295", "9223372036854775808", "2.50", "1e999"];

const WORDS: [&str; 14] = [
    "",
    " ",
    "t",
    "T ",
    "e\u{301}",
    "é",
    "\u{202e}",
    "\u{200b}",
    "\\n",
    "\\u0000",
    "\\ud83d\\ude42",
    "\u{1}x",
    "🙂",
    "null",
];

/// Fields that an object may get: those of the history, which few objects have, and some of a wrong kind.
const FIELDS: [&str; 12] = [
    r#""seen":{"00f1e2d3c4b5a697":2}"#,
    r#""seen":{"a3b4c5d6e7f80912":3}"#,
    r#""stamps":{"note":"2.00f1e2d3c4b5a697"}"#,
    r#""stamps":{"name":"3.a3b4c5d6e7f80912"}"#,
    r#""stamps":{"parent":"2.00f1e2d3c4b5a697"}"#,
    r#""stamps":{"passages":"2.a3b4c5d6e7f80912"}"#,
    r#""superseded":[{"field":"note","stamp":"2.00f1e2d3c4b5a697","value":"n"}]"#,
    r#""superseded":[{"field":"name"}]"#,
    r#""held":{"parent":"0198c6e2-4a53-7c1e-8d57-000000000030"}"#,
    r#""x":{"y":[1]}"#,
    r#""note":"n""#,
    r#""passages":[]"#,
];

/// Changes `json`, which holds one or several files parted by `parted`, in one to four places.
pub fn change(json: &mut Vec<u8>, parted: &[u8], whims: &mut Whims) {
    for _ in 0..=whims.below(4) {
        let all = values(json);
        let (Some(one), Some(other)) = (whims.one(&all).cloned(), whims.one(&all).cloned()) else {
            return;
        };
        match whims.below(12) {
            0 | 1 => {
                let alike: Vec<&Value> = all.iter().filter(|value| value.kind == one.kind).collect();
                let from = whims.one(&alike).map_or(one.at.clone(), |value| value.at.clone());
                let copy = json[from].to_vec();
                json.splice(one.at, copy);
            }
            2 => {
                let copy = json[other.at].to_vec();
                json.splice(one.at, copy);
            }
            3 => leave_out(json, one.whole()),
            4 => insert_beside(json, &one, one.whole()),
            5 => insert_beside(json, &one, other.whole()),
            6 | 7 => scalar(json, &one, whims),
            8 => rename(json, &one, &other),
            9 => {
                let objects: Vec<&Value> = all.iter().filter(|value| value.kind == b'{').collect();
                if let (Some(object), Some(field)) = (whims.one(&objects), whims.one(&FIELDS)) {
                    let (at, empty) = (object.at.start + 1, object.at.len() <= 2);
                    let field = format!("{field}{}", if empty { "" } else { "," });
                    json.splice(at..at, field.into_bytes());
                }
            }
            10 => exchange(json, one.at, other.at),
            _ => copy_part(json, parted, whims),
        }
    }
}

/// Leaves a value out, with one of the commas beside it.
fn leave_out(json: &mut Vec<u8>, whole: Range<usize>) {
    let Range { mut start, mut end } = whole;
    if json.get(end) == Some(&b',') {
        end += 1;
    } else if let Some(comma) = json[..start].iter().rposition(|byte| !byte.is_ascii_whitespace())
        && json[comma] == b','
    {
        start = comma;
    }
    json.drain(start..end);
}

fn insert_beside(json: &mut Vec<u8>, one: &Value, copied: Range<usize>) {
    let copy = [b",", &json[copied]].concat();
    json.splice(one.at.end..one.at.end, copy);
}

fn scalar(json: &mut Vec<u8>, one: &Value, whims: &mut Whims) {
    let old = String::from_utf8_lossy(&json[one.at.clone()]).into_owned();
    let new = match one.kind {
        0 => match (old.parse::<i64>(), whims.below(4)) {
            (Ok(n), 0) => n.wrapping_add(1).to_string(),
            (Ok(n), 1) => n.wrapping_sub(1).to_string(),
            _ => NUMBERS[whims.below(NUMBERS.len())].to_owned(),
        },
        b'"' => {
            let word = WORDS[whims.below(WORDS.len())];
            // The last string of a file that is cut off has no end.
            let inner = old.trim_matches('"');
            match whims.below(3) {
                0 => format!("\"{word}\""),
                1 => format!("\"{word}{inner}\""),
                _ => format!("\"{inner}{word}\""),
            }
        }
        _ => return,
    };
    json.splice(one.at.clone(), new.into_bytes());
}

/// Writes one string for another wherever it stands: an id stays referred to.
fn rename(json: &mut Vec<u8>, one: &Value, other: &Value) {
    if one.kind != b'"' || other.kind != b'"' {
        return;
    }
    let (old, new) = (json[one.at.clone()].to_vec(), json[other.at.clone()].to_vec());
    let mut at = 0;
    while let Some(found) = json.get(at..).and_then(|rest| memmem::find(rest, &old)) {
        json.splice(at + found..at + found + old.len(), new.iter().copied());
        at += found + new.len();
    }
}

fn exchange(json: &mut Vec<u8>, one: Range<usize>, other: Range<usize>) {
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    if first.end <= second.start {
        let (a, b) = (json[first.clone()].to_vec(), json[second.clone()].to_vec());
        json.splice(second, a);
        json.splice(first, b);
    }
}

/// Writes one file over the other.
fn copy_part(json: &mut Vec<u8>, parted: &[u8], whims: &mut Whims) {
    let Some(at) = memmem::find(json, parted) else {
        return;
    };
    let (one, other) = (json[..at].to_vec(), json[at + parted.len()..].to_vec());
    *json = match whims.below(3) {
        0 => [&one, parted, &one].concat(),
        1 => [&other, parted, &other].concat(),
        _ => [&other, parted, &one].concat(),
    };
}
