"""Result tables of outside programs, against which the tests hold our methods.

    python make.py            writes the tables beside this file
    python make.py --check    computes them again and compares to 1e-10; exit 1 where one differs

Needs scipy, statsmodels and pymannkendall; README.md names the versions that the tables were made with.
"""

import csv
import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pymannkendall
import statsmodels.api as sm
from scipy import stats
from scipy.optimize import brentq, linprog
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, test_proportions_2indep
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

HERE = Path(__file__).parent
TABLES = {}

# Series as monitoring meets them: years with gaps, ties, a fall, a rise that levels off, and one of noise alone.
SERIES = {
    "mortality": [(2010, 30), (2011, 26.1), (2013, 23.2), (2014, 21.7), (2015, 20.1), (2016, 19.9), (2017, 19.6), (2018, 18.3)],
    "enrolment": [(2010, 56.6), (2012, 64.5), (2014, 70.5), (2016, 77.4), (2017, 79.6), (2018, 81.7)],
    "level": [(2014, 46.4), (2018, 46.5), (2020, 46.6), (2021, 46.6), (2022, 46.7), (2024, 47.0)],
    "ties": [(2013, 45), (2015, 43), (2017, 43), (2018, 43.7), (2019, 43), (2020, 45), (2021, 43.1)],
    "noise": [(2010, 3), (2011, 9), (2012, 1), (2013, 7), (2014, 4), (2015, 8), (2016, 2), (2017, 6), (2018, 5)],
    "three": [(2010, 77.37), (2015, 79.43), (2020, 80.88)],
    "long": [(1990 + i, 50 + 3 * math.sin(i) + 0.4 * i) for i in range(32)],
    "constant": [(2010, 5), (2011, 5), (2012, 5), (2013, 5)],
    "spike": [(2010 + i, v) for i, v in enumerate([10, 10.2, 10.3, 19, 10.6, 10.9, 11, 11.4])],
    "step": [(2010 + i, v) for i, v in enumerate([10, 10.2, 10.3, 19, 19.1, 19.3, 19.6, 19.6])],
    "once": [(2010 + i, v) for i, v in enumerate([16, 16, 15, 16, 16, 16])],
}


def table(name, head):
    def keep(make):
        TABLES[name] = (head, make)
        return make

    return keep


@table("mid_p", "cases,confidence,low,high")
def _():
    for cases, confidence in itertools.product([0, 1, 2, 3, 5, 10, 20, 50, 100, 1000, 14000], [0.8, 0.95, 0.99]):
        # The search of statsmodels stops early, and for large counts or none finds one of the two bounds twice: the roots
        # are found here, to the last digit, and each that it finds is held against them.
        rough = confint_poisson(cases, 1, method="midp-c", alpha=1 - confidence)
        yield cases, confidence, *refine(cases, confidence, rough)


def refine(cases, confidence, rough):
    low, high = mid_p(cases, confidence)
    assert all(min(abs(found - low), abs(found - high)) < 1e-6 * found for found in rough), (cases, rough, low, high)
    return low, high


def mid_p(cases, confidence):
    tail = (1 - confidence) / 2
    more = lambda mean: stats.poisson.sf(cases, mean) + stats.poisson.pmf(cases, mean) / 2 - tail
    fewer = lambda mean: stats.poisson.cdf(cases - 1, mean) + stats.poisson.pmf(cases, mean) / 2 - tail
    wide = stats.chi2.ppf(tail, 2 * cases) / 2 if cases else 0.0, stats.chi2.ppf(1 - tail, 2 * cases + 2) / 2
    low = brentq(more, wide[0], cases, xtol=1e-14, rtol=1e-15) if cases else 0.0
    return low, brentq(fewer, cases, wide[1], xtol=1e-14, rtol=1e-15)


COUNTS = [(0, 10), (1, 10), (5, 10), (10, 10), (81, 263), (15, 148), (0, 4000), (3000, 4000), (1, 4000), (24200, 100000), (3, 1500000)]


@table("clopper_pearson", "cases,of,confidence,low,high")
def _():
    for (cases, of), confidence in itertools.product(COUNTS, [0.8, 0.95, 0.99]):
        yield cases, of, confidence, *proportion_confint(cases, of, alpha=1 - confidence, method="beta")


