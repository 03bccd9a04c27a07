//! A whole comparison, as the bytes of its file. Threads share the claims, which are most of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use serde::Serialize;

use super::super::format::{FORMAT, Id, Json, Revision, Str, VERSION, When, Word, layout, v1};
use super::super::merge::hidden;
use super::super::record::{self, Actor, ObjectHistory, Reckoning, Record, Tombstone, Tracked};
use super::{extra_within, own_extra, together, write};
use crate::model::{
    Claim, Comparison, Coverage, Decision, Link, Reader, Round, SavedSheet, Silence, Source, SourceId, Tag,
    Unknown,
};
use crate::text::Text;

/// How many claims make a part of the file: some 3 MB, written by one thread.
const AT_A_TIME: usize = 4_000;
/// How many threads write claims.
const THREADS: usize = 2;
/// The bytes that a claim takes, roughly.
const BYTES_OF_CLAIM: usize = 1_024;

/// How much of a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Form {
    /// All of it.
    Whole,
    /// What somebody chose of it, which changes nothing: what is not there was not removed, and what nobody refers to
    /// here may be referred to where it came from.
    Part {
        /// Whether the sources are written with their texts.
        texts: bool,
    },
}

/// Writes the whole of `comparison` as [`print_as`] does.
pub(in crate::store) fn print(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    take: &mut dyn FnMut(Vec<u8>),
) -> Record {
    print_as(Form::Whole, comparison, record, actor, take)
}

/// Writes `comparison`: hands its bytes to `take`, part by part and in order, so that the first can be on their way to
/// the disk while the last are not there yet. Returns the record to keep once these bytes are the file.
pub(in crate::store) fn print_as(
    form: Form,
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    take: &mut dyn FnMut(Vec<u8>),
) -> Record {
    let forsaken = match form {
        Form::Whole => record::forsaken(comparison, record),
        Form::Part { .. } => BTreeSet::new(),
    };
    let reckoning = || Reckoning::new(record, actor, &forsaken);
    let mut reckoning_of_rest = reckoning();
    let mut digests = BTreeMap::new();
    for source in comparison.sources() {
        let digest = record.digest(source.id, &source.text);
        digests.insert(source.id, (source.text.clone(), digest));
    }
    let claims: Vec<&Arc<Claim>> = comparison.claims().collect();
    let (mut changed, mut n_known) = (Vec::new(), 0);
    let mut some_claims = |some: SomeClaims| {
        changed.extend(some.changed);
        n_known += some.n_known;
        some.bytes
    };
    let parts: Vec<&[&Arc<Claim>]> = claims.chunks(AT_A_TIME).collect();
    let print_part = |index: usize| {
        let part = parts.get(index).copied().unwrap_or_default();
        print_claims(part, index > 0, reckoning())
    };
    let texts = form != Form::Part { texts: false };
    let mut head = || print_head((comparison, texts), record, &digests, &mut reckoning_of_rest);
    if parts.len() > 1 {
        in_order(parts.len(), &print_part, &mut head, &mut |part| {
            take(match part {
                Part::Head(head) => head,
                Part::Claims(some) => some_claims(some),
            });
        });
    } else {
        take(head());
        take(some_claims(print_part(0)));
    }
    let mut tail = end_of_claims(claims.len());
    print_rest(&mut tail, comparison, &mut reckoning_of_rest);
    changed.append(&mut reckoning_of_rest.changed);
    n_known += reckoning_of_rest.n_known;
    let mut next = next_record(comparison, (record, actor), changed, n_known);
    next.digests = digests;
    print_tail(&mut tail, comparison, &next);
    take(tail);
    next
}

/// A part of the file.
enum Part {
    Head(Vec<u8>),
    Claims(SomeClaims),
}

