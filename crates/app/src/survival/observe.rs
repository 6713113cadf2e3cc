//! From the user's columns to spells of observation.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, ReadTable};
use holdfast_engine::table::Column;
use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::spells::Spells;

use super::interval;
use super::options::{Model, Recurrence, SurvivalOptions};
use super::spells::{CustomerRows, by_number};
use crate::analyze::understand::label::meaning;
use crate::columns::categories::Categories;
use crate::columns::dates::{Unit, is_date};
use crate::columns::design::Design;
use crate::columns::pick::Pick;
use crate::columns::picked::Picked;
use crate::columns::refuse::{Arguments, refuse};
use crate::error::AppError;

/// Causes are few: one curve each.
const MOST_CAUSES: usize = 50;
/// Words for "still a customer" in a column of causes, beside those of a churn label.
const CENSORED: [&str; 5] = ["censored", "none", "删失", "未离开", "未流失"];

/// What was observed: one entry a row that is used.
pub(super) struct Observed<'a> {
    /// The rows.
    pub(super) picked: Picked<'a>,
    /// The options it was made with.
    pub(super) options: &'a SurvivalOptions,
    /// Where observation ended.
    pub(super) exit: Vec<f64>,
    /// Whether it ended with churn (for whatever cause).
    pub(super) event: Vec<bool>,
    /// Where it began.
    pub(super) entry: Option<Vec<f64>>,
    /// Case weights.
    pub(super) weight: Option<Vec<f64>>,
    /// Strata.
    pub(super) strata: Option<Categories>,
    /// Groups that get a curve each.
    pub(super) group: Option<Categories>,
    /// Rows that belong together.
    pub(super) cluster: Option<Categories>,
    /// Added to the linear predictor.
    pub(super) offset: Option<Vec<f64>>,
    /// Columns that explain.
    pub(super) design: Design,
    /// Cause by row, 0 for none, and the names of causes 1, 2, …
    pub(super) causes: Option<(Vec<u16>, Vec<String>)>,
    /// The customer's id.
    pub(super) id: Option<&'a Column>,
    /// Unit of time where it is known.
    pub(super) unit: Option<Bilingual>,
    /// Where it is only known to have ended by then, `exit` being where it was last seen to go on; infinite: still there.
    pub(super) upper: Option<Vec<f64>>,
    /// Whether a row is the customer's last, where customers have several.
    pub(super) last: Option<Vec<bool>>,
    /// The customers' spells, where churn recurs.
    pub(super) customers: Option<CustomerRows>,
}

impl Observed<'_> {
    /// The spells.
    pub(super) fn spells(&self) -> Spells<'_> {
        Spells {
            entry: self.entry.as_deref(),
            exit: &self.exit,
            event: &self.event,
            weight: self.weight.as_deref(),
        }
    }

    /// The columns that explain, as [`Design::slices`] gives them.
    pub(super) fn covariates<'s>(&'s self, columns: &'s [&'s [f64]]) -> Covariates<'s> {
        Covariates {
            names: &self.design.names,
            columns,
        }
    }

    /// An estimator's error in the words of the file.
    pub(super) fn refuse(&self, error: StatsError) -> AppError {
        let named = |name: &'_ Option<String>| name.clone().unwrap_or_default();
        let (entry, weight) = (named(&self.options.entry), named(&self.options.weights));
        let arguments = Arguments {
            duration: &self.options.duration,
            entry: &entry,
            weight: &weight,
        };
        refuse(error, &self.picked, &arguments)
    }
}