# With the one case alone, a whole without exception, and the most that any figure of a country counts.
SHARES = COUNTS + [(0, 1), (1, 1), (0, 20), (1, 29), (19, 20), (100, 100), (7, 7000), (0, 10**7), (10**7 - 1, 10**7)]
CONFIDENCES = [0.8, 0.95, 0.99]


@table("wilson", "cases,of,confidence,low,high")
def _():
    for (cases, of), confidence in itertools.product(SHARES, CONFIDENCES):
        yield cases, of, confidence, *proportion_confint(cases, of, alpha=1 - confidence, method="wilson")


@table("garwood", "cases,confidence,low,high")
def _():
    counts = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 1000, 14000, 100000, 10**6]
    for cases, confidence in itertools.product(counts, CONFIDENCES):
        yield cases, confidence, *garwood(cases, confidence)


def garwood(cases, confidence):
    tail = (1 - confidence) / 2
    return stats.chi2.ppf(tail, 2 * cases) / 2 if cases else 0.0, stats.chi2.isf(tail, 2 * cases + 2) / 2


@table("poisson_exact", "cases,expected,p")
def _():
    for cases, expected in itertools.product([0, 1, 2, 5, 10, 50, 1000, 14000], [0.32, 1, 4.5, 10, 48, 1050, 13800]):
        p = min(1.0, 2 * min(stats.poisson.cdf(cases, expected), stats.poisson.sf(cases - 1, expected)))
        if p > 1e-200:
            yield cases, expected, p


def central(cases, of, share):
    one = [stats.binomtest(cases, of, share, alternative=side).pvalue for side in ("less", "greater")]
    return min(1.0, 2 * min(one))


@table("binomial_exact", "cases,of,share,p")
def _():
    for (cases, of), share in itertools.product(COUNTS, [0.001, 0.1, 0.3, 0.5, 0.76, 0.95]):
        p = central(cases, of, share)
        if p > 1e-200:
            yield cases, of, share, p


@table("poisson_pair", "cases,exposed,other,of_other,p")
def _():
    for (a, n), (b, m) in itertools.product([(0, 4000), (1, 4000), (4, 3900), (60, 310000)], [(1, 4100), (5, 4200), (9, 12100), (90, 305000)]):
        yield a, n, b, m, central(a, a + b, n / (n + m))


@table("two_proportions", "cases,of,other,of_other,p")
def _():
    first = [(30, 100), (0, 40), (2, 15), (3, 4000), (1, 1200), (24200, 100000), (15, 15)]
    second = [(42, 100), (1, 60), (9, 12), (11, 4100), (24600, 101000), (3, 300000)]
    for (a, n), (b, m) in itertools.product(first, second):
        cells = np.array([[a, n - a], [b, m - b]])
        if stats.contingency.expected_freq(cells).min() >= 1:
            chi = stats.chi2_contingency(cells, correction=False).statistic * (n + m - 1) / (n + m)
            p = stats.chi2.sf(chi, 1)
        else:
            p = min(1.0, 2 * min(stats.fisher_exact(cells, alternative=side).pvalue for side in ("less", "greater")))
        if p > 1e-200:
            yield a, n, b, m, p


# Two shares beside each other: those of Newcombe's paper, of a county, of a country; with none and with all.
PAIRS = [
    (56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 10), (0, 10, 5, 10), (10, 10, 3, 12),
    (1, 1, 1, 2), (19, 20, 20, 20), (118, 263, 15, 148), (82, 310, 21450, 61200), (1, 4000, 3, 4100), (24200, 100000, 26100, 101000), (310000, 10**6, 309000, 10**6),
]


@table("newcombe", "cases,of,other,of_other,confidence,low,high")
def _():
    for pair, confidence in itertools.product(PAIRS, CONFIDENCES):
        yield *pair, confidence, *confint_proportions_2indep(*pair, method="newcomb", compare="diff", alpha=1 - confidence)


# Two rates beside each other, each as cases and the number exposed: of towns, of a county, of a country; with no case in one or
# both, and far apart.
RATES = [
    (1, 4000, 0, 4100), (0, 4000, 0, 9000), (0, 1200, 3, 9700), (3, 1200, 0, 9700), (5, 900, 2, 850), (41, 28010, 15, 19017),
    (60, 310000, 90, 305000), (12, 12, 30, 25), (1404, 7.2 * 10**6, 830, 6.9 * 10**6), (14000, 10**6, 13800, 10**6),
]


