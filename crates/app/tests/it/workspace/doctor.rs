//! What the doctor finds.

use std::path::Path;

use holdfast_app::simulate::Industry as Simulated;
use holdfast_app::workspace::doctor::{DoctorReport, LakeFacts, Probes, Status, doctor, free_bytes};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::init::made;
use crate::support::company;

fn examine(dir: &Path) -> DoctorReport {
    let environment = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
    let broken = |_: &Path, text: &str| {
        if text.contains("SELECT") {
            Ok(())
        } else {
            Err(Refusal::new("bad-metric", Bilingual::same("no SELECT"), Bilingual::same("write one")).at_row(1))
        }
    };
    let report = doctor(
        dir,
        &Probes {
            environment: &environment,
            lake: &|_| Ok(None),
            metric: &broken,
            database: &|_, _| Ok(vec![("id".to_owned(), "int".to_owned())]),
            free_bytes: &|_| Some(1 << 40),
        },
    );
    for check in &report.checks {
        assert_eq!(check.remedy.is_none(), check.status == Status::Ok, "{check:?}");
        assert!(!check.text.zh.is_empty() && !check.text.en.is_empty());
    }
    report
}

fn status(report: &DoctorReport, id: &str) -> Status {
    report.check(id).unwrap_or_else(|| panic!("{id}\n{report:#?}")).status
}

fn workspace(text: &str, files: &[(&str, &str)]) -> DoctorReport {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("holdfast.toml"),
        format!("format = 1\nname = \"x\"\n{text}"),
    )
    .unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    examine(dir.path())
}

const ORDERS: &str = "[[source]]\nid = \"o\"\ntable = \"events\"\nfiles = [\"o*.csv\"]\n[source.columns]\ncustomer_id = \"id\"\noccurred_at = \"at\"\namount = \"money\"\n";

#[test]
fn a_new_workspace_is_healthy() {
    for industry in [Simulated::Telecom, Simulated::Dealer, Simulated::Shop] {
        let folder = company(industry, 300, 7, false);
        let dir = folder.path().join("ws");
        made(&dir, &[folder.path().to_str().unwrap()]);
        let report = examine(&dir);
        let failed: Vec<_> = report.checks.iter().filter(|c| c.status == Status::Fail).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        let warned: Vec<&str> = report
            .checks
            .iter()
            .filter(|c| c.status == Status::Warn)
            .map(|c| c.id.as_str())
            .collect();
        assert_eq!(warned, ["lake"], "{report:#?}");
    }
}

#[test]
fn a_bad_configuration_is_the_only_finding_about_it() {
    let report = workspace("lake = \"..\"\ncurrency = \"x\"\n", &[]);
    let found: Vec<&str> = report
        .checks
        .iter()
        .filter(|c| c.status == Status::Fail)
        .map(|c| c.id.as_str())
        .collect();
    assert_eq!(found, ["config", "config"]);
    assert!(report.checks.iter().any(|c| c.text.en.contains("row 3")));
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(status(&examine(dir.path()), "config"), Status::Fail);
    assert_eq!(examine(dir.path()).worst(), Status::Fail);
}

#[test]
fn files_and_columns_are_checked() {
    assert_eq!(status(&workspace(ORDERS, &[]), "source.o.files"), Status::Fail);
    let good = "id,at,money\n1,2024-01-01,5\n1,2024-02-01,5\n";
    let report = workspace(ORDERS, &[("o1.csv", good)]);
    assert_eq!(status(&report, "source.o.read"), Status::Ok, "{report:#?}");
    assert_eq!(status(&report, "config"), Status::Warn);
    let report = workspace(ORDERS, &[("o1.csv", good), ("o2.csv", "id,at,monye\n1,2024-01-01,5\n")]);
    let check = report.check("source.o.columns").unwrap();
    assert_eq!(check.status, Status::Fail);
    assert!(
        check.text.en.contains("o2.csv") && check.remedy.as_ref().unwrap().en.contains("monye"),
        "{check:?}"
    );
    let report = workspace(ORDERS, &[("o1.csv", "id,at,money\n1,soon,5\n2,later,6\n")]);
    assert_eq!(status(&report, "source.o.occurred_at"), Status::Fail);
    let report = workspace(
        ORDERS,
        &[("o1.csv", "id,at,money\n1,2024-01-01,much\n2,2024-01-02,little\n")],
    );
    assert_eq!(status(&report, "source.o.amount"), Status::Fail);
    let report = workspace(ORDERS, &[("o1.csv", "id,at,money\n1,2024-01-01,5\n,2024-01-02,6\n")]);
    assert_eq!(status(&report, "source.o.customer_id"), Status::Warn);
    let report = workspace(ORDERS, &[("o1.csv", "id,at,money\n1,2024-01-01,5,6\n")]);
    let check = report.check("source.o.read").unwrap();
    assert!(
        check.status == Status::Fail && check.text.en.contains("row 2"),
        "{check:?}"
    );
}