/// Takes the columns out of the table.
///
/// # Errors
/// Unknown columns, values that are no numbers, dates or outcomes, no usable row.
pub(super) fn observe<'a>(input: &'a ReadTable, options: &'a SurvivalOptions) -> Result<Observed<'a>, AppError> {
    let mut pick = Pick::new(input);
    let duration = pick.column(&options.duration, "--duration")?;
    let entry = need(&mut pick, options.entry.as_deref(), "--entry")?;
    let (event, causes) = if options.chosen() == Model::Competing {
        let (codes, names) = need_causes(&mut pick, options)?;
        (codes.iter().map(|&code| code != 0).collect(), Some((codes, names)))
    } else if options.upper.is_some() {
        (Vec::new(), None)
    } else {
        let event = pick.need_outcome(&options.event, options.positive.as_deref(), "--event")?;
        (event, None)
    };
    need_end(&mut pick, duration, &event, options)?;
    let weight = need(&mut pick, options.weights.as_deref(), "--weights")?;
    let strata = need(&mut pick, options.strata.as_deref(), "--strata")?;
    let group = need(&mut pick, options.group.as_deref(), "--group")?;
    let cluster = need(&mut pick, options.cluster.as_deref(), "--cluster")?;
    let offset = need(&mut pick, options.offset.as_deref(), "--offset")?;
    let id = match &options.id {
        // Rows of nobody have no place among a customer's spells.
        Some(name) if options.recurrent.is_some() => Some(pick.need(name, "--id")?),
        Some(name) => Some(pick.column(name, "--id")?),
        None => None,
    };
    let upper = match &options.upper {
        Some(name) => Some(pick.column(name, "--upper")?),
        None => None,
    };
    let mut covariates = Vec::new();
    for name in &options.covariates {
        covariates.push(pick.need(name, "--covariates")?);
    }
    let picked = pick.finish()?;
    let customers = match (id, entry) {
        (Some(id), Some(entry)) if options.recurrent.is_some() || id.missing == 0 => {
            Some(CustomerRows::read(&picked, id, [entry, duration], options)?)
        }
        _ => None,
    };
    let (exit, entry, unit) = times(&picked, duration, entry, options)?;
    let upper = match upper {
        Some(column) => Some(interval::upper(&picked, column, &exit, options)?),
        None => None,
    };
    let event = match &upper {
        Some(upper) => upper.iter().map(|end| end.is_finite()).collect(),
        None => picked.gather::<bool>(&event),
    };
    let numbers = |column: Option<&Column>| column.map(|c| picked.numbers(c)).transpose();
    let observed = Observed {
        exit,
        entry,
        unit,
        event,
        upper,
        last: customers.as_ref().map(CustomerRows::last),
        customers: None,
        weight: numbers(weight)?,
        offset: numbers(offset)?,
        strata: strata.map(|c| picked.categories(c)),
        group: group.map(|c| picked.categories(c)),
        cluster: cluster.map(|c| picked.categories(c)),
        design: picked.design(&covariates)?,
        causes: causes.map(|(codes, names)| (picked.gather::<u16>(&codes), names)),
        id,
        options,
        picked,
    };
    match (options.recurrent, customers) {
        (Some(recurrence), Some(customers)) => arranged(observed, recurrence, customers),
        _ => Ok(observed),
    }
}

/// The same rows on the clock and in the strata of a model of recurrent churn.
fn arranged(mut observed: Observed, recurrence: Recurrence, customers: CustomerRows) -> Result<Observed, AppError> {
    let rows = customers.arrange(&observed.event, recurrence, &observed.picked, observed.options)?;
    observed.strata = rows.strata.as_deref().map(by_number).or(observed.strata);
    observed.entry = Some(rows.entry);
    observed.exit = rows.exit;
    observed.cluster = Some(customers.customer.clone());
    observed.customers = Some(customers);
    Ok(observed)
}

/// Leaves out the rows without an end, except customers who are still there as of the day that was given.
///
/// # Errors
/// `open-ended` where customers who have not left lack an end date and no such day was given: leaving them out would
/// make everybody a leaver.
fn need_end(pick: &mut Pick, end: &Column, event: &[bool], options: &SurvivalOptions) -> Result<(), Refusal> {
    if end.missing == 0 {
        return Ok(());
    }
    let dates = is_date(end) && options.entry.is_some() && !event.is_empty();
    let open = |row: usize| dates && !event[row] && end.text_at(row).is_none();
    if options.as_of.is_some() {
        pick.drop_where(&end.name, |row| end.text_at(row).is_none() && !open(row));
        return Ok(());
    }
    let count = (0..end.values.len()).filter(|&row| open(row)).count();
    if count > 0 {
        return Err(pick.in_file(
            Refusal::new(
                "open-ended",
                bilingual!(
                    "{count} 个还没离开的客户没有结束日期",
                    "{count} customers who have not left have no end date"
                ),
                bilingual!(
                    "用 --as-of 指明数据截至哪一天，如 --as-of 2024-06-30：他们到那天仍是客户",
                    "say with --as-of up to which day the data go, e.g. --as-of 2024-06-30: they were still there on that day"
                ),
            )
            .in_column(end.name.as_str()),
        ));
    }
    pick.drop_where(&end.name, |row| end.text_at(row).is_none());
    Ok(())
}

/// A day as civil seconds since 1970-01-01.
fn second_of(day: Day) -> i64 {
    i64::from(day.number()) * 86_400
}

