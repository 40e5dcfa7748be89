// SPDX-License-Identifier: MIT
#include "evidence/iw_event.h"

#include <algorithm>
#include <array>

#include "evidence/hex_bytes.h"
#include "evidence/timestamp.h"
#include "wifi/management_frame.h"

namespace wlanmedic::evidence {
namespace {

using wifi::MacAddress;
using wifi::Sender;
using Kind = Decoded::Kind;

// Numbers of nl80211 commands (include/uapi/linux/nl80211.h) that an older iw prints as "unknown event".
constexpr int cmd_port_authorized = 125;
constexpr int cmd_control_port_frame_tx_status = 139;

std::optional<MacAddress> take_address(wifi::TextCursor& cursor) {
    const auto address = MacAddress::parse(cursor.rest().substr(0, 17));
    if (address) cursor.take(cursor.rest().substr(0, 17));
    return address;
}

// What iw's print_frame() writes: " SA -> DA status: 0: Successful [frame: b0 00 …]".
struct PrintedFrame {
    std::optional<MacAddress> from;
    std::optional<MacAddress> to;
    std::optional<std::uint16_t> status;
    std::optional<std::uint16_t> reason;
    std::optional<wifi::ManagementFrame> bytes;  ///< with -f
    bool cut = false;  ///< the line breaks off within the frame, or the bytes say something else
};

PrintedFrame take_frame_words(wifi::TextCursor cursor) {
    PrintedFrame frame;
    if (cursor.take(" [no frame]")) return frame;
    if (cursor.rest().starts_with(" [invalid frame: ")) {
        frame.cut = true;
        return frame;
    }
    cursor.skip_spaces();
    frame.from = take_address(cursor);
    if (!frame.from || !cursor.take(" -> ")) {
        frame.cut = true;
        return frame;
    }
    frame.to = take_address(cursor);
    frame.cut = !frame.to;
    if (cursor.take(" status: ")) {
        frame.status = cursor.take_whole_number<std::uint16_t>();
        frame.cut = frame.cut || !frame.status;
    } else if (cursor.take(" reason ")) {
        frame.reason = cursor.take_whole_number<std::uint16_t>();
        frame.cut = frame.cut || !frame.reason;
    }
    const std::size_t at = cursor.rest().find(" [frame:");
    if (at == std::string_view::npos) return frame;
    const std::string_view hex = cursor.rest().substr(at + 8);
    if (!hex.ends_with(']')) {
        frame.cut = true;
        return frame;
    }
    if (const auto bytes = bytes_from_hex(hex.substr(0, hex.size() - 1)))
        frame.bytes = wifi::decode_management_frame(*bytes);
    if (!frame.bytes) frame.cut = true;
    if (frame.bytes && !frame.bytes->is_protected) {
        if (frame.bytes->status) frame.status = frame.bytes->status;
        if (frame.bytes->reason) frame.reason = frame.bytes->reason;
    }
    return frame;
}

// Who sent a deauthentication: the frame's own BSSID decides; without it only a broadcast one is clear.
Sender sender_of(const PrintedFrame& frame) {
    if (frame.bytes && frame.from) return frame.bytes->bssid == *frame.from ? Sender::access_point : Sender::local;
    if (frame.to && frame.to->is_broadcast()) return Sender::access_point;
    return Sender::unknown;
}

Decoded event(wifi::Payload payload) {
    Decoded decoded;
    decoded.kind = Kind::event;
    decoded.payload = std::move(payload);
    return decoded;
}

Decoded of_kind(Kind kind) {
    Decoded decoded;
    decoded.kind = kind;
    return decoded;
}

Decoded decode_auth(wifi::TextCursor cursor) {
    if (cursor.take(": timed out")) return event(wifi::AuthTimedOut{});
    if (cursor.take(": unknown event")) return of_kind(Kind::noted);
    const PrintedFrame frame = take_frame_words(cursor);
    if (!frame.status && frame.bytes && frame.bytes->is_protected) return of_kind(Kind::noted);
    if (frame.cut || !frame.status) return of_kind(Kind::malformed);
    if (*frame.status == 0) return event(wifi::Authenticated{.bssid = frame.from});
    // SAE (76 anti-clogging, 126 hash-to-element, 127 public key) answers that are steps, no refusals.
    if (*frame.status == 76 || *frame.status == 126 || *frame.status == 127) return of_kind(Kind::noted);
    return event(wifi::AuthRejected{.bssid = frame.from, .status = *frame.status});
}

Decoded decode_assoc(wifi::TextCursor cursor) {
    if (cursor.take(": timed out")) return event(wifi::AssocTimedOut{});
    if (cursor.take(": unknown event")) return of_kind(Kind::noted);
    if (cursor.take(" comeback bssid ")) {
        const auto bssid = take_address(cursor);
        if (!bssid || !cursor.take(" timeout ")) return of_kind(Kind::malformed);
        const auto tu = cursor.take_number<std::uint32_t>();
        return tu ? event(wifi::AssocComeback{.bssid = bssid, .tu = *tu}) : of_kind(Kind::malformed);
    }
    const PrintedFrame frame = take_frame_words(cursor);
    if (frame.cut || !frame.status) return of_kind(Kind::malformed);
    if (frame.bytes && frame.bytes->comeback_tu && *frame.status == 30)
        return event(wifi::AssocComeback{.bssid = frame.from, .tu = *frame.bytes->comeback_tu});
    if (*frame.status != 0) return event(wifi::AssocRejected{.bssid = frame.from, .status = *frame.status});
    return event(wifi::AssocResponse{.bssid = frame.from, .status = 0});
}

Decoded decode_deauth(wifi::TextCursor cursor, bool disassociation) {
    const PrintedFrame frame = take_frame_words(cursor);
    if (frame.cut) return of_kind(Kind::malformed);
    return event(wifi::Deauthenticated{.by = sender_of(frame),
                                       .from = frame.from,
                                       .to = frame.to,
                                       .reason = frame.reason.value_or(0),
                                       .disassociation = disassociation});
}

Decoded decode_unprotected(wifi::TextCursor cursor, bool disassociation) {
    const PrintedFrame frame = take_frame_words(cursor);
    if (frame.cut || !frame.reason) return of_kind(Kind::malformed);
    // On an access point's own interface the frame is addressed to the BSSID: a station speaks, no access point.
    if (frame.bytes && frame.to && frame.bytes->bssid == *frame.to) return of_kind(Kind::noted);
    return event(wifi::UnprotectedDeauth{
        .from = frame.from, .to = frame.to, .reason = *frame.reason, .disassociation = disassociation});
}

Decoded decode_disconnected(wifi::TextCursor cursor) {
    wifi::Disconnected end;
    if (cursor.take(" (by AP)"))
        end.by = Sender::access_point;
    else if (cursor.take(" (local request)"))
        end.by = Sender::local;
    else if (!cursor.at_end())
        return of_kind(Kind::malformed);
    if (cursor.take(" reason: ")) {
        const auto reason = cursor.take_whole_number<std::uint16_t>();
        if (!reason) return of_kind(Kind::malformed);
        end.reason = *reason;
    }
    return event(end);
}

Decoded decode_connect(wifi::TextCursor cursor) {
    const auto bssid = cursor.take(" to ") ? take_address(cursor) : std::nullopt;
    return event(wifi::Associated{.bssid = bssid});
}

// Drivers with their own MLME give one verdict for the whole attempt.
Decoded decode_connect_failed(wifi::TextCursor cursor) {
    const auto bssid = cursor.take(" to ") ? take_address(cursor) : std::nullopt;
    if (!cursor.take(", status: ")) return of_kind(Kind::malformed);
    const auto status = cursor.take_whole_number<std::uint16_t>();
    return status ? event(wifi::AssocRejected{.bssid = bssid, .status = *status}) : of_kind(Kind::malformed);
}

Decoded decode_connect_timed_out(wifi::TextCursor cursor) {
    return event(wifi::AssocTimedOut{.bssid = cursor.take(" to ") ? take_address(cursor) : std::nullopt});
}

Decoded decode_roamed(wifi::TextCursor cursor) {
    return event(wifi::Roamed{.bssid = cursor.take(" to ") ? take_address(cursor) : std::nullopt});
}

Decoded decode_scan_end(wifi::TextCursor cursor, bool aborted) {
    wifi::ScanFinished scan{.frequencies = {}, .aborted = aborted};
    while (cursor.take(" ")) {
        const auto frequency = cursor.take_number<int>();
        if (!frequency) break;
        scan.frequencies.push_back(*frequency);
    }
    return event(std::move(scan));
}

Decoded decode_station(wifi::TextCursor cursor, bool added) {
    const auto address = take_address(cursor);
    if (!address) return of_kind(Kind::malformed);
    if (added) return event(wifi::StationAdded{.address = address});
    return event(wifi::StationRemoved{.address = address});
}

Decoded decode_cqm(wifi::TextCursor cursor) {
    if (cursor.take("beacon loss") || cursor.take("Beacon loss")) return event(wifi::BeaconLoss{});
    return of_kind(Kind::noted);
}

Decoded decode_interface(wifi::TextCursor cursor, bool removed) {
    cursor.take(" type ");
    std::string_view type = cursor.rest();
    for (const std::string_view end : {" use 4addr", " meshid"}) type = type.substr(0, type.find(end));
    return event(wifi::InterfaceType{.type = std::string(type), .removed = removed});
}

Decoded decode_unknown(wifi::TextCursor cursor) {
    const auto number = cursor.take_whole_number<int>();
    if (!number) return of_kind(Kind::malformed);
    if (*number == cmd_port_authorized) return event(wifi::Authorized{});
    if (*number == cmd_control_port_frame_tx_status) return event(wifi::EapolSent{.acknowledged = true});
    return event(wifi::UnknownCommand{.number = *number});
}

// Understood and of no weight.
constexpr std::array<std::string_view, 33> harmless{"renamed to ",
                                                    "scheduled scan started",
                                                    "sched scan stopped",
                                                    "got scheduled scan results",
                                                    "beacon hint:",
                                                    "IBSS ",
                                                    "remain on freq",
                                                    "done with remain on freq",
                                                    "frame wait cancel",
                                                    "mgmt TX status",
                                                    "PMKSA candidate",
                                                    "WoWLAN wakeup",
                                                    "probe client",
                                                    "vendor event",
                                                    "delete wiphy",
                                                    "peer measurement",
                                                    "Peer measurement",
                                                    "Bad NAN",
                                                    "NAN",
                                                    "NaN",
                                                    "Match NAN",
                                                    "new mesh peer",
                                                    "new peer candidate",
                                                    "stop ap",
                                                    "sta opmode changed",
                                                    "station opmode",
                                                    "BAD radar event",
                                                    "Michael MIC failure",
                                                    "unknown connect status",
                                                    "unprotected beacon",
                                                    "color change",
                                                    "assoc link",
                                                    "links removed"};

bool take_prefix(wifi::TextCursor& cursor, Decoded& decoded) {
    wifi::TextCursor ahead = cursor;
    if (ahead.take("wdev 0x")) {
        if (!ahead.take_number<std::uint64_t>(16)) return false;
        if (ahead.take(" (phy #")) {
            const auto phy = ahead.take_number<int>();
            if (!phy || !ahead.take(")")) return false;
            decoded.phy = "phy" + std::to_string(*phy);
        }
    } else if (ahead.take("phy #")) {
        const auto phy = ahead.take_number<int>();
        if (!phy) return false;
        decoded.phy = "phy" + std::to_string(*phy);
    } else {
        const std::string_view name = ahead.rest().substr(0, ahead.rest().find_first_of(" :"));
        if (name.empty() || name.size() > 15) return false;
        ahead.take(name);
        decoded.interface = name;
        if (ahead.take(" (phy #")) {
            const auto phy = ahead.take_number<int>();
            if (!phy || !ahead.take(")")) return false;
            decoded.phy = "phy" + std::to_string(*phy);
        }
    }
    if (!ahead.take(": ")) return false;
    cursor = ahead;
    return true;
}

Decoded decode_words(wifi::TextCursor cursor, bool has_phy) {
    if (cursor.take("scan started")) return event(wifi::ScanStarted{});
    if (cursor.take("scan finished:")) return decode_scan_end(cursor, false);
    if (cursor.take("scan aborted")) {
        cursor.take(":");
        return decode_scan_end(cursor, true);
    }
    if (cursor.take("new station ")) return decode_station(cursor, true);
    if (cursor.take("del station ")) return decode_station(cursor, false);
    if (cursor.take("connected")) return decode_connect(cursor);
    if (cursor.take("disconnected")) return decode_disconnected(cursor);
    if (cursor.take("failed to connect")) return decode_connect_failed(cursor);
    if (cursor.take("roamed")) return decode_roamed(cursor);
    if (cursor.take("CQM event: ")) return decode_cqm(cursor);
    if (cursor.take("unprotected deauth")) return decode_unprotected(cursor, false);
    if (cursor.take("unprotected disassoc")) return decode_unprotected(cursor, true);
    if (cursor.take("deauth")) return decode_deauth(cursor, false);
    if (cursor.take("disassoc")) return decode_deauth(cursor, true);
    if (cursor.take("unknown event ")) return decode_unknown(cursor);
    if (cursor.take("ctrl. port TX status")) {
        const bool acknowledged = cursor.rest().ends_with(": acked");
        if (!acknowledged && !cursor.rest().ends_with(": no ack")) return of_kind(Kind::malformed);
        return event(wifi::EapolSent{.acknowledged = acknowledged});
    }
    if (cursor.take("regulatory domain change")) return event(wifi::RegulatoryChanged{});
    if (cursor.take("new interface") || cursor.take("set interface")) return decode_interface(cursor, false);
    if (cursor.take("del interface")) return decode_interface(cursor, true);
    if (cursor.take("ch_switch") || cursor.take("channel switch")) {
        const std::size_t at = cursor.rest().find("freq=");
        wifi::TextCursor digits(at == std::string_view::npos ? std::string_view{} : cursor.rest().substr(at + 5));
        return event(wifi::ChannelSwitched{.frequency = digits.take_number<int>().value_or(0)});
    }
    for (const std::string_view words : harmless)
        if (cursor.rest().starts_with(words)) return of_kind(Kind::noted);
    if (cursor.rest().find(" MHz: ") != std::string_view::npos && has_phy) return of_kind(Kind::noted);  // radar
    // Short words that other programs' lines begin with too: only after "(phy #N)" are they iw's.
    if (has_phy) {
        if (cursor.take("timed out")) return decode_connect_timed_out(cursor);
        if (cursor.take("auth")) return decode_auth(cursor);
        if (cursor.take("assoc")) return decode_assoc(cursor);
        return of_kind(Kind::unrecognized);
    }
    return Decoded::foreign();
}

// "wlan0: new station …" is iw's; so is nothing else without a phy, but for a wdev.
bool belongs_without_phy(std::string_view words) {
    static constexpr std::array<std::string_view, 8> known{
        "new station ",  "del station ",   "scan started",   "scan finished:",
        "connected to ", "disconnected (", "unknown event ", "regulatory domain change"};
    return std::ranges::any_of(known, [&](std::string_view word) { return words.starts_with(word); });
}

}  // namespace

std::optional<IwLine> take_iw_line(std::string_view line, bool relative_times) {
    wifi::TextCursor cursor(line);
    IwLine result;
    if (cursor.peek() == '[') {
        wifi::TextCursor ahead = cursor;
        ahead.take("[");
        const auto time = take_iso_time(ahead);
        if (!time || !time->valid || !ahead.take("]: ")) return std::nullopt;
        result.stamp = time->stamp;
        cursor = ahead;
    } else if (cursor.peek() >= '0' && cursor.peek() <= '9') {
        wifi::TextCursor ahead = cursor;
        const auto time = take_seconds(ahead, relative_times ? Clock::relative : Clock::epoch);
        if (!time || !time->valid || !ahead.take(": ")) return std::nullopt;
        result.stamp = time->stamp;
        cursor = ahead;
    }
    result.text = cursor.rest();
    return result;
}

Decoded decode_iw_event(std::string_view text) {
    wifi::TextCursor cursor(text);
    Decoded prefix;
    if (cursor.rest().starts_with("regulatory domain change")) return decode_words(cursor, false);
    if (!take_prefix(cursor, prefix)) return Decoded::foreign();
    const bool has_phy = !prefix.phy.empty();
    if (!has_phy && !belongs_without_phy(cursor.rest())) return Decoded::foreign();
    Decoded decoded = decode_words(cursor, has_phy);
    decoded.interface = std::move(prefix.interface);
    decoded.phy = std::move(prefix.phy);
    return decoded;
}

std::vector<std::string_view> iw_literals() {
    return {"phy #",           ": new station ",   ": del station ", ": scan ",
            ": connected to ", ": disconnected (", "unknown event ", "regulatory domain change"};
}

}  // namespace wlanmedic::evidence
