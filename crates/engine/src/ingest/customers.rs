//! Customers' ids and their dense keys.

use arrow::array::AsArray;
use arrow::datatypes::Int32Type;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::CUSTOMER_KEY;
use crate::table::intern::Interner;
use crate::table::{Levels, TextColumn};

/// Every id that was ever seen, numbered in the order of first appearance: the number is the customer's key.
#[derive(Debug, Default)]
pub(crate) struct CustomerIds {
    known: Interner,
    /// Keys below this are in the lake already.
    pub(crate) stored: u32,
}

impl CustomerIds {
    /// Those of the lake.
    pub(crate) fn load(view: &LakeView) -> Result<Self, EngineError> {
        let ids = ids(view)?;
        let mut levels = Levels::default();
        for id in &ids {
            levels.push(id);
        }
        Ok(Self {
            known: Interner::resume(TextColumn {
                codes: Vec::new(),
                levels,
            }),
            stored: ids.len() as u32,
        })
    }

    /// The key of each level of a column of ids; new ids get the next keys.
    pub(crate) fn keys(&mut self, levels: &Levels, used: &[bool]) -> Vec<u32> {
        levels
            .iter()
            .zip(used)
            .map(|(id, &used)| {
                if used {
                    self.known.code_of(id.as_bytes())
                } else {
                    u32::MAX
                }
            })
            .collect()
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> u32 {
        self.known.distinct() as u32
    }

    /// The id of a key.
    pub(crate) fn id(&self, key: u32) -> &str {
        self.known.level(key)
    }
}

/// Customers' ids by key; empty for a person who was deleted.
///
/// # Errors
/// When the table cannot be read.
pub fn ids(view: &LakeView) -> Result<Vec<String>, EngineError> {
    let mut ids = vec![String::new(); view.head().customers as usize];
    // Every form of a customer has the same id, also one that was corrected or is not yet known.
    for batch in view.read_all("customers", &[CUSTOMER_KEY, "customer_id"])? {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        let texts = batch.column(1).as_string::<i32>();
        for (key, text) in keys.iter().zip(texts) {
            if let (Some(slot), Some(text)) = (key.and_then(|key| ids.get_mut(key as usize)), text)
                && slot.is_empty()
            {
                slot.push_str(text);
            }
        }
    }
    Ok(ids)
}
