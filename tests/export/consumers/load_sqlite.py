"""Insert the default record into SQLite with sqlite-utils: `file database` → rows, identifiers."""

import json
import subprocess
import sys

import sqlite_utils

path, database = sys.argv[1:3]
command = [
    sys.executable,
    "-m",
    "sqlite_utils",
    "insert",
    database,
    "posts",
    path,
    "--nl",
    "--alter",
]
subprocess.run([*command, "--pk", "id"], check=True, stdout=subprocess.DEVNULL)
table = sqlite_utils.Database(database)["posts"]
json.dump({"rows": table.count, "ids": len({row["id"] for row in table.rows})}, sys.stdout)
