// SPDX-License-Identifier: MIT
#include "evidence/event_reader.h"

#include <algorithm>
#include <array>

#include "evidence/iw_event.h"
#include "evidence/kernel_message.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t longest_receipt = 4096;

std::string receipt_text(std::string_view text) {
    if (text.size() <= longest_receipt) return std::string(text);
    return std::string(text.substr(0, longest_receipt)) + "[cut]";
}

bool starts_a_name(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1];
    return !((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
             (before >= '0' && before <= '9'));
}

constexpr std::array<std::string_view, 9> interface_beginnings{"wlan", "wlp", "wlx",  "wls", "wlo",
                                                               "wlu",  "wlc", "wifi", "p2p-"};
constexpr std::array<std::string_view, 4> processes{"wpa_supplicant", "hostapd", "iwd", "wpa_cli"};

bool names_interface(std::string_view message) {
    for (const std::string_view beginning : interface_beginnings) {
        for (std::size_t at = message.find(beginning); at != std::string_view::npos;
             at = message.find(beginning, at + 1)) {
            if (!starts_a_name(message, at)) continue;
            // No name is so long; without an end a line of nothing but names would take time by its square.
            const std::string_view rest = message.substr(at, 32);
            const std::string_view name =
                rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"));
            const bool numbered = name.find_first_of("0123456789") != std::string_view::npos;
            if (numbered && looks_wireless(name)) return true;
        }
    }
    return false;
}

// A message of a process other than the kernel: known to be ours, though nothing here reads it.
Decoded decode_process_message(std::string_view process, std::string_view message) {
    Decoded decoded;
    const bool ours =
        std::ranges::any_of(processes, [&](std::string_view name) { return process.starts_with(name); });
    if (ours || names_interface(message)) decoded.kind = Decoded::Kind::unrecognized;
    return decoded;
}

Decoded decode_mark(std::string_view text) {
    Decoded decoded;
    if (text.starts_with("Boot ") || text == "Reboot") {
        decoded.kind = Decoded::Kind::event;
        decoded.payload = wifi::Booted{};
    } else {
        decoded.kind = Decoded::Kind::noted;
    }
    return decoded;
}

}  // namespace

EventReader::EventReader(const Input& input, const Sniffed& sniffed, std::uint32_t source,
                         const driver::Catalog& drivers, const Prefilter* prefilter)
    : source_(source),
      drivers_(&drivers),
      relative_times_(sniffed.relative_times),
      ends_known_(prefilter != nullptr && !sniffed.every_line_counts),
      main_clock_(sniffed.clock),
      lines_(input, ends_known_ ? prefilter : nullptr),
      context_{.year = sniffed.year},
      boot_to_wall_(sniffed.boot_to_wall) {
    if (!ends_known_) return;
    if (sniffed.first) tally_.first = sniffed.first->instant;
    if (sniffed.last) tally_.last = sniffed.last->instant;
}

std::vector<std::string> EventReader::literals(const driver::Catalog& drivers) {
    std::vector<std::string> all = drivers.literals();
    for (const std::string_view literal : kernel_literals()) all.emplace_back(literal);
    for (const std::string_view literal : iw_literals()) all.emplace_back(literal);
    for (const std::string_view process : processes) all.emplace_back(process);
    for (const std::string_view mark : {"-- Boot ", "-- Reboot "}) all.emplace_back(mark);
    return all;
}

std::optional<RawEvent> EventReader::next() {
    while (const auto line = lines_.next()) {
        if (auto event = read(*line)) {
            ++tally_.events;
            return event;
        }
    }
    tally_.lines = lines_.lines();
    return std::nullopt;
}

void EventReader::note_time(const Stamp& stamp) {
    if (stamp.clock == Clock::none) return;
    ++tally_.clocks[stamp.clock];
    if (ends_known_ || stamp.clock != main_clock_) return;
    if (!tally_.first) tally_.first = stamp.instant;
    tally_.last = stamp.instant;
}

