// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "hypothesis/hypotheses.h"
#include "wifi/time_unit.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Event;
using wifi::Instant;

constexpr Duration worth_telling = 5s;
constexpr double share_worth_telling = 0.2;
// NetworkManager blocks autoconnect for so long after 4 failed tries (nm-policy.c, AUTOCONNECT_RETRIES_TIMER).
constexpr Duration manager_block = 300s;
constexpr Duration manager_block_slack = 15s;

struct Wait {
    Instant from;
    Instant to;
    std::string who_and_what;  // empty: nobody says
    const Event* begun = nullptr;
    const Event* over = nullptr;
    Duration length() const { return to - from; }
};

bool is_active(const Event& event) {
    return std::holds_alternative<wifi::ScanStarted>(event.payload) ||
           std::holds_alternative<wifi::ScanFinished>(event.payload) ||
           std::holds_alternative<wifi::JoinStarted>(event.payload) ||
           std::holds_alternative<wifi::AuthRequested>(event.payload) ||
           std::holds_alternative<wifi::Authenticated>(event.payload) ||
           std::holds_alternative<wifi::AuthTimedOut>(event.payload) ||
           std::holds_alternative<wifi::AssocRequested>(event.payload) ||
           std::holds_alternative<wifi::AssocTimedOut>(event.payload) ||
           std::holds_alternative<wifi::AuthRejected>(event.payload) ||
           std::holds_alternative<wifi::AssocRejected>(event.payload) ||
           std::holds_alternative<wifi::Associated>(event.payload) ||
           std::holds_alternative<wifi::StationAdded>(event.payload);
}

std::optional<Wait> longest(const std::vector<Wait>& waits) {
    const auto found = std::ranges::max_element(waits, {}, &Wait::length);
    return found == waits.end() ? std::nullopt : std::optional(*found);
}

void asleep(const Case& of, std::vector<Wait>& waits) {
    const Event* suspended = nullptr;
    for (const Event& event : of.outage.events) {
        if (event.instant > of.end()) break;
        if (std::holds_alternative<wifi::Suspended>(event.payload)) suspended = &event;
        if (!std::holds_alternative<wifi::Resumed>(event.payload) || suspended == nullptr) continue;
        waits.push_back({.from = suspended->instant,
                         .to = event.instant,
                         .who_and_what = "the machine was suspended",
                         .begun = suspended,
                         .over = &event});
        suspended = nullptr;
    }
}

// NetworkManager's state need-auth: until a person, or an agent, gives it a key.
void asking_for_keys(const Case& of, std::vector<Wait>& waits) {
    const Event* asked = nullptr;
    const auto until = [&](Instant to, const Event* over) {
        if (asked == nullptr) return;
        waits.push_back(
            {.from = asked->instant,
             .to = to,
             .who_and_what = std::get<wifi::ManagerState>(asked->payload).manager + " waited for a new password",
             .begun = asked,
             .over = over});
        asked = nullptr;
    };
    for (const Event& event : of.outage.events) {
        if (event.instant > of.end()) break;
        const auto* state = std::get_if<wifi::ManagerState>(&event.payload);
        const bool asks = state != nullptr && state->after == "need-auth";
        if (is_active(event) || std::holds_alternative<wifi::Suspended>(event.payload) ||
            (state != nullptr && !asks))
            until(event.instant, &event);
        if (asks && asked == nullptr) asked = &event;
    }
    until(of.end(), nullptr);
}