@table("mover_garwood", "cases,exposed,other,of_other,confidence,low,high")
def _():
    for (a, n, b, m), confidence in itertools.product(RATES, CONFIDENCES):
        low, high = beside((a / n, scaled_by(garwood(a, confidence), n)), (b / m, scaled_by(garwood(b, confidence), m)))
        # statsmodels has it too, but lets the lower bound of no case be no number.
        if a and b:
            theirs = confint_poisson_2indep(a, n, b, m, method="mover", compare="diff", method_mover="exact-c", alpha=1 - confidence)
            assert all(math.isclose(*ends, rel_tol=1e-9) for ends in zip((low, high), theirs)), (a, n, b, m, theirs)
        yield a, int(n), b, int(m), confidence, low, high


@table("mover_mid_p", "cases,exposed,other,of_other,confidence,low,high")
def _():
    for (a, n, b, m), confidence in itertools.product(RATES, CONFIDENCES):
        ends = [scaled_by(mid_p(cases, confidence), of) for cases, of in ((a, n), (b, m))]
        yield a, int(n), b, int(m), confidence, *beside((a / n, ends[0]), (b / m, ends[1]))


def scaled_by(bounds, of):
    return bounds[0] / of, bounds[1] / of


def beside(one, other):
    """Limits of the difference of two estimates from the limits of each, after Zou and Donner."""
    (a, (a_low, a_high)), (b, (b_low, b_high)) = one, other
    return a - b - math.sqrt((a - a_low) ** 2 + (b_high - b) ** 2), a - b + math.sqrt((a_high - a) ** 2 + (b - b_low) ** 2)


@table("score_ratio", "cases,of,other,of_other,confidence,low,high")
def _():
    for pair, confidence in itertools.product([pair for pair in PAIRS if pair[2]], CONFIDENCES):
        yield *pair, confidence, *inverted(pair, confidence)


def inverted(pair, confidence):
    """The ratios at which the score test of statsmodels is just rejected. Its own search for them ends early, so that the roots
    are found here, to the last digit, and held against what it finds."""
    z = stats.norm.isf((1 - confidence) / 2)
    seen = pair[0] / pair[1] / (pair[2] / pair[3])

    def beyond(ratio, side):
        return side * test_proportions_2indep(*pair, value=ratio, method="score", compare="ratio").statistic - z

    far = 2 * max(seen, 1 / pair[1])
    while beyond(far, -1) < 0:
        far *= 2
    low = brentq(beyond, 1e-9 * seen, seen * (1 - 1e-9), args=(1,), xtol=1e-15, rtol=1e-14) if seen else 0.0
    high = brentq(beyond, max(seen, 1e-9) * (1 + 1e-9), far, args=(-1,), xtol=1e-15, rtol=1e-14)
    if pair[0] < pair[1] and pair[2] < pair[3]:
        # Where a share is 1 it stops at the ratio seen.
        rough = confint_proportions_2indep(*pair, method="score", compare="ratio", alpha=1 - confidence)
        assert all(math.isclose(*ends, rel_tol=1e-6, abs_tol=1e-9) for ends in zip((low, high), rough)), (pair, rough)
    return low, high


@table("benjamini_hochberg", "p values and then what each becomes")
def _():
    for p in [[0.01, 0.04, 0.03, 0.5], [0.05], [0.2, 0.2, 0.001, 0.9, 0.04, 0.04, 1.0], list(np.linspace(0.001, 0.2, 25))]:
        yield *p, *multipletests(p, method="fdr_bh")[1]


def funnel(counts, tail):
    for p in (tail, 1 - tail):
        r = counts.ppf(p)
        yield max(0.0, r - (counts.cdf(r) - p) / counts.pmf(r))


@table("funnel_poisson", "expected,tail,low,high")
def _():
    for expected, tail in itertools.product([0.3, 1, 2.5, 10, 47, 320, 9000], [0.025, 0.001]):
        yield expected, tail, *funnel(stats.poisson(expected), tail)


