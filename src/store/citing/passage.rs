//! A passage with its citation, as it is pasted into an essay: plain, and as HTML.

use super::rich::{Rich, escaped};
use super::{CitationStyle, Citations, Locator};
use crate::model::{Comparison, SourceId};
use crate::text::Span;

/// Words for the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedPassage {
    /// “quotation” (Author Year, ¶ n)
    pub plain: String,
    /// The same as HTML, with italics.
    pub html: String,
    /// What stands behind the quotation.
    pub citation: Rich,
}

/// Returns the words of `spans` of a source with their citation; nothing where there is no such source or no words.
/// The words are as they stand in the source; only its line ends within a paragraph become blanks.
#[must_use]
pub fn cite_passage(
    comparison: &Comparison,
    source: SourceId,
    spans: &[Span],
    style: CitationStyle,
) -> Option<CitedPassage> {
    let index = comparison.sources().iter().position(|known| known.id == source)?;
    let source = comparison.sources().get(index)?;
    let quoted: Vec<String> = spans.iter().map(|span| source.text.slice(*span).to_owned()).collect();
    let paragraphs = paragraphs(&quoted.join(" […] "));
    if paragraphs.is_empty() {
        return None;
    }
    let all = comparison.sources().iter().map(|source| &source.bibliography);
    let citation = Citations::of(all, style).citation(index, &Locator::of(source, spans));
    let language = source.bibliography.language.trim();
    let language =
        if language.is_empty() { String::new() } else { format!(" lang=\"{}\"", escaped(language)) };
    let is_note = style == CitationStyle::ChicagoNotes;
    let last = paragraphs.len() - 1;
    let (mut plain, mut html) = (String::new(), String::new());
    for (n, words) in paragraphs.iter().enumerate() {
        let (open, close) = (if n == 0 { "“" } else { "" }, if n == last { "”" } else { "" });
        let behind = n == last && !is_note && !citation.is_empty();
        let (blank, cited) = if behind { (" ", citation.to_html()) } else { ("", String::new()) };
        html.push_str(&format!(
            "<p><span{language}>{open}{}{close}</span>{blank}{cited}</p>",
            escaped(words)
        ));
        plain.push_str(&format!("{open}{words}{close}"));
        plain.push_str(if n == last { "" } else { "\n\n" });
    }
    if is_note {
        // A note is for the writer to put under the page.
        plain.push_str(&format!("\n\n{}", citation.to_plain()));
        html.push_str(&format!("<p>{}</p>", citation.to_html()));
    } else if !citation.is_empty() {
        plain.push_str(&format!(" {}", citation.to_plain()));
    }
    Some(CitedPassage { plain, html, citation })
}

/// The paragraphs of quoted words, each on one line.
fn paragraphs(words: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in words.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(&line);
            }
            Some(last) if !last.is_empty() => paragraphs.push(String::new()),
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}
