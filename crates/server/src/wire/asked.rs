//! What stands behind the question mark, where a name may be said several times: `by=region&by=channel`.

use holdfast_domain::lang::Bilingual;

use crate::frame::problem::Problem;

/// Names and values in the order in which they were said.
#[derive(Clone, Debug)]
pub struct Asked(Vec<(String, String)>);

/// Values of one question at most.
const MOST: usize = 200;

impl Asked {
    /// Only these names may be said.
    ///
    /// # Errors
    /// `unknown-parameter`, so that a misspelt filter is never silently left out; `too-many-parameters`.
    pub fn new(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Self, Problem> {
        if pairs.len() > MOST {
            return Err(Problem::invalid(
                "too-many-parameters",
                "query",
                Bilingual::new("参数超过 200 个", "there are more than 200 parameters"),
            ));
        }
        match pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Problem::invalid(
                "unknown-parameter",
                name,
                Bilingual::new(
                    format!("没有这个参数；可用：{}", known.join("、")),
                    format!("there is no such parameter; there are {}", known.join(", ")),
                ),
            )),
            None => Ok(Self(pairs)),
        }
    }

    /// The value of a name, absent where it was not said or left empty.
    ///
    /// # Errors
    /// `parameter-twice`.
    pub fn one(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.many(name).into_iter();
        match (values.next(), values.next()) {
            (found, None) => Ok(found),
            _ => Err(Problem::invalid(
                "parameter-twice",
                name,
                Bilingual::new("这个参数只能出现一次", "this parameter is said once at most"),
            )),
        }
    }

    /// The same of at most `most` characters.
    ///
    /// # Errors
    /// `parameter-too-long`, `parameter-twice`.
    pub fn short(&self, name: &str, most: usize) -> Result<Option<String>, Problem> {
        let found = self.one(name)?;
        match &found {
            Some(text) if text.chars().nth(most).is_some() => Err(Problem::invalid(
                "parameter-too-long",
                name,
                Bilingual::new(
                    format!("最多 {most} 个字符"),
                    format!("at most {most} characters are allowed"),
                ),
            )),
            _ => Ok(found),
        }
    }

    /// All values of a name that are not empty.
    pub fn many(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// A whole number.
    ///
    /// # Errors
    /// `bad-number`, `parameter-twice`.
    pub fn whole(&self, name: &str) -> Result<Option<u32>, Problem> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            Problem::invalid(
                "bad-number",
                name,
                Bilingual::new("应为不小于 0 的整数", "this is a whole number from 0"),
            )
        })
    }

    /// The question in one form, however it was ordered: what answers are kept by.
    pub fn key(&self) -> String {
        let mut pairs: Vec<&(String, String)> = self.0.iter().filter(|(_, value)| !value.is_empty()).collect();
        // Values of one name keep their order: that of dimensions is the order of columns.
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        serde_json::to_string(&pairs).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &[(&str, &str)]) -> Vec<(String, String)> {
        text.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn one_question_has_one_form_and_misspelt_ones_are_refused() {
        let known = ["by", "to"];
        let one = Asked::new(pairs(&[("to", "2024-01"), ("by", "b"), ("by", "a")]), &known).unwrap();
        let other = Asked::new(pairs(&[("by", "b"), ("to", "2024-01"), ("by", "a")]), &known).unwrap();
        assert_eq!(one.key(), other.key());
        assert_eq!(one.many("by"), ["b", "a"]);
        assert_eq!(one.one("by").unwrap_err().code, "parameter-twice");
        assert_eq!(one.short("to", 6).unwrap_err().code, "parameter-too-long");
        assert_eq!(one.short("to", 7).unwrap().as_deref(), Some("2024-01"));
        assert_eq!(
            Asked::new(pairs(&[("wher", "x")]), &known).unwrap_err().code,
            "unknown-parameter"
        );
        let blank = Asked::new(pairs(&[("to", "")]), &known).unwrap();
        assert_eq!(blank.one("to").unwrap(), None);
    }
}
