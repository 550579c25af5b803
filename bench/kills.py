"""Kills the server while units save, again and again, and looks for every save that it had acknowledged.

    bench/kills.py PROGRAM [KILLS] [POSTGRES_URL]

Four reporters save cells without pause; after a while between 0.1 and 0.6 s (from a fixed seed) the server is killed with
SIGKILL and started again. Each cell must then hold the last value that was acknowledged, or the one that was under way; the
audit chain must be whole. Traffic to 127.0.0.1 only.
"""

import random
import shutil
import sys
import tempfile
import threading
import time

from client import Server
from writers import PLAN, prepare

PROGRAM, KILLS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
UNITS = ["organization", "court", "water", "housing"]


def main():
    folder = tempfile.mkdtemp()
    server = Server(PROGRAM, folder, sys.argv[3] if len(sys.argv) > 3 else None)
    dice = random.Random(20261124)
    try:
        server.run("plan", "import", f"plans/{PLAN}")
        server.start()
        writers = prepare([server], UNITS)
        for _ in range(KILLS):
            stop = threading.Event()
            threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
            for thread in threads:
                thread.start()
            time.sleep(dice.uniform(0.1, 0.6))
            server.kill()
            stop.set()
            for thread in threads:
                thread.join()
            server.start()
            for writer in writers:
                writer.check()
        server.kill()
        print(f"{KILLS} kills, {sum(writer.saves for writer in writers)} acknowledged saves, none lost; {server.run('audit', 'verify').strip()}")
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
