"""Templates out and in, beside openpyxl doing the same; then what a zip bomb does to the server's memory.

    target/venv/bin/python bench/excel.py PROGRAM

The largest form of the county's plan, all cells filled. Out: the server makes the template (with session, database and audit
link); openpyxl makes a workbook of the same cells, looks, validations and conditional formats. In: the server reads the
filled template and compares it; openpyxl loads it and reads every cell. Each in turn, median of `TIMES`; the server's
processor time and greatest memory beside the times. Fails if the server's memory passes `LIMIT` MB. Traffic to 127.0.0.1 only.
"""

import copy
import io
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation

from client import Server
from writers import PLAN, prepare

PROGRAM, TIMES, LIMIT = sys.argv[1], 15, 300


def raw(person, method, path, data=None):
    headers = {"X-Heng": "1", "Content-Type": "application/octet-stream"}
    with person.open(urllib.request.Request(person.base + path, data, headers, method=method), timeout=120) as answer:
        return answer.read()


def status(pid):
    with open(f"/proc/{pid}/status") as file:
        told = dict(line.split(":", 1) for line in file)
    with open(f"/proc/{pid}/stat") as file:
        ticks = file.read().rsplit(")", 1)[1].split()
    return int(told["VmHWM"].split()[0]) / 1024, int(told["VmRSS"].split()[0]) / 1024, (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def timed(act):
    act()
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def plan_of(book):
    """All that stands in a workbook, as openpyxl is to write it."""
    sheets = []
    for sheet in book.worksheets:
        cells = [(c.row, c.column, c.value, (copy.copy(c.font), copy.copy(c.fill), copy.copy(c.border), copy.copy(c.protection), copy.copy(c.alignment), c.number_format))
                 for row in sheet.iter_rows() for c in row if c.value is not None or c.has_style]
        checks = [(v.type, v.formula1, str(v.sqref), v.prompt, v.error) for v in sheet.data_validations.dataValidation]
        colours = [(str(area.sqref), rule.formula) for area in sheet.conditional_formatting for rule in area.rules]
        sheets.append((sheet.title, sheet.sheet_state, cells, checks, colours))
    return sheets


def written(plan):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, state, cells, checks, colours in plan:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row, column, value, (font, fill, border, protection, alignment, form) in cells:
            cell = sheet.cell(row, column, value)
            cell.font, cell.fill, cell.border, cell.protection, cell.alignment, cell.number_format = font, fill, border, protection, alignment, form
        for kind, formula, area, prompt, error in checks:
            check = DataValidation(type=kind, formula1=formula, prompt=prompt, error=error, allow_blank=True)
            check.add(area)
            sheet.add_data_validation(check)
        for area, formula in colours:
            sheet.conditional_formatting.add(area, FormulaRule(formula=formula, fill=openpyxl.styles.PatternFill("solid", bgColor="F8CBCB")))
        sheet.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)


def beside(act):
    """Runs in a process of its own; its time and greatest memory."""
    out, into = os.pipe()
    if os.fork() == 0:
        took = timed(act)
        os.write(into, f"{took} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}".encode())
        os._exit(0)
    os.wait()
    return [float(part) for part in os.read(out, 100).decode().split()]


def bomb():
    """2 GB of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(2048):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def main():
    folder = tempfile.mkdtemp()
    server = Server(PROGRAM, folder)
    try:
        server.run("plan", "import", f"plans/{PLAN}")
        server.start()
        admin = server.administrator()
        rows = [row for row in admin.ask("GET", f"/api/plans/{PLAN}/units") if row["items"]]
        largest = max(rows, key=lambda row: row["items"])["code"]
        writer = prepare([server], [largest])[0]
        base = writer.path.removesuffix("/entries")
        writer.person.ask("PUT", f"{base}/entries", {"entries": [{"cell": c, "value": "1", "missing": None, "note": None, "seen": 0} for c in writer.cells]})
        pid = server.process.pid
        template = raw(writer.person, "GET", f"{base}/template")
        book = openpyxl.load_workbook(io.BytesIO(template))
        plan = plan_of(book)
        before = status(pid)
        out = timed(lambda: raw(writer.person, "GET", f"{base}/template"))
        middle = status(pid)
        back = timed(lambda: raw(writer.person, "POST", f"{base}/template/comparison", template))
        after = status(pid)
        peer_out, peer_out_memory = beside(lambda: written(plan))
        peer_in, peer_in_memory = beside(lambda: loaded(template))
        per = 1000 / (TIMES + 1)
        print(f"template of {len(writer.cells)} cells to fill in, {len(template) // 1024} KB, {loaded(template)} cells with content")
        print(f"out: {out * 1000:.1f} ms (processor {(middle[2] - before[2]) * per:.1f} ms), openpyxl {peer_out * 1000:.1f} ms: {peer_out / out:.1f} times as long; its process {peer_out_memory:.0f} MB")
        print(f"in and compared: {back * 1000:.1f} ms (processor {(after[2] - middle[2]) * per:.1f} ms), openpyxl {peer_in * 1000:.1f} ms: {peer_in / back:.1f} times as long; its process {peer_in_memory:.0f} MB")
        print(f"server: at most {after[0]:.0f} MB, now {after[1]:.0f} MB")
        data = bomb()
        begun = time.perf_counter()
        for _ in range(5):
            try:
                raw(writer.person, "POST", f"{base}/template/comparison", data)
                sys.exit("the bomb was taken in")
            except urllib.error.HTTPError as refused:
                if refused.code != 422 or b"workbook.large" not in refused.read():
                    sys.exit(f"the bomb was answered with {refused.code}")
        took = (time.perf_counter() - begun) / 5
        most = status(pid)[0]
        print(f"2 GB packed into {len(data) / (1 << 20):.1f} MB: refused in {took * 1000:.0f} ms, server at most {most:.0f} MB (limit {LIMIT})")
        if most > LIMIT:
            sys.exit(f"the server took {most:.0f} MB")
        server.stop()
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
