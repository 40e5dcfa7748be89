// SPDX-License-Identifier: MIT
// Counters of the interface, the station and the driver: records `counters`, one for each interface that is a
// station.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string_view>

#include "capture/aside.h"
#include "capture/counter_pace.h"
#include "capture/counter_reader.h"
#include "capture/devices.h"
#include "capture/source.h"

namespace wlanmedic::capture {

struct CounterOptions {
    CounterPace::Options pace;
    wifi::Duration deadline = std::chrono::seconds{10};  ///< after which reading has hung
    std::function<bool(const Device&)> wanted;           ///< which stations; empty: all
};

class CounterSource : public Source {
public:
    /// `devices` must outlive it.
    CounterSource(const Devices& devices, const driver::Catalog& drivers, CounterOptions options = {});
    CounterSource(const CounterSource&) = delete;
    CounterSource& operator=(const CounterSource&) = delete;
    ~CounterSource() override;

    std::string_view name() const override { return "counters"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    /// The next records begin anew, with values as they are.
    void tell_state() override;
    /// Looks whether a link went down or came up: then counters are read at once.
    void drain() override;

private:
    struct Known;
    struct Readings;

    std::vector<Device> stations() const;
    bool see();
    void tick();
    void wait();
    void on_hung();
    void put(const Readings* readings);

    const Devices* devices_;
    CounterOptions options_;
    Surroundings to_;
    CounterPace pace_;
    std::shared_ptr<CounterReader> reader_;
    std::unique_ptr<Aside> aside_;
    Wait tick_;
    bool at_once_ = false;  // when the reading that is under way is done
    std::map<std::uint32_t, Known> known_;
    std::set<std::uint32_t> troubled_;  // told that the driver's counters cannot be read
};

}  // namespace wlanmedic::capture
