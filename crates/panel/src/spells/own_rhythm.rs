//! own_rhythm
