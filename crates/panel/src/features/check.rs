//! Whether inputs and options fit each other.

use super::complaints::Complaints;
use super::error::FeatureError;
use super::options::FeatureOptions;
use crate::panel::Panel;
use crate::rhythm::Rhythm;

/// Refuses what features would be wrong from.
pub(super) fn check(
    panel: &Panel,
    rhythm: &Rhythm,
    complaints: Option<&Complaints>,
    as_of_us: i64,
    options: &FeatureOptions,
) -> Result<(), FeatureError> {
    let panel_us = panel.periods.starts_us.last().copied().unwrap_or(i64::MIN);
    if panel_us != as_of_us || rhythm.before_us != as_of_us || complaints.is_some_and(|c| c.before_us != as_of_us) {
        return Err(FeatureError::AsOf {
            as_of_us,
            panel_us,
            rhythm_us: rhythm.before_us,
            complaints_us: complaints.map(|complaints| complaints.before_us),
        });
    }
    let others = [
        ("rhythm", Some(rhythm.len())),
        ("complaints", complaints.map(|complaints| complaints.count.len())),
    ];
    for (name, other) in others {
        if let Some(other) = other.filter(|&other| other != panel.customers as usize) {
            let panel = panel.customers as usize;
            return Err(FeatureError::Customers { panel, name, other });
        }
    }
    let periods = panel.periods.len();
    if let Some(&window) = options
        .windows
        .iter()
        .find(|&&window| window == 0 || window as usize > periods)
    {
        return Err(FeatureError::Window { window, periods });
    }
    let twice = |names: Vec<String>| {
        (1..names.len())
            .find(|&at| names[..at].contains(&names[at]))
            .map(|at| names[at].clone())
    };
    let named = [
        options.windows.iter().map(u32::to_string).collect(),
        options.measures.iter().map(|measure| format!("{measure:?}")).collect(),
        options
            .statistics
            .iter()
            .map(|statistic| format!("{statistic:?}"))
            .collect(),
        options.kinds.clone(),
    ];
    named
        .into_iter()
        .find_map(twice)
        .map_or(Ok(()), |name| Err(FeatureError::Twice(name)))
}
