//! What became of a file that was laid over a comparison, as values and as sentences.

use super::{PlacedPassage, SourceHow, SourceMatch};
use crate::anchoring::{Change, Placement};
use crate::model::{ReaderId, TagId};
use crate::text::visible_name;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidFile {
    /// How it is called.
    pub name: String,
    /// Why nothing of it is laid, as a sentence that names it.
    pub refused: Option<String>,
    /// Whose readings it holds.
    pub readers: Vec<ReaderId>,
    /// Their names, as it spells them.
    pub names: Vec<String>,
    /// Which of its sources are ours, and by what they were known.
    pub sources: Vec<SourceMatch>,
    /// Which of its tags are ours.
    pub tags: TagMatches,
    /// The passages that are not exactly where and what they were.
    pub placed: Vec<PlacedPassage>,
    /// How many passages are.
    pub n_exact: usize,
    /// What was wrong with it, each thing as a sentence.
    pub warnings: Vec<String>,
}

/// Which tags of a file are ours: those that its readers use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagMatches {
    /// How many have the id of one of ours.
    pub n_by_id: usize,
    /// Those that have the name of one of ours, and another id.
    pub by_name: Vec<TagMatch>,
    /// Those that are none of ours; they are laid with the claims.
    pub new: Vec<TagMatch>,
    /// Those that are ours and are defined in other words there.
    pub definitions: Vec<OtherDefinition>,
}

/// A tag of a file, and the laid one that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMatch {
    /// Its id in the file.
    pub theirs: TagId,
    /// Its name there.
    pub name: String,
    /// The tag of the laid comparison.
    pub ours: TagId,
}

/// A tag that a file defines otherwise than the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDefinition {
    /// The tag.
    pub tag: TagId,
    /// Its name in the base.
    pub name: String,
    /// The base's definition.
    pub ours: String,
    /// The file's.
    pub theirs: String,
}

/// How many passages of each kind there are besides the exact ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the placements")]
pub struct PlacementCounts {
    pub moved: usize,
    pub similar: usize,
    pub ambiguous: usize,
    pub lost: usize,
}

impl LaidFile {
    pub(super) fn new(name: &str, sources: Vec<SourceMatch>) -> Self {
        Self {
            name: name.to_owned(),
            refused: None,
            readers: Vec::new(),
            names: Vec::new(),
            sources,
            tags: TagMatches::default(),
            placed: Vec::new(),
            n_exact: 0,
            warnings: Vec::new(),
        }
    }

    pub(super) fn refused(name: &str, why: String) -> Self {
        Self { refused: Some(why), ..Self::new(name, Vec::new()) }
    }

    /// Returns how many passages were placed in which way, the exact ones aside.
    #[must_use]
    pub fn counts(&self) -> PlacementCounts {
        let mut counts = PlacementCounts::default();
        for passage in &self.placed {
            match passage.placement {
                Placement::Exact(_) => {}
                Placement::Moved(_) => counts.moved += 1,
                Placement::Similar { .. } => counts.similar += 1,
                Placement::Ambiguous(_) => counts.ambiguous += 1,
                Placement::Lost => counts.lost += 1,
            }
        }
        counts
    }

