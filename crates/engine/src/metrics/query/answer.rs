//! Builds the views that a metric reads, and runs its SQL over them.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::number::Key;
use super::plan::Plan;
use crate::error::{Doing, EngineError};
use crate::metrics::data::MetricData;
use crate::metrics::sql::{Answer, Blanks, Cell, Session, Table, fill};
use crate::metrics::view::{Chosen, Scope, View, filtered};

/// Period (first day), dimensions, keys: what tells rows apart.
pub(crate) type RowKey = (i32, Vec<Option<String>>, Vec<Key>);

/// What the SQL gave, by row.
pub(crate) struct Answered {
    /// The SQL that was executed.
    pub sql: String,
    /// Its rows.
    pub cells: BTreeMap<RowKey, Cell>,
    /// The groups there are, sorted.
    pub groups: Vec<Vec<Option<String>>>,
}

/// Answers a planned question.
///
/// # Errors
/// See [`MetricEngine::run`](crate::metrics::MetricEngine::run).
pub(crate) fn answer(plan: &Plan<'_>, session: &Session, data: &dyn MetricData) -> Result<Answered, EngineError> {
    let filters: Vec<_> = plan
        .query
        .filters
        .iter()
        .map(|filter| (filter.dim.clone(), filter.value.clone()))
        .collect();
    let table = filtered(data, &plan.query.by, &filters)?;
    let scope = Scope {
        data,
        definition: plan.definition,
        windows: plan.windows.clone(),
        dims: &plan.query.by,
        table,
        max_ages: plan.max_ages,
    };
    let grain = plan.grain();
    let bound = |period: i32| grain.first_day(period);
    let (from, to) = match (plan.windows.first(), plan.windows.last()) {
        (Some(first), Some(last)) => (bound(first.first), grain.last_day(last.last)),
        _ => (bound(plan.first), grain.last_day(plan.last)),
    };
    fits(scope.table.labels.len(), to.number() - from.number() + 1)?;
    let blanks = Blanks {
        dims: &plan.query.by,
        grain,
        from,
        to,
        through: plan.through,
        zone: data.zone().name(),
    };
    let sql = fill(&plan.metric.sql, &blanks).map_err(|name| EngineError::Failed {
        doing: format!("filling in metric {}", plan.metric.id),
        cause: format!("placeholder {name}"),
    })?;
    let mut cells = BTreeMap::new();
    if !plan.windows.is_empty() {
        let answer = select(plan, session, &scope, &filters, &sql)?;
        for cell in answer.cells {
            insert(plan, &mut cells, cell)?;
        }
    }
    let mut groups = scope.table.labels.clone();
    groups.sort_by(|a, b| order(a, b));
    Ok(Answered { sql, cells, groups })
}

/// Days × groups of one question at most: customers who come and go are counted by both, in some twenty bytes each.
const MOST_CELLS: i64 = 20_000_000;

/// Refuses a question whose counts memory has no room for.
fn fits(groups: usize, days: i32) -> Result<(), Refusal> {
    let cells = i64::try_from(groups)
        .unwrap_or(i64::MAX)
        .saturating_mul(i64::from(days));
    if cells <= MOST_CELLS {
        return Ok(());
    }
    Err(Refusal::new(
        "too-many-groups",
        bilingual!(
            "{groups} 个分组 × {days} 天，一次算不下",
            "{groups} groups × {days} days are too many for one question"
        ),
        Bilingual::new(
            "减少维度，加条件，或缩短时间范围",
            "split by fewer dimensions, add a condition, or shorten the range",
        ),
    ))
}

