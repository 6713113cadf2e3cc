//! What the store promises, told once and run on both databases.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::{RowDimension, RowPermission};
use holdfast_domain::access::scope::Scope;
use holdfast_domain::lang::Lang;
use holdfast_store::attempts::count::{Attempt, Slowdown};
use holdfast_store::error::StoreError;
use holdfast_store::flows::flow::Flow;
use holdfast_store::people::edit::PersonEdit;
use holdfast_store::people::password::Reach;
use holdfast_store::people::person::{Theme, Units};
use holdfast_store::people::prefer::Preferences;
use holdfast_store::sessions::session::Session;
use holdfast_store::store::Store;
use holdfast_store::tokens::token::Token;

use crate::databases::{entry, on_both, person, with_ann};
use crate::saved;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;

#[test]
fn the_story() {
    on_both(|url| async move {
        let store = with_ann(&url).await;
        store.ping().await.unwrap();
        people(&store).await;
        sessions_and_passwords(&store).await;
        second_factor(&store).await;
        tokens(&store).await;
        attempts(&store).await;
        flows(&store).await;
        saved::documents(&store).await;
        saved::requests(&store).await;
        saved::settings(&store).await;
        assert_eq!(store.verify_audit().await.unwrap().first_bad, None);
        store.close().await.unwrap();
        // What was there is there after opening again, and opening again migrates nothing twice.
        let store = Store::open(&url).await.unwrap();
        assert_eq!(store.count_people().await.unwrap(), 2);
    });
}

#[test]
fn another_address_is_refused_without_repeating_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let error = runtime
        .block_on(Store::open("mysql://ann:secret@db/holdfast"))
        .unwrap_err();
    assert!(matches!(error, StoreError::Address));
    assert!(!error.to_string().contains("secret"));
}

async fn people(store: &Store) {
    let first = store
        .create_first_person(person("eve", &[Role::Administrator]), &entry("setup", "eve"), 1)
        .await
        .unwrap();
    assert_eq!(first, None, "there is one");
    let bob = store
        .create_person(person("bob", &[Role::Viewer]), &entry("person.created", "bob"), 2_000)
        .await
        .unwrap();
    assert_eq!((bob.version, bob.units, bob.theme), (1, Units::Wan, Theme::System));
    let twice = store
        .create_person(person("bob", &[Role::Viewer]), &entry("person.created", "bob"), 3)
        .await;
    assert!(matches!(twice, Err(StoreError::Taken(login)) if login == "bob"));

    let edit = PersonEdit {
        name: "Bob".to_owned(),
        roles: BTreeSet::from([Role::Agent, Role::Viewer]),
        rows: vec![RowPermission {
            dimension: RowDimension::Region,
            values: vec!["华东".to_owned(), "it's \"x\"".to_owned()],
        }],
        disabled: false,
    };
    let edited = store
        .edit_person("bob", 1, &edit, &entry("person.edited", "bob"), 4_000)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&edited.roles, &edited.rows, edited.version),
        (&edit.roles, &edit.rows, 2)
    );
    let stale = store
        .edit_person("bob", 1, &edit, &entry("person.edited", "bob"), 5)
        .await;
    assert!(matches!(stale, Err(StoreError::Stale { expected: 1, found: 2 })));
    assert_eq!(
        store
            .edit_person("no\0body", 1, &edit, &entry("person.edited", "x"), 5)
            .await
            .unwrap(),
        None
    );
    let last = store
        .edit_person("ann", 1, &edit, &entry("person.edited", "ann"), 5)
        .await;
    assert!(matches!(last, Err(StoreError::LastAdministrator)));
    let (ann, _) = store.find_credentials_by_login("ann").await.unwrap().unwrap();
    assert_eq!((ann.version, ann.name.as_str()), (1, "ann 李"), "rolled back");

    let preferences = Preferences {
        lang: Some(Lang::En),
        theme: Some(Theme::Dark),
        ..Preferences::default()
    };
    let bob = store.prefer("bob", &preferences, 6_000).await.unwrap().unwrap();
    assert_eq!(
        (bob.lang, bob.theme, bob.units, bob.version),
        (Lang::En, Theme::Dark, Units::Wan, 3)
    );
    assert_eq!(store.prefer("nobody", &preferences, 6_000).await.unwrap(), None);

    let page = store.list_people(None, 1).await.unwrap();
    assert_eq!(page.items[0].login, "ann");
    let page = store.list_people(page.next.as_ref(), 1).await.unwrap();
    assert_eq!((page.items[0].login.as_str(), page.next), ("bob", None));
    assert!(store.find_credentials_by_login("b\0b").await.unwrap().is_none());
}

