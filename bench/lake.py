"""DuckDB on the cases of `cargo xtask bench lake` and `bench panel`: the other side of holdfast-engine's `lake_bench`.

Both sides get the files that `lake_events.py` wrote. Every case runs in a process of its own and prints one line of JSON:
{"library", "phases": {name: {"seconds", "rows", "peak_mib"}}, "figures": {name: number or list of numbers}}. A phase's peak is the most
memory that the process held during it, what it held before included (Linux; elsewhere the peak so far).

usage: lake.py import csv|parquet FOLDER          CREATE TABLE AS SELECT into FOLDER/{csv,parquet}.duckdb
       lake.py prepare FOLDER                     the tables that the other cases start from, in FOLDER/parquet.duckdb; not measured
       lake.py panel native|enum FOLDER           events -> panel, from DuckDB's own table
       lake.py panel parquet FOLDER GLOB          events -> panel, from the lake's Parquet files
       lake.py features grid|sums|buckets FOLDER  panel -> features
       lake.py metrics prepared|events FOLDER     the twenty metric queries
"""

import json
import sys
import time
from pathlib import Path

import duckdb

import lake_features
import lake_metrics

THREADS = 2
MIB = 1024
# Customers whose features are compared one by one.
SHOWN = 1000
# In-process runs of a metric query; the first is the cold one.
METRIC_RUNS = 7
PERIOD = "((year(occurred_at) - 2024) * 12 + month(occurred_at) - 1)::UTINYINT"
PANEL = f"""
SELECT {{customer}} AS customer_id, {PERIOD} AS period, kind,
    count(*)::INTEGER AS events, count(amount_minor)::INTEGER AS with_amount,
    sum(amount_minor)::BIGINT AS amount_sum, min(amount_minor) AS amount_min, max(amount_minor) AS amount_max,
    sum(quantity) AS quantity_sum, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    count(DISTINCT product)::INTEGER AS products
FROM {{source}} GROUP BY ALL
"""
RHYTHM = """
SELECT {customer} AS customer_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    count(DISTINCT occurred_at::DATE) AS active_days, max(occurred_at::DATE) - min(occurred_at::DATE) AS gaps_days
FROM {source} GROUP BY ALL
"""
# What both sides add up over all cells, so that a difference anywhere shows.
PANEL_FIGURES = """
SELECT count(*)::DOUBLE AS cells, sum(events)::DOUBLE AS events, sum(with_amount)::DOUBLE AS with_amount,
    sum(amount_sum)::DOUBLE AS amount_sum, sum(amount_min)::DOUBLE AS amount_min, sum(amount_max)::DOUBLE AS amount_max,
    sum(quantity_sum)::DOUBLE AS quantity_sum, sum(epoch(first_at))::DOUBLE AS first_at, sum(epoch(last_at))::DOUBLE AS last_at,
    sum(products)::DOUBLE AS products, sum(products * events)::DOUBLE AS products_events, sum(period * events)::DOUBLE AS period_events
FROM panel
"""


class Run:
    """Phases of a case, timed, with their peaks."""

    def __init__(self):
        self.phases = {}

    def phase(self, name, rows, work):
        reset_peak()
        started = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - started
        self.phases[name] = {"seconds": seconds, "rows": rows, "peak_mib": peak_mib()}
        return result

    def print(self, figures):
        library = f"DuckDB {duckdb.__version__}"
        print(json.dumps({"library": library, "phases": self.phases, "figures": figures}))


