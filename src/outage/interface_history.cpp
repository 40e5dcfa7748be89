// SPDX-License-Identifier: MIT
#include "outage/interface_history.h"

#include <algorithm>

#include "outage/comebacks.h"
#include "outage/way_back.h"
#include "wifi/codes.h"

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Event;
using wifi::Instant;
using Kind = link::Change::Kind;

// A supplicant gives up on a link without keys after 10 s (wpa_supplicant's authentication timeout).
constexpr Duration local_give_up = 11s;
// An access point gives up on the handshake within seconds, on IEEE 802.1X within its own time-out.
constexpr Duration handshake_is_over = 60s;
constexpr Duration after_the_end = 5s;
constexpr Duration at_once = 300ms;

template <class... Ts>
bool is_any(const Event& event) {
    return (std::holds_alternative<Ts>(event.payload) || ...);
}

bool begins_attempt(const Event& event) {
    return is_any<wifi::JoinStarted, wifi::StationAdded, wifi::AuthRequested, wifi::Authenticated>(event);
}

bool shows_keys(const Event& event) {
    const auto* peer = std::get_if<wifi::StationState>(&event.payload);
    return is_any<wifi::Authorized>(event) || (peer != nullptr && peer->after == wifi::StationStage::authorized);
}

bool fails_attempt(const Event& event) {
    if (const auto* end = std::get_if<wifi::Deauthenticated>(&event.payload)) return end->joining;
    return is_any<wifi::AuthTimedOut, wifi::AuthRejected, wifi::AssocTimedOut, wifi::AssocRejected>(event);
}

bool tells_a_loss(const Event& event) {
    if (const auto* end = std::get_if<wifi::Deauthenticated>(&event.payload)) return !end->joining;
    return is_any<wifi::ConnectionLoss, wifi::Disconnected, wifi::RoamRequested>(event);
}

}  // namespace

InterfaceHistory::InterfaceHistory(std::string interface, Outlet outlet)
    : interface_(std::move(interface)), outlet_(std::move(outlet)), stalls_(interface_, outlet_.stalled) {}

void InterfaceHistory::rename(const std::string& name) {
    interface_ = name;
    stalls_.rename(name);
    if (outage_) outage_->interface = name;
}

void InterfaceHistory::on(const Event& event, const link::Link& link, const link::Change& change) {
    if (!link.may_be_station()) return;
    if (put_off_ && !wifi::is_measurement(event.payload)) decide_put_off(event);
    settle(event.instant);
    follow_watch(event, link, change);
    stalls_.on(event, link, change);
    acquaintance_.on(event, link.state() == link::State::up ? link.bssid() : std::nullopt);
    if (wifi::is_measurement(event.payload)) {
        coverage_.on(event);
        return;
    }
    remember(event);
    if (put_off_) {
        put_off_events_.push_back(event);
        return;
    }
    switch (change.kind) {
        case Kind::lost: on_lost(event, change); break;
        case Kind::made: on_made(event, change); break;
        case Kind::moved: on_moved(event, change); break;
        case Kind::forgotten:
        case Kind::none:
            if (outage_ && !outage_->restored) {
                refine(event, change);
                append(event);
            } else if (outage_) {
                keep_after(event);
            } else if (fails_attempt(event) && link.state() != link::State::up) {
                on_failed_attempt(event);
            }
            break;
    }
    if (begins_attempt(event) && link.state() != link::State::up && !attempt_begin_)
        attempt_begin_ = event.instant;
    recent_.push_back(event);
    // An attempt may take longer than that: an access point may ask for minutes.
    const Instant from = std::min(event.instant - Detector::looking_back, attempt_begin_.value_or(event.instant));
    while (recent_.size() > share_of(Detector::most_events_before) ||
           (!recent_.empty() && recent_.front().instant < from))
        recent_.pop_front();
}

