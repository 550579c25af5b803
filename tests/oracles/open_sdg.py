"""What the progress measure of Open SDG says of the cases below: open_sdg_progress.csv beside this file.

    python open_sdg.py ProgressMeasure.py

Their file is no part of this repository; README.md says which version of it the table was made with. Needs pandas, which
statsmodels brings.
"""

import csv
import importlib.util
import sys
import types
import warnings
from pathlib import Path

import pandas

HERE = Path(__file__).parent

# Their test data (tests/assets/progress-calculation/ of open-sdg/sdg-build at 5135477, headline rows; 6-1-1 from 2015 on):
# poverty, maternal mortality and so on, by number of the global indicator.
SERIES = {
    "1-2-1": "2015:14.5 2016:12.8 2017:11.7 2018:11 2019:10.1",
    "3-1-1": "2015:7.060817171907362 2016:6.264650145392089 2017:6.625886543619536 2018:8.555028886589724 2019:7.526112923948628",
    "3-2-1": "2015:5.3 2016:5.29 2017:5.16 2018:5.36 2019:5.07",
    "3-2-2": "2015:4.5 2016:4.5 2017:4.5 2018:4.7 2019:4.4",
    "3-3-2": "2010:4.66 2011:4.72 2012:4.9 2013:4.71 2014:4.56 2015:4.6 2016:4.88 2017:5.01 2018:4.85 2019:5.09",
    "3-3-3": "2010:1.51 2011:1.51 2012:1.38 2013:1.4 2014:1.27 2015:1.55 2016:1.69 2017:1.65 2018:1.62 2019:1.82",
    "3-3-4": "2010:9.73 2011:16.37 2012:16.35 2013:16.26 2014:15.16 2015:14.03 2016:14.41 2017:13.98 2018:13.47 2019:12.73",
    "3-4-2": "2015:12.3 2016:11 2017:11.3 2018:10.3 2019:10.7",
    "3-6-1": "2015:6.4 2016:5.9 2017:5.4 2018:5 2019:4.8",
    "3-7-2": "2015:9.4 2016:8.4 2017:7.8 2018:6.7 2019:6.2 2020:5.5",
    "6-1-1": "2015:98.82 2016:98.87 2017:98.93 2018:98.98 2019:99.04 2020:99.04",
    "7-3-1": "2015:6.441310972258255 2016:6.1914493713636825 2017:6.163151365418677 2018:6.1738575817360735 2019:6.075555474999031",
    "11-1-1": "2016:12.7 2018:11.6",
    "11-6-2": "2002:7.3 2003:7.2 2004:6.5 2005:6.9 2006:6.2 2007:6.1 2008:6.1 2009:6 2010:6.8 2011:6.6 2012:6.6 2013:7.2 2014:7.5 2015:7.5 2016:6.4 2020:8.8",
    "14-4-1": "2011:89.7 2012:95.5 2013:97.4 2014:98.7 2015:95.6 2016:95.9 2017:95.5 2018:96.0 2019:94.3",
    "14-5-1": "2010:1.2 2011:1.2 2012:1.2 2013:1.2 2014:1.2 2015:1.2 2016:1.4 2017:7.9 2018:8.1 2019:13.8 2020:13.8",
    "15-1-1": "2010:38.19 2015:38.17 2016:38.17 2017:38.16 2018:38.16 2019:38.16 2020:38.15",
    "15-5-1": "2000:1.13 2001:0.82 2002:0.24 2003:-0.28 2004:-0.9 2005:-1.07 2006:-0.89 2007:-0.58 2008:-0.57 2009:-0.24 2010:-0.16 2011:-0.19 2012:-1.2 2013:-2.85 2014:-4.12 2015:-4.83 2016:-4.39",
    "16-1-3": "1999:111 2004:106 2009:118 2014:76 2019:83",
    "16-3-1": "1999:37 2004:34 2009:31 2014:31 2019:29",
}

