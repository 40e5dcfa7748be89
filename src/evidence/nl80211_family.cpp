// SPDX-License-Identifier: MIT
#include "evidence/nl80211_family.h"

#include <linux/genetlink.h>
#include <linux/nl80211.h>

#include "evidence/nl80211_message.h"
#include "netlink/attribute_table.h"
#include "wifi/management_frame.h"

namespace wlanmedic::evidence {
namespace {

using netlink::AttributeTable;
using Subtype = wifi::ManagementFrame::Subtype;

// net/netlink/genetlink.c: GENL_START_ALLOC, above the families with fixed numbers.
constexpr std::uint16_t first_given = GENL_MIN_ID + 3;

bool has_wdev(std::uint8_t command) {
    switch (command) {
        case NL80211_CMD_TRIGGER_SCAN:
        case NL80211_CMD_NEW_SCAN_RESULTS:
        case NL80211_CMD_SCAN_ABORTED:
        case NL80211_CMD_NEW_INTERFACE:
        case NL80211_CMD_SET_INTERFACE:
        case NL80211_CMD_DEL_INTERFACE:
        case NL80211_CMD_REMAIN_ON_CHANNEL:
        case NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL:
        case NL80211_CMD_FRAME:
        case NL80211_CMD_FRAME_TX_STATUS:
        case NL80211_CMD_FRAME_WAIT_CANCEL:
        case NL80211_CMD_CONTROL_PORT_FRAME:
        case NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS: return true;
        default: return false;
    }
}

bool reports(std::uint8_t command, Subtype subtype) {
    switch (command) {
        case NL80211_CMD_AUTHENTICATE: return subtype == Subtype::authentication;
        case NL80211_CMD_ASSOCIATE:
            return subtype == Subtype::assoc_response || subtype == Subtype::reassoc_response;
        case NL80211_CMD_DEAUTHENTICATE:
        case NL80211_CMD_UNPROT_DEAUTHENTICATE: return subtype == Subtype::deauthentication;
        case NL80211_CMD_DISASSOCIATE:
        case NL80211_CMD_UNPROT_DISASSOCIATE: return subtype == Subtype::disassociation;
        default: return false;
    }
}

}  // namespace

bool Nl80211Family::can_be_nothing_else(const netlink::Message& message) {
    if (message.type < first_given || message.type > GENL_MAX_ID || message.is_request()) return false;
    const auto generic = netlink::GenericMessage::of(message);
    if (!generic || generic->version != 1) return false;
    const AttributeTable attributes(generic->attributes);
    const auto wiphy = attributes.u32(NL80211_ATTR_WIPHY);
    if (!wiphy || attributes.is_malformed()) return false;
    if (has_wdev(generic->command)) {
        const auto wdev = attributes.u64(NL80211_ATTR_WDEV);
        return wdev && *wdev >> 32U == *wiphy && (*wdev & 0xffff'ffffU) != 0;
    }
    const auto index = attributes.u32(NL80211_ATTR_IFINDEX);
    const auto bytes = attributes.bytes(NL80211_ATTR_FRAME);
    const auto frame = bytes && index ? wifi::decode_management_frame(*bytes) : std::nullopt;
    return frame && reports(generic->command, frame->subtype);
}

bool Nl80211Family::note(const netlink::Message& message) {
    if (const auto told = netlink::nl80211_family_in(message)) {
        number_ = told;
        source_ = Source::told;
        return true;
    }
    if (number_ || message.type < first_given) return false;
    if (can_be_nothing_else(message)) {
        number_ = message.type;
        source_ = Source::inferred;
    } else {
        ++passed_unknown_;
    }
    return false;
}

}  // namespace wlanmedic::evidence
