// SPDX-License-Identifier: MIT
// The engine and the core of the connection-loss guard, each told of the same.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel_view.h"
#include "policy/engine.h"

namespace wlanmedic::policy {

/// The core behind what a kernel sees of the events.
class KernelCore {
public:
    /// `policy` must be one that kernel_policy_of() gave, and `view` a view of the same one.
    KernelCore(const connloss_policy& policy, KernelView view);
    KernelCore(const KernelCore&) = delete;
    KernelCore& operator=(const KernelCore&) = delete;

    struct Told {
        std::vector<connloss_event> events;
        connloss_decision decision{};  ///< of the whole happening
    };
    /// What the core was told and decided, or why the event is none that a kernel sees.
    std::expected<Told, std::string> on(const wifi::Event& event);
    /// When a timer is to be given at the latest; nothing: never.
    std::optional<wifi::Instant> next_deadline() const;

    std::string words(const connloss_decision& decision) const;
    const KernelView& view() const { return view_; }

private:
    std::unique_ptr<connloss_policy> policy_;
    std::unique_ptr<connloss_core> core_;
    KernelView view_;
};

/// Both in the same words: "act rung 0 trigger 1 ladder 2 wlan0 restart_hw", or "nothing".
std::string words(const std::optional<Decision>& decision);

/// "gate": why nothing was decided.
std::string_view name_of(Held held);

}  // namespace wlanmedic::policy
