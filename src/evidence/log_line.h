// SPDX-License-Identifier: MIT
// The frame around a message: dmesg, /dev/kmsg, syslog, OpenWrt's logread, and journalctl's text outputs put a
// time, often a host and a process, before the same kernel message. This takes the frame off.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "evidence/clock.h"

namespace wlanmedic::evidence {

enum class LineFormat : std::uint8_t {
    dmesg,          ///< "[   22.659154] wlan2: …", also with "<6>" or "kern  :info  : " before it
    dmesg_ctime,    ///< dmesg -T: "[Wed May  6 21:13:00 2026] …"
    dmesg_iso,      ///< dmesg --time-format iso: "2026-05-06T21:13:00,123456+02:00 …"
    dmesg_reltime,  ///< dmesg -e: "[May 6 21:13] …", then "[  +0.000123] …"
    kmsg,           ///< a record of /dev/kmsg: "6,339,5140900,-;…" (Documentation/ABI/testing/dev-kmsg)
    syslog,         ///< RFC 3164, with or without "<PRI>", RFC 3339 times of rsyslog included
    syslog_5424,    ///< RFC 5424
    logread,        ///< OpenWrt: "Mon Sep 28 15:35:43 2020 kern.info kernel: …"
    journal_short,  ///< journalctl -o short: the same shape as RFC 3164
    journal_short_precise,
    journal_short_iso,
    journal_short_iso_precise,
    journal_short_full,  ///< and with-unit, which differs only in the name of the process
    journal_short_monotonic,
    journal_short_unix,
    journal_mark,         ///< "-- Boot 3f… --", "-- Reboot --", "-- Journal begins at …", "-- No entries --"
    journal_json,         ///< one object a line; those below are read by evidence/journal_reader.h
    journal_json_pretty,  ///< objects over many lines
    journal_json_seq,     ///< RFC 7464
    journal_json_sse,     ///< server-sent events
    journal_export,
    journal_verbose,
    iw_event,         ///< iw event, iw event -t, -T, -r
    wpa_supplicant,   ///< wpa_supplicant's own log: "1767225658.832286: wlan2: …" (-t), "wlan2: …"
    ftrace,           ///< evidence/trace_line.h: the kernel's own files trace and trace_pipe
    trace_cmd,        ///< trace-cmd report
    perf_script,      ///< perf script
    run_file,         ///< of wlanmedic record (docs/run-file.md): frames, no lines
    netlink_capture,  ///< pcap and pcapng of netlink, of other programs
};

std::string_view name_of(LineFormat format);

/// ftrace's lines, by whichever program.
bool is_trace(LineFormat format);

struct LogLine {
    LineFormat format = LineFormat::dmesg;
    Stamp stamp;
    std::string_view
        process;  ///< "kernel", "wpa_supplicant"; "kernel" for all forms of dmesg; the running task for a trace
    std::string_view message;
};

/// What a line cannot tell about itself.
struct LineContext {
    int year = 1970;          ///< of a time that has none
    wifi::Instant previous;   ///< of the line before, for times that are told as a difference
    int previous_month = 0;   ///< of the line before, 0 at the start: months fall only at New Year
    bool supplicant = false;  ///< wpa_supplicant has written here; hostapd words some lines alike
};

enum class FrameError : std::uint8_t {
    foreign,   ///< no shape that is known here
    bad_time,  ///< a known shape with an impossible time ("Feb 31", "25:00:00")
};

struct FrameResult {
    std::optional<LogLine> line;
    FrameError error = FrameError::foreign;  ///< where `line` is empty
};

/// Takes the frame off a line. `context` is brought forward. Lines of iw event are not looked for here.
FrameResult take_frame(std::string_view line, LineContext& context);

}  // namespace wlanmedic::evidence
