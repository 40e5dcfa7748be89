// SPDX-License-Identifier: MIT
// `wlanmedic check` of machines that are told by directories.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "program.h"

namespace wlanmedic {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A machine with wlan0 on this driver, bus and kernel.
class Told {
public:
    Told(const std::string& module, const std::string& bus, const std::string& kernel) {
        const fs::path device = directory_.path("root/sys/class/net/wlan0/device");
        fs::create_directories(device / "driver");
        fs::create_symlink("../../../module/" + module, device / "driver/module");
        fs::create_symlink("../../../bus/" + bus, device / "subsystem");
        write("root/sys/class/net/wlan0/phy80211/name", "phy0\n");
        if (!kernel.empty()) write("commands/uname_-r", kernel + "\n");
    }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories(fs::path(directory_.path(name)).parent_path());
        directory_.file(name, text);
    }

    std::vector<json> hazards() const {
        const test::Outcome outcome = test::run({"check", "--from", directory_.path(), "--format", "json"});
        EXPECT_EQ(outcome.status, 4) << outcome.err;
        const json document = json::parse(outcome.out);
        std::vector<json> found;
        for (const json& check : document.at("checks"))
            if (check.at("id") == "driver_hazards") found.push_back(check);
        return found;
    }
    /// All that is said of the driver's hazards.
    std::string said() const {
        std::string text;
        for (const json& hazard : hazards())
            text += hazard.at("verdict").get<std::string>() + " " + hazard.at("because").get<std::string>() +
                    " | " + (hazard.at("advice").is_null() ? "" : hazard.at("advice").get<std::string>()) + "\n";
        return text;
    }
    std::string text() const { return test::run({"check", "--from", directory_.path()}).out; }

private:
    test::Directory directory_;
};

TEST(Check, NamesTheHazardsOfTheDriverWithTheirSource) {
    const Told tablet("bes2600", "sdio", "6.6.0");
    EXPECT_THAT(tablet.said(), AllOf(HasSubstr("trap bes2600: ieee80211_restart_hw() hangs"),
                                     HasSubstr("[cringeops/bes2600: bes2600/sta.c]"),
                                     HasSubstr("do not reset the device by restart_hw")));
    EXPECT_THAT(tablet.text(), AllOf(HasSubstr("trap    driver_hazards (wlan0): bes2600: ieee80211_restart_hw()"),
                                     HasSubstr("change it: do not reset the device by restart_hw"),
                                     HasSubstr("see it:    wlanmedic driver show bes2600")));
}

TEST(Check, LeavesOutHazardsOfOtherKernelsAndBuses) {
    EXPECT_THAT(Told("mt7921e", "pci", "6.15.3-arch1").said(),
                AllOf(HasSubstr("openwrt/mt76#1124"), HasSubstr("module_reload, unbind_bind, remove_rescan")));
    EXPECT_THAT(Told("mt7921e", "pci", "6.1.0-56-amd64").said(), Not(HasSubstr("openwrt/mt76#1124")));
    EXPECT_THAT(Told("mt7921u", "usb", "6.15.3").said(), Not(HasSubstr("openwrt/mt76#1124")));
    EXPECT_THAT(Told("mt7921e", "pci", "").said(), HasSubstr("openwrt/mt76#1124"))
        << "a kernel that is not known speaks for the hazard";
}

TEST(Check, SaysWhichWaysBackNoHazardForbids) {
    // Its profile has resets, and a hazard against one of them alone.
    EXPECT_THAT(Told("iwlwifi", "pci", "6.1.0").said(),
                AllOf(HasSubstr("do not reset the device by remove_rescan; no hazard forbids "),
                      HasSubstr("module_reload")));
}

TEST(Check, KnowsNothingOfADriverWithoutAProfile) {
    EXPECT_EQ(Told("nobodys_driver", "usb", "6.1.0").said(),
              "unknown nothing is known here of nobodys_driver | \n");
}

}  // namespace
}  // namespace wlanmedic
