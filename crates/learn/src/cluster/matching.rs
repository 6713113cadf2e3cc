//! Which segment of one division is which of another.

/// For each row of `gain[row][column]` its column, so that the sum of the gains is as large as possible and no column is taken twice; `None`
/// where there are more rows than columns, or where the pair would gain nothing.
///
/// The Hungarian method with shortest augmenting paths (Kuhn 1955; Jonker & Volgenant 1987), exact. Rows may have different lengths: what is
/// missing gains 0.
pub fn best_matching(gain: &[Vec<u64>]) -> Vec<Option<usize>> {
    let rows = gain.len();
    let columns = gain.iter().map(Vec::len).max().unwrap_or(0);
    let size = rows.max(columns);
    let at = |row: usize, column: usize| gain.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0);
    let cost = |row: usize, column: usize| -(i128::from(at(row, column)));
    // Potentials and matching are counted from 1; 0 is "none".
    let (mut of_row, mut of_column) = (vec![0_i128; size + 1], vec![0_i128; size + 1]);
    let mut row_of = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![i128::MAX; size + 1];
        let mut from = vec![0_usize; size + 1];
        let mut done = vec![false; size + 1];
        loop {
            done[column] = true;
            let current = row_of[column];
            let (mut step, mut next) = (i128::MAX, 0);
            for j in 1..=size {
                if done[j] {
                    continue;
                }
                let reduced = cost(current - 1, j - 1) - of_row[current] - of_column[j];
                if reduced < least[j] {
                    least[j] = reduced;
                    from[j] = column;
                }
                if least[j] < step {
                    step = least[j];
                    next = j;
                }
            }
            for j in 0..=size {
                if done[j] {
                    of_row[row_of[j]] += step;
                    of_column[j] -= step;
                } else if least[j] != i128::MAX {
                    least[j] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    let mut out = vec![None; rows];
    for (column, &row) in row_of.iter().enumerate().skip(1) {
        if row <= rows && row > 0 && at(row - 1, column - 1) > 0 {
            out[row - 1] = Some(column - 1);
        }
    }
    out
}
