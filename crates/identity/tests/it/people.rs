//! The first administrator, other people, their passwords.

use holdfast_domain::access::role::Role;
use holdfast_domain::lang::Lang;
use holdfast_identity::error::IdentityError;
use holdfast_identity::people::create::PersonRequest;
use holdfast_identity::people::first::First;
use holdfast_store::error::StoreError;
use holdfast_store::people::edit::PersonEdit;
use holdfast_store::people::person::Theme;
use holdfast_store::people::prefer::Preferences;

use crate::company::{Company, PASSWORD, START, code, device, request, run};

#[test]
fn the_first_person_is_administrator_and_there_is_one() {
    run(async {
        let company = Company::new().await;
        assert!(company.identity.needs_setup().await.unwrap());
        let first = |password: &str| First {
            login: "ann".to_owned(),
            name: "Ann".to_owned(),
            password: password.to_owned(),
            lang: Lang::En,
        };
        let weak = company.identity.set_up(&first("password123"), &device(), START).await;
        assert_eq!(code(weak), "password-common");
        assert!(company.identity.needs_setup().await.unwrap());
        let ann = company.ann().await;
        assert_eq!(ann.roles, [Role::Administrator, Role::Analyst].into());
        assert!(!company.identity.needs_setup().await.unwrap());
        assert_eq!(
            code(company.identity.set_up(&first(PASSWORD), &device(), START).await),
            "set-up-already"
        );
        assert_eq!(company.acts().await, ["ann person.created", "ann session.opened"]);
    });
}

#[test]
fn a_new_person_may_do_nothing_before_choosing_a_password() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let (bob, temporary) = company
            .identity
            .create_person(&ann, &request("Bob", &[Role::Analyst]), START)
            .await
            .unwrap();
        assert_eq!((bob.login.as_str(), temporary.len()), ("bob", 19));
        let opened = company.sign_in("bob", &temporary, None, START).await.unwrap();
        assert!(opened.signed_in.user.must_change_password && opened.signed_in.permissions.is_empty());
        let change = |current: &'static str, new: &'static str| {
            let (identity, signed_in) = (company.identity.clone(), opened.signed_in.clone());
            let current = if current.is_empty() {
                temporary.clone()
            } else {
                current.to_owned()
            };
            async move {
                identity
                    .change_password(&signed_in, &current, new, &device(), START)
                    .await
            }
        };
        assert!(matches!(
            change("wrong wrong", PASSWORD).await,
            Err(IdentityError::WrongLogin)
        ));
        assert_eq!(code(change("", "short").await), "password-too-short");
        let changed = change("", PASSWORD).await.unwrap();
        assert!(!changed.signed_in.permissions.is_empty());
        assert_ne!(changed.token, opened.token);
        let old = company
            .identity
            .authenticate_session(&opened.token, START)
            .await
            .unwrap();
        assert_eq!(old, None, "every session before the change is over");
        assert!(company.sign_in("bob", &temporary, None, START).await.is_err());
    });
}

#[test]
fn a_reset_ends_everything_that_was_open() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Manager]).await;
        let before = company.sign_in("bob", PASSWORD, None, START).await.unwrap();
        assert_eq!(
            code(company.identity.reset_password(&ann, &ann.user.id, false, START).await),
            "reset-own"
        );
        let nobody = company.identity.reset_password(&ann, "nobody", false, START).await;
        assert!(matches!(nobody, Err(IdentityError::NotFound)));
        let temporary = company
            .identity
            .reset_password(&ann, &bob.user.id, true, START)
            .await
            .unwrap();
        assert_eq!(
            company
                .identity
                .authenticate_session(&before.token, START)
                .await
                .unwrap(),
            None
        );
        assert!(company.sign_in("bob", PASSWORD, None, START).await.is_err());
        let opened = company.sign_in("bob", &temporary, None, START).await.unwrap();
        assert!(opened.signed_in.user.must_change_password);
        assert!(company.acts().await.contains(&"ann password.reset".to_owned()));
    });
}

#[test]
fn what_people_may_be_is_checked() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let create = |request: PersonRequest| {
            let (identity, ann) = (company.identity.clone(), ann.clone());
            async move { identity.create_person(&ann, &request, START).await }
        };
        assert_eq!(code(create(request("a b", &[Role::Viewer])).await), "bad-login");
        assert_eq!(code(create(request("bob", &[])).await), "no-role");
        assert_eq!(
            code(create(request("bob", &[Role::SecurityAuditor, Role::Administrator])).await),
            "auditor-alone"
        );
        let agent = PersonRequest {
            rows: Vec::new(),
            ..request("bob", &[Role::Agent])
        };
        assert_eq!(code(create(agent).await), "agent-without-rows");
        let (bob, _) = create(request("bob", &[Role::Agent])).await.unwrap();
        let twice = create(request("BOB", &[Role::Viewer])).await;
        assert!(matches!(twice, Err(IdentityError::Store(StoreError::Taken(login))) if login == "bob"));

        let edit = PersonEdit {
            name: " Bob ".to_owned(),
            roles: [Role::Manager].into(),
            rows: Vec::new(),
            disabled: false,
        };
        let edited = company
            .identity
            .edit_person(&ann, &bob.id, 1, &edit, START)
            .await
            .unwrap();
        assert_eq!((edited.name.as_str(), edited.version), ("Bob", 2));
        let stale = company.identity.edit_person(&ann, &bob.id, 1, &edit, START).await;
        assert!(matches!(stale, Err(IdentityError::Store(StoreError::Stale { .. }))));
        let last = company.identity.edit_person(&ann, &ann.user.id, 1, &edit, START).await;
        assert!(matches!(last, Err(IdentityError::Store(StoreError::LastAdministrator))));
        assert_eq!(
            company
                .acts()
                .await
                .iter()
                .filter(|act| *act == "ann person.edited")
                .count(),
            1
        );
    });
}

#[test]
fn people_choose_how_their_screen_looks() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let preferences = Preferences {
            theme: Some(Theme::Dark),
            lang: Some(Lang::En),
            ..Preferences::default()
        };
        let changed = company.identity.prefer(&ann, &preferences, START).await.unwrap();
        assert_eq!(
            (changed.theme, changed.lang, changed.name.as_str()),
            (Theme::Dark, Lang::En, "安")
        );
        let nameless = Preferences {
            name: Some("\u{202e}".to_owned()),
            ..Preferences::default()
        };
        assert_eq!(code(company.identity.prefer(&ann, &nameless, START).await), "bad-name");
    });
}
