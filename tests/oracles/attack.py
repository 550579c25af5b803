"""An attacker who is not ours: reads the patterns of disclosure control of made counties, sees only what is published, and
looks by scipy's linear programs for a hidden count whose interval is narrower than the rule allows.

    cargo nextest run -p heng-statistics patterns --run-ignored only --no-capture | python tests/oracles/attack.py

Exit 1 where one is found, or where published parts do not add up to their published whole.
"""

import itertools
import sys

import numpy as np
from scipy.optimize import linprog

WIDTH = 3
AGES = {"": ["Y", "W", "X"], "Y": ["Y1", "Y2"], "W": ["W1", "W2"]}
SEXES = {"": ["F", "M"]}
PLACES = {"": ["U", "R"]}


def read(lines):
    counties = {}
    for line in lines:
        cells = line.strip().split(",")
        if len(cells) == 7 and cells[0].isdigit():
            counties.setdefault(int(cells[0]), {})[tuple(cells[1:5])] = (int(cells[5]), cells[6] != "Published")
    return counties


def equations(cells):
    areas = {cell[0] for cell in cells}
    towns = {area: [one for one in areas if one[:-1] == area] for area in areas}
    for cell in cells:
        for axis, tree in enumerate((towns, SEXES, AGES, PLACES)):
            parts = [cell[:axis] + (code,) + cell[axis + 1 :] for code in tree.get(cell[axis], [])]
            if parts and all(part in cells for part in parts):
                yield cell, parts


def attack(cells):
    """The narrowest interval, and how many counts were attacked."""
    hidden = [cell for cell, (_, is_hidden) in cells.items() if is_hidden]
    at = {cell: column for column, cell in enumerate(hidden)}
    rows, right = [], []
    for whole, parts in equations(cells):
        row, rest = np.zeros(len(hidden)), 0
        for cell, sign in itertools.chain([(whole, 1)], ((part, -1) for part in parts)):
            if cell in at:
                row[at[cell]] += sign
            else:
                rest += sign * cells[cell][0]
        if row.any():
            rows.append(row)
            right.append(-rest)
        else:
            assert rest == 0, f"{whole} is not the sum of its parts"
    narrowest = np.inf
    for cell in hidden:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(hidden))
            goal[at[cell]] = sign
            # Zeros are published, so that nothing hidden is 0.
            found = linprog(goal, A_eq=np.array(rows), b_eq=right, bounds=(1, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        low, high = np.ceil(ends[0] - 1e-6), np.floor(ends[1] + 1e-6)
        assert low <= cells[cell][0] <= high
        narrowest = min(narrowest, high - low)
    return narrowest, len(hidden)


def main():
    counties = read(sys.stdin)
    assert counties, "no patterns"
    found = {county: attack(cells) for county, cells in counties.items()}
    for county, (narrowest, count) in found.items():
        print(f"county {county}: {count} hidden, the narrowest interval is {narrowest:g}")
    sys.exit(any(narrowest < WIDTH for narrowest, _ in found.values()))


main()
