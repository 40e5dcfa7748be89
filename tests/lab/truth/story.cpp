// SPDX-License-Identifier: MIT
#include "story.h"

#include <fmt/format.h>

#include <cmath>
#include <sstream>
#include <stdexcept>

#include "lab/air/capture.h"

namespace wlanmedic::lab::test {
namespace {

constexpr std::int64_t begin_us = 1'767'225'600'000'000;

const Bytes our_station = {0x02, 0, 0, 0, 0x02, 0};
const Bytes everybody(6, 0xff);

Bytes address_of(const std::string& access_point) {
    const std::uint8_t radio = access_point == "ap1" ? 0 : access_point == "ap2" ? 1 : 3;
    return {0x02, 0, 0, 0, radio, 0};
}

std::int64_t us_of(double at_s) { return std::llround(at_s * 1e6); }

Bytes operator+(Bytes one, const Bytes& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

Bytes u16(std::uint16_t value) {
    return {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8)};
}

constexpr std::uint8_t is_protected = 0x40;
constexpr std::uint8_t to_ds = 0x01;

const Bytes llc_eapol = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e};

Bytes key_frame(std::uint16_t information) {
    Bytes body =
        llc_eapol +
        Bytes{2, 3, 0, 95, 2, static_cast<std::uint8_t>(information >> 8), static_cast<std::uint8_t>(information)};
    body.resize(body.size() + 92);
    return body;
}

}  // namespace

Story& Story::frame(double at_s, Bytes bytes) {
    last_ = bytes;
    frames_.emplace(us_of(at_s), std::move(bytes));
    return *this;
}

Story& Story::retry(double at_s) {
    Bytes again = last_;
    again.at(1) |= 0x08;
    return frame(at_s, again);
}

Story& Story::send(double at_s, std::uint8_t subtype_and_type, std::uint8_t flags, const Bytes& to,
                   const Bytes& from, const Bytes& bssid, const Bytes& body, Heard heard) {
    sequence_ = static_cast<std::uint16_t>(sequence_ + 0x10);
    frame(at_s, Bytes{subtype_and_type, flags, 0, 0} + to + from + bssid + u16(sequence_) + body);
    if (heard == Heard::acknowledged && to != everybody)
        frames_.emplace(us_of(at_s) + 100, Bytes{0xd4, 0, 0, 0} + from);
    return *this;
}

Story& Story::by_station(double at_s, std::uint8_t subtype_and_type, std::uint8_t flags, const Bytes& to,
                         const Bytes& body, Heard heard) {
    return send(at_s, subtype_and_type, flags, to, our_station, to, body, heard);
}

Story& Story::probe_of_all(double at_s) { return by_station(at_s, 0x40, 0, everybody, {0, 0}); }
Story& Story::probe(double at_s, const std::string& access_point) {
    return by_station(at_s, 0x40, 0, address_of(access_point), {0, 0}, Heard::lost);
}
Story& Story::authentication(double at_s, const std::string& access_point) {
    return by_station(at_s, 0xb0, 0, address_of(access_point), {0, 0, 1, 0, 0, 0});
}
Story& Story::association_request(double at_s, const std::string& access_point, bool pmf) {
    const std::uint8_t capabilities = pmf ? 0x80 : 0;
    return by_station(at_s, 0x00, 0, address_of(access_point),
                      {0x31, 0x04, 5,    0, 0, 3, 'l', 'a',  'b',  48, 20,           1, 0, 0, 0x0f, 0xac, 4, 1, 0,
                       0,    0x0f, 0xac, 4, 1, 0, 0,   0x0f, 0xac, 2,  capabilities, 0});
}
Story& Story::message_4(double at_s, const std::string& access_point) {
    return by_station(at_s, 0x08, to_ds, address_of(access_point), key_frame(0x030a));
}
Story& Story::message_2(double at_s, const std::string& access_point) {
    return by_station(at_s, 0x08, to_ds, address_of(access_point), key_frame(0x010a));
}
Story& Story::null(double at_s, const std::string& access_point, Heard heard, bool power_management) {
    return by_station(at_s, 0x48, static_cast<std::uint8_t>(to_ds | (power_management ? 0x10 : 0)),
                      address_of(access_point), {}, heard);
}
Story& Story::leave(double at_s, const std::string& access_point, std::uint16_t reason, Armour armour) {
    if (armour == Armour::sealed)
        return by_station(at_s, 0xc0, is_protected, address_of(access_point), Bytes(18, 0x5a), Heard::lost);
    return by_station(at_s, 0xc0, 0, address_of(access_point), u16(reason), Heard::lost);
}
Story& Story::sa_query(double at_s, const std::string& access_point) {
    return by_station(at_s, 0xd0, is_protected, address_of(access_point), Bytes(20, 0x5a));
}
Story& Story::hidden_data(double at_s) {
    frames_.emplace(us_of(at_s), Bytes{0xd4, 0, 0, 0} + our_station);
    return *this;
}

