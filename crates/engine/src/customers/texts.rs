//! Many short texts in one buffer.

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
}
