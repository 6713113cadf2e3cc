//! Recurrent churn: a customer's spells from the first to the last, on the clock and in the strata of a model.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::ReadOptions;
use holdfast_engine::table::Column;
use holdfast_report::model::survival_study::SurvivalStudy;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::recurrent::{CustomerSpells, Recurrent, RecurrentModel, arrange};

use super::observe::Observed;
use super::options::{Recurrence, SurvivalOptions};
use crate::columns::categories::Categories;
use crate::columns::dates::is_date;
use crate::columns::picked::Picked;
use crate::columns::refuse::{Arguments, refuse};
use crate::error::AppError;

/// Churn that a stratum holds at least; later churn joins the stratum before it.
const FEWEST_EVENTS: u64 = 10;

/// Spells of customers, one entry a row that is used.
pub(super) struct CustomerRows {
    /// Whose.
    pub(super) customer: Categories,
    /// Where the spell begins; between two dates, time since the customer's first start.
    pub(super) start: Vec<f64>,
    /// Where it ends.
    pub(super) stop: Vec<f64>,
}

impl CustomerRows {
    /// Start and end of every row on one clock.
    ///
    /// # Errors
    /// Values that are no numbers or dates.
    pub(super) fn read(
        picked: &Picked,
        id: &Column,
        [start, stop]: [&Column; 2],
        options: &SurvivalOptions,
    ) -> Result<Self, Refusal> {
        let customer = picked.categories(id);
        if !(is_date(start) && is_date(stop)) {
            let (start, stop) = (picked.numbers(start)?, picked.numbers(stop)?);
            return Ok(Self { customer, start, stop });
        }
        let order = ReadOptions::from(options.read.clone()).date_order;
        let (from, to) = (picked.instants(start, order)?, picked.instants(stop, order)?);
        let mut first = vec![i64::MAX; customer.levels.len()];
        for (&code, &from) in customer.codes.iter().zip(&from) {
            let first = &mut first[code as usize];
            *first = (*first).min(from);
        }
        let since = |instants: &[i64]| -> Vec<f64> {
            let time = |(&code, &at): (&u32, &i64)| (at - first[code as usize]) as f64 / options.unit.seconds();
            customer.codes.iter().zip(instants).map(time).collect()
        };
        Ok(Self {
            start: since(&from),
            stop: since(&to),
            customer,
        })
    }

    /// Whether each row is the customer's last.
    pub(super) fn last(&self) -> Vec<bool> {
        let mut end = vec![f64::NEG_INFINITY; self.customer.levels.len()];
        for (&code, &stop) in self.customer.codes.iter().zip(&self.stop) {
            let end = &mut end[code as usize];
            *end = end.max(stop);
        }
        let ends = |(&code, &stop): (&u32, &f64)| stop >= end[code as usize];
        self.customer.codes.iter().zip(&self.stop).map(ends).collect()
    }

    /// The rows as a model wants them.
    ///
    /// # Errors
    /// Spells of one customer that overlap and spells that end before they begin, by row; nobody who comes back.
    pub(super) fn arrange(
        &self,
        event: &[bool],
        recurrence: Recurrence,
        picked: &Picked,
        options: &SurvivalOptions,
    ) -> Result<Recurrent, AppError> {
        let spells = CustomerSpells {
            customer: &self.customer.codes,
            start: &self.start,
            stop: &self.stop,
            event,
        };
        let model = match recurrence {
            Recurrence::AndersenGill => RecurrentModel::AndersenGill,
            Recurrence::TotalTime => RecurrentModel::TotalTime,
            Recurrence::GapTime => RecurrentModel::GapTime,
        };
        let column = options.entry.as_deref().unwrap_or_default();
        let arranged = arrange(&spells, model, FEWEST_EVENTS).map_err(|error| match error {
            StatsError::Contradiction {
                value, other, index, ..
            } => overlapping(picked, column, index, value, other),
            error => {
                let arguments = Arguments {
                    duration: &options.duration,
                    entry: column,
                    weight: "",
                };
                refuse(error, picked, &arguments)
            }
        })?;
        if self.come_back(event) == 0 {
            return Err(picked.in_file(nobody_returns(options)).into());
        }
        Ok(arranged)
    }

