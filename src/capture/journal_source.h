// SPDX-License-Identifier: MIT
// What wpa_supplicant, NetworkManager, iwd and the like say, from systemd's journal as it is written: records
// `journal`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "capture/clock_watch.h"
#include "capture/journal_record.h"
#include "capture/source.h"

struct sd_journal;

namespace wlanmedic::capture {

struct JournalOptions {
    bool kernel_too = false;  ///< where /dev/kmsg is not to be had: the kernel's lines as journald got them
    std::string directory;    ///< journals of a directory, all entries in them; empty: this machine's, from now on
    /// Every write of any unit wakes who follows the journal: so long nobody looks again after a look.
    wifi::Duration pause = std::chrono::milliseconds{500};
};

class JournalSource : public Source {
public:
    explicit JournalSource(JournalOptions options = {}) : options_(std::move(options)) {}
    JournalSource(const JournalSource&) = delete;
    JournalSource& operator=(const JournalSource&) = delete;
    ~JournalSource() override;

    std::string_view name() const override { return "journal"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void drain() override;

private:
    wifi::Result<void> open(bool from_now);
    void close();
    void look();
    bool read(const ClockReading& now);  // true: there is more
    void put(const ClockReading& now);
    void lost(int error);

    JournalOptions options_;
    Surroundings to_;
    sd_journal* journal_ = nullptr;
    Wait wait_;
    Wait pause_;
    wifi::Duration looked_{0};  // CLOCK_BOOTTIME
    bool unread_ = true;        // the last look stopped before the end
    bool failed_ = false;       // since the last entry
    std::optional<SleepHistory> sleeps_;
    std::string cursor_;  // of the last entry put, for a journal that must be opened anew
};

}  // namespace wlanmedic::capture
