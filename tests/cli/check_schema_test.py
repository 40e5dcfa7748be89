# SPDX-License-Identifier: MIT
"""Holds `wlanmedic check --format json` to docs/check.schema.json, and the ids to the table of docs/check.md.

usage: check_schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/check.schema.json").read_text())
IDS = set(SCHEMA["$defs"]["check"]["properties"]["id"]["enum"])

# Two interfaces, so that each check has something to say.
FILES = {
    "root/sys/class/net/wlan0/phy80211/name": "phy0\n",
    "root/sys/class/net/wlan0/phy80211/rfkill0/soft": "1\n",
    "root/sys/class/net/wlan0/device/link/l1_aspm": "1\n",
    "root/sys/class/net/wl\u00e4n1/phy80211/name": "phy1\n",
    "root/sys/class/net/wl\u00e4n1/power/control": "auto\n",
    "root/etc/wpa_supplicant/wpa_supplicant.conf": "network={\n\tbgscan=\"simple:30:-65:300\"\n}\n",
    "root/usr/sbin/NetworkManager": "",
    "root/run/systemd/journal/socket": "",
    "root/proc/sys/kernel/dmesg_restrict": "1\n",
    "root/proc/7/comm": "wpa_supplicant\n",
    "commands/uname_-r": "6.1.0-56-amd64\n",
    "commands/wpa_supplicant_-v": "wpa_supplicant v2.10\n",
}
LINKS = {
    "root/sys/class/net/wlan0/device/driver/module": "../../module/iwlwifi",
    "root/sys/class/net/wlan0/device/subsystem": "../../bus/pci",
    "root/sys/class/net/wl\u00e4n1/device/subsystem": "../../bus/usb",
}


def check(*arguments, statuses):
    done = subprocess.run([PROGRAM, "check", "--format", "json", *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in statuses:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.decode("ascii"))


def check_told():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for name, target in LINKS.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
        return check("--from", folder, statuses={4})


class Documents(unittest.TestCase):
    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_this_machine(self):
        jsonschema.validate(check(statuses={0, 4}), SCHEMA)

    def test_a_machine_that_is_told_has_every_check(self):
        document = check_told()
        jsonschema.validate(document, SCHEMA)
        self.assertEqual({one["id"] for one in document["checks"]}, IDS)
        self.assertEqual({one["verdict"] for one in document["checks"]}, {"ok", "trap", "unknown"})
        self.assertEqual({one.get("interface") for one in document["checks"]}, {None, "wlan0", "wl\u00e4n1"})

    def test_an_empty_machine(self):
        with tempfile.TemporaryDirectory() as folder:
            jsonschema.validate(check("--from", folder, statuses={4}), SCHEMA)

    def test_the_table_of_the_documentation_has_every_check(self):
        rows = re.findall(r"(?m)^\| ((?:`\w+`(?:, )?)+) \|", (TREE / "docs/check.md").read_text())
        self.assertEqual({name for row in rows for name in re.findall(r"`(\w+)`", row)}, IDS)


class Schema(unittest.TestCase):
    """The schema refuses what it should."""
    validator = jsonschema.Draft202012Validator(SCHEMA)

    @classmethod
    def setUpClass(cls):
        cls.document = check_told()

    def refuse(self, change, what):
        document = copy.deepcopy(self.document)
        change(document)
        self.assertFalse(self.validator.is_valid(document), f"not refused: {what}")

    def test_key_removed_or_added(self):
        for key in self.document:
            self.refuse(lambda document, key=key: document.pop(key), key)
        for key in ("id", "verdict", "because", "matters", "shows", "advice"):
            self.refuse(lambda document, key=key: document["checks"][0].pop(key), key)
        self.refuse(lambda document: document.update(more=1), "more")
        self.refuse(lambda document: document["checks"][0].update(more=1), "more in a check")

    def test_wrong_value(self):
        for key, value in (("id", "gremlins"), ("verdict", "bad"), ("verdict", None), ("interface", ""), ("because", ""),
                           ("matters", 7), ("shows", None), ("advice", ""), ("advice", False)):
            self.refuse(lambda document, key=key, value=value: document["checks"][0].update({key: value}), (key, value))
        self.refuse(lambda document: document.update(schema="wlanmedic.check/2"), "another schema")
        self.refuse(lambda document: document.update(checks=[]), "no checks")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
