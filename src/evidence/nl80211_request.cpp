// SPDX-License-Identifier: MIT
#include <linux/nl80211.h>

#include <cstring>

#include "evidence/nl80211_said.h"
#include "wifi/codes.h"

namespace wlanmedic::evidence {
namespace {

using netlink::AttributeTable;

// Which program it was, the message does not say: a port is no name.
constexpr std::string_view somebody = "a process";

Nl80211Said asks(std::string_view what, const AttributeTable& attributes) {
    std::string details;
    if (const auto address = attributes.address(NL80211_ATTR_MAC)) details = address->to_string();
    if (const auto reason = attributes.u16(NL80211_ATTR_REASON_CODE))
        fmt::format_to(std::back_inserter(details), "{}reason {} ({})", details.empty() ? "" : " ", *reason,
                       wifi::reason_text(*reason));
    return said(wifi::UserRequest{.who = std::string(somebody), .what = std::string(what), .person = false},
                std::move(details));
}

// struct nl80211_sta_flag_update. The access point is left out: were the request refused, nothing would show that
// there is a link with it.
Nl80211Said station_flags(const AttributeTable& attributes) {
    const auto address = attributes.address(NL80211_ATTR_MAC);
    std::string details = address ? address->to_string() : std::string();
    const auto bytes = attributes.bytes(NL80211_ATTR_STA_FLAGS2);
    nl80211_sta_flag_update flags;
    if (!bytes) return said_noted(std::move(details));
    if (bytes->size() != sizeof flags) return said_malformed("flags");
    std::memcpy(&flags, bytes->data(), sizeof flags);
    constexpr std::uint32_t authorized = 1U << NL80211_STA_FLAG_AUTHORIZED;
    if ((flags.mask & flags.set & authorized) == 0) return said_noted(std::move(details));
    return said(wifi::Authorized{}, details + " may send data");
}

}  // namespace

Nl80211Said nl80211_request(std::uint8_t command, const AttributeTable& attributes) {
    const auto bssid = attributes.address(NL80211_ATTR_MAC);
    switch (command) {
        case NL80211_CMD_AUTHENTICATE:
            return said(wifi::AuthRequested{.bssid = bssid, .attempt = 1}, address_text(bssid));
        case NL80211_CMD_ASSOCIATE:
            return said(wifi::AssocRequested{.bssid = bssid, .attempt = 1}, address_text(bssid));
        case NL80211_CMD_CONNECT: return asks("connect", attributes);
        case NL80211_CMD_DEAUTHENTICATE: return asks("deauthenticate", attributes);
        case NL80211_CMD_DISASSOCIATE: return asks("disassociate", attributes);
        case NL80211_CMD_DISCONNECT: return asks("disconnect", attributes);
        case NL80211_CMD_SET_STATION: return station_flags(attributes);
        default: return said_noted(bssid ? bssid->to_string() : std::string());
    }
}

}  // namespace wlanmedic::evidence
