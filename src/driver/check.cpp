// SPDX-License-Identifier: MIT
#include "driver/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string_view>

#include "driver/glob.h"

namespace wlanmedic::driver {

namespace {

// What mac80211 and cfg80211 print about every device (net/mac80211/mlme.c, main.c, rx.c; net/wireless).
constexpr std::array<std::string_view, 24> lines_of_all_drivers{
    "wlan0: authenticate with 02:00:00:00:00:01",
    "wlan0: send auth to 02:00:00:00:00:01 (try 1/3)",
    "wlan0: authenticated",
    "wlan0: associate with 02:00:00:00:00:01 (try 1/3)",
    "wlan0: RX AssocResp from 02:00:00:00:00:01 (capab=0x411 status=0 aid=1)",
    "wlan0: RX ReassocResp from 02:00:00:00:00:01 (capab=0x411 status=0 aid=1)",
    "wlan0: associated",
    "wlan0: authentication with 02:00:00:00:00:01 timed out",
    "wlan0: association with 02:00:00:00:00:01 timed out",
    "wlan0: 02:00:00:00:00:01 denied authentication (status 1)",
    "wlan0: 02:00:00:00:00:01 denied association (code=17)",
    "wlan0: 02:00:00:00:00:01 rejected association temporarily; comeback duration 1000 TU (1024 ms)",
    "wlan0: deauthenticated from 02:00:00:00:00:01 (Reason: 7=CLASS3_FRAME_FROM_NONASSOC_STA)",
    "wlan0: disassociated from 02:00:00:00:00:01 (Reason: 8=DISASSOC_STA_HAS_LEFT)",
    "wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)",
    "wlan0: Connection to AP 02:00:00:00:00:01 lost",
    "wlan0: No ack for nullfunc frame to AP 02:00:00:00:00:01, try 1/2",
    "wlan0: detected beacon loss from AP (missed 7 beacons) - probing",
    "wlan0: disabling HT/VHT/HE as WMM/QoS is not supported by the AP",
    "wlan0: Limiting TX power to 20 (20 - 0) dBm as advertised by 02:00:00:00:00:01",
    "wlan0: HW problem - can not stop rx aggregation for 02:00:00:00:00:01 tid 0",
    "ieee80211 phy0: Hardware restart was requested",
    "ieee80211 phy0: Selected rate control algorithm 'minstrel_ht'",
    "cfg80211: Loading compiled-in X.509 certificates for regulatory database",
};

std::string_view fitting_line(const Glob& glob) {
    const auto* const line =
        std::ranges::find_if(lines_of_all_drivers, [&](std::string_view text) { return glob.found_in(text); });
    return line == lines_of_all_drivers.end() ? std::string_view() : *line;
}

// A path, "owner/repository: path", "owner/repository#issue", a page, or where it was measured.
bool names_a_source(std::string_view source) {
    for (const std::string_view start : {"https://", "measured: "})
        if (source.starts_with(start)) return source.size() > start.size();
    const auto end = source.find_first_of(" #:");
    const auto path = source.substr(0, end);
    if (path.find('/') == std::string_view::npos) return false;
    if (end == std::string_view::npos) return true;
    const auto rest = source.substr(end);
    if (rest.starts_with('#'))
        return rest.size() > 1 && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    return rest.starts_with(": ") && rest.size() > 2;
}

class Check {
public:
    Check(const Profile& profile, const std::vector<Profile>& others) : profile_(profile), others_(others) {}

    std::vector<Finding> findings() {
        check_names();
        check_prefixes();
        check_patterns();
        for (const auto& counter : profile_.counters) check_source(counter.source, counter.place);
        check_resets();
        for (const auto& hazard : profile_.hazards) check_source(hazard.source, hazard.place);
        std::multimap<std::uint64_t, Finding> by_line;  // keeps the order of those of one line
        for (auto& finding : findings_) by_line.emplace(finding.place.line, std::move(finding));
        findings_.clear();
        for (auto& [line, finding] : by_line) findings_.push_back(std::move(finding));
        return std::move(findings_);
    }

private:
    void find(config::Place place, std::string what, std::string hint) {
        findings_.push_back({std::move(what), std::move(hint), place});
    }

    void check_names() {
        const auto stem = std::filesystem::path(profile_.file).stem().string();
        if (!profile_.file.empty() && profile_.file != "-" && stem != profile_.name)
            find({}, fmt::format("the profile \"{}\" stands in a file called \"{}\"", profile_.name, stem),
                 "Call the file as the profile, or nobody finds it.");
        for (const auto& other : others_) {
            if (other.name == profile_.name) continue;
            for (const auto& module : profile_.modules)
                if (has_module(other, module))
                    find({}, fmt::format("the module \"{}\" is also one of {}", module, other.name),
                         "Only the first of both is found by it.");
            for (const auto& prefix : profile_.prefixes)
                if (std::ranges::find(other.prefixes, prefix) != other.prefixes.end())
                    find({}, fmt::format("the prefix \"{}\" is also one of {}", prefix, other.name),
                         "Put it into shared_prefixes of both, and let patterns claim the lines.");
        }
    }

