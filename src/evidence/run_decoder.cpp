// SPDX-License-Identifier: MIT
#include "evidence/run_decoder.h"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/decode_words.h"
#include "evidence/run_text_event.h"
#include "evidence/trace_line.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t longest_receipt = 4096;
// Sources tell what they have just seen, and what they now know of before: that nobody answered, that it slept.
constexpr wifi::Duration late_from = std::chrono::milliseconds{500};
// nl80211 has a signed byte for it.
constexpr std::int64_t least_dbm = -128;
constexpr std::int64_t greatest_dbm = 127;
constexpr wifi::Duration microsecond = std::chrono::microseconds{1};

std::string receipt_text(std::string_view text) {
    if (text.size() <= longest_receipt) return std::string(text);
    return std::string(text.substr(0, longest_receipt)) + "[cut]";
}

std::string_view first_line(std::string_view message) { return message.substr(0, message.find('\n')); }

std::string_view process_of(const runfile::Text& text) {
    for (const std::string_view name : {"SYSLOG_IDENTIFIER", "_COMM"})
        if (const std::string* value = text.find(name); value != nullptr && !value->empty()) return *value;
    return {};
}

Decoded gap(std::string because, std::optional<wifi::Instant> until, bool links_known) {
    return an_event(wifi::Gap{.because = std::move(because), .until = until, .links_known = links_known});
}

}  // namespace

RunDecoder::RunDecoder(std::uint32_t source, const driver::Catalog& drivers)
    : source_(source), drivers_(&drivers), merge_(tellers) {}

void RunDecoder::let_out() {
    while (auto event = merge_.next()) ready_.push_back(std::move(*event));
}

void RunDecoder::on_time(wifi::Instant now) {
    merge_.on_time(now);
    let_out();
}

std::optional<wifi::Instant> RunDecoder::next_deadline() const {
    if (!ready_.empty()) return ready_.front().instant;
    const auto due = merge_.next_deadline();
    if (!due || !urgent_ || *due - hold_window > *urgent_) return std::nullopt;
    return due;
}

std::optional<wifi::Event> RunDecoder::next() {
    if (ready_.empty()) let_out();
    if (ready_.empty()) return std::nullopt;
    wifi::Event event = std::move(ready_.front());
    ready_.pop_front();
    return event;
}

std::optional<wifi::Event> RunDecoder::drain() {
    if (auto event = next()) return event;
    return merge_.drain();
}

void RunDecoder::take(const runfile::ReadRecord& read) {
    const runfile::Record& record = read.record;
    // Within what can be counted with, whatever the file says.
    instant_ = wifi::shifted(record.instant, wifi::Duration{0});
    frame_ = read.frame;
    on_time(instant_);
    made_event_ = was_unrecognized_ = was_malformed_ = false;
    ++tally_.lines;
    ++tally_.formats[record.sequence > 0 ? LineFormat::run_file : LineFormat::netlink_capture];
    ++tally_.clocks[Clock::epoch];
    tally_.first = std::min(tally_.first.value_or(instant_), instant_);
    tally_.last = std::max(tally_.last.value_or(instant_), instant_);
    own_clock_ = record.sequence > 0;
    const auto before = now_;
    now_ = std::max(now_.value_or(instant_), instant_);
    note_sequence(record.sequence, before);
    if (const auto* frame = std::get_if<runfile::NetlinkFrame>(&record.what)) {
        netlink_seen_ = true;
        if (record.sequence == 0 && duplicates_.is_copy(*frame, instant_)) {
            ++tally_.repeated;
            return;
        }
        for (NetlinkTold& one : netlink_.take(*frame)) told(Teller::netlink, std::move(one.decoded), one.text);
    } else {
        take_text(std::get<runfile::Text>(record.what));
    }
    if (made_event_)
        ++tally_.events;
    else if (was_malformed_)
        ++tally_.malformed;
    else if (was_unrecognized_)
        ++tally_.unrecognized;
    let_out();
}

// Numbers go on through all parts of a run; a lower one begins another.
void RunDecoder::note_sequence(std::uint64_t sequence, std::optional<wifi::Instant> known_until) {
    if (sequence == 0) return;
    const auto before = std::exchange(sequence_, sequence);
    if (before && sequence < *before) now_ = instant_;
    if (!before || sequence - 1 <= *before) return;
    const std::uint64_t missing = sequence - *before - 1;
    tally_.lost += missing;
    counters_.forget();
    trace_.forget();
    const std::string because =
        fmt::format("{} of the recording {} missing here",
                    missing == 1 ? "a record" : fmt::format("{} records", missing), missing == 1 ? "is" : "are");
    told(Teller::recorder, gap(because, known_until, false), because);
    made_event_ = false;  // no frame tells it
}

