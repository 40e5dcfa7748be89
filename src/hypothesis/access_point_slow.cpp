// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "hypothesis/hypotheses.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;

// mac80211 gives an answer 200 ms, three times (net/mac80211/mlme.c); what comes seconds later answers nothing of
// it.
constexpr wifi::Duration still_an_answer = 5s;

// Attempts in which an access point answered the authentication, and association requests timed out; of access
// points that asked to wait none, for they have answered.
std::size_t half_answered(const Case& of, std::vector<wifi::Receipt>& receipts) {
    std::size_t times = 0;
    for (const Attempt& attempt : of.attempts) {
        if (attempt.result != Attempt::Result::assoc_timeout) continue;
        const auto authenticated = std::ranges::find_if(of.heard, [&](const Heard& frame) {
            return frame.at >= attempt.begin && frame.at <= attempt.end &&
                   std::holds_alternative<wifi::Authenticated>(frame.event->payload);
        });
        const bool asked_to_wait = std::ranges::any_of(of.outage.comebacks, [&](const outage::Comeback& comeback) {
            return comeback.bssid == attempt.bssid;
        });
        if (authenticated == of.heard.end() || asked_to_wait) continue;
        ++times;
        cite(receipts, authenticated->event);
        cite(receipts, attempt.told);
    }
    return times;
}

}  // namespace

Hypothesis access_point_slow(const Case& of) {
    Hypothesis result{.id = "ap_slow"};
    std::size_t late = 0;
    wifi::Duration longest{0};
    for (std::size_t i = 0; i < of.attempts.size(); ++i) {
        const Attempt& attempt = of.attempts[i];
        if (!attempt.timed_out()) continue;
        const wifi::Instant next = i + 1 < of.attempts.size() ? of.attempts[i + 1].begin : of.end();
        const auto answer = std::ranges::find_if(of.heard, [&](const Heard& frame) {
            return frame.at > attempt.end && frame.at < std::min(next, attempt.end + still_an_answer) &&
                   (!frame.from || !attempt.bssid || *frame.from == *attempt.bssid);
        });
        if (answer == of.heard.end()) continue;
        ++late;
        longest = std::max(longest, answer->at - attempt.begin);
        cite(result.receipts, attempt.told);
        cite(result.receipts, answer->event);
    }
    if (late > 0) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("{} answer{} came after the station had given up, {} after the attempt began",
                                     late, late == 1 ? "" : "s", seconds(longest));
    } else if (const std::size_t half = half_answered(of, result.receipts); half > 1) {
        result.verdict = Verdict::supported;
        result.because = fmt::format(
            "{} times an access point answered the authentication and no association request: it is "
            "in the air and hears this station, and is too busy, or its answers to that are lost",
            half);
    } else if (of.timeouts() == 0) {
        result.verdict = Verdict::contradicted;
        result.because = "no attempt timed out";
        result.receipts.clear();
    } else {
        result.because = fmt::format("{} attempt{} timed out, and no late answer is to be seen", of.timeouts(),
                                     of.timeouts() == 1 ? "" : "s");
        result.receipts.clear();
        for (const Attempt& attempt : of.attempts)
            if (attempt.timed_out()) cite(result.receipts, attempt.told);
        result.to_decide =
            "iw event -t -f beside the kernel log (it shows frames that mac80211 no longer waits for), or a "
            "capture by another device";
    }
    return result;
}

}  // namespace wlanmedic::hypothesis
