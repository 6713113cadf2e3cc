//! Signing in, staying and leaving.

use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_identity::error::IdentityError;
use holdfast_identity::sign_in::open::Device;
use holdfast_identity::sign_in::password::Typed;

use crate::company::{Company, HOUR, MINUTE, PASSWORD, START, device, run};

#[test]
fn a_session_ends_when_idle_and_at_its_end() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let opened = company.sign_in(" ANN ", PASSWORD, None, START).await.unwrap();
        assert_eq!(opened.signed_in.expires_at_us, START + 12 * HOUR);
        let at = |now_us: i64| {
            let (identity, token) = (&company.identity, &opened.token);
            async move { identity.authenticate_session(token, now_us).await.unwrap().is_some() }
        };
        // Used within every two hours it lasts for twelve.
        let mut now_us = START;
        while now_us + 119 * MINUTE < START + 12 * HOUR {
            now_us += 119 * MINUTE;
            assert!(at(now_us).await);
        }
        assert!(at(START + 12 * HOUR - 1).await);
        assert!(!at(START + 12 * HOUR).await, "the absolute end");
        let other = company.sign_in("ann", PASSWORD, None, START).await.unwrap();
        let idle = company
            .identity
            .authenticate_session(&other.token, START + 120 * MINUTE + 1)
            .await
            .unwrap();
        assert_eq!(idle, None, "idle for two hours");
        for token in ["", "x", &other.token.to_lowercase()] {
            assert_eq!(company.identity.authenticate_session(token, START).await.unwrap(), None);
        }
    });
}

#[test]
fn a_session_has_its_own_token_against_forgery() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let one = company.sign_in("ann", PASSWORD, None, START).await.unwrap();
        let other = company.sign_in("ann", PASSWORD, None, START).await.unwrap();
        assert_ne!(one.token, other.token);
        let (csrf, another) = (one.signed_in.csrf.clone().unwrap(), other.signed_in.csrf.unwrap());
        let again = company
            .identity
            .authenticate_session(&one.token, START)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(again.csrf.as_ref(), Some(&csrf), "the same for as long as the session");
        assert!(company.identity.csrf_matches(&again, &csrf));
        for wrong in ["", &one.token, &another, &csrf[1..]] {
            assert!(!company.identity.csrf_matches(&again, wrong));
        }
    });
}

#[test]
fn secrets_are_nowhere_in_the_database() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let opened = company.sign_in("ann", PASSWORD, None, START).await.unwrap();
        let csrf = opened.signed_in.csrf.unwrap();
        let path = company.folder_path();
        let mut stored = Vec::new();
        for entry in std::fs::read_dir(path).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with("holdfast.db") {
                stored.extend(std::fs::read(entry.path()).unwrap());
            }
        }
        let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds("session.opened"), "the search works");
        for secret in [PASSWORD, &opened.token, &csrf] {
            assert!(!holds(secret));
        }
    });
}

#[test]
fn a_new_sign_in_ends_the_session_that_the_browser_had() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let before = company.sign_in("ann", PASSWORD, None, START).await.unwrap();
        let typed = Typed {
            login: "ann".to_owned(),
            password: PASSWORD.to_owned(),
            code: None,
        };
        let device = Device {
            previous: Some(before.token.clone()),
            ..device()
        };
        company.identity.sign_in(&typed, &device, START).await.unwrap();
        assert_eq!(
            company
                .identity
                .authenticate_session(&before.token, START)
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn people_see_and_end_their_own_sessions_alone() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Viewer]).await;
        let phone = company.sign_in("bob", PASSWORD, None, START).await.unwrap();
        let phone_id = phone.signed_in.session_id.clone().unwrap();
        assert_eq!(company.identity.list_sessions(&bob, START).await.unwrap().len(), 2);
        assert!(
            company
                .identity
                .list_sessions(&bob, START + 3 * HOUR)
                .await
                .unwrap()
                .is_empty(),
            "idle ones are over"
        );
        let of_ann = company.identity.close_session(&ann, &phone_id, START).await;
        assert!(matches!(of_ann, Err(IdentityError::NotFound)));
        company.identity.close_session(&bob, &phone_id, START).await.unwrap();
        assert_eq!(
            company
                .identity
                .authenticate_session(&phone.token, START)
                .await
                .unwrap(),
            None
        );
        assert!(company.acts().await.contains(&"bob session.closed".to_owned()));
    });
}

#[test]
fn permissions_are_read_with_every_request() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        assert!(ann.permissions.contains(&Permission::ManageUsers) && ann.permissions.contains(&Permission::RunSql));
        assert!(
            !ann.permissions.contains(&Permission::ViewAudit),
            "whoever acts does not watch"
        );
        company.person(&ann, "bob", &[Role::Analyst]).await;
        let opened = company.sign_in("bob", PASSWORD, None, START).await.unwrap();
        let bob = &opened.signed_in;
        let edit = holdfast_store::people::edit::PersonEdit {
            name: "Bob".to_owned(),
            roles: [Role::Viewer].into(),
            rows: Vec::new(),
            disabled: false,
        };
        let version = bob.user.version;
        company
            .identity
            .edit_person(&ann, &bob.user.id, version, &edit, START)
            .await
            .unwrap();
        let now = company
            .identity
            .authenticate_session(&opened.token, START)
            .await
            .unwrap()
            .unwrap();
        assert!(!now.permissions.contains(&Permission::RunSql));
        let edit = holdfast_store::people::edit::PersonEdit { disabled: true, ..edit };
        company
            .identity
            .edit_person(&ann, &bob.user.id, version + 1, &edit, START)
            .await
            .unwrap();
        assert_eq!(
            company
                .identity
                .authenticate_session(&opened.token, START)
                .await
                .unwrap(),
            None
        );
        let refused = company.sign_in("bob", PASSWORD, None, START).await;
        assert!(matches!(refused, Err(IdentityError::WrongLogin)));
    });
}
