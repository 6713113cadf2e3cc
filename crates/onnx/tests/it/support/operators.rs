//! The operators that our files use, as the ONNX specification words them, one row at a time.

use std::collections::BTreeMap;

use holdfast_onnx::message::{AttributeProto, NodeProto};

use super::tensor::{Tensor, Values, broadcast};

pub struct Attributes<'a>(BTreeMap<&'a str, &'a AttributeProto>);

impl<'a> Attributes<'a> {
    pub fn of(node: &'a NodeProto) -> Self {
        Self(node.attribute.iter().map(|a| (a.name(), a)).collect())
    }

    fn int(&self, name: &str) -> i64 {
        self.0[name].i.unwrap()
    }

    fn ints(&self, name: &str) -> &'a [i64] {
        &self.0[name].ints
    }

    fn tensor(&self, name: &str) -> Option<Tensor> {
        self.0.get(name).map(|a| Tensor::read(a.t.as_ref().unwrap()))
    }
}

pub fn run(operator: &str, attributes: &Attributes, inputs: &[&Tensor]) -> Tensor {
    match operator {
        "Shape" => {
            let dims: Vec<i64> = inputs[0].dims.iter().map(|&d| d as i64).collect();
            Tensor::integers(&[dims.len()], dims)
        }
        "Expand" => {
            let wanted: Vec<usize> = inputs[1].as_integers().iter().map(|&d| d as usize).collect();
            let (dims, cells) = broadcast(&inputs[0].dims, &wanted);
            let values = inputs[0].as_doubles();
            Tensor::doubles(&dims, cells.iter().map(|&(a, _)| values[a]).collect())
        }
        "Add" => binary(inputs, |a, b| a + b, |a, b| a + b),
        "Sub" => binary(inputs, |a, b| a - b, |a, b| a - b),
        "Mul" => binary(inputs, |a, b| a * b, |a, b| a * b),
        "Sum" => inputs[1..].iter().fold(inputs[0].clone(), |sum, next| {
            binary(&[&sum, next], |a, b| a + b, |a, b| a + b)
        }),
        "Relu" => unary(inputs[0], |x| x.max(0.0)),
        "Sigmoid" => unary(inputs[0], |x| 1.0 / (1.0 + (-x).exp())),
        "Clip" => {
            let (low, high) = (inputs[1].as_doubles()[0], inputs[2].as_doubles()[0]);
            unary(inputs[0], |x| x.max(low).min(high))
        }
        "IsNaN" => Tensor {
            dims: inputs[0].dims.clone(),
            values: Values::Flags(inputs[0].as_doubles().iter().map(|x| x.is_nan()).collect()),
        },
        "Where" => choose(inputs),
        "MatMul" => multiply(inputs[0], inputs[1]),
        "Concat" => beside(attributes.int("axis"), inputs),
        "Gather" => {
            assert_eq!(attributes.int("axis"), 0);
            let rest: usize = inputs[0].dims[1..].iter().product();
            let lines: Vec<&[f64]> = inputs[0].as_doubles().chunks(rest).collect();
            let at = inputs[1].as_integers().iter();
            let values = at.flat_map(|&i| lines[usize::try_from(i).unwrap()].iter().copied());
            let dims: Vec<usize> = inputs[1].dims.iter().chain(&inputs[0].dims[1..]).copied().collect();
            Tensor::doubles(&dims, values.collect())
        }
        "Cast" => match (&inputs[0].values, attributes.int("to")) {
            (Values::Integers(values), 11) => {
                Tensor::doubles(&inputs[0].dims, values.iter().map(|&v| v as f64).collect())
            }
            (Values::Doubles(values), 7) => {
                Tensor::integers(&inputs[0].dims, values.iter().map(|&v| v as i64).collect())
            }
            other => panic!("{other:?}"),
        },
        "Squeeze" => {
            assert_eq!(inputs[1].as_integers(), [1]);
            let mut dims = inputs[0].dims.clone();
            assert_eq!(dims.remove(1), 1);
            Tensor::doubles(&dims, inputs[0].as_doubles().to_vec())
        }
        "LabelEncoder" => encode(attributes, inputs[0]),
        "TreeEnsemble" => trees(attributes, inputs[0]),
        other => panic!("operator {other}"),
    }
}

fn unary(input: &Tensor, f: impl Fn(f64) -> f64) -> Tensor {
    Tensor::doubles(&input.dims, input.as_doubles().iter().map(|&x| f(x)).collect())
}

