//! What is in a dashboard.

use holdfast_domain::lang::Bilingual;
use holdfast_store::documents::document::DocumentKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routes::documents::Spec;

/// Saved questions side by side, in a grid of twelve columns.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DashboardSpec {
    /// The questions and their places.
    #[schema(max_items = 40)]
    pub items: Vec<DashboardItem>,
    /// Filters that hold for all of them.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub filters: Vec<DashboardFilter>,
    /// Length of the periods of all of them; absent: each its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

/// A question on a dashboard, and its place.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DashboardItem {
    /// Its name on the dashboard.
    pub id: String,
    /// The question.
    pub question_id: String,
    /// First column, from 0.
    #[schema(maximum = 11)]
    pub x: u32,
    /// First row, from 0.
    #[schema(maximum = 1000)]
    pub y: u32,
    /// Columns.
    #[schema(minimum = 1, maximum = 12)]
    pub w: u32,
    /// Rows.
    #[schema(minimum = 1, maximum = 100)]
    pub h: u32,
    /// What it is called here; absent: as the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A dimension and the values that customers may have.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DashboardFilter {
    /// The dimension.
    pub dimension: String,
    /// The values; null: not known.
    pub values: Vec<Option<String>>,
}

/// Questions of one dashboard, filters, columns, and rows.
const ITEMS: usize = 40;
const FILTERS: usize = 20;
const COLUMNS: u32 = 12;
const ROWS: u32 = 1_000;
const HEIGHT: u32 = 100;

impl Spec for DashboardSpec {
    const KIND: DocumentKind = DocumentKind::Dashboard;

    fn objection(&self) -> Option<(&'static str, Bilingual)> {
        if self.items.len() > ITEMS || self.filters.len() > FILTERS {
            return Some((
                "items",
                Bilingual::new(
                    "一个看板最多 40 个问题、20 个筛选",
                    "a dashboard has at most 40 questions and 20 filters",
                ),
            ));
        }
        let outside = self.items.iter().any(|item| {
            let fits = item.w >= 1 && item.x < COLUMNS && item.x + item.w.min(COLUMNS) <= COLUMNS && item.w <= COLUMNS;
            !fits || item.y > ROWS || !(1..=HEIGHT).contains(&item.h)
        });
        if outside {
            return Some((
                "items",
                Bilingual::new(
                    "有问题放在了网格之外",
                    "a question lies outside the grid of twelve columns",
                ),
            ));
        }
        let mut ids: Vec<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        ids.sort_unstable();
        let twice = ids.windows(2).any(|pair| pair[0] == pair[1]);
        twice.then(|| {
            (
                "items",
                Bilingual::new("有两项的 id 相同", "two items have the same id"),
            )
        })
    }
}
