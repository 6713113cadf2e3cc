//! What a token of a program may be used for.

use serde::{Deserialize, Serialize};

use super::permission::Permission;
use crate::lang::Bilingual;

/// A scope of an API token. It lends one permission of the token's owner, for as long as the owner has it. Unmasking,
/// people and settings are for people alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// [`Permission::ViewMetrics`].
    ViewMetrics,
    /// [`Permission::RunSql`].
    RunSql,
    /// [`Permission::ViewCustomers`].
    ViewCustomers,
    /// [`Permission::Export`].
    Export,
    /// [`Permission::EditQuestions`].
    EditQuestions,
    /// [`Permission::ViewModels`].
    ViewModels,
    /// [`Permission::ManageModels`].
    ManageModels,
    /// [`Permission::ViewData`].
    ViewData,
    /// [`Permission::ManageData`].
    ManageData,
    /// [`Permission::WriteEvents`], of owners that may manage data.
    WriteEvents,
    /// [`Permission::ViewAudit`].
    ViewAudit,
}

impl Scope {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::ViewMetrics,
        Self::RunSql,
        Self::ViewCustomers,
        Self::Export,
        Self::EditQuestions,
        Self::ViewModels,
        Self::ManageModels,
        Self::ViewData,
        Self::ManageData,
        Self::WriteEvents,
        Self::ViewAudit,
    ];

    /// What the token may do with it.
    pub fn permission(self) -> Permission {
        match self {
            Self::ViewMetrics => Permission::ViewMetrics,
            Self::RunSql => Permission::RunSql,
            Self::ViewCustomers => Permission::ViewCustomers,
            Self::Export => Permission::Export,
            Self::EditQuestions => Permission::EditQuestions,
            Self::ViewModels => Permission::ViewModels,
            Self::ManageModels => Permission::ManageModels,
            Self::ViewData => Permission::ViewData,
            Self::ManageData => Permission::ManageData,
            Self::WriteEvents => Permission::WriteEvents,
            Self::ViewAudit => Permission::ViewAudit,
        }
    }

    /// The permission that the owner must have.
    pub fn needs(self) -> Permission {
        match self {
            Self::WriteEvents => Permission::ManageData,
            other => other.permission(),
        }
    }

    /// The word in JSON and in the database.
    pub fn word(self) -> &'static str {
        self.permission().word()
    }

    /// The scope with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// What it allows, as shown to people.
    pub fn name(self) -> Bilingual {
        self.permission().name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_some_permissions_are_for_people_alone() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.word()), Some(scope));
            let read = Scope::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(
                scope.word(),
            ));
            assert_eq!(read, Ok(scope));
        }
        for word in ["unmask", "manage_users", "manage_settings"] {
            assert_eq!(Scope::parse(word), None, "{word}");
        }
    }
}
