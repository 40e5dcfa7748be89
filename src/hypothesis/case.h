// SPDX-License-Identifier: MIT
// One finished outage, read once for all hypotheses: the attempts to come back, and every frame that was heard.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outage/outage.h"

namespace wlanmedic::hypothesis {

/// One try with one access point.
struct Attempt {
    enum class Result : std::uint8_t {
        open,
        linked,
        auth_timeout,
        auth_refused,
        assoc_timeout,
        assoc_refused,
        left
    };
    std::optional<wifi::MacAddress> bssid;
    wifi::Instant begin;
    wifi::Instant end;
    Result result = Result::open;
    std::uint16_t status = 0;           ///< of a refusal
    const wifi::Event* told = nullptr;  ///< the event that ended it
    bool timed_out() const { return result == Result::auth_timeout || result == Result::assoc_timeout; }
    bool refused() const { return result == Result::auth_refused || result == Result::assoc_refused; }
};

/// A frame of an access point that reached the station during the outage.
struct Heard {
    wifi::Instant at;
    std::optional<wifi::MacAddress> from;
    const wifi::Event* event = nullptr;
};

class Case {
public:
    /// `outage` must outlive the case.
    explicit Case(const outage::Outage& outage);

    const outage::Outage& outage;
    std::vector<Attempt> attempts;  ///< those before the link was restored, and the one that restored it
    std::vector<Heard> heard;       ///< before the link was restored; the answers that restored it included

    std::optional<wifi::MacAddress> lost() const { return lost_; }
    /// Where the link was restored, else where the evidence of the outage ends.
    wifi::Instant end() const { return outage.seen_until; }

    std::size_t timeouts() const;
    /// Distinct access points whose attempts timed out.
    std::vector<wifi::MacAddress> timed_out_with() const;
    /// Something was heard before the attempt that restored the link.
    const Heard* heard_before_the_end() const;
    /// The first attempt, within seconds of the loss, and it made the link.
    bool came_back_at_once() const;
    /// The lost access point was heard well within the minute before the loss: its signal in dBm.
    std::optional<int> good_signal_before() const;
    const outage::KnownAccessPoint* known(const std::optional<wifi::MacAddress>& bssid) const;

    /// Calls `give(event, payload)` for each event of this kind between the loss and the restored link.
    template <class T, class Give>
    void each(Give give) const {
        for (const wifi::Event& event : outage.events) {
            if (event.instant > end()) break;
            if (const T* payload = std::get_if<T>(&event.payload)) give(event, *payload);
        }
    }
    /// The first of this kind from the loss on, or within the 30 s before it.
    template <class T>
    const wifi::Event* first(bool before_too = false) const {
        if (before_too)
            for (const wifi::Event& event : outage.before)
                if (std::holds_alternative<T>(event.payload)) return &event;
        const wifi::Event* found = nullptr;
        each<T>([&](const wifi::Event& event, const T&) {
            if (found == nullptr) found = &event;
        });
        return found;
    }

private:
    void read();
    void aim(const wifi::Event& event, const std::optional<wifi::MacAddress>& bssid);
    void finish(const wifi::Event& event, Attempt::Result result, std::uint16_t status,
                const std::optional<wifi::MacAddress>& bssid);

    std::optional<wifi::MacAddress> lost_;
};

/// A scan shows what was heard up to so long before (net/wireless/scan.c, IEEE80211_SCAN_RESULT_EXPIRE).
constexpr wifi::Duration scan_cache = std::chrono::seconds{30};

/// Adds the receipts of an event, up to `most_receipts` in all.
void cite(std::vector<wifi::Receipt>& receipts, const wifi::Event* event);
constexpr std::size_t most_receipts = 12;

/// "cc:ce:1e:2b:74:17", or "the access point" where its address is not told.
std::string name(const std::optional<wifi::MacAddress>& bssid);
/// "12.3 s".
std::string seconds(wifi::Duration duration);

}  // namespace wlanmedic::hypothesis
