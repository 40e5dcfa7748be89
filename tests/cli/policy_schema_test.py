# SPDX-License-Identifier: MIT
"""Holds `wlanmedic policy … --format json` to docs/policy.schema.json.

usage: policy_schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/policy.schema.json").read_text())


def policy(*arguments, status=0):
    done = subprocess.run([PROGRAM, "policy", *map(str, arguments), "--format", "json"], capture_output=True, check=False)
    if done.returncode != status:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.decode("ascii"))


class Documents(unittest.TestCase):
    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_list_and_show(self):
        known = policy("list")
        jsonschema.validate(known, SCHEMA)
        for one in known["policies"]:
            shown = policy("show", one["name"])
            jsonschema.validate(shown, SCHEMA)
            self.assertEqual(shown["policies"], [one])
            self.assertEqual(one["text"], (TREE / one["file"]).read_text())

    def test_a_policy_with_every_key(self):
        shown = policy("show", TREE / "fuzz/corpus/fuzz_policy_file/every-key")
        jsonschema.validate(shown, SCHEMA)
        first = shown["policies"][0]
        self.assertEqual([trigger["counter"] for trigger in first["triggers"]], ["c", None, None])
        self.assertEqual(first["triggers"][0]["within_s"], 90)
        self.assertEqual(first["gates"][2]["of"][1]["symptom"]["lasts_s"], 86400)
        self.assertEqual(first["limits"]["cool_down_max_s"], 7 * 86400)

    def test_check_with_errors_and_warnings(self):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "bad.toml").write_text("format = 1\n")
            checked = policy("check", "b-1", place / "bad.toml", place / "missing.toml", "--driver", "bes2600", status=3)
        jsonschema.validate(checked, SCHEMA)
        self.assertEqual({finding["severity"] for finding in checked["findings"]}, {"error", "warning", "unreadable"})
        self.assertIn("restart_hw", checked["machine"]["forbidden"])

    def test_the_example_of_the_manual_is_a_policy(self):
        example = re.search(r"```toml\n(.*?)```", (TREE / "docs/policy.md").read_text(), re.DOTALL).group(1)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "example.toml"
            file.write_text(example)
            checked = policy("check", file, "--strict")
        self.assertEqual(checked["findings"], [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
