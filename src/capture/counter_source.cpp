// SPDX-License-Identifier: MIT
#include "capture/counter_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "machine/probe.h"

namespace wlanmedic::capture {

struct CounterSource::Known {
    bool told = false;
    wifi::Duration at{0};  // CLOCK_BOOTTIME, of the record before
    CounterValues values;
    bool alive = false;  // something was received between the last two readings
};

struct CounterSource::Readings {
    std::map<std::uint32_t, CounterReading> by_index;
};

namespace {

// Signs that the device delivers: its own word (frames, beacons of the station), or what the interface got of it.
bool has_received(const CounterValues& before, const CounterValues& now) {
    return std::ranges::any_of(
        std::initializer_list<const char*>{"station_rx_packets", "station_beacon_rx", "rx_packets"},
        [&](const char* name) {
            const auto was = before.counted.find(name);
            const auto is = now.counted.find(name);
            return was != before.counted.end() && is != now.counted.end() && is->second > was->second;
        });
}

}  // namespace

CounterSource::CounterSource(const Devices& devices, const driver::Catalog& drivers, CounterOptions options)
    : devices_(&devices),
      options_(std::move(options)),
      pace_(options_.pace),
      reader_(std::make_shared<CounterReader>(drivers)) {}
CounterSource::~CounterSource() = default;

wifi::Result<void> CounterSource::start(const Surroundings& surroundings) {
    to_ = surroundings;
    aside_ = std::make_unique<Aside>(*to_.loop, "counters");
    see();
    wait();
    return {};
}

std::vector<Device> CounterSource::stations() const {
    auto stations = devices_->stations();
    if (options_.wanted) std::erase_if(stations, [&](const Device& device) { return !options_.wanted(device); });
    return stations;
}

bool CounterSource::see() {
    const auto stations = this->stations();
    const wifi::Duration now = boottime_now();
    bool changed = false;
    for (const Device& device : stations) changed = pace_.see(device.index, device.carrier, now) || changed;
    std::erase_if(known_, [&](const auto& entry) {
        if (std::ranges::find(stations, entry.first, &Device::index) != stations.end()) return false;
        pace_.forget(entry.first);
        troubled_.erase(entry.first);
        return true;
    });
    for (const Device& device : stations) known_.try_emplace(device.index);
    return changed;
}

void CounterSource::tell_state() {
    if (!aside_) return;
    see();
    for (auto& [index, known] : known_) known.told = false;
    tick();
}

void CounterSource::drain() {
    if (aside_ && see()) tick();
}

// Early as well as late, to go with whoever else wakes then.
void CounterSource::wait() {
    const wifi::Duration interval = pace_.interval(boottime_now());
    tick_ = to_.loop->after(interval - interval / 10, interval / 10, [this] {
        see();
        tick();
    });
}

void CounterSource::tick() {
    wait();
    if (aside_->is_busy()) {
        at_once_ = true;
        if (aside_->has_hung()) put(nullptr);
        return;
    }
    at_once_ = false;
    std::vector<CounterTask> tasks;
    for (const Device& device : stations())
        tasks.push_back({.index = device.index,
                         .interface = device.interface,
                         .link_up = device.carrier,
                         .may_ask_firmware = device.carrier && known_[device.index].alive});
    if (tasks.empty()) return;
    const auto readings = std::make_shared<Readings>();
    aside_->start(
        [reader = reader_, readings, tasks = std::move(tasks)] {
            for (const CounterTask& task : tasks) readings->by_index[task.index] = reader->read(task);
        },
        [this, readings] {
            put(readings.get());
            if (std::exchange(at_once_, false)) tick();
        },
        options_.deadline, [this] { on_hung(); });
}

void CounterSource::on_hung() {
    const std::string where = aside_->where();
    to_.tape->missing(name(), {.what = fmt::format("reading {} has hung for {:.0f} s{}{}", reader_->doing(),
                                                   wifi::to_seconds(options_.deadline),
                                                   where.empty() ? "" : ", in the kernel at ", where),
                               .hint = "until it comes back only the counters of the interface are recorded"});
    put(nullptr);
}

// What the interface itself counts never hangs: the kernel forbids drivers to sleep there
// (Documentation/networking/netdevices.rst, ndo_get_stats).
void CounterSource::put(const Readings* readings) {
    const auto text = machine::ThisMachine().read("/proc/net/dev");
    const wifi::Duration now = boottime_now();
    for (const Device& device : stations()) {
        CounterValues values;
        if (text)
            if (const auto of_interface = interface_counters(*text, device.interface)) values = *of_interface;
        if (readings != nullptr) {
            const auto reading = readings->by_index.find(device.index);
            if (reading == readings->by_index.end()) continue;  // it came while the others were read
            values.add(reading->second.values);
            if (!reading->second.driver_trouble.empty() && troubled_.insert(device.index).second)
                to_.tape->missing(name(),
                                  {.what = fmt::format("the driver of {} has counters that cannot be read: {}",
                                                       device.interface, reading->second.driver_trouble),
                                   .hint = "debugfs is for root, and not in every kernel"});
        }
        if (values.counted.empty() && values.measured.empty()) continue;
        Known& known = known_[device.index];
        known.alive = known.told && has_received(known.values, values);
        to_.tape->put(
            counters_record(device.interface, known.told ? &known.values : nullptr, values, now - known.at),
            to_.tape->clock().at_boottime(now));
        known.told = true;
        known.at = now;
        known.values = std::move(values);
    }
}

}  // namespace wlanmedic::capture
