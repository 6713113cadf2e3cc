//! Tensors of the test's interpreter.

use holdfast_onnx::message::{TensorProto, data_type};

#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Doubles(Vec<f64>),
    Integers(Vec<i64>),
    Texts(Vec<String>),
    Flags(Vec<bool>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub dims: Vec<usize>,
    pub values: Values,
}

impl Tensor {
    pub fn doubles(dims: &[usize], values: Vec<f64>) -> Self {
        assert_eq!(dims.iter().product::<usize>(), values.len());
        Self {
            dims: dims.to_vec(),
            values: Values::Doubles(values),
        }
    }

    pub fn integers(dims: &[usize], values: Vec<i64>) -> Self {
        assert_eq!(dims.iter().product::<usize>(), values.len());
        Self {
            dims: dims.to_vec(),
            values: Values::Integers(values),
        }
    }

    pub fn as_doubles(&self) -> &[f64] {
        match &self.values {
            Values::Doubles(values) => values,
            other => panic!("doubles wanted, found {other:?}"),
        }
    }

    pub fn as_integers(&self) -> &[i64] {
        match &self.values {
            Values::Integers(values) => values,
            other => panic!("integers wanted, found {other:?}"),
        }
    }

    /// A constant of a file.
    pub fn read(proto: &TensorProto) -> Self {
        let dims: Vec<usize> = proto.dims.iter().map(|&d| d as usize).collect();
        let raw = proto.raw_data.as_deref().unwrap();
        let words = || raw.chunks_exact(8).map(|c| <[u8; 8]>::try_from(c).unwrap());
        match proto.data_type() {
            data_type::DOUBLE => Self::doubles(&dims, words().map(f64::from_le_bytes).collect()),
            data_type::INT64 => Self::integers(&dims, words().map(i64::from_le_bytes).collect()),
            data_type::UINT8 => Self::integers(&dims, raw.iter().map(|&b| i64::from(b)).collect()),
            other => panic!("type {other}"),
        }
    }
}

/// For each cell of the broadcast of two shapes: its place in either.
pub fn broadcast(a: &[usize], b: &[usize]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let rank = a.len().max(b.len());
    let padded = |dims: &[usize]| {
        let mut out = vec![1; rank - dims.len()];
        out.extend(dims);
        out
    };
    let (a, b) = (padded(a), padded(b));
    let dims: Vec<usize> = a
        .iter()
        .zip(&b)
        .map(|(&x, &y)| {
            assert!(x == y || x == 1 || y == 1, "{a:?} {b:?}");
            if x == 1 { y } else { x }
        })
        .collect();
    let place = |own: &[usize], cell: usize| {
        let (mut rest, mut stride, mut at) = (cell, 1, 0);
        for axis in (0..rank).rev() {
            let coordinate = rest % dims[axis];
            rest /= dims[axis];
            at += if own[axis] == 1 { 0 } else { coordinate * stride };
            stride *= own[axis];
        }
        at
    };
    let cells = (0..dims.iter().product())
        .map(|cell| (place(&a, cell), place(&b, cell)))
        .collect();
    (dims, cells)
}
