//! Published and worked examples of every coefficient (`tests/data/agreement/examples.json`, which names their sources),
//! to 1e-9; and the figures as they were printed.

use std::collections::{BTreeMap, BTreeSet};

use diptych::analysis::agreement::nominal::{
    Disagreement, Judgments, bennett, cohen, fleiss, gwet, krippendorff, observed, scott,
};
use diptych::analysis::agreement::sets::{self, Differing, Distances};
use diptych::analysis::agreement::unitizing::{
    Blocks, Continuum, Lengths, Others, among_marked, coverage, marked_or_not, one_value, sweep, with_values,
};
use diptych::text::Span;
use serde_json::Value;

fn examples() -> Value {
    serde_json::from_str(include_str!("../data/agreement/examples.json")).unwrap()
}

fn judgments(example: &Value) -> (Judgments, Vec<Value>) {
    let units: Vec<&Vec<Value>> =
        example["units"].as_array().unwrap().iter().map(|unit| unit.as_array().unwrap()).collect();
    let mut classes: Vec<Value> = units.iter().flat_map(|unit| unit.iter()).cloned().collect();
    classes.retain(|class| !class.is_null());
    classes.sort_by_key(ToString::to_string);
    classes.dedup();
    let mut judgments = Judgments::new(units[0].len(), classes.len());
    for unit in units {
        judgments.push(unit.iter().map(|value| classes.iter().position(|class| class == value)));
    }
    (judgments, classes)
}

/// Alpha where classes are numbers and differ by the square of their distance.
fn interval_alpha(example: &Value, classes: &[Value]) -> f64 {
    let number = |class: &Value| class.as_f64().unwrap();
    let distances = Distances::of(classes.len(), |a, b| (number(&classes[a]) - number(&classes[b])).powi(2));
    let mut sums = Differing::default();
    for unit in example["units"].as_array().unwrap() {
        let mut counted: BTreeMap<usize, u32> = BTreeMap::new();
        for value in unit.as_array().unwrap() {
            if let Some(class) = classes.iter().position(|class| class == value) {
                *counted.entry(class).or_default() += 1;
            }
        }
        sums.take(&counted.into_iter().collect::<Vec<_>>(), &distances);
    }
    sets::alpha(&sums, &distances).unwrap().coefficient().unwrap()
}

/// What a key of the examples names.
fn nominal(key: &str, example: &Value) -> f64 {
    let (judgments, classes) = judgments(example);
    let (counts, q) = (judgments.counts(), judgments.n_classes());
    let complete = judgments.complete().counts();
    let value = |found: Option<Disagreement>| found.unwrap().coefficient().unwrap();
    let chance = |found: Option<Disagreement>| 1.0 - found.unwrap().expected;
    match key {
        "observed" => observed::by_units(&counts).unwrap(),
        "one_minus_Do" => observed::by_judgments(&counts).unwrap(),
        "cohen_kappa" => value(cohen::kappa(&judgments.crossed())),
        "cohen_expected" => chance(cohen::kappa(&judgments.crossed())),
        "scott_pi" => value(scott::pi(&complete)),
        "scott_expected" => chance(scott::pi(&complete)),
        "bennett_s" => value(bennett::s(&counts, q)),
        "fleiss_kappa" => value(fleiss::kappa(&complete)),
        "fleiss_expected" => chance(fleiss::kappa(&complete)),
        "gwet_ac1" => value(gwet::ac1(&counts, q)),
        "gwet_expected" => chance(gwet::ac1(&counts, q)),
        "krippendorff_alpha_nominal" => value(krippendorff::alpha(&counts)),
        "krippendorff_alpha_interval" => interval_alpha(example, &classes),
        "alpha_Do" => krippendorff::alpha(&counts).unwrap().observed,
        "alpha_De" => krippendorff::alpha(&counts).unwrap().expected,
        other => panic!("the example {} expects {other}, which is not tested", example["id"]),
    }
}

fn assert_near(found: f64, expected: f64, within: f64, what: &str) {
    assert!((found - expected).abs() <= within, "{what}: {found}, and not {expected}");
}

#[test]
fn nominal_figures_are_those_of_the_worked_examples() {
    let examples = examples();
    let all = examples["nominal"].as_array().unwrap();
    assert_eq!(all.len(), 12);
    for example in all {
        for (key, expected) in example["expected"].as_object().unwrap() {
            let what = format!("{} of {}", key, example["id"]);
            assert_near(nominal(key, example), expected.as_f64().unwrap(), 1e-9, &what);
        }
    }
}

#[test]
fn nominal_figures_are_as_they_were_printed() {
    let examples = examples();
    for example in examples["nominal"].as_array().unwrap() {
        for (key, printed) in example["published"].as_object().unwrap() {
            let what = format!("{} of {}", key, example["id"]);
            if key == "fleiss_kappa_category" {
                let (judgments, classes) = judgments(example);
                for (class, printed) in printed.as_object().unwrap() {
                    let at = classes.iter().position(|other| format!("{other}") == **class).unwrap();
                    let found = fleiss::kappa(&judgments.one_class(at).counts()).unwrap().coefficient();
                    let (printed, within) = (printed[0].as_f64().unwrap(), printed[1].as_f64().unwrap());
                    assert_near(found.unwrap(), printed, within, &what);
                }
                continue;
            }
            let (printed, within) = (printed[0].as_f64().unwrap(), printed[1].as_f64().unwrap());
            assert_near(nominal(key, example), printed, within, &what);
        }
    }
}

