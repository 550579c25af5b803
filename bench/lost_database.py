"""Stops PostgreSQL under a running server, starts it again, kills the server, and looks for what it had acknowledged.

    ci/postgres.sh bench/lost_database.py PROGRAM

While the database is away every page and every act must say so with 503 within ten seconds, and the server must stay; with
the database back it must work again without being started anew. Traffic to 127.0.0.1 only.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error

from client import Server, make_user

ROUNDS = 3


def cluster(verb):
    command = f"{os.environ['HENG_TEST_PG_CTL']} {verb}"
    owner = ["su", "postgres", "-s", "/bin/sh", "-c"] if os.geteuid() == 0 else ["sh", "-c"]
    subprocess.run([*owner, command], check=True, stdout=subprocess.DEVNULL)


def refused(person, method, path, body=None):
    """How long the server took to say that its database is away."""
    began = time.monotonic()
    try:
        person.ask(method, path, body)
    except urllib.error.HTTPError as answer:
        said, took = answer.read().decode(), time.monotonic() - began
        if answer.code != 503 or "unavailable" not in said or took > 10:
            sys.exit(f"{method} {path}: {answer.code} after {took:.1f} s: {said}")
        return took
    sys.exit(f"{method} {path}: answered without a database")


def back(admin, name):
    """Makes a user as soon as the server takes one again, at most ten seconds from now."""
    began = time.monotonic()
    while True:
        try:
            return make_user(admin, name), time.monotonic() - began
        except urllib.error.HTTPError as answer:
            if answer.code != 503 or time.monotonic() - began > 10:
                sys.exit(f"still {answer.code} with the database back: {answer.read().decode()}")
            time.sleep(0.1)


def main():
    folder = tempfile.mkdtemp()
    server = Server(sys.argv[1], folder, os.environ["HENG_TEST_POSTGRES"])
    try:
        server.run("plan", "import", "plans/national-women-2011")
        server.start()
        admin = server.administrator()
        made, slowest, wait = {"admin"}, 0, 0
        for again in range(ROUNDS):
            made.add(make_user(admin, f"before-{again}"))
            cluster("-m fast stop" if again else "-m immediate stop")
            for method, path in [("GET", "/healthz"), ("GET", "/api/users"), ("GET", "/api/plans")]:
                slowest = max(slowest, refused(admin, method, path))
            lost = {"name": f"lost-{again}", "display_name": "演练", "role": "administrator", "unit": None}
            slowest = max(slowest, refused(admin, "POST", "/api/users", lost))
            cluster("start")
            name, took = back(admin, f"after-{again}")
            made.add(name)
            wait = max(wait, took)
        server.kill()
        server.start()
        server.check_users(made)
        server.kill()
        print(f"lost database: {ROUNDS} times, told within {slowest:.1f} s, back within {wait:.1f} s, none of {len(made)} lost; {server.run('audit', 'verify').strip()}")
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
