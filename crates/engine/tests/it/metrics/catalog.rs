//! The built-in metrics as files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use holdfast_engine::metrics::catalog::Catalog;

use super::slt::scripts;

#[test]
fn every_file_is_a_metric_in_both_languages_and_in_a_script() {
    let catalog = Catalog::built_in().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/metrics/builtin");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().replace(".sql", ""))
        .collect();
    let ids: BTreeSet<String> = catalog.iter().map(|metric| metric.id.clone()).collect();
    assert_eq!(files, ids, "files in builtin and lines in catalog/builtin.rs");
    assert_eq!(ids.len(), 51);
    let scripts: String = scripts().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for metric in catalog.iter() {
        let id = &metric.id;
        assert!(scripts.contains(&format!("query {id} ")), "{id} is in no script");
        let mut texts = vec![&metric.name, &metric.definition, &metric.numerator];
        texts.extend(&metric.denominator);
        for text in texts {
            assert!(han(&text.zh), "{id}: {}", text.zh);
            assert!(!han(&text.en), "{id}: {}", text.en);
            assert!(text.en.chars().any(|c| c.is_ascii_lowercase()), "{id}: {}", text.en);
        }
        assert!(!metric.needs.is_empty() && metric.built_in, "{id}");
    }
}

#[test]
fn the_documentation_lists_every_metric() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods/metrics.md");
    let text = fs::read_to_string(path).unwrap();
    for metric in Catalog::built_in().unwrap().iter() {
        let line = format!(
            "| `{}` | {} | {} | `{}` |",
            metric.id,
            metric.name.zh,
            metric.name.en,
            metric.unit.word()
        );
        assert!(text.contains(&line), "docs/methods/metrics.md lacks the line\n{line}");
    }
}
