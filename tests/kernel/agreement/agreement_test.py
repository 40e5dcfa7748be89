# SPDX-License-Identifier: MIT
"""The guard in the kernel and the engine of `wlanmedic replay` decide the same: the policy that was in force is taken from a
guarded run of the lab, replayed over that run's evidence, and held against the kernel's own decisions in its trace.

usage: agreement_test.py WLANMEDIC FOLDER SCENARIO

The two see the same happenings by different ways: the kernel by calls, replay by what logs and traces tell of them. So the
times may differ by as much as it takes to tell: TOLERANCE_S."""
import json
import re
import subprocess
import sys
import tomllib
import unittest
from datetime import datetime, timezone
from pathlib import Path

TOLERANCE_S = 0.1
# What the guest's clock reads at boot where the scenario does not say: boottime, the kernel's clock of decisions, begins there.
CLOCK_AT_BOOT = datetime(2026, 1, 1, tzinfo=timezone.utc)
DECISION = re.compile(r"connloss_decision: device=\S+ interface=(\S*) at=(\d+) decision=act ladder=(\d+) rung=(\d+) method=(\w+)")


def ladders_of_kernel(trace):
    """Of each ladder (interface, seconds since boot, [methods])."""
    ladders = {}
    for line in trace.read_text().splitlines():
        if found := DECISION.search(line):
            interface, at, ladder, _, method = found.groups()
            ladders.setdefault(int(ladder), (interface, int(at) / 1e9, []))[2].append(method)
    return [ladders[number] for number in sorted(ladders)]


def ladders_of_replay(document):
    (policy,) = document["policies"]
    return [(firing["interface"],
             (datetime.fromisoformat(firing["at"].replace("Z", "+00:00")) - CLOCK_AT_BOOT).total_seconds(),
             firing["actions"])
            for firing in policy["firings"]]


def differences(kernel, replay):
    """Sentences; none where both decided the same."""
    if len(kernel) != len(replay):
        return [f"the kernel began {len(kernel)} ladders, replay {len(replay)}"]
    found = []
    for number, (one, other) in enumerate(zip(kernel, replay), 1):
        if one[0] != other[0]:
            found.append(f"ladder {number}: {one[0]} in the kernel, {other[0]} in replay")
        if abs(one[1] - other[1]) > TOLERANCE_S:
            found.append(f"ladder {number}: at {one[1]:.3f} s in the kernel, at {other[1]:.3f} s in replay")
        if one[2] != other[2]:
            found.append(f"ladder {number}: {one[2]} in the kernel, {other[2]} in replay")
    return found


class Agreement(unittest.TestCase):
    program = None
    folder = None
    scenario = None

    @classmethod
    def setUpClass(cls):
        played = subprocess.run([cls.program, "lab", "run", cls.scenario, "--force", "--out", cls.folder],
                                capture_output=True, text=True)
        if played.returncode not in (0, 4):
            raise RuntimeError(played.stdout + played.stderr)
        print(played.stdout, file=sys.stderr)
        cls.kernel = ladders_of_kernel(cls.folder / "trace.txt")
        cls.policy = (cls.folder / "truth/guard-policy.toml").read_text()

    def replay(self, policy):
        file = self.folder / "truth/replayed-policy.toml"
        file.write_text(policy)
        try:
            shown = subprocess.run([self.program, "replay", "--policy", file, "--format", "json", self.folder],
                                   capture_output=True, text=True, check=True)
        finally:
            file.unlink()
        return ladders_of_replay(json.loads(shown.stdout))

    def test_the_policy_of_the_run_is_one_without_mistakes(self):
        checked = subprocess.run([self.program, "policy", "check", self.folder / "truth/guard-policy.toml"],
                                 capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_both_decide_the_same(self):
        replay = self.replay(self.policy)
        print("kernel:", self.kernel, "replay:", replay, file=sys.stderr)
        self.assertEqual(differences(self.kernel, replay), [])

    def test_the_kernel_decided_what_the_scenario_is_about(self):
        expected = 0 if self.scenario == "cw1200-two-losses-guarded" else 1
        self.assertEqual(len(self.kernel), expected)

    def test_another_policy_does_not_agree(self):
        # One loss less, or where one suffices one more, is another policy; where faults begin it, one that wants two.
        policy = tomllib.loads(self.policy)
        (losses,) = [one["count"] for one in policy["trigger"] if one.get("outage") == "connection_loss"]
        (faults,) = [one["count"] for one in policy["trigger"] if one.get("signature") == "firmware_error"]
        other = self.policy.replace(f'outage = "connection_loss"\ncount = {losses}\n',
                                    f'outage = "connection_loss"\ncount = {losses - 1 if losses > 1 else 2}\n')
        if self.scenario == "cw1200-hang-guarded":
            other = other.replace(f'signature = "firmware_error"\ncount = {faults}\n',
                                  f'signature = "firmware_error"\ncount = {faults + 20}\n')
        self.assertNotEqual(other, self.policy)
        self.assertNotEqual(differences(self.kernel, self.replay(other)), [])


if __name__ == "__main__":
    Agreement.program, Agreement.folder, Agreement.scenario = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    unittest.main(argv=sys.argv[:1], verbosity=2)
