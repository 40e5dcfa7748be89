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
    } else if (of.timeouts() == 0) {
        result.verdict = Verdict::contradicted;
        result.because = "no attempt timed out";
    } else {
        // Who answers authentication at once and association not at all is in the air, and may be busy.
        const auto half = std::ranges::count(of.attempts, Attempt::Result::assoc_timeout, &Attempt::result);
        result.suspected = half > 1;
        result.because = fmt::format("{} attempt{} timed out, and no late answer is to be seen", of.timeouts(),
                                     of.timeouts() == 1 ? "" : "s");
        for (const Attempt& attempt : of.attempts)
            if (attempt.timed_out()) cite(result.receipts, attempt.told);
        result.to_decide =
            "iw event -t -f beside the kernel log (it shows frames that mac80211 no longer waits for), or a "
            "capture by another device";
    }
    return result;
}

}  // namespace wlanmedic::hypothesis
