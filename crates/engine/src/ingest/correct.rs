//! Which rows of a batch are new, which are there already, and which correct an earlier form of themselves: rows with a key.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::intern::Interner;

/// A row that may be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) row_no: i64,
    pub(crate) known_at: i64,
    pub(crate) digest: u64,
    /// A customer of whom nothing but the id and the first day is known.
    pub(crate) bare: bool,
}

/// A row of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Its index among the source's rows.
    pub(crate) index: usize,
    /// The number of its key, if it has one.
    pub(crate) key: Option<usize>,
    /// When it became known, microseconds.
    pub(crate) known_at: i64,
    /// Its content.
    pub(crate) digest: u64,
}

/// What to do with the rows of a batch.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Rows (indices) that are appended, in order.
    pub(crate) append: Vec<usize>,
    /// Row numbers that no longer hold, and from when.
    pub(crate) retract: Vec<(i64, i64)>,
    pub(crate) corrected: u64,
    pub(crate) unchanged: u64,
    pub(crate) withdrawn: u64,
    /// Rows (indices) that became known later than they would have by themselves, because they correct another, and when.
    pub(crate) late: Vec<(usize, i64)>,
}

/// Who says when a row became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Learnt {
    /// The source, row by row: rows are in that order, and an old one may arrive late.
    BySource,
    /// Nobody: the file's last row of a key is what it says now, and a correction became known at this instant. `history`: what it says of
    /// customers of whom nothing was known was true before.
    AtImport { now_us: i64, history: bool },
}

/// Rows recognised by a key: the source's own id, or the customer.
#[derive(Debug, Default)]
pub(crate) struct Keyed {
    pub(crate) keys: Interner,
    pub(crate) current: Vec<Option<Current>>,
    /// Forms of a key that held before its present one, of keys for which that was asked.
    pub(crate) older: BTreeMap<usize, Vec<Current>>,
    /// Keys whose older forms were looked up in the lake.
    pub(crate) looked_up: BTreeSet<usize>,
}

impl Keyed {
    /// Customers, keyed by their own numbers.
    pub(crate) fn of_customers(current: Vec<Option<Current>>) -> Self {
        Self {
            current,
            ..Self::default()
        }
    }

    /// Makes room for customers up to this key.
    pub(crate) fn grow(&mut self, customers: u32) {
        if self.current.len() < customers as usize {
            self.current.resize(customers as usize, None);
        }
    }

    /// The number of a key.
    pub(crate) fn code(&mut self, key: &str) -> usize {
        let code = self.keys.code_of(key.as_bytes()) as usize;
        if code >= self.current.len() {
            self.current.resize(code + 1, None);
        }
        code
    }

    /// Decides about rows. `next_row` numbers those that are appended.
    pub(crate) fn decide(&mut self, rows: &[Row], next_row: i64, learnt: Learnt, verdict: &mut Verdict) {
        match learnt {
            Learnt::BySource => self.by_source(rows, next_row, verdict),
            Learnt::AtImport { now_us, history } => self.at_import(rows, next_row, (now_us, history), verdict),
        }
    }

    /// Keys of which a row became known before, or when, the present form did: their older forms are needed.
    pub(crate) fn asks_for_older(&self, rows: &[Row]) -> BTreeSet<usize> {
        rows.iter()
            .filter_map(|row| {
                let key = row.key?;
                let current = self.current[key]?;
                let asks =
                    row.known_at <= current.known_at && row.digest != current.digest || row.known_at < current.known_at;
                (asks && !self.looked_up.contains(&key)).then_some(key)
            })
            .collect()
    }

    fn by_source(&mut self, rows: &[Row], next_row: i64, verdict: &mut Verdict) {
        for row in rows {
            let new = Current {
                row_no: next_row + verdict.append.len() as i64,
                known_at: row.known_at,
                digest: row.digest,
                bare: false,
            };
            let Some(key) = row.key else {
                verdict.append.push(row.index);
                continue;
            };
            match self.current[key] {
                None => self.current[key] = Some(new),
                Some(current) if new.known_at >= current.known_at => {
                    let was = |form: &Current| (form.known_at, form.digest) == (new.known_at, new.digest);
                    if current.digest == new.digest || self.older.get(&key).is_some_and(|older| older.iter().any(was)) {
                        verdict.unchanged += 1;
                        continue;
                    }
                    verdict.corrected += u64::from(!current.bare);
                    verdict.retract.push((current.row_no, new.known_at));
                    self.older.entry(key).or_default().push(current);
                    self.current[key] = Some(new);
                }
                Some(current) => {
                    // Older news than what we have: it held until the next form did.
                    let older = self.older.entry(key).or_default();
                    let place = older.partition_point(|form| form.known_at <= new.known_at);
                    let was = |form: &Current| (form.known_at, form.digest) == (new.known_at, new.digest);
                    let before = place.checked_sub(1).map(|at| older[at]);
                    if older.iter().any(was) || before.is_some_and(|form| form.digest == new.digest) {
                        verdict.unchanged += 1;
                        continue;
                    }
                    let after = older.get(place).unwrap_or(&current).known_at;
                    verdict.corrected += 1;
                    verdict.retract.push((new.row_no, after));
                    verdict.retract.extend(before.map(|form| (form.row_no, new.known_at)));
                    older.insert(place, new);
                }
            }
            verdict.append.push(row.index);
        }
    }

