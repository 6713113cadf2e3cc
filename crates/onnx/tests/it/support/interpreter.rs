//! Runs a file's bytes: parses them, feeds a table, evaluates operator after operator.

use std::collections::BTreeMap;

use holdfast_onnx::message::ModelProto;
use prost::Message;

use super::operators::{Attributes, run};
use super::tables::Table;
use super::tensor::Tensor;

/// Log-odds and probabilities of every row of a table.
pub fn evaluate(bytes: &[u8], table: &Table) -> (Vec<f64>, Vec<f64>) {
    let model = ModelProto::decode(bytes).unwrap();
    let graph = model.graph.unwrap();
    let mut known: BTreeMap<String, Tensor> = graph
        .initializer
        .iter()
        .map(|constant| (constant.name().to_owned(), Tensor::read(constant)))
        .collect();
    assert_eq!(graph.input.len(), table.frame.columns.len());
    for (input, column) in graph.input.iter().zip(table.columns()) {
        known.insert(input.name().to_owned(), column);
    }
    for node in &graph.node {
        let inputs: Vec<&Tensor> = node.input.iter().map(|name| &known[name]).collect();
        let result = run(node.op_type(), &Attributes::of(node), &inputs);
        let fresh = known.insert(node.output[0].clone(), result);
        assert!(fresh.is_none(), "a name is given once");
    }
    let output = |name: &str| known[name].as_doubles().to_vec();
    let outputs: Vec<&str> = graph.output.iter().map(|o| o.name()).collect();
    assert_eq!(outputs, ["margin", "probability"]);
    assert_eq!(known["margin"].dims, [table.frame.rows]);
    (output("margin"), output("probability"))
}
