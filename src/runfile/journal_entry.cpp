// SPDX-License-Identifier: MIT
#include "runfile/journal_entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "runfile/byte_order.h"
#include "runfile/known_instant.h"

namespace wlanmedic::runfile {
namespace {

bool is_text(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= ' ' && byte != 0x7F) || byte == '\t';
    });
}

const std::string_view* find(const EntryFields& fields, std::string_view name) {
    const auto field = std::ranges::find(fields, name, &EntryFields::value_type::first);
    return field == fields.end() ? nullptr : &field->second;
}

std::optional<std::uint64_t> number_in(const EntryFields& fields, std::string_view name) {
    const std::string_view* value = find(fields, name);
    if (value == nullptr) return std::nullopt;
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc{} || stop != value->data() + value->size()) return std::nullopt;
    return number;
}

std::optional<wifi::Instant> instant_of(const EntryFields& fields) {
    if (const auto nanoseconds = number_in(fields, "WLANMEDIC_INSTANT")) return known_instant(*nanoseconds, 1);
    if (const auto microseconds = number_in(fields, "__REALTIME_TIMESTAMP"))
        return known_instant(*microseconds, 1000);
    return std::nullopt;
}

std::optional<Kind> kind_named(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(Kind::end); ++i)
        if (name == name_of(static_cast<Kind>(i))) return static_cast<Kind>(i);
    return std::nullopt;
}

std::optional<Kind> kind_of(const EntryFields& fields) {
    if (const std::string_view* kind = find(fields, "WLANMEDIC_KIND")) return kind_named(*kind);
    const std::string_view* transport = find(fields, "_TRANSPORT");
    return transport != nullptr && *transport == "kernel" ? Kind::kernel : Kind::journal;
}

}  // namespace

bool is_field_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && (name.front() < '0' || name.front() > '9') &&
           std::ranges::all_of(
               name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_reserved_field(std::string_view name) {
    static constexpr std::array<std::string_view, 7> reserved{
        "MESSAGE",  "WLANMEDIC_KIND",       "WLANMEDIC_SEQUENCE",   "WLANMEDIC_INSTANT",
        "_BOOT_ID", "__REALTIME_TIMESTAMP", "__MONOTONIC_TIMESTAMP"};
    return std::ranges::find(reserved, name) != reserved.end();
}

void append_field(std::string& entry, std::string_view name, std::string_view value) {
    entry += name;
    if (is_text(value)) {
        entry += '=';
    } else {
        entry += '\n';
        for (std::size_t i = 0; i < 8; ++i)
            entry += static_cast<char>(static_cast<std::uint64_t>(value.size()) >> (8 * i) & 0xFFU);
    }
    entry += value;
    entry += '\n';
}

std::optional<EntryFields> parse_entry(std::string_view entry) {
    EntryFields fields;
    std::array<std::size_t, 2> count_of{};  // reserved ones by themselves: what was read can be written
    while (!entry.empty()) {
        if (entry.front() == '\n') {
            entry.remove_prefix(1);
            continue;
        }
        if (entry.front() == '\0') {
            if (entry.find_first_not_of('\0') != std::string_view::npos) return std::nullopt;
            break;
        }
        const std::size_t name_end = entry.substr(0, 65).find_first_of("=\n");
        const std::string_view name = entry.substr(0, name_end);
        if (name_end == std::string_view::npos || !is_field_name(name)) return std::nullopt;
        if (++count_of[is_reserved_field(name) ? 1 : 0] > most_fields) return std::nullopt;
        const bool sized = entry[name_end] == '\n';
        entry.remove_prefix(name_end + 1);
        if (!sized) {
            const std::size_t end = std::min(entry.find('\n'), entry.size());
            std::string_view value = entry.substr(0, end);
            if (end == entry.size()) value = value.substr(0, value.find_last_not_of('\0') + 1);
            fields.emplace_back(name, value);
            entry.remove_prefix(std::min(end + 1, entry.size()));
            continue;
        }
        if (entry.size() < 8) return std::nullopt;
        const auto size = load<std::uint64_t>(entry, 0, std::endian::little);
        entry.remove_prefix(8);
        if (size >= entry.size() || entry[size] != '\n') return std::nullopt;
        fields.emplace_back(name, entry.substr(0, size));
        entry.remove_prefix(size + 1);
    }
    return fields;
}

EntryRecord to_record(const EntryFields& fields) {
    const auto kind = kind_of(fields);
    if (!kind) return {};
    const auto instant = instant_of(fields);
    if (!instant) return {.timeless = true};
    Text text{.kind = *kind};
    if (const std::string_view* message = find(fields, "MESSAGE")) text.message = *message;
    for (const auto& [name, value] : fields)
        if (!is_reserved_field(name)) text.set(std::string(name), std::string(value));
    return {.record = Record{.sequence = number_in(fields, "WLANMEDIC_SEQUENCE").value_or(0),
                             .instant = *instant,
                             .what = std::move(text)}};
}

std::optional<int> version_in(std::string_view manifest) {
    using Json = nlohmann::json;
    // Keeps nothing but the one key: a manifest may be as large as a block.
    const auto keep = [](int depth, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::key) return depth == 1 && parsed == "format";
        return depth <= 1;
    };
    const Json json = Json::parse(manifest.begin(), manifest.end(), keep, false);
    if (!json.is_object() || !json.contains("format") || !json["format"].is_string()) return std::nullopt;
    const auto& format = json["format"].get_ref<const std::string&>();
    constexpr std::string_view prefix = "wlanmedic.run/";
    if (!format.starts_with(prefix)) return std::nullopt;
    int version = 0;
    const char* const end = format.data() + format.size();
    const auto [stop, error] = std::from_chars(format.data() + prefix.size(), end, version);
    if (error != std::errc{} || stop != end || version < 1) return std::nullopt;
    return version;
}

}  // namespace wlanmedic::runfile
