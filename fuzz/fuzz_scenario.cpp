// SPDX-License-Identifier: MIT
// A scenario, read as it is and with the same bytes as a setting: what is accepted can be played.
#include <algorithm>
#include <string>

#include "lab/scenario/duration.h"
#include "lab/scenario/happening.h"
#include "lab/scenario/reader.h"
#include "lab/scenario/steps.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

std::uint64_t played(const std::vector<lab::Step>& steps, std::uint64_t times) {
    std::uint64_t sum = 0;
    for (const auto& step : steps) {
        require(step.repeat > 0, "a step is played at least once");
        require(step.when.after >= wifi::Duration{}, "nobody waits backward");
        if (const auto* const happening = step.when.happening ? &*step.when.happening : nullptr)
            require(!happening->words.empty() && !lab::tells(*happening, ""), "a happening is in no empty line");
        sum += times + played(step.steps, times * step.repeat);
    }
    return sum;
}

void check(const wifi::Result<lab::Scenario>& scenario) {
    if (!scenario) {
        require(!scenario.error().what.empty() && !scenario.error().hint.empty(), "an error says what to do");
        return;
    }
    require(scenario->access_points.size() >= 2 && scenario->access_points.back().foreign,
            "somebody is in the air");
    for (const auto& access_point : scenario->access_points) {
        require(access_point.radio != lab::station_radio, "the station's radio is its own");
        for (const auto* text : {&access_point.ssid, &access_point.passphrase})
            require(std::ranges::all_of(*text, [](char c) { return c >= ' ' && c <= '~'; }),
                    "what is set in a configuration file is one line");
    }
    require(scenario->duration > wifi::Duration{}, "a run ends");
    require(played(scenario->steps, 1) <= lab::most_played_steps, "a run is bounded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    check(lab::read_scenario(text, "scenario.toml"));
    const auto line = text.substr(0, text.find('\n'));
    if (const auto equals = line.find('='); equals != std::string_view::npos)
        check(lab::read_scenario(text.substr(std::min(line.size() + 1, text.size())), "scenario.toml",
                                 {{std::string(line.substr(0, equals)), std::string(line.substr(equals + 1))}}));
    if (const auto duration = lab::duration_from_text(line))
        require(lab::duration_from_text(lab::to_text(*duration)) == duration, "a duration is shown as it is read");
    return 0;
}
