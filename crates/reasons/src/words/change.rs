//! A quantity then and now.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::period;
use super::subject::Subject;

/// 近3个月到店次数从每月2.1次降到0.3次（对比此前9个月）. The word follows from the figures as they are written.
pub(super) fn changed(subject: &Subject, now: f64, then: f64, window: u16, before: u16, grain: Grain) -> Bilingual {
    let last = period::last(window, grain);
    let earlier = period::before(before, grain);
    let each = period::each(grain);
    let (new, old, zero) = (subject.amount(now), subject.amount(then), subject.amount(0.0));
    let Subject { name, none, .. } = subject;
    if new == old {
        return Bilingual::new(
            format!(
                "{}{}保持{}{}（与{}相同）",
                last.zh, name.zh, each.zh, new.zh, earlier.zh
            ),
            format!(
                "{} unchanged at {} {} in {} (against {})",
                name.en, new.en, each.en, last.en, earlier.en
            ),
        );
    }
    if new == zero {
        return Bilingual::new(
            format!("{}{}，{}平均{}{}", last.zh, none.zh, earlier.zh, each.zh, old.zh),
            format!(
                "{} in {}, against {} {} in {}",
                none.en, last.en, old.en, each.en, earlier.en
            ),
        );
    }
    if old == zero {
        return Bilingual::new(
            format!("{}{}{}{}，{}{}", last.zh, name.zh, each.zh, new.zh, earlier.zh, none.zh),
            format!(
                "{}: {} {} in {}, none in {}",
                name.en, new.en, each.en, last.en, earlier.en
            ),
        );
    }
    let (down, fell) = if now < then {
        ("降到", "fell")
    } else {
        ("升到", "rose")
    };
    Bilingual::new(
        format!(
            "{}{}从{}{}{down}{}（对比{}）",
            last.zh, name.zh, each.zh, old.zh, new.zh, earlier.zh
        ),
        format!(
            "{} {fell} from {} to {} {} in {} (against {})",
            name.en, old.en, new.en, each.en, last.en, earlier.en
        ),
    )
}

/// 近3个月到店次数每月2.1次（一般客户1次）; `typical` is the population's median per period.
pub(super) fn level(subject: &Subject, now: f64, typical: Option<f64>, window: u16, grain: Grain) -> Bilingual {
    let last = period::last(window, grain);
    let each = period::each(grain);
    let Subject { name, none, .. } = subject;
    let new = subject.amount(now);
    let out = if new == subject.amount(0.0) {
        Bilingual::new(format!("{}{}", last.zh, none.zh), format!("{} in {}", none.en, last.en))
    } else {
        Bilingual::new(
            format!("{}{}{}{}", last.zh, name.zh, each.zh, new.zh),
            format!("{}: {} {} in {}", name.en, new.en, each.en, last.en),
        )
    };
    let Some(typical) = typical.map(|typical| subject.amount(typical)) else {
        return out;
    };
    Bilingual::new(
        format!("{}（一般客户{}{}）", out.zh, each.zh, typical.zh),
        format!("{} (typical customer: {} {})", out.en, typical.en, each.en),
    )
}

/// 近3个月每次消费¥80.00，低于近12个月的¥120.00.
pub(super) fn at_a_time(subject: &Subject, now: f64, usual: f64, window: u16, longer: u16, grain: Grain) -> Bilingual {
    let (last, long) = (period::last(window, grain), period::last(longer, grain));
    let (new, old) = (subject.amount(now), subject.amount(usual));
    let (zh, en) = match (new == old, now < usual) {
        (true, _) => ("等于", "as much as"),
        (_, true) => ("低于", "below"),
        (_, false) => ("高于", "above"),
    };
    Bilingual::new(
        format!("{}平均每笔{}，{zh}{}的{}", last.zh, new.zh, long.zh, old.zh),
        format!(
            "{} each time in {}, {en} the {} of {}",
            new.en, last.en, old.en, long.en
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasoner::plan::Quantity;
    use crate::wording::Wording;

    #[test]
    fn none_before_none_now_and_no_change() {
        let wording = Wording::plain("CNY", Grain::Quarter);
        let visits = Subject::of(&Quantity::Kind("visit".to_owned()), &wording);
        let text = |now, then| changed(&visits, now, then, 2, 4, Grain::Quarter);
        assert_eq!(text(0.0, 3.0).zh, "近2个季度没有“visit”，此前4个季度平均每季度3次");
        assert_eq!(
            text(2.5, 0.0).zh,
            "近2个季度“visit”次数每季度2.5次，此前4个季度没有“visit”"
        );
        assert_eq!(
            text(2.5, 0.0).en,
            "“visit” events: 2.5 a quarter in the last 2 quarters, none in the 4 quarters before"
        );
        // What reads the same has not changed, whatever the hidden digits.
        assert_eq!(
            text(2.51, 2.49).zh,
            "近2个季度“visit”次数保持每季度2.5次（与此前4个季度相同）"
        );
        let money = Subject::of(&Quantity::Measure(holdfast_panel::features::Measure::Amount), &wording);
        let equal = at_a_time(&money, 4000.4, 4000.0, 1, 4, Grain::Quarter);
        assert_eq!(equal.zh, "近1个季度平均每笔¥40.00，等于近4个季度的¥40.00");
        let none = level(&money, 0.0, Some(5000.0), 1, Grain::Quarter);
        assert_eq!(none.zh, "近1个季度没有消费（一般客户每季度¥50.00）");
        assert_eq!(
            none.en,
            "no spending in the last quarter (typical customer: ¥50.00 a quarter)"
        );
    }
}
