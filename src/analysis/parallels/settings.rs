//! What the parts of a question are worth, as found on trial; see docs/PARALLELS.md.

use super::question::SaidBy;
use super::reading::TermKind;

/// The numbers of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How soon a term that stands in a window again adds nothing more (BM25's k₁).
    pub k1: f32,
    /// How much long windows are held back (BM25's b): 0 not at all, 1 in full.
    pub b: f32,
    /// How soon a term that is asked for again adds nothing more (BM25's k₃).
    pub k3: f32,
    /// The most sentences of a window, up to 3.
    pub longest_window: usize,
    /// What a name is worth beside another word.
    pub name: f32,
    /// What a number is worth beside a word.
    pub number: f32,
    /// What a day of a month is worth beside a word.
    pub day: f32,
    /// What two terms that stand near one another in both add, of the mean of what they are worth.
    pub pair: f32,
    /// What a claim that shares a tag adds, of what the window is worth.
    pub shared_tag: f32,
    /// What a cognate in another language is worth beside the word itself.
    pub cognate: f32,
    /// What words of the claim's summary are worth beside those of its passages.
    pub summary: f32,
    /// What words of a tag's name are worth.
    pub tag_name: f32,
    /// What words of a tag's definition are worth.
    pub definition: f32,
    /// What words of all quotations under a tag are worth together.
    pub quotations: f32,
    /// What words of all summaries under a tag are worth together.
    pub summaries: f32,
    /// What words of the paragraph around a passage are worth beside those of the passage.
    pub around: f32,
    /// What the sentences before and after a window add, of what they are worth.
    pub neighbors: f32,
    /// What words of all quotations of other claims that share a tag with the claim are worth together.
    pub other_quotations: f32,
    /// What words of all their summaries are worth together.
    pub other_summaries: f32,
    /// Passages that are worth less than this share of the best one are not offered.
    pub least: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            k1: 1.2,
            b: 0.6,
            k3: 2.0,
            longest_window: 3,
            name: 1.3,
            number: 1.3,
            day: 2.0,
            pair: 0.5,
            shared_tag: 0.2,
            cognate: 0.7,
            summary: 0.7,
            tag_name: 0.7,
            definition: 0.3,
            quotations: 2.0,
            summaries: 2.0,
            around: 0.1,
            neighbors: 0.25,
            other_quotations: 0.5,
            other_summaries: 0.5,
            least: 0.35,
        }
    }
}

impl Settings {
    /// What one word of these is worth beside a word of the passages.
    pub(super) fn amount(&self, by: SaidBy, among: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a weight")]
        let share = 1.0 / among.max(1) as f32;
        match by {
            SaidBy::Summary => self.summary,
            SaidBy::TagName => self.tag_name,
            SaidBy::Definition => self.definition,
            SaidBy::Quotation => self.quotations * share,
            SaidBy::OtherSummary => self.summaries * share,
            SaidBy::SharingQuotation => self.other_quotations * share,
            SaidBy::SharingSummary => self.other_summaries * share,
        }
    }

    pub(super) fn boost(&self, kind: TermKind, has_day: bool) -> f32 {
        match kind {
            TermKind::Word => 1.0,
            TermKind::Name => self.name,
            TermKind::Number => self.number,
            TermKind::Date if has_day => self.day,
            TermKind::Date => 1.0,
        }
    }
}
