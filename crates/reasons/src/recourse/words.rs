//! A recourse in words.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::candidates::Asked;
use super::found::{Change, Outcome, To};
use super::lever::Moves;
use super::search::Search;
use crate::column::Source;
use crate::concept::Concept;
use crate::population::summary::Values;
use crate::reasoner::plan::{ConceptPlan, Sum};
use crate::reasoner::{Reasoner, read};
use crate::words::{number, period};

/// Quantities of a borrowed profile that are told at most.
const TOLD: usize = 2;

impl Reasoner {
    /// The sum that a concept's quantity is told by: over the window nearest to three periods.
    fn told_sum(plan: &ConceptPlan) -> Option<Sum> {
        plan.sums
            .iter()
            .min_by_key(|sum| (sum.window.abs_diff(3), sum.window))
            .copied()
    }

    /// Columns whose figures are told of a profile.
    pub(super) fn told_columns(&self) -> Vec<usize> {
        let sums = self.concepts.iter().filter_map(Self::told_sum);
        sums.map(|sum| usize::from(sum.column))
            .chain(self.beside.recency.map(usize::from))
            .collect()
    }

    /// The column that says how active a customer is: of all events, or of the first kind, or of money.
    pub(super) fn activity_column(&self) -> Option<usize> {
        let of = |wanted: &dyn Fn(&Concept) -> bool| {
            let plan = self.concepts.iter().find(|plan| wanted(&plan.concept))?;
            Self::told_sum(plan).map(|sum| usize::from(sum.column))
        };
        of(&|concept| *concept == Concept::Frequency)
            .or_else(|| of(&|concept| matches!(concept, Concept::Kind(_))))
            .or_else(|| of(&|concept| *concept == Concept::Spending))
    }
}

