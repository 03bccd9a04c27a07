//! What lies over the texts: a snapshot that the panes draw, made anew when readers are shown or hidden.

use std::collections::HashSet;
use std::sync::Arc;

use super::looks::{Look, Looks};
use super::work::Densities;
use crate::analysis::agreement::density::Density;
use crate::model::{Claim, ClaimId, Comparison, ReaderId, SourceId};
use crate::store::laying::Laid;

/// Other readers' claims over the texts, and whose claims are not shown. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// Everybody's claims; none while no files are laid over, or a round is sealed.
    pub laid: Option<Arc<Laid>>,
    /// How readers are drawn.
    pub looks: Arc<Looks>,
    /// The readers who are shown.
    pub shown: Arc<HashSet<ReaderId>>,
    /// Readers with objects in the open comparison itself who are not shown.
    pub hidden: Arc<HashSet<ReaderId>>,
    /// Whether it is shown how many marked each sentence, in place of single marks.
    pub dense: bool,
    /// How many did; of an earlier state while they are counted anew.
    pub densities: Option<Arc<Densities>>,
    /// The laid claim that is selected.
    pub chosen: Option<ClaimId>,
    /// Which state this is: another one each time it is made anew.
    pub number: u64,
}

impl Overlay {
    /// Returns whether single marks of other readers are drawn.
    pub fn has_marks(&self) -> bool {
        self.laid.is_some() && !self.dense
    }

    /// Returns whether a reader's claims in the open comparison are not shown.
    pub fn hides(&self, reader: ReaderId) -> bool {
        self.hidden.contains(&reader)
    }

    /// Returns how a reader is drawn.
    pub fn look(&self, reader: ReaderId) -> Look {
        self.looks.get(reader)
    }

    /// Returns a claim that is laid over the open comparison and not in it.
    pub fn laid_claim<'a>(&'a self, open: &Comparison, id: ClaimId) -> Option<&'a Arc<Claim>> {
        let claim = self.laid.as_ref()?.comparison.claim(id)?;
        open.claim(id).is_none().then_some(claim)
    }

    /// Returns the laid claim that is selected, if its reader is shown.
    pub fn chosen_claim<'a>(&'a self, open: &Comparison) -> Option<&'a Arc<Claim>> {
        let claim = self.laid_claim(open, self.chosen?)?;
        self.shown.contains(&claim.reader).then_some(claim)
    }

    /// Returns how many marked each sentence of a source, if that is what is shown.
    pub fn density(&self, source: SourceId) -> Option<&Arc<Density>> {
        self.densities.as_ref().filter(|_| self.dense)?.get(source)
    }

    /// Returns everybody's claims: with those that are laid over, or the open comparison's alone.
    pub fn all<'a>(&'a self, open: &'a Comparison) -> &'a Comparison {
        self.laid.as_ref().map_or(open, |laid| &laid.comparison)
    }
}

/// Returns the steps of a density's ground, each with the counts that it stands for, from the lightest on.
pub fn grades(n_readers: usize) -> Vec<(u32, u32)> {
    let n = u32::try_from(n_readers).unwrap_or(u32::MAX);
    let mut grades: Vec<(u32, u32)> = Vec::new();
    for grade in 0..n.min(GRADES) {
        let edge = |grade: u32| u64::from(n) * u64::from(grade) / u64::from(GRADES.min(n));
        let (from, to) = (edge(grade) + 1, edge(grade + 1));
        grades.push((u32::try_from(from).unwrap_or(n), u32::try_from(to).unwrap_or(n)));
    }
    grades
}

/// How many steps there are at most.
const GRADES: u32 = 5;

/// Returns which of the steps a count has; none for nobody.
pub fn grade_of(count: u32, grades: &[(u32, u32)]) -> Option<usize> {
    let found = grades.iter().position(|(from, to)| *from <= count && count <= *to);
    found.or_else(|| grades.len().checked_sub(1)).filter(|_| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_one_step_and_few_readers_have_a_step_each() {
        assert_eq!(grades(3), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(grades(12), [(1, 2), (3, 4), (5, 7), (8, 9), (10, 12)]);
        assert_eq!(grades(0), []);
        for n in 1..300_usize {
            let grades = grades(n);
            assert!(grades.len() <= 5);
            let steps: Vec<_> =
                (1..=u32::try_from(n).unwrap()).map(|count| grade_of(count, &grades)).collect();
            assert!(steps.is_sorted() && steps.first() == Some(&Some(0)), "{n}");
            assert_eq!(steps.last(), Some(&grades.len().checked_sub(1)));
        }
        assert_eq!(grade_of(0, &grades(4)), None);
    }
}
