// SPDX-License-Identifier: MIT
#include "capture/counter_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "capture/device_names.h"
#include "capture/ethtool.h"
#include "capture/station_socket.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

constexpr std::size_t most_text = 1U << 16;
constexpr std::size_t most_interfaces = 64;
constexpr std::size_t most_files = 16;  // that one pattern names

wifi::Result<std::string> read_text(const std::string& path) {
    const posix::Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    std::string text(most_text, '\0');
    std::size_t size = 0;
    ssize_t got = file ? 1 : -1;
    while (got > 0 && size < text.size()) {
        got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got > 0) size += static_cast<std::size_t>(got);
    }
    if (got < 0) return std::unexpected(wifi::Error{.what = std::strerror(errno), .file = path});
    text.resize(size);
    return text;
}

// Names of the machine stand in the pattern as they are: one that is a pattern itself would open other files.
bool has_wildcards(const driver::DeviceNames& names) {
    const auto has = [](const std::string& name) { return name.find_first_of("*?[\\") != std::string::npos; };
    return has(names.interface) || has(names.phy) || has(names.device) || has(names.parent) || has(names.driver) ||
           has(names.module);
}

std::vector<std::string> files_of(const std::string& pattern) {
    if (pattern.find('*') == std::string::npos) return {pattern};
    glob_t found{};
    std::vector<std::string> files;
    if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
        for (std::size_t i = 0; i < found.gl_pathc && i < most_files; ++i) files.emplace_back(found.gl_pathv[i]);
    ::globfree(&found);
    return files;
}

}  // namespace

struct CounterReader::Station : StationSocket {};
struct CounterReader::Ethtool : EthtoolStatistics {};

struct CounterReader::Driver {
    std::string interface;
    driver::DeviceNames names;
    const Profile* profile = nullptr;
};

CounterReader::CounterReader(const driver::Catalog& drivers)
    : station_(std::make_unique<Station>()), ethtool_(std::make_unique<Ethtool>()) {
    for (const driver::Profile& profile : drivers.profiles())
        if (!profile.counters.empty())
            profiles_.push_back({.name = profile.name, .modules = profile.modules, .counters = profile.counters});
}
CounterReader::~CounterReader() = default;

std::string CounterReader::doing() const {
    const std::lock_guard lock(mutex_);
    return doing_;
}

void CounterReader::say(std::string what) {
    const std::lock_guard lock(mutex_);
    doing_ = std::move(what);
}

CounterReader::Driver& CounterReader::driver_of(const CounterTask& task) {
    if (known_.size() >= most_interfaces) known_.clear();
    auto& known = known_[task.index];
    if (!known || known->interface != task.interface) {
        known = std::make_unique<Driver>();
        known->interface = task.interface;
        known->names = device_names(machine::ThisMachine(), task.interface);
        if (!has_wildcards(known->names)) known->profile = profile_of(known->names.module, known->names.driver);
    }
    return *known;
}

const CounterReader::Profile* CounterReader::profile_of(const std::string& module,
                                                        const std::string& driver) const {
    const auto profile = std::ranges::find_if(profiles_, [&](const Profile& one) {
        return std::ranges::find(one.modules, module) != one.modules.end() || one.name == driver;
    });
    return profile == profiles_.end() ? nullptr : &*profile;
}

CounterReading CounterReader::read(const CounterTask& task) {
    CounterReading reading;
    say(fmt::format("the station's statistics of {} from nl80211", task.interface));
    if (const auto values = station_->ask(task.index)) reading.values = *values;
    read_driver(task, reading);
    say({});
    return reading;
}

void CounterReader::read_driver(const CounterTask& task, CounterReading& reading) {
    say(fmt::format("the names of {} in sysfs", task.interface));
    const Driver& driver = driver_of(task);
    if (driver.profile == nullptr) return;
    const auto bus = config::value_in(driver::bus_names, driver.names.bus);
    std::map<std::string, wifi::Result<std::string>> texts;
    std::optional<std::map<std::string, std::uint64_t>> ethtool;
    bool any = false;
    bool asked = false;
    for (const driver::Counter& counter : driver.profile->counters) {
        if (!counter.buses.empty() && (!bus || std::ranges::find(counter.buses, *bus) == counter.buses.end()))
            continue;
        if (counter.asks_firmware && !(task.link_up && task.may_ask_firmware)) continue;
        asked = true;
        std::optional<std::uint64_t> value;
        if (!counter.ethtool.empty()) {
            if (!ethtool) {
                say(fmt::format("the statistics of {} from ethtool", task.interface));
                ethtool = ethtool_->read(task.interface);
            }
            if (const auto found = ethtool->find(counter.ethtool); found != ethtool->end()) value = found->second;
            if (!value) reading.driver_trouble = fmt::format("ethtool has no {}", counter.ethtool);
        } else {
            const auto pattern = driver::filled_in(counter.path, driver.names);
            if (!pattern) continue;
            const auto files = files_of(*pattern);
            if (files.empty()) reading.driver_trouble = fmt::format("{}: not there", *pattern);
            for (const std::string& file : files) {
                auto text = texts.find(file);
                if (text == texts.end()) {
                    say(file);
                    text = texts.emplace(file, read_text(file)).first;
                }
                if (!text->second) {
                    reading.driver_trouble = text->second.error().to_string();
                    continue;
                }
                if (const auto of_file = driver::value_in(counter, *text->second))
                    value = added(value.value_or(0), *of_file);
            }
        }
        if (!value) continue;
        any = true;
        reading.values.counted.insert_or_assign(fmt::format("driver_{}", counter.name), *value);
    }
    if (any || !asked) reading.driver_trouble.clear();
}

}  // namespace wlanmedic::capture
