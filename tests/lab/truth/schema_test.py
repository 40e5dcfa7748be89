# SPDX-License-Identifier: MIT
"""Holds truth.json to docs/lab-truth.schema.json.

usage: schema_test.py LAB_TRUTH_TEST SOURCE_TREE
"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/lab-truth.schema.json").read_text())


def truths():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, "--gtest_filter=Json.IsWrittenForTheSchema"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "WLANMEDIC_TRUTHS": folder})
        return {path.stem: json.loads(path.read_text()) for path in sorted(pathlib.Path(folder).iterdir())}


class Truths(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        cls.validator = jsonschema.Draft202012Validator(SCHEMA)
        cls.truths = truths()

    def errors(self, document):
        return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in self.validator.iter_errors(document)]

    def test_each_keeps_to_the_schema(self):
        self.assertEqual(len(self.truths), 3)
        for name, document in self.truths.items():
            self.assertEqual(self.errors(document), [], name)

    def test_the_schema_sees_what_is_wrong(self):
        good = self.truths["eventful"]
        station = good["stations"][0]
        self.assertTrue(station["associations"] and station["unassociated"] and station["no_data"] and good["phases"])
        for spoil in (
            lambda d: d.pop("seed"),
            lambda d: d.update(more=1),
            lambda d: d.update(seed=-1),
            lambda d: d["stations"][0].update(more=1),
            lambda d: d["stations"][0]["no_data"][0].pop("in_parts"),
            lambda d: d["stations"][0]["unassociated"][0].update({"from": "2026-01-01T00:00:10Z"}),
            lambda d: d["stations"][0]["associations"][0].update(ended_by=""),
            lambda d: d["injected"][0].update(details=[]),
            lambda d: d["phases"][0].update(to=7),
        ):
            bad = copy.deepcopy(good)
            spoil(bad)
            self.assertNotEqual(self.errors(bad), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