    fn at_import(&mut self, rows: &[Row], next_row: i64, (now_us, history): (i64, bool), verdict: &mut Verdict) {
        let first_of_batch = next_row + verdict.append.len() as i64;
        let mut last = vec![usize::MAX; self.current.len()];
        for (position, key) in rows
            .iter()
            .enumerate()
            .filter_map(|(position, row)| Some((position, row.key?)))
        {
            last[key] = position;
        }
        for (position, row) in rows.iter().enumerate() {
            let mut new = Current {
                row_no: next_row + verdict.append.len() as i64,
                known_at: row.known_at,
                digest: row.digest,
                bare: false,
            };
            let Some(key) = row.key else {
                verdict.append.push(row.index);
                continue;
            };
            if let Some(current) = self.current[key] {
                // What the file says of a key that was there before is what it says last.
                let superseded = current.row_no < first_of_batch && position != last[key];
                if superseded || current.digest == new.digest {
                    verdict.unchanged += 1;
                    continue;
                }
                verdict.corrected += u64::from(!current.bare);
                let known_at = if current.bare && history {
                    new.known_at
                } else {
                    new.known_at.max(now_us)
                };
                new.known_at = known_at.max(current.known_at);
                if new.known_at != row.known_at {
                    verdict.late.push((row.index, new.known_at));
                }
                verdict.retract.push((current.row_no, new.known_at));
            }
            self.current[key] = Some(new);
            verdict.append.push(row.index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(index: usize, key: Option<usize>, known_at: i64, digest: u64) -> Row {
        Row {
            index,
            key,
            known_at,
            digest,
        }
    }

    fn keyed() -> (Keyed, usize, usize) {
        let mut keyed = Keyed::default();
        let (a, b) = (keyed.code("a"), keyed.code("b"));
        keyed.current[a] = Some(Current {
            row_no: 3,
            known_at: 100,
            digest: 1,
            bare: false,
        });
        (keyed, a, b)
    }

    #[test]
    fn a_row_corrects_an_earlier_one_with_its_key() {
        let (mut keyed, a, b) = keyed();
        let mut verdict = Verdict::default();
        // a unchanged, a corrected, b new, b corrected within the batch, a row without a key, older news about a.
        let rows = [
            row(0, Some(a), 150, 1),
            row(1, Some(a), 160, 2),
            row(2, Some(b), 160, 7),
            row(3, Some(b), 170, 8),
            row(4, None, 170, 9),
            row(5, Some(a), 50, 4),
        ];
        keyed.decide(&rows, 10, Learnt::BySource, &mut verdict);
        assert_eq!(verdict.append, [1, 2, 3, 4, 5]);
        // The older news held until a's first form did.
        assert_eq!(verdict.retract, [(3, 160), (11, 170), (14, 100)]);
        assert_eq!((verdict.unchanged, verdict.corrected), (1, 3));
        // Once more: all of it is there.
        let mut again = Verdict::default();
        keyed.decide(&[rows[1], rows[2], rows[3], rows[5]], 15, Learnt::BySource, &mut again);
        assert_eq!((again.append.len(), again.unchanged), (0, 4));
    }

    #[test]
    fn without_times_of_its_own_a_file_says_of_a_key_what_it_says_last() {
        let (mut keyed, a, b) = keyed();
        let learnt = Learnt::AtImport {
            now_us: 500,
            history: false,
        };
        let rows = [
            row(0, Some(a), 20, 2),
            row(1, Some(b), 20, 5),
            row(2, Some(a), 10, 1),
            row(3, Some(b), 10, 6),
        ];
        let mut verdict = Verdict::default();
        keyed.decide(&rows, 10, learnt, &mut verdict);
        assert_eq!(verdict.append, [1, 3]);
        assert_eq!((verdict.retract, verdict.late), (vec![(10, 500)], vec![(3, 500)]));
        assert_eq!((verdict.unchanged, verdict.corrected), (2, 1));
    }
}
