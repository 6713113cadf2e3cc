//! The registry: ids, champion and challenger, back and forth, two at once, and what is damaged.

use std::fs;

use holdfast_app::models::registry::manage::{compare, list, promote, roll_back};
use holdfast_app::models::registry::store::{Register, Registry};
use holdfast_domain::lang::Lang;

use super::lab::{Lab, SHOP, quick, refusal};

const NOW: &str = "2026-02-02T03:00:00Z";

/// The shop's model under the ids `m0001`, `m0002`…, as if it had been trained so many times.
fn with_models(count: usize) -> Lab {
    let lab = SHOP.0.copy();
    for _ in 1..count {
        lab.train(&quick(&["logistic"], 2));
    }
    lab
}

fn places(register: &Register) -> (Option<&str>, Option<&str>) {
    (register.champion.as_deref(), register.challenger.as_deref())
}

#[test]
fn the_first_is_in_use_and_later_ones_are_challengers_until_promoted() {
    let lab = with_models(3);
    let registry = lab.registry();
    assert_eq!(registry.ids().unwrap(), ["m0001", "m0002", "m0003"]);
    assert_eq!(places(&registry.read().unwrap()), (Some("m0001"), Some("m0003")));
    let roles: Vec<_> = list(&registry)
        .unwrap()
        .into_iter()
        .map(|one| (one.id, one.role))
        .collect();
    assert_eq!(
        roles,
        [
            ("m0001".to_owned(), Some("champion")),
            ("m0002".to_owned(), None),
            ("m0003".to_owned(), Some("challenger"))
        ]
    );
    assert_eq!(refusal(&roll_back(&registry, NOW).unwrap_err()).code, "nothing-before");
    assert_eq!(
        places(&promote(&registry, "m0002", NOW).unwrap()),
        (Some("m0002"), Some("m0001"))
    );
    assert_eq!(
        places(&promote(&registry, "m0003", NOW).unwrap()),
        (Some("m0003"), Some("m0002"))
    );
    // Promoting what is in use changes nothing.
    let events = registry.read().unwrap().events.len();
    promote(&registry, "m0003", NOW).unwrap();
    assert_eq!(registry.read().unwrap().events.len(), events);
    // Each step back goes one further, also where a model was in use twice.
    promote(&registry, "m0002", NOW).unwrap();
    for (expected, beside) in [("m0003", "m0002"), ("m0002", "m0003"), ("m0001", "m0002")] {
        assert_eq!(
            places(&roll_back(&registry, NOW).unwrap()),
            (Some(expected), Some(beside))
        );
    }
    assert_eq!(refusal(&roll_back(&registry, NOW).unwrap_err()).code, "nothing-before");
    // And forward again.
    promote(&registry, "m0003", NOW).unwrap();
    assert_eq!(places(&roll_back(&registry, NOW).unwrap()).0, Some("m0001"));
    let register = registry.read().unwrap();
    assert!(register.events.iter().all(|event| event.at.ends_with('Z')));
    assert_eq!(register.events.last().unwrap().action, "rolled_back");
}

#[test]
fn a_training_that_promotes_leaves_the_one_before_as_challenger() {
    let lab = SHOP.0.copy();
    let mut options = quick(&["logistic"], 2);
    options.promote = true;
    let trained = lab.train(&options);
    assert!(trained.champion);
    assert_eq!(places(&lab.registry().read().unwrap()), (Some("m0002"), Some("m0001")));
    assert_eq!(places(&roll_back(&lab.registry(), NOW).unwrap()).0, Some("m0001"));
}

#[test]
fn models_beside_each_other_say_what_can_be_compared() {
    let lab = SHOP.0.copy();
    lab.train(&quick(&["logistic"], 7));
    let mut options = quick(&["logistic"], 7);
    options.horizon_days = Some(60);
    lab.train(&options);
    let registry = lab.registry();
    let same = compare(&registry, "m0001", "m0002").unwrap();
    assert!(same.same_question && same.same_days);
    let other = compare(&registry, "m0001", "m0003").unwrap();
    assert!(!other.same_question);
}

