// SPDX-License-Identifier: MIT
#include "tune/axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "wifi/span.h"

namespace wlanmedic::tune {
namespace {

using namespace std::chrono_literals;
using policy::bit_of;
using policy::Condition;
using policy::Failure;
using policy::Gate;
using wifi::Duration;
using wifi::Result;

constexpr Duration longest = std::chrono::days{7};
constexpr int most_failures = 1000;
constexpr std::string_view timeouts_prefix = "timeouts_";
constexpr std::string_view down_prefix = "down_";

Condition failures(std::uint16_t kinds, int count, int bssids = 0) {
    return {.kind = Condition::Kind::failures, .failures = kinds, .count = count, .bssids = bssids};
}

constexpr std::uint16_t timeouts =
    static_cast<std::uint16_t>(bit_of(Failure::auth_timeout) | bit_of(Failure::assoc_timeout));

Gate only(Condition condition) { return {.of = {std::move(condition)}}; }

Gate comeback_timeout() { return only(failures(bit_of(Failure::assoc_timeout_after_comeback), 1)); }
Gate two_bssids() { return only(failures(timeouts, 2, 2)); }
Gate not_asked_for() { return only({.kind = Condition::Kind::not_asked_for}); }
Gate not_waiting() { return only({.kind = Condition::Kind::not_waiting}); }
Gate worked_before() { return only({.kind = Condition::Kind::worked_before}); }

Gate within_reach() {
    return {.of = {{.kind = Condition::Kind::signal, .span = 30s, .dbm = -75},
                   failures(bit_of(Failure::assoc_comeback), 1)},
            .at_least = 1};
}

// Those of the ready policy `wlanmedic` that are seen while the link is down.
Gate two_symptoms() {
    const auto watch = [](policy::Watch watched) {
        return Condition{.kind = Condition::Kind::symptom, .watch = std::move(watched)};
    };
    return {.of = {failures(timeouts, 2, 2), failures(bit_of(Failure::assoc_timeout_after_comeback), 1),
                   failures(bit_of(Failure::scan_empty), 2), failures(bit_of(Failure::scan_failed), 3),
                   watch({.on = policy::Watch::On::event,
                          .event = wifi::alternative_named("firmware_error").value(),
                          .within = 10min}),
                   watch({.on = policy::Watch::On::outage, .count = 3, .within = 10min})},
            .at_least = 2};
}

struct GateWord {
    std::string_view name;
    Gate (*make)();
};

constexpr std::array<GateWord, 7> gate_words{{
    {"comeback_timeout", comeback_timeout},
    {"two_bssids", two_bssids},
    {"two_symptoms", two_symptoms},
    {"within_reach", within_reach},
    {"not_asked_for", not_asked_for},
    {"not_waiting", not_waiting},
    {"worked_before", worked_before},
}};

std::unexpected<wifi::Error> wrong(std::string_view option, std::string_view value, std::string_view what,
                                   std::string hint) {
    return std::unexpected(
        wifi::Error{.what = fmt::format("{}: \"{}\" {}", option, value, what), .hint = std::move(hint)});
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(at);
        std::string_view part = text.substr(0, end);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        part = part.substr(0, part.find_last_not_of(' ') + 1);
        parts.emplace_back(part);
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

Result<int> number(std::string_view option, std::string_view text, int most) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < 1 || value > most)
        return wrong(option, text, "is out of range", fmt::format("A whole number from 1 to {}.", most));
    return value;
}

Result<Duration> span(std::string_view option, std::string_view text, Duration least) {
    const auto value = wifi::parse_span(text);
    if (!value) return wrong(option, text, "is no span of time", value.error().hint);
    if (*value < least || *value > longest)
        return wrong(option, text, "is out of range",
                     fmt::format("From {} to {}.", wifi::span_text(least), wifi::span_text(longest)));
    return *value;
}

Result<std::optional<Gate>> gate_word(std::string_view option, std::string_view word) {
    if (word == "none") return std::nullopt;
    if (const auto* const known = std::ranges::find(gate_words, word, &GateWord::name); known != gate_words.end())
        return known->make();
    if (word.starts_with(timeouts_prefix)) {
        const auto count = number(option, word.substr(timeouts_prefix.size()), most_failures);
        if (!count) return std::unexpected(count.error());
        return only(failures(timeouts, *count));
    }
    if (word.starts_with(down_prefix)) {
        const auto since = span(option, word.substr(down_prefix.size()), 1ms);
        if (!since) return std::unexpected(since.error());
        return only({.kind = Condition::Kind::since_loss, .span = *since});
    }
    return wrong(option, word, "is no gate that is known", fmt::format("One of {}.", gate_names()));
}

Result<NamedGate> gate(std::string_view option, const std::string& text) {
    NamedGate result{.name = text, .gates = {}};
    for (const std::string& word : split(text, '+')) {
        const auto one = gate_word(option, word);
        if (!one) return std::unexpected(one.error());
        if (*one) result.gates.push_back(**one);
    }
    return result;
}

Result<NamedLadder> ladder(std::string_view option, const std::string& text) {
    NamedLadder result{.name = text, .methods = {}};
    for (const std::string& word : split(text, '+')) {
        const auto method = config::value_in(driver::method_names, word);
        if (!method) return wrong(option, word, "is no rung", config::one_of(driver::method_names));
        if (std::ranges::find(result.methods, *method) != result.methods.end())
            return wrong(option, text, "names a rung twice", "Each rung once, the gentlest first.");
        result.methods.push_back(*method);
    }
    return result;
}

// Each value once, in the order in which it came.
template <class Value, class Read>
Result<std::vector<Value>> axis(const std::vector<std::string>& given, std::string_view otherwise,
                                const Read& read, const auto& same, std::vector<std::string>& repeated) {
    std::vector<std::string> texts = given;
    if (texts.empty()) texts.emplace_back(otherwise);
    std::vector<Value> values;
    for (const std::string& text : texts)
        for (const std::string& word : split(text, ',')) {
            auto value = read(word);
            if (!value) return std::unexpected(value.error());
            if (std::ranges::any_of(values, [&](const Value& known) { return same(known, *value); }))
                repeated.push_back(word);
            else
                values.push_back(*std::move(value));
        }
    return values;
}

}  // namespace