/// Runs the SQL over the views and tables it reads.
fn select(
    plan: &Plan<'_>,
    session: &Session,
    scope: &Scope<'_>,
    filters: &[Chosen],
    sql: &str,
) -> Result<Answer, EngineError> {
    let mut views = Vec::new();
    let mut tables = Vec::new();
    for name in &plan.metric.needs {
        match View::parse(name) {
            Some(view) => views.push(Table {
                name: name.clone(),
                rows: view.rows(scope, filters)?,
            }),
            None => tables.push(name.clone()),
        }
    }
    if !tables.is_empty() && !plan.query.filters.is_empty() {
        return Err(Refusal::new(
            "filter-on-tables",
            Bilingual::new(
                "这个指标自己读取数据表，筛选条件加不进去",
                "the metric reads tables itself, where a filter cannot be put",
            ),
            Bilingual::new(
                "按这个维度分组后取其中一行，或把条件写进指标的 SQL",
                "group by the dimension and take its row, or write the condition into the metric's SQL",
            ),
        )
        .in_file(plan.metric.file.as_str())
        .into());
    }
    let context = session.context(views)?;
    if !tables.is_empty() {
        scope.data.register_tables(&context, &tables)?;
        for name in &tables {
            if !context
                .table_exist(name.as_str())
                .doing(|| format!("looking for table {name}"))?
            {
                let views = View::ALL.map(View::name).join(", ");
                return Err(Refusal::new(
                    "unknown-table",
                    Bilingual::new("没有这个视图或数据表", "there is no such view or table"),
                    bilingual!(
                        "视图有 {views}；数据表见 holdfast sql",
                        "views are {views}; for tables see holdfast sql"
                    ),
                )
                .in_file(plan.metric.file.as_str())
                .with_value(name)
                .into());
            }
        }
    }
    Answer::of(&context, plan.metric, &plan.query.by, sql)
}

/// Adds a row of the answer; rows of periods that were not asked for are left out.
fn insert(plan: &Plan<'_>, cells: &mut BTreeMap<RowKey, Cell>, cell: Cell) -> Result<(), Refusal> {
    let grain = plan.grain();
    let day = holdfast_domain::day::Day::from_number(cell.period);
    let period = grain.period_of(day);
    if grain.first_day(period) != day {
        let grain = grain.id();
        return Err(Refusal::new(
            "bad-metric-column",
            bilingual!(
                "period 不是 {grain} 的第一天",
                "period is not the first day of a {grain}"
            ),
            Bilingual::new(
                "用 date_trunc('{grain}', …) 取周期的第一天",
                "take the first day of the period, e.g. by date_trunc('{grain}', …)",
            ),
        )
        .in_file(plan.metric.file.as_str())
        .in_column("period")
        .with_value(&day.to_string()));
    }
    if !plan
        .windows
        .iter()
        .any(|window| window.first <= period && period <= window.last)
    {
        return Ok(());
    }
    let key = (cell.period, cell.dims.clone(), cell.keys.clone());
    if let Some(twice) = cells.insert(key, cell) {
        let dims: Vec<&str> = twice.dims.iter().map(|dim| dim.as_deref().unwrap_or("null")).collect();
        return Err(Refusal::new(
            "metric-rows-repeat",
            Bilingual::new(
                "同一周期、同一组维度有两行",
                "two rows for the same period and dimensions",
            ),
            Bilingual::new(
                "在 SQL 中 GROUP BY period{dims}；其他区分行的列写进 keys",
                "GROUP BY period{dims} in the SQL; name other columns that tell rows apart under keys",
            ),
        )
        .in_file(plan.metric.file.as_str())
        .with_value(&format!("{day} {}", dims.join(" "))));
    }
    Ok(())
}

/// By value, what is not known last.
pub(crate) fn order(a: &[Option<String>], b: &[Option<String>]) -> std::cmp::Ordering {
    let key = |value: &Option<String>| (value.is_none(), value.clone());
    a.iter().map(key).cmp(b.iter().map(key))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn what_memory_has_no_room_for_is_refused_before_it_is_counted() {
        assert!(fits(50_000, 366).is_ok() && fits(0, 3_700).is_ok());
        let refused = fits(100_000, 366).unwrap_err();
        assert_eq!(refused.code, "too-many-groups");
        assert!(refused.problem.en.contains("100000 groups"), "{}", refused.problem.en);
        assert!(fits(usize::MAX, i32::MAX).is_err());
    }
}
