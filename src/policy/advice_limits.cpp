// SPDX-License-Identifier: MIT
// Limits that limit nothing, or more than is meant.
#include <fmt/format.h>

#include <algorithm>

#include "policy/advice_parts.h"
#include "wifi/span.h"

namespace wlanmedic::policy {

namespace {

struct Budget {
    std::string_view key;
    std::optional<int> most;
    std::optional<wifi::Duration> in;  ///< nothing: until a boot
};

// How many actions the cool-down lets through in a span, both ends of it included.
std::int64_t most_through(wifi::Duration cool_down, wifi::Duration in, std::size_t rungs) {
    return (in / cool_down + 1) * static_cast<std::int64_t>(rungs);
}

}  // namespace

void find_odd_limits(const Policy& policy, std::size_t rungs_that_run, Findings& findings) {
    const Limits& limits = policy.limits;
    const auto place = policy.rungs.empty() ? config::Place{} : policy.rungs.front().place;
    const std::array budgets{
        Budget{"per_hour", limits.per_hour, std::chrono::hours{1}},
        Budget{"per_day", limits.per_day, std::chrono::days{1}},
        Budget{"per_boot", limits.per_boot, std::nullopt},
    };
    const bool no_budget = std::ranges::none_of(budgets, [](const Budget& one) { return one.most.has_value(); });
    if (no_budget && limits.cool_down < std::chrono::seconds{1})
        find(findings, place, "nothing bounds how often it acts: no cool-down, and no budget",
             "Add [limits] with cool_down, per_hour, per_day or per_boot.");
    for (const auto& budget : budgets) {
        if (!budget.most || rungs_that_run == 0) continue;
        if (std::cmp_less(*budget.most, rungs_that_run))
            find(findings, place,
                 fmt::format("{} = {} ends each ladder before its last rungs, of which {} can run", budget.key,
                             *budget.most, rungs_that_run),
                 fmt::format("A budget counts actions, and each rung is one: give {} or more, or take rungs away.",
                             rungs_that_run));
        if (budget.in && limits.cool_down.count() > 0 &&
            *budget.most > most_through(limits.cool_down, *budget.in, rungs_that_run))
            find(findings, place,
                 fmt::format("{} = {} is never used up: the cool-down of {} lets no more than {} through",
                             budget.key, *budget.most, wifi::span_text(limits.cool_down),
                             most_through(limits.cool_down, *budget.in, rungs_that_run)),
                 "Leave it out, or make the cool-down shorter.");
    }
    const auto less = [&](const Budget& longer, const Budget& shorter) {
        if (longer.most && shorter.most && *longer.most < *shorter.most)
            find(findings, place,
                 fmt::format("{} = {} leaves {} = {} without meaning", longer.key, *longer.most, shorter.key,
                             *shorter.most),
                 "The budget of the longer time is the larger one.");
    };
    less(budgets[1], budgets[0]);
    less(budgets[2], budgets[1].most ? budgets[1] : budgets[0]);
    if (limits.cool_down_factor > 1 &&
        (!limits.cool_down_max || *limits.cool_down_max == limits.cool_down || limits.cool_down.count() == 0))
        find(findings, place, "the cool-down never grows: cool_down_factor has nowhere to grow to",
             "Add cool_down_max, longer than cool_down, which is longer than 0.");
    if (limits.cool_down_factor == 1 && limits.cool_down_max && *limits.cool_down_max > limits.cool_down)
        find(findings, place, "the cool-down never grows: cool_down_max without cool_down_factor",
             "Add cool_down_factor = 2.");
}

}  // namespace wlanmedic::policy