void InterfaceHistory::remember(const Event& event) {
    const Instant now = event.instant;
    if (symptoms_.on(event.payload, now)) {
        const auto& request = std::get<wifi::UserRequest>(event.payload);
        asked_for_by_ = request.who + ": " + request.what;
    }
    coverage_.on(event);
    if (new_link_) {
        if (shows_keys(event) && !new_link_->authorized_at) new_link_->authorized_at = now;
        const auto* eapol = std::get_if<wifi::EapolSent>(&event.payload);
        if (eapol != nullptr && eapol->acknowledged && ++new_link_->eapol_sent == 2) new_link_->second_eapol = now;
    }
    if (outage_ && !outage_->restored) {
        if (is_any<wifi::Suspended>(event) || is_any<wifi::RadioBlocked>(event)) {
            const Duration from_start = now - outage_->start;
            if (is_any<wifi::Suspended>(event) && !facts_.suspend_near) facts_.suspend_near = from_start;
            if (is_any<wifi::RadioBlocked>(event) && !facts_.block_near && from_start <= one_loss)
                facts_.block_near = from_start;
        }
        if (is_any<wifi::Suspended, wifi::Resumed>(event) && event.stops_in_suspend) outage_->lower_bound = true;
    }
}

void InterfaceHistory::follow_watch(const Event& event, const link::Link& link, const link::Change& change) {
    const bool wanted = link.is_station() && (link.state() != link::State::unknown || change.kind == Kind::lost);
    if (!watch_ && wanted) {
        watch_ = Watch{.from = event.instant, .to = event.instant, .timed = event.timed};
        watch_->linked_at_start =
            change.kind == Kind::lost || (link.state() == link::State::up && change.kind != Kind::made);
    }
    if (watch_ && !is_any<wifi::Gap>(event)) watch_->to = std::max(watch_->to, event.instant);
}

// --- losing -----------------------------------------------------------------------------------------------------

bool InterfaceHistory::ends_without_keys(const Event& event, const link::Change& change) const {
    if (!new_link_) return false;
    const Duration age = event.instant - new_link_->made_at;
    if (new_link_->authorized_at || age > handshake_is_over) return false;
    const std::uint16_t reason = change.reason.value_or(0);
    if (reason == wifi::reason_4way_handshake_timeout) return true;
    if (change.by == wifi::Sender::access_point) return reason == wifi::reason_prev_auth_not_valid;
    // Without times nothing shows that it was given up so soon.
    if (new_link_->second_eapol || age > local_give_up || change.by != wifi::Sender::local || !event.timed)
        return false;
    // Losses and moves are no verdict on the keys.
    return !is_any<wifi::ConnectionLoss, wifi::RoamRequested>(event) &&
           reason != wifi::reason_disassoc_due_to_inactivity && change.reason.has_value();
}

bool InterfaceHistory::may_be_reassociation(const Event& event, const link::Change& change) const {
    if (change.by != wifi::Sender::local || change.reason != wifi::reason_prev_auth_not_valid) return false;
    const bool after_sa_query = symptoms_.unprotected && *symptoms_.unprotected >= new_link_->made_at &&
                                event.instant - *symptoms_.unprotected <= after_the_end;
    return !after_sa_query;
}

void InterfaceHistory::on_lost(const Event& event, const link::Change& change) {
    if (!ends_without_keys(event, change)) return open(event, change);
    if (change.by == wifi::Sender::local && change.reason == wifi::reason_prev_auth_not_valid) {
        if (!may_be_reassociation(event, change)) return open(event, change);
        put_off_ = Loss{.event = event, .change = change};
        put_off_events_.clear();
        return;
    }
    reopen(event, change);
}

