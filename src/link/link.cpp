// SPDX-License-Identifier: MIT
#include "link/link.h"

#include <type_traits>

namespace wlanmedic::link {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

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

void Link::note_stage(const wifi::Event& event, const wifi::StationState& peer) {
    station_seen_ = true;
    const bool linked_before = peer.before >= wifi::StationStage::associated;
    const bool linked = peer.after >= wifi::StationStage::associated;
    const bool undone = peer.after < peer.before && !linked;
    // While linked, another peer is one that is reached directly.
    const bool of_the_link = !bssid_ || !peer.address || *peer.address == *bssid_;
    if (!linked_before && linked && state_ != State::up) untold_ = event;
    if (undone && (linked_before || state_ == State::up) && of_the_link &&
        (state_ == State::up || state_ == State::unknown) && !untold_)
        untold_ = event;
}

std::optional<Link::Untold> Link::overdue(const wifi::Event* next, bool concerns) {
    if (!untold_) return std::nullopt;
    const auto& peer = std::get<wifi::StationState>(untold_->payload);
    const bool made = peer.after >= wifi::StationStage::associated;
    if (made ? state_ == State::up : state_ != State::up && state_ != State::unknown) {
        untold_.reset();  // somebody told it
        return std::nullopt;
    }
    if (next != nullptr && next->instant - untold_->instant <= told_within) {
        if (!concerns) return std::nullopt;
        const auto is = [&]<class... T>(std::type_identity<T>...) {
            return (std::holds_alternative<T>(next->payload) || ...);
        };
        const auto* stage = std::get_if<wifi::StationState>(&next->payload);
        const bool shows =
            made ? (stage != nullptr && stage->after < wifi::StationStage::associated) ||
                       is(std::type_identity<wifi::Deauthenticated>{}, std::type_identity<wifi::Disconnected>{},
                          std::type_identity<wifi::ConnectionLoss>{}, std::type_identity<wifi::RoamRequested>{})
                 : (stage != nullptr && stage->after > stage->before) ||
                       is(std::type_identity<wifi::JoinStarted>{}, std::type_identity<wifi::AuthRequested>{});
        if (!shows) return std::nullopt;
    }
    Untold untold{.event = std::move(*untold_), .change = {}};
    untold_.reset();
    const auto address = std::get<wifi::StationState>(untold.event.payload).address;
    untold.change = made ? make(address) : lose(wifi::Sender::unknown, std::nullopt, false);
    return untold;
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

Change Link::on(const wifi::Event& event) {
    if (!event.phy.empty()) phy_ = event.phy;
    if (const auto* type = std::get_if<wifi::InterfaceType>(&event.payload)) {
        const bool station = type->type == "station" || type->type == "managed";
        if (!type->removed) other_role_ = !station;
        if (type->removed && station && state_ == State::up) return lose(wifi::Sender::local, std::nullopt, false);
        return {};
    }
    if (other_role_) return {};
    const auto made = [&](const std::optional<wifi::MacAddress>& bssid) { return make(bssid); };
    const auto attempt = [&](const std::optional<wifi::MacAddress>& bssid) {
        note_target(bssid);
        return Change{};
    };
    return std::visit(Overloaded{
                          [&](const wifi::JoinStarted& happening) {
                              // mac80211 joins only when it is not linked: a link that no line took down was lost
                              // without a word.
                              Change change;
                              if (state_ == State::up) change = lose(wifi::Sender::unknown, std::nullopt, true);
                              note_target(happening.bssid);
                              return change;
                          },
                          [&](const wifi::AuthRequested& happening) { return attempt(happening.bssid); },
                          [&](const wifi::Authenticated& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AuthRejected& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AuthTimedOut& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AssocRequested& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AssocResponse& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AssocRejected& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AssocComeback& happening) { return attempt(happening.bssid); },
                          [&](const wifi::AssocTimedOut& happening) { return attempt(happening.bssid); },
                          [&](const wifi::Associated& happening) { return made(happening.bssid); },
                          [&](const wifi::Authorized& happening) {
                              // Keys for a named access point: the line of the association is missing.
                              if (state_ == State::up || !happening.bssid) return Change{};
                              return made(happening.bssid);
                          },
                          [&](const wifi::Roamed& happening) {
                              Change change = made(happening.bssid);
                              change.kind = Change::Kind::moved;
                              return change;
                          },
                          [&](const wifi::RoamRequested& happening) {
                              // The kernel's word for it follows the supplicant's request, and shows a link.
                              if (state_ == State::joining && joins_from_unknown_) state_ = State::unknown;
                              Change change = lose(wifi::Sender::local, std::nullopt, false);
                              if (happening.to) target_ = happening.to;
                              return change;
                          },
                          [&](const wifi::ConnectionLoss& happening) {
                              const bool already_gone = happening.bssid && happening.bssid->is_zero();
                              if (already_gone && state_ != State::up) return Change{};
                              if (happening.bssid && !already_gone && state_ != State::joining)
                                  bssid_ = happening.bssid;
                              return lose(wifi::Sender::local, std::nullopt, false);
                          },
                          [&](const wifi::StationState& peer) {
                              note_stage(event, peer);
                              return stands(peer, state_) ? made(peer.address) : Change{};
                          },
                          [&](const wifi::BeaconLoss&) {
                              station_seen_ = true;
                              if (state_ == State::unknown) state_ = State::up;
                              return Change{};
                          },
                          [&](const wifi::Deauthenticated& end) {
                              const wifi::Sender by = sender_of(end);
                              if (end.joining) {
                                  station_seen_ = true;
                                  return Change{.by = by, .reason = end.reason};
                              }
                              if (!bssid_ && by == wifi::Sender::access_point) bssid_ = end.from;
                              if (!bssid_ && by == wifi::Sender::local) bssid_ = end.to;
                              return lose(by, end.reason == 0 ? std::nullopt : std::optional(end.reason), false);
                          },
                          [&](const wifi::Disconnected& end) {
                              return lose(end.by, end.reason == 0 ? std::nullopt : std::optional(end.reason),
                                          false);
                          },
                          [&](const wifi::UnprotectedDeauth& frame) {
                              // Reported only by a station that holds keys with the sender (mac80211 rx.c): so the
                              // link is up.
                              if (state_ == State::unknown) {
                                  state_ = State::up;
                                  if (!bssid_) bssid_ = frame.from;
                              }
                              if (!own_ && frame.to && !frame.to->is_broadcast()) own_ = frame.to;
                              return Change{};
                          },
                          [&](const wifi::ScanStarted&) {
                              station_seen_ = true;
                              return Change{};
                          },
                          [&](const wifi::Booted&) {
                              state_ = State::unknown;
                              target_.reset();
                              untold_.reset();
                              return Change{.kind = Change::Kind::forgotten};
                          },
                          [&](const wifi::Gap& gap) {
                              if (gap.links_known) return Change{};
                              state_ = State::unknown;
                              bssid_.reset();
                              target_.reset();
                              untold_.reset();
                              return Change{.kind = Change::Kind::forgotten};
                          },
                          [](const auto&) { return Change{}; },
                      },
                      event.payload);
}

bool Links::comes_back(const wifi::InterfaceRenamed& renamed) const {
    const auto before = links_.find(renamed.before);
    return before != links_.end() && before->second.is_new() && links_.contains(renamed.after) &&
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
        if (old->second.has_untold()) --untold_;
        links_.erase(old);
    }
    node.key() = renamed.after;
    links_.insert(std::move(node));
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
            found = links_.emplace(event.interface, Link{}).first;
        }
        const bool had = found->second.has_untold();
        affected.push_back({.interface = found->first, .link = &found->second, .change = found->second.on(event)});
        if (!had && found->second.has_untold()) ++untold_;
        if (had && !found->second.has_untold()) --untold_;
        return affected;
    }
    // Without a name it is a P2P device, or an interface that is already gone; only a station's going matters
    // here.
    const auto* type = std::get_if<wifi::InterfaceType>(&event.payload);
    if (type != nullptr && (!type->removed || type->type != "station" || event.phy.empty())) return affected;
    for (auto& [interface, link] : links_) {
        const bool of_another_phy = !event.phy.empty() && !link.phy().empty() && event.phy != link.phy();
        if (of_another_phy || (type != nullptr && link.phy() != event.phy)) continue;
        affected.push_back({.interface = interface, .link = &link, .change = link.on(event)});
    }
    return affected;
}

std::vector<Links::Late> Links::overdue(const wifi::Event* next) {
    std::vector<Late> late;
    if (untold_ == 0) return late;
    untold_ = 0;
    for (auto& [interface, link] : links_) {
        const bool concerns =
            next != nullptr && next->interface == interface && !wifi::is_measurement(next->payload);
        if (auto untold = link.overdue(next, concerns))
            late.push_back({.interface = interface,
                            .link = &link,
                            .event = std::move(untold->event),
                            .change = untold->change});
        if (link.has_untold()) ++untold_;
    }
    return late;
}

}  // namespace wlanmedic::link
