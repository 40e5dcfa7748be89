// SPDX-License-Identifier: MIT
// The one decoder of nl80211 messages, for files and sockets alike: what iw event prints as text, from the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evidence/decoded.h"
#include "evidence/nl80211_family.h"
#include "evidence/nl80211_interfaces.h"
#include "evidence/nl80211_message.h"
#include "netlink/attribute_table.h"
#include "netlink/message.h"
#include "runfile/record.h"

namespace wlanmedic::evidence {

/// What one netlink message told.
struct NetlinkTold {
    Decoded decoded;
    std::string
        text;  ///< one line for a person: "NL80211_CMD_DISCONNECT wlan0 (phy0) by the access point, reason 4"
};

/// Follows one machine's messages in their order: which number nl80211 has, which index is which interface.
///
/// Interfaces are those that the messages name, phys are numbers ("phy2"), as in iw's lines. Two are named where
/// iw cannot: the one that NL80211_CMD_DEL_INTERFACE takes away, and the phy of a message that has an ifindex
/// alone. Events are those of iw_event.h, with the access point where only the message has it (time-outs,
/// authorized), and a SignalReport for a crossed threshold.
///
/// nlmon and others that tap the kernel give one copy of a notification for each listener: see Nl80211Duplicates.
class Nl80211Decoder {
public:
    /// One for each message in the frame that is nl80211's or tells of a wireless interface (rtnetlink), and one,
    /// malformed, where the bytes of the frame stop making sense. Where a message names an interface otherwise
    /// than events before were told under, an InterfaceRenamed of its own comes before it. What a request of a
    /// process or the answer to one tells is a state, not a happening: see nl80211_message.h, docs/run-file.md.
    std::vector<NetlinkTold> take(const runfile::NetlinkFrame& frame);

    /// How nl80211's number is known, and what passed before it was.
    const Nl80211Family& family() const { return family_; }

private:
    using Told = std::vector<NetlinkTold>;
    struct About;  // wiphy, interface and wdev that a message names

    void take_generic(const netlink::Message& message, bool request, Told& told);
    void take_refusal(const netlink::Message& message, Told& told);
    void take_link(const netlink::Message& message, Told& told);
    void take_nl80211(const netlink::Message& message, bool request, Told& told);
    void note_interface(const About& about, const netlink::AttributeTable& attributes, bool request, Told& told);
    void note_name(std::uint32_t index, std::string_view name, Told& told);
    std::string phy_of(std::uint32_t index) const;
    Decoded decoded_of(const About& about, const Nl80211Said& said);
    static std::string line(std::string_view what, std::uint8_t command, const Decoded& decoded,
                            const About& about, const std::string& details);

    Nl80211Family family_;
    KnownInterfaces interfaces_;
};

}  // namespace wlanmedic::evidence
