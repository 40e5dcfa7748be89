// SPDX-License-Identifier: MIT
// What the handlers of TraceDecoder share: the line taken apart, and their common answers. Theirs alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "evidence/trace_event.h"
#include "evidence/trace_fields.h"

namespace wlanmedic::evidence {

// IEEE 802.11, 9.2.4.1.3: type and subtype in the first octet of the frame control field.
inline constexpr std::int64_t type_and_subtype = 0xfc;
inline constexpr std::int64_t assoc_request = 0x00;
inline constexpr std::int64_t reassoc_request = 0x20;
inline constexpr std::int64_t disassoc_frame = 0xa0;
inline constexpr std::int64_t auth_frame = 0xb0;
inline constexpr std::int64_t deauth_frame = 0xc0;

struct TraceDecoder::Line {
    std::string_view name;
    std::string_view fields;
    std::string_view task;
    std::string_view interface;  // empty where none is named
    std::string_view phy;

    Decoded event(wifi::Payload payload) const {
        Decoded decoded;
        decoded.kind = Decoded::Kind::event;
        decoded.interface = interface;
        decoded.phy = phy;
        decoded.payload = std::move(payload);
        return decoded;
    }
};

inline Decoded answer(Decoded::Kind kind) {
    Decoded decoded;
    decoded.kind = kind;
    return decoded;
}
inline Decoded noted() { return answer(Decoded::Kind::noted); }
inline Decoded malformed() { return answer(Decoded::Kind::malformed); }
inline Decoded unrecognized() { return answer(Decoded::Kind::unrecognized); }

}  // namespace wlanmedic::evidence
