// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "hypothesis/hypotheses.h"
#include "wifi/time_unit.h"

namespace wlanmedic::hypothesis {
namespace {

using outage::Comeback;

// docs/comeback.md has the versions, and how they were found.
constexpr wifi::Duration supplicant_gives_up = std::chrono::milliseconds{4600};

std::string who(const Comeback& comeback) {
    const wifi::Duration waited = *comeback.again_at - comeback.at;
    if (comeback.joined_anew && waited >= supplicant_gives_up)
        return "by authenticating anew: wpa_supplicant gives an association up after 5 s, also while the kernel "
               "waits";
    if (comeback.joined_anew) return "by authenticating anew, which the supplicant or the manager asks for";
    std::string words = "by a retry of mac80211 or the driver";
    if (comeback.in_a_row > 1) words += fmt::format(", at refusal {} in a row", comeback.in_a_row);
    return words + "; before Linux 6.8 a TX status that is handled late ends the wait";
}

}  // namespace

Hypothesis comeback_not_respected(const Case& of) {
    Hypothesis result{.id = "H1"};
    const auto& comebacks = of.outage.comebacks;
    if (comebacks.empty()) {
        if (of.outage.coverage.answers) {
            result.verdict = Verdict::contradicted;
            result.because = "no access point asked the station to wait";
        } else {
            result.because = "the evidence does not show what access points answered";
            result.to_decide = "iw event -t, or the kernel log of a driver that uses mac80211";
        }
        return result;
    }
    const auto ignored = std::ranges::find(comebacks, std::optional(false), &Comeback::respected);
    if (ignored != comebacks.end()) {
        result.verdict = Verdict::supported;
        result.because =
            fmt::format("{} asked to wait {} TU ({:.3f} s) and was asked again after {}, {}", name(ignored->bssid),
                        ignored->tu, wifi::to_seconds(wifi::time_units(ignored->tu)),
                        seconds(*ignored->again_at - ignored->at), who(*ignored));
        result.receipts = ignored->receipts;
    } else if (const auto kept = std::ranges::find(comebacks, std::optional(true), &Comeback::respected);
               kept != comebacks.end()) {
        result.verdict = Verdict::contradicted;
        result.because = fmt::format(
            "each wait that can be checked was kept: {} asked for {} TU ({:.3f} s) and was asked again after {}",
            name(kept->bssid), kept->tu, wifi::to_seconds(wifi::time_units(kept->tu)),
            seconds(*kept->again_at - kept->at));
        result.receipts = kept->receipts;
    } else {
        const auto open = std::ranges::find(comebacks, std::optional<bool>(), &Comeback::respected);
        std::string rest = "no later request to it is to be seen";
        if (open->given_up_at)
            rest = fmt::format(
                "after {} this side gave the attempt up; wpa_supplicant does so 5 s after its request, also "
                "while the kernel waits",
                seconds(*open->given_up_at - open->at));
        else if (open->again_at)
            rest = "the times are too coarse to tell whether the next request waited";
        result.because = fmt::format("{} asked to wait {} TU ({:.3f} s); {}", name(open->bssid), open->tu,
                                     wifi::to_seconds(wifi::time_units(open->tu)), rest);
        result.to_decide = open->again_at
                               ? "a log with microseconds: iw event -t, journalctl -o short-precise, dmesg"
                               : "the kernel log (it has a line for each request) until the link is back";
        result.receipts = open->receipts;
    }
    if (result.receipts.size() > most_receipts) result.receipts.resize(most_receipts);
    return result;
}

}  // namespace wlanmedic::hypothesis
