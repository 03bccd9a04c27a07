//! Markdown: the words are the text, and what the marks of Markdown say becomes stand-off marks.
//!
//! - Blocks are parted by a blank line, rows and the items of a tight list by a line end. A line end
//!   within a paragraph is a space (nothing between Chinese or Japanese characters); a hard one stays.
//! - Kept as words, because a reader sees and cites them: "• " and "1. " before items, which
//!   [`MarkKind::ListItem`] includes; "[1]" for a footnote's reference and before the footnote, which
//!   stays where it stands; " | " between cells; a picture's description in brackets.
//! - Code is verbatim. Rules and HTML tags go; what stands between tags stays. No character is made
//!   "smart": quotation marks and hyphens are the author's.
//! - Front matter is no part of the text; see [`super::front_matter`].
//!
//! Nothing here recurses, so no nesting is too deep.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html;
use super::survey::counted;
use super::weave::{Gap, Weave};
use crate::model::{Mark, MarkKind};

/// What became of a Markdown file.
pub(super) struct Read {
    pub(super) words: String,
    pub(super) marks: Vec<Mark>,
    pub(super) n_pictures: u64,
    pub(super) n_tags: u64,
}

impl Read {
    /// Returns what was left out, as sentences.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.n_pictures > 0 {
            let pictures = counted(self.n_pictures, "picture is", "pictures are");
            warnings.push(format!(
                "{pictures} not in the text; a description, where there is one, stands in brackets."
            ));
        }
        if self.n_tags > 0 {
            let tags = counted(self.n_tags, "HTML tag or comment was", "HTML tags and comments were");
            warnings.push(format!("{tags} left out; the words between tags are in the text."));
        }
        warnings
    }
}

/// Reads Markdown whose line ends are `\n`.
pub(super) fn read(content: &str) -> Read {
    let options = Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut reader = Reader {
        content,
        weave: Weave::new(),
        lists: Vec::new(),
        buffer: None,
        n_tables: 0,
        n_pictures: 0,
        n_tags: 0,
    };
    for (event, range) in Parser::new_ext(content, options).into_offset_iter() {
        reader.take(event, range);
    }
    let (words, marks) = reader.weave.finish();
    Read { words, marks, n_pictures: reader.n_pictures, n_tags: reader.n_tags }
}

