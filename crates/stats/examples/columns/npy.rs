//! Columns as .npy files of one dimension, which numpy opens as they are: numbers (`<f8`) and yes/no (`|b1`).

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Bytes before the header's text: magic, version 1.0 and the text's length.
const PREAMBLE: &[u8; 8] = b"\x93NUMPY\x01\x00";
/// The values begin at a multiple of this.
const ALIGNMENT: usize = 64;
/// Bytes moved at a time.
const BLOCK: usize = 1 << 16;

/// Writes numbers.
pub fn write_numbers(folder: &Path, name: &str, values: &[f64]) -> Fallible<()> {
    let mut file = create(folder, name, "<f8", values.len())?;
    for value in values {
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}

/// Reads numbers without holding the file a second time.
pub fn read_numbers(folder: &Path, name: &str) -> Fallible<Vec<f64>> {
    let (mut file, rows) = open(folder, name, "<f8")?;
    let mut values = Vec::with_capacity(rows);
    let mut block = vec![0; BLOCK];
    while values.len() < rows {
        let bytes = block.len().min((rows - values.len()) * 8);
        file.read_exact(&mut block[..bytes])?;
        values.extend(block[..bytes].as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)));
    }
    Ok(values)
}

/// Writes yes/no values.
#[allow(dead_code, reason = "one of the programs that share this file has no such column")]
pub fn write_flags(folder: &Path, name: &str, values: &[bool]) -> Fallible<()> {
    let mut file = create(folder, name, "|b1", values.len())?;
    for &value in values {
        file.write_all(&[u8::from(value)])?;
    }
    Ok(file.flush()?)
}

/// Reads yes/no values.
#[allow(dead_code, reason = "one of the programs that share this file has no such column")]
pub fn read_flags(folder: &Path, name: &str) -> Fallible<Vec<bool>> {
    let (mut file, rows) = open(folder, name, "|b1")?;
    let mut values = Vec::with_capacity(rows);
    let mut block = vec![0; BLOCK];
    while values.len() < rows {
        let bytes = block.len().min(rows - values.len());
        file.read_exact(&mut block[..bytes])?;
        values.extend(block[..bytes].iter().map(|&byte| byte != 0));
    }
    Ok(values)
}

fn place(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.npy"))
}

fn create(folder: &Path, name: &str, kind: &str, rows: usize) -> Fallible<BufWriter<File>> {
    let mut text = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({rows},), }}");
    let unpadded = PREAMBLE.len() + 2 + text.len() + 1;
    text.extend(std::iter::repeat_n(
        ' ',
        unpadded.next_multiple_of(ALIGNMENT) - unpadded,
    ));
    text.push('\n');
    let mut file = BufWriter::with_capacity(BLOCK, File::create(place(folder, name))?);
    file.write_all(PREAMBLE)?;
    file.write_all(&u16::try_from(text.len())?.to_le_bytes())?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn open(folder: &Path, name: &str, kind: &str) -> Fallible<(BufReader<File>, usize)> {
    let path = place(folder, name);
    let file = File::open(&path).map_err(|error| format!("cannot open {}: {error}", path.display()))?;
    let mut file = BufReader::with_capacity(BLOCK, file);
    let (mut preamble, mut length) = ([0; 8], [0; 2]);
    file.read_exact(&mut preamble)?;
    file.read_exact(&mut length)?;
    let mut text = vec![0; u16::from_le_bytes(length).into()];
    file.read_exact(&mut text)?;
    let text = String::from_utf8(text)?;
    let rows = text
        .split_once("'shape': (")
        .and_then(|(_, rest)| rest.split_once(",)"));
    match rows.and_then(|(rows, _)| rows.parse().ok()) {
        Some(rows) if preamble == *PREAMBLE && text.contains(kind) => Ok((file, rows)),
        _ => Err(format!("{} is no column of {kind}: {text}", path.display()).into()),
    }
}
