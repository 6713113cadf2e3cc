//! What is tried, simplest first.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_learn::additive::settings::AdditiveSettings;
use holdfast_learn::bayes::fit::BayesSettings;
use holdfast_learn::boost::plan::BoostingSettings;
use holdfast_learn::contract::method::Method;
use holdfast_learn::logistic::elastic::ElasticNetSettings;
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_learn::neighbours::fit::NeighbourSettings;
use holdfast_learn::scorecard::settings::ScorecardSettings;
use holdfast_learn::vectors::settings::VectorSettings;

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

/// Tried only when named: they cost more time than they are worth beside the others (elastic net), or are here because teaching begins with them.
const ON_REQUEST: [&str; 4] = ["naive_bayes", "elastic_net", "neighbours", "vectors"];

/// Name of the blend.
pub const BLEND: &str = "blend";

/// The candidates that are wanted (empty: the usual ones) for a table of this size, simplest first: a tie goes to the simpler one.
///
/// # Errors
/// `unknown-candidate` for a wanted name that is none, `nothing-to-blend` for the blend alone.
pub fn list(wanted: &[String], rows: usize, columns: usize, seed: u64) -> Result<Vec<Candidate>, Refusal> {
    let candidate = |name, zh, en, method| Candidate {
        name,
        title: Bilingual::new(zh, en),
        method,
    };
    let all = vec![
        candidate(
            "scorecard",
            "评分卡",
            "scorecard",
            Some(Method::Scorecard(ScorecardSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "naive_bayes",
            "朴素贝叶斯",
            "naive Bayes",
            Some(Method::NaiveBayes(BayesSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "logistic",
            "逻辑回归",
            "logistic regression",
            Some(Method::Logistic(LogisticSettings {
                seed,
                ..LogisticSettings::default()
            })),
        ),
        candidate(
            "elastic_net",
            "弹性网逻辑回归",
            "elastic-net logistic regression",
            Some(Method::ElasticNet(ElasticNetSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "additive",
            "可解释提升模型",
            "explainable boosting",
            Some(Method::Additive(AdditiveSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "neighbours",
            "k 近邻",
            "nearest neighbours",
            Some(Method::Neighbours(NeighbourSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "vectors",
            "支持向量机",
            "support vector machine",
            Some(Method::Vectors(VectorSettings::for_rows(rows, columns, seed))),
        ),
        candidate(
            "boosting",
            "提升树",
            "boosted trees",
            Some(Method::Boosting(BoostingSettings::default())),
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
    if !wanted.is_empty() && wanted.iter().all(|name| name == BLEND) {
        return Err(Refusal::new(
            "nothing-to-blend",
            Bilingual::new("组合需要至少两个别的模型", "a blend takes at least two other models"),
            Bilingual::new(
                "例如 --candidates logistic,boosting,blend",
                "for example --candidates logistic,boosting,blend",
            ),
        )
        .with_value(BLEND));
    }
    Ok(all
        .into_iter()
        .filter(|one| {
            let usual = wanted.is_empty() && !ON_REQUEST.contains(&one.name);
            usual || wanted.iter().any(|name| name == one.name)
        })
        .collect())
}
