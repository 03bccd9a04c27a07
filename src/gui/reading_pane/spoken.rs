//! What a screen reader is told of the pane: its words, the caret, the selection, headings, claims, footnotes.
//!
//! The words are those that can be seen and some beyond them, so that reading on is reading on; the paragraph of
//! the caret is among them wherever the pane stands. They are runs of characters right under the document, so
//! that lines, words and characters can be walked through. After the runs of a paragraph come the claims that
//! begin in it and the footnotes that it points to. Nothing is made while no screen reader listens.

mod asked;
mod runs;

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::accesskit::{Action as Wish, Live, Node, NodeId, Rect as Bounds, Role};
use eframe::egui::accesskit::{TextDirection, TextPosition, TextSelection};
use eframe::egui::{Context, Galley, Id, Pos2, Rect, Ui, accesskit_root_id, pos2};

pub use self::asked::carry_out;
use self::runs::{Run, runs_of};
use super::blocks::{self, Block};
use super::geometry::PlacedBlock;
use super::setting::SetBlocks;
use super::{PaneInput, PaneState, Scene, pane_id};
use crate::analysis::outline::{Heading, Outline};
use crate::desk::Desk;
use crate::gui::parts;
use crate::gui::view::{PaneView, View};
use crate::model::{Claim, ClaimId, Comparison};
use crate::text::{Pos, Span};

/// How many code points before what can be seen are told, and how many after it.
const AROUND: (u32, u32) = (1_500, 6_000);
/// How much of a quotation or a footnote is told in a name, in characters.
const QUOTED: usize = 90;
/// The weight of bold type.
const BOLD: f32 = 700.0;

/// What was told in the last frame.
#[derive(Default)]
pub struct Told {
    targets: HashMap<NodeId, Target>,
    runs: HashMap<Pos, Kept>,
}

/// The runs of a block, as long as it is set as it was.
struct Kept {
    galley: Arc<Galley>,
    runs: Arc<[Run]>,
}

/// What a node stands for.
enum Target {
    Pane,
    Run(Arc<[Run]>, usize),
    Heading(Span),
    Claim { claim: ClaimId, span: Span },
    Reference(Span),
}

impl Target {
    fn run(&self) -> Option<&Run> {
        match self {
            Self::Run(runs, index) => runs.get(*index),
            _ => None,
        }
    }

    /// What is to be shown when it is to be shown.
    fn span(&self) -> Option<Span> {
        match self {
            Self::Pane => None,
            Self::Run(..) => self.run().map(Run::span),
            Self::Heading(span) | Self::Claim { span, .. } | Self::Reference(span) => Some(*span),
        }
    }
}

/// What is being told in this frame.
struct Telling<'a> {
    ctx: &'a Context,
    pane: Id,
    comparison: &'a Comparison,
    view: &'a View,
    scene: &'a Scene<'a>,
    targets: HashMap<NodeId, Target>,
    /// The runs so far, in order: where each begins, and its node.
    lines: Vec<(Pos, NodeId)>,
    children: Vec<NodeId>,
}

/// Tells a screen reader, if one listens, what the pane shows.
pub(super) fn tell(
    ui: &Ui,
    (desk, view): (&Desk, &View),
    input: PaneInput,
    state: &mut PaneState,
    scene: &Scene,
) {
    let (ctx, pane) = (ui.ctx(), pane_id(input.side));
    let root = accesskit_root_id();
    let there = ctx.accesskit_node_builder(pane, |_| ());
    let n_before = ctx.accesskit_node_builder(root, |root| root.children().len());
    let (Some(()), Some(n_before)) = (there, n_before) else {
        state.spoken = Told::default();
        return;
    };
    let blocks = told_blocks(ctx, view.panes.get(input.side), scene, &mut state.set);
    let comparison = desk.comparison();
    let mut telling = Telling {
        ctx,
        pane,
        comparison,
        view,
        scene,
        targets: HashMap::from([(pane.accesskit_id(), Target::Pane)]),
        lines: Vec::new(),
        children: Vec::new(),
    };
    // What the focus on other tags leaves out for the eye is left out here too.
    let shown = scene.claims().iter().filter(|shown| !shown.dimmed);
    let mut claims: Vec<&Claim> = shown.map(|shown| shown.claim.as_ref()).collect();
    claims.sort_by_key(|claim| (claim.extent().start(), claim.id));
    let mut claims = claims.into_iter().peekable();
    let mut kept = HashMap::new();
    for placed in &blocks {
        let runs = runs_kept(&mut state.spoken.runs, placed, scene);
        telling.block(placed, &runs);
        kept.insert(placed.block.span.start(), Kept { galley: Arc::clone(&placed.set.galley), runs });
        while let Some(claim) = claims.next_if(|claim| claim.extent().start() < placed.block.span.end()) {
            telling.claim(claim);
        }
        telling.footnotes(placed);
    }
    telling.document(view.panes.get(input.side));
    // What has no widget of its own comes to stand right under the window: taken from there, it is the pane's alone.
    ctx.accesskit_node_builder(root, |root| {
        let others: Vec<NodeId> = root.children().iter().take(n_before).copied().collect();
        root.set_children(others);
    });
    let targets = telling.targets;
    state.spoken = Told { targets, runs: kept };
    if view.active == input.side {
        tell_selected(ctx, comparison, view);
    }
}

