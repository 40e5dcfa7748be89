// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"
#include "wifi/codes.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;
using wifi::Event;

const Heard* heard_from_lost(const Case& of) {
    for (const Heard& frame : of.heard) {
        const bool before_the_end = of.outage.restored ? frame.at < of.attempts.back().begin : true;
        // Where no link was before, the access point that was tried is the one.
        if (before_the_end && frame.from && (!of.lost() || *frame.from == *of.lost())) return &frame;
    }
    return nullptr;
}

}  // namespace

Hypothesis access_point_absent(const Case& of) {
    Hypothesis result{.id = "ap_absent"};
    const auto decide = [&](Verdict verdict, std::string because, const Event* event) {
        result.verdict = verdict;
        result.because = std::move(because);
        cite(result.receipts, event);
        return result;
    };
    if (!of.outage.comebacks.empty() && of.outage.comebacks.front().bssid == of.lost()) {
        result.receipts = of.outage.comebacks.front().receipts;
        return decide(Verdict::contradicted,
                      fmt::format("{} still held the association when it answered: it was there all the time",
                                  name(of.lost())),
                      nullptr);
    }
    if (const Heard* frame = heard_from_lost(of))
        return decide(Verdict::contradicted,
                      fmt::format("{} was heard {} into the outage", name(frame->from),
                                  seconds(frame->at - of.outage.start)),
                      frame->event);
    if (of.came_back_at_once())
        return decide(Verdict::contradicted, "the first attempt was answered", of.attempts.front().told);

    const Event* not_found = of.first<wifi::NetworkNotFound>();
    const Event* others = nullptr;
    const Event* ours = nullptr;
    of.each<wifi::NetworkSeen>([&](const Event& event, const wifi::NetworkSeen& network) {
        if (event.instant < of.outage.start + scan_cache && of.outage.duration() > scan_cache) return;
        (network.bssid && network.bssid == of.lost() ? ours : others) = &event;
    });
    bool nobody = false;
    of.each<wifi::ScanFinished>(
        [&](const Event&, const wifi::ScanFinished& scan) { nobody = nobody || scan.seen == 0; });
    const bool leaving = of.outage.trigger.by == wifi::Sender::access_point &&
                         of.outage.trigger.reason_code == wifi::reason_deauth_leaving;
    if (leaving && of.heard_before_the_end() == nullptr)
        return decide(
            Verdict::supported,
            "the access point said that it was leaving (reason 3), and was not heard again until the end",
            of.outage.events.empty() ? nullptr : &of.outage.events.front());
    if (others != nullptr && ours == nullptr && of.lost())
        return decide(Verdict::supported,
                      fmt::format("scans found other access points, and not {}", name(of.lost())), others);
    if (not_found != nullptr && !nobody)
        return decide(Verdict::supported,
                      "scans did not find the network, and nothing shows that they found nobody at all",
                      not_found);
    result.to_decide =
        "what scans find (wpa_supplicant -dd, iw scan), and whether another device sees the access point";
    return decide(Verdict::undetermined,
                  nobody ? "scans found nobody at all: the access point may be gone, or this side deaf"
                         : "nothing shows whether the access point was in the air",
                  not_found);
}

}  // namespace wlanmedic::hypothesis
