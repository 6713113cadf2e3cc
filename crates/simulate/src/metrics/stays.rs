//! From when to when a customer was one, by the industry's definition of churn.

use crate::life::Life;

/// When a customer has churned.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    /// All subscriptions have ended, without grace.
    Contract,
    /// This many whole days without a qualifying event.
    Inactivity(i32),
}

/// A time as a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) started: i32,
    /// The day on whose end the definition became true; `None` = not by the end of the data.
    pub(crate) lost: Option<i32>,
    pub(crate) last_active: i32,
}

/// Fills `out`. `days` are the distinct days with a qualifying event, growing.
pub(crate) fn fill(rule: Rule, life: &Life<'_>, days: &[i32], through: i32, out: &mut Vec<Stay>) {
    out.clear();
    match rule {
        Rule::Contract => contract(life, through, out),
        Rule::Inactivity(silence) => inactivity(silence, days, through, out),
    }
}

/// Subscriptions one after the other, each from its first day to the one before it ends; they are written in order.
fn contract(life: &Life<'_>, through: i32, out: &mut Vec<Stay>) {
    for spell in life.spells.iter().filter(|spell| spell.started <= through) {
        let lost = spell.ended.filter(|ended| *ended <= through);
        let last_active = spell.ended.map_or(through, |ended| ended - 1);
        match out.last_mut() {
            Some(stay) if stay.lost.is_none_or(|until| spell.started <= until) => {
                let longer = stay.lost.zip(lost).map(|(a, b)| a.max(b));
                stay.lost = longer;
                stay.last_active = stay.last_active.max(last_active);
            }
            _ => out.push(Stay {
                started: spell.started,
                lost,
                last_active,
            }),
        }
    }
}

fn inactivity(silence: i32, days: &[i32], through: i32, out: &mut Vec<Stay>) {
    for day in days {
        let lost = Some(day + silence).filter(|lost| *lost <= through);
        match out.last_mut() {
            Some(stay) if day - stay.last_active <= silence => {
                stay.last_active = *day;
                stay.lost = lost;
            }
            _ => out.push(Stay {
                started: *day,
                lost,
                last_active: *day,
            }),
        }
    }
}
