// SPDX-License-Identifier: MIT
#include "capture/kmsg_record.h"

#include <charconv>

namespace wlanmedic::capture {
namespace {

// The number up to `end`, which is taken too.
template <class T>
std::optional<T> take_number(std::string_view& text, char end) {
    T number{};
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || at == text.data() + text.size() || *at != end) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()) + 1);
    return number;
}

std::optional<char> escaped(std::string_view digits) {
    unsigned value = 0;
    const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{} || at != digits.data() + digits.size()) return std::nullopt;
    return static_cast<char>(value);
}

// "\x0a": what does not print, bytes from 127 on, and the backslash itself.
std::string unescaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        if (text.starts_with("\\x") && text.size() >= 4) {
            if (const auto byte = escaped(text.substr(2, 2))) {
                result += *byte;
                text.remove_prefix(4);
                continue;
            }
        }
        result += text.front();
        text.remove_prefix(1);
    }
    return result;
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

}  // namespace

std::optional<KmsgRecord> KmsgRecord::parse(std::string_view text) {
    KmsgRecord record;
    const std::size_t head_end = text.find(';');
    if (head_end == std::string_view::npos) return std::nullopt;
    std::string_view head = text.substr(0, head_end);
    const auto level = take_number<unsigned>(head, ',');
    if (!level) return std::nullopt;
    record.priority = *level & 7U;
    record.facility = *level >> 3U;
    const auto sequence = take_number<std::uint64_t>(head, ',');
    if (!sequence) return std::nullopt;
    record.sequence = *sequence;
    const auto stamp = take_number<std::int64_t>(head, ',');
    if (!stamp || *stamp < 0) return std::nullopt;
    record.stamp = std::chrono::microseconds{*stamp};
    text.remove_prefix(head_end + 1);
    record.message = unescaped(take_line(text));
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        constexpr std::string_view of_device = " DEVICE=";
        constexpr std::string_view of_subsystem = " SUBSYSTEM=";
        if (line.starts_with(of_device))
            record.device = unescaped(line.substr(of_device.size()));
        else if (line.starts_with(of_subsystem))
            record.subsystem = unescaped(line.substr(of_subsystem.size()));
    }
    return record;
}

runfile::Text KmsgRecord::as_text() const {
    runfile::Text text{.kind = runfile::Kind::kernel, .message = message, .fields = {}};
    text.set("SYSLOG_IDENTIFIER", "kernel");
    text.set("_TRANSPORT", "kernel");
    text.set("PRIORITY", std::to_string(priority));
    text.set("SYSLOG_FACILITY", std::to_string(facility));
    text.set("_SOURCE_MONOTONIC_TIMESTAMP", std::to_string(stamp.count()));
    text.set("WLANMEDIC_KMSG", std::to_string(sequence));
    if (!device.empty()) text.set("_KERNEL_DEVICE", device);
    if (!subsystem.empty()) text.set("_KERNEL_SUBSYSTEM", subsystem);
    return text;
}

}  // namespace wlanmedic::capture
