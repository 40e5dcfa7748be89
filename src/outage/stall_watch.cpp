// SPDX-License-Identifier: MIT
#include "outage/stall_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "outage/frame_counters.h"
#include "outage/symptoms.h"

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Event;
using wifi::Instant;

constexpr std::size_t most_receipts = 4;  // of the first, and of the last
constexpr std::size_t most_counters = 64;
// Of the rhythm of a source nothing can be said from fewer.
constexpr std::uint64_t events_for_a_rhythm = 20;
constexpr Duration shortest_silence = 60s;
constexpr int silence_to_longest_gap = 20;

template <class T>
bool is(const Event& event) {
    return std::holds_alternative<T>(event.payload);
}

std::string seconds(Duration duration) { return fmt::format("{:.1f} s", wifi::to_seconds(duration)); }

}  // namespace

std::string_view name_of(Stall::Kind kind) {
    switch (kind) {
        case Stall::Kind::beacons_missed: return "beacons_missed";
        case Stall::Kind::firmware_error: return "firmware_error";
        case Stall::Kind::frozen_counters: return "frozen_counters";
        case Stall::Kind::no_address: return "no_address";
        case Stall::Kind::no_answer: return "no_answer";
        case Stall::Kind::load_stalled: return "load_stalled";
        case Stall::Kind::source_silent: return "source_silent";
    }
    return "unknown";
}

void StallWatch::Suspicion::add(const Event& event) {
    if (signs++ == 0) begin = event.instant;
    last = std::max(last, event.instant);
    auto& receipts = signs <= most_receipts ? first_receipts : last_receipts;
    receipts.insert(receipts.end(), event.receipts.begin(), event.receipts.end());
    if (&receipts == &last_receipts && receipts.size() > most_receipts)
        receipts.erase(receipts.begin(), receipts.end() - static_cast<std::ptrdiff_t>(most_receipts));
}

void StallWatch::tell(Stall::Kind kind, const Suspicion& of, std::optional<Instant> end, std::string because) {
    Stall stall{.kind = kind,
                .interface = interface_,
                .timed = timed_,
                .start = of.begin,
                .end = end,
                .seen_until = end.value_or(std::max(of.last, now_.value_or(of.last))),
                .because = std::move(because),
                .receipts = of.first_receipts};
    stall.receipts.insert(stall.receipts.end(), of.last_receipts.begin(), of.last_receipts.end());
    sink_(std::move(stall));
}

void StallWatch::on(const Event& event, const link::Link& link, const link::Change& change) {
    using Kind = link::Change::Kind;
    if (!link.may_be_station()) return;
    timed_ = event.timed;
    const Instant now = event.instant;
    if (beacons_ && timed_ && now - beacons_->last > beacon_run_gap)
        end_beacon_run(beacons_->last, "then none any more, and the link stayed up", false);
    now_ = now_ ? std::max(*now_, now) : now;

    const bool new_link = change.kind == Kind::made || change.kind == Kind::moved;
    if (change.kind == Kind::lost || new_link) {
        const std::string_view how = new_link ? "until the link was made anew" : "until the link was given up";
        end_beacon_run(now, how, true);
        end_firmware(now, how, true);
        end_no_address(now, how);
        if (frozen_) end_frozen(now, true);
        end_unanswered(probes_, now, how);
        end_unanswered(load_, now, how);
        probes_ = {};
        load_ = {};
        counters_.clear();
        received_at_.reset();
    } else if (change.kind == Kind::forgotten) {
        finish(std::nullopt);
    }
    up_ = link.state() == link::State::up;

    if (is<wifi::HardwareRestarted>(event))
        end_firmware(now, "until the device was restarted; nothing shows that the link worked afterwards");
    if (is<wifi::BeaconLoss>(event) && up_) on_beacon_loss(event);
    if (is<wifi::FirmwareError>(event) && up_) {
        if (!firmware_) firmware_ = Suspicion{};
        firmware_->add(event);
    }
    if (const auto* counter = std::get_if<wifi::Counter>(&event.payload); counter != nullptr && up_)
        on_counter(event, *counter);
    if (const auto* probe = std::get_if<wifi::ProbeResult>(&event.payload); probe != nullptr && up_)
        on_probe(event, *probe);
    if (const auto* load = std::get_if<wifi::LoadReport>(&event.payload); load != nullptr && up_)
        on_load(event, *load);
    on_address(event);
    if (timed_) follow_sources(event, up_);
}

// --- beacons ----------------------------------------------------------------------------------------------------

void StallWatch::on_beacon_loss(const Event& event) {
    if (!beacons_) beacons_ = Suspicion{};
    beacons_->add(event);
}