fn session(id: &str, person_id: &str, at_us: i64) -> Session {
    Session {
        id: id.to_owned(),
        person_id: person_id.to_owned(),
        address: "::1".to_owned(),
        agent: "Firefox".to_owned(),
        created_at_us: at_us,
        seen_at_us: at_us,
        expires_at_us: at_us + 12 * HOUR,
    }
}

async fn sessions_and_passwords(store: &Store) {
    for (id, hash) in [("s1", "h1"), ("s2", "h2"), ("s3", "h3")] {
        let opened = store
            .open_session(&session(id, "bob", HOUR), hash, &entry("session.opened", "bob"))
            .await;
        assert_eq!(opened.unwrap(), Some(()));
    }
    let (found, bob) = store.find_session("h1").await.unwrap().unwrap();
    assert_eq!((found, bob.signed_in_at_us), (session("s1", "bob", HOUR), Some(HOUR)));
    assert_eq!(store.find_session("h9").await.unwrap(), None);
    store.touch_session("s2", 2 * HOUR).await.unwrap();
    let ids = |sessions: Vec<Session>| -> Vec<String> { sessions.into_iter().map(|s| s.id).collect() };
    assert_eq!(
        ids(store.list_sessions("bob", 2 * HOUR).await.unwrap()),
        ["s2", "s1", "s3"]
    );
    assert!(store.list_sessions("bob", 13 * HOUR).await.unwrap().is_empty());

    let closed = |id: &'static str, whose: &'static str| {
        let entry = entry("session.closed", id);
        async move { store.close_session(whose, id, &entry, 1).await.unwrap() }
    };
    assert!(!closed("s3", "ann").await, "somebody else's");
    assert!(closed("s3", "bob").await);
    assert!(!closed("s3", "bob").await);
    store.sweep(3 * HOUR, 90 * 60 * SECOND).await.unwrap();
    assert_eq!(
        ids(store.list_sessions("bob", 3 * HOUR).await.unwrap()),
        ["s2"],
        "s1 was idle for two hours"
    );

    store.renew_password_hash("bob", "$argon2id$other", "x").await.unwrap();
    store
        .renew_password_hash("bob", "$argon2id$one", "$argon2id$two")
        .await
        .unwrap();
    let changed = store
        .set_password(
            "bob",
            "$argon2id$three",
            true,
            Reach::Sessions,
            &entry("password.changed", "bob"),
            7_000,
        )
        .await
        .unwrap();
    assert!(changed);
    let (bob, credentials) = store.find_credentials("bob").await.unwrap().unwrap();
    assert_eq!(credentials.password_hash.as_deref(), Some("$argon2id$three"));
    assert!(bob.must_change_password);
    assert!(store.list_sessions("bob", 3 * HOUR).await.unwrap().is_empty());
    let nobody = store
        .set_password(
            "nobody",
            "x",
            true,
            Reach::Sessions,
            &entry("password.changed", "nobody"),
            7_000,
        )
        .await;
    assert!(!nobody.unwrap());
}

async fn second_factor(store: &Store) {
    store.propose_totp("bob", "sealed-0").await.unwrap();
    store.propose_totp("bob", "sealed-1").await.unwrap();
    assert_eq!(
        store.find_proposed_totp("bob").await.unwrap().as_deref(),
        Some("sealed-1")
    );
    let hashes = ["c1".to_owned(), "c2".to_owned()];
    let confirm = |sealed: &'static str| {
        let hashes = hashes.clone();
        async move {
            let entry = entry("second_factor.added", "bob");
            store
                .confirm_totp("bob", sealed, 100, &hashes, &entry, 8_000)
                .await
                .unwrap()
        }
    };
    assert!(!confirm("sealed-0").await, "not what was proposed last");
    assert!(confirm("sealed-1").await);
    assert!(!confirm("sealed-1").await, "once");
    let (bob, credentials) = store.find_credentials("bob").await.unwrap().unwrap();
    assert_eq!((bob.totp, credentials.totp_sealed.as_deref()), (true, Some("sealed-1")));
    assert!(!store.advance_totp("bob", 100).await.unwrap(), "a replay");
    assert!(store.advance_totp("bob", 101).await.unwrap());
    assert!(!store.advance_totp("bob", 101).await.unwrap(), "a replay");
    assert!(!store.advance_totp("bob", 100).await.unwrap(), "an older one");
    assert!(!store.advance_totp("nobody", 1).await.unwrap());
    let recovered = |hash: &'static str| async move {
        store
            .use_recovery_code("bob", hash, &entry("second_factor.recovered", "bob"), 1)
            .await
            .unwrap()
    };
    assert!(recovered("c1").await);
    assert!(!recovered("c1").await, "once");
    assert_eq!(store.count_recovery_codes("bob").await.unwrap(), 1);
    store
        .remove_totp("bob", &entry("second_factor.removed", "bob"), 9_000)
        .await
        .unwrap();
    assert_eq!(store.count_recovery_codes("bob").await.unwrap(), 0);
    assert!(!store.find_person("bob").await.unwrap().unwrap().totp);
}

