# SPDX-License-Identifier: MIT
"""Holds `wlanmedic simulate` to docs/simulate.schema.json, and its command line to what docs/simulate.md says.

usage: simulate_schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/simulate.schema.json").read_text())
CAMPAIGN = TREE / "campaigns/bes2600-patch-b"
QUICK = ("--draws", "40", "--nights", "5")


def run(*arguments):
    return subprocess.run([PROGRAM, "simulate", *map(str, arguments)], capture_output=True, check=False)


def simulate(*arguments):
    done = run("--format", "json", *arguments)
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.decode("ascii"))


def write_counts(folder, hours, losses):
    (pathlib.Path(folder) / "counts.toml").write_text(
        f'format = "wlanmedic.counts/1"\nhours = {hours}\n[counts.connection_loss]\ncount = {losses}\n')


class Simulate(unittest.TestCase):
    validator = jsonschema.Draft202012Validator(SCHEMA)

    def check(self, document):
        self.assertEqual([error.message[:300] for error in self.validator.iter_errors(document)], [])
        for result in document["results"]:
            for policy in result["policies"]:
                self.assertEqual(policy["nights"], document["draws"] * document["nights"])
                for figure in policy.values():
                    if isinstance(figure, dict):
                        self.assertLessEqual(*figure["interval95"])

    def test_seed(self):
        document = simulate(*QUICK, "--policy", "none", "--policy", "b-1-gated", CAMPAIGN)
        self.check(document)
        self.assertEqual(document["fitted_to"], {"losses": 9, "hours": 10.5, "decided": 9, "escalated": 1})
        self.assertEqual([result["hypothesis"] for result in document["results"]], ["H1", "H2", "H3"])
        self.assertTrue(any("ordinary outages last" in about for about in document["not_told"]))
        for result in document["results"]:
            none, gated = result["policies"]
            self.assertEqual([none["name"], gated["name"]], ["none", "b-1-gated"])
            self.assertEqual(none["actions_per_day"]["value"], 0)
            dead = [policy["dead_s_per_day"]["value"] for policy in (none, gated)]
            if result["hypothesis"] == "H1":
                self.assertGreater(dead[1], dead[0])
            else:
                self.assertLess(dead[1], dead[0])

    def test_bytes_do_not_depend_on_threads(self):
        arguments = ("--format", "json", *QUICK, "--hypothesis", "H3", CAMPAIGN)
        one = run("--threads", "1", *arguments)
        self.assertEqual(one.returncode, 0)
        for threads in (2, 5):
            self.assertEqual(run("--threads", threads, *arguments).stdout, one.stdout)
        self.assertNotEqual(run("--seed", "2", *arguments).stdout, one.stdout)

    def test_evidence_may_follow_a_policy(self):
        document = simulate(*QUICK, "--hypothesis", "H3", "--policy", "none", CAMPAIGN)
        self.assertEqual([policy["name"] for policy in document["results"][0]["policies"]], ["none"])
        self.assertEqual(len(document["evidence"]), 3)

    def test_what_logs_tell_and_others_counted_counts_once(self):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as policies:
            each = pathlib.Path(policies) / "each-failure.toml"
            each.write_text('format = "wlanmedic.policy/1"\n[[trigger]]\nevent = "decrypt_failure"\nwithin = "1s"\n[[gate]]\nlink = "up"\n'
                            '[[rung]]\nmethod = "reassociate"\n')
            options = (*QUICK, "--hypothesis", "H3", "--policy", each)
            for file in (CAMPAIGN / "baseline").iterdir():
                (pathlib.Path(folder) / file.name).write_bytes(file.read_bytes())
            before = simulate(*options, folder)
            with (pathlib.Path(folder) / "kernel.log").open("a") as log:
                for second in range(50):
                    log.write(f"[Thu May  7 02:43:{second:02} 2026] bes2600_wlan mmc2:0001:1: [RX] Receive failure: 4.\n")
            with_lines = simulate(*options, folder)
        self.assertGreater(before["results"][0]["policies"][0]["actions_per_day"]["value"], 10)
        self.assertEqual(with_lines["results"], before["results"])

    def test_thin_evidence_is_refused_and_a_prior_is_offered(self):
        with tempfile.TemporaryDirectory() as folder:
            write_counts(folder, 100, 1)
            done = run(*QUICK, folder)
            self.assertEqual((done.returncode, done.stdout), (3, b""))
            self.assertIn(b"1 loss in 100 h", done.stderr)
            self.assertIn(b"--prior", done.stderr)
            document = simulate(*QUICK, "--prior", "lab", folder)
            self.check(document)
            self.assertEqual((document["prior"], document["fitted_to"]["losses"]), ("lab", 10))

    def test_evidence_of_minutes_is_refused_and_a_prior_is_offered(self):
        with tempfile.TemporaryDirectory() as folder:
            write_counts(folder, 0.9, 500)
            done = run(*QUICK, folder)
            self.assertEqual((done.returncode, done.stdout), (3, b""))
            self.assertIn(b"500 losses in 0.9 h", done.stderr)
            self.assertIn(b"--prior", done.stderr)

    def test_more_than_is_sensible_is_not_begun(self):
        with tempfile.TemporaryDirectory() as folder:
            write_counts(folder, 2, 20000)
            some = ("--policy", "none", "--hypothesis", "H3", "--independent", "--hours", "1")
            done = run(*some, "--draws", "400", "--nights", "1000", folder)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertRegex(done.stderr, rb"some (9[89]|10[01])[0-9]+ losses in a night of 1 h: (39|40)[0-9]+ million losses")
            self.assertRegex(done.stderr, rb"--nights (24[0-9]|250)\b")
            # Within the bound what of single nights is left out is told.
            few = ("--draws", "2", "--nights", "2", "--hours", "11", *some[:-2])
            self.assertEqual(simulate(*few, folder)["results"][0]["policies"][0]["nights_cut"], 4)
            self.assertIn(b"4 of 4 nights have more than 100000 losses", run(*few, folder).stdout)

    def test_a_prior_needs_no_evidence(self):
        document = simulate(*QUICK, "--prior", "bes2600-seed", "--hypothesis", "H2", "--independent")
        self.check(document)
        self.assertEqual((document["evidence"], document["independent"]), ([], True))

    def test_rungs_that_the_driver_forbids_are_not_taken(self):
        arguments = (*QUICK, "--hypothesis", "H3", "--policy", TREE / "tests/whatif/restart-only.toml", CAMPAIGN)
        free = simulate(*arguments)
        bound = simulate("--driver", "bes2600", *arguments)
        self.assertEqual((free["driver"], bound["driver"]), (None, "bes2600"))
        self.assertGreater(free["results"][0]["policies"][0]["actions_per_day"]["value"], 0)
        self.assertEqual(bound["results"][0]["policies"][0]["actions_per_day"]["value"], 0)

    def test_wrong_usage(self):
        for arguments in (("--policy", "no-such"), ("--prior", "no-such"), ("--driver", "no-such"), ("--hours", "0"), ("--hours", "nan"), ("--draws", "1"),
                          ("--nights", "-5"), ("--threads", "0"), ("--hypothesis", "H4"), ("--seed", "x")):
            done = run(*arguments, CAMPAIGN)
            self.assertEqual((done.returncode, done.stdout), (2, b""), arguments)

    def test_what_cannot_be_read_is_told(self):
        done = run(*QUICK, CAMPAIGN, TREE / "no-such-file")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"no-such-file", done.stderr)
        self.assertIn(b"Fitted to 9 losses", done.stdout)

    def test_schema_refuses(self):
        document = simulate(*QUICK, "--hypothesis", "H3", "--policy", "none", CAMPAIGN)
        self.assertTrue(self.validator.is_valid(document))

        def places(value, path=()):
            yield path, value
            items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for key, below in items:
                yield from places(below, (*path, key))

        tried = 0
        for path, value in places(document):
            changed = copy.deepcopy(document)
            holder = changed
            for key in path:
                holder = holder[key]
            if isinstance(value, dict):
                holder["more"] = 1
                self.assertFalse(self.validator.is_valid(changed), path)
                for key in value:
                    del holder["more"]
                    kept = holder.pop(key)
                    self.assertFalse(self.validator.is_valid(changed), (*path, key))
                    holder[key] = kept
                    holder["more"] = 1
                    tried += 1
        self.assertGreater(tried, 50)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