# Name, direction, base year, target year, target, and figures: the name of a series of theirs, or figures of our own.
CASES = [
    # As their test data configure them, by default from 2015 to 2030.
    ("theirs 1-2-1", "negative", 2015, 2030, 7.25, "1-2-1"),
    ("theirs 3-1-1", "negative", 2015, 2030, 70, "3-1-1"),
    ("theirs 3-2-1", "negative", 2015, 2030, 25, "3-2-1"),
    ("theirs 3-2-2", "negative", 2015, 2030, 12, "3-2-2"),
    ("theirs 3-3-3", "negative", 2015, 2030, 0, "3-3-3"),
    # Their figures, with targets set here: one after another, so that the classes and both directions are met.
    ("suicide by a third", "negative", 2015, 2030, 8.2, "3-4-2"),
    ("suicide from 2016", "negative", 2016, 2030, 7.4, "3-4-2"),
    ("road deaths halved", "negative", 2015, 2030, 3.2, "3-6-1"),
    ("road deaths halved by 2020", "negative", 2015, 2020, 3.2, "3-6-1"),
    ("young mothers to 4", "negative", 2015, 2030, 4, "3-7-2"),
    ("young mothers to 1", "negative", 2015, 2030, 1, "3-7-2"),
    ("tuberculosis to 2.3", "negative", 2015, 2030, 2.3, "3-3-2"),
    ("hepatitis to 7", "negative", 2015, 2030, 7, "3-3-4"),
    ("hepatitis to 11", "negative", 2015, 2030, 11, "3-3-4"),
    ("hepatitis since 2011 to 9", "negative", 2011, 2025, 9, "3-3-4"),
    ("water to 100", "positive", 2015, 2030, 100, "6-1-1"),
    ("water to 99.5", "positive", 2015, 2030, 99.5, "6-1-1"),
    ("energy intensity to 5", "negative", 2015, 2030, 5, "7-3-1"),
    ("energy intensity to 5.2", "negative", 2015, 2030, 5.2, "7-3-1"),
    ("fine particles to 5", "negative", 2015, 2030, 5, "11-6-2"),
    ("fine particles since 2002", "negative", 2002, 2030, 5, "11-6-2"),
    ("stocks to 100", "positive", 2015, 2030, 100, "14-4-1"),
    ("stocks since 2011 to 100", "positive", 2011, 2030, 100, "14-4-1"),
    ("marine areas to 25", "positive", 2015, 2025, 25, "14-5-1"),
    ("marine areas to 30", "positive", 2010, 2030, 30, "14-5-1"),
    ("forest to 39", "positive", 2015, 2030, 39, "15-1-1"),
    ("reporting to 90", "positive", 1999, 2030, 90, "16-1-3"),
    ("reporting to 150", "positive", 1999, 2030, 150, "16-1-3"),
    ("victims to 25", "negative", 1999, 2030, 25, "16-3-1"),
    ("victims to 20", "negative", 1999, 2030, 20, "16-3-1"),
    # Published figures of the national outline 2011-2020.
    ("maternal mortality", "negative", 2010, 2020, 20, "2010:30 2011:26.1 2013:23.2 2014:21.7 2015:20.1"),
    ("enrolment", "positive", 2010, 2020, 80, "2010:56.6 2012:64.5 2014:70.5 2016:77.4 2017:79.6"),
    # Just above and just below each of their limits.
    ("0.95 rising above", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:139.0696"),
    ("0.95 rising below", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:139.0695"),
    ("0.6 rising above", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:123.4682"),
    ("0.6 rising below", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:123.4681"),
    ("0 rising", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:100"),
    ("0 rising below", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:99.9999"),
    ("0.95 falling above", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:71.9886"),
    ("0.95 falling below", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:71.9887"),
    ("0.6 falling above", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:81.4607"),
    ("0.6 falling below", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:81.4608"),
    ("0 falling", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:100"),
    ("0 falling below", "negative", 2010, 2020, 50, "2010:100 2012:80 2015:100.0001"),
    ("met on the dot", "positive", 2010, 2020, 200, "2010:100 2012:120 2015:200"),
    ("one figure", "positive", 2010, 2020, 200, "2010:100"),
    ("two sided", "negative", 2010, 2020, 42, "2010:52 2012:51 2015:45"),
    # Where Heng goes its own way.
    ("two figures", "negative", 2016, 2030, 9, "11-1-1"),
    ("two figures slow", "negative", 2010, 2020, 50, "2010:100 2015:99"),
    ("base year without a figure", "negative", 2015, 2030, 9, "2016:12.7 2018:11.6 2019:11"),
    ("target zero", "negative", 2010, 2020, 0, "2010:10 2012:7 2015:4"),
    ("base zero", "positive", 2010, 2020, 10, "2010:0 2012:1 2015:3"),
    ("latest zero", "positive", 2010, 2020, 5, "2010:4 2012:2 2015:0"),
    ("negative values", "positive", 2010, 2020, -1, "2010:-4 2012:-3 2015:-2"),
    ("species since 2005", "positive", 2005, 2030, -0.5, "15-5-1"),
    ("sign changed", "positive", 2000, 2030, 2, "15-5-1"),
    ("target of the other sign", "positive", 2010, 2020, 5, "2010:-4 2012:-3 2015:-2"),
    ("base beyond the target", "positive", 2010, 2020, 80, "2010:85 2012:82 2015:79"),
    ("base on the target", "positive", 2010, 2020, 80, "2010:80 2012:81 2015:79"),
    ("target year over", "positive", 2010, 2020, 80, "2010:60 2015:70 2022:79"),
]


def load(path):
    """Their module; of their package it needs only the class that keeps a log."""
    package = types.ModuleType("sdg")

    class Loggable:
        def __init__(self, logging=None):
            self.logging = logging

        def warn(self, message):
            pass

    package.Loggable = Loggable
    sys.modules["sdg"] = package
    spec = importlib.util.spec_from_file_location("progress_measure", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    warnings.simplefilter("ignore")
    measure = load(sys.argv[1])
    options = types.SimpleNamespace(series_column="Series", unit_column="Units", progress_column="Progress", non_disaggregation_columns=[])
    with open(HERE / "open_sdg_progress.csv", "w", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        write("case direction base_year target_year target figures ratio class high med low".split())
        for name, direction, base_year, target_year, target, figures in CASES:
            figures = SERIES.get(figures, figures)
            rows = [figure.split(":") for figure in figures.split()]
            data = pandas.DataFrame({"Year": [int(year) for year, _ in rows], "Value": [float(value) for _, value in rows]})
            indicator = types.SimpleNamespace(inid=name, data=data, meta={}, options=options)
            config = dict(direction=direction, base_year=base_year, target_year=target_year, target=target)
            said = measure.SeriesProgress(indicator, config)
            ratio = "" if said.progress_value is None else repr(float(said.progress_value))
            limits = [said.progress_thresholds[key] for key in ("high", "med", "low")]
            write([name, direction, base_year, target_year, target, figures, ratio, said.status, *limits])


main()