async fn tokens(store: &Store) {
    let token = |id: &str, at_us: i64| Token {
        id: id.to_owned(),
        person_id: "bob".to_owned(),
        name: "夜间任务".to_owned(),
        hint: "hf_abcd".to_owned(),
        scopes: BTreeSet::from([Scope::ViewMetrics, Scope::WriteEvents]),
        created_at_us: at_us,
        expires_at_us: Some(9 * HOUR),
        used_at_us: None,
    };
    for (id, hash, at_us) in [("t1", "th1", 1), ("t2", "th2", 2)] {
        store
            .create_token(&token(id, at_us), hash, &entry("token.created", id))
            .await
            .unwrap();
    }
    store.touch_token("t1", 5).await.unwrap();
    let (found, owner) = store.find_token("th1").await.unwrap().unwrap();
    assert_eq!((found.used_at_us, owner.login.as_str()), (Some(5), "bob"));
    assert_eq!(found.scopes, token("t1", 1).scopes);
    assert_eq!(store.find_token("x").await.unwrap(), None);
    let ids: Vec<String> = store
        .list_tokens("bob")
        .await
        .unwrap()
        .into_iter()
        .map(|t| t.id)
        .collect();
    assert_eq!(ids, ["t2", "t1"]);
    assert!(
        !store
            .revoke_token("ann", "t1", &entry("token.revoked", "t1"), 1)
            .await
            .unwrap()
    );
    assert!(
        store
            .revoke_token("bob", "t1", &entry("token.revoked", "t1"), 1)
            .await
            .unwrap()
    );
    let reset = entry("password.reset", "bob");
    store
        .set_password("bob", "x", true, Reach::SessionsAndTokens, &reset, 1)
        .await
        .unwrap();
    assert_eq!(store.count_tokens("bob").await.unwrap(), 0);
}

async fn attempts(store: &Store) {
    let slowdown = Slowdown {
        delay_us: |failures| if failures < 2 { 0 } else { failures * 10 * SECOND },
        forget_after_us: HOUR,
    };
    let at = |at_us: i64| async move { store.count_attempt("login:bob", slowdown, at_us).await.unwrap() };
    assert_eq!(at(0).await, Attempt::Counted(1));
    assert_eq!(at(1).await, Attempt::Counted(2));
    assert_eq!(at(2).await, Attempt::BlockedUntil(20 * SECOND + 1));
    assert_eq!(at(21 * SECOND).await, Attempt::Counted(3));
    assert_eq!(at(21 * SECOND).await, Attempt::BlockedUntil(51 * SECOND));
    assert_eq!(at(3 * HOUR).await, Attempt::Counted(1), "forgotten after an hour");
    store.clear_attempts("login:bob").await.unwrap();
    assert_eq!(at(3 * HOUR).await, Attempt::Counted(1));
}

async fn flows(store: &Store) {
    let flow = Flow {
        nonce: "n".to_owned(),
        verifier: "v".to_owned(),
        return_to: "/customers?x=1".to_owned(),
        expires_at_us: HOUR,
    };
    store.begin_flow("state", &flow).await.unwrap();
    store.begin_flow("late", &flow).await.unwrap();
    let taken = store.take_flow("state", 1).await.unwrap().unwrap();
    assert_eq!(
        (taken.verifier.as_str(), taken.return_to.as_str()),
        ("v", "/customers?x=1")
    );
    assert!(store.take_flow("state", 1).await.unwrap().is_none(), "once");
    assert!(store.take_flow("late", HOUR).await.unwrap().is_none(), "too late");
}
