//! BibTeX and BibLaTeX: entries found one by one, their fields put where CSL has them.
//!
//! Entries are told apart here, so that one that can't be read costs no other; the crate biblatex reads each. What
//! refers to something else (abbreviations, `crossref`, `xdata`) is looked up here too, one step far and no further:
//! files that refer in circles, or that double with every step, come to nothing. Fields and types are put where
//! Zotero's translators and pandoc put them.

use std::collections::{BTreeMap, HashMap};

use biblatex::{RawBibliography, RawChunk};

use super::date::{Date, month_from_word};
use super::item::Item;
use super::name::Name;
use super::{Entry, Problem, Read, tex};

/// The longest value of an abbreviation that is kept, in bytes.
const MAX_ABBREVIATION: usize = 10_000;
/// The longest entry, in bytes.
const MAX_ENTRY: usize = 1 << 20;
/// A file with more entries than this that have no end is read no further.
const MAX_UNCLOSED: usize = 100;

/// A stretch of a file from an "@" to its closing bracket.
struct Block<'a> {
    /// "article", in small letters.
    kind: String,
    words: &'a str,
    line: usize,
}

/// What "@string" has defined.
struct Abbreviations {
    known: HashMap<String, String>,
    /// How many bytes may still come of them: a small file must not become a large one.
    left: usize,
}

impl Abbreviations {
    /// The words of a field. An abbreviation that nobody has defined stands for itself: "jan", a journal's short name.
    fn value(&mut self, field: &[biblatex::Spanned<RawChunk<'_>>]) -> String {
        let mut value = String::new();
        for chunk in field {
            match chunk.v {
                RawChunk::Normal(part) => value.push_str(part),
                RawChunk::Abbreviation(name) => {
                    let name = name.to_lowercase();
                    let known = self.known.get(&name).filter(|known| known.len() <= self.left);
                    self.left -= known.map_or(0, String::len);
                    value.push_str(known.unwrap_or(&name));
                }
            }
        }
        value
    }
}

/// An entry with its fields as they stand, abbreviations replaced.
struct Raw {
    key: String,
    kind: String,
    fields: BTreeMap<String, String>,
    line: usize,
}

/// Returns whether the words look like BibTeX.
pub(super) fn is_bibtex(words: &str) -> bool {
    !blocks(words).0.is_empty()
}

pub(super) fn read(words: &str) -> Read {
    let (blocks, mut problems) = blocks(words);
    let mut abbreviations = Abbreviations { known: HashMap::new(), left: 2 * words.len() + MAX_ENTRY };
    let mut raws: Vec<Raw> = Vec::new();
    for block in blocks {
        match block.kind.as_str() {
            "comment" | "preamble" => {}
            _ => {
                if let Err(problem) = take(&block, &mut abbreviations, &mut raws) {
                    problems.push(problem);
                }
            }
        }
    }
    let by_key: HashMap<&str, &Raw> = raws.iter().rev().map(|raw| (raw.key.as_str(), raw)).collect();
    let shown = raws.iter().filter(|raw| raw.kind != "xdata");
    let entries = shown.map(|raw| Entry::of(&item(raw, &by_key), raw.line)).collect();
    Read { entries, problems }
}

/// Finds the blocks of a file. A "%" in front of an "@" on its line makes a comment of it.
fn blocks(words: &str) -> (Vec<Block<'_>>, Vec<Problem>) {
    let (mut blocks, mut problems) = (Vec::new(), Vec::new());
    let (mut rest, mut line) = (words, 1_usize);
    while let Some((before, from)) = rest.split_once('@') {
        line += before.matches('\n').count();
        let commented = before.rsplit('\n').next().is_some_and(|start| start.trim_start().starts_with('%'));
        let name_len = from.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(from.len());
        let (name, after) = from.split_at_checked(name_len).unwrap_or((from, ""));
        let bracket = after.trim_start().chars().next();
        rest = from;
        if commented || name.is_empty() || !matches!(bracket, Some('{' | '(')) {
            continue;
        }
        let Some(len) = block_len(from) else {
            let what = format!("the entry “@{name}” has no closing bracket");
            problems.push(Problem { line, what });
            if problems.len() > MAX_UNCLOSED {
                break;
            }
            continue;
        };
        let (inside, after) = from.split_at_checked(len).unwrap_or((from, ""));
        blocks.push(Block { kind: name.to_ascii_lowercase(), words: inside, line });
        line += inside.matches('\n').count();
        rest = after;
    }
    (blocks, problems)
}

/// Returns how many bytes a block has, from its name to its closing bracket.
fn block_len(from: &str) -> Option<usize> {
    let (mut depth, mut escaped, mut round) = (0_usize, false, false);
    for (at, c) in from.char_indices().take(MAX_ENTRY) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == 0 => (depth, round) = (1, true),
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return (!round).then_some(at + 1);
                }
            }
            ')' if round && depth == 1 => return Some(at + 1),
            // The next entry begins where this one should have ended.
            '@' if depth == 1 && from.get(..at).is_some_and(|before| before.ends_with('\n')) => return None,
            _ => {}
        }
    }
    None
}

