"""Connects with psycopg and asyncpg as they come, and prints what each shows: its name, milliseconds, and the message in one line."""

import asyncio
import re
import sys
import threading
import time

import asyncpg
import psycopg

port = int(sys.argv[1])


def with_psycopg(sslmode):
    psycopg.connect(f"host=127.0.0.1 port={port} user=app_ro dbname=orders sslmode={sslmode}").close()


def with_asyncpg(sslmode):
    async def connect():
        where = {"host": "127.0.0.1", "port": port, "user": "app_ro", "database": "orders"}
        await (await asyncpg.connect(**where, ssl=sslmode)).close()

    asyncio.run(connect())


def attempt(name, connect, sslmode):
    start = time.monotonic()
    try:
        connect(sslmode)
        shown = "connected"
    except Exception as error:
        # asyncpg has the parts of the server's error in attributes of the exception.
        detail, hint = getattr(error, "detail", None), getattr(error, "hint", None)
        said = str(error) or type(error).__name__
        parts = [said] + [f"{label}: {text}" for label, text in (("DETAIL", detail), ("HINT", hint)) if text and text not in said]
        shown = re.sub(r"\s*\n\s*", " / ", "\n".join(parts))
    print(f"{name} {sslmode}\t{round((time.monotonic() - start) * 1000)}\t{shown}", flush=True)


threads = [
    threading.Thread(target=attempt, args=(name, connect, sslmode))
    for name, connect in (("psycopg", with_psycopg), ("asyncpg", with_asyncpg))
    for sslmode in ("prefer", "require")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
