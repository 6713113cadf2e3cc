//! Pairs of columns on coarser bins.

use super::table::Table;

/// The coarser bins of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Column.
    pub column: usize,
    /// Coarser bin of each bin.
    pub coarse: Vec<u8>,
    /// Number of coarser bins.
    pub bins: usize,
    /// Whether the coarser bins have an order; missing then comes first.
    pub ordered: bool,
    /// Number of coarser bins with training rows.
    pub filled: usize,
}

impl Axis {
    /// The coarser bins of a column for at most `numbers` bins or `levels` levels.
    pub fn new(table: &Table, column: usize, numbers: usize, levels: usize) -> Self {
        let cuts = &table.cuts[column];
        let (coarse, bins) = cuts.coarsen(&table.bin_weights[column], numbers, levels);
        let mut with_rows = vec![false; bins];
        for (&to, &weight) in coarse.iter().zip(&table.bin_weights[column]) {
            with_rows[usize::from(to)] |= weight > 0.0;
        }
        Self {
            column,
            filled: with_rows.into_iter().filter(|&filled| filled).count(),
            coarse,
            bins,
            ordered: cuts.ordered(),
        }
    }
}

/// Two columns that act together.
pub struct Pair {
    /// Row and column axis of the table of cells.
    pub axes: [Axis; 2],
    /// Cell of each row of the table: `first bin · second bins + second bin`.
    pub cell_of: Vec<u16>,
}

impl Pair {
    /// The cells of all rows.
    pub fn new(table: &Table, axes: [Axis; 2]) -> Self {
        let [first, second] = &axes;
        let cell_of = table.columns[first.column]
            .iter()
            .zip(&table.columns[second.column])
            .map(|(&a, &b)| {
                let (a, b) = (first.coarse[usize::from(a)], second.coarse[usize::from(b)]);
                u16::from(a) * second.bins as u16 + u16::from(b)
            })
            .collect();
        Self { axes, cell_of }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.axes[0].bins * self.axes[1].bins
    }

    /// Weight of each cell.
    pub fn weights(&self, table: &Table) -> Vec<f64> {
        let mut sums = vec![0.0; self.cells()];
        for (&cell, weight) in self.cell_of.iter().zip(&table.full_weights) {
            sums[usize::from(cell)] += weight;
        }
        sums
    }
}
