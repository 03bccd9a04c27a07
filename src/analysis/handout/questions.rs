//! Questions, made from a tag's name, the stances and the sources. A reader's own question takes the place of any.
//!
//! The name of a tag may be any words ("armed road", "Was it planned?"), so it is always quoted, never bent into the
//! sentence.

use super::sections::names;
use super::words::{Words, listed};
use super::{SheetSettings, WorksheetForm};
use crate::analysis::relation::{Finding, Relation, Standpoint, Tie};
use crate::analysis::sheet::{Sheet, SheetRow, cite};
use crate::model::{Stance, TagId};

/// What a worksheet asks about a tag, and its answer key repeats.
pub(super) fn of_worksheet(row: &SheetRow, sheet: &Sheet, settings: &SheetSettings) -> Words {
    own(row.tag, settings).unwrap_or_else(|| {
        let several = sheet.columns.len() > 1;
        let question = match (settings.form, several) {
            (WorksheetForm::Questions, true) => {
                format!("What does each source say on “{}”, and where do they part?", row.name.trim())
            }
            (WorksheetForm::Questions, false) => {
                format!("What does the source say on “{}”?", row.name.trim())
            }
            (WorksheetForm::Passages, true) => {
                format!("Where does each source stand on “{}” in these passages?", row.name.trim())
            }
            (WorksheetForm::Passages, false) => {
                format!("Where does the source stand on “{}” in these passages?", row.name.trim())
            }
        };
        Words::sentence(&question, [row.name.as_str()])
    })
}

/// What is to be discussed about a tag on which sources part, or one is silent.
pub(super) fn of_discussion(
    row: &SheetRow,
    finding: &Finding,
    sheet: &Sheet,
    settings: &SheetSettings,
) -> Words {
    own(row.tag, settings).unwrap_or_else(|| {
        let names = names(sheet);
        let asking = Asking { finding, names: &names };
        let (said, asked) = match finding.relation {
            Relation::Silent => asking.of_silence(row),
            _ => asking.of_parting(),
        };
        let question = format!("On “{}”, {said}. {asked}", row.name.trim());
        Words::sentence(&question, names.iter().chain([&row.name]).map(String::as_str))
    })
}

fn own(tag: TagId, settings: &SheetSettings) -> Option<Words> {
    let own = settings.questions.get(&tag).map(|question| Words::lines_of(question));
    own.filter(|question| !question.is_empty())
}

struct Asking<'a> {
    finding: &'a Finding,
    names: &'a [String],
}

impl Asking<'_> {
    fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// What is found and what is asked where sources part.
    fn of_parting(&self) -> (String, &'static str) {
        let of = &self.finding.standpoints;
        let opposed = self.finding.relation == Relation::Opposed;
        if of.is_empty() {
            let asked = if opposed {
                "What exactly do they disagree about, and what would settle it?"
            } else {
                "What does the one leave standing of the other, and what does it take away?"
            };
            return (self.ties(), asked);
        }
        let asked = if opposed {
            "What does each rest its case on, and can both be right?"
        } else {
            "How much of the matter is left in dispute once the qualification is granted?"
        };
        (self.standpoints(of), asked)
    }

    /// "Left affirms (¶ 3) what Right denies (¶ 2)", or each source with its stances where one takes several.
    fn standpoints(&self, all: &[Standpoint]) -> String {
        let stances: Vec<Stance> =
            Stance::ALL.into_iter().filter(|stance| all.iter().any(|of| of.stance == *stance)).collect();
        let of = |stance: Stance| all.iter().filter(move |of| of.stance == stance);
        let torn = all
            .iter()
            .any(|one| all.iter().any(|other| other.column == one.column && other.stance != one.stance));
        // What is qualified comes last: "Right qualifies what Left affirms".
        let pair = match *stances.as_slice() {
            [first, Stance::Qualifies] => Some((Stance::Qualifies, first)),
            [first, second] => Some((first, second)),
            _ => None,
        };
        if let (Some((first, second)), false) = (pair, torn) {
            let side = |stance: Stance| {
                let several = of(stance).count() > 1;
                let named: Vec<String> = of(stance).map(|of| self.placed(of)).collect();
                let verb = if several { plural(stance) } else { stance.word() };
                format!("{} {verb}", listed(&named))
            };
            return format!("{} what {}", side(first), side(second));
        }
        let mut columns: Vec<usize> = all.iter().map(|of| of.column).collect();
        columns.dedup();
        let sides: Vec<String> = columns.iter().map(|column| self.side(*column, all)).collect();
        match sides.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{}, while {last}", first.join(", ")),
            _ => sides.concat(),
        }
    }

    /// "Left (¶ 3, 7)".
    fn placed(&self, of: &Standpoint) -> String {
        format!("{} ({})", self.name(of.column), cite(&of.places))
    }

    /// "Left affirms (¶ 3) and denies (¶ 9)".
    fn side(&self, column: usize, all: &[Standpoint]) -> String {
        let of = all.iter().filter(|of| of.column == column);
        let stances: Vec<String> =
            of.map(|of| format!("{} ({})", of.stance.word(), cite(&of.places))).collect();
        format!("{} {}", self.name(column), listed(&stances))
    }

    /// "a reader finds that Left ¶ 3 contradicts Right ¶ 2".
    fn ties(&self) -> String {
        let tie = |tie: &Tie| format!("{} {}", self.name(tie.from.1), tie.phrase());
        let ties: Vec<String> = self.finding.ties.iter().map(tie).collect();
        format!("a reader finds that {}", listed(&ties))
    }

    /// What is found and what is asked where a source is silent.
    fn of_silence(&self, row: &SheetRow) -> (String, &'static str) {
        let speaking: Vec<String> = self
            .finding
            .with_claims
            .iter()
            .map(|column| {
                let claims = row.cells.get(*column).into_iter().flat_map(|cell| &cell.claims);
                let places: Vec<_> = claims.flat_map(|claim| claim.places.iter().copied()).collect();
                format!("{} ({})", self.name(*column), cite(&places))
            })
            .collect();
        let silent: Vec<String> =
            self.finding.silent.iter().map(|column| self.name(*column).to_owned()).collect();
        let speaks = if speaking.len() > 1 { "speak" } else { "speaks" };
        let (is, asked) = match silent.len() {
            1 => ("is", "Why might it pass over the matter, and what would it have to say?"),
            _ => ("are", "Why might they pass over the matter, and what would each have to say?"),
        };
        (format!("{} {speaks}, and {} {is} silent", listed(&speaking), listed(&silent)), asked)
    }
}

/// The word for what several sources do.
fn plural(stance: Stance) -> &'static str {
    match stance {
        Stance::Affirms => "affirm",
        Stance::Denies => "deny",
        Stance::Qualifies => "qualify",
        Stance::Reports => "report",
    }
}
