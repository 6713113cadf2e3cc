"""The simulated events of `cargo xtask bench lake` and `bench panel`: one shop, 24 months, the same bytes from the same numbers.

Customers join (four in ten in the first two months), leave after a while that differs from one to the next, and come at their own
pace; events come sorted by time, as a log does. Every random number is a hash of (customer, number, what for), so nothing depends on
threads. Written by DuckDB, whose version is pinned: another one may hash differently.

usage: lake_events.py FOLDER EVENTS CUSTOMERS SEED
writes events-00.parquet, events-00.csv and so on, ten million events to a file, and customers.parquet;
prints one line of JSON: {"rows", "customers", "seconds"}
"""

import json
import sys
import time
from pathlib import Path

import duckdb

# 2024-01-01 to 2026-01-01, UTC.
DAYS = 731
SECONDS = DAYS * 86_400
MEAN_LIFE_DAYS = 400
PRODUCTS = 5_000
FILE_ROWS = 10_000_000

CUSTOMERS = """
CREATE TABLE customers AS
WITH drawn AS (
    SELECT
        c AS customer_id,
        CASE WHEN u(c, 0, 'early') < 0.4
            THEN u(c, 0, 'joined') * 60
            ELSE u(c, 0, 'joined') * ({days} - 31)
        END AS joined,
        -ln(1 - u(c, 0, 'life')) * {life} + 1 AS life,
        0.2 + 3 * u(c, 0, 'pace') ^ 3 AS pace,
        ['north', 'east', 'south', 'west', 'centre', 'abroad'][1 + (u(c, 0, 'region') ^ 1.5 * 6)::INTEGER % 6] AS region,
        ['shop', 'app', 'partner'][1 + (u(c, 0, 'channel') * 3)::INTEGER % 3] AS channel
    FROM (SELECT range::INTEGER AS c FROM range(1, {customers} + 1))
), spans AS (
    SELECT *,
        (joined * 86400)::BIGINT AS from_second,
        greatest((least(joined + life, {days}) * 86400)::BIGINT - (joined * 86400)::BIGINT, 1) AS seconds
    FROM drawn
), weights AS (
    SELECT *, (pace * seconds / 60)::HUGEINT + 1 AS weight FROM spans
), shares AS (
    SELECT *,
        sum(weight) OVER (ORDER BY customer_id) AS upto,
        sum(weight) OVER () AS whole
    FROM weights
)
SELECT customer_id, region, channel, from_second, seconds,
    (upto * {events} // whole - (upto - weight) * {events} // whole)::BIGINT AS events
FROM shares ORDER BY customer_id
"""

EVENTS = """
COPY (
    WITH numbered AS (
        SELECT customer_id AS c, from_second, seconds, unnest(range(events)) AS j FROM customers
    ), drawn AS (
        SELECT c, j,
            from_second + (u(c, j, 'at') * seconds)::BIGINT % {seconds} AS second,
            u(c, j, 'kind') AS k, u(c, j, 'amount') AS a, u(c, j, 'paid') AS paid, u(c, j, 'product') AS p, u(c, j, 'quantity') AS q
        FROM numbered
    )
    SELECT
        c AS customer_id,
        TIMESTAMP '2024-01-01' + to_seconds(least(second, {seconds} - 1)) AS occurred_at,
        CASE WHEN k < 0.55 THEN 'purchase' WHEN k < 0.8 THEN 'visit' WHEN k < 0.95 THEN 'login' ELSE 'call' END AS kind,
        CASE
            WHEN k < 0.55 THEN CASE WHEN paid < 0.03 THEN -1 ELSE 1 END * (100 + floor(49900 * a * a))::BIGINT
            WHEN k < 0.8 AND paid < 0.3 THEN (500 + floor(9500 * a))::BIGINT
        END AS amount_minor,
        CASE WHEN k < 0.8 THEN (1 + floor(q * 4))::DOUBLE END AS quantity,
        CASE WHEN k < 0.8 THEN 'P' || lpad((floor(p * p * {products}))::INTEGER::VARCHAR, 4, '0') END AS product
    FROM drawn
    ORDER BY occurred_at, c, j
) TO '{folder}/all.parquet' (FORMAT parquet)
"""


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    folder, events, customers, seed = Path(sys.argv[1]), *map(int, sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    connection = duckdb.connect(config={"threads": 2, "temp_directory": str(folder / "spill")})
    connection.execute(
        "CREATE MACRO u(customer, number, what) AS "
        f"(hash(customer::BIGINT, number::BIGINT, what, {seed}::BIGINT) >> 11)::DOUBLE / 9007199254740992.0"
    )
    numbers = {
        "folder": folder, "events": events, "customers": customers, "days": DAYS, "seconds": SECONDS,
        "life": MEAN_LIFE_DAYS, "products": PRODUCTS,
    }
    connection.execute(CUSTOMERS.format(**numbers))
    connection.execute(
        f"COPY (SELECT customer_id, region, channel FROM customers WHERE events > 0 ORDER BY customer_id) "
        f"TO '{folder}/customers.parquet' (FORMAT parquet)"
    )
    connection.execute(EVENTS.format(**numbers))
    whole = folder / "all.parquet"
    if events <= FILE_ROWS:
        whole = whole.rename(folder / "events-00.parquet")
    else:
        for at in range(0, events, FILE_ROWS):
            rows = f"FROM read_parquet('{whole}', file_row_number = true) WHERE file_row_number BETWEEN {at} AND {at + FILE_ROWS - 1}"
            name = folder / f"events-{at // FILE_ROWS:02}.parquet"
            connection.execute(f"COPY (SELECT * EXCLUDE (file_row_number) {rows}) TO '{name}' (FORMAT parquet)")
        whole.unlink()
    count = 0
    for file in sorted(folder.glob("events-*.parquet")):
        connection.execute(f"COPY (FROM '{file}') TO '{file.with_suffix('.csv')}' (FORMAT csv, HEADER)")
        count += connection.execute(f"SELECT count(*) FROM '{file}'").fetchone()[0]
    seconds = time.perf_counter() - started
    print(json.dumps({"rows": count, "customers": customers, "seconds": seconds}))


if __name__ == "__main__":
    main()
