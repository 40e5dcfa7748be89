// SPDX-License-Identifier: MIT
#include "lab/guest/director.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <random>

#include "lab/guest/boot.h"
#include "lab/guest/collect.h"
#include "lab/guest/driver_faults.h"
#include "lab/guest/file_text.h"
#include "lab/guest/guest_clock.h"
#include "lab/guest/links.h"
#include "lab/medium/names.h"
#include "lab/scenario/names.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using nlohmann::ordered_json;

template <class... Calls>
struct Overloaded : Calls... {
    using Calls::operator()...;
};

unsigned radios_of(const Scenario& scenario) {
    Radio most = station_radio;
    for (const AccessPoint& one : scenario.access_points) most = std::max(most, one.radio);
    return most + 1;
}

}  // namespace

Director::Director(Journal& journal, Scenario scenario, std::uint64_t seed)
    : journal_(journal),
      scenario_(std::move(scenario)),
      seed_(seed),
      processes_(loop_, [this](std::string_view source, std::string_view line) { hear(source, line); }),
      access_points_(processes_, journal_, scenario_),
      station_(loop_, processes_, journal_, scenario_),
      medium_(loop_, journal_, scenario_, seed),
      traffic_(loop_, processes_, journal_),
      recording_(loop_, processes_),
      player_(
          loop_, journal_, scenario_, [this](const Action& action) { return act(action); },
          [this] { loop_.stop(); }) {
    if (scenario_.station.chip) chip_.emplace(loop_, processes_, journal_, scenario_);
}

void Director::run(bool shell) {
    if (auto ready = set_up(); !ready) {
        journal_.failed(ready.error().to_string());
    } else if (shell) {
        journal_.stage("shell");
        const pid_t process = processes_.start([]() -> int {
            for (const int descriptor : {0, 1, 2}) ::dup2(::open("/dev/ttyS0", O_RDWR), descriptor);
            ::execl("/bin/busybox", "sh", "-l", nullptr);
            return 127;
        });
        while (processes_.is_running(process))
            loop_.run_until([&] { return !processes_.is_running(process); }, 24h);
    } else {
        player_.begin();
        loop_.run();
    }
    finish();
}

wifi::Result<void> Director::set_up() {
    journal_.stage("loading modules");
    if (auto loaded = load_modules(radios_of(scenario_)); !loaded) return loaded;
    auto air = AirMonitor::begin(loop_, "/out/truth/air.pcap");
    if (!air) return std::unexpected(air.error());
    air_ = std::move(*air);
    tell_who_is_there();
    if (chip_) {
        journal_.stage("starting the chip");
        if (auto begun = chip_->begin(); !begun) return begun;
    }
    const bool guarded = chip_ && scenario_.station.chip->guard;
    for (const std::string& absent : begin_trace(guarded)) journal_.note("no trace event " + absent);
    driver_watch_.emplace(loop_, [this](DriverWatch::Call call, std::string_view phy, std::string_view interface) {
        if (call == DriverWatch::Call::interface_removed && interface == station_interface)
            medium_.treated(station_radio, Treatment::link);
        if (call == DriverWatch::Call::association_left && interface == station_interface)
            medium_.treated(station_radio, Treatment::reassociation);
        if (call == DriverWatch::Call::restart && phy == phy_of(std::string(station_interface)))
            medium_.treated(station_radio, Treatment::restart);
    });
    kernel_log_.emplace(loop_, [this](std::string_view line) { hear("dmesg", line); });
    journal_.stage("starting access points");
    if (auto begun = access_points_.begin(loop_); !begun) return begun;
    iw_ = processes_.start({.words = {"iw", "event", "-t", "-f"},
                            .log = "/out/iw-event.txt",
                            .source = "iw-event",
                            .terminal = true});
    journal_.stage("starting the recorder");
    if (auto begun = recording_.begin(); !begun) return begun;
    // Two seeds must not give the same night: when the station comes is the first thing that differs.
    std::mt19937_64 draw(seed_);
    const std::chrono::milliseconds jitter{draw() % 1000};
    loop_.run_until([] { return false; }, jitter);
    journal_.stage("starting the station");
    if (auto begun = station_.begin(); !begun) return begun;
    for (const Traffic& one : scenario_.traffic)
        if (auto started = traffic_.start(one, access_points_.gateways()); !started) return started;
    return {};
}

