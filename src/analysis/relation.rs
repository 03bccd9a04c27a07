//! How the sources on a row of a sheet stand to one another: where they meet, where they part, where one is silent.
//!
//! Worked out from the stances and links that readers gave, by rules that are told with the result, and never without
//! the claims that it rests on. What a source only reports settles nothing. Start reading at [`Finding::of`].

use std::collections::HashSet;
use std::sync::Arc;

use super::sheet::{Cell, CellState, LinkEnd, Place, SheetClaim, SheetColumn, SheetLink, SheetRow, cite};
use crate::model::{ClaimId, LinkId, LinkKind, Stance};

/// How sources stand to one another on a tag. Those that most call for reading come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One affirms what another denies, or a link says that they contradict one another.
    Opposed,
    /// One qualifies what another affirms or denies, or a link says so.
    PartlyOpposed,
    /// They take the same stance, or a link says that they agree.
    InAccord,
    /// Several have claims, and nothing says how they stand.
    Unsettled,
    /// Only some have claims; in the others nobody has looked yet.
    OneSided,
    /// Only some have claims; the others were searched and have none.
    Silent,
    /// None has claims.
    Empty,
}

impl Relation {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Opposed,
        Self::PartlyOpposed,
        Self::InAccord,
        Self::Unsettled,
        Self::OneSided,
        Self::Silent,
        Self::Empty,
    ];

    /// Returns the word for it, as data names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Opposed => "opposed",
            Self::PartlyOpposed => "partly_opposed",
            Self::InAccord => "in_accord",
            Self::Unsettled => "unsettled",
            Self::OneSided => "one_sided",
            Self::Silent => "silent",
            Self::Empty => "empty",
        }
    }

    /// Returns the words for it, as readers see them.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Opposed => "opposed",
            Self::PartlyOpposed => "partly opposed",
            Self::InAccord => "in accord",
            Self::Unsettled => "unsettled",
            Self::OneSided => "one-sided so far",
            Self::Silent => "silence",
            Self::Empty => "no claims",
        }
    }

    /// Returns the same words as the beginning of a sentence or a heading.
    #[must_use]
    pub fn title(self) -> String {
        let (first, others) = self.phrase().split_at_checked(1).unwrap_or_default();
        format!("{}{others}", first.to_uppercase())
    }

    /// Returns the rule that leads to it. The rules are tried in the order of [`Relation::ALL`]; the first that
    /// holds is used.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Opposed => {
                "One source affirms what another denies, or a link says that they contradict one another."
            }
            Self::PartlyOpposed => {
                "One source qualifies what another affirms or denies, or a link says that it qualifies it."
            }
            Self::InAccord => "Sources take the same stance, or a link says that they agree.",
            Self::Unsettled => "Several sources have claims, but no stance or link says how they stand.",
            Self::OneSided => "Not every source has claims, and in some nobody has looked yet.",
            Self::Silent => "Not every source has claims; the others were searched, and have none.",
            Self::Empty => "No source has claims.",
        }
    }
}

/// Claims of one source that take the same stance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standpoint {
    /// The column of the source, from 0.
    pub column: usize,
    /// The stance.
    pub stance: Stance,
    /// The claims, by position.
    pub claims: Vec<ClaimId>,
    /// Where they are.
    pub places: Vec<Place>,
}

/// A link between claims of two sources on the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The link.
    pub link: LinkId,
    /// The claim that it leads from, and the column of its source.
    pub from: (ClaimId, usize),
    /// The claim that it leads to.
    pub to: ClaimId,
    /// Where the first claim is.
    places: Arc<[Place]>,
    seen: SheetLink,
}

impl Tie {
    /// Returns the words for it after the name of the first claim's source: "¶ 3 contradicts Critique of CP ¶ 12".
    #[must_use]
    pub fn phrase(&self) -> String {
        format!("{} {}", cite(&self.places), self.seen.phrase())
    }
}

/// How the sources on a row stand to one another, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The relation.
    pub relation: Relation,
    /// The stances that it rests on, by column; empty where it rests on links or on there being none.
    pub standpoints: Vec<Standpoint>,
    /// The links that it rests on.
    pub ties: Vec<Tie>,
    /// The columns that have claims.
    pub with_claims: Vec<usize>,
    /// The columns that were searched and have none.
    pub silent: Vec<usize>,
    /// The columns that nobody has looked into yet.
    pub unsearched: Vec<usize>,
}

impl Finding {
    /// Works out how the sources of `row` stand to one another.
    #[must_use]
    pub fn of(row: &SheetRow) -> Self {
        Self::among(row, |_| true)
    }

