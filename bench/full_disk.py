"""Fills the disk under a running server, makes room again, kills the server, and looks for what it had acknowledged.

    bench/full_disk.py PROGRAM

Needs to be root, for a small file system of its own; says so and does nothing otherwise.
"""

import os
import subprocess
import sys
import tempfile
import urllib.error

from client import Server, make_user


def made_user(admin, name):
    """Whether the server said that the user is made; 503 is the only other answer allowed."""
    try:
        make_user(admin, name)
        return True
    except urllib.error.HTTPError as refused:
        if refused.code != 503:
            sys.exit(f"{refused.code}: {refused.read().decode()}")
        return False


def main():
    if os.geteuid() != 0:
        print("full disk: not tried, needs root")
        sys.exit(77)
    folder = tempfile.mkdtemp()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
    server = Server(sys.argv[1], f"{folder}/data")
    try:
        server.run("plan", "import", "plans/national-women-2011")
        server.start()
        admin = server.administrator()
        made, refused = {"admin"}, 0
        for again in range(5):
            fill = open(f"{folder}/fill", "wb", buffering=0)
            try:
                while True:
                    fill.write(bytes(4096))
            except OSError:
                fill.close()
            for n in range(20):
                name = f"full-{again}-{n}"
                if made_user(admin, name):
                    made.add(name)
                else:
                    refused += 1
            os.remove(f"{folder}/fill")
            for n in range(3):
                name = f"room-{again}-{n}"
                if not made_user(admin, name):
                    sys.exit(f"still refused with room on the disk: {name}")
                made.add(name)
        if not refused:
            sys.exit("the disk was never full")
        server.kill()
        server.start()
        server.check_users(made)
        server.kill()
        print(f"full disk: {refused} writes refused with 503, {len(made)} acknowledged, none lost; {server.run('audit', 'verify').strip()}")
    finally:
        server.end()
        subprocess.run(["umount", folder], check=True)


main()
