// SPDX-License-Identifier: MIT
// What one nl80211 message says, whoever it is about: a notification of the kernel, a request of a process, an
// answer. Pure; whose it is (interface, phy) is for Nl80211Decoder.
#pragma once

#include <cstdint>
#include <string>

#include "evidence/decoded.h"
#include "netlink/attribute_table.h"

namespace wlanmedic::evidence {

struct Nl80211Said {
    Decoded::Kind kind = Decoded::Kind::noted;
    std::optional<wifi::Payload> payload;
    std::string
        details;  ///< for people, behind command and interface: "by the access point, reason 4"; often empty
};

/// Sent to all (a multicast group), or by the kernel of its own accord to one. Attributes as
/// net/wireless/nl80211.c puts them there, Linux 4.x to 6.x; events as decode_iw_event() makes them of iw's line
/// for the same message, and with what only the message says (the access point of a time-out).
Nl80211Said nl80211_notification(std::uint8_t command, const netlink::AttributeTable& attributes);

/// A process asks the kernel, which may refuse: what it asks to join is a request (AuthRequested, AssocRequested,
/// UserRequest), what it asks to leave a UserRequest; leave to send is Authorized without an access point. All
/// else is noted: what comes of it is told by the kernel.
Nl80211Said nl80211_request(std::uint8_t command, const netlink::AttributeTable& attributes);

/// The kernel answers: what is, not what happened. An interface is an InterfaceType. An access point with which a
/// station (`of_station`: the interface is one) may send data is a StationState that stays as it is: the link is
/// up, or was until a moment ago; nothing says when it was made. All else is noted.
Nl80211Said nl80211_answer(std::uint8_t command, const netlink::AttributeTable& attributes, bool of_station);

/// The messages that carry a management frame (NL80211_ATTR_FRAME): AUTHENTICATE, ASSOCIATE, DEAUTHENTICATE,
/// DISASSOCIATE, UNPROT_DEAUTHENTICATE, UNPROT_DISASSOCIATE.
Nl80211Said nl80211_frame_notification(std::uint8_t command, const netlink::AttributeTable& attributes);
bool carries_management_frame(std::uint8_t command);

/// "station", …, "unknown (99)": as iw event has it.
std::string interface_type_text(std::uint32_t type);

}  // namespace wlanmedic::evidence
