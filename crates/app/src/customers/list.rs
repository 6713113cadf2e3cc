//! A page of the list of customers.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::lake::Permitted;
use holdfast_engine::query::masked;
use holdfast_engine::scores::Risk;

use super::index::{CustomerIndex, DIMENSIONS, Filter, Matches, Place, Search, Sort, Standing, Status};
use crate::error::AppError;

/// Which customers, in which order.
#[derive(Clone, Debug, Default)]
pub struct ListQuestion {
    /// A part of an id, or of a name by characters or by sound.
    pub search: Option<String>,
    /// Levels: `red`, `orange`, `yellow`, `none`.
    pub levels: Vec<String>,
    /// Segments of the model.
    pub segments: Vec<String>,
    /// `active`, `lost`, `not_yet`.
    pub status: Vec<String>,
    /// Dimension (`region`, `channel`, `owner`, `segment`: the company's own) and value (`None`: not known); of several values of one dimension any.
    pub values: Vec<(String, Option<String>)>,
    /// `value_at_risk`, `p_churn`, `last_event`, `id`.
    pub sort: Option<String>,
}

/// Which of the customers a reader sees, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sight<'a> {
    /// Those the reader may see; `None`: all.
    pub permitted: Option<&'a Permitted>,
    /// Whether the reader may have personal fields in the clear, and so may search by name.
    pub personal: bool,
}

impl Sight<'_> {
    /// Whether the reader may see a customer.
    pub fn holds(&self, key: u32) -> bool {
        self.permitted.is_none_or(|permitted| permitted.holds(key))
    }
}

/// A customer in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedCustomer {
    /// The key.
    pub key: u32,
    /// The id as the company gave it.
    pub customer_id: String,
    /// The name, masked; absent where none is known.
    pub name: Option<String>,
    /// Region, channel, owner, segment, where known.
    pub dimensions: [Option<String>; 4],
    /// Whether a customer now.
    pub status: Status,
    /// Day of joining.
    pub first_seen_on: Option<Day>,
    /// Day of the last event.
    pub last_event_on: Option<Day>,
    /// The score; absent for whom the latest scoring did not find among the customers.
    pub score: Option<ListedScore>,
}

/// The latest score in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedScore {
    /// Probability of being lost within the horizon.
    pub p_churn: f64,
    /// Level of warning.
    pub level: Level,
    /// Name of the model's segment.
    pub segment: Option<String>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// The reason that raises it most.
    pub top_reason: Option<Bilingual>,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerPage {
    /// The customers.
    pub items: Vec<ListedCustomer>,
    /// Where the next page begins; absent after the last.
    pub next: Option<(Sort, Place)>,
    /// Customers on all pages.
    pub total: u64,
}

/// One page: `limit` customers after a place of the same order.
///
/// # Errors
/// `bad-filter`, `bad-sort`; `bad-cursor` for a place of another order.
pub fn list(
    index: &CustomerIndex,
    question: &ListQuestion,
    sight: Sight<'_>,
    after: Option<&(Sort, Place)>,
    limit: usize,
) -> Result<CustomerPage, AppError> {
    let sort = sort(question)?;
    let matches = index.matches(&filter(question, sight.personal)?);
    let order = index.by(sort);
    let columns = index.columns();
    let begin = match after {
        None => 0,
        Some((of, place)) if *of == sort => {
            order.partition_point(|&key| columns.compare(sort, &columns.place(sort, key), place).is_le())
        }
        Some(_) => return Err(other_order().into()),
    };
    let mut found = order[begin.min(order.len())..]
        .iter()
        .copied()
        .filter(|&key| matches.holds(key) && sight.holds(key));
    let keys: Vec<u32> = found.by_ref().take(limit).collect();
    let next = match (found.next(), keys.last()) {
        (Some(_), Some(&last)) => Some((sort, columns.place(sort, last))),
        _ => None,
    };
    Ok(CustomerPage {
        items: keys.into_iter().map(|key| listed(index, key)).collect(),
        next,
        total: matches.keys().filter(|&key| sight.holds(key)).count() as u64,
    })
}

/// All customers that a question means, in its order: for files.
///
/// # Errors
/// As [`list`]; `export-too-large` for more than `most`.
pub(super) fn all(
    index: &CustomerIndex,
    question: &ListQuestion,
    sight: Sight<'_>,
    most: usize,
) -> Result<Vec<u32>, AppError> {
    let sort = sort(question)?;
    let matches: std::sync::Arc<Matches> = index.matches(&filter(question, sight.personal)?);
    let keys: Vec<u32> = index
        .by(sort)
        .iter()
        .copied()
        .filter(|&key| matches.holds(key) && sight.holds(key))
        .take(most.saturating_add(1))
        .collect();
    if keys.len() > most {
        return Err(Refusal::new(
            "export-too-large",
            bilingual!("超过 {most} 名客户", "there are more than {most} customers"),
            Bilingual::new("加上筛选条件，分几次导出", "add filters and export in parts"),
        )
        .into());
    }
    Ok(keys)
}

