//! The front matter of a Markdown file: between two lines of three hyphens, what the file says of itself.
//!
//! Not a reader of YAML: it takes the few fields that are bibliographic data, in the forms people
//! write by hand, and takes a block for front matter only when every line of it could be.

/// What the front matter says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: String,
    /// Several are joined by semicolons.
    pub(super) author: String,
    pub(super) date: String,
    pub(super) language: String,
    /// Every field's name, in order.
    pub(super) names: Vec<String>,
}

/// Parts a Markdown file into its front matter, if it has one, and the rest.
pub(super) fn split(content: &str) -> (Option<FrontMatter>, &str) {
    let mut lines = content.split_inclusive('\n');
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return (None, content);
    }
    let mut block = Vec::new();
    let mut n_bytes = content.split_inclusive('\n').next().map_or(0, str::len);
    for line in lines {
        n_bytes += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            let found = FrontMatter::of(&block);
            let rest = if found.is_some() { content.get(n_bytes..) } else { None };
            return (found, rest.unwrap_or(content));
        }
        if !may_be_yaml(line) {
            break;
        }
        block.push(line);
    }
    (None, content)
}

fn may_be_yaml(line: &str) -> bool {
    line.is_empty() || line.starts_with(['#', ' ', '\t']) || line.starts_with("- ") || field(line).is_some()
}

/// Parts `name: value`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (is_name && (value.is_empty() || value.starts_with(' '))).then_some((name, value.trim()))
}

impl FrontMatter {
    /// Returns what was left out of the text, as a sentence.
    pub(super) fn warning(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).take(12).collect();
        let more = if self.names.len() > names.len() { ", …" } else { "" };
        format!("The file's front matter is no part of the text: {}{more}.", names.join(", "))
    }

    /// Reads the lines between the fences: nothing when there is no field among them.
    fn of(lines: &[&str]) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = lines;
        while let Some((line, after)) = rest.split_first() {
            let n_below = after.iter().take_while(|line| is_below(line)).count();
            let (below, next) = after.split_at(n_below);
            rest = next;
            let Some((name, value)) = field(line) else {
                continue;
            };
            found.names.push(name.to_owned());
            let target = match name.to_ascii_lowercase().as_str() {
                "title" => &mut found.title,
                "author" | "authors" | "creator" => &mut found.author,
                "date" | "year" | "published" => &mut found.date,
                "lang" | "language" => &mut found.language,
                _ => continue,
            };
            if target.is_empty() {
                *target = value_of(value, below);
            }
        }
        (!found.names.is_empty()).then_some(found)
    }
}

/// Whether a line belongs to the field above it.
fn is_below(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t']) || line.starts_with("- ")
}

/// Returns a value written beside its name or below it: one, or a list joined by semicolons.
fn value_of(value: &str, below: &[&str]) -> String {
    let below = below.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    if let Some(list) = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        return list.split(',').map(unquoted).collect::<Vec<_>>().join("; ");
    }
    if value.is_empty() {
        let items = below.map(|line| {
            let item = line.strip_prefix("- ").unwrap_or(line);
            unquoted(item.strip_prefix("name:").unwrap_or(item))
        });
        return items.collect::<Vec<_>>().join("; ");
    }
    // ">" and "|" announce that the value is below.
    let beside = if value.starts_with(['>', '|']) { "" } else { value };
    let lines: Vec<&str> = std::iter::once(beside).chain(below).filter(|line| !line.is_empty()).collect();
    unquoted(&lines.join(" ")).to_owned()
}

/// Returns a value without the quotation marks around it or the comment after it.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.rsplit_once(quote)) {
            return inner.trim();
        }
    }
    value.split_once(" #").map_or(value, |(before, _)| before.trim_end())
}