std::string gate_names() {
    std::string names = "none, timeouts_N, down_SPAN";
    for (const GateWord& word : gate_words) names += fmt::format(", {}", word.name);
    return names + ", or several with + between them";
}

Result<Axes> parse_axes(const AxisTexts& texts) {
    Axes axes;
    const auto equal = [](const auto& a, const auto& b) { return a == b; };
    auto counts = axis<int>(
        texts.counts, default_counts,
        [](const std::string& word) { return number("--count", word, policy::Watch::most_count); }, equal,
        axes.repeated);
    if (!counts) return std::unexpected(counts.error());
    auto windows = axis<Duration>(
        texts.windows, default_windows, [](const std::string& word) { return span("--window", word, 1ms); }, equal,
        axes.repeated);
    if (!windows) return std::unexpected(windows.error());
    auto gates = axis<NamedGate>(
        texts.gates, default_gates, [](const std::string& word) { return gate("--gate", word); },
        [](const NamedGate& a, const NamedGate& b) { return a.gates == b.gates; }, axes.repeated);
    if (!gates) return std::unexpected(gates.error());
    auto cool_downs = axis<Duration>(
        texts.cool_downs, default_cool_downs,
        [](const std::string& word) { return span("--cool-down", word, 0s); }, equal, axes.repeated);
    if (!cool_downs) return std::unexpected(cool_downs.error());
    auto ladders = axis<NamedLadder>(
        texts.ladders, default_ladders, [](const std::string& word) { return ladder("--ladder", word); },
        [](const NamedLadder& a, const NamedLadder& b) { return a.methods == b.methods; }, axes.repeated);
    if (!ladders) return std::unexpected(ladders.error());
    axes.counts = *std::move(counts);
    axes.windows = *std::move(windows);
    axes.gates = *std::move(gates);
    axes.cool_downs = *std::move(cool_downs);
    axes.ladders = *std::move(ladders);
    std::ranges::sort(axes.counts);
    std::ranges::sort(axes.windows);
    std::ranges::sort(axes.cool_downs);
    return axes;
}

}  // namespace wlanmedic::tune
