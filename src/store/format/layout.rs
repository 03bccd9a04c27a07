//! How JSON is laid out: indented by two spaces, raw values indented anew; and the reverse, all blanks gone.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Objects and lists within one another, at most. Deeper ones come from no honest program, and would
/// be written with more indentation than words.
pub(in crate::store) const MAX_DEPTH: usize = 128;

/// Returns JSON without the blanks between its parts, or nothing when it is nested too deep.
pub(in crate::store) fn compact(json: &str) -> Option<String> {
    let mut out = String::with_capacity(json.len());
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for c in json.chars() {
        if in_string {
            (in_string, escaped) = (escaped || c != '"', !escaped && c == '\\');
        } else {
            match c {
                ' ' | '\t' | '\n' | '\r' => continue,
                '"' => in_string = true,
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth > MAX_DEPTH {
            return None;
        }
        out.push(c);
    }
    Some(out)
}

/// Indents by two, from any depth on.
struct Indented {
    depth: usize,
    has_value: bool,
}

impl Indented {
    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        const BLANKS: &[u8; 65] = b"\n                                                                ";
        let mut left = 2 * self.depth;
        let first = left.min(64);
        out.write_all(BLANKS.get(..=first).unwrap_or(b"\n"))?;
        left -= first;
        (0..left).try_for_each(|_| out.write_all(b" "))
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.has_value {
            self.line(out)?;
        }
        self.has_value = true;
        out.write_all(bracket)
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }
    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(c) = rest.chars().next() {
            let (_, after) = rest.split_at(c.len_utf8());
            rest = after;
            match c {
                ' ' | '\t' | '\n' | '\r' => {}
                '{' | '[' => {
                    let bracket = if c == '{' { b"{" } else { b"[" };
                    self.open(out, bracket)?;
                    if !after.trim_start().starts_with(['}', ']']) {
                        self.has_value = true;
                        self.line(out)?;
                    }
                }
                '}' => self.close(out, b"}")?,
                ']' => self.close(out, b"]")?,
                ',' => self.next(out, false)?,
                ':' => out.write_all(b": ")?,
                '"' => {
                    let (string, after) = after.split_at(string_end(after));
                    out.write_all(b"\"")?;
                    out.write_all(string.as_bytes())?;
                    rest = after;
                }
                other => out.write_all(other.encode_utf8(&mut [0; 4]).as_bytes())?,
            }
        }
        Ok(())
    }
}

/// Returns the offset after the quotation mark that ends the string that `rest` is within.
fn string_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// Writes `value` as it stands within `depth` others; the line has been begun already.
pub(in crate::store) fn write_at(out: &mut Vec<u8>, depth: usize, value: &impl Serialize) {
    let mut serializer = serde_json::Serializer::with_formatter(out, Indented { depth, has_value: false });
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "memory takes everything, and all keys are strings: {written:?}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::format::Json;

    fn laid_out(json: &str) -> String {
        let mut out = Vec::new();
        write_at(&mut out, 0, &Json(json));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn raw_values_are_indented_anew_and_keep_every_letter() {
        let json = r#"{"a":[1,2.50,{}, [ ] ],"b\"{":"x , [\\","n":12345678901234567890123,"e":1E+2}"#;
        let expected = "{\n  \"a\": [\n    1,\n    2.50,\n    {},\n    []\n  ],\n  \"b\\\"{\": \"x , [\\\\\",\n  \
                        \"n\": 12345678901234567890123,\n  \"e\": 1E+2\n}";
        assert_eq!(laid_out(json), expected);
        assert_eq!(compact(expected), compact(json));
        assert_eq!(laid_out(&compact(json).unwrap()), expected);
    }

    #[test]
    fn what_we_lay_out_is_laid_out_as_serde_json_does() {
        let value = serde_json::json!({ "a": [1, [], {}, { "b": ["x"] }], "c": {} });
        assert_eq!(laid_out(&value.to_string()), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn nesting_past_all_sense_is_noticed() {
        let nest = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(compact(&nest(MAX_DEPTH)).is_some());
        assert!(compact(&nest(MAX_DEPTH + 1)).is_none());
        assert!(compact(&format!("\"{}\"", "[".repeat(1000))).is_some());
    }
}