fn need<'a>(pick: &mut Pick<'a>, name: Option<&str>, flag: &str) -> Result<Option<&'a Column>, Refusal> {
    name.map(|name| pick.need(name, flag)).transpose()
}

/// Exit, entry and unit: two dates become a duration without late entry.
#[allow(clippy::type_complexity)]
fn times(
    picked: &Picked,
    duration: &Column,
    entry: Option<&Column>,
    options: &SurvivalOptions,
) -> Result<(Vec<f64>, Option<Vec<f64>>, Option<Bilingual>), Refusal> {
    match (is_date(duration), entry) {
        // Of texts the reading of dates says what is wrong, an order of day and month that is not known among it.
        (_, Some(start)) if is_date_or_text(start) && is_date_or_text(duration) => {
            let order = ReadOptions::from(options.read.clone()).date_order;
            let unit = match options.unit {
                Unit::Days => bilingual!("天", "days"),
                Unit::Weeks => bilingual!("周", "weeks"),
                Unit::Months => bilingual!("月", "months"),
            };
            Ok((
                picked.time_between(start, duration, options.unit, order, options.as_of.map(second_of))?,
                None,
                Some(unit),
            ))
        }
        (true, None) => Err(picked.in_file(
            Refusal::new(
                "date-without-start",
                bilingual!("这一列是日期，不是时长", "the column holds dates, not durations"),
                bilingual!(
                    "用 --start 指定开始日期的列，时长取两个日期之差",
                    "name the column of the date when it began with --start: the duration is the time between the two"
                ),
            )
            .in_column(duration.name.as_str()),
        )),
        (_, Some(entry)) => Ok((picked.numbers(duration)?, Some(picked.numbers(entry)?), None)),
        (false, None) => Ok((picked.numbers(duration)?, None, None)),
    }
}

fn is_date_or_text(column: &Column) -> bool {
    is_date(column) || column.as_text().is_some()
}

/// Cause by row of the table (0: still a customer) and the names of the causes.
fn need_causes(pick: &mut Pick, options: &SurvivalOptions) -> Result<(Vec<u16>, Vec<String>), Refusal> {
    let column = pick.column(&options.event, "--event")?;
    let texts = |row: usize| column.text_at(row);
    let mut names: Vec<String> = Vec::new();
    let rows = column.values.len();
    for row in 0..rows {
        if let Some(text) = texts(row)
            && !names.iter().any(|name| *name == *text)
        {
            names.push(text.into_owned());
            if names.len() > MOST_CAUSES {
                return Err(pick.in_file(too_many_causes(&column.name)));
            }
        }
    }
    names.sort();
    let stays = |name: &String| match &options.censored {
        Some(censored) => name == censored,
        None => meaning(name) == Some(false) || CENSORED.contains(&name.to_lowercase().as_str()),
    };
    let staying: Vec<String> = names.iter().filter(|n| stays(n)).cloned().collect();
    names.retain(|name| !stays(name));
    // Without a word for "still a customer", a blank is one.
    let blank_stays = staying.is_empty() && options.censored.is_none();
    if staying.is_empty() && (options.censored.is_some() || column.missing == 0) {
        return Err(pick.in_file(no_censored(column, &names, options.censored.as_deref())));
    }
    if !blank_stays {
        pick.drop_where(&column.name, |row| texts(row).is_none());
    }
    let code = |row: usize| {
        let Some(text) = texts(row) else { return 0 };
        let place = names.iter().position(|name| *name == *text);
        place.map_or(0, |place| place as u16 + 1)
    };
    Ok(((0..rows).map(code).collect(), names))
}

fn too_many_causes(column: &str) -> Refusal {
    Refusal::new(
        "too-many-causes",
        bilingual!(
            "不同的原因超过 {MOST_CAUSES} 个",
            "more than {MOST_CAUSES} different causes"
        ),
        bilingual!("把少见的原因合并", "merge rare causes"),
    )
    .in_column(column)
}

fn no_censored(column: &Column, names: &[String], wanted: Option<&str>) -> Refusal {
    let list = names.iter().take(6).map(String::as_str).collect::<Vec<_>>().join(", ");
    let refusal = Refusal::new(
        "no-censored-value",
        bilingual!(
            "看不出哪个值表示仍是客户；该列的值有：{list}",
            "cannot tell which value means still a customer; the column holds: {list}"
        ),
        bilingual!("用 --censored 指明该值", "name that value with --censored"),
    )
    .in_column(column.name.as_str());
    match wanted {
        Some(wanted) => refusal.with_value(wanted),
        None => refusal,
    }
}