@table("funnel_binomial", "of,share,tail,low,high")
def _():
    for of, share, tail in itertools.product([5, 40, 200, 3000], [0.02, 0.3, 0.85], [0.025, 0.001]):
        yield of, share, tail, *funnel(stats.binom(of, share), tail)


@table("mann_kendall", "series,s,p")
def _():
    for name, points in SERIES.items():
        values = [value for _, value in points]
        test = pymannkendall.original_test(values)
        if len(set(values)) == len(values) and len(values) <= 30:
            p = stats.kendalltau(range(len(values)), values, method="exact").pvalue
        else:
            p = test.p
        yield name, test.s, p


@table("theil_sen", "series,slope,intercept")
def _():
    for name, points in SERIES.items():
        years, values = zip(*[(year - 2000, value) for year, value in points])
        fit = stats.theilslopes(values, years, method="joint")
        yield name, fit.slope, fit.intercept


AHEAD = [1, 2, 6]


@table("linear", "series,year,centre,spread,low,high")
def _():
    for (name, points), ahead in itertools.product(SERIES.items(), AHEAD):
        years, values = map(np.array, zip(*points))
        year = years[-1] + ahead
        fit = sm.OLS(values, sm.add_constant(years - 2000.0)).fit()
        found = fit.get_prediction([[1, year - 2000.0]])
        low, high = found.conf_int(obs=True, alpha=0.2)[0]
        yield name, int(year), found.predicted_mean[0], found.se_obs[0], low, high


@table("drift", "series,year,centre,spread,low,high")
def _():
    # A random walk with drift over uneven years is a regression through the origin of the steps on their lengths, each
    # weighted by one over its length.
    for (name, points), ahead in itertools.product(SERIES.items(), AHEAD):
        years, values = map(lambda column: np.array(column, dtype=float), zip(*points))
        gaps, steps = np.diff(years), np.diff(values)
        fit = sm.WLS(steps, gaps[:, None], weights=1 / gaps).fit()
        spread = math.sqrt(ahead**2 * fit.bse[0] ** 2 + ahead * fit.scale)
        centre = values[-1] + ahead * fit.params[0]
        half = stats.t.ppf(0.9, len(gaps) - 1) * spread
        yield name, int(years[-1] + ahead), centre, spread, centre - half, centre + half


@table("theta", "series,year,centre,spread,low,high")
def _():
    for (name, points), ahead in itertools.product(SERIES.items(), AHEAD):
        years, values = map(lambda column: np.array(column, dtype=float), zip(*points))
        half = stats.theilslopes(values, years).slope / 2
        gaps, freedom = np.diff(years), len(years) - 1
        variance = ((np.diff(values) - half * gaps) ** 2 / gaps).sum() / freedom
        spread = math.sqrt(variance * ahead * (1 + ahead / (4 * (years[-1] - years[0]))))
        low, high = stats.t.interval(0.8, freedom, loc=values[-1] + ahead * half, scale=spread or 1e-300)
        yield name, int(years[-1] + ahead), values[-1] + ahead * half, spread, low, high


@table("series", "series,year,value")
def _():
    for name, points in SERIES.items():
        for year, value in points:
            yield name, year, value


# Trees of a small county: each code with its parent. Every county of the attacker's problem is areas x sex x age.
AREAS = {"T": None, "Ta": "T", "Tb": "T", "Tc": "T", "Taa": "Ta", "Tab": "Ta", "Tac": "Ta", "Tba": "Tb", "Tbb": "Tb"}
SEX = {"": None, "F": "", "M": ""}
AGE = {"": None, "Y": "", "W": "", "X": "", "Y1": "Y", "Y2": "Y", "W1": "W", "W2": "W"}
TREES = (AREAS, SEX, AGE)


def above(tree, code):
    while code is not None:
        yield code
        code = tree[code]


def leaves(tree):
    return [code for code in tree if code not in tree.values()]


