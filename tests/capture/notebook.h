// SPDX-License-Identifier: MIT
// A tape that keeps what sources put on it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "capture/source.h"

namespace wlanmedic::capture::test {

class Notebook : public Tape {
public:
    struct Note {
        runfile::Text text;
        wifi::Instant instant;
    };
    void put(runfile::NetlinkFrame) override {}  // none of the sources that are tested with it has any
    void put(runfile::Text text) override { notes.push_back({std::move(text), clock_.now()}); }
    void put(runfile::Text text, wifi::Instant instant) override { notes.push_back({std::move(text), instant}); }
    const RunClock& clock() const override { return clock_; }

    std::string field(std::size_t note, std::string_view name) const {
        const std::string* value = notes.at(note).text.find(name);
        return value == nullptr ? "(none)" : *value;
    }
    std::vector<std::string> kinds() const {
        std::vector<std::string> all;
        for (const Note& note : notes) all.emplace_back(runfile::name_of(note.text.kind));
        return all;
    }
    /// On CLOCK_BOOTTIME.
    wifi::Duration boottime(std::size_t note) const {
        return notes.at(note).instant.time_since_epoch() - clock_.offset();
    }
    /// Of each note that has it, in their order.
    std::vector<std::string> fields(std::string_view name) const {
        std::vector<std::string> all;
        for (const Note& note : notes)
            if (const std::string* value = note.text.find(name)) all.push_back(*value);
        return all;
    }
    std::size_t count(runfile::Kind kind) const {
        return static_cast<std::size_t>(
            std::ranges::count(notes, kind, [](const Note& note) { return note.text.kind; }));
    }

    std::vector<Note> notes;

private:
    RunClock clock_{ClockReading::now()};
};

/// Runs the loop until `holds`; false where that took longer than `limit` (no test that passes waits for it).
template <class Holds>
bool run_until(Loop& loop, Holds holds, wifi::Duration limit = std::chrono::seconds{60}) {
    const auto end = boottime_now() + limit;
    constexpr std::uint64_t a_moment = 5000;  // microseconds
    while (!holds() && boottime_now() < end)
        if (sd_event_run(loop.get(), a_moment) < 0) return false;
    return holds();
}

}  // namespace wlanmedic::capture::test
