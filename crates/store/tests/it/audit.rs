//! The audit log cannot be changed through the database, and a change behind its back is found.

use holdfast_store::audit::list::AuditFilter;
use holdfast_store::store::Store;
use sea_orm::{ConnectionTrait, Database};

use crate::databases::{entry, on_both, with_ann};

#[test]
fn the_log_is_append_only_and_changes_are_found() {
    on_both(|url| async move {
        let store = with_ann(&url).await;
        for (action, at_us) in [("person.created", 5), ("export.made", 6), ("person.edited", 7)] {
            store.append_audit(&entry(action, "目标\0"), at_us).await.unwrap();
        }
        listing(&store).await;
        let verification = store.verify_audit().await.unwrap();
        assert_eq!((verification.entries, verification.first_bad), (4, None));
        let newest = &store.list_audit(&AuditFilter::default(), None, 1).await.unwrap().items[0];
        assert_eq!(verification.last_hash, newest.hash);

        let behind = Database::connect(&url).await.unwrap();
        let mut attacks = vec![
            "UPDATE audit SET target = 'x' WHERE seq = 2",
            "DELETE FROM audit WHERE seq = 2",
            "DELETE FROM audit",
        ];
        if store.kind() == "postgres" {
            attacks.push("TRUNCATE audit");
        }
        for attack in attacks {
            let error = behind.execute_unprepared(attack).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{attack}: {error}");
        }
        let disarm = if store.kind() == "postgres" {
            "DROP TRIGGER audit_no_change ON audit"
        } else {
            "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"
        };
        behind.execute_unprepared(disarm).await.unwrap();
        let changes = [
            ("UPDATE audit SET detail = '{}' WHERE seq = 3", 3, 2),
            ("DELETE FROM audit WHERE seq = 2", 3, 1),
            ("UPDATE audit SET seq = 0 WHERE seq = 1", 0, 0),
        ];
        for (change, first_bad, whole) in changes {
            behind.execute_unprepared(change).await.unwrap();
            let verification = store.verify_audit().await.unwrap();
            assert_eq!(
                (verification.first_bad, verification.entries),
                (Some(first_bad), whole),
                "{change}"
            );
        }
    });
}

async fn listing(store: &Store) {
    let seqs = |filter: AuditFilter| async move {
        let page = store.list_audit(&filter, None, 10).await.unwrap();
        page.items.into_iter().map(|entry| entry.seq).collect::<Vec<_>>()
    };
    assert_eq!(seqs(AuditFilter::default()).await, [4, 3, 2, 1]);
    let action = |action: &str| AuditFilter {
        action: Some(action.to_owned()),
        ..AuditFilter::default()
    };
    assert_eq!(seqs(action("export.made")).await, [3]);
    assert_eq!(seqs(action("person.")).await, [4, 2]);
    assert_eq!(seqs(action("a\0")).await, [0_i64; 0]);
    let between = AuditFilter {
        actor: Some("ann".to_owned()),
        from_us: Some(6),
        to_us: Some(7),
        ..AuditFilter::default()
    };
    assert_eq!(seqs(between).await, [3]);
    let page = store.list_audit(&AuditFilter::default(), None, 3).await.unwrap();
    assert_eq!(page.items[0].target, "目标\\u{0}");
    let rest = store
        .list_audit(&AuditFilter::default(), page.next.as_ref(), 3)
        .await
        .unwrap();
    assert_eq!((rest.items.len(), rest.next), (1, None));
}
