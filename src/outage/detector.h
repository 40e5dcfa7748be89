// SPDX-License-Identifier: MIT
// Events of one machine in, finished outages out. Streaming: an outage is given away once nothing can change it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link/link.h"
#include "outage/outage.h"
#include "outage/stall.h"
#include "outage/totals.h"

namespace wlanmedic::outage {

/// How long an interface was watched with its link meant to be up.
struct Watch {
    wifi::Instant from;
    wifi::Instant to;
    wifi::Duration unwanted{0};    ///< within: outages that are no failures
    bool linked_at_start = false;  ///< the first word of it was a loss: the link stood before the evidence begins
    bool timed = true;
};

class InterfaceHistory;

class Detector {
public:
    using Sink = std::function<void(Outage&&)>;

    using StallSink = std::function<void(Stall&&)>;

    /// `stalled` may be empty.
    explicit Detector(Sink sink, StallSink stalled = {});
    ~Detector();
    Detector(const Detector&) = delete;
    Detector& operator=(const Detector&) = delete;

    /// Where the lines of the evidence begin: a link that the first word of it shows to have stood was watched
    /// from there on. To be said before the first event of a machine; holds until its first gap.
    void begin(std::optional<wifi::Instant> first) { evidence_begin_ = first; }

    void on(const wifi::Event& event);

    /// Of live events: none stamped before `now` comes any more. The same outages are told, those that ended
    /// sooner.
    void on_time(wifi::Instant now);
    /// When on_time() will tell an outage; nothing where none that ended waits.
    std::optional<wifi::Instant> next_deadline() const;

    /// The evidence of one machine ends: what is open stays open-ended, the links are forgotten.
    /// `last`: how far its lines reach, where that is later than the last event.
    void finish(std::optional<wifi::Instant> last);

    /// Totals::leave_out.
    void leave_out(std::string_view name, wifi::Instant from, wifi::Instant to) {
        totals_.leave_out(name, from, to);
    }

    const Totals& totals() const { return totals_; }
    /// Of each interface that was seen to be a station; one for each stretch without a gap.
    const std::map<std::string, std::vector<Watch>>& watches() const { return watches_; }
    /// What the evidence told at all, of all stations together.
    const Coverage& coverage() const { return coverage_; }
    std::uint64_t left_out() const { return left_out_; }

    static constexpr wifi::Duration looking_back = std::chrono::seconds{30};
    static constexpr std::size_t most_events = 4000;        ///< of one outage that are kept
    static constexpr std::size_t most_events_before = 400;  ///< of the 30 s before
    /// Of all interfaces together: of many interfaces each keeps fewer.
    static constexpr std::size_t most_events_in_all = 32'000;
    static constexpr std::size_t most_watches =
        10'000;  ///< stretches of one interface; later ones are added to the last

private:
    InterfaceHistory& history_of(const std::string& interface);
    void finish(const std::string& interface, InterfaceHistory& history, std::optional<wifi::Instant> last);
    void rename(const wifi::InterfaceRenamed& renamed);
    void end_of_time_line(std::optional<wifi::Instant> last);

    Sink sink_;
    StallSink stalled_;
    std::unique_ptr<link::Links> links_;
    std::map<std::string, std::unique_ptr<InterfaceHistory>> histories_;
    std::map<std::string, std::vector<Watch>> watches_;
    Totals totals_;
    Coverage coverage_;
    std::optional<wifi::Instant> evidence_begin_;
    std::uint64_t next_id_ = 1;
    std::uint64_t left_out_ = 0;
};

}  // namespace wlanmedic::outage
