// SPDX-License-Identifier: MIT
#include "lab/truth/association.h"

#include <fmt/format.h>

#include <algorithm>

namespace wlanmedic::lab {
namespace {

using Kind = Sign::Kind;

// mac80211's probe_wait_ms: how long it waits for what it sent to be answered (net/mac80211/mlme.c).
constexpr wifi::Duration probe_wait = std::chrono::milliseconds{500};
// With a radio that reports acknowledgements the second null frame follows the first at once, and after the second
// mac80211 gives the link up at once (max_nullfunc_tries, ieee80211_sta_work).
constexpr wifi::Duration between_tries = std::chrono::milliseconds{300};
// A search of all channels is over sooner: what is sent so much later belongs to another.
constexpr wifi::Duration longest_search = std::chrono::seconds{2};

struct End {
    wifi::Instant at;
    std::string by;
};

class Teller {
public:
    Teller(const std::vector<Sign>& signs, const Injections& injections, const std::vector<Span>& deaf)
        : signs_(signs), injections_(injections), deaf_(deaf) {}

    std::vector<Association> tell();

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    bool is_received(std::size_t response) const;
    bool is_deaf(wifi::Instant at) const;
    /// Of the association that begins at `begin`: the sign after which it cannot go on.
    std::size_t find_limit(std::size_t begin) const;
    std::optional<End> end_of(std::size_t begin, std::size_t limit, bool pmf) const;
    std::optional<End> end_without_frame(std::size_t last_proof, std::size_t limit) const;
    bool searches_in_vain(std::size_t search) const;
    bool proves(const Sign& sign, const wifi::MacAddress& access_point) const;
    bool is_obeyed(const Sign& sign, bool pmf) const;
    std::optional<wifi::Instant> authorized(std::size_t begin, const std::optional<End>& end) const;
    std::string name_of(const wifi::MacAddress& address) const;

