// SPDX-License-Identifier: MIT
#include "capture/network_facts.h"

#include <fmt/format.h>
#include <linux/ethtool.h>
#include <linux/nl80211.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "netlink/message.h"
#include "netlink/nl80211_names.h"
#include "posix/descriptor.h"
#include "wifi/mac_address.h"
#include "wifi/rsn_element.h"

namespace wlanmedic::capture {
namespace {

using netlink::Attribute;
using netlink::Attributes;
using netlink::Bytes;

constexpr std::uint8_t element_ssid = 0;
constexpr std::uint8_t element_rsn = 48;

// IEEE 802.11-2020, 19.3.15.2 and Annex E; 0 where the frequency is none of a band's.
int channel_of(int mhz) {
    if (mhz == 2484) return 14;
    if (mhz >= 2412 && mhz <= 2472) return (mhz - 2407) / 5;
    if (mhz >= 5150 && mhz < 5925) return (mhz - 5000) / 5;
    if (mhz == 5935) return 2;
    if (mhz >= 5955 && mhz <= 7115) return (mhz - 5950) / 5;
    return 0;
}

std::string_view band_of(int mhz) {
    if (mhz >= 2400 && mhz < 2500) return "2.4 GHz";
    if (mhz >= 4900 && mhz < 5925) return "5 GHz";
    if (mhz >= 5925 && mhz <= 7125) return "6 GHz";
    return {};
}

Json address_of(const Attribute& attribute) {
    const auto address = wifi::MacAddress::from_octets(attribute.value);
    return address ? Json(address->to_string()) : Json();
}

// An SSID is any 32 bytes; JSON wants UTF-8.
std::string text_of(Bytes bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes)
        if (byte >= 0x20 && byte < 0x7f && byte != '\\')
            text += static_cast<char>(byte);
        else
            text += fmt::format("\\x{:02x}", byte);
    return text;
}

Json offers_of(Bytes body) {
    const auto rsn = wifi::decode_rsn_element(body);
    if (!rsn) return {};
    Json offers = Json::object();
    if (rsn->group_cipher) offers["group_cipher"] = *rsn->group_cipher;
    offers["pairwise_ciphers"] = rsn->pairwise_ciphers;
    offers["key_managements"] = rsn->key_managements;
    offers["pmf"] = rsn->pmf_required ? "required" : rsn->pmf_capable ? "optional" : "none";
    if (rsn->group_management_cipher) offers["group_management_cipher"] = *rsn->group_management_cipher;
    return offers;
}

// One connection to nl80211, that waits for its answers.
class Asking {
public:
    using Answer = std::function<void(Bytes attributes)>;

    Asking() {
        socket_.reset(nl_socket_alloc());
        if (!socket_) {
            trouble_ = "no memory";
            return;
        }
        if (const int result = genl_connect(socket_.get()); result < 0) {
            trouble_ = nl_geterror(result);
            return;
        }
        family_ = genl_ctrl_resolve(socket_.get(), "nl80211");
        if (family_ < 0) trouble_ = "no nl80211 (is the module cfg80211 loaded?)";
    }
    const std::string& trouble() const { return trouble_; }

    // Empty, or what is wrong.
    std::string ask(std::uint8_t command, bool all, std::uint32_t index, const Answer& answer) {
        const std::unique_ptr<nl_msg, decltype(&nlmsg_free)> message(nlmsg_alloc(), nlmsg_free);
        if (!message) return "no memory";
        genlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, family_, 0, all ? NLM_F_DUMP : 0, command, 0);
        if (index != 0) nla_put_u32(message.get(), NL80211_ATTR_IFINDEX, index);
        nl_socket_modify_cb(
            socket_.get(), NL_CB_VALID, NL_CB_CUSTOM,
            [](nl_msg* got, void* to) {
                const nlmsghdr* const header = nlmsg_hdr(got);
                netlink::Messages messages(
                    Bytes(reinterpret_cast<const std::uint8_t*>(header), header->nlmsg_len));  // NOLINT
                if (const auto one = messages.next())
                    if (const auto generic = netlink::GenericMessage::of(*one))
                        (*static_cast<const Answer*>(to))(generic->attributes);
                return static_cast<int>(NL_OK);
            },
            const_cast<Answer*>(&answer));  // NOLINT: it is only read
        int result = nl_send_auto(socket_.get(), message.get());
        if (result >= 0) result = all ? nl_recvmsgs_default(socket_.get()) : nl_wait_for_ack(socket_.get());
        return result < 0 ? nl_geterror(result) : "";
    }

private:
    std::unique_ptr<nl_sock, decltype(&nl_socket_free)> socket_{nullptr, nl_socket_free};
    int family_ = -1;
    std::string trouble_;
};

