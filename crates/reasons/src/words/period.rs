//! Periods and days in words.

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::number::plain;

/// `9个月`, `9 months`; `1周`, `1 week`.
fn periods(count: u16, grain: Grain) -> Bilingual {
    let zh = match grain {
        Grain::Day => "天",
        Grain::Week => "周",
        Grain::Month => "个月",
        Grain::Quarter => "个季度",
        Grain::Year => "年",
    };
    let en = grain.name().en;
    match count {
        1 => bilingual!("1{zh}", "{en}"),
        _ => bilingual!("{count}{zh}", "{count} {en}s"),
    }
}

/// `近3个月`, `the last 3 months`.
pub(crate) fn last(count: u16, grain: Grain) -> Bilingual {
    let Bilingual { zh, en } = periods(count, grain);
    bilingual!("近{zh}", "the last {en}")
}

/// `此前9个月`, `the 9 months before`.
pub(crate) fn before(count: u16, grain: Grain) -> Bilingual {
    let Bilingual { zh, en } = periods(count, grain);
    bilingual!("此前{zh}", "the {en} before")
}

/// `每月`, `a month`.
pub(crate) fn each(grain: Grain) -> Bilingual {
    match grain {
        Grain::Day => Bilingual::new("每天", "a day"),
        Grain::Week => Bilingual::new("每周", "a week"),
        Grain::Month => Bilingual::new("每月", "a month"),
        Grain::Quarter => Bilingual::new("每季度", "a quarter"),
        Grain::Year => Bilingual::new("每年", "a year"),
    }
}

/// Whole days: `74 天`, `74 days`; tenths below ten days where they say something.
pub(crate) fn days(days: f64) -> Bilingual {
    let text = if days >= 10.0 || days == days.round() {
        plain(days.round())
    } else {
        plain((days * 10.0).round() / 10.0)
    };
    if days > 0.0 && days < 0.5 {
        return Bilingual::new("不到 1 天", "less than a day");
    }
    if text == "1" {
        return Bilingual::new("1 天", "1 day");
    }
    bilingual!("{text} 天", "{text} days")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_in_the_words_of_the_grain() {
        assert_eq!(last(3, Grain::Month), Bilingual::new("近3个月", "the last 3 months"));
        assert_eq!(last(6, Grain::Week), Bilingual::new("近6周", "the last 6 weeks"));
        assert_eq!(last(1, Grain::Month), Bilingual::new("近1个月", "the last month"));
        assert_eq!(
            before(2, Grain::Quarter),
            Bilingual::new("此前2个季度", "the 2 quarters before")
        );
        assert_eq!(days(74.4), Bilingual::new("74 天", "74 days"));
        assert_eq!(days(1.0).en, "1 day");
        assert_eq!(days(2.46).zh, "2.5 天");
        assert_eq!(days(0.2).en, "less than a day");
        assert_eq!(days(0.0).en, "0 days");
    }
}
