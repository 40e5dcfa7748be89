// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;

// The kernel takes the domain back only after a disconnect: what comes after the loss is its consequence.
constexpr wifi::Duration change_to_loss = 2s;
// A channel switch is announced up to 255 beacons ahead (IEEE 802.11-2020, 9.4.2.18).
constexpr wifi::Duration switch_to_loss = 30s;

}  // namespace

Hypothesis regulatory_change(const Case& of) {
    Hypothesis result{.id = "regulatory"};
    for (const wifi::Event& event : of.outage.before) {
        const wifi::Duration ago = of.outage.start - event.instant;
        const bool domain =
            std::holds_alternative<wifi::RegulatoryChanged>(event.payload) && ago <= change_to_loss;
        const auto* moved = std::get_if<wifi::ChannelSwitched>(&event.payload);
        if (!domain && (moved == nullptr || ago > switch_to_loss)) continue;
        result.verdict = Verdict::supported;
        result.because = domain ? fmt::format("the regulatory domain changed {} before the loss", seconds(ago))
                                : fmt::format("the access point switched to {} {} before the loss",
                                              moved->frequency == 0 ? std::string("another channel")
                                                                    : fmt::format("{} MHz", moved->frequency),
                                              seconds(ago));
        cite(result.receipts, &event);
        return result;
    }
    if (of.outage.coverage.scans || of.outage.coverage.supplicant) {
        result.verdict = Verdict::contradicted;
        result.because = "no change of regulatory domain or channel is told before the loss";
        return result;
    }
    result.because = "the evidence would not show a change of regulatory domain or channel";
    result.to_decide = "iw event -t, or the supplicant's log";
    return result;
}

}  // namespace wlanmedic::hypothesis
