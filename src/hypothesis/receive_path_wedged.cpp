// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "hypothesis/hypotheses.h"
#include "wifi/time_unit.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;
using wifi::Event;

// hostapd's assoc_sa_query_max_timeout, and the answer that it makes of it: max - elapsed + 1
// (src/ap/ieee802_11.c of hostapd 2.10).
constexpr std::uint32_t usual_comeback = 1000;
// What rounding and the way of the frames make of a full one.
constexpr std::uint32_t nearly_full = 20;
struct Signs {
    std::vector<std::string> words;
    std::vector<wifi::Receipt> receipts;
    bool decisive = false;
    void add(std::string words_of, const Event* event, bool decides) {
        words.push_back(std::move(words_of));
        cite(receipts, event);
        decisive = decisive || decides;
    }
};

void several_silent(const Case& of, Signs& signs) {
    const auto silent = of.timed_out_with();
    if (silent.size() < 2) return;
    std::string words = fmt::format("time-outs at {} access points", silent.size());
    if (const auto dbm = of.good_signal_before()) words += fmt::format(", {} dBm before the loss", *dbm);
    signs.words.push_back(std::move(words));
    signs.decisive = true;
    for (const Attempt& attempt : of.attempts)
        if (attempt.timed_out()) cite(signs.receipts, attempt.told);
}

// An access point that starts its SA Query counts down from then: a shorter wait than full means that an earlier
// request had reached it. Where no answer to that one was heard, the answer was lost.
void lost_answer(const Case& of, Signs& signs) {
    for (const outage::Comeback& comeback : of.outage.comebacks) {
        const auto* known = of.known(comeback.bssid);
        std::uint32_t full = std::max(usual_comeback, known == nullptr ? 0U : known->longest_comeback);
        for (const outage::Comeback& other : of.outage.comebacks)
            if (other.bssid == comeback.bssid) full = std::max(full, other.tu);
        if (comeback.tu + nearly_full >= full || (full == usual_comeback && comeback.tu == 0)) continue;
        const wifi::Duration since = wifi::time_units(full - comeback.tu + 1);
        const wifi::Instant asked = comeback.at - since;
        const bool answered = std::ranges::any_of(of.outage.comebacks, [&](const outage::Comeback& earlier) {
            return earlier.bssid == comeback.bssid && earlier.at < comeback.at && earlier.at >= asked - 300ms;
        });
        if (answered || asked < of.outage.start - 1s) continue;
        signs.add(
            fmt::format("{} asked for {} TU and not for {}: a request had reached it {} before, and its answer "
                        "never arrived",
                        name(comeback.bssid), comeback.tu, full, seconds(since)),
            nullptr, true);
        for (const wifi::Receipt& receipt : comeback.receipts)
            if (signs.receipts.size() < most_receipts) signs.receipts.push_back(receipt);
    }
}

void empty_scans(const Case& of, Signs& signs) {
    const Event* first = nullptr;
    std::size_t empty = 0;
    of.each<wifi::ScanFinished>([&](const Event& event, const wifi::ScanFinished& scan) {
        if (scan.aborted || !scan.seen || *scan.seen > 0) return;
        if (first == nullptr) first = &event;
        ++empty;
    });
    if (empty == 0) return;
    // Who still holds the association was there all the time; who was heard well before was near.
    const auto dbm = of.good_signal_before();
    const bool was_there = !of.outage.comebacks.empty();
    std::string words = fmt::format("{} scan{} found nobody at all", empty, empty == 1 ? "" : "s");
    if (was_there) words += ", while the access point was there: it still held the association";
    if (dbm) words += fmt::format(", with {} dBm before the loss", *dbm);
    signs.add(std::move(words), first, was_there && dbm.has_value());
}

// The last sign that nothing was received: a time-out, or a scan that found nobody.
std::optional<wifi::Instant> last_deaf_sign(const Case& of) {
    std::optional<wifi::Instant> last;
    for (const Attempt& attempt : of.attempts)
        if (attempt.timed_out()) last = std::max(last.value_or(attempt.end), attempt.end);
    of.each<wifi::ScanFinished>([&](const Event& event, const wifi::ScanFinished& scan) {
        if (!scan.aborted && scan.seen == 0) last = std::max(last.value_or(event.instant), event.instant);
    });
    return last;
}