/// The claim that is selected, said whenever it becomes another one or gets another tag.
fn tell_selected(ctx: &Context, comparison: &Comparison, view: &View) {
    let Some(claim) = view.claim.and_then(|claim| comparison.claim(claim)) else { return };
    let name = format!("Selected: {}", name_of(comparison, claim));
    ctx.accesskit_node_builder(Id::unique("selected claim"), |node| {
        node.set_role(Role::Status);
        node.set_live(Live::Polite);
        node.set_label(name);
    });
}

/// The blocks to be told: those on the screen, some before and after, and that of the caret.
fn told_blocks(ctx: &Context, pane: &PaneView, scene: &Scene, set: &mut SetBlocks) -> Vec<PlacedBlock> {
    let text = &scene.source.text;
    let (Some(first), Some(last)) = (scene.placed.first(), scene.placed.last()) else { return Vec::new() };
    let mut above = Vec::new();
    let (mut n, mut y, mut at) = (0, first.origin.y - first.set.above, blocks::previous(text, first.block));
    while let Some(block) = at.filter(|_| n < AROUND.0) {
        let lines = set.set(ctx, scene.source, block);
        y -= lines.height();
        n += block.span.len();
        at = blocks::previous(text, block);
        let origin = pos2(scene.text_left + lines.indent, y + lines.above);
        above.push(PlacedBlock { block, set: lines, origin });
    }
    above.reverse();
    let mut told = above;
    let again = |placed: &PlacedBlock| PlacedBlock {
        block: placed.block,
        set: placed.set.clone(),
        origin: placed.origin,
    };
    told.extend(scene.placed.iter().map(again));
    let (mut n, mut y, mut at) = (0, last.bottom(), blocks::next(text, last.block));
    while let Some(block) = at.filter(|_| n < AROUND.1) {
        let lines = set.set(ctx, scene.source, block);
        let origin = pos2(scene.text_left + lines.indent, y + lines.above);
        y += lines.height();
        n += block.span.len();
        at = blocks::next(text, block);
        told.push(PlacedBlock { block, set: lines, origin });
    }
    let caret = blocks::block_at(text, pane.caret);
    if let Some(block) = caret.filter(|block| told.iter().all(|placed| placed.block != *block)) {
        let lines = set.set(ctx, scene.source, block);
        let before = told.first().is_some_and(|first| block.span.start() < first.block.span.start());
        let y = if before { scene.area.top() - lines.height() } else { scene.area.bottom() };
        let origin = pos2(scene.text_left + lines.indent, y);
        let at = if before { 0 } else { told.len() };
        told.insert(at, PlacedBlock { block, set: lines, origin });
    }
    told
}

/// The runs of a block: those of the last frame if it is set as it was.
fn runs_kept(kept: &mut HashMap<Pos, Kept>, placed: &PlacedBlock, scene: &Scene) -> Arc<[Run]> {
    let same = kept.remove(&placed.block.span.start());
    let same = same.filter(|kept| Arc::ptr_eq(&kept.galley, &placed.set.galley));
    same.map_or_else(
        || runs_of(placed, scene.source, ends_paragraph(placed.block, scene)).into(),
        |kept| kept.runs,
    )
}

