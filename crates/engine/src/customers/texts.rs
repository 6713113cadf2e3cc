//! Many short texts in one buffer.

use memchr::memmem;

/// Texts by position: four bytes and the text's own each. Holds up to 4 GiB; what does not fit is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Room for this many texts.
    pub fn with_capacity(texts: usize) -> Self {
        Self {
            bytes: String::new(),
            ends: Vec::with_capacity(texts),
        }
    }

    /// Adds a text behind the last.
    pub fn push(&mut self, text: &str) {
        if u32::try_from(self.bytes.len() + text.len()).is_ok() {
            self.bytes.push_str(text);
        }
        self.ends.push(self.bytes.len() as u32);
    }

    /// The text at a position; empty beyond the last.
    pub fn get(&self, at: usize) -> &str {
        let Some(&end) = self.ends.get(at) else { return "" };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..end as usize]
    }

    /// Positions of the texts that hold another one, growing. One pass over the buffer; an empty one is held by none.
    pub fn holding(&self, part: &str) -> Vec<u32> {
        let (finder, bytes) = (memmem::Finder::new(part), self.bytes.as_bytes());
        let (mut found, mut row, mut from) = (Vec::new(), 0, 0);
        if part.is_empty() {
            return found;
        }
        while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let (begin, end) = (from + at, from + at + part.len());
            row += self.ends[row..].partition_point(|&last| last as usize <= begin);
            let Some(&last) = self.ends.get(row) else { break };
            // One that begins in a text and ends in the next is in neither.
            let inside = end <= last as usize;
            if inside {
                found.push(row as u32);
            }
            from = if inside { last as usize } else { begin + 1 };
        }
        found
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity() + 4 * self.ends.capacity()
    }

    /// Gives room back that is not needed.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_position() {
        let mut texts = Texts::default();
        for text in ["", "张三", "", "a"] {
            texts.push(text);
        }
        assert_eq!([0, 1, 2, 3, 4].map(|at| texts.get(at)), ["", "张三", "", "a", ""]);
        assert_eq!(texts.len(), 4);
    }

    #[test]
    fn what_texts_hold_is_found_within_each() {
        let rows = ["aa", "ab", "", "baa", "张三", "a", "aa", "三张三"];
        let mut texts = Texts::default();
        rows.iter().for_each(|text| texts.push(text));
        for part in ["a", "aa", "ab", "ba", "aba", "三", "三张", "张三", "x", "aaa"] {
            let wanted: Vec<u32> = (0..rows.len() as u32)
                .filter(|&row| rows[row as usize].contains(part))
                .collect();
            assert_eq!(texts.holding(part), wanted, "{part}");
        }
        assert!(texts.holding("").is_empty() && Texts::default().holding("a").is_empty());
    }
}
