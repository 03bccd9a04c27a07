//! Positions in a text: code points, and the units that readers think in.
//!
//! This layer knows no claims, no files and no screen. It is the only place that knows bytes:
//! everything above it counts in Unicode code points (scalar values), as [`Pos`] and [`Span`].
//! Start reading at [`Text`].

mod direction;
mod excerpt;
pub mod months;
mod paragraphs;
mod positions;
mod span;
#[expect(clippy::module_inception, reason = "the type the layer is named after")]
mod text;
pub mod units;
mod visible;

pub use direction::Direction;
pub use excerpt::{Excerpt, on_one_line};
pub use paragraphs::{Paragraph, ParagraphNumber, Paragraphs};
pub use positions::Positions;
pub use span::{Pos, Span};
pub use text::Text;
pub use visible::{visible, visible_name, without_unseen};
