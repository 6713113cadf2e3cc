//! What the file says about the model besides the model.

use serde_json::json;

use crate::inputs::Inputs;
use crate::message::StringStringEntryProto;

/// Texts that travel with an exported model.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Id of the model in the registry.
    pub model_id: &'a str,
    /// Version of the program that exports.
    pub program_version: &'a str,
    /// The model card, as people read it; the file's `doc_string`.
    pub card: &'a str,
}

impl About<'_> {
    /// `model_id`, `model_card`, `features` (names in order, a JSON array) and `inputs` (a JSON array that names the column, type and
    /// levels of every input).
    pub(crate) fn metadata(&self, inputs: &Inputs) -> Vec<StringStringEntryProto> {
        let features: Vec<&str> = inputs.columns().iter().map(|c| c.column.name.as_str()).collect();
        let described: Vec<serde_json::Value> = inputs
            .columns()
            .iter()
            .map(|input| match &input.column.levels {
                None => json!({"input": input.name, "column": input.column.name, "type": "double", "missing": "NaN"}),
                Some(levels) => {
                    json!({"input": input.name, "column": input.column.name, "type": "string", "missing": "", "levels": levels})
                }
            })
            .collect();
        [
            ("model_id", self.model_id.to_owned()),
            ("features", json!(features).to_string()),
            ("inputs", json!(described).to_string()),
            ("model_card", self.card.to_owned()),
        ]
        .into_iter()
        .map(|(key, value)| StringStringEntryProto {
            key: Some(key.to_owned()),
            value: Some(value),
        })
        .collect()
    }
}
