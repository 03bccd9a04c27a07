//! Figures of agreement as lines, to be read on a terminal.

use std::io::{self, Write};

use super::{ALONE, LISTED, about, claims_line, interval, kinds, name, rests_on, stances_line};
use crate::analysis::agreement::figures::{Figure, Measured, Report, Section, Spread, THRESHOLDS, shown};
use crate::text::visible_name;

pub(super) fn write(report: &Report, title: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Agreement of readers: {}", visible_name(title))?;
    for line in about(report) {
        writeln!(out, "{line}")?;
    }
    if report.readers.len() < 2 {
        return writeln!(out, "{ALONE}");
    }
    section(report, &report.overall, out)?;
    for tag in &report.tags {
        section(report, tag, out)?;
    }
    if !report.unused.is_empty() {
        writeln!(out, "\nTags that nobody used: {}.", report.unused.len())?;
    }
    writeln!(out, "\nWhat the figures can and can't tell")?;
    for kind in kinds(report) {
        writeln!(out, "  {}: {} (--method {})", kind.name(), kind.tells(), kind.page())?;
    }
    writeln!(out, "\nOn thresholds: {THRESHOLDS}")
}

fn section(report: &Report, section: &Section, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", visible_name(&section.name))?;
    writeln!(out, "  {}", claims_line(report, section))?;
    if let Some(line) = stances_line(section) {
        writeln!(out, "  {line}")?;
    }
    for own in &section.figures {
        writeln!(out, "  {}", line(own))?;
    }
    for spread in &section.spread {
        writeln!(out, "  {}", of_pairs(spread))?;
    }
    if section.tag.is_some() || report.readers.len() < 3 || section.pairs.len() > LISTED {
        return Ok(());
    }
    writeln!(out, "  Readers in pairs:")?;
    for pair in &section.pairs {
        let (a, b) = (visible_name(name(report, pair.a)), visible_name(name(report, pair.b)));
        writeln!(out, "    {a} and {b}: matched {}", pair.n_matched)?;
        for own in &pair.figures {
            writeln!(out, "      {}", line(own))?;
        }
    }
    Ok(())
}

/// "Matched, same tag (F1)      .734 [.61, .80]  n = 81 claims".
fn line(own: &Measured) -> String {
    let n = rests_on(own.kind, own.figure.n());
    let said = match own.figure {
        Figure::Value { .. } => {
            format!("{:>6}  {:<15} {n}", own.figure.to_string(), interval(own.figure))
        }
        Figure::Undefined { why, .. } => format!("undefined: {why} ({n})"),
    };
    format!("{:<36} {said}", own.kind.name())
}

fn of_pairs(spread: &Spread) -> String {
    let [mean, least, greatest] = [spread.mean, spread.least, spread.greatest].map(shown);
    format!(
        "{:<36} {mean:>6}  mean of {} pairs of readers, from {least} to {greatest}",
        spread.kind.name(),
        spread.n_pairs
    )
}
