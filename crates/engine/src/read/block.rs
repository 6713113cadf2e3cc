//! A batch of rows as texts, the common language of all readers but Parquet's.

use holdfast_domain::refusal::Refusal;

/// Bytes of text that a block aims at: its cells then fit a processor's second-level cache.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;
/// Cells that a block may hold at most.
pub(crate) const BLOCK_CELLS: usize = 1 << 20;

/// Rows × columns of UTF-8 texts.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Where the cells' texts lie.
    pub(crate) bytes: Vec<u8>,
    /// Start and end of each cell's text, row after row.
    pub(crate) cells: Vec<(u32, u32)>,
    /// Cells in a row.
    pub(crate) columns: usize,
    /// Each row's number in the file.
    pub(crate) rows: Vec<u64>,
}

impl Block {
    /// Empties the block and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.cells.clear();
        self.rows.clear();
    }

    /// The texts of a column, top to bottom.
    pub(crate) fn column(&self, column: usize) -> impl Iterator<Item = &[u8]> {
        self.cells
            .get(column..)
            .unwrap_or_default()
            .iter()
            .step_by(self.columns.max(1))
            .map(|&(start, end)| &self.bytes[start as usize..end as usize])
    }
}

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// For good.
    Refused(Refusal),
    /// The file is not UTF-8 after all: the caller starts again with GB18030.
    NotUtf8 {
        /// Row with the first bytes that are not UTF-8.
        row: u64,
        /// Those bytes.
        bytes: Vec<u8>,
    },
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Gives a file's rows block by block.
pub(crate) trait BlockSource {
    /// Fills `block` with the next rows; `false` when there are none left. A later block may have more columns.
    fn next(&mut self, block: &mut Block) -> Result<bool, Stop>;

    /// The name of a column, once the source knows it.
    fn name(&self, column: usize) -> Option<&str>;
}
