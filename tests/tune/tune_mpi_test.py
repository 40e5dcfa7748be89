# SPDX-License-Identifier: MIT
"""`mpirun wlanmedic tune` gives what one process gives.

usage: tune_mpi_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
TUNE = (PROGRAM, "tune", "--format", "json", "--draws", "20", "--nights", "4", "--count", "1,2,3", "--window", "60s,10min", "--gate", "none,comeback_timeout",
        "--cool-down", "30s,2min", "--ladder", "function_reset,link_down_up+function_reset")
CAMPAIGN = str(TREE / "campaigns/bes2600-patch-b")
# All on this machine, so no ssh is looked for. Open MPI does not free all that it allocates; leaks of wlanmedic are found by the other tests.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_plm": "isolated", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


def mpirun(processes, *arguments):
    return subprocess.run(["mpirun", "--oversubscribe", "-np", str(processes), *TUNE, *arguments, CAMPAIGN], capture_output=True, check=False, env=ENVIRONMENT)


class Mpi(unittest.TestCase):
    def test_same_bytes(self):
        whole = subprocess.run([*TUNE, CAMPAIGN], capture_output=True, check=True).stdout
        self.assertIn(b"wlanmedic.tune/1", whole)
        for processes in (2, 3):
            done = mpirun(processes)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout, whole)

    def test_each_process_keeps_its_state(self):
        with tempfile.TemporaryDirectory() as folder:
            state = pathlib.Path(folder) / "state"
            first = mpirun(2, "--state", state)
            self.assertEqual(first.returncode, 0, first.stderr)
            self.assertEqual(sorted(path.name for path in pathlib.Path(folder).iterdir()), ["state", "state.1"])
            kept = state.read_bytes()
            self.assertEqual(mpirun(2, "--state", state).stdout, first.stdout)
            self.assertEqual(state.read_bytes(), kept)

    def test_parts_are_not_split_again(self):
        done = mpirun(2, "--shard", "1/2", "--state", "unused")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"mpirun splits the sweep itself", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
