//! What earlier runs accepted and did not put into the lake.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use holdfast_engine::ingest::live::LiveBatch;

use super::frame;
use super::log::number_of;

/// Batches of the segments in a folder, in the order in which they were accepted, and the number of the next segment.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub(super) batches: Vec<LiveBatch>,
    pub(super) next: u64,
}

/// Reads the segments, and makes the folder where there is none. A segment whose end was cut off holds batches up to there: of what comes after, no sender
/// was told that it is safe. The bytes beyond are kept beside it, for a person to look at.
pub(super) fn left(folder: &Path) -> io::Result<Left> {
    fs::create_dir_all(folder)?;
    let mut segments = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        segments.extend(number_of(&path).map(|number| (number, path)));
    }
    segments.sort();
    let mut found = Left::default();
    for (number, path) in segments {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let read = frame::read(&bytes);
        if read.whole < bytes.len() {
            fs::write(path.with_extension("cut"), &bytes[read.whole..])?;
        }
        found.batches.extend(read.batches);
        found.next = number + 1;
    }
    Ok(found)
}
