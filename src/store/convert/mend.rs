//! Putting back what was set aside: as somebody mended it by hand, or by a repair that is offered.

use serde::de::IgnoredAny;

use super::super::format::layout;
use super::derived_id;
use super::load::exists;
use super::read::{self, NoSource};
use super::together;
use crate::anchoring;
use crate::model::{Claim, Comparison, Edit, ObjectKind, SetAside, Source, Tag};

/// Returns the edits that put a set-aside object back, as its JSON now reads, and take it off the list.
///
/// # Errors
/// A sentence that says why it can't be put back yet.
pub fn try_again(comparison: &Comparison, set_aside: &SetAside) -> Result<Vec<Edit>, String> {
    let json = set_aside.json.as_str();
    serde_json::from_str::<IgnoredAny>(json).map_err(|error| format!("this is not JSON: {error}"))?;
    if layout::compact(json).is_none() {
        return Err(format!("it is nested more than {} deep", layout::MAX_DEPTH));
    }
    let edit = match set_aside.kind {
        ObjectKind::Source => read_source(json)?.into(),
        ObjectKind::Reader => read::reader(json)?.0.into(),
        ObjectKind::Tag => read::tag(json)?.0.into(),
        ObjectKind::Claim => read::claim(json, comparison)?.0.into(),
        ObjectKind::Link => read::link(json)?.0.into(),
        ObjectKind::Silence => read::silence(json)?.0.into(),
        ObjectKind::Coverage => read::coverage(json)?.0.into(),
        ObjectKind::SavedSheet => read::saved_sheet(json)?.0.into(),
        ObjectKind::Decision => together::decision(json)?.0.into(),
        ObjectKind::Round => together::round(json)?.0.into(),
    };
    let at_top = matches!(&edit, Edit::Tag(_, Some(tag)) if stands_at_top(comparison, tag).is_some());
    if exists(comparison, set_aside.kind, edit.target()) && !at_top {
        return Err(format!("there is a {} of the same id already; give it another", set_aside.kind.word()));
    }
    let edits = vec![edit, Edit::SetAside(set_aside.id, None)];
    match comparison.clone().apply_all(edits.clone()) {
        Ok(_) => Ok(edits),
        Err(error) => Err(error.to_string()),
    }
}

/// Returns what a repair of a set-aside object would do, in a sentence, with the edits that do it;
/// nothing where only a person can tell what is right.
#[must_use]
pub fn mend(comparison: &Comparison, set_aside: &SetAside) -> Option<(String, Vec<Edit>)> {
    let json = set_aside.json.as_str();
    let mut done = Vec::new();
    let kind = set_aside.kind;
    let edit = match kind {
        ObjectKind::Claim => {
            let mut claim = read::claim(json, comparison).ok()?.0;
            mend_claim(comparison, &mut claim, &mut done)?;
            Edit::from(claim)
        }
        ObjectKind::Tag => {
            let mut tag = read::tag(json).ok()?.0;
            if stands_at_top(comparison, &tag).is_some() {
                let what = format!("“{}” stays at the top level of the codebook", tag.name);
                return Some((what, vec![Edit::SetAside(set_aside.id, None)]));
            }
            if tag.parent.is_some_and(|parent| parent == tag.id || comparison.tag(parent).is_none()) {
                tag.parent = None;
                done.push("it is shown at the top level".to_owned());
            }
            tag.into()
        }
        ObjectKind::Source => read_source(json).ok()?.into(),
        ObjectKind::Reader => read::reader(json).ok()?.0.into(),
        ObjectKind::Link => read::link(json).ok()?.0.into(),
        ObjectKind::Silence => read::silence(json).ok()?.0.into(),
        ObjectKind::Coverage => read::coverage(json).ok()?.0.into(),
        ObjectKind::SavedSheet => read::saved_sheet(json).ok()?.0.into(),
        ObjectKind::Decision => together::decision(json).ok()?.0.into(),
        ObjectKind::Round => together::round(json).ok()?.0.into(),
    };
    let edit = with_free_id(comparison, edit, json, &mut done);
    let edits = vec![edit, Edit::SetAside(set_aside.id, None)];
    comparison.clone().apply_all(edits.clone()).ok()?;
    let how = if done.is_empty() { "as it is".to_owned() } else { done.join("; ") };
    Some((format!("the {} is put back: {how}", kind.word()), edits))
}

fn read_source(json: &str) -> Result<Source, String> {
    match read::source(json) {
        Ok((read, _)) => Ok(read.source),
        Err(NoSource::Damaged(problem)) => Err(problem),
        Err(NoSource::Textless(_)) => Err("it has no text".to_owned()),
    }
}

/// Returns the tag that was opened at the top level because `tag` could not stand under its parent.
fn stands_at_top<'a>(comparison: &'a Comparison, tag: &Tag) -> Option<&'a Tag> {
    let open = comparison.tag(tag.id)?;
    let same = open.parent.is_none() && tag.parent.is_some() && open.created == tag.created;
    same.then_some(&**open)
}

fn mend_claim(comparison: &Comparison, claim: &mut Claim, done: &mut Vec<String>) -> Option<()> {
    let text = &comparison.source(claim.source)?.text;
    for (number, anchor) in (1..).zip(&mut claim.passages) {
        if text.says(anchor.span, &anchor.quote) {
            continue;
        }
        let place = anchoring::replace(text, anchor)?;
        let paragraph = text.paragraphs().number_at(place.start());
        done.push(format!("passage {number} is moved to ¶ {paragraph}, where the text has its words"));
        *anchor = anchoring::describe(text, place);
    }
    claim.passages.sort_by_key(|anchor| anchor.span);
    let n = claim.tags.len();
    claim.tags.retain(|used| comparison.tag(used.tag).is_some());
    match n - claim.tags.len() {
        0 => {}
        1 => done.push("one tag that is not in the codebook is dropped".to_owned()),
        n => done.push(format!("{n} tags that are not in the codebook are dropped")),
    }
    Some(())
}

fn with_free_id(comparison: &Comparison, edit: Edit, json: &str, done: &mut Vec<String>) -> Edit {
    macro_rules! renamed {
        ($Kind:ident, $id:expr, $object:expr) => {{
            if !exists(comparison, ObjectKind::$Kind, $id.0) {
                return Edit::$Kind($id, Some($object));
            }
            done.push("it gets a new id, since another has its own".to_owned());
            let mut object = (*$object).clone();
            let fresh = (0..).map(|n| derived_id("new id", json, n));
            let id = fresh.into_iter().find(|id| !exists(comparison, ObjectKind::$Kind, *id));
            object.id = id.unwrap_or($id.0).into();
            Edit::from(object)
        }};
    }
    match edit {
        Edit::Source(id, Some(source)) => renamed!(Source, id, source),
        Edit::Tag(id, Some(tag)) => renamed!(Tag, id, tag),
        Edit::Reader(id, Some(reader)) => renamed!(Reader, id, reader),
        Edit::Claim(id, Some(claim)) => renamed!(Claim, id, claim),
        Edit::Link(id, Some(link)) => renamed!(Link, id, link),
        Edit::Silence(id, Some(silence)) => renamed!(Silence, id, silence),
        Edit::Coverage(id, Some(coverage)) => renamed!(Coverage, id, coverage),
        Edit::SavedSheet(id, Some(sheet)) => renamed!(SavedSheet, id, sheet),
        Edit::Decision(id, Some(decision)) => renamed!(Decision, id, decision),
        Edit::Round(id, Some(round)) => renamed!(Round, id, round),
        other => other,
    }
}
