//! What became of sources, readers, links, silences, and objects that were set aside.

use std::sync::Arc;

use super::claims::named;
use super::{Both, Change, Kind, differing, quoted, same};
use crate::analysis::sheet::{Place, cite};
use crate::model::{ClaimId, Comparison, Coverage, Link, Reader, SavedSheet, SetAside, Silence, Source};

/// What is new, gone and changed of one kind of object.
pub(super) struct Lists<'a, T> {
    pub(super) added: Vec<&'a Arc<T>>,
    pub(super) removed: Vec<&'a Arc<T>>,
    /// The old, then the new.
    pub(super) changed: Vec<(&'a Arc<T>, &'a Arc<T>)>,
}

impl<'a, T: PartialEq> Lists<'a, T> {
    /// Compares two lists; each is also given as a way to find the object in it that another is a state of.
    pub(super) fn of(
        (from, to): (impl Iterator<Item = &'a Arc<T>>, impl Iterator<Item = &'a Arc<T>>),
        in_from: impl Fn(&T) -> Option<&'a Arc<T>>,
        in_to: impl Fn(&T) -> Option<&'a Arc<T>>,
    ) -> Self {
        let mut lists = Self { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        for new in to {
            match in_from(new) {
                None => lists.added.push(new),
                Some(old) if same(old, new) => {}
                Some(old) => lists.changed.push((old, new)),
            }
        }
        lists.removed = from.filter(|old| in_to(old).is_none()).collect();
        lists
    }
}

pub(super) fn sources(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Source>::of(
        (from.sources().iter(), to.sources().iter()),
        |source| from.source(source.id),
        |source| to.source(source.id),
    );
    let name = |source: &Source| quoted(source.short_name());
    let mut push = |kind, source: &Source, what| list.push(Change { kind, id: source.id.0, what });
    lists.added.iter().for_each(|source| push(Kind::SourceAdded, source, name(source)));
    lists.removed.iter().for_each(|source| push(Kind::SourceRemoved, source, name(source)));
    for (old, new) in lists.changed {
        let (a, b) = (&old.bibliography, &new.bibliography);
        let fields = differing(&[
            ("title", a.title != b.title),
            ("author", a.author != b.author),
            ("date", a.date != b.date),
            ("short name", a.short_name != b.short_name),
            ("citation", a.citation != b.citation),
            ("bibliographic data", a.csl != b.csl),
            ("language", a.language != b.language),
            ("origin", old.origin != new.origin),
            ("text", old.text != new.text),
            ("structure", old.structure != new.structure),
            ("place among the sources", old.order != new.order),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        push(Kind::SourceChanged, new, format!("{}: {fields}", name(old)));
    }
}

pub(super) fn readers(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Reader>::of(
        (from.readers(), to.readers()),
        |reader| from.reader(reader.id),
        |reader| to.reader(reader.id),
    );
    let mut push = |kind, reader: &Reader, what| list.push(Change { kind, id: reader.id.0, what });
    lists.added.iter().for_each(|reader| push(Kind::ReaderAdded, reader, quoted(&reader.name)));
    lists.removed.iter().for_each(|reader| push(Kind::ReaderRemoved, reader, quoted(&reader.name)));
    for (old, new) in lists.changed {
        let what = if old.name == new.name {
            format!("{}: fields of a newer version", quoted(&new.name))
        } else {
            format!("{} → {}", quoted(&old.name), quoted(&new.name))
        };
        push(Kind::ReaderChanged, new, what);
    }
}

pub(super) fn links(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists =
        Lists::<Link>::of((from.links(), to.links()), |link| from.link(link.id), |link| to.link(link.id));
    let mut push = |kind, link: &Link, what| list.push(Change { kind, id: link.id.0, what });
    lists.added.iter().for_each(|link| push(Kind::LinkAdded, link, link_in(to, link)));
    lists.removed.iter().for_each(|link| push(Kind::LinkRemoved, link, link_in(from, link)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("from another claim", old.from != new.from),
            ("to another claim", old.to != new.to),
            ("kind", old.kind != new.kind),
            ("note", old.note != new.note),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::LinkChanged, new, format!("{}: {fields}", link_in(to, new)));
        }
    }
}

/// "“The plants…” (Committee) contradicts “Nobody…” (Reply)".
fn link_in(comparison: &Comparison, link: &Link) -> String {
    let end =
        |id: ClaimId| comparison.claim(id).map_or("a claim".to_owned(), |claim| named(comparison, claim));
    format!("{} {} {}", end(link.from), link.kind.phrase(), end(link.to))
}

pub(super) fn silences(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Silence>::of(
        (from.silences(), to.silences()),
        |silence| from.silence(silence.id),
        |silence| to.silence(silence.id),
    );
    let mut push = |kind, silence: &Silence, what| list.push(Change { kind, id: silence.id.0, what });
    lists.added.iter().for_each(|silence| push(Kind::SilenceAdded, silence, silence_in(to, silence)));
    lists.removed.iter().for_each(|silence| push(Kind::SilenceRemoved, silence, silence_in(from, silence)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("source", old.source != new.source),
            ("tag", old.tag != new.tag),
            ("note", old.note != new.note),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::SilenceChanged, new, format!("{}: {fields}", silence_in(to, new)));
        }
    }
}

/// "“armed road” in “Committee”".
fn silence_in(comparison: &Comparison, silence: &Silence) -> String {
    let tag = comparison.tag(silence.tag).map_or("a tag".to_owned(), |tag| quoted(&tag.name));
    let source = comparison.source(silence.source);
    format!("{tag} in {}", source.map_or("a source".to_owned(), |source| quoted(source.short_name())))
}

pub(super) fn coverages(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Coverage>::of(
        (from.coverages(), to.coverages()),
        |coverage| from.coverage(coverage.id),
        |coverage| to.coverage(coverage.id),
    );
    let mut push = |kind, coverage: &Coverage, what| list.push(Change { kind, id: coverage.id.0, what });
    lists.added.iter().for_each(|of| push(Kind::CoverageAdded, of, coverage_in(to, of)));
    lists.removed.iter().for_each(|of| push(Kind::CoverageRemoved, of, coverage_in(from, of)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("source", old.source != new.source),
            ("stretch", old.span != new.span),
            ("state", old.state != new.state),
            ("note", old.note != new.note),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::CoverageChanged, new, format!("{}: {fields}", coverage_in(to, new)));
        }
    }
}

