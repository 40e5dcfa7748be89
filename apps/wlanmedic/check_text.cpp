// SPDX-License-Identifier: MIT
#include "check_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/safe_text.h"

namespace wlanmedic::app {

std::string text_of(const std::vector<machine::Check>& checks, bool all) {
    std::string said;
    for (const machine::Check& check : checks) {
        if (check.verdict == machine::Verdict::ok && !all) continue;
        const std::string where = check.interface.empty() ? "" : fmt::format(" ({})", check.interface);
        std::string text = fmt::format("{:<7} {}{}: {}\n", name_of(check.verdict), check.id, where, check.because);
        if (check.verdict == machine::Verdict::trap) text += fmt::format("        {}\n", check.matters);
        text += fmt::format("        see it:    {}\n", check.shows);
        if (!check.advice.empty()) text += fmt::format("        change it: {}\n", check.advice);
        // Names and values are what this machine's files and programs say.
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            said += fmt::format("{}\n", report::for_terminal(text.substr(at, end - at)));
            at = end + 1;
        }
    }
    const auto count = [&](machine::Verdict verdict) {
        return std::ranges::count(checks, verdict, &machine::Check::verdict);
    };
    return said + fmt::format("{} checked: {} ok, {} traps, {} unknown\n", checks.size(),
                              count(machine::Verdict::ok), count(machine::Verdict::trap),
                              count(machine::Verdict::unknown));
}

std::string json_of(const std::vector<machine::Check>& checks) {
    nlohmann::ordered_json document{{"schema", "wlanmedic.check/1"}, {"checks", nlohmann::ordered_json::array()}};
    for (const machine::Check& check : checks) {
        nlohmann::ordered_json one{{"id", check.id}, {"verdict", name_of(check.verdict)}};
        if (!check.interface.empty()) one["interface"] = check.interface;
        one["because"] = check.because;
        one["matters"] = check.matters;
        one["shows"] = check.shows;
        one["advice"] = check.advice.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(check.advice);
        document["checks"].push_back(std::move(one));
    }
    return fmt::format("{}\n", document.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace wlanmedic::app
