//! What a sheet for people is to be: its kind, what it shows, how it is set. Plain choices, each with a word that
//! stands for it on the command line and in files.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::sheet::{RowOrder, Rows, SheetOptions};
use crate::model::{ReaderId, SourceId, TagId};

/// A closed choice: its names in data and for people, all of them in the order they are shown.
macro_rules! choices {
    ($($(#[$doc:meta])* $Name:ident { $($(#[$of:meta])* $(@$default:ident)? $Choice:ident $word:literal $title:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $Name {
            $($(#[$of])* $(#[$default])? $Choice,)*
        }

        impl $Name {
            /// All of them, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$Choice,)*];

            /// Returns the word for it in data and on the command line.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$Choice => $word,)* }
            }

            /// Returns the words for it, as readers see them.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$Choice => $title,)* }
            }

            /// Returns the choice of this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.word() == word)
            }
        }
    )*};
}

choices! {
    /// What a sheet is for.
    SheetKind {
        /// Tags down, sources across, the claims in the cells.
        @default Comparison "sheet" "Comparison sheet",
        /// The same without answers, to be filled in.
        Worksheet "worksheet" "Worksheet",
        /// The worksheet with the answers: in its order, by its numbers.
        Key "key" "Answer key",
        /// Where the sources part or one of them is silent, with a question each.
        Discussion "discussion" "Discussion sheet",
    }
    /// What a worksheet asks for; its answer key follows it.
    WorksheetForm {
        /// What each source says on each tag: empty cells with lines to write on.
        @default Questions "questions" "Questions with empty cells",
        /// Where the source stands in each passage: stances to tick and lines for one's own words.
        Passages "passages" "Passages with empty stances",
    }
    /// What may be left out of a sheet.
    SheetPart {
        /// What each tag means.
        Definitions "definitions" "Definitions of the tags",
        /// What is claimed, in the reader's own words.
        Summaries "summaries" "Summaries",
        /// Whatever else the reader said.
        Notes "notes" "Notes",
        /// How claims stand to one another.
        Links "links" "Links",
        /// How the sources stand to one another on each tag, and what that rests on.
        @default Relations "relations" "Where they part",
        /// What is drawn of the comparison.
        Pictures "pictures" "Pictures",
    }
    /// The sheets of paper.
    Paper {
        /// 210 × 297 mm.
        @default A4 "a4" "A4",
        /// 8.5 × 11 inches.
        Letter "letter" "US Letter",
    }
    /// Which way the paper is turned.
    Orientation {
        /// Wide where more than two sources stand side by side.
        @default Fitting "auto" "As the sources need",
        /// High.
        Portrait "portrait" "Portrait",
        /// Wide.
        Landscape "landscape" "Landscape",
    }
    /// How sources are cited.
    CitationStyle {
        /// The Chicago Manual of Style, 18th edition, author and date.
        @default Chicago "chicago" "Chicago (author-date)",
        /// The Chicago Manual of Style, 18th edition, notes and bibliography.
        ChicagoNotes "chicago-notes" "Chicago (notes)",
        /// The MLA Handbook, 9th edition.
        Mla "mla" "MLA",
        /// The Publication Manual of the American Psychological Association, 7th edition.
        Apa "apa" "APA",
    }
    /// How days are written.
    DateForm {
        /// 20 November 2026
        @default English "english" "20 November 2026",
        /// November 20, 2026
        American "american" "November 20, 2026",
        /// 2026-11-20
        Iso "iso" "2026-11-20",
        /// 20 de noviembre de 2026
        Spanish "spanish" "20 de noviembre de 2026",
        /// 20 de novembro de 2026
        Portuguese "portuguese" "20 de novembro de 2026",
        /// 20 novembre 2026
        French "french" "20 novembre 2026",
        /// 20 novembre 2026
        Italian "italian" "20 novembre 2026 (italiano)",
        /// 20. November 2026
        German "german" "20. November 2026",
    }
}

/// The most lines that can be left to write on in one place.
pub const MOST_ROOM: u8 = 40;