void RunDecoder::ends_before(std::uint64_t last) {
    if (!now_ || last == UINT64_MAX) return;
    instant_ = *now_;
    note_sequence(last + 1, now_);
    let_out();
}

void RunDecoder::take_text(const runfile::Text& text) {
    switch (text.kind) {
        case runfile::Kind::kernel: take_kernel(text); return;
        case runfile::Kind::trace: take_trace(text); return;
        case runfile::Kind::journal: take_journal(text); return;
        case runfile::Kind::counters: take_counters(text); return;
        case runfile::Kind::gap: take_gap(text); return;
        default: break;
    }
    told(Teller::recorder, decode_run_text(text), text.message);
}

void RunDecoder::take_kernel(const runfile::Text& text) {
    told(Teller::kernel, processes_.decode("kernel", first_line(text.message), *drivers_), text.message);
}

void RunDecoder::take_trace(const runfile::Text& text) {
    const std::string_view message = first_line(text.message);
    const auto line = take_trace_line(message);
    if (!line) {
        // How many, the record of the gap tells.
        if (take_trace_loss(message)) return trace_.forget();
        told(Teller::trace, of_kind(Decoded::Kind::malformed), message);
        return;
    }
    told(Teller::trace, trace_.decode(line->text, line->task), text.message);
}

void RunDecoder::take_journal(const runfile::Text& text) {
    const std::string_view process = process_of(text);
    Teller teller = Teller::others;
    if (process.starts_with("wpa_supplicant") || process.starts_with("wpad")) teller = Teller::supplicant;
    if (process.starts_with("NetworkManager")) teller = Teller::manager;
    if (process.starts_with("iwd")) teller = Teller::iwd;
    told(teller, processes_.decode(process, first_line(text.message), *drivers_), text.message);
}

void RunDecoder::take_counters(const runfile::Text& text) {
    const std::string* interface = text.find("WLANMEDIC_INTERFACE");
    const std::string* values = text.find("WLANMEDIC_COUNTERS");
    if (interface == nullptr || values == nullptr) {
        was_malformed_ = true;
        return;
    }
    for (wifi::Counter& counter : counters_.take(*interface, *values, was_malformed_))
        told(Teller::recorder, on_interface(*interface, an_event(std::move(counter))), text.message);
    const std::string* measured = text.find("WLANMEDIC_MEASURED");
    if (measured == nullptr) return;
    const auto signal = measured_in(*measured, "station_signal");
    if (!signal || *signal < least_dbm || *signal > greatest_dbm) return;
    const std::string* station = text.find("WLANMEDIC_STATION");
    wifi::SignalReport report{.bssid = station == nullptr ? std::nullopt : wifi::MacAddress::parse(*station),
                              .dbm = static_cast<int>(*signal),
                              .at_interval = true};
    told(Teller::recorder, on_interface(*interface, an_event(report)), text.message);
}

void RunDecoder::take_gap(const runfile::Text& text) {
    const std::string* of = text.find("WLANMEDIC_SOURCE");
    const std::string source = of == nullptr ? "" : *of;
    const auto lost = number_in(text, "WLANMEDIC_LOST");
    tally_.lost += static_cast<std::uint64_t>(std::max<std::int64_t>(lost.value_or(1), 1));
    if (source == "trace") trace_.forget();
    const bool others_tell = source != "nl80211" && netlink_seen_ && !source.empty();
    told(Teller::recorder, gap(text.message, now_, others_tell), text.message);
}

void RunDecoder::told(Teller teller, Decoded&& decoded, std::string_view text) {
    switch (decoded.kind) {
        case Decoded::Kind::foreign:
        case Decoded::Kind::noted: return;
        case Decoded::Kind::unrecognized: was_unrecognized_ = true; return;
        case Decoded::Kind::malformed: was_malformed_ = true; return;
        case Decoded::Kind::event: break;
    }
    made_event_ = true;
    RawEvent raw{.clock = Clock::epoch, .event = {}};
    raw.event.instant = instant_;
    raw.event.resolution = microsecond;
    raw.event.late = own_clock_ && instant_ < *now_ - late_from;
    processes_.saw(decoded.interface);
    raw.event.interface = std::move(decoded.interface);
    raw.event.phy = std::move(decoded.phy);
    raw.event.payload = std::move(*decoded.payload);
    // Up to there it may stand in the order: not before what its teller told with a later stamp.
    if (!wifi::is_measurement(raw.event.payload)) urgent_ = std::max(urgent_.value_or(*now_), *now_);
    raw.event.receipts.push_back({.source = source_, .line = frame_, .text = receipt_text(text)});
    merge_.arrive(static_cast<std::size_t>(teller), std::move(raw));
}

}  // namespace wlanmedic::evidence
