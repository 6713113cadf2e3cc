//! A mobile line: what it is, and what it has been doing.

use crate::draw::Draw;
use crate::life::{Life, Spell};
use crate::world::World;

/// Plans and their monthly fees, minor units.
pub(crate) const PLANS: [(&str, i64); 5] = [
    ("畅享39", 3_900),
    ("畅享59", 5_900),
    ("畅享99", 9_900),
    ("畅享129", 12_900),
    ("尊享199", 19_900),
];

/// The state of a line at the end of a period.
pub(crate) struct Line {
    pub(crate) plan: usize,
    /// The last day of the contract; `None` = no contract.
    pub(crate) contract_until: Option<i32>,
    pub(crate) contract_months: i32,
    pub(crate) payment: &'static str,
    pub(crate) device: &'static str,
    pub(crate) broadband: bool,
    pub(crate) family_lines: i64,
    pub(crate) promotion_percent: i32,
    /// Usual MB and minutes a week.
    pub(crate) usual_mb: f64,
    pub(crate) usual_minutes: f64,
    /// Usage against the usual, 1 = as usual.
    pub(crate) level: f64,
    pub(crate) falling_periods: u32,
    pub(crate) shock_periods: u32,
    pub(crate) shock_rise: f64,
    /// Complaints a period.
    pub(crate) complaint_rate: f64,
    /// Log-odds that nobody can see.
    pub(crate) frailty: f64,
    /// Day and amount of each bill; MB, minutes and active days of each whole period.
    pub(crate) bills: Vec<i64>,
    pub(crate) usage_mb: Vec<i64>,
    pub(crate) minutes: Vec<i64>,
    pub(crate) active_days: i64,
    pub(crate) overdue: Vec<i32>,
}

impl Line {
    pub(crate) fn new(world: &World, draw: &mut Draw, life: &mut Life<'_>) -> Self {
        let plan = draw.weighted(&[0.24, 0.30, 0.24, 0.14, 0.08]);
        let contract_months = [0, 12, 24][draw.weighted(&[0.42, 0.36, 0.22])];
        let contract_until = (contract_months > 0).then(|| {
            // Whoever was there before the history began is somewhere within a contract.
            if life.joined < world.start {
                world.start + draw.between(1, contract_months * 30)
            } else {
                life.joined + contract_months * 30
            }
        });
        let line = Self {
            plan,
            contract_until,
            contract_months,
            payment: draw.pick(&["支付宝", "微信支付", "银行代扣", "营业厅现金", "充值卡"]),
            device: draw.pick(&["机型A", "机型B", "机型C", "机型D", "机型E", "机型F"]),
            broadband: draw.chance(0.35),
            family_lines: i64::from(draw.poisson(0.7).min(4)),
            promotion_percent: (100.0 * draw.unit().powf(1.25)) as i32,
            usual_mb: draw.around(2_600.0, 0.6),
            usual_minutes: draw.around(70.0, 0.7),
            level: 1.0,
            falling_periods: 0,
            shock_periods: 0,
            shock_rise: 0.0,
            complaint_rate: draw.around(0.07, 0.8),
            frailty: 0.45 * draw.normal(),
            bills: Vec::new(),
            usage_mb: Vec::new(),
            minutes: Vec::new(),
            active_days: 0,
            overdue: Vec::new(),
        };
        life.segment = draw.pick(&["普通", "普通", "普通", "银卡", "银卡", "金卡", "钻石"]);
        life.spells.push(Spell {
            plan: line.plan_name(),
            started: life.joined,
            ended: None,
            fee: line.fee(),
            end_reason: "",
        });
        line
    }

    pub(crate) fn plan_name(&self) -> &'static str {
        PLANS.get(self.plan).map_or("", |plan| plan.0)
    }

    pub(crate) fn fee(&self) -> i64 {
        PLANS.get(self.plan).map_or(0, |plan| plan.1)
    }

    /// Days until the contract ends; 0 without one.
    pub(crate) fn contract_days_left(&self, today: i32) -> i32 {
        self.contract_until.map_or(0, |until| (until - today).max(0))
    }

    /// How much the last bill is above the mean of up to six before it, as a share; unknown with fewer than two bills.
    pub(crate) fn bill_rise(&self) -> Option<f64> {
        let (last, before) = self.bills.split_last()?;
        let before = before.get(before.len().saturating_sub(6)..)?;
        (!before.is_empty()).then(|| *last as f64 / mean(before) - 1.0)
    }

    /// Mean of up to six last bills, minor units.
    pub(crate) fn usual_bill(&self) -> Option<f64> {
        let recent = self.bills.get(self.bills.len().saturating_sub(6)..)?;
        (!recent.is_empty()).then(|| mean(recent))
    }

    /// Usage of the last two periods against up to four before, as a share; unknown with fewer than three periods.
    pub(crate) fn usage_change(&self) -> Option<f64> {
        let (before, recent) = self.usage_mb.split_at_checked(self.usage_mb.len().checked_sub(2)?)?;
        let before = before.get(before.len().saturating_sub(4)..)?;
        (!before.is_empty()).then(|| mean(recent) / mean(before).max(1.0) - 1.0)
    }
}

fn mean(values: &[i64]) -> f64 {
    values.iter().sum::<i64>() as f64 / values.len() as f64
}
