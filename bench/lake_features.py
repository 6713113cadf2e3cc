"""The features of `cargo xtask bench panel` as DuckDB SQL: six measures × four windows × five statistics, and the customer's rhythm.

The same columns in the same order as holdfast-panel's `FeatureSet` for the same options (docs/methods/panel.md): x is a number per month,
0 in a month without events. Three ways of writing it, for nobody should lose to SQL that was written badly:

grid      what one writes first: every customer × every month, then avg, stddev_samp, max, regr_slope with FILTER
sums      months with events alone; mean, sd and slope from Σx, Σx², Σkx, with FILTER for each window
buckets   the same sums, by the stretch between two windows first, then added up: each row is touched once for each measure
"""

PERIODS = 24
WINDOWS = (3, 6, 12, 24)
# Name, unit, x of a month over the rows of its kinds.
MEASURES = (
    ("events", "count", "sum(events)"),
    ("amount", "minor", "coalesce(sum(amount_sum), 0)"),
    ("largest_amount", "minor", "coalesce(max(amount_max), 0)"),
    ("quantity", "units", "coalesce(sum(quantity_sum), 0)"),
    ("products", "count", "sum(products)"),
    ("kinds", "count", "count(*)"),
)
AS_OF = "TIMESTAMP '2026-01-01'"
RHYTHM = f"""
    epoch({AS_OF} - last_at) / 86400 AS recency_days,
    epoch({AS_OF} - first_at) / 86400 AS tenure_days,
    active_days AS active_days_count,
    30.0 * active_days / greatest(epoch({AS_OF} - first_at) / 86400, 1) AS frequency_days_per_30_days,
    CASE WHEN active_days > 1 THEN gaps_days / (active_days - 1) END AS gap_mean_days,
    CASE WHEN active_days > 1 THEN epoch({AS_OF} - last_at) / 86400 / (gaps_days / (active_days - 1)) END AS silence_to_gap_ratio
"""


def names():
    """Columns in order, customer_id first."""
    windowed = [
        f"{measure}_{statistic}_{window}m_{unit}" + ("_per_month" if statistic == "slope" else "")
        for measure, unit, _ in MEASURES
        for window in WINDOWS
        for statistic in ("sum", "mean", "max", "sd", "slope")
    ]
    active = [f"active_periods_{window}m_count" for window in WINDOWS]
    rhythm = [line.rsplit(" AS ", 1)[1].strip(", ") for line in RHYTHM.strip().splitlines()]
    return ["customer_id", *windowed, *active, *rhythm]


def monthly():
    columns = ", ".join(f"({x})::DOUBLE AS {name}" for name, _, x in MEASURES)
    return f"""monthly AS (
        SELECT customer_id, ({PERIODS} - 1 - period)::INTEGER AS age, {columns} FROM panel GROUP BY ALL
    )"""


def grid():
    columns = ", ".join(f"coalesce({name}, 0) AS {name}" for name, _, _ in MEASURES)
    wanted = []
    for name, unit, _ in MEASURES:
        for window in WINDOWS:
            rows = f"FILTER (age < {window})"
            wanted += [
                f"sum({name}) {rows} AS {name}_sum_{window}m_{unit}",
                f"avg({name}) {rows} AS {name}_mean_{window}m_{unit}",
                f"max({name}) {rows} AS {name}_max_{window}m_{unit}",
                f"stddev_samp({name}) {rows} AS {name}_sd_{window}m_{unit}",
                f"regr_slope({name}, -age) {rows} AS {name}_slope_{window}m_{unit}_per_month",
            ]
    wanted += [f"count(*) FILTER (age < {window} AND events > 0) AS active_periods_{window}m_count" for window in WINDOWS]
    return f"""
    WITH {monthly()}, grid AS (
        SELECT customer_id, age, {columns}
        FROM (SELECT customer_id FROM rhythm) CROSS JOIN (SELECT range::INTEGER AS age FROM range({PERIODS}))
        LEFT JOIN monthly USING (customer_id, age)
    ), windowed AS (
        SELECT customer_id, {", ".join(wanted)} FROM grid GROUP BY customer_id
    )
    SELECT windowed.*, {RHYTHM} FROM windowed JOIN rhythm USING (customer_id)
    """


def from_sums(name, unit, window):
    """Statistics from Σx, Σx², Σkx (k counts back), the largest x and the number of active months of a window."""
    n, middle, time = window, (window - 1) / 2, window * (window**2 - 1) / 12
    s, q, k, m = (f"{name}_{part}{window}" for part in "sqkm")
    a = f"active{window}"
    return [
        f"{s} AS {name}_sum_{window}m_{unit}",
        f"{s} / {n} AS {name}_mean_{window}m_{unit}",
        f"CASE WHEN {a} < {n} THEN greatest({m}, 0) ELSE {m} END AS {name}_max_{window}m_{unit}",
        f"sqrt(greatest({q} - {s} * {s} / {n}, 0) / {n - 1}) AS {name}_sd_{window}m_{unit}",
        f"({middle} * {s} - {k}) / {time} AS {name}_slope_{window}m_{unit}_per_month",
    ]


def finish():
    wanted = [column for name, unit, _ in MEASURES for window in WINDOWS for column in from_sums(name, unit, window)]
    wanted += [f"active{window} AS active_periods_{window}m_count" for window in WINDOWS]
    return f"SELECT customer_id, {', '.join(wanted)}, {RHYTHM} FROM sums JOIN rhythm USING (customer_id)"


def sums():
    wanted = [f"count(*) FILTER (age < {window}) AS active{window}" for window in WINDOWS]
    for name, _, _ in MEASURES:
        for window in WINDOWS:
            rows = f"FILTER (age < {window})"
            wanted += [
                f"coalesce(sum({name}) {rows}, 0) AS {name}_s{window}",
                f"coalesce(sum({name} * {name}) {rows}, 0) AS {name}_q{window}",
                f"coalesce(sum({name} * age) {rows}, 0) AS {name}_k{window}",
                f"max({name}) {rows} AS {name}_m{window}",
            ]
    return f"WITH {monthly()}, sums AS (SELECT customer_id, {', '.join(wanted)} FROM monthly GROUP BY ALL) {finish()}"


def buckets():
    bucket = "CASE " + " ".join(f"WHEN age < {window} THEN {at}" for at, window in enumerate(WINDOWS)) + " END"
    first = ["count(*) AS active"]
    second = []
    for at, window in enumerate(WINDOWS):
        second.append(f"coalesce(sum(active) FILTER (bucket <= {at}), 0) AS active{window}")
    for name, _, _ in MEASURES:
        first += [
            f"sum({name}) AS {name}_s",
            f"sum({name} * {name}) AS {name}_q",
            f"sum({name} * age) AS {name}_k",
            f"max({name}) AS {name}_m",
        ]
        for at, window in enumerate(WINDOWS):
            rows = f"FILTER (bucket <= {at})"
            second += [f"coalesce(sum({name}_{part}) {rows}, 0) AS {name}_{part}{window}" for part in "sqk"]
            second.append(f"max({name}_m) {rows} AS {name}_m{window}")
    return f"""
    WITH {monthly()}, bucketed AS (
        SELECT customer_id, ({bucket})::UTINYINT AS bucket, {", ".join(first)} FROM monthly GROUP BY ALL
    ), sums AS (
        SELECT customer_id, {", ".join(second)} FROM bucketed GROUP BY ALL
    ) {finish()}
    """


WAYS = {"grid": grid, "sums": sums, "buckets": buckets}
