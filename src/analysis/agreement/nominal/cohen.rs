//! Cohen's kappa, for two readers.

use super::Disagreement;

/// How often two readers gave which classes, of the units that both judged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Crossed {
    /// How many units.
    pub n: f64,
    /// In how many of them both gave the same class.
    pub same: f64,
    /// How often one of them gave each class.
    pub a: Vec<f64>,
    /// How often the other did.
    pub b: Vec<f64>,
}

impl Crossed {
    /// Returns the counts of no units.
    #[must_use]
    pub fn none(n_classes: usize) -> Self {
        Self { n: 0.0, same: 0.0, a: vec![0.0; n_classes], b: vec![0.0; n_classes] }
    }

    /// Adds a unit to which they gave these classes.
    pub fn take(&mut self, a: usize, b: usize) {
        self.n += 1.0;
        self.same += f64::from(u8::from(a == b));
        for (counts, class) in [(&mut self.a, a), (&mut self.b, b)] {
            if let Some(count) = counts.get_mut(class) {
                *count += 1.0;
            }
        }
    }

    /// Adds other counts so many times.
    pub fn add(&mut self, other: &Self, times: f64) {
        self.n += other.n * times;
        self.same += other.same * times;
        for (sums, others) in [(&mut self.a, &other.a), (&mut self.b, &other.b)] {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other * times;
            }
        }
    }
}

/// Returns the disagreement: by chance the two agree with Σ p_1c p_2c, each with the shares of classes that they gave
/// themselves. Cohen, Educational and Psychological Measurement 20 (1960), pp. 37–46. Nothing of no unit.
#[must_use]
pub fn kappa(crossed: &Crossed) -> Option<Disagreement> {
    if crossed.n <= 0.0 {
        return None;
    }
    let chance: f64 = crossed.a.iter().zip(&crossed.b).map(|(a, b)| a * b).sum();
    Some(Disagreement::of_agreement(crossed.same / crossed.n, chance / (crossed.n * crossed.n)))
}
