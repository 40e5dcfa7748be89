// SPDX-License-Identifier: MIT
// Watches one interface for stalls. Streaming; memory does not grow with what it sees.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "link/link.h"
#include "outage/stall.h"

namespace wlanmedic::outage {

class StallWatch {
public:
    using Sink = std::function<void(Stall&&)>;
    StallWatch(std::string interface, Sink sink) : interface_(std::move(interface)), sink_(std::move(sink)) {}

    void rename(const std::string& interface) { interface_ = interface; }

    /// `link` after the event.
    void on(const wifi::Event& event, const link::Link& link, const link::Change& change);

    /// The time line ends. `last`: how far its lines reach.
    void finish(std::optional<wifi::Instant> last);

    /// A run of notices that ends by itself is told from this length on: shorter ones are common where the link
    /// works.
    static constexpr wifi::Duration long_run = std::chrono::seconds{30};
    static constexpr std::size_t fewest_notices = 3;
    /// Beyond this DHCP is late: clients ask again after 4, 8, 16 s (RFC 2131, 4.1).
    static constexpr wifi::Duration address_is_late = std::chrono::seconds{30};
    static constexpr wifi::Duration frozen_for = std::chrono::seconds{10};
    /// From the first probe without an answer, or the first word that nothing flows, until it is otherwise.
    static constexpr wifi::Duration unanswered_for = std::chrono::seconds{10};
    /// A disconnect within this after a firmware error is its consequence, and an outage.
    static constexpr wifi::Duration error_to_disconnect = std::chrono::seconds{10};
    static constexpr std::size_t most_sources = 64;

private:
    // A stretch that may turn out to be a stall.
    struct Suspicion {
        wifi::Instant begin;
        wifi::Instant last;
        std::uint64_t signs = 0;
        std::vector<wifi::Receipt> first_receipts;
        std::vector<wifi::Receipt> last_receipts;
        void add(const wifi::Event& event);
    };
    struct CounterTrack {
        std::int64_t value = 0;
        wifi::Instant since;  // it has had this value
        wifi::Instant last;
        std::vector<wifi::Receipt> receipts;
    };
    struct Rhythm {
        wifi::Instant last;
        std::optional<wifi::Instant> spoke;  // what was measured at intervals left out
        wifi::Duration longest_gap{0};
        std::uint64_t events = 0;
        std::vector<wifi::Receipt> receipts;  // of the last event
    };

    // Somebody across the link answered, or took the load, while it was up; and no more.
    struct Across {
        bool worked = false;
        std::string target;
        std::optional<Suspicion> fails;
    };

    void end_unanswered(Across& across, std::optional<wifi::Instant> end, std::string_view how);
    void on_beacon_loss(const wifi::Event& event);
    void end_beacon_run(std::optional<wifi::Instant> end, std::string_view how, bool sure);
    void on_counter(const wifi::Event& event, const wifi::Counter& counter);
    void end_frozen(wifi::Instant end, bool known);
    void on_probe(const wifi::Event& event, const wifi::ProbeResult& probe);
    void on_load(const wifi::Event& event, const wifi::LoadReport& load);
    void on_address(const wifi::Event& event);
    void end_no_address(std::optional<wifi::Instant> end, std::string_view how);
    void end_firmware(std::optional<wifi::Instant> end, std::string_view how, bool consequence = false);
    void follow_sources(const wifi::Event& event, bool up);
    void tell(Stall::Kind kind, const Suspicion& of, std::optional<wifi::Instant> end, std::string because);

    std::string interface_;
    Sink sink_;
    bool timed_ = true;
    bool up_ = false;
    std::optional<wifi::Instant> now_;
    std::optional<Suspicion> beacons_;
    std::optional<Suspicion> firmware_;
    std::optional<Suspicion> address_;  // asked for, not given
    bool address_failed_ = false;
    std::map<std::string, CounterTrack, std::less<>> counters_;
    std::optional<wifi::Instant> sent_at_;      // a counter of sent frames grew
    std::optional<wifi::Instant> received_at_;  // one of received frames
    std::optional<Suspicion> frozen_;
    Across probes_;
    Across load_;
    std::map<std::uint32_t, Rhythm> sources_;
};

}  // namespace wlanmedic::outage
