//! Tokens of programs.

use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_domain::access::scope::Scope;
use holdfast_identity::error::IdentityError;
use holdfast_identity::tokens::create::TokenRequest;
use holdfast_store::people::edit::PersonEdit;

use crate::company::{Company, HOUR, START, code, request, run};

fn asked(scopes: &[Scope], expires_in_days: Option<u32>) -> TokenRequest {
    TokenRequest {
        name: "夜间任务".to_owned(),
        scopes: scopes.iter().copied().collect(),
        expires_in_days,
    }
}

#[test]
fn a_token_lends_what_its_owner_has_and_no_more() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Analyst]).await;
        let scopes = [Scope::RunSql, Scope::WriteEvents];
        let (token, secret) = company
            .identity
            .create_token(&bob, &asked(&scopes, None), START)
            .await
            .unwrap();
        assert!(secret.starts_with("hf_") && secret.len() == 46 && secret.starts_with(&token.hint));
        let who = |now_us: i64| {
            let (identity, secret) = (company.identity.clone(), secret.clone());
            async move { identity.authenticate_token(&secret, now_us).await.unwrap() }
        };
        let program = who(START).await.unwrap();
        assert_eq!(
            program.permissions,
            [Permission::RunSql, Permission::WriteEvents].into()
        );
        assert_eq!((program.csrf, program.session_id), (None, None));
        assert_eq!(program.token_id.as_ref(), Some(&token.id));
        let listed = company.identity.list_tokens(&bob).await.unwrap();
        assert_eq!(listed[0].used_at_us, Some(START));

        let viewer = PersonEdit {
            name: "Bob".to_owned(),
            roles: [Role::Viewer].into(),
            rows: Vec::new(),
            disabled: false,
        };
        let version = program.user.version;
        company
            .identity
            .edit_person(&ann, &bob.user.id, version, &viewer, START)
            .await
            .unwrap();
        assert!(
            who(START).await.unwrap().permissions.is_empty(),
            "the owner lost it, so the token did"
        );
        let disabled = PersonEdit {
            disabled: true,
            ..viewer
        };
        company
            .identity
            .edit_person(&ann, &bob.user.id, version + 1, &disabled, START)
            .await
            .unwrap();
        assert_eq!(who(START).await, None);
    });
}

#[test]
fn tokens_end_and_are_revoked() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let (token, secret) = company
            .identity
            .create_token(&ann, &asked(&[Scope::RunSql], Some(1)), START)
            .await
            .unwrap();
        let works = |secret: String, now_us: i64| {
            let identity = company.identity.clone();
            async move { identity.authenticate_token(&secret, now_us).await.unwrap().is_some() }
        };
        assert!(works(secret.clone(), START + 24 * HOUR - 1).await);
        assert!(!works(secret.clone(), START + 24 * HOUR).await);
        for wrong in [
            String::new(),
            "hf_".to_owned(),
            secret.to_lowercase(),
            secret[3..].to_owned(),
        ] {
            assert!(!works(wrong, START).await);
        }
        let bob = company.person(&ann, "bob", &[Role::Viewer]).await;
        let of_bob = company.identity.revoke_token(&bob, &token.id, START).await;
        assert!(matches!(of_bob, Err(IdentityError::NotFound)));
        company.identity.revoke_token(&ann, &token.id, START).await.unwrap();
        assert!(!works(secret, START).await);
        let acts = company.acts().await;
        assert!(acts.contains(&"ann token.created".to_owned()) && acts.contains(&"ann token.revoked".to_owned()));
    });
}

#[test]
fn what_a_token_may_be_is_checked() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Viewer]).await;
        let make = |request: TokenRequest| {
            let (identity, bob) = (company.identity.clone(), bob.clone());
            async move { identity.create_token(&bob, &request, START).await }
        };
        assert_eq!(code(make(asked(&[], None)).await), "no-scope");
        assert_eq!(code(make(asked(&[Scope::RunSql], None)).await), "scope-beyond-role");
        assert_eq!(
            code(make(asked(&[Scope::WriteEvents], None)).await),
            "scope-beyond-role"
        );
        assert_eq!(code(make(asked(&[Scope::ViewMetrics], Some(0))).await), "bad-expiry");
        for _ in 0..50 {
            make(asked(&[Scope::ViewMetrics], Some(1))).await.unwrap();
        }
        assert_eq!(code(make(asked(&[Scope::ViewMetrics], None)).await), "too-many-tokens");
    });
}

#[test]
fn programs_do_not_make_tokens_people_or_passwords() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let (_, secret) = company
            .identity
            .create_token(&ann, &asked(&Scope::ALL[..1], None), START)
            .await
            .unwrap();
        let program = company
            .identity
            .authenticate_token(&secret, START)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            code(
                company
                    .identity
                    .create_token(&program, &asked(&Scope::ALL[..1], None), START)
                    .await
            ),
            "people-only"
        );
        assert_eq!(
            code(
                company
                    .identity
                    .create_person(&program, &request("eve", &[Role::Viewer]), START)
                    .await
            ),
            "people-only"
        );
        assert_eq!(
            code(company.identity.reset_password(&program, "x", false, START).await),
            "people-only"
        );
        assert_eq!(code(company.identity.list_tokens(&program).await), "people-only");
        assert!(!company.identity.csrf_matches(&program, ""));
    });
}
