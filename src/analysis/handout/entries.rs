//! What stands in the cells: claims, silences, lines to write on.

use std::collections::HashMap;
use std::sync::Arc;

use super::words::Words;
use super::{
    ClaimBody, ClaimEntry, Entry, LinkLine, SheetKind, SheetPart, SheetSettings, SilenceEntry, StanceLine,
    WorksheetForm, day,
};
use crate::analysis::outline::Outline;
use crate::analysis::sheet::{Cell, CellState, Sheet, SheetClaim, SheetSilence, cite_with_pages};
use crate::model::{ClaimId, Voice};

/// Makes entries; what a claim says under several tags is made once.
pub(super) struct Entries<'a> {
    settings: &'a SheetSettings,
    /// Of each column: its pages, and the language of its words.
    columns: Vec<(Outline, Arc<str>)>,
    /// Whether each has to say whose it is.
    named: bool,
    known: HashMap<ClaimId, Arc<ClaimBody>>,
}

impl<'a> Entries<'a> {
    pub(super) fn of(sheet: &Sheet, settings: &'a SheetSettings) -> Self {
        let columns = sheet.columns.iter().map(|column| {
            let source = &column.source;
            (Outline::of(source), language_of(&source.bibliography.language))
        });
        Self {
            settings,
            columns: columns.collect(),
            named: several_readers(sheet) && settings.kind != SheetKind::Worksheet,
            known: HashMap::new(),
        }
    }

    /// Returns what stands in a cell of this column. Claims come first, in their order.
    pub(super) fn of_cell(&mut self, cell: &Cell, column: usize) -> Vec<Entry> {
        match (self.settings.kind, self.settings.form) {
            (SheetKind::Worksheet, WorksheetForm::Questions) => vec![Entry::Room(self.room())],
            (SheetKind::Worksheet, WorksheetForm::Passages) => {
                let mut entries: Vec<Entry> =
                    cell.claims.iter().map(|claim| self.asked(claim, column)).collect();
                if entries.is_empty() {
                    entries.push(Entry::Room(self.room()));
                }
                entries
            }
            _ => self.answers(cell, column, |_| true),
        }
    }

    /// Returns what is known: those claims of a cell that are `shown`, its silences, or that nobody has looked.
    pub(super) fn answers(
        &mut self,
        cell: &Cell,
        column: usize,
        shown: impl Fn(&SheetClaim) -> bool,
    ) -> Vec<Entry> {
        let mut entries: Vec<Entry> =
            cell.claims.iter().filter(|claim| shown(claim)).map(|claim| self.given(claim, column)).collect();
        entries.extend(cell.silences.iter().map(|noted| Entry::Silence(self.silence(noted))));
        if cell.state() == CellState::Unsearched {
            entries.push(Entry::Unsearched);
        }
        entries
    }

    /// A claim with what was found.
    fn given(&mut self, claim: &SheetClaim, column: usize) -> Entry {
        let stance = claim.stance.map_or(StanceLine::None, StanceLine::Given);
        let value = Some(Words::line(claim.value())).filter(|value| !value.is_empty());
        Entry::Claim(ClaimEntry { number: None, stance, value, body: self.body(claim, column), room: 0 })
    }

    /// A claim whose stance is asked.
    fn asked(&mut self, claim: &SheetClaim, column: usize) -> Entry {
        let (body, room) = (self.body(claim, column), self.room().div_ceil(2));
        Entry::Claim(ClaimEntry { number: None, stance: StanceLine::Asked, value: None, body, room })
    }

    /// How many lines are left to write on.
    pub(super) fn room(&self) -> u8 {
        self.settings.room.min(super::MOST_ROOM)
    }

