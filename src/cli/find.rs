//! Which source, which tag a person means by what they wrote.

use crate::model::{Comparison, Source, Tag, TagId};

/// One way in which what was said may mean a source: by its number or what it is.
type Way<'a> = &'a dyn Fn(usize, &Source) -> bool;

/// Returns the source that `said` means: by id, name (short name or title), number from 1, name
/// whatever its case, or the name of the file it came from.
///
/// # Errors
/// When there is none, or several: a sentence that lists them.
pub(super) fn source<'a>(comparison: &'a Comparison, said: &str) -> Result<&'a Source, String> {
    let said = said.trim();
    let sources = comparison.sources();
    let numbered = || (1..).zip(sources).map(|(number, source): (usize, _)| (number, source.as_ref()));
    let lower = said.to_lowercase();
    let named = |source: &Source, alike: &dyn Fn(&str) -> bool| {
        let of = &source.bibliography;
        [&of.short_name, &of.title].iter().any(|name| !name.trim().is_empty() && alike(name.trim()))
    };
    let exact = |name: &str| name == said;
    let alike = |name: &str| name.to_lowercase() == lower;
    let ways: [Way<'_>; 5] = [
        &|_, source| source.id.to_string() == lower,
        &|_, source| named(source, &exact),
        &|number, _| number.to_string() == said,
        &|_, source| named(source, &alike),
        &|_, source| !said.is_empty() && source.origin.file_name == said,
    ];
    for way in ways {
        let found: Vec<&Source> =
            numbered().filter(|&(number, source)| way(number, source)).map(|(_, source)| source).collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only),
            _ => {
                return Err(format!("“{said}” is the name of {} sources; {}", found.len(), list(comparison)));
            }
        }
    }
    Err(format!("there is no source “{said}”; {}", list(comparison)))
}

fn list(comparison: &Comparison) -> String {
    let numbered = (1..).zip(comparison.sources());
    let listed: Vec<String> =
        numbered.map(|(number, source): (usize, _)| format!("{number} “{}”", source.short_name())).collect();
    if listed.is_empty() {
        return "the comparison has no sources".to_owned();
    }
    format!("say one of: {}", listed.join(", "))
}

/// Returns the tag that `said` means: by id, name or path ("the party / armed road"), whatever the
/// case; nothing if the codebook has none.
///
/// # Errors
/// When it is the name of several: a sentence that lists them.
pub(super) fn tag<'a>(comparison: &'a Comparison, said: &str) -> Result<Option<&'a Tag>, String> {
    let wanted = said.trim().to_lowercase();
    let by_id = wanted.parse().ok().and_then(|id: TagId| comparison.tag(id));
    if let Some(tag) = by_id {
        return Ok(Some(tag));
    }
    let mut found: Vec<&Tag> = comparison
        .tags()
        .map(AsRef::as_ref)
        .filter(|tag: &&Tag| tag.name.trim().to_lowercase() == wanted)
        .collect();
    if found.is_empty() && wanted.contains('/') {
        let wanted = levels(&wanted);
        let of_path = |tag: &&Tag| levels(&comparison.tag_path(tag.id).to_lowercase()) == wanted;
        found = comparison.tags().map(AsRef::as_ref).filter(of_path).collect();
    }
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        _ => {
            let one = |tag: &&Tag| format!("“{}” ({})", shortened(&comparison.tag_path(tag.id)), tag.id);
            let mut listed: Vec<String> = found.iter().take(MOST_LISTED).map(one).collect();
            if found.len() > listed.len() {
                listed.push(format!("and {} more", found.len() - listed.len()));
            }
            let (n, said) = (found.len(), shortened(said.trim()));
            Err(format!("there are {n} tags “{said}”; say the id of one: {}", listed.join(", ")))
        }
    }
}

/// How many tags of one name an answer lists.
const MOST_LISTED: usize = 10;

/// A path of a length that an answer bears.
fn shortened(path: &str) -> String {
    match path.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", path.get(..end).unwrap_or_default()),
        None => path.to_owned(),
    }
}

fn levels(path: &str) -> String {
    path.split('/').map(str::trim).collect::<Vec<_>>().join("/")
}