    /// Works out how those sources of `row` stand to one another whose columns are `shown`.
    #[must_use]
    pub fn among(row: &SheetRow, shown: impl Fn(usize) -> bool) -> Self {
        let cells: Vec<(usize, &Cell)> =
            row.cells.iter().enumerate().filter(|(column, _)| shown(*column)).collect();
        let columns = |state: CellState| {
            let of_state = cells.iter().filter(move |(_, cell)| cell.state() == state);
            of_state.map(|(column, _)| *column).collect::<Vec<_>>()
        };
        let mut finding = Self {
            relation: Relation::Empty,
            standpoints: Vec::new(),
            ties: Vec::new(),
            with_claims: columns(CellState::Claims),
            silent: columns(CellState::Silence),
            unsearched: columns(CellState::Unsearched),
        };
        let (standpoints, ties) = (standpoints(&cells), ties(&cells));
        for (relation, stances, kind) in [
            (Relation::Opposed, [Stance::Affirms, Stance::Denies].as_slice(), LinkKind::Contradicts),
            (
                Relation::PartlyOpposed,
                &[Stance::Affirms, Stance::Denies, Stance::Qualifies],
                LinkKind::Qualifies,
            ),
        ] {
            let differ: Vec<Standpoint> = differing(&standpoints, stances);
            if finding.rests_on(relation, differ, ties.iter().filter(|tie| tie.seen.kind == kind)) {
                return finding;
            }
        }
        let same = Stance::ALL
            .into_iter()
            .filter(|stance| *stance != Stance::Reports)
            .map(|stance| standpoints.iter().filter(|of| of.stance == stance).cloned().collect::<Vec<_>>());
        let same: Vec<Standpoint> = same.filter(|of| of.len() > 1).flatten().collect();
        let agreeing = ties.iter().filter(|tie| tie.seen.kind == LinkKind::Agrees);
        if finding.rests_on(Relation::InAccord, same, agreeing) {
            return finding;
        }
        finding.relation = match (finding.with_claims.len(), finding.unsearched.is_empty()) {
            (0, _) => Relation::Empty,
            (2.., _) => Relation::Unsettled,
            // A sheet of one source sets nothing side by side.
            (1, _) if cells.len() == 1 => Relation::Unsettled,
            (1, false) => Relation::OneSided,
            (1, true) => Relation::Silent,
        };
        finding
    }

    /// Takes a relation if there is anything that it rests on.
    fn rests_on<'a>(
        &mut self,
        relation: Relation,
        standpoints: Vec<Standpoint>,
        ties: impl Iterator<Item = &'a Tie>,
    ) -> bool {
        let ties: Vec<Tie> = ties.cloned().collect();
        let holds = !standpoints.is_empty() || !ties.is_empty();
        if holds {
            (self.relation, self.standpoints, self.ties) = (relation, standpoints, ties);
        }
        holds
    }

    /// Returns the claims that it rests on, each once.
    #[must_use]
    pub fn claims(&self) -> Vec<ClaimId> {
        let standing = self.standpoints.iter().flat_map(|of| of.claims.iter().copied());
        let tied = self.ties.iter().flat_map(|tie| [tie.from.0, tie.to]);
        let mut known = HashSet::new();
        standing.chain(tied).filter(|claim| known.insert(*claim)).collect()
    }

    /// Returns what it rests on in a sentence without an end: "FI 1973 affirms (¶ 3, 7); Critique of CP denies (¶ 12)".
    #[must_use]
    pub fn sentence(&self, columns: &[SheetColumn]) -> String {
        self.grounds(columns).join("; ")
    }

    /// Returns the parts of that sentence, one by one.
    #[must_use]
    pub fn grounds(&self, columns: &[SheetColumn]) -> Vec<String> {
        let name = |column: usize| columns.get(column).map(SheetColumn::name).unwrap_or_default();
        let names = |of: &[usize]| of.iter().map(|column| name(*column)).collect::<Vec<_>>().join(", ");
        let mut parts: Vec<String> = Vec::new();
        for of in &self.standpoints {
            parts.push(format!("{} {} ({})", name(of.column), of.stance.word(), cite(&of.places)));
        }
        for tie in &self.ties {
            parts.push(format!("{} {}", name(tie.from.1), tie.phrase()));
        }
        if parts.is_empty() && !self.with_claims.is_empty() {
            parts.push(match self.relation {
                Relation::Unsettled => {
                    format!("claims in {}, without stances or links that tell", names(&self.with_claims))
                }
                _ => format!("claims only in {}", names(&self.with_claims)),
            });
        }
        if !self.silent.is_empty() && self.relation != Relation::Empty {
            parts.push(format!("searched without finding any: {}", names(&self.silent)));
        }
        if !self.unsearched.is_empty() && self.relation != Relation::Empty {
            parts.push(format!("not looked for yet: {}", names(&self.unsearched)));
        }
        parts
    }
}

/// The stances of each source, but for what it only reports.
fn standpoints(cells: &[(usize, &Cell)]) -> Vec<Standpoint> {
    let mut all = Vec::new();
    for &(column, cell) in cells {
        for stance in Stance::ALL.into_iter().filter(|stance| *stance != Stance::Reports) {
            let of: Vec<_> = cell.claims.iter().filter(|claim| claim.stance == Some(stance)).collect();
            if !of.is_empty() {
                let places = of.iter().flat_map(|claim| claim.places.iter().copied()).collect();
                all.push(Standpoint {
                    column,
                    stance,
                    claims: of.iter().map(|claim| claim.id()).collect(),
                    places,
                });
            }
        }
    }
    all
}

/// The standpoints of `stances` if two sources take different ones of them: each such standpoint that another source's
/// differs from.
fn differing(all: &[Standpoint], stances: &[Stance]) -> Vec<Standpoint> {
    let of: Vec<&Standpoint> = all.iter().filter(|of| stances.contains(&of.stance)).collect();
    let differs =
        |one: &Standpoint| of.iter().any(|other| other.column != one.column && other.stance != one.stance);
    of.iter().filter(|one| differs(one)).map(|one| (*one).clone()).collect()
}

/// The links between claims of two sources that both stand on the row, each once.
fn ties(cells: &[(usize, &Cell)]) -> Vec<Tie> {
    let here: HashSet<ClaimId> =
        cells.iter().flat_map(|(_, cell)| &cell.claims).map(SheetClaim::id).collect();
    let mut all = Vec::new();
    for &(column, cell) in cells {
        for claim in &cell.claims {
            let leading = claim.links.iter().filter(|link| link.end == LinkEnd::From);
            let across =
                leading.filter(|link| link.source != claim.claim.source && here.contains(&link.claim));
            all.extend(across.map(|link| Tie {
                link: link.link,
                from: (claim.id(), column),
                to: link.claim,
                places: Arc::clone(&claim.places),
                seen: link.clone(),
            }));
        }
    }
    all
}
