// SPDX-License-Identifier: MIT
#include "evidence/nl80211_event.h"

#include <fmt/format.h>
#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>

#include <cstring>
#include <limits>
#include <system_error>

#include "evidence/nl80211_message.h"
#include "netlink/nl80211_names.h"

namespace wlanmedic::evidence {
namespace {

using netlink::AttributeTable;
using netlink::Message;
using Kind = Decoded::Kind;

NetlinkTold without_event(Kind kind, std::string text) {
    NetlinkTold told{.decoded = {}, .text = std::move(text)};
    told.decoded.kind = kind;
    return told;
}

// IFF_LOWER_UP of <linux/if.h>: data may pass.
constexpr unsigned lower_up = 1U << 16U;

}  // namespace

// Whichever it has.
struct Nl80211Decoder::About {
    std::optional<std::uint32_t> index;
    std::optional<std::uint32_t> wiphy;
    std::optional<std::uint64_t> wdev;

    explicit About(const AttributeTable& attributes)
        : index(attributes.u32(NL80211_ATTR_IFINDEX)),
          wiphy(attributes.u32(NL80211_ATTR_WIPHY)),
          wdev(attributes.u64(NL80211_ATTR_WDEV)) {
        // wdev_id() in net/wireless/nl80211.c.
        if (!wiphy && wdev) wiphy = static_cast<std::uint32_t>(*wdev >> 32U);
    }
};

std::string Nl80211Decoder::line(std::string_view what, std::uint8_t command, const Decoded& decoded,
                                 const About& about, const std::string& details) {
    std::string text(what);
    text += netlink::command_name(command);
    if (!decoded.interface.empty())
        fmt::format_to(std::back_inserter(text), " {}", decoded.interface);
    else if (about.wdev)
        fmt::format_to(std::back_inserter(text), " wdev {:#x}", *about.wdev);
    if (!decoded.phy.empty())
        text += decoded.interface.empty() && !about.wdev ? fmt::format(" {}", decoded.phy)
                                                         : fmt::format(" ({})", decoded.phy);
    if (!details.empty()) fmt::format_to(std::back_inserter(text), " {}", details);
    return text;
}

std::vector<NetlinkTold> Nl80211Decoder::take(const runfile::NetlinkFrame& frame) {
    Told told;
    netlink::Messages messages(frame.bytes);
    while (const auto message = messages.next()) {
        if (frame.family == runfile::Family::route)
            take_link(*message, told);
        else
            take_generic(*message, message->is_request() || frame.way == runfile::Way::to_kernel, told);
    }
    if (messages.broken())
        told.push_back(without_event(Kind::malformed, "bytes that are no whole netlink message"));
    return told;
}

void Nl80211Decoder::take_generic(const Message& message, bool request, Told& told) {
    if (message.type == NLMSG_ERROR) return take_refusal(message, told);
    if (family_.note(message))
        told.push_back(without_event(Kind::noted, fmt::format("nl80211 has the number {}", *family_.number())));
    if (family_.is(message)) take_nl80211(message, request, told);
}

void Nl80211Decoder::take_nl80211(const Message& message, bool request, Told& told) {
    const auto generic = netlink::GenericMessage::of(message);
    if (!generic) return told.push_back(without_event(Kind::malformed, "an nl80211 message without a command"));
    const AttributeTable attributes(generic->attributes);
    const About about(attributes);
    const bool answer = !request && !message.is_notification();
    if (!attributes.is_malformed()) note_interface(about, attributes, request, told);

    const auto* known = about.index ? interfaces_.find(*about.index) : nullptr;
    const bool of_station =
        known != nullptr && (known->type == NL80211_IFTYPE_STATION || known->type == NL80211_IFTYPE_P2P_CLIENT);
    Nl80211Said said = request  ? nl80211_request(generic->command, attributes)
                       : answer ? nl80211_answer(generic->command, attributes, of_station)
                                : nl80211_notification(generic->command, attributes);
    if (attributes.is_malformed()) said.kind = Kind::malformed;

    NetlinkTold& one = told.emplace_back();
    one.decoded = decoded_of(about, said);
    one.text = line(request  ? "request "
                    : answer ? "answer "
                             : "",
                    generic->command, one.decoded, about, said.details);
    if (said.kind == Kind::malformed) one.text += " (malformed)";
    if (request || answer || said.kind == Kind::malformed) return;
    if (generic->command == NL80211_CMD_DEL_INTERFACE && about.index) interfaces_.forget(*about.index);
    if (generic->command == NL80211_CMD_DEL_WIPHY && about.wiphy) interfaces_.forget_wiphy(*about.wiphy);
}

// NLMSG_ERROR: the error, and the request that it answers, whole unless the process wished it otherwise
// (NETLINK_CAP_ACK): then nothing shows what was refused.
void Nl80211Decoder::take_refusal(const Message& message, Told& told) {
    std::int32_t error = 0;
    if (message.payload.size() < sizeof error) return;
    std::memcpy(&error, message.payload.data(), sizeof error);
    if (error >= 0) return;
    netlink::Messages quoted(message.payload.subspan(sizeof error));
    const auto request = quoted.next();
    if (!request || !family_.is(*request)) return;
    const auto generic = netlink::GenericMessage::of(*request);
    if (!generic) return;
    const AttributeTable attributes(generic->attributes);
    const About about(attributes);
    Nl80211Said said;
    const int number = error == std::numeric_limits<std::int32_t>::min() ? 0 : -error;
    said.details = fmt::format("error {} ({})", number, std::generic_category().message(number));
    if (generic->command == NL80211_CMD_TRIGGER_SCAN) {
        said.kind = Kind::event;
        said.payload = wifi::ScanFailed{.error = number};
    }
    NetlinkTold& one = told.emplace_back();
    one.decoded = decoded_of(about, said);
    one.text = line("refused ", generic->command, one.decoded, about, said.details);
}

// A process that asks names an interface and a phy that are there; a name and a type may be what it wishes to be
// made: those are learned from the kernel's word only.
void Nl80211Decoder::note_interface(const About& about, const AttributeTable& attributes, bool request,
                                    Told& told) {
    if (!about.index) return;
    KnownInterfaces::Interface* known = interfaces_.know(*about.index, true);
    if (known == nullptr) return;
    if (about.wiphy) known->wiphy = about.wiphy;
    if (request) return;
    if (const auto type = attributes.u32(NL80211_ATTR_IFTYPE)) known->type = type;
    if (const auto name = attributes.text(NL80211_ATTR_IFNAME)) note_name(*about.index, *name, told);
}

void Nl80211Decoder::note_name(std::uint32_t index, std::string_view name, Told& told) {
    const auto before = interfaces_.rename(index, name);
    if (!before) return;
    NetlinkTold& one = told.emplace_back();
    one.decoded.kind = Kind::event;
    one.decoded.interface = name;
    one.decoded.phy = phy_of(index);
    one.decoded.payload = wifi::InterfaceRenamed{.before = *before, .after = std::string(name)};
    one.text = fmt::format("{} is named {}", *before, name);
}

std::string Nl80211Decoder::phy_of(std::uint32_t index) const {
    const auto* known = interfaces_.find(index);
    return known != nullptr && known->wiphy ? fmt::format("phy{}", *known->wiphy) : std::string();
}

Decoded Nl80211Decoder::decoded_of(const About& about, const Nl80211Said& said) {
    Decoded decoded;
    decoded.kind = said.kind;
    if (about.index) decoded.interface = interfaces_.name(*about.index);
    if (about.wiphy)
        decoded.phy = fmt::format("phy{}", *about.wiphy);
    else if (about.index)
        decoded.phy = phy_of(*about.index);
    if (said.kind != Kind::event) return decoded;
    decoded.payload = said.payload;
    if (about.index) interfaces_.note_told(*about.index);
    return decoded;
}

// net/core/rtnetlink.c; struct ifinfomsg, then IFLA_… attributes.
void Nl80211Decoder::take_link(const Message& message, Told& told) {
    const bool gone = message.type == RTM_DELLINK;
    if ((message.type != RTM_NEWLINK && !gone) || message.is_request()) return;
    ifinfomsg link;
    if (message.payload.size() < sizeof link)
        return told.push_back(without_event(Kind::malformed, "RTM_NEWLINK without an interface"));
    std::memcpy(&link, message.payload.data(), sizeof link);
    // A bridge tells of its ports with the same messages.
    if (link.ifi_family != AF_UNSPEC || link.ifi_index <= 0) return;
    const auto index = static_cast<std::uint32_t>(link.ifi_index);
    const AttributeTable attributes(message.payload.subspan(sizeof link));
    const auto name = attributes.text(IFLA_IFNAME);
    const auto* before = interfaces_.find(index);
    const bool wireless = before != nullptr && before->wireless;
    if (attributes.is_malformed()) {
        if (!wireless) return;
        NetlinkTold& one = told.emplace_back(without_event(Kind::malformed, {}));
        one.decoded.interface = interfaces_.name(index);
        one.decoded.phy = phy_of(index);
        one.text = fmt::format("{} {} (malformed)", gone ? "RTM_DELLINK" : "RTM_NEWLINK", one.decoded.interface);
        return;
    }
    // A wireless one is forgotten by nl80211's word, which may have been read later.
    if (gone && !wireless) return interfaces_.forget(index);
    if (!gone && interfaces_.know(index, false) != nullptr && name) note_name(index, *name, told);
    if (!wireless) return;
    NetlinkTold& one = told.emplace_back(without_event(Kind::noted, {}));
    one.decoded.interface = interfaces_.name(index);
    one.decoded.phy = phy_of(index);
    one.text = fmt::format("{} {} {}, {}", gone ? "RTM_DELLINK" : "RTM_NEWLINK", one.decoded.interface,
                           (link.ifi_flags & IFF_UP) != 0 ? "up" : "down",
                           (link.ifi_flags & lower_up) != 0 ? "carrier" : "no carrier");
}

}  // namespace wlanmedic::evidence
