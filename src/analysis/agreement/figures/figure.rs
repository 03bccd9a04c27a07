//! One figure: a value with how much it rests on, or why there is none.

use std::fmt;

/// A figure of agreement, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A value.
    Value {
        /// The value; 1 is full agreement.
        value: f64,
        /// How much it rests on, in what [`Kind::counted`](super::Kind::counted) names.
        n: usize,
        /// Between which values 95 of 100 would lie if the texts' paragraphs were drawn anew; nothing where there are
        /// too few of them to tell.
        interval: Option<(f64, f64)>,
    },
    /// No value. Never a 1 or a 0 in its place.
    Undefined {
        /// Why.
        why: Why,
        /// How much there is.
        n: usize,
    },
}

impl Figure {
    /// Returns the value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Value { value, .. } => Some(value),
            Self::Undefined { .. } => None,
        }
    }

    /// Returns how much it rests on.
    #[must_use]
    pub fn n(self) -> usize {
        match self {
            Self::Value { n, .. } | Self::Undefined { n, .. } => n,
        }
    }

    /// Returns its interval, if it has one.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        match self {
            Self::Value { interval, .. } => interval,
            Self::Undefined { .. } => None,
        }
    }

    /// Returns why there is none, if there is none.
    #[must_use]
    pub fn why(self) -> Option<Why> {
        match self {
            Self::Value { .. } => None,
            Self::Undefined { why, .. } => Some(why),
        }
    }
}

/// The value as people read it: ".734", "−.220", "1.000"; or "undefined".
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { value, .. } => f.pad(&shown(*value)),
            Self::Undefined { .. } => f.pad("undefined"),
        }
    }
}

/// Returns a value between −1 and 1 as statisticians print it, to three decimals: ".734", "−.220", "1.000".
#[must_use]
pub fn shown(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    let sign = if rounded < 0.0 { "−" } else { "" };
    let digits = format!("{:.3}", rounded.abs());
    format!("{sign}{}", digits.strip_prefix('0').unwrap_or(&digits))
}

/// Why a figure has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// There are fewer than two readers.
    FewReaders,
    /// There is no text.
    NoText,
    /// No reader marked a passage for it.
    NothingMarked,
    /// Every reader marked all of it.
    AllMarked,
    /// No two readers marked the same code points.
    NothingCommon,
    /// Only one tag is compared.
    OneTag,
    /// Wherever two readers marked the same text they gave it the same tag, and there is no other.
    OneTagUsed,
    /// The readers gave passages that overlap several tags.
    TagsOverlap,
    /// No place was judged by two readers.
    NoPlace,
    /// No place was judged by all readers.
    NoCompletePlace,
    /// A single place was judged by two readers, which leaves chance nothing to spread.
    OnePlace,
    /// Every reader gave the same stance everywhere.
    OneStance,
    /// Every reader gave the same set of tags everywhere.
    OneSet,
    /// There is nothing that chance could spread.
    NoVariation,
}

impl Why {
    /// Returns the reason in words, to stand after "undefined:".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FewReaders => "there are fewer than two readers",
            Self::NoText => "there is no text",
            Self::NothingMarked => "nobody marked anything",
            Self::AllMarked => "every reader marked the whole text",
            Self::NothingCommon => "no two readers marked the same words",
            Self::OneTag => "only one tag is compared",
            Self::OneTagUsed => "where two readers marked the same words, only one tag was used",
            Self::TagsOverlap => {
                "a reader gave overlapping passages different tags, and this figure allows one tag at each place"
            }
            Self::NoPlace => "no place was judged by two readers",
            Self::NoCompletePlace => "no place was judged by all readers",
            Self::OnePlace => "a single place tells nothing of chance",
            Self::OneStance => "every reader used one stance",
            Self::OneSet => "every reader used one set of tags",
            Self::NoVariation => "there is no variation",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_they_are_printed() {
        let values = [0.734, -0.22, 1.0, 0.0, -0.0004, 0.9996, -1.0].map(shown);
        assert_eq!(values, [".734", "−.220", "1.000", ".000", ".000", "1.000", "−1.000"]);
        let figure = Figure::Undefined { why: Why::OneStance, n: 4 };
        assert_eq!(figure.to_string(), "undefined");
    }
}