bool resets(const Event& event) {
    const auto* type = std::get_if<wifi::InterfaceType>(&event.payload);
    return (type != nullptr && type->removed) || std::holds_alternative<wifi::HardwareRestarted>(event.payload) ||
           std::holds_alternative<wifi::RestartRequested>(event.payload) ||
           std::holds_alternative<wifi::RadioUnblocked>(event.payload) ||
           std::holds_alternative<wifi::Booted>(event.payload);
}

void healed_by_reset(const Case& of, Signs& signs) {
    const auto deaf = last_deaf_sign(of);
    if (!deaf || !of.outage.end) return;
    const auto reset = std::ranges::find_if(of.outage.events, [&](const Event& event) {
        return event.instant > *deaf && event.instant < of.end() && resets(event);
    });
    if (reset == of.outage.events.end()) return;
    const bool none_between = std::ranges::none_of(
        of.heard, [&](const Heard& frame) { return frame.at > *deaf && frame.at < reset->instant; });
    if (!none_between) return;
    const bool taken_down = std::holds_alternative<wifi::InterfaceType>(reset->payload);
    signs.add(fmt::format("the first frame was heard only after {}",
                          taken_down ? std::string("the interface was taken down and up again")
                                     : fmt::format("a reset ({})", wifi::name_of(reset->payload))),
              &*reset, true);
}

void deaf_before(const Case& of, Signs& signs) {
    const Event* first = nullptr;
    std::size_t notices = 0;
    for (const Event& event : of.outage.before)
        if (std::holds_alternative<wifi::BeaconLoss>(event.payload)) {
            if (first == nullptr) first = &event;
            ++notices;
        }
    if (notices >= 3)
        signs.add(fmt::format("{} beacon-loss notices in the 30 s before the loss, with the link up", notices),
                  first, false);
}

const Event* networks_seen_late(const Case& of) {
    const Event* found = nullptr;
    of.each<wifi::NetworkSeen>([&](const Event& event, const wifi::NetworkSeen&) {
        if (found == nullptr && event.instant > of.outage.start + scan_cache) found = &event;
    });
    return found;
}

}  // namespace

Hypothesis receive_path_wedged(const Case& of) {
    Hypothesis result{.id = "H3"};
    Signs signs;
    several_silent(of, signs);
    if (of.outage.timed) lost_answer(of, signs);
    empty_scans(of, signs);
    healed_by_reset(of, signs);
    deaf_before(of, signs);
    if (signs.decisive) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("{}", fmt::join(signs.words, "; "));
        result.receipts = std::move(signs.receipts);
        return result;
    }
    const bool at_once = of.came_back_at_once() && signs.words.empty();
    const Heard* frame = of.heard_before_the_end();
    const Event* late = networks_seen_late(of);
    if (at_once || (frame != nullptr && signs.words.empty()) || late != nullptr) {
        result.verdict = Verdict::contradicted;
        const Event* proof = at_once ? of.attempts.front().told : frame != nullptr ? frame->event : late;
        result.because = at_once ? std::string("the first attempt was answered")
                                 : fmt::format("a frame of an access point was received {} into the outage",
                                               seconds(proof->instant - of.outage.start));
        cite(result.receipts, proof);
        return result;
    }
    result.because = signs.words.empty() ? std::string("nothing shows whether frames were received")
                                         : fmt::format("{}; an access point that is gone would look the same",
                                                       fmt::join(signs.words, "; "));
    if (of.timeouts() > 0 && signs.words.empty())
        result.because = fmt::format(
            "time-outs at one access point only ({}); one that is gone or does not answer would look the same",
            of.timeouts());
    result.receipts = std::move(signs.receipts);
    for (const Attempt& attempt : of.attempts)
        if (attempt.timed_out()) cite(result.receipts, attempt.told);
    result.to_decide =
        "what scans find (wpa_supplicant -dd), the received frames of the interface every second, and another "
        "device on the same access point";
    return result;
}

}  // namespace wlanmedic::hypothesis
