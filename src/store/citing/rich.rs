//! Formatted words: a reference or a citation as runs of one face each, and as plain text, HTML and Markdown.

use std::borrow::Cow;

/// How a run of words is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Face {
    /// In italics.
    pub italic: bool,
    /// In bold.
    pub bold: bool,
    /// In small capitals.
    pub small_caps: bool,
    /// On the line, above or below.
    pub height: Height,
}

/// Where a run stands to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Height {
    /// On it.
    #[default]
    Line,
    /// Superscript.
    Above,
    /// Subscript.
    Below,
}

/// Words of one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// How they are set.
    pub face: Face,
    /// The address that they stand for: of the web, if any.
    pub link: Option<String>,
}

/// Formatted words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rich {
    runs: Vec<Run>,
}

impl Rich {
    /// Returns words without any formatting.
    #[must_use]
    pub fn plain(words: &str) -> Self {
        let mut rich = Self::default();
        rich.push(words, Face::default());
        rich
    }

    /// Returns the runs in their order; no two neighbors are of the same kind, none is empty.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Returns whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Adds words.
    pub fn push(&mut self, words: &str, face: Face) {
        self.push_run(words, face, None);
    }

    /// Adds other formatted words.
    pub fn extend(&mut self, other: &Self) {
        other.runs.iter().for_each(|run| self.push_run(&run.text, run.face, run.link.as_deref()));
    }

    /// Adds words that may stand for an address.
    pub(super) fn push_run(&mut self, words: &str, face: Face, link: Option<&str>) {
        if words.is_empty() {
            return;
        }
        match self.runs.last_mut().filter(|last| last.face == face && last.link.as_deref() == link) {
            Some(last) => last.text.push_str(words),
            None => self.runs.push(Run { text: words.to_owned(), face, link: link.map(str::to_owned) }),
        }
    }

    /// Mends what is left where a part of a reference is missing: a comma before a full stop, blanks at the end.
    pub(super) fn tidy(&mut self, mend: &dyn Fn(&str) -> String) {
        let all = std::mem::take(&mut self.runs);
        for run in all {
            let mut words = mend(&run.text).replace(",.", ".").replace(",,", ",").replace(",)", ")");
            let before = self.runs.last().and_then(|last| last.text.chars().next_back());
            if before == Some(',') && words.starts_with(['.', ',']) {
                if let Some(last) = self.runs.last_mut() {
                    last.text.pop();
                    if last.text.is_empty() {
                        self.runs.pop();
                    }
                }
            } else if matches!(before, Some('.' | '?' | '!'))
                && words.starts_with('.')
                && !words.starts_with("..")
            {
                words.remove(0);
            }
            self.push_run(&words, run.face, run.link.as_deref());
        }
        while let Some(last) = self.runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                return;
            }
            self.runs.pop();
        }
    }

    /// Returns the words alone.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Returns the words as HTML: text and inline elements, everything escaped.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        for run in &self.runs {
            let address = run.link.as_deref().filter(|link| is_of_the_web(link));
            if let Some(address) = address {
                html.push_str(&format!("<a href=\"{}\">", escaped(address)));
            }
            let face = run.face;
            let small_caps = "<span style=\"font-variant: small-caps\">";
            let elements = [
                (face.italic, "<i>", "</i>"),
                (face.bold, "<b>", "</b>"),
                (face.small_caps, small_caps, "</span>"),
                (face.height == Height::Above, "<sup>", "</sup>"),
                (face.height == Height::Below, "<sub>", "</sub>"),
            ];
            let here = || elements.iter().filter(|(here, _, _)| *here);
            here().for_each(|(_, open, _)| html.push_str(open));
            html.push_str(&escaped(&run.text));
            here().rev().for_each(|(_, _, close)| html.push_str(close));
            if address.is_some() {
                html.push_str("</a>");
            }
        }
        html
    }
}

/// Whether an address leads to the web, and not to something that acts.
fn is_of_the_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Returns words as text of HTML, also within an attribute.
#[must_use]
pub fn escaped(words: &str) -> Cow<'_, str> {
    if !words.contains(['&', '<', '>', '"', '\'']) && !words.chars().any(char::is_control) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // No control character may stand in HTML.
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_one_face_are_one_run_and_what_people_wrote_is_escaped() {
        let mut rich = Rich::plain("A & B, ");
        let italic = Face { italic: true, ..Face::default() };
        rich.push("<script>", italic);
        rich.push("\u{7}x", italic);
        rich.push_run("here", Face::default(), Some("https://example.org/?a=\"b\"&c"));
        rich.push_run("there", Face::default(), Some("javascript:alert(1)"));
        assert_eq!(rich.runs().len(), 4);
        assert_eq!(rich.to_plain(), "A & B, <script>\u{7}xherethere");
        assert_eq!(
            rich.to_html(),
            "A &amp; B, <i>&lt;script&gt;\u{fffd}x</i><a href=\"https://example.org/?a=&quot;b&quot;&amp;c\">here</a>there"
        );
    }
}
