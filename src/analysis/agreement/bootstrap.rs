//! Intervals by bootstrap: paragraphs are drawn anew, with replacement, and the figures worked out from what was drawn.
//!
//! Claims of one paragraph are not independent of one another (whoever misses one is likely to miss the next), paragraphs
//! are much more nearly so: hence paragraphs are drawn, and not claims or letters. Readers are not drawn: the interval
//! tells of other texts like these and of the same readers. It is the percentile interval of Efron, Annals of Statistics
//! 7 (1979), pp. 1–26; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13.
//!
//! All draws follow from the seed alone, so the same figures always have the same interval.

/// How many paragraphs a figure has to rest on for an interval to mean anything.
pub const FEWEST_BLOCKS: usize = 10;

/// A small generator of numbers that look like chance: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// Returns the generator that begins with a seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Returns the next number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `n`, each equally likely but for less than n in 2^64; 0 where n is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // The upper half of the product: Lemire, ACM Transactions on Modeling and Computer Simulation 29 (2019).
        let product = u128::from(self.number()) * u128::from(n);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// Draws as many blocks as there are, with replacement, and counts how often each was drawn.
    pub fn draw(&mut self, times: &mut [f64]) {
        times.fill(0.0);
        let n = u64::try_from(times.len()).unwrap_or(u64::MAX);
        for _ in 0..times.len() {
            let at = usize::try_from(self.below(n)).unwrap_or_default();
            if let Some(times) = times.get_mut(at) {
                *times += 1.0;
            }
        }
    }
}

/// Returns between which values 95 of 100 draws lie: with 999 draws, from the 25th to the 975th. Nothing where more than
/// one draw in twenty had no value, as what is left would not be a fair sample; and where all draws came to the same (of
/// 0 matched, drawing makes nothing else), as that looks like a certainty that nobody has.
#[must_use]
pub fn interval(values: &mut [f64], n_draws: usize) -> Option<(f64, f64)> {
    if n_draws == 0 || values.len() * 20 < n_draws * 19 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let place = ((n + 1) / 40).max(1) - 1;
    let (low, high) = (*values.get(place)?, *values.get(n.checked_sub(place + 1)?)?);
    // A hair apart is the error of adding floats.
    (high - low > 1e-12).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers from seed 1234567, as printed with the reference implementation.
        let mut chance = Chance::from_seed(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| chance.number()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn as_many_are_drawn_as_there_are_and_all_alike_often() {
        let mut chance = Chance::from_seed(7);
        let (mut times, mut sums) = (vec![0.0; 40], vec![0.0; 40]);
        for _ in 0..2_000 {
            chance.draw(&mut times);
            assert!((times.iter().sum::<f64>() - 40.0).abs() < 1e-9);
            sums.iter_mut().zip(&times).for_each(|(sum, n)| *sum += n);
        }
        // Each is drawn 2,000 times, give or take 45 (the square root); five times that would be an error.
        assert!(sums.iter().all(|sum: &f64| (sum - 2_000.0).abs() < 225.0), "{sums:?}");
        let mut again = vec![0.0; 40];
        Chance::from_seed(7).draw(&mut again);
        Chance::from_seed(7).draw(&mut times);
        assert_eq!(times, again);
    }

    #[test]
    fn an_interval_leaves_out_a_fortieth_at_either_end() {
        let mut values: Vec<f64> = (1..=999).rev().map(f64::from).collect();
        assert_eq!(interval(&mut values, 999), Some((25.0, 975.0)));
        assert_eq!(interval(&mut [], 999), None);
        let mut most: Vec<f64> = (1..=940).map(f64::from).collect();
        assert_eq!(interval(&mut most, 999), None, "too many draws without a value");
        assert_eq!(interval(&mut [2.0; 999], 999), None, "nothing is as certain as that");
    }

    /// The mean of 60 numbers has a known spread: the interval has to hold the true mean about 19 times in 20.
    #[test]
    fn intervals_hold_what_they_are_of_about_as_often_as_they_say() {
        let mut chance = Chance::from_seed(99);
        let mut held = 0;
        for _ in 0..200 {
            let sample: Vec<f64> =
                (0..60).map(|_| f64::from(u32::try_from(chance.below(1_001)).unwrap())).collect();
            let mut times = vec![0.0; 60];
            let mut means: Vec<f64> = (0..199)
                .map(|_| {
                    chance.draw(&mut times);
                    sample.iter().zip(&times).map(|(value, n)| value * n).sum::<f64>() / 60.0
                })
                .collect();
            let (low, high) = interval(&mut means, 199).unwrap();
            held += u32::from((low..=high).contains(&500.0));
        }
        assert!((178..=200).contains(&held), "{held} of 200");
    }
}
