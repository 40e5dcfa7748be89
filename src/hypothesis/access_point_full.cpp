// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {

Hypothesis access_point_full(const Case& of) {
    Hypothesis result{.id = "ap_full"};
    std::size_t times = 0;
    for (const Attempt& attempt : of.attempts)
        if (attempt.refused() && attempt.status == wifi::status_ap_unable_to_handle_new_sta) {
            ++times;
            cite(result.receipts, attempt.told);
        }
    if (times > 0) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("{} of {} attempts {} refused with status {} ({})", times, of.attempts.size(),
                                     times == 1 ? "was" : "were", wifi::status_ap_unable_to_handle_new_sta,
                                     wifi::status_text(wifi::status_ap_unable_to_handle_new_sta));
    } else if (of.outage.coverage.answers) {
        result.verdict = Verdict::contradicted;
        result.because =
            fmt::format("no refusal with status {} was received", wifi::status_ap_unable_to_handle_new_sta);
    } else {
        result.because = "the evidence does not show what access points answered";
        result.to_decide = "iw event -t, or the kernel log";
    }
    return result;
}

}  // namespace wlanmedic::hypothesis
