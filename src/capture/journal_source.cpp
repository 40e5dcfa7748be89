// SPDX-License-Identifier: MIT
#include "capture/journal_source.h"

#include <fmt/format.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "evidence/own_journal.h"

namespace wlanmedic::capture {
namespace {

constexpr int most_at_once = 1000;
constexpr std::size_t longest_field = 1U << 16;

int add_match(sd_journal* journal, const std::string& match) {
    return ::sd_journal_add_match(journal, match.c_str(), match.size());
}

// Any of the senders, and what journald says of those whose messages it left out.
int add_matches(sd_journal* journal, bool kernel_too) {
    int result = 0;
    for (const std::string_view sender : evidence::journal_senders())
        if (result >= 0 && sender != "kernel")
            result = add_match(journal, fmt::format("SYSLOG_IDENTIFIER={}", sender));
    if (result >= 0) result = ::sd_journal_add_disjunction(journal);
    if (result >= 0) result = add_match(journal, fmt::format("MESSAGE_ID={}", dropped_message_id));
    if (kernel_too && result >= 0) result = ::sd_journal_add_disjunction(journal);
    if (kernel_too && result >= 0) result = add_match(journal, "_TRANSPORT=kernel");
    return result;
}

// Behind the last entry that matches; at the beginning where none does, for then all that come are new.
int seek_end(sd_journal* journal) {
    int result = ::sd_journal_seek_tail(journal);
    if (result >= 0) result = ::sd_journal_previous(journal);
    return result == 0 ? ::sd_journal_seek_head(journal) : result;
}

// Behind the entry, which may be gone.
int seek_behind(sd_journal* journal, const std::string& cursor) {
    int result = ::sd_journal_seek_cursor(journal, cursor.c_str());
    if (result >= 0) result = ::sd_journal_next(journal);
    if (result > 0 && ::sd_journal_test_cursor(journal, cursor.c_str()) == 0)
        result = ::sd_journal_previous(journal);
    return result;
}

JournalEntry entry_of(sd_journal* journal) {
    JournalEntry entry;
    std::uint64_t realtime = 0;
    if (::sd_journal_get_realtime_usec(journal, &realtime) >= 0)
        entry.realtime = std::chrono::microseconds{static_cast<std::int64_t>(realtime)};
    std::uint64_t monotonic = 0;
    // Without a place for the boot, entries of other boots have none.
    if (::sd_journal_get_monotonic_usec(journal, &monotonic, nullptr) >= 0)
        entry.monotonic = std::chrono::microseconds{static_cast<std::int64_t>(monotonic)};
    for (const char* name : journal_fields()) {
        const void* data = nullptr;
        std::size_t size = 0;
        if (::sd_journal_get_data(journal, name, &data, &size) < 0) continue;
        std::string_view value(static_cast<const char*>(data), size);
        value.remove_prefix(std::min(value.size(), std::strlen(name) + 1));
        entry.fields.emplace_back(name, value.substr(0, longest_field));
    }
    return entry;
}

}  // namespace

JournalSource::~JournalSource() { close(); }

void JournalSource::close() {
    wait_ = {};
    ::sd_journal_close(std::exchange(journal_, nullptr));
}

wifi::Result<void> JournalSource::start(const Surroundings& surroundings) {
    to_ = surroundings;
    sleeps_.emplace(ClockReading::now());
    if (options_.directory.empty()) {
        if (auto error = evidence::own_journal_trouble()) {
            error->hint =
                "what wpa_supplicant, NetworkManager and iwd say is then not recorded; who may not read it: sudo "
                "usermod -aG systemd-journal $USER";
            return std::unexpected(*error);
        }
    }
    return open(options_.directory.empty());
}

wifi::Result<void> JournalSource::open(bool from_now) {
    close();
    int result = options_.directory.empty()
                     ? ::sd_journal_open(&journal_, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM)
                     : ::sd_journal_open_directory(&journal_, options_.directory.c_str(), 0);
    if (result >= 0) result = add_matches(journal_, options_.kernel_too);
    if (result >= 0)
        result = !cursor_.empty() ? seek_behind(journal_, cursor_)
                 : from_now       ? seek_end(journal_)
                                  : ::sd_journal_seek_head(journal_);
    const int descriptor = result >= 0 ? ::sd_journal_get_fd(journal_) : result;
    const int events = descriptor >= 0 ? ::sd_journal_get_events(journal_) : descriptor;
    if (events < 0) {
        close();
        return std::unexpected(
            wifi::Error{.what = fmt::format("the journal cannot be followed: {}", std::strerror(-events)),
                        .hint = "what wpa_supplicant, NetworkManager and iwd say is then not recorded"});
    }
    unread_ = true;
    wait_ =
        to_.loop->on_descriptor(descriptor, static_cast<std::uint32_t>(events), [this](std::uint32_t) { look(); });
    return {};
}

// A lone write costs one wake-up; where they come thick, one for each pause.
void JournalSource::look() {
    const ClockReading now = ClockReading::now();
    const bool thick = now.boottime - looked_ < 2 * options_.pause;
    looked_ = now.boottime;
    sleeps_->look(now);
    const bool more = read(now);
    if (!wait_ || (!thick && !more)) return;
    wait_.pause();
    pause_ = to_.loop->after(more ? wifi::Duration{1} : options_.pause, options_.pause / 5, [this, more] {
        if (wait_) wait_.resume();
        if (more) look();
    });
}

void JournalSource::drain() {
    const ClockReading now = ClockReading::now();
    if (!sleeps_) return;
    sleeps_->look(now);
    while (read(now)) {
    }
}

bool JournalSource::read(const ClockReading& now) {
    if (journal_ == nullptr) return false;
    // Nothing new: nothing is looked up. Files that were added or vacuumed away change nothing of where this
    // stands.
    const int change = ::sd_journal_process(journal_);
    if (change < 0) return lost(change), false;
    if (change == SD_JOURNAL_NOP && !unread_) return false;
    for (int i = 0; i < most_at_once; ++i) {
        const int moved = ::sd_journal_next(journal_);
        if (moved < 0) return lost(moved), false;
        unread_ = moved > 0;
        if (!unread_) return false;
        put(now);
    }
    return true;
}

void JournalSource::put(const ClockReading& now) {
    const JournalEntry entry = entry_of(journal_);
    char* cursor = nullptr;
    if (::sd_journal_get_cursor(journal_, &cursor) >= 0) cursor_ = cursor;
    failed_ = false;
    std::free(cursor);
    const wifi::Instant instant = to_.tape->clock().at_boottime(received_at(entry, *sleeps_, now));
    if (const auto suppressed = suppressed_in(entry)) {
        to_.tape->gap(name(),
                      fmt::format("systemd-journald left out messages of {}: it sent too many", suppressed->unit),
                      suppressed->messages);
    } else if (entry.find("MESSAGE_ID") == nullptr || *entry.find("MESSAGE_ID") != dropped_message_id) {
        to_.tape->put(journal_record(entry), instant);
    }
}

// The journal is opened anew behind the last entry. Where that fails too, or gives no entry before it fails again,
// it stays closed.
void JournalSource::lost(int error) {
    to_.tape->gap(name(), fmt::format("the journal could not be read: {}", std::strerror(-error)));
    const bool again = std::exchange(failed_, true);
    if (again) {
        close();
        to_.tape->missing(name(), {.what = "the journal cannot be read any more", .hint = "journalctl --verify"});
        return;
    }
    if (const auto opened = open(true); !opened) to_.tape->missing(name(), opened.error());
}

}  // namespace wlanmedic::capture
