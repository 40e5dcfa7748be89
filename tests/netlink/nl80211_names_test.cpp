// SPDX-License-Identifier: MIT
// Held against the kernel's header as Debian packs it, and against tshark.
#include "netlink/nl80211_names.h"

#include <gmock/gmock.h>
#include <linux/nl80211.h>
#include <stdio.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>
#include <sstream>

namespace wlanmedic::netlink {
namespace {

// The names in enum nl80211_commands, in their order; aliases ("= ") and the last are left out.
std::vector<std::string> names_in_header() {
    std::ifstream file("/usr/include/linux/nl80211.h");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = text.find("enum nl80211_commands {");
    const std::string body = text.substr(begin, text.find("};", begin) - begin);
    const std::regex entry(R"(\n\s*(NL80211_CMD_\w+)\s*(/\*[^*]*\*/)?\s*,)");
    std::vector<std::string> names;
    for (std::sregex_iterator found(body.begin(), body.end(), entry), end; found != end; ++found)
        names.push_back((*found)[1]);
    return names;
}

TEST(CommandName, IsTheHeadersForEachNumber) {
    const auto names = names_in_header();
    ASSERT_EQ(names.size(), std::size_t{NL80211_CMD_MAX} + 1);
    for (std::size_t number = 0; number < names.size(); ++number)
        EXPECT_EQ(command_name(static_cast<std::uint8_t>(number)), names[number]);
}

TEST(CommandName, IsTsharksForEachNumber) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen("tshark -G values 2>/dev/null", "r"), pclose);
    ASSERT_TRUE(pipe);
    std::array<char, 4096> line;
    int compared = 0;
    while (fgets(line.data(), line.size(), pipe.get()) != nullptr) {
        std::istringstream words(line.data());
        std::string kind, field, name;
        int number = 0;
        if (!(words >> kind >> field) || kind != "V" || field != "nl80211.cmd" || !(words >> number >> name))
            continue;
        EXPECT_EQ(command_name(static_cast<std::uint8_t>(number)), name);
        ++compared;
    }
    EXPECT_GE(compared, 153) << "Debian's tshark is missing, or knows nothing of nl80211";
}

TEST(CommandName, GoesOnBehindDebiansHeader) {
    EXPECT_EQ(command_name(154), "NL80211_CMD_LINKS_REMOVED");
    EXPECT_EQ(command_name(155), "NL80211_CMD_SET_TID_TO_LINK_MAPPING");
    EXPECT_EQ(command_name(156), "NL80211_CMD_ASSOC_MLO_RECONF");
    EXPECT_EQ(command_name(157), "NL80211_CMD_EPCS_CFG");
}

TEST(CommandName, IsTheNumberWhereNoneIsKnown) {
    EXPECT_EQ(command_name(200), "NL80211_CMD_200");
    EXPECT_EQ(command_name(255), "NL80211_CMD_255");
}

TEST(InterfaceTypeName, IsIwsWord) {
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_STATION), "station");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_AP), "access point");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_AP_VLAN), "AP-VLAN");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_MESH_POINT), "mesh point");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_ADHOC), "IBSS");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_MONITOR), "monitor");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_WDS), "WDS");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_P2P_CLIENT), "P2P-client");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_P2P_GO), "P2P-GO");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_P2P_DEVICE), "P2P-Device");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_OCB), "OCB");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_NAN), "NAN");
    EXPECT_EQ(interface_type_name(NL80211_IFTYPE_UNSPECIFIED), "unknown");
    EXPECT_EQ(interface_type_name(99), "unknown");
}

}  // namespace
}  // namespace wlanmedic::netlink
