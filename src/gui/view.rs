//! What the window remembers of an open comparison that is not part of it: places, selection, focus.

use eframe::egui::Rect;

use super::contents_panel::ContentsState;
use super::gutter::KindAsked;
use super::hits::Hits;
use super::moving::Moving;
use super::places::Places;
use super::readers::Overlay;
use crate::desk::TagRef;
use crate::model::{ClaimId, Comparison, LinkKind, SourceId, TagId};
use crate::text::{Pos, Span};

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    #[default]
    Left,
    Right,
}

impl Side {
    /// Both, in the order in which they stand.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// Returns the other one.
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// Returns its name on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// One value for each side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sides<T> {
    left: T,
    right: T,
}

impl<T> Sides<T> {
    /// Returns a side's value.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// Returns a side's value, to be changed.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }

    /// Exchanges the two.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.left, &mut self.right);
    }
}

/// What fills the middle of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The two sources side by side.
    #[default]
    Reading,
    /// Tags down, sources across.
    Compare,
    /// Pictures of the comparison.
    Pictures,
    /// Reader against reader.
    Readers,
}

/// What is remembered of one pane.
#[derive(Debug, Clone, Default)]
pub struct PaneView {
    /// The source it shows.
    pub source: Option<SourceId>,
    /// Where the selection began; equal to the caret when nothing is selected.
    pub anchor: Pos,
    /// Where the caret is: the end of the selection that moves.
    pub caret: Pos,
    /// The block at the top, by the position of its first character.
    pub top: Pos,
    /// How far the top of the pane has moved into that block, in points.
    pub offset: f32,
    /// A place to bring into view in the next frame.
    pub reveal: Option<Reveal>,
    /// Earlier, smaller selections, for shrinking again.
    pub grown: Vec<(Pos, Pos)>,
    /// The horizontal place that the caret keeps while it moves up and down, in points.
    pub goal_x: Option<f32>,
    /// The mark of a footnote that the reader left for the footnote, to go back to.
    pub left_from: Option<Span>,
}

/// A place to be brought into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reveal {
    /// What is to be seen.
    pub span: Span,
    /// Whether to put it in the upper third even if it can be seen already.
    pub always: bool,
}

impl PaneView {
    /// Returns what is selected; empty at the caret when nothing is.
    pub fn selection(&self) -> Span {
        Span::between(self.anchor, self.caret)
    }

    /// Puts the caret at `pos`, and selects from the anchor to there, or nothing.
    pub fn move_caret(&mut self, pos: Pos, selecting: bool) {
        self.caret = pos;
        if !selecting {
            self.anchor = pos;
        }
        self.grown.clear();
    }

    /// Selects `span`.
    pub fn select(&mut self, span: Span) {
        self.anchor = span.start();
        self.caret = span.end();
    }

    /// Shows another source from its beginning.
    pub fn show(&mut self, source: SourceId) {
        if self.source != Some(source) {
            *self = Self { source: Some(source), ..Self::default() };
        }
    }
}

/// The palette while it is open.
#[derive(Debug, Clone, Default)]
pub struct PaletteState {
    /// What was typed.
    pub filter: String,
    /// Which line Enter takes.
    pub chosen: usize,
    /// Tags ticked so far, to be given together; some may have to be made first.
    pub ticked: Vec<TagRef>,
    /// What it is to open beside, in screen points: the words that are to be tagged, if they can be seen.
    pub beside: Option<Rect>,
    /// Whether the field has been given the focus.
    pub focused: bool,
    /// Whether the line was chosen with the arrows.
    pub walked: bool,
    /// Whether all hits of the search are to be tagged, and not the selection.
    pub all_hits: bool,
}

/// A link being drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linking {
    /// The claim it starts from.
    pub from: ClaimId,
    /// What kind it will be.
    pub kind: LinkKind,
    /// The claim that Enter would take.
    pub candidate: Option<ClaimId>,
}

/// Everything remembered of an open comparison.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The panes.
    pub panes: Sides<PaneView>,
    /// The side that keys go to.
    pub active: Side,
    /// The selected claim.
    pub claim: Option<ClaimId>,
    /// What fills the middle.
    pub mode: Mode,
    /// The tags whose highlights are shown; none: all.
    pub focus: Vec<TagId>,
    /// The palette, while it is open.
    pub palette: Option<PaletteState>,
    /// The list of contents, while it is open.
    pub contents: Option<ContentsState>,
    /// The link being drawn.
    pub linking: Option<Linking>,
    /// What the search has found.
    pub hits: Hits,
    /// A link that was drawn with the mouse and is to be given a kind.
    pub kind_asked: Option<KindAsked>,
    /// Where the reader has been.
    pub places: Places,
    /// How the panes move together.
    pub moving: Moving,
    /// What other readers marked, and who is shown.
    pub overlay: Overlay,
}

impl View {
    /// Returns a view of `comparison` with its first two sources.
    pub fn of(comparison: &Comparison) -> Self {
        let mut view = Self::default();
        let sources = comparison.sources();
        for (side, source) in Side::BOTH.into_iter().zip(sources) {
            view.panes.get_mut(side).show(source.id);
        }
        view
    }

    /// Returns the pane that keys go to.
    pub fn pane(&self) -> &PaneView {
        self.panes.get(self.active)
    }

    /// Returns whether a list lies over the texts that takes the keys: the palette, or the contents of a source.
    pub fn lists(&self) -> bool {
        self.palette.is_some() || self.contents.is_some()
    }

    /// Returns the side that shows `source`, the active one first.
    pub fn side_showing(&self, source: SourceId) -> Option<Side> {
        [self.active, self.active.other()]
            .into_iter()
            .find(|side| self.panes.get(*side).source == Some(source))
    }

    /// Drops what no longer exists, after a change.
    pub fn forget_missing(&mut self, comparison: &Comparison) {
        self.claim = self.claim.filter(|claim| comparison.claim(*claim).is_some());
        self.focus.retain(|tag| comparison.tag(*tag).is_some());
        self.linking = self.linking.filter(|linking| comparison.claim(linking.from).is_some());
        let there = |claim| comparison.claim(claim).is_some();
        self.kind_asked = self.kind_asked.filter(|asked| there(asked.from) && there(asked.to));
        for side in Side::BOTH {
            let pane = self.panes.get(side);
            let shown = pane.source.filter(|source| comparison.source(*source).is_some());
            if shown.is_none() {
                let other = self.panes.get(side.other()).source;
                let free = comparison.sources().iter().find(|source| Some(source.id) != other);
                let next = free.or(comparison.sources().first()).map(|source| source.id);
                *self.panes.get_mut(side) = PaneView { source: next, ..PaneView::default() };
            }
            let end = self
                .panes
                .get(side)
                .source
                .and_then(|source| comparison.source(source))
                .map(|s| s.text.end());
            let end = end.unwrap_or_default();
            let pane = self.panes.get_mut(side);
            pane.anchor = pane.anchor.min(end);
            pane.caret = pane.caret.min(end);
            pane.top = pane.top.min(end);
        }
    }

    /// Returns whether the highlights of `tags` are shown under the present focus.
    pub fn shows_tags(&self, comparison: &Comparison, tags: impl IntoIterator<Item = TagId>) -> bool {
        self.focus.is_empty()
            || tags.into_iter().any(|tag| self.focus.iter().any(|focus| comparison.is_within(tag, *focus)))
    }
}
