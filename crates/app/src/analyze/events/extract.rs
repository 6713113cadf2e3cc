//! From a table to a history: what cannot be used is counted and said.

use holdfast_domain::bilingual;
use holdfast_domain::clock::Clock;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;
use holdfast_engine::features::history::{Event, EventCategory, History};
use holdfast_engine::table::convert::{instant_from_number, instant_from_text};
use holdfast_engine::table::{Column, InstantColumn, Table, Values};
use holdfast_report::model::data::{Note, Severity};

use crate::analyze::options::AnalyzeOptions;
use crate::analyze::snapshot::dates::{DAY_SECONDS, day_of};
use crate::analyze::understand::roles::Understood;

/// A history and who its customers are.
pub struct Extracted {
    /// The events.
    pub history: History,
    /// Id of each customer, by number.
    pub customers: Vec<String>,
    /// Rows of the table that became events, rising.
    pub rows: Vec<u32>,
    /// Customer number of each of these rows.
    pub row_customers: Vec<u32>,
    /// What was left out or computed.
    pub notes: Vec<Note>,
    /// What the amounts come from; `None` when no money is known.
    pub amount_source: Option<String>,
}

/// Reads the events out of the table.
///
/// # Errors
/// Refused: a time column that is none, an event in the future, no usable row.
pub fn extract(
    table: &Table,
    understood: &[Understood],
    id: usize,
    time: usize,
    options: &AnalyzeOptions,
    clock: &dyn Clock,
) -> Result<Extracted, Refusal> {
    let instants = instants(&table.columns[time], options)?;
    let (numbers, customers) = customer_numbers(&table.columns[id]);
    let with_role = |role: Role| understood.iter().position(|u| u.role == role);
    let amounts = Amounts::new(
        table,
        with_role(Role::Amount),
        with_role(Role::Quantity),
        with_role(Role::UnitPrice),
    );
    let product = with_role(Role::Product).map(|i| codes(&table.columns[i]));
    let today = clock.today().number();
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    let mut events = Vec::new();
    for row in 0..table.rows {
        let (customer, second) = (numbers[row], instants.seconds[row]);
        if customer == u32::MAX {
            counts.without_id += 1;
            continue;
        }
        if second == InstantColumn::MISSING {
            counts.without_time += 1;
            continue;
        }
        let day = day_of(second);
        if options.as_of.is_some_and(|as_of| day >= as_of.number()) {
            counts.after_as_of += 1;
            continue;
        }
        if day > today {
            return Err(future(table, time, row, clock));
        }
        let amount = amounts.of(row);
        counts.without_amount += u64::from(amounts.known() && amount.minor.is_none_or(|m| m == 0));
        counts.returns += u64::from(amount.returned);
        rows.push(row as u32);
        events.push(Event {
            customer,
            day,
            second: u32::try_from(second.rem_euclid(DAY_SECONDS)).unwrap_or(0),
            amount_minor: amount.minor.unwrap_or(0),
            returned: amount.returned,
            // Where money is known, only rows with money are purchases: views, calls and deliveries are not.
            qualifies: !amount.returned && (!amounts.known() || amount.minor.is_some_and(|m| m > 0)),
            product: product.as_ref().map_or(History::NO_PRODUCT, |p| p[row]),
        });
    }
    if events.is_empty() {
        return Err(Refusal::new(
            "no-events",
            bilingual!(
                "没有一行同时有客户编号和时间",
                "no row has both a customer id and a time"
            ),
            bilingual!("检查 --id、--time 与 --as-of", "check --id, --time and --as-of"),
        )
        .in_column(table.columns[time].name.as_str()));
    }
    let categories = (0..understood.len())
        .filter(|&i| understood[i].role == Role::Category)
        .filter_map(|i| category(&table.columns[i], &rows))
        .collect();
    let history = History::new(customers.len(), &events, categories);
    let row_customers = events.iter().map(|event| event.customer).collect();
    let notes = notes(table, id, time, &instants, &amounts, &counts, options);
    Ok(Extracted {
        history,
        customers,
        rows,
        row_customers,
        notes,
        amount_source: amounts.source(table),
    })
}

#[derive(Default)]
struct Counts {
    without_id: u64,
    without_time: u64,
    after_as_of: u64,
    without_amount: u64,
    returns: u64,
}

