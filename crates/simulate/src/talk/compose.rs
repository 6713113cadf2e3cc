//! Sentences out of parts.

use crate::draw::Draw;
use crate::talk::phrases::{CLOSERS, COMPARISONS, OPENERS, Phrases};

/// Share of complaints that name a competitor.
const COMPETITOR_SHARE: f64 = 0.14;

/// Writes the text of a conversation into `out` (which is cleared): a complaint about `topic`, or a question.
pub(crate) fn compose(phrases: &Phrases, topic: Option<usize>, text_seed: u64, out: &mut String) {
    out.clear();
    let mut draw = Draw::new(text_seed, 0);
    let Some(topic) = topic.and_then(|index| phrases.topics.get(index)) else {
        out.push_str(draw.pick(&["", "你好，", "请问一下，", "想咨询："]));
        out.push_str(draw.pick(phrases.questions));
        return;
    };
    out.push_str(draw.pick(OPENERS));
    let (low, high) = topic.numbers;
    push_filled(out, draw.pick(topic.bodies), "{n}", &mut draw, low, high);
    out.push('，');
    push_filled(out, draw.pick(topic.details), "{n}", &mut draw, low, high);
    out.push('。');
    if draw.chance(COMPETITOR_SHARE) {
        let (before, after) = draw.pick(COMPARISONS).split_once("{c}").unwrap_or_default();
        out.push_str(before);
        out.push_str(draw.pick(phrases.competitors));
        out.push_str(after);
    }
    out.push_str(draw.pick(CLOSERS));
}

fn push_filled(out: &mut String, part: &str, hole: &str, draw: &mut Draw, low: i32, high: i32) {
    let mut pieces = part.split(hole);
    out.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        let number = draw.between(low, high);
        out.push_str(&number.to_string());
        out.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::talk::{dealer, shop, telecom};

    #[test]
    fn texts_are_varied_and_leave_no_hole() {
        for phrases in [&telecom::PHRASES, &dealer::PHRASES, &shop::PHRASES] {
            for topic in 0..phrases.topics.len() {
                let mut text = String::new();
                let mut seen = BTreeSet::new();
                let mut competitor = 0;
                for seed in 0..500 {
                    compose(phrases, Some(topic), seed, &mut text);
                    assert!(!text.contains(['{', '}', '\n']) && text.chars().count() >= 8, "{text}");
                    competitor += usize::from(phrases.competitors.iter().any(|name| text.contains(name)));
                    seen.insert(text.clone());
                }
                assert!(seen.len() > 350, "{} kinds of {}", seen.len(), phrases.topics[topic].en);
                assert!(
                    (40..=110).contains(&competitor),
                    "{competitor} of 500 name a competitor"
                );
            }
        }
    }

    #[test]
    fn a_text_depends_on_its_seed_alone() {
        let (mut a, mut b) = (String::from("x"), String::new());
        compose(&telecom::PHRASES, Some(0), 9, &mut a);
        compose(&telecom::PHRASES, Some(0), 9, &mut b);
        assert_eq!(a, b);
    }
}
