//! Bins row by row: a row's bins lie in one cache line (of each 64 columns), so that a node of scattered rows reads one line a row.

use rayon::prelude::*;

use crate::encode::binner::Binned;

/// Columns of a line.
pub const WIDTH: usize = 64;

/// The bins of one row in 64 columns.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Line(pub [u8; WIDTH]);

/// Rows written by one thread at a time: 64 KiB of lines.
const CHUNK: usize = 1024;

/// The bins of chosen rows, line by line.
#[derive(Clone, Debug)]
pub struct Lines {
    /// `blocks[b][i]` holds columns `64·b..` of row i.
    pub blocks: Vec<Vec<Line>>,
}

impl Lines {
    /// The lines of the rows `rows`, in that order.
    pub fn of(binned: &Binned, rows: &[u32]) -> Self {
        let block = |columns: &[Vec<u8>]| {
            let mut lines = vec![Line([0; WIDTH]); rows.len()];
            lines
                .par_chunks_mut(CHUNK)
                .zip(rows.par_chunks(CHUNK))
                .for_each(|(lines, rows)| {
                    for (place, column) in columns.iter().enumerate() {
                        for (line, &row) in lines.iter_mut().zip(rows) {
                            line.0[place] = column[row as usize];
                        }
                    }
                });
            lines
        };
        Self {
            blocks: binned.columns.chunks(WIDTH).map(block).collect(),
        }
    }

    /// The bin of a row in a column.
    #[inline]
    pub fn bin(&self, row: usize, column: u32) -> u8 {
        self.blocks[column as usize / WIDTH][row].0[column as usize % WIDTH]
    }
}