fn instants(column: &Column, options: &AnalyzeOptions) -> Result<InstantColumn, Refusal> {
    match &column.values {
        Values::Text(_) => instant_from_text(column, options.read.date_order),
        Values::Number(_) | Values::Instant(_) => instant_from_number(column),
    }
}

/// Dense customer numbers in order of first appearance (`u32::MAX` for a missing id), and the ids.
pub(crate) fn customer_numbers(column: &Column) -> (Vec<u32>, Vec<String>) {
    let rows = column.values.len();
    let mut names = Vec::new();
    let mut numbers = vec![u32::MAX; rows];
    match &column.values {
        Values::Text(text) => {
            let mut number_of = vec![u32::MAX; text.levels.len()];
            for (row, &code) in text.codes.iter().enumerate() {
                let Some(slot) = number_of.get_mut(code as usize) else {
                    continue;
                };
                if *slot == u32::MAX {
                    *slot = names.len() as u32;
                    names.push(text.levels.get(code).to_owned());
                }
                numbers[row] = *slot;
            }
        }
        Values::Number(_) | Values::Instant(_) => {
            let key = |row: usize| match &column.values {
                Values::Number(c) if !c.values[row].is_nan() => Some((c.values[row] + 0.0).to_bits()),
                Values::Instant(c) if c.seconds[row] != InstantColumn::MISSING => Some(c.seconds[row] as u64),
                _ => None,
            };
            let mut keys: Vec<u64> = (0..rows).filter_map(key).collect();
            keys.sort_unstable();
            keys.dedup();
            let mut number_of = vec![u32::MAX; keys.len()];
            for (row, slot) in numbers.iter_mut().enumerate() {
                let Some(place) = key(row).and_then(|k| keys.binary_search(&k).ok()) else {
                    continue;
                };
                if number_of[place] == u32::MAX {
                    number_of[place] = names.len() as u32;
                    names.push(column.text_at(row).unwrap_or_default().into_owned());
                }
                *slot = number_of[place];
            }
        }
    }
    (numbers, names)
}

/// Numbers for the values of a column that are only told apart, not read; `u32::MAX` is missing.
fn codes(column: &Column) -> Vec<u32> {
    match column.as_text() {
        Some(text) => text.codes.clone(),
        None => customer_numbers(column).0,
    }
}

fn category(column: &Column, rows: &[u32]) -> Option<EventCategory> {
    let text = column.as_text()?;
    Some(EventCategory {
        name: column.name.clone(),
        levels: text.levels.iter().map(str::to_owned).collect(),
        codes: rows.iter().map(|&r| text.codes[r as usize]).collect(),
    })
}

