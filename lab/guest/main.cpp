// SPDX-License-Identifier: MIT
// The first process of the lab's guest: boots, plays the scenario, is the medium, collects, powers off.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "lab/guest/boot.h"
#include "lab/guest/director.h"
#include "lab/guest/file_text.h"
#include "lab/guest/guest_clock.h"
#include "lab/scenario/reader.h"

using namespace wlanmedic;

namespace {

wifi::Result<lab::Scenario> given_scenario() {
    std::string name = lab::get_text("/lab/scenario.name");
    while (!name.empty() && name.back() == '\n') name.pop_back();
    std::vector<lab::Setting> settings;
    std::istringstream lines(lab::get_text("/lab/settings"));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find('=');
        if (equals != std::string::npos)
            settings.push_back({.key = line.substr(0, equals), .value = line.substr(equals + 1)});
    }
    return lab::read_scenario(lab::get_text("/lab/scenario.toml"), name, settings);
}

std::uint64_t given_seed() {
    const std::string text = lab::get_text("/lab/seed");
    std::uint64_t seed = 1;
    std::from_chars(text.data(), text.data() + text.size(), seed);
    return seed;
}

// The kernel reads whole seconds from the machine's clock, some time after boot: steps that name a time of day
// want it exact.
void set_clock(wifi::Instant at_boot) {
    const auto now = at_boot.time_since_epoch() + lab::since_boot();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
    const timespec time{.tv_sec = seconds.count(), .tv_nsec = (now - seconds).count()};
    ::clock_settime(CLOCK_REALTIME, &time);
}

}  // namespace

int main() {
    if (::getpid() != 1) {
        fmt::print(stderr,
                   "wlanmedic-lab-guest is the first process of the lab's guest: see wlanmedic lab --help\n");
        return 2;
    }
    ::setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    ::signal(SIGPIPE, SIG_IGN);
    lab::mount_file_systems();
    {
        lab::Journal journal("/out/truth", "/dev/ttyS1");
        journal.stage("booted");
        auto scenario = given_scenario();
        if (!scenario) {
            journal.failed(scenario.error().to_string());
        } else {
            set_clock(scenario->clock);
            lab::Director director(journal, std::move(*scenario), given_seed());
            director.run(::access("/lab/shell", F_OK) == 0);
        }
    }
    lab::power_off();
}
