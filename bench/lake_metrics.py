"""Twenty metrics of docs/methods/ledger.md as DuckDB SQL, for `cargo xtask bench lake`.

Churn is 90 days without a purchase; a purchase is an event of kind `purchase` whose amount is not negative. Each query gives a row a month of
the last twelve (retention: a month and an age, RFM: a month and a class): keys, numerator, denominator (0 where there is none), in order of
the keys. `PREPARED` is what a careful person would keep as tables, for the same reason that ours keeps arrays: without it each query goes
through the events again. Months are numbered 12 · year + month; the events end with 2025.
"""

SILENT_DAYS = 90
THROUGH = "DATE '2025-12-31'"
LAST = 12 * 2025 + 12
FIRST = LAST - 11
BEGINNING = 12 * 2024 + 1
BOUGHT = "(kind = 'purchase' AND (amount_minor IS NULL OR amount_minor >= 0))"


def month(day):
    return f"(12 * year({day}) + month({day}))::INTEGER"


PREPARED = {
    # A customer's days: what was bought, what came in.
    "days": f"""
        SELECT customer_id, occurred_at::DATE AS day, {month("occurred_at")} AS month,
            (count(*) FILTER ({BOUGHT}))::INTEGER AS purchases, coalesce(sum(amount_minor), 0)::BIGINT AS amount
        FROM events GROUP BY ALL ORDER BY customer_id, day""",
    # Islands of purchase days without a gap of more than 90 days; lost when the 90th silent day ends.
    "spells": f"""
        WITH gaps AS (
            SELECT customer_id, day, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM days WHERE purchases > 0
        ), numbered AS (
            SELECT customer_id, day,
                1 + count(*) FILTER (gap > {SILENT_DAYS}) OVER (PARTITION BY customer_id ORDER BY day) AS no
            FROM gaps
        ), islands AS (
            SELECT customer_id, no, min(day) AS started_on, max(day) + {SILENT_DAYS} AS lost_on FROM numbered GROUP BY ALL
        )
        SELECT customer_id, no::INTEGER AS no, started_on, CASE WHEN lost_on <= {THROUGH} THEN lost_on END AS lost_on FROM islands""",
    "months": """
        SELECT customer_id, month, sum(amount)::BIGINT AS amount, sum(purchases)::INTEGER AS purchases FROM days GROUP BY ALL""",
}

# Movements of each month since the beginning, and what they add up to.
FLOWS = f"""
    starts AS (
        SELECT {month("started_on")} AS period, count(*) AS started, count(*) FILTER (no = 1) AS joined FROM spells GROUP BY ALL
    ), losses AS (
        SELECT {month("lost_on")} AS period, count(*) AS lost,
            count(*) FILTER ({month("started_on")} < {month("lost_on")}) AS lost_of_start,
            count(*) FILTER (no = 1 AND {month("started_on")} = {month("lost_on")}) AS lost_of_joined
        FROM spells WHERE lost_on IS NOT NULL GROUP BY ALL
    ), moves AS (
        SELECT range AS period, coalesce(started, 0) AS started, coalesce(joined, 0) AS joined, coalesce(lost, 0) AS lost,
            coalesce(lost_of_start, 0) AS lost_of_start, coalesce(lost_of_joined, 0) AS lost_of_joined
        FROM range({BEGINNING}, {LAST} + 1) LEFT JOIN starts ON starts.period = range LEFT JOIN losses ON losses.period = range
    ), flows AS (
        SELECT *, sum(started - lost) OVER (ORDER BY period) AS at_end, sum(started - lost) OVER (ORDER BY period) - started + lost AS at_start,
            sum(joined) OVER (ORDER BY period) AS on_file
        FROM moves
    )"""
# Purchase months of a customer with the one before and the next.
BUYING = """
    buying AS (
        SELECT customer_id, month, lag(month) OVER w AS before, lead(month) OVER w AS after
        FROM months WHERE purchases > 0 WINDOW w AS (PARTITION BY customer_id ORDER BY month)
    )"""
