// SPDX-License-Identifier: MIT
// What the events say of one interface's link: is it up, with whom, and what has just changed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/event.h"

namespace wlanmedic::link {

enum class State : std::uint8_t { unknown, down, joining, up };

struct Change {
    enum class Kind : std::uint8_t {
        none,
        lost,       ///< the link was up, or nothing shows that it was not, and is gone
        made,       ///< the link is up
        moved,      ///< the link is up with another access point, or anew, and no line told that it was lost
        forgotten,  ///< what was known is known no more (boot, gap)
    };
    Kind kind = Kind::none;
    bool silent = false;  ///< lost: no line told it; an attempt to join shows that it must have happened before
    wifi::Sender by = wifi::Sender::unknown;  ///< lost; also of a deauthentication that ends nothing
    std::optional<std::uint16_t> reason;      ///< lost
    std::optional<wifi::MacAddress> bssid;    ///< lost: the one lost; made, moved: the new one
    bool untold = false;                      ///< none yet: Link::has_untold() speaks of this event from now on
};

/// Does an event that names no interface concern one of this phy? "" where the phy is not known.
bool concerns_phy(const wifi::Event& event, std::string_view phy);

/// State machine of one interface. Streaming: nothing is kept of events but what the state needs, and nothing is
/// allocated.
class Link {
public:
    Change on(const wifi::Payload& payload, wifi::Instant at);
    Change on(const wifi::Event& event) { return on(event.payload, event.instant); }

    State state() const { return state_; }
    /// The access point of the link, of the link before it where down, or of the attempt under way.
    std::optional<wifi::MacAddress> bssid() const { return bssid_; }
    std::optional<wifi::MacAddress> target() const { return target_; }
    /// False for an access point's interface, a P2P device, a monitor.
    bool may_be_station() const { return !other_role_; }
    /// True once something that only a station does was seen.
    bool is_station() const { return station_seen_ && !other_role_; }

    /// Nothing of a link, or of an attempt at one, was told yet.
    bool is_new() const { return state_ == State::unknown && !bssid_ && !target_ && !untold_; }

    /// A peer that mac80211 made or no longer keeps associated (wifi::StationState), while no line of another kind
    /// has told that the link is made or lost. Every source that tells more tells it within `told_within`; then
    /// that line is the change, and this is dropped.
    bool has_untold() const { return untold_.has_value(); }
    static constexpr wifi::Duration told_within = std::chrono::milliseconds{1500};

    struct Untold {
        wifi::Instant at;
        wifi::StationState peer;
    };
    const std::optional<Untold>& untold() const { return untold_; }
    /// The untold change where `next` shows that nobody else tells it: it comes too late, or, where it `concerns`
    /// this interface, it is what comes after such a change. Null: the time line ends.
    std::optional<Change> overdue(const wifi::Payload* next, wifi::Instant at, bool concerns);

private:
    struct Told;

    Change make(const std::optional<wifi::MacAddress>& bssid);
    Change lose(wifi::Sender by, std::optional<std::uint16_t> reason, bool silent);
    bool note_stage(const wifi::StationState& peer, wifi::Instant at);
    void note_target(const std::optional<wifi::MacAddress>& bssid);
    wifi::Sender sender_of(const wifi::Deauthenticated& end) const;

    State state_ = State::unknown;
    std::optional<wifi::MacAddress> bssid_;
    std::optional<wifi::MacAddress> target_;
    std::optional<wifi::MacAddress> own_;
    std::optional<Untold> untold_;
    bool other_role_ = false;
    bool joins_from_unknown_ = false;  // joining, and nothing shows whether a link was up before
    bool station_seen_ = false;
};

/// All interfaces of a machine.
class Links {
public:
    struct Affected {
        std::string interface;
        const Link* link = nullptr;
        Change change;
    };
    /// What the event means for each interface that it concerns: its own, those of its phy, or all.
    std::vector<Affected> on(const wifi::Event& event);

    struct Late {
        std::string interface;
        const Link* link = nullptr;
        wifi::Event event;
        Change change;
    };
    /// To be asked before on(): changes that only a StationState told (Link::overdue). `next` null: no more comes.
    std::vector<Late> overdue(const wifi::Event* next);

    /// Events of interfaces that were left out because there are more than most_interfaces.
    std::uint64_t left_out() const { return left_out_; }
    static constexpr std::size_t most_interfaces = 1024;

    /// The interface that comes under the name is a new one, and another was known by it: a radio that was taken
    /// away and comes back is first called wlan0, say, and then gets its old name. It is the old one that goes on.
    bool comes_back(const wifi::InterfaceRenamed& renamed) const;

private:
    // What was known of the one is known of the other; whatever had that name before is gone, unless it comes
    // back.
    void rename(const wifi::InterfaceRenamed& renamed);

    struct Known {
        Link link;
        std::string phy;
        std::optional<wifi::Event> untold;  // what link.has_untold() speaks of
    };
    Change tell(Known& known, const wifi::Event& event);

    std::map<std::string, Known, std::less<>> links_;
    std::size_t untold_ = 0;  // links that have one
    std::uint64_t left_out_ = 0;
};

}  // namespace wlanmedic::link
