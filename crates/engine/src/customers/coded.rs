//! A column of few different texts.

use std::collections::BTreeMap;

/// Texts as codes: 0 is not known, others are one more than the place in `levels`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The code of each row.
    pub codes: Vec<u32>,
    /// The texts, in the order of first appearance.
    pub levels: Vec<String>,
}

impl Coded {
    /// A column of rows of which nothing is known.
    pub fn unknown(rows: usize) -> Self {
        Self {
            codes: vec![0; rows],
            levels: Vec::new(),
        }
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = self.codes.get(row)?.checked_sub(1)?;
        self.levels.get(code as usize).map(String::as_str)
    }

    /// The code of a text; `None` where no row has it.
    pub fn code_of(&self, text: &str) -> Option<u32> {
        let at = self.levels.iter().position(|level| level == text)?;
        u32::try_from(at).ok().map(|at| at + 1)
    }
}

/// Hands out codes.
#[derive(Default)]
pub(crate) struct Coder {
    known: BTreeMap<String, u32>,
    levels: Vec<String>,
}

impl Coder {
    /// The code of a text, a new one where it was not met before.
    pub(crate) fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.known.get(text) {
            return code;
        }
        self.levels.push(text.to_owned());
        let code = u32::try_from(self.levels.len()).unwrap_or(0);
        self.known.insert(text.to_owned(), code);
        code
    }

    /// How many different texts were met.
    pub(crate) fn len(&self) -> usize {
        self.levels.len()
    }

    /// The texts by code − 1.
    pub(crate) fn into_levels(self) -> Vec<String> {
        self.levels
    }
}
