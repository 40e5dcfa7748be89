# SPDX-License-Identifier: MIT
"""Holds `wlanmedic replay` to docs/replay.schema.json, and its command line to what docs/replay.md says.

usage: replay_schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/replay.schema.json").read_text())
CAMPAIGN = TREE / "campaigns/bes2600-patch-b"
LAB = TREE / "tests/golden/lab"
MINE = """format = "wlanmedic.policy/1"
[[trigger]]
outage = "connection_loss"
within = "10min"
[[rung]]
method = "reassociate"
[limits]
grace = "0s"
"""


def run(*arguments, **options):
    return subprocess.run([PROGRAM, "replay", *map(str, arguments)], capture_output=True, check=False, **options)


def replay(*arguments, status=0):
    done = run("--format", "json", *arguments)
    if done.returncode != status:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    document = json.loads(done.stdout.decode("ascii"))
    problems = [error.message[:300] for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)]
    if problems:
        raise AssertionError(problems)
    outages = {outage["id"] for outage in document["outages"]}
    for policy in document["policies"]:
        assert len(policy["missed"]) == len(policy["missed_because"]), policy
        named = {firing["outage"] for firing in policy["firings"]} | set(policy["missed"])
        assert named - {None} <= outages, (policy, outages)
    return document


def names(document):
    return [policy["name"] for policy in document["policies"]]


class Document(unittest.TestCase):
    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_of_each_recording_of_the_lab(self):
        fired = 0
        for folder in sorted(LAB.iterdir()):
            document = replay(folder)
            self.assertEqual(len(document["policies"]), 8, folder)
            fired += sum(len(policy["firings"]) for policy in document["policies"])
        self.assertGreater(fired, 0)

    def test_of_the_seed(self):
        document = replay("--policy", "b-1", "--policy", "b-1-and-comeback", "--policy", "b-1-gated", CAMPAIGN)
        threshold, both, gated = document["policies"]
        for never in (threshold, both):
            self.assertEqual((never["firings"], never["missed"], never["saved_s_at_most"]), ([], [1], 0))
        self.assertEqual(len(gated["firings"]), 1)
        self.assertEqual((gated["missed"], gated["missed_because"]), ([], []))
        firing = gated["firings"][0]
        self.assertEqual(firing["at"][:19], "2026-05-07T02:40:47")
        self.assertAlmostEqual(firing["after_loss_s"], 2.0, delta=0.01)
        self.assertAlmostEqual(firing["before_end_s"], 84.0, delta=0.01)
        self.assertIs(firing["false_alarm"], False)
        self.assertEqual(gated["saved_s_at_most"], firing["saved_s_at_most"])
        self.assertEqual(firing["saved_s_at_most"], firing["before_end_s"])
        self.assertAlmostEqual(threshold["firings_per_hour_at_most_if_independent"] * 10.5, 0.00091, delta=0.00001)
        self.assertTrue(any("8 of 9 connection losses are known as a count alone" in told for told in document["warnings"]))

    def test_of_evidence_without_times(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "iw-event.txt"
            lines = (LAB / "full-chain/iw-event.txt").read_text().splitlines(keepends=True)
            log.write_text("".join(line.split(": ", 1)[1] for line in lines if ": " in line))
            document = replay(log)
        self.assertEqual([policy["firings_per_hour_at_most_if_independent"] for policy in document["policies"]
                          if policy["name"] == "b-1"], [None])


class CommandLine(unittest.TestCase):
    def test_evidence_may_follow_a_policy_directly(self):
        self.assertEqual(names(replay("--policy", "b-1", CAMPAIGN)), ["b-1"])
        self.assertEqual(names(replay("-p", "b-1", CAMPAIGN)), ["b-1"])
        self.assertEqual(names(replay("--policy", "b-1", "--policy", "none", LAB / "wedge", CAMPAIGN)), ["b-1", "none"])
        self.assertEqual(names(replay(CAMPAIGN, "--policy", "b-1")), ["b-1"])

    def test_without_a_policy_all_ready_ones_are_played(self):
        self.assertEqual(names(replay(CAMPAIGN)), sorted(path.stem for path in (TREE / "policies").glob("*.toml")))

    def test_a_policy_may_be_a_file_and_is_named_for_it(self):
        with tempfile.TemporaryDirectory() as folder:
            mine = pathlib.Path(folder) / "mine.toml"
            mine.write_text(MINE)
            document = replay("--policy", mine, CAMPAIGN)
            self.assertEqual(names(document), ["mine"])
            self.assertEqual(len(document["policies"][0]["firings"]), 1)
            self.assertEqual(document["policies"][0]["firings"][0]["actions"], ["reassociate"])
            mine.write_text(MINE.replace("10min", "10 parsecs"))
            wrong = run("--policy", mine, CAMPAIGN)
            self.assertEqual(wrong.returncode, 2)
            self.assertIn(b"mine.toml:4:10: ", wrong.stderr)

    def test_what_the_driver_forbids_is_not_done(self):
        with tempfile.TemporaryDirectory() as folder:
            mine = pathlib.Path(folder) / "mine.toml"
            mine.write_text(MINE.replace("reassociate", "restart_hw"))
            self.assertEqual(len(replay("--policy", mine, CAMPAIGN)["policies"][0]["firings"]), 1)
            forbidden = replay("--policy", mine, "--driver", "bes2600", CAMPAIGN)
        self.assertEqual(forbidden["policies"][0]["firings"], [])
        self.assertEqual(forbidden["policies"][0]["missed_because"], ["every rung is forbidden"])
        self.assertTrue(any("restart_hw" in told for told in forbidden["warnings"]), forbidden["warnings"])

    def test_an_outage_is_a_blackhole_beyond_what_was_asked(self):
        document = replay("--policy", "none", "--blackhole", "100", CAMPAIGN)
        self.assertEqual(document["policies"][0]["missed"], [])

    def test_wrong_usage(self):
        for arguments, told in ((("--policy", "b-2", CAMPAIGN), b"b-2"), (("--policy", "b-1"), b"EVIDENCE"),
                                (("--driver", "nobody", CAMPAIGN), b"nobody"), (("--format", "xml", CAMPAIGN), b"xml")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(told, done.stderr)
            self.assertEqual(done.stdout, b"")

    def test_what_is_no_evidence(self):
        self.assertEqual(run("-", input=b"nothing of the kind\n").returncode, 3)
        missing = run("no-such-file")
        self.assertEqual(missing.returncode, 1)
        self.assertIn(b"no-such-file", missing.stderr)
        partly = run("--policy", "none", "no-such-file", CAMPAIGN)
        self.assertEqual(partly.returncode, 1)
        self.assertIn(b"missed outage 1", partly.stdout)

    def test_from_standard_input(self):
        lines = (CAMPAIGN / "baseline/iw-event.txt").read_bytes()
        done = run("--policy", "b-1-gated", "-", input=lines)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"2.0 s after the loss, 84.0 s before the link came back by itself", done.stdout)

    def test_it_says_what_it_cannot_know(self):
        self.assertIn(b"What replay cannot know", run(CAMPAIGN).stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
