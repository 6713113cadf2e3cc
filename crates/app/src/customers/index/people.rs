//! Who the customers are.

use holdfast_engine::customers::{Roster, roster};
use holdfast_engine::lake::LakeView;

use crate::analyze::understand::names::Name;
use crate::error::AppError;

/// Columns of texts that a list shows and filters by, in the order in which they are kept.
pub(crate) const DIMENSIONS: [&str; 4] = ["region", "channel", "owner", "segment"];

/// Ids, names and dimensions of all customers, by key.
#[derive(Debug)]
pub(crate) struct People {
    /// The columns.
    pub(crate) roster: Roster,
}

/// What a column with the person's name is called, likeliest first.
const NAMES: [&str; 12] = [
    "name",
    "fullname",
    "customername",
    "clientname",
    "contactname",
    "username",
    "姓名",
    "客户姓名",
    "客户名称",
    "会员姓名",
    "车主姓名",
    "联系人",
];

impl People {
    /// Reads them.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub(crate) fn read(view: &LakeView) -> Result<Self, AppError> {
        Ok(Self {
            roster: roster(view, name_column(view), &DIMENSIONS)?,
        })
    }

    /// Whether somebody has the key: one whose customer was deleted or is not known yet is nobody's.
    pub(crate) fn is_there(&self, key: u32) -> bool {
        !self.roster.ids.get(key as usize).is_empty()
    }

    /// The name as it was given, personal.
    pub(crate) fn name(&self, key: u32) -> Option<&str> {
        let name = self.roster.names.as_ref()?.get(key as usize);
        (!name.is_empty()).then_some(name)
    }
}

/// The personal column that holds the person's name.
fn name_column(view: &LakeView) -> Option<&str> {
    let personal = &view.head().personal;
    NAMES.iter().find_map(|wanted| {
        personal
            .iter()
            .find(|column| Name::new(column).joined == *wanted)
            .map(String::as_str)
    })
}
