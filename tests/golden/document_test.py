# SPDX-License-Identifier: MIT
"""Runs the commands of a page and holds what they print against what the page says they do.

usage: document_test.py PROGRAM SOURCE_TREE PAGE [unittest arguments]

A block that begins with "$ wlanmedic" is a command, run in the source tree, and its output. Bold figures of the text must stand in
some output. WLANMEDIC_RENEW=1 writes the outputs anew; read the difference before it is committed.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

PROGRAM, TREE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PAGE = TREE / sys.argv[3]
BLOCK = re.compile(r"^```\n\$ wlanmedic (.*)\n((?:.*\n)*?)```$", re.MULTILINE)


def output_of(command):
    done = subprocess.run([PROGRAM, *shlex.split(command)], cwd=TREE, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit status {done.returncode}\n{done.stderr}")
    return done.stdout


class Page(unittest.TestCase):
    maxDiff = None

    def test_commands_print_what_it_says(self):
        text = PAGE.read_text()
        if os.environ.get("WLANMEDIC_RENEW"):
            PAGE.write_text(BLOCK.sub(lambda found: f"```\n$ wlanmedic {found[1]}\n{output_of(found[1])}```", text))
            self.skipTest("renewed")
        blocks = list(BLOCK.finditer(text))
        self.assertGreater(len(blocks), 0)
        for found in blocks:
            self.assertEqual(output_of(found[1]), found[2], found[1])

    def test_its_figures_stand_in_what_was_printed(self):
        text = PAGE.read_text()
        printed = "".join(found[2] for found in BLOCK.finditer(text))
        figures = re.findall(r"\*\*([0-9][0-9.,: s]*)\*\*", BLOCK.sub("", text))
        self.assertGreater(len(figures), 0)
        for figure in figures:
            self.assertIn(figure, printed)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
