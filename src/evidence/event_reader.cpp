// SPDX-License-Identifier: MIT
#include "evidence/event_reader.h"

#include "evidence/iw_event.h"
#include "evidence/kernel_message.h"
#include "evidence/network_manager_message.h"
#include "evidence/trace_line.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t longest_receipt = 4096;

std::string receipt_text(std::string_view text) {
    if (text.size() <= longest_receipt) return std::string(text);
    return std::string(text.substr(0, longest_receipt)) + "[cut]";
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
                         const driver::Catalog& drivers, const Prefilter* prefilter, const Pasted* pasted)
    : input_(&input),
      pasted_(pasted),
      source_(source),
      drivers_(&drivers),
      relative_times_(sniffed.relative_times),
      ends_known_(prefilter != nullptr && !sniffed.every_line_counts),
      main_clock_(sniffed.clock),
      lines_(pasted != nullptr ? pasted->text() : input, ends_known_ ? prefilter : nullptr),
      journal_(ends_known_),
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
    for (const std::string_view literal : process_literals()) all.emplace_back(literal);
    for (const std::string_view literal : trace_literals()) all.emplace_back(literal);
    for (const std::string_view mark : {"-- Boot ", "-- Reboot "}) all.emplace_back(mark);
    // A message that is no text is an array of bytes, in which no literal can be found.
    for (const std::string_view bytes : {"\"MESSAGE\":[", "\"MESSAGE\" : [", "\"MESSAGE\": ["})
        all.emplace_back(bytes);
    return all;
}

std::optional<RawEvent> EventReader::next() {
    while (ready_.empty()) {
        const auto line = lines_.next();
        if (!line) {
            journal_.finish();
            read_entries();
            tally_.lines = pasted_ != nullptr ? pasted_->lines() : lines_.lines();
            if (pasted_ != nullptr) tally_.repeated = pasted_->repeated();
            if (ready_.empty()) return std::nullopt;
            break;
        }
        if (pasted_ != nullptr && pasted_->origin(line->number).gap_before) ++gaps_;
        const bool of_entry = journal_.take(*line, lines_);
        read_entries();
        if (of_entry) continue;
        if (auto event = read(*line)) {
            if (auto gap = gap_before(*event)) {
                ready_.push_back(std::move(*gap));
                --tally_.events;  // no line of its own tells it
            }
            ready_.push_back(std::move(*event));
        }
    }
    RawEvent event = std::move(ready_.front());
    ready_.pop_front();
    ++tally_.events;
    return event;
}

void EventReader::read_entries() {
    while (const auto entry = journal_.next()) read(*entry);
}

void EventReader::read(const JournalEntry& entry) {
    const Line line{.number = entry.line, .text = entry.receipt};
    if (!entry.broken) ++tally_.formats[entry.format];
    if (!entry.realtime || entry.broken || entry.message_lost) {
        ++tally_.malformed;
        return;
    }
    const bool boots = journal_clock_.boots(entry);
    const Stamp stamp = journal_clock_.stamp(entry);
    note_time(stamp);
    std::optional<RawEvent> told;
    if (entry.has_message) told = make(line, stamp, processes_.decode(entry.process(), entry.message, *drivers_));
    if (boots && !(told && std::holds_alternative<wifi::Booted>(told->event.payload))) {
        Decoded booted{.kind = Decoded::Kind::event};
        booted.payload = wifi::Booted{};
        ready_.push_back(*make(line, stamp, std::move(booted)));
    }
    if (told) ready_.push_back(std::move(*told));
}

void EventReader::note_time(const Stamp& stamp) {
    if (stamp.clock == Clock::none) return;
    ++tally_.clocks[stamp.clock];
    if (ends_known_ || stamp.clock != main_clock_) return;
    if (!tally_.first) tally_.first = stamp.instant;
    tally_.last = stamp.instant;
}

