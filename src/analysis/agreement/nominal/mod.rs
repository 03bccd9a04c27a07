//! Agreement on classes that have no order: which stance, which tag. One coefficient, one file.
//!
//! All of them are functions of a few sums over the units judged ([`Counts`]), and sums of parts can be added: so a
//! bootstrap never counts the units again. None of them knows what a class means.

pub mod bennett;
pub mod cohen;
pub mod fleiss;
pub mod gwet;
pub mod krippendorff;
pub mod observed;
pub mod scott;

/// How much readers disagree, beside how much they would by chance. Both from 0, and 1 at most where they are shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disagreement {
    /// What is found.
    pub observed: f64,
    /// What chance alone would give.
    pub expected: f64,
}

impl Disagreement {
    /// Below this, chance gives no disagreement at all: what is left is the error of adding floats.
    const NONE: f64 = 1e-12;

    /// Returns the same of shares of agreement.
    #[must_use]
    pub fn of_agreement(observed: f64, expected: f64) -> Self {
        Self { observed: 1.0 - observed, expected: 1.0 - expected }
    }

    /// Returns the coefficient, 1 − observed / expected: 1 without any disagreement, 0 where there is as much as by
    /// chance, below 0 where there is more. Nothing where chance gives none: then there was nothing to disagree on, and
    /// no figure says anything.
    #[must_use]
    pub fn coefficient(self) -> Option<f64> {
        (self.expected > Self::NONE).then(|| 1.0 - self.observed / self.expected)
    }
}

/// What readers judged: units down, readers across, in each cell a class or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgments {
    n_readers: usize,
    n_classes: usize,
    cells: Vec<u16>,
}

/// The cell of a reader who did not judge a unit.
const MISSING: u16 = u16::MAX;

impl Judgments {
    /// Returns a table without units. Classes are numbered from 0.
    #[must_use]
    pub fn new(n_readers: usize, n_classes: usize) -> Self {
        Self { n_readers, n_classes, cells: Vec::new() }
    }

    /// Adds a unit: the class that each reader gave it. Whoever is not told of, and a class that there is not, is missing.
    pub fn push(&mut self, classes: impl IntoIterator<Item = Option<usize>>) {
        let cell = |class: Option<usize>| match class {
            Some(class) if class < self.n_classes => u16::try_from(class).unwrap_or(MISSING),
            _ => MISSING,
        };
        let end = self.cells.len() + self.n_readers;
        self.cells.extend(classes.into_iter().take(self.n_readers).map(cell));
        self.cells.resize(end, MISSING);
    }

    /// Returns how many classes there are, whether they were given or not.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Returns the units, each a cell for every reader.
    fn units(&self) -> impl Iterator<Item = &[u16]> {
        self.cells.chunks_exact(self.n_readers.max(1))
    }

    /// Returns the sums over all units.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::none(self.n_classes);
        let mut unit_counts = vec![0_u32; self.n_classes];
        for unit in self.units() {
            unit_counts.fill(0);
            for cell in unit {
                if let Some(count) = unit_counts.get_mut(usize::from(*cell)) {
                    *count += 1;
                }
            }
            counts.take(&unit_counts);
        }
        counts
    }

    /// Returns the same as one class against all others: the class is 0, the others are 1.
    #[must_use]
    pub fn one_class(&self, class: usize) -> Self {
        let as_two = |cell: &u16| match *cell {
            MISSING => MISSING,
            cell => u16::from(usize::from(cell) != class),
        };
        Self { n_readers: self.n_readers, n_classes: 2, cells: self.cells.iter().map(as_two).collect() }
    }

    /// Returns only the units that every reader judged.
    #[must_use]
    pub fn complete(&self) -> Self {
        let whole = self.units().filter(|unit| !unit.contains(&MISSING));
        Self { cells: whole.flatten().copied().collect(), ..*self }
    }

    /// Returns the judgments of two of the readers.
    #[must_use]
    pub fn of_two(&self, a: usize, b: usize) -> Self {
        let of = |unit: &[u16]| [a, b].map(|reader| unit.get(reader).copied().unwrap_or(MISSING));
        Self { n_readers: 2, n_classes: self.n_classes, cells: self.units().flat_map(of).collect() }
    }

    /// Returns how often two readers gave which classes, of the units that both judged.
    #[must_use]
    pub fn crossed(&self) -> cohen::Crossed {
        let mut crossed = cohen::Crossed::none(self.n_classes);
        for unit in self.units() {
            if let [a, b] = *unit
                && a != MISSING
                && b != MISSING
            {
                crossed.take(usize::from(a), usize::from(b));
            }
        }
        crossed
    }
}

/// Sums over units, from which the coefficients follow. Units judged by a single reader can't be paired, and count only
/// in [`shares`](Self::shares).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// How many units at least two readers judged.
    pub n_pairable: f64,
    /// How many units anybody judged.
    pub n_judged: f64,
    /// How many judgments of each class there are in units that at least two readers judged.
    pub values: Vec<f64>,
    /// For each unit the judgments it has, times the share of its pairs of judgments that agree; summed.
    pub agreeing: f64,
    /// For each unit the share of its pairs of judgments that agree; summed.
    pub agreeing_units: f64,
    /// For each unit that anybody judged the share of its judgments that each class has; summed.
    pub shares: Vec<f64>,
}

impl Counts {
    /// Returns the sums over no units.
    #[must_use]
    pub fn none(n_classes: usize) -> Self {
        Self { values: vec![0.0; n_classes], shares: vec![0.0; n_classes], ..Self::default() }
    }

    /// Adds a unit: how many readers gave it each class.
    pub fn take(&mut self, unit: &[u32]) {
        let n: u32 = unit.iter().sum();
        if n == 0 {
            return;
        }
        let all = f64::from(n);
        self.n_judged += 1.0;
        for (sum, count) in self.shares.iter_mut().zip(unit) {
            *sum += f64::from(*count) / all;
        }
        if n < 2 {
            return;
        }
        let pairs: f64 = unit.iter().map(|count| f64::from(*count) * (f64::from(*count) - 1.0)).sum();
        self.n_pairable += 1.0;
        self.agreeing += pairs / (all - 1.0);
        self.agreeing_units += pairs / (all * (all - 1.0));
        for (sum, count) in self.values.iter_mut().zip(unit) {
            *sum += f64::from(*count);
        }
    }

    /// Adds another sum so many times.
    pub fn add(&mut self, other: &Self, times: f64) {
        self.n_pairable += other.n_pairable * times;
        self.n_judged += other.n_judged * times;
        self.agreeing += other.agreeing * times;
        self.agreeing_units += other.agreeing_units * times;
        for (sums, others) in [(&mut self.values, &other.values), (&mut self.shares, &other.shares)] {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other * times;
            }
        }
    }

    /// Returns how many judgments there are in units that at least two readers judged.
    #[must_use]
    pub fn n_values(&self) -> f64 {
        self.values.iter().sum()
    }

    /// Returns how many classes anybody gave.
    #[must_use]
    pub fn n_used(&self) -> usize {
        self.shares.iter().filter(|share| **share > 0.0).count()
    }

    /// Returns the share that each class has: the mean over the units that anybody judged.
    #[must_use]
    pub fn prevalence(&self) -> Vec<f64> {
        self.shares.iter().map(|share| share / self.n_judged.max(1.0)).collect()
    }
}

#[cfg(test)]
mod tests;
