// SPDX-License-Identifier: MIT
#include "hypothesis/case.h"

#include <fmt/format.h>

#include <algorithm>

namespace wlanmedic::hypothesis {

using wifi::Event;
using wifi::MacAddress;
using Result = Attempt::Result;
using namespace std::chrono_literals;

namespace {

constexpr wifi::Duration at_once = 5s;
constexpr int good_signal_dbm = -70;
constexpr wifi::Duration signal_is_fresh = 60s;
// A scan result is shown for so long after its frame (net/wireless/scan.c, IEEE80211_SCAN_RESULT_EXPIRE): what a
// scan shows right after the loss was heard before it.
constexpr wifi::Duration from_the_cache = 2s;

}  // namespace

Case::Case(const outage::Outage& of) : outage(of) {
    if (of.link_before && !of.bssids.empty()) lost_ = of.bssids.front();
    read();
}

void Case::aim(const Event& event, const std::optional<MacAddress>& bssid) {
    const bool open = !attempts.empty() && attempts.back().result == Result::open;
    const bool same = open && (!bssid || !attempts.back().bssid || *attempts.back().bssid == *bssid);
    if (same) {
        if (!attempts.back().bssid) attempts.back().bssid = bssid;
        attempts.back().end = event.instant;
        return;
    }
    if (open) attempts.back().result = Result::left;
    attempts.push_back({.bssid = bssid, .begin = event.instant, .end = event.instant});
}

void Case::finish(const Event& event, Result result, std::uint16_t status,
                  const std::optional<MacAddress>& bssid) {
    aim(event, bssid);
    Attempt& attempt = attempts.back();
    attempt.end = event.instant;
    attempt.result = result;
    attempt.status = status;
    attempt.told = &event;
}

void Case::read() {
    const auto hear = [&](const Event& event, const std::optional<MacAddress>& from) {
        heard.push_back({.at = event.instant, .from = from, .event = &event});
    };
    for (const Event& event : outage.events) {
        if (event.instant > end() || event.instant < outage.start) continue;
        const auto& payload = event.payload;
        if (const auto* join = std::get_if<wifi::JoinStarted>(&payload)) {
            aim(event, join->bssid);
        } else if (const auto* auth = std::get_if<wifi::AuthRequested>(&payload)) {
            aim(event, auth->bssid);
        } else if (const auto* assoc = std::get_if<wifi::AssocRequested>(&payload)) {
            aim(event, assoc->bssid);
        } else if (const auto* done = std::get_if<wifi::Authenticated>(&payload)) {
            aim(event, done->bssid);
            hear(event, attempts.back().bssid);
        } else if (const auto* late = std::get_if<wifi::AuthTimedOut>(&payload)) {
            finish(event, Result::auth_timeout, 0, late->bssid);
        } else if (const auto* silent = std::get_if<wifi::AssocTimedOut>(&payload)) {
            finish(event, Result::assoc_timeout, 0, silent->bssid);
        } else if (const auto* refused = std::get_if<wifi::AuthRejected>(&payload)) {
            finish(event, Result::auth_refused, refused->status, refused->bssid);
            hear(event, attempts.back().bssid);
        } else if (const auto* no = std::get_if<wifi::AssocRejected>(&payload)) {
            finish(event, Result::assoc_refused, no->status, no->bssid);
            hear(event, attempts.back().bssid);
        } else if (const auto* wait = std::get_if<wifi::AssocComeback>(&payload)) {
            aim(event, wait->bssid);
            hear(event, attempts.back().bssid);
        } else if (const auto* answer = std::get_if<wifi::AssocResponse>(&payload)) {
            hear(event, answer->bssid);
        } else if (const auto* linked = std::get_if<wifi::Associated>(&payload)) {
            finish(event, Result::linked, 0, linked->bssid);
            hear(event, attempts.back().bssid);
        } else if (const auto* end = std::get_if<wifi::Deauthenticated>(&payload)) {
            if (end->by == wifi::Sender::access_point) hear(event, end->from);
        } else if (const auto* stray = std::get_if<wifi::UnprotectedDeauth>(&payload)) {
            hear(event, stray->from);
        }
    }
}

std::size_t Case::timeouts() const {
    return static_cast<std::size_t>(std::ranges::count_if(attempts, &Attempt::timed_out));
}

std::vector<MacAddress> Case::timed_out_with() const {
    std::vector<MacAddress> all;
    for (const Attempt& attempt : attempts)
        if (attempt.timed_out() && attempt.bssid && std::ranges::find(all, *attempt.bssid) == all.end())
            all.push_back(*attempt.bssid);
    return all;
}

const Heard* Case::heard_before_the_end() const {
    const wifi::Instant limit = attempts.empty() || attempts.back().result != Result::linked
                                    ? end() + wifi::Duration{1}
                                    : attempts.back().begin;
    for (const Heard& frame : heard)
        if (frame.at < limit) return &frame;
    return nullptr;
}

bool Case::came_back_at_once() const {
    return !attempts.empty() && attempts.front().result == Result::linked &&
           (!outage.timed || attempts.front().begin - outage.start <= at_once);
}

std::optional<int> Case::good_signal_before() const {
    std::optional<int> dbm;
    if (const auto* before = known(lost_); before != nullptr && outage.start - before->dbm_at <= signal_is_fresh)
        dbm = before->dbm;
    each<wifi::NetworkSeen>([&](const Event& event, const wifi::NetworkSeen& seen) {
        const bool cached = event.instant - outage.start <= from_the_cache;
        if (cached && seen.dbm < 0 && seen.bssid && seen.bssid == lost_) dbm = seen.dbm;
    });
    return dbm && *dbm >= good_signal_dbm ? dbm : std::nullopt;
}

const outage::KnownAccessPoint* Case::known(const std::optional<MacAddress>& bssid) const {
    if (!bssid) return nullptr;
    const auto found = std::ranges::find(outage.known, *bssid, &outage::KnownAccessPoint::bssid);
    return found == outage.known.end() ? nullptr : &*found;
}

void cite(std::vector<wifi::Receipt>& receipts, const Event* event) {
    if (event == nullptr) return;
    for (const wifi::Receipt& receipt : event->receipts)
        if (receipts.size() < most_receipts) receipts.push_back(receipt);
}

std::string name(const std::optional<MacAddress>& bssid) {
    return bssid ? bssid->to_string() : "the access point";
}

std::string seconds(wifi::Duration duration) {
    const double value = wifi::to_seconds(duration);
    return value < 10 ? fmt::format("{:.2f} s", value) : fmt::format("{:.1f} s", value);
}

}  // namespace wlanmedic::hypothesis
