#!/usr/bin/env bash
# A local Dask cluster without a dashboard still serves HTTP, on 8787 where that port is free
#
# Guessed: dashboard_address=None, "to disable the dashboard", leaves nothing listening but the
#   scheduler's own port
# Happens: an HTTP server listens on port 8787 and answers /health; where 8787 is taken it warns and
#   takes another port. Only an address such as "127.0.0.1:0" chooses host and port
# Versions: distributed 2026.8.0
# Matters: two batch runs at a time print warnings about a cluster that nobody started, and a run that
#   was told to have no dashboard opens a port
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check distributed==2026.8.0
cat >run.py <<'PY'
import socket
import urllib.request
import warnings

import distributed


def asked(address):
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=address) as cluster:
        server = cluster.scheduler.http_server
        said = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/health").read().decode()
        return server.address, server.port, said


with socket.socket() as probe:
    free = probe.connect_ex(("127.0.0.1", 8787)) != 0
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    _, port, said = asked(None)
words = [str(one.message).splitlines()[0] for one in caught if "8787" in str(one.message)]
print("None: port", port, "answers", said, words)
assert said == "ok"
assert port == 8787 if free else words == ["Port 8787 is already in use."]
host, port, said = asked("127.0.0.1:0")
print("127.0.0.1:0:", host, port != 8787)
assert host == "127.0.0.1"
PY
venv/bin/python run.py
