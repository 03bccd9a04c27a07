//! Which figures there are: their names, what each can and can't tell, and the page that says how it is worked out.

/// A kind of figure, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// F1 of passages matched one to one, whatever their tags.
    PassagesF1,
    /// The Jaccard index of what was marked, whatever for.
    PassagesJaccard,
    /// |uAlpha of what was marked, whatever for.
    PassagesMarked,
    /// F1 of passages with the same tag, matched one to one.
    F1,
    /// The Jaccard index of what was marked with the same tag.
    Jaccard,
    /// |uAlpha of one tag.
    Marked,
    /// (k)uAlpha of one tag.
    OfTag,
    /// The coverage of (k)uAlpha.
    Coverage,
    /// cuAlpha over all tags.
    TagsCoded,
    /// uAlpha over all tags.
    TagsUnitized,
    /// Alpha of the sets of tags at common places, with Jaccard's distance.
    TagSets,
    /// Observed agreement on stance.
    StanceObserved,
    /// Krippendorff's alpha of stances.
    StanceAlpha,
    /// Gwet's AC1 of stances.
    StanceAc1,
    /// Cohen's kappa of stances, of two readers.
    StanceCohen,
    /// Fleiss' kappa of stances, of more readers.
    StanceFleiss,
}

impl Kind {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 16] = [
        Self::PassagesF1,
        Self::PassagesJaccard,
        Self::PassagesMarked,
        Self::F1,
        Self::Jaccard,
        Self::Marked,
        Self::OfTag,
        Self::Coverage,
        Self::TagsCoded,
        Self::TagsUnitized,
        Self::TagSets,
        Self::StanceObserved,
        Self::StanceAlpha,
        Self::StanceAc1,
        Self::StanceCohen,
        Self::StanceFleiss,
    ];

    /// Returns its name in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PassagesF1 => "passages_f1",
            Self::PassagesJaccard => "passages_jaccard",
            Self::PassagesMarked => "passages_binary_u_alpha",
            Self::F1 => "f1",
            Self::Jaccard => "jaccard",
            Self::Marked => "binary_u_alpha",
            Self::OfTag => "k_u_alpha",
            Self::Coverage => "k_u_alpha_coverage",
            Self::TagsCoded => "cu_alpha",
            Self::TagsUnitized => "u_alpha",
            Self::TagSets => "tag_sets_alpha",
            Self::StanceObserved => "stance_observed",
            Self::StanceAlpha => "stance_alpha",
            Self::StanceAc1 => "stance_ac1",
            Self::StanceCohen => "stance_cohen_kappa",
            Self::StanceFleiss => "stance_fleiss_kappa",
        }
    }

    /// Returns the kind of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PassagesF1 => "Passages matched (F1)",
            Self::PassagesJaccard => "Words marked by both (Jaccard)",
            Self::PassagesMarked => "Marked or not (|uα)",
            Self::F1 => "Matched, same tag (F1)",
            Self::Jaccard => "Words with the tag (Jaccard)",
            Self::Marked => "Marked with it or not (|uα)",
            Self::OfTag => "This tag among marked words ((k)uα)",
            Self::Coverage => "Coverage of (k)uα",
            Self::TagsCoded => "Tags among marked words (cuα)",
            Self::TagsUnitized => "Where and which tag (uα)",
            Self::TagSets => "Sets of tags (α, Jaccard distance)",
            Self::StanceObserved => "Stance, observed agreement",
            Self::StanceAlpha => "Stance (Krippendorff's α)",
            Self::StanceAc1 => "Stance (Gwet's AC1)",
            Self::StanceCohen => "Stance (Cohen's κ)",
            Self::StanceFleiss => "Stance (Fleiss' κ)",
        }
    }

    /// Returns what its n counts, of one and of several.
    fn counts(self) -> (&'static str, &'static str) {
        match self {
            Self::PassagesF1 | Self::F1 => ("claim", "claims"),
            Self::PassagesJaccard | Self::Jaccard => {
                ("code point marked by anyone", "code points marked by anyone")
            }
            Self::PassagesMarked
            | Self::Marked
            | Self::OfTag
            | Self::Coverage
            | Self::TagsCoded
            | Self::TagsUnitized => ("stretch marked", "stretches marked"),
            Self::TagSets => ("place", "places"),
            Self::StanceObserved | Self::StanceAlpha | Self::StanceAc1 => ("judged place", "judged places"),
            Self::StanceCohen | Self::StanceFleiss => ("place judged by all", "places judged by all"),
        }
    }

    /// Returns what its n counts, in the plural.
    #[must_use]
    pub fn counted(self) -> &'static str {
        self.counts().1
    }

    /// Returns what a figure rests on, in words: "1 claim", "41 judged places".
    #[must_use]
    pub fn rests_on(self, n: usize) -> String {
        let (one, several) = self.counts();
        format!("{n} {}", if n == 1 { one } else { several })
    }

    /// Returns what it can tell and what it can't, in a sentence or two.
    #[must_use]
    pub fn tells(self) -> &'static str {
        match self {
            Self::PassagesF1 => {
                "The share of claims that have a like one by the other reader, whatever their tags: half of what either \
                 covers is enough. It can't tell how exactly the ends agree, nor what chance would give."
            }
            Self::PassagesJaccard => {
                "Of all words that either reader marked, the share that both did, whatever for. It sees differing ends, \
                 and lets long passages count more than short ones."
            }
            Self::PassagesMarked => {
                "Whether readers marked the same words at all, beyond chance. It can't tell how a stretch is cut into \
                 claims: one of 20 letters against four of 5 is full agreement."
            }
            Self::F1 => {
                "The share of claims with the tag that have a like one by the other reader with the same tag. It does \
                 not change with the length of unmarked text; it can't tell what chance would give. Over all tags, a claim \
                 counts once for each of its tags."
            }
            Self::Jaccard => {
                "Of all words that either reader marked with the tag, the share that both did. It sees differing ends; \
                 long passages count more than short ones. Over all tags, words count once for each tag."
            }
            Self::Marked => {
                "Whether readers put the tag on the same words, beyond chance. It can't tell how a stretch is cut into \
                 claims, and a tag used rarely in a long text rests on little."
            }
            Self::OfTag => {
                "Where several readers marked the same words, whether they chose this tag or another. It says nothing of \
                 what only one of them marked: read it together with its coverage."
            }
            Self::Coverage => {
                "How much of what bears this tag the others marked at all, with whatever tag. A low one means that (k)uα \
                 rests on a small part."
            }
            Self::TagsCoded => {
                "Where several readers marked the same words, whether they chose the same tag. It says nothing of what \
                 only one of them marked."
            }
            Self::TagsUnitized => {
                "Whether readers marked the same words with the same tags. It can't tell a wrong tag from a missing \
                 passage, nor how stretches are cut."
            }
            _ => self.tells_of_judgments(),
        }
    }

    /// Of what was judged at places that several readers marked.
    fn tells_of_judgments(self) -> &'static str {
        match self {
            Self::TagSets => {
                "At places that several readers marked, whether they gave the same set of tags; sets that share some \
                 agree in part. It says nothing of places that one reader alone marked."
            }
            Self::StanceObserved => {
                "At places where readers gave the same tag, how often two of them took the same stance. It can't tell \
                 how often they would by chance: where nearly all is affirmed it is high whatever readers do."
            }
            Self::StanceAlpha => {
                "Whether readers saw the same stance at places where they gave the same tag, beyond chance; readers may \
                 be missing. Where nearly all is of one stance it drops far below the observed agreement."
            }
            Self::StanceAc1 => {
                "As alpha, with another notion of chance that stays near the observed agreement where one stance \
                 prevails. It can't tell whether the rare stances were recognized."
            }
            Self::StanceCohen => {
                "For two readers, agreement on stance beyond what their own shares of stances would give. It rises when \
                 the readers use the stances unequally."
            }
            _ => {
                "For three readers or more, agreement on stance beyond chance, over the places that all of them judged \
                 and no others."
            }
        }
    }

    /// Returns the name of the page that says how it is worked out.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::PassagesF1 | Self::F1 => "matching",
            Self::PassagesJaccard | Self::Jaccard => "jaccard",
            Self::PassagesMarked | Self::Marked => "binary-u-alpha",
            Self::OfTag | Self::Coverage => "k-u-alpha",
            Self::TagsCoded => "cu-alpha",
            Self::TagsUnitized => "u-alpha",
            Self::TagSets => "tag-sets",
            Self::StanceObserved => "observed-agreement",
            Self::StanceAlpha => "alpha",
            Self::StanceAc1 => "ac1",
            Self::StanceCohen => "cohen-kappa",
            Self::StanceFleiss => "fleiss-kappa",
        }
    }

    /// Returns whether it is a share and no coefficient that is corrected for chance: 0 is none of it, and it is never
    /// below.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(
            self,
            Self::PassagesF1
                | Self::PassagesJaccard
                | Self::F1
                | Self::Jaccard
                | Self::Coverage
                | Self::StanceObserved
        )
    }
}

/// The footnote on thresholds, which stands under every report and nowhere else.
pub const THRESHOLDS: &str = "Krippendorff (2004, p. 241) asks for an alpha of .800 where conclusions are to rest on the \
     figures, and takes .667 for the lowest at which they may be tentative. These are customs, not laws: what is enough \
     depends on what follows from an error, and a coefficient without its n and its disagreements says little.";
