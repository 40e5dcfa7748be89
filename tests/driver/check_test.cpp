// SPDX-License-Identifier: MIT
// What the check of a profile finds, and that the built-in ones give it nothing to find.
#include "driver/check.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "driver/catalog.h"

namespace wlanmedic::driver {
namespace {

constexpr std::string_view head = R"(name = "demo"
prefixes = ["demo_pci "]
modules = ["demo"]
)";

// "line what" of each finding.
std::vector<std::string> findings(const std::string& entries, std::string_view top = head) {
    const auto profile = parse_profile(std::string(top) + entries, "demo.toml");
    EXPECT_TRUE(profile) << profile.error().to_string();
    std::vector<std::string> all;
    if (!profile) return all;
    for (const auto& finding : check(*profile, {})) {
        EXPECT_FALSE(finding.hint.empty()) << finding.what;
        all.push_back(std::to_string(finding.place.line) + " " + finding.what);
    }
    return all;
}

using Found = std::vector<std::string>;

std::string pattern(std::string_view text, std::string_view source = "drivers/net/wireless/demo.c") {
    return "[[pattern]]\nhappening = \"noted\"\ntext = '" + std::string(text) + "'\nsource = \"" +
           std::string(source) + "\"\n";
}

std::string reset(std::string_view method, std::string_view safe, std::string_view more = "") {
    return "[[reset]]\nmethod = \"" + std::string(method) + "\"\nhow = \"By hand.\"\nheals = \"all\"\nsafe = \"" +
           std::string(safe) + "\"\nbecause = \"so\"\nsource = \"a/b.c\"\n" + std::string(more);
}

std::string hazard(std::string_view more) {
    return "[[hazard]]\nid = \"it\"\nwhat = \"It hangs.\"\nsource = \"a/b.c\"\n" + std::string(more);
}

TEST(BuiltIn, GivesTheCheckNothingToFind) {
    const auto catalog = Catalog::built_in();
    for (const auto& profile : catalog.profiles())
        for (const auto& finding : check(profile, catalog.profiles()))
            ADD_FAILURE() << profile.file << ":" << finding.place.line << ": " << finding.what;
}

TEST(BuiltIn, HasResetsAndHazardsOfEveryDriverThatHasADevice) {
    const auto catalog = Catalog::built_in();
    for (const auto& profile : catalog.profiles()) {
        if (profile.name == "ath") continue;  // a library
        EXPECT_FALSE(profile.resets.empty()) << profile.name;
        EXPECT_FALSE(profile.hazards.empty()) << profile.name;
        EXPECT_FALSE(profile.patterns.empty()) << profile.name;
    }
}

TEST(BuiltIn, ForbidsWhatIsKnownToHang) {
    const auto catalog = Catalog::built_in();
    const auto forbidden = [&](std::string_view module, Method method, const char* kernel, Bus bus) {
        const auto* const profile = catalog.by_module(module);
        return profile != nullptr && !hazards_against(*profile, method, kernel_version(kernel), bus).empty();
    };
    EXPECT_TRUE(forbidden("bes2600", Method::restart_hw, "6.19", Bus::sdio));
    EXPECT_TRUE(forbidden("bes2600", Method::unbind_bind, "6.19", Bus::sdio));
    EXPECT_FALSE(forbidden("bes2600", Method::power_cycle, "6.19", Bus::sdio));
    EXPECT_TRUE(forbidden("cw1200_wlan_sdio", Method::module_reload, "6.1", Bus::sdio));
    EXPECT_FALSE(forbidden("cw1200_wlan_sdio", Method::restart_hw, "6.1", Bus::sdio));
    EXPECT_TRUE(forbidden("mac80211_hwsim", Method::unbind_bind, "6.1", Bus::platform));
    EXPECT_FALSE(forbidden("mac80211_hwsim", Method::restart_hw, "6.1", Bus::platform));
    EXPECT_TRUE(forbidden("mt7925e", Method::link_down_up, "7.0", Bus::pci));
    EXPECT_FALSE(forbidden("mt7925e", Method::reassociate, "7.0", Bus::pci));
    EXPECT_TRUE(forbidden("mwifiex_pcie", Method::module_reload, "6.1", Bus::pci));
    EXPECT_FALSE(forbidden("mwifiex_sdio", Method::module_reload, "6.1", Bus::sdio));
}

TEST(Check, FindsNothingInAGoodProfile) {
    EXPECT_EQ(findings(pattern("it died") + reset("restart_hw", "yes") + reset("module_reload", "no") +
                       hazard("forbids = [\"module_reload\"]\n")),
              Found{});
}

TEST(Check, FindsAPatternThatAnEarlierOneHides) {
    EXPECT_EQ(findings(pattern("died") + pattern("it died * times")),
              Found{"8 pattern \"it died * times\" is never reached: \"died\" in line 4 is found wherever it is"});
    EXPECT_EQ(findings(pattern("it died * times") + pattern("died")), Found{}) << "the special first";
}

TEST(Check, FindsWhatIsTooShort) {
    EXPECT_EQ(findings(pattern("x*q")), Found{"4 pattern \"x*q\" is short"});
    EXPECT_EQ(findings("", "name = \"demo\"\nprefixes = [\"abc \"]\nmodules = [\"demo\"]\n"),
              Found{"0 the prefix \"abc \" is short"});
}

TEST(Check, FindsAPatternThatLinesOfMac80211Fit) {
    EXPECT_EQ(findings(pattern("timed out")), Found{"4 pattern \"timed out\" fits a line of all drivers: "
                                                    "\"wlan0: authentication with 02:00:00:00:00:01 timed out\""});
    EXPECT_EQ(findings(pattern("command timed out")), Found{});
}

TEST(Check, FindsAPrefixThatClaimsLinesOfMac80211) {
    const auto found = findings("", "name = \"demo\"\nprefixes = [\"ieee80211 phy*: \"]\nmodules = [\"demo\"]\n");
    ASSERT_EQ(found.size(), 2U) << "one for each line that it fits";
    EXPECT_EQ(found[0],
              "0 the prefix \"ieee80211 phy*: \" fits a line of all drivers: "
              "\"ieee80211 phy0: Hardware restart was requested\"");
}

TEST(Check, FindsSourcesThatNobodyCanLookUp) {
    for (const auto* source : {"trust me", "demo.c", "#12", "somebody#12", "somebody/demo#", "somebody/demo#x",
                               "http://example.org/demo", "measured: "})
        EXPECT_EQ(findings(pattern("it died", source)).size(), 1U) << source;
    for (const auto* source : {"drivers/net/wireless/demo.c", "somebody/demo: init.c", "somebody/demo#12",
                               "https://example.org/demo", "measured: on my desk"})
        EXPECT_EQ(findings(pattern("it died", source)), Found{}) << source;
}

TEST(Check, FindsResetsWithoutAnyHazard) {
    EXPECT_EQ(findings(reset("restart_hw", "untested")), Found{"4 there are resets, and not one hazard"});
}

TEST(Check, FindsAResetThatIsNotSafeAndThatNoHazardForbids) {
    EXPECT_EQ(findings(reset("restart_hw", "no") + hazard("forbids = [\"unbind_bind\"]\n")),
              Found{"4 restart_hw is not safe, and no hazard forbids it"});
    EXPECT_EQ(findings(reset("restart_hw", "no", "buses = [\"pci\"]\n") +
                       hazard("forbids = [\"restart_hw\"]\nbuses = [\"usb\"]\n")),
              Found{"4 restart_hw is not safe, and no hazard forbids it"})
        << "a hazard of another bus forbids nothing";
}

TEST(Check, FindsASafeResetThatAHazardAlwaysForbids) {
    const std::string contradiction = "4 restart_hw is said to be safe, and the hazard \"it\" always forbids it";
    EXPECT_EQ(findings(reset("restart_hw", "yes") + hazard("forbids = [\"restart_hw\"]\n")), Found{contradiction});
    for (const auto* limit :
         {"since = \"6.15\"\n", "fixed_in = \"6.15\"\n", "applies = \"now and then\"\n", "buses = [\"usb\"]\n"})
        EXPECT_EQ(
            findings(reset("restart_hw", "yes") + hazard("forbids = [\"restart_hw\"]\n" + std::string(limit))),
            Found{})
            << limit;
}

TEST(Check, FindsResetsInTheWrongOrder) {
    EXPECT_EQ(findings(reset("module_reload", "yes") + reset("restart_hw", "yes") + hazard("")),
              Found{"11 restart_hw stands behind module_reload, which undoes more"});
}

TEST(Check, FindsWhatOtherProfilesHaveToo) {
    const auto profile =
        parse_profile("name = \"mine\"\nprefixes = [\"iwlwifi \"]\nmodules = [\"rtw88-core\"]\n", "mine.toml");
    ASSERT_TRUE(profile);
    const auto catalog = Catalog::built_in();
    const auto found = check(*profile, catalog.profiles());
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].what, "the prefix \"iwlwifi \" is also one of iwlwifi");
    EXPECT_EQ(found[1].what, "the module \"rtw88-core\" is also one of rtw88");
}

TEST(Check, FindsAFileOfAnotherName) {
    const auto profile = parse_profile(head, "other.toml");
    ASSERT_TRUE(profile);
    const auto found = check(*profile, {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].what, "the profile \"demo\" stands in a file called \"other\"");
}

}  // namespace
}  // namespace wlanmedic::driver
