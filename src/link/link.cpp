// SPDX-License-Identifier: MIT
#include "link/link.h"

#include <type_traits>

namespace wlanmedic::link {
namespace {

// An answer of the kernel to who asked: so it is, and was before. Of a link that is lost the peer may still be
// there for a moment.
bool stands(const wifi::StationState& peer, State state) {
    return peer.before == peer.after && peer.after == wifi::StationStage::authorized && peer.address &&
           (state == State::unknown || state == State::joining);
}

}  // namespace

void Link::note_target(const std::optional<wifi::MacAddress>& bssid) {
    station_seen_ = true;
    if (bssid && !bssid->is_zero()) target_ = bssid;
    if (state_ != State::joining) joins_from_unknown_ = state_ == State::unknown;
    if (state_ == State::unknown || state_ == State::down) state_ = State::joining;
}

Change Link::make(const std::optional<wifi::MacAddress>& bssid) {
    Change change{.kind = state_ == State::up ? Change::Kind::moved : Change::Kind::made};
    const bool named = bssid && !bssid->is_zero();
    // Told twice of the same link: by sources that could not be brought onto one clock, or by a cut log.
    if (state_ == State::up && (!named || bssid == bssid_) && !target_) change.kind = Change::Kind::none;
    station_seen_ = true;
    state_ = State::up;
    if (named)
        bssid_ = bssid;
    else if (target_)
        bssid_ = target_;
    target_.reset();
    change.bssid = bssid_;
    return change;
}

// True where it is the untold change from now on.
bool Link::note_stage(const wifi::StationState& peer, wifi::Instant at) {
    station_seen_ = true;
    const bool linked_before = peer.before >= wifi::StationStage::associated;
    const bool linked = peer.after >= wifi::StationStage::associated;
    const bool undone = peer.after < peer.before && !linked;
    // While linked, another peer is one that is reached directly.
    const bool of_the_link = !bssid_ || !peer.address || *peer.address == *bssid_;
    const bool made = !linked_before && linked && state_ != State::up;
    const bool lost = undone && (linked_before || state_ == State::up) && of_the_link &&
                      (state_ == State::up || state_ == State::unknown) && !untold_;
    if (made || lost) untold_ = Untold{.at = at, .peer = peer};
    return made || lost;
}

std::optional<Change> Link::overdue(const wifi::Payload* next, wifi::Instant at, bool concerns) {
    if (!untold_) return std::nullopt;
    const bool made = untold_->peer.after >= wifi::StationStage::associated;
    if (made ? state_ == State::up : state_ != State::up && state_ != State::unknown) {
        untold_.reset();  // somebody told it
        return std::nullopt;
    }
    if (next != nullptr && at - untold_->at <= told_within) {
        if (!concerns) return std::nullopt;
        const auto is = [&]<class... T>(std::type_identity<T>...) {
            return (std::holds_alternative<T>(*next) || ...);
        };
        const auto* stage = std::get_if<wifi::StationState>(next);
        const bool shows =
            made ? (stage != nullptr && stage->after < wifi::StationStage::associated) ||
                       is(std::type_identity<wifi::Deauthenticated>{}, std::type_identity<wifi::Disconnected>{},
                          std::type_identity<wifi::ConnectionLoss>{}, std::type_identity<wifi::RoamRequested>{})
                 : (stage != nullptr && stage->after > stage->before) ||
                       is(std::type_identity<wifi::JoinStarted>{}, std::type_identity<wifi::AuthRequested>{});
        if (!shows) return std::nullopt;
    }
    const auto address = untold_->peer.address;
    untold_.reset();
    return made ? make(address) : lose(wifi::Sender::unknown, std::nullopt, false);
}

Change Link::lose(wifi::Sender by, std::optional<std::uint16_t> reason, bool silent) {
    station_seen_ = true;
    const bool was_linked = state_ == State::up || state_ == State::unknown;
    Change change{.by = by, .reason = reason};
    if (!was_linked) return change;
    state_ = State::down;
    change.kind = Change::Kind::lost;
    change.silent = silent;
    change.bssid = bssid_;
    return change;
}

wifi::Sender Link::sender_of(const wifi::Deauthenticated& end) const {
    if (end.by != wifi::Sender::unknown) return end.by;
    const auto is = [](const std::optional<wifi::MacAddress>& one, const std::optional<wifi::MacAddress>& other) {
        return one && other && *one == *other;
    };
    if (is(end.from, own_) || is(end.to, bssid_) || is(end.to, target_)) return wifi::Sender::local;
    if (is(end.to, own_) || is(end.from, bssid_) || is(end.from, target_)) return wifi::Sender::access_point;
    return wifi::Sender::unknown;
}

// What each happening means. One object of two words; as many lambdas would each have captured them.
struct Link::Told {
    Link& link;
    wifi::Instant at;

