//! One scale for several sources: per cent of each text, or paragraphs; and the headings and pages along it.

use super::Scale;
use super::bins::bin;
use crate::analysis::outline::Outline;
use crate::model::Source;
use crate::text::{Pos, Span};

/// The most headings of a source that are marked; of more, only those of the higher levels.
const HEADINGS: usize = 40;

/// One scale for several sources.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruler {
    scale: Scale,
    /// How many paragraphs the longest source has.
    longest: f32,
}

impl Ruler {
    /// Returns the scale of these sources.
    pub fn of<'a>(scale: Scale, sources: impl Iterator<Item = &'a Source>) -> Self {
        let longest = sources.map(|source| source.text.paragraphs().len()).max().unwrap_or(0);
        Self { scale, longest: as_length(longest.max(1)) }
    }

    /// Returns how far along the scale a place is, 0 to 1.
    pub fn share(&self, source: &Source, pos: Pos) -> f32 {
        match self.scale {
            Scale::Percent => of_text(source, pos),
            Scale::Paragraphs => {
                let paragraphs = source.text.paragraphs();
                let index = paragraphs.index_at(pos);
                let span = paragraphs.get(index).map(|paragraph| paragraph.span).unwrap_or_default();
                let within = pos.0.saturating_sub(span.start().0).min(span.len());
                #[expect(clippy::cast_precision_loss, reason = "a share of a line on paper")]
                let within = within as f32 / span.len().max(1) as f32;
                (as_length(index) + within) / self.longest
            }
        }
    }

    /// Returns how far along the scale a source ends.
    pub fn end(&self, source: &Source) -> f32 {
        match self.scale {
            Scale::Percent => 1.0,
            Scale::Paragraphs => as_length(source.text.paragraphs().len().max(1)) / self.longest,
        }
    }

    /// Returns where the scale has numbers, and which.
    pub fn ticks(&self) -> Vec<(f32, String)> {
        match self.scale {
            Scale::Percent => {
                let tick = |percent: u8| (f32::from(percent) / 100.0, format!("{percent} %"));
                [0, 25, 50, 75, 100].map(tick).to_vec()
            }
            Scale::Paragraphs => {
                let step = step(self.longest);
                let first = (0.0, "¶ 1".to_owned());
                let later = (1..).map(|n| as_length(n) * step).take_while(|at| *at <= self.longest);
                let later = later.map(|at| ((at - 1.0) / self.longest, bin(at).to_string()));
                std::iter::once(first).chain(later.filter(|(at, _)| *at > 0.0)).collect()
            }
        }
    }

    /// Returns what lengths are measured in.
    pub fn measured_in(&self) -> &'static str {
        match self.scale {
            Scale::Percent => "in per cent of each text",
            Scale::Paragraphs => "in paragraphs",
        }
    }
}

/// Returns how far through its text a place is, 0 to 1.
pub(super) fn of_text(source: &Source, pos: Pos) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a share of a line on paper")]
    let share = pos.0 as f32 / source.text.len().max(1) as f32;
    share.min(1.0)
}

/// A heading or a page of a source, to be marked along it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sign {
    /// How far along the scale it is.
    pub at: f32,
    /// Its words, or its number as printed.
    pub words: String,
    /// The level of a heading, 1 to 6; nothing of a page.
    pub level: Option<u8>,
    /// Where it is.
    pub span: Span,
}

/// Returns the headings and pages of a source that there is room to mark, in order.
pub(super) fn signs(source: &Source, ruler: &Ruler, n_bins: usize) -> Vec<Sign> {
    let outline = Outline::of(source);
    let headings = outline.headings();
    let within = |level: u8| headings.iter().filter(|heading| heading.level <= level).count();
    // Always those of one level, however many they are: a line is drawn once for each bin.
    let lowest = (1..=6).rev().find(|level| within(*level) <= HEADINGS);
    let lowest =
        lowest.filter(|level| within(*level) > 0).or(headings.iter().map(|heading| heading.level).min());
    let mut signs: Vec<Sign> = headings
        .iter()
        .filter(|heading| lowest.is_some_and(|lowest| heading.level <= lowest))
        .map(|heading| Sign {
            at: ruler.share(source, heading.span.start()),
            words: heading.words.clone(),
            level: Some(heading.level),
            span: heading.span,
        })
        .collect();
    signs.extend(outline.pages().iter().map(|page| Sign {
        at: ruler.share(source, page.start),
        words: page.label.clone(),
        level: None,
        span: Span::at(page.start),
    }));
    signs.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.level.is_none().cmp(&b.level.is_none())));
    signs.dedup_by_key(|sign| (bin(sign.at * as_length(n_bins)), sign.level.is_some()));
    signs
}

