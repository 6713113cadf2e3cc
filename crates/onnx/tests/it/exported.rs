//! Exported models answer what our own code answers: by an interpreter of the operators always, by onnxruntime where it is installed.

use std::process::Command;

use crate::support::cases::{self, ABOUT, Case};
use crate::support::tables::{only, training};
use crate::support::tensor::{Tensor, Values};
use crate::support::{interpreter, python};
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::task::Task;
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_onnx::axis::{Axis, Cut};
use holdfast_onnx::error::OnnxError;
use holdfast_onnx::export::{Part, WeightedPart, export};
use holdfast_onnx::fitted::export_fitted;
use holdfast_onnx::lookup::{Lookup, LookupTerm};
use holdfast_onnx::message::ModelProto;
use prost::Message;
use serde_json::{Value, json};

fn close(name: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (row, (f, e)) in found.iter().zip(expected).enumerate() {
        assert!(
            (f - e).abs() <= 1e-9 * (1.0 + e.abs()),
            "{name}, row {row}: {f} for {e}"
        );
    }
}

fn probabilities(margins: &[f64]) -> Vec<f64> {
    margins.iter().map(|m| 1.0 / (1.0 + (-m).exp())).collect()
}

#[test]
fn the_operators_of_the_file_give_our_log_odds() {
    for case in cases::all() {
        let (margins, found) = interpreter::evaluate(&case.bytes, &case.table);
        close(&case.name, &margins, &case.expected);
        close(&case.name, &found, &probabilities(&case.expected));
        let different = case.expected.iter().any(|&e| e != case.expected[0]);
        let constant = case.name.starts_with("nothing") || case.name.ends_with("_3");
        assert!(different || constant, "{} tells rows apart", case.name);
    }
}

#[test]
fn onnxruntime_gives_our_log_odds() {
    let Some(python) = python::find() else {
        println!("SKIPPED: no Python with numpy, onnx and onnxruntime; name one in HOLDFAST_PYTHON");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let cases = cases::all();
    for case in &cases {
        let file = folder.path().join(format!("{}.onnx", case.name));
        std::fs::write(&file, &case.bytes).unwrap();
        std::fs::write(file.with_extension("json"), feed(case).to_string()).unwrap();
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/run_onnx.py");
    let run = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for case in &cases {
        let file = folder.path().join(format!("{}.out.json", case.name));
        let answers: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let numbers = |key: &str| -> Vec<f64> {
            let values = answers[key].as_array().unwrap().iter();
            values.map(|v| v.as_f64().unwrap()).collect()
        };
        close(&case.name, &numbers("margin"), &case.expected);
        close(&case.name, &numbers("probability"), &probabilities(&case.expected));
        close(&case.name, &numbers("first"), &case.expected[..1]);
        assert_eq!(answers["producer"], "holdfast");
        assert_eq!(answers["metadata"]["model_id"], ABOUT.model_id);
        assert_eq!(answers["metadata"]["model_card"], ABOUT.card);
    }
}

/// The table by the names of the file's inputs.
fn feed(case: &Case) -> Value {
    let graph = ModelProto::decode(case.bytes.as_slice()).unwrap().graph.unwrap();
    let column = |tensor: Tensor| match tensor.values {
        // JSON has no NaN: null.
        Values::Doubles(values) => json!({"kind": "number", "values": values}),
        Values::Texts(values) => json!({"kind": "text", "values": values}),
        other => panic!("{other:?}"),
    };
    let named = graph.input.iter().zip(case.table.columns());
    Value::Object(
        named
            .map(|(input, tensor)| (input.name().to_owned(), column(tensor)))
            .collect(),
    )
}

#[test]
fn the_file_says_what_it_is() {
    let (frame, labels) = training(300, 2);
    let rows: Vec<u32> = (0..300).collect();
    let task = Task::whole(&frame, &labels, &rows, 0);
    let fitted = Method::Logistic(LogisticSettings::default()).fit(&task).unwrap();
    let bytes = export_fitted(&fitted, &ABOUT).unwrap();
    assert_eq!(bytes, export_fitted(&fitted, &ABOUT).unwrap(), "the same bytes");
    let model = ModelProto::decode(bytes.as_slice()).unwrap();
    assert_eq!((model.ir_version(), model.producer_version()), (10, "0.1.0"));
    assert_eq!(model.doc_string(), ABOUT.card);
    let metadata = model.metadata();
    let features: Vec<String> = serde_json::from_str(metadata["features"]).unwrap();
    assert_eq!(features, ["月费", "plan", "large", "margin", "tiny", "empty"]);
    let inputs: Value = serde_json::from_str(metadata["inputs"]).unwrap();
    // A column that has the name of an output.
    assert_eq!(
        (&inputs[3]["input"], &inputs[3]["column"]),
        (&json!("column:margin"), &json!("margin"))
    );
    assert_eq!(inputs[1]["levels"], json!(["级别 0", "级别 1", "级别 2"]));
    assert_eq!(inputs[0]["type"], "double");
}

#[test]
fn a_part_that_does_not_fit_is_named() {
    let (frame, _) = training(50, 3);
    let (_, schema) = only(&frame, &["月费", "plan"]);
    let refused = |column: usize, cells: usize| {
        let term = LookupTerm {
            axes: vec![Axis {
                column,
                cut: Cut::Number { cuts: vec![1.0] },
            }],
            table: vec![0.5; cells],
        };
        let lookup = Lookup {
            base: 0.0,
            terms: vec![term],
        };
        let part = Part::Lookup(&lookup);
        export(&schema, 0.0, &[WeightedPart { weight: 1.0, part }], &ABOUT).err()
    };
    assert_eq!(refused(0, 3), None);
    assert!(
        matches!(refused(0, 4), Some(OnnxError::Shape { .. })),
        "a table of another size"
    );
    assert!(
        matches!(refused(1, 3), Some(OnnxError::Shape { .. })),
        "cuts of a category"
    );
    assert!(matches!(refused(2, 3), Some(OnnxError::Shape { .. })), "no such column");
}