Json* interface_named(Json& interfaces, const std::string& name) {
    for (Json& interface : interfaces)
        if (interface["name"] == name) return &interface;
    interfaces.push_back({{"name", name}});
    return &interfaces.back();
}

Json regulatory_fact(Bytes attributes) {
    Json fact = Json::object();
    if (const auto country = Attributes::find(attributes, NL80211_ATTR_REG_ALPHA2))
        fact["country"] = std::string(country->text());
    if (const auto wiphy = Attributes::find(attributes, NL80211_ATTR_WIPHY); wiphy && wiphy->u32())
        fact["phy"] = fmt::format("phy{}", *wiphy->u32());
    if (Attributes::find(attributes, NL80211_ATTR_WIPHY_SELF_MANAGED_REG)) fact["self_managed"] = true;
    if (const auto region = Attributes::find(attributes, NL80211_ATTR_DFS_REGION); region && region->u8())
        fact["dfs_region"] = *region->u8() == NL80211_DFS_FCC    ? "FCC"
                             : *region->u8() == NL80211_DFS_ETSI ? "ETSI"
                             : *region->u8() == NL80211_DFS_JP   ? "JP"
                                                                 : "unset";
    return fact;
}

void add_interface(Json& interfaces, Bytes attributes) {
    const auto name = Attributes::find(attributes, NL80211_ATTR_IFNAME);
    const auto index = Attributes::find(attributes, NL80211_ATTR_IFINDEX);
    if (!name || !index || !index->u32()) return;  // a P2P device without an interface
    Json& fact = *interface_named(interfaces, std::string(name->text()));
    fact["index"] = *index->u32();
    if (const auto wiphy = Attributes::find(attributes, NL80211_ATTR_WIPHY); wiphy && wiphy->u32())
        if (!fact.contains("phy")) fact["phy"] = fmt::format("phy{}", *wiphy->u32());
    if (const auto address = Attributes::find(attributes, NL80211_ATTR_MAC))
        fact["address"] = address_of(*address);
    if (const auto type = Attributes::find(attributes, NL80211_ATTR_IFTYPE); type && type->u32())
        fact["type"] = std::string(netlink::interface_type_name(*type->u32()));
    if (const auto power = Attributes::find(attributes, NL80211_ATTR_WIPHY_TX_POWER_LEVEL); power && power->u32())
        fact["tx_power_dbm"] = static_cast<std::int32_t>(*power->u32()) / 100.0;
}

// NL80211_STA_INFO_STA_FLAGS: struct nl80211_sta_flag_update, a mask and what is set of it.
void add_pmf(Json& bss, Bytes attributes) {
    const auto info = Attributes::find(attributes, NL80211_ATTR_STA_INFO);
    if (!info) return;
    const auto flags = Attributes::find(info->value, NL80211_STA_INFO_STA_FLAGS);
    if (!flags || flags->value.size() < sizeof(nl80211_sta_flag_update)) return;
    nl80211_sta_flag_update update{};
    std::memcpy(&update, flags->value.data(), sizeof update);
    if ((update.mask & (1U << NL80211_STA_FLAG_MFP)) != 0)
        bss["pmf"] = (update.set & (1U << NL80211_STA_FLAG_MFP)) != 0;
}

}  // namespace

Json bss_fact(Bytes bss) {
    Json fact = Json::object();
    Attributes attributes(bss);
    while (const auto attribute = attributes.next()) switch (attribute->type) {
            case NL80211_BSS_BSSID: fact["bssid"] = address_of(*attribute); break;
            case NL80211_BSS_FREQUENCY:
                if (const auto mhz = attribute->u32(); mhz && *mhz < 100'000) {
                    fact["frequency"] = *mhz;
                    if (const int channel = channel_of(static_cast<int>(*mhz)); channel != 0)
                        fact["channel"] = channel;
                    if (const auto band = band_of(static_cast<int>(*mhz)); !band.empty())
                        fact["band"] = std::string(band);
                }
                break;
            case NL80211_BSS_BEACON_INTERVAL:
                if (const auto tu = attribute->u16()) fact["beacon_interval_tu"] = *tu;
                break;
            case NL80211_BSS_SIGNAL_MBM:
                if (const auto mbm = attribute->u32())
                    fact["signal_dbm"] = static_cast<std::int32_t>(*mbm) / 100.0;
                break;
            case NL80211_BSS_INFORMATION_ELEMENTS:
                if (const auto ssid = wifi::find_element(attribute->value, element_ssid))
                    fact["ssid"] = text_of(*ssid);
                if (const auto rsn = wifi::find_element(attribute->value, element_rsn))
                    if (Json offers = offers_of(*rsn); !offers.is_null()) fact["offers"] = std::move(offers);
                break;
            default: break;
        }
    return fact;
}