impl Search<'_> {
    pub(super) fn words(&self, asked: &Asked, before: f64, outcome: &Outcome, eased: &[f64]) -> Bilingual {
        let threshold = self.means.settings.threshold;
        let (risk, limit) = number::percents_apart(before, threshold);
        match outcome {
            Outcome::Below => bilingual!(
                "风险 {risk}，已低于阈值 {limit}",
                "risk {risk}, already below the threshold of {limit}"
            ),
            Outcome::OutOfReach { lowest: None } => bilingual!(
                "风险 {risk}，不低于阈值 {limit}；没有可调整的项目",
                "risk {risk}, not below the threshold of {limit}; nothing that could be moved"
            ),
            Outcome::OutOfReach { lowest: Some(lowest) } => {
                let (lowest, limit) = number::percents_apart(*lowest, threshold);
                bilingual!(
                    "在可调整的范围内，没有找到能把风险从 {risk} 降到阈值 {limit} 以下的改变（试过的最低为 {lowest}）",
                    "no change within what can be moved takes the risk from {risk} below the threshold of {limit} (the lowest that was tried: {lowest})"
                )
            }
            Outcome::Reached { after, changes, .. } => {
                let parts: Vec<Bilingual> = changes
                    .iter()
                    .flat_map(|change| self.change(asked, change, eased))
                    .collect();
                let zh = parts
                    .iter()
                    .map(|part| part.zh.as_str())
                    .collect::<Vec<_>>()
                    .join("，且");
                let en = parts
                    .iter()
                    .map(|part| part.en.as_str())
                    .collect::<Vec<_>>()
                    .join(" and ");
                let whose = self.whose(changes);
                let (after, limit) = number::percents_apart(*after, threshold);
                let (risk, _) = number::percents_apart(before, threshold);
                Bilingual::new(
                    format!(
                        "若{zh}{}，模型给出的风险从 {risk} 降到 {after}，低于阈值 {limit}",
                        whose.zh
                    ),
                    format!(
                        "if {en}{}, the risk that the model sees falls from {risk} to {after}, below the threshold of {limit}",
                        whose.en
                    ),
                )
            }
        }
    }

    /// Where the other figures of a borrowed profile come from.
    fn whose(&self, changes: &[Change]) -> Bilingual {
        let borrowed = match self.borrowed(changes).map(|change| change.to) {
            Some(To::Donor { own, .. }) => Some(own),
            _ => None,
        };
        match borrowed {
            None => Bilingual::default(),
            Some(true) => Bilingual::new(
                "（其他活动指标一并回到该客户较早时的水平）",
                " (all else the customer does being as it once was)",
            ),
            Some(false) => Bilingual::new(
                "（其他活动指标一并取自一位相近的真实客户）",
                " (all else the customer does being as with a real customer much like this one)",
            ),
        }
    }

    fn change(&self, asked: &Asked, change: &Change, eased: &[f64]) -> Vec<Bilingual> {
        let lever = &self.means.levers[usize::from(change.lever)];
        match (&lever.moves, change.to) {
            (Moves::Attribute(name), to) => self.attribute(asked, name, to).into_iter().collect(),
            (Moves::Complaints, To::Donor { row, .. }) => self.complaints(asked, row).into_iter().collect(),
            (_, To::Donor { row, own }) => self.behaviour(asked, eased, row, own),
            _ => Vec::new(),
        }
    }

    fn attribute(&self, asked: &Asked, name: &str, to: To) -> Option<Bilingual> {
        let reasoner = self.means.reasoner;
        let place = reasoner.columns.iter().position(|column| column.name == name)?;
        let Source::Attribute { label } = &reasoner.columns[place].source else {
            return None;
        };
        let own = asked.values[place];
        let (from, to) = match (&reasoner.population.columns[place].values, to) {
            (Values::Category { levels, .. }, To::Level(code)) => {
                let from = levels.get(own as usize).filter(|_| !own.is_nan());
                (from.cloned(), levels.get(code as usize)?.clone())
            }
            (_, To::Number(value)) => (Some(number::plain(own)), number::plain(value)),
            _ => return None,
        };
        let Bilingual { zh, en } = label;
        Some(match from {
            Some(from) => bilingual!("“{zh}”由“{from}”变为“{to}”", "“{en}” changes from “{from}” to “{to}”"),
            None => bilingual!("“{zh}”为“{to}”", "“{en}” is “{to}”"),
        })
    }

    fn complaints(&self, asked: &Asked, donor: u32) -> Option<Bilingual> {
        let column = self.means.reasoner.beside.complaint_count?;
        let own = number::plain(asked.values[usize::from(column)]);
        let to = number::plain(read::number(self.means.donors.frame, column, donor as usize));
        // The count may be the same where only the time since the last one differs.
        (own != to).then(|| bilingual!("投诉次数由 {own} 次变为 {to} 次", "complaints go from {own} to {to}"))
    }

    /// The quantities of a profile whose concepts take most of the risk away.
    fn behaviour(&self, asked: &Asked, eased: &[f64], donor: u32, own: bool) -> Vec<Bilingual> {
        let reasoner = self.means.reasoner;
        let mut order: Vec<usize> = (0..eased.len()).filter(|&at| eased[at] > 0.0).collect();
        order.sort_by(|&a, &b| eased[b].total_cmp(&eased[a]).then(a.cmp(&b)));
        let mut out: Vec<Bilingual> = order
            .into_iter()
            .filter_map(|at| self.moved(asked, &reasoner.concepts[at], donor, own))
            .collect();
        out.truncate(TOLD);
        if out.is_empty() {
            out.push(Bilingual::new(
                "活动情况整体改变",
                "what the customer does changes as a whole",
            ));
        }
        out
    }

    /// A concept's figure before and after, if it can be told and can be seen.
    fn moved(&self, asked: &Asked, plan: &ConceptPlan, donor: u32, own: bool) -> Option<Bilingual> {
        let reasoner = self.means.reasoner;
        let grain = reasoner.wording.grain;
        if plan.concept == Concept::Silence {
            let recency = reasoner.beside.recency?;
            let from = period::days(asked.values[usize::from(recency)]);
            let to = period::days(read::number(self.means.donors.frame, recency, donor as usize));
            let zh = &reasoner.wording.events.zh;
            return (from != to).then(|| {
                Bilingual::new(
                    format!("最近一次{zh}在 {}前（现在 {}前）", to.zh, from.zh),
                    format!("the customer was last seen {} ago (now {} ago)", to.en, from.en),
                )
            });
        }
        let subject = reasoner.subject(plan)?;
        let sum = Reasoner::told_sum(plan)?;
        let per = sum.scale / f64::from(sum.window);
        let now = per * asked.values[usize::from(sum.column)];
        let new = per * read::number(self.means.donors.frame, sum.column, donor as usize);
        let (from, to) = (subject.amount(now), subject.amount(new));
        if from == to || now.is_nan() || new.is_nan() {
            return None;
        }
        let (zh, en) = match (own, new > now) {
            (true, true) => ("恢复到", "return to"),
            (false, true) => ("升到", "rise to"),
            (_, false) => ("降到", "fall to"),
        };
        let last = period::last(u16::try_from(sum.window).unwrap_or(u16::MAX), grain);
        let each = period::each(grain);
        Some(Bilingual::new(
            format!(
                "{}{}{zh}{}{}（现在{}）",
                last.zh, subject.name.zh, each.zh, to.zh, from.zh
            ),
            format!(
                "{} {en} {} {} in {} (now {})",
                subject.name.en, to.en, each.en, last.en, from.en
            ),
        ))
    }
}
