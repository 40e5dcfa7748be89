// SPDX-License-Identifier: MIT
// What a decoder made of one message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wifi/event.h"

namespace wlanmedic::evidence {

struct Decoded {
    enum class Kind : std::uint8_t {
        foreign,       ///< not about Wi-Fi
        noted,         ///< understood, and of no weight: it makes no event
        event,         ///< `payload` is set
        unrecognized,  ///< names a wireless interface, process or module, and is not understood
        malformed,     ///< begins like a message that is understood, and breaks off or contradicts itself
    };
    Kind kind = Kind::foreign;
    std::string interface;  ///< "wlan0"; empty where the message names none
    std::string phy;        ///< "phy2"
    std::optional<wifi::Payload> payload;

    static Decoded foreign() { return {}; }
};

}  // namespace wlanmedic::evidence
