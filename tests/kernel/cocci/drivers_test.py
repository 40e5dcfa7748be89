# SPDX-License-Identifier: MIT
"""cw1200 and mac80211_hwsim of the kernel's own source, and bes2600 of BES2600_SOURCE: patched by wlanmedic kernel patch,
compiled at W=1 with the guard beside them.

KERNEL_SOURCE and KERNEL_BUILD name the source and the folder for make -C; without them those of `wlanmedic lab prepare --kernel`."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "wlanmedic/lab")
SOURCE = os.environ.get("KERNEL_SOURCE") or os.path.join(CACHE, "linux-source/tree")
BUILD = os.environ.get("KERNEL_BUILD") or os.path.join(CACHE, "kernel-build")
WIRELESS = os.path.join(SOURCE, "drivers/net/wireless")
CALLS = {"connection loss": "ieee80211_connection_loss", "register": "ieee80211_register_hw",
         "unregister": "ieee80211_unregister_hw"}


def grep(folder):
    """(call, file, line) of each line that calls one of the three, comments left out."""
    found = []
    for path, _, files in os.walk(folder):
        for name in files:
            if not name.endswith(".c"):
                continue
            with open(os.path.join(path, name), encoding="utf-8", errors="replace") as file:
                for number, line in enumerate(file, 1):
                    for call, function in CALLS.items():
                        if re.match(rf"\s*[^*/\"]*\b{function}\(", line):
                            found.append((call, os.path.relpath(os.path.join(path, name), folder), number))
    return sorted(found)


class Drivers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def patch(self, *arguments, status=0):
        done = subprocess.run([PROGRAM, "kernel", "patch", "--format", "json", *arguments, self.folder],
                              capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def build(self, *settings):
        done = subprocess.run(["make", "-C", BUILD, f"M={self.folder}", "W=1", "-j2", *settings, "modules"],
                              capture_output=True, text=True, timeout=800, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr[-3000:])
        said = [line for line in (done.stdout + done.stderr).splitlines() if "warning:" in line.lower()]
        self.assertEqual(said, [])

    def patch_twice(self, *options):
        """The calls are those of grep, all is understood, and a second run adds nothing."""
        calls = grep(self.folder)
        report = self.patch("--apply", *options)
        self.assertEqual(sorted((site["call"], site["file"], site["line"]) for site in report["found"]
                                if site["call"] != "fault"), calls)
        self.assertEqual((report["not_understood"], report["patches_without_match"]), ([], []))
        again = self.patch("--apply", *options)
        self.assertEqual((again["diff"], again["written"]), ("", False))
        return report

    def test_cw1200(self):
        shutil.copytree(os.path.join(WIRELESS, "st/cw1200"), self.folder, dirs_exist_ok=True)
        report = self.patch_twice()
        self.assertEqual(sorted(site["fault"] for site in report["found"] if site["call"] == "fault"),
                         ["COMMAND_TIMEOUT", "DEAD_BH", "DEAD_BH", "DEAD_BH"])
        self.assertIn("CONNLOSS_RESTART_HW", report["diff"])
        self.assertTrue(all(patch["changes"] for patch in report["patches"]), report["patches"])
        self.build("CONFIG_CW1200=m")

    def test_cw1200_with_its_options(self):
        shutil.copytree(os.path.join(WIRELESS, "st/cw1200"), self.folder, dirs_exist_ok=True)
        diff = self.patch_twice("--with", "cw1200-scrub", "--with", "cw1200-wfx")["diff"]
        self.assertIn("+\tieee80211_beacon_loss(vif);", diff)
        self.assertIn("+\ttx_policy_clean(priv);", diff)
        self.build("CONFIG_CW1200=m")

    def test_mac80211_hwsim(self):
        for name in "mac80211_hwsim.c", "mac80211_hwsim.h":
            shutil.copy(os.path.join(WIRELESS, name), self.folder)
        with open(os.path.join(self.folder, "Makefile"), "w", encoding="utf-8") as file:
            file.write("obj-m += mac80211_hwsim.o\n")
        self.assertIn("CONNLOSS_RESTART_HW", self.patch_twice()["diff"])
        self.build()

    @unittest.skipUnless(os.environ.get("BES2600_SOURCE"), "BES2600_SOURCE names no tree")
    def test_bes2600_is_never_restarted(self):
        shutil.copytree(os.environ["BES2600_SOURCE"], self.folder, dirs_exist_ok=True)
        report = self.patch("--apply")
        self.assertEqual((report["driver"], report["not_understood"]), ("bes2600", []))
        self.assertNotIn("CONNLOSS_RESTART_HW", report["diff"])
        again = self.patch("--apply")
        self.assertEqual((again["diff"], again["written"]), ("", False))


if __name__ == "__main__":
    if not os.path.isdir(WIRELESS) or not os.path.isdir(BUILD) or shutil.which("spatch") is None:
        print(f"wants spatch, {SOURCE} and {BUILD}: wlanmedic lab prepare --kernel")
        sys.exit(77)
    unittest.main()
