// SPDX-License-Identifier: MIT
// What the tracepoints of mac80211 (net/mac80211/trace.h) and cfg80211 (net/wireless/trace.h) tell, Linux 5.4 to
// 6.12, and those of the guard in the kernel (kernel/connloss_guard/connloss_trace.h). A line alone seldom says
// all: whose frame it was, whether an answer was a yes, is known from the lines before.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// Decodes the lines of one trace in their order.
class TraceDecoder {
public:
    /// `text`: "rdev_auth: phy2, …" (TraceLine::text); `task`: who was running. Foreign where it is no tracepoint
    /// of these systems. What interfaces other than stations do is noted only; the first line that shows that an
    /// interface is none is an InterfaceType.
    Decoded decode(std::string_view text, std::string_view task);

    /// Lines are missing here: what they may have changed is known no more.
    void forget();

    /// More interfaces than this are read without what was before.
    static constexpr std::size_t most_interfaces = 256;

private:
    struct Interface {
        std::string phy;
        std::optional<int> type;  // enum nl80211_iftype
        bool p2p = false;
        std::optional<wifi::MacAddress> peer;     // the access point of the attempt or the link
        std::optional<wifi::StationStage> stage;  // of it
        std::optional<wifi::MacAddress> leaving;  // the one before, while the first frame to the next is prepared
        bool joining = false;                     // an attempt was seen, and no association since
        bool joining_assoc = false;               // of the attempt, the association
        int tries = 0;                            // frames of this step
        bool answered = false;                    // the last of them
        bool untold_answer = false;               // an association response, and nothing shows its verdict yet
        bool unsure = false;  // there was one, and nothing ever showed it: links may stand that no line tells
        std::optional<std::uint16_t> asked;  // the reason that somebody gave with "deauthenticate"
        bool scanning = false;               // in hardware
        bool signal_told = false;            // by mac80211; cfg80211 tells it again
    };
    struct Line;
    using Handler = Decoded (TraceDecoder::*)(const Line&);
    struct Tracepoint;

    static const Tracepoint* find(std::string_view name);

    Interface& interface(std::string_view name);
    std::optional<Decoded> role(const Line& line, int type, bool p2p);

    Decoded sta_state(const Line& line);
    Decoded prepare_tx(const Line& line);
    Decoded complete_tx(const Line& line);
    Decoded auth(const Line& line);
    Decoded assoc(const Line& line);
    Decoded auth_answer(const Line& line);
    Decoded assoc_answer(const Line& line);
    Decoded comeback(const Line& line);
    Decoded auth_timeout(const Line& line);
    Decoded assoc_failure(const Line& line);
    Decoded frame_received(const Line& line);
    Decoded frame_sent(const Line& line);
    Decoded unprotected(const Line& line);
    Decoded asked_to_leave(const Line& line);
    Decoded asked_to_connect(const Line& line);
    Decoded station(const Line& line);
    Decoded station_changed(const Line& line);
    Decoded key(const Line& line);
    Decoded signal(const Line& line);
    Decoded reported(const Line& line);
    Decoded scan(const Line& line);
    Decoded scan_completed(const Line& line);
    Decoded device(const Line& line);
    Decoded sleep(const Line& line);
    Decoded power_save(const Line& line);
    Decoded lost_packets(const Line& line);
    Decoded channel(const Line& line);
    Decoded added_or_removed(const Line& line);
    Decoded new_type(const Line& line);
    Decoded guard(Line line);
    Decoded guard_event(const Line& line);
    Decoded guard_decision(const Line& line, std::string_view device);
    Decoded guard_action(Line line, std::string_view device);
    Decoded end_of_link(const Line& line, wifi::Sender by);

    std::map<std::string, Interface, std::less<>> interfaces_;
    std::map<std::string, std::string, std::less<>> guarded_;  // the interface of each device's last action
    Interface crowd_;                                          // stands for those beyond most_interfaces
    std::string newest_attempt_;
    bool suspended_ = false;
};

/// Literals of which each line that TraceDecoder makes an event of, or needs for the lines after it, contains one.
std::vector<std::string_view> trace_literals();

}  // namespace wlanmedic::evidence
