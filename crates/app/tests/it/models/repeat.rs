//! The same data, seed and present give the same bytes, on any number of threads.

use std::collections::BTreeMap;
use std::fs;

use super::lab::{Lab, SHOP, TELECOM, quick};

fn files(lab: &Lab) -> BTreeMap<String, Vec<u8>> {
    let folder = lab.path().join("models/m0001");
    fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

fn again(
    lab: &Lab,
    threads: usize,
    candidates: &[&str],
) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, serde_json::Value>) {
    let copy = lab.copy();
    fs::remove_dir_all(copy.path().join("models")).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        copy.train(&quick(candidates, 5));
        let scored = copy.score(None);
        let scores = copy.scores(scored.as_of, "m0001");
        (files(&copy), scores)
    })
}

#[test]
fn a_run_can_be_repeated_to_the_byte() {
    for (lab, _) in [&*SHOP, &*TELECOM] {
        let candidates = ["scorecard", "logistic", "additive", "boosting", "blend"];
        let (one, scores) = again(lab, 1, &candidates);
        let (three, scores_of_three) = again(lab, 3, &candidates);
        assert_eq!(
            one.keys().collect::<Vec<_>>(),
            ["card.en.md", "card.zh.md", "model.json", "run.json"]
        );
        for (name, bytes) in &one {
            assert!(bytes == &three[name], "{name} differs");
        }
        assert!(scores.len() > 300 && scores == scores_of_three);
        let run = String::from_utf8(one["run.json"].clone()).unwrap();
        assert!(!run.contains("seconds"), "wall-clock time has no place in a record");
    }
}
