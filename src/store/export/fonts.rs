//! The faces that come with the program, for the window and for whatever is drawn.

/// Inter, for names and numbers.
pub static SANS: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
/// Inter, for what is to stand out.
pub static SANS_STRONG: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
/// Libertinus Serif, for quotations.
pub static SERIF: &[u8] = include_bytes!("../../../assets/fonts/LibertinusSerif-Regular.otf");
/// Libertinus Serif, italic.
pub static SERIF_ITALIC: &[u8] = include_bytes!("../../../assets/fonts/LibertinusSerif-Italic.otf");
/// Libertinus Serif, bold.
pub static SERIF_BOLD: &[u8] = include_bytes!("../../../assets/fonts/LibertinusSerif-Bold.otf");
/// Libertinus Serif, bold and italic.
pub static SERIF_BOLD_ITALIC: &[u8] = include_bytes!("../../../assets/fonts/LibertinusSerif-BoldItalic.otf");

/// All of them.
pub const ALL: [&[u8]; 6] = [SANS, SANS_STRONG, SERIF, SERIF_ITALIC, SERIF_BOLD, SERIF_BOLD_ITALIC];