// Where the wall's whole second is all that the frame tells, the message may know more.
void EventReader::sharpen(Stamp& stamp, const LogLine& line) {
    if (stamp.boot) {
        // The wall time is a whole second, printk's is exact: keep the exact one, as long as both agree.
        const wifi::Instant exact{*stamp.boot};
        if (boot_to_wall_) {
            const wifi::Duration off = wifi::shifted(exact, *boot_to_wall_) - stamp.instant;
            if (off < -std::chrono::seconds{2} || off > std::chrono::seconds{3}) boot_to_wall_.reset();
        }
        if (!boot_to_wall_) boot_to_wall_ = stamp.instant - exact;
        stamp.instant = wifi::shifted(exact, *boot_to_wall_);
        exact_ = stamp.instant;
        return;
    }
    if (stamp.resolution < std::chrono::seconds{1} || stamp.clock == Clock::none) return;
    if (line.process == "NetworkManager") {
        if (const auto own = network_manager_time(line.message, stamp)) {
            exact_ = stamp.instant = *own;
            stamp.resolution = std::chrono::microseconds{100};
            return;
        }
    }
    // Lines stand in their order: this one was not written before the last whose exact time is known.
    if (exact_ && *exact_ > stamp.instant && *exact_ < stamp.instant + stamp.resolution) {
        stamp.resolution -= *exact_ - stamp.instant;
        stamp.instant = *exact_;
    }
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
        if (auto gap = read_trace_loss(line, text)) return gap;
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
    sharpen(stamp, *frame.line);
    Decoded decoded = is_trace(frame.line->format)
                          ? trace_.decode(frame.line->message, frame.line->process)
                          : processes_.decode(frame.line->process, frame.line->message, *drivers_);
    if (line.cut && decoded.kind != Decoded::Kind::foreign) decoded.kind = Decoded::Kind::malformed;
    return make(line, stamp, std::move(decoded));
}

// The debug log of wpa_supplicant writes a hundred lines of no weight between two events: those are not counted.
std::uint64_t EventReader::order_of(const Line& line) const {
    const bool only_supplicant =
        tally_.formats.contains(LineFormat::wpa_supplicant) && !tally_.formats.contains(LineFormat::iw_event);
    return only_supplicant ? tally_.events + 1 : line.number;
}

// Only of a file that is a trace: others may quote such a line.
std::optional<RawEvent> EventReader::read_trace_loss(const Line& line, std::string_view text) {
    const auto loss = take_trace_loss(text);
    if (!loss || (main_clock_ != Clock::trace && !tally_.formats.contains(LineFormat::ftrace)))
        return std::nullopt;
    tally_.lost += std::max<std::uint64_t>(loss->events, 1);
    if (loss->at_beginning) return std::nullopt;
    trace_.forget();
    if (!alone_) return std::nullopt;
    Decoded gap;
    gap.kind = Decoded::Kind::event;
    gap.payload = wifi::Gap{.because = "the trace lost events here", .until = {}};
    Stamp stamp{.clock = main_clock_};
    const auto newest = newest_.find(main_clock_);
    if (newest == newest_.end()) return std::nullopt;
    stamp.instant = newest->second;
    return make(line, stamp, std::move(gap));
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
    raw.event.stops_in_suspend = stamp.clock == Clock::boot || stamp.clock == Clock::trace;
    // Without any time the order is all there is. A second a line keeps it, and keeps what is lines apart from
    // being taken for one moment.
    if (!raw.event.timed) raw.event.instant = wifi::Instant{std::chrono::seconds{order_of(line) % 4'000'000'000}};
    processes_.saw(decoded.interface);
    raw.event.interface = std::move(decoded.interface);
    raw.event.phy = std::move(decoded.phy);
    raw.event.payload = std::move(*decoded.payload);
    raw.event.receipts.push_back(receipt(line));
    return raw;
}

wifi::Receipt EventReader::receipt(const Line& line) const {
    if (pasted_ == nullptr) return {.source = source_, .line = line.number, .text = receipt_text(line.text)};
    const Pasted::Origin& origin = pasted_->origin(line.number);
    return {.source = source_,
            .line = origin.line,
            .text = receipt_text(Pasted::verbatim(*input_, origin, longest_receipt + 1))};
}

// Each clock is a stream of its own to those who merge: each is told of the gap, before its first event after it.
std::optional<RawEvent> EventReader::gap_before(const RawEvent& event) {
    const auto [told, first] = gaps_told_.try_emplace(event.clock, gaps_);
    if (first || told->second == gaps_) return std::nullopt;
    told->second = gaps_;
    RawEvent gap{.clock = event.clock, .event = {}};
    gap.event.instant = event.event.instant;
    gap.event.timed = event.event.timed;
    gap.event.receipts = event.event.receipts;
    gap.event.payload = wifi::Gap{.because = "lines were left out of the text here", .until = {}};
    return gap;
}

}  // namespace wlanmedic::evidence
