// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;

// A request and the frame that it leads to.
constexpr wifi::Duration request_to_loss = 3s;
constexpr wifi::Duration one_loss = 20ms;

const wifi::Event* asked_to_leave(const Case& of) {
    const auto leaves = [](const wifi::Event& event) {
        const auto* request = std::get_if<wifi::UserRequest>(&event.payload);
        return request != nullptr &&
               (request->what == "disconnect" || request->what == "deauthenticate" ||
                request->what == "disassociate" || request->what == "stop" || request->what == "deactivate");
    };
    // A program asks for this while it tidies up after a loss, too; a person means it.
    const auto until = [&of](const wifi::Event& event) {
        return std::get<wifi::UserRequest>(event.payload).person ? of.end() : of.outage.start + one_loss;
    };
    for (const auto* events : {&of.outage.before, &of.outage.events})
        for (const wifi::Event& event : *events)
            if (leaves(event) && event.instant >= of.outage.start - request_to_loss &&
                event.instant <= until(event))
                return &event;
    return nullptr;
}

}  // namespace

Hypothesis local_decision(const Case& of) {
    Hypothesis result{.id = "local_decision"};
    using outage::Class;
    const outage::Trigger& trigger = of.outage.trigger;
    const bool by_the_kernel =
        trigger.outage_class == Class::connection_loss || trigger.outage_class == Class::beacon_loss ||
        trigger.outage_class == Class::firmware_crash || trigger.outage_class == Class::decrypt_storm;
    const bool by_another = by_the_kernel || trigger.outage_class == Class::ap_deauth;
    if (const wifi::Event* event = by_another ? nullptr : asked_to_leave(of)) {
        const auto& request = std::get<wifi::UserRequest>(event->payload);
        result.verdict = Verdict::supported;
        result.because = fmt::format("{} asked for it: {}", request.who, request.what);
        cite(result.receipts, event);
        return result;
    }
    std::size_t cut_short = 0;
    std::uint16_t reason = 0;
    of.each<wifi::Deauthenticated>([&](const wifi::Event& event, const wifi::Deauthenticated& end) {
        const bool wanted =
            end.reason == wifi::reason_deauth_leaving || end.reason == wifi::reason_4way_handshake_timeout;
        if (end.by != wifi::Sender::local || end.joining || wanted || event.instant <= of.outage.start + one_loss)
            return;
        if (cut_short++ == 0) reason = end.reason;
        cite(result.receipts, &event);
    });
    if (cut_short > 0) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("this side itself ended {} new association{}, first with reason {} ({})",
                                     cut_short, cut_short == 1 ? "" : "s", reason, wifi::reason_text(reason));
        return result;
    }
    if (trigger.outage_class == Class::local_deauth || trigger.outage_class == Class::user ||
        trigger.outage_class == Class::no_address) {
        result.verdict = Verdict::supported;
        result.because = trigger.reason_code
                             ? fmt::format("this side ended the link itself, with reason {} ({})",
                                           *trigger.reason_code, wifi::reason_text(*trigger.reason_code))
                             : std::string("this side ended the link itself");
        for (const wifi::Event& event : of.outage.events)
            if (std::holds_alternative<wifi::Deauthenticated>(event.payload) ||
                std::holds_alternative<wifi::Disconnected>(event.payload)) {
                cite(result.receipts, &event);
                break;
            }
        return result;
    }
    if (by_the_kernel || trigger.by == wifi::Sender::access_point) {
        result.verdict = Verdict::contradicted;
        result.because =
            by_the_kernel ? "the driver or mac80211 gave the link up" : "the access point ended the link";
        return result;
    }
    result.because = "no line tells who wanted it";
    result.to_decide =
        "the logs of the supplicant and the manager (journalctl -u wpa_supplicant -u NetworkManager -u iwd)";
    return result;
}

}  // namespace wlanmedic::hypothesis
