//! Which links have an end on the screen, and where their ends are. Only the claims that are seen are asked for
//! theirs, so what a book holds elsewhere costs nothing.

use std::collections::HashMap;
use std::sync::Arc;

use crate::gui::reading_pane::Seen;
use crate::gui::view::{Side, Sides, View};
use crate::model::{Claim, ClaimId, Comparison, Link};

/// The most links that are looked at for one frame; beyond, no eye would tell one from the next.
const MOST: usize = 2_000;

/// Where one end of a link is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// On the screen, between these heights.
    Seen { top: f32, bottom: f32 },
    /// Above what can be seen of its pane.
    Above,
    /// Below it.
    Below,
}

impl End {
    /// Returns the height at which a curve leaves it: the middle of its first line, if it is on the screen.
    pub fn y(self) -> Option<f32> {
        match self {
            Self::Seen { top, bottom } => Some(top + ((bottom - top) / 2.0).min(13.0)),
            Self::Above | Self::Below => None,
        }
    }
}

/// How a link lies between the panes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tie {
    /// From pane to pane; one end at least is on the screen.
    Across { left: End, right: End },
    /// Both claims are of the source on one side; the first is on the screen.
    Around { side: Side, near: End, far: End },
    /// The other claim's source is not shown.
    Away { side: Side, near: End },
}

/// A link with an end on the screen.
#[derive(Debug, Clone)]
pub struct Tied {
    /// The link.
    pub link: Arc<Link>,
    /// The claim on the left, or the one on the screen.
    pub near: ClaimId,
    /// The claim on the right, or the other one.
    pub far: ClaimId,
    /// How it lies.
    pub tie: Tie,
    /// Whether one of its claims is the selected one.
    pub strong: bool,
}

impl Tied {
    /// Returns the side of the end that is on the screen; of two, the left one.
    pub fn seen_side(&self) -> Side {
        match self.tie {
            Tie::Across { left: End::Seen { .. }, .. } => Side::Left,
            Tie::Across { .. } => Side::Right,
            Tie::Around { side, .. } | Tie::Away { side, .. } => side,
        }
    }
}

type Ends = HashMap<ClaimId, (f32, f32)>;

/// Returns the links that have an end on the screen, and both ends among the claims that are shown.
pub fn gather(comparison: &Comparison, view: &View, seen: &Sides<Option<&Seen>>) -> Vec<Tied> {
    let mut ends: Sides<Ends> = Sides::default();
    let mut order: Vec<(Side, ClaimId)> = Vec::new();
    for side in Side::BOTH {
        let claims = seen.get(side).iter().flat_map(|seen| seen.extents());
        for (claim, extent) in claims {
            ends.get_mut(side).insert(claim, extent);
            order.push((side, claim));
        }
    }
    let sources = Side::BOTH.map(|side| seen.get(side).map(|seen| seen.source));
    let twice = sources.first() == sources.last();
    let mut tied = Vec::new();
    for (side, claim) in order {
        // Of a source that both panes show, the left one's claims are the nearer ends.
        if twice && side == Side::Right {
            continue;
        }
        for link in comparison.links_of(claim) {
            let other = if link.from == claim { link.to } else { link.from };
            let begun =
                link.from != claim && Side::BOTH.into_iter().any(|s| ends.get(s).contains_key(&link.from));
            let counted = begun && (!twice || ends.get(Side::Left).contains_key(&link.from));
            if counted || tied.len() >= MOST {
                continue;
            }
            let far = comparison.claim(other).map(AsRef::as_ref);
            let place = (side, claim, ends.get(side).get(&claim).copied());
            if let Some(far) = far
                && let Some(one) = tie(comparison, view, (seen, &ends), (link, place, far))
            {
                tied.push(one);
            }
        }
    }
    tied
}

type Near = (Side, ClaimId, Option<(f32, f32)>);

fn tie(
    comparison: &Comparison,
    view: &View,
    (seen, ends): (&Sides<Option<&Seen>>, &Sides<Ends>),
    (link, (side, claim, extent), far): (&Arc<Link>, Near, &Claim),
) -> Option<Tied> {
    let strong = view.claim.is_some_and(|selected| selected == link.from || selected == link.to);
    let tags = |claim: &Claim| view.shows_tags(comparison, claim.tags.iter().map(|used| used.tag));
    let shown = tags(far) && comparison.claim(claim).is_some_and(|claim| tags(claim));
    if !strong && !shown {
        return None;
    }
    let (top, bottom) = extent?;
    let near = End::Seen { top, bottom };
    let end_on = |side: Side| {
        let seen = seen.get(side).filter(|seen| seen.source == far.source)?;
        let at = ends.get(side).get(&far.id).map(|(top, bottom)| End::Seen { top: *top, bottom: *bottom });
        let above = || far.passages.first().is_some_and(|anchor| seen.is_above(anchor.span.start()));
        Some(at.unwrap_or_else(|| if above() { End::Above } else { End::Below }))
    };
    let mut claims = (claim, far.id);
    let tie = if let Some(end) = end_on(side.other()) {
        if side == Side::Left {
            Tie::Across { left: near, right: end }
        } else {
            claims = (far.id, claim);
            Tie::Across { left: end, right: near }
        }
    } else if let Some(far) = end_on(side) {
        Tie::Around { side, near, far }
    } else {
        Tie::Away { side, near }
    };
    Some(Tied { link: Arc::clone(link), near: claims.0, far: claims.1, tie, strong })
}
