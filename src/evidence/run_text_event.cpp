// SPDX-License-Identifier: MIT
#include "evidence/run_text_event.h"

#include <algorithm>
#include <charconv>

#include "evidence/decode_words.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;
using runfile::Text;

std::string field(const Text& text, std::string_view name) {
    const std::string* value = text.find(name);
    return value == nullptr ? std::string{} : *value;
}

Decoded of(const Text& text, wifi::Payload payload) {
    Decoded decoded;
    decoded.kind = Kind::event;
    decoded.interface = field(text, "WLANMEDIC_INTERFACE");
    decoded.phy = field(text, "WLANMEDIC_PHY");
    decoded.payload = std::move(payload);
    return decoded;
}

Decoded sleep(const Text& text) {
    const std::string what = field(text, "WLANMEDIC_SLEEP");
    if (what == "suspending") return of(text, wifi::Suspended{});
    if (what == "resumed") return of(text, wifi::Resumed{});
    return of_kind(Kind::malformed);
}

Decoded rfkill(const Text& text) {
    const std::string what = field(text, "WLANMEDIC_RFKILL");
    if (what == "blocked") return of(text, wifi::RadioBlocked{});
    if (what == "unblocked") return of(text, wifi::RadioUnblocked{});
    return of_kind(what.empty() ? Kind::malformed : Kind::noted);
}

// What appears is told by nl80211, with its type.
Decoded device(const Text& text) {
    const std::string what = field(text, "WLANMEDIC_DEVICE");
    const std::string interface = field(text, "WLANMEDIC_INTERFACE");
    if (what.empty() || interface.empty()) return of_kind(Kind::malformed);
    if (what == "renamed") {
        const std::string before = field(text, "WLANMEDIC_BEFORE");
        if (before.empty()) return of_kind(Kind::malformed);
        return of(text, wifi::InterfaceRenamed{.before = before, .after = interface});
    }
    if (what == "gone") return of(text, wifi::InterfaceType{.type = "", .removed = true});
    return of_kind(Kind::noted);
}

Decoded probe(const Text& text) {
    wifi::ProbeResult result{.target = field(text, "WLANMEDIC_TARGET")};
    const std::string state = field(text, "WLANMEDIC_STATE");
    if (state == "up")
        result.answer = wifi::Answer::up;
    else if (state == "down")
        result.answer = wifi::Answer::down;
    else if (state.empty())
        return of_kind(Kind::malformed);
    result.took = span_in(text, "WLANMEDIC_TOOK");
    return of(text, std::move(result));
}

Decoded load(const Text& text) {
    using State = wifi::LoadReport::State;
    wifi::LoadReport report{.target = field(text, "WLANMEDIC_TARGET")};
    const std::string state = field(text, "WLANMEDIC_STATE");
    if (state == "flowing")
        report.state = State::flowing;
    else if (state == "stalled")
        report.state = State::stalled;
    else if (state == "unreachable")
        report.state = State::unreachable;
    else if (state == "ended")
        report.state = State::ended;
    else
        return of_kind(state.empty() ? Kind::malformed : Kind::noted);
    report.bytes =
        static_cast<std::uint64_t>(std::max<std::int64_t>(number_in(text, "WLANMEDIC_BYTES").value_or(0), 0));
    report.over = span_in(text, "WLANMEDIC_OVER").value_or(wifi::Duration{0});
    return of(text, std::move(report));
}

}  // namespace

std::optional<std::int64_t> number_in(const Text& text, std::string_view name) {
    const std::string* value = text.find(name);
    if (value == nullptr || value->empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc{} || end != value->data() + value->size()) return std::nullopt;
    return number;
}

std::optional<wifi::Duration> span_in(const Text& text, std::string_view name, wifi::Duration unit) {
    const auto number = number_in(text, name);
    if (!number || *number < 0 || *number > longest_span / unit) return std::nullopt;
    return *number * unit;
}

std::optional<wifi::Instant> instant_in(const Text& text, std::string_view name, wifi::Duration unit) {
    constexpr wifi::Duration latest =
        wifi::Instant{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}}.time_since_epoch();
    const auto number = number_in(text, name);
    if (!number || *number < 0 || *number >= latest / unit) return std::nullopt;
    return wifi::Instant{*number * unit};
}

Decoded decode_run_text(const Text& text) {
    switch (text.kind) {
        case runfile::Kind::sleep: return sleep(text);
        case runfile::Kind::rfkill: return rfkill(text);
        case runfile::Kind::device: return device(text);
        case runfile::Kind::probe: return probe(text);
        case runfile::Kind::load: return load(text);
        default: return of_kind(Kind::noted);
    }
}

}  // namespace wlanmedic::evidence
