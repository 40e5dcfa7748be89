// SPDX-License-Identifier: MIT
// What the lab must know of a frame in the air: its class and its addresses. IEEE 802.11-2020, 9.2.4.1.3 (types
// and subtypes) and 9.3.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "wifi/mac_address.h"

namespace wlanmedic::lab {

/// As scenarios name them, with '-' for '_' ("association-response"). Reassociations count as associations.
enum class FrameClass : std::uint8_t {
    beacon,
    probe_request,
    probe_response,
    authentication,
    association_request,
    association_response,
    deauthentication,
    disassociation,
    action,            ///< also action without acknowledgement
    other_management,  ///< timing advertisement, ATIM
    /// Never a frame of its own on hwsim's netlink: there, the way back of a frame that was received. In captures
    /// of hwsim0 it is one.
    acknowledgement,
    control,  ///< what else is a control frame
    null,     ///< data without a body: power save and probing of a link
    eapol,    ///< data, not encrypted, with Ethernet type 0x888e
    data,     ///< what else is data; an encrypted EAPOL frame cannot be told from it
};
inline constexpr std::size_t frame_classes = 15;

std::string_view to_text(FrameClass frame_class);
/// Of a single class.
std::optional<FrameClass> frame_class_from_text(std::string_view text);

using FrameSet = std::bitset<frame_classes>;

/// A class, or a group: "all", "management" (all management frames), "data" (null, eapol, data),
/// "payload" (FrameClass::data alone), "from-the-access-point" is not a class: a rule has its direction.
std::optional<FrameSet> frame_set_from_text(std::string_view text);

/// Names that read back, all together, as the same set: "all", or one for each class ("payload" for data).
std::vector<std::string_view> names_of(const FrameSet& set);

struct Frame {
    FrameClass frame_class = FrameClass::data;
    bool is_protected = false;
    bool group = false;  ///< address 1 is a group address
    bool retry = false;
    wifi::MacAddress to;    ///< address 1
    wifi::MacAddress from;  ///< address 2; zero where a control frame has none
    /// Address 3 of a management frame; of data, by the DS bits. Zero in control frames and with four addresses.
    wifi::MacAddress bssid;
    bool to_ds = false;  ///< of data; it and from_ds mean other things elsewhere
    bool from_ds = false;
    bool power_management = false;  ///< the station says that it dozes from now on
};

/// Nothing where the bytes are too few for the header of their type (10 of a control frame, 24 of any other),
/// the protocol version is not 0, or the type is extension (DMG and S1G beacons). EAPOL inside an A-MSDU is data.
std::optional<Frame> view_frame(std::span<const std::uint8_t> bytes);

}  // namespace wlanmedic::lab