std::optional<RawEvent> EventReader::read(const Line& line) {
    const std::string_view text = strip_noise(line.text);
    if (const auto iw = take_iw_line(text, relative_times_)) {
        Decoded decoded = decode_iw_event(iw->text);
        if (decoded.kind != Decoded::Kind::foreign) {
            ++tally_.formats[LineFormat::iw_event];
            Stamp stamp = iw->stamp;
            if (stamp.clock == Clock::relative) {
                relative_now_ = wifi::shifted(relative_now_, stamp.instant.time_since_epoch());
                stamp.instant = relative_now_;
            }
            note_time(stamp);
            if (line.cut) decoded.kind = Decoded::Kind::malformed;
            return make(line, stamp, std::move(decoded));
        }
        // A difference counts even where the line that it stands on says nothing known.
        if (iw->stamp.clock == Clock::relative)
            relative_now_ = wifi::shifted(relative_now_, iw->stamp.instant.time_since_epoch());
    }
    const FrameResult frame = take_frame(text, context_);
    if (!frame.line) {
        if (line.cut || frame.error == FrameError::bad_time) ++tally_.malformed;
        return std::nullopt;
    }
    ++tally_.formats[frame.line->format];
    Stamp stamp = frame.line->stamp;
    if (frame.line->format == LineFormat::journal_mark) {
        stamp.clock = main_clock_;
        if (const auto newest = newest_.find(main_clock_); newest != newest_.end())
            stamp.instant = newest->second;
        else if (tally_.first)
            stamp.instant = *tally_.first;
        return make(line, stamp, decode_mark(frame.line->message));
    }
    if (stamp.clock == Clock::local) stamp.instant = summer_time_.on(stamp.instant, stamp.resolution);
    note_time(stamp);
    if (stamp.boot) {
        // The wall time is a whole second, printk's is exact: keep the exact one, as long as both agree.
        const wifi::Instant exact{*stamp.boot};
        if (boot_to_wall_) {
            const wifi::Duration off = wifi::shifted(exact, *boot_to_wall_) - stamp.instant;
            if (off < -std::chrono::seconds{2} || off > std::chrono::seconds{3}) boot_to_wall_.reset();
        }
        if (!boot_to_wall_) boot_to_wall_ = stamp.instant - exact;
        stamp.instant = wifi::shifted(exact, *boot_to_wall_);
    }
    Decoded decoded = frame.line->process == "kernel"
                          ? decode_kernel_message(frame.line->message, *drivers_)
                          : decode_process_message(frame.line->process, frame.line->message);
    if (decoded.kind == Decoded::Kind::foreign && frame.line->process == "kernel" &&
        !frame.line->message.starts_with("audit") && names_interface(frame.line->message))
        decoded.kind = Decoded::Kind::unrecognized;
    if (line.cut && decoded.kind != Decoded::Kind::foreign) decoded.kind = Decoded::Kind::malformed;
    return make(line, stamp, std::move(decoded));
}

std::optional<RawEvent> EventReader::make(const Line& line, const Stamp& stamp, Decoded decoded) {
    switch (decoded.kind) {
        case Decoded::Kind::foreign:
            if (line.cut) ++tally_.malformed;
            return std::nullopt;
        case Decoded::Kind::noted: return std::nullopt;
        case Decoded::Kind::unrecognized: ++tally_.unrecognized; return std::nullopt;
        case Decoded::Kind::malformed: ++tally_.malformed; return std::nullopt;
        case Decoded::Kind::event: break;
    }
    RawEvent raw{.clock = stamp.clock, .event = {}};
    raw.event.instant = stamp.instant;
    newest_[stamp.clock] = stamp.instant;
    raw.event.resolution = stamp.resolution;
    raw.event.timed = stamp.clock != Clock::none;
    raw.event.stops_in_suspend = stamp.clock == Clock::boot;
    // Without any time the order is all there is. A second a line keeps it, and keeps what is lines apart from
    // being taken for one moment.
    if (!raw.event.timed) raw.event.instant = wifi::Instant{std::chrono::seconds{line.number % 4'000'000'000}};
    raw.event.interface = std::move(decoded.interface);
    raw.event.phy = std::move(decoded.phy);
    raw.event.payload = std::move(*decoded.payload);
    raw.event.receipts.push_back({.source = source_, .line = line.number, .text = receipt_text(line.text)});
    return raw;
}

}  // namespace wlanmedic::evidence
