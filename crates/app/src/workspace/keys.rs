//! The keys that `holdfast.toml` may have, and the shape of their values.

use holdfast_domain::access::role::Role;

use super::industry::Industry;

/// The shape of a value.
pub(crate) enum Shape {
    /// A text.
    Text,
    /// A text of one character.
    Char,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of some of these texts.
    SomeOf(&'static [&'static str]),
    /// A table of these keys.
    Table(&'static [Key]),
    /// Tables of these keys: `[[key]]`.
    Tables(&'static [Key]),
    /// Tables whose keys depend on the text of `kind`.
    Kinds(&'static [(&'static str, &'static [Key])]),
    /// A table of any keys.
    Any(&'static Shape),
    /// A table of industries.
    ByIndustry(&'static Shape),
}

/// A key.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

/// The bounds of a number of days or months: what an `i32` holds; what makes sense is checked with the rule.
const DAYS: Shape = Shape::Whole(i32::MIN as i64, i32::MAX as i64);
const COUNT: Shape = Shape::Whole(0, u32::MAX as i64);

/// The keys of the whole file.
pub(crate) static ROOT: &[Key] = &[
    must("format", COUNT),
    must("name", Shape::Text),
    may("time_zone", Shape::Text),
    may("currency", Shape::Text),
    may("locale", Shape::OneOf(&["zh-CN", "en"])),
    may("industry", Shape::OneOf(&Industry::NAMES)),
    may("lake", Shape::Text),
    may("dimensions", Shape::Texts),
    may("source", Shape::Tables(SOURCE)),
    may("churn", Shape::Kinds(CHURN)),
    may("panel", Shape::Table(PANEL)),
    may("benchmarks", Shape::Any(&Shape::Table(BENCHMARK))),
    may(
        "industry_benchmarks",
        Shape::ByIndustry(&Shape::Any(&Shape::Table(BENCHMARK))),
    ),
    may("retention", Shape::Table(RETENTION)),
    may("model", Shape::Table(MODEL)),
    may("sign_in", Shape::Table(SIGN_IN)),
];

static SIGN_IN: &[Key] = &[
    may("idle_minutes", COUNT),
    may("absolute_hours", COUNT),
    may("oidc", Shape::Table(OIDC)),
];

static OIDC: &[Key] = &[
    must("issuer", Shape::Text),
    must("client_id", Shape::Text),
    may("client_secret_env", Shape::Text),
    must("public_url", Shape::Text),
    may("label", Shape::Text),
    may("scopes", Shape::Texts),
    may("login_claim", Shape::Text),
    may("role_claim", Shape::Text),
    may("roles", Shape::Any(&Shape::OneOf(&Role::WORDS))),
    may("default_roles", Shape::SomeOf(&Role::WORDS)),
    may("link_by_login", Shape::Flag),
];

static MODEL: &[Key] = &[
    may("definition", Shape::Text),
    may("horizon_days", Shape::Whole(1, 3650)),
    may("gap_days", Shape::Whole(0, 365)),
    may("grain", Shape::OneOf(&["week", "month", "quarter"])),
    may("cutoffs", Shape::Whole(1, 120)),
    may("exclude", Shape::Texts),
    may("movable", Shape::Texts),
    may("fairness", Shape::Texts),
    may("economics", Shape::Table(ECONOMICS)),
];

static ECONOMICS: &[Key] = &[
    may("contact_cost", Shape::Number),
    may("offer_cost", Shape::Number),
    may("acceptance", Shape::Number),
    may("contacts_per_week", COUNT),
];

static SOURCE: &[Key] = &[
    must("id", Shape::Text),
    must("table", Shape::Text),
    may("files", Shape::Texts),
    may("database", Shape::Table(DATABASE)),
    may("columns", Shape::Any(&Shape::Text)),
    may("constants", Shape::Any(&Shape::Text)),
    may("amount_from", Shape::Table(AMOUNT_FROM)),
    may("attributes", Shape::Texts),
    may("personal", Shape::Texts),
    may("money_in_minor_units", Shape::Flag),
    may("known_at", Shape::OneOf(&["auto", "occurred", "imported"])),
    may("watermark", Shape::Text),
    may("encoding", Shape::Text),
    may("delimiter", Shape::Char),
    may("sheet", Shape::Text),
    may("date_order", Shape::OneOf(&["dmy", "mdy"])),
];

static DATABASE: &[Key] = &[
    must("url", Shape::Text),
    may("password_env", Shape::Text),
    may("relation", Shape::Text),
    may("query", Shape::Text),
    may("tls", Shape::OneOf(&["disable", "prefer", "require"])),
];

static AMOUNT_FROM: &[Key] = &[must("quantity", Shape::Text), must("unit_price", Shape::Text)];

static COUNTS: &[Key] = &[
    may("kinds", Shape::Texts),
    may("not_kinds", Shape::Texts),
    may("refunds", Shape::Flag),
];

/// The kinds of churn with their keys; `id` and `kind` stand in every one.
static CHURN: &[(&str, &[Key])] = &[
    (
        "contract",
        &[
            must("id", Shape::Text),
            must("kind", Shape::Text),
            may("grace_days", DAYS),
        ],
    ),
    (
        "inactivity",
        &[
            must("id", Shape::Text),
            must("kind", Shape::Text),
            must("days", DAYS),
            may("counts", Shape::Table(COUNTS)),
        ],
    ),
    (
        "own_rhythm",
        &[
            must("id", Shape::Text),
            must("kind", Shape::Text),
            may("quantile", Shape::Number),
            may("prior_gaps", Shape::Number),
            may("least_days", DAYS),
            may("most_days", DAYS),
            may("counts", Shape::Table(COUNTS)),
        ],
    ),
    ("label", &[must("id", Shape::Text), must("kind", Shape::Text)]),
    (
        "decline",
        &[
            must("id", Shape::Text),
            must("kind", Shape::Text),
            may("share", Shape::Number),
            may("recent_months", DAYS),
            may("baseline_months", DAYS),
            may("counts", Shape::Table(COUNTS)),
        ],
    ),
];

static PANEL: &[Key] = &[may(
    "grains",
    Shape::SomeOf(&["day", "week", "month", "quarter", "year"]),
)];

static BENCHMARK: &[Key] = &[must("value", Shape::Number), must("source", Shape::Text)];

static RETENTION: &[Key] = &[
    may("keep_events_months", COUNT),
    may("keep_rejects_days", COUNT),
    may("vacuum_hours", COUNT),
];
