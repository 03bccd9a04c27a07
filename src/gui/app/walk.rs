//! Stepping from claim to claim.

use super::super::view::Reveal;
use super::Diptych;
use crate::model::{ClaimId, TagId};
use crate::text::Pos;

impl Diptych {
    /// To the next or previous claim of `tags` (and the tags under them), through all sources and round again.
    pub(super) fn step_tag(&mut self, tags: &[TagId], forward: bool) {
        let comparison = self.open.desk.comparison();
        let under = |tag: TagId| tags.iter().any(|wanted| comparison.is_within(tag, *wanted));
        let with = comparison.claims().filter(|claim| claim.tags.iter().any(|used| under(used.tag)));
        let claims: Vec<ClaimId> = with.map(|claim| claim.id).collect();
        let at = self.open.view.claim.and_then(|id| claims.iter().position(|claim| *claim == id));
        let n = claims.len();
        let next = match (at, forward) {
            (None, true) => 0,
            (None, false) => n.saturating_sub(1),
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
        };
        if let Some(claim) = claims.get(next).copied() {
            self.reveal(claim);
            self.say(format!("{} of {n}", next + 1));
        } else {
            self.say("No claim bears this tag yet.");
        }
    }

    /// To the next or previous claim of the pane, among those shown. While linking, only points at it.
    pub(super) fn step_claim(&mut self, forward: bool) {
        let view = &self.open.view;
        let comparison = self.open.desk.comparison();
        let Some(source) = view.pane().source else { return };
        let linking = view.linking;
        let current = match linking {
            Some(linking) => linking.candidate,
            None => view
                .claim
                .filter(|claim| comparison.claim(*claim).is_some_and(|claim| claim.source == source)),
        };
        let shown = comparison.claims_in(source).filter(|claim| {
            view.shows_tags(comparison, claim.tags.iter().map(|used| used.tag))
                && linking.is_none_or(|linking| linking.from != claim.id)
        });
        let claims: Vec<(Pos, ClaimId)> = shown.map(|claim| (claim.extent().start(), claim.id)).collect();
        let at = current.and_then(|id| claims.iter().position(|(_, claim)| *claim == id));
        let caret = view.pane().caret;
        let next = match (at, forward) {
            (Some(at), true) => at.checked_add(1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => claims.iter().position(|(start, _)| *start >= caret),
            (None, false) => claims.iter().rposition(|(start, _)| *start < caret),
        };
        // Somebody looking for the other end of a link wants to come by all claims, wherever the caret is.
        let round = linking.and(if forward { Some(0) } else { claims.len().checked_sub(1) });
        let next = next.filter(|next| *next < claims.len()).or(round);
        let Some((_, id)) = next.and_then(|next| claims.get(next)).copied() else {
            self.say(if forward {
                "That was the last claim here."
            } else {
                "That was the first claim here."
            });
            return;
        };
        if linking.is_none() {
            self.reveal(id);
            return;
        }
        let span =
            self.open.desk.comparison().claim(id).and_then(|claim| claim.passages.first()).map(|a| a.span);
        let view = &mut self.open.view;
        if let Some(linking) = &mut view.linking {
            linking.candidate = Some(id);
        }
        view.moving.ask();
        let pane = view.panes.get_mut(view.active);
        if let Some(span) = span {
            pane.move_caret(span.start(), false);
            pane.reveal = Some(Reveal { span, always: false });
        }
    }
}
