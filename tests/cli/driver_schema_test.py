# SPDX-License-Identifier: MIT
"""Holds `wlanmedic driver … --format json` to docs/drivers.schema.json.

usage: driver_schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/drivers.schema.json").read_text())

LOG = b"""[   1.000000] iwlwifi 0000:3a:00.0: nobody knows 17
[   2.000000] iwlwifi 0000:3a:00.0: Microcode SW error detected. Restarting 0x0.
"""


def driver(*arguments, status=0):
    done = subprocess.run([PROGRAM, "driver", *map(str, arguments), "--format", "json"], capture_output=True, check=False)
    if done.returncode != status:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.decode("ascii"))


class Documents(unittest.TestCase):
    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_list_and_show(self):
        known = driver("list")
        jsonschema.validate(known, SCHEMA)
        for profile in known["profiles"]:
            shown = driver("show", profile["name"])
            jsonschema.validate(shown, SCHEMA)
            self.assertEqual(shown["profiles"], [profile])

    def test_check_with_errors_warnings_and_a_log(self):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "log.txt").write_bytes(LOG)
            (place / "bad.toml").write_text("name = 1\n")
            (place / "warned.toml").write_text('name = "other"\nprefixes = ["abc "]\nmodules = ["other"]\n')
            checked = driver("check", TREE / "drivers", place / "bad.toml", place / "warned.toml", place / "missing.toml",
                             "--log", place / "log.txt", status=3)
        jsonschema.validate(checked, SCHEMA)
        self.assertEqual({finding["severity"] for finding in checked["findings"]}, {"error", "warning", "unreadable"})
        intel = next(log for log in checked["logs"] if log["file"].endswith("iwlwifi.toml"))
        self.assertEqual([claimed["lines"] for claimed in intel["claimed"]], [1])
        self.assertEqual([unclaimed["first_line"] for unclaimed in intel["unclaimed"]], [1])
        profile = next(profile for profile in checked["profiles"] if profile["name"] == "iwlwifi")
        self.assertEqual(profile["patterns"][intel["claimed"][0]["pattern"]]["happening"], "firmware_error")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