    /// Returns whether there is anything that a person should look at.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.refused.is_none()
            && self.placed.is_empty()
            && self.warnings.is_empty()
            && self.sources.iter().all(|source| source.how == SourceHow::Text)
            && self.tags.definitions.is_empty()
            && self.tags.by_name.is_empty()
    }

    /// Returns all of it as sentences, one to a line, the first of which names the file and its readers.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        if let Some(refused) = &self.refused {
            return vec![refused.clone()];
        }
        let names: Vec<_> = self.names.iter().map(|name| visible_name(name)).collect();
        let who = match names.as_slice() {
            [] => "nobody has marked anything in it yet".to_owned(),
            [name] => format!("the reading of {name}"),
            [before @ .., last] => format!("the readings of {} and {last}", before.join(", ")),
        };
        let mut lines = vec![format!("{}: {who}.", self.name)];
        self.tell_sources(&mut lines);
        self.tell_placed(&mut lines);
        self.tell_tags(&mut lines);
        lines.extend(self.warnings.iter().cloned());
        lines
    }

    fn tell_sources(&self, lines: &mut Vec<String>) {
        for source in &self.sources {
            let title = visible_name(&source.title);
            let known = match source.how {
                SourceHow::Text => continue,
                SourceHow::Id => "has another text than ours: it is taken for another edition",
                SourceHow::Title => "has our title and another text: it is taken for another edition",
                SourceHow::Likeness => {
                    "has another title and nearly our text: it is taken for another edition"
                }
                SourceHow::Not => "is none of those open here; what was marked in it is left out",
            };
            lines.push(format!("The text “{title}” {known}."));
        }
    }

    fn tell_placed(&self, lines: &mut Vec<String>) {
        let counts = self.counts();
        if self.placed.is_empty() {
            return;
        }
        lines.push(format!(
            "Passages: {} exact, {} moved, {} similar, {} ambiguous, {} lost.",
            self.n_exact, counts.moved, counts.similar, counts.ambiguous, counts.lost
        ));
        lines.extend(self.placed.iter().filter_map(PlacedPassage::line));
    }

    fn tell_tags(&self, lines: &mut Vec<String>) {
        let tags = &self.tags;
        let named = |tags: &[TagMatch]| -> String {
            let names: Vec<String> =
                tags.iter().map(|tag| format!("“{}”", visible_name(&tag.name))).collect();
            names.join(", ")
        };
        if !tags.by_name.is_empty() {
            lines.push(format!("Tags that are ours by their name alone: {}.", named(&tags.by_name)));
        }
        if !tags.new.is_empty() {
            lines.push(format!("Tags that our codebook lacks: {}.", named(&tags.new)));
        }
        for other in &tags.definitions {
            let or_none = |words: &str| {
                if words.trim().is_empty() {
                    "without a definition".to_owned()
                } else {
                    format!("“{words}”")
                }
            };
            lines.push(format!(
                "The tag “{}” is defined otherwise: here {}, there {}.",
                visible_name(&other.name),
                or_none(&other.ours),
                or_none(&other.theirs)
            ));
        }
    }
}

impl PlacedPassage {
    /// Returns what became of it as a sentence, if a person should know: that the same words stand elsewhere is
    /// counted, and no more.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let quote = short(&self.quote);
        match &self.placement {
            Placement::Exact(_) | Placement::Moved(_) if self.around.is_empty() => None,
            Placement::Exact(span) | Placement::Moved(span) => Some(format!(
                "The same words, at {}, but what stands beside them changed: “{quote}”: {}",
                span.start(),
                changed(&self.around)
            )),
            Placement::Similar { span, changes } => {
                Some(format!("Similar, at {}: {}", span.start(), changed(changes)))
            }
            Placement::Ambiguous(places) => {
                let at: Vec<String> = places.iter().take(6).map(|span| span.start().to_string()).collect();
                let more = if places.len() > 6 { ", …" } else { "" };
                Some(format!("Ambiguous, not laid: “{quote}” may be at {}{more}.", at.join(", ")))
            }
            Placement::Lost => Some(format!("Lost, not laid: “{quote}”.")),
        }
    }
}

/// Returns what changed, word by word: "[-gone-]" and "{+new+}", and what was kept in between, cut where it is long.
#[must_use]
pub fn changed(changes: &[Change]) -> String {
    let pieces = changes.iter().map(|change| match change {
        Change::Kept(words) => around(words),
        Change::Deleted(words) => format!("[-{}-]", short(words)),
        Change::Inserted(words) => format!("{{+{}+}}", short(words)),
    });
    pieces.collect::<Vec<_>>().join(" ")
}

/// The two ends of words that were kept.
fn around(words: &str) -> String {
    const MOST: usize = 40;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let n = line.chars().count();
    if n <= 2 * MOST {
        return line;
    }
    let start: String = line.chars().take(MOST).collect();
    let end: String = line.chars().skip(n - MOST).collect();
    format!("{start} … {end}")
}

fn short(words: &str) -> String {
    const LONGEST: usize = 120;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((byte, _)) => format!("{}…", line.get(..byte).unwrap_or_default()),
        None => line,
    }
}