/// A continuum of an example, as sums.
struct Unitized {
    on: Continuum,
    any: Lengths,
    values: BTreeMap<String, Lengths>,
}

impl Unitized {
    fn of(example: &Value) -> Self {
        let length = u32::try_from(example["length"].as_u64().unwrap()).unwrap();
        let readers: Vec<Vec<(Span, String)>> = example["readers"]
            .as_object()
            .unwrap()
            .values()
            .map(|units| units.as_array().unwrap().iter().map(unit).collect())
            .collect();
        let blocks = Blocks::of(0, (1..length).filter(|at| at % 7 == 0), length);
        let of = |value: Option<&str>, others: &Others| {
            let own = |reader: &Vec<(Span, String)>| -> Vec<Span> {
                reader.iter().filter(|unit| value.is_none_or(|value| unit.1 == value)).map(|u| u.0).collect()
            };
            let own: Vec<Vec<Span>> = readers.iter().map(own).collect();
            let own: Vec<&[Span]> = own.iter().map(Vec::as_slice).collect();
            let mut sum = Lengths::default();
            sweep(&own, &blocks, others).iter().for_each(|(_, lengths)| sum.add(lengths, 1.0));
            (sum, Others::of(&own))
        };
        let (any, others) = of(None, &Others::default());
        let values: BTreeSet<&String> = readers.iter().flatten().map(|unit| &unit.1).collect();
        let values = values.into_iter().map(|value| (value.clone(), of(Some(value), &others).0)).collect();
        let n_readers = f64::from(u32::try_from(readers.len()).unwrap());
        Self { on: Continuum { n_readers, length: f64::from(length) }, any, values }
    }

    fn lengths(&self) -> Vec<Lengths> {
        self.values.values().copied().collect()
    }

    /// What the published programs print where there is nothing that could be disagreed on: 1. The program says that it
    /// is undefined (`figures_without_a_value_are_said_in_words`).
    fn printed(found: Option<Disagreement>) -> Option<f64> {
        found.map(|found| found.coefficient().unwrap_or(1.0 - found.observed))
    }

    fn figure(&self, key: &str) -> Option<f64> {
        Self::printed(match key {
            "u_alpha_nominal" => with_values(&self.lengths(), &self.any, self.on),
            "binary_u_alpha" => marked_or_not(&self.any, self.on),
            "cu_alpha_nominal" => among_marked(&self.lengths()),
            other => panic!("an example expects {other}, which is not tested"),
        })
    }

    fn among(&self) -> f64 {
        self.lengths().iter().map(|value| value.among).sum()
    }

    fn alpha_of(&self, value: &str) -> f64 {
        // A value that no other reader's unit touches has nothing to disagree with either.
        Self::printed(one_value(&self.values[value], self.among())).unwrap_or(1.0)
    }
}

fn unit(unit: &Value) -> (Span, String) {
    let at = |index: usize| u32::try_from(unit[index].as_u64().unwrap()).unwrap();
    (Span::new(at(0), at(1)).unwrap(), unit[2].as_str().unwrap().to_owned())
}

#[test]
fn unitizing_figures_are_those_of_the_worked_examples() {
    let examples = examples();
    let all = examples["unitizing"].as_array().unwrap();
    assert_eq!(all.len(), 9);
    for example in all {
        let unitized = Unitized::of(example);
        for (key, expected) in example["expected"].as_object().unwrap() {
            let what = format!("{} of {}", key, example["id"]);
            match (key.as_str(), expected) {
                ("per_value", per_value) => {
                    let per_value = per_value.as_object().unwrap();
                    if per_value.is_empty() {
                        assert!(unitized.among() < 1e-12, "{what}");
                    }
                    for (value, expected) in per_value {
                        let alpha = expected["alpha"].as_f64().unwrap();
                        assert_near(unitized.alpha_of(value), alpha, 1e-9, &what);
                        let covered = coverage(&unitized.values[value]).unwrap();
                        assert_near(covered, expected["coverage"].as_f64().unwrap(), 1e-9, &what);
                        assert_eq!(expected.as_object().unwrap().len(), 2, "{what}");
                    }
                }
                (key, Value::Null) => assert_eq!(unitized.figure(key), None, "{what}"),
                (key, expected) => {
                    assert_near(unitized.figure(key).unwrap(), expected.as_f64().unwrap(), 1e-9, &what);
                }
            }
        }
    }
}

#[test]
fn unitizing_figures_are_as_they_were_printed() {
    let examples = examples();
    for example in examples["unitizing"].as_array().unwrap() {
        let unitized = Unitized::of(example);
        for (key, printed) in example["published"].as_object().unwrap() {
            let what = format!("{} of {}", key, example["id"]);
            match key.as_str() {
                "per_value_alpha" => {
                    for (value, printed) in printed.as_object().unwrap() {
                        assert_near(unitized.alpha_of(value), printed.as_f64().unwrap(), 1e-9, &what);
                    }
                }
                "per_value_coverage" => {
                    for (value, printed) in printed.as_object().unwrap() {
                        let found = coverage(&unitized.values[value]).unwrap();
                        assert_near(found, printed[0].as_f64().unwrap(), printed[1].as_f64().unwrap(), &what);
                    }
                }
                key => {
                    let (printed, within) = (printed[0].as_f64().unwrap(), printed[1].as_f64().unwrap());
                    assert_near(unitized.figure(key).unwrap(), printed, within, &what);
                }
            }
        }
    }
}
