#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What `wlanmedic record` wrote in the lab's guest, held against the text logs of the same run and against tshark.

recordings_test.py PROGRAM CLASS: one class of tests, which plays its scenario once.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import run_file

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = None
INTERFACE = "wlan2"
# What iw says, and the number of the command (enum nl80211_commands) that it says it of.
COMMANDS = [("scan started", 33), ("scan finished", 34), ("scan aborted", 35), ("auth", 37), ("assoc comeback", 147), ("assoc", 38),
            ("deauth", 39), ("disassoc", 40), ("connected", 46), ("failed to connect", 46), ("disconnected", 48),
            ("new station", 19), ("del station", 20), ("unprotected deauth", 70)]
LOGS = ["iw-event.txt", "dmesg.txt", "wpa_supplicant.log", "trace.txt"]


def play(scenario):
    if os.environ.get("PLAYED"):  # a folder that is there, for those who write these tests
        return pathlib.Path(os.environ["PLAYED"])
    out = pathlib.Path(tempfile.mkdtemp(prefix="wlanmedic-recordings-"))
    done = subprocess.run([PROGRAM, "lab", "run", scenario, "--out", out / "run"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        log = out / "run" / "truth" / "commands.txt"
        told = log.read_text()[-2000:] if log.exists() else ""
        shutil.rmtree(out, ignore_errors=True)
        raise AssertionError(f"{scenario}: status {done.returncode}\n{done.stdout}{done.stderr}{told}")
    return out / "run"


def explain(*paths):
    done = subprocess.run([PROGRAM, "explain", "--format", "json", *paths], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def replay(*paths):
    """What each ready policy would have done: its rungs, in which outage, when."""
    done = subprocess.run([PROGRAM, "replay", "--format", "json", *paths], capture_output=True, text=True, check=True)
    document = json.loads(done.stdout)
    classes = {outage["id"]: outage["class"] for outage in document["outages"]}
    return {policy["name"]: [(firing["actions"], classes.get(firing["outage"]), firing["false_alarm"], seconds(firing["at"]))
                             for firing in policy["firings"]] for policy in document["policies"]}


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def tshark(path, *arguments):
    done = subprocess.run(["tshark", "-n", "-r", path, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def receipts_of(value):
    """All objects anywhere in the document that name a file and a place in it."""
    if isinstance(value, dict):
        if "file" in value and ("frame" in value or "line" in value):
            yield value
        for part in value.values():
            yield from receipts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from receipts_of(part)


class Recording(unittest.TestCase):
    scenario = None

    @classmethod
    def setUpClass(cls):
        cls.folder = play(cls.scenario)
        cls.run_file = cls.folder / "run.pcapng"

    @classmethod
    def tearDownClass(cls):
        if not os.environ.get("PLAYED"):
            shutil.rmtree(cls.folder.parent, ignore_errors=True)


class Loss(Recording):
    """The link dies and returns, twice: by a loss with a comeback and time-outs, and by an access point that forgot."""
    scenario = "full-chain"

    def test_tells_the_outages_that_the_text_logs_tell(self):
        records, _ = run_file.read(self.run_file)
        alone = explain(self.run_file)["outages"]
        # The logs have the station's end as well: the recorder was gone then.
        logs = [outage for outage in explain(*[self.folder / name for name in LOGS])["outages"]
                if seconds(outage["start"]) < records[-1].instant]
        self.assertEqual(len(logs), 2)
        self.assertEqual([outage["trigger"]["class"] for outage in alone], [outage["trigger"]["class"] for outage in logs])
        for one, other in zip(alone, logs):
            self.assertEqual(one["interface"], INTERFACE)
            for edge in ("start", "end"):
                self.assertLess(abs(seconds(one[edge]) - seconds(other[edge])), 0.050, edge)

    def test_policies_decide_on_it_as_on_the_text_logs_and_on_both(self):
        # The guest has no journal, so the recording does not have what the supplicant says of its waiting.
        logs = [self.folder / name for name in LOGS if name != "wpa_supplicant.log"]
        # The logs have the station's end as well: the recorder was gone then.
        end = run_file.read(self.run_file)[0][-1].instant
        ways = [{name: [one for one in firings if one[3] < end] for name, firings in replay(*paths).items()}
                for paths in (logs, [self.run_file], [*logs, self.run_file])]
        self.assertGreater(sum(len(firings) for firings in ways[0].values()), 0)
        for way in ways[1:]:
            self.assertEqual(way.keys(), ways[0].keys())
            for name, firings in way.items():
                self.assertEqual([one[:3] for one in firings], [one[:3] for one in ways[0][name]], name)
                for one, other in zip(firings, ways[0][name]):
                    self.assertLess(abs(one[3] - other[3]), 0.050, name)

    def test_its_receipts_stand_in_the_frames_that_they_name(self):
        records, _ = run_file.read(self.run_file)
        texts = {record.frame: record.text for record in records if record.kind != "netlink"}
        receipts = [receipt for receipt in receipts_of(explain(self.run_file)["outages"])]
        self.assertGreater(len(receipts), 5)
        shown = {int(re.search(r"\d+", frame)[0]): frame for frame in
                 re.split(r"^(?=(?:Frame|Systemd Journal Entry) \d+:)", tshark(self.run_file, "-V"), flags=re.MULTILINE)[1:]}
        kinds = set()
        for receipt in receipts:
            frame = receipt.get("frame", receipt.get("line"))
            if frame in texts:
                self.assertTrue(shown[frame].startswith("Systemd Journal Entry"), shown[frame])
                self.assertIn(receipt["text"].strip(), texts[frame])
                kinds.add("text")
            else:
                command = re.search(r"NL80211_CMD_\w+", shown[frame])
                self.assertIsNotNone(command, shown[frame])
                self.assertTrue(receipt["text"].removeprefix("answer ").startswith(command[0] + " "), receipt["text"])
                kinds.add("nl80211")
        self.assertEqual(kinds, {"nl80211", "text"})

    def test_tshark_names_the_commands_without_hints(self):
        named = re.findall(r"NL80211_CMD_\w+", tshark(self.run_file, "-V", "-Y", "nl80211"))
        for command in ("AUTHENTICATE", "ASSOCIATE", "CONNECT", "DISCONNECT", "DEAUTHENTICATE", "ASSOC_COMEBACK",
                        "TRIGGER_SCAN", "NEW_SCAN_RESULTS"):
            self.assertIn("NL80211_CMD_" + command, named)

    def test_has_every_event_that_iw_has_of_its_kind(self):
        records, whole = run_file.read(self.run_file)
        self.assertTrue(whole)
        recorded = [(instant, command) for instant, command, _ in run_file.events(records)]
        compared = 0
        for line in (self.folder / "iw-event.txt").read_text().splitlines():
            told = re.match(r"(\d+\.\d+): \S+(?: \(phy #\d+\))?: (.*)", line)
            command = told and next((number for words, number in COMMANDS if told[2].startswith(words)), None)
            if command is None:
                continue
            compared += 1
            near = [one for one in recorded if one[1] == command and abs(float(told[1]) - one[0]) < 0.010]
            self.assertTrue(near, line)
            recorded.remove(near[0])
        self.assertGreater(compared, 20)

    def test_counts_its_records_from_one_without_a_gap(self):
        records, _ = run_file.read(self.run_file)
        self.assertEqual([record.number for record in records], list(range(1, len(records) + 1)))
        self.assertEqual(records[0].kind, "manifest")
        self.assertEqual(records[-1].kind, "end")
        self.assertNotIn("gap", [record.kind for record in records])

    def test_has_the_state_before_what_happened(self):
        records, _ = run_file.read(self.run_file)
        answers = [record for record in records if any(message.sequence for message in record.messages)]
        first = run_file.events(records)[0][0]
        self.assertLess(answers[0].instant, first)
        self.assertTrue(any(message.command == 7 for record in answers for message in record.messages), "NEW_INTERFACE")

    def test_has_the_lines_of_the_kernel_and_its_trace(self):
        records, _ = run_file.read(self.run_file)
        kernel = [record.text for record in records if record.kind == "kernel"]
        log = [re.sub(r"^\[ *[\d.]+\] ", "", line) for line in (self.folder / "dmesg.txt").read_text().splitlines()]
        of_the_link = [line for line in log if line.startswith(INTERFACE + ": ")]
        self.assertGreater(len(of_the_link), 5)
        self.assertEqual([line for line in kernel if line.startswith(INTERFACE + ": ")], of_the_link)
        trace = [record.text for record in records if record.kind == "trace"]
        for event in ("drv_sta_state", "api_connection_loss", "cfg80211_assoc_comeback", "cfg80211_send_auth_timeout"):
            here = sum(f" {event}: " in line for line in trace)
            there = (self.folder / "trace.txt").read_text().count(f" {event}: ")
            self.assertGreater(there, 0, event)
            self.assertEqual(here, there, event)

    def test_says_nothing_of_what_the_lab_does(self):
        # The manifest names the modules, also the lab's.
        texts = [record.text for record in run_file.read(self.run_file)[0]]
        for word in ("wmediumd", "suspend debug", "wlanmedic_fault", "wlanmedic-fault"):
            self.assertFalse([text for text in texts if word in text], word)


class Killed(Recording):
    """Recorders, each killed (SIGKILL) at a random moment while scans go on."""
    scenario = str(HERE / "kills.toml")
    moment = 0.020  # /proc/uptime counts hundredths; the recorder may not have been woken yet
    late = 0.030  # iw and the recorder stamp when they read, and a recorder that begins has much to do

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kills = []
        for line in (cls.folder / "kills" / "moments.txt").read_text().splitlines():
            name, up = line.split()
            records, _ = run_file.read(cls.folder / "kills" / f"{name}.pcapng")
            clock = next(record.fields for record in records if record.kind == "clock")
            begin = (int(clock["WLANMEDIC_REALTIME"]) - int(clock["WLANMEDIC_BOOTTIME"])) / 1e9
            cls.kills.append((name, begin + float(up), records))

    def scans_of_iw(self):
        found = re.findall(r"^(\d+\.\d+): wlan2 \(phy #\d+\): (scan started|scan finished)",
                           (self.folder / "iw-event.txt").read_text(), re.MULTILINE)
        return [(float(at), 33 if what == "scan started" else 34) for at, what in found]

    def test_leave_everything_up_to_the_moment(self):
        self.assertGreaterEqual(len(self.kills), 10)
        iw = self.scans_of_iw()
        for name, killed, records in self.kills:
            here = [(instant, command) for instant, command, _ in run_file.events(records) if command in (33, 34)]
            self.assertGreater(len(here), 10, name)
            # It listens before it reads: what came meanwhile is stamped at the first reading.
            begun = here[0][0] + 0.1
            here = [event for event in here if event[0] > begun]
            there = [event for event in iw if begun + self.late < event[0] < killed - self.moment]
            self.assertGreater(len(there), 5, name)
            for at, command in there:
                self.assertTrue(any(command == mine and abs(at - instant) < self.late for instant, mine in here),
                                f"recorder {name} lacks the event of {at:.6f}, killed at {killed:.6f}")
            for instant, mine in here:
                self.assertTrue(any(command == mine and abs(at - instant) < self.late for at, command in iw), (name, instant))

    def test_leave_files_whose_records_are_all_there(self):
        for name, _, records in self.kills:
            self.assertEqual([record.number for record in records], list(range(1, len(records) + 1)), name)
            self.assertNotIn("gap", [record.kind for record in records], name)


class Overruns(Recording):
    """Recorders that are stopped (SIGSTOP) while more comes than the kernel keeps for them, and then go on."""
    scenario = str(HERE / "overruns.toml")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.netlink, netlink_whole = run_file.read(cls.folder / "overruns" / "netlink.pcapng")
        cls.lines, lines_whole = run_file.read(cls.folder / "overruns" / "lines.pcapng")
        cls.whole = netlink_whole and lines_whole

    def gap_in(self, records, source):
        found = [at for at, record in enumerate(records)
                 if record.kind == "gap" and record.fields["WLANMEDIC_SOURCE"] == source]
        self.assertEqual(len(found), 1, [record.text for record in records if record.kind == "gap"])
        return found[0]

    def test_netlink_messages_that_were_lost_are_told_and_the_state_follows(self):
        behind = self.netlink[self.gap_in(self.netlink, "nl80211") + 1:]
        state = [message.command for record in behind for message in record.messages if message.sequence]
        self.assertIn(7, state, "NL80211_CMD_NEW_INTERFACE")
        self.assertIn(19, state, "NL80211_CMD_NEW_STATION")

    def test_netlink_goes_on_after_it(self):
        at = self.netlink[self.gap_in(self.netlink, "nl80211")].instant
        self.assertIn(33, [command for instant, command, _ in run_file.events(self.netlink) if instant > at], "the scan")

    def test_lines_of_the_trace_that_were_lost_are_counted(self):
        gap = self.lines[self.gap_in(self.lines, "trace")]
        read = sum("tracing_mark_write" in record.text for record in self.lines if record.kind == "trace")
        self.assertEqual(int(gap.fields["WLANMEDIC_LOST"]) + read, 400)

    def test_lines_of_the_kernel_that_were_lost_are_counted(self):
        lost = sum(int(record.fields.get("WLANMEDIC_LOST", 0)) for record in self.lines
                   if record.kind == "gap" and record.fields["WLANMEDIC_SOURCE"] == "kernel")
        read = sum("a line of a program" in record.text for record in self.lines if record.kind == "kernel")
        self.assertGreater(lost, 1000)
        self.assertEqual(lost + read, 10501)

    def test_the_files_are_whole(self):
        self.assertTrue(self.whole)
        for records in (self.netlink, self.lines):
            self.assertEqual([record.number for record in records], list(range(1, len(records) + 1)))
            self.assertEqual(records[-1].kind, "end")


class Renamed(Recording):
    """The interface bears another name for a while; then the radio goes and comes back."""
    scenario = str(HERE / "renamed.toml")

    def test_the_device_is_followed(self):
        records, _ = run_file.read(self.run_file)
        told = [(record.fields["WLANMEDIC_DEVICE"], record.fields.get("WLANMEDIC_BEFORE", ""), record.fields["WLANMEDIC_INTERFACE"])
                for record in records if record.kind == "device"]
        told = [one for one in told if INTERFACE in one or "other" in one]
        renamed = [one for one in told if one[0] == "renamed"]
        self.assertEqual(renamed[:2], [("renamed", INTERFACE, "other"), ("renamed", "other", INTERFACE)])
        self.assertEqual([one[0] for one in told if one[0] != "renamed"][-2:], ["gone", "appeared"])
        instants = [record.instant for record in records if record.kind == "device"]
        beyond = [command for instant, command, _ in run_file.events(records) if instant > instants[-1]]
        self.assertIn(46, beyond, "NL80211_CMD_CONNECT of the new radio")


if __name__ == "__main__":
    PROGRAM = sys.argv[1]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
