# SPDX-License-Identifier: MIT
"""A second reader of run files, written from docs/run-file.md alone: what the tests hold the recorder's files against."""
import dataclasses
import pathlib
import struct

MULTICAST = 0  # an answer has the sequence number of netlink of its question


@dataclasses.dataclass
class Message:
    """A netlink message: of generic netlink with its command and attributes (number: bytes, the last of each)."""
    type: int
    sequence: int
    command: int
    attributes: dict


@dataclasses.dataclass
class Record:
    frame: int
    number: int  # WLANMEDIC_SEQUENCE, epb_packetid
    instant: float  # seconds of the run's clock
    kind: str  # "netlink", or WLANMEDIC_KIND
    fields: dict
    messages: list

    @property
    def text(self):
        return self.fields.get("MESSAGE", "")


def entry(body):
    """The fields of an entry in the Journal Export Format."""
    fields, at = {}, 0
    while at < len(body) and body[at] != 0:
        end = body.index(b"\n", at)
        line = body[at:end]
        at = end + 1
        name, equals, value = line.partition(b"=")
        if not equals:
            size, = struct.unpack_from("<Q", body, at)
            value = body[at + 8:at + 8 + size]
            at += 8 + size + 1
        fields[name.decode()] = value.decode(errors="replace")
    return fields


def attributes(body):
    found, at = {}, 0
    while at + 4 <= len(body):
        size, kind = struct.unpack_from("=HH", body, at)
        if size < 4:
            break
        found[kind & 0x3fff] = body[at + 4:at + size]
        at += (size + 3) & ~3
    return found


def messages(family, body):
    found, at = [], 0
    while at + 16 <= len(body):
        size, kind, _, sequence, _ = struct.unpack_from("=IHHII", body, at)
        if size < 16:
            break
        payload = body[at + 16:at + size]
        command = payload[0] if family == 16 and len(payload) >= 4 else -1
        found.append(Message(kind, sequence, command, attributes(payload[4:]) if family == 16 else {}))
        at += (size + 3) & ~3
    return found


def options(body):
    found, at = {}, 0
    while at + 4 <= len(body):
        code, size = struct.unpack_from("<HH", body, at)
        if code == 0:
            break
        found[code] = body[at + 4:at + 4 + size]
        at += 4 + ((size + 3) & ~3)
    return found


def read(path):
    """All records before the first block that is not whole, and whether the file ends with a whole one."""
    data = pathlib.Path(path).read_bytes()
    records, at, frame = [], 0, 0
    while at + 12 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 12 or size % 4 or at + size > len(data):
            break
        body = data[at + 8:at + size - 4]
        assert struct.unpack_from("<I", data, at + size - 4)[0] == size, f"block at {at}: its two lengths differ"
        at += size
        if kind == 9:
            frame += 1
            fields = entry(body)
            records.append(Record(frame, int(fields["WLANMEDIC_SEQUENCE"]), int(fields["WLANMEDIC_INSTANT"]) / 1e9,
                                  fields["WLANMEDIC_KIND"], fields, []))
        elif kind == 6:
            frame += 1
            _, high, low, captured, _ = struct.unpack_from("<IIIII", body)
            packet = body[20:20 + captured]
            family, = struct.unpack_from(">H", packet, 14)
            number, = struct.unpack("<Q", options(body[20 + ((captured + 3) & ~3):])[5])
            records.append(Record(frame, number, (high << 32 | low) / 1e9, "netlink", {"family": family},
                                  messages(family, packet[16:])))
    return records, at == len(data)


def nl80211_number(records):
    """Of generic netlink's family: CTRL_ATTR_FAMILY_ID (1) of the answer that names it (CTRL_ATTR_FAMILY_NAME, 2)."""
    for record in records:
        for message in record.messages:
            if message.type == 16 and message.attributes.get(2, b"").rstrip(b"\0") == b"nl80211":
                return struct.unpack("=H", message.attributes[1][:2])[0]
    return None


def events(records):
    """What happened, not what was asked: (instant, command, attributes) of nl80211's multicast messages."""
    number = nl80211_number(records)
    return [(record.instant, message.command, message.attributes) for record in records for message in record.messages
            if record.fields.get("family") == 16 and message.type == number and message.sequence == MULTICAST]