    void check_prefixes() {
        for (const auto* prefixes : {&profile_.prefixes, &profile_.shared_prefixes}) {
            for (const auto& prefix : *prefixes) {
                const Glob glob(prefix);
                if (glob.longest_literal().size() < short_prefix)
                    find({}, fmt::format("the prefix \"{}\" is short", prefix),
                         fmt::format("Give {} literal bytes in one piece, the space or colon behind a name too.",
                                     short_prefix));
                if (prefixes != &profile_.prefixes) continue;
                for (const auto line : lines_of_all_drivers)
                    if (glob.begins(line))
                        find({}, fmt::format("the prefix \"{}\" fits a line of all drivers: \"{}\"", prefix, line),
                             "Move it to shared_prefixes.");
            }
        }
        if (!profile_.shared_prefixes.empty() && profile_.patterns.empty())
            find({}, "shared_prefixes claim nothing without patterns", "Add patterns, or leave them out.");
    }

    void check_patterns() {
        std::vector<Glob> globs;
        for (const auto& pattern : profile_.patterns) {
            const Glob glob(pattern.text);
            const auto hides =
                std::ranges::find_if(globs, [&](const Glob& early) { return early.found_in(pattern.text); });
            if (hides != globs.end()) {
                const auto& early = profile_.patterns[static_cast<std::size_t>(hides - globs.begin())];
                find(pattern.place,
                     fmt::format("pattern \"{}\" is never reached: \"{}\" in line {} is found wherever it is",
                                 pattern.text, early.text, early.place.line),
                     "Put the special before the general.");
            }
            if (glob.literal_size() < short_pattern)
                find(pattern.place, fmt::format("pattern \"{}\" is short", pattern.text),
                     "Take more of the text, or it is found where nobody expects it.");
            if (const auto line = fitting_line(glob); !line.empty())
                find(pattern.place,
                     fmt::format("pattern \"{}\" fits a line of all drivers: \"{}\"", pattern.text, line),
                     "Lines of mac80211 and cfg80211 are understood without a profile. Take more of the text.");
            check_source(pattern.source, pattern.place);
            globs.push_back(glob);
        }
    }

    void check_resets() {
        if (!profile_.resets.empty() && profile_.hazards.empty())
            find(profile_.resets.front().place, "there are resets, and not one hazard",
                 "Look for reports of devices that did not come back; say in a hazard what goes down with them.");
        const Reset* deepest = nullptr;
        for (const auto& reset : profile_.resets) {
            check_source(reset.source, reset.place);
            if (deepest != nullptr && reset.method < deepest->method)
                find(reset.place,
                     fmt::format("{} stands behind {}, which undoes more", name_of(reset.method),
                                 name_of(deepest->method)),
                     "List resets from the gentlest to the deepest.");
            if (deepest == nullptr || reset.method > deepest->method) deepest = &reset;
            check_against_hazards(reset);
        }
    }

    void check_against_hazards(const Reset& reset) {
        const auto shares_a_bus = [&](const Hazard& hazard) {
            return reset.buses.empty() ||
                   std::ranges::any_of(reset.buses, [&](Bus bus) { return concerns(hazard, std::nullopt, bus); });
        };
        const auto against = std::ranges::find_if(profile_.hazards, [&](const Hazard& hazard) {
            return forbids(hazard, reset.method, std::nullopt, std::nullopt) && shares_a_bus(hazard);
        });
        const auto always = std::ranges::find_if(profile_.hazards, [&](const Hazard& hazard) {
            return forbids(hazard, reset.method, std::nullopt, std::nullopt) && shares_a_bus(hazard) &&
                   !hazard.since && !hazard.fixed_in && hazard.applies.empty() &&
                   (hazard.buses.empty() || !reset.buses.empty());
        });
        if (reset.safe == Safety::no && against == profile_.hazards.end())
            find(reset.place, fmt::format("{} is not safe, and no hazard forbids it", name_of(reset.method)),
                 "Add a [[hazard]] that says what happens, with the method in forbids.");
        if (reset.safe == Safety::yes && always != profile_.hazards.end())
            find(reset.place,
                 fmt::format("{} is said to be safe, and the hazard \"{}\" always forbids it",
                             name_of(reset.method), always->id),
                 "One of them is wrong, or the hazard needs since, fixed_in, buses or applies.");
    }

    void check_source(std::string_view source, config::Place place) {
        if (names_a_source(source)) return;
        find(place, fmt::format("\"{}\" names no source that others can look up", source),
             "A path in the kernel's tree, \"owner/repository: path\", \"owner/repository#issue\", a page's https "
             "address, or \"measured: where\".");
    }

    const Profile& profile_;
    const std::vector<Profile>& others_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check(const Profile& profile, const std::vector<Profile>& others) {
    return Check(profile, others).findings();
}

}  // namespace wlanmedic::driver
