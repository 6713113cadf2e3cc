//! The roles of people, and the matrix of what each may do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::permission::Permission;
use crate::lang::Bilingual;
use crate::refusal::Refusal;

/// A role that a person can have. Administration, security audit and business are three different hands (三员分立).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Makes people and settings; sees no customer.
    Administrator,
    /// Reads and verifies the audit log, and nothing else.
    SecurityAuditor,
    /// Asks, models, and looks after the data.
    Analyst,
    /// Leads the people who serve customers.
    Manager,
    /// Serves customers: those of the own rows.
    Agent,
    /// Reads figures.
    Viewer,
}

impl Role {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Administrator,
        Self::SecurityAuditor,
        Self::Analyst,
        Self::Manager,
        Self::Agent,
        Self::Viewer,
    ];

    /// Their words, in the same order.
    pub const WORDS: [&str; 6] = [
        "administrator",
        "security_auditor",
        "analyst",
        "manager",
        "agent",
        "viewer",
    ];

    /// The word in JSON and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SecurityAuditor => "security_auditor",
            Self::Analyst => "analyst",
            Self::Manager => "manager",
            Self::Agent => "agent",
            Self::Viewer => "viewer",
        }
    }

    /// The role with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The role's name as shown to people.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Administrator => ("系统管理员", "administrator"),
            Self::SecurityAuditor => ("安全审计员", "security auditor"),
            Self::Analyst => ("分析师", "analyst"),
            Self::Manager => ("经理", "manager"),
            Self::Agent => ("客服专员", "agent"),
            Self::Viewer => ("查看者", "viewer"),
        };
        Bilingual::new(zh, en)
    }

    /// What somebody with this role may do.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            EditQuestions, Export, ManageData, ManageModels, ManageSettings, ManageUsers, RunSql, Unmask, ViewAudit,
            ViewCustomers, ViewData, ViewMetrics, ViewModels,
        };
        match self {
            Self::Administrator => &[ManageUsers, ManageSettings, ViewData, ManageData],
            Self::SecurityAuditor => &[ViewAudit],
            Self::Analyst => &[
                ViewMetrics,
                RunSql,
                ViewCustomers,
                Export,
                EditQuestions,
                ViewModels,
                ManageModels,
                ViewData,
                ManageData,
            ],
            Self::Manager => &[
                ViewMetrics,
                ViewCustomers,
                Unmask,
                Export,
                EditQuestions,
                ViewModels,
                ViewData,
            ],
            Self::Agent => &[ViewCustomers, Unmask],
            Self::Viewer => &[ViewMetrics, ViewModels],
        }
    }
}

/// Whether one person may have these roles together.
///
/// # Errors
/// `no-role` for none, `auditor-alone` when the security auditor has another role too: whoever watches must not act.
#[allow(clippy::result_large_err)] // A refusal ends the request.
pub fn check_together(roles: &BTreeSet<Role>) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::new(
            "no-role",
            Bilingual::new("没有角色", "there is no role"),
            Bilingual::new("至少选择一个角色", "choose at least one role"),
        ));
    }
    if roles.contains(&Role::SecurityAuditor) && roles.len() > 1 {
        return Err(Refusal::new(
            "auditor-alone",
            Bilingual::new(
                "安全审计员不能兼任其他角色",
                "a security auditor cannot have another role",
            ),
            Bilingual::new("为审计单独建立一个用户", "make a user of its own for auditing"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_one_that_was_agreed() {
        let holders = |permission: Permission| -> Vec<&str> {
            Role::ALL
                .into_iter()
                .filter(|role| role.permissions().contains(&permission))
                .map(Role::word)
                .collect()
        };
        assert_eq!(holders(Permission::ViewMetrics), ["analyst", "manager", "viewer"]);
        assert_eq!(holders(Permission::RunSql), ["analyst"]);
        assert_eq!(holders(Permission::ViewCustomers), ["analyst", "manager", "agent"]);
        assert_eq!(holders(Permission::Unmask), ["manager", "agent"]);
        assert_eq!(holders(Permission::Export), ["analyst", "manager"]);
        assert_eq!(holders(Permission::EditQuestions), ["analyst", "manager"]);
        assert_eq!(holders(Permission::ViewModels), ["analyst", "manager", "viewer"]);
        assert_eq!(holders(Permission::ManageModels), ["analyst"]);
        assert_eq!(holders(Permission::ViewData), ["administrator", "analyst", "manager"]);
        assert_eq!(holders(Permission::ManageData), ["administrator", "analyst"]);
        assert_eq!(holders(Permission::ManageUsers), ["administrator"]);
        assert_eq!(holders(Permission::ViewAudit), ["security_auditor"]);
        assert_eq!(holders(Permission::ManageSettings), ["administrator"]);
        assert!(holders(Permission::WriteEvents).is_empty(), "tokens alone");
    }

    #[test]
    fn words_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()), Some(role));
            let read = Role::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(
                role.word(),
            ));
            assert_eq!(read, Ok(role));
        }
        assert_eq!(Role::WORDS, Role::ALL.map(Role::word));
        assert_eq!(Role::parse("Administrator"), None);
    }

    #[test]
    fn whoever_watches_does_not_act() {
        let together = |roles: &[Role]| check_together(&roles.iter().copied().collect()).map_err(|r| r.code);
        assert_eq!(together(&[]), Err("no-role"));
        assert_eq!(together(&[Role::SecurityAuditor]), Ok(()));
        assert_eq!(together(&[Role::SecurityAuditor, Role::Viewer]), Err("auditor-alone"));
        assert_eq!(together(&[Role::Administrator, Role::Analyst]), Ok(()));
    }
}
