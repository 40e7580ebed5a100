"""Connects with each connection string, and prints what psycopg shows: the string and the message in one line."""

import re
import sys

import psycopg

for conninfo in sys.argv[1:]:
    try:
        psycopg.connect(conninfo, connect_timeout=20).close()
        shown = "connected"
    except psycopg.OperationalError as error:
        shown = re.sub(r"\s*\n\s*", " / ", str(error))
    print(f"{conninfo}\t{shown}")
