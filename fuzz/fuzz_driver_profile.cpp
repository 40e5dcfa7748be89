// SPDX-License-Identifier: MIT
// A driver profile: read, checked, and held against the same bytes as a log and as the text of a counter's file.
#include <algorithm>
#include <optional>
#include <string>

#include "driver/catalog.h"
#include "driver/check.h"
#include "driver/coverage.h"
#include "driver/glob.h"
#include "driver/path_template.h"
#include "driver/profile.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const auto profile = driver::parse_profile(text, "profile.toml");
    if (!profile) {
        require(!profile.error().what.empty() && !profile.error().to_string().empty(),
                "an error says what is wrong");
        return 0;
    }
    require(!profile->name.empty() && !profile->prefixes.empty() && !profile->modules.empty(),
            "a profile is whole");
    for (const auto* prefixes : {&profile->prefixes, &profile->shared_prefixes})
        for (const std::string& prefix : *prefixes) {
            const driver::Glob glob(prefix);
            require(glob.longest_literal().size() >= driver::min_prefix_literal, "a prefix fits not every line");
            glob.begins(text);
        }
    for (const driver::Pattern& pattern : profile->patterns) {
        require(!driver::name_of(pattern.happening).empty(), "a happening has a name");
        require(!driver::Glob(pattern.text).found_in(""), "a pattern fits not every line");
        driver::Glob(pattern.text).found_in(text);
    }
    for (const driver::Counter& counter : profile->counters) {
        require(counter.path.empty() != counter.ethtool.empty(), "a counter has one place");
        require(
            counter.path.empty() || (counter.path.front() == '/' && counter.path.find("..") == std::string::npos),
            "a counter's path leads nowhere else");
        value_in(counter, text);
    }
    const driver::DeviceNames names{.interface = "wlan0",
                                    .phy = "phy0",
                                    .device = "0000:01:00.0",
                                    .parent = "1-1",
                                    .bus = "pci",
                                    .module = "demo",
                                    .driver = "demo"};
    for (const driver::Reset& reset : profile->resets) {
        require(is_of_the_device(reset.method), "a reset resets a device");
        require(!reset.steps.empty() || !reset.how.empty(), "a reset can be done");
        for (const driver::Step& step : reset.steps) {
            require(!to_string(step).empty(), "a step can be shown");
            if (step.action != driver::Step::Action::write) continue;
            const auto path = filled_in(step.to, names);
            require(path && path->front() == '/' && path->find("..") == std::string::npos,
                    "a step writes where it may");
        }
    }
    for (const driver::Hazard& hazard : profile->hazards)
        require(concerns(hazard, std::nullopt, std::nullopt), "what is not known speaks for a hazard");
    for (const driver::Finding& finding : check(*profile, {}))
        require(!finding.what.empty() && !finding.hint.empty(), "a finding says what to do");
    driver::Catalog catalog;
    catalog.add(*profile);
    driver::Coverage coverage(catalog, profile->name);
    coverage.on(text, 1);
    require(coverage.messages() == 1, "each message is counted");
    return 0;
}
