//! All figures of agreement, as a report orders them: what was matched, where it was marked, what was judged there.
//!
//! Start reading at [`report`]. The formulas are in the modules beside this one; here is what they are asked of a
//! comparison. Everything is gathered once as sums by block of the text (`gather`, `pairs`, `wheres`, `whats`), so that
//! the figures and the draws of their intervals are worked out of sums alone (`estimates`).

mod estimates;
mod figure;
mod gather;
mod kind;
mod make;
mod pages;
mod pairs;
mod report;
mod together;
mod whats;
mod wheres;

pub use figure::{Figure, Why, shown};
pub use kind::{Kind, THRESHOLDS};
pub use make::report;
pub use pages::Page;
pub use report::{
    FigureSettings, MOST_IN_PAIRS, Measured, NoStance, OVERALL_PAIR_KINDS, PAIR_KINDS, PairFigures,
    ReaderLine, Report, STANCES, Section, SourceLine, Spread,
};
