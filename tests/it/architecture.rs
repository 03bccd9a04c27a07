//! What the house keeps: layers look only down, files stay short, no test is forgotten.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, from the bottom up. `cli` and `gui` stand side by side.
const LAYERS: [&str; 8] = ["text", "model", "anchoring", "analysis", "store", "desk", "cli", "gui"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn no_layer_uses_one_above_it() {
    for (height, layer) in LAYERS.iter().enumerate() {
        let above = LAYERS.iter().skip(height + 1).filter(|other| !(*layer == "cli" && **other == "gui"));
        let mut banned: Vec<&str> = above.copied().collect();
        if *layer == "gui" {
            banned.push("cli");
        }
        if *layer == "cli" {
            banned.push("gui");
        }
        for file in rust_files(&root().join("src").join(layer)) {
            let code = fs::read_to_string(&file).unwrap();
            let code = code.split("#[cfg(test)]").next().unwrap();
            for other in &banned {
                let uses =
                    code.contains(&format!("crate::{other}::")) || code.contains(&format!("crate::{other};"));
                assert!(!uses, "{} uses {other}, which is above {layer}", file.display());
            }
        }
    }
}

#[test]
fn only_the_store_and_the_shells_see_serde_and_only_the_window_sees_egui() {
    for (height, layer) in LAYERS.iter().enumerate() {
        for file in rust_files(&root().join("src").join(layer)) {
            let code = fs::read_to_string(&file).unwrap();
            let lines = || code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let sees = |word: &str| lines().any(|line| line.contains(word));
            if height < 4 {
                assert!(!sees("serde"), "{} sees serde", file.display());
            }
            if *layer != "gui" {
                let window = sees("egui::") || sees("eframe::") || sees("rfd::");
                assert!(!window, "{} sees the window", file.display());
            }
        }
    }
}

#[test]
fn no_source_file_is_longer_than_five_hundred_lines() {
    for file in rust_files(&root().join("src")) {
        let n_lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(n_lines <= 500, "{} has {n_lines} lines: what is it really two of?", file.display());
    }
}

#[test]
fn no_file_of_tests_was_forgotten() {
    for folder in ["it", "screen"] {
        let folder = root().join("tests").join(folder);
        let list = fs::read_to_string(folder.join("main.rs")).unwrap();
        for file in fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if path.extension().is_some_and(|ending| ending == "rs") && name != "main" {
                assert!(list.contains(&format!("mod {name};")), "{} is not in main.rs", path.display());
            }
        }
    }
}
