// SPDX-License-Identifier: MIT
#include "tune/state.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace wlanmedic::tune {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format_name = "wlanmedic.tune-state/1";

std::unexpected<wifi::Error> wrong(const std::string& file, std::uint64_t line, std::string what,
                                   std::string hint) {
    return std::unexpected(
        wifi::Error{.what = std::move(what), .file = file, .line = line, .hint = std::move(hint)});
}

// Not below zero.
std::optional<double> figure(const Json& value) {
    if (!value.is_number()) return std::nullopt;
    const auto number = value.get<double>();
    return std::isfinite(number) && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> count(const Json& value) {
    return value.is_number_unsigned() ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
}

std::optional<Result> result_of(const Json& value) {
    if (!value.is_array() || value.size() != 9) return std::nullopt;
    const auto dead = figure(value[0]);
    const auto dead_error = figure(value[1]);
    const auto resets = figure(value[2]);
    const auto resets_error = figure(value[3]);
    const auto false_alarms = figure(value[4]);
    const auto firings = count(value[5]);
    const auto false_firings = count(value[6]);
    const auto missed = count(value[7]);
    const auto saved = figure(value[8]);
    if (!dead || !dead_error || !resets || !resets_error || !false_alarms || !firings || !false_firings ||
        !missed || !saved)
        return std::nullopt;
    return Result{
        .dead_s = *dead,
        .dead_error = *dead_error,
        .resets = *resets,
        .resets_error = *resets_error,
        .false_alarms = *false_alarms,
        .replay = {
            .firings = *firings, .false_alarms = *false_firings, .missed = *missed, .saved_s_at_most = *saved}};
}

struct Chunk {
    std::size_t number;
    std::vector<Result> results;
};

std::optional<Chunk> chunk_of(std::string_view line, const Results& results) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || json.size() != 2 || !json.contains("chunk") || !json.contains("results"))
        return std::nullopt;
    const auto number = count(json["chunk"]);
    const Json& all = json["results"];
    if (!number || *number >= results.chunks() || !all.is_array() || all.size() != results.size_of(*number))
        return std::nullopt;
    Chunk chunk{.number = *number, .results = {}};
    for (const Json& one : all) {
        const auto result = result_of(one);
        if (!result) return std::nullopt;
        chunk.results.push_back(*result);
    }
    return chunk;
}

wifi::Result<void> same_sweep(std::string_view line, const std::string& file, const Json& sweep) {
    const Json header = Json::parse(line, nullptr, false);
    if (!header.is_object() || header.value("format", Json()) != format_name || !header.contains("sweep") ||
        !header["sweep"].is_object())
        return wrong(file, 1, "this is no state of wlanmedic tune", "Name a file that is not there yet.");
    std::string differs;
    const Json& other = header["sweep"];
    for (const auto& [key, value] : sweep.items())
        if (!other.contains(key) || other[key] != value)
            differs += fmt::format("{}{}", differs.empty() ? "" : ", ", key);
    if (differs.empty() && other.size() == sweep.size()) return {};
    return wrong(
        file, 1,
        fmt::format("this is the state of another sweep: {} differ{}", differs.empty() ? "the keys" : differs,
                    differs.find(',') == std::string::npos && !differs.empty() ? "s" : ""),
        "Give the same evidence and options, or name a file that is not there yet.");
}

}  // namespace

std::string state_header(const Json& sweep) {
    return Json{{"format", format_name}, {"sweep", sweep}}.dump(-1, ' ', true, Json::error_handler_t::replace) +
           '\n';
}

std::string state_line(std::size_t chunk, std::span<const Result> results) {
    Json all = Json::array();
    for (const Result& one : results)
        all.push_back({one.dead_s, one.dead_error, one.resets, one.resets_error, one.false_alarms,
                       one.replay.firings, one.replay.false_alarms, one.replay.missed,
                       one.replay.saved_s_at_most});
    return Json{{"chunk", chunk}, {"results", std::move(all)}}.dump() + '\n';
}

wifi::Result<std::size_t> read_state(std::string_view text, const std::string& file, const Json& sweep,
                                     Results& results) {
    std::size_t whole = 0;
    std::uint64_t number = 0;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', whole)) {
        const std::string_view line = text.substr(whole, end - whole);
        ++number;
        if (number == 1) {
            const auto same = same_sweep(line, file, sweep);
            if (!same) return std::unexpected(same.error());
        } else {
            const auto chunk = chunk_of(line, results);
            if (!chunk)
                return wrong(file, number, "this line is no chunk of the sweep",
                             "Take the line away: its candidates are then swept again.");
            if (!results.put(chunk->number, chunk->results))
                return wrong(file, number,
                             fmt::format("chunk {} is known already, and with other figures", chunk->number),
                             "One of the files is not what this wlanmedic wrote.");
        }
        whole = end + 1;
    }
    return whole;
}

}  // namespace wlanmedic::tune
