# SPDX-License-Identifier: MIT
"""wlanmedic kernel patch on drivers that are written here: idioms that the rules know, idioms that they do not, odd files."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)

DRIVER = """#include <net/mac80211.h>

static int add(struct ieee80211_hw *hw)
{
	int err = ieee80211_register_hw(hw);

	if (err)
		return err;
	return 0;
}

static int add_and_go_on(struct ieee80211_hw *hw)
{
	int ret;

	ret = ieee80211_register_hw(hw);
	if (ret)
		pr_err("no\\n");
	return ret;
}

static int add_in_a_condition(struct ieee80211_hw *hw)
{
	if (ieee80211_register_hw(hw))
		goto out;
	return 0;
out:
	return -1;
}

static void lost(struct ieee80211_vif *vif, int how)
{
	switch (how) {
	case 1:
		ieee80211_connection_loss(vif);
		break;
	}
	if (how)
		ieee80211_connection_loss(vif);
}

static void gone(struct ieee80211_hw *hw)
{
	ieee80211_unregister_hw(hw);
}
"""


class Patch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("Makefile", "obj-m := mine.o\n")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as file:
            return file.read()

    def run_program(self, *arguments, status=0):
        done = subprocess.run([PROGRAM, "kernel", "patch", *arguments, self.folder], capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def report(self, *arguments, status=0):
        return json.loads(self.run_program("--format", "json", *arguments, status=status).stdout)

    def test_every_known_idiom_is_guarded_and_a_second_run_adds_nothing(self):
        self.write("mine.c", DRIVER)
        report = self.report("--apply")
        self.assertEqual([(site["call"], site["line"]) for site in report["found"]],
                         [("register", 5), ("register", 16), ("register", 24), ("connection loss", 35),
                          ("connection loss", 39), ("unregister", 44)])
        self.assertEqual(report["not_understood"], [])
        first = self.read("mine.c"), self.read("Makefile")
        self.assertEqual(first[0].count("connloss_guard_attach("), 3)
        self.assertEqual(first[0].count("connloss_guard_note("), 2)
        self.assertEqual(first[0].count('#include "connloss_guard.h"'), 1)
        self.assertIn("if (!ret)\n\t\tconnloss_guard_attach(hw, NULL);", first[0])
        self.assertIn("\tif (how) {\n\t\tconnloss_guard_note(vif);\n\t\tieee80211_connection_loss(vif);\n\t}", first[0])
        self.assertIn("obj-m += connloss_guard/", first[1])
        self.assertTrue(os.path.exists(os.path.join(self.folder, "connloss_guard", "connloss_guard.h")))
        again = self.run_program("--apply").stdout
        self.assertIn("The driver has all of it already", again)
        self.assertEqual((self.read("mine.c"), self.read("Makefile")), first)

    def test_without_apply_nothing_is_written(self):
        self.write("mine.c", DRIVER)
        self.assertIn("\n+\t\tconnloss_guard_note(vif);\n", self.run_program().stdout)
        self.assertEqual(self.read("mine.c"), DRIVER)
        self.assertEqual(sorted(os.listdir(self.folder)), ["Makefile", "mine.c"])

    def test_what_no_rule_knows_is_named_and_the_rest_is_done(self):
        self.write("mine.c", DRIVER + "#define LOST(v) ieee80211_connection_loss(v)\n"
                   "static void odd(struct ieee80211_vif *vif)\n{\n\treturn ieee80211_connection_loss(vif);\n}\n")
        report = self.report("--apply", status=4)
        self.assertEqual([(site["line"], site["why"]) for site in report["not_understood"]],
                         [(46, "it stands in a macro"), (49, "no rule knows this form")])
        self.assertTrue(report["written"])

    def test_nothing_is_written_where_a_device_would_go_without_a_detach(self):
        self.write("mine.c", DRIVER + "static void odd(struct ieee80211_hw *hw)\n{\n\treturn ieee80211_unregister_hw(hw);\n}\n")
        self.assertFalse(self.report("--apply", status=4)["written"])
        self.assertNotIn("connloss", self.read("mine.c"))

    def test_carriage_returns_stay(self):
        self.write("mine.c", DRIVER.replace("\n", "\r\n"))
        self.report("--apply")
        text = self.read("mine.c")
        self.assertIn("connloss_guard_note(vif);\r\n", text)
        self.assertEqual(text.count("\n"), text.count("\r\n"))

    def test_mixed_line_ends_are_refused(self):
        self.write("mine.c", DRIVER.replace("\n", "\r\n", 3))
        self.assertIn("mixes line ends", self.run_program(status=1).stderr)

    def test_a_spatch_that_fails_is_missing_or_hangs(self):
        self.write("mine.c", DRIVER)
        self.assertIn("failed with status 1", self.run_program("--spatch", "/bin/false", status=1).stderr)
        self.assertIn("apt-get install coccinelle", self.run_program("--spatch", "/no/such", status=1).stderr)
        slow = self.write("slow", "#!/bin/sh\nsleep 60\n")
        os.chmod(slow, 0o755)
        self.assertIn("did not end within 1 s", self.run_program("--spatch", slow, "--limit", "1", status=1).stderr)

    def test_folders_without_a_driver(self):
        self.assertIn("holds no driver", self.run_program(status=1).stderr)
        os.symlink(self.folder, os.path.join(self.folder, "loop"))
        self.write("mine.c", DRIVER)
        self.assertEqual(len(self.report()["found"]), 6, "a link to itself is not followed")

    def test_several_drivers_are_asked_about(self):
        self.write("one/mine.c", DRIVER)
        self.write("two/mine.c", DRIVER)
        self.assertIn("holds 2 drivers", self.run_program(status=1).stderr)
        self.write("one/Makefile", "")
        self.assertEqual(self.report("--driver", "one")["driver"], "one")

    def test_a_dkms_package_gets_the_modules(self):
        self.write("src/mine.c", DRIVER)
        self.write("src/Makefile", "obj-m := mine.o\n")
        self.write("dkms.conf", 'BUILT_MODULE_NAME[0]="mine"\n')
        self.report("--apply")
        self.assertIn('BUILT_MODULE_NAME[1]="connloss_guard"\nBUILT_MODULE_LOCATION[1]="src/connloss_guard/"',
                      self.read("dkms.conf"))


if __name__ == "__main__":
    if shutil.which("spatch") is None:
        print("spatch is not installed (coccinelle)")
        sys.exit(77)
    unittest.main()
