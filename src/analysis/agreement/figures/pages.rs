//! The pages that say how each figure is worked out. They are the same as in the folder `docs/methods`.

/// A page: Markdown with a title, and sections for the formula, an example, what it can't tell, and the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Its name, as [`Kind::page`](super::Kind::page) gives it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Page {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 13] = [
        Self { name: "matching", text: include_str!("../../../../docs/methods/matching.md") },
        Self { name: "jaccard", text: include_str!("../../../../docs/methods/jaccard.md") },
        Self { name: "binary-u-alpha", text: include_str!("../../../../docs/methods/binary-u-alpha.md") },
        Self { name: "k-u-alpha", text: include_str!("../../../../docs/methods/k-u-alpha.md") },
        Self { name: "cu-alpha", text: include_str!("../../../../docs/methods/cu-alpha.md") },
        Self { name: "u-alpha", text: include_str!("../../../../docs/methods/u-alpha.md") },
        Self { name: "tag-sets", text: include_str!("../../../../docs/methods/tag-sets.md") },
        Self {
            name: "observed-agreement",
            text: include_str!("../../../../docs/methods/observed-agreement.md"),
        },
        Self { name: "alpha", text: include_str!("../../../../docs/methods/alpha.md") },
        Self { name: "ac1", text: include_str!("../../../../docs/methods/ac1.md") },
        Self { name: "cohen-kappa", text: include_str!("../../../../docs/methods/cohen-kappa.md") },
        Self { name: "fleiss-kappa", text: include_str!("../../../../docs/methods/fleiss-kappa.md") },
        Self { name: "intervals", text: include_str!("../../../../docs/methods/intervals.md") },
    ];

    /// Returns the page of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name == name)
    }

    /// Returns its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn every_figure_has_its_page_and_every_page_says_all_it_should() {
        for kind in Kind::ALL {
            assert!(Page::named(kind.page()).is_some(), "{kind:?} has no page");
        }
        for page in Page::ALL {
            assert!(page.text.starts_with("# ") && !page.title().is_empty(), "{}", page.name);
            for part in ["## Formula", "## What it can't tell", "## Source"] {
                assert!(page.text.contains(part), "{} lacks {part}", page.name);
            }
            assert!(page.text.contains("## An example") || page.name == "intervals", "{}", page.name);
            let of_a_figure = Kind::ALL.iter().any(|kind| kind.page() == page.name);
            assert!(of_a_figure || page.name == "intervals", "{} is of no figure", page.name);
        }
    }

    /// The numbers of the page on sets of tags, which are our own.
    #[test]
    fn the_example_of_the_sets_of_tags_comes_out_as_its_page_says() {
        use crate::analysis::agreement::sets::{Differing, Distances, alpha, jaccard_distance};
        let sets = [&["A"][..], &["A", "B"], &["B"], &["B", "C"]];
        let distances = Distances::of(4, |a, b| jaccard_distance(sets[a], sets[b]));
        let mut sums = Differing::default();
        sums.take(&[(0, 2)], &distances);
        sums.take(&[(0, 1), (1, 1)], &distances);
        sums.take(&[(2, 1), (3, 1)], &distances);
        let found = alpha(&sums, &distances).unwrap();
        let page = Page::named("tag-sets").unwrap().text;
        for value in [found.observed, found.expected, found.coefficient().unwrap()] {
            assert!(page.contains(&super::super::shown(value)), "{value} is not on the page");
        }
    }
}