/// A round number of paragraphs between numbers on the scale, so that there are some six.
fn step(longest: f32) -> f32 {
    let mut step = 1.0;
    loop {
        for times in [1.0, 2.0, 5.0] {
            if longest / (step * times) <= 7.0 {
                return step * times;
            }
        }
        step *= 10.0;
    }
}

/// A count as a length.
pub(super) fn as_length(n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a length on paper")]
    let length = n as f32;
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bibliography, Mark, MarkKind, Origin, SourceId, Unknown};
    use crate::text::Text;
    use uuid::Uuid;

    fn source(words: &str, headings: &[(u32, u8)]) -> Source {
        let mark = |(start, level): &(u32, u8)| Mark {
            span: Span::new(*start, start + 3).unwrap(),
            kind: MarkKind::Heading { level: *level },
            unknown: Unknown::default(),
        };
        Source {
            id: SourceId(Uuid::from_u128(1)),
            order: 0,
            bibliography: Bibliography::default(),
            origin: Origin::default(),
            text: Text::new(words).unwrap(),
            structure: headings.iter().map(mark).collect(),
            unknown: Unknown::default(),
        }
    }

    #[test]
    fn on_a_scale_of_paragraphs_the_longer_source_is_longer() {
        let (long, short) =
            (source("One.\n\nTwo.\n\nThree.\n\nFour.", &[]), source("One.\n\nTwo words.", &[]));
        let ruler = Ruler::of(Scale::Paragraphs, [&long, &short].into_iter());
        assert!((ruler.end(&short) - 0.5).abs() < 1e-6 && (ruler.end(&long) - 1.0).abs() < 1e-6);
        assert!((ruler.share(&short, Pos(11)) - 0.375).abs() < 1e-6, "half through the second of four");
        assert!((ruler.share(&long, long.text.end()) - 1.0).abs() < 1e-6);
        let percent = Ruler::of(Scale::Percent, [&long, &short].into_iter());
        assert!((percent.end(&short) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_scale_of_paragraphs_has_a_few_round_numbers() {
        for n in [1_usize, 2, 7, 8, 33, 414, 90_000] {
            let ruler = Ruler { scale: Scale::Paragraphs, longest: as_length(n) };
            let ticks = ruler.ticks();
            assert!((1..=8).contains(&ticks.len()), "{n}: {ticks:?}");
            assert!(ticks.iter().all(|(at, _)| (0.0..1.0).contains(at)), "{n}: {ticks:?}");
        }
    }

    #[test]
    fn where_headings_are_too_many_the_higher_ones_are_marked() {
        let few = source(&"abcdefghij".repeat(100), &[(0, 1), (400, 2), (800, 3)]);
        let ruler = Ruler::of(Scale::Percent, std::iter::once(&few));
        assert_eq!(signs(&few, &ruler, 500).len(), 3);
        let all: Vec<(u32, u8)> = (0..90).map(|n| (n * 11, if n % 9 == 0 { 1 } else { 2 })).collect();
        let many = source(&"abcdefghij".repeat(100), &all);
        assert_eq!(signs(&many, &ruler, 500).len(), 10);
        let book = source(&"abcdefghij".repeat(100), &all.iter().map(|(at, _)| (*at, 1)).collect::<Vec<_>>());
        assert_eq!(signs(&book, &ruler, 50).len(), 49, "one for each bin up to the last of them");
    }
}