    /// Customers with a spell after churn.
    fn come_back(&self, event: &[bool]) -> usize {
        let mut first = vec![f64::INFINITY; self.customer.levels.len()];
        let mut back = vec![false; first.len()];
        for ((&code, &stop), _) in (self.customer.codes.iter().zip(&self.stop).zip(event)).filter(|(_, event)| **event)
        {
            let first = &mut first[code as usize];
            *first = first.min(stop);
        }
        for (&code, &start) in self.customer.codes.iter().zip(&self.start) {
            back[code as usize] |= start >= first[code as usize];
        }
        back.into_iter().filter(|&back| back).count()
    }

    /// What the study says of the spells.
    pub(super) fn tell(&self, observed: &Observed, recurrence: Recurrence, study: &mut SurvivalStudy) {
        let event = &observed.event;
        let strata = observed.strata.as_ref().map_or(1, |s| s.levels.len());
        study.recurrent = Some(recurrence.name().to_owned());
        let customers = self.customer.levels.len();
        let (rows, back) = (self.stop.len(), self.come_back(event));
        study.customers = Some(customers as u64);
        study.findings.push(bilingual!(
            "{customers} 位客户共 {rows} 段，其中 {back} 位流失后又回来；标准误按客户聚类",
            "{customers} customers in {rows} spells, {back} of them came back after churn; errors are clustered by customer"
        ));
        study.findings.push(question(recurrence));
        if !observed.picked.dropped().is_empty() {
            study.notes.push(bilingual!(
                "未使用的行也不计入客户流失过几次",
                "Rows that were left out do not count in how often a customer has churned"
            ));
        }
        if strata > 1 && recurrence != Recurrence::AndersenGill {
            study.notes.push(bilingual!(
                "按第几次流失分 {strata} 层；最后一层含此后各次（每层至少 {FEWEST_EVENTS} 次流失）",
                "{strata} strata by the number of the churn; the last holds all later ones (at least {FEWEST_EVENTS} churns each)"
            ));
        }
    }
}

/// Which question the model answers.
fn question(recurrence: Recurrence) -> Bilingual {
    match recurrence {
        Recurrence::AndersenGill => bilingual!(
            "Andersen–Gill：各次流失共用一个基准，风险比针对流失的总速率",
            "Andersen–Gill: all churn shares one baseline; hazard ratios are about the rate of churn"
        ),
        Recurrence::TotalTime => bilingual!(
            "Prentice–Williams–Peterson（总时间）：第几次流失各有基准，风险比针对已流失过几次的客户",
            "Prentice–Williams–Peterson, total time: a baseline for the first churn, the second, …; hazard ratios compare customers who have churned equally often"
        ),
        Recurrence::GapTime => bilingual!(
            "Prentice–Williams–Peterson（间隔时间）：每次回来后重新计时，第几次流失各有基准",
            "Prentice–Williams–Peterson, gap time: the clock starts again when a customer comes back, with a baseline for each number of churn"
        ),
    }
}

fn overlapping(picked: &Picked, column: &str, index: usize, start: f64, before: f64) -> AppError {
    let mut refusal = Refusal::new(
        "overlapping-spells",
        bilingual!(
            "这一段从 {start} 开始，而同一客户的上一段到 {before} 才结束",
            "this spell begins at {start}, before the customer's spell before it ends at {before}"
        ),
        bilingual!(
            "改正起止时间，或检查 --id 是否指明客户",
            "correct its start or the end of the other, or see whether --id names the customer"
        ),
    )
    .in_column(column)
    .with_value(&start.to_string());
    refusal.row = picked.row_number(index);
    picked.in_file(refusal).into()
}

fn nobody_returns(options: &SurvivalOptions) -> Refusal {
    let id = options.id.as_deref().unwrap_or_default();
    Refusal::new(
        "no-recurrence",
        bilingual!(
            "没有一位客户在流失之后还有一段：每位至多流失一次",
            "no customer has a spell after churn: nobody churns more than once"
        ),
        bilingual!(
            "去掉 --recurrent，用 --model cox；一位客户有多行时加 --cluster {id}",
            "leave --recurrent out and use --model cox, with --cluster {id} where a customer has several rows"
        ),
    )
    .in_column(id)
}

/// Strata by the number of the churn.
pub(super) fn by_number(strata: &[u32]) -> Categories {
    let most = strata.iter().copied().max().unwrap_or(1);
    Categories {
        codes: strata.iter().map(|number| number - 1).collect(),
        levels: (1..=most).map(|number| number.to_string()).collect(),
    }
}
