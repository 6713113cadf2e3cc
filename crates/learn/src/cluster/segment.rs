//! Segments as a stored model: any table with its columns is divided the same way.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::choose;
use super::coordinates::{Coordinates, Points};
use super::lloyd;
use super::mixture::Mixture;
use super::single;
use crate::contract::schema::Schema;
use crate::contract::task::finite;
use crate::error::LearnError;
use crate::frame::Frame;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// The customers nearest to a centre: segments of like spread; a column that says nothing pulls as hard as one that does.
    KMeans,
    /// The customers likeliest in a component of a mixture, which may be of any size and spread; a column that says nothing is given no say.
    Mixture,
}

/// How to divide.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentSettings {
    /// What a segment is.
    pub family: Family,
    /// Fewest segments tried, at least 2.
    pub min_groups: usize,
    /// Most segments tried, at least `min_groups`.
    pub max_groups: usize,
    /// Customers learned from at most, drawn by key.
    pub fit_rows: usize,
    /// Customers that stability is measured on at most.
    pub stability_rows: usize,
    /// Share of customers that the smallest segment should have, 0–1.
    pub least_share: f64,
    /// Seed.
    pub seed: u64,
}

impl Default for SegmentSettings {
    fn default() -> Self {
        Self {
            family: Family::Mixture,
            min_groups: 2,
            max_groups: 8,
            fit_rows: 6_000,
            stability_rows: 2_000,
            least_share: 0.02,
            seed: 0,
        }
    }
}

/// What was found with one number of segments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// Number of segments.
    pub groups: usize,
    /// Mean adjusted Rand index between divisions learned from two halves, at most 1.
    pub stability: f64,
    /// BIC of the mixture with this number of groups; smaller is better.
    pub bic: f64,
    /// Share of customers in the smallest segment.
    pub smallest: f64,
}

/// How a point finds its segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Assignment {
    /// By the nearest centre.
    Nearest {
        /// Coordinates of the centres.
        centres: Vec<Vec<f64>>,
    },
    /// By the likeliest component.
    Likeliest {
        /// The components.
        mixture: Mixture,
    },
}

/// Fitted segments, numbered from 0 by falling size where they were learned; the numbers stay when other tables are divided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentModel {
    /// The columns that customers are compared by.
    pub schema: Schema,
    /// How they become coordinates.
    pub coordinates: Coordinates,
    /// How a customer finds a segment.
    pub assignment: Assignment,
    /// Number of segments.
    pub segments: usize,
    /// What was found with each number of segments.
    pub tried: Vec<Tried>,
    /// Whether the division comes back on other halves of the customers (mean agreement at least 0.8).
    pub stable: bool,
    /// Whether several groups describe the customers better than one, correlated or not (BIC). Where not, the segments cut a continuum: useful for
    /// talking about customers, but nothing sets them apart.
    pub apart: bool,
}

/// Rows divided at a time.
const CHUNK: usize = 8_192;

impl Assignment {
    /// By the nearest of these centres.
    pub(super) fn nearest(centres: &Points) -> Self {
        Self::Nearest {
            centres: (0..centres.len()).map(|group| centres.row(group).to_vec()).collect(),
        }
    }

    /// The segment of each point; the first of equally near or likely ones.
    pub(super) fn of(&self, points: &Points) -> Vec<u32> {
        match self {
            Self::Nearest { centres } => {
                let centres = Points {
                    width: points.width,
                    values: centres.concat(),
                };
                lloyd::assign(points, &centres)
            }
            Self::Likeliest { mixture } => mixture.assign(points),
        }
    }

    /// The groups in another order.
    fn ordered(self, order: &[usize]) -> Self {
        match self {
            Self::Nearest { centres } => Self::Nearest {
                centres: order.iter().map(|&group| centres[group].clone()).collect(),
            },
            Self::Likeliest { mut mixture } => {
                mixture.groups = order.iter().map(|&group| mixture.groups[group].clone()).collect();
                Self::Likeliest { mixture }
            }
        }
    }
}

