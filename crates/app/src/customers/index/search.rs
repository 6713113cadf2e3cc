//! A question in the search field.

use rayon::prelude::*;

use super::people::People;
use super::pinyin::Sound;

/// Characters of a question at most.
const MOST: usize = 64;

/// What is searched for, in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    text: String,
    sound: Option<Sound>,
    personal: bool,
}

impl Search {
    /// `personal`: the reader may see names; others find names by the first character alone, which is what they are shown. `None` for nothing but blanks.
    pub(crate) fn new(text: &str, personal: bool) -> Option<Self> {
        let text: String = text.trim().trim_end_matches('*').chars().take(MOST).collect();
        (!text.is_empty()).then(|| Self {
            sound: Sound::new(&text).filter(|_| personal),
            text,
            personal,
        })
    }

    /// Who is meant, a bit a customer: by a part of the id, or by the name.
    pub(crate) fn among(&self, people: &People) -> Vec<u64> {
        let mut bits = vec![0u64; people.roster.len().div_ceil(64)];
        let mut add = |key: u32| {
            if let Some(word) = bits.get_mut(key as usize / 64) {
                *word |= 1 << (key % 64);
            }
        };
        people.roster.ids.holding(&self.text).into_iter().for_each(&mut add);
        if let Some(names) = people.roster.names.as_ref().filter(|_| self.personal) {
            names.holding(&self.text).into_iter().for_each(&mut add);
        }
        self.by_name(people).into_iter().for_each(add);
        bits
    }

    /// Who is meant by what a name begins with, where it is masked, or by its sound.
    fn by_name(&self, people: &People) -> Vec<u32> {
        let mut chars = self.text.chars();
        let only = chars.next().filter(|_| !self.personal && chars.next().is_none());
        if only.is_none() && self.sound.is_none() {
            return Vec::new();
        }
        let is_meant = |name: &str| {
            only.is_some_and(|only| name.starts_with(only))
                || self.sound.as_ref().is_some_and(|sound| sound.is_in(name))
        };
        (0..people.roster.len() as u32)
            .into_par_iter()
            .filter(|&key| people.name(key).is_some_and(is_meant))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::customers::{Roster, Texts};

    fn people(rows: &[(&str, &str)]) -> People {
        let (mut ids, mut names) = (Texts::default(), Texts::default());
        for (id, name) in rows {
            ids.push(id);
            names.push(name);
        }
        People {
            roster: Roster {
                ids,
                names: Some(names),
                ..Roster::default()
            },
        }
    }

    fn found(text: &str, personal: bool) -> Vec<u32> {
        let people = people(&[("00012345", "张三"), ("00012346", "李四"), ("A-7", "13812341234")]);
        Search::new(text, personal).map_or_else(Vec::new, |search| {
            let bits = search.among(&people);
            (0..3).filter(|key| bits[0] >> key & 1 == 1).collect()
        })
    }

    #[test]
    fn names_are_found_by_whoever_may_see_them() {
        assert_eq!(found("zs", true), [0]);
        assert_eq!(found("三", true), [0]);
        assert_eq!(found("3812", true), [2]);
        assert_eq!(found("1234", true), [0, 1, 2]);
    }

    #[test]
    fn others_find_ids_and_what_a_mask_shows() {
        assert_eq!(found("zs", false), [] as [u32; 0]);
        assert_eq!(found("三", false), [] as [u32; 0]);
        assert_eq!(found("3812", false), [] as [u32; 0]);
        assert_eq!(found("张**", false), [0]);
        assert_eq!(found("12346", false), [1]);
        assert_eq!(found("  ", false), [] as [u32; 0]);
    }
}
