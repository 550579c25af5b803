"""Lays the national outline's targets and figures into a SQLite file for a peer, with its overview as a view: each target of each
objective and domain, its last figure, and whether that meets the target.

    bench/peer.py OUT.db
"""

import csv
import sqlite3
import sys

PACKAGE = "plans/national-women-2011"

VIEW = """
create view overview as
select d.number as domain, d.title_zh as domain_title, o.number as objective, o.text as text, t.indicator, t.operator,
    t.value as target, t.unit, s.period, s.value,
    case when s.value is null then 'no_data'
         when t.operator = '>=' then iif(cast(s.value as real) >= cast(t.value as real), 'attained', 'missed')
         when t.operator = '<=' then iif(cast(s.value as real) <= cast(t.value as real), 'attained', 'missed')
         else 'undetermined' end as state
from domains d join objectives o on o.domain = d.number left join targets t on t.objective = o.number
left join series s on s.rowid = (select rowid from series x where x.indicator = t.indicator and x.area = '000000'
    and x.breakdown = '' and x.period <= '2020' order by x.period desc limit 1)
order by d.number, o.number
"""


def main():
    database = sqlite3.connect(sys.argv[1])
    for name in ["domains", "objectives", "targets", "series"]:
        with open(f"{PACKAGE}/{name}.csv", encoding="utf-8-sig") as file:
            header, *rows = csv.reader(file)
        columns = ", ".join(f'"{column}"' for column in header)
        database.execute(f"create table {name} ({columns})")
        database.executemany(f"insert into {name} values ({', '.join('?' * len(header))})", rows)
    database.execute("create index of_indicator on series (indicator, period)")
    database.execute(VIEW)
    database.commit()
    if not database.execute("select count(*) from overview where state = 'attained'").fetchone()[0]:
        sys.exit("the peer's overview shows no target attained")


main()