/// Makes `n` parts in several threads, the head in this one meanwhile, and hands them over in order.
fn in_order(
    n: usize,
    print_part: &(dyn Fn(usize) -> SomeClaims + Sync),
    head: &mut dyn FnMut() -> Vec<u8>,
    take: &mut dyn FnMut(Part),
) {
    let next = AtomicUsize::new(0);
    let (done, printed) = mpsc::channel();
    let work = |done: mpsc::Sender<(usize, SomeClaims)>| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= n || done.send((index, print_part(index))).is_err() {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        let work = &work;
        let begin = |done| scope.spawn(move || work(done));
        let threads: Vec<_> = (0..THREADS).map(|_| begin(done.clone())).collect();
        drop(done);
        take(Part::Head(head()));
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (index, part) in printed {
            early.insert(index, part);
            while let Some(part) = early.remove(&due) {
                take(Part::Claims(part));
                due += 1;
            }
        }
        // Where a thread failed, its part is made here, where a fault shows.
        let failed = threads.into_iter().filter_map(|thread| thread.join().err()).count();
        debug_assert!(failed == 0, "{failed} threads failed");
        for index in due..n {
            take(Part::Claims(early.remove(&index).unwrap_or_else(|| print_part(index))));
        }
    });
}

type Digests = BTreeMap<SourceId, (Text, crate::model::Digest)>;

fn next_record(
    comparison: &Comparison,
    (record, actor): (&Record, Actor),
    changed: Vec<(record::Key, Arc<ObjectHistory>)>,
    n_known: usize,
) -> Record {
    let mut next = record.clone();
    next.deviating.clear();
    let gone = gone(comparison, record, actor, n_known);
    let back = |(key, _): &(record::Key, Arc<ObjectHistory>)| record.tombstones.contains_key(key);
    if !gone.is_empty() || changed.iter().any(back) {
        let tombstones = Arc::make_mut(&mut next.tombstones);
        changed.iter().for_each(|(key, _)| {
            tombstones.remove(key);
        });
        tombstones.extend(gone.iter().cloned());
    }
    if !gone.is_empty() || !changed.is_empty() {
        let histories = Arc::make_mut(&mut next.histories);
        for (key, _) in gone {
            histories.remove(&key);
        }
        histories.extend(changed);
    }
    hidden::follow((record, actor), comparison, &mut next.tombstones);
    next.published = Some(Arc::new(comparison.clone()));
    next
}