    fn body(&mut self, claim: &SheetClaim, column: usize) -> Arc<ClaimBody> {
        if claim.claim.tags.len() < 2 {
            return Arc::new(self.new_body(claim, column));
        }
        if let Some(known) = self.known.get(&claim.id()) {
            return Arc::clone(known);
        }
        let body = Arc::new(self.new_body(claim, column));
        self.known.insert(claim.id(), Arc::clone(&body));
        body
    }

    fn new_body(&self, claim: &SheetClaim, column: usize) -> ClaimBody {
        let settings = self.settings;
        // What a reader made of the passage is the answer that a worksheet asks for.
        let shows = |part: SheetPart| settings.shows(part) && !settings.is_blank();
        let said = |part: SheetPart, words: &str| {
            if shows(part) { Words::lines_of(words) } else { Words::default() }
        };
        let links = claim.links.iter().filter(|_| shows(SheetPart::Links));
        let (outline, language) = match self.columns.get(column) {
            Some((outline, language)) => (Some(outline), Arc::clone(language)),
            None => (None, "".into()),
        };
        ClaimBody {
            claim: claim.id(),
            places: Arc::clone(&claim.places),
            place: cite_with_pages(claim, outline),
            quotation: quotation_of(claim),
            language,
            voice: (!settings.is_blank()).then(|| voice_of(&claim.claim.voice)).flatten(),
            summary: said(SheetPart::Summaries, &claim.claim.summary),
            note: said(SheetPart::Notes, &claim.claim.note),
            links: links
                .map(|link| LinkLine {
                    phrase: Words::sentence(&link.phrase(), [&*link.source_name]),
                    note: said(SheetPart::Notes, &link.note),
                })
                .collect(),
            reader: self.named.then(|| Words::name(&claim.reader.name)),
        }
    }

    fn silence(&self, noted: &SheetSilence) -> SilenceEntry {
        SilenceEntry {
            reader: Words::name(&noted.reader.name),
            day: day(noted.silence.modified, self.settings.dates),
            note: Words::lines_of(&noted.silence.note),
        }
    }
}

fn quotation_of(claim: &SheetClaim) -> Words {
    // Where no blank line parts them, a passage over several paragraphs shows that lines are paragraphs there.
    let lines = claim.places.iter().any(|place| place.first < place.last);
    Words::quotation(&claim.quotation(), lines)
}

fn voice_of(voice: &Voice) -> Option<Words> {
    match voice {
        Voice::Own => None,
        Voice::Attributed { name, attitude: None } => said_by(name, ""),
        Voice::Attributed { name, attitude: Some(attitude) } => {
            said_by(name, &format!(" ({})", attitude.word()))
        }
    }
}

fn said_by(name: &str, attitude: &str) -> Option<Words> {
    Some(Words::sentence(&format!("voice of {name}{attitude}"), [name]))
}

/// The code of a language if it is made as BCP 47 says; anything else would be no help to anyone.
pub(super) fn language_of(code: &str) -> Arc<str> {
    let code = code.trim();
    let sound = code.len() <= 35
        && code.split('-').all(|part| (1..=8).contains(&part.len()))
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && code.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2;
    if sound { code.into() } else { "".into() }
}

/// Whether more than one reader's work is on the sheet.
fn several_readers(sheet: &Sheet) -> bool {
    let cells = || sheet.rows.iter().flat_map(|row| &row.cells);
    let of_claims = cells().flat_map(|cell| cell.claims.iter().map(|claim| claim.reader.id));
    let of_silences = cells().flat_map(|cell| cell.silences.iter().map(|noted| noted.reader.id));
    let mut readers = of_claims.chain(of_silences);
    let first = readers.next();
    readers.any(|reader| Some(reader) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_language_is_used_if_it_can_be_one() {
        for sound in ["en", "es-CL", "zh-Hant-TW", " ar "] {
            assert_eq!(&*language_of(sound), sound.trim());
        }
        for not in ["", "e", "English language", "en-", "en\"", "1en", "abcdefghi"] {
            assert_eq!(&*language_of(not), "", "{not}");
        }
    }
}
