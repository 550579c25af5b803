"""The mistakes of demo/mistakes.csv: what each makes of a unit's right figures. demo/mistakes.md says what each operation does.

A figure is a Decimal, the code of a reason (str) or None for an empty cell. `right(unit, year)` gives the cells of a unit's form.
"""

import csv
import hashlib
from decimal import ROUND_HALF_UP, Decimal

YEAR = 2025


class NotApplied(Exception):
    """The mistake changes nothing, or needs a figure that is not there."""


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def half(row):
    """Fixed by the id alone: rules may be changed after looking at half A, never after looking at half B."""
    return "AB"[int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2]


def number(value):
    if not isinstance(value, Decimal):
        raise NotApplied
    return value


class Form:
    """The rows of a unit's form in its order: item, cells, and decimals of the item."""

    def __init__(self, view, decimals):
        self.rows = {row["item"]: [cell["cell"] for cell in row["cells"]] for section in view["sections"] for row in section["rows"]}
        self.sections = [[row["item"] for row in section["rows"]] for section in view["sections"]]
        self.decimals = decimals

    def cells(self):
        return [cell for cells in self.rows.values() for cell in cells]

    def rounded(self, item, value):
        step = Decimal(1).scaleb(-self.decimals.get(item, 0))
        return value.quantize(step, ROUND_HALF_UP)

    def following(self, item, count):
        """The rows from an item on, in the form's order."""
        order = list(self.rows)
        at = order.index(item)
        return order[at : at + count]


def by_of(cell):
    """The breakdown of a cell as it is written; empty for the total."""
    return cell.partition("[")[2].rstrip("]")


def cell_of(item, by):
    return f"{item}[{by}]" if by and by != "_T" else item


def apply(row, form, right):
    """The cells that the mistake changes, with what then stands in them."""
    changed = {cell: value for cell, value in operated(row, form, right).items() if value != right(row["unit"], YEAR).get(cell)}
    if not changed:
        raise NotApplied
    return changed


