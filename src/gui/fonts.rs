//! The faces that come with the program; for scripts they lack, the system's fonts are found and used.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

use super::theme;
use crate::store::export::fonts;

/// Returns the faces: Libertinus Serif for reading, Inter for the panels, egui's own as a last resort.
pub fn definitions() -> FontDefinitions {
    let mut definitions = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 6] = [
        ("serif", fonts::SERIF),
        ("serif-italic", fonts::SERIF_ITALIC),
        ("serif-bold", fonts::SERIF_BOLD),
        ("serif-bold-italic", fonts::SERIF_BOLD_ITALIC),
        ("sans", fonts::SANS),
        ("sans-strong", fonts::SANS_STRONG),
    ];
    for (name, bytes) in faces {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let last_resort = definitions.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let families = [
        (FontFamily::Proportional, ["sans", "serif"]),
        (theme::strong(), ["sans-strong", "serif-bold"]),
        (theme::serif(), ["serif", "sans"]),
        (theme::serif_italic(), ["serif-italic", "sans"]),
        (theme::serif_bold(), ["serif-bold", "sans-strong"]),
        (theme::serif_bold_italic(), ["serif-bold-italic", "sans-strong"]),
    ];
    for (family, faces) in families {
        let names = faces.map(str::to_owned).into_iter().chain(last_resort.iter().cloned());
        definitions.families.insert(family, names.collect());
    }
    if let Some(mono) = definitions.families.get_mut(&FontFamily::Monospace) {
        mono.push("sans".to_owned());
    }
    definitions
}
