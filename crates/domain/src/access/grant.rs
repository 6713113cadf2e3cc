//! What roles give, and what a token keeps of it.

use std::collections::BTreeSet;

use super::permission::Permission;
use super::role::Role;
use super::scope::Scope;

/// What a person with these roles may do.
pub fn of_roles<'a>(roles: impl IntoIterator<Item = &'a Role>) -> BTreeSet<Permission> {
    roles.into_iter().flat_map(|role| role.permissions()).copied().collect()
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