/// Returns the tombstones of what was published and is gone.
fn gone(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    n_known: usize,
) -> Vec<(record::Key, Tombstone)> {
    let Some(old) = record.published.as_deref() else {
        return Vec::new();
    };
    let n_old = old.sources().len()
        + old.readers().len()
        + old.tags().len()
        + old.n_claims()
        + old.links().len()
        + old.silences().len()
        + old.coverages().len()
        + old.saved_sheets().len()
        + old.decisions().len()
        + old.rounds().len();
    if n_known == n_old {
        return Vec::new();
    }
    let by = (record, actor);
    let mut all = record::tombstones_of::<Source>(by, old.sources().iter().map(Tracked::uuid_of), comparison);
    all.extend(record::tombstones_of::<Reader>(by, old.readers().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Tag>(by, old.tags().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Claim>(by, old.claims().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Link>(by, old.links().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Silence>(by, old.silences().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Coverage>(by, old.coverages().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<SavedSheet>(by, old.saved_sheets().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Decision>(by, old.decisions().map(Tracked::uuid_of), comparison));
    all.extend(record::tombstones_of::<Round>(by, old.rounds().map(Tracked::uuid_of), comparison));
    all
}

fn field(out: &mut Vec<u8>, name: &str, value: &impl Serialize) {
    begin_field(out, 1, name);
    layout::write_at(out, 1, value);
}

fn begin_field(out: &mut Vec<u8>, depth: usize, name: &str) {
    if !out.ends_with(b"{") {
        out.push(b',');
    }
    line(out, depth);
    layout::write_at(out, depth, &name);
    out.extend_from_slice(b": ");
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    (0..depth).for_each(|_| out.extend_from_slice(b"  "));
}

/// Writes a list, at `depth`, object by object: `write` is handed each item and writes it.
fn list<T>(
    out: &mut Vec<u8>,
    depth: usize,
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    let mut any = false;
    for item in items {
        if any {
            out.push(b',');
        }
        any = true;
        line(out, depth + 1);
        write(out, item);
    }
    if any {
        line(out, depth);
    }
    out.push(b']');
}

fn print_head(
    (comparison, texts): (&Comparison, bool),
    record: &Record,
    digests: &Digests,
    reckoning: &mut Reckoning<'_>,
) -> Vec<u8> {
    let mut out = vec![b'{'];
    field(&mut out, "format", &FORMAT);
    field(&mut out, "version", &VERSION);
    field(&mut out, "id", &Id(comparison.id().0));
    field(&mut out, "title", &Str::from(comparison.title()));
    field(&mut out, "created", &When(record.created.unwrap_or(comparison.created())));
    let history = reckoning.history_of_document(comparison);
    let (revision, seen, stamps) = write::history(history.as_deref());
    field(&mut out, "revision", &revision);
    if !seen.0.is_empty() {
        field(&mut out, "seen", &seen);
    }
    if !stamps.0.is_empty() {
        field(&mut out, "stamps", &stamps);
    }
    let superseded = write::superseded(history.as_deref());
    if !superseded.is_empty() {
        field(&mut out, "superseded", &superseded);
    }
    begin_field(&mut out, 1, "sources");
    list(&mut out, 1, comparison.sources().iter(), |out, source| {
        let known = reckoning.history(source);
        let digest = digests.get(&source.id).map(|(_, digest)| *digest);
        let digest = digest.unwrap_or_else(|| record.digest(source.id, &source.text));
        let mut file = write::source(source, digest, known.as_deref());
        file.text = file.text.filter(|_| texts);
        layout::write_at(out, 2, &file);
    });
    begin_field(&mut out, 1, "readers");
    list(&mut out, 1, comparison.readers(), |out, reader| {
        let known = reckoning.history(reader);
        layout::write_at(out, 2, &write::reader(reader, known.as_deref()));
    });
    print_codebook(&mut out, (comparison, record), reckoning);
    begin_field(&mut out, 1, "claims");
    out.push(b'[');
    out
}

/// The unknown fields of the document itself: a merge may have brought some that no edit can put.
fn unknown_of<'a>(comparison: &'a Comparison, record: &'a Record) -> &'a Unknown {
    record.unknown.as_ref().unwrap_or(comparison.unknown())
}

fn print_codebook(
    out: &mut Vec<u8>,
    (comparison, record): (&Comparison, &Record),
    reckoning: &mut Reckoning<'_>,
) {
    begin_field(out, 1, "codebook");
    out.push(b'{');
    begin_field(out, 2, "revision");
    layout::write_at(out, 2, &Revision(comparison.codebook_revision()));
    begin_field(out, 2, "tags");
    list(out, 2, comparison.tags(), |out, tag| {
        let known = reckoning.history(tag);
        layout::write_at(out, 3, &write::tag(tag, known.as_deref()));
    });
    for (name, json) in extra_within(unknown_of(comparison, record), "codebook") {
        begin_field(out, 2, &name);
        layout::write_at(out, 2, &Json(json));
    }
    line(out, 1);
    out.push(b'}');
}

/// Some of the claims as written.
struct SomeClaims {
    bytes: Vec<u8>,
    changed: Vec<(record::Key, Arc<ObjectHistory>)>,
    n_known: usize,
}

fn print_claims(claims: &[&Arc<Claim>], goes_on: bool, mut reckoning: Reckoning<'_>) -> SomeClaims {
    let mut out = Vec::with_capacity(claims.len() * BYTES_OF_CLAIM);
    for (index, claim) in claims.iter().enumerate() {
        let known = reckoning.history(claim);
        out.extend_from_slice(if goes_on || index > 0 { b",\n    " } else { b"\n    " });
        layout::write_at(&mut out, 2, &write::claim(claim, known.as_deref()));
    }
    SomeClaims { bytes: out, changed: reckoning.changed, n_known: reckoning.n_known }
}

fn end_of_claims(n: usize) -> Vec<u8> {
    if n == 0 { b"]".to_vec() } else { b"\n  ]".to_vec() }
}

fn print_rest(out: &mut Vec<u8>, comparison: &Comparison, reckoning: &mut Reckoning<'_>) {
    begin_field(out, 1, "links");
    list(out, 1, comparison.links(), |out, link| {
        let known = reckoning.history(link);
        layout::write_at(out, 2, &write::link(link, known.as_deref()));
    });
    begin_field(out, 1, "silences");
    list(out, 1, comparison.silences(), |out, silence| {
        let known = reckoning.history(silence);
        layout::write_at(out, 2, &write::silence(silence, known.as_deref()));
    });
    // Lists that files of the program's first year lack: left out while they are empty, so that those stay as they are.
    if comparison.coverages().len() > 0 {
        begin_field(out, 1, "coverage");
        list(out, 1, comparison.coverages(), |out, coverage| {
            let known = reckoning.history(coverage);
            layout::write_at(out, 2, &write::coverage(coverage, known.as_deref()));
        });
    }
    if comparison.saved_sheets().len() > 0 {
        begin_field(out, 1, "sheets");
        list(out, 1, comparison.saved_sheets(), |out, sheet| {
            let known = reckoning.history(sheet);
            layout::write_at(out, 2, &write::saved_sheet(sheet, known.as_deref()));
        });
    }
    if comparison.decisions().len() > 0 {
        begin_field(out, 1, "decisions");
        list(out, 1, comparison.decisions(), |out, decision| {
            let known = reckoning.history(decision);
            layout::write_at(out, 2, &together::write_decision(decision, known.as_deref()));
        });
    }
    if comparison.rounds().len() > 0 {
        begin_field(out, 1, "rounds");
        list(out, 1, comparison.rounds(), |out, round| {
            let known = reckoning.history(round);
            layout::write_at(out, 2, &together::write_round(round, known.as_deref()));
        });
    }
}

fn print_tail(out: &mut Vec<u8>, comparison: &Comparison, record: &Record) {
    let odd = &record.odd;
    if comparison.set_aside().len() + odd.set_aside.len() > 0 {
        begin_field(out, 1, "set_aside");
        let known = comparison.set_aside().map(Ok);
        list(out, 1, known.chain(odd.set_aside.iter().map(Err)), |out, entry| match entry {
            Ok(aside) => {
                layout::write_at(out, 2, &write::aside(aside, record.aside_unknown.get(&aside.id)));
            }
            Err(json) => layout::write_at(out, 2, &Json(json)),
        });
    }
    if record.tombstones.len() + odd.tombstones.len() > 0 {
        begin_field(out, 1, "tombstones");
        let known = record.tombstones.iter().map(Ok);
        list(out, 1, known.chain(odd.tombstones.iter().map(Err)), |out, entry| match entry {
            Ok((&(kind, id), tombstone)) => {
                let (revision, seen, _) = write::history(Some(&tombstone.history));
                let unknown = own_extra(&tombstone.unknown);
                if let Some(kind) = kind {
                    let (id, kind) = (Id(id), Word(kind));
                    let merged_into = tombstone.merged_into.map(Id);
                    let object = tombstone.object.as_deref().map(Json);
                    let file = v1::Tombstone { id, kind, revision, seen, merged_into, object, unknown };
                    layout::write_at(out, 2, &file);
                }
            }
            Err(json) => layout::write_at(out, 2, &Json(json)),
        });
    }
    for (name, json) in own_extra(unknown_of(comparison, record)) {
        begin_field(out, 1, &name);
        layout::write_at(out, 1, &Json(json));
    }
    out.extend_from_slice(b"\n}\n");
}