struct Reader<'a> {
    content: &'a str,
    weave: Weave,
    /// The lists we are in; of each the number of its next item, if its items are numbered.
    lists: Vec<Option<u64>>,
    /// The code or HTML block we are in.
    buffer: Option<String>,
    n_tables: usize,
    n_pictures: u64,
    n_tags: u64,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start_block(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Html(words) => match &mut self.buffer {
                Some(buffer) => buffer.push_str(&words),
                None => self.weave.write(&words),
            },
            Event::Code(words) => self.marked(MarkKind::Code, &words),
            Event::FootnoteReference(label) => {
                let kind = MarkKind::FootnoteReference { label: label.to_string() };
                self.marked(kind, &format!("[{label}]"));
            }
            Event::InlineHtml(tag) => {
                self.n_tags += 1;
                if html::tag_name(&tag) == "br" {
                    self.hard_break();
                }
            }
            Event::SoftBreak => self.weave.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::Rule => self.weave.part(Gap::Paragraph),
            // Of extensions that are switched off.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// A row of a table is one line, whatever its cells hold.
    fn hard_break(&mut self) {
        if self.n_tables > 0 {
            self.weave.soft_break();
        } else {
            self.weave.hard_break();
        }
    }

    fn marked(&mut self, kind: MarkKind, words: &str) {
        self.weave.open(Some(kind), String::new(), "");
        self.weave.write(words);
        self.weave.close();
    }

    fn start_block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.weave.part(Gap::Paragraph),
            Tag::Heading { level, .. } => self.open_block(MarkKind::Heading { level: level as u8 }),
            Tag::BlockQuote(_) => self.open_block(MarkKind::Quote),
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.weave.part(Gap::Paragraph);
                self.buffer = Some(String::new());
            }
            Tag::List(first) => {
                self.weave.part(self.gap_around_list());
                self.lists.push(first);
            }
            Tag::Item => {
                self.weave.part(Gap::Line);
                let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                let lead = self.item_lead(range);
                self.weave.open(Some(MarkKind::ListItem { depth }), lead, "");
            }
            Tag::FootnoteDefinition(label) => {
                self.weave.part(Gap::Paragraph);
                let lead = format!("[{label}] ");
                self.weave.open(Some(MarkKind::Footnote { label: label.to_string() }), lead, "");
            }
            Tag::Table(_) => {
                self.n_tables += 1;
                self.weave.part(Gap::Paragraph);
            }
            Tag::TableHead | Tag::TableRow => self.weave.part(Gap::Line),
            other => self.start_inline(other),
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>) {
        let (kind, lead, trail) = match tag {
            Tag::Emphasis => (Some(MarkKind::Emphasis), "", ""),
            Tag::Strong => (Some(MarkKind::Strong), "", ""),
            Tag::Strikethrough => (Some(MarkKind::Strikethrough), "", ""),
            Tag::Link { link_type, dest_url, .. } => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                let address = format!("{scheme}{dest_url}");
                ((!address.is_empty()).then_some(MarkKind::Hyperlink { address }), "", "")
            }
            Tag::Image { .. } => {
                self.n_pictures += 1;
                (None, "[", "]")
            }
            // Cells, and what belongs to extensions that are switched off.
            _ => return,
        };
        self.weave.open(kind, lead.to_owned(), trail);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.weave.part(Gap::Paragraph),
            TagEnd::TableHead | TagEnd::TableRow => self.weave.part(Gap::Line),
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.weave.close();
                self.weave.part(Gap::Paragraph);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.weave.part(self.gap_around_list());
            }
            TagEnd::Item => {
                self.weave.close();
                self.weave.part(Gap::Line);
            }
            TagEnd::Table => {
                self.n_tables = self.n_tables.saturating_sub(1);
                self.weave.part(Gap::Paragraph);
            }
            TagEnd::TableCell => self.weave.next_cell(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.weave.close();
            }
            _ => {}
        }
    }

    fn open_block(&mut self, kind: MarkKind) {
        self.weave.part(Gap::Paragraph);
        self.weave.open(Some(kind), String::new(), "");
    }

    /// A list within a list begins on the next line; any other after a blank one.
    fn gap_around_list(&self) -> Gap {
        if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line }
    }

    /// Returns what stands before an item: its number as Markdown counts it, with the sign after
    /// the number that the author wrote.
    fn item_lead(&mut self, range: Range<usize>) -> String {
        let Some(Some(next)) = self.lists.last_mut() else {
            return "• ".to_owned();
        };
        let number = *next;
        *next = next.saturating_add(1);
        let written = self.content.get(range).unwrap_or_default().trim_start();
        let sign = written.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next();
        format!("{number}{} ", sign.filter(|&sign| sign == ')').unwrap_or('.'))
    }

    fn end_code(&mut self) {
        let code = self.buffer.take().unwrap_or_default();
        self.weave.open(Some(MarkKind::Code), String::new(), "");
        self.weave.write_verbatim(code.trim_end_matches('\n'));
        self.weave.close();
        self.weave.part(Gap::Paragraph);
    }

    fn end_html(&mut self) {
        let (paragraphs, n_tags) = html::words(&self.buffer.take().unwrap_or_default());
        self.n_tags += n_tags;
        for paragraph in paragraphs {
            self.weave.part(Gap::Paragraph);
            for (index, line) in paragraph.trim().split('\n').enumerate() {
                if index > 0 {
                    self.weave.hard_break();
                }
                self.weave.write(line.trim());
            }
        }
        self.weave.part(Gap::Paragraph);
    }
}
