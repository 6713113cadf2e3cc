//! Columns, values and intervals in words.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::frame::{FeatureData, Frame, MISSING};

/// How a column of the frame is spoken of.
#[derive(Clone, Debug)]
pub struct ColumnWords {
    /// Name in the file, or the feature's.
    pub name: String,
    /// The name in words.
    pub label: Bilingual,
    /// Unit, put behind a number; may be empty.
    pub unit: Bilingual,
    /// Whole numbers only.
    pub integer: bool,
    /// Fractions shown as percentages.
    pub percent: bool,
}

/// Common column names in Chinese, by name in lower case without separators.
const KNOWN: [(&str, &str); 58] = [
    ("age", "年龄"),
    ("amount", "金额"),
    ("balance", "余额"),
    ("channel", "渠道"),
    ("city", "城市"),
    ("contract", "合同类型"),
    ("country", "国家/地区"),
    ("creditscore", "信用分"),
    ("dependents", "有家属"),
    ("deviceprotection", "设备保障"),
    ("education", "学历"),
    ("estimatedsalary", "预估薪资"),
    ("frequency", "频次"),
    ("gender", "性别"),
    ("geography", "地区"),
    ("hascrcard", "有信用卡"),
    ("income", "收入"),
    ("internetservice", "互联网服务"),
    ("isactivemember", "活跃会员"),
    ("lastlogin", "上次登录"),
    ("maritalstatus", "婚姻状况"),
    ("monetary", "消费额"),
    ("monthlycharges", "月费"),
    ("monthlycharge", "月费"),
    ("monthlyfee", "月费"),
    ("multiplelines", "多线路"),
    ("numofproducts", "产品数"),
    ("onlinebackup", "在线备份"),
    ("onlinesecurity", "在线安全"),
    ("owner", "客户经理"),
    ("paperlessbilling", "电子账单"),
    ("partner", "有伴侣"),
    ("payment", "支付"),
    ("paymentmethod", "付款方式"),
    ("phoneservice", "电话服务"),
    ("plan", "套餐"),
    ("price", "价格"),
    ("product", "商品"),
    ("province", "省份"),
    ("quantity", "数量"),
    ("rating", "评分"),
    ("recency", "最近一次"),
    ("region", "区域"),
    ("revenue", "收入"),
    ("satisfaction", "满意度"),
    ("segment", "客群"),
    ("seniorcitizen", "老年用户"),
    ("sex", "性别"),
    ("state", "州/省"),
    ("status", "状态"),
    ("streamingmovies", "流媒体电影"),
    ("streamingtv", "流媒体电视"),
    ("techsupport", "技术支持"),
    ("tenure", "在网时长"),
    ("tenuremonths", "在网月数"),
    ("totalcharges", "累计费用"),
    ("type", "类型"),
    ("usage", "用量"),
];

/// A column name in both languages: the Chinese half translates common names and keeps the original beside it.
pub fn column_label(name: &str) -> Bilingual {
    let key: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match KNOWN.iter().find(|(known, _)| *known == key) {
        Some((_, zh)) => Bilingual::new(format!("{zh}（{name}）"), name),
        None => Bilingual::same(name),
    }
}

/// A number as a person writes it: whole numbers plainly, others with at most four significant digits.
pub fn number(value: f64, percent: bool) -> String {
    if percent {
        return format!("{}%", number(value * 100.0, false));
    }
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{}", value + 0.0);
    }
    let digits = 3 - value.abs().log10().floor().clamp(-6.0, 12.0) as i32;
    let text = format!("{value:.*}", digits.max(0) as usize);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A share as a percentage with one decimal.
pub fn share(value: f64) -> String {
    format!("{:.1}%", value * 100.0)
}

/// A plain number with a comma between thousands.
pub fn grouped(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let whole = rest.find('.').unwrap_or(rest.len());
    let mut out = String::from(sign);
    for (i, c) in rest.char_indices() {
        if i > 0 && i < whole && (whole - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

impl ColumnWords {
    /// A number of this column with its unit.
    pub fn with_unit(&self, value: &str) -> Bilingual {
        let en_unit = &self.unit.en;
        let space = if en_unit.is_empty() { "" } else { " " };
        Bilingual::new(format!("{value}{}", self.unit.zh), format!("{value}{space}{en_unit}"))
    }

    /// The value of one row, in words.
    pub fn value(&self, frame: &Frame, column: usize, row: u32) -> Bilingual {
        match &frame.columns[column].data {
            FeatureData::Number(values) => {
                let value = values[row as usize];
                if value.is_nan() {
                    missing()
                } else {
                    self.with_unit(&number(value, self.percent))
                }
            }
            FeatureData::Category { codes, levels } => {
                let code = codes[row as usize];
                if code == MISSING {
                    missing()
                } else {
                    Bilingual::same(levels[code as usize].as_str())
                }
            }
        }
    }

    /// The interval above `low` and up to `high`; an open end is `None`.
    pub fn interval(&self, low: Option<f64>, high: Option<f64>) -> Bilingual {
        let show = |v: f64| number(v, self.percent);
        // Of whole numbers, those above 5 start at 6.
        let above = |v: f64| if self.integer { show(v + 1.0) } else { show(v) };
        match (low, high) {
            (None, Some(high)) => self.with_unit(&format!("≤ {}", show(high))),
            (Some(low), None) if self.integer => self.with_unit(&format!("≥ {}", above(low))),
            (Some(low), None) => self.with_unit(&format!("> {}", show(low))),
            (Some(low), Some(high)) if self.integer && low + 1.0 == high => self.with_unit(&show(high)),
            (Some(low), Some(high)) => self.with_unit(&format!("{} – {}", above(low), show(high))),
            (None, None) => bilingual!("全部", "all"),
        }
    }
}

/// The word for a missing value.
pub fn missing() -> Bilingual {
    Bilingual::new("缺失", "missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_like_numbers() {
        assert_eq!(number(29.0, false), "29");
        assert_eq!(number(0.123456, false), "0.1235");
        assert_eq!(number(1234.5678, false), "1235");
        assert_eq!(number(70.35, false), "70.35");
        assert_eq!(number(0.125, true), "12.5%");
        assert_eq!(number(-0.0, false), "0");
        assert_eq!(
            [grouped("-1234567.50"), grouped("999"), grouped("1000")],
            ["-1,234,567.50", "999", "1,000"]
        );
    }

    #[test]
    fn names_are_known_whatever_their_spelling() {
        assert_eq!(column_label("Monthly_Charges").zh, "月费（Monthly_Charges）");
        assert_eq!(column_label("xyz").zh, "xyz");
        assert!(
            KNOWN
                .windows(2)
                .all(|w| w[0].0 <= w[1].0 || w[0].0.starts_with("monthlycharge"))
        );
    }
}