/// "¶ 3–12 of “Committee” read".
fn coverage_in(comparison: &Comparison, coverage: &Coverage) -> String {
    let Some(source) = comparison.source(coverage.source) else {
        return coverage.state.word().to_owned();
    };
    let place = Place::of(&source.text, coverage.span);
    format!("{} of {} {}", cite(&[place]), quoted(source.short_name()), coverage.state.word())
}

pub(super) fn sheets(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<SavedSheet>::of(
        (from.saved_sheets(), to.saved_sheets()),
        |sheet| from.saved_sheet(sheet.id),
        |sheet| to.saved_sheet(sheet.id),
    );
    let mut push = |kind, sheet: &SavedSheet, what| list.push(Change { kind, id: sheet.id.0, what });
    lists.added.iter().for_each(|sheet| push(Kind::SheetAdded, sheet, quoted(&sheet.name)));
    lists.removed.iter().for_each(|sheet| push(Kind::SheetRemoved, sheet, quoted(&sheet.name)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("name", old.name != new.name),
            ("settings", old.settings != new.settings),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::SheetChanged, new, format!("{}: {fields}", quoted(&old.name)));
        }
    }
}

pub(super) fn set_aside(both: &Both<'_>, list: &mut Vec<Change>) {
    let missing = |a: &Comparison, b: &Comparison, kind: Kind, list: &mut Vec<Change>| {
        let there: std::collections::BTreeSet<_> = b.set_aside().map(|aside| aside.id).collect();
        for aside in a.set_aside().filter(|aside| !there.contains(&aside.id)) {
            let aside: &SetAside = aside;
            let what = format!("{}: {}", aside.kind.word(), aside.problem);
            list.push(Change { kind, id: aside.id.0, what });
        }
    };
    missing(both.to, both.from, Kind::SetAside, list);
    missing(both.from, both.to, Kind::Mended, list);
}