// Waits that somebody announced, as far as they lie within the outage.
std::vector<Wait> announced(const Case& of) {
    std::vector<Wait> waits;
    for (const auto* events : {&of.outage.before, &of.outage.events})
        for (const Event& event : *events) {
            if (event.instant > of.end()) break;
            const auto* over = std::get_if<wifi::WaitingOver>(&event.payload);
            if (over != nullptr)
                for (Wait& wait : waits)
                    if (wait.over == nullptr && wait.from <= event.instant && event.instant < wait.to) {
                        wait.to = event.instant;
                        wait.over = &event;
                    }
            const auto* begun = std::get_if<wifi::Waiting>(&event.payload);
            if (begun == nullptr) continue;
            const Instant end =
                begun->duration ? std::min(of.end(), wifi::shifted(event.instant, *begun->duration)) : of.end();
            waits.push_back({.from = std::max(event.instant, of.outage.start),
                             .to = end,
                             .who_and_what = fmt::format(
                                 "{} would not try {} for {} ({})", begun->who,
                                 begun->bssid ? begun->bssid->to_string() : "the network",
                                 begun->duration ? seconds(*begun->duration) : "an untold time", begun->because),
                             .begun = &event});
        }
    // While scans find nothing to try, it is not the wait that holds the station off.
    of.each<wifi::NetworkNotFound>([&](const Event& event, const wifi::NetworkNotFound&) {
        std::erase_if(waits,
                      [&](const Wait& wait) { return wait.from <= event.instant && event.instant <= wait.to; });
    });
    asleep(of, waits);
    asking_for_keys(of, waits);
    std::erase_if(waits, [](const Wait& wait) { return wait.to <= wait.from; });
    for (const outage::Comeback& comeback : of.outage.comebacks) {
        const Instant end = wifi::shifted(comeback.at, wifi::time_units(comeback.tu));
        waits.push_back({.from = comeback.at,
                         .to = std::min(of.end(), comeback.again_at ? std::min(*comeback.again_at, end) : end),
                         .who_and_what = fmt::format("the station waited for the comeback time of {} ({} TU)",
                                                     name(comeback.bssid), comeback.tu)});
    }
    return waits;
}

// Stretches in which nothing was tried.
std::vector<Wait> idle(const Case& of) {
    std::vector<Wait> waits;
    Instant last = of.outage.start;
    const Event* begun = nullptr;
    for (const Event& event : of.outage.events) {
        if (event.instant > of.end()) break;
        if (!is_active(event)) continue;
        waits.push_back({.from = last, .to = std::max(last, event.instant), .begun = begun, .over = &event});
        last = std::max(last, event.instant);
        begun = &event;
    }
    waits.push_back({.from = last, .to = std::max(last, of.end()), .begun = begun});
    return waits;
}

}  // namespace

Hypothesis waiting(const Case& of) {
    Hypothesis result{.id = "waiting"};
    if (!of.outage.timed) {
        result.because = "the evidence has no times";
        result.to_decide = "iw event -t";
        return result;
    }
    const auto matters = [&](const Wait& wait) {
        return wait.length() >= worth_telling ||
               wifi::to_seconds(wait.length()) >=
                   share_worth_telling * std::max(wifi::to_seconds(of.outage.duration()), 0.1);
    };
    const auto part = [&](const Wait& wait) {
        return fmt::format("from {} to {} into the outage, {} of {}", seconds(wait.from - of.outage.start),
                           seconds(wait.to - of.outage.start), seconds(wait.length()),
                           seconds(of.outage.duration()));
    };
    if (const auto told = longest(announced(of)); told && matters(*told)) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("{}: {}", told->who_and_what, part(*told));
        cite(result.receipts, told->begun);
        cite(result.receipts, told->over);
        for (const outage::Comeback& comeback : of.outage.comebacks)
            if (told->begun == nullptr && comeback.at == told->from)
                result.receipts.insert(result.receipts.end(), comeback.receipts.begin(), comeback.receipts.end());
        return result;
    }
    const auto quiet = longest(idle(of));
    if (quiet && quiet->length() >= worth_telling && matters(*quiet)) {
        result.because = fmt::format("nothing was tried {}, and no line says why", part(*quiet));
        if (std::chrono::abs(quiet->length() - manager_block) <= manager_block_slack)
            result.because += "; NetworkManager holds off for 300 s after 4 failed tries";
        cite(result.receipts, quiet->begun);
        cite(result.receipts, quiet->over);
        result.to_decide =
            "the logs of the supplicant and the manager (journalctl -u wpa_supplicant -u NetworkManager -u iwd)";
        return result;
    }
    result.verdict = Verdict::contradicted;
    result.because =
        quiet ? fmt::format("the station kept trying; its longest pause was {}", seconds(quiet->length()))
              : std::string("the station kept trying");
    return result;
}

}  // namespace wlanmedic::hypothesis
