//! For what a view is built.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfast_domain::rule::{ChurnRule, DeclaredChurn};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::DayHistory;
use holdfast_panel::spells::Spells;
use holdfast_panel::window::Window;

use crate::error::EngineError;
use crate::metrics::data::{GroupTable, MetricData};

/// A question as the views see it.
pub(crate) struct Scope<'a> {
    /// The data.
    pub data: &'a dyn MetricData,
    /// What churn means.
    pub definition: &'a DeclaredChurn,
    /// Stretches of periods, apart from each other, in order.
    pub windows: Vec<Window>,
    /// Names of the dimensions.
    pub dims: &'a [String],
    /// The group of every customer; a group without a label is what the filter leaves out.
    pub table: Arc<GroupTable>,
    /// Ages of cohorts to give at most.
    pub max_ages: usize,
}

/// A period and group of a view, and where its counts are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Which window.
    pub window: usize,
    /// Which period of it.
    pub period: usize,
    /// Which group.
    pub group: usize,
    /// `period * groups + group` of the window's counts.
    pub cell: usize,
    /// First day of the period, days since 1970.
    pub first_day: i32,
}

impl Scope<'_> {
    /// All periods that have begun, by group, in order.
    pub fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for (index, window) in self.windows.iter().enumerate() {
            for period in 0..window.begun() {
                let first_day = window.start(period);
                places.extend((0..self.table.labels.len()).map(|group| Place {
                    window: index,
                    period,
                    group,
                    cell: period * self.table.groups.count as usize + group,
                    first_day,
                }));
            }
        }
        places
    }

    /// The spells of the definition.
    pub fn spells(&self) -> Result<Arc<Spells>, EngineError> {
        self.data.spells(&self.definition.id)
    }

    /// The days of the definition.
    pub fn history(&self) -> Result<Arc<DayHistory>, EngineError> {
        self.data.history(&self.definition.id)
    }

    /// Whether money is fees of subscriptions.
    pub fn by_contract(&self) -> bool {
        matches!(self.definition.rule, ChurnRule::Contract { .. })
    }
}

/// The groups of `dims`, customers whom a filter leaves out in a last group of their own that has no label.
///
/// `filters` are dimensions and the value that they must have.
pub(crate) fn filtered(
    data: &dyn MetricData,
    dims: &[String],
    filters: &[(String, Option<String>)],
) -> Result<Arc<GroupTable>, EngineError> {
    if filters.is_empty() {
        return data.groups(dims);
    }
    let mut all = dims.to_vec();
    for (name, _) in filters {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    let table: Arc<GroupTable> = data.groups(&all)?;
    let at = |name: &String| all.iter().position(|other| other == name);
    let passes = |label: &[Option<String>]| {
        filters
            .iter()
            .all(|(name, value)| at(name).is_some_and(|index| label[index] == *value))
    };
    let mut labels: Vec<Vec<Option<String>>> = Vec::new();
    let mut known: BTreeMap<&[Option<String>], usize> = BTreeMap::new();
    let codes: Vec<Option<usize>> = table
        .labels
        .iter()
        .map(|label| {
            passes(label).then(|| {
                let short = &label[..dims.len()];
                *known.entry(short).or_insert_with(|| {
                    labels.push(short.to_vec());
                    labels.len() - 1
                })
            })
        })
        .collect();
    let outside = labels.len() as u32;
    let groups = Groups {
        count: outside + 1,
        starts: table.groups.starts.clone(),
        from_day: table.groups.from_day.clone(),
        group: table
            .groups
            .group
            .iter()
            // A group without a label is outside already.
            .map(|&group| {
                codes
                    .get(group as usize)
                    .copied()
                    .flatten()
                    .map_or(outside, |code| code as u32)
            })
            .collect(),
    };
    Ok(Arc::new(GroupTable { groups, labels }))
}