void InterfaceHistory::decide_put_off(const Event& event) {
    const bool too_late = event.instant - put_off_->event.instant > at_once;
    const bool joins = begins_attempt(event);
    if (!too_late && !joins && !is_any<wifi::ScanStarted>(event)) return;
    const Loss loss = std::move(*put_off_);
    put_off_.reset();
    if (joins && !too_late)
        open(loss.event, loss.change);
    else
        reopen(loss.event, loss.change);
    for (const Event& held : put_off_events_) {
        refine(held, {});
        append(held);
    }
    put_off_events_.clear();
}

void InterfaceHistory::open(const Event& event, const link::Change& change) {
    if (outage_) close(std::nullopt);
    const Instant now = event.instant;
    outage_.emplace();
    outage_->id = outlet_.next_id();
    outage_->interface = interface_;
    outage_->timed = event.timed;
    outage_->start = now;
    outage_->before.assign(recent_.begin(), recent_.end());
    std::erase_if(outage_->before,
                  [&](const Event& earlier) { return earlier.instant < now - Detector::looking_back; });
    outage_->trigger.at = now;
    outage_->known = acquaintance_.all();
    lost_bssid_ = change.bssid;
    attempt_seen_ = false;
    refused_ = false;
    facts_ = symptoms_.at_loss(now, event.payload, change);
    if (facts_.asked) facts_.asked_for_by = asked_for_by_;
    if (change.silent) {
        const bool crashed = symptoms_.crashed_before(now);
        if (crashed) outage_->start = *symptoms_.firmware_error;
        outage_->lower_bound = !crashed;
    }
    new_link_.reset();
    attempt_begin_.reset();
    append(event);
}

void InterfaceHistory::open_without_link(const Event& event) {
    const Instant begin = attempt_begin_.value_or(event.instant);
    outage_.emplace();
    outage_->id = outlet_.next_id();
    outage_->interface = interface_;
    outage_->timed = event.timed;
    outage_->start = begin;
    outage_->link_before = false;
    outage_->trigger.at = begin;
    outage_->known = acquaintance_.all();
    for (const Event& earlier : recent_)
        (earlier.instant < begin ? outage_->before : outage_->events).push_back(earlier);
    lost_bssid_.reset();
    attempt_seen_ = true;
    refused_ = false;
    facts_ = LossFacts{.link_before = false};
    new_link_.reset();
    attempt_begin_.reset();
}

void InterfaceHistory::reopen(const Event& event, const link::Change& change) {
    if (!outage_) {
        open_without_link(event);
    } else {
        for (const Event& later : after_) append(later);
        after_.clear();
        outage_->restored.reset();
        outage_->end.reset();
        new_link_.reset();
    }
    facts_.gave_keys_up = true;
    ++outage_->failures["no_keys"];
    if (!outage_->link_before && !outage_->trigger.reason_code) outage_->trigger.reason_code = change.reason;
    append(event);
}

void InterfaceHistory::on_failed_attempt(const Event& event) {
    open_without_link(event);
    note_failed(event);
    append(event);
}

// Several lines tell of one loss, each with a part of it; the disconnect itself gives the time.
void InterfaceHistory::refine(const Event& event, const link::Change& change) {
    if (std::holds_alternative<wifi::ScanStarted>(event.payload) && facts_.next == LossFacts::Next::unknown)
        facts_.next = LossFacts::Next::later;
    if (begins_attempt(event) && facts_.next == LossFacts::Next::unknown) {
        std::optional<wifi::MacAddress> target = wifi::bssid_of(event.payload);
        if (const auto* station = std::get_if<wifi::StationAdded>(&event.payload)) target = station->address;
        // Without times the next line is as near as can be told.
        const wifi::Duration soon = event.timed ? at_once : wifi::Duration{2s};
        if (event.instant - outage_->start > soon || !target || !lost_bssid_)
            facts_.next = LossFacts::Next::later;
        else
            facts_.next = *target == *lost_bssid_ ? LossFacts::Next::same_at_once : LossFacts::Next::other_at_once;
    }
    const bool early = event.instant - outage_->trigger.at <= one_loss && outage_->link_before;
    if (tells_a_loss(event) && early && (!attempt_seen_ || facts_.silent)) {
        if (is_any<wifi::ConnectionLoss>(event)) facts_.connection_loss_line = true;
        if (is_any<wifi::RoamRequested>(event)) facts_.roam_requested = true;
        if (facts_.by == wifi::Sender::unknown) facts_.by = change.by;
        if (!facts_.reason && change.reason) facts_.reason = change.reason;
        if (facts_.silent) {
            facts_.silent = false;
            outage_->lower_bound = false;
            outage_->start = outage_->trigger.at = event.instant;
            facts_.firmware_error_before = symptoms_.at_loss(event.instant).firmware_error_before;
        }
        if (is_any<wifi::Disconnected>(event)) outage_->start = outage_->trigger.at = event.instant;
        return;
    }
    note_failed(event);
}