    Change attempt(const std::optional<wifi::MacAddress>& bssid) const {
        link.note_target(bssid);
        return {};
    }

    Change operator()(const wifi::JoinStarted& happening) const {
        // mac80211 joins only when it is not linked: a link that no line took down was lost
        // without a word.
        Change change;
        if (link.state_ == State::up) change = link.lose(wifi::Sender::unknown, std::nullopt, true);
        link.note_target(happening.bssid);
        return change;
    }
    Change operator()(const wifi::AuthRequested& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::Authenticated& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AuthRejected& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AuthTimedOut& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AssocRequested& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AssocResponse& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AssocRejected& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AssocComeback& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::AssocTimedOut& happening) const { return attempt(happening.bssid); }
    Change operator()(const wifi::Associated& happening) const { return link.make(happening.bssid); }
    Change operator()(const wifi::Authorized& happening) const {
        // Keys for a named access point: the line of the association is missing.
        if (link.state_ == State::up || !happening.bssid) return Change{};
        return link.make(happening.bssid);
    }
    Change operator()(const wifi::Roamed& happening) const {
        Change change = link.make(happening.bssid);
        change.kind = Change::Kind::moved;
        return change;
    }
    Change operator()(const wifi::RoamRequested& happening) const {
        // The kernel's word for it follows the supplicant's request, and shows a link.
        if (link.state_ == State::joining && link.joins_from_unknown_) link.state_ = State::unknown;
        Change change = link.lose(wifi::Sender::local, std::nullopt, false);
        if (happening.to) link.target_ = happening.to;
        return change;
    }
    Change operator()(const wifi::ConnectionLoss& happening) const {
        const bool already_gone = happening.bssid && happening.bssid->is_zero();
        if (already_gone && link.state_ != State::up) return Change{};
        if (happening.bssid && !already_gone && link.state_ != State::joining) link.bssid_ = happening.bssid;
        return link.lose(wifi::Sender::local, std::nullopt, false);
    }
    Change operator()(const wifi::StationState& peer) const {
        const bool untold = link.note_stage(peer, at);
        return stands(peer, link.state_) ? link.make(peer.address) : Change{.untold = untold};
    }
    Change operator()(const wifi::BeaconLoss&) const {
        link.station_seen_ = true;
        if (link.state_ == State::unknown) link.state_ = State::up;
        return Change{};
    }
    Change operator()(const wifi::Deauthenticated& end) const {
        const wifi::Sender by = link.sender_of(end);
        if (end.joining) {
            link.station_seen_ = true;
            return Change{.by = by, .reason = end.reason};
        }
        if (!link.bssid_ && by == wifi::Sender::access_point) link.bssid_ = end.from;
        if (!link.bssid_ && by == wifi::Sender::local) link.bssid_ = end.to;
        return link.lose(by, end.reason == 0 ? std::nullopt : std::optional(end.reason), false);
    }
    Change operator()(const wifi::Disconnected& end) const {
        return link.lose(end.by, end.reason == 0 ? std::nullopt : std::optional(end.reason), false);
    }
    Change operator()(const wifi::UnprotectedDeauth& frame) const {
        // Reported only by a station that holds keys with the sender (mac80211 rx.c): so the
        // link is up.
        if (link.state_ == State::unknown) {
            link.state_ = State::up;
            if (!link.bssid_) link.bssid_ = frame.from;
        }
        if (!link.own_ && frame.to && !frame.to->is_broadcast()) link.own_ = frame.to;
        return Change{};
    }
    Change operator()(const wifi::ScanStarted&) const {
        link.station_seen_ = true;
        return Change{};
    }
    Change operator()(const wifi::Booted&) const {
        link.state_ = State::unknown;
        link.target_.reset();
        link.untold_.reset();
        return Change{.kind = Change::Kind::forgotten};
    }
    Change operator()(const wifi::Gap& gap) const {
        if (gap.links_known) return Change{};
        link.state_ = State::unknown;
        link.bssid_.reset();
        link.target_.reset();
        link.untold_.reset();
        return Change{.kind = Change::Kind::forgotten};
    }
    template <class Other>
    Change operator()(const Other&) const {
        return Change{};
    }
};

Change Link::on(const wifi::Payload& payload, wifi::Instant at) {
    if (const auto* type = std::get_if<wifi::InterfaceType>(&payload)) {
        const bool station = type->type == "station" || type->type == "managed";
        if (!type->removed) other_role_ = !station;
        if (type->removed && station && state_ == State::up) return lose(wifi::Sender::local, std::nullopt, false);
        return {};
    }
    if (other_role_) return {};
    return std::visit(Told{.link = *this, .at = at}, payload);
}

bool concerns_phy(const wifi::Event& event, std::string_view phy) {
    // Without a name it is a P2P device, or an interface that is already gone; only a station's going matters
    // here.
    if (const auto* type = std::get_if<wifi::InterfaceType>(&event.payload))
        return type->removed && type->type == "station" && !event.phy.empty() && event.phy == phy;
    return event.phy.empty() || phy.empty() || event.phy == phy;
}

bool Links::comes_back(const wifi::InterfaceRenamed& renamed) const {
    const auto before = links_.find(renamed.before);
    return before != links_.end() && before->second.link.is_new() && links_.contains(renamed.after) &&
           renamed.before != renamed.after;
}

void Links::rename(const wifi::InterfaceRenamed& renamed) {
    if (comes_back(renamed)) {
        links_.erase(renamed.before);
        return;
    }
    auto node = links_.extract(renamed.before);
    if (!node || renamed.before == renamed.after) {
        if (node) links_.insert(std::move(node));
        return;
    }
    if (const auto old = links_.find(renamed.after); old != links_.end()) {
        if (old->second.link.has_untold()) --untold_;
        links_.erase(old);
    }
    node.key() = renamed.after;
    links_.insert(std::move(node));
}

Change Links::tell(Known& known, const wifi::Event& event) {
    if (!event.phy.empty()) known.phy = event.phy;
    const bool had = known.link.has_untold();
    const Change change = known.link.on(event);
    if (change.untold) known.untold = event;
    if (!had && known.link.has_untold()) ++untold_;
    if (had && !known.link.has_untold()) --untold_;
    return change;
}

std::vector<Links::Affected> Links::on(const wifi::Event& event) {
    std::vector<Affected> affected;
    if (const auto* renamed = std::get_if<wifi::InterfaceRenamed>(&event.payload)) rename(*renamed);
    if (!event.interface.empty()) {
        auto found = links_.find(event.interface);
        if (found == links_.end()) {
            if (links_.size() >= most_interfaces) {
                ++left_out_;
                return affected;
            }
            found = links_.emplace(event.interface, Known{}).first;
        }
        affected.push_back({.interface = found->first, .link = &found->second.link, .change = {}});
        affected.back().change = tell(found->second, event);
        return affected;
    }
    for (auto& [interface, known] : links_) {
        if (!concerns_phy(event, known.phy)) continue;
        affected.push_back({.interface = interface, .link = &known.link, .change = {}});
        affected.back().change = tell(known, event);
    }
    return affected;
}

std::vector<Links::Late> Links::overdue(const wifi::Event* next) {
    std::vector<Late> late;
    if (untold_ == 0) return late;
    untold_ = 0;
    for (auto& [interface, known] : links_) {
        const bool concerns =
            next != nullptr && next->interface == interface && !wifi::is_measurement(next->payload);
        const auto change = next == nullptr ? known.link.overdue(nullptr, {}, false)
                                            : known.link.overdue(&next->payload, next->instant, concerns);
        if (change)
            late.push_back({.interface = interface,
                            .link = &known.link,
                            .event = std::move(*known.untold),
                            .change = *change});
        if (known.link.has_untold())
            ++untold_;
        else
            known.untold.reset();
    }
    return late;
}

}  // namespace wlanmedic::link