void add_firmware(Json& interfaces, Unknowns& unknowns) {
    const posix::Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket) return unknowns.add("firmware versions", std::strerror(errno));
    for (Json& interface : interfaces) {
        const std::string name = interface["name"];
        ethtool_drvinfo info{};
        info.cmd = ETHTOOL_GDRVINFO;
        ifreq request{};
        name.copy(request.ifr_name, IFNAMSIZ - 1);
        request.ifr_data = reinterpret_cast<char*>(&info);  // NOLINT: the shape of the ioctl
        if (::ioctl(socket.get(), SIOCETHTOOL, &request) != 0) {
            unknowns.add(fmt::format("firmware version of {}", name), std::strerror(errno));
            continue;
        }
        const auto text = [](std::span<const char> of) {
            return std::string(of.data(), ::strnlen(of.data(), of.size()));
        };
        if (std::string version = text(info.version); !version.empty()) interface["driver_version"] = version;
        if (std::string firmware = text(info.fw_version); !firmware.empty() && firmware != "N/A")
            interface["firmware"] = firmware;
        else
            unknowns.add(fmt::format("firmware version of {}", name), "the driver does not tell it");
    }
}

void add_nl80211(Json& document, Unknowns& unknowns, const std::function<void()>& so_far) {
    Asking asking;
    if (!asking.trouble().empty()) return unknowns.add("nl80211", asking.trouble());
    Json regulatory = Json::array();
    if (const std::string trouble =
            asking.ask(NL80211_CMD_GET_REG, true, 0,
                       [&](Bytes attributes) { regulatory.push_back(regulatory_fact(attributes)); });
        !trouble.empty())
        unknowns.add("regulatory domain", trouble);
    document["regulatory"] = std::move(regulatory);
    so_far();
    Json& interfaces = document["interfaces"];
    if (const std::string trouble = asking.ask(NL80211_CMD_GET_INTERFACE, true, 0,
                                               [&](Bytes attributes) { add_interface(interfaces, attributes); });
        !trouble.empty())
        unknowns.add("interfaces", trouble);
    so_far();
    for (Json& interface : interfaces) {
        if (!interface.contains("index")) continue;
        const std::uint32_t index = interface["index"];
        const std::string name = interface["name"];
        if (const std::string trouble =
                asking.ask(NL80211_CMD_GET_POWER_SAVE, false, index,
                           [&](Bytes attributes) {
                               if (const auto state = Attributes::find(attributes, NL80211_ATTR_PS_STATE);
                                   state && state->u32())
                                   interface["power_save"] = *state->u32() == NL80211_PS_ENABLED;
                           });
            !trouble.empty())
            unknowns.add(fmt::format("power save of {}", name), trouble);
        if (interface.value("type", "") != "station" && interface.value("type", "") != "P2P-client") continue;
        if (const std::string trouble = asking.ask(NL80211_CMD_GET_SCAN, true, index,
                                                   [&](Bytes attributes) {
                                                       const auto bss =
                                                           Attributes::find(attributes, NL80211_ATTR_BSS);
                                                       if (bss && Attributes::find(bss->value, NL80211_BSS_STATUS))
                                                           interface["bss"] = bss_fact(bss->value);
                                                   });
            !trouble.empty())
            unknowns.add(fmt::format("BSS of {}", name), trouble);
        so_far();
    }
    for (Json& interface : interfaces) {
        if (!interface.contains("bss")) continue;
        if (const std::string trouble =
                asking.ask(NL80211_CMD_GET_STATION, true, interface["index"],
                           [&](Bytes attributes) { add_pmf(interface["bss"], attributes); });
            !trouble.empty())
            unknowns.add(fmt::format("protection of management frames of {}", std::string(interface["name"])),
                         trouble);
        so_far();
    }
}

}  // namespace wlanmedic::capture