void InterfaceHistory::note_failed(const Event& event) {
    if (fails_attempt(event)) attempt_seen_ = true;
    if (is_any<wifi::AuthRejected>(event)) refused_ = true;
    if (const auto* rejected = std::get_if<wifi::AssocRejected>(&event.payload))
        refused_ = refused_ || rejected->status != wifi::status_assoc_rejected_temporarily;
}

// --- coming back ------------------------------------------------------------------------------------------------

void InterfaceHistory::on_made(const Event& event, const link::Change& change) {
    new_link_ = NewLink{.made_at = event.instant};
    if (is_any<wifi::Authorized>(event)) new_link_->authorized_at = event.instant;
    symptoms_.link_made();
    if (!outage_) return;
    append(event);
    outage_->end = event.instant;
    outage_->restored = Restored{.bssid = change.bssid, .associated_at = event.instant, .authorized_at = {}};
    after_.clear();
}

void InterfaceHistory::on_moved(const Event& event, const link::Change& change) {
    const bool associated_anew = is_any<wifi::Associated>(event);
    const bool crashed =
        symptoms_.crashed_before(event.instant) && (!new_link_ || *symptoms_.firmware_error > new_link_->made_at);
    if (associated_anew && crashed && (!outage_ || outage_->restored)) {
        link::Change silent{.kind = Kind::lost, .silent = true};
        silent.bssid = change.bssid;
        open(event, silent);
        outage_->events.clear();
        on_made(event, change);
        return;
    }
    if (outage_ && !outage_->restored)
        append(event);
    else if (outage_)
        keep_after(event);
}

void InterfaceHistory::append(const Event& event) {
    if (is_any<wifi::AuthTimedOut, wifi::AuthRejected, wifi::AssocTimedOut, wifi::AssocRejected,
               wifi::AssocComeback>(event))
        ++outage_->failures[std::string(wifi::name_of(event.payload))];
    if (outage_->events.size() < share_of(Detector::most_events))
        outage_->events.push_back(event);
    else
        ++outage_->omitted;
}

std::size_t InterfaceHistory::share_of(std::size_t most) const {
    return std::min(most, Detector::most_events_in_all / std::max<std::size_t>(outlet_.interfaces(), 1));
}

void InterfaceHistory::keep_after(const Event& event) {
    if (after_.size() < share_of(Detector::most_events))
        after_.push_back(event);
    else
        ++outage_->omitted;
}

void InterfaceHistory::settle(Instant now) {
    if (put_off_ || !new_link_) return;
    const Duration age = now - new_link_->made_at;
    const bool sure = (new_link_->authorized_at && age > after_the_end) || age > handshake_is_over;
    if (!sure) return;
    if (outage_ && outage_->restored) close(std::nullopt);
    new_link_.reset();
    attempt_begin_.reset();
}

std::optional<Instant> InterfaceHistory::next_deadline() const {
    if (put_off_ || !new_link_ || !outage_ || !outage_->restored) return std::nullopt;
    return new_link_->made_at + (new_link_->authorized_at ? after_the_end : handshake_is_over) + Duration{1};
}

