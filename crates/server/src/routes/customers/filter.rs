//! Which customers, as lists, files and saved filters say it.

use holdfast_app::customers::ListQuestion;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::frame::problem::Problem;
use crate::wire::asked::Asked;

/// Characters of a search at most.
const MOST_SEARCHED: usize = 200;

/// Which customers, in which order. Nothing said of something: whatever it is; several values of one thing: any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CustomerFilter {
    /// A part of an id; a part of a name, its pinyin or the initials of its pinyin, for whoever may see names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::wire::short::short::<MOST_SEARCHED, _>")]
    #[schema(max_length = 200)]
    pub search: Option<String>,
    /// `red`, `orange`, `yellow`, `none`.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub level: OneOrMore,
    /// Segments of the model, by their names as the scores keep them.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub segment: OneOrMore,
    /// `active`, `lost`, `not_yet`.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub status: OneOrMore,
    /// Regions.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub region: OneOrMore,
    /// Channels.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub channel: OneOrMore,
    /// Account managers.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub owner: OneOrMore,
    /// The company's own segments.
    #[serde(skip_serializing_if = "OneOrMore::is_none")]
    pub customer_segment: OneOrMore,
    /// Id of the churn definition that decides on the status; absent: the workspace's first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// `value_at_risk` (unless said otherwise), `p_churn`, `last_event`, `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
}

/// One value, or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several; none: whatever it is.
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    fn is_none(&self) -> bool {
        self.values().is_empty()
    }

    fn values(&self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value.clone()],
            Self::More(values) => values.clone(),
        }
    }
}

/// Names of the members that a list's address can say.
pub(super) const NAMES: [&str; 12] = [
    "cursor",
    "limit",
    "search",
    "level",
    "segment",
    "status",
    "region",
    "channel",
    "owner",
    "customer_segment",
    "definition",
    "sort",
];

impl CustomerFilter {
    /// Out of what stands behind the question mark.
    ///
    /// # Errors
    /// `parameter-twice`.
    pub(super) fn of(asked: &Asked) -> Result<Self, Problem> {
        let many = |name: &str| OneOrMore::More(asked.many(name));
        Ok(Self {
            search: asked.short("search", MOST_SEARCHED)?,
            level: many("level"),
            segment: many("segment"),
            status: many("status"),
            region: many("region"),
            channel: many("channel"),
            owner: many("owner"),
            customer_segment: many("customer_segment"),
            definition: asked.one("definition")?,
            sort: asked.one("sort")?,
        })
    }

    /// As a use case asks.
    pub fn question(&self) -> ListQuestion {
        let dimensions = [
            ("region", &self.region),
            ("channel", &self.channel),
            ("owner", &self.owner),
            ("segment", &self.customer_segment),
        ];
        ListQuestion {
            search: self.search.clone(),
            levels: self.level.values(),
            segments: self.segment.values(),
            status: self.status.values(),
            values: dimensions
                .into_iter()
                .flat_map(|(dimension, values)| {
                    let values = values.values();
                    values.into_iter().map(move |value| (dimension.to_owned(), Some(value)))
                })
                .collect(),
            sort: self.sort.clone(),
        }
    }
}
