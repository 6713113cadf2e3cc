//! Checks and mends the names of the columns.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::table::parse_number::parse_number;

use super::options::ReadOptions;
use super::outcome::ReadNote;
use super::refuse;

/// Names as they will be used, and what was noticed.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) names: Vec<String>,
    pub(crate) notes: Vec<ReadNote>,
    /// The last name was empty.
    pub(crate) last_unnamed: bool,
}

/// Trims names, gives empty ones a name by position, refuses duplicates.
///
/// # Errors
/// `too-many-columns`, `duplicate-column`, `unknown-column` (of the columns to keep as text).
pub(crate) fn check_header(raw: &[String], row: u64, options: &ReadOptions) -> Result<Header, Refusal> {
    if raw.len() > options.max_columns {
        return Err(refuse::too_many_columns(raw.len(), options.max_columns).at_row(row));
    }
    let mut notes = Vec::new();
    let mut names: Vec<String> = raw.iter().map(|name| clean(name)).collect();
    let all_numeric = !names.is_empty() && names.iter().all(|name| parse_number(name.as_bytes()).is_some());
    let unnamed: Vec<usize> = (0..names.len()).filter(|&index| names[index].is_empty()).collect();
    for &index in &unnamed {
        names[index] = format!("column_{}", index + 1);
    }
    check_unique(&names, row)?;
    for kept in &options.as_text {
        if !options.as_text_where_there && !names.contains(kept) {
            return Err(refuse::unknown_column(kept, &names));
        }
    }
    if !unnamed.is_empty() {
        let given: Vec<&str> = unnamed.iter().take(5).map(|&index| names[index].as_str()).collect();
        let given = given.join(", ");
        let count = unnamed.len();
        notes.push(ReadNote::new(
            "unnamed-column",
            Some(count as u64),
            bilingual!(
                "{count} 列没有列名，按位置命名：{given}",
                "{count} columns have no name and were named by position: {given}"
            ),
        ));
    }
    if all_numeric {
        notes.push(ReadNote::new(
            "header-looks-like-data",
            None,
            bilingual!(
                "第 {row} 行全是数字，仍作为列名；如果文件没有表头，请补上",
                "row {row} is all numbers and was taken for the column names; if the file has no header, add one"
            ),
        ));
    }
    Ok(Header {
        last_unnamed: unnamed.last().is_some_and(|&index| index + 1 == raw.len()),
        names,
        notes,
    })
}

/// White space at the ends is cut, line breaks within become spaces.
fn clean(name: &str) -> String {
    let trimmed = crate::table::missing::trim(name.as_bytes());
    let text = String::from_utf8_lossy(trimmed);
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.into_owned()
    }
}

fn check_unique(names: &[String], row: u64) -> Result<(), Refusal> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| names[a].cmp(&names[b]).then(a.cmp(&b)));
    let twice = order
        .windows(2)
        .filter(|pair| names[pair[0]] == names[pair[1]])
        .min_by_key(|pair| pair[1]);
    let Some(&[first, second]) = twice else { return Ok(()) };
    let (first_position, second_position) = (first + 1, second + 1);
    Err(Refusal::new(
        "duplicate-column",
        bilingual!(
            "第 {first_position} 列和第 {second_position} 列同名",
            "columns {first_position} and {second_position} have the same name"
        ),
        Bilingual::new("给其中一列改名，或删去一列", "rename or remove one of them"),
    )
    .at_row(row)
    .in_column(&names[first]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str]) -> Result<Header, Refusal> {
        let raw: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        check_header(&raw, 1, &ReadOptions::default())
    }

    #[test]
    fn names_are_mended_or_refused() {
        let header = check(&[" a\u{feff} ", "", "客户\n编号"]).unwrap();
        assert_eq!(header.names, ["a", "column_2", "客户 编号"]);
        assert_eq!(header.notes[0].code, "unnamed-column");
        let refusal = check(&["x", "a", "b", "a ", "b"]).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.column.as_deref()),
            ("duplicate-column", Some("a"))
        );
        assert_eq!(refusal.problem.en, "columns 2 and 4 have the same name");
        assert_eq!(check(&["1", "2.5"]).unwrap().notes[0].code, "header-looks-like-data");
    }
}