    const std::vector<Sign>& signs_;
    const Injections& injections_;
    const std::vector<Span>& deaf_;
};

std::string Teller::name_of(const wifi::MacAddress& address) const {
    const TrueAccessPoint* found = injections_.of_address(address);
    return found == nullptr ? address.to_string() : found->name;
}

bool Teller::is_deaf(wifi::Instant at) const {
    return std::ranges::any_of(deaf_,
                               [&](const Span& span) { return at >= span.from && (!span.to || at < *span.to); });
}

// What the station sends that only an associated station sends. A frame that the capture lacks has no address.
bool Teller::proves(const Sign& sign, const wifi::MacAddress& access_point) const {
    switch (sign.kind) {
        case Kind::null:
        case Kind::class_3:
        case Kind::message_4:
        case Kind::probe_of_access_point:
        case Kind::leaving: return sign.access_point == access_point || sign.access_point.is_zero();
        default: return false;
    }
}

// The station's next frame tells; where it could be from either, the acknowledgement does.
bool Teller::is_received(std::size_t response) const {
    const Sign& sign = signs_[response];
    for (std::size_t i = response + 1; i < signs_.size(); ++i) {
        const Sign& next = signs_[i];
        // While it still waits for the answer it may probe, and take its leave in the clear.
        const bool may_wait =
            next.kind == Kind::probe_of_access_point || (next.kind == Kind::leaving && !next.is_protected);
        if (!may_wait && proves(next, sign.access_point)) return true;
        if (next.kind == Kind::association_request) return false;
        if (next.kind == Kind::authentication || next.kind == Kind::probe_of_all) break;
    }
    return sign.acknowledged && !is_deaf(sign.at);
}

std::size_t Teller::find_limit(std::size_t begin) const {
    for (std::size_t i = begin + 1; i < signs_.size(); ++i) {
        const Sign& sign = signs_[i];
        if (sign.kind == Kind::authentication || sign.kind == Kind::association_request) return i;
        if (sign.kind == Kind::leaving && sign.access_point == signs_[begin].access_point) return i;
    }
    return none;
}

// A link with PMF does not obey what bears no protection (11.13). What is for one station it acknowledges.
bool Teller::is_obeyed(const Sign& sign, bool pmf) const {
    if (pmf && !sign.is_protected) return false;
    return sign.group ? !is_deaf(sign.at) : sign.acknowledged;
}

std::optional<End> Teller::end_of(std::size_t begin, std::size_t limit, bool pmf) const {
    const wifi::MacAddress& access_point = signs_[begin].access_point;
    if (limit != none && signs_[limit].kind == Kind::leaving) {
        const Sign& sign = signs_[limit];
        std::string by = fmt::format("the station left {}", name_of(access_point));
        if (sign.reason) by += fmt::format(", reason {}", *sign.reason);
        return End{sign.at, std::move(by)};
    }
    const std::size_t last = std::min(limit, signs_.size());
    std::size_t last_proof = begin;
    for (std::size_t i = begin + 1; i < last; ++i)
        if (proves(signs_[i], access_point)) last_proof = i;
    auto silent = end_without_frame(last_proof, limit);
    for (std::size_t i = last_proof + 1; i < last; ++i) {
        const Sign& sign = signs_[i];
        if (sign.kind != Kind::put_out || sign.access_point != access_point || !is_obeyed(sign, pmf)) continue;
        if (silent && silent->at < sign.at) break;
        std::string by = fmt::format("{} put the station out", name_of(access_point));
        if (sign.reason) by += fmt::format(", reason {}", *sign.reason);
        return End{sign.at, std::move(by)};
    }
    return silent;
}

// Between the last sign of an associated station and the first of one that is not.
std::optional<End> Teller::end_without_frame(std::size_t last_proof, std::size_t limit) const {
    const Sign& proof = signs_[last_proof];
    const bool probing = (proof.kind == Kind::null && !proof.power_management && !proof.acknowledged) ||
                         proof.kind == Kind::probe_of_access_point;
    if (probing && proof.kind == Kind::null && last_proof > 0) {
        const Sign& before = signs_[last_proof - 1];
        if (before.kind == Kind::null && !before.power_management && !before.acknowledged &&
            before.access_point == proof.access_point && proof.at - before.at <= between_tries)
            return End{proof.at,
                       fmt::format("two null frames to {} were not acknowledged", name_of(proof.access_point))};
    }
    // A scan of an associated station announces its absence first; then its requests prove nothing.
    const bool away = proof.kind == Kind::null && proof.power_management;
    const std::size_t last = std::min(limit, signs_.size());
    std::size_t first = limit;
    for (std::size_t i = last_proof + 1; i < last && !away; ++i)
        if (signs_[i].kind == Kind::probe_of_all) {
            first = i;
            break;
        }
    if (first == none) return std::nullopt;
    // A scan of the link's own channel alone is not announced either (__ieee80211_start_scan).
    if (limit == none && !probing && !searches_in_vain(first)) return std::nullopt;
    const Sign& sign = signs_[first];
    if (probing && proof.at + probe_wait < sign.at)
        return End{proof.at + probe_wait,
                   fmt::format("{} did not answer for 500 ms", name_of(proof.access_point))};
    if (sign.kind == Kind::probe_of_all)
        return End{sign.at, "the station searched without announcing its absence"};
    return End{sign.at, fmt::format("the station turned to {}", name_of(sign.access_point))};
}

// A station that hears nobody finds nobody, and authenticates with nobody: it searches again.
bool Teller::searches_in_vain(std::size_t search) const {
    return is_deaf(signs_[search].at) &&
           std::any_of(signs_.begin() + static_cast<std::ptrdiff_t>(search), signs_.end(), [&](const Sign& sign) {
               return sign.kind == Kind::probe_of_all && sign.at - signs_[search].at > longest_search;
           });
}

std::optional<wifi::Instant> Teller::authorized(std::size_t begin, const std::optional<End>& end) const {
    const Sign& response = signs_[begin];
    const TrueAccessPoint* access_point = injections_.of_address(response.access_point);
    if (access_point != nullptr && access_point->open) return response.at;
    for (std::size_t i = begin + 1; i < signs_.size() && (!end || signs_[i].at <= end->at); ++i)
        if (signs_[i].kind == Kind::message_4 && signs_[i].access_point == response.access_point)
            return signs_[i].at;
    return std::nullopt;
}

std::vector<Association> Teller::tell() {
    std::vector<Association> all;
    bool pmf = false;
    for (std::size_t i = 0; i < signs_.size();) {
        const Sign& sign = signs_[i];
        if (sign.kind == Kind::association_request) pmf = sign.pmf;
        if (sign.kind != Kind::associated || !is_received(i)) {
            ++i;
            continue;
        }
        const std::size_t limit = find_limit(i);
        const auto end = end_of(i, limit, pmf);
        Association one{name_of(sign.access_point), sign.at, {}, authorized(i, end), {}};
        if (end) {
            one.to = end->at;
            one.ended_by = end->by;
        }
        all.push_back(std::move(one));
        // The response may come again, where its acknowledgement was lost; what follows the end is another story.
        i = limit == none ? signs_.size() : limit;
    }
    return all;
}

}  // namespace

std::vector<Association> tell_associations(const std::vector<Sign>& signs, const Injections& injections,
                                           const std::vector<Span>& deaf) {
    return Teller(signs, injections, deaf).tell();
}

}  // namespace wlanmedic::lab
