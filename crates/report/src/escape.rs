//! Text from data on its way into HTML or SVG.

/// Appends `text` so that it is safe between tags and inside double- or single-quoted attributes.
///
/// Control characters and the characters that turn the reading direction around (bidi overrides, isolates and marks)
/// become U+FFFD, so that a value can neither leave its place nor make its neighbours look different.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if is_hostile(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

/// The escaped text (see [`push_escaped`]).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// Characters that have no business in a report: C0 and C1 controls, bidi controls, line separators, the byte order
/// mark and non-characters.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Width of `text` in em at the proportions of a common sans-serif font: CJK and full-width characters take one em.
fn width_em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '(' | ')' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.86,
        'A'..='Z' => 0.67,
        c if (c as u32) < 0x1100 => 0.57,
        _ => 1.0,
    }
}

/// Estimated width of `text` in pixels at a font size in pixels.
pub(crate) fn width_px(text: &str, font_px: f64) -> f64 {
    text.chars().map(width_em).sum::<f64>() * font_px
}

/// `text`, cut with an ellipsis where it would be wider than `max_px`.
pub(crate) fn fitted(text: &str, max_px: f64, font_px: f64) -> String {
    if width_px(text, font_px) <= max_px {
        return text.to_owned();
    }
    let room = max_px - font_px;
    let mut used = 0.0;
    let mut out = String::new();
    for c in text.chars() {
        used += width_em(c) * font_px;
        if used > room {
            break;
        }
        out.push(c);
    }
    let mut cut = out.trim_end().to_owned();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_quotes_and_bidi_controls_are_disarmed() {
        assert_eq!(
            escaped("<script>\"'&]]>\u{202E}\u{0}"),
            "&lt;script&gt;&quot;&#39;&amp;]]&gt;\u{FFFD}\u{FFFD}"
        );
        assert_eq!(escaped("a\nb\u{2028}c"), "a b\u{FFFD}c");
        assert_eq!(escaped("流失 A-1"), "流失 A-1");
    }

    #[test]
    fn long_text_is_cut_within_its_room() {
        let cut = fitted("一二三四五六七八九十", 60.0, 12.0);
        assert_eq!(cut, "一二三四…");
        assert!(width_px(&cut, 12.0) <= 60.0);
        assert_eq!(fitted("abc", 60.0, 12.0), "abc");
    }
}
