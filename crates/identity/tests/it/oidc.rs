//! Signing in through a provider, one that behaves and one that does not.

use std::collections::BTreeMap;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::sign_in::{OidcSpec, SignInSpec};
use holdfast_identity::error::IdentityError;
use holdfast_identity::oidc::arrive::Answer;
use holdfast_identity::sign_in::open::Opened;
use holdfast_store::people::edit::PersonEdit;
use serde_json::json;

use crate::company::{Company, HOUR, MINUTE, START, code, device, request, run};
use crate::provider::{CLIENT, Fault, Provider};

fn spec(provider: &Provider) -> OidcSpec {
    let minimal = json!({
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "public_url": "https://churn.example.com/",
        "role_claim": "groups",
    });
    OidcSpec {
        roles: BTreeMap::from([
            ("data".to_owned(), Role::Analyst),
            ("front".to_owned(), Role::Agent),
            ("boss".to_owned(), Role::Administrator),
        ]),
        ..serde_json::from_value(minimal).unwrap()
    }
}

async fn company(spec: OidcSpec) -> Company {
    let company = Company::with(SignInSpec {
        oidc: Some(spec),
        ..SignInSpec::default()
    })
    .await;
    company.ann().await;
    company
}

async fn sign_in(company: &Company, provider: &Provider, now_us: i64) -> Result<(Opened, String), IdentityError> {
    let departure = company.identity.depart("/customers?level=red", now_us).await?;
    let (code, state) = provider.authorize(&departure.url);
    let answer = Answer {
        code,
        state,
        cookie: departure.state,
    };
    company.identity.arrive(&answer, &device(), now_us).await
}

#[test]
fn somebody_whom_the_provider_knows_is_let_in_with_the_roles_of_their_groups() {
    run(async {
        let provider = Provider::start();
        let company = company(spec(&provider)).await;
        provider.claims(json!({"sub": "s-1", "preferred_username": "Bob", "name": "鲍勃", "groups": ["data", "x"]}));
        let (opened, page) = sign_in(&company, &provider, START).await.unwrap();
        assert_eq!(page, "/customers?level=red");
        let bob = &opened.signed_in.user;
        assert_eq!(
            (bob.login.as_str(), bob.name.as_str(), bob.has_password),
            ("bob", "鲍勃", false)
        );
        assert_eq!(bob.roles, [Role::Analyst].into());
        assert!(
            company
                .identity
                .authenticate_session(&opened.token, START)
                .await
                .unwrap()
                .is_some()
        );
        let no_password = company
            .identity
            .remove_second_factor(&opened.signed_in, "x", "::1", START)
            .await;
        assert_eq!(code(no_password), "no-password");
        assert!(matches!(
            company.sign_in("bob", "", None, START).await,
            Err(IdentityError::WrongLogin)
        ));

        // The same subject under another login and in another group is the same person with other roles.
        provider.claims(json!({"sub": "s-1", "preferred_username": "robert", "groups": "front"}));
        let (again, _) = sign_in(&company, &provider, START).await.unwrap();
        assert_eq!(
            (&again.signed_in.user.id, again.signed_in.user.login.as_str()),
            (&bob.id, "bob")
        );
        assert_eq!(again.signed_in.user.roles, [Role::Agent].into());
        assert!(
            again.signed_in.permissions.is_empty(),
            "an agent to whom nobody gave rows sees nobody"
        );
        let acts = company.acts().await;
        assert!(acts.contains(&"bob person.created".to_owned()) && acts.contains(&"bob person.edited".to_owned()));
    });
}

#[test]
fn an_answer_is_good_once_in_the_browser_that_asked_and_in_time() {
    run(async {
        let provider = Provider::start();
        let company = company(spec(&provider)).await;
        provider.claims(json!({"sub": "s-1", "preferred_username": "bob", "groups": ["data"]}));
        let departure = company.identity.depart("//evil.example.com", START).await.unwrap();
        let (code_given, state) = provider.authorize(&departure.url);
        let answer = Answer {
            code: code_given,
            state: state.clone(),
            cookie: departure.state,
        };
        let foreign = Answer {
            cookie: "another browser's".to_owned(),
            ..answer.clone()
        };
        assert_eq!(
            code(company.identity.arrive(&foreign, &device(), START).await),
            "sign-in-expired"
        );
        let (_, page) = company.identity.arrive(&answer, &device(), START).await.unwrap();
        assert_eq!(page, "/");
        assert_eq!(
            code(company.identity.arrive(&answer, &device(), START).await),
            "sign-in-expired"
        );

        let departure = company.identity.depart("/", START).await.unwrap();
        let (code_given, state) = provider.authorize(&departure.url);
        let late = Answer {
            code: code_given,
            state,
            cookie: departure.state,
        };
        let late = company.identity.arrive(&late, &device(), START + 11 * MINUTE).await;
        assert_eq!(code(late), "sign-in-expired");
        let departure = company.identity.depart("/", START).await.unwrap();
        let (_, state) = provider.authorize(&departure.url);
        let guessed = Answer {
            code: "guessed".to_owned(),
            state,
            cookie: departure.state,
        };
        let guessed = company.identity.arrive(&guessed, &device(), START).await;
        assert!(matches!(guessed, Err(IdentityError::Provider(_))));
    });
}