/// What a sheet for people is to be. Everything in it is a choice of the reader's; nothing follows from the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSettings {
    /// What it is for.
    pub kind: SheetKind,
    /// What a worksheet and its key ask for.
    pub form: WorksheetForm,
    /// Its title; empty: that of the comparison.
    pub title: String,
    /// The sources, in the comparison's order whatever theirs. Empty: all.
    pub sources: Vec<SourceId>,
    /// The tags, each with those under it. Empty: all.
    pub tags: Vec<TagId>,
    /// Tags to leave out though they are among those.
    pub left_out: Vec<TagId>,
    /// Whose claims and silences. Empty: everybody's.
    pub readers: Vec<ReaderId>,
    /// How the tags follow one another.
    pub order: RowOrder,
    /// Whether tags are shown for which nothing is noted.
    pub rows: Rows,
    /// What is in it besides quotations, stances and silences.
    pub parts: BTreeSet<SheetPart>,
    /// How many lines there are to write on in each place that is to be filled in, at most [`MOST_ROOM`]; under a passage
    /// whose stance is asked, half as many.
    pub room: u8,
    /// The paper.
    pub paper: Paper,
    /// Which way it is turned.
    pub orientation: Orientation,
    /// How the sources are cited.
    pub style: CitationStyle,
    /// How days are written.
    pub dates: DateForm,
    /// Questions of the reader's own, for tags about which the program's are not to be asked.
    pub questions: BTreeMap<TagId, String>,
}

impl Default for SheetSettings {
    fn default() -> Self {
        Self::of_kind(SheetKind::default())
    }
}

impl SheetSettings {
    /// Returns what a sheet of this kind usually is: all sources, tags and readers; everything but notes and pictures.
    #[must_use]
    pub fn of_kind(kind: SheetKind) -> Self {
        use SheetPart::{Definitions, Links, Relations, Summaries};
        Self {
            kind,
            form: WorksheetForm::default(),
            title: String::new(),
            sources: Vec::new(),
            tags: Vec::new(),
            left_out: Vec::new(),
            readers: Vec::new(),
            order: match kind {
                SheetKind::Discussion => RowOrder::Parting,
                _ => RowOrder::Codebook,
            },
            rows: Rows::All,
            parts: BTreeSet::from([Definitions, Summaries, Links, Relations]),
            room: 5,
            paper: Paper::default(),
            orientation: Orientation::default(),
            style: CitationStyle::default(),
            dates: DateForm::default(),
            questions: BTreeMap::new(),
        }
    }

    /// Returns which rows and cells the sheet is made from.
    #[must_use]
    pub fn options(&self) -> SheetOptions {
        SheetOptions {
            sources: self.sources.clone(),
            tags: self.tags.clone(),
            left_out: self.left_out.clone(),
            readers: self.readers.clone(),
            rows: self.rows,
            order: self.order,
        }
    }

    /// Returns whether this part is shown.
    #[must_use]
    pub fn shows(&self, part: SheetPart) -> bool {
        self.parts.contains(&part)
    }

    /// Shows this part, or leaves it out.
    pub fn show(&mut self, part: SheetPart, shown: bool) {
        if shown {
            self.parts.insert(part);
        } else {
            self.parts.remove(&part);
        }
    }

    /// Returns whether nothing of what readers found may be on the sheet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.kind == SheetKind::Worksheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_has_a_word_of_its_own() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(
            all: &[T],
            word: fn(T) -> &'static str,
            from: fn(&str) -> Option<T>,
        ) {
            for choice in all {
                assert_eq!(from(word(*choice)), Some(*choice));
            }
            assert_eq!(from("no such"), None);
        }
        check(SheetKind::ALL, SheetKind::word, SheetKind::from_word);
        check(WorksheetForm::ALL, WorksheetForm::word, WorksheetForm::from_word);
        check(SheetPart::ALL, SheetPart::word, SheetPart::from_word);
        check(Paper::ALL, Paper::word, Paper::from_word);
        check(Orientation::ALL, Orientation::word, Orientation::from_word);
        check(CitationStyle::ALL, CitationStyle::word, CitationStyle::from_word);
        check(DateForm::ALL, DateForm::word, DateForm::from_word);
    }

    #[test]
    fn usual_settings_show_everything_but_notes_and_pictures() {
        let mut settings = SheetSettings::default();
        assert_eq!(settings.options(), SheetOptions::default());
        assert!(settings.shows(SheetPart::Links) && !settings.shows(SheetPart::Notes));
        settings.show(SheetPart::Notes, true);
        settings.show(SheetPart::Links, false);
        assert!(!settings.shows(SheetPart::Links) && settings.shows(SheetPart::Notes));
    }
}