/// Reads a block; an abbreviation or an entry is added to what is known.
fn take(block: &Block<'_>, abbreviations: &mut Abbreviations, raws: &mut Vec<Raw>) -> Result<(), Problem> {
    // The crate knows no round brackets.
    let mut words = format!("@{}", block.words);
    if block.words.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start().starts_with('(') {
        words = words.replacen('(', "{", 1);
        words.pop();
        words.push('}');
    }
    let read = RawBibliography::parse(&words).map_err(|error| {
        let before = words.get(..error.span.start.min(words.len())).unwrap_or_default();
        let line = block.line + before.matches('\n').count();
        Problem { line, what: error.kind.to_string() }
    })?;
    let defined: Vec<(String, String)> = read
        .abbreviations
        .iter()
        .map(|pair| (pair.key.v.to_lowercase(), abbreviations.value(&pair.value.v)))
        .collect();
    for entry in &read.entries {
        let fields = entry.v.fields.iter();
        let fields = fields
            .map(|pair| (pair.key.v.to_ascii_lowercase(), abbreviations.value(&pair.value.v)))
            .collect();
        let (key, kind) = (entry.v.key.v.trim().to_owned(), entry.v.kind.v.to_ascii_lowercase());
        raws.push(Raw { key, kind, fields, line: block.line });
    }
    abbreviations.known.extend(defined.into_iter().filter(|(_, value)| value.len() <= MAX_ABBREVIATION));
    Ok(())
}

/// An entry with what it takes from others.
struct Whole<'a> {
    raw: &'a Raw,
    /// What entries that it refers to say, and it does not.
    taken: BTreeMap<String, &'a str>,
}

impl<'a> Whole<'a> {
    fn of(raw: &'a Raw, by_key: &HashMap<&str, &'a Raw>) -> Self {
        let mut taken = BTreeMap::new();
        let other = |key: &str| by_key.get(key.trim()).copied().filter(|other| other.key != raw.key);
        let xdata = raw.fields.get("xdata").map(|keys| keys.split(',').collect::<Vec<_>>());
        for other in xdata.into_iter().flatten().filter_map(other) {
            taken.extend(other.fields.iter().map(|(name, value)| (name.clone(), value.as_str())));
        }
        if let Some(parent) = raw.fields.get("crossref").and_then(|key| other(key)) {
            let part = raw.kind.starts_with("in") || raw.kind.starts_with("supp");
            for (name, value) in &parent.fields {
                let name = match (name.as_str(), part) {
                    ("title", true) => "booktitle",
                    ("subtitle", true) => "booksubtitle",
                    ("author", true) => "bookauthor",
                    ("shorttitle" | "crossref" | "pages" | "abstract" | "note", _) => continue,
                    (name, _) => name,
                };
                taken.entry(name.to_owned()).or_insert(value.as_str());
            }
        }
        Self { raw, taken }
    }

