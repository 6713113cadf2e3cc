//! From files to a model in use and back: refresh, train, score, watch, and what can be done with models, as programs and people see it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::lake_support::{NOW, done, json, refused};
use crate::support::{err, holdfast, out};

/// A small simulated shop, imported.
fn shop(folder: &Path) {
    done(
        folder,
        &["simulate", "shop", "--customers", "900", "--seed", "7", "--out", "."],
    );
    done(folder, &["refresh", "--now", NOW]);
}

fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

const TRAIN: [&str; 8] = [
    "train",
    "--candidates",
    "logistic,boosting",
    "--cutoffs",
    "4",
    "--now",
    NOW,
    "--json",
];

#[test]
fn from_files_to_a_model_in_use_and_back() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    shop(ws);
    for command in [
        &["score"][..],
        &["watch"],
        &["models", "show"],
        &["models", "promote"],
        &["models", "export", "x.onnx"],
    ] {
        assert_eq!(refused(ws, command)["code"], "no-model", "{command:?}");
    }
    assert_eq!(json(ws, &["models", "list", "--json"]), serde_json::json!([]));

    let first = json(ws, &TRAIN);
    assert_eq!(fields(&first), ["champion", "model", "seconds"]);
    assert_eq!(
        (&first["champion"], &first["model"]["id"]),
        (&Value::Bool(true), &Value::from("m0001"))
    );
    let model = &first["model"];
    assert_eq!(
        first["seconds"].as_array().unwrap().len(),
        model["leaderboard"].as_array().unwrap().len()
    );
    assert_eq!(model["created_at"], NOW);
    assert!(model["figures"]["auc"]["value"].as_f64().unwrap() > 0.6, "{model}");
    assert_eq!(model["cutoffs"].as_array().unwrap().len(), 4);
    let stored: Value = serde_json::from_slice(&fs::read(ws.join("models/m0001/run.json")).unwrap()).unwrap();
    assert_eq!(&stored, model, "what is printed is what is stored");

    let scored = json(ws, &["score", "--json", "--now", NOW, "--top", "5"]);
    assert_eq!(
        fields(&scored),
        [
            "as_of",
            "by_level",
            "customers",
            "expected_share",
            "horizon_days",
            "migration",
            "model_id",
            "recourse_remark",
            "top",
            "value_at_risk_minor"
        ]
    );
    assert_eq!(
        (scored["as_of"].as_str(), scored["model_id"].as_str()),
        (Some("2026-01-01"), Some("m0001"))
    );
    assert_eq!(scored["top"].as_array().unwrap().len(), 5);
    for one in scored["top"].as_array().unwrap() {
        assert!(!one["reasons_zh"].as_str().unwrap().is_empty() && !one["reasons_en"].as_str().unwrap().is_empty());
    }
    let count = json(
        ws,
        &[
            "sql",
            "SELECT count(*) AS n, count(DISTINCT customer_key) AS c FROM scores",
            "--json",
        ],
    );
    assert_eq!(count[0]["n"], scored["customers"]);
    assert_eq!(count[0]["c"], scored["customers"]);
    // Scored again, a day's scores are put in place of those before.
    done(ws, &["score", "--now", NOW]);
    let again = json(ws, &["sql", "SELECT count(*) AS n FROM scores", "--json"]);
    assert_eq!(again[0]["n"], scored["customers"]);

    let watched = json(ws, &["watch", "--json"]);
    for name in [
        "model_id",
        "challenger",
        "as_of",
        "verdict",
        "title",
        "advice",
        "reasons",
        "canary",
        "drift",
        "labels",
        "months",
        "compared",
    ] {
        assert!(watched.get(name).is_some(), "{name}");
    }
    assert_eq!(watched["canary"]["changed"], 0);
    assert!(ws.join("models/m0001/watch-2026-01-01.json").is_file());

    let second = json(ws, &[&TRAIN[..], &["--seed", "1"]].concat());
    assert_eq!(
        (&second["champion"], &second["model"]["id"]),
        (&Value::Bool(false), &Value::from("m0002"))
    );
    let listed = json(ws, &["models", "list", "--json"]);
    let roles: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str(), one["role"].as_str()))
        .collect();
    assert_eq!(
        roles,
        [(Some("m0001"), Some("champion")), (Some("m0002"), Some("challenger"))]
    );
    assert_eq!(json(ws, &["models", "show", "m0002", "--json"]), second["model"]);
    assert_eq!(json(ws, &["models", "show", "--json"])["id"], "m0001");
    let compared = json(ws, &["models", "compare", "m0001", "m0002", "--json"]);
    assert_eq!(fields(&compared), ["a", "b", "same_days", "same_question"]);
    assert_eq!(
        (&compared["same_question"], &compared["same_days"]),
        (&Value::Bool(true), &Value::Bool(true))
    );
    let both = |champion: &str, challenger: &str| serde_json::json!({ "champion": champion, "challenger": challenger });
    assert_eq!(json(ws, &["models", "promote", "--json"]), both("m0002", "m0001"));
    assert_eq!(json(ws, &["score", "--json", "--now", NOW])["model_id"], "m0002");
    assert_eq!(
        json(ws, &["score", "--json", "--now", NOW, "--model", "m0001"])["model_id"],
        "m0001"
    );
    assert_eq!(json(ws, &["models", "rollback", "--json"]), both("m0001", "m0002"));
    assert_eq!(refused(ws, &["models", "rollback"])["code"], "nothing-before");

    let exported = json(ws, &["models", "export", "out.onnx", "--model", "m0002", "--json"]);
    assert_eq!(exported, serde_json::json!({ "model": "m0002", "path": "out.onnx" }));
    assert!(fs::metadata(ws.join("out.onnx")).unwrap().len() > 1_000);
    for (arguments, code) in [
        (&["models", "show", "m0009"][..], "no-such-model"),
        (&["models", "show", "../m0001"], "no-such-model"),
        (&["models", "promote", "m0009"], "no-such-model"),
        (&["models", "compare", "m0001", "m0009"], "no-such-model"),
        (&["models", "export", "y.onnx", "--model", "m0009"], "no-such-model"),
        (&["score", "--model", "m0009"], "no-such-model"),
    ] {
        let refusal = refused(ws, arguments);
        assert_eq!(refusal["code"], code, "{arguments:?}");
        assert!(refusal["remedy"].as_str().unwrap().contains("m0001"), "{refusal}");
    }
    assert!(!ws.join("y.onnx").exists());
    in_words(ws);
}