void StallWatch::end_beacon_run(std::optional<Instant> end, std::string_view how, bool sure) {
    if (!beacons_) return;
    const Suspicion run = std::move(*beacons_);
    beacons_.reset();
    const Duration length = run.last - run.begin;
    if (run.signs < fewest_notices || (!sure && timed_ && length < long_run)) return;
    // mac80211 probes at each notice and needs the answer, or the acknowledgement, to keep the link.
    tell(Stall::Kind::beacons_missed, run, end,
         fmt::format("{} beacon-loss notices in a row while the link was up{}{}{}", run.signs,
                     how.empty() ? "" : ", ", how,
                     sure ? "" : "; data may have flowed meanwhile: no counter here shows it"));
}

// --- firmware ---------------------------------------------------------------------------------------------------

void StallWatch::end_firmware(std::optional<Instant> end, std::string_view how, bool consequence) {
    if (!firmware_) return;
    const Suspicion of = std::move(*firmware_);
    firmware_.reset();
    const Instant until = end.value_or(now_.value_or(of.last));
    if (consequence && until - of.begin <= error_to_disconnect) return;
    tell(Stall::Kind::firmware_error, of, end,
         fmt::format("{} firmware error line{} and no disconnect{}{}", of.signs, of.signs == 1 ? "" : "s",
                     how.empty() ? "" : " ", how));
}

// --- counters ---------------------------------------------------------------------------------------------------

void StallWatch::on_counter(const Event& event, const wifi::Counter& counter) {
    const bool sent = counts_sent(counter.name);
    if (!sent && !counts_received(counter.name)) return;
    const auto found = counters_.find(counter.name);
    if (found == counters_.end()) {
        if (counters_.size() < most_counters)
            counters_.emplace(counter.name, CounterTrack{.value = counter.value,
                                                         .since = event.instant,
                                                         .last = event.instant,
                                                         .receipts = event.receipts});
        return;
    }
    CounterTrack& track = found->second;
    if (track.value != counter.value) {
        (sent ? sent_at_ : received_at_) = event.instant;
        if (frozen_ && !sent) end_frozen(event.instant, true);
        track = {
            .value = counter.value, .since = event.instant, .last = event.instant, .receipts = event.receipts};
        return;
    }
    track.last = event.instant;
    // Where nothing is sent, nothing need come.
    const bool asked_for = sent_at_ && *sent_at_ > track.since;
    // One counter may count what another leaves out (beacons).
    const bool other_grew = received_at_ && *received_at_ > track.since;
    if (sent || !asked_for || other_grew || event.instant - track.since < frozen_for) return;
    if (!frozen_) {
        frozen_ = Suspicion{};
        frozen_->begin = track.since;
        frozen_->signs = 1;
        frozen_->first_receipts = track.receipts;
    }
    frozen_->add(event);
}

void StallWatch::end_frozen(Instant end, bool known) {
    const Suspicion of = std::move(*frozen_);
    frozen_.reset();
    tell(Stall::Kind::frozen_counters, of, known ? std::optional(end) : std::nullopt,
         "frames were sent, and the count of received ones stood still while the link was up");
}

// --- probes, load -----------------------------------------------------------------------------------------------

void StallWatch::on_probe(const Event& event, const wifi::ProbeResult& probe) {
    // Neither up nor down: nobody knows whether the question left.
    if (probe.answer == wifi::Answer::unknown) {
        end_unanswered(probes_, event.instant, "until it could not be asked any more");
        return;
    }
    if (probe.answer == wifi::Answer::up || probe.target != probes_.target) {
        end_unanswered(probes_, event.instant,
                       probe.target == probes_.target ? "until it did again" : "until another was asked");
        probes_ = {.worked = probe.answer == wifi::Answer::up, .target = probe.target, .fails = {}};
        return;
    }
    if (!probes_.worked) return;
    if (!probes_.fails) probes_.fails = Suspicion{};
    probes_.fails->add(event);
}

void StallWatch::on_load(const Event& event, const wifi::LoadReport& load) {
    using State = wifi::LoadReport::State;
    if (load.state == State::flowing || load.state == State::ended || load.target != load_.target) {
        end_unanswered(load_, event.instant,
                       load.target != load_.target  ? "until another was to take it"
                       : load.state == State::ended ? "until it was ended"
                                                    : "until it flowed again");
        load_ = {.worked = load.state == State::flowing, .target = load.target, .fails = {}};
        return;
    }
    // Who cannot be reached may be gone; where the load had stalled before, it goes on.
    if (!load_.worked || (load.state == State::unreachable && !load_.fails)) return;
    if (!load_.fails) load_.fails = Suspicion{};
    load_.fails->add(event);
}

