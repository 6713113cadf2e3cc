//! A tree as indented text, in both languages.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::tree::{LeftIf, Node, Split, Tree};
use crate::rules::words::{label, number, percent};

/// Levels named in a line; more are counted.
const NAMED: usize = 6;

impl Tree {
    /// One line a node, children indented below their parent: the condition, customers, churn rate and its 95 % interval. `labels` by column of the
    /// schema; a column without one is called by its name.
    pub fn text(&self, labels: &[Bilingual]) -> Bilingual {
        let mut out = Bilingual::default();
        let root = Bilingual::new("全部客户", "all customers");
        self.line(0, "", "", &root, labels, &mut out);
        out
    }

    fn line(
        &self,
        at: usize,
        before: &str,
        branch: &str,
        condition: &Bilingual,
        labels: &[Bilingual],
        out: &mut Bilingual,
    ) {
        let node = &self.nodes[at];
        let figures = figures(node);
        for (text, condition, figures) in [
            (&mut out.zh, &condition.zh, &figures.zh),
            (&mut out.en, &condition.en, &figures.en),
        ] {
            let colon = if figures.starts_with(' ') { ":" } else { "：" };
            text.push_str(&format!("{before}{branch}{condition}{colon}{figures}\n"));
        }
        let Some(split) = &node.split else {
            return;
        };
        let under = match branch {
            "" => String::new(),
            "└─ " => format!("{before}   "),
            _ => format!("{before}│  "),
        };
        for (child, branch, left) in [(split.left, "├─ ", true), (split.right, "└─ ", false)] {
            let condition = self.condition(split, left, labels);
            self.line(child, &under, branch, &condition, labels, out);
        }
    }

    /// What the customers on one side have in common.
    fn condition(&self, split: &Split, left: bool, labels: &[Bilingual]) -> Bilingual {
        let Bilingual { zh, en } = label(split.column, &self.schema, labels);
        let with_missing = split.missing_seen && split.missing_left == left;
        let text = match &split.left_if {
            LeftIf::Known if left => return bilingual!("{zh}有值", "{en} is known"),
            LeftIf::Known => return bilingual!("{zh}缺失", "{en} is missing"),
            LeftIf::AtMost(cut) => {
                let (sign, cut) = (if left { "≤" } else { ">" }, number(*cut));
                bilingual!("{zh} {sign} {cut}", "{en} {sign} {cut}")
            }
            LeftIf::Levels { left: own, right } => {
                let own = if left { own } else { right };
                if own.is_empty() {
                    return bilingual!("{zh}为其他值或缺失", "{en} is another value or missing");
                }
                let levels = self.schema.columns.get(split.column).and_then(|c| c.levels.as_ref());
                let name = |code: &u32| {
                    let level = levels.and_then(|l| l.get(*code as usize)).map_or("", String::as_str);
                    format!("“{level}”")
                };
                let named: Vec<String> = own.iter().take(NAMED).map(name).collect();
                let (list_zh, list_en) = (named.join("、"), named.join(", "));
                match own.len() - named.len() {
                    0 => bilingual!("{zh}为{list_zh}", "{en} is {list_en}"),
                    more => bilingual!("{zh}为{list_zh}等（另 {more} 个）", "{en} is {list_en} or {more} more"),
                }
            }
        };
        if !with_missing {
            return text;
        }
        let (zh, en) = (text.zh, text.en);
        match split.left_if {
            LeftIf::Levels { .. } => bilingual!("{zh}（含其他值与缺失）", "{en} (or another value or missing)"),
            _ => bilingual!("{zh}（含缺失）", "{en} (or missing)"),
        }
    }
}

fn figures(node: &Node) -> Bilingual {
    let (rate, interval) = (percent(node.rate()), node.interval());
    let (low, high) = (percent(interval.low), percent(interval.high));
    let customers = number(node.customers);
    bilingual!(
        "{customers} 位客户，流失 {rate}（95% 区间 {low}–{high}）",
        " {customers} customers, {rate} churn (95% interval {low}–{high})"
    )
}