/// Whether a paragraph that is not the last one ends with the block.
fn ends_paragraph(block: Block, scene: &Scene) -> bool {
    blocks::next(&scene.source.text, block).is_some_and(|next| next.paragraph != block.paragraph)
}

impl Telling<'_> {
    /// Adds a node; returns its name in the tree, unless nobody listens.
    fn node(&mut self, id: Id, target: Target, write: impl FnOnce(&mut Node)) -> Option<NodeId> {
        // Marks of a damaged file may stand in one place: no node may be told twice.
        if self.targets.contains_key(&id.accesskit_id()) {
            return None;
        }
        self.ctx.accesskit_node_builder(id, write)?;
        self.targets.insert(id.accesskit_id(), target);
        Some(id.accesskit_id())
    }

    /// Tells the words of a block; those of a heading within a node of their own.
    fn block(&mut self, placed: &PlacedBlock, runs: &Arc<[Run]>) {
        let outline = self.scene.outline;
        let start = placed.block.span.start();
        let heading = outline.heading_over(start).and_then(|index| outline.headings().get(index));
        let heading = heading.filter(|heading| heading.span.contains(start));
        let ids: Vec<Id> = (0..runs.len()).map(|index| self.pane.with(("run", start, index))).collect();
        let mut children = Vec::with_capacity(ids.len());
        for (index, (run, id)) in runs.iter().zip(&ids).enumerate() {
            let neighbor = |at: Option<usize>| {
                let at = at.filter(|at| runs.get(*at).is_some_and(|other| other.line == run.line))?;
                ids.get(at).map(Id::accesskit_id)
            };
            let (before, after) = (neighbor(index.checked_sub(1)), neighbor(Some(index + 1)));
            let target = Target::Run(Arc::clone(runs), index);
            let node = self.node(*id, target, |node| {
                write_run(node, run, placed.origin);
                before.into_iter().for_each(|before| node.set_previous_on_line(before));
                after.into_iter().for_each(|after| node.set_next_on_line(after));
                if heading.is_some() {
                    node.set_font_weight(BOLD);
                }
            });
            if let Some(node) = node {
                self.lines.push((run.pos(0), node));
                children.push(node);
            }
        }
        match heading {
            Some(heading) => self.heading(heading, placed, children),
            None => self.children.extend(children),
        }
    }

    fn heading(&mut self, heading: &Heading, placed: &PlacedBlock, runs: Vec<NodeId>) {
        let id = self.pane.with(("heading", placed.block.span.start()));
        let rect = Rect::from_min_size(placed.origin, placed.set.galley.size());
        let node = self.node(id, Target::Heading(heading.span), |node| {
            node.set_role(Role::Heading);
            node.set_label(heading.words.as_str());
            // Counted from 0 here, and from 1 by people.
            node.set_level(usize::from(heading.level.saturating_sub(1)));
            node.set_description(format!("Level {}", heading.level));
            can_be_pressed(node, Some(rect));
            node.set_children(runs);
        });
        self.children.extend(node);
    }

    fn claim(&mut self, claim: &Claim) {
        let id = self.pane.with(("claim", claim.id));
        let name = name_of(self.comparison, claim);
        let place = parts::paragraphs_label(self.scene.source, claim.extent());
        let reader = self.comparison.reader(claim.reader).map(|reader| reader.name.as_str());
        let about = match reader.filter(|name| !name.trim().is_empty()) {
            Some(reader) => format!("{place}, by {reader}"),
            None => place,
        };
        let selected = self.view.claim == Some(claim.id);
        let shown = self.scene.claims().iter().find(|shown| shown.claim.id == claim.id);
        let bar = shown.and_then(|shown| shown.bar_rect(self.scene.text_left));
        let span = claim.passages.first().map_or(claim.extent(), |anchor| anchor.span);
        let node = self.node(id, Target::Claim { claim: claim.id, span }, |node| {
            // What AT-SPI calls a comment.
            node.set_role(Role::Note);
            node.set_label(name);
            node.set_description(about);
            node.set_selected(selected);
            can_be_pressed(node, bar);
        });
        self.children.extend(node);
    }

    /// The footnotes that a block points to, and the way back from those that begin in it.
    fn footnotes(&mut self, placed: &PlacedBlock) {
        let outline: &Outline = self.scene.outline;
        let within = placed.block.span;
        for reference in outline.references_in(within) {
            let Some(note) = outline.footnote(&reference.label) else { continue };
            let words = parts::shortened(self.scene.source.text.slice(note.body()), QUOTED);
            let name = format!("Footnote {}: {words}", reference.label);
            self.link((Role::DocNoteRef, name), reference.span, placed);
        }
        for note in outline.footnotes_in(within) {
            if outline.references_to(note).next().is_some() {
                let name = format!("Back to the text from footnote {}", note.label);
                let sign = if note.sign.is_empty() {
                    Span::between(note.span.start(), note.span.start().plus(1))
                } else {
                    note.sign
                };
                self.link((Role::DocBackLink, name), sign, placed);
            }
        }
    }

    fn link(&mut self, (role, name): (Role, String), span: Span, placed: &PlacedBlock) {
        let id = self.pane.with(("footnote", span.start()));
        let rect = placed.rects(span).first().copied();
        let node = self.node(id, Target::Reference(span), |node| {
            node.set_role(role);
            node.set_label(name);
            can_be_pressed(node, rect);
        });
        self.children.extend(node);
    }

    /// The pane itself: what stands in it, and where the caret and the selection are.
    fn document(&mut self, pane: &PaneView) {
        let ends = self.position(pane.anchor).zip(self.position(pane.caret));
        let language = self.scene.source.bibliography.language.trim();
        let children = std::mem::take(&mut self.children);
        self.ctx.accesskit_node_builder(self.pane, |node| {
            // After what is there already, such as a tooltip: no node may be left without a parent.
            let others = node.children().to_vec();
            node.set_children([children, others].concat());
            node.add_action(Wish::SetTextSelection);
            if !language.is_empty() {
                node.set_language(language);
            }
            // Only ever of runs that are told: a position in any other would bring AccessKit down.
            if let Some((anchor, focus)) = ends {
                node.set_text_selection(TextSelection { anchor, focus });
            }
        });
    }

    /// A place of the source as one of the runs told; the nearest one before it, or else the first.
    fn position(&self, pos: Pos) -> Option<TextPosition> {
        let after = self.lines.partition_point(|(start, _)| *start <= pos);
        let (_, node) = self.lines.get(after.saturating_sub(1))?;
        let run = self.targets.get(node).and_then(Target::run)?;
        Some(TextPosition { node: *node, character_index: run.index(pos) })
    }
}

