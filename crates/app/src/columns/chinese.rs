//! What estimators say in English fragments, in Chinese. A fragment that is not here stays as it is.

/// Fragments and their translations; longer ones stand before those that they contain.
const FRAGMENTS: &[(&str, &str)] = &[
    (
        "it is known who left, and the model infers that from silence",
        "数据里已知谁离开了，而该模型要从沉默推断",
    ),
    (
        "purchases happen at any time, not at counted opportunities",
        "购买随时发生，不是在数得清的机会上",
    ),
    (
        "purchases happen at counted opportunities only",
        "购买只发生在固定的机会上",
    ),
    ("it is not seen when a customer leaves", "看不到客户何时离开"),
    (
        "durations are not whole numbers of renewal periods",
        "时长不是整数个续约期",
    ),
    (
        "every customer who bought again did so at the very end of observation: nobody was seen silent",
        "每个复购客户的最后一次购买都在观察期末：没有人沉默过",
    ),
    (
        "a longer observation, or a model of contracts (sBG) where customers renew at fixed times",
        "更长的观察期；若客户按固定时间续约，用合约模型 sbg",
    ),
    (
        "in every period either nobody or everybody churned",
        "每一期要么无人流失、要么全部流失",
    ),
    ("longer pieces, or no covariates", "更长的分段，或不用协变量"),
    (
        "the tail of the generalised gamma imitates a share who never leave",
        "广义伽马分布的尾部会冒充永不离开的客户",
    ),
    (
        "observation is too short to tell who never leaves, or everybody leaves",
        "观察太短，看不出谁永不离开，或者所有人都会离开",
    ),
    (
        "customers came under observation late, and its censoring weights assume that none did",
        "有客户延迟进入观察，而该指标的删失权重假设没有",
    ),
    (
        "a survival model (Kaplan–Meier, Cox, Weibull)",
        "生存模型（holdfast survival：km、cox、weibull-aft）",
    ),
    (
        "the Weibull, log-normal, log-logistic or exponential family",
        "Weibull、对数正态、对数 logistic 或指数分布",
    ),
    (
        "Harrell's concordance or calibration at a horizon",
        "Harrell 一致性或某一时点的校准",
    ),
    ("BG/NBD, MBG/NBD or Pareto/NBD", "BG/NBD、MBG/NBD 或 Pareto/NBD"),
    (
        "shifted beta-geometric or beta-discrete-Weibull",
        "移位贝塔几何（sbg）或贝塔离散 Weibull（bdw）",
    ),
    ("shifted beta-geometric", "移位贝塔几何"),
    ("beta-discrete-Weibull", "贝塔离散 Weibull"),
    (
        "the data show hardly any dropout, or customers hardly differ in how they leave",
        "数据里几乎没有人离开，或客户离开的倾向几乎相同",
    ),
    ("the data show hardly any dropout", "数据里几乎没有人离开"),
    ("the data do not determine it", "数据定不下它"),
    (
        "customers hardly differ in how often they buy",
        "客户的购买频率几乎相同",
    ),
    (
        "nearly all purchases come from very few customers",
        "几乎所有购买都来自极少数客户",
    ),
    ("customers hardly differ in how they leave", "客户离开的倾向几乎相同"),
    (
        "customers leave at once or not at all",
        "客户要么立刻离开、要么从不离开",
    ),
    (
        "nearly everybody leaves at the first chance",
        "几乎所有人一有机会就离开",
    ),
    (
        "it separates customers completely, or another column says the same",
        "它把客户完全分开，或另一列说的是同一件事",
    ),
    (
        "frequency ≤ recency ≤ opportunities, both 0 or none",
        "应有 frequency ≤ recency ≤ periods，且两者同为 0 或同不为 0",
    ),
    (
        "a whole number of repeat purchases, 0 or more",
        "不小于 0 的整数（复购次数）",
    ),
    ("a whole number from 0 to 10,000", "0 到 10,000 的整数"),
    (
        "the last purchase is not after the end of observation",
        "最后一次购买不能晚于观察结束",
    ),
    (
        "recency is 0 exactly where nothing was bought again",
        "没有复购时 recency 应为 0，有复购时应大于 0",
    ),
    ("rows of one customer must not overlap", "同一客户的各段不能重叠"),
    ("lower is at most upper", "下限不能大于上限"),
    ("a finite number of 0 or more", "不小于 0 的数"),
    ("a finite time of 0 or more", "不小于 0 的时间"),
    ("a number above 0", "大于 0 的数"),
    ("finite and above 0", "大于 0 的数"),
    ("finite and 0 or more", "不小于 0 的数"),
    ("at least 1 for a customer who left", "离开的客户至少为 1"),
    (
        "above 1, or the expected spend is infinite",
        "大于 1，否则期望金额无穷大",
    ),
    ("repeat customers", "有复购的客户"),
    ("repeat buyers", "有复购的客户"),
];

/// A text of an estimator with every fragment that is known in Chinese.
pub fn chinese(text: &str) -> String {
    let mut out = text.to_owned();
    for (english, translation) in FRAGMENTS {
        if out.contains(english) {
            out = out.replace(english, translation);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_fragments_come_first() {
        for (i, (shorter, _)) in FRAGMENTS.iter().enumerate() {
            for (longer, _) in &FRAGMENTS[i + 1..] {
                assert!(!longer.contains(shorter), "{shorter} would break {longer}");
            }
        }
        assert_eq!(
            chinese("b (the data show hardly any dropout)"),
            "b (数据里几乎没有人离开)"
        );
    }
}
