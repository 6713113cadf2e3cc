//! Which roles the claims of a provider give.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::sign_in::OidcSpec;
use serde_json::Value;

/// The roles of somebody with these claims; `None` when the provider does not decide them.
pub(crate) fn of(spec: &OidcSpec, claims: &Value) -> Option<BTreeSet<Role>> {
    let path = spec.role_claim.as_deref()?;
    let groups = match find(claims, path) {
        Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(group)) => vec![group.as_str()],
        _ => Vec::new(),
    };
    let roles: BTreeSet<Role> = groups
        .into_iter()
        .filter_map(|group| spec.roles.get(group))
        .copied()
        .collect();
    Some(if roles.is_empty() {
        spec.default_roles.clone()
    } else {
        roles
    })
}

/// A claim by its name, or by a path such as `realm_access.roles`.
pub(crate) fn find<'a>(claims: &'a Value, path: &str) -> Option<&'a Value> {
    claims
        .get(path)
        .or_else(|| path.split('.').try_fold(claims, |value, part| value.get(part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn groups_become_roles() {
        let spec: OidcSpec = serde_json::from_value(json!({
            "issuer": "https://id", "client_id": "h", "public_url": "https://h", "role_claim": "realm_access.roles",
            "roles": {"data": "analyst", "boss": "manager"}, "default_roles": ["viewer"],
        }))
        .unwrap();
        let roles = |claims: Value| {
            of(&spec, &claims)
                .unwrap()
                .into_iter()
                .map(Role::word)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            roles(json!({"realm_access": {"roles": ["data", "x", "boss", 5]}})),
            ["analyst", "manager"]
        );
        assert_eq!(roles(json!({"realm_access.roles": "boss"})), ["manager"]);
        for none in [
            json!({}),
            json!({"realm_access": {"roles": ["x"]}}),
            json!({"realm_access": 5}),
        ] {
            assert_eq!(roles(none), ["viewer"]);
        }
        let local = OidcSpec {
            role_claim: None,
            ..spec
        };
        assert_eq!(of(&local, &json!({})), None);
    }
}