fn write_run(node: &mut Node, run: &Run, origin: Pos2) {
    node.set_role(Role::TextRun);
    let leftward = run.leftward == Some(true);
    node.set_text_direction(if leftward { TextDirection::RightToLeft } else { TextDirection::LeftToRight });
    node.set_bounds(bounds(run.rect.translate(origin.to_vec2())));
    node.set_value(run.words.as_str());
    node.set_character_lengths(run.lengths.as_slice());
    node.set_character_positions(run.positions.as_slice());
    node.set_character_widths(run.widths.as_slice());
    node.set_word_starts(run.word_starts.as_slice());
}

/// What stands there can be pressed and scrolled to; `rect`: where, if it is on the screen.
fn can_be_pressed(node: &mut Node, rect: Option<Rect>) {
    rect.into_iter().for_each(|rect| node.set_bounds(bounds(rect)));
    node.add_action(Wish::Click);
    node.add_action(Wish::ScrollIntoView);
}

fn bounds(rect: Rect) -> Bounds {
    let [x0, y0, x1, y1] = [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(f64::from);
    Bounds { x0, y0, x1, y1 }
}

/// A claim in words: its tags with their stances, and how its quotation begins.
fn name_of(comparison: &Comparison, claim: &Claim) -> String {
    let tags = claim.tags.iter().filter_map(|used| {
        let name = crate::text::visible_name(&comparison.tag(used.tag)?.name).into_owned();
        Some(used.stance.map_or(name.clone(), |stance| format!("{name}, {}", stance.word())))
    });
    let tags: Vec<String> = tags.collect();
    let tags = if tags.is_empty() { "without a tag".to_owned() } else { tags.join("; ") };
    let quote =
        claim.passages.first().map_or(String::new(), |anchor| parts::shortened(&anchor.quote, QUOTED));
    format!("Claim, {tags}: “{quote}”")
}
