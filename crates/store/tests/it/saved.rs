//! The story's part about what people save.

use holdfast_store::documents::document::{Document, DocumentKind};
use holdfast_store::documents::update::DocumentEdit;
use holdfast_store::error::StoreError;
use holdfast_store::idempotency::begin::Repetition;
use holdfast_store::store::Store;
use serde_json::json;

use crate::databases::entry;

const HOUR: i64 = 3_600_000_000;

/// Documents are their owner's to change and, shared, everybody's to see.
pub async fn documents(store: &Store) {
    let document = |id: &str, owner: &str, shared: bool, at_us: i64| Document {
        id: id.to_owned(),
        kind: DocumentKind::Question,
        owner_id: owner.to_owned(),
        title: "按地区的流失率".to_owned(),
        shared,
        spec: json!({"kind": "sql", "query": "SELECT '\u{0}'"}),
        version: 1,
        created_at_us: at_us,
        updated_at_us: at_us,
    };
    let own = document("d1", "bob", false, 1);
    for document in [
        own.clone(),
        document("d2", "ann", true, 2),
        document("d3", "ann", false, 2),
        document("d4", "ann", true, 2),
    ] {
        store.create_document(&document).await.unwrap();
    }
    assert!(matches!(store.create_document(&own).await, Err(StoreError::Taken(_))));
    let question = DocumentKind::Question;
    assert_eq!(store.find_document(question, "d1", "bob").await.unwrap(), Some(own));
    assert_eq!(
        store.find_document(question, "d1", "ann").await.unwrap(),
        None,
        "not shared"
    );
    assert_eq!(
        store.find_document(DocumentKind::Dashboard, "d1", "bob").await.unwrap(),
        None
    );
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let page = store.list_documents(question, "bob", after.as_ref(), 1).await.unwrap();
        ids.extend(page.items.into_iter().map(|document| document.id));
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(ids, ["d4", "d2", "d1"]);

    let edit = DocumentEdit {
        title: "T".to_owned(),
        shared: true,
        spec: json!({}),
    };
    let updated = store
        .update_document(question, "d1", "bob", 1, &edit, 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((updated.version, updated.title.as_str()), (2, "T"));
    let stale = store.update_document(question, "d1", "bob", 1, &edit, 5).await;
    assert!(matches!(stale, Err(StoreError::Stale { expected: 1, found: 2 })));
    assert_eq!(
        store.update_document(question, "d2", "bob", 1, &edit, 5).await.unwrap(),
        None,
        "not his"
    );
    assert!(
        !store.delete_document(question, "d2", "bob", None).await.unwrap(),
        "not his"
    );
    let stale = store.delete_document(question, "d1", "bob", Some(1)).await;
    assert!(matches!(stale, Err(StoreError::Stale { expected: 1, found: 2 })));
    assert!(store.delete_document(question, "d1", "bob", Some(2)).await.unwrap());
    assert!(!store.delete_document(question, "d1", "bob", Some(2)).await.unwrap());
}

/// A request with a key is done once.
pub async fn requests(store: &Store) {
    let begin = |key: &'static str, fingerprint: &'static str| async move {
        store.begin_request("bob", key, fingerprint, HOUR).await.unwrap()
    };
    assert_eq!(begin("k", "f").await, Repetition::First);
    assert_eq!(begin("k", "f").await, Repetition::UnderWay);
    store.finish_request("bob", "k", 201, "{\"id\":1}").await.unwrap();
    let done = Repetition::Done {
        status: 201,
        body: "{\"id\":1}".to_owned(),
    };
    assert_eq!(begin("k", "f").await, done);
    assert_eq!(begin("k", "g").await, Repetition::Other);
    assert_eq!(
        store.begin_request("ann", "k", "g", HOUR).await.unwrap(),
        Repetition::First,
        "her own key"
    );
    store.forget_request("bob", "k").await.unwrap();
    assert_eq!(begin("k", "g").await, Repetition::First);
    // Cut off in its midst, by a program that ended: ten minutes later whoever asks again is the first, and one alone.
    let later = |at| async move { store.begin_request("bob", "k", "g", at).await.unwrap() };
    assert_eq!(later(HOUR + HOUR / 6).await, Repetition::UnderWay);
    assert_eq!(later(HOUR + HOUR / 5).await, Repetition::First);
    assert_eq!(later(HOUR + HOUR / 5).await, Repetition::UnderWay);
    store.sweep(26 * HOUR, HOUR).await.unwrap();
    assert_eq!(begin("k", "f").await, Repetition::First, "forgotten after a day");
}

/// A setting is changed from the version that was seen.
pub async fn settings(store: &Store) {
    let line = entry("setting.changed", "digest");
    let put = |version: i64, value: i64| {
        let line = line.clone();
        async move {
            store
                .put_setting("digest", version, &json!({"at": value}), &line, 1)
                .await
        }
    };
    assert_eq!(put(0, 1).await.unwrap(), 1);
    assert!(matches!(
        put(0, 2).await,
        Err(StoreError::Stale { expected: 0, found: 1 })
    ));
    assert_eq!(put(1, 2).await.unwrap(), 2);
    assert!(matches!(
        put(1, 3).await,
        Err(StoreError::Stale { expected: 1, found: 2 })
    ));
    let setting = store.find_setting("digest").await.unwrap().unwrap();
    assert_eq!((setting.value, setting.version), (json!({"at": 2}), 2));
    assert_eq!(store.find_setting("other").await.unwrap(), None);
}
