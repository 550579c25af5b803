"""Fifty administrators make and end users at once; the audit chain must then hold exactly what was acknowledged.

    bench/chain.py PROGRAM [POSTGRES_URL]

On SQLite at one server, on PostgreSQL at two, 25 each. Traffic to 127.0.0.1 only.
"""

import shutil
import sys
import tempfile
import threading
import time
import urllib.error

from client import PASSWORD, Person, Server

PROGRAM, DATABASE = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
WRITERS, EACH = 50, 6


def work(person, n, acknowledged, faults):
    try:
        for again in range(EACH):
            joining = {"name": f"chain-{n}-{again}", "display_name": "演练", "role": "administrator", "unit": None}
            user = person.ask("POST", "/api/users", joining)["user"]
            acknowledged.append(("user.create", user["name"]))
            person.ask("POST", f"/api/users/{user['id']}/deactivation", {"reason": "演练"})
            acknowledged.append(("user.deactivate", user["name"]))
    except OSError as fault:
        said = fault.read().decode() if isinstance(fault, urllib.error.HTTPError) else ""
        faults.append(f"{n}: {fault} {said}")


def main():
    folder = tempfile.mkdtemp()
    servers = [Server(PROGRAM, folder, DATABASE) for _ in range(2 if DATABASE else 1)]
    first = servers[0]
    try:
        for server in servers:
            server.start()
        first.administrator()
        people = [Person(servers[n % len(servers)].base).sign_in("admin", PASSWORD) for n in range(WRITERS)]
        events, acknowledged, faults = first.events(), [], []
        threads = [threading.Thread(target=work, args=(person, n, acknowledged, faults)) for n, person in enumerate(people)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - begun
        if faults:
            sys.exit("\n".join(faults))
        # `events` runs `heng audit verify`, which fails on a fork, a gap or a wrong hash.
        new = first.events() - events
        if new != len(acknowledged):
            sys.exit(f"{len(acknowledged)} acts acknowledged, {new} links in the audit chain")
        for server in servers:
            server.stop()
        print(f"{WRITERS} writers at {len(servers)} server(s): {new} acts, as many links, chain whole, {new / took:.0f} a second")
    finally:
        for server in servers:
            server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
