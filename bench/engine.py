"""All indicators for all areas and years from a release's Parquet: Heng's engine against DuckDB and polars doing the same
sums, in the same run; then a county of 200,000 observations and one corrected figure. Needs `engine`, the example of
crates/store built with --release, and Python with duckdb and polars. Writes a table.

    python bench/engine.py target/release/examples/engine [10000 100000 1000000]
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import textwrap

ROUNDS = 3

PEER = textwrap.dedent(
    """
    import sys, time, json
    which, file = sys.argv[1:]
    began = time.perf_counter()
    if which == "duckdb":
        import duckdb
        found = duckdb.connect(config={"threads": 1}).sql(f'''
            with of as (select cast(substr(subject, 2) as int) n, area, period, breakdown, value_f64 v from '{file}'),
            total as (select * from of where breakdown = ''), women as (select * from of where breakdown = 'sex=F')
            select t.n, t.area, t.period, w.v * 100 / t.v as value from total t join women w using (n, area, period)
              where t.n % 2 = 0
            union all
            select t.n, t.area, t.period, t.v * 1000 / u.v from total t join total u
              on u.n = (t.n + 1) % 60 and u.area = t.area and u.period = t.period where t.n % 2 = 1''').fetchnumpy()
        values = found["value"]
    else:
        import polars as pl
        of = pl.scan_parquet(file).select(
            pl.col("subject").str.slice(1).cast(pl.Int32).alias("n"), "area", "period", "breakdown",
            pl.col("value_f64").alias("v"))
        on = ["n", "area", "period"]
        total = of.filter(pl.col("breakdown") == "")
        women = of.filter(pl.col("breakdown") == "sex=F")
        share = total.filter(pl.col("n") % 2 == 0).join(women, on=on).select(
            *on, (pl.col("v_right") * 100 / pl.col("v")).alias("value"))
        under = total.with_columns(((pl.col("n") + 59) % 60).alias("n"))
        rate = total.filter(pl.col("n") % 2 == 1).join(under, on=on).select(
            *on, (pl.col("v") * 1000 / pl.col("v_right")).alias("value"))
        values = pl.concat([share, rate]).collect()["value"].to_numpy()
    print(json.dumps({"values": len(values), "sum": float(values.sum()), "whole": time.perf_counter() - began}))
    """
)


def run(command):
    """What it prints, and the most memory that it held, in MB."""
    one_thread = {**os.environ, "POLARS_MAX_THREADS": "1"}
    command = ["/usr/bin/time", "-f", "%M", *command]
    timed = subprocess.run(command, capture_output=True, text=True, check=True, env=one_thread)
    return json.loads(timed.stdout), int(timed.stderr.split()[-1]) / 1024


def median(command):
    all_runs = [run(command) for _ in range(ROUNDS)]
    found = all_runs[0][0]
    found["whole"] = statistics.median(one["whole"] for one, _ in all_runs)
    return found, statistics.median(memory for _, memory in all_runs)


def main():
    engine, sizes = sys.argv[1], [int(size) for size in sys.argv[2:]] or [10_000, 100_000, 1_000_000, 5_000_000]
    print("| observations | values | Heng | DuckDB | polars | time ÷ DuckDB, ÷ polars | memory: Heng, DuckDB, polars |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            file = str(pathlib.Path(folder) / f"{size}.parquet")
            subprocess.run([engine, "make", str(size), file], check=True)
            own, memory = median([engine, "run", file])
            peers = {which: median([sys.executable, "-c", PEER, which, file]) for which in ("duckdb", "polars")}
            for which, (found, _) in peers.items():
                same = found["values"] == own["values"] and abs(found["sum"] - own["sum"]) < 1e-6 * abs(own["sum"])
                assert same, (which, found, own)
            times = {which: found["whole"] for which, (found, _) in peers.items()}
            print(
                f"| {size:,} | {own['values']:,} | {own['whole']:.3f} s (read {own['read']:.3f}, hold {own['hold']:.3f}, "
                f"compute {own['compute']:.3f}) | {times['duckdb']:.3f} s | {times['polars']:.3f} s "
                f"| {own['whole'] / times['duckdb']:.2f}, {own['whole'] / times['polars']:.2f} "
                f"| {memory:.0f}, {peers['duckdb'][1]:.0f}, {peers['polars'][1]:.0f} MB |",
                flush=True,
            )
    found, memory = run([engine, "city", "plans"])
    print(
        f"\nCounty of {found['observations']:,} observations: {found['values']:,} values and {found['judged']} judgements of all years in "
        f"{found['judging']:.3f} s, {found['warned']} warnings after {found['full']:.3f} s, {memory:.0f} MB; a figure of each of {found['corrections']} items corrected, "
        f"with all targets of the year judged again: median {found['median'] * 1000:.2f} ms, slowest {found['slowest'] * 1000:.2f} ms, "
        f"at most {found['computed']} values computed again."
    )


main()
