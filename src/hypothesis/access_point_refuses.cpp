// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {

// Refusals with a verdict of their own are left to their hypotheses: full, comes back later.
Hypothesis access_point_refuses(const Case& of) {
    Hypothesis result{.id = "ap_refuses"};
    std::size_t times = 0;
    std::uint16_t status = 0;
    for (const Attempt& attempt : of.attempts) {
        if (!attempt.refused() || attempt.status == wifi::status_ap_unable_to_handle_new_sta ||
            attempt.status == wifi::status_assoc_rejected_temporarily)
            continue;
        if (times++ == 0) status = attempt.status;
        cite(result.receipts, attempt.told);
    }
    std::size_t thrown_out = 0;
    std::uint16_t reason = 0;
    of.each<wifi::Deauthenticated>([&](const wifi::Event& event, const wifi::Deauthenticated& end) {
        const bool handshake = end.reason == wifi::reason_4way_handshake_timeout;
        if (end.by != wifi::Sender::access_point || event.instant <= of.outage.start || handshake) return;
        if (thrown_out++ == 0) reason = end.reason;
        cite(result.receipts, &event);
    });
    if (times > 0 || thrown_out > 1) {
        result.verdict = Verdict::supported;
        result.because = times > 0 ? fmt::format("refused {} time{}, first with status {} ({})", times,
                                                 times == 1 ? "" : "s", status, wifi::status_text(status))
                                   : fmt::format("thrown out {} times while joining, first with reason {} ({})",
                                                 thrown_out, reason, wifi::reason_text(reason));
    } else if (of.outage.coverage.answers) {
        result.verdict = Verdict::contradicted;
        result.because = "no access point refused";
        result.receipts.clear();
    } else {
        result.because = "the evidence does not show what access points answered";
        result.to_decide = "iw event -t, or the kernel log";
    }
    return result;
}

}  // namespace wlanmedic::hypothesis
