// SPDX-License-Identifier: MIT
// A tape that keeps what sources put on it, messages and text in one order.
#pragma once

#include <string>
#include <vector>

#include "capture/source.h"

namespace wlanmedic::capture::test {

class KeptRecords : public Tape {
public:
    struct Kept {
        std::string kind;     ///< "netlink", or that of a text
        std::string message;  ///< of a text
        runfile::NetlinkFrame frame;
        runfile::Text text;
        wifi::Instant instant;
    };

    void put(runfile::NetlinkFrame frame) override {
        all.push_back({.kind = "netlink", .message = {}, .frame = std::move(frame), .text = {}, .instant = {}});
    }
    void put(runfile::Text text) override { put(std::move(text), clock_.now()); }
    void put(runfile::Text text, wifi::Instant instant) override {
        Kept kept{.kind = std::string(runfile::name_of(text.kind)),
                  .message = text.message,
                  .frame = {},
                  .text = std::move(text),
                  .instant = instant};
        all.push_back(std::move(kept));
    }
    const RunClock& clock() const override { return clock_; }

    std::vector<std::string> kinds() const {
        std::vector<std::string> kinds;
        for (const Kept& kept : all) kinds.push_back(kept.kind);
        return kinds;
    }
    std::string field(std::size_t record, std::string_view name) const {
        const std::string* value = all.at(record).text.find(name);
        return value == nullptr ? "(none)" : *value;
    }
    /// On CLOCK_BOOTTIME.
    wifi::Duration boottime(std::size_t record) const {
        return all.at(record).instant.time_since_epoch() - clock_.offset();
    }

    std::vector<Kept> all;

private:
    RunClock clock_{ClockReading::now()};
};

}  // namespace wlanmedic::capture::test