fn sort(question: &ListQuestion) -> Result<Sort, Refusal> {
    let Some(word) = question.sort.as_deref() else {
        return Ok(Sort::default());
    };
    Sort::parse(word).ok_or_else(|| {
        let known = Sort::ALL.map(Sort::word).join(", ");
        Refusal::new(
            "bad-sort",
            Bilingual::new("没有这种排序", "there is no such order"),
            bilingual!("可用：{known}", "choose {known}"),
        )
        .in_column("sort")
        .with_value(word)
    })
}

/// Whether a question can be asked at all.
///
/// # Errors
/// `bad-filter`, `bad-sort`.
pub fn check(question: &ListQuestion) -> Result<(), Refusal> {
    sort(question)?;
    filter(question, false).map(drop)
}

fn other_order() -> Refusal {
    Refusal::new(
        "bad-cursor",
        Bilingual::new("分页位置属于另一种排序", "the cursor belongs to another order"),
        Bilingual::new("从第一页开始", "begin with the first page"),
    )
    .in_column("cursor")
}

/// The filter of a question.
pub(crate) fn filter(question: &ListQuestion, personal: bool) -> Result<Filter, Refusal> {
    let mut values: [Vec<Option<String>>; 4] = Default::default();
    for (dimension, value) in &question.values {
        let at = DIMENSIONS.iter().position(|known| known == dimension).ok_or_else(|| {
            let known = DIMENSIONS.join(", ");
            bad_filter(dimension, dimension, bilingual!("可筛选：{known}", "filter by {known}"))
        })?;
        values[at].push(value.clone());
    }
    values.iter_mut().for_each(once_each);
    let mut levels = question
        .levels
        .iter()
        .map(|word| level(word).ok_or_else(|| bad_filter("level", word, Bilingual::same("red, orange, yellow, none"))))
        .collect::<Result<Vec<Level>, _>>()?;
    let mut status = question
        .status
        .iter()
        .map(|word| {
            Status::parse(word).ok_or_else(|| bad_filter("status", word, Bilingual::same("active, lost, not_yet")))
        })
        .collect::<Result<Vec<Status>, _>>()?;
    let mut segments = question.segments.clone();
    once_each(&mut levels);
    once_each(&mut status);
    once_each(&mut segments);
    Ok(Filter {
        search: question.search.as_deref().and_then(|text| Search::new(text, personal)),
        levels,
        segments,
        status,
        values,
    })
}

/// What is asked for twice is compared once.
fn once_each<T: Ord>(values: &mut Vec<T>) {
    values.sort_unstable();
    values.dedup();
}

fn level(word: &str) -> Option<Level> {
    match word {
        "red" => Some(Level::Red),
        "orange" => Some(Level::Orange),
        "yellow" => Some(Level::Yellow),
        "none" => Some(Level::None),
        _ => None,
    }
}

fn bad_filter(column: &str, value: &str, remedy: Bilingual) -> Refusal {
    Refusal::new(
        "bad-filter",
        Bilingual::new("不能这样筛选", "this is no filter"),
        remedy,
    )
    .in_column(column)
    .with_value(value)
}

/// A customer as the list shows them.
pub(super) fn listed(index: &CustomerIndex, key: u32) -> ListedCustomer {
    let (at, roster) = (key as usize, &index.people.roster);
    let day = |days: &[i32], none: i32| {
        days.get(at)
            .filter(|&&day| day != none)
            .map(|&day| Day::from_number(day))
    };
    ListedCustomer {
        key,
        customer_id: roster.ids.get(at).to_owned(),
        name: index.people.name(key).map(masked),
        dimensions: std::array::from_fn(|column| {
            let column = roster.columns.get(column)?;
            column.get(at).map(str::to_owned)
        }),
        status: index.standing.status.get(at).copied().unwrap_or_default(),
        first_seen_on: day(&roster.first_seen_on, holdfast_engine::customers::Roster::NO_DAY),
        last_event_on: day(&index.standing.last_event_on, Standing::NO_DAY),
        score: index.risk.place(key).map(|place| ListedScore {
            p_churn: index.risk.p_churn[place],
            level: index.risk.level[place],
            segment: index.risk.segment.get(place).map(str::to_owned),
            value_at_risk_minor: Some(index.risk.value_at_risk_minor[place]).filter(|&value| value != Risk::NO_VALUE),
            top_reason: index.risk.reason(place),
        }),
    }
}
