//! Risk sets by counting, where durations are small whole numbers.

use rayon::prelude::*;

use super::sets::RiskSet;
use crate::survival::spells::Spells;

/// Days of three centuries; two counters for each fit the cache of a core.
const MOST: usize = 1 << 17;

/// Exits and events at one whole time.
type Counts = Vec<[u64; 2]>;

/// As [`super::sorted::sweep`] for rows of weight 1 whose times are small whole numbers; `false`, and nothing visited,
/// where they are not. Counts are exact, so threads cannot change them.
pub(super) fn counted(spells: &Spells, visit: &mut impl FnMut(usize, RiskSet)) -> bool {
    let latest = spells.exit.par_iter().copied().reduce(|| 0.0, f64::max);
    // Few rows over a long time are sorted faster than a long table is cleared.
    let most = MOST.min(16 * spells.len() + 64);
    if latest >= most as f64 {
        return false;
    }
    let size = latest as usize + 1;
    let Some(counts) = tally(spells.exit, size, |row| spells.event[row]) else {
        return false;
    };
    let entered = match spells.entry {
        None => None,
        Some(entry) => match tally(entry, size, |_| false) {
            None => return false,
            some => some,
        },
    };
    let mut to_come = counts.iter().filter(|count| count[1] > 0).count();
    let mut here = 0;
    for (time, [exits, events]) in counts.iter().enumerate().rev() {
        here += exits;
        here -= entered.as_ref().map_or(0, |entered| entered[time][0]);
        if *events > 0 {
            let set = RiskSet {
                time: time as f64,
                events: *events as f64,
                left: (here - events) as f64,
            };
            visit(to_come, set);
            to_come -= 1;
        }
    }
    true
}

/// Rows and events at each time below `size`, times below 0 left out; `None` if a time is not whole.
fn tally(times: &[f64], size: usize, event: impl Fn(usize) -> bool + Sync) -> Option<Counts> {
    let part = times.len().div_ceil(rayon::current_num_threads()).max(1);
    let parts: Vec<Option<Counts>> = times
        .par_chunks(part)
        .enumerate()
        .map(|(index, times)| {
            let mut counts = vec![[0; 2]; size];
            for (row, &time) in times.iter().enumerate() {
                if time < 0.0 {
                    continue;
                }
                let whole = time as usize;
                if whole as f64 != time || whole >= size {
                    return None;
                }
                counts[whole][0] += 1;
                counts[whole][1] += u64::from(event(index * part + row));
            }
            Some(counts)
        })
        .collect();
    let mut total = vec![[0; 2]; size];
    for part in parts {
        for (sum, count) in total.iter_mut().zip(part?) {
            sum[0] += count[0];
            sum[1] += count[1];
        }
    }
    Some(total)
}
