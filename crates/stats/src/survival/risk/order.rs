//! Sorting in parallel.

/// Rows that one thread sorts in less time than it takes to share them.
const FEW: usize = 1 << 15;
/// Rows looked at for a pivot.
const SAMPLE: usize = 63;

/// Sorts in place. Equal rows must not be told apart: then the result does not depend on the number of threads.
///
/// Splits at a sampled median until there is work for every thread, then sorts the parts with the standard library, whose
/// sort is faster than a parallel one on few cores.
pub(in crate::survival) fn sort<T: Ord + Copy + Send>(rows: &mut [T]) {
    let part = rows.len() / (2 * rayon::current_num_threads());
    split(rows, part.max(FEW));
}

fn split<T: Ord + Copy + Send>(rows: &mut [T], part: usize) {
    if rows.len() <= part {
        return rows.sort_unstable();
    }
    let mut sample = [rows[0]; SAMPLE];
    for (index, seen) in sample.iter_mut().enumerate() {
        *seen = rows[index * (rows.len() / SAMPLE)];
    }
    sample.sort_unstable();
    let pivot = sample[SAMPLE / 2];
    let mut below = 0;
    for at in 0..rows.len() {
        let smaller = rows[at] < pivot;
        rows.swap(at, below);
        below += usize::from(smaller);
    }
    // A side that stays large holds many equal rows, which the standard sort passes over quickly.
    if below < rows.len() / 8 || below > rows.len() / 8 * 7 {
        return rows.sort_unstable();
    }
    let (low, high) = rows.split_at_mut(below);
    rayon::join(|| split(low, part), || split(high, part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_columns_are_sorted() {
        for distinct in [1, 3, 1000, u64::MAX] {
            let mut rows: Vec<u64> = (0..200_000_u64)
                .map(|row| row.wrapping_mul(0x9e37_79b9_7f4a_7c15) % distinct)
                .collect();
            let mut expected = rows.clone();
            expected.sort_unstable();
            sort(&mut rows);
            assert!(rows == expected);
        }
    }
}
