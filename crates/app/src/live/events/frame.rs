//! A batch as it stands in a segment: length, digest, content. What a crash cut off is told from what was whole.

use holdfast_engine::ingest::live::LiveBatch;

/// Says that a record begins.
const MAGIC: [u8; 4] = *b"HFE1";
/// Magic, length of the content, digest of the content.
const HEAD: usize = 4 + 4 + 16;
/// Bytes of an id at most.
pub(super) const LONGEST_ID: usize = 200;

fn digest(content: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(content).as_bytes()[..16]);
    short
}

/// The record of a batch. Its id is at most [`LONGEST_ID`] bytes.
pub(super) fn framed(batch: &LiveBatch) -> Vec<u8> {
    let id = batch.id.as_bytes();
    let mut content = Vec::with_capacity(10 + id.len() + batch.lines.len());
    content.extend_from_slice(&batch.received_us.to_le_bytes());
    content.extend_from_slice(&(id.len() as u16).to_le_bytes());
    content.extend_from_slice(id);
    content.extend_from_slice(&batch.lines);
    let mut record = Vec::with_capacity(HEAD + content.len());
    record.extend_from_slice(&MAGIC);
    record.extend_from_slice(&(content.len() as u32).to_le_bytes());
    record.extend_from_slice(&digest(&content));
    record.extend_from_slice(&content);
    record
}

/// What a segment holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its batches, in order.
    pub(super) batches: Vec<LiveBatch>,
    /// Bytes of whole records at its beginning.
    pub(super) whole: usize,
}

/// The whole records at the beginning of a segment. What comes after them was being written when the writer died, or is damaged.
pub(super) fn read(bytes: &[u8]) -> Read {
    let mut found = Read::default();
    while let Some((batch, length)) = record(&bytes[found.whole..]) {
        found.batches.push(batch);
        found.whole += length;
    }
    found
}

fn record(bytes: &[u8]) -> Option<(LiveBatch, usize)> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (stated, rest) = rest.split_first_chunk::<16>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let content = rest
        .get(..length)
        .filter(|content| *magic == MAGIC && digest(content) == *stated)?;
    let (received, rest) = content.split_first_chunk::<8>()?;
    let (id_length, rest) = rest.split_first_chunk::<2>()?;
    let (id, lines) = rest.split_at_checked(usize::from(u16::from_le_bytes(*id_length)))?;
    let batch = LiveBatch {
        id: String::from_utf8(id.to_vec()).ok()?,
        received_us: i64::from_le_bytes(*received),
        lines: lines.to_vec(),
    };
    Some((batch, HEAD + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(id: &str, lines: &str) -> LiveBatch {
        LiveBatch {
            id: id.to_owned(),
            received_us: 7,
            lines: lines.as_bytes().to_vec(),
        }
    }

    fn ids(bytes: &[u8]) -> Vec<String> {
        read(bytes).batches.into_iter().map(|batch| batch.id).collect()
    }

    #[test]
    fn whole_records_come_back_wherever_the_file_was_cut() {
        let first = framed(&batch("a", "{}\n"));
        let both = [first.clone(), framed(&batch("批次", ""))].concat();
        assert_eq!(ids(&both), ["a", "批次"]);
        for cut in 0..both.len() {
            let expected = usize::from(cut >= first.len());
            let found = read(&both[..cut]);
            assert_eq!(found.batches.len(), expected, "{cut}");
            assert_eq!(found.whole, expected * first.len());
        }
        // A bit that fell over anywhere in the second.
        for at in first.len()..both.len() {
            let mut bytes = both.clone();
            bytes[at] ^= 4;
            assert_eq!(ids(&bytes), ["a"], "{at}");
        }
    }
}
