//! `GET /workspace`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use holdfast_app::explore::{About, declared};
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::fresh::Fresh;
use crate::wire::freshness::Freshness;
use crate::wire::text::Text;

/// What the workspace offers the caller.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceAnswer {
    #[serde(flatten)]
    about: WorkspaceAbout,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// What a workspace offers.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceAbout {
    /// Its name.
    pub name: String,
    /// ISO code of all money.
    pub currency: String,
    /// IANA name of the zone of all days.
    pub time_zone: String,
    /// What the company does.
    pub industry: String,
    /// Churn definitions, the default first.
    pub definitions: Vec<WorkspaceDefinition>,
    /// What figures can be split by.
    pub dimensions: Vec<WorkspaceDimension>,
    /// Lengths of periods: `day`…`year`.
    pub grains: Vec<&'static str>,
    /// The first day with data.
    #[schema(format = Date)]
    pub first_day: Option<String>,
    /// Whether there is anything to count.
    pub has_data: bool,
    /// Whether customers have scores.
    pub has_scores: bool,
    /// The latest scores.
    pub scores: Option<WorkspaceScores>,
}

/// A churn definition.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceDefinition {
    /// Its id.
    pub id: String,
    /// In words.
    pub sentence: Text,
    /// Whether it is used where none is named.
    pub default: bool,
}

/// A dimension.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceDimension {
    /// Its name.
    pub id: String,
    /// As shown to people.
    pub label: Text,
    /// Its values, null where not known; the first thousand in order.
    pub values: Vec<Option<String>>,
    /// How many values there are.
    #[schema(minimum = 0)]
    pub count: usize,
}

/// The latest scores.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceScores {
    /// The day that was looked back from.
    #[schema(format = Date)]
    pub as_of: String,
    /// The model.
    pub model_id: String,
    /// Days that they look ahead; null where the model was deleted.
    pub horizon_days: Option<i32>,
}

impl From<About> for WorkspaceAbout {
    fn from(about: About) -> Self {
        Self {
            name: about.name,
            currency: about.currency,
            time_zone: about.time_zone,
            industry: about.industry,
            definitions: about
                .definitions
                .into_iter()
                .map(|definition| WorkspaceDefinition {
                    id: definition.id,
                    sentence: definition.sentence.into(),
                    default: definition.is_default,
                })
                .collect(),
            dimensions: about
                .dimensions
                .into_iter()
                .map(|dimension| WorkspaceDimension {
                    id: dimension.id,
                    label: dimension.label.into(),
                    values: dimension.values,
                    count: dimension.count,
                })
                .collect(),
            grains: about.grains,
            first_day: about.first_day.map(|day| day.to_string()),
            has_data: about.has_data,
            has_scores: about.scores.is_some(),
            scores: about.scores.map(|scores| WorkspaceScores {
                as_of: scores.as_of.to_string(),
                model_id: scores.model_id,
                horizon_days: scores.horizon_days,
            }),
        }
    }
}

/// What the workspace is called, what churn means in it, what figures can be split by, and which scores there are.
#[utoipa::path(get, path = "/workspace", tag = "workspace", responses((status = 200, body = WorkspaceAnswer), Problem))]
pub async fn show_workspace(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let sees = [
        Permission::ViewMetrics,
        Permission::ViewCustomers,
        Permission::RunSql,
        // Whoever gives rows to people has to name them.
        Permission::ManageUsers,
    ]
    .map(|one| caller.can(one));
    let sees = sees.contains(&true);
    let found = answered(&state, &caller, &headers, "workspace", move |reader| {
        let mut about = reader.about()?;
        if !sees {
            // Names of regions and account managers are data too.
            about.dimensions.clear();
            about.scores = None;
        }
        Ok(WorkspaceAbout::from(about))
    });
    match found.await {
        Err(problem) if problem.code == "no-data" || problem.code == "no-churn-definition" => {
            let working = state.clone();
            let about = state
                .work
                .run(move || Ok::<_, Problem>(declared(&working.live()?.session().workspace.config)))
                .await?;
            Ok(axum::Json(without_data(about)).into_response())
        }
        other => other,
    }
}

/// Of a workspace into which nothing was imported yet, what its configuration says.
fn without_data(about: About) -> Fresh<WorkspaceAbout> {
    Fresh {
        answer: about.into(),
        freshness: Freshness {
            commit: 0,
            through: None,
            as_of: None,
            refreshed_at: None,
            restricted: false,
        },
    }
}
