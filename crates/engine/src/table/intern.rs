//! Gives each different text a number, fast.

use super::levels::Levels;
use super::text::TextColumn;

const EMPTY: u32 = u32::MAX;

/// Builds a [`TextColumn`]: an open-addressing table over [`Levels`], with a fixed hash so that nothing varies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    levels: Levels,
    /// Level numbers; a power of two, at most half full.
    slots: Vec<u32>,
    codes: Vec<u32>,
}

impl Interner {
    /// Starts with `rows` missing values.
    pub(crate) fn after_missing(rows: usize) -> Self {
        Self {
            codes: vec![TextColumn::MISSING; rows],
            ..Self::default()
        }
    }

    /// Goes on after these texts.
    pub(crate) fn resume(text: TextColumn) -> Self {
        let mut interner = Self {
            levels: text.levels,
            slots: Vec::new(),
            codes: text.codes,
        };
        interner.index(interner.levels.len().next_power_of_two() * 4);
        interner
    }

    /// Appends a missing value.
    pub(crate) fn push_missing(&mut self) {
        self.codes.push(TextColumn::MISSING);
    }

    /// Appends a text. Bytes that are not UTF-8 count as missing: readers validate before they call.
    pub(crate) fn push(&mut self, text: &[u8]) {
        let code = self.code(text);
        self.codes.push(code);
    }

    fn code(&mut self, text: &[u8]) -> u32 {
        // Sorted and constant columns repeat the row before.
        if let Some(&last) = self.codes.last()
            && last != TextColumn::MISSING
            && self.levels.get(last).as_bytes() == text
        {
            return last;
        }
        if self.levels.len() * 2 >= self.slots.len() {
            self.index((self.slots.len() * 2).max(64));
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) as usize & mask;
        loop {
            let code = self.slots[slot];
            if code == EMPTY {
                let Ok(level) = std::str::from_utf8(text) else {
                    return TextColumn::MISSING;
                };
                let code = self.levels.push(level);
                self.slots[slot] = code;
                return code;
            }
            if self.levels.get(code).as_bytes() == text {
                return code;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Numbers the levels anew in this many slots, a power of two.
    fn index(&mut self, size: usize) {
        let mut slots = vec![EMPTY; size];
        for (code, level) in self.levels.iter().enumerate() {
            let mut slot = hash(level.as_bytes()) as usize & (size - 1);
            while slots[slot] != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = code as u32;
        }
        self.slots = slots;
    }

    /// The number of a text, which is given out if it has none; no row is appended.
    pub(crate) fn code_of(&mut self, text: &[u8]) -> u32 {
        self.code(text)
    }

    /// The number of a text that was given out before.
    pub(crate) fn find(&self, text: &[u8]) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash(text) as usize & mask;
        loop {
            match self.slots[slot] {
                EMPTY => return None,
                code if self.levels.get(code).as_bytes() == text => return Some(code),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// The text with this number.
    pub(crate) fn level(&self, code: u32) -> &str {
        self.levels.get(code)
    }

    /// How many different texts there are so far.
    pub(crate) fn distinct(&self) -> usize {
        self.levels.len()
    }

    /// The column.
    pub(crate) fn finish(self) -> TextColumn {
        let Self {
            mut levels, mut codes, ..
        } = self;
        levels.shrink();
        codes.shrink_to_fit();
        TextColumn { codes, levels }
    }
}

/// Folded 64 × 64 → 128 bit multiplication over 8-byte words (the scheme of wyhash).
pub(crate) fn hash(text: &[u8]) -> u64 {
    const K0: u64 = 0x9E37_79B9_7F4A_7C15;
    const K1: u64 = 0xE703_7ED1_A0B4_28DB;
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        (product as u64) ^ (product >> 64) as u64
    };
    let mut state = K0 ^ text.len() as u64;
    let mut words = text.chunks_exact(8);
    for word in &mut words {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        state = fold(state ^ u64::from_le_bytes(bytes), K1);
    }
    let rest = words.remainder();
    let mut bytes = [0; 8];
    bytes[..rest.len()].copy_from_slice(rest);
    fold(state ^ u64::from_le_bytes(bytes), K1 ^ K0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_numbered_by_first_appearance_and_found_again() {
        let mut interner = Interner::after_missing(1);
        for text in ["b", "a", "b", "长城", ""] {
            interner.push(text.as_bytes());
        }
        interner.push_missing();
        let column = interner.finish();
        assert_eq!(column.codes, [TextColumn::MISSING, 0, 1, 0, 2, 3, TextColumn::MISSING]);
        assert_eq!(column.levels.iter().collect::<Vec<_>>(), ["b", "a", "长城", ""]);
    }

    #[test]
    fn many_levels_survive_growth() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for number in 0..5000 {
                interner.push(format!("level-{number}").as_bytes());
                assert_eq!(interner.distinct(), if round == 0 { number + 1 } else { 5000 });
            }
        }
        let column = interner.finish();
        assert_eq!(column.levels.len(), 5000);
        assert_eq!(column.codes[5000..], column.codes[..5000]);
    }
}