#[test]
fn personal_fields_are_found_where_they_must_not_be() {
    let snapshots = "[[source]]\nid = \"s\"\ntable = \"snapshots\"\nfiles = [\"s.csv\"]\n[source.columns]\ncustomer_id = \"id\"\nchurned = \"left\"\n";
    let file = [("s.csv", "id,姓名,left\n1,王明,是\n2,李丽,否\n")];
    assert_eq!(status(&workspace(snapshots, &file), "source.s.personal"), Status::Fail);
    let customers =
        "[[source]]\nid = \"s\"\ntable = \"customers\"\nfiles = [\"s.csv\"]\n[source.columns]\ncustomer_id = \"id\"\n";
    assert_eq!(status(&workspace(customers, &file), "source.s.personal"), Status::Warn);
}

#[test]
fn definitions_are_held_against_the_data() {
    let mut text = "id,at,money\n".to_owned();
    for customer in 0..20 {
        // One purchase every 30 days: a median gap of 30.
        for visit in 0..10 {
            let day = holdfast_domain::day::Day::parse_iso("2024-01-01")
                .unwrap()
                .plus(visit * 30 + customer);
            text.push_str(&format!("{customer},{day},5\n"));
        }
    }
    let silence = |days: i32, counts: &str| {
        format!(
            "{ORDERS}\n[source.constants]\nkind = \"order\"\n[[churn]]\nid = \"a\"\nkind = \"inactivity\"\ndays = {days}\n{counts}"
        )
    };
    let files = [("o1.csv", text.as_str())];
    let short = workspace(&silence(29, ""), &files);
    assert!(
        status(&short, "churn.a.days") == Status::Warn
            && short.check("churn.a.days").unwrap().text.en.contains("30 days")
    );
    assert_eq!(status(&workspace(&silence(30, ""), &files), "churn.a"), Status::Ok);
    // The data span 9 × 30 + 19 + 1 = 290 days.
    assert_eq!(status(&workspace(&silence(290, ""), &files), "churn.a"), Status::Ok);
    assert_eq!(
        status(&workspace(&silence(291, ""), &files), "churn.a.days"),
        Status::Warn
    );
    let report = workspace(&silence(60, "counts = { kinds = [\"oder\"] }\n"), &files);
    assert_eq!(status(&report, "churn.a.counts"), Status::Warn);
    assert_eq!(status(&report, "churn.a.days"), Status::Fail);
}

#[test]
fn databases_metrics_lake_and_machine_are_checked() {
    let database = "[[source]]\nid = \"d\"\ntable = \"customers\"\ndatabase = { url = \"mysql://a@b/c\", relation = \"t\", password_env = \"PW\" }\nattributes = []\n[source.columns]\ncustomer_id = \"id\"\n";
    assert_eq!(status(&workspace(database, &[]), "source.d.password"), Status::Fail);
    let open = database.replace(", password_env = \"PW\"", "");
    assert_eq!(status(&workspace(&open, &[]), "source.d.database"), Status::Ok);
    let report = workspace(&open.replace("\"id\"", "\"ident\""), &[]);
    assert_eq!(status(&report, "source.d.columns"), Status::Fail);
    // Of customers the regions change: from the day of joining on they would never be read.
    let joined = open.replace("attributes = []", "attributes = []\nwatermark = \"since\"");
    let joined = joined.replace(
        "customer_id = \"id\"",
        "customer_id = \"id\"\nfirst_seen_on = \"since\"",
    );
    assert_eq!(status(&workspace(&joined, &[]), "source.d.watermark"), Status::Warn);
    let changed = joined.replace("watermark = \"since\"", "watermark = \"updated_at\"");
    assert!(workspace(&changed, &[]).check("source.d.watermark").is_none());
    let report = workspace(
        "",
        &[
            ("metrics/a.sql", "SELECT 1"),
            ("metrics/b.sql", "nonsense"),
            ("metrics/c.md", ""),
        ],
    );
    assert_eq!(
        (status(&report, "metrics"), status(&report, "metrics.b.sql")),
        (Status::Ok, Status::Fail)
    );

    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("holdfast.toml"), "format = 1\nname = \"x\"\n").unwrap();
    let facts = || {
        Ok(Some(LakeFacts {
            tables: 3,
            rows: 10,
            bytes: 1 << 20,
            rejects: 2,
            faults: vec![(Bilingual::same("gap"), Bilingual::same("mend it"))],
        }))
    };
    let report = doctor(
        dir.path(),
        &Probes {
            environment: &|_| None,
            lake: &|path| {
                assert!(path.ends_with("lake"));
                facts()
            },
            metric: &|_, _| Ok(()),
            database: &|_, _| Ok(Vec::new()),
            free_bytes: &|_| Some(1 << 20),
        },
    );
    assert_eq!(
        (status(&report, "lake"), status(&report, "lake.rejects")),
        (Status::Fail, Status::Warn)
    );
    assert_eq!(
        (status(&report, "disk"), status(&report, "locale")),
        (Status::Fail, Status::Warn)
    );
    assert_eq!(status(&report, "time-zones"), Status::Ok);
    assert!(free_bytes(&dir.path().join("not/there")).is_some_and(|bytes| bytes > 0));
}
