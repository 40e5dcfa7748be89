# SPDX-License-Identifier: MIT
"""Holds packaging/systemd/wlanmedic-record.service to systemd's own judgement, and its command to the program.

usage: record_service_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
UNIT = TREE / "packaging/systemd/wlanmedic-record.service"
TEXT = UNIT.read_text()
# systemd-analyze counts in tenths: 24 is the 2.4 that docs/record.md tells.
THRESHOLD = 24


def call(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)


class Service(unittest.TestCase):
    def test_systemd_finds_no_mistake_in_it(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder, UNIT.name)
            unit.write_text(TEXT.replace("/usr/bin/wlanmedic", PROGRAM))
            done = call("systemd-analyze", "verify", "--man=no", unit)
        ours = [line for line in done.stderr.splitlines() if UNIT.name in line]
        self.assertEqual(ours, [])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_its_sandbox_is_as_tight_as_told(self):
        done = call("systemd-analyze", "security", "--offline=yes", f"--threshold={THRESHOLD}", UNIT)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(f"gives it {THRESHOLD / 10}", re.sub(r"\s+", " ", (TREE / "docs/record.md").read_text()))

    def test_the_program_takes_the_command(self):
        command = re.search(r"^ExecStart=(.*)$", TEXT, re.M)[1].replace("${STATE_DIRECTORY}", "/no/such/folder")
        words = shlex.split(command)
        self.assertEqual(words[0], "/usr/bin/wlanmedic")
        done = call(PROGRAM, *words[1:])
        self.assertEqual(done.returncode, 5, done.stderr)  # the file cannot be made; 2 would be: wrong usage
        self.assertIn("/no/such/folder", done.stderr)

    def test_what_it_has_to_read_is_not_hidden_from_it(self):
        settings = dict(line.split("=", 1) for line in TEXT.splitlines() if "=" in line and line[0] != "#")
        self.assertEqual(settings["ProtectKernelLogs"], "no")
        self.assertEqual(settings["ProtectKernelTunables"], "no")
        self.assertNotIn("PrivateDevices", settings)
        self.assertIn("CAP_SYSLOG", settings["CapabilityBoundingSet"])
        for line in ("DeviceAllow=/dev/kmsg r", "DeviceAllow=/dev/rfkill r"):
            self.assertIn(line, TEXT)

    def test_it_does_not_start_again_where_that_mends_nothing(self):
        settings = dict(line.split("=", 1) for line in TEXT.splitlines() if "=" in line and line[0] != "#")
        self.assertEqual(settings["RestartPreventExitStatus"].split(), ["2", "3", "5"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
