//! A sheet as an Excel workbook: "Comparison" with a line for each claim under each of its tags and for each silence,
//! "Sources", "Tags". Of the other kinds of sheets, one table with a line for each entry, and "Sources".
//!
//! What people wrote is always stored as a string, never as a formula, a number or an address; what acts is written out.
//! The workbook's dates are those of the sheet, so that the same sheet gives the same bytes.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{Made, flat, moment, one_line, path_of, visible};
use crate::analysis::handout::{Handout, SheetKind, Words};
use crate::analysis::relation::Finding;
use crate::analysis::sheet::{Sheet, SheetClaim, SheetColumn, SheetLink, SheetSilence};
use crate::model::{Attitude, Stance, Time, Voice};
use crate::text::Direction;

/// The most UTF-16 units that a cell can hold (Excel's specifications and limits).
const MOST_UNITS: usize = 32_767;

/// What stands at the end of a cell that could not hold all.
const CUT: &str = " … (cut: a cell holds no more)";

/// Heads of the table of claims, with the widths of the columns in characters.
const HEADS: [(&str, f64); 15] = [
    ("Tag", 26.0),
    ("Source", 16.0),
    ("What", 9.0),
    ("Paragraph", 11.0),
    ("Quotation", 60.0),
    ("Stance", 10.0),
    ("Value", 16.0),
    ("Voice", 16.0),
    ("Attitude", 10.0),
    ("Summary", 36.0),
    ("Note", 36.0),
    ("Links", 30.0),
    ("Reader", 14.0),
    ("Changed", 20.0),
    ("Id", 36.0),
];

pub(super) fn write(made: &Made, today: Option<Time>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(made, today).map_err(own)?;
    out.write_all(&bytes)
}

fn own(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::RowColumnLimitError => io::Error::other("a workbook has no room for so many lines"),
        other => io::Error::other(other.to_string()),
    }
}

fn workbook(made: &Made, today: Option<Time>) -> Result<Vec<u8>, XlsxError> {
    let Made { sheet, handout, .. } = made;
    let mut workbook = Workbook::new();
    let today = ExcelDateTime::from_timestamp(today.unwrap_or_default().0)?;
    let properties = DocProperties::new().set_title(handout.title.as_str()).set_creation_datetime(&today);
    workbook.set_properties(&properties);
    let faces = Faces::new();
    match handout.kind {
        SheetKind::Comparison => claims(workbook.add_worksheet(), sheet, &faces)?,
        _ => entries(workbook.add_worksheet(), handout, &faces)?,
    }
    sources(workbook.add_worksheet(), sheet, handout, &faces)?;
    if handout.kind == SheetKind::Comparison {
        tags(workbook.add_worksheet(), sheet, &faces)?;
    }
    workbook.save_to_buffer()
}

/// How cells look.
struct Faces {
    head: Format,
    rightward: Format,
    leftward: Format,
}

impl Faces {
    fn new() -> Self {
        let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            head: Format::new().set_bold().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
            leftward: cell.clone().set_reading_direction(2),
            rightward: cell,
        }
    }
}

/// What stands in a cell.
enum Value {
    /// A string, whatever it looks like.
    Words(String),
    /// How many there are, to be reckoned with.
    Count(u32),
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Self::Count(u32::try_from(n).unwrap_or(u32::MAX))
    }
}

/// A table that is being filled, line by line.
struct Filling<'a> {
    worksheet: &'a mut Worksheet,
    faces: &'a Faces,
    row: u32,
    n_columns: u16,
    /// How wide each column is, in letters.
    widths: Vec<f64>,
}

impl<'a> Filling<'a> {
    fn start(
        worksheet: &'a mut Worksheet,
        name: &str,
        heads: &[(&str, f64)],
        faces: &'a Faces,
    ) -> Result<Self, XlsxError> {
        worksheet.set_name(name)?;
        worksheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for ((head, width), column) in heads.iter().zip(0..) {
            worksheet.set_column_width(column, *width)?;
            worksheet.write_string_with_format(0, column, *head, &faces.head)?;
        }
        worksheet.set_freeze_panes(1, 0)?;
        let n_columns = u16::try_from(heads.len()).unwrap_or(1);
        let widths = heads.iter().map(|(_, width)| *width).collect();
        Ok(Self { worksheet, faces, row: 0, n_columns, widths })
    }

