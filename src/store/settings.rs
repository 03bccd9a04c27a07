//! The reader's settings: their name, the look of the window, files opened lately. Never any work.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::citing::CitationStyle;
use super::write_atomically;

/// How many files "Open recent" lists.
const RECENT: usize = 12;
/// The size of the texts at first, in points: some forty letters a line with all panels open on a small screen.
const TEXT_SIZE: f32 = 17.0;

/// What is remembered from one start to the next. A file that is missing or can't be read gives the defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The reader's id: the same in every comparison they work on.
    pub reader_id: Uuid,
    /// The name that claims are signed with.
    pub reader_name: String,
    /// Light, dark, or as the system.
    pub theme: ThemeChoice,
    /// The size of the texts in points.
    pub text_size: f32,
    /// The longest line of the texts, in average characters.
    pub measure: f32,
    /// Whether selecting with the mouse takes whole words.
    pub snap_to_words: bool,
    /// Whether the codebook is shown.
    pub show_codebook: bool,
    /// Whether the claim panel is shown.
    pub show_claim: bool,
    /// Whether the list of readers is shown.
    pub show_readers: bool,
    /// How one pane moves when the reader moves the other.
    pub move_together: MoveTogether,
    /// Whether texts come to a place at once instead of gliding there.
    pub less_motion: bool,
    /// The share of the width that the left pane takes.
    pub divider: f32,
    /// The style that passages and sheets are cited in.
    #[serde(with = "by_word")]
    pub citation_style: CitationStyle,
    /// Whether a comparison that has a file is saved by itself, a few seconds after a change.
    pub autosave: bool,
    /// The size of the window in points.
    pub window: [f32; 2],
    /// Files opened lately, the latest first.
    pub recent: Vec<PathBuf>,
}

/// Light, dark, or as the system is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// How one pane moves when the reader moves the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveTogether {
    /// Not at all.
    #[default]
    Alone,
    /// So that both are as far through their texts.
    InProportion,
    /// So that linked claims, or claims of the same tag, stand level.
    ByClaims,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reader_id: Uuid::now_v7(),
            reader_name: default_name(),
            theme: ThemeChoice::System,
            text_size: TEXT_SIZE,
            measure: 68.0,
            snap_to_words: true,
            show_codebook: true,
            show_claim: true,
            show_readers: false,
            move_together: MoveTogether::Alone,
            less_motion: false,
            divider: 0.5,
            citation_style: CitationStyle::default(),
            autosave: false,
            window: [1280.0, 800.0],
            recent: Vec::new(),
        }
    }
}

/// Returns the name that the system knows the person by, or "Reader".
#[must_use]
pub fn default_name() -> String {
    let known = ["USER", "USERNAME", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    known
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty() && name != "root")
        .unwrap_or("Reader".to_owned())
}

impl Settings {
    /// Returns the file that settings are kept in; nothing where the system has no place for them.
    #[must_use]
    pub fn file() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("org", "diptych", "Diptych")?;
        Some(folders.config_dir().join("settings.json"))
    }

    /// Reads settings; values out of all measure become usual ones. What can't be read costs only itself:
    /// the id that a reader signs with outlives a slip in another line. A file that is no settings at all
    /// is put aside, as `settings.json.damaged`.
    #[must_use]
    pub fn load(file: &Path) -> Self {
        let bytes = std::fs::read(file).ok();
        let read = bytes.as_deref().map(serde_json::from_slice::<Map<String, Value>>);
        if let Some(Err(_)) = read {
            let mut aside = file.as_os_str().to_owned();
            aside.push(".damaged");
            // That it can't be moved costs no work: it is written anew with the next change.
            let _ = std::fs::rename(file, aside);
        }
        let mut settings = read.and_then(Result::ok).map(Self::of_fields).unwrap_or_default();
        settings.text_size = sound(settings.text_size, 9.0, 48.0, TEXT_SIZE);
        settings.measure = sound(settings.measure, 30.0, 140.0, 68.0);
        settings.divider = sound(settings.divider, 0.15, 0.85, 0.5);
        let [width, height] = settings.window;
        settings.window = [sound(width, 480.0, 10_000.0, 1280.0), sound(height, 320.0, 10_000.0, 800.0)];
        if settings.reader_name.trim().is_empty() {
            settings.reader_name = default_name();
        }
        settings
    }

    /// Takes every field that can be understood.
    fn of_fields(fields: Map<String, Value>) -> Self {
        let mut settings = Self::default();
        let Ok(Value::Object(mut all)) = serde_json::to_value(&settings) else { return settings };
        for (name, value) in fields {
            let usual = all.insert(name.clone(), value);
            match (serde_json::from_value(Value::Object(all.clone())), usual) {
                (Ok(read), _) => settings = read,
                (Err(_), Some(usual)) => drop(all.insert(name, usual)),
                (Err(_), None) => drop(all.remove(&name)),
            }
        }
        settings
    }

    /// Writes settings.
    ///
    /// # Errors
    /// When the folder or the file can't be written.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let bytes = serde_json::to_vec_pretty(self)?;
        write_atomically(file, &bytes)
    }

    /// Notes that a file was opened or saved.
    pub fn note_recent(&mut self, file: &Path) {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        self.recent.retain(|other| *other != file);
        self.recent.insert(0, file);
        self.recent.truncate(RECENT);
    }
}

fn sound(value: f32, least: f32, most: f32, usual: f32) -> f32 {
    if value.is_finite() { value.clamp(least, most) } else { usual }
}

/// A style of citations by its word.
mod by_word {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::store::citing::CitationStyle;

    pub(super) fn serialize<S: Serializer>(style: &CitationStyle, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(style.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CitationStyle, D::Error> {
        let word = String::deserialize(deserializer)?;
        CitationStyle::from_word(&word).ok_or_else(|| serde::de::Error::custom("no style of citations"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_be_read_are_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        assert_eq!(Settings::load(&file).text_size, TEXT_SIZE);
        write_atomically(&file, b"{ \"text_size\": 1e9, \"measure\": ").unwrap();
        assert_eq!(Settings::load(&file).measure, 68.0);
        assert!(folder.path().join("settings.json.damaged").exists() && !file.exists());
        write_atomically(&file, b"{ \"text_size\": 1e9, \"theme\": \"dark\", \"measure\": \"long\" }")
            .unwrap();
        let settings = Settings::load(&file);
        assert_eq!((settings.text_size, settings.theme), (48.0, ThemeChoice::Dark));
    }

    #[test]
    fn settings_are_read_as_they_were_written_and_recent_files_are_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deeper").join("settings.json");
        let mut settings = Settings::default();
        for name in ["/a", "/b", "/a"] {
            settings.note_recent(Path::new(name));
        }
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file), settings);
        assert_eq!(settings.recent, [PathBuf::from("/a"), PathBuf::from("/b")]);
    }
}
