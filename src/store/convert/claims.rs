//! The many claims of a file, found and read fast: nearly all of a file is claims.
//!
//! In a file laid out as this program does it, a line that consists of four blanks and a brace is
//! where a claim begins or ends, whatever the claims hold (within strings JSON has no line ends). So
//! the claims are told apart without parsing, and are read by two threads. That the rest of the file
//! has its list of claims just there is proved by parsing it with an empty list in its place. Any
//! other layout is parsed as a whole first.

use memchr::memmem;
use serde::de::IgnoredAny;

use super::super::record::{Key, ObjectHistory};
use super::read;
use crate::model::{Claim, Comparison, ObjectKind};

/// Fewer claims than this are read by one thread.
const WORTH_A_THREAD: usize = 1_000;

/// A file whose claims were told apart without parsing.
pub(in crate::store) struct Split<'a> {
    /// The file with an empty list of claims.
    pub(in crate::store) rest: String,
    /// Where in `rest` that list stands.
    pub(in crate::store) at: usize,
    /// By how much everything after it comes later in the file.
    pub(in crate::store) shift: usize,
    /// The JSON of each claim.
    pub(in crate::store) claims: Vec<&'a str>,
}

/// Tells the claims of `file` apart, if it is laid out as this program does it.
pub(in crate::store) fn split(file: &str) -> Option<Split<'_>> {
    const LIST: &str = "\n  \"claims\": ";
    const BEGIN: &str = "[\n    {";
    const BETWEEN: &str = "\n    },\n    {";
    const END: &str = "\n    }\n  ]";
    let at = memmem::find(file.as_bytes(), [LIST, BEGIN].concat().as_bytes())? + LIST.len();
    let (head, list) = file.split_at_checked(at)?;
    let first = BEGIN.len() - 1;
    let last = memmem::find(list.as_bytes(), END.as_bytes())?;
    let all = list.get(..last + END.len() - "\n  ]".len())?;
    let mut claims = Vec::new();
    let mut begin = first;
    for place in memmem::find_iter(all.as_bytes(), BETWEEN.as_bytes()) {
        claims.push(all.get(begin..place + "\n    }".len())?);
        begin = place + BETWEEN.len() - 1;
    }
    claims.push(all.get(begin..)?);
    let tail = list.get(last + END.len()..)?;
    let rest = [head, "[]", tail].concat();
    let shift = file.len() - rest.len();
    Some(Split { rest, at, shift, claims })
}

/// Claims as read, each with the index of its JSON.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) claims: Vec<Claim>,
    pub(super) from: Vec<usize>,
    pub(super) histories: Vec<(Key, ObjectHistory)>,
    pub(super) bad: Vec<(usize, String)>,
}

/// Reads all claims. Nothing when one of them is not even JSON, so that the list must be told apart otherwise.
pub(super) fn read_all(list: &[&str], comparison: &Comparison) -> Option<Batch> {
    if list.len() < WORTH_A_THREAD {
        return read_some(list, 0, comparison);
    }
    let middle = list.len() / 2;
    let (first, second) = list.split_at(middle);
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| read_some(second, middle, comparison));
        let first = read_some(first, 0, comparison);
        // A reading that fails to end is read again, in this thread, where the fault shows.
        (first, second.join().ok())
    });
    let second = second.unwrap_or_else(|| read_some(list.get(middle..)?, middle, comparison));
    let (mut all, mut second) = (first?, second?);
    all.claims.append(&mut second.claims);
    all.from.append(&mut second.from);
    all.histories.append(&mut second.histories);
    all.bad.append(&mut second.bad);
    Some(all)
}

fn read_some(list: &[&str], first_index: usize, comparison: &Comparison) -> Option<Batch> {
    let mut batch = Batch::default();
    batch.claims.reserve(list.len());
    batch.from.reserve(list.len());
    for (index, json) in (first_index..).zip(list) {
        match read::claim(json, comparison) {
            Ok((claim, history)) => {
                if let Some(history) = history {
                    batch.histories.push(((Some(ObjectKind::Claim), claim.id.0), history));
                }
                batch.claims.push(claim);
                batch.from.push(index);
            }
            Err(problem) => {
                serde_json::from_str::<IgnoredAny>(json).ok()?;
                batch.bad.push((index, problem));
            }
        }
    }
    Some(batch)
}
