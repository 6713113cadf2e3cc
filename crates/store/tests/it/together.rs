//! Many at once: no update is lost, no line of the log, and no rule.

use std::collections::BTreeSet;

use futures::future::join_all;
use holdfast_domain::access::role::Role;
use holdfast_store::attempts::count::{Attempt, Slowdown};
use holdfast_store::error::StoreError;
use holdfast_store::people::edit::PersonEdit;
use holdfast_store::store::Store;

use crate::databases::{entry, on_both, person, with_ann};

const WRITERS: usize = 12;

#[test]
fn many_writers_at_once() {
    on_both(|url| async move {
        let store = with_ann(&url).await;
        the_chain_stays_whole(&url, &store).await;
        one_edit_of_a_version_wins(&store).await;
        administrators_cannot_remove_each_other(&store).await;
        attempts_are_all_counted(&store).await;
        assert_eq!(store.verify_audit().await.unwrap().first_bad, None);
    });
}

#[test]
fn the_first_person_is_one_even_when_many_open_and_try() {
    on_both(|url| async move {
        let tries = (0..WRITERS).map(|n| {
            let url = url.clone();
            tokio::spawn(async move {
                let store = Store::open(&url).await.unwrap();
                let new = person(&format!("p{n}"), &[Role::Administrator]);
                store
                    .create_first_person(new, &entry("setup", "first"), 1)
                    .await
                    .unwrap()
            })
        });
        let made = join_all(tries)
            .await
            .into_iter()
            .filter(|made| made.as_ref().unwrap().is_some());
        assert_eq!(made.count(), 1);
    });
}

/// Two programs on one database, each with many writers.
async fn the_chain_stays_whole(url: &str, store: &Store) {
    let other = Store::open(url).await.unwrap();
    let before = store.verify_audit().await.unwrap().entries;
    let appends = (0..WRITERS).map(|n| {
        let store = if n % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move {
            for step in 0..10 {
                store
                    .append_audit(&entry("export.made", &format!("{n}.{step}")), 1)
                    .await
                    .unwrap();
            }
        })
    });
    for done in join_all(appends).await {
        done.unwrap();
    }
    let verification = store.verify_audit().await.unwrap();
    assert_eq!(verification.first_bad, None);
    assert_eq!(verification.entries - before, WRITERS as i64 * 10);
}

async fn one_edit_of_a_version_wins(store: &Store) {
    store
        .create_person(person("bob", &[Role::Viewer]), &entry("person.created", "bob"), 1)
        .await
        .unwrap();
    let edits = (0..WRITERS).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let edit = PersonEdit {
                name: format!("name {n}"),
                roles: BTreeSet::from([Role::Viewer]),
                rows: Vec::new(),
                disabled: false,
            };
            store
                .edit_person("bob", 1, &edit, &entry("person.edited", "bob"), 2)
                .await
        })
    });
    let (mut won, mut stale) = (0, 0);
    for edit in join_all(edits).await {
        match edit.unwrap() {
            Ok(Some(_)) => won += 1,
            Err(StoreError::Stale { expected: 1, found: 2 }) => stale += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((won, stale), (1, WRITERS - 1));
}

async fn administrators_cannot_remove_each_other(store: &Store) {
    store
        .create_person(
            person("carl", &[Role::Administrator]),
            &entry("person.created", "carl"),
            1,
        )
        .await
        .unwrap();
    let demotions = ["ann", "carl"].map(|login| {
        let store = store.clone();
        tokio::spawn(async move {
            let edit = PersonEdit {
                name: login.to_owned(),
                roles: BTreeSet::from([Role::Administrator]),
                rows: Vec::new(),
                disabled: true,
            };
            store
                .edit_person(login, 1, &edit, &entry("person.edited", login), 2)
                .await
        })
    });
    let mut refused = 0;
    for demotion in join_all(demotions).await {
        refused += usize::from(matches!(demotion.unwrap(), Err(StoreError::LastAdministrator)));
    }
    assert_eq!(refused, 1);
}

async fn attempts_are_all_counted(store: &Store) {
    let slowdown = Slowdown {
        delay_us: |failures| if failures < 5 { 0 } else { 1_000_000 },
        forget_after_us: i64::MAX / 4,
    };
    let attempts = (0..WRITERS).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.count_attempt("login:eve", slowdown, 10).await.unwrap() })
    });
    let judged: usize = join_all(attempts)
        .await
        .into_iter()
        .map(|attempt| usize::from(matches!(attempt.unwrap(), Attempt::Counted(_))))
        .sum();
    assert_eq!(judged, 5, "a burst gets no more guesses than a sequence");
}
