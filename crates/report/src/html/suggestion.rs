//! How the churn definition of an event log was chosen.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, figure, note, say, sub};
use crate::figures;
use crate::model::churn::DefinitionSuggestion;
use crate::svg::bars::{Bar, BarChart};
use crate::svg::scale::AxisKind;

const SUGGESTION: Pair = ("流失天数是怎么定的", "How the days of silence were chosen");
const SUGGESTION_SMALL: Pair = (
    "沉默这么多天之内，多大比例的购买间隔已经结束（即客户已回来）；红色为采用的天数",
    "share of purchase intervals that are over (the customer came back) within so many days; red: chosen",
);
/// A bar for each candidate number of days, and the choice in words.
pub(super) fn body(suggestion: &DefinitionSuggestion, lang: Lang) -> String {
    let bars = suggestion.candidates.iter().map(|c| {
        let days = c.days;
        Bar {
            label: match lang {
                Lang::Zh => format!("{days} 天"),
                Lang::En => format!("{days} days"),
            },
            value: c.returned_by_then,
            figure: figures::percent(c.returned_by_then),
            class: if c.chosen { "alarm" } else { "" },
            ..Bar::default()
        }
    });
    let title = say(lang, ("多少天不来就算流失", "How many days of silence mean churn"));
    let chart = BarChart {
        title: title.to_owned(),
        description: say(lang, SUGGESTION_SMALL).to_owned(),
        kind: AxisKind::Percent,
        wide: false,
        reference: None,
        bars: bars.collect(),
    };
    let heading = sub(say(lang, SUGGESTION));
    heading + &figure(title, say(lang, SUGGESTION_SMALL), &chart.draw(), "") + &note(suggestion.text.get(lang))
}
