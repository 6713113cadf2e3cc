"""Runs a command and prints one line of JSON: {"seconds", "cpu_seconds", "peak_rss_bytes",
"exit_code", "stdout"}.

Peak memory is the largest resident set of the command or of any process that it waited for. This wrapper is small
and stays out of the figure: it execs nothing else and waits for exactly one child.

usage: measure.py COMMAND [ARGUMENT...]
"""

import json
import resource
import subprocess
import sys
import time

# ru_maxrss is in KiB on Linux and in bytes on macOS (getrusage(2) of each).
RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    started = time.perf_counter()
    done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_rss_bytes": usage.ru_maxrss * RSS_UNIT_BYTES,
        "exit_code": done.returncode,
        "stdout": done.stdout.decode("utf-8", "replace"),
    }
    print(json.dumps(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
