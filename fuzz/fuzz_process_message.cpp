// SPDX-License-Identifier: MIT
// Lines "process|message" of supplicants, managers and DHCP clients, one after the other: they remember.
#include "evidence/network_manager_message.h"
#include "evidence/process_message.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::as_text(data, size);
    evidence::ProcessMessages messages;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t bar = line.find('|');
        const std::string_view process = bar == std::string_view::npos ? "wpa_supplicant" : line.substr(0, bar);
        const std::string_view message = bar == std::string_view::npos ? line : line.substr(bar + 1);
        const evidence::Decoded decoded = messages.decode(process, message);
        const bool event = decoded.kind == evidence::Decoded::Kind::event;
        require(!event || decoded.payload.has_value(), "an event has a payload");
        if (event) require(!wifi::name_of(*decoded.payload).empty(), "an event has a name");
        if (event) messages.saw(decoded.interface);
        require(decoded.interface.size() <= 15, "an interface's name has at most 15 bytes");
        evidence::network_manager_time(message, {.clock = evidence::Clock::local,
                                                 .instant = wifi::Instant{std::chrono::seconds{1620000000}},
                                                 .resolution = std::chrono::seconds{1}});
    }
    return 0;
}
