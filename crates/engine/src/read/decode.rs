//! Reads a text file piece by piece as UTF-8, whatever it is encoded in; every byte is checked.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, UTF_8};

use super::encoding::Charset;

/// Reports (bytes done, bytes in total).
pub(crate) type Progress<'p> = &'p (dyn Fn(u64, u64) + Sync);

/// Multi-byte characters (3 or 4 bytes) after which a file is taken for damaged UTF-8, not for another encoding: text
/// in GB18030 is hardly ever valid UTF-8 for as long.
const SURELY_UTF8: usize = 64;
/// Bytes that are read from the file at once.
const PIECE_BYTES: usize = 256 << 10;

/// Why a piece could not be read; the good text before it was delivered.
#[derive(Debug)]
pub(crate) enum Fault {
    /// These bytes are not in the encoding.
    Malformed {
        bytes: Vec<u8>,
        /// The text before was surely UTF-8.
        surely_utf8: bool,
    },
    /// There is a NUL.
    Nul,
    /// The file could not be read.
    Io(io::Error),
}

/// A text file being decoded.
pub(crate) struct TextSource<'p> {
    input: Box<dyn Read + Send + 'p>,
    decoder: Option<Decoder>,
    /// Bytes of a character whose rest has not been read yet (UTF-8 only).
    tail: Vec<u8>,
    raw: Vec<u8>,
    scratch: Vec<u8>,
    multi_byte: usize,
    done: u64,
    total: u64,
    ended: bool,
    progress: Option<Progress<'p>>,
}

impl<'p> TextSource<'p> {
    /// Starts at the file's beginning, after the byte-order mark.
    pub(crate) fn new(mut file: File, charset: Charset, progress: Option<Progress<'p>>) -> io::Result<Self> {
        let total = file.metadata()?.len();
        file.seek(SeekFrom::Start(charset.bom as u64))?;
        Ok(Self::over(Box::new(file), total, charset, progress))
    }

    /// Text in memory, after its byte-order mark.
    pub(crate) fn of_bytes(bytes: &'p [u8], charset: Charset) -> Self {
        let after = bytes.get(charset.bom..).unwrap_or_default();
        Self::over(Box::new(after), bytes.len() as u64, charset, None)
    }

    fn over(input: Box<dyn Read + Send + 'p>, total: u64, charset: Charset, progress: Option<Progress<'p>>) -> Self {
        let decoder = (charset.encoding != UTF_8).then(|| charset.encoding.new_decoder_without_bom_handling());
        Self {
            input,
            decoder,
            tail: Vec::new(),
            raw: Vec::new(),
            scratch: Vec::new(),
            multi_byte: 0,
            done: charset.bom as u64,
            total,
            ended: false,
            progress,
        }
    }

    /// Whether the end was reached.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Appends text to `out` until it has `length` bytes or the file ends.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>, length: usize) -> Result<(), Fault> {
        while out.len() < length && !self.ended {
            let wanted = (length - out.len()).max(PIECE_BYTES);
            let start = out.len();
            let outcome = if self.decoder.is_some() {
                self.decode(out, wanted)
            } else {
                self.validate(out, wanted)
            };
            // `contains` looks at many bytes at once; the position matters only when there is one.
            if out[start..].contains(&0) {
                let before = out[start..].iter().take_while(|&&byte| byte != 0).count();
                out.truncate(start + before);
                return Err(Fault::Nul);
            }
            outcome?;
            if let Some(progress) = self.progress {
                progress(self.done, self.total.max(self.done));
            }
        }
        Ok(())
    }

    fn validate(&mut self, out: &mut Vec<u8>, wanted: usize) -> Result<(), Fault> {
        let start = out.len();
        out.append(&mut self.tail);
        self.read(out, wanted)?;
        let fresh = &out[start..];
        let (valid, error) = match std::str::from_utf8(fresh) {
            Ok(_) => (fresh.len(), None),
            Err(error) => (error.valid_up_to(), Some(error)),
        };
        if self.multi_byte < SURELY_UTF8 {
            self.multi_byte += fresh[..valid].iter().filter(|&&byte| byte >= 0xE0).count();
        }
        let Some(error) = error else { return Ok(()) };
        let length = match error.error_len() {
            None if !self.ended => {
                self.tail = out.split_off(start + valid);
                return Ok(());
            }
            None => fresh.len() - valid,
            Some(length) => length,
        };
        let bytes = fresh[valid..valid + length].to_vec();
        out.truncate(start + valid);
        Err(Fault::Malformed {
            bytes,
            surely_utf8: self.multi_byte >= SURELY_UTF8,
        })
    }

    fn decode(&mut self, out: &mut Vec<u8>, wanted: usize) -> Result<(), Fault> {
        let mut raw = std::mem::take(&mut self.raw);
        raw.clear();
        self.read(&mut raw, wanted)?;
        self.scratch.resize(PIECE_BYTES, 0);
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let mut at = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&raw[at..], &mut self.scratch, self.ended);
            at += read;
            out.extend_from_slice(&self.scratch[..written]);
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    let end = at.saturating_sub(usize::from(after));
                    let bytes = raw[end.saturating_sub(usize::from(length))..end].to_vec();
                    return Err(Fault::Malformed {
                        bytes,
                        surely_utf8: false,
                    });
                }
            }
        }
        self.raw = raw;
        Ok(())
    }

    fn read(&mut self, into: &mut Vec<u8>, wanted: usize) -> Result<(), Fault> {
        let read = (&mut self.input)
            .take(wanted as u64)
            .read_to_end(into)
            .map_err(Fault::Io)?;
        self.done += read as u64;
        self.ended = read < wanted;
        Ok(())
    }
}

/// Line ends in a text: LF, CR LF, and CR alone.
pub(crate) fn count_lines(text: &[u8]) -> u64 {
    let mut lines = 0;
    let mut after_return = false;
    for &byte in text {
        if byte == b'\r' || (byte == b'\n' && !after_return) {
            lines += 1;
        }
        after_return = byte == b'\r';
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(count_lines(b"a\nb\r\nc\rd"), 3);
        assert_eq!(count_lines(b"\r\r\n\n"), 3);
        assert_eq!(count_lines(b""), 0);
    }
}
