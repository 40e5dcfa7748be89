// SPDX-License-Identifier: MIT
#include "capture/run_tape.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace wlanmedic::capture {
namespace {

constexpr std::size_t largest = runfile::Writer::largest_block - 4096;  // names, lengths, times come to it

constexpr std::size_t most_told = 100;

}  // namespace

RunTape::RunTape(runfile::Parts parts, const ClockReading& at_begin, RecorderState& state,
                 std::function<void(runfile::ReadRecord&&)> written)
    : parts_(std::move(parts)),
      clock_(at_begin),
      run_clock_(at_begin),
      state_(&state),
      written_(std::move(written)) {
    state_->parts = 1;
    stamp_part();
    tell_size();
}

void RunTape::stamp_part() {
    if (std::string boot = boot_id(); !boot.empty())
        parts_.current().set_boot({.id = std::move(boot), .offset = clock_.offset()});
}

void RunTape::put(runfile::NetlinkFrame frame) {
    const std::size_t bytes = frame.bytes.size();
    add(std::move(frame), clock_.now(), bytes);
}

void RunTape::put(runfile::Text text) { put(std::move(text), clock_.now()); }

void RunTape::put(runfile::Text text, wifi::Instant instant) {
    if (!note(text)) return;
    std::size_t bytes = text.message.size();
    for (const auto& [name, value] : text.fields) bytes += name.size() + value.size();
    add(std::move(text), instant, bytes);
}

void RunTape::add(std::variant<runfile::NetlinkFrame, runfile::Text> what, wifi::Instant instant,
                  std::size_t bytes) {
    if (bytes > largest) {
        gap("recorder", fmt::format("a record of {} bytes was left out: it is too large for the file", bytes), 1);
        return;
    }
    // The number is taken all the same: a reader sees that something is missing.
    const std::uint64_t sequence = ++sequence_;
    if (failure_) return;
    waiting_.push_back({.sequence = sequence, .instant = instant, .what = std::move(what)});
    waiting_bytes_ += bytes;
    if (waiting_.size() >= Recorder::most_in_one_write || waiting_bytes_ >= Recorder::most_bytes_in_one_write)
        flush();
}

// False for what was told before.
bool RunTape::note(const runfile::Text& text) {
    if (text.kind == runfile::Kind::counters) took_counters_ = true;
    if (text.kind == runfile::Kind::gap) {
        ++state_->gaps;
        if (const std::string* lost = text.find("WLANMEDIC_LOST")) {
            std::uint64_t number = 0;
            std::from_chars(lost->data(), lost->data() + lost->size(), number);
            state_->lost += number;
        }
    }
    if (text.kind == runfile::Kind::missing) {
        if (std::ranges::find(state_->missing, text.message) != state_->missing.end()) return false;
        if (state_->missing.size() < most_told) state_->missing.push_back(text.message);
    }
    return true;
}

void RunTape::flush() {
    if (waiting_.empty()) return;
    std::vector<runfile::Record> records = std::exchange(waiting_, {});
    waiting_bytes_ = 0;
    if (failure_) return;
    if (parts_.current().append(records)) {
        hand_on(records);
    } else {
        // One at a time, to the one that has no room: what comes before it has, most often.
        for (runfile::Record& record : records)
            if (!write_alone(record)) break;
    }
    records.clear();
    if (waiting_.empty()) waiting_ = std::move(records);  // its room
    tell_size();
}

bool RunTape::write_alone(runfile::Record& record) {
    auto written = parts_.current().append({&record, 1});
    if (!written) {
        // A record may be what cannot be written, and not the file: then this can be.
        runfile::Text instead{.kind = runfile::Kind::gap,
                              .message = fmt::format("a record was left out: {}", written.error().what),
                              .fields = {{"WLANMEDIC_SOURCE", "recorder"}, {"WLANMEDIC_LOST", "1"}}};
        record.what = std::move(instead);
        if (!parts_.current().append({&record, 1})) {
            failure_ = written.error();
            return false;
        }
        note(std::get<runfile::Text>(record.what));
    }
    hand_on({&record, 1});
    return true;
}

void RunTape::hand_on(std::span<runfile::Record> records) {
    for (runfile::Record& record : records) {
        ++state_->records;
        record.instant = wifi::shifted(record.instant, run_clock_.offset() - clock_.offset());
        written_({.record = std::move(record), .frame = ++frames_, .offset = 0});
    }
}

wifi::Result<void> RunTape::rotate(const ClockReading& at_begin, runfile::Text end) {
    flush();
    if (failure_) return std::unexpected(*failure_);
    const auto close = [&](runfile::Writer& part) { write_end(part, std::move(end)); };
    if (auto rotated = parts_.rotate(close); !rotated) return rotated;
    ++state_->parts;
    clock_ = RunClock(at_begin);
    stamp_part();
    frames_ = 0;
    tell_size();
    return {};
}

void RunTape::end(runfile::Text text) {
    write_end(parts_.current(), std::move(text));
    tell_size();
}

void RunTape::write_end(runfile::Writer& to, runfile::Text text) {
    std::vector<runfile::Record> last;
    last.push_back({.sequence = ++sequence_, .instant = clock_.now(), .what = std::move(text)});
    if (const auto written = to.append(last); written)
        hand_on(last);
    else if (!failure_)
        failure_ = written.error();
}

void RunTape::finish() {
    parts_.finish();
    tell_size();
}

void RunTape::tell_size() {
    state_->bytes = parts_.bytes();
    state_->part = parts_.current().path();
    if (std::string trouble = parts_.trouble(); !trouble.empty() && state_->trouble.size() < most_told)
        state_->trouble.push_back(std::move(trouble));
}

}  // namespace wlanmedic::capture
