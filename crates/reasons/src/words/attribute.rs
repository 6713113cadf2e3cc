//! Attributes of the customer.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::number;
use crate::population::summary::Count;

/// What attribute sentences compare with.
pub(super) struct Like {
    /// Customers of the same cell.
    pub(super) same: Count,
    /// Everybody.
    pub(super) all: Count,
    /// Fewer than so many customers are not given a rate.
    pub(super) at_least: u64,
}

impl Like {
    /// `（1,204 名此类客户的流失率 31%，全体 18%）`.
    fn words(&self) -> Bilingual {
        let all = number::percent(self.all.rate().unwrap_or_default());
        match self.same.rate().filter(|_| self.same.customers >= self.at_least) {
            Some(rate) => {
                let (rate, n) = (number::percent(rate), number::count(self.same.customers));
                bilingual!(
                    "（{n} 名同类客户的流失率 {rate}，全体 {all}）",
                    " (churn rate of {n} such customers {rate}, of all {all})"
                )
            }
            None => {
                let n = self.at_least;
                bilingual!(
                    "（同类客户不足 {n} 名；全体流失率 {all}）",
                    " (fewer than {n} such customers; churn rate of all {all})"
                )
            }
        }
    }
}

fn joined(zh: String, en: String, like: &Like) -> Bilingual {
    let words = like.words();
    Bilingual::new(zh + &words.zh, en + &words.en)
}

/// 套餐：预付费（同类客户…）.
pub(super) fn level(label: &Bilingual, level: &str, like: &Like) -> Bilingual {
    joined(format!("{}：{level}", label.zh), format!("{}: {level}", label.en), like)
}

/// 年龄：52（一般客户 38；…）.
pub(super) fn number(label: &Bilingual, value: f64, typical: Option<f64>, like: &Like) -> Bilingual {
    let value = number::plain(value);
    let typical = typical.map(number::plain).map_or_else(Bilingual::default, |typical| {
        bilingual!("，一般客户 {typical}", ", typical customer {typical}")
    });
    joined(
        format!("{}：{value}{}", label.zh, typical.zh),
        format!("{}: {value}{}", label.en, typical.en),
        like,
    )
}

/// A level that no customer of the population has.
pub(super) fn unseen(label: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = label;
    bilingual!(
        "{zh}：训练数据中没有出现过的取值",
        "{en}: a value that the training data do not have"
    )
}

/// 没有“年龄”记录.
pub(super) fn missing(label: &Bilingual, like: &Like) -> Bilingual {
    joined(
        format!("没有“{}”记录", label.zh),
        format!("no “{}” on record", label.en),
        like,
    )
}
