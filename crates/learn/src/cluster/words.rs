//! Segments' names in both languages.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::profile::{Distinction, Profile, What};

/// The `most` most telling distinctions, joined.
pub(super) fn name(profile: &Profile, labels: &[Bilingual], most: usize) -> Bilingual {
    let parts: Vec<Bilingual> = profile.telling(most).iter().map(|d| part(d, labels)).collect();
    if parts.is_empty() {
        return Bilingual::new("接近平均的客户", "customers near the average");
    }
    let join = |of: fn(&Bilingual) -> &str, by: &str| parts.iter().map(of).collect::<Vec<_>>().join(by);
    Bilingual {
        zh: join(|p| &p.zh, "，"),
        en: join(|p| &p.en, ", "),
    }
}

/// Names of which no two are the same.
pub(super) fn names(profiles: &[Profile], labels: &[Bilingual]) -> Vec<Bilingual> {
    let mut names: Vec<Bilingual> = profiles.iter().map(|profile| name(profile, labels, 2)).collect();
    let twice = |names: &[Bilingual], i: usize| names.iter().filter(|other| **other == names[i]).count() > 1;
    let same: Vec<usize> = (0..names.len()).filter(|&i| twice(&names, i)).collect();
    for i in same {
        names[i] = name(&profiles[i], labels, 3);
    }
    let taken = names.clone();
    for i in 0..names.len() {
        let number = taken[..=i].iter().filter(|other| **other == taken[i]).count();
        if number > 1 {
            let (zh, en) = (&taken[i].zh, &taken[i].en);
            names[i] = bilingual!("{zh}（{number}）", "{en} ({number})");
        }
    }
    names
}

fn part(distinction: &Distinction, labels: &[Bilingual]) -> Bilingual {
    let own = Bilingual::same(distinction.name.as_str());
    let label = labels.get(distinction.column).unwrap_or(&own);
    let (zh, en) = (&label.zh, &label.en);
    match &distinction.what {
        What::Number { .. } if distinction.difference > 0.0 => bilingual!("{zh}偏高", "high {en}"),
        What::Number { .. } => bilingual!("{zh}偏低", "low {en}"),
        What::Level { level, own, .. } if distinction.difference > 0.0 && *own >= 0.5 => {
            bilingual!("{zh}多为“{level}”", "mostly {en} = {level}")
        }
        What::Level { level, .. } if distinction.difference > 0.0 => {
            bilingual!("{zh}为“{level}”的较多", "more with {en} = {level}")
        }
        What::Level { level, .. } => bilingual!("{zh}少有“{level}”", "few with {en} = {level}"),
    }
}
