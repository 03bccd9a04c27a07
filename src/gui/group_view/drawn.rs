//! Pictures of agreement: a bar for each tag with its interval, and where along the texts readers part.

use std::sync::Arc;

use eframe::egui::Ui;

use super::Seen;
use super::differences::Stamp;
use crate::analysis::agreement::figures::{Kind, Report};
use crate::analysis::picture::{Picture, ReadersOptions, ReadersWhat};
use crate::gui::action::Actions;
use crate::gui::parts;
use crate::gui::pictures_view::{Walk, drawn_ui, width_within};

/// The pictures, in the order in which they are shown. Readers in pairs have a matrix of their own.
const SHOWN: [ReadersWhat; 2] = [ReadersWhat::Tags, ReadersWhat::Along];
/// How high a picture is taken to be until it is made, in points.
const GUESS: f32 = 320.0;
/// How near to what can be seen a picture is made.
const NEAR: f32 = 200.0;

/// One picture, and what it was made of.
#[derive(Debug, Default)]
struct Drawn {
    of: Option<(Stamp, ReadersOptions)>,
    picture: Option<Arc<Picture>>,
    walk: Walk,
}

/// The pictures.
#[derive(Debug, Default)]
pub(super) struct DrawnState {
    drawn: [Drawn; 2],
}

/// Shows the pictures of a report, each made when one comes near it. `kind`: the figure that bars stand for.
pub(super) fn pictures_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (of, report, kind): (&Stamp, &Report, Kind),
    state: &mut DrawnState,
    out: &mut Actions,
) {
    for (what, drawn) in SHOWN.into_iter().zip(&mut state.drawn) {
        parts::title_ui(ui, what.title());
        let width = width_within(ui.available_width());
        let options = ReadersOptions { what, kind, tag: None, width };
        let current = drawn.of.as_ref().is_some_and(|(made, how)| made == of && *how == options);
        let near = ui.cursor().top() < ui.clip_rect().bottom() + NEAR;
        // Of a comparison that has changed since, a picture is made when its figures are.
        if !current && near && of == seen.stamp {
            let picture = Picture::of_readers(seen.comparison, &of.scope, report, &options);
            *drawn = Drawn {
                of: Some((of.clone(), options)),
                picture: Some(Arc::new(picture)),
                walk: Walk::default(),
            };
        }
        match drawn.picture.clone() {
            None => ui.add_space(GUESS),
            Some(picture) => match &picture.empty {
                Some(why) => {
                    parts::faint_ui(ui, format!("Nothing to show: {why}."));
                }
                None => {
                    ui.push_id(what, |ui| {
                        drawn_ui(ui, (seen.comparison, seen.view), &picture, &mut drawn.walk, out);
                    });
                }
            },
        }
        ui.add_space(10.0);
    }
}
