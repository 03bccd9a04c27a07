//! A comparison as anybody would write it first: structs that own their words, read and written by derived code.

use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Document {
    format: String,
    version: u32,
    id: String,
    title: String,
    created: String,
    revision: u32,
    pub sources: Vec<Source>,
    readers: Vec<Reader>,
    codebook: Codebook,
    pub claims: Vec<Claim>,
    links: Vec<Link>,
    silences: Vec<serde_json::Value>,
}

#[derive(Deserialize, Serialize)]
pub struct Source {
    pub id: String,
    order: u32,
    title: String,
    revision: u32,
    length: u64,
    sha256: String,
    pub text: String,
}

#[derive(Deserialize, Serialize)]
struct Reader {
    id: String,
    name: String,
    revision: u32,
}

#[derive(Deserialize, Serialize)]
struct Codebook {
    revision: u32,
    tags: Vec<Tag>,
}

#[derive(Deserialize, Serialize)]
struct Tag {
    id: String,
    name: String,
    definition: String,
    definition_revision: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    order: i64,
    color: String,
    created: String,
    modified: String,
    revision: u32,
}

#[derive(Deserialize, Serialize)]
pub struct Claim {
    id: String,
    pub source: String,
    reader: String,
    created: String,
    modified: String,
    revision: u32,
    pub passages: Vec<Passage>,
    tags: Vec<TagUse>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    summary: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Deserialize, Serialize)]
pub struct Passage {
    pub start: u32,
    pub end: u32,
    quote: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    before: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    after: String,
}

#[derive(Deserialize, Serialize)]
struct TagUse {
    tag: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<String>,
    definition_revision: u32,
}

#[derive(Deserialize, Serialize)]
struct Link {
    id: String,
    from: String,
    to: String,
    kind: String,
    reader: String,
    created: String,
    modified: String,
    revision: u32,
}
