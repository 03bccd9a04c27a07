//! Names of persons and bodies, as CSL-JSON has them and as people type them.

use serde_json::{Map, Value};

/// Somebody who wrote, edited or translated something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person.
    Person {
        /// The family name, without particles.
        family: String,
        /// The given names, with a particle that goes with them ("Alexander von").
        given: String,
        /// A particle that goes with the family name ("de la"); empty: none.
        particle: String,
        /// "Jr."; empty: none.
        suffix: String,
    },
    /// A body, or a name that is never parted.
    Whole(String),
}

/// A field's words, on one line.
fn text(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).map(one_line).unwrap_or_default()
}

pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Name {
    /// Returns the name of a value of CSL-JSON; nothing where it says nothing.
    #[must_use]
    pub fn from_csl(value: &Value) -> Option<Self> {
        let fields = value.as_object()?;
        let literal = text(fields, "literal");
        let (family, mut given) = (text(fields, "family"), text(fields, "given"));
        if !literal.is_empty() {
            return Some(Self::Whole(literal));
        }
        if family.is_empty() {
            return (!given.is_empty()).then_some(Self::Whole(given));
        }
        let dropping = text(fields, "dropping-particle");
        if !dropping.is_empty() {
            given = one_line(&format!("{given} {dropping}"));
        }
        let (particle, suffix) = (text(fields, "non-dropping-particle"), text(fields, "suffix"));
        Some(Self::Person { family, given, particle, suffix })
    }

    /// Returns the value of CSL-JSON.
    #[must_use]
    pub fn to_csl(&self) -> Value {
        let fields: &[(&str, &str)] = match self {
            Self::Whole(name) => &[("literal", name)],
            Self::Person { family, given, particle, suffix } => &[
                ("family", family),
                ("given", given),
                ("non-dropping-particle", particle),
                ("suffix", suffix),
            ],
        };
        let said = fields.iter().filter(|(_, words)| !words.is_empty());
        Value::Object(said.map(|(name, words)| ((*name).to_owned(), Value::from(*words))).collect())
    }

    /// Reads "Family, Given" or "Family, Given, Jr."; a name without a comma, or in braces, is never parted.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        let words = one_line(words);
        if let Some(whole) = words.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            return (!whole.trim().is_empty()).then(|| Self::Whole(whole.trim().to_owned()));
        }
        let mut parts = words.splitn(3, ',').map(str::trim);
        let (family, given) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let suffix = parts.next().unwrap_or_default().to_owned();
        if family.is_empty() || given.is_empty() {
            let whole = words.trim_matches([',', ' ']);
            return (!whole.is_empty()).then(|| Self::Whole(whole.to_owned()));
        }
        let (particle, family) = parted(family);
        Some(Self::Person { family, given: given.to_owned(), particle, suffix })
    }

    /// Reads names parted by semicolons.
    #[must_use]
    pub fn list_from_words(words: &str) -> Vec<Self> {
        let (mut names, mut one, mut depth) = (Vec::new(), String::new(), 0_u32);
        for c in words.chars().chain([';']) {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if c == ';' && depth == 0 {
                names.extend(Self::from_words(&std::mem::take(&mut one)));
            } else {
                one.push(c);
            }
        }
        names.extend(Self::from_words(&one));
        names
    }

    /// Returns the names as [`Name::list_from_words`] reads them again.
    #[must_use]
    pub fn list_to_words(names: &[Self]) -> String {
        names.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    /// Returns the name that stands in running text: the family name, or the whole.
    #[must_use]
    pub fn short(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Person { family, particle, .. } => one_line(&format!("{particle} {family}")),
        }
    }

    /// Returns the name in its natural order: "Juan de la Cruz".
    #[must_use]
    pub fn natural(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Person { family, given, particle, suffix } => {
                one_line(&format!("{given} {particle} {family} {suffix}"))
            }
        }
    }
}

impl std::fmt::Display for Name {
    /// As [`Name::from_words`] reads it again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(name) if name.contains([',', ';', '{', '}']) => write!(f, "{{{name}}}"),
            Self::Whole(name) => f.write_str(name),
            Self::Person { given, .. } if given.is_empty() => f.write_str(&self.short()),
            Self::Person { given, suffix, .. } if suffix.is_empty() => write!(f, "{}, {given}", self.short()),
            Self::Person { given, suffix, .. } => write!(f, "{}, {given}, {suffix}", self.short()),
        }
    }
}

/// Parts the small words at a family name's beginning from it: "de la", "Cruz".
fn parted(family: &str) -> (String, String) {
    let is_small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let words: Vec<&str> = family.split(' ').collect();
    let n = words.iter().take_while(|word| is_small(word)).count();
    if n == words.len() {
        return (String::new(), family.to_owned());
    }
    let (small, own) = words.split_at(n);
    (small.join(" "), own.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_shown() {
        let words = "Allende, Salvador; de la Cruz, Juan; King, Martin Luther, Jr.; Fourth International; \
                     {Smith, Jones; and others}; hooks, bell";
        let names = Name::list_from_words(words);
        assert_eq!(Name::list_to_words(&names), words);
        let short: Vec<String> = names.iter().map(Name::short).collect();
        let expected =
            ["Allende", "de la Cruz", "King", "Fourth International", "Smith, Jones; and others", "hooks"];
        assert_eq!(short, expected);
        let again: Vec<Name> = names.iter().filter_map(|name| Name::from_csl(&name.to_csl())).collect();
        assert_eq!(again, names);
        assert_eq!(names[1].natural(), "Juan de la Cruz");
    }

    #[test]
    fn blanks_and_lone_commas_are_no_names() {
        assert!(Name::list_from_words(" ; ,; {} ;; ").is_empty());
        assert_eq!(Name::list_from_words("Plato,"), [Name::Whole("Plato".to_owned())]);
        assert_eq!(Name::list_from_words("{open; never closed").len(), 1);
    }

    #[test]
    fn names_of_other_programs_are_understood() {
        let name =
            |json: &str| Name::from_csl(&serde_json::from_str(json).unwrap()).map(|name| name.to_string());
        let von = r#"{"family":"Humboldt","given":"Alexander","dropping-particle":"von"}"#;
        assert_eq!(name(von).unwrap(), "Humboldt, Alexander von");
        assert_eq!(name(r#"{"given":"Plato"}"#).unwrap(), "Plato");
        assert_eq!(name(r#"{"family":1}"#), None);
        assert_eq!(name("\"Plato\""), None);
    }
}
