# SPDX-License-Identifier: MIT
"""Holds the lines that a document names against the sources that it names.

    docs_lines.py DOCUMENT [KERNEL_SOURCE]

KERNEL_SOURCE is an unpacked tree, or linux-source-X.Y.tar.xz as Debian packs it; the lab's (`wlanmedic lab prepare
--modules`) where none is given. bes2600's tree is the one that the environment's BES2600_SOURCE names; without it the
references to bes2600 are counted as not looked at, and said so.

A reference is a text in code quotes and, in brackets, a file and a line: the text must stand on that line (`name()`
stands where the name is called or defined). Where the
kernel's source is of another version than the document's the lines may have moved: then the text must stand somewhere
in that file.
"""
import os
import pathlib
import re
import sys
import tarfile

REFERENCE = re.compile(r"\b([a-z0-9]+/[\w./]+\.[ch]):(\d+)")
TEXT_BEFORE = re.compile(r"`([^`\n]+)` \((?:[^`()]* )?$")
ROOT = re.compile(r"^\| `(\w+)/` \| `([^`]+)`", re.MULTILINE)
VERSION = re.compile(r"Linux (\d+\.\d+\.\d+)")


def references(text):
    """Yields (where in the document, quoted text or None, file, line)."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in REFERENCE.finditer(line):
            before = TEXT_BEFORE.search(line[: found.start()])
            quoted = before.group(1).replace("\\|", "|") if before else None
            yield number, quoted, found.group(1), int(found.group(2))


def files_of(source, names):
    """The text of those of the named files that the source has, by name."""
    if source.is_dir():
        return {name: (source / name).read_text(errors="replace") for name in names if (source / name).is_file()}
    found = {}
    with tarfile.open(source, "r|xz") as archive:
        for member in archive:
            name = member.name.split("/", 1)[-1]
            if name in names and member.isfile():
                found[name] = archive.extractfile(member).read().decode(errors="replace")
                if len(found) == len(names):
                    break
    return found


def source_in_lab():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    archives = sorted((cache / "wlanmedic/lab/linux-source").glob("linux-source-*.tar.xz"))
    if not archives:
        sys.exit("the lab has no source of the kernel: wlanmedic lab prepare --modules fetches it")
    return archives[-1]


def version_of(makefile):
    words = dict(re.findall(r"^(VERSION|PATCHLEVEL|SUBLEVEL) = (\d+)$", makefile, re.MULTILINE))
    return "{VERSION}.{PATCHLEVEL}.{SUBLEVEL}".format(**words)


def squeezed(text):
    return " ".join(text.split())


def trouble(quoted, line, text, exact):
    if text is None:
        return "no such file"
    lines = [squeezed(one) for one in text.splitlines()]
    wanted = squeezed(quoted)
    if wanted.endswith("()"):
        wanted = wanted[:-1]
    if exact and (line > len(lines) or wanted not in lines[line - 1]):
        at = [str(number) for number, one in enumerate(lines, 1) if wanted in one]
        return "that text is not on that line, but on " + (", ".join(at) or "none")
    if not exact and not any(wanted in one for one in lines):
        return "that text is nowhere in that file"
    return None


def main(arguments):
    document = pathlib.Path(arguments[0])
    kernel = pathlib.Path(arguments[1]) if len(arguments) > 1 else source_in_lab()
    bes2600 = pathlib.Path(os.environ["BES2600_SOURCE"]) if os.environ.get("BES2600_SOURCE") else None
    text = document.read_text()
    roots = dict(ROOT.findall(text))
    read_in = VERSION.search(text).group(1)

    named = [(*one, *one[2].split("/", 1)) for one in references(text)]
    paths = {name: roots[head] + rest for _, _, name, _, head, rest in named if head in roots}
    of_bes2600 = {path for name, path in paths.items() if name.startswith("bes2600/")}
    files = files_of(kernel, set(paths.values()) - of_bes2600 | {"Makefile"})
    exact = version_of(files["Makefile"]) == read_in
    if not exact:
        print(f"{document.name} was written with Linux {read_in}, not {version_of(files['Makefile'])}: lines are not compared")
    if bes2600:
        files |= files_of(bes2600, of_bes2600)

    held = wrong = unseen = 0
    for number, quoted, name, line, head, _ in named:
        if head not in roots:
            said = f"the document's table does not say what {head}/ is"
        elif quoted is None:
            said = "no text in code quotes stands before it"
        elif head == "bes2600" and not bes2600:
            unseen += 1
            continue
        else:
            said = trouble(quoted, line, files.get(paths[name]), exact or head == "bes2600")
        if said:
            wrong += 1
            print(f"{document.name}:{number}: {name}:{line} `{quoted}`: {said}")
        else:
            held += 1
    print(f"{held} references hold, {wrong} do not; {unseen} to bes2600 were not looked at")
    return 1 if wrong or not held else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
