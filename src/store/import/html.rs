//! The words of the HTML that stands in a Markdown file. Tags go, and what they hold stays;
//! comments, scripts and styles are not words.
//!
//! Not a reader of web pages: it knows which tags end a line or a paragraph, and nothing else.

/// Returns the name of the tag that `html` begins with, in lower case: "br" of `<br/>` and of `</br>`.
pub(super) fn tag_name(html: &str) -> String {
    let name = html.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    name.to_ascii_lowercase()
}

/// Returns the words of a piece of HTML by paragraph, with `\n` only where a line is broken on
/// purpose; and how many tags there were.
pub(super) fn words(html: &str) -> (Vec<String>, u64) {
    let folded = html.to_ascii_lowercase();
    // So that a search never runs to the end in vain, time after time.
    let last = |end: &str| folded.rfind(end).unwrap_or(0);
    let (last_tag, last_comment, last_unseen) =
        (last(">"), last("-->"), last("</script").max(last("</style")));
    let mut paragraphs = Vec::new();
    let mut current = String::new();
    let (mut at, mut n_tags) = (0, 0_u64);
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let tag = at + found;
        push_words(&mut current, html.get(at..tag).unwrap_or_default());
        let rest = folded.get(tag..).unwrap_or_default();
        if tag > last_tag || !begins_tag(rest) {
            current.push('<');
            at = tag + 1;
            continue;
        }
        n_tags += 1;
        at = tag + tag_len(rest, tag < last_comment);
        match tag_name(rest).as_str() {
            "br" => current.push('\n'),
            "script" | "style" if !rest.starts_with("</") && at <= last_unseen => {
                at += len_unseen(&folded, at);
            }
            name if BLOCKS.contains(&name) => paragraphs.push(std::mem::take(&mut current)),
            _ => {}
        }
    }
    push_words(&mut current, html.get(at..).unwrap_or_default());
    paragraphs.push(current);
    (paragraphs, n_tags)
}

/// Tags that stand between paragraphs.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];

fn begins_tag(rest: &str) -> bool {
    let next = rest.as_bytes().get(1).copied();
    next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
}

/// Returns the length of the tag or comment that `rest` begins with.
fn tag_len(rest: &str, comment_ends: bool) -> usize {
    let end = if comment_ends && rest.starts_with("<!--") { "-->" } else { ">" };
    rest.find(end).map_or(rest.len(), |found| found + end.len())
}

/// Returns how far the inside of a script or style reaches from `at`.
fn len_unseen(folded: &str, at: usize) -> usize {
    let rest = folded.get(at..).unwrap_or_default();
    let is_end = |&(found, _): &(usize, &str)| {
        let tag = rest.get(found..).unwrap_or_default();
        tag.starts_with("</script") || tag.starts_with("</style")
    };
    rest.match_indices("</s").find(is_end).map_or(0, |(found, _)| found)
}

/// Appends running text: white space becomes one space, character references what they stand for.
fn push_words(current: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let n = match reference(rest) {
            Some((meant, len)) => {
                current.push(meant);
                len
            }
            None if c.is_ascii_whitespace() => {
                if !current.ends_with([' ', '\n']) {
                    current.push(' ');
                }
                c.len_utf8()
            }
            None => {
                current.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(n..).unwrap_or_default();
    }
}

/// Returns the character that the reference at the start of `rest` stands for, and its length.
fn reference(rest: &str) -> Option<(char, usize)> {
    let name = rest.strip_prefix('&')?;
    let len = name.bytes().take(10).position(|byte| byte == b';')?;
    let name = name.get(..len)?;
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((meant, len + 2))
}
