// SPDX-License-Identifier: MIT
#include <linux/nl80211.h>

#include <cstring>

#include "evidence/nl80211_said.h"

namespace wlanmedic::evidence {
namespace {

using netlink::AttributeTable;

Nl80211Said station(const AttributeTable& attributes, bool of_station) {
    const auto address = attributes.address(NL80211_ATTR_MAC);
    if (!address) return said_malformed("no address");
    std::string details = address->to_string();
    const auto nested = attributes.bytes(NL80211_ATTR_STA_INFO);
    if (!nested) return said_noted(std::move(details));
    const AttributeTable info(*nested);
    const auto flags_bytes = info.bytes(NL80211_STA_INFO_STA_FLAGS);
    const auto signal = info.u8(NL80211_STA_INFO_SIGNAL);
    nl80211_sta_flag_update flags{};
    if (info.is_malformed() || (flags_bytes && flags_bytes->size() != sizeof flags))
        return said_malformed(details + ", what is known of it");
    if (flags_bytes) std::memcpy(&flags, flags_bytes->data(), sizeof flags);
    const auto is = [&](unsigned flag) { return (flags.mask & flags.set & (1U << flag)) != 0; };
    if (signal) fmt::format_to(std::back_inserter(details), " {} dBm", static_cast<std::int8_t>(*signal));
    if (is(NL80211_STA_FLAG_AUTHORIZED))
        details += ", may send data";
    else if (is(NL80211_STA_FLAG_ASSOCIATED))
        details += ", associated";
    // A station's peers are its access point, and those that it reaches directly (TDLS).
    if (of_station && is(NL80211_STA_FLAG_AUTHORIZED) && !is(NL80211_STA_FLAG_TDLS_PEER))
        return said(wifi::StationState{.address = address,
                                       .before = wifi::StationStage::authorized,
                                       .after = wifi::StationStage::authorized},
                    std::move(details));
    return said_noted(std::move(details));
}

}  // namespace

Nl80211Said nl80211_answer(std::uint8_t command, const AttributeTable& attributes, bool of_station) {
    switch (command) {
        case NL80211_CMD_NEW_INTERFACE: {
            const auto type = attributes.u32(NL80211_ATTR_IFTYPE);
            if (!type) return said_malformed("no type");
            std::string text = interface_type_text(*type);
            return said(wifi::InterfaceType{.type = text}, text);
        }
        case NL80211_CMD_NEW_STATION: return station(attributes, of_station);
        case NL80211_CMD_NEW_WIPHY: {
            const auto name = attributes.text(NL80211_ATTR_WIPHY_NAME);
            return said_noted(name ? fmt::format("named {}", printable(*name)) : std::string());
        }
        default: return said_noted();
    }
}

}  // namespace wlanmedic::evidence
