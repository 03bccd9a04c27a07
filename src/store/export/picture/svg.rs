//! Pictures as SVG: one file that needs nothing else, with a title, a description, and what each mark stands for.
//!
//! Hatches and dashes are drawn, not referred to, so that several pictures can stand in one page without a name
//! meaning two things, and every program shows them alike. No script, no outside address, no font; whatever people
//! wrote is escaped. The same picture gives the same bytes.

use std::fmt::Write as _;

use crate::analysis::picture::{
    Area, CURVE, Dash, Edge, Hatch, Look, Mark, Paint, Pen, Picture, Point, Shape, Words, beside, flat,
};

/// The faces that words are set in: the program's own, or what is like it.
const FACES: &str = "Inter, 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
/// How far below the middle of small letters their line is, of their size.
const DOWN: f32 = 0.36;
/// Returns a picture as an SVG document.
#[must_use]
pub fn svg(picture: &Picture, look: Look) -> String {
    let (wide, high) = (short(picture.width), short(picture.height));
    let mut out = Out { text: String::with_capacity(picture.marks.len() * 120 + 500), look };
    let _ = write!(
        out.text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\" font-family=\"{FACES}\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"{}\"/>\n",
        escaped(&picture.title),
        escaped(&picture.description),
        out.color(Paint::Paper),
    );
    let mut open = None;
    for Mark { shape, thing, .. } in &picture.marks {
        if open != *thing {
            out.close(open);
            if let Some(thing) = thing.and_then(|thing| picture.things.get(thing)) {
                let _ = write!(out.text, "<g><title>{}</title>", escaped(&thing.words));
            }
            open = thing.filter(|thing| *thing < picture.things.len());
        }
        out.shape(shape);
        out.text.push('\n');
    }
    out.close(open);
    out.text.push_str("</svg>\n");
    out.text
}

struct Out {
    text: String,
    look: Look,
}

impl Out {
    fn close(&mut self, open: Option<usize>) {
        if open.is_some() {
            self.text.push_str("</g>\n");
        }
    }

    fn color(&self, paint: Paint) -> String {
        let color = paint.rgb(self.look);
        format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Block { area, paint, hatch } => self.block(area, *paint, *hatch),
            Shape::Line { points, pen } => self.line(points, *pen),
            Shape::Strokes { strokes, pen } => self.path(&strokes_of(strokes), *pen),
            Shape::Surface { points, paint } => {
                let color = self.color(*paint);
                let _ = write!(self.text, "<path d=\"{}Z\" fill=\"{color}\"/>", path_of(points));
            }
            Shape::Curve { points, pen } if pen.dash == Dash::Double => self.line(&flat(points, CURVE), *pen),
            Shape::Curve { points, pen } => {
                let [from, first, second, to] = points.map(place);
                self.path(&format!("M{from}C{first} {second} {to}"), *pen);
            }
            Shape::Disk { center, radius, fill, line } => {
                let (fill, line) = (self.color(*fill), self.color(*line));
                let (x, y, r) = (short(center.x), short(center.y), short(*radius));
                let _ = write!(
                    self.text,
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\" stroke=\"{line}\"/>"
                );
            }
            Shape::Words(words) => self.words(words),
        }
    }

    fn block(&mut self, area: &Area, paint: Paint, hatch: Hatch) {
        let color = self.color(paint);
        if hatch == Hatch::Full {
            // Marks that stand beside one another are to show no seam.
            let crisp = "shape-rendering=\"crispEdges\"";
            let _ = write!(self.text, "<rect {} fill=\"{color}\" {crisp}/>", rect(area));
            return;
        }
        let strokes = hatch.strokes(area);
        if !strokes.is_empty() {
            let (d, thick) = (strokes_of(&strokes), short(hatch.thickness()));
            let round = if hatch == Hatch::Dotted { " stroke-linecap=\"round\"" } else { "" };
            let _ = write!(
                self.text,
                "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{thick}\"{round}/>"
            );
        }
        let inner = rect(&area.grown(-0.5));
        let _ = write!(self.text, "<rect {inner} fill=\"none\" stroke=\"{color}\"/>");
    }

    fn line(&mut self, points: &[Point], pen: Pen) {
        if pen.dash == Dash::Double {
            let thin = Pen { width: (pen.width * 0.62).max(0.8), dash: Dash::Whole, ..pen };
            let by = 0.5 + pen.width * 0.75;
            let both = format!("{}{}", path_of(&beside(points, -by)), path_of(&beside(points, by)));
            self.path(&both, thin);
        } else {
            self.path(&path_of(points), pen);
        }
    }

    fn path(&mut self, d: &str, pen: Pen) {
        let (color, wide) = (self.color(pen.paint), short(pen.width));
        let _ = write!(self.text, "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{wide}\"");
        if !pen.dash.lengths().is_empty() {
            let lengths: Vec<String> = pen.dash.lengths().iter().map(|length| short(*length)).collect();
            let _ = write!(self.text, " stroke-dasharray=\"{}\"", lengths.join(" "));
        }
        if pen.dash == Dash::Dots {
            self.text.push_str(" stroke-linecap=\"round\"");
        }
        self.text.push_str("/>");
    }

    fn words(&mut self, words: &Words) {
        let (size, color) = (short(words.size), self.color(words.paint));
        let down = words.size * DOWN;
        if words.upward {
            let at = place(words.at).replacen(' ', ",", 1);
            let _ = write!(
                self.text,
                "<text transform=\"translate({at}) rotate(-90)\" y=\"{}\" font-size=\"{size}\" fill=\"{color}\"",
                short(down)
            );
        } else {
            let (x, y) = (short(words.at.x), short(words.at.y + down));
            let _ = write!(self.text, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{color}\"");
        }
        match words.edge {
            Edge::Left => {}
            Edge::Middle => self.text.push_str(" text-anchor=\"middle\""),
            Edge::Right => self.text.push_str(" text-anchor=\"end\""),
        }
        if words.strong {
            self.text.push_str(" font-weight=\"600\"");
        }
        // Isolated, because not every program that draws SVG knows of its direction.
        let (before, after) = if words.leftward { ("\u{2067}", "\u{2069}") } else { ("", "") };
        let _ = write!(self.text, ">{before}{}{after}</text>", escaped(&words.words));
    }
}

fn rect(area: &Area) -> String {
    let (x, y) = (short(area.min.x), short(area.min.y));
    let (wide, high) = (short(area.width().max(0.0)), short(area.height().max(0.0)));
    format!("x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"")
}

fn path_of(points: &[Point]) -> String {
    let places: Vec<String> = points.iter().map(|point| place(*point)).collect();
    format!("M{}", places.join("L"))
}

fn strokes_of(strokes: &[[Point; 2]]) -> String {
    strokes.iter().map(|ends| path_of(ends)).collect()
}

fn place(point: Point) -> String {
    format!("{} {}", short(point.x), short(point.y))
}

/// A length with at most two decimals.
fn short(length: f32) -> String {
    let length = if length.is_finite() { length } else { 0.0 };
    let written = format!("{length:.2}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    if written == "-0" { "0".to_owned() } else { written.to_owned() }
}

/// Words as XML has them: nothing in them is taken for markup, and what XML forbids becomes U+FFFD.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_words_are_no_markup() {
        assert_eq!(
            [0.0, -0.001, 1.5, 12.345, 300.0, f32::NAN].map(short),
            ["0", "0", "1.5", "12.35", "300", "0"]
        );
        assert_eq!(
            escaped("<a href='x'>&\"\u{1b}\u{FFFE}"),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\u{FFFD}\u{FFFD}"
        );
    }
}