def operated(row, form, right):
    name, _, rest = row["operation"].partition(":")
    item, unit = row["item"], row["unit"]
    now, before = right(unit, YEAR), right(unit, YEAR - 1)
    cell = cell_of(item, row["breakdown"])
    cells = form.rows.get(item, [])

    def each(change):
        """Every figure of the row changed; a cell without one stays, a row without any is no test."""
        found = {one: change(now[one]) for one in cells if isinstance(now.get(one), Decimal)}
        if not found:
            raise NotApplied
        return found

    def like(source, by=None):
        """The row's cells from those of another row or place."""
        return {one: source(cell_of(by or item, by_of(one))) for one in cells}

    factor = Decimal(rest) if name.startswith(("multiply", "divide", "round", "add", "set_part")) else None
    if name in ("multiply", "divide"):
        times = factor if name == "multiply" else 1 / factor
        return {cell: form.rounded(item, number(now.get(cell)) * times)}
    if name in ("multiply_row", "divide_row"):
        times = factor if name == "multiply_row" else 1 / factor
        return each(lambda value: form.rounded(item, value * times))
    if name in ("add", "set_part_sum_off"):
        return {cell: number(now.get(cell)) + factor}
    if name == "swap":
        pairs = {"sex": ("F", "M"), "urban_rural": ("R", "U")}[rest]
        one, other = (cell_of(item, f"{rest}={code}") for code in pairs)
        return {one: number(now.get(other)), other: number(now.get(one))}
    if name in ("shift", "shift_blank", "shift_up"):
        rows = form.following(item, int(rest))
        found = {}
        for at, here in enumerate(rows):
            source = rows[min(at + 1, len(rows) - 1)] if name == "shift_up" else rows[max(at - 1, 0)]
            for one in form.rows[here]:
                blank = name == "shift_blank" and at == 0
                found[one] = None if blank else now.get(cell_of(source, by_of(one)))
        return found
    if name == "swap_row":
        found = {}
        for here, other in ((item, rest), (rest, item)):
            for one in form.rows[here]:
                found[one] = now.get(cell_of(other, by_of(one)))
        return found
    if name == "copy_last_year":
        which = {"cell": [cell], "row": cells, "form": form.cells()}[rest]
        return {one: before.get(one) for one in which}
    if name == "denominator_of":
        other = right(unit, YEAR + int(rest))
        return like(lambda one: number(other.get(one)))
    if name == "cumulate":
        years = [right(unit, YEAR - back) for back in range(int(rest))]
        summed = lambda one: sum((held[one] for held in years if isinstance(held.get(one), Decimal)), Decimal(0))
        return each(lambda value: value) and {one: summed(one) for one in cells}
    if name == "months":
        return each(lambda value: form.rounded(item, value * int(rest) / 12))
    if name == "copy_unit":
        other, _, which = rest.partition(":")
        held = right(other, YEAR)
        which = {"cell": [cell], "row": cells, "form": form.cells()}[which]
        return {one: held.get(one) for one in which}
    if name == "without_town":
        town = right(rest, YEAR)
        less = {one: town.get(one) if isinstance(town.get(one), Decimal) else Decimal(0) for one in cells}
        return {one: number(now.get(one)) - less[one] for one in cells}
    if name == "take_column":
        return {cell: number(now.get(cell_of(item, "" if rest == "_T" else rest)))}
    if name in ("percent_of", "fraction_of"):
        other, _, places = rest.partition(":")
        whole = number(now.get(cell_of(other, row["breakdown"])))
        if not whole:
            raise NotApplied
        share = number(now.get(cell)) / whole * (100 if name == "percent_of" else 1)
        return {cell: share.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)}
    if name in ("round_to", "round_row_to"):
        near = lambda value: (value / factor).quantize(Decimal(1), ROUND_HALF_UP) * factor
        return {cell: near(number(now.get(cell)))} if name == "round_to" else each(near)
    if name in ("digit_swap", "digit_change", "drop_last_digit"):
        text = str(form.rounded(item, number(now.get(cell))))
        return {cell: Decimal(DIGITS[name](text, *rest.split(":")))}
    if name == "drop_point":
        value = form.rounded(item, number(now.get(cell)))
        if not form.decimals.get(item):
            raise NotApplied
        return {cell: value.scaleb(form.decimals[item])}
    if name == "negate":
        return {cell: -number(now.get(cell))}
    if name in ("zero", "zero_row"):
        return {one: Decimal(0) for one in ([cell] if name == "zero" else cells)}
    if name in ("clear", "clear_row", "clear_form"):
        return {one: None for one in {"clear": [cell], "clear_row": cells, "clear_form": form.cells()}[name]}
    if name in ("reason", "reason_row"):
        return {cell: number(now.get(cell)) and rest or rest} if name == "reason" else each(lambda _: rest)
    raise ValueError(f"no such operation: {row['operation']}")


def places(text):
    """Where the digits stand."""
    return [at for at, letter in enumerate(text) if letter.isdigit()]


def swapped(text, first):
    at = places(text)
    pairs = list(range(int(first) - 1, len(at) - 1)) + list(range(0, min(int(first) - 1, len(at) - 1)))
    for one in pairs:
        letters = list(text)
        a, b = at[one], at[one + 1]
        if letters[a] == letters[b] or (one == 0 and letters[b] == "0"):
            continue
        letters[a], letters[b] = letters[b], letters[a]
        return "".join(letters)
    raise NotApplied


def changed(text, which, by):
    at = places(text)
    one = at[min(int(which), len(at)) - 1]
    for step in (int(by), -int(by)):
        digit = int(text[one]) + step
        if 0 <= digit <= 9 and not (digit == 0 and one == at[0] and len(at) > 1):
            return text[:one] + str(digit) + text[one + 1 :]
    raise NotApplied


def dropped(text, *_):
    if len(places(text)) < 2:
        raise NotApplied
    return text[:-1].rstrip(".")


DIGITS = {"digit_swap": swapped, "digit_change": changed, "drop_last_digit": dropped}