void Director::tell_who_is_there() {
    ordered_json access_points = ordered_json::array();
    for (const AccessPoint& one : scenario_.access_points)
        access_points.push_back({{"name", one.name},
                                 {"interface", one.interface},
                                 {"radio", one.radio},
                                 {"mac", address_of_radio(one.radio).to_string()},
                                 {"ssid", one.ssid},
                                 {"security", to_text(one.security)},
                                 {"foreign", one.foreign}});
    ordered_json station = {{"interface", station_interface},
                            {"radio", station_radio},
                            {"mac", address_of_radio(station_radio).to_string()}};
    if (const auto& chip = scenario_.station.chip) {
        station["chip"] = to_text(chip->model);
        station["driver"] = to_text(chip->driver);
        station["guarded"] = chip->guard.has_value();
    }
    journal_.injected(
        "scenario",
        {{"name", scenario_.name}, {"seed", seed_}, {"station", station}, {"access_points", access_points}});
}

void Director::hear(std::string_view source, std::string_view line) {
    access_points_.hear(source, line);
    player_.hear(source, line);
}

wifi::Result<void> Director::act(const Action& action) {
    using Done = wifi::Result<void>;
    return std::visit(
        Overloaded{
            [](const Nothing&) { return Done{}; },
            [this](const DriverFault& fault) {
                journal_.injected("fault",
                                  {{"kind", to_text(fault.kind)}, {"lasts_s", wifi::to_seconds(fault.lasts)}});
                if (fault.kind != DriverFault::Kind::hold_rtnl)
                    return inject(std::string(station_interface), fault);
                const pid_t holder = processes_.start(
                    [fault]() -> int { return inject(std::string(station_interface), fault) ? 0 : 1; });
                loop_.run_until([&] { return !processes_.is_running(holder); }, 100ms);
                if (processes_.is_running(holder)) return Done{};
                return Done{std::unexpected(wifi::Error{.what = "the fault module did not hold RTNL"})};
            },
            [this](const AccessPointAction& act) {
                journal_.injected("access-point", {{"name", act.access_point}, {"kind", to_text(act.kind)}});
                return access_points_.act(act);
            },
            [this](const StationAction& act) {
                journal_.injected(
                    "station",
                    {{"kind", to_text(act.kind)}, {"value", act.value}, {"lasts_s", wifi::to_seconds(act.lasts)}});
                auto acted = station_.act(act);
                // They live in the same machine, and slept as well.
                if (acted && act.kind == StationAction::Kind::suspend) access_points_.restart();
                return acted;
            },
            [this](const Treat& treat) {
                journal_.injected("treat", {{"with", to_text(treat.treatment)}});
                return this->treat(treat.treatment);
            },
            [this](const ChipFault& fault) { return chip_->act(fault); },
            [this](const HealChip& heal) { return chip_->act(heal); },
            [this](const ChipEvent& event) { return chip_->act(event); },
            [this](const ChipBluetooth& bluetooth) { return chip_->act(bluetooth); },
            [this](const StartTraffic& start) { return traffic_.start(start.traffic, access_points_.gateways()); },
            [this](const StopTraffic&) {
                journal_.injected("traffic", {{"on", false}});
                traffic_.stop();
                return Done{};
            },
            [this](const Phase& phase) {
                journal_.injected("phase", {{"name", phase.name}});
                return Done{};
            },
            [this](const RunCommand& run) { return run_command(run); },
            [this](const auto& of_the_medium) { return medium_.act(of_the_medium); },
        },
        action);
}

wifi::Result<void> Director::treat(Treatment treatment) {
    // The chip's bus is not the antenna's, which stays.
    if (treatment == Treatment::bus_reset && chip_) return chip_->reset();
    auto treated = station_.treat(treatment);
    if (treated && treatment == Treatment::bus_reset)
        medium_.renewed(station_radio, address_of_radio(station_radio));
    return treated;
}

wifi::Result<void> Director::run_command(const RunCommand& run) {
    journal_.injected("run", {{"command", run.command}});
    const int status = processes_.run(
        {.words = {"sh", "-c", run.command}, .log = "/out/truth/commands.txt", .source = {}}, run.at_most);
    if (status == 0) return {};
    return std::unexpected(wifi::Error{
        .what = status < 0 ? "the command did not end in its time, or by a signal"
                           : fmt::format("the command ended with status {}: truth/commands.txt", status)});
}

void Director::finish() {
    journal_.stage("collecting");
    journal_.injected("end");
    traffic_.stop();
    medium_.end();
    if (auto ended = recording_.end(); !ended && !journal_.has_failed())
        journal_.failed(ended.error().to_string());
    save_evidence(processes_);
    if (chip_) chip_->save();
    processes_.end(iw_, SIGTERM);
    air_.reset();
    station_.end();
    access_points_.end();
    if (!journal_.has_failed()) journal_.stage("sending");
    if (!send_results(processes_, "/dev/ttyS2")) journal_.failed("the results could not be sent");
    if (!journal_.has_failed()) journal_.done();
}

}  // namespace wlanmedic::lab
