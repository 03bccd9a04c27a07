//! Parallel passages: where other sources treat the matter of a claim, a selection or a tag.
//!
//! An [`Index`] is made of each source once. A [`Question`] is put to those of the sources asked for, and the windows
//! of one to three sentences are ranked by BM25 (S. Robertson and H. Zaragoza, “The Probabilistic Relevance Framework:
//! BM25 and Beyond”, Foundations and Trends in Information Retrieval 3:4, 2009), with more weight for names, numbers,
//! dates, words that stand near one another in both, and passages that share a tag. Likeness of words is all that it
//! knows: nothing is understood, and nothing is learned. Method and trial are in docs/PARALLELS.md.
//!
//! Invariants: every span lies within its source; a passage that is asked about is never offered; the same question
//! to the same texts has the same answer. Start reading at [`parallels`].

mod abbreviations;
mod answer;
mod index;
mod language;
mod question;
mod rank;
mod reading;
mod sentences;
mod settings;
mod stop_words;

pub use answer::{Match, Parallel, parallels};
pub use index::Index;
pub use language::Language;
pub use question::{Question, Shelf};
pub use reading::TermKind;
pub(in crate::analysis) use sentences::sentence_bytes;
pub use settings::Settings;
