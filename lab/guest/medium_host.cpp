// SPDX-License-Identifier: MIT
#include "lab/guest/medium_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lab/air/channel.h"
#include "lab/guest/access_points.h"
#include "lab/guest/guest_clock.h"
#include "lab/medium/names.h"

namespace wlanmedic::lab {
namespace {

using nlohmann::ordered_json;

/// hwsim's second address of a radio that came with the module.
HwsimAddress first_name(Radio radio) {
    return *wifi::MacAddress::parse(fmt::format("42:00:00:{:02x}:{:02x}:00", radio >> 8U, radio & 0xffU));
}

ordered_json or_null(const std::optional<Radio>& radio) {
    return radio ? ordered_json(*radio) : ordered_json(nullptr);
}

ordered_json told(const Rule& rule) {
    ordered_json keys{{"name", rule.name},
                      {"from", or_null(rule.from)},
                      {"to", or_null(rule.to)},
                      {"frames", names_of(rule.frames)},
                      {"effect", to_text(rule.effect)},
                      {"probability", rule.probability}};
    if (rule.burst)
        keys["burst"] = {{"good_to_bad", rule.burst->good_to_bad},
                         {"bad_to_good", rule.burst->bad_to_good},
                         {"loss_good", rule.burst->loss_good},
                         {"loss_bad", rule.burst->loss_bad}};
    if (rule.effect == Rule::Effect::delay) keys["delay_s"] = wifi::to_seconds(rule.delay);
    return keys;
}

}  // namespace

MediumHost::MediumHost(Loop& loop, Journal& journal, const Scenario& scenario, std::uint64_t seed)
    : loop_(loop), journal_(journal), scenario_(scenario), medium_(seed) {
    const auto add = [this](Radio radio) {
        hwsim_[radio] = first_name(radio);
        medium_.add_radio(radio);
        medium_.add_address(radio, address_of_radio(radio));
        medium_.add_address(radio, first_name(radio));  // the P2P device's
    };
    add(station_radio);
    for (const AccessPoint& one : scenario.access_points) add(one.radio);
}

wifi::Result<void> MediumHost::act(const AddRule& action) {
    journal_.injected("rule", told(action.rule));
    medium_.add(action.rule, since_boot());
    return settle();
}

wifi::Result<void> MediumHost::act(const ClearRules& action) {
    journal_.injected("clear", {{"name", action.name}});
    medium_.clear(action.name, since_boot());
    return settle();
}

wifi::Result<void> MediumHost::act(const WedgeRadio& action) {
    const auto& healed_by = action.wedge.healed_by;
    journal_.injected("wedge",
                      {{"radio", action.radio},
                       {"path", to_text(action.wedge.path)},
                       {"kind", to_text(action.wedge.kind)},
                       {"healed_by", healed_by ? ordered_json(to_text(*healed_by)) : ordered_json(nullptr)}});
    medium_.wedge(action.radio, action.wedge, since_boot());
    return settle();
}

wifi::Result<void> MediumHost::act(const UnwedgeRadio& action) {
    if (medium_.unwedge(action.radio)) journal_.injected("heal", {{"radio", action.radio}, {"by", "unwedge"}});
    return settle();
}

wifi::Result<void> MediumHost::act(const FadeRadios& action) {
    journal_.injected("fade",
                      {{"radios", action.radios}, {"dbm", action.dbm}, {"over_s", wifi::to_seconds(action.over)}});
    for (const Radio radio : action.radios) medium_.fade(radio, action.dbm, action.over, since_boot());
    return settle();
}

wifi::Result<void> MediumHost::act(const Spoof& action) {
    ++waiting_;
    auto settled = settle();
    spoof_one(action, action.count);
    return settled;
}

void MediumHost::spoof_one(const Spoof& action, unsigned left) {
    if (left == 0 || ended_) {
        --waiting_;
        resettle();
        return;
    }
    const auto bearer = std::ranges::find(scenario_.access_points, action.access_point, &AccessPoint::name);
    const wifi::MacAddress access_point = address_of_radio(bearer->radio);
    const wifi::MacAddress station = address_of_radio(station_radio);
    std::vector<std::uint8_t> bytes{
        static_cast<std::uint8_t>(action.frame_class == FrameClass::disassociation ? 0xa0 : 0xc0), 0, 0, 0};
    const auto& receiver = action.to_station ? station : access_point;
    const auto& transmitter = action.to_station ? access_point : station;
    for (const auto& address : {receiver, transmitter, access_point}) {
        const auto octets = address.octets().value_or(std::array<std::uint8_t, 6>{});
        bytes.insert(bytes.end(), octets.begin(), octets.end());
    }
    spoofed_ = static_cast<std::uint16_t>(spoofed_ + 16);  // the fragment number has the lower four bits
    for (const unsigned value : {unsigned{spoofed_}, unsigned{action.reason}}) {
        bytes.push_back(static_cast<std::uint8_t>(value));
        bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
    }
    journal_.injected("spoof", {{"frame", to_text(action.frame_class)},
                                {"access_point", action.access_point},
                                {"to_station", action.to_station},
                                {"reason", action.reason}});
    deliver(action.to_station ? station_radio : bearer->radio, bytes, Medium::usual_signal_dbm,
            frequency_of(bearer->channel));
    loop_.after(action.interval, [this, action, left] { spoof_one(action, left - 1); });
}

void MediumHost::treated(Radio radio, Treatment treatment) {
    if (!medium_.treat(radio, treatment)) return;
    journal_.injected("heal", {{"radio", radio}, {"by", to_text(treatment)}});
    resettle();
}

void MediumHost::renewed(Radio radio, const wifi::MacAddress& address) {
    hwsim_[radio] = address;
    treated(radio, Treatment::bus_reset);
}

wifi::Result<void> MediumHost::settle() {
    if (change_) loop_.cancel(*change_);
    change_.reset();
    if (const auto next = medium_.next_change()) change_ = loop_.at(*next, [this] { advance(); });
    const bool needed = !ended_ && (medium_.is_needed() || waiting_ > 0);
    if (needed && !registration_) {
        auto made = Registration::make(
            loop_, {.sent = [this](SentFrame frame) { on_sent(std::move(frame)); },
                    .address = [this](const HwsimAddress& hwsim, const wifi::MacAddress& address,
                                      bool added) { on_address(hwsim, address, added); }});
        if (!made) return std::unexpected(made.error());
        registration_ = std::move(*made);
        journal_.injected("medium", {{"on", true}});
    }
    // Not from inside of its own call.
    if (!needed && registration_) loop_.after({}, [this] { release(); });
    return {};
}

// Where no step waits for an answer.
void MediumHost::resettle() {
    if (const auto settled = settle(); !settled) journal_.note(settled.error().to_string());
}

void MediumHost::release() {
    if (!registration_ || (!ended_ && (medium_.is_needed() || waiting_ > 0))) return;
    registration_->drain();
    registration_.reset();
    journal_.injected("medium", {{"on", false}});
}

void MediumHost::advance() {
    change_.reset();
    for (const Radio radio : medium_.advance(since_boot()))
        journal_.injected("heal", {{"radio", radio}, {"by", "time"}});
    resettle();
}

std::optional<Radio> MediumHost::radio_of(const HwsimAddress& address) const {
    const auto found = std::ranges::find(hwsim_, address, [](const auto& entry) { return entry.second; });
    return found == hwsim_.end() ? std::nullopt : std::optional{found->first};
}

void MediumHost::on_address(const HwsimAddress& hwsim, const wifi::MacAddress& address, bool added) {
    // A software scan adds and deletes the address of its own interface: what goes is no news.
    if (const auto radio = added ? radio_of(hwsim) : std::nullopt) medium_.add_address(*radio, address);
}

void MediumHost::on_sent(SentFrame frame) {
    const auto radio = radio_of(frame.radio);
    if (!radio || !registration_) return;
    const auto viewed = view_frame(frame.bytes);
    if (viewed && viewed->frame_class == FrameClass::authentication) treated(*radio, Treatment::reassociation);
    const Fate fate = medium_.judge(*radio, frame.bytes, frame.wants_acknowledgement(), since_boot());
    if (viewed && fate.fault) tell_fate(*radio, *viewed, fate);
    for (const Delivery& delivery : fate.deliveries) {
        if (delivery.delay <= wifi::Duration::zero()) {
            deliver(delivery.to, frame.bytes, delivery.signal_dbm, frame.frequency);
            continue;
        }
        ++waiting_;
        loop_.after(delivery.delay, [this, delivery, bytes = frame.bytes, frequency = frame.frequency] {
            deliver(delivery.to, bytes, delivery.signal_dbm, frequency);
            --waiting_;
            resettle();
        });
    }
    registration_->report(frame, fate.acknowledged);
}

// Of the frames that make and end an association: the monitor sees only that they were sent.
void MediumHost::tell_fate(Radio from, const Frame& frame, const Fate& fate) {
    switch (frame.frame_class) {
        case FrameClass::association_response:
        case FrameClass::deauthentication:
        case FrameClass::disassociation: break;
        default: return;
    }
    const bool by_station = from == station_radio;
    const bool delivered = std::ranges::any_of(
        fate.deliveries, [&](const Delivery& one) { return by_station || one.to == station_radio; });
    if (!by_station && !frame.group && frame.to != address_of_radio(station_radio)) return;
    journal_.injected("fate", {{"frame", to_text(frame.frame_class)},
                               {"from", from},
                               {"delivered", delivered},
                               {"acknowledged", fate.acknowledged}});
}

void MediumHost::deliver(Radio to, std::span<const std::uint8_t> bytes, int signal_dbm, std::uint32_t frequency) {
    const auto hwsim = hwsim_.find(to);
    if (registration_ && hwsim != hwsim_.end())
        registration_->deliver(hwsim->second, bytes, signal_dbm, frequency);
}

void MediumHost::end() {
    ended_ = true;
    resettle();
    release();
}

}  // namespace wlanmedic::lab