    fn line<V: Into<Value>>(&mut self, cells: impl IntoIterator<Item = V>) -> Result<(), XlsxError> {
        self.row += 1;
        let mut n_lines = 1;
        for (value, column) in cells.into_iter().zip(0..) {
            let words = match value.into() {
                Value::Words(words) if words.is_empty() => continue,
                Value::Words(words) => words,
                Value::Count(n) => {
                    self.worksheet.write_number_with_format(
                        self.row,
                        column,
                        f64::from(n),
                        &self.faces.rightward,
                    )?;
                    continue;
                }
            };
            let leftward = Direction::of(&words).is_leftward();
            let face = if leftward { &self.faces.leftward } else { &self.faces.rightward };
            let width = self.widths.get(usize::from(column)).copied().unwrap_or(WIDTH);
            n_lines = n_lines.max(lines_in(&words, width));
            self.worksheet.write_string_with_format(self.row, column, fitting(words), face)?;
        }
        // Not every program makes a row as high as its words ask when it opens the file.
        if n_lines > 1 {
            self.worksheet.set_row_height(self.row, (f64::from(n_lines) * LINE).min(HIGHEST))?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(), XlsxError> {
        self.worksheet.autofilter(0, 0, self.row.max(1), self.n_columns.saturating_sub(1))?;
        Ok(())
    }
}

/// The height of a line of words, in points.
const LINE: f64 = 15.0;
/// The greatest height that a row can have, in points.
const HIGHEST: f64 = 409.0;
/// The width of a column that nothing is said of, in letters.
const WIDTH: f64 = 8.43;

/// How many lines words take in a column so many letters wide, at most: words are broken where a line is full.
fn lines_in(words: &str, width: f64) -> u32 {
    let taken = |line: &str| {
        let letters = u32::try_from(unicode_width::UnicodeWidthStr::width(line)).unwrap_or(u32::MAX);
        // Words end before the line does: some three letters of each are left.
        (f64::from(letters) / (width - 3.0).max(4.0)).ceil().max(1.0)
    };
    let lines: f64 = words.lines().map(taken).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 1,000")]
    let lines = lines.clamp(1.0, 1_000.0) as u32;
    lines
}

/// The words, or as many as a cell can hold.
fn fitting(words: String) -> String {
    // No character takes more UTF-16 units than bytes.
    if words.len() <= MOST_UNITS || words.encode_utf16().count() <= MOST_UNITS {
        return words;
    }
    let mut left = MOST_UNITS.saturating_sub(CUT.encode_utf16().count());
    let fits = |c: &char| match left.checked_sub(c.len_utf16()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let mut cut: String = words.chars().take_while(fits).collect();
    cut.push_str(CUT);
    cut
}

fn lines_of(words: &str) -> String {
    Words::lines_of(words).to_string()
}

fn name_of(words: &str) -> String {
    Words::name(words).to_string()
}

fn claims(worksheet: &mut Worksheet, sheet: &Sheet, faces: &Faces) -> Result<(), XlsxError> {
    let mut table = Filling::start(worksheet, "Comparison", &HEADS, faces)?;
    let names: Vec<String> = sheet.columns.iter().map(|column| name_of(&column.name())).collect();
    for row in &sheet.rows {
        let tag = path_of(&row.path);
        for (cell, source) in row.cells.iter().zip(&names) {
            for claim in &cell.claims {
                table.line(claim_line(&tag, source, claim))?;
            }
            for noted in &cell.silences {
                table.line(silence_line(&tag, source, noted))?;
            }
        }
    }
    table.finish()
}

/// The entries of any other kind of sheet; stances that are asked can be chosen from a list.
fn entries(worksheet: &mut Worksheet, handout: &Handout, faces: &Faces) -> Result<(), XlsxError> {
    let widths = [8.0, 26.0, 30.0, 16.0, 10.0, 11.0, 60.0, 10.0, 16.0, 16.0, 36.0, 30.0, 26.0, 14.0];
    let heads: Vec<(&str, f64)> = flat::HEAD.into_iter().zip(widths).collect();
    let mut table = Filling::start(worksheet, handout.kind.title(), &heads, faces)?;
    flat::lines(handout, |line| table.line(line))?;
    let last = table.row.max(1);
    let stance = flat::HEAD.iter().zip(0..).find_map(|(head, column)| (*head == "stance").then_some(column));
    if let (Some(column), SheetKind::Worksheet) = (stance, handout.kind) {
        let choice = DataValidation::new().allow_list_strings(&flat::stances())?;
        table.worksheet.add_data_validation(1, column, last, column, &choice)?;
    }
    table.finish()
}

fn claim_line(tag: &str, source: &str, claim: &SheetClaim) -> [String; 15] {
    let (voice, attitude) = match &claim.claim.voice {
        Voice::Own => (String::new(), ""),
        Voice::Attributed { name, attitude } => (name_of(name), attitude.map_or("", Attitude::word)),
    };
    let link = |link: &SheetLink| {
        let note = one_line(&link.note);
        let colon = if note.is_empty() { "" } else { ": " };
        visible(&format!("{}{colon}{note}", one_line(&link.phrase()))).into_owned()
    };
    [
        tag.to_owned(),
        source.to_owned(),
        "claim".to_owned(),
        claim.citation().trim_start_matches("¶ ").to_owned(),
        lines_of(&claim.quotation()),
        claim.stance.map_or("", Stance::word).to_owned(),
        lines_of(claim.value()),
        voice,
        attitude.to_owned(),
        lines_of(&claim.claim.summary),
        lines_of(&claim.claim.note),
        claim.links.iter().map(link).collect::<Vec<_>>().join("\n"),
        name_of(&claim.reader.name),
        moment(claim.claim.modified),
        claim.id().to_string(),
    ]
}

fn silence_line(tag: &str, source: &str, noted: &SheetSilence) -> [String; 15] {
    let silence = &noted.silence;
    let none = String::new;
    [
        tag.to_owned(),
        source.to_owned(),
        "silence".to_owned(),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        lines_of(&silence.note),
        none(),
        name_of(&noted.reader.name),
        moment(silence.modified),
        silence.id.to_string(),
    ]
}

fn sources(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    handout: &Handout,
    faces: &Faces,
) -> Result<(), XlsxError> {
    let heads = [
        ("Name", 20.0),
        ("Author", 24.0),
        ("Title", 40.0),
        ("Date", 14.0),
        ("Reference", 60.0),
        ("Language", 10.0),
        ("Claims", 9.0),
        ("Claims without a tag", 20.0),
    ];
    let mut table = Filling::start(worksheet, "Sources", &heads, faces)?;
    for (column, head) in sheet.columns.iter().zip(&handout.head.sources) {
        let bibliography = &column.source.bibliography;
        let reference: String = head.reference.iter().map(|run| run.text.as_str()).collect();
        table.line([
            Value::Words(name_of(&column.name())),
            name_of(&bibliography.author).into(),
            name_of(&bibliography.title).into(),
            name_of(&bibliography.date).into(),
            reference.into(),
            head.language.to_string().into(),
            column.n_claims.into(),
            column.n_untagged.into(),
        ])?;
    }
    table.finish()
}

fn tags(worksheet: &mut Worksheet, sheet: &Sheet, faces: &Faces) -> Result<(), XlsxError> {
    let names: Vec<String> = sheet.columns.iter().map(SheetColumn::name).collect();
    let names: Vec<String> = names.iter().map(|name| format!("Claims: {}", name_of(name))).collect();
    let mut heads = vec![("Tag", 36.0), ("Definition", 50.0), ("Where they part", 18.0), ("Rests on", 60.0)];
    heads.extend(names.iter().map(|name| (name.as_str(), 16.0)));
    let mut table = Filling::start(worksheet, "Tags", &heads, faces)?;
    for row in &sheet.rows {
        let finding = Finding::of(row);
        let several = sheet.columns.len() > 1;
        let (relation, rests_on) = if several {
            let sentence = one_line(&finding.sentence(&sheet.columns));
            (finding.relation.title(), visible(&sentence).into_owned())
        } else {
            (String::new(), String::new())
        };
        let words = [path_of(&row.path), lines_of(&row.definition), relation, rests_on];
        let mut line: Vec<Value> = words.map(Value::from).into();
        line.extend(row.cells.iter().map(|cell| match (cell.claims.len(), cell.silences.is_empty()) {
            (0, false) => "silence".to_owned().into(),
            (0, true) => String::new().into(),
            (n, _) => n.into(),
        }));
        table.line(line)?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_can_and_says_when_it_holds_no_more() {
        assert_eq!(fitting("é".repeat(MOST_UNITS)), "é".repeat(MOST_UNITS));
        let cut = fitting("😀".repeat(MOST_UNITS));
        assert!(cut.ends_with(CUT) && cut.starts_with('😀'));
        let units = cut.encode_utf16().count();
        assert!((MOST_UNITS - 1..=MOST_UNITS).contains(&units), "{units}");
    }
}
