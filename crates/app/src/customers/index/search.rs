//! A question in the search field.

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

    /// Whether a customer is meant: by a part of the id, or by the name.
    pub(crate) fn finds(&self, people: &People, key: u32) -> bool {
        if people.roster.ids.get(key as usize).contains(&self.text) {
            return true;
        }
        let Some(name) = people.name(key) else { return false };
        if !self.personal {
            let mut chars = self.text.chars();
            return chars.next() == name.chars().next() && chars.next().is_none();
        }
        name.contains(&self.text) || self.sound.as_ref().is_some_and(|sound| sound.is_in(name))
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
            (0..3).filter(|&key| search.finds(&people, key)).collect()
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