void InterfaceHistory::on_time(Instant now) { settle(now); }

void InterfaceHistory::close(std::optional<Instant> seen_until) {
    Outage outage = std::move(*outage_);
    outage_.reset();
    if (outage.restored && new_link_) {
        auto& restored = *outage.restored;
        restored.authorized_at = new_link_->authorized_at ? new_link_->authorized_at : new_link_->second_eapol;
    }
    for (Event& event : after_) {
        const auto* stray = std::get_if<wifi::UnprotectedDeauth>(&event.payload);
        const bool from_restored =
            stray != nullptr && outage.end && event.instant - *outage.end <= after_the_end &&
            (!outage.restored->bssid || !stray->from || *stray->from == *outage.restored->bssid);
        if ((from_restored || is_any<wifi::Authorized>(event)) && outage.events.size() < Detector::most_events)
            outage.events.push_back(std::move(event));
    }
    after_.clear();
    // Lines may lie a little out of order; an end before the start is no end.
    if (outage.end) outage.end = std::max(*outage.end, outage.start);
    outage.seen_until = outage.end.value_or(seen_until.value_or(outage.start));
    outage.seen_until = std::max(outage.seen_until, outage.start);
    facts_.link_before = outage.link_before;
    facts_.refused = refused_;
    Cause cause = conclude(facts_);
    outage.trigger.outage_class = cause.outage_class;
    outage.trigger.because = std::move(cause.because);
    outage.trigger.by = facts_.by;
    if (facts_.reason) outage.trigger.reason_code = facts_.reason;
    outage.failure = is_failure(cause.outage_class, outage.end.has_value(), outage.duration());
    outage.lost_since = outage.start;
    for (const Event& event : outage.events)
        if (tells_a_loss(event)) outage.lost_since = std::min(outage.lost_since, event.instant);
    const bool radio = cause.outage_class == Class::connection_loss || cause.outage_class == Class::beacon_loss ||
                       cause.outage_class == Class::unknown || cause.outage_class == Class::firmware_crash;
    if (radio && facts_.beacon_loss_before && *facts_.beacon_loss_before <= beacon_run_gap)
        for (const Event& event : outage.before)
            if (is_any<wifi::BeaconLoss>(event)) outage.lost_since = std::min(outage.lost_since, event.instant);
    if (radio && symptoms_.beacon_run_begin && facts_.beacon_loss_before &&
        *facts_.beacon_loss_before <= beacon_run_gap)
        outage.lost_since = std::min(outage.lost_since, *symptoms_.beacon_run_begin);
    if (cause.outage_class == Class::firmware_crash && symptoms_.firmware_error)
        outage.lost_since = std::min(outage.lost_since, *symptoms_.firmware_error);
    outage.coverage = coverage_;
    outage.bssids = bssids_of(outage.events, lost_bssid_, outage.restored);
    outage.channels = channels_of(outage.events);
    outage.steps = steps_of(outage.events);
    outage.comebacks = comebacks_of(outage.events);
    outage.unprotected = unprotected_of(outage.events);
    if (cause.outage_class == Class::connection_loss && !facts_.connection_loss_line)
        outlet_.untold_connection_loss(outage.start);
    if (watch_ && !outage.failure) watch_->unwanted += outage.duration();
    outlet_.emit(std::move(outage));
}

void InterfaceHistory::finish(std::optional<Instant> last) {
    stalls_.finish(last);
    if (put_off_) {
        const Loss loss = std::move(*put_off_);
        put_off_.reset();
        reopen(loss.event, loss.change);
        for (const Event& held : put_off_events_) append(held);
        put_off_events_.clear();
    }
    if (watch_ && last) watch_->to = std::max(watch_->to, *last);
    if (outage_) close(watch_ ? watch_->to : last.value_or(outage_->start));
}

}  // namespace wlanmedic::outage
