// SPDX-License-Identifier: MIT
#include "tune/space.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/advice.h"
#include "wifi/span.h"

namespace wlanmedic::tune {
namespace {

bool counts(const policy::Watch& watch) { return watch.on != policy::Watch::On::stall; }

policy::Rung rung_of(const policy::Policy& base, driver::Method method) {
    const auto known = std::ranges::find(base.rungs, method, &policy::Rung::method);
    return known != base.rungs.end() ? *known : policy::Rung{.method = method};
}

std::string joined(const std::vector<driver::Method>& methods) {
    std::string text;
    for (const driver::Method method : methods)
        text += fmt::format("{}{}", text.empty() ? "" : "+", driver::name_of(method));
    return text;
}

wifi::Error too_many(double crossed) {
    return {.what = fmt::format("the axes make {:.0f} candidates; at most {} can be swept", crossed,
                                Space::most_candidates),
            .hint = "Give fewer values of --count, --window, --gate, --cool-down or --ladder."};
}

}  // namespace

wifi::Result<Space> Space::cross(Axes axes, policy::Policy base, const std::vector<driver::Method>& forbidden) {
    Space space;
    space.axes_ = std::move(axes);
    space.base_ = std::move(base);
    const Axes& all = space.axes_;
    const double crossed = static_cast<double>(all.counts.size()) * static_cast<double>(all.windows.size()) *
                           static_cast<double>(all.gates.size()) * static_cast<double>(all.cool_downs.size()) *
                           static_cast<double>(all.ladders.size());
    if (crossed > static_cast<double>(most_candidates)) return std::unexpected(too_many(crossed));
    space.crossed_ = static_cast<std::size_t>(crossed);
    if (!std::ranges::any_of(space.base_.triggers, counts))
        return std::unexpected(
            wifi::Error{.what = fmt::format("the policy {} has no trigger that counts: there is nothing to vary",
                                            space.base_.name),
                        .hint = "Give one with --policy that has, such as b-1."});
    for (const NamedGate& gate : all.gates)
        if (space.base_.gates.size() + gate.gates.size() > policy::Policy::most_gates)
            return std::unexpected(
                wifi::Error{.what = fmt::format("--gate {}: with those of {} more than {} gates", gate.name,
                                                space.base_.name, policy::Policy::most_gates)});
    space.drop_ladders(forbidden);
    std::size_t silent = 0;
    for (std::uint32_t count = 0; count < all.counts.size(); ++count)
        for (std::uint32_t window = 0; window < all.windows.size(); ++window)
            for (std::uint32_t gate = 0; gate < all.gates.size(); ++gate) {
                const bool ever =
                    !all.ladders.empty() &&
                    !policy::can_never_fire(space.policy_of({.count = count, .window = window, .gate = gate}));
                if (ever)
                    space.triples_.push_back({.count = count, .window = window, .gate = gate});
                else
                    ++silent;
            }
    if (!all.ladders.empty() && silent > 0) {
        space.left_out_.never_fires = silent * all.cool_downs.size() * all.ladders.size();
        space.left_out_.because.push_back(fmt::format(
            "{} can never fire (`wlanmedic policy check` says why of each)", space.left_out_.never_fires));
    }
    if (space.size() == 0) {
        std::string why;
        for (const std::string& because : space.left_out_.because) why += (why.empty() ? "" : "; ") + because;
        return std::unexpected(wifi::Error{.what = fmt::format("no candidate is left: {}", why)});
    }
    return space;
}

void Space::drop_ladders(const std::vector<driver::Method>& forbidden) {
    const std::size_t of_each = crossed_ / axes_.ladders.size();
    std::vector<NamedLadder> kept;
    const auto cannot_run = [&](driver::Method method) {
        return std::ranges::find(forbidden, method) != forbidden.end() ||
               std::ranges::find(base_.never, method) != base_.never.end();
    };
    for (NamedLadder& ladder : axes_.ladders) {
        const std::string given = ladder.name;
        if (std::erase_if(ladder.methods, cannot_run) > 0) ladder.name = joined(ladder.methods);
        const auto same = std::ranges::find(kept, ladder.methods, &NamedLadder::methods);
        if (ladder.methods.empty()) {
            left_out_.forbidden += of_each;
            left_out_.because.push_back(
                fmt::format("{} with the ladder {}: every rung of it is forbidden there", of_each, given));
        } else if (same != kept.end()) {
            left_out_.same += of_each;
            left_out_.because.push_back(fmt::format("{} with the ladder {}: without what is forbidden it is {}",
                                                    of_each, given, same->name));
        } else {
            kept.push_back(std::move(ladder));
        }
    }
    axes_.ladders = std::move(kept);
}

Setting Space::setting(std::size_t number) const {
    const std::size_t ladders = axes_.ladders.size();
    const std::size_t cool_downs = axes_.cool_downs.size();
    const Triple& triple = triples_.at(number / (ladders * cool_downs));
    return {.count = triple.count,
            .window = triple.window,
            .gate = triple.gate,
            .cool_down = number / ladders % cool_downs,
            .ladder = number % ladders};
}

policy::Policy Space::policy_of(const Setting& setting) const {
    policy::Policy policy = base_;
    for (policy::Watch& trigger : policy.triggers) {
        if (!counts(trigger)) continue;
        trigger.count = axes_.counts[setting.count];
        trigger.within = axes_.windows[setting.window];
    }
    const NamedGate& gate = axes_.gates[setting.gate];
    policy.gates.insert(policy.gates.end(), gate.gates.begin(), gate.gates.end());
    policy.rungs.clear();
    for (const driver::Method method : axes_.ladders[setting.ladder].methods)
        policy.rungs.push_back(rung_of(base_, method));
    policy.limits.cool_down = axes_.cool_downs[setting.cool_down];
    if (policy.limits.cool_down_max)
        policy.limits.cool_down_max = std::max(*policy.limits.cool_down_max, policy.limits.cool_down);
    return policy;
}

std::shared_ptr<const policy::Policy> Space::policy(std::size_t number) const {
    policy::Policy policy = policy_of(setting(number));
    policy.name = fmt::format("candidate-{}", number + 1);
    policy.about = fmt::format("{}, tuned: {}", base_.name, text(number));
    return std::make_shared<const policy::Policy>(std::move(policy));
}

std::string Space::text(std::size_t number) const {
    const Setting at = setting(number);
    return fmt::format("{} within {}, gate {}, {}, cool-down {}", axes_.counts[at.count],
                       wifi::span_text(axes_.windows[at.window]), axes_.gates[at.gate].name,
                       axes_.ladders[at.ladder].name, wifi::span_text(axes_.cool_downs[at.cool_down]));
}

}  // namespace wlanmedic::tune