void StallWatch::end_unanswered(Across& across, std::optional<Instant> end, std::string_view how) {
    if (!across.fails) return;
    const Suspicion of = std::move(*across.fails);
    across.fails.reset();
    if (timed_ && end.value_or(now_.value_or(of.last)) - of.begin < unanswered_for) return;
    const bool probes = &across == &probes_;
    tell(probes ? Stall::Kind::no_answer : Stall::Kind::load_stalled, of, end,
         fmt::format("{} {} while the link was up, {}", across.target,
                     probes ? "answered before, and did not" : "took a load before, and took nothing", how));
}

// --- addresses --------------------------------------------------------------------------------------------------

void StallWatch::on_address(const Event& event) {
    if (is<wifi::AddressAcquired>(event)) {
        end_no_address(event.instant, "until an address came");
        address_.reset();
        address_failed_ = false;
        return;
    }
    const bool asked = is<wifi::AddressRequested>(event);
    const bool failed = is<wifi::AddressFailed>(event);
    if (!asked && !failed) return;
    if (!address_) address_ = Suspicion{};
    address_->add(event);
    address_failed_ = address_failed_ || failed;
}

void StallWatch::end_no_address(std::optional<Instant> end, std::string_view how) {
    if (!address_) return;
    const Suspicion of = std::move(*address_);
    address_.reset();
    const bool failed = std::exchange(address_failed_, false);
    const Instant until = end.value_or(now_.value_or(of.last));
    if (!failed && (!timed_ || until - of.begin < address_is_late)) return;
    tell(Stall::Kind::no_address, of, end,
         fmt::format("an address was asked for {}{}{}",
                     failed ? "and none was given" : "and none came for " + seconds(until - of.begin),
                     how.empty() ? "" : ", ", how));
}

// --- sources ----------------------------------------------------------------------------------------------------

void StallWatch::follow_sources(const Event& event, bool up) {
    // How often is measured changes with the link, and nothing need have happened.
    const bool measured = wifi::is_measurement(event.payload);
    const auto spoke = measured ? std::nullopt : std::optional(event.instant);
    for (const wifi::Receipt& receipt : event.receipts) {
        auto found = sources_.find(receipt.source);
        if (found == sources_.end()) {
            if (sources_.size() >= most_sources) continue;
            sources_.emplace(receipt.source,
                             Rhythm{.last = event.instant, .spoke = spoke, .events = 1, .receipts = {receipt}});
            continue;
        }
        Rhythm& rhythm = found->second;
        const Duration gap = event.instant - rhythm.last;
        const bool long_silence = !measured && rhythm.events >= events_for_a_rhythm && gap >= shortest_silence &&
                                  gap / silence_to_longest_gap > rhythm.longest_gap;
        // Only where somebody else spoke in between was it not simply quiet.
        const bool others_spoke = std::ranges::any_of(sources_, [&](const auto& other) {
            return other.first != receipt.source && other.second.spoke > rhythm.last + gap / 4 &&
                   other.second.spoke < event.instant;
        });
        if (long_silence && others_spoke && up) {
            Suspicion of{
                .begin = rhythm.last, .last = event.instant, .signs = 2, .first_receipts = rhythm.receipts};
            of.last_receipts = {receipt};
            tell(Stall::Kind::source_silent, of, event.instant,
                 fmt::format("a source that had spoken at least every {} said nothing for {} while others went on",
                             seconds(rhythm.longest_gap), seconds(gap)));
        }
        if (!long_silence) rhythm.longest_gap = std::max(rhythm.longest_gap, gap);
        rhythm.last = event.instant;
        if (spoke) rhythm.spoke = spoke;
        rhythm.receipts = {receipt};
        ++rhythm.events;
    }
}

void StallWatch::finish(std::optional<Instant> last) {
    if (last && now_) now_ = std::max(*now_, *last);
    if (up_) {
        // Notices come every second where it goes on; a run that fell silent before the end has ended by itself.
        const bool goes_on =
            beacons_ && (!timed_ || now_.value_or(beacons_->last) - beacons_->last < 2s || now_ == beacons_->last);
        if (beacons_ && goes_on)
            end_beacon_run(std::nullopt, "and the evidence ends with it", true);
        else if (beacons_)
            end_beacon_run(beacons_->last, "then none any more, and the link stayed up", false);
        end_firmware(std::nullopt, "up to the end of the evidence");
        end_no_address(std::nullopt, "until the evidence ends");
        if (frozen_) end_frozen(now_.value_or(frozen_->last), false);
        end_unanswered(probes_, std::nullopt, "until the evidence ends");
        end_unanswered(load_, std::nullopt, "until the evidence ends");
    }
    probes_ = {};
    load_ = {};
    beacons_.reset();
    firmware_.reset();
    address_.reset();
    address_failed_ = false;
    frozen_.reset();
    counters_.clear();
    received_at_.reset();
    sources_.clear();
}

}  // namespace wlanmedic::outage