    /// The first of these fields that says something, with its name.
    fn raw(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| {
            let own = self.raw.fields.get(*name).map(String::as_str);
            let value = own.or_else(|| self.taken.get(*name).copied());
            value.filter(|value| !value.trim().is_empty()).map(|value| (*name, value))
        })
    }

    fn words(&self, names: &[&'static str]) -> String {
        self.raw(names).map(|(name, raw)| tex::words(name, raw)).unwrap_or_default()
    }

    /// Title and subtitle as one.
    fn title(&self, main: &[&'static str], sub: &'static str) -> String {
        let (main, sub) = (self.words(main), self.words(&[sub]));
        match (main.is_empty(), sub.is_empty()) {
            (_, true) => main,
            (true, _) => sub,
            _ if main.ends_with(['?', '!', ':', '.']) => format!("{main} {sub}"),
            _ => format!("{main}: {sub}"),
        }
    }

    fn list(&self, names: &[&'static str]) -> String {
        self.raw(names).map(|(name, raw)| tex::list(name, raw).join(", ")).unwrap_or_default()
    }

    fn names(&self, field: &'static str) -> Vec<Name> {
        let Some((_, raw)) = self.raw(&[field]) else { return Vec::new() };
        let persons = tex::persons(raw);
        let names = persons.into_iter().map(|person| {
            if person.given.is_empty() && person.suffix.is_empty() {
                let whole = format!("{} {}", person.particle, person.family);
                return Name::Whole(if person.family == "others" {
                    "et al.".to_owned()
                } else {
                    whole.trim().to_owned()
                });
            }
            let tex::Person { family, given, particle, suffix } = person;
            Name::Person { family, given, particle, suffix }
        });
        names.collect()
    }

    fn date(&self, field: &'static str, year: &'static str, month: &'static str) -> Option<Date> {
        let said = self.words(&[field]);
        if !said.is_empty() {
            return Date::from_words(&said);
        }
        let (year, month, day) = (self.words(&[year]), self.words(&[month]), self.words(&["day"]));
        if year.is_empty() || month.is_empty() {
            return Date::from_words(&year);
        }
        let n = month.parse().ok().or_else(|| month_from_word(&month));
        match n.filter(|n| (1..=12).contains(n)) {
            Some(n) if day.parse::<u8>().is_ok() => Date::from_words(&format!("{year}-{n:02}-{day:0>2}")),
            Some(n) => Date::from_words(&format!("{year}-{n:02}")),
            None => Date::from_words(&format!("{month} {year}")),
        }
    }
}

fn item(raw: &Raw, by_key: &HashMap<&str, &Raw>) -> Item {
    let whole = Whole::of(raw, by_key);
    let mut item = Item::default();
    let of_type = type_of(&raw.kind, &whole.words(&["entrysubtype"]));
    item.set_text("id", &raw.key);
    item.set_text("type", of_type);
    item.set_text("title", &whole.title(&["title"], "subtitle"));
    for (field, name) in [
        ("author", "author"),
        ("editor", "editor"),
        ("translator", "translator"),
        ("bookauthor", "container-author"),
        ("director", "director"),
        ("introduction", "contributor"),
    ] {
        item.set_names(name, &whole.names(field));
    }
    for (field, year, month, name) in [
        ("date", "year", "month", "issued"),
        ("urldate", "", "", "accessed"),
        ("origdate", "origyear", "", "original-date"),
        ("eventdate", "", "", "event-date"),
    ] {
        item.set_date(name, whole.date(field, year, month).as_ref());
    }
    add_containers(&mut item, &whole, of_type);
    add_numbers(&mut item, &whole, of_type);
    add_rest(&mut item, &whole, of_type);
    item
}

fn add_containers(item: &mut Item, whole: &Whole<'_>, of_type: &str) {
    let journal = whole.title(&["journaltitle", "journal"], "journalsubtitle");
    let book = whole.title(&["booktitle"], "booksubtitle");
    let container = [journal, book, whole.words(&["maintitle"])].into_iter().find(|title| !title.is_empty());
    let container = container.unwrap_or_default();
    if container != item.text("title") {
        item.set_text("container-title", &container);
    }
    item.set_text("container-title-short", &whole.words(&["shortjournal"]));
    item.set_text("collection-title", &whole.words(&["series"]));
    item.set_text("event-title", &whole.words(&["eventtitle"]));
    item.set_text("event-place", &whole.words(&["venue"]));
    item.set_text("publisher", &whole.list(&["publisher", "institution", "school", "organization"]));
    item.set_text("publisher-place", &whole.list(&["location", "address"]));
    let how = whole.words(&["howpublished"]);
    if how.starts_with("http") {
        item.set_text("URL", &how);
    } else if of_type != "webpage" {
        item.add_text("publisher", &how);
    }
}

fn add_numbers(item: &mut Item, whole: &Whole<'_>, of_type: &str) {
    for (field, name) in [
        ("volume", "volume"),
        ("volumes", "number-of-volumes"),
        ("edition", "edition"),
        ("issue", "issue"),
        ("chapter", "chapter-number"),
        ("pagetotal", "number-of-pages"),
        ("version", "version"),
        ("part", "part-number"),
        ("isbn", "ISBN"),
        ("issn", "ISSN"),
        ("doi", "DOI"),
    ] {
        item.set_text(name, &whole.words(&[field]));
    }
    item.set_text("page", &whole.words(&["pages"]).replace('–', "-"));
    let number = whole.words(&["number"]);
    let field = match of_type {
        "article-journal" | "article-magazine" | "article-newspaper" | "periodical" => "issue",
        "report" | "patent" | "legislation" | "thesis" => "number",
        _ if !item.text("collection-title").is_empty() => "collection-number",
        _ => "number",
    };
    item.add_text(field, &number);
}

fn add_rest(item: &mut Item, whole: &Whole<'_>, of_type: &str) {
    for (fields, name) in [
        (&["shorttitle"][..], "title-short"),
        (&["url"], "URL"),
        (&["abstract"], "abstract"),
        (&["note", "addendum"], "note"),
        (&["language", "langid"], "language"),
        (&["keywords"], "keyword"),
        (&["type"], "genre"),
    ] {
        item.add_text(name, &whole.words(fields));
    }
    if of_type == "thesis" {
        let genre = match whole.raw.kind.as_str() {
            "phdthesis" => "PhD diss.",
            "mastersthesis" => "Master’s thesis",
            _ => "",
        };
        match item.text("genre").as_str() {
            "phdthesis" => item.set_text("genre", "PhD diss."),
            "mathesis" => item.set_text("genre", "Master’s thesis"),
            _ => item.add_text("genre", genre),
        }
    }
}

fn type_of(kind: &str, subtype: &str) -> &'static str {
    match (kind, subtype) {
        ("article" | "suppperiodical", "magazine") => "article-magazine",
        ("article" | "suppperiodical", "newspaper") | ("newspaper", _) => "article-newspaper",
        ("article" | "suppperiodical" | "review", _) => "article-journal",
        (
            "book" | "mvbook" | "bookinbook" | "collection" | "mvcollection" | "reference" | "mvreference",
            _,
        )
        | ("proceedings" | "mvproceedings" | "manual", _) => "book",
        ("booklet", _) => "pamphlet",
        ("inbook" | "incollection" | "suppbook" | "suppcollection", _) => "chapter",
        ("inproceedings" | "conference", _) => "paper-conference",
        ("inreference", _) => "entry-encyclopedia",
        ("periodical", _) => "periodical",
        ("report" | "techreport", _) => "report",
        ("thesis" | "phdthesis" | "mastersthesis", _) => "thesis",
        ("unpublished", _) => "manuscript",
        ("online" | "electronic" | "www", _) => "webpage",
        ("patent", _) => "patent",
        ("software", _) => "software",
        ("dataset", _) => "dataset",
        ("letter", _) => "personal_communication",
        ("video" | "movie", _) => "motion_picture",
        ("audio" | "music", _) => "song",
        ("artwork" | "image", _) => "graphic",
        ("legislation" | "legal", _) => "legislation",
        ("jurisdiction", _) => "legal_case",
        ("performance", _) => "performance",
        _ => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(words: &str) -> Vec<Item> {
        read(words).entries.iter().map(|entry| Item::read(&entry.csl).unwrap()).collect()
    }

    #[test]
    fn an_article_and_a_chapter_become_items() {
        let words = r"
@string{rev = {Review of } # {Strikes}}
@article{gill73,
  author = {Gill, Ana and {A Committee} and de la Cruz, Juan},
  title = {The Cordons: A {S}tudy}, subtitle = {With Documents},
  journal = rev, volume = 4, number = {2}, year = 1973, month = sep, day = 7, pages = {12--34},
}
@incollection{c, crossref = {whole}, title = {One Part}, author = {Mu{\~n}oz, Eva}, pages = {3}}
@collection{whole, title = {The Whole}, editor = {Doe, Jane}, publisher = {Left and Right}, location = {Lima}, date = {1970/1973}}
@phdthesis(t, author = {Roe, R.}, title = {Long}, school = {A University}, year = {1999})";
        let all = items(words);
        let said =
            |n: usize, fields: &[&str]| fields.iter().map(|f| all[n].text(f)).collect::<Vec<_>>().join("|");
        assert_eq!(all.len(), 4, "{:?}", read(words).problems);
        assert_eq!(
            said(0, &["type", "title", "container-title", "volume", "issue", "page"]),
            "article-journal|The Cordons: A Study: With Documents|Review of Strikes|4|2|12-34"
        );
        assert_eq!(all[0].date("issued").unwrap().to_string(), "1973-09-07");
        assert_eq!(Name::list_to_words(&all[0].names("author")), "Gill, Ana; A Committee; de la Cruz, Juan");
        assert_eq!(
            said(1, &["type", "title", "container-title", "publisher", "publisher-place"]),
            "chapter|One Part|The Whole|Left, Right|Lima"
        );
        assert_eq!(Name::list_to_words(&all[1].names("author")), "Muñoz, Eva");
        assert_eq!(all[1].date("issued").unwrap().to_string(), "1970/1973");
        assert_eq!(said(3, &["type", "genre", "publisher"]), "thesis|PhD diss.|A University");
    }

    #[test]
    fn a_broken_entry_costs_no_other_and_is_named_by_its_line() {
        let words = "@book{a, title = {A}}\n\n@book{b, title = {B\n@book{c,\n  title {C}\n}\n% @book{no, title = {No}}\n@book{d, title = {D}}";
        let read = read(words);
        let titles: Vec<String> =
            read.entries.iter().map(|entry| Item::read(&entry.csl).unwrap().text("title")).collect();
        assert_eq!(titles, ["A", "D"]);
        let lines: Vec<usize> = read.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 5], "{:?}", read.problems);
    }

    #[test]
    fn files_that_refer_in_circles_or_double_without_end_come_to_nothing() {
        let circle = "@string{a = b # b}@string{b = a # a}@book{x, crossref = {y}, title = a}@book{y, crossref = {x}, xdata = {x,y}}";
        assert_eq!(items(circle).first().unwrap().text("title"), "bb");
        let mut doubling = "@string{s0 = {xxxxxxxxxx}}".to_owned();
        for n in 1..60 {
            doubling.push_str(&format!("@string{{s{n} = s{} # s{}}}", n - 1, n - 1));
        }
        doubling.push_str("@book{x, title = s59}@book{y, crossref = {y}, title = {Y}}");
        let all = items(&doubling);
        assert!(all.iter().all(|item| item.text("title").len() <= 2 * MAX_ABBREVIATION));
    }
}
