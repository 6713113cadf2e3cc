//! What somebody may do.

use serde::{Deserialize, Serialize};

use crate::lang::Bilingual;

/// One thing that a person or a token may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See metrics, the overview, shared questions and dashboards.
    ViewMetrics,
    /// Ask the lake in SQL.
    RunSql,
    /// See customers, personal fields masked.
    ViewCustomers,
    /// See personal fields of a customer in the clear, on the record.
    Unmask,
    /// Take figures and lists out as files, on the record.
    Export,
    /// Save questions, dashboards and customer filters.
    EditQuestions,
    /// See models, their accuracy and their cards.
    ViewModels,
    /// Train, score, promote and roll back.
    ManageModels,
    /// See sources, batches, rejected rows and quality.
    ViewData,
    /// Upload, import, refresh, and change churn definitions.
    ManageData,
    /// Send events over HTTP.
    WriteEvents,
    /// Make and change people, their roles and their rows.
    ManageUsers,
    /// Read and verify the audit log.
    ViewAudit,
    /// Change the settings of the workspace.
    ManageSettings,
}

impl Permission {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 14] = [
        Self::ViewMetrics,
        Self::RunSql,
        Self::ViewCustomers,
        Self::Unmask,
        Self::Export,
        Self::EditQuestions,
        Self::ViewModels,
        Self::ManageModels,
        Self::ViewData,
        Self::ManageData,
        Self::WriteEvents,
        Self::ManageUsers,
        Self::ViewAudit,
        Self::ManageSettings,
    ];

    /// The word in JSON and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::ViewMetrics => "view_metrics",
            Self::RunSql => "run_sql",
            Self::ViewCustomers => "view_customers",
            Self::Unmask => "unmask",
            Self::Export => "export",
            Self::EditQuestions => "edit_questions",
            Self::ViewModels => "view_models",
            Self::ManageModels => "manage_models",
            Self::ViewData => "view_data",
            Self::ManageData => "manage_data",
            Self::WriteEvents => "write_events",
            Self::ManageUsers => "manage_users",
            Self::ViewAudit => "view_audit",
            Self::ManageSettings => "manage_settings",
        }
    }

    /// The permission with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.word() == word)
    }

    /// What it allows, as shown to people.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::ViewMetrics => ("查看指标", "see metrics"),
            Self::RunSql => ("执行 SQL 查询", "run SQL"),
            Self::ViewCustomers => ("查看客户", "see customers"),
            Self::Unmask => ("查看个人信息原文", "see personal fields in the clear"),
            Self::Export => ("导出", "export"),
            Self::EditQuestions => ("保存问题与看板", "save questions and dashboards"),
            Self::ViewModels => ("查看模型", "see models"),
            Self::ManageModels => ("训练与发布模型", "train and promote models"),
            Self::ViewData => ("查看数据来源", "see data sources"),
            Self::ManageData => ("管理数据与流失定义", "manage data and churn definitions"),
            Self::WriteEvents => ("写入事件", "send events"),
            Self::ManageUsers => ("管理用户", "manage users"),
            Self::ViewAudit => ("查看审计日志", "read the audit log"),
            Self::ManageSettings => ("管理设置", "manage settings"),
        };
        Bilingual::new(zh, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_json_says_and_are_read_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.word()), Some(permission));
            let read = Permission::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(
                permission.word(),
            ));
            assert_eq!(read, Ok(permission));
            assert!(!permission.name().zh.is_empty());
        }
        assert_eq!(Permission::parse("root"), None);
    }
}
