//! Comma-separated values.

use std::io::{self, Write};

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::Schema;
use arrow::util::display::ArrayFormatter;
use csv::{Terminator, Writer, WriterBuilder};
use encoding_rs::GB18030;

use crate::error::{Doing, EngineError};

use super::format::TextEncoding;
use super::safe::{is_text, options, safe};

/// A CSV file under way.
pub(super) struct CsvFile<W: Write> {
    writer: Writer<Encoded<W>>,
}

fn doing() -> String {
    "writing CSV".to_owned()
}

impl<W: Write> CsvFile<W> {
    /// Writes the head.
    pub(super) fn new(schema: &Schema, encoding: TextEncoding, mut out: W) -> Result<Self, EngineError> {
        if encoding == TextEncoding::Utf8 {
            out.write_all(b"\xEF\xBB\xBF").doing(doing)?;
        }
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Encoded {
            out,
            encoding,
            begun: Vec::new(),
        });
        writer
            .write_record(schema.fields().iter().map(|field| safe(field.name())))
            .doing(doing)?;
        Ok(Self { writer })
    }

    /// Writes rows.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), EngineError> {
        let options = options();
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<_, _>>()
            .doing(doing)?;
        let nulls: Vec<_> = batch.columns().iter().map(|column| column.logical_nulls()).collect();
        for row in 0..batch.num_rows() {
            let cells = columns
                .iter()
                .zip(batch.columns())
                .zip(&nulls)
                .map(|((shown, column), nulls)| match nulls {
                    Some(nulls) if nulls.is_null(row) => String::new(),
                    _ if is_text(column.data_type()) => safe(&shown.value(row).to_string()),
                    _ => shown.value(row).to_string(),
                });
            self.writer.write_record(cells).doing(doing)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<(), EngineError> {
        self.writer.flush().doing(doing)
    }
}

/// Text in another encoding on its way out. The writer of records hands over UTF-8 in pieces that may end within a character.
struct Encoded<W> {
    out: W,
    encoding: TextEncoding,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.encoding == TextEncoding::Utf8 {
            return self.out.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(io::Error::other(error)),
        };
        let text = std::str::from_utf8(&self.begun[..whole]).map_err(io::Error::other)?;
        let (encoded, _, lost) = GB18030.encode(text);
        if lost {
            return Err(io::Error::other("GB18030 lacks a character"));
        }
        self.out.write_all(&encoded)?;
        self.begun.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_in_pieces_come_out_whole() {
        let mut out = Encoded {
            out: Vec::new(),
            encoding: TextEncoding::Gb18030,
            begun: Vec::new(),
        };
        // The last one is beyond the first 65,536 characters, which GB18030 writes in four bytes.
        let text = "流失 churn 𠮷é";
        for byte in text.bytes() {
            out.write_all(&[byte]).unwrap();
        }
        let (back, _, broken) = GB18030.decode(&out.out);
        assert!(!broken && out.begun.is_empty());
        assert_eq!(back, text);
    }
}
