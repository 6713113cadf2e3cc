//! The parts of which sentences are made.

/// What a complaint is about. `{n}` in a part stands for a number from `numbers`.
pub(crate) struct Topic {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// The planted cause it speaks of; empty if none.
    pub(crate) cause: &'static str,
    /// The grievance itself.
    pub(crate) bodies: &'static [&'static str],
    /// A detail that follows; may be empty.
    pub(crate) details: &'static [&'static str],
    /// Range of `{n}`.
    pub(crate) numbers: (i32, i32),
}

/// An industry's phrases.
pub(crate) struct Phrases {
    pub(crate) topics: &'static [Topic],
    /// Questions, which are not complaints.
    pub(crate) questions: &'static [&'static str],
    /// Invented competitors.
    pub(crate) competitors: &'static [&'static str],
}

/// How people begin.
pub(crate) const OPENERS: &[&str] = &[
    "",
    "",
    "",
    "你好，",
    "您好，我要投诉，",
    "我要反映一个问题：",
    "说真的，",
    "实在忍不住了，",
    "麻烦你们看一下，",
    "作为老客户我想说，",
    "已经是第二次来反映了，",
    "气死我了，",
    "不是我挑剔，",
];

/// How people end.
pub(crate) const CLOSERS: &[&str] = &[
    "",
    "",
    "",
    "希望尽快处理。",
    "请给我一个说法！",
    "再不解决我就不用了。",
    "太失望了。",
    "等你们回复。",
    "客服只会说抱歉，一点用都没有。",
    "以后不会再来了。",
    "打了好几次电话都没人管。",
    "请主管回电话。",
    "这体验真的不行。",
    "别再敷衍我了。",
    "说好24小时回复，现在都没消息。",
];

/// How people mention a competitor: `{c}` is its name.
pub(crate) const COMPARISONS: &[&str] = &[
    "朋友都换到{c}了。",
    "{c}同样的服务便宜不少。",
    "我已经在看{c}了。",
    "人家{c}态度好多了。",
    "要不是嫌麻烦早就去{c}了。",
    "{c}的人已经给我打过电话，条件比你们好。",
];
