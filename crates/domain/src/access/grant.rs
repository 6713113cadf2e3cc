//! What roles give, and what a token keeps of it.

use std::collections::BTreeSet;

use super::permission::Permission;
use super::role::Role;
use super::row::RowPermission;
use super::scope::Scope;

/// What a person with these roles may do.
pub fn of_roles<'a>(roles: impl IntoIterator<Item = &'a Role>) -> BTreeSet<Permission> {
    roles.into_iter().flat_map(|role| role.permissions()).copied().collect()
}

/// What a person with these roles and rows may do. An agent serves the own customers alone: without rows the role gives
/// nothing, rather than everybody.
pub fn of_person(roles: &BTreeSet<Role>, rows: &[RowPermission]) -> BTreeSet<Permission> {
    of_roles(roles.iter().filter(|role| **role != Role::Agent || !rows.is_empty()))
}

/// What a token with these scopes may do while its owner may do `owner`: never more than the owner.
pub fn of_token<'a>(owner: &BTreeSet<Permission>, scopes: impl IntoIterator<Item = &'a Scope>) -> BTreeSet<Permission> {
    scopes
        .into_iter()
        .filter(|scope| owner.contains(&scope.needs()))
        .map(|scope| scope.permission())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::row::RowDimension;

    #[test]
    fn roles_add_up() {
        let both = of_roles(&[Role::Agent, Role::Viewer]);
        let expected = BTreeSet::from([
            Permission::ViewMetrics,
            Permission::ViewCustomers,
            Permission::Unmask,
            Permission::ViewModels,
        ]);
        assert_eq!(both, expected);
    }

    #[test]
    fn an_agent_without_rows_sees_nobody() {
        let rows = [RowPermission {
            dimension: RowDimension::Owner,
            values: vec!["李".to_owned()],
        }];
        let agent = BTreeSet::from([Role::Agent]);
        assert!(of_person(&agent, &[]).is_empty());
        assert_eq!(of_person(&agent, &rows), of_roles(&agent));
        let both = BTreeSet::from([Role::Agent, Role::Viewer]);
        assert_eq!(of_person(&both, &[]), of_roles(&[Role::Viewer]));
    }

    #[test]
    fn a_token_never_has_more_than_its_owner() {
        let viewer = of_roles(&[Role::Viewer]);
        assert_eq!(
            of_token(&viewer, &[Scope::ViewMetrics, Scope::RunSql, Scope::WriteEvents]),
            BTreeSet::from([Permission::ViewMetrics])
        );
        let analyst = of_roles(&[Role::Analyst]);
        assert!(!analyst.contains(&Permission::WriteEvents));
        assert_eq!(
            of_token(&analyst, &[Scope::WriteEvents]),
            BTreeSet::from([Permission::WriteEvents])
        );
        for role in Role::ALL {
            let owner = of_roles(&[role]);
            for permission in of_token(&owner, &Scope::ALL) {
                let lent = permission == Permission::WriteEvents && owner.contains(&Permission::ManageData);
                assert!(
                    lent || owner.contains(&permission),
                    "{} {}",
                    role.word(),
                    permission.word()
                );
            }
        }
    }
}
