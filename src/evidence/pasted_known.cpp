// SPDX-License-Identifier: MIT
#include "evidence/pasted_known.h"

#include <algorithm>
#include <array>

#include "evidence/iw_event.h"
#include "evidence/kernel_message.h"

namespace wlanmedic::evidence {
namespace {

// iw -t and iw -r print alike: evidence/format.cpp.
constexpr wifi::Duration smallest_epoch = std::chrono::seconds{100'000'000};

constexpr std::array<std::string_view, 9> wireless_programs{"wpa_supplicant", "hostapd",  "iwd",
                                                            "wpa_cli",        "dhclient", "dhcpcd",
                                                            "NetworkManager", "connmand", "systemd-networkd"};

void judge(Known& known, const Decoded& decoded) {
    switch (decoded.kind) {
        case Decoded::Kind::foreign: known.grade = Grade::framed; break;
        case Decoded::Kind::unrecognized:
        case Decoded::Kind::malformed: known.grade = Grade::doubtful; break;
        case Decoded::Kind::noted: known.grade = Grade::noted; break;
        case Decoded::Kind::event:
            known.grade = Grade::event;
            known.what = decoded.payload->index();
            known.names_bssid = wifi::bssid_of(*decoded.payload).has_value();
            break;
    }
}

}  // namespace

Known know(std::string_view line, LineContext& context, const driver::Catalog& drivers) {
    Known known;
    if (const auto iw = take_iw_line(line, true)) {
        if (const Decoded decoded = decode_iw_event(iw->text); decoded.kind != Decoded::Kind::foreign) {
            known.format = LineFormat::iw_event;
            known.stamp = iw->stamp;
            known.process = "kernel";
            known.message = iw->text;
            if (known.stamp.clock == Clock::relative) {
                known.difference = known.stamp.instant.time_since_epoch() < smallest_epoch;
                known.stamp.clock = Clock::epoch;
            }
            judge(known, decoded);
            return known;
        }
    }
    const FrameResult frame = take_frame(line, context);
    if (!frame.line || frame.line->format == LineFormat::journal_mark) return known;
    // "[1568736941.1707] device (wlo1): …" is the rest of a wrapped line of NetworkManager: no machine is up so
    // long.
    if (frame.line->format == LineFormat::dmesg && frame.line->stamp.instant.time_since_epoch() > smallest_epoch)
        return known;
    known.format = frame.line->format;
    known.stamp = frame.line->stamp;
    known.process = frame.line->process;
    known.message = frame.line->message;
    known.difference = known.format == LineFormat::dmesg_reltime;
    if (known.process == "kernel") {
        judge(known, decode_kernel_message(known.message, drivers));
        return known;
    }
    // What other programs say is judged by their names alone: a join never makes it better.
    const bool wireless = std::ranges::any_of(
        wireless_programs, [&](std::string_view name) { return known.process.starts_with(name); });
    known.grade = wireless ? Grade::doubtful : Grade::framed;
    return known;
}

}  // namespace wlanmedic::evidence
