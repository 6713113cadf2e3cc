//! Names found by how they sound: `zhangsan`, `zs`, `zhsan` and `zhangs` all find 张三, whichever reading a character has.

use std::sync::OnceLock;

use pinyin::ToPinyinMulti;

/// The basic block of Chinese characters: nearly all names are in it.
const BLOCK: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
/// Letters of a question that are looked at: longer ones match by their beginning.
const MOST: usize = 40;
/// Ways of reading a name that are tried: the readings of a long one would be too many to try them all.
const WAYS: u32 = 2_000;

/// First letters of every reading of a character of the basic block, as bits: most names are out at the first look.
fn first_letters() -> &'static [u32] {
    static LETTERS: OnceLock<Vec<u32>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        BLOCK
            .map(|code| char::from_u32(code).map_or(0, |c| readings(c).fold(0, |bits, text| bits | bit(first(text)))))
            .collect()
    })
}

fn readings(c: char) -> impl Iterator<Item = &'static str> {
    c.to_pinyin_multi()
        .into_iter()
        .flat_map(IntoIterator::into_iter)
        .map(pinyin::Pinyin::plain)
}

/// ü is typed as v.
fn letter(c: char) -> char {
    if c == 'ü' { 'v' } else { c.to_ascii_lowercase() }
}

fn first(text: &str) -> char {
    text.chars().next().map_or(' ', letter)
}

fn bit(letter: char) -> u32 {
    match letter {
        'a'..='z' => 1 << (letter as u32 - 'a' as u32),
        _ => 0,
    }
}

/// A question in letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    letters: Vec<char>,
}

impl Sound {
    /// The letters of a text; `None` for a text that is not letters alone, blanks and apostrophes aside.
    pub fn new(text: &str) -> Option<Self> {
        let letters: Vec<char> = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\''))
            .map(letter)
            .take(MOST)
            .collect();
        let plain = !letters.is_empty() && letters.iter().all(char::is_ascii_lowercase);
        plain.then_some(Self { letters })
    }

    /// Whether a name, from any of its characters on, sounds so.
    pub fn is_in(&self, name: &str) -> bool {
        let begins = |c: char| {
            let code = c as u32;
            let bits = match BLOCK.contains(&code) {
                true => first_letters()[(code - BLOCK.start()) as usize],
                false => bit(letter(c)) | readings(c).fold(0, |bits, text| bits | bit(first(text))),
            };
            bits & bit(self.letters[0]) != 0
        };
        name.char_indices()
            .any(|(at, c)| begins(c) && follows(&name[at..], &self.letters, &mut { WAYS }))
    }
}

/// Whether a text goes on with these letters: syllables in full, their first letters, or the beginning of the last.
fn follows(text: &str, letters: &[char], ways: &mut u32) -> bool {
    let Some((&wanted, rest)) = letters.split_first() else {
        return true;
    };
    *ways = ways.saturating_sub(1);
    if *ways == 0 {
        return false;
    }
    let mut chars = text.chars();
    let Some(c) = chars.next() else { return false };
    let after = chars.as_str();
    if c == ' ' || c == '·' {
        return follows(after, letters, ways);
    }
    if letter(c) == wanted {
        return follows(after, rest, ways);
    }
    readings(c).any(|reading| {
        if !same(first(reading), wanted) {
            return false;
        }
        let common = reading
            .chars()
            .zip(letters)
            .take_while(|&(a, &b)| same(letter(a), b))
            .count();
        let whole = common == reading.chars().count();
        // All that was asked for, or a whole syllable with more to come, or its first letter alone.
        common == letters.len()
            || (whole && follows(after, &letters[common..], ways))
            || (!(whole && common == 1) && follows(after, rest, ways))
    })
}

/// ü (here v) is also written u: 吕 as lu.
fn same(reading: char, typed: char) -> bool {
    reading == typed || (reading == 'v' && typed == 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(question: &str, name: &str) -> bool {
        Sound::new(question).is_some_and(|sound| sound.is_in(name))
    }

    #[test]
    fn initials_syllables_and_both_mixed_find_a_name() {
        for question in ["zs", "zhangsan", "zhangs", "zsan", "zh", "san", "Zhang San", "ZS", "s"] {
            assert!(finds(question, "张三"), "{question}");
        }
        for question in ["zl", "zhangsi", "sz", "zhangsanf", "x"] {
            assert!(!finds(question, "张三"), "{question}");
        }
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        assert!(finds("shan", "单雄信") && finds("dxx", "单雄信") && finds("sxx", "单雄信"));
        assert!(finds("zengguofan", "曾国藩") && finds("cgf", "曾国藩"));
        assert!(finds("lv", "吕布") && finds("lubu", "吕布") && finds("lb", "吕布"));
        assert!(finds("ouyangxiu", "欧阳修") && finds("oyx", "欧阳修"));
    }

    #[test]
    fn names_in_letters_are_found_by_their_letters() {
        assert!(finds("ann", "Ann Lee") && finds("annlee", "Ann Lee") && finds("lee", "Ann Lee"));
        assert!(!finds("bob", "Ann Lee"));
        assert_eq!(Sound::new("张"), None);
        assert_eq!(Sound::new("138"), None);
        assert_eq!(Sound::new(" "), None);
    }
}
