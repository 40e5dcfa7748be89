// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "policy/describe.h"
#include "policy_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

namespace {

using report::for_terminal;

std::string plural(std::size_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

// Line by line: for_terminal() shows line feeds, too.
void add_lines(std::string& to, std::string_view text, std::string_view indent) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (!line.empty()) to.append(indent).append(for_terminal(line));
        to += '\n';
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::string text_list(const std::vector<policy::PolicyFile>& policies) {
    std::string text =
        fmt::format("{:<18} {:>8} {:>5} {:>5}  {}\n", "policy", "triggers", "gates", "rungs", "about");
    for (const auto& file : policies)
        fmt::format_to(std::back_inserter(text), "{:<18} {:>8} {:>5} {:>5}  {}\n", for_terminal(file.policy->name),
                       file.policy->triggers.size(), file.policy->gates.size(), file.policy->rungs.size(),
                       for_terminal(file.policy->about));
    return text;
}

std::string text_policy(const policy::PolicyFile& file) {
    std::string text =
        fmt::format("{}  ({})\n\n", for_terminal(file.policy->name), for_terminal(file.policy->file));
    add_lines(text, file.text, "    ");
    text += "\nWhat it will do:\n\n";
    add_lines(text, describe(*file.policy), "    ");
    return text;
}

std::string text_checked(const CheckedPolicy& checked) {
    if (!checked.policy) return {};
    const auto& policy = *checked.policy->policy;
    std::string text =
        fmt::format("{}: {}, {}, {}{}\n", for_terminal(checked.file), plural(policy.triggers.size(), "trigger"),
                    plural(policy.gates.size(), "gate"), plural(policy.rungs.size(), "rung"),
                    checked.findings.empty() ? "; nothing is odd about it" : "");
    for (const auto& finding : checked.findings) {
        const wifi::Error place{"warning: " + finding.what, policy.file, finding.place.line, finding.place.column,
                                ""};
        fmt::format_to(std::back_inserter(text), "{}\n  hint: {}\n", for_terminal(place.to_string()),
                       for_terminal(finding.hint));
    }
    return text;
}

}  // namespace wlanmedic::app
