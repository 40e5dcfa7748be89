// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "evidence/trace_handler.h"

namespace wlanmedic::evidence {
namespace {

// include/uapi/asm-generic/errno-base.h, errno.h: the two with which the guard says that nothing was touched.
constexpr std::int64_t device_is_busy = -16;   // EBUSY
constexpr std::int64_t not_supported = -95;    // EOPNOTSUPP
constexpr std::size_t longest_interface = 15;  // IFNAMSIZ - 1
constexpr std::size_t longest_device = 47;     // CONNLOSS_DEVICE_NAME - 1
constexpr std::array methods{"reassociate", "restart_hw", "function_reset"};

// The word behind `key`, which may be empty; nothing where the key is not there.
std::optional<std::string_view> word(std::string_view fields, std::string_view key, std::size_t longest) {
    for (std::size_t at = fields.find(key); at != std::string_view::npos; at = fields.find(key, at + 1)) {
        if (at != 0 && fields[at - 1] != ' ') continue;
        const std::string_view rest = fields.substr(at + key.size());
        const std::string_view value = rest.substr(0, rest.find(' '));
        return value.size() <= longest ? std::optional(value) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string> method_of(std::string_view fields) {
    const auto method = word(fields, "method=", longest_device);
    if (!method || std::ranges::find(methods, *method) == methods.end()) return std::nullopt;
    return std::string(*method);
}

}  // namespace

Decoded TraceDecoder::guard(Line line) {
    const auto device = word(line.fields, "device=", longest_device);
    if (!device || device->empty()) return malformed();
    line.interface = word(line.fields, "interface=", longest_interface).value_or(std::string_view{});
    if (line.name == "connloss_event") return guard_event(line);
    if (line.name == "connloss_decision") return guard_decision(line, *device);
    if (line.name == "connloss_action") return guard_action(line, *device);
    return line.name == "connloss_held" ? noted() : unrecognized();
}

// Of what the guard was told, what no other line tells: the others it has from mac80211, as these traces.
Decoded TraceDecoder::guard_event(const Line& line) {
    const auto event = word(line.fields, "event=", longest_device);
    if (!event) return malformed();
    if (*event != "fault") return noted();
    return line.event(wifi::FirmwareError{});
}

Decoded TraceDecoder::guard_decision(const Line& line, std::string_view device) {
    const auto decision = word(line.fields, "decision=", longest_device);
    if (!decision) return malformed();
    if (*decision != "act") return noted();
    const auto method = method_of(line.fields);
    if (!method) return malformed();
    if (guarded_.size() >= most_interfaces) guarded_.clear();
    guarded_.insert_or_assign(std::string(device), std::string(line.interface));
    return line.event(wifi::ActionStarted{.method = *method});
}

// Told of a device: the interface may be gone by then.
Decoded TraceDecoder::guard_action(Line line, std::string_view device) {
    const auto method = method_of(line.fields);
    const auto result = trace_number(line.fields, "result=");
    if (!method || !result) return malformed();
    const auto decided = guarded_.find(device);
    if (decided != guarded_.end()) line.interface = decided->second;
    if (*result == device_is_busy)
        return line.event(wifi::ActionRefused{.method = *method, .because = "the device is in use"});
    if (*result == not_supported)
        return line.event(wifi::ActionRefused{.method = *method, .because = "the device knows no such reset"});
    return line.event(wifi::ActionFinished{.method = *method, .done = *result == 0});
}

}  // namespace wlanmedic::evidence
