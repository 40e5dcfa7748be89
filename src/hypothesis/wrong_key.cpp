// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {
namespace {

// Nobody types a new password sooner.
constexpr wifi::Duration same_key = std::chrono::seconds{30};

// Ends of a handshake that speak of keys; IEEE 802.11-2020, table 9-49.
bool speaks_of_keys(const wifi::Deauthenticated& end) {
    return end.reason == wifi::reason_4way_handshake_timeout || end.reason == wifi::reason_ieee8021x_failed ||
           (end.reason == wifi::reason_prev_auth_not_valid && end.by == wifi::Sender::access_point);
}

}  // namespace

Hypothesis wrong_key(const Case& of) {
    Hypothesis result{.id = "wrong_key"};
    const wifi::Event* said = of.first<wifi::WrongKey>();
    const wifi::Event* eap = of.first<wifi::EapFailed>();
    std::size_t broken = 0;
    of.each<wifi::Deauthenticated>([&](const wifi::Event& event, const wifi::Deauthenticated& end) {
        if (!speaks_of_keys(end) || event.instant <= of.outage.start) return;
        ++broken;
        cite(result.receipts, &event);
    });
    // Keys that were agreed on much later may be new ones.
    const bool long_after = said != nullptr && of.outage.timed && of.end() - said->instant > same_key;
    const bool keys_at_the_end = of.outage.restored && of.outage.restored->authorized_at && !long_after;
    if (keys_at_the_end) {
        result.verdict = Verdict::contradicted;
        result.because = "keys were agreed on at the end";
        result.receipts.clear();
        if (broken > 0)
            result.because += fmt::format("; {} handshake{} before broke off, so frames of it were lost", broken,
                                          broken == 1 ? "" : "s");
        return result;
    }
    if (said != nullptr || broken > 0 || eap != nullptr) {
        result.verdict = Verdict::supported;
        result.because = said != nullptr ? "the supplicant takes the password for wrong"
                         : broken > 0
                             ? fmt::format("{} association{} ended without keys", broken, broken == 1 ? "" : "s")
                             : "EAP failed: user, password or certificate";
        cite(result.receipts, said);
        cite(result.receipts, eap);
        if (said == nullptr && eap == nullptr && of.outage.link_before)
            result.because += "; the link had keys before, so either the password was changed, or frames are lost";
        return result;
    }
    bool linked = false;
    for (const Attempt& attempt : of.attempts) linked = linked || attempt.result == Attempt::Result::linked;
    if (of.outage.coverage.answers && !linked) {
        result.verdict = Verdict::contradicted;
        result.because = "no attempt came as far as the keys";
        return result;
    }
    if (linked && of.outage.timed && of.outage.coverage.answers) {
        result.verdict = Verdict::contradicted;
        result.because = "no handshake is seen to break off";
        return result;
    }
    result.because = "nothing shows how the handshakes ended";
    result.to_decide = "the supplicant's log (journalctl -u wpa_supplicant -u iwd -u NetworkManager)";
    return result;
}

}  // namespace wlanmedic::hypothesis
