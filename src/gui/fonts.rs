//! The faces that come with the program; for scripts they lack, the system's fonts are found and used.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

use super::theme;

/// Returns the faces: Libertinus Serif for reading, Inter for the panels, egui's own as a last resort.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 6] = [
        ("serif", include_bytes!("../../assets/fonts/LibertinusSerif-Regular.otf")),
        ("serif-italic", include_bytes!("../../assets/fonts/LibertinusSerif-Italic.otf")),
        ("serif-bold", include_bytes!("../../assets/fonts/LibertinusSerif-Bold.otf")),
        ("serif-bold-italic", include_bytes!("../../assets/fonts/LibertinusSerif-BoldItalic.otf")),
        ("sans", include_bytes!("../../assets/fonts/Inter-Regular.otf")),
        ("sans-strong", include_bytes!("../../assets/fonts/Inter-SemiBold.otf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let last_resort = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
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
        fonts.families.insert(family, names.collect());
    }
    if let Some(mono) = fonts.families.get_mut(&FontFamily::Monospace) {
        mono.push("sans".to_owned());
    }
    fonts
}
