// SPDX-License-Identifier: MIT
// Common answers of those that decode nl80211 messages. Theirs alone.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "evidence/nl80211_message.h"

namespace wlanmedic::evidence {

inline Nl80211Said said(wifi::Payload payload, std::string details = {}) {
    return {.kind = Decoded::Kind::event, .payload = std::move(payload), .details = std::move(details)};
}
inline Nl80211Said said_noted(std::string details = {}) {
    return {.kind = Decoded::Kind::noted, .payload = {}, .details = std::move(details)};
}
inline Nl80211Said said_malformed(std::string details = {}) {
    return {.kind = Decoded::Kind::malformed, .payload = {}, .details = std::move(details)};
}

/// What an attribute has as text, for people: other bytes than those of ASCII that print are '?'.
inline std::string printable(std::string_view text) {
    std::string result(text.substr(0, 64));
    for (char& letter : result)
        if (letter < ' ' || letter > '~') letter = '?';
    return result;
}

inline std::string address_text(const std::optional<wifi::MacAddress>& address) {
    return address ? address->to_string() : std::string("no address");
}

}  // namespace wlanmedic::evidence
