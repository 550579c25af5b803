"""What the run of a year found, as docs/methods/checks.md."""

import re
from collections import Counter

import mistakes

HOW = ["entry", "stopped", "query", "round", "missed", "not applied"]
NOTICED = HOW[:4]

INTRO = """# 审核规则查出了什么

由 `tests/year/run.py --write` 写成，不手改。数均为虚构：29 个单位和 15 个镇街把演示数据的一整年（2025 年，去掉埋下的问题）经接口填报、提交、审核、接收；
再把 `demo/mistakes.csv` 的错误一次一个放进去，看系统是否发现。错误由没有读过规则的人写成（`demo/mistakes.md`），规则写成在先，没有照着这张表改过。
编号按散列分成两半（`tests/year/mistakes.py`）：规则若要调整，只看 A 半；B 半只用来报告。

“填报时”是数被拒收；“强制”是提交被拦下；“核实”是要求说明；“批次”是只有统计局对整个批次审核才发现。演示数据比真实数据平稳，真实的小错和错年份更难发现。
"""


def share(part, whole):
    return f"{part}/{whole}" if whole else "—"


def by_kind(rows, results):
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    lines = ["| 错误种类 | 行 | 已试 | 填报时 | 强制 | 核实 | 批次 | 未发现 | 发现 | A 半 | B 半 | 指在错处 | 另指他处（平均） |", "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for kind in [*kinds, None]:
        of = [row for row in rows if kind in (row["kind"], None)]
        counts = Counter(results[row["id"]]["how"] for row in of)
        tried = [row for row in of if results[row["id"]]["how"] != "not applied"]
        found = [row for row in tried if results[row["id"]]["how"] in NOTICED]
        halves = []
        for half in "AB":
            here = [row for row in tried if mistakes.half(row) == half]
            halves.append(share(sum(row in found for row in here), len(here)))
        own = sum(results[row["id"]]["own"] for row in found)
        elsewhere = sum(results[row["id"]].get("elsewhere", 0) for row in found) / len(found) if found else 0
        cells = [f"`{kind}`" if kind else "合计", len(of), len(tried), *(counts[how] for how in HOW[:5]), share(len(found), len(tried)), *halves, share(own, len(found)), f"{elsewhere:.1f}"]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def false_alarms(breaks, earlier):
    lines = ["", "## 没有错误时也问了多少", "", "右边各列是演示数据各年没有任何错误的报表上，规则查出的处数；都是误报。", ""]
    years = {**{year: held for year, held in sorted(earlier.items())}, "演练": breaks}
    counts = {year: Counter(one["check"] for one in held["breaks"]) for year, held in years.items()}
    checks = sorted({check for count in counts.values() for check in count})
    lines += ["| 规则 | " + " | ".join(years) + " |", "|---|" + "---|" * len(years)]
    for check in checks:
        lines.append(f"| `{check}` | " + " | ".join(str(counts[year][check]) for year in years) + " |")
    lines.append("| 合计 | " + " | ".join(str(sum(counts[year].values())) for year in years) + " |")
    lines.append("| 每千个单元格 | " + " | ".join(f"{1000 * sum(counts[year].values()) / held['cells']:.1f}" for year, held in years.items()) + " |")
    return lines


def unseen(rows, results):
    lines = ["", "## 没有发现的", "", "逐行列出。“人”一列是写错误的人事先的判断：细心的人拿着上年数和别的单位的报表能否看出。", "", "| 编号 | 种类 | 人 | 怎样发生 |", "|---|---|---|---|"]
    for row in rows:
        if results[row["id"]]["how"] == "missed":
            lines.append(f"| {row['id']} | `{row['kind']}` | {row['seen_by_a_careful_person']} | {row['words_zh']} |")
    return lines


def each(rows, results):
    lines = ["", "## 逐行", "", "| 编号 | 种类 | 单位 | 操作 | 半 | 结果 | 规则 |", "|---|---|---|---|---|---|---|"]
    names = dict(zip(HOW, ["填报时", "强制", "核实", "批次", "未发现", "未试（没有改变）"]))
    for row in rows:
        held = results[row["id"]]
        checks = " ".join(f"`{check}`" for check in held.get("checks", []))
        lines.append(f"| {row['id']} | `{row['kind']}` | {row['unit']} | {row['item']} `{row['operation']}` | {mistakes.half(row)} | {names[held['how']]} | {checks} |")
    return lines


def written(path, rows, results, breaks, earlier, write):
    """Writes the table, or holds the run against the one that is written; the exit code."""
    text = "\n".join([INTRO, "## 各种错误", "", *by_kind(rows, results), *false_alarms(breaks, earlier), *unseen(rows, results), *each(rows, results)]) + "\n"
    noticed = {row["id"] for row in rows if results[row["id"]]["how"] in NOTICED}
    tried = sum(results[row["id"]]["how"] != "not applied" for row in rows)
    print(f"{len(noticed)} of {tried} mistakes noticed; {len(breaks['breaks'])} findings on right figures in {breaks['cells']} cells")
    if write:
        path.write_text(text, encoding="utf-8")
        return 0
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    before = set(re.findall(r"^\| (M\d+) \|.*\| (?:填报时|强制|核实|批次) \|", known, re.M))
    lost = sorted(before - noticed)
    if lost:
        print(f"noticed before and not any more: {' '.join(lost)}")
    return 1 if lost else 0