/// Where the money of a row comes from.
struct Amounts<'a> {
    amount: Option<(usize, &'a [f64])>,
    quantity: Option<(usize, &'a [f64])>,
    price: Option<(usize, &'a [f64])>,
}

struct Amount {
    minor: Option<i64>,
    returned: bool,
}

impl<'a> Amounts<'a> {
    fn new(table: &'a Table, amount: Option<usize>, quantity: Option<usize>, price: Option<usize>) -> Self {
        let values =
            |index: Option<usize>| index.and_then(|i| table.columns[i].as_number().map(|n| (i, n.values.as_slice())));
        Self {
            amount: values(amount),
            quantity: values(quantity),
            price: values(price),
        }
    }

    fn known(&self) -> bool {
        self.amount.is_some() || (self.quantity.is_some() && self.price.is_some())
    }

    fn of(&self, row: usize) -> Amount {
        let quantity = self.quantity.map(|(_, v)| v[row]).filter(|v| !v.is_nan());
        let minor = match (self.amount, self.price) {
            (Some((_, amounts)), _) => money::to_minor(amounts[row]),
            (None, Some((_, prices))) => quantity.and_then(|q| money::to_minor(q * prices[row])),
            (None, None) => None,
        };
        let returned = quantity.is_some_and(|q| q < 0.0) || minor.is_some_and(|m| m < 0);
        // A return with an unsigned amount gives the money back all the same.
        let minor = if returned { minor.map(|m| -m.abs()) } else { minor };
        Amount { minor, returned }
    }

    fn source(&self, table: &Table) -> Option<String> {
        let name = |index: usize| table.columns[index].name.clone();
        match (self.amount, self.quantity, self.price) {
            (Some((index, _)), _, _) => Some(name(index)),
            (None, Some((quantity, _)), Some((price, _))) => Some(format!("{} × {}", name(quantity), name(price))),
            _ => None,
        }
    }
}

fn future(table: &Table, time: usize, row: usize, clock: &dyn Clock) -> Refusal {
    let column = &table.columns[time];
    let today = clock.today();
    let value = column.text_at(row).unwrap_or_default().into_owned();
    Refusal::new(
        "future-date",
        bilingual!(
            "事件发生在将来（今天是 {today}）",
            "an event in the future (today is {today})"
        ),
        bilingual!(
            "改正该日期；或用 --as-of 指定观察日，之后的事件不会被使用",
            "correct the date, or give the as-of day with --as-of: later events are then not used"
        ),
    )
    .in_column(column.name.as_str())
    .at_row(table.row_number(row))
    .with_value(&value)
}

fn notes(
    table: &Table,
    id: usize,
    time: usize,
    instants: &InstantColumn,
    amounts: &Amounts,
    counts: &Counts,
    options: &AnalyzeOptions,
) -> Vec<Note> {
    let id_column = id;
    let (id, time) = (&table.columns[id].name, &table.columns[time].name);
    let part = |count: u64| crate::analyze::words::share(count as f64 / table.rows.max(1) as f64);
    let mut out = Vec::new();
    let mut add = |severity: Severity, code: &str, count: u64, text: Bilingual| {
        if count > 0 {
            out.push(Note {
                severity,
                code: code.to_owned(),
                count: Some(count),
                text,
            });
        }
    };
    let (n, share) = (counts.without_id, part(counts.without_id));
    let severity = if n * 20 > table.rows as u64 {
        Severity::Warning
    } else {
        Severity::Info
    };
    add(
        severity,
        "without-customer",
        n,
        bilingual!(
            "{n} 行（{share}）没有“{id}”，无法归到客户，未使用",
            "{n} rows ({share}) have no \"{id}\" and belong to no known customer: left out"
        ),
    );
    let n = counts.without_time;
    add(
        Severity::Warning,
        "without-time",
        n,
        bilingual!(
            "{n} 行没有可读的“{time}”，未使用",
            "{n} rows have no readable \"{time}\": left out"
        ),
    );
    let (n, as_of) = (
        counts.after_as_of,
        options.as_of.map(|d| d.to_string()).unwrap_or_default(),
    );
    add(
        Severity::Info,
        "after-as-of",
        n,
        bilingual!(
            "{n} 行发生在观察日 {as_of} 或之后，未使用",
            "{n} rows are on or after the as-of day {as_of}: not used"
        ),
    );
    let (n, share) = (counts.returns, part(counts.returns));
    add(
        Severity::Info,
        "returns",
        n,
        bilingual!(
            "{n} 行（{share}）数量或金额为负：按退货处理，计入金额，不算一次购买",
            "{n} rows ({share}) have a negative quantity or amount: returns, which count as money but not as a purchase"
        ),
    );
    let n = counts.without_amount;
    add(
        Severity::Info,
        "without-amount",
        n,
        bilingual!(
            "{n} 行没有金额或金额为 0：不算购买，只作为行为特征",
            "{n} rows have no amount or an amount of 0: not purchases, used as features of behaviour only"
        ),
    );
    if let (None, Some(source)) = (amounts.amount, amounts.source(table)) {
        add(
            Severity::Info,
            "amount-computed",
            1,
            bilingual!("金额 = {source}", "amount = {source}"),
        );
    }
    if table.columns[id_column].as_number().is_some_and(|n| n.integer) {
        add(
            Severity::Info,
            "id-number",
            1,
            bilingual!(
                "“{id}”存为数字，按整数编号使用（13085.0 即 13085）",
                "\"{id}\" is stored as a number and used as a whole one (13085.0 is 13085)"
            ),
        );
    }
    let format = &instants.format;
    if !format.is_empty() {
        add(
            Severity::Info,
            "time-format",
            1,
            bilingual!(
                "“{time}”按 {format} 读作时间",
                "\"{time}\" was read as a time written like {format}"
            ),
        );
    }
    out
}
