"""Many people who save at once, each over a connection of their own, as fast as the answers come. Traffic to 127.0.0.1 only."""

import asyncio
import os
import time


class Line:
    """An HTTP/1.1 connection that is kept, and made anew where it broke."""

    def __init__(self, port, headers):
        self.port, self.head = port, "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.reader = self.writer = None

    async def ask(self, method, path, body):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{self.head}\r\n"
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        if "transfer-encoding: chunked" in head:
            return status, await self.chunks()
        length = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        return status, await self.reader.readexactly(length)

    async def chunks(self):
        parts = []
        while size := int(await self.reader.readline(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(parts)

    def broke(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


class Reporter:
    """Saves a number that grows into one of its own cells after another, and writes down what was acknowledged. A kind of
    server says how a save is asked for (`request`) and what its answer acknowledges (`acknowledged`)."""

    def __init__(self, line, cells):
        self.line, self.cells, self.number = line, cells, 0
        self.log = {cell: [] for cell in cells}
        self.took, self.again = [], 0

    async def save_until(self, end):
        while time.perf_counter() < end:
            self.number += 1
            cell = self.cells[self.number % len(self.cells)]
            await self.save(cell, str(self.number))

    async def save(self, cell, value):
        method, path, body = self.request(cell, value)
        begun = time.perf_counter()
        while True:
            try:
                status, answer = await self.line.ask(method, path, body)
                break
            except (OSError, asyncio.IncompleteReadError):
                # Nobody knows whether it arrived: the very same save is sent again.
                self.line.broke()
                self.again += 1
                await asyncio.sleep(0.05)
        if status != 200:
            raise SystemExit(f"refused: {status} {answer[:300]!r}")
        self.took.append((begun, time.perf_counter() - begun))
        self.acknowledged(cell, value, answer)
        self.log[cell].append(value)


async def run(reporters, seconds, beside=None):
    """All of them for so long; `beside` runs at the same time."""
    end = time.perf_counter() + seconds
    await asyncio.gather(*(reporter.save_until(end) for reporter in reporters), *([beside] if beside else []))
    # A connection does not outlive the loop that it was made in.
    for reporter in reporters:
        reporter.line.broke()


def processor(pid):
    """Seconds of processor time of a process so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(name, reporters, seconds, spent):
    """Prints and returns the saves a second."""
    took = sorted(time for reporter in reporters for _, time in reporter.took)
    at = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1000
    rate = len(took) / seconds
    print(
        f"{name}: {len(reporters)} reporters, {seconds:g} s, {len(took)} saves, {rate:.0f} a second; "
        f"p50 {at(0.5):.0f} ms, p95 {at(0.95):.0f} ms, p99 {at(0.99):.0f} ms; processor {spent / len(took) * 1000:.2f} ms a save",
        flush=True,
    )
    return rate
