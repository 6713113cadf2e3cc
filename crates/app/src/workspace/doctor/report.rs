//! What the doctor found.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In order.
    Ok,
    /// Works, but deserves a look.
    Warn,
    /// Does not work until something is done.
    Fail,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// A stable name: `config`, `source.orders.files`, `churn.silence.days`.
    pub id: String,
    /// How serious it is.
    pub status: Status,
    /// What was found.
    pub text: Bilingual,
    /// What to do; absent when nothing is.
    pub remedy: Option<Bilingual>,
}

/// All findings, in the order in which they were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// The findings.
    pub checks: Vec<Check>,
}

impl DoctorReport {
    /// The most serious status; `Ok` when nothing was looked at.
    pub fn worst(&self) -> Status {
        self.checks.iter().map(|check| check.status).max().unwrap_or(Status::Ok)
    }

    /// The finding with this id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    pub(crate) fn ok(&mut self, id: impl Into<String>, text: Bilingual) {
        self.push(id, Status::Ok, text, None);
    }

    pub(crate) fn warn(&mut self, id: impl Into<String>, text: Bilingual, remedy: Bilingual) {
        self.push(id, Status::Warn, text, Some(remedy));
    }

    pub(crate) fn fail(&mut self, id: impl Into<String>, text: Bilingual, remedy: Bilingual) {
        self.push(id, Status::Fail, text, Some(remedy));
    }

    /// A refusal as a finding: place and value go into the text.
    pub(crate) fn refused(&mut self, id: impl Into<String>, refusal: &Refusal) {
        use holdfast_domain::lang::Lang;
        let place = |lang: Lang| {
            let whole = refusal.message(lang);
            let end = match lang {
                Lang::Zh => whole.find("。怎么办："),
                Lang::En => whole.find(". What to do: "),
            };
            whole[..end.unwrap_or(whole.len())].to_owned()
        };
        let text = Bilingual::new(place(Lang::Zh), place(Lang::En));
        self.fail(id, text, refusal.remedy.clone());
    }

    fn push(&mut self, id: impl Into<String>, status: Status, text: Bilingual, remedy: Option<Bilingual>) {
        self.checks.push(Check {
            id: id.into(),
            status,
            text,
            remedy,
        });
    }
}
