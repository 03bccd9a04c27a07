//! The clipboard for words with italics: plain and as HTML at once, which egui's own can't.

use arboard::Clipboard;

/// The system's clipboard, kept while it may have to answer: on X11 and Wayland whoever put something there hands it
/// out, as often as it is pasted.
#[derive(Default)]
pub struct RichClipboard(Option<Clipboard>);

impl RichClipboard {
    /// Puts words on the clipboard, plain and as HTML. Returns whether that was possible.
    pub fn put(&mut self, plain: &str, html: &str) -> bool {
        if self.0.is_none() {
            self.0 = Clipboard::new().ok();
        }
        let put = self.0.as_mut().is_some_and(|clipboard| clipboard.set_html(html, Some(plain)).is_ok());
        if !put {
            // The next time it is asked for anew: the display may be another.
            self.0 = None;
        }
        put
    }
}
