//! A row under construction, on the stack.

use crate::cell::Cell;
use crate::draw::Draw;

/// The widest row of any table.
const MAX_CELLS: usize = 48;

/// Cells in the order of their columns. Cells beyond the widest table's number are refused by a test, not here.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    cells: [Cell<'a>; MAX_CELLS],
    len: usize,
}

impl<'a> Row<'a> {
    pub(crate) fn new() -> Self {
        Self {
            cells: [Cell::Empty; MAX_CELLS],
            len: 0,
        }
    }

    pub(crate) fn push(&mut self, cell: Cell<'a>) {
        if let Some(slot) = self.cells.get_mut(self.len) {
            *slot = cell;
            self.len += 1;
        }
    }

    pub(crate) fn text(&mut self, text: &'a str) {
        self.push(Cell::Text(text));
    }

    pub(crate) fn int(&mut self, value: i64) {
        self.push(Cell::Int(value));
    }

    /// A number that may be unknown.
    pub(crate) fn real(&mut self, value: Option<f64>, decimals: u8) {
        self.push(value.map_or(Cell::Empty, |value| Cell::Real { value, decimals }));
    }

    pub(crate) fn yes_no(&mut self, yes: bool) {
        self.text(if yes { "是" } else { "否" });
    }

    /// Blanks the last cell with this probability: entry errors and exports that failed, unrelated to anything.
    pub(crate) fn mislay(&mut self, draw: &mut Draw, rate: f64) {
        if draw.chance(rate)
            && let Some(cell) = self.len.checked_sub(1).and_then(|at| self.cells.get_mut(at))
        {
            *cell = Cell::Empty;
        }
    }

    pub(crate) fn extend(&mut self, cells: &[Cell<'a>]) {
        for cell in cells {
            self.push(*cell);
        }
    }

    pub(crate) fn cells(&self) -> &[Cell<'a>] {
        self.cells.get(..self.len).unwrap_or(&[])
    }
}
