// SPDX-License-Identifier: MIT
#include "hypothesis/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "wifi/codes.h"
#include "wifi/time_unit.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;
using outage::Class;

// A way back of no more than this needs no explanation.
constexpr wifi::Duration quick = 2s;
// A comeback that took less of the outage does not explain it.
constexpr double comeback_share = 0.3;

struct Remedy {
    std::string_view id;
    std::string_view what_to_do;
};

// The first that is supported is told: what a person can change at once stands before what needs a developer.
constexpr std::array<Remedy, 11> remedies{{
    {"wrong_key", "Check the password of the network on this machine and on the access point"},
    {"ap_full", "Free a place on the access point, or raise its limit of stations"},
    {"ap_refuses",
     "Look into the access point's log: it refuses this station (access list, band steering, minimum signal)"},
    {"firmware_crash", "Report the firmware error with these lines, and try another firmware"},
    {"H1",
     "The station did not wait as the access point had asked: see docs/comeback.md for the kernels and drivers "
     "that do not, and how to tell who asked"},
    {"H2", "Report to the driver's developers, with these lines, that state of the old association is kept"},
    {"H3",
     "Try a reset of the Wi-Fi device when this happens: it seems to receive nothing, and joining again did not "
     "help at once"},
    {"ap_slow",
     "Look at the load of the access point: it is in the air and does not answer in time; nothing here speaks "
     "for a reset of this side"},
    {"ap_absent", "Look at the access point: it was not in the air; nothing here speaks for a reset of this side"},
    {"regulatory",
     "Set the regulatory domain on this machine and the channel of the access point by hand, and try again"},
    {"ap_kept_station",
     "Make the goodbye arrive: the access point still held the old association and made the station wait; do not "
     "reset the device without a deauthentication"},
}};

const Hypothesis* find(const std::vector<Hypothesis>& all, std::string_view id, Verdict verdict) {
    const auto found =
        std::ranges::find_if(all, [&](const Hypothesis& one) { return one.id == id && one.verdict == verdict; });
    return found == all.end() ? nullptr : &*found;
}

std::string no_failure(const Case& of) {
    switch (of.outage.trigger.outage_class) {
        case Class::user: return "Nothing to mend: this side wanted to leave";
        case Class::suspend: return "Nothing to mend: the machine was suspended";
        case Class::radio_blocked:
            return "Nothing to mend while the radio is meant to be off: rfkill list shows who blocks it";
        case Class::roam: return "Nothing to mend: the station moved to another access point";
        default: return "Nothing to mend";
    }
}

std::string by_its_begin(const Case& of) {
    const auto& reason = of.outage.trigger.reason_code;
    switch (of.outage.trigger.outage_class) {
        case Class::ap_deauth:
            return reason ? fmt::format("Look into the access point's log: it ended the link with reason {} ({})",
                                        *reason, wifi::reason_text(*reason))
                          : std::string("Look into the access point's log: it ended the link");
        case Class::beacon_loss: return "Look at signal and interference where this happens: beacons were lost";
        case Class::connection_loss:
            return "Ask the driver's log why it gave the link up: mac80211 was told that the connection was lost";
        case Class::decrypt_storm:
            return "Report the decrypt failures to the driver's developers: keys and frames did not fit";
        case Class::firmware_crash: return "Report the firmware error with these lines, and try another firmware";
        case Class::local_deauth:
            return "Look into the logs of the supplicant and the manager: this side ended the link";
        case Class::no_address:
            return "Look at the DHCP server and at whether frames arrive at all: no address was given";
        case Class::roam:
            return "Look at the second access point: the station wanted to move there and was too long on its way";
        default: return "Record the loss itself next time: no line here tells who ended the link";
    }
}

}  // namespace

std::string advice_on(const Case& of, const std::vector<Hypothesis>& hypotheses) {
    if (!of.outage.failure) return no_failure(of) + ".";
    if (of.outage.trigger.outage_class == Class::no_address) return by_its_begin(of) + ".";
    double waited = 0;
    for (const outage::Comeback& comeback : of.outage.comebacks)
        waited += wifi::to_seconds(wifi::time_units(comeback.tu));
    const bool comeback_matters = waited >= comeback_share * wifi::to_seconds(of.outage.duration());
    for (const Remedy& remedy : remedies)
        if (const Hypothesis* found = find(hypotheses, remedy.id, Verdict::supported);
            found != nullptr && (comeback_matters || remedy.id != "ap_kept_station"))
            return fmt::format("{} ({}).", remedy.what_to_do, found->because);
    const auto suspected = std::ranges::find(hypotheses, true, &Hypothesis::suspected);
    if (suspected != hypotheses.end())
        return fmt::format("{}; to decide: {} ({}).", by_its_begin(of), suspected->to_decide, suspected->because);
    if (const Hypothesis* decided = find(hypotheses, "local_decision", Verdict::supported))
        return fmt::format("Look into the logs of the supplicant and the manager ({}).", decided->because);
    if (const Hypothesis* wait = find(hypotheses, "waiting", Verdict::supported))
        return fmt::format("{}; and on the way back somebody waited ({}).", by_its_begin(of), wait->because);
    const bool came_back_soon = of.outage.end && of.outage.timed && of.outage.duration() <= quick;
    if (came_back_soon) return by_its_begin(of) + "; the way back was quick.";
    const Hypothesis* open = find(hypotheses, "H3", Verdict::undetermined);
    if (open == nullptr) open = find(hypotheses, "waiting", Verdict::undetermined);
    if (open == nullptr) return by_its_begin(of) + ".";
    return fmt::format("{}; to know why it {} record next time {} ({}).", by_its_begin(of),
                       of.outage.end ? "took so long," : "did not come back,", open->to_decide, open->because);
}

}  // namespace wlanmedic::hypothesis