#[test]
fn ids_that_lead_elsewhere_are_no_ids() {
    let lab = SHOP.0.copy();
    let registry = lab.registry();
    // A folder beside `models` that looks like a model.
    let stray = lab.path().join("stray");
    fs::create_dir(&stray).unwrap();
    for name in ["run.json", "model.json"] {
        fs::copy(lab.path().join("models/m0001").join(name), stray.join(name)).unwrap();
    }
    for id in [
        "../stray",
        "..",
        ".",
        "",
        "/",
        "m0001/../m0001",
        "m0001/",
        "M0001",
        "m0009",
        "模型",
    ] {
        for error in [
            registry.record(id).map(|_| ()).unwrap_err(),
            registry.model(id).map(|_| ()).unwrap_err(),
            promote(&registry, id, NOW).map(|_| ()).unwrap_err(),
            compare(&registry, "m0001", id).map(|_| ()).unwrap_err(),
            lab.try_score(None, Some(id)).map(|_| ()).unwrap_err(),
        ] {
            let refusal = refusal(&error);
            assert_eq!((refusal.code, refusal.value.as_deref()), ("no-such-model", Some(id)));
            assert!(refusal.remedy.get(Lang::Zh).contains("m0001"), "{refusal:?}");
        }
    }
}

#[test]
fn damaged_files_are_refused_by_name() {
    let lab = SHOP.0.copy();
    let damage = |name: &str, text: &[u8]| fs::write(lab.path().join("models").join(name), text).unwrap();
    let good = |name: &str| fs::read(lab.path().join("models").join(name)).unwrap();
    let code = |error: holdfast_app::error::AppError, file: &str| {
        let refusal = refusal(&error);
        let named = refusal.file.as_deref().unwrap_or_default().ends_with(file);
        assert!(named && !refusal.remedy.zh.is_empty(), "{refusal:?}");
        refusal.code
    };
    let model = good("m0001/model.json");
    for (text, expected) in [
        (&model[..model.len() / 2], "damaged-registry"),
        (b"", "damaged-registry"),
        (b"{\"format\":1}", "damaged-registry"),
        (b"{\"format\":99}", "newer-model"),
    ] {
        damage("m0001/model.json", text);
        assert_eq!(code(lab.try_score(None, None).unwrap_err(), "model.json"), expected);
        let error = promote(&lab.registry(), "m0001", NOW).unwrap_err();
        assert_eq!(code(error, "model.json"), expected);
    }
    damage("m0001/model.json", &model);
    let run = good("m0001/run.json");
    damage("m0001/run.json", b"[]");
    assert_eq!(code(list(&lab.registry()).unwrap_err(), "run.json"), "damaged-registry");
    damage("m0001/run.json", &run);
    damage("registry.json", b"{\"format\":1,\"next\":2");
    assert_eq!(
        code(lab.try_score(None, None).unwrap_err(), "registry.json"),
        "damaged-registry"
    );
    // A training that cannot be registered leaves no model behind.
    assert_eq!(
        code(
            lab.try_train(&quick(&["logistic"], 2)).map(|_| ()).unwrap_err(),
            "registry.json"
        ),
        "damaged-registry"
    );
    assert_eq!(lab.registry().ids().unwrap(), ["m0001"]);
}

#[test]
fn two_trainings_at_once_get_ids_of_their_own() {
    let lab = SHOP.0.copy();
    let options = quick(&["logistic"], 2);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2).map(|_| scope.spawn(|| lab.train(&options).record.id)).collect();
        let mut ids: Vec<String> = runs.into_iter().map(|run| run.join().unwrap()).collect();
        ids.sort();
        assert_eq!(ids, ["m0002", "m0003"]);
    });
    let registry = lab.registry();
    assert_eq!(registry.ids().unwrap().len(), 3);
    assert_eq!(registry.read().unwrap().champion.as_deref(), Some("m0001"));
    for id in registry.ids().unwrap() {
        assert_eq!(registry.record(&id).unwrap().id, id);
        assert_eq!(registry.model(&id).unwrap().id, id);
    }
}

#[test]
fn a_run_that_died_before_it_was_registered_is_in_nobodys_way() {
    let lab = SHOP.0.copy();
    let models = lab.path().join("models");
    // Died between the model's file and the record; between the folder and the registry.
    fs::create_dir(models.join("m0002")).unwrap();
    fs::copy(models.join("m0001/model.json"), models.join("m0002/model.json")).unwrap();
    fs::write(models.join("m0002/.run.json.x.tmp"), b"{").unwrap();
    fs::create_dir(models.join("m0003")).unwrap();
    for name in ["model.json", "run.json"] {
        let text = fs::read_to_string(models.join("m0001").join(name)).unwrap();
        fs::write(models.join("m0003").join(name), text.replace("m0001", "m0003")).unwrap();
    }
    let registry = Registry::of(lab.path());
    assert_eq!(registry.ids().unwrap(), ["m0001", "m0003"]);
    lab.score(None);
    let before = fs::read(models.join("m0003/run.json")).unwrap();
    assert_eq!(lab.train(&quick(&["logistic"], 2)).record.id, "m0004");
    assert_eq!(fs::read(models.join("m0003/run.json")).unwrap(), before);
    assert_eq!(registry.read().unwrap().challenger.as_deref(), Some("m0004"));
}
