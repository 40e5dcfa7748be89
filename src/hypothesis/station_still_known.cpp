// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {

Hypothesis station_still_known(const Case& of) {
    Hypothesis result{.id = "ap_kept_station"};
    if (!of.outage.comebacks.empty()) {
        const outage::Comeback& first = of.outage.comebacks.front();
        result.verdict = Verdict::supported;
        result.because = fmt::format(
            "{} answered with status 30: it still held the association, and asked the old station (SA Query) "
            "before it let "
            "the new one in; the frame that should have ended it did not arrive, or was never sent",
            name(first.bssid));
        result.receipts = first.receipts;
        return result;
    }
    const wifi::Event* refused = nullptr;
    of.each<wifi::AssocRejected>([&](const wifi::Event& event, const wifi::AssocRejected& no) {
        if (refused == nullptr && no.status == wifi::status_assoc_rejected_temporarily) refused = &event;
    });
    if (refused != nullptr) {
        result.verdict = Verdict::supported;
        result.because = "an association was refused with status 30: the access point still held the old one";
        cite(result.receipts, refused);
        return result;
    }
    if (of.outage.trigger.by == wifi::Sender::access_point) {
        result.verdict = Verdict::contradicted;
        result.because = "the access point ended the link itself";
        return result;
    }
    for (const Attempt& attempt : of.attempts)
        if (attempt.result == Attempt::Result::linked && of.lost() && attempt.bssid == of.lost()) {
            result.verdict = Verdict::contradicted;
            result.because = fmt::format("{} took the new association at once", name(attempt.bssid));
            cite(result.receipts, attempt.told);
            return result;
        }
    result.because = "no answer of the lost access point shows what it still held";
    result.to_decide =
        "the access point's own log, or iw event -t until the link is back with the same access point";
    return result;
}

}  // namespace wlanmedic::hypothesis
