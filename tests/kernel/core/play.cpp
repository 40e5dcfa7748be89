// SPDX-License-Identifier: MIT
#include "play.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace wlanmedic::policy {
namespace {

std::string in_words(std::size_t kind, std::size_t rung, std::size_t trigger, std::uint64_t ladder,
                     std::string_view interface, std::string_view method) {
    constexpr std::array<std::string_view, 3> kinds{"act", "healthy", "gave_up"};
    return fmt::format("{} rung {} trigger {} ladder {} {} {}", kinds.at(kind), rung, trigger, ladder, interface,
                       method);
}

}  // namespace

KernelCore::KernelCore(const connloss_policy& policy, KernelView view)
    : policy_(std::make_unique<connloss_policy>(policy)),
      core_(std::make_unique<connloss_core>()),
      view_(std::move(view)) {
    connloss_core_init(core_.get(), policy_.get());
}

std::expected<KernelCore::Told, std::string> KernelCore::on(const wifi::Event& event) {
    auto noted = view_.on(event);
    if (!noted) return std::unexpected(noted.error());
    Told told{.events = std::move(*noted)};
    for (const connloss_event& one : told.events) told.decision = connloss_core_on(core_.get(), &one);
    view_.decided(told.decision);
    return told;
}

std::optional<wifi::Instant> KernelCore::next_deadline() const {
    const u64 at = std::min(connloss_core_deadline(core_.get()), view_.deadline());
    if (at == CONNLOSS_NEVER) return std::nullopt;
    return wifi::Instant{wifi::Duration{static_cast<std::int64_t>(at)}};
}

std::string KernelCore::words(const connloss_decision& decision) const {
    constexpr std::array<std::string_view, CONNLOSS_METHODS> methods{"reassociate", "restart_hw",
                                                                     "function_reset"};
    if (decision.kind == CONNLOSS_NOTHING) return "nothing";
    return in_words(decision.kind - std::size_t{CONNLOSS_ACT}, decision.rung, decision.trigger, decision.ladder,
                    view_.name_of(decision.vif), methods.at(decision.method));
}

std::string words(const std::optional<Decision>& decision) {
    if (!decision) return "nothing";
    return in_words(static_cast<std::size_t>(decision->kind), decision->rung, decision->trigger, decision->ladder,
                    decision->interface, driver::name_of(decision->method));
}

std::string_view name_of(Held held) {
    constexpr std::array<std::string_view, CONNLOSS_HELDS> names{
        "no_trigger", "running",  "gave_up", "suspended", "radio_blocked", "grace",
        "cool_down",  "per_hour", "per_day", "per_boot",  "gate",          "no_rung"};
    return names.at(static_cast<std::size_t>(held));
}

}  // namespace wlanmedic::policy
