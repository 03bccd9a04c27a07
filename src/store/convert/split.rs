//! A file with its long lists taken out: the sources, which hold the texts, and the claims.
//!
//! In a file laid out as this program does it, a line that consists of four blanks and a brace is
//! where an object of a list begins or ends, whatever the objects hold (within strings JSON has no
//! line ends). So the objects are told apart without parsing, and a text of 100 MB is neither copied
//! nor looked over twice. That the lists stand just there is proved by parsing the rest with next to nothing in
//! their place, and that an object is one, by parsing it. Any other layout is parsed as a whole.

use memchr::memmem;

use super::claims::List;

/// What is between two objects of a list.
pub(super) const BETWEEN: &str = "\n    },\n    {";
/// The part of it that belongs to the first of the two; the last one's brace belongs to the second.
pub(super) const CLOSED: usize = "\n    }".len();
/// What ends a list.
const END_OF_LIST: &str = "\n    }\n  ]";

/// A file whose sources and claims were taken out.
pub(in crate::store) struct Split<'a> {
    /// The file with a list of nothing but a zero for the sources, and an empty one for the claims.
    pub(in crate::store) rest: String,
    /// The two cuts, in the order of the file.
    pub(in crate::store) cuts: [Cut; 2],
    /// The JSON of each source.
    pub(in crate::store) sources: Vec<&'a str>,
    /// The claims.
    pub(in crate::store) claims: List<'a>,
}

/// Where something was taken out.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Cut {
    /// Where in the rest what stands in its place begins.
    pub(in crate::store) at: usize,
    /// By how much what comes after it comes later in the file.
    pub(in crate::store) shift: usize,
}

/// Takes the sources and the claims out of `file`, if it is laid out as this program does it.
pub(in crate::store) fn split(file: &[u8]) -> Option<Split<'_>> {
    const SOURCES: &str = "\n  \"sources\": [\n    {";
    const CLAIMS: &str = "\n  \"claims\": [\n    {";
    const END_OF_CLAIMS: &str = "\n    }\n  ],\n  \"links\": [";
    let of_sources = memmem::find(file, SOURCES.as_bytes())? + SOURCES.len() - 1;
    let end_of_sources = memmem::find(file.get(of_sources..)?, END_OF_LIST.as_bytes())? + of_sources + CLOSED;
    let of_claims =
        memmem::find(file.get(end_of_sources..)?, CLAIMS.as_bytes())? + end_of_sources + CLAIMS.len() - 1;
    let end_of_claims = memmem::rfind(file, END_OF_CLAIMS.as_bytes())? + CLOSED;
    // The end may stand before the beginning, in a file that only looks like ours.
    let claims = List::Ours(file.get(of_claims..end_of_claims)?);
    let sources = told_apart(file.get(of_sources..end_of_sources)?)?;
    let brackets = "[\n    ".len();
    let after = "\n  ]".len();
    let parts = [
        file.get(..of_sources - brackets)?,
        b"[0]",
        file.get(end_of_sources + after..of_claims - brackets)?,
        b"[]",
        file.get(end_of_claims + after..)?,
    ];
    let ends = parts.iter().scan(0, |end, part| Some(std::mem::replace(end, *end + part.len())));
    let [_, first, _, second, _] = <[usize; 5]>::try_from(ends.collect::<Vec<_>>()).ok()?;
    let rest = parts.concat();
    let shift = (end_of_sources + after) - (first + "[0]".len());
    let cuts = [Cut { at: first, shift }, Cut { at: second, shift: file.len() - rest.len() - shift }];
    Some(Split { rest: String::from_utf8(rest).ok()?, cuts, sources, claims })
}

fn told_apart(mut list: &[u8]) -> Option<Vec<&str>> {
    let between = memmem::Finder::new(BETWEEN);
    let mut objects = Vec::new();
    while let Some(place) = between.find(list) {
        let (json, rest) = list.split_at_checked(place + CLOSED)?;
        objects.push(std::str::from_utf8(json).ok()?);
        list = rest.get(BETWEEN.len() - 1 - CLOSED..)?;
    }
    objects.push(std::str::from_utf8(list).ok()?);
    Some(objects)
}