impl SegmentModel {
    /// Divides the customers `rows` of a frame by the columns `columns`. `None` where they do not differ in any, or lie on fewer points than
    /// `min_groups`. The order of rows does not matter.
    ///
    /// Columns should be few and chosen (drivers, or what a team can act on): among hundreds of columns every customer is far from every
    /// other. Without labels: churn is looked up afterwards ([`super::figures`]).
    ///
    /// # Errors
    /// [`LearnError::NotFinite`], [`LearnError::Mismatch`] (a column or row that is not there), [`LearnError::Setting`].
    pub fn fit(
        frame: &Frame,
        columns: &[usize],
        rows: &[u32],
        settings: &SegmentSettings,
    ) -> Result<Option<Self>, LearnError> {
        check(frame, columns, rows, settings)?;
        let frame = Frame {
            columns: columns.iter().map(|&column| frame.columns[column].clone()).collect(),
            rows: frame.rows,
        };
        finite(&frame, rows)?;
        let coordinates = Coordinates::fit(&frame, rows);
        if coordinates.width() == 0 {
            return Ok(None);
        }
        let points = in_key_order(&coordinates.points(&frame, rows), settings);
        let candidates = choose::candidates(&points, &coordinates, settings)?;
        let tried: Vec<_> = candidates.iter().map(|candidate| candidate.tried).collect();
        let Some((best, stable)) = choose::best(&tried, settings.least_share) else {
            return Ok(None);
        };
        let apart = tried[best].bic < single::bic(&points, &coordinates);
        let segments = tried[best].groups;
        let Some(candidate) = candidates.into_iter().nth(best) else {
            return Ok(None);
        };
        let mut sizes = vec![0_usize; segments];
        candidate.groups.iter().for_each(|&group| sizes[group as usize] += 1);
        let mut order: Vec<usize> = (0..segments).collect();
        order.sort_by_key(|&group| (std::cmp::Reverse(sizes[group]), group));
        Ok(Some(Self {
            schema: Schema::of(&frame),
            coordinates,
            assignment: candidate.assignment.ordered(&order),
            segments,
            tried,
            stable,
            apart,
        }))
    }

    /// The segment of every row of a frame, below `segments`. Columns are found by name; an unseen level is any other level.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn assign(&self, frame: &Frame) -> Result<Vec<u32>, LearnError> {
        let frame = self.schema.align(frame)?;
        let rows: Vec<u32> = (0..frame.rows as u32).collect();
        Ok(rows
            .par_chunks(CHUNK)
            .flat_map_iter(|chunk| self.assignment.of(&self.coordinates.points(&frame, chunk)))
            .collect())
    }
}

/// At most `fit_rows` points, ordered by key.
fn in_key_order(points: &Points, settings: &SegmentSettings) -> Points {
    let mut order: Vec<(u64, u32)> = points.keys(settings.seed).into_iter().zip(0..).collect();
    order.sort_unstable();
    let rows: Vec<u32> = order.into_iter().take(settings.fit_rows).map(|(_, row)| row).collect();
    points.take(&rows)
}

fn check(frame: &Frame, columns: &[usize], rows: &[u32], settings: &SegmentSettings) -> Result<(), LearnError> {
    let setting = |name, value: usize, allowed| LearnError::Setting {
        name,
        value: value.to_string(),
        allowed,
    };
    if settings.min_groups < 2 {
        return Err(setting("fewest segments", settings.min_groups, "at least 2"));
    }
    if settings.max_groups < settings.min_groups {
        return Err(setting("most segments", settings.max_groups, "at least the fewest"));
    }
    if settings.fit_rows < 2 || settings.stability_rows < 2 {
        return Err(setting("rows to learn segments from", settings.fit_rows, "at least 2"));
    }
    let absent = |what, found: usize| LearnError::Mismatch {
        what,
        found,
        rows: frame.rows,
    };
    if let Some(&column) = columns.iter().find(|&&column| column >= frame.columns.len()) {
        return Err(absent("a column number", column));
    }
    if let Some(&row) = rows.iter().find(|&&row| row as usize >= frame.rows) {
        return Err(absent("a row number", row as usize));
    }
    Ok(())
}
