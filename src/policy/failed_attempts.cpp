// SPDX-License-Identifier: MIT
#include "policy/failed_attempts.h"

#include <algorithm>
#include <bit>
#include <span>

namespace wlanmedic::policy {
namespace {

std::uint64_t sum(const std::array<std::uint32_t, failure_names.size()>& counts, std::uint16_t kinds) {
    // Those after a comeback are among the time-outs already.
    if ((kinds & bit_of(Failure::assoc_timeout)) != 0)
        kinds = static_cast<std::uint16_t>(kinds & ~bit_of(Failure::assoc_timeout_after_comeback));
    std::uint64_t total = 0;
    for (unsigned left = kinds; left != 0; left &= left - 1)
        total += counts[static_cast<std::size_t>(std::countr_zero(left))];
    return total;
}

}  // namespace

std::optional<std::uint16_t> FailedAttempts::on(const wifi::Payload& payload, bool our_doing) {
    const std::optional<wifi::MacAddress> bssid = wifi::bssid_of(payload);
    const auto is = [&]<class... T>(std::type_identity<T>...) {
        return (std::holds_alternative<T>(payload) || ...);
    };
    std::uint16_t counted = 0;
    const auto add = [&](Failure failure) {
        count(failure, bssid);
        counted = static_cast<std::uint16_t>(counted | bit_of(failure));
    };
    if (is(std::type_identity<wifi::JoinStarted>{}, std::type_identity<wifi::AuthRequested>{},
           std::type_identity<wifi::Authenticated>{})) {
        begin_authentication(bssid);
    } else if (is(std::type_identity<wifi::AuthTimedOut>{})) {
        add(Failure::auth_timeout);
    } else if (is(std::type_identity<wifi::AuthRejected>{})) {
        add(Failure::auth_rejected);
    } else if (is(std::type_identity<wifi::AssocRejected>{})) {
        add(Failure::assoc_rejected);
    } else if (is(std::type_identity<wifi::AssocComeback>{})) {
        note_comeback(bssid, our_doing);
        if (our_doing) return std::nullopt;
        add(Failure::assoc_comeback);
    } else if (is(std::type_identity<wifi::AssocTimedOut>{})) {
        const Comeback* asked = comeback_of(bssid);
        if (asked != nullptr && asked->our_doing) return std::nullopt;
        add(Failure::assoc_timeout);
        if (asked != nullptr) add(Failure::assoc_timeout_after_comeback);
    } else if (is(std::type_identity<wifi::NetworkNotFound>{})) {
        add(Failure::network_not_found);
    } else if (const auto* scan = std::get_if<wifi::ScanFinished>(&payload)) {
        if (scan->seen == 0 && !scan->aborted) add(Failure::scan_empty);
    } else if (is(std::type_identity<wifi::ScanFailed>{})) {
        add(Failure::scan_failed);
    } else if (is(std::type_identity<wifi::WrongKey>{})) {
        add(Failure::wrong_key);
    } else if (is(std::type_identity<wifi::AddressFailed>{})) {
        add(Failure::address_failed);
    }
    return counted;
}

void FailedAttempts::count(Failure failure, const std::optional<wifi::MacAddress>& bssid) {
    const auto kind = static_cast<std::size_t>(failure);
    ++all_[kind];
    if (!bssid) return;
    const auto known = std::span(access_points_).first(known_);
    auto of = std::ranges::find(known, *bssid, &AccessPoint::bssid);
    if (of == known.end()) {
        if (known_ == access_points_.size()) return;
        access_points_[known_++] = {.bssid = *bssid};
        of = known.end();
    }
    ++access_points_[static_cast<std::size_t>(of - known.begin())].counts[kind];
}

void FailedAttempts::note_comeback(const std::optional<wifi::MacAddress>& bssid, bool our_doing) {
    const auto end = std::remove_if(comebacks_.begin(), comebacks_.begin() + asked_,
                                    [&](const Comeback& comeback) { return comeback.bssid == bssid; });
    asked_ = static_cast<std::size_t>(end - comebacks_.begin());
    if (asked_ == comebacks_.size()) {
        std::rotate(comebacks_.begin(), comebacks_.begin() + 1, comebacks_.end());
        --asked_;
    }
    comebacks_[asked_++] = {.bssid = bssid, .our_doing = our_doing};
}

// One that named nobody may have been of this access point.
void FailedAttempts::begin_authentication(const std::optional<wifi::MacAddress>& bssid) {
    const auto end = std::remove_if(
        comebacks_.begin(), comebacks_.begin() + asked_,
        [&](const Comeback& comeback) { return !bssid || !comeback.bssid || comeback.bssid == bssid; });
    asked_ = static_cast<std::size_t>(end - comebacks_.begin());
}

const FailedAttempts::Comeback* FailedAttempts::comeback_of(const std::optional<wifi::MacAddress>& bssid) const {
    for (std::size_t at = asked_; at-- > 0;)
        if (!bssid || !comebacks_[at].bssid || comebacks_[at].bssid == bssid) return &comebacks_[at];
    return nullptr;
}

bool FailedAttempts::hold(const Condition& condition) const {
    const auto count = static_cast<std::uint64_t>(condition.count);
    if (sum(all_, condition.failures) < count) return false;
    if (!condition.each && condition.bssids == 0) return true;
    constexpr auto any = static_cast<std::uint16_t>((1U << failure_names.size()) - 1);
    int in_these_ways = 0;
    for (const AccessPoint& one : std::span(access_points_).first(known_)) {
        const std::uint64_t failed = sum(one.counts, condition.failures);
        if (failed > 0) ++in_these_ways;
        if (condition.each && failed < count && sum(one.counts, any) > 0) return false;
    }
    return in_these_ways >= condition.bssids;
}

}  // namespace wlanmedic::policy