def reset_peak():
    """Linux forgets the peak on request (proc(5), clear_refs 5)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def peak_mib():
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / MIB
    except OSError:
        pass
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


def connect(path, folder):
    connection = duckdb.connect(str(path), config={"threads": THREADS, "temp_directory": str(folder / "spill")})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def row(connection, sql):
    """The one row of a query as {column: number}."""
    found = connection.execute(sql)
    return dict(zip([column[0] for column in found.description], found.fetchone()))


def rows_of(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def import_file(form, folder):
    path = folder / f"{form}.duckdb"
    for old in (path, path.with_suffix(".duckdb.wal")):
        old.unlink(missing_ok=True)
    run, connection = Run(), connect(path, folder)

    def work():
        connection.execute(f"CREATE TABLE events AS FROM '{folder}/events-*.{form}'")
        connection.execute("CHECKPOINT")

    run.phase("import", None, work)
    count = rows_of(connection, "events")
    run.phases["import"]["rows"] = count
    sums = "SELECT count(*)::DOUBLE AS rows, sum(amount_minor)::DOUBLE AS amount, sum(epoch(occurred_at))::DOUBLE AS occurred_at FROM events"
    run.print(row(connection, sums))


def prepare(folder):
    connection = connect(folder / "parquet.duckdb", folder)
    names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "customers" not in names:
        connection.execute("CREATE TYPE kind_enum AS ENUM (SELECT DISTINCT kind FROM events WHERE kind IS NOT NULL ORDER BY 1)")
        connection.execute("CREATE TYPE product_enum AS ENUM (SELECT DISTINCT product FROM events WHERE product IS NOT NULL ORDER BY 1)")
        connection.execute("CREATE TABLE events_enum AS SELECT * REPLACE (kind::kind_enum AS kind, product::product_enum AS product) FROM events")
        plain = {"customer": "customer_id", "source": "events"}
        connection.execute(f"CREATE TABLE panel AS {PANEL.format(**plain)} ORDER BY ALL")
        connection.execute(f"CREATE TABLE rhythm AS {RHYTHM.format(**plain)} ORDER BY ALL")
        connection.execute(f"CREATE TABLE customers AS FROM '{folder}/customers.parquet'")
        connection.execute("CHECKPOINT")
    Run().print({})


def panel(source, folder, files=None):
    if source == "parquet":
        # The lake's files: dense keys, instants with their zone.
        connection, customer = connect(":memory:", folder), "customer_key"
        origin = f"(SELECT * REPLACE (occurred_at::TIMESTAMP AS occurred_at) FROM read_parquet('{files}'))"
    else:
        connection, customer = connect(folder / "parquet.duckdb", folder), "customer_id"
        origin = {"native": "events", "enum": "events_enum"}[source]
    count = rows_of(connection, origin)
    run, names = Run(), {"customer": customer, "source": origin}
    run.phase("panel", count, lambda: connection.execute(f"CREATE TEMP TABLE panel AS {PANEL.format(**names)}"))
    run.phase("rhythm", count, lambda: connection.execute(f"CREATE TEMP TABLE rhythm AS {RHYTHM.format(**names)}"))
    figures = row(connection, PANEL_FIGURES.replace("FROM panel", "FROM temp.panel"))
    figures |= row(connection, "SELECT sum(active_days)::DOUBLE AS active_days, sum(gaps_days)::DOUBLE AS gaps_days FROM temp.rhythm")
    run.print(figures)


def features(way, folder):
    connection, run = connect(folder / "parquet.duckdb", folder), Run()
    # The panel is brought into memory first, where ours is too.
    connection.execute("CREATE TEMP TABLE panel AS FROM main.panel")
    connection.execute("CREATE TEMP TABLE rhythm AS FROM main.rhythm")
    customers = rows_of(connection, "rhythm")
    sql = lake_features.WAYS[way]()
    run.phase("features", customers, lambda: connection.execute(f"CREATE TEMP TABLE features AS {sql}"))
    names = lake_features.names()[1:]
    shown = connection.execute(f"SELECT {', '.join(names)} FROM features ORDER BY customer_id LIMIT {SHOWN}").fetchall()
    # Without a unit's name: what is compared is the order of columns and their numbers.
    figures = {name: ["NaN" if value is None else float(value) for value in column] for name, column in zip(names, zip(*shown))}
    sums = ", ".join(f"sum(abs({name}))::DOUBLE AS {name}" for name in names)
    figures |= {f"total {name}": value for name, value in row(connection, f"SELECT {sums} FROM features").items()}
    run.print(figures)


def metrics(source, folder):
    connection, run = connect(folder / "parquet.duckdb", folder), Run()
    count = rows_of(connection, "events")
    keep = "TABLE" if source == "prepared" else "VIEW"

    def ready():
        for name, sql in lake_metrics.PREPARED.items():
            connection.execute(f"CREATE TEMP {keep} {name} AS {sql}")

    run.phase("prepare", count, ready)
    figures = {}
    for name, sql in lake_metrics.METRICS.items():
        seconds = []
        for _ in range(METRIC_RUNS if keep == "TABLE" else 2):
            started = time.perf_counter()
            rows = connection.execute(sql).fetchall()
            seconds.append(time.perf_counter() - started)
        warm = sorted(seconds[1:])
        run.phases[name] = {
            "seconds": warm[len(warm) // 2], "cold_seconds": seconds[0], "rows": len(rows), "peak_mib": peak_mib(),
        }
        figures[name] = [float(value or 0) for found in rows for value in found[-2:]]
    run.print(figures)


def main():
    cases = {"import": import_file, "prepare": prepare, "panel": panel, "features": features, "metrics": metrics}
    if len(sys.argv) < 3 or sys.argv[1] not in cases:
        sys.exit(__doc__)
    case, *rest = sys.argv[1:]
    if case == "prepare":
        return prepare(Path(rest[0]))
    variant, folder, *more = rest
    return cases[case](variant, Path(folder), *more)


if __name__ == "__main__":
    main()
