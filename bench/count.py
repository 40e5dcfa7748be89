#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What people do without wlanmedic: a plain script that counts the words of a lost link in a log.

usage: count.py FILE [BYTES]     counts in the first BYTES of FILE, or in all of it
"""
import re
import sys

# Also good for grep -E.
PATTERNS = {
    "associated": r"wlan[0-9]+: associated",
    "connection loss": r"Connection to AP .* lost",
    "deauthentication": r"deauthenticat(ed|ing) from",
    "authentication time-out": r"authentication with .* timed out",
}


def main():
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else None
    patterns = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
    counts = dict.fromkeys(patterns, 0)
    read = 0
    with open(sys.argv[1], encoding="utf-8", errors="replace") as lines:
        for line in lines:
            read += len(line)
            if limit is not None and read > limit:
                break
            for name, pattern in patterns.items():
                if pattern.search(line):
                    counts[name] += 1
    for name, count in counts.items():
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
