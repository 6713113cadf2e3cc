//! `cohorts`: of those who first bought in a period, how many bought again how much later.

use arrow::record_batch::RecordBatch;
use holdfast_panel::cohort::{Retention, calendar, on, on_or_after, range, rolling};
use holdfast_panel::history::Qualifying;
use holdfast_panel::window::{Coverage, Window};

use super::frame::Frame;
use super::scope::{Place, Scope};
use crate::error::EngineError;

/// What counts as bought again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Calendar,
    Rolling,
    On,
    OnOrAfter,
    Range,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Calendar, Self::Rolling, Self::On, Self::OnOrAfter, Self::Range];

    fn id(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Rolling => "rolling",
            Self::On => "on",
            Self::OnOrAfter => "on_or_after",
            Self::Range => "range",
        }
    }

    fn count(self, scope: &Scope<'_>, window: &Window, ages: usize) -> Result<Retention, EngineError> {
        if self == Self::Rolling {
            let events = scope.data.events()?;
            let qualifying = Qualifying::of(scope.definition.rule.counts(), &events.kinds);
            return Ok(rolling(
                &events,
                scope.data.zone(),
                &qualifying,
                &scope.table.groups,
                window,
                ages,
            ));
        }
        let history = scope.history()?;
        Ok(match self {
            Self::Calendar | Self::Rolling => calendar(&history, &scope.table.groups, window, ages),
            Self::On => on(&history, &scope.table.groups, window, ages),
            Self::OnOrAfter => on_or_after(&history, &scope.table.groups, window, ages),
            Self::Range => range(&history, &scope.table.groups, window, ages),
        })
    }
}

/// A cell of a cohort table.
struct Aged {
    kind: &'static str,
    age: usize,
    size: u64,
    retained: Option<u64>,
    coverage: Coverage,
}

/// Columns `cohort` (first day of the period of the first purchase), `kind`, `age`, `size`, `retained` (null where not due), `status`:
/// a row an age.
pub(super) fn build(scope: &Scope<'_>, kinds: &[Kind]) -> Result<RecordBatch, EngineError> {
    let groups = scope.table.groups.count as usize;
    let mut places: Vec<Place> = Vec::new();
    let mut cells: Vec<Aged> = Vec::new();
    for &kind in kinds {
        for (index, window) in scope.windows.iter().enumerate() {
            let table = kind.count(scope, window, scope.max_ages)?;
            for place in scope.places().into_iter().filter(|place| place.window == index) {
                for age in 0..table.ages {
                    let coverage = table.coverage[place.period * table.ages + age];
                    let retained = table.retained[(place.period * table.ages + age) * groups + place.group];
                    places.push(place);
                    cells.push(Aged {
                        kind: kind.id(),
                        age,
                        size: table.size[place.cell],
                        retained: (coverage != Coverage::NotDue).then_some(retained),
                        coverage,
                    });
                }
            }
        }
    }
    let mut frame = Frame::new("cohorts", "cohort", scope, &places);
    frame.text("kind", |row| cells[row].kind);
    frame.whole_or_null("age", |row| i64::try_from(cells[row].age).ok());
    frame.whole_or_null("size", |row| i64::try_from(cells[row].size).ok());
    frame.whole_or_null("retained", |row| {
        cells[row].retained.and_then(|n| i64::try_from(n).ok())
    });
    frame.text("status", |row| match cells[row].coverage {
        Coverage::Complete => "complete",
        Coverage::Partial => "partial",
        Coverage::NotDue => "not_due",
    });
    frame.finish()
}