#[test]
fn tokens_that_do_not_hold_let_nobody_in() {
    run(async {
        let provider = Provider::start();
        let company = company(spec(&provider)).await;
        provider.claims(json!({"sub": "s-1", "preferred_username": "bob", "groups": ["data"]}));
        for fault in [
            Fault::Nonce,
            Fault::Audience,
            Fault::Issuer,
            Fault::Expired,
            Fault::Unsigned,
            Fault::ForeignKey,
            Fault::ClientSecretAsKey,
            Fault::NoIdToken,
        ] {
            provider.fault(fault);
            let outcome = sign_in(&company, &provider, START).await;
            assert!(matches!(outcome, Err(IdentityError::Provider(_))), "{fault:?}");
        }
        assert_eq!(company.store.count_people().await.unwrap(), 1, "ann alone");
        provider.fault(Fault::Nothing);
        sign_in(&company, &provider, START).await.unwrap();
    });
}

#[test]
fn a_provider_is_asked_within_bounds_and_its_new_keys_are_found() {
    run(async {
        let provider = Provider::start();
        let company = company(spec(&provider)).await;
        provider.claims(json!({"sub": "s-1", "preferred_username": "bob", "groups": ["data"]}));
        for fault in [Fault::Redirects, Fault::Endless] {
            provider.fault(fault);
            let outcome = company.identity.depart("/", START).await;
            assert!(matches!(outcome, Err(IdentityError::Provider(_))), "{fault:?}");
        }
        provider.fault(Fault::Nothing);
        sign_in(&company, &provider, START).await.unwrap();
        provider.rotate();
        sign_in(&company, &provider, START + MINUTE).await.unwrap();
        if provider.use_rsa() {
            sign_in(&company, &provider, START + 2 * MINUTE).await.unwrap();
        } else {
            println!("skipped with RSA: there is no openssl to make a key with");
        }
    });
}

#[test]
fn a_login_that_somebody_has_is_not_taken_over() {
    run(async {
        let provider = Provider::start();
        let company = company(spec(&provider)).await;
        provider.claims(json!({"sub": "s-9", "preferred_username": "ann", "groups": ["boss"]}));
        assert_eq!(code(sign_in(&company, &provider, START).await), "login-taken");
        provider.claims(json!({"sub": "s-9", "preferred_username": "nogroup", "groups": []}));
        assert_eq!(code(sign_in(&company, &provider, START).await), "no-role");
        provider.claims(json!({"sub": "s-9", "groups": ["data"]}));
        assert!(matches!(
            sign_in(&company, &provider, START).await,
            Err(IdentityError::Provider(_))
        ));
    });
}

#[test]
fn where_the_workspace_trusts_logins_people_made_beforehand_are_linked() {
    run(async {
        let provider = Provider::start();
        let spec = OidcSpec {
            link_by_login: true,
            role_claim: None,
            ..spec(&provider)
        };
        let company = Company::with(SignInSpec {
            oidc: Some(spec),
            ..SignInSpec::default()
        })
        .await;
        provider.claims(json!({"sub": "s-1", "preferred_username": "bob"}));
        assert_eq!(code(sign_in(&company, &provider, START).await), "not-set-up");
        let ann = company.ann().await;
        let (bob, _) = company
            .identity
            .create_person(&ann, &request("bob", &[Role::Agent]), START)
            .await
            .unwrap();
        let (opened, _) = sign_in(&company, &provider, START).await.unwrap();
        assert_eq!(
            (&opened.signed_in.user.id, opened.signed_in.user.provided),
            (&bob.id, true)
        );
        assert_eq!(opened.signed_in.rows.len(), 1);
        // The temporary password, which was never used, is asked for no more and opens nothing.
        assert!(!opened.signed_in.user.must_change_password);
        assert!(!opened.signed_in.permissions.is_empty());
        company
            .identity
            .reset_password(&ann, &bob.id, false, START)
            .await
            .unwrap();
        let (again, _) = sign_in(&company, &provider, START).await.unwrap();
        assert!(!again.signed_in.permissions.is_empty());
        provider.claims(json!({"sub": "s-2", "preferred_username": "bob"}));
        assert_eq!(code(sign_in(&company, &provider, START).await), "login-taken");

        let disabled = PersonEdit {
            name: "Bob".to_owned(),
            roles: bob.roles,
            rows: bob.rows,
            disabled: true,
        };
        let version = company.store.find_person(&bob.id).await.unwrap().unwrap().version;
        company
            .identity
            .edit_person(&ann, &bob.id, version, &disabled, START)
            .await
            .unwrap();
        provider.claims(json!({"sub": "s-1", "preferred_username": "bob"}));
        let outcome = sign_in(&company, &provider, START + HOUR / 60).await;
        assert!(matches!(outcome, Err(IdentityError::WrongLogin)));
    });
}
