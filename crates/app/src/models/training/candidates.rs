//! What is tried, simplest first.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_learn::contract::method::Method;
use holdfast_learn::logistic::fit::LogisticSettings;

/// A way to learn, with its place among the others.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Stable name.
    pub name: &'static str,
    /// How a person would call it.
    pub title: Bilingual,
    /// The learner; `None` for the blend of all others, whose weights come from their judged log-odds.
    pub method: Option<Method>,
}

/// Name of the blend.
pub const BLEND: &str = "blend";

/// All candidates for a table of this size, simplest first: a tie goes to the simpler one.
///
/// # Errors
/// `unknown-candidate` for a wanted name that is none.
pub fn list(wanted: &[String], rows: usize, columns: usize, seed: u64) -> Result<Vec<Candidate>, Refusal> {
    let candidate = |name, zh, en, method| Candidate {
        name,
        title: Bilingual::new(zh, en),
        method,
    };
    let _ = (rows, columns);
    let all = vec![
        candidate(
            "logistic",
            "逻辑回归",
            "logistic regression",
            Some(Method::Logistic(LogisticSettings {
                seed,
                ..LogisticSettings::default()
            })),
        ),
        candidate(BLEND, "模型组合", "blend of models", None),
    ];
    if let Some(unknown) = wanted.iter().find(|name| all.iter().all(|one| one.name != **name)) {
        let names: Vec<&str> = all.iter().map(|one| one.name).collect();
        let names = names.join(", ");
        return Err(Refusal::new(
            "unknown-candidate",
            Bilingual::new("没有这种模型", "there is no such model"),
            bilingual!("可选：{names}", "choose from: {names}"),
        )
        .with_value(unknown));
    }
    Ok(all
        .into_iter()
        .filter(|one| wanted.is_empty() || wanted.iter().any(|name| name == one.name))
        .collect())
}
