//! The JSON Schema of the format, made from the structs that read and write it.

use schemars::generate::SchemaSettings;

use super::format::{book, v1};

/// Returns the JSON Schema (draft 2020-12) of version 1, as it is kept in `assets/diptych.schema.json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<v1::Document<'_>>();
    schema.insert("title".to_owned(), "A comparison of Diptych, version 1".into());
    if let Some(format) = schema.pointer_mut("/properties/format") {
        *format = serde_json::json!({ "const": super::format::FORMAT });
    }
    if let Some(version) = schema.pointer_mut("/properties/version") {
        *version = serde_json::json!({ "const": super::format::VERSION });
    }
    schema.to_value()
}

/// Returns the JSON Schema of a codebook by itself, as it is kept in `assets/diptych-codebook.schema.json`.
#[must_use]
pub fn book_schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<book::Book<'_>>();
    schema.insert("title".to_owned(), "A codebook of Diptych, version 1".into());
    if let Some(format) = schema.pointer_mut("/properties/format") {
        *format = serde_json::json!({ "const": book::FORMAT });
    }
    if let Some(version) = schema.pointer_mut("/properties/version") {
        *version = serde_json::json!({ "const": book::VERSION });
    }
    schema.to_value()
}

#[cfg(test)]
mod tests {
    /// When this fails because the format was changed on purpose, put what it prints into the file.
    #[test]
    fn the_published_schemas_are_those_of_the_structs() {
        let all = [("diptych", super::schema()), ("diptych-codebook", super::book_schema())];
        for (name, schema) in all {
            let made = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
            let path = format!("{}/assets/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("UPDATE_SCHEMA").is_some() {
                crate::store::write_atomically(path.as_ref(), made.as_bytes()).unwrap();
            } else {
                let published = std::fs::read_to_string(&path).unwrap();
                assert_eq!(made, published, "run this test with UPDATE_SCHEMA=1 and look at the difference");
            }
        }
    }
}