# What a customer brought in a month of the last twelve and in the month before it, negative sums as 0.
REVENUE = f"""
    revenue AS (
        SELECT period, sum(here) AS here, sum(there) AS there FROM (
            SELECT customer_id, month AS period, greatest(amount, 0) AS here, 0 AS there FROM months WHERE month >= {FIRST}
            UNION ALL
            SELECT customer_id, month + 1, 0, greatest(amount, 0) FROM months WHERE month BETWEEN {FIRST} - 1 AND {LAST} - 1
        ) GROUP BY customer_id, period
    )"""


def flow(numerator, denominator="0"):
    return f"WITH {FLOWS} SELECT period, {numerator}, {denominator} FROM flows WHERE period >= {FIRST} ORDER BY period"


def revenue(numerator, denominator="0"):
    return f"WITH {REVENUE} SELECT period, sum({numerator}), sum({denominator}) FROM revenue GROUP BY period ORDER BY period"


def of_days(numerator, denominator="0"):
    return f"SELECT month, {numerator}, {denominator} FROM days WHERE month >= {FIRST} GROUP BY month ORDER BY month"


METRICS = {
    "customers_at_start": flow("at_start"),
    "customers_at_end": flow("at_end"),
    "customers_new": flow("joined"),
    "customers_lost": flow("lost"),
    "customers_returned": flow("started - joined"),
    "churn_rate_start": flow("lost_of_start", "at_start"),
    "churn_rate_joined": flow("lost_of_start + lost_of_joined", "at_start + joined"),
    "churn_rate_daily": f"""
        WITH changes AS (
            SELECT day, sum(started) AS started, sum(lost) AS lost FROM (
                SELECT started_on AS day, 1 AS started, 0 AS lost FROM spells
                UNION ALL SELECT lost_on, 0, 1 FROM spells WHERE lost_on IS NOT NULL
                UNION ALL SELECT unnest(generate_series(DATE '2024-01-01', {THROUGH}, INTERVAL 1 DAY))::DATE, 0, 0
            ) GROUP BY day
        ), daily AS (
            SELECT day, lost, sum(started - lost) OVER (ORDER BY day) - started + lost AS active FROM changes
        )
        SELECT {month("day")} AS period, sum(lost / active) FILTER (active > 0), count(*) FILTER (active > 0)
        FROM daily WHERE {month("day")} >= {FIRST} GROUP BY period ORDER BY period""",
    "churn_rate_trailing": flow("on_file - at_end", "on_file"),
    "retention_calendar": f"""
        WITH firsts AS (SELECT customer_id, min(month) AS cohort FROM months WHERE purchases > 0 GROUP BY ALL),
        sizes AS (SELECT cohort, count(*) AS size FROM firsts WHERE cohort >= {FIRST} GROUP BY ALL),
        cells AS (
            SELECT cohort, month - cohort AS age, count(*) AS retained
            FROM months JOIN firsts USING (customer_id) WHERE cohort >= {FIRST} AND purchases > 0 GROUP BY ALL
        )
        SELECT cohort, age, coalesce(retained, 0), size
        FROM (SELECT cohort, size, unnest(range({LAST} - cohort + 1)) AS age FROM sizes) LEFT JOIN cells USING (cohort, age)
        ORDER BY cohort, age""",
    "retention_rolling": f"""
        WITH bought AS (SELECT customer_id, occurred_at FROM events WHERE {BOUGHT}),
        firsts AS (SELECT customer_id, min(occurred_at) AS first_at FROM bought GROUP BY ALL),
        recent AS (SELECT customer_id, first_at, {month("first_at")} AS cohort FROM firsts WHERE {month("first_at")} >= {FIRST}),
        sizes AS (SELECT cohort, count(*) AS size FROM recent GROUP BY ALL),
        cells AS (
            SELECT cohort, age, count(DISTINCT customer_id) AS retained FROM (
                SELECT cohort, customer_id, (epoch_us(occurred_at) - epoch_us(first_at)) // 2592000000000 AS age
                FROM bought JOIN recent USING (customer_id)
            ) GROUP BY ALL
        ), ages AS (
            -- Ages of 30 days: a little more of them than months. Those that have not begun are left out below.
            SELECT cohort, size, unnest(range(({LAST} - {FIRST} + 1) * 31 // 30 + 1)) AS age FROM sizes
        )
        SELECT cohort, age, coalesce(retained, 0), size
        FROM ages LEFT JOIN cells USING (cohort, age)
        WHERE make_date((cohort - 1) // 12, 1 + (cohort - 1) % 12, 1) + (30 * age)::INTEGER <= {THROUGH}
        ORDER BY cohort, age""",
    "lifecycle_kept": f"""
        WITH {BUYING} SELECT month, count(*), 0 FROM buying WHERE before = month - 1 AND month >= {FIRST} GROUP BY ALL ORDER BY month""",
    "lifecycle_dormant": f"""
        WITH {BUYING}, changes AS (
            SELECT month + 2 AS period, 1 AS change FROM buying WHERE after IS NULL OR after > month + 2
            UNION ALL SELECT after, -1 FROM buying WHERE after > month + 2
            UNION ALL SELECT range, 0 FROM range({FIRST}, {LAST} + 1)
        ), summed AS (SELECT period, sum(change) AS change FROM changes GROUP BY ALL)
        SELECT * FROM (SELECT period, sum(change) OVER (ORDER BY period), 0 FROM summed) WHERE period BETWEEN {FIRST} AND {LAST} ORDER BY period""",
    "nrr": revenue("CASE WHEN there > 0 THEN here ELSE 0 END", "there"),
    "grr": revenue("least(here, there)", "there"),
    "revenue_churned": revenue("CASE WHEN here = 0 THEN there ELSE 0 END"),
    "amount": of_days("sum(amount)"),
    "buyers": f"SELECT month, count(*), 0 FROM months WHERE purchases > 0 AND month >= {FIRST} GROUP BY month ORDER BY month",
    "purchase_interval": f"""
        WITH gaps AS (
            SELECT month, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM days WHERE purchases > 0
        )
        SELECT month, sum(gap), count(gap) FROM gaps WHERE month >= {FIRST} GROUP BY month ORDER BY month""",
    "rfm_customers": f"""
        WITH ends AS (
            SELECT range AS period, last_day(make_date((range - 1) // 12, 1 + (range - 1) % 12, 1)) AS until FROM range({FIRST}, {LAST} + 1)
        ), figures AS (
            SELECT period, customer_id, until - max(day) FILTER (purchases > 0) AS recency,
                count(*) FILTER (purchases > 0 AND day > until - 365) AS frequency,
                coalesce(sum(amount) FILTER (day > until - 365), 0) AS amount
            FROM days JOIN ends ON day <= until GROUP BY period, until, customer_id HAVING max(day) FILTER (purchases > 0) IS NOT NULL
        ), judged AS (
            SELECT period, 4 * (recency * count(*) OVER p <= sum(recency) OVER p)::INTEGER
                + 2 * (frequency * count(*) OVER p > sum(frequency) OVER p)::INTEGER
                + (amount::HUGEINT * count(*) OVER p > sum(amount) OVER p)::INTEGER AS class
            FROM figures WINDOW p AS (PARTITION BY period)
        ), counted AS (SELECT period, class, count(*) AS customers FROM judged GROUP BY ALL)
        SELECT period, name, coalesce(customers, 0), 0
        FROM ends CROSS JOIN (SELECT unnest(range(8)) AS class, unnest(
            ['一般挽留客户', '重要挽留客户', '一般保持客户', '重要保持客户', '一般发展客户', '重要发展客户', '一般价值客户', '重要价值客户']
        ) AS name) LEFT JOIN counted USING (period, class)
        ORDER BY period, name""",
}
