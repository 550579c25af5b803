"""Fifty users ask cross tables of a county's 200,000 observations, each of them another question each time.

    bench/pivot.py PROGRAM [POSTGRES_URL]

Prints p50, p95 and p99, once with a second of thought between two questions and once without any, and the processor time of
an answer. Fails if an answer is not one. Traffic to 127.0.0.1 only.
"""

import csv
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from client import Server
from writers import PLAN

PROGRAM, DATABASE = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
ROWS, USERS, SECONDS = 200_000, 50, 20


def table(name):
    with open(f"plans/catalogue/{name}.csv", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def codes(name):
    return [row["code"] for row in table(f"codes/{name}") if row["code"] != "_T"]


def breakdowns(item):
    """The whole, and every code of one dimension at a time."""
    dimensions = [name for name in item["breakdowns"].split("|") if name]
    return [""] + [f"{name}={code}" for name in dimensions for code in codes(name)]


def series(file):
    items, source = table("items"), table("sources")[0]["code"]
    with open(f"plans/{PLAN}/datapackage.json", encoding="utf-8") as package:
        own = json.load(package)["heng"]["area"]
    areas = [area["code"] for area in table("areas") if own in (area["code"], area["parent"])]
    lines = ((year, area, item, by) for year in range(2025, 1990, -1) for area in areas for item in items for by in breakdowns(item))
    out = csv.writer(file)
    out.writerow("indicator item area period breakdown value unit obs_status source note".split())
    for n, (year, area, item, by) in enumerate(itertools.islice(lines, ROWS)):
        # Within what the item may be.
        value = n % (int(float(item["max"])) + 1) if item["max"] else n % 97 + 1
        out.writerow(["", item["code"], area, year, by, value, item["unit"], "A", source, ""])
    return items, areas


def questions(items, areas):
    """Rows and columns of all sorts, over one item, ten, or all that the page's limits let through."""
    of = [item["code"] for item in items]
    for n in range(60):
        few, area = ",".join(of[n : n + 10]), areas[n % len(areas)]
        year = 2016 + n % 10
        yield f"rows=area&columns=period&subject={of[n]}&breakdown=_T"
        yield f"rows=subject&columns=period&area={area}&subject={few}&breakdown=_T&from=2016"
        yield f"rows=subject&columns=area&from={year}&to={year}&subject={few}&breakdown=_T"
        yield f"rows=area,subject&columns=period&subject={of[n]}&from=2016"


def ticks(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(PROGRAM, f"{folder}/data", DATABASE)
        try:
            server.run("plan", "import", f"plans/{PLAN}")
            with open(f"{folder}/series.csv", "w", encoding="utf-8") as file:
                items, areas = series(file)
            server.run("data", "import", f"{folder}/series.csv", "--source", "1")
            server.start()
            person = server.administrator()
            cookie = "; ".join(f"{held.name}={held.value}" for held in person.jar)
            asked = [f"/api/plans/{PLAN}/data/pivot?{one}" for one in questions(items, areas)]
            found = [person.ask("GET", one)["figures"] for one in asked]
            print(f"{len(asked)} questions, of {min(found)} to {max(found)} figures")
            paths = pathlib.Path(folder) / "paths"
            paths.write_text("\n".join(asked))
            for pause in (1000, 0):
                before = ticks(server.process.pid)
                command = ["wrk", "-t", "1", "-c", str(USERS), "-d", f"{SECONDS}s", "-s", "bench/pivot.lua", "-H", f"Cookie: {cookie}", server.base]
                said = subprocess.run([*command, "--", str(paths), str(pause)], capture_output=True, text=True, check=True).stdout
                line = next(line for line in said.splitlines() if "p95" in line)
                answers = int(line.split(" answers")[0].rsplit(" ", 1)[1])
                used = (ticks(server.process.pid) - before) * 1000 / answers
                print(f"{USERS} users, {pause} ms of thought: {line}, processor {used:.2f} ms an answer")
                if not line.endswith(" 0 errors"):
                    sys.exit("not every answer was one")
            server.stop()
        finally:
            server.end()


main()
