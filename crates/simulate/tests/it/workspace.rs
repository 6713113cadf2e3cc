//! `holdfast.toml` says what is there.

use std::fs;

use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::rule::{ChurnRule, DeclaredChurn};
use holdfast_domain::source::{KnownAt, SourceSpec};
use holdfast_simulate::folder::to_folder;
use holdfast_simulate::industry::Industry;
use holdfast_simulate::plan::Plan;
use serde::Deserialize;

use crate::tables::end;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Workspace {
    format: u32,
    name: String,
    time_zone: String,
    currency: String,
    industry: String,
    source: Vec<SourceSpec>,
    churn: Vec<DeclaredChurn>,
}

#[test]
fn every_source_is_a_file_with_the_columns_named() {
    for industry in Industry::ALL {
        let dir = tempfile::tempdir().unwrap();
        let summary = to_folder(&Plan::new(industry, 30, 1, end()), dir.path(), &|_, _| {}).unwrap();
        let text = fs::read_to_string(dir.path().join("holdfast.toml")).unwrap();
        let workspace: Workspace = toml::from_str(&text).unwrap();
        // `holdfast-app` opens these files in its own tests; here nothing may be left out.
        let kind = match industry {
            Industry::Shop => "ecommerce",
            other => other.name(),
        };
        assert_eq!(
            (workspace.format, workspace.industry.as_str(), workspace.name.as_str()),
            (1, kind, industry.name())
        );
        assert_eq!(
            (workspace.time_zone.as_str(), workspace.currency.as_str()),
            ("Asia/Shanghai", "CNY")
        );
        let tables: Vec<&str> = workspace.source.iter().map(|source| source.table.as_str()).collect();
        let expected = ["customers", "events", "subscriptions", "interactions"];
        let there = |table: &&str| *table != "subscriptions" || industry == Industry::Telecom;
        assert_eq!(tables, expected.into_iter().filter(there).collect::<Vec<_>>());
        for source in &workspace.source {
            let table = CanonicalTable::parse(&source.table).unwrap();
            assert_eq!((source.files.len(), source.known_at), (1, KnownAt::Occurred));
            let file = fs::read_to_string(dir.path().join(&source.files[0])).unwrap();
            let header: Vec<&str> = file.lines().next().unwrap().split(',').collect();
            for (canonical, column) in &source.columns {
                assert!(table.field(canonical).is_some(), "{canonical}");
                assert!(header.contains(&column.as_str()), "{column}");
            }
            for field in table.fields().iter().filter(|field| field.required) {
                assert!(source.columns.contains_key(field.name), "{}", field.name);
            }
            // Nothing of a customer is left behind.
            if let Some(attributes) = &source.attributes {
                let taken = |name: &&str| {
                    source.columns.values().any(|column| column == name) || attributes.iter().any(|own| own == name)
                };
                assert!(header.iter().all(taken), "{header:?}");
                assert!(source.personal.iter().all(|name| attributes.contains(name)));
                assert_eq!(source.personal, ["name", "phone"]);
            }
        }
        let [churn] = workspace.churn.as_slice() else {
            panic!("one definition: {text}")
        };
        assert_eq!(churn.rule.objection(), None);
        match (&churn.rule, industry) {
            (ChurnRule::Contract { grace_days: 0 }, Industry::Telecom) => {}
            (ChurnRule::Inactivity { days, counts }, Industry::Dealer | Industry::Shop) => {
                assert_eq!(*days, industry.horizon_days());
                assert_eq!(counts.kinds, summary.truth.definition.qualifying_kinds);
                assert!(!counts.refunds);
            }
            other => panic!("{other:?}"),
        }
    }
}
