//! The churn label: which values mean churned.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::{Column, Table};

use super::names::Name;

/// A label as outcomes.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Outcome by row; `None` where the cell is blank.
    pub outcomes: Vec<Option<bool>>,
    /// Values as written that mean churned.
    pub positive: Vec<String>,
}

const CHURNED: [&str; 27] = [
    "yes",
    "y",
    "1",
    "true",
    "t",
    "churned",
    "churn",
    "exited",
    "left",
    "lost",
    "attrited customer",
    "attrited",
    "cancelled",
    "canceled",
    "closed",
    "lapsed",
    "是",
    "流失",
    "已流失",
    "离网",
    "已离网",
    "销户",
    "注销",
    "退订",
    "有",
    "真",
    "流失客户",
];
const RETAINED: [&str; 29] = [
    "no",
    "n",
    "0",
    "false",
    "f",
    "retained",
    "existing customer",
    "existing",
    "stayed",
    "active",
    "current",
    "open",
    "kept",
    "not churned",
    "否",
    "留存",
    "未流失",
    "在网",
    "活跃",
    "正常",
    "保留",
    "没有",
    "无",
    "假",
    "-1",
    "未离网",
    "正常客户",
    "留存客户",
    "在用",
];

/// What one value of a label says by itself: churned, retained, or nothing.
pub fn meaning(value: &str) -> Option<bool> {
    let value = value.trim().to_lowercase();
    if CHURNED.contains(&value.as_str()) {
        Some(true)
    } else if RETAINED.contains(&value.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// The same in a column whose name asks whether the customer stayed (留存, retained): yes and no change sides, a word
/// that names an outcome (流失, retained) keeps its meaning.
fn meaning_in(value: &str, asks_stayed: bool) -> Option<bool> {
    let answer = [
        "yes", "y", "1", "true", "t", "是", "有", "真", "no", "n", "0", "false", "f", "否", "没有", "无", "假", "-1",
    ];
    let turned = asks_stayed && answer.contains(&value.trim().to_lowercase().as_str());
    meaning(value).map(|m| m != turned)
}

/// Values of a column in order of first appearance with the first row of each, at most `limit` + 1 of them. Numbers are
/// written plainly; case and surrounding blanks do not make a difference.
fn values(column: &Column, limit: usize) -> Vec<(String, usize)> {
    let mut seen: Vec<(String, String, usize)> = Vec::new();
    let mut last: Option<String> = None;
    for row in 0..column.values.len() {
        let Some(text) = column.text_at(row) else { continue };
        if last.as_deref() == Some(text.as_ref()) {
            continue;
        }
        let key = text.trim().to_lowercase();
        if !key.is_empty() && !seen.iter().any(|(k, _, _)| *k == key) {
            seen.push((key, text.trim().to_owned(), row));
            if seen.len() > limit {
                break;
            }
        }
        last = Some(text.into_owned());
    }
    seen.into_iter().map(|(_, text, row)| (text, row)).collect()
}

/// Whether a column could be a label by its values: exactly two, at least one of them known.
pub fn looks_like_label(column: &Column) -> bool {
    let values = values(column, 2);
    values.len() == 2 && values.iter().any(|(v, _)| meaning(v).is_some())
}

/// Whether the values alone say that this is a churn label (流失/留存, Churned/Active), whatever the column is called.
pub fn speaks_for_itself(column: &Column) -> bool {
    let speaking = [
        "churned",
        "attrited customer",
        "exited",
        "流失",
        "已流失",
        "离网",
        "已离网",
        "流失客户",
    ];
    let values = values(column, 2);
    values.len() == 2
        && values
            .iter()
            .any(|(v, _)| speaking.contains(&v.to_lowercase().as_str()))
}

/// Whether one of a handful of values speaks of churn (a status column such as Churned/Stayed/Joined).
pub fn mentions_churn(column: &Column) -> bool {
    let speaking = [
        "churned",
        "exited",
        "流失",
        "已流失",
        "离网",
        "销户",
        "注销",
        "cancelled",
        "canceled",
    ];
    let values = values(column, 8);
    values.len() <= 8
        && values
            .iter()
            .any(|(v, _)| speaking.contains(&v.to_lowercase().as_str()))
}

/// Reads the outcomes out of a label column.
///
/// # Errors
/// Refused: no value at all, one class, three or more values without `positive`, two values of unknown meaning, a
/// `positive` that does not occur.
pub fn outcomes(table: &Table, target: usize, positive: Option<&str>) -> Result<Labels, Refusal> {
    of_two_classes(&table.columns[target], positive, &|row| table.row_number(row))
}

fn of_two_classes(column: &Column, positive: Option<&str>, number: &dyn Fn(usize) -> u64) -> Result<Labels, Refusal> {
    let labels = read(column, positive, number, "--target")?;
    one_class(&labels.outcomes, column)?;
    Ok(labels)
}

/// [`outcomes`] that may be of one class; `flag` is the option that names the column, `number` the number in the file of a row.
///
/// # Errors
/// Refused: three or more values without `positive`, values of unknown meaning, a `positive` that does not occur.
pub fn read(
    column: &Column,
    positive: Option<&str>,
    number: &dyn Fn(usize) -> u64,
    flag: &str,
) -> Result<Labels, Refusal> {
    let values = values(column, 20);
    let name = column.name.as_str();
    let list = listed(&values);
    let inverted = Name::new(name).label_means_stayed();
    let churned: Vec<String> = match positive {
        Some(wanted) => {
            let wanted_key = wanted.trim().to_lowercase();
            let found: Vec<String> = values
                .iter()
                .filter(|(v, _)| v.to_lowercase() == wanted_key)
                .map(|(v, _)| v.clone())
                .collect();
            if found.is_empty() {
                return Err(Refusal::new(
                    "positive-not-found",
                    bilingual!(
                        "没有这个值；该列的值有：{list}",
                        "no such value; the column holds: {list}"
                    ),
                    bilingual!(
                        "用 --positive 指明表示流失的值",
                        "name the value that means churned with --positive"
                    ),
                )
                .in_column(name)
                .with_value(wanted));
            }
            found
        }
        None => {
            if values.len() > 2 {
                let row = number(values[2].1);
                return Err(Refusal::new(
                    "label-many-values",
                    bilingual!("流失标签应有两个值，这里有更多：{list}", "a churn label has two values, this one has more: {list}"),
                    bilingual!(
                        "改正这些值，或用 --positive 指明哪个值表示流失（其余视为未流失），或用 {flag} 指定另一列",
                        "correct the values, or name the one that means churned with --positive (all others then mean retained), or name another column with {flag}"
                    ),
                )
                .in_column(name)
                .at_row(row)
                .with_value(&values[2].0));
            }
            positive_of(&values, inverted).ok_or_else(|| {
                Refusal::new(
                    "label-unknown-values",
                    bilingual!(
                        "看不出哪个值表示流失：{list}",
                        "cannot tell which value means churned: {list}"
                    ),
                    bilingual!(
                        "用 --positive 指明表示流失的值",
                        "name the value that means churned with --positive"
                    ),
                )
                .in_column(name)
            })?
        }
    };
    let keys: Vec<String> = churned.iter().map(|v| v.to_lowercase()).collect();
    let mut outcomes = read_outcomes(column, &keys);
    // Named by the user and the only value there is: whoever has none has stayed.
    if positive.is_some() && values.len() == 1 {
        outcomes.iter_mut().for_each(|o| *o = Some(o.unwrap_or(false)));
    }
    Ok(Labels {
        outcomes,
        positive: churned,
    })
}

/// The values that mean churned, if two (or one) values let us tell.
fn positive_of(values: &[(String, usize)], inverted: bool) -> Option<Vec<String>> {
    let meanings: Vec<Option<bool>> = values.iter().map(|(v, _)| meaning_in(v, inverted)).collect();
    // Of two numbers both must be known: 1/2 or 0/3 are codes that only their owner can read.
    let numeric = values.iter().all(|(v, _)| v.parse::<f64>().is_ok());
    if numeric && values.len() == 2 && meanings.contains(&None) {
        return None;
    }
    let churned = match (meanings.first().copied()?, meanings.get(1).copied()) {
        (Some(true), None | Some(Some(false) | None)) => Some(0),
        (Some(false) | None, Some(Some(true))) => Some(1),
        (None, Some(Some(false))) => Some(0),
        (Some(false), Some(None)) => Some(1),
        // One value only: the caller says that a class is missing.
        (Some(false), None) => return Some(Vec::new()),
        _ => None,
    }?;
    Some(vec![values[churned].0.clone()])
}

fn read_outcomes(column: &Column, churned: &[String]) -> Vec<Option<bool>> {
    let says = |text: &str| {
        let key = text.trim().to_lowercase();
        if key.is_empty() {
            None
        } else {
            Some(churned.contains(&key))
        }
    };
    match column.as_text() {
        // One decision a level, not one a row.
        Some(text) => {
            let by_level: Vec<Option<bool>> = text.levels.iter().map(says).collect();
            text.codes
                .iter()
                .map(|&code| by_level.get(code as usize).copied().flatten())
                .collect()
        }
        None => (0..column.values.len())
            .map(|row| column.text_at(row).and_then(|t| says(&t)))
            .collect(),
    }
}

/// The first values, for a message.
fn listed(values: &[(String, usize)]) -> String {
    let first: Vec<&str> = values.iter().take(6).map(|(v, _)| v.as_str()).collect();
    first.join(", ")
}

fn one_class(outcomes: &[Option<bool>], column: &Column) -> Result<(), Refusal> {
    let known = outcomes.iter().flatten().count();
    let churned = outcomes.iter().flatten().filter(|&&o| o).count();
    if known > 0 && churned > 0 && churned < known {
        return Ok(());
    }
    let blank = outcomes.len() - known;
    let list = listed(&values(column, 20));
    let problem = if known == 0 {
        bilingual!("流失标签整列为空", "the churn label is blank in every row")
    } else {
        bilingual!(
            "流失标签只有一类（{list}），{known} 行全都相同，另有 {blank} 行为空",
            "the churn label has one class only ({list}), the same in all {known} rows; {blank} rows are blank"
        )
    };
    Err(Refusal::new(
        "label-one-class",
        problem,
        bilingual!(
            "提供既有流失客户又有留存客户的数据，或用 --target 指定另一列；若空白表示未流失，用 --positive 指明表示流失的值",
            "give a table with both churned and retained customers, or name another column with --target; if blank means retained, name the value that means churned with --positive"
        ),
    )
    .in_column(column.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::table::{NumberColumn, Values};

    fn numbers(values: &[f64]) -> Column {
        Column::new("Exited", Values::Number(NumberColumn::new(values.to_vec(), false)))
    }

    fn labelled(column: Column, positive: Option<&str>) -> Result<Labels, Refusal> {
        of_two_classes(&column, positive, &|row| row as u64 + 2)
    }

    #[test]
    fn zero_and_one_mean_what_they_say() {
        let labels = labelled(numbers(&[0.0, 1.0, f64::NAN, 0.0]), None).unwrap();
        assert_eq!(labels.outcomes, [Some(false), Some(true), None, Some(false)]);
        assert_eq!(labels.positive, ["1"]);
    }

    #[test]
    fn one_class_three_values_and_riddles_are_refused() {
        assert_eq!(
            labelled(numbers(&[0.0, 0.0]), None).unwrap_err().code,
            "label-one-class"
        );
        assert_eq!(
            labelled(numbers(&[1.0, 1.0]), None).unwrap_err().code,
            "label-one-class"
        );
        let three = labelled(numbers(&[0.0, 1.0, 1.0, 2.0]), None).unwrap_err();
        assert_eq!((three.code, three.row), ("label-many-values", Some(5)));
        for riddle in [[3.0, 4.0], [1.0, 2.0], [0.0, 3.0]] {
            assert_eq!(
                labelled(numbers(&riddle), None).unwrap_err().code,
                "label-unknown-values"
            );
        }
        assert_eq!(meaning_in("流失", true), Some(true));
        assert_eq!(meaning_in("Retained", true), Some(false));
        assert_eq!(meaning_in("是", true), Some(false));
        let chosen = labelled(numbers(&[0.0, 1.0, 1.0, 2.0]), Some("2")).unwrap();
        assert_eq!(chosen.outcomes.iter().flatten().filter(|&&o| o).count(), 1);
    }
}
