//! `GET /customers`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::customers::{CustomerPage, ListedCustomer, Place, Sort, list};
use holdfast_app::explore::Reader;
use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{CustomerFilter, NAMES};
use super::parameters::CustomerParameters;
use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::asked::Asked;
use crate::wire::freshness::Freshness;
use crate::wire::list::{PageQuery, cursor};
use crate::wire::text::Text;

/// A page of the list.
#[derive(Serialize, ToSchema)]
pub struct CustomerList {
    #[serde(flatten)]
    page: CustomerListPage,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// The customers of a page.
#[derive(Serialize, ToSchema)]
pub struct CustomerListPage {
    /// The customers.
    pub items: Vec<CustomerListed>,
    /// Where the next page begins; null after the last.
    pub next_cursor: Option<String>,
    /// Customers on all pages.
    #[schema(minimum = 0)]
    pub total: u64,
}

/// A customer in the list.
#[derive(Serialize, ToSchema)]
pub struct CustomerListed {
    /// The key, by which one customer is asked for.
    pub key: u32,
    /// The id as the company gave it.
    pub customer_id: String,
    /// The name, masked; null where none is known.
    pub name: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// Account manager.
    pub owner: Option<String>,
    /// The company's own segment.
    pub customer_segment: Option<String>,
    /// The model's segment, by its name as the scores keep it.
    pub segment: Option<String>,
    /// Probability of being lost within the model's horizon; null without a score.
    #[schema(minimum = 0, maximum = 1)]
    pub p_churn: Option<f64>,
    /// Level of warning; null without a score.
    pub level: Option<CustomerLevel>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// The reason that raises the score most.
    pub top_reason: Option<Text>,
    /// Day of joining.
    #[schema(format = Date)]
    pub first_seen_on: Option<String>,
    /// Day of the last event.
    #[schema(format = Date)]
    pub last_event_on: Option<String>,
    /// `active`, `lost`, `not_yet` by the churn definition.
    pub status: &'static str,
}

/// How urgently a customer should be looked after.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomerLevel {
    /// Call first.
    Red,
    /// Call next.
    Orange,
    /// Watch.
    Yellow,
    /// No warning.
    None,
}

impl From<holdfast_domain::level::Level> for CustomerLevel {
    fn from(level: holdfast_domain::level::Level) -> Self {
        use holdfast_domain::level::Level;
        match level {
            Level::Red => Self::Red,
            Level::Orange => Self::Orange,
            Level::Yellow => Self::Yellow,
            Level::None => Self::None,
        }
    }
}

impl From<ListedCustomer> for CustomerListed {
    fn from(customer: ListedCustomer) -> Self {
        let [region, channel, owner, customer_segment] = customer.dimensions;
        let (p_churn, level, segment, value_at_risk_minor, top_reason) = match customer.score {
            Some(score) => (
                Some(score.p_churn),
                Some(score.level.into()),
                score.segment,
                score.value_at_risk_minor,
                score.top_reason.map(Into::into),
            ),
            None => (None, None, None, None, None),
        };
        Self {
            key: customer.key,
            customer_id: customer.customer_id,
            name: customer.name,
            region,
            channel,
            owner,
            customer_segment,
            segment,
            p_churn,
            level,
            value_at_risk_minor,
            top_reason,
            first_seen_on: customer.first_seen_on.map(|day| day.to_string()),
            last_event_on: customer.last_event_on.map(|day| day.to_string()),
            status: customer.status.word(),
        }
    }
}

/// The customers that the caller may see, filtered, searched and in order, page by page.
#[utoipa::path(get, path = "/customers", tag = "customers", params(CustomerParameters),
    responses((status = 200, body = CustomerList), Problem))]
pub async fn list_customers(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let page = PageQuery {
        cursor: asked.one("cursor")?,
        limit: asked.whole("limit")?,
    };
    let (rows, after) = (page.rows()?, page.after::<(Sort, Place)>()?);
    let filter = CustomerFilter::of(&asked)?;
    let key = format!("customers?{}", asked.key());
    let find = move |reader: &Reader| {
        let question = filter.question();
        reader.ask(filter.definition.as_deref(), |room| {
            list(room.index, &question, room.sight, after.as_ref(), rows)
        })
    };
    answered(&state, &caller, &headers, &key, move |reader| find(reader).map(page_of)).await
}

fn page_of(page: CustomerPage) -> CustomerListPage {
    CustomerListPage {
        items: page.items.into_iter().map(Into::into).collect(),
        // A place is numbers and texts: it always has a form in JSON.
        next_cursor: page.next.and_then(|next| cursor(&next).ok()),
        total: page.total,
    }
}
