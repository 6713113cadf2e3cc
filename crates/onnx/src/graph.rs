//! A graph that grows operator by operator.

use crate::inputs::INSIDE;
use crate::message::{AttributeProto, NodeProto, TensorProto, attribute_type, data_type};

/// Domain of trees and label encoders.
pub(crate) const ML: &str = "ai.onnx.ml";

/// Operators and constants so far.
#[derive(Default)]
pub(crate) struct Graph {
    /// Operators in order.
    pub nodes: Vec<NodeProto>,
    /// Constants.
    pub constants: Vec<TensorProto>,
}

impl Graph {
    /// Adds an operator of ONNX itself and returns the name of its result.
    pub fn node(&mut self, operator: &str, inputs: &[&str], attributes: Vec<AttributeProto>) -> String {
        self.node_of("", operator, inputs, attributes)
    }

    /// Adds an operator of a domain.
    pub fn node_of(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&str],
        attributes: Vec<AttributeProto>,
    ) -> String {
        let output = format!("{INSIDE}{operator}_{}", self.nodes.len());
        self.named(domain, operator, inputs, &output, attributes);
        output
    }

    /// Adds an operator with a result of this name.
    pub fn named(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attribute: Vec<AttributeProto>,
    ) {
        self.nodes.push(NodeProto {
            input: inputs.iter().map(|&i| i.to_owned()).collect(),
            output: vec![output.to_owned()],
            name: Some(format!("{INSIDE}node_{}", self.nodes.len())),
            op_type: Some(operator.to_owned()),
            attribute,
            domain: (!domain.is_empty()).then(|| domain.to_owned()),
        });
    }

    /// Adds a constant of doubles and returns its name.
    pub fn doubles(&mut self, dims: &[usize], values: &[f64]) -> String {
        self.constant(doubles(dims, values))
    }

    /// Adds a constant of integers and returns its name.
    pub fn integers(&mut self, values: &[i64]) -> String {
        let raw = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.constant(tensor(&[values.len()], data_type::INT64, raw))
    }

    fn constant(&mut self, mut tensor: TensorProto) -> String {
        let name = format!("{INSIDE}constant_{}", self.constants.len());
        tensor.name = Some(name.clone());
        self.constants.push(tensor);
        name
    }

    /// The sum of columns `[N, 1]`, of one at least.
    pub fn sum(&mut self, columns: &[String]) -> String {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        match names.as_slice() {
            [one] => (*one).to_owned(),
            several => self.node("Sum", several, vec![]),
        }
    }

    /// Columns side by side: `[N, k]`.
    pub fn beside(&mut self, columns: &[&str]) -> String {
        match columns {
            [one] => (*one).to_owned(),
            several => self.node("Concat", several, vec![int("axis", 1)]),
        }
    }

    /// The values as another type ([`data_type`]).
    pub fn cast(&mut self, input: &str, kind: i32) -> String {
        self.node("Cast", &[input], vec![int("to", i64::from(kind))])
    }
}

/// A tensor of doubles.
pub(crate) fn doubles(dims: &[usize], values: &[f64]) -> TensorProto {
    tensor(
        dims,
        data_type::DOUBLE,
        values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    )
}

/// A tensor of bytes.
pub(crate) fn bytes(values: Vec<u8>) -> TensorProto {
    tensor(&[values.len()], data_type::UINT8, values)
}

fn tensor(dims: &[usize], kind: i32, raw: Vec<u8>) -> TensorProto {
    TensorProto {
        dims: dims.iter().map(|&d| d as i64).collect(),
        data_type: Some(kind),
        name: None,
        raw_data: Some(raw),
    }
}

/// An attribute that is one integer.
pub(crate) fn int(name: &str, value: i64) -> AttributeProto {
    AttributeProto {
        i: Some(value),
        ..attribute(name, attribute_type::INT)
    }
}

/// An attribute that is a list of integers.
pub(crate) fn ints(name: &str, values: Vec<i64>) -> AttributeProto {
    AttributeProto {
        ints: values,
        ..attribute(name, attribute_type::INTS)
    }
}

/// An attribute that is a list of strings.
pub(crate) fn strings(name: &str, values: Vec<String>) -> AttributeProto {
    AttributeProto {
        strings: values.into_iter().map(String::into_bytes).collect(),
        ..attribute(name, attribute_type::STRINGS)
    }
}

/// An attribute that is a tensor; it carries the attribute's name.
pub(crate) fn tensor_attribute(name: &str, mut value: TensorProto) -> AttributeProto {
    value.name = Some(name.to_owned());
    AttributeProto {
        t: Some(value),
        ..attribute(name, attribute_type::TENSOR)
    }
}

fn attribute(name: &str, kind: i32) -> AttributeProto {
    AttributeProto {
        name: Some(name.to_owned()),
        i: None,
        t: None,
        ints: vec![],
        strings: vec![],
        r#type: Some(kind),
    }
}
