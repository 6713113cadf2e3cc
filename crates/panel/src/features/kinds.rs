//! Kinds that are worth columns of their own.

use crate::panel::Panel;

/// The `most` kinds with the most events in the panel, most frequent first, ties by name; kinds without events are left out.
///
/// Choose them on training data and keep them: features of another day must have the same columns.
pub fn most_frequent_kinds(panel: &Panel, most: usize) -> Vec<String> {
    let mut events = vec![0_u64; panel.kinds.len()];
    for block in &panel.blocks {
        for (&kind, &count) in block.cells.kind.iter().zip(&block.cells.count) {
            events[usize::from(kind)] += u64::from(count);
        }
    }
    let mut ranked: Vec<(u64, &String)> = events
        .into_iter()
        .zip(&panel.kinds)
        .filter(|(events, _)| *events > 0)
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    ranked.into_iter().take(most).map(|(_, kind)| kind.clone()).collect()
}