/// The same in both languages.
fn in_words(ws: &Path) {
    for (lang, words) in [
        ("zh", ["红", "模型卡", "现用", "指标", "预计流失"]),
        ("en", ["red", "Model card", "champion", "figure", "expected lost"]),
    ] {
        let texts = [
            done(ws, &["--lang", lang, "score", "--now", NOW]),
            done(ws, &["--lang", lang, "models", "show"]),
            done(ws, &["--lang", lang, "models", "list"]),
            done(ws, &["--lang", lang, "models", "compare", "m0001", "m0002"]),
            done(ws, &["--lang", lang, "watch"]),
        ];
        for (text, word) in texts.iter().zip(words) {
            assert!(text.contains(word), "{word}: {text}");
        }
        let remark = if lang == "zh" {
            "不是因果结论"
        } else {
            "no causal claim"
        };
        let arrows = texts[0].lines().filter(|line| line.starts_with("  → ")).count();
        assert_eq!(texts[0].contains(remark), arrows > 0, "{}", texts[0]);
    }
}

#[test]
fn a_training_that_is_killed_leaves_a_registry_that_works() {
    let dir = tempfile::tempdir().unwrap();
    let ws = dir.path();
    shop(ws);
    let begun = std::time::Instant::now();
    json(ws, &TRAIN);
    let whole = begun.elapsed();
    for share in [0.3, 0.6, 0.85, 0.95] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(TRAIN)
            .current_dir(ws)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole.mul_f64(share));
        // It may have ended by itself on a quick machine.
        let _ = child.kill();
        child.wait().unwrap();
        let listed = json(ws, &["models", "list", "--json"]);
        assert_eq!(listed[0]["id"], "m0001");
        assert_eq!(json(ws, &["score", "--json", "--now", NOW])["model_id"], "m0001");
    }
    let last = json(ws, &TRAIN);
    assert_eq!(last["champion"], false);
    let id = last["model"]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        json(ws, &["models", "promote", &id, "--json"])["champion"],
        last["model"]["id"]
    );
}

#[test]
fn refusals_are_in_both_languages() {
    let dir = tempfile::tempdir().unwrap();
    shop(dir.path());
    for (lang, word) in [("zh", "怎么办"), ("en", "What to do")] {
        for arguments in [
            &["score"][..],
            &["train", "--definition", "gone"],
            &["train", "--candidates", "oracle"],
            &["train", "--horizon", "0"],
            &["models", "show", "m0009"],
        ] {
            let output = holdfast(dir.path(), &[&["--lang", lang], arguments].concat());
            assert_eq!(output.status.code(), Some(3), "{arguments:?}: {}", err(&output));
            assert!(
                err(&output).contains(word) && out(&output).is_empty(),
                "{arguments:?}: {}",
                err(&output)
            );
        }
    }
}