fn binary(inputs: &[&Tensor], f: impl Fn(f64, f64) -> f64, g: impl Fn(i64, i64) -> i64) -> Tensor {
    let (dims, cells) = broadcast(&inputs[0].dims, &inputs[1].dims);
    match (&inputs[0].values, &inputs[1].values) {
        (Values::Doubles(a), Values::Doubles(b)) => {
            Tensor::doubles(&dims, cells.iter().map(|&(i, j)| f(a[i], b[j])).collect())
        }
        (Values::Integers(a), Values::Integers(b)) => {
            Tensor::integers(&dims, cells.iter().map(|&(i, j)| g(a[i], b[j])).collect())
        }
        other => panic!("{other:?}"),
    }
}

fn choose(inputs: &[&Tensor]) -> Tensor {
    let Values::Flags(flags) = &inputs[0].values else {
        panic!("flags wanted");
    };
    let pick = |chosen: &Tensor| {
        let (dims, cells) = broadcast(&inputs[0].dims, &chosen.dims);
        (
            dims,
            cells.iter().map(|&(_, j)| chosen.as_doubles()[j]).collect::<Vec<f64>>(),
        )
    };
    let ((dims, yes), (_, no)) = (pick(inputs[1]), pick(inputs[2]));
    let values = flags.iter().zip(yes.into_iter().zip(no));
    Tensor::doubles(&dims, values.map(|(&flag, (y, n))| if flag { y } else { n }).collect())
}

fn multiply(a: &Tensor, b: &Tensor) -> Tensor {
    let ([rows, inner], [same, columns]) = (a.dims.as_slice(), b.dims.as_slice()) else {
        panic!("matrices wanted");
    };
    assert_eq!(inner, same);
    let (x, y) = (a.as_doubles(), b.as_doubles());
    let cell = |i: usize, j: usize| (0..*inner).map(|k| x[i * inner + k] * y[k * columns + j]).sum();
    let values = (0..rows * columns).map(|c| cell(c / columns, c % columns)).collect();
    Tensor::doubles(&[*rows, *columns], values)
}

fn beside(axis: i64, inputs: &[&Tensor]) -> Tensor {
    assert_eq!(axis, 1);
    let rows = inputs[0].dims[0];
    assert!(inputs.iter().all(|t| t.dims[0] == rows && t.dims.len() == 2));
    let line = |t: &'_ &Tensor, row: usize| t.as_doubles()[row * t.dims[1]..(row + 1) * t.dims[1]].to_vec();
    let values = (0..rows).flat_map(|row| inputs.iter().flat_map(move |t| line(t, row)));
    let width = inputs.iter().map(|t| t.dims[1]).sum();
    Tensor::doubles(&[rows, width], values.collect())
}

fn encode(attributes: &Attributes, input: &Tensor) -> Tensor {
    let Values::Texts(texts) = &input.values else {
        panic!("texts wanted");
    };
    let keys = attributes.0["keys_strings"].strings.iter();
    let map: BTreeMap<&[u8], i64> = keys
        .map(Vec::as_slice)
        .zip(attributes.ints("values_int64s").iter().copied())
        .collect();
    assert_eq!(map.len(), attributes.ints("values_int64s").len(), "keys are distinct");
    let otherwise = attributes.int("default_int64");
    let values = texts
        .iter()
        .map(|t| map.get(t.as_bytes()).copied().unwrap_or(otherwise));
    Tensor::integers(&input.dims, values.collect())
}

fn trees(attributes: &Attributes, input: &Tensor) -> Tensor {
    assert_eq!(attributes.int("n_targets"), 1);
    let modes = attributes.tensor("nodes_modes").unwrap();
    let modes = modes.as_integers();
    let limits = attributes.tensor("nodes_splits").unwrap();
    let weights = attributes.tensor("leaf_weights").unwrap();
    assert_eq!(attributes.ints("leaf_targetids").len(), weights.as_doubles().len());
    let features = attributes.ints("nodes_featureids");
    let missing = attributes.ints("nodes_missing_value_tracks_true");
    let yes = (attributes.ints("nodes_truenodeids"), attributes.ints("nodes_trueleafs"));
    let no = (
        attributes.ints("nodes_falsenodeids"),
        attributes.ints("nodes_falseleafs"),
    );
    let width = input.dims[1];
    let score = |row: &[f64], root: i64| {
        let mut node = root as usize;
        loop {
            let value = row[features[node] as usize];
            assert_eq!(modes[node], 0, "at most");
            let holds = if value.is_nan() {
                missing[node] == 1
            } else {
                value <= limits.as_doubles()[node]
            };
            let (ids, leaves) = if holds { yes } else { no };
            if leaves[node] == 1 {
                return weights.as_doubles()[ids[node] as usize];
            }
            node = ids[node] as usize;
        }
    };
    let rows = input.as_doubles().chunks(width);
    let sums = rows.map(|row| attributes.ints("tree_roots").iter().map(|&root| score(row, root)).sum());
    Tensor::doubles(&[input.dims[0], 1], sums.collect())
}
