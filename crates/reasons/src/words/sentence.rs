//! A coded reason in words.

use holdfast_domain::lang::Bilingual;

use super::attribute::{self, Like};
use super::label::label;
use super::subject::Subject;
use super::{change, comparison, rhythm, value};
use crate::column::Source;
use crate::concept::Concept;
use crate::population::summary::Values;
use crate::reasoner::Reasoner;
use crate::reasoner::coded::Coded;
use crate::reasoner::plan::{ConceptPlan, Quantity};
use crate::reasoner::reason::{Direction, Reason};
use crate::reasoner::said::Said;

impl Reasoner {
    /// A coded reason of this reasoner in words; `None` where it is of another one.
    pub fn reason(&self, coded: &Coded) -> Option<Reason> {
        let plan = self.concepts.get(usize::from(coded.concept))?;
        let feature = self.columns.get(usize::from(coded.lead))?.name.clone();
        let evidence = self.evidence(coded);
        let (now, then) = figures(&coded.said);
        Some(Reason {
            concept: plan.concept.clone(),
            label: label(&plan.concept, &self.columns, &self.wording),
            direction: if coded.log_odds > 0.0 {
                Direction::Raises
            } else {
                Direction::Lowers
            },
            log_odds: f64::from(coded.log_odds),
            share: f64::from(coded.share),
            text: self.sentence(plan, coded)?,
            feature,
            value: now,
            then,
            evidence,
            comparison: evidence.as_ref().map(comparison::words),
        })
    }

    /// Its sentence.
    fn sentence(&self, plan: &ConceptPlan, coded: &Coded) -> Option<Bilingual> {
        let grain = self.wording.grain;
        let typical = self.median(coded.told);
        Some(match coded.said {
            Said::Changed {
                now,
                then,
                window,
                before,
            } => change::changed(&self.subject(plan)?, now, then, window, before, grain),
            Said::Level { now, window } => {
                let scale = plan.sums.iter().find(|sum| sum.column == coded.told)?.scale;
                let typical = typical.map(|median| scale * median / f64::from(window));
                change::level(&self.subject(plan)?, now, typical, window, grain)
            }
            Said::AtATime {
                now,
                usual,
                window,
                longer,
            } => {
                let subject = Subject::of(
                    &Quantity::Measure(holdfast_panel::features::Measure::Amount),
                    &self.wording,
                );
                change::at_a_time(&subject, now, usual, window, longer, grain)
            }
            Said::Silent { days, usual } => rhythm::silence(days, usual, coded.log_odds > 0.0, &self.wording),
            Said::Complaints { count, days } => rhythm::complaints(count, days),
            Said::Number { value } if plan.concept == Concept::Tenure => rhythm::tenure(value, typical, &self.wording),
            said => self.as_written(&self.columns.get(usize::from(coded.told))?.source, coded, said, typical)?,
        })
    }

    fn as_written(&self, source: &Source, coded: &Coded, said: Said, typical: Option<f64>) -> Option<Bilingual> {
        let summary = self.population.columns.get(usize::from(coded.told))?;
        let label = match source {
            Source::Feature(spec) => {
                return Some(match said {
                    Said::Number { value } => value::feature(spec, value, typical, &self.wording),
                    _ => value::undefined(spec),
                });
            }
            Source::Attribute { label } => label,
        };
        let like = Like {
            same: summary.cell(coded.cell),
            all: self.population.all,
            at_least: self.settings.evidence_at_least,
        };
        Some(match (said, &summary.values) {
            (Said::Number { value }, _) => attribute::number(label, value, typical, &like),
            (Said::LevelOf { code }, Values::Category { levels, .. }) => match levels.get(code as usize) {
                Some(level) => attribute::level(label, level, &like),
                None => attribute::unseen(label),
            },
            (Said::Unseen, _) => attribute::unseen(label),
            _ => attribute::missing(label, &like),
        })
    }

    /// The words of the quantity that a concept is told by.
    pub(crate) fn subject(&self, plan: &ConceptPlan) -> Option<Subject> {
        plan.quantity
            .as_ref()
            .map(|quantity| Subject::of(quantity, &self.wording))
    }

    fn median(&self, column: u16) -> Option<f64> {
        let summary = self.population.columns.get(usize::from(column))?;
        summary.spread().map(|spread| spread.median)
    }
}

/// The figure told, and the customer's own earlier or usual one.
fn figures(said: &Said) -> (Option<f64>, Option<f64>) {
    match *said {
        Said::Changed { now, then, .. } => (Some(now), Some(then)),
        Said::Level { now, .. } => (Some(now), None),
        Said::AtATime { now, usual, .. } => (Some(now), Some(usual)),
        Said::Silent { days, usual } => (Some(days), usual),
        Said::Complaints { count, days } => (count.or(days), None),
        Said::Number { value } => (Some(value), None),
        Said::LevelOf { .. } | Said::Unseen | Said::Missing => (None, None),
    }
}
