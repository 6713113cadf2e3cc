//! A small reader of HTML: every tag that opens must close, in order; text and attributes are handed out decoded.

/// What a page is made of.
#[derive(Default)]
pub struct Markup {
    /// Elements in order.
    pub elements: Vec<Element>,
    /// All text, decoded, with a space between elements; scripts and styles left out.
    pub text: String,
}

/// An opening tag.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str())
    }
}

const VOID: [&str; 4] = ["meta", "input", "br", "link"];

fn decoded(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Reads a page; panics with the place where the markup is not balanced.
pub fn read(html: &str) -> Markup {
    let mut markup = Markup::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("doctype");
    while let Some(start) = rest.find('<') {
        let raw = matches!(open.last().map(String::as_str), Some("script" | "style"));
        if !raw {
            markup.text.push_str(&decoded(&rest[..start]));
            markup.text.push(' ');
        }
        rest = &rest[start + 1..];
        if let Some(closing) = rest.strip_prefix('/') {
            let end = closing.find('>').expect("closing tag ends");
            let expected = open.pop().expect("something is open");
            assert_eq!(
                closing[..end],
                expected,
                "closes in order, before: {}",
                &closing[..closing.len().min(80)]
            );
            rest = &closing[end + 1..];
            continue;
        }
        assert!(!raw, "markup inside {:?}", open.last());
        let (element, self_closed, after) = tag(rest);
        if !self_closed && !VOID.contains(&element.name.as_str()) {
            open.push(element.name.clone());
        }
        markup.elements.push(element);
        rest = after;
    }
    assert!(open.is_empty(), "left open: {open:?}");
    markup
}

fn tag(text: &str) -> (Element, bool, &str) {
    let name_end = text.find([' ', '>', '/']).expect("tag name ends");
    let name = text[..name_end].to_owned();
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "tag name {name:?}");
    let mut attributes = Vec::new();
    let mut rest = &text[name_end..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return (Element { name, attributes }, true, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (Element { name, attributes }, false, after);
        }
        let key_end = rest.find(['=', ' ', '>', '/']).expect("attribute ends");
        let key = rest[..key_end].to_owned();
        assert!(
            key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "attribute {key:?}"
        );
        rest = &rest[key_end..];
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("quote closes");
            assert!(!quoted[..end].contains('<'), "raw < in {key}");
            attributes.push((key, decoded(&quoted[..end])));
            rest = &quoted[end + 1..];
        } else {
            attributes.push((key, String::new()));
        }
    }
}
