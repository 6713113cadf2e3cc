//! Which customers a person may see.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::role::Role;
use crate::lang::Bilingual;
use crate::refusal::Refusal;

/// The most values that one dimension of one person may list.
pub const MOST_VALUES: usize = 500;

/// A column of `customers` by which rows are given to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDimension {
    /// Where the customer is.
    Region,
    /// How the customer came.
    Channel,
    /// Who looks after the customer.
    Owner,
}

impl RowDimension {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Region, Self::Channel, Self::Owner];

    /// The word in JSON, and the column's name in the lake.
    pub fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Channel => "channel",
            Self::Owner => "owner",
        }
    }

    /// The dimension with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.word() == word)
    }

    /// Its name as shown to people.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Region => ("地区", "region"),
            Self::Channel => ("渠道", "channel"),
            Self::Owner => ("服务人员", "account manager"),
        };
        Bilingual::new(zh, en)
    }
}

/// Only customers whose `dimension` is one of `values`. Several permissions of a person all hold; a dimension that none of
/// them names is not restricted; a customer without a value is seen by nobody who is restricted there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowPermission {
    /// The column.
    pub dimension: RowDimension,
    /// What it may be, exactly as in the data.
    pub values: Vec<String>,
}

/// Row permissions in order: one a dimension, values sorted, none twice.
///
/// # Errors
/// `row-dimension-twice`, `row-without-values`, `too-many-row-values`; `agent-without-rows` when an agent, whose rows are the
/// reason for trust, has none and no role that sees every customer.
#[allow(clippy::result_large_err)] // A refusal ends the request.
pub fn checked(rows: &[RowPermission], roles: &BTreeSet<Role>) -> Result<Vec<RowPermission>, Refusal> {
    let mut kept: BTreeMap<RowDimension, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let word = row.dimension.word();
        let values: BTreeSet<String> = row.values.iter().cloned().collect();
        if values.is_empty() {
            return Err(refusal(
                "row-without-values",
                "没有列出允许的取值",
                "lists no value",
                "列出取值，或去掉这一项",
                "list values or leave the dimension out",
            )
            .with_value(word));
        }
        if values.len() > MOST_VALUES {
            return Err(refusal(
                "too-many-row-values",
                "取值过多（最多 500 个）",
                "lists more than 500 values",
                "改用更粗的维度，例如地区",
                "use a coarser dimension, such as the region",
            )
            .with_value(word));
        }
        if kept.insert(row.dimension, values).is_some() {
            return Err(refusal(
                "row-dimension-twice",
                "同一维度出现两次",
                "names a dimension twice",
                "把取值合并到一项",
                "put the values together",
            )
            .with_value(word));
        }
    }
    let sees_all = roles.contains(&Role::Analyst) || roles.contains(&Role::Manager);
    if kept.is_empty() && roles.contains(&Role::Agent) && !sees_all {
        return Err(refusal(
            "agent-without-rows",
            "客服专员没有行权限",
            "an agent has no rows",
            "填写其负责的服务人员、地区或渠道",
            "name the account manager, region or channel the agent serves",
        ));
    }
    Ok(kept
        .into_iter()
        .map(|(dimension, values)| RowPermission {
            dimension,
            values: values.into_iter().collect(),
        })
        .collect())
}

fn refusal(code: &'static str, zh: &str, en: &str, remedy_zh: &str, remedy_en: &str) -> Refusal {
    Refusal::new(code, Bilingual::new(zh, en), Bilingual::new(remedy_zh, remedy_en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(dimension: RowDimension, values: &[&str]) -> RowPermission {
        RowPermission {
            dimension,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    fn code(rows: &[RowPermission], roles: &[Role]) -> Option<&'static str> {
        checked(rows, &roles.iter().copied().collect())
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn rows_are_brought_into_order() {
        let rows = [
            row(RowDimension::Owner, &["李", "Ann", "李"]),
            row(RowDimension::Region, &["华东"]),
        ];
        assert_eq!(
            checked(&rows, &BTreeSet::from([Role::Manager])).unwrap(),
            [
                row(RowDimension::Region, &["华东"]),
                row(RowDimension::Owner, &["Ann", "李"])
            ]
        );
    }

    #[test]
    fn rows_that_say_too_little_or_twice_are_refused() {
        let region = row(RowDimension::Region, &["华东"]);
        assert_eq!(
            code(&[row(RowDimension::Region, &[])], &[Role::Manager]),
            Some("row-without-values")
        );
        assert_eq!(
            code(&[region.clone(), region.clone()], &[Role::Manager]),
            Some("row-dimension-twice")
        );
        let many: Vec<String> = (0..501).map(|n| n.to_string()).collect();
        let many = RowPermission {
            dimension: RowDimension::Owner,
            values: many,
        };
        assert_eq!(code(&[many], &[Role::Manager]), Some("too-many-row-values"));
        assert_eq!(code(&[], &[Role::Agent]), Some("agent-without-rows"));
        assert_eq!(code(&[], &[Role::Agent, Role::Viewer]), Some("agent-without-rows"));
        assert_eq!(code(&[], &[Role::Agent, Role::Manager]), None);
        assert_eq!(code(&[region], &[Role::Agent]), None);
    }
}
