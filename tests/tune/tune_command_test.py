# SPDX-License-Identifier: MIT
"""Holds `wlanmedic tune` to docs/tune.schema.json, and its command line to what docs/tune.md says.

usage: tune_command_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import copy
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/tune.schema.json").read_text())
CAMPAIGN = TREE / "campaigns/bes2600-patch-b"
NIGHTS = ("--draws", "20", "--nights", "4")
SMALL = (*NIGHTS, "--count", "1,2,3", "--window", "60s,10min", "--gate", "none,comeback_timeout", "--cool-down", "30s,2min", "--ladder",
         "function_reset,link_down_up+function_reset")  # 48 candidates, 3 chunks


def run(*arguments):
    return subprocess.run([PROGRAM, "tune", *map(str, arguments)], capture_output=True, check=False)


def output(*arguments):
    done = run("--format", "json", *arguments)
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def tune(*arguments):
    return json.loads(output(*arguments).decode("ascii"))


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return pathlib.Path(self.folder.name) / name


class Document(unittest.TestCase):
    validator = jsonschema.Draft202012Validator(SCHEMA)

    @classmethod
    def setUpClass(cls):
        cls.document = tune(*SMALL, CAMPAIGN)

    def errors(self, document):
        return [error.message[:300] for error in self.validator.iter_errors(document)]

    def test_of_the_seed(self):
        document = self.document
        self.assertEqual(self.errors(document), [])
        self.assertEqual(document["fitted_to"], {"losses": 9, "hours": 10.5, "decided": 9, "escalated": 1})
        self.assertEqual(document["candidates"]["swept"], 48)
        self.assertEqual([(cell["count"], cell["window_s"]) for cell in document["heat_map"]], [(1, 60), (1, 600), (2, 60), (2, 600), (3, 60), (3, 600)])
        self.assertEqual(document["final_nights"], 320)
        self.assertIsNone(document["front"][0]["setting"])
        # One loss in the evidence: who asks for two or three is silent, and misses it.
        replayed = document["replayed"]
        self.assertEqual([replayed[key] for key in ("outages", "blackholes", "firing", "falsely", "missing")], [1, 1, 16, 0, 32])

    def test_front_has_fewer_dead_seconds_for_more_resets_by_more_than_chance(self):
        front = self.document["front"]
        self.assertGreater(len(front), 2)
        for before, after in zip(front, front[1:]):
            self.assertLess(after["dead_s_per_day"]["value"], before["dead_s_per_day"]["value"])
            self.assertGreaterEqual(after["resets_per_day"]["value"], before["resets_per_day"]["value"])
            self.assertGreater(after["saved_s_per_day"]["value"], 2 * after["saved_s_per_day"]["monte_carlo_error"])

    def test_one_loss_and_the_gate_is_found_where_the_receive_path_is_wedged(self):
        chosen = self.document["chosen"]
        setting = self.document["front"][chosen["number"] - 1]["setting"]
        self.assertEqual(setting["count"], 1)
        replay = self.document["front"][chosen["number"] - 1]["replay"]
        self.assertEqual((replay["firings"], replay["false_alarms"], replay["missed"]), (1, 0, 0))
        self.assertGreater(replay["saved_s_at_most"], 80)
        self.assertEqual([under["hypothesis"] for under in chosen["under"]], ["H1", "H2"])
        self.assertLess(chosen["under"][0]["saved_s_per_day"]["value"], 0)
        self.assertGreater(chosen["under"][1]["saved_s_per_day"]["value"], 0)

    def test_nothing_beats_none_where_no_treatment_heals(self):
        document = tune(*SMALL, "--hypothesis", "H1", CAMPAIGN)
        self.assertEqual(self.errors(document), [])
        self.assertEqual((len(document["front"]), document["chosen"]["number"], document["chosen"]["under"]), (1, 1, []))
        self.assertIn("nothing beats none", document["chosen"]["because"])
        self.assertNotIn("[[trigger]]", document["chosen"]["policy"])
        self.assertIn(b"nothing beats none", run(*SMALL, "--hypothesis", "H1", CAMPAIGN).stdout)

    def test_most_resets_is_never_exceeded(self):
        document = tune(*SMALL, "--most-resets", "1.5", CAMPAIGN)
        self.assertEqual(self.errors(document), [])
        self.assertEqual(document["most_resets"], 1.5)
        for member in document["front"]:
            self.assertLessEqual(member["resets_per_day"]["value"], 1.5)
        self.assertGreater(document["front"][-1]["dead_s_per_day"]["value"], self.document["front"][-1]["dead_s_per_day"]["value"])

    def test_another_of_the_front_can_be_chosen(self):
        document = tune(*SMALL, "--choose", "2", CAMPAIGN)
        self.assertEqual(document["chosen"]["number"], 2)
        self.assertIn("asked for", document["chosen"]["because"])
        self.assertEqual(document["front"], self.document["front"])
        done = run(*SMALL, "--choose", "1000", CAMPAIGN)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"the front has", done.stderr)

    def test_forbidden_same_and_silent_candidates_are_told_and_left_out(self):
        document = tune(*NIGHTS, "--count", "1,8", "--window", "10ms", "--gate", "none", "--cool-down", "30s", "--driver", "bes2600", "--ladder",
                        "restart_hw,link_down_up,restart_hw+link_down_up", CAMPAIGN)
        self.assertEqual(self.errors(document), [])
        candidates = document["candidates"]
        self.assertEqual([candidates[key] for key in ("crossed", "forbidden", "same", "never_fire", "swept")], [6, 2, 2, 1, 1])
        self.assertEqual(document["heat_map"][1]["best"], None)
        self.assertEqual(len(candidates["left_out"]), 3)

    def test_schema_refuses(self):
        self.assertEqual(self.errors(self.document), [])

        def places(value, path=()):
            yield path, value
            items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
            for key, below in items:
                yield from places(below, (*path, key))

        tried = 0
        for path, value in places(self.document):
            if not isinstance(value, dict):
                continue
            changed = copy.deepcopy(self.document)
            holder = changed
            for key in path:
                holder = holder[key]
            holder["more"] = 1
            self.assertFalse(self.validator.is_valid(changed), path)
            del holder["more"]
            for key in value:
                kept = holder.pop(key)
                self.assertFalse(self.validator.is_valid(changed), (*path, key))
                holder[key] = kept
                tried += 1
        self.assertGreater(tried, 60)


class Splits(InFolder):
    """One result, to the byte, however the sweep is split."""

    @classmethod
    def setUpClass(cls):
        cls.whole = output(*SMALL, "--threads", "1", CAMPAIGN)

    def test_threads(self):
        self.assertEqual(output(*SMALL, "--threads", "4", CAMPAIGN), self.whole)
        self.assertNotEqual(output(*SMALL, "--seed", "2", CAMPAIGN), self.whole)

    def test_shards(self):
        for parts in (2, 3):
            files = [self.path(f"{part}-of-{parts}") for part in range(1, parts + 1)]
            for part, file in enumerate(files, 1):
                done = run(*SMALL, "--shard", f"{part}/{parts}", "--state", file, CAMPAIGN)
                self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
                self.assertIn(f"part {part} of {parts} is whole".encode(), done.stderr)
            merge = [word for file in files for word in ("--merge", file)]
            self.assertEqual(output(*SMALL, *merge, CAMPAIGN), self.whole)
            self.assertEqual(output(*SMALL, *reversed([word for file in files for word in (file, "--merge")]), CAMPAIGN), self.whole)
            done = run(*SMALL, *merge[2:], CAMPAIGN)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"in none of these files", done.stderr)

    def test_a_state_that_was_cut_is_gone_on_with(self):
        state = self.path("state")
        self.assertEqual(output(*SMALL, "--state", state, CAMPAIGN), self.whole)
        complete = state.read_bytes()
        lines = complete.splitlines(keepends=True)
        self.assertEqual(len(lines), 4)
        for length in (0, 5, len(lines[0]), len(lines[0]) + 40, len(b"".join(lines[:2])), len(complete) - 1):
            state.write_bytes(complete[:length])
            self.assertEqual(output(*SMALL, "--state", state, CAMPAIGN), self.whole, length)
            self.assertEqual(sorted(state.read_bytes().splitlines()), sorted(complete.splitlines()))
        self.assertEqual(output(*SMALL, "--merge", state, CAMPAIGN), self.whole)

    def test_the_state_of_another_sweep_is_refused_and_left_alone(self):
        state = self.path("state")
        output(*SMALL, "--state", state, CAMPAIGN)
        before = state.read_bytes()
        for arguments, differs in ((("--seed", "2"), b"seed differs"), (("--independent",), b"independent differs"), (("--prior", "lab"), b"evidence differs"),
                                   (("--policy", "b-1"), b"policy differs"), (("--gate", "within_reach"), b"axes differs")):
            done = run(*SMALL, *arguments, "--state", state, CAMPAIGN)
            self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
            self.assertIn(differs, done.stderr)
            self.assertEqual(state.read_bytes(), before)

    def test_what_is_no_state_is_refused_and_left_alone(self):
        for content in (b"my notes\n", b"my notes", b"{}"):
            notes = self.path("notes.txt")
            notes.write_bytes(content)
            for option in ("--state", "--merge"):
                done = run(*SMALL, option, notes, CAMPAIGN)
                self.assertEqual((done.returncode, done.stdout), (1, b""))
                self.assertIn(b"notes.txt", done.stderr)
                self.assertEqual(notes.read_bytes(), content)
        for path in (self.folder.name, "/dev/null", self.path("no-such-folder/state")):
            self.assertEqual(run(*SMALL, "--state", path, CAMPAIGN).returncode, 1, path)

    def test_an_interruption_keeps_what_is_done_and_says_how_to_go_on(self):
        # Long enough to be in the middle of it: two chunks take seconds.
        arguments = ("--draws", "400", "--nights", "40", "--count", "1", "--window", "10min,20min", "--gate", "none,timeouts_1", "--threads", "1")
        state = self.path("state")
        program = subprocess.Popen([PROGRAM, "tune", *arguments, "--state", state, CAMPAIGN], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        end = time.monotonic() + 120
        while time.monotonic() < end and not (state.exists() and state.read_bytes().count(b"\n") >= 2):
            time.sleep(0.01)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=120)
        self.assertEqual((program.returncode, out), (130, b""), err)
        self.assertIn(b"the same command goes on from there", err)
        kept = state.read_bytes()
        self.assertTrue(kept.endswith(b"\n"))
        self.assertGreaterEqual(kept.count(b"\n"), 2)


class Written(InFolder):
    def test_policy_reads_back_and_carries_its_reasons(self):
        file = self.path("mine.toml")
        document = tune(*SMALL, "--write", file, CAMPAIGN)
        text = file.read_text()
        self.assertTrue(text.endswith(document["chosen"]["policy"]))
        for reason in ("# Made by: wlanmedic tune ", "--write", "# Chosen of 48 candidates: ", "bes2600-patch-b/baseline/counts.toml", "9 losses in 10.5 h", "seed 1",
                       "#   dead seconds ", "#   resets ", "#   false alarms ", "# Under H1 ", "# Replayed on the evidence: fired 1, 0 of them false", "# Not known:"):
            self.assertIn(reason, text)
        self.assertTrue(all(line.startswith("#") for line in text[: text.index("format = ")].splitlines()))
        done = subprocess.run([PROGRAM, "policy", "check", "--strict", file], capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = json.loads(subprocess.run([PROGRAM, "policy", "show", file, "--format", "json"], capture_output=True, check=True).stdout)["policies"][0]
        setting = document["front"][document["chosen"]["number"] - 1]["setting"]
        self.assertEqual((shown["triggers"][0]["count"], shown["triggers"][0]["within_s"]), (setting["count"], setting["window_s"]))

    def test_a_policy_of_ones_own_is_varied(self):
        base = self.path("base.toml")
        base.write_text('format = "wlanmedic.policy/1"\n[[trigger]]\noutage = "any"\nwithin = "1min"\n[[gate]]\nworked_before = true\n'
                        '[[rung]]\nmethod = "function_reset"\ndeadline = "44s"\n[limits]\nper_day = 7\n')
        file = self.path("mine.toml")
        tune(*SMALL, "--policy", base, "--write", file, CAMPAIGN)
        text = file.read_text()
        for kept in ('outage = "any"', "worked_before = true", 'deadline = "44 s"', "per_day = 7"):
            self.assertIn(kept, text)

    def test_what_cannot_be_written_is_told(self):
        done = run(*SMALL, "--write", self.path("no-such-folder/mine.toml"), CAMPAIGN)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"could not be written", done.stderr)


class Shown(unittest.TestCase):
    def on_terminal(self, **environment):
        master, slave = pty.openpty()
        program = subprocess.Popen([PROGRAM, "tune", *SMALL, CAMPAIGN], stdout=slave, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "TERM": "xterm-256color", **environment})
        os.close(slave)
        text = b""
        try:
            while block := os.read(master, 65536):
                text += block
        except OSError:  # the other end is closed
            pass
        os.close(master)
        self.assertEqual(program.wait(), 0)
        return text.decode()

    def test_heat_map_has_colours_on_a_terminal_alone(self):
        self.assertIn("\x1b[30;48;5;", self.on_terminal(NO_COLOR=""))
        plain = run(*SMALL, CAMPAIGN).stdout.decode()
        self.assertNotIn("\x1b", plain)
        self.assertNotIn("█", plain)
        self.assertRegex(plain, r"(?m)^ losses +1 min +10 min$")
        self.assertRegex(plain, r"(?m)^      3 +\d+ +\d+$")

    def test_no_color_is_honoured(self):
        text = self.on_terminal(NO_COLOR="1")
        self.assertNotIn("\x1b", text)
        self.assertIn("█", text)
        self.assertNotIn("█", self.on_terminal(NO_COLOR="1", TERM="dumb"))

    def test_says_how_many_before_it_begins(self):
        self.assertIn(b"48 candidates: 3 counts x 2 windows x 2 gates x 2 cool-downs x 2 ladders, 0 left out; 80 nights", run(*SMALL, CAMPAIGN).stderr)


class Usage(unittest.TestCase):
    def test_evidence_may_follow_an_axis(self):
        self.assertEqual(tune(*NIGHTS, "--window", "10min", "--ladder", "function_reset", "--gate", "none", "--count", "1", CAMPAIGN)["candidates"]["swept"], 3)

    def test_wrong_usage(self):
        for arguments in (("--count", "0"), ("--count", "65"), ("--count", "x"), ("--window", "0"), ("--window", "8d"), ("--gate", "luck"), ("--cool-down", "1y"),
                          ("--ladder", "prayer"), ("--policy", "no-such"), ("--policy", "none"), ("--prior", "no-such"), ("--driver", "no-such"), ("--hypothesis", "all"),
                          ("--draws", "4001"), ("--draws", "1"), ("--most-resets", "-1"), ("--most-resets", "nan"), ("--choose", "0"), ("--shard", "1/2"),
                          ("--shard", "3/2", "--state", "s"), ("--shard", "0/2", "--state", "s"), ("--shard", "x", "--state", "s"), ("--shard", "1/2", "--state", "s", "--choose", "1"),
                          ("--merge", "a", "--state", "b"), ("--driver", "bes2600", "--ladder", "restart_hw")):
            done = run(*NIGHTS, *arguments, CAMPAIGN)
            self.assertEqual((done.returncode, done.stdout), (2, b""), arguments)
            self.assertNotEqual(done.stderr, b"")

    def test_too_many_candidates_are_refused(self):
        many = ",".join(map(str, range(1, 65)))
        done = run("--count", many, "--window", many, "--cool-down", many, CAMPAIGN)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"9175040 candidates; at most 1000000", done.stderr)

    def test_thin_evidence_is_refused_and_a_prior_is_offered(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "counts.toml").write_text('format = "wlanmedic.counts/1"\nhours = 100\n[counts.connection_loss]\ncount = 1\n')
            done = run(*SMALL, folder)
            self.assertEqual((done.returncode, done.stdout), (3, b""))
            self.assertIn(b"--prior", done.stderr)
            document = tune(*SMALL, "--prior", "lab", folder)
            self.assertEqual((document["prior"], document["replayed"], document["front"][1]["replay"]), ("lab", None, None))
            self.assertEqual(list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)), [])

    def test_what_cannot_be_read_is_told(self):
        done = run(*SMALL, CAMPAIGN, TREE / "no-such-file")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"no-such-file", done.stderr)
        self.assertIn(b"Fitted to 9 losses", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
