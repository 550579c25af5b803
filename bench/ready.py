"""Starts a program that serves and prints the seconds from the start of its process to the first answer, best and median of five.

    bench/ready.py ADDRESS COMMAND…

The last one goes on running; its number is the last line.
"""

import http.client
import os
import subprocess
import sys
import time

TIMES = 5


def answered(host, path):
    try:
        ask = http.client.HTTPConnection(host, timeout=5)
        ask.request("GET", path)
        return ask.getresponse().status == 200
    except OSError:
        return False


def main():
    host, _, path = sys.argv[1].removeprefix("http://").partition("/")
    took = []
    for again in range(TIMES):
        started = time.perf_counter()
        process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        while not answered(host, "/" + path):
            if process.poll() is not None:
                sys.exit(f"ended with {process.returncode}: {' '.join(sys.argv[2:])}")
            if time.perf_counter() - started > 120:
                process.kill()
                sys.exit(f"no answer in two minutes: {sys.argv[1]}")
            time.sleep(0.002)
        took.append(time.perf_counter() - started)
        if again < TIMES - 1:
            process.terminate()
            process.wait()
    took.sort()
    print(f"ready after {took[TIMES // 2]:.3f} s (best {took[0]:.3f} s) of {TIMES} starts\n{process.pid}")


main()