Story& Story::response(double at_s, const std::string& access_point, std::uint16_t status, Heard heard) {
    const Bytes from = address_of(access_point);
    return send(at_s, 0x10, 0, our_station, from, from, Bytes{0x11, 0x04} + u16(status) + Bytes{1, 0xc0}, heard);
}
Story& Story::put_out(double at_s, const std::string& access_point, Armour armour, Heard heard,
                      std::uint16_t reason) {
    const Bytes from = address_of(access_point);
    const bool sealed = armour == Armour::sealed;
    return send(at_s, 0xc0, sealed ? is_protected : std::uint8_t{0}, our_station, from, from,
                sealed ? Bytes(18, 0x5a) : u16(reason), heard);
}
Story& Story::put_all_out(double at_s, const std::string& access_point, Armour armour) {
    const Bytes from = address_of(access_point);
    const Bytes mic = Bytes{76, 16} + Bytes(16, 0x5a);
    return send(at_s, 0xc0, 0, everybody, from, from, u16(3) + (armour == Armour::sealed ? mic : Bytes{}),
                Heard::lost);
}

Story& Story::join(double at_s, const std::string& access_point, bool pmf) {
    authentication(at_s - 0.02, access_point);
    association_request(at_s - 0.01, access_point, pmf);
    response(at_s, access_point);
    if (access_point != "free") message_4(at_s + 0.05, access_point);
    return *this;
}

Story& Story::inject(double at_s, const std::string& what, const std::string& keys) {
    lines_.emplace(us_of(at_s), fmt::format(R"("what":"{}"{}{})", what, keys.empty() ? "" : ",", keys));
    return *this;
}

std::string Story::capture() const {
    std::ostringstream out;
    CaptureWriter writer(out);
    for (const auto& [us, bytes] : frames_)
        writer.append(wifi::Instant(std::chrono::microseconds(begin_us + us)),
                      Bytes{0, 0, 8, 0, 0, 0, 0, 0} + bytes);
    return out.str();
}

std::string Story::injected() const {
    constexpr const char* scenario =
        R"("what":"scenario","name":"story","seed":7,"station":{"interface":"wlan2","radio":2,"mac":"02:00:00:00:02:00"},)"
        R"("access_points":[{"name":"ap1","interface":"wlan0","radio":0,"mac":"02:00:00:00:00:00","ssid":"lab","security":"wpa2","foreign":false},)"
        R"({"name":"ap2","interface":"wlan1","radio":1,"mac":"02:00:00:00:01:00","ssid":"lab","security":"wpa2","foreign":false},)"
        R"({"name":"free","interface":"wlan3","radio":3,"mac":"02:00:00:00:03:00","ssid":"free","security":"open","foreign":false}])";
    auto lines = lines_;
    lines.emplace_hint(lines.begin(), 0, scenario);
    if (end_s_ > 0) lines.emplace(us_of(end_s_), R"("what":"end")");
    std::string text;
    for (const auto& [us, keys] : lines)
        text += fmt::format("{{\"at\":{}.{:06},{}}}\n", (begin_us + us) / 1'000'000, us % 1'000'000, keys);
    return text;
}

wifi::Result<Truth> Story::try_to_tell() const {
    std::istringstream frames(capture());
    std::istringstream lines(injected());
    return tell_truth(frames, "air.pcap", lines, "injected.jsonl");
}

Truth Story::tell() const {
    auto truth = try_to_tell();
    if (!truth) throw std::runtime_error(truth.error().to_string());
    return std::move(*truth);
}

StationTruth Story::station() const { return tell().stations.at(0); }

wifi::Instant at(double seconds) { return wifi::Instant(std::chrono::microseconds(begin_us + us_of(seconds))); }

namespace {

std::string seconds_of(const std::optional<wifi::Instant>& instant) {
    return instant ? fmt::format("{}", wifi::to_seconds(*instant - at(0))) : "";
}

}  // namespace

std::vector<std::string> as_text(const std::vector<Span>& spans) {
    std::vector<std::string> all;
    for (const Span& span : spans)
        all.push_back(fmt::format("{}-{} {}{}", seconds_of(span.from), seconds_of(span.to), span.because,
                                  span.in_parts ? " (in parts)" : ""));
    return all;
}

std::vector<std::string> as_text(const std::vector<Association>& associations) {
    std::vector<std::string> all;
    for (const Association& one : associations)
        all.push_back(fmt::format("{}: {}-{} keys {}", one.access_point, seconds_of(one.from), seconds_of(one.to),
                                  seconds_of(one.authorized)));
    return all;
}

}  // namespace wlanmedic::lab::test
