//! Silence, tenure, complaints.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::{number, period};
use crate::wording::Wording;

/// 已经 74 天没有活动，平常每 21 天一次; no alarm where it does not raise the risk.
pub(super) fn silence(days: f64, usual: Option<f64>, raises: bool, wording: &Wording) -> Bilingual {
    let since = period::days(days);
    let counted = wording.counted.as_ref();
    let zh = &counted.unwrap_or(&wording.events).zh;
    let Some(gap) = usual else {
        let en = counted.map_or_else(
            || format!("seen on a single day only, {} ago", since.en),
            |counted| format!("{} on a single day only, {} ago", counted.en, since.en),
        );
        return Bilingual::new(format!("只在一天有过{zh}，距今 {}", since.zh), en);
    };
    let usual = period::days(gap);
    if raises && days > gap && usual != since {
        let en = counted.map_or_else(
            || format!("not seen for {}; usually every {}", since.en, usual.en),
            |counted| format!("no {} for {}; usually every {}", counted.en, since.en, usual.en),
        );
        return Bilingual::new(format!("已经 {}没有{zh}，平常每 {}一次", since.zh, usual.zh), en);
    }
    let en = counted.map_or_else(
        || format!("last seen {} ago; usually every {}", since.en, usual.en),
        |counted| format!("last of {} {} ago; usually every {}", counted.en, since.en, usual.en),
    );
    Bilingual::new(format!("最近一次{zh}在 {}前，平常每 {}一次", since.zh, usual.zh), en)
}

/// 共投诉 2 次，最近一次在 8 天前.
pub(super) fn complaints(count: Option<f64>, days: Option<f64>) -> Bilingual {
    let since = days.map(period::days);
    match (count, since) {
        (Some(0.0), _) | (None, None) => Bilingual::new("没有投诉记录", "no complaints on record"),
        (Some(count), since) => {
            let times = number::plain(count);
            let plural = if count == 1.0 { "complaint" } else { "complaints" };
            match since {
                Some(since) if count == 1.0 => Bilingual::new(
                    format!("投诉过 1 次，在 {}前", since.zh),
                    format!("1 complaint, {} ago", since.en),
                ),
                Some(since) => Bilingual::new(
                    format!("共投诉 {times} 次，最近一次在 {}前", since.zh),
                    format!("{times} complaints, the last {} ago", since.en),
                ),
                None => bilingual!("共投诉 {times} 次", "{times} {plural}"),
            }
        }
        (None, Some(since)) => Bilingual::new(
            format!("最近一次投诉在 {}前", since.zh),
            format!("last complaint {} ago", since.en),
        ),
    }
}

/// 首次活动在 430 天前（一般客户 212 天）.
pub(super) fn tenure(days: f64, typical: Option<f64>, wording: &Wording) -> Bilingual {
    let zh = &wording.events.zh;
    let since = period::days(days);
    let out = Bilingual::new(
        format!("首次{zh}在 {}前", since.zh),
        format!("first seen {} ago", since.en),
    );
    match typical.map(period::days) {
        None => out,
        Some(typical) => Bilingual::new(
            format!("{}（一般客户 {}）", out.zh, typical.zh),
            format!("{} (typical customer: {})", out.en, typical.en),
        ),
    }
}

#[cfg(test)]
mod tests {
    use holdfast_domain::grain::Grain;

    use super::*;

    #[test]
    fn silence_names_the_events_that_are_a_sign_of_life() {
        let mut wording = Wording::plain("CNY", Grain::Month);
        let en = |wording: &Wording, usual, raises| silence(100.0, usual, raises, wording).en;
        assert!(en(&wording, Some(20.0), true).starts_with("not seen for "));
        wording.counted = Some(Bilingual::new("下单", "orders"));
        assert!(en(&wording, Some(20.0), true).starts_with("no orders for "));
        assert!(en(&wording, Some(20.0), false).starts_with("last of orders "));
        assert!(en(&wording, None, true).starts_with("orders on a single day only"));
        assert!(silence(100.0, Some(20.0), true, &wording).zh.contains("没有下单"));
    }
}
