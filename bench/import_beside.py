"""Imports 10,000 rows by command while twenty reporters save cells, and looks for what was acknowledged and for the new figures.

    bench/import_beside.py PROGRAM [POSTGRES_URL]

On SQLite beside one server, on PostgreSQL beside two. Fails if an acknowledged save is lost, a save is refused or not
answered, the audit chain is broken, or a server does not show the new figure within a second after the command ended. Traffic
to 127.0.0.1 only.
"""

import csv
import io
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from client import PASSWORD, Person, Server
from writers import PLAN, prepare

PROGRAM, DATABASE = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
ROWS, WRITERS, WITHIN = 10_000, 20, 1.0
MARK = "73.21"


def table(name):
    with open(f"plans/catalogue/{name}.csv", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def series():
    """Figures of every item, area and year until there are enough; then one of a published indicator, to be looked for."""
    with open(f"plans/{PLAN}/datapackage.json", encoding="utf-8") as file:
        area = json.load(file)["heng"]["area"]
    items, areas, source = table("items"), table("areas"), table("sources")[0]["code"]
    free = [item for item in items if not item["max"]]
    lines = ((item, place["code"], year) for year, place, item in itertools.product(range(2024, 1990, -1), areas, free))
    mark = next(row for row in table("indicators") if not row["numerator"] and not row["formula"] and row["unit"] == "%")
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow("indicator item area period breakdown value unit obs_status source note".split())
    for n, (item, place, year) in enumerate(itertools.islice(lines, ROWS - 1)):
        out.writerow(["", item["code"], place, year, "", n % 97 + 1, item["unit"], "A", source, ""])
    out.writerow([mark["code"], "", area, 2024, "", MARK, mark["unit"], "A", source, ""])
    return mark["code"], text.getvalue()


def shown(person, indicator):
    return MARK in str(person.ask("GET", f"/api/plans/{PLAN}/indicators/{indicator}")["series"])


def p95(took):
    return sorted(took)[int(len(took) * 0.95)] * 1000 if took else 0


def main():
    folder = tempfile.mkdtemp()
    servers = [Server(PROGRAM, folder, DATABASE) for _ in range(2 if DATABASE else 1)]
    first = servers[0]
    try:
        first.run("plan", "import", f"plans/{PLAN}")
        for server in servers:
            server.start()
        admin = first.administrator()
        units = [row["code"] for row in admin.ask("GET", f"/api/plans/{PLAN}/units") if row["items"]][:WRITERS]
        writers = prepare(servers, units)
        indicator, text = series()
        path = f"{folder}/figures.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        readers = [Person(server.base).sign_in("admin", PASSWORD) for server in servers]
        if any(shown(reader, indicator) for reader in readers):
            sys.exit("the figure to be looked for is there before the import")
        events, stop = first.events(), threading.Event()
        threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
        for thread in threads:
            thread.start()
        time.sleep(2)
        begun = time.perf_counter()
        command = subprocess.run([PROGRAM, "data", "import", path, "--source", "演练"], env=first.env, capture_output=True, text=True)
        ended = time.perf_counter()
        if command.returncode or f"记录 {ROWS} 个数" not in command.stdout:
            sys.exit(f"the import: {command.stdout}{command.stderr}")
        seen = []
        for reader in readers:
            while not shown(reader, indicator):
                if time.perf_counter() - ended > 10 * WITHIN:
                    sys.exit("a server never showed the new figure")
            seen.append(time.perf_counter() - ended)
        time.sleep(1)
        stop.set()
        for thread in threads:
            thread.join()
        for writer in writers:
            if writer.broken:
                sys.exit(f"not answered: {writer.name} {writer.broken}")
            writer.check()
        # The import, and what is withheld of figures decided anew.
        if first.events() - events not in (1, 2):
            sys.exit(f"{first.events() - events} new links in the audit chain for one import")
        took = [once for writer in writers for once in writer.took]
        quiet, beside = [t for at, t in took if at < begun - 0.1], [t for at, t in took if begun <= at + t and at <= ended]
        for server in servers:
            server.stop()
        if max(seen) > WITHIN:
            sys.exit(f"shown only {max(seen):.2f} s after the import")
        print(
            f"import of {ROWS} rows beside {WRITERS} writers, {len(servers)} server(s): {ended - begun:.2f} s, "
            f"{ROWS / (ended - begun):.0f} rows/s; shown after {', '.join(f'{s * 1000:.0f}' for s in seen)} ms; {len(took)} saves, none lost, "
            f"p95 {p95(quiet):.0f} ms before and {p95(beside):.0f} ms (longest {max(beside) * 1000:.0f} ms) beside it"
        )
    finally:
        for server in servers:
            server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