def county(seed):
    """Counts of every cell, and which of them are hidden: most of the small ones, and some beside them."""
    rng = np.random.default_rng(seed)
    counts = {cell: 0 for cell in itertools.product(*TREES)}
    for leaf in itertools.product(*map(leaves, TREES)):
        count = int(rng.choice([0, rng.integers(1, 5), rng.integers(3, 60)], p=[0.2, 0.3, 0.5]))
        for cell in itertools.product(*map(above, TREES, leaf)):
            counts[cell] += count
    share = [0.5, 0.65, 0.8, 0.95][seed % 4]
    hidden = {cell for cell, count in counts.items() if 0 < count < 3 or (count > 0 and rng.random() < share)}
    return counts, hidden


def equations():
    for cell in itertools.product(*TREES):
        for axis, tree in enumerate(TREES):
            parts = [cell[:axis] + (code,) + cell[axis + 1 :] for code in tree if tree[code] == cell[axis]]
            if parts:
                yield cell, parts


def feasible(counts, hidden):
    """Least and greatest value of each hidden cell, of which everybody knows that it is not 0."""
    cells = sorted(hidden)
    at = {cell: column for column, cell in enumerate(cells)}
    rows, right = [], []
    for whole, parts in equations():
        row, rest = np.zeros(len(cells)), 0
        for cell, sign in [(whole, 1)] + [(part, -1) for part in parts]:
            if cell in at:
                row[at[cell]] += sign
            else:
                rest += sign * counts[cell]
        if row.any():
            rows.append(row)
            right.append(-rest)
    for cell in cells:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(cells))
            goal[at[cell]] = sign
            found = linprog(goal, A_eq=np.array(rows), b_eq=right, bounds=(1, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else math.inf)
        yield cell, ends


DISCLOSURE = [1, 2, 4, 5]


@table("disclosure_cells", "county,area,sex,age,count,hidden")
def _():
    for seed in DISCLOSURE:
        counts, hidden = county(seed)
        for cell, count in counts.items():
            yield seed, *cell, count, int(cell in hidden)


@table("disclosure_ranges", "county,area,sex,age,low,high")
def _():
    for seed in DISCLOSURE:
        for cell, (low, high) in feasible(*county(seed)):
            yield seed, *cell, round(low, 6) + 0.0, round(high, 6) if high < math.inf else "open"


def cell(value):
    return value if isinstance(value, (str, int)) else repr(float(value))


def check(name, head, rows):
    with open(HERE / f"{name}.csv", newline="") as file:
        held = list(csv.reader(file))
    made = [head.split(",")] + [[str(cell(value)) for value in row] for row in rows]
    if len(held) != len(made):
        return [f"{name}: {len(held)} rows held, {len(made)} made"]
    return [f"{name}: {a} is now {b}" for a, b in zip(held, made) if len(a) != len(b) or not all(map(same, a, b))]


@table("jumps", "series,at,z,stays")
def _():
    for name, points in SERIES.items():
        changes = np.diff([value for _, value in points])
        for at, change in enumerate(changes):
            others = np.delete(changes, at)
            if not len(others):
                continue
            middle = np.median(others)
            spread = stats.median_abs_deviation(others, scale="normal")
            if spread == 0:
                # The mean deviation of a normal distribution is sqrt(2 / pi) of its standard deviation.
                spread = np.mean(np.abs(others - middle)) / math.sqrt(2 / math.pi)
            if spread > 0:
                yield name, at + 1, (change - middle) / spread, stays(changes - middle, at)


def stays(away, at):
    """Whether a step explains more of two changes than a spike does: both fitted by least squares; -1 for the last change."""
    if at + 1 == len(away):
        return -1
    pair = away[at : at + 2]
    left = [sm.OLS(pair, np.array(shape, dtype=float)).fit().ssr for shape in ([1, 0], [1, -1])]
    return int(left[0] <= left[1])


def same(held, made):
    if held == made:
        return True
    try:
        a, b = float(held), float(made)
    except ValueError:
        return False
    return math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-12)


def main():
    faults, count = [], 0
    for name, (head, make) in TABLES.items():
        rows = list(make())
        count += len(rows)
        if "--check" in sys.argv:
            faults += check(name, head, rows)
        else:
            with open(HERE / f"{name}.csv", "w", newline="") as file:
                file.write(head + "\n")
                csv.writer(file, lineterminator="\n").writerows([map(cell, row) for row in rows])
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(TABLES)} tables, {count} rows" + (f", {len(faults)} differ" if faults else ""))
    sys.exit(bool(faults))


main()
