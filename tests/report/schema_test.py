# SPDX-License-Identifier: MIT
"""Holds `wlanmedic explain --format json` to docs/explain.schema.json, and to what a schema cannot say.

usage: schema_test.py PROGRAM SOURCE_TREE [unittest arguments]
"""
import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema  # python3-jsonschema: without it this test fails, it is not skipped

PROGRAM, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((TREE / "docs/explain.schema.json").read_text())
LAB = sorted(folder for folder in (TREE / "tests/golden/lab").iterdir() if folder.is_dir())
CAMPAIGN = TREE / "campaigns/bes2600-patch-b"
LAB_STATION = "wlan2"  # the lab's other radios are access points
LONGEST_RECEIPT = 4096

# What each total is counted from in the lines of iw event, of a station's interface.
IW_LINES = {
    "auth_timeout": r"auth: timed out",
    "assoc_timeout": r"assoc: timed out",
    "assoc_comeback": r"assoc comeback bssid ",
    "beacon_loss": r"CQM event: [Bb]eacon loss",
    "unprotected_deauth": r"unprotected (deauth|disassoc) ",
    "associated": r"connected to ",
}


def unique_keys(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key stands twice: {keys}")
    return dict(pairs)


def no_constants(name):
    raise ValueError(f"{name} is no JSON")


def run(*arguments, text=None):
    """Standard output of explain, as bytes; text goes to its standard input."""
    done = subprocess.run([PROGRAM, "explain", *map(str, arguments)], input=text or b"", capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def explain(*arguments, text=None):
    raw = run("--format", "json", *arguments, text=text).decode("ascii")
    if re.search("[<>&]", raw):
        raise AssertionError("markup stands in the output unescaped")
    return json.loads(raw, object_pairs_hook=unique_keys, parse_constant=no_constants)


def time_of(text):
    return None if text is None else datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


def as_shown(line):
    """A line of a file as a receipt shows it."""
    if len(line) > LONGEST_RECEIPT:
        line = line[:LONGEST_RECEIPT] + b"[cut]"
    return line.decode("utf-8", "backslashreplace")


def lines_of(content):
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return [line[:-1] if line.endswith(b"\r") else line for line in lines]


class Documents(unittest.TestCase):
    validator = jsonschema.Draft202012Validator(SCHEMA)

    def check(self, document, standard_input=None):
        """All that holds for any document."""
        errors = [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in self.validator.iter_errors(document)]
        self.assertEqual(errors, [])
        self.check_evidence(document, standard_input)
        self.check_metrics(document)
        ids = [outage["id"] for outage in document["outages"]]
        self.assertEqual(sorted(ids), list(range(1, len(ids) + 1)), "ids of outages")
        starts = [outage["start"] for outage in document["outages"] if outage["start"]]
        self.assertEqual(starts, sorted(starts), "outages stand in the order of their starts")
        files = {file["path"] for file in document["evidence"]}
        for outage in document["outages"]:
            with self.subTest(outage=outage["id"]):
                self.check_times(outage)
                self.check_story(outage)
                self.check_receipts(outage, files, standard_input)

    def check_evidence(self, document, standard_input):
        paths = [file["path"] for file in document["evidence"]]
        self.assertEqual(len(paths), len(set(paths)), "a file is named twice")
        for file in document["evidence"]:
            self.assertLessEqual(file["events"] + file["unrecognized"] + file["malformed"], file["lines"], file["path"])
            content = standard_input if file["path"] == "standard input" else pathlib.Path(file["path"]).read_bytes()
            self.assertEqual(file["lines"], len(lines_of(content)), file["path"])
        start, end = time_of(document["span"]["start"]), time_of(document["span"]["end"])
        self.assertEqual(start is None, end is None)
        if start is not None:
            self.assertLessEqual(start, end)
            if all(alignment["aligned"] for file in document["evidence"] for alignment in file["alignments"]):
                self.assertLessEqual(document["span"]["hours"] * 3600, (end - start).total_seconds() + 1e-5)

    def check_metrics(self, document):
        metrics = {metric["name"]: metric for metric in document["metrics"]}
        self.assertEqual(len(metrics), len(document["metrics"]), "names of metrics")
        for metric in metrics.values():
            if metric["value"] is not None and metric["ci95"] is not None:
                low, high = metric["ci95"]
                self.assertLessEqual(low, metric["value"], metric["name"])
                self.assertLessEqual(metric["value"], float("inf") if high is None else high, metric["name"])
            if metric["unit"] == "1/h" and metric["value"] is not None:
                self.assertAlmostEqual(metric["value"], metric["n"] / metric["hours"], msg=metric["name"])
        failures = [outage for outage in document["outages"] if outage["failure"]]
        self.assertEqual(metrics["outage.duration_s.max"]["n"], len(failures))
        lengths = [outage["duration_s"] for outage in failures if outage["duration_s"] is not None]
        longest = metrics["outage.duration_s.max"]["value"]
        if lengths:
            self.assertAlmostEqual(longest, max(lengths), places=5)
        else:
            self.assertIsNone(longest)
        for name in {outage["trigger"]["class"] for outage in failures} | {"connection_loss"}:
            of_class = [outage for outage in failures if outage["trigger"]["class"] == name]
            decided = [outage["blackhole"] for outage in of_class if outage["blackhole"] is not None]
            rate, escalation = metrics[name + ".rate_per_hour"], metrics[name + ".escalation"]
            if rate["source"] == "logs":
                self.assertEqual(rate["n"], len(of_class), name)
            if escalation["source"] == "logs":
                self.assertEqual(escalation["n"], len(decided), name)
                expected = sum(decided) / len(decided) if decided else None
                self.assertEqual(escalation["value"], expected, name)
        blackholes = metrics["blackhole.rate_per_hour"]
        if blackholes["source"] == "logs":
            self.assertEqual(blackholes["n"], sum(outage["blackhole"] is True for outage in failures))

    def check_times(self, outage, limit=5):
        times = {key: time_of(outage[key]) for key in ("lost_since", "start", "end")}
        if times["start"] is None:  # evidence without times: no time at all
            of_outage = [outage["end"], outage["lost_since"], outage["duration_s"], outage["blackhole"], outage["trigger"]["at"]]
            of_parts = [part["at"] for key in ("steps", "comebacks", "before") for part in outage[key]]
            self.assertEqual(set(of_outage + of_parts), {None})
            return
        self.assertLessEqual(times["lost_since"], times["start"])
        if times["end"] is not None:
            self.assertAlmostEqual((times["end"] - times["start"]).total_seconds(), outage["duration_s"], places=5)
        self.assertEqual(outage["open_ended"], times["end"] is None)
        if not outage["failure"]:
            self.assertIs(outage["blackhole"], False)
        elif outage["duration_s"] > limit:
            self.assertIs(outage["blackhole"], True)
        else:
            self.assertIs(outage["blackhole"], None if outage["open_ended"] or outage["lower_bound"] else False)
        begins = [step["at"] for step in outage["steps"]]
        self.assertEqual(begins, sorted(begins), "steps stand in the order of their begins")

    def check_story(self, outage):
        groups = outage["unprotected_deauth_groups"]
        self.assertEqual(outage["unprotected_deauths"],
                         groups[0] if groups else {"count": 0, "span_ms": None, "reason_code": None, "bssid": None})
        sizes = [group["count"] for group in groups]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        stray = sum(step["times"] for step in outage["steps"] if step["what"].startswith("unprotected_"))
        self.assertEqual(sum(sizes), stray)
        if outage["restored"] is not None:
            self.assertEqual(outage["restored"]["associated_at"], outage["end"])
            if outage["restored"]["bssid"] is not None:
                self.assertEqual(outage["bssids"][-1], outage["restored"]["bssid"])
        for one, other in zip(outage["bssids"], outage["bssids"][1:]):
            self.assertNotEqual(one, other)
        if outage["omitted_events"] == 0:
            self.assertEqual(len(outage["comebacks"]), outage["failures"].get("assoc_comeback", 0))

    def check_receipts(self, outage, files, standard_input):
        places = [(receipt["file"], receipt["line"]) for receipt in outage["receipts"]]
        self.assertGreaterEqual(len(places), 1)
        self.assertEqual(len(places), len(set(places)), "a receipt stands twice")
        for receipt in outage["receipts"]:
            self.assertIn(receipt["file"], files)
            content = standard_input if receipt["file"] == "standard input" else pathlib.Path(receipt["file"]).read_bytes()
            self.assertEqual(receipt["text"], as_shown(lines_of(content)[receipt["line"] - 1]))

    def recount(self, totals, content, interface):
        """Totals against the lines of iw event, each of which tells a happening once."""
        name = re.escape(interface).encode()
        for total, words in IW_LINES.items():
            found = re.findall(rb"(?m)^(?:[\d.]+: |\[[\d :.-]+\]: )?" + name + rb"(?: \(phy #\d+\))?: " + words.encode(), content)
            self.assertEqual(totals[total], len(found), total)

    def test_lab(self):
        self.assertGreaterEqual(len(LAB), 12)
        for folder in LAB:
            with self.subTest(folder.name):
                document = explain(folder)
                self.check(document)
                self.assertEqual(set(document["totals_from"].values()), {"logs"})
                self.recount(document["totals"], (folder / "iw-event.txt").read_bytes(), LAB_STATION)
                kernel = (folder / "dmesg.txt").read_text(errors="replace")
                lost = re.findall(rf"{LAB_STATION}: Connection to AP (?!00:00:00:00:00:00)\S+ lost", kernel)
                self.assertEqual(document["totals"]["connection_loss"], len(lost))
                read = {pathlib.Path(file["path"]).name for file in document["evidence"]}
                self.assertEqual(read, {"iw-event.txt", "dmesg.txt", "trace.txt", "wpa_supplicant.log"})
                skipped = {pathlib.Path(file["path"]).name for file in document["skipped"]}
                self.assertEqual(read | skipped, {file.name for file in folder.iterdir()})

    def test_campaign(self):
        document = explain(CAMPAIGN)
        self.check(document)
        counted = {"connection_loss": 9, "unprotected_deauth": 7, "decrypt_failure": 183}
        for total, count in document["totals"].items():
            self.assertEqual(document["totals_from"][total], "counts" if total in counted else "logs")
            if total in counted:
                self.assertEqual(count, counted[total])
        content = (CAMPAIGN / "baseline/iw-event.txt").read_bytes()
        from_logs = {total: count for total, count in document["totals"].items() if total not in counted}
        self.recount({**from_logs, "unprotected_deauth": 8}, content, "wlan0")  # the notes count those of reason 6
        self.assertEqual([outage["blackhole"] for outage in document["outages"]], [True])

    def test_times_are_not_needed(self):
        timed = (TREE / "tests/golden/lab/full-chain/iw-event.txt").read_bytes()
        plain = re.sub(rb"(?m)^\d+\.\d+: ", b"", timed)
        self.assertNotEqual(plain, timed)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "iw-event.txt"
            path.write_bytes(plain)
            document = explain(path)
            self.check(document)
        self.recount(document["totals"], plain, LAB_STATION)
        self.assertGreaterEqual(len(document["outages"]), 1)
        self.assertEqual({outage["start"] for outage in document["outages"]}, {None})
        self.assertEqual(document["span"], {"start": None, "end": None, "hours": 0})
        self.assertEqual({metric["value"] for metric in document["metrics"] if metric["unit"] == "1/h"}, {None})

    def test_standard_input(self):
        content = (TREE / "tests/golden/lab/wedge/iw-event.txt").read_bytes()
        document = explain("-", text=content)
        self.check(document, content)
        self.assertEqual([file["path"] for file in document["evidence"]], ["standard input"])
        self.recount(document["totals"], content, LAB_STATION)
        by_name = explain(TREE / "tests/golden/lab/wedge/iw-event.txt")
        self.assertEqual(document["metrics"], by_name["metrics"])

    def test_hostile_text(self):
        """Escapes, marks that turn the line round, markup, bytes that are no UTF-8, long lines, CR LF."""
        hostile = b"\x1b[31m\x9b\x07</script>&\xe2\x80\xae\xf0\x9f\x93\xb6\xff\xc0\xaf\xed\xa0\x80\x00\\\""
        content = b"".join([
            b"\xef\xbb\xbf1767225690.000000: wlan0 (phy #0): connected to 02:00:00:00:00:00\r\n",
            b'1767225700.000000: wlan0 (phy #0): scan finished: 2412, "' + hostile + b'"\n',
            b'1767225701.000000: wlan0 (phy #0): scan finished: 2412, "' + b"\xe2\x82\xac" * 2000 + b'"\n',
            b"1767225702.000000: wlan0 (phy #0): disconnected (by AP) reason: 1: " + hostile + b"\r\n",
            b"1767225703.000000: wlan0 (phy #0): connected to 02:00:00:00:00:00",
        ])
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "\x1b]0;name <b>.txt"
            path.write_bytes(content)
            document = explain(path)
            self.check(document)
            receipts = document["outages"][0]["receipts"]
            self.assertEqual(len(receipts), 5)
            self.assertTrue(receipts[2]["text"].endswith("[cut]"))
            text = run("-v", "--color", "never", path)
        self.assertEqual(re.findall(rb"[\x00-\x09\x0b-\x1f\x7f]", text), [])
        shown = text.decode("utf-8")
        self.assertNotIn("\u202e", shown)
        self.assertNotIn("\x9b", shown)
        self.assertIn("\U0001f4f6", shown, "what is harmless stands as it is")


def places(value, path=()):
    """All values of a document with the path to each."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from places(below, (*path, key))


def changed(document, path, change):
    """A copy in which `change` was done to what contains the last element of the path."""
    result = copy.deepcopy(document)
    holder = result
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1] if path else None)
    return result


class Schema(unittest.TestCase):
    """The schema refuses what it should."""
    validator = jsonschema.Draft202012Validator(SCHEMA)

    @classmethod
    def setUpClass(cls):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        # One document with something of everything, each list cut down to its first elements.
        cls.document = explain(TREE / "tests/golden/lab/full-chain")
        campaign = explain(CAMPAIGN)
        open_ended = next(outage for outage in cls.document["outages"] if outage["open_ended"])
        cls.document["outages"] = [campaign["outages"][0], open_ended]
        for outage in cls.document["outages"]:
            for key in ("steps", "comebacks", "before", "receipts", "unprotected_deauth_groups"):
                outage[key] = outage[key][:2]
        cls.document["metrics"] = [*campaign["metrics"][:2], campaign["metrics"][-1]]
        cls.document["skipped"] = cls.document["skipped"][:1]
        cls.document["warnings"] = ["words"]

    def refuse(self, document, what):
        self.assertFalse(self.validator.is_valid(document), f"not refused: {what}")

    def test_takes_the_document_itself(self):
        self.assertTrue(self.validator.is_valid(self.document))
        for key in ("evidence", "skipped", "warnings", "outages", "metrics"):
            self.assertTrue(self.document[key], key)

    def test_key_removed(self):
        tried = 0
        for path, _ in places(self.document):
            if not path or not isinstance(path[-1], str) or path[-2:-1] == ("failures",):
                continue
            self.refuse(changed(self.document, path, lambda holder, key: holder.pop(key)), path)
            tried += 1
        self.assertGreater(tried, 150)

    def test_key_added(self):
        for path, value in places(self.document):
            if not isinstance(value, dict):
                continue
            def add(holder, key):
                (holder if key is None else holder[key])["more"] = 1
            self.refuse(changed(self.document, path, add), path)

    def test_wrong_type(self):
        wrong = {str: 7, int: "7", float: "7", bool: "true", list: {}, dict: [], type(None): {}}
        for path, value in places(self.document):
            if not path:
                continue
            def mistype(holder, key, other=wrong[type(value)]):
                holder[key] = other
            self.refuse(changed(self.document, path, mistype), path)

    def test_wrong_value(self):
        outage = ("outages", 0)
        wrong = [
            (("schema",), "wlanmedic.explain/2"),
            (("evidence", 0, "lines"), -1),
            (("evidence", 0, "lines"), 1.5),
            (("evidence", 0, "format"), "tcpdump"),
            (("evidence", 0, "clock"), "sundial"),
            (("evidence", 0, "first"), "2026-05-07 02:40:45.000000"),
            (("evidence", 0, "first"), "2026-05-07T02:40:45Z"),
            (("evidence", 0, "first"), "2026-13-07T02:40:45.000000Z"),
            (("evidence", 0, "first"), "2026-05-07T02:40:45.000000+00:00"),
            (("evidence", 0, "alignments", 0, "clock"), "sundial"),
            (("evidence", 0, "alignments", 0, "aligned"), False),
            (("span", "hours"), -0.1),
            (("totals", "associated"), -1),
            (("totals_from", "associated"), "hearsay"),
            ((*outage, "id"), 0),
            ((*outage, "interface"), ""),
            ((*outage, "duration_s"), -1),
            ((*outage, "open_ended"), True),
            ((*outage, "trigger", "class"), "gremlins"),
            ((*outage, "trigger", "reason_code"), 65536),
            ((*outage, "trigger", "because"), ""),
            ((*outage, "steps", 0, "what"), "dance"),
            ((*outage, "steps", 0, "times"), 0),
            ((*outage, "bssids", 0), "5b:32"),
            ((*outage, "bssids", 0), "02:00:00:00:00:0G"),
            ((*outage, "bssids", 0), "XX:XX:XX:XX:5B:32"),
            ((*outage, "channels"), [2412, 2412]),
            ((*outage, "failures"), {"assoc_timeout": 0}),
            ((*outage, "comebacks", 0, "tu"), 1 << 32),
            ((*outage, "comebacks", 0, "respected"), "yes"),
            ((*outage, "unprotected_deauths"), {"count": 0, "span_ms": 1, "reason_code": 6, "bssid": None}),
            ((*outage, "restored"), None),
            ((*outage, "before", 0, "what"), "rain"),
            ((*outage, "receipts"), []),
            ((*outage, "receipts", 0, "line"), 0),
            (("outages", 1, "restored"), {"bssid": None, "associated_at": None, "authorized_at": None}),
            (("metrics", 0, "name"), "gremlins.rate_per_hour"),
            (("metrics", 0, "unit"), "1"),
            (("metrics", 0, "unit"), "Hz"),
            (("metrics", 0, "ci95"), [0.1]),
            (("metrics", 0, "ci95"), [0.1, 0.2, 0.3]),
            (("metrics", 0, "ci95"), [None, 0.2]),
            (("metrics", 1, "value"), 1.1),
            (("metrics", 2, "ci95"), [0, 1]),
        ]
        for path, value in wrong:
            def put(holder, key, other=value):
                holder[key] = other
            self.refuse(changed(self.document, path, put), (path, value))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
