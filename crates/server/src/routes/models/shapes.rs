//! `GET /models/{id}/shapes`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::models::looking::shapes::{
    ModelShapes, ShapeBin as Bin, ShapeCardLine, ShapeColumn as Column, ShapeTerm as Term, ShapedPart as Part,
    model_shapes as shapes,
};
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// A model as far as it can be drawn.
#[derive(Serialize, ToSchema)]
pub struct Shapes {
    /// The model.
    pub model_id: String,
    /// Its parts that have shapes: explainable boosting and scorecards, alone or in a blend.
    pub parts: Vec<ShapePart>,
    /// What the model reads, strongest first; trees and others have nothing else to draw.
    pub importance: Vec<Importance>,
}

/// A part with shapes.
#[derive(Serialize, ToSchema)]
pub struct ShapePart {
    /// `additive` or `scorecard`.
    pub kind: String,
    /// Its weight in the log-odds; 1 for a model that is no blend.
    pub weight: f64,
    /// Log-odds before anything is added; null for a scorecard.
    pub intercept: Option<f64>,
    /// Shape functions, the most important first.
    pub terms: Vec<ShapeFunction>,
    /// Lines of a scorecard.
    pub card: Vec<CardLine>,
}

/// A shape function of one column, or a surface of two.
#[derive(Serialize, ToSchema)]
pub struct ShapeFunction {
    /// One column, or two.
    pub columns: Vec<ShapedColumn>,
    /// Weighted mean of the absolute value, log-odds.
    pub importance: f64,
    /// One point a bin, or a cell with the second column running fastest.
    pub points: Vec<ShapePoint>,
}

/// A column of a shape.
#[derive(Serialize, ToSchema)]
pub struct ShapedColumn {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Text,
    /// What each bin holds.
    pub bins: Vec<ShapeBin>,
}

/// What a bin holds.
#[derive(Serialize, ToSchema)]
pub struct ShapeBin {
    /// `missing`, `between`, `level`, `rare`.
    pub kind: String,
    /// `between`: lower edge, not included; null: open.
    pub above: Option<f64>,
    /// `between`: upper edge, included; null: open.
    pub up_to: Option<f64>,
    /// `level`: its name.
    pub level: Option<String>,
}

/// What is added in a bin.
#[derive(Serialize, ToSchema)]
pub struct ShapePoint {
    /// Log-odds.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Weight of the rows in the bin; 0: nothing is known here.
    pub weight: f64,
}

/// A line of a scorecard.
#[derive(Serialize, ToSchema)]
pub struct CardLine {
    /// The column's name.
    pub column: String,
    /// In words.
    pub label: Text,
    /// Which values.
    pub values: ShapeBin,
    /// Churn rate; null without rows.
    pub churn_rate: Option<f64>,
    /// Weight of evidence.
    pub woe: f64,
    /// Information value of the column.
    pub information_value: f64,
    /// Points, more for less churn.
    pub points: f64,
}

/// A column with what it adds on average.
#[derive(Serialize, ToSchema)]
pub struct Importance {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Text,
    /// Mean size of what it adds to the log-odds.
    pub importance: f64,
}

impl From<Bin> for ShapeBin {
    fn from(bin: Bin) -> Self {
        let empty = |kind: &str| Self {
            kind: kind.to_owned(),
            above: None,
            up_to: None,
            level: None,
        };
        match bin {
            Bin::Missing => empty("missing"),
            Bin::Rare => empty("rare"),
            Bin::Between { above, up_to } => Self {
                above,
                up_to,
                ..empty("between")
            },
            Bin::Level { level } => Self {
                level: Some(level),
                ..empty("level")
            },
        }
    }
}

impl From<Column> for ShapedColumn {
    fn from(column: Column) -> Self {
        Self {
            name: column.name,
            label: column.label.into(),
            bins: column.bins.into_iter().map(ShapeBin::from).collect(),
        }
    }
}

impl From<Term> for ShapeFunction {
    fn from(term: Term) -> Self {
        let points = term.points.into_iter().map(|point| ShapePoint {
            value: point.value,
            low: point.low,
            high: point.high,
            weight: point.weight,
        });
        Self {
            columns: term.columns.into_iter().map(ShapedColumn::from).collect(),
            importance: term.importance,
            points: points.collect(),
        }
    }
}

impl From<ShapeCardLine> for CardLine {
    fn from(line: ShapeCardLine) -> Self {
        Self {
            column: line.column,
            label: line.label.into(),
            values: line.values.into(),
            churn_rate: line.churn_rate,
            woe: line.woe,
            information_value: line.information_value,
            points: line.points,
        }
    }
}

impl From<Part> for ShapePart {
    fn from(part: Part) -> Self {
        Self {
            kind: part.kind.to_owned(),
            weight: part.weight,
            intercept: part.intercept,
            terms: part.terms.into_iter().map(ShapeFunction::from).collect(),
            card: part.card.into_iter().map(CardLine::from).collect(),
        }
    }
}

impl From<ModelShapes> for Shapes {
    fn from(shapes: ModelShapes) -> Self {
        let importance = shapes.importance.into_iter().map(|feature| Importance {
            name: feature.name,
            label: feature.label.into(),
            importance: feature.importance,
        });
        Self {
            model_id: shapes.model_id,
            parts: shapes.parts.into_iter().map(ShapePart::from).collect(),
            importance: importance.collect(),
        }
    }
}

/// What a model makes of each value of a column.
#[utoipa::path(get, path = "/models/{id}/shapes", tag = "models", params(("id" = String, Path, description = "the model's id", max_length = 64)),
    responses((status = 200, body = Shapes), Problem))]
pub async fn model_shapes(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Shapes>, Problem> {
    caller.may(Permission::ViewModels)?;
    let folder = state.folder.clone();
    let found = state.work.run(move || shapes(&Registry::of(&folder), &id)).await?;
    Ok(Json(found.into()))
}
