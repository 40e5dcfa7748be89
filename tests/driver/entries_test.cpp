// SPDX-License-Identifier: MIT
// Counters, resets and hazards of a profile: what is read, and what is refused, where.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "driver/catalog.h"
#include "driver/path_template.h"
#include "driver/profile.h"

namespace wlanmedic::driver {
namespace {

constexpr std::string_view head = R"(name = "demo"
prefixes = ["demo_pci "]
modules = ["demo"]
)";  // entries begin in line 4

wifi::Result<Profile> read(std::string_view entries) {
    return parse_profile(std::string(head).append(entries), "demo.toml");
}

// "line:column what", or nothing where the profile is good.
std::string complaint(std::string_view entries) {
    const auto profile = read(entries);
    if (profile) return "";
    EXPECT_EQ(profile.error().file, "demo.toml");
    EXPECT_FALSE(profile.error().hint.empty()) << profile.error().what;
    return std::to_string(profile.error().line) + ":" + std::to_string(profile.error().column) + " " +
           profile.error().what;
}

TEST(Entries, ReadsACounter) {
    const auto profile = read(R"(
[[counter]]
name = "rxed"
counts = "frames_received"
path = "/sys/kernel/debug/ieee80211/{phy}/demo/vif_*/status"
key = "RXed"
column = 2
buses = ["sdio", "usb"]
asks_firmware = true
needs = "debugfs"
source = "drivers/demo.c"

[[counter]]
name = "crashes"
counts = "firmware_crashes"
ethtool = "d_fw_crash_count"
source = "drivers/demo.c"
)");
    ASSERT_TRUE(profile) << profile.error().to_string();
    ASSERT_EQ(profile->counters.size(), 2U);
    const Counter& first = profile->counters[0];
    EXPECT_EQ(first.name, "rxed");
    EXPECT_EQ(first.counts, Counted::frames_received);
    EXPECT_EQ(first.path, "/sys/kernel/debug/ieee80211/{phy}/demo/vif_*/status");
    EXPECT_EQ(first.key, "RXed");
    EXPECT_EQ(first.column, 2U);
    EXPECT_EQ(first.buses, (std::vector{Bus::sdio, Bus::usb}));
    EXPECT_TRUE(first.asks_firmware);
    EXPECT_EQ(first.needs, "debugfs");
    EXPECT_EQ(first.source, "drivers/demo.c");
    EXPECT_EQ(first.place, (config::Place{5, 1}));
    EXPECT_EQ(profile->counters[1].ethtool, "d_fw_crash_count");
    EXPECT_EQ(profile->counters[1].column, 1U);
    EXPECT_FALSE(profile->counters[1].asks_firmware);
}

TEST(Entries, ReadsAResetAndAHazard) {
    const auto profile = read(R"(
[[reset]]
method = "module_reload"
buses = ["pci"]
steps = [
    { unload = "{module}" },
    { wait_ms = 250 },
    { load = "demo" },
    { write = "{device}", to = "/sys/bus/{bus}/drivers/{driver}/bind" },
]
needs = "root"
heals = "firmware"
cost = "Bluetooth"
safe = "yes"
because = "done"
source = "drivers/demo.c"

[[hazard]]
id = "it_hangs"
what = "It hangs."
forbids = ["link_down_up", "module_reload"]
since = "6.1"
fixed_in = "6.15.2"
buses = ["pci"]
applies = "on Mondays"
source = "drivers/demo.c"
)");
    ASSERT_TRUE(profile) << profile.error().to_string();
    ASSERT_EQ(profile->resets.size(), 1U);
    const Reset& reset = profile->resets[0];
    EXPECT_EQ(reset.method, Method::module_reload);
    EXPECT_EQ(reset.buses, std::vector{Bus::pci});
    std::vector<std::string> steps;
    for (const Step& step : reset.steps) steps.push_back(to_string(step));
    EXPECT_EQ(steps, (std::vector<std::string>{"modprobe -r {module}", "sleep 0.25", "modprobe demo",
                                               "echo {device} > /sys/bus/{bus}/drivers/{driver}/bind"}));
    EXPECT_EQ(reset.safe, Safety::yes);
    EXPECT_EQ(reset.cost, "Bluetooth");
    ASSERT_EQ(profile->hazards.size(), 1U);
    const Hazard& hazard = profile->hazards[0];
    EXPECT_EQ(hazard.id, "it_hangs");
    EXPECT_EQ(hazard.forbids, (std::vector{Method::link_down_up, Method::module_reload}));
    EXPECT_EQ(hazard.since, (KernelVersion{6, 1, 0}));
    EXPECT_EQ(hazard.fixed_in, (KernelVersion{6, 15, 2}));
    EXPECT_EQ(hazard.applies, "on Mondays");
}

TEST(Entries, RefusesWhatIsWrongInACounterAndSaysWhere) {
    EXPECT_EQ(complaint("[[counter]]\ncounts = \"resets\"\npath = \"/sys/a\"\nsource = \"a/b\"\n"),
              "4:1 key \"name\" is missing");
    EXPECT_EQ(complaint("[[counter]]\nname = \"A b\"\n"), "5:8 \"A b\" is no name");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"cows\"\n"), "6:10 unknown thing to count \"cows\"");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\nsource = \"a/b\"\n"),
              "4:1 a counter needs either \"path\" or \"ethtool\"");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\npath = \"/sys/a\"\nethtool = \"a\"\n"),
              "4:1 a counter needs either \"path\" or \"ethtool\"");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\nethtool = \"a\"\nkey = \"b\"\n"),
              "8:7 \"key\" has no meaning beside \"ethtool\"");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\npath = \"/sys/a\"\ncolumn = 0\n"),
              "8:10 \"column\" is not a whole number from 1 to 64");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\npath = \"/sys/a\"\nasks_firmware = 1\n"),
              "8:17 \"asks_firmware\" is neither true nor false");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\npath = \"/sys/a\"\nbuses = [\"isa\"]\n"),
              "8:10 unknown bus \"isa\"");
    EXPECT_EQ(complaint("[[counter]]\nname = \"a\"\nwhere = \"x\"\n"), "6:1 unknown key \"where\"");
    EXPECT_EQ(complaint("counter = 3\n"), "4:11 \"counter\" is not a list of tables");
}

TEST(Entries, RefusesPathsThatLeadElsewhere) {
    const auto path = [](std::string_view text) {
        return complaint("[[counter]]\nname = \"a\"\ncounts = \"resets\"\npath = '" + std::string(text) +
                         "'\nsource = \"a/b\"\n");
    };
    EXPECT_EQ(path("/sys/a"), "");
    EXPECT_EQ(path("/proc/a"), "");
    for (const auto* wrong :
         {"/etc/shadow", "/sys/", "/sys/../etc/shadow", "sys/a", "/sys//a", "/sys/a b", "/dev/a"})
        EXPECT_EQ(path(wrong), "7:8 \"" + std::string(wrong) + "\" is no path that a profile may name");
    EXPECT_EQ(path("/sys/{nobody}/a"), "7:8 {nobody} is no name that can be filled in");
    EXPECT_EQ(path("/sys/{phy/a"), "7:8 a brace has no other half");
    EXPECT_EQ(path("/sys/phy}/a"), "7:8 a brace has no other half");
    EXPECT_EQ(path("/sys/{}/a"), "7:8 {} is no name that can be filled in");
}

TEST(Entries, RefusesWhatIsWrongInAResetAndSaysWhere) {
    const std::string good =
        "heals = \"a\"\nsafe = \"yes\"\nbecause = \"a\"\nsource = \"a/b\"\n";  // behind method and steps
    const auto steps = [&](std::string_view step) {
        return complaint("[[reset]]\nmethod = \"restart_hw\"\nsteps = [" + std::string(step) + "]\n" + good);
    };
    EXPECT_EQ(steps("{ write = \"1\", to = \"/sys/a\" }"), "");
    EXPECT_EQ(steps("{ write = \"1\", to = \"/dev/a\" }"), "");
    EXPECT_EQ(steps("{ write = \"1\" }"), "6:10 a step does one thing");
    EXPECT_EQ(steps("{ to = \"/sys/a\" }"), "6:10 a step does one thing");
    EXPECT_EQ(steps("{ load = \"a\", unload = \"a\" }"), "6:10 a step does one thing");
    EXPECT_EQ(steps("{ load = \"a\", to = \"/sys/a\" }"), "6:10 a step does one thing");
    EXPECT_EQ(steps("{ }"), "6:10 a step does one thing");
    EXPECT_EQ(steps("{ run = \"reboot\" }"), "6:12 unknown key \"run\"");
    EXPECT_EQ(steps("{ load = \"../a\" }"), "6:19 \"../a\" is no name of a kernel module");
    EXPECT_EQ(steps("{ load = \"-r\" }"), "6:19 \"-r\" is no name of a kernel module");
    EXPECT_EQ(steps("{ wait_ms = 999999 }"), "6:22 \"wait_ms\" is not a whole number from 1 to 60000");
    EXPECT_EQ(steps("{ write = \"1\", to = \"/etc/passwd\" }"),
              "6:30 \"/etc/passwd\" is no path that a profile may name");
    EXPECT_EQ(steps("{ write = \"1\", to = \"/sys/*/reset\" }"), "6:30 what is written to must be one file");
    EXPECT_EQ(steps("1"), "6:9 \"steps\" is not a list of tables");
    EXPECT_EQ(complaint("[[reset]]\nmethod = \"restart_hw\"\n" + good), "4:1 nobody is told how to do it");
    EXPECT_EQ(complaint("[[reset]]\nmethod = \"restart_hw\"\nhow = \"By hand.\"\n" + good), "");
    EXPECT_EQ(complaint("[[reset]]\nmethod = \"pray\"\n"), "5:10 unknown method \"pray\"");
    EXPECT_EQ(complaint("[[reset]]\nmethod = \"reassociate\"\n"), "5:10 reassociate is no reset of a device");
    EXPECT_EQ(complaint("[[reset]]\nmethod = \"restart_hw\"\nhow = \"a\"\nheals = \"a\"\nsafe = \"maybe\"\n"),
              "8:8 unknown answer \"maybe\"");
}

TEST(Entries, RefusesWhatIsWrongInAHazardAndSaysWhere) {
    const std::string start = "[[hazard]]\nid = \"a\"\nwhat = \"a\"\n";
    EXPECT_EQ(complaint(start + "source = \"a/b\"\n"), "");
    EXPECT_EQ(complaint(start), "4:1 key \"source\" is missing");
    EXPECT_EQ(complaint(start + "forbids = [\"luck\"]\n"), "7:12 unknown method \"luck\"");
    EXPECT_EQ(complaint(start + "forbids = []\n"), "7:11 \"forbids\" is not a list of texts");
    EXPECT_EQ(complaint(start + "since = \"new\"\n"), "7:9 \"new\" is no version of Linux");
    EXPECT_EQ(complaint(start + "since = \"6.1.0-56-amd64\"\n"), "7:9 \"6.1.0-56-amd64\" is no version of Linux");
    EXPECT_EQ(complaint(start + "since = \"6.15\"\nfixed_in = \"6.15\"\n"), "8:12 no kernel has this hazard");
    EXPECT_EQ(complaint(start + "source = \"a/b\"\n" + start + "source = \"a/b\"\n"),
              "8:1 hazard \"a\" stands twice");
}

TEST(Entries, AreNoMoreThanCanBeHeldAgainstEachOther) {
    std::string many;
    for (int i = 0; i < 2001; ++i) many += "[[pattern]]\n";
    EXPECT_EQ(complaint(many), "4:1 more than 2000 entries of \"pattern\"");
}

TEST(Hazards, ConcernTheKernelsAndBusesThatTheySay) {
    const Hazard hazard{.id = "a",
                        .what = "a",
                        .forbids = {Method::module_reload},
                        .since = KernelVersion{6, 15, 0},
                        .fixed_in = KernelVersion{7, 1, 0},
                        .buses = {Bus::pci},
                        .applies = {},
                        .source = {},
                        .place = {}};
    const auto version = [](const char* text) { return kernel_version(text); };
    EXPECT_FALSE(concerns(hazard, version("6.14.9"), Bus::pci));
    EXPECT_TRUE(concerns(hazard, version("6.15.0-rc1"), Bus::pci));
    EXPECT_TRUE(concerns(hazard, version("7.0.12"), Bus::pci));
    EXPECT_FALSE(concerns(hazard, version("7.1"), Bus::pci));
    EXPECT_FALSE(concerns(hazard, version("7.0"), Bus::usb));
    EXPECT_TRUE(concerns(hazard, std::nullopt, std::nullopt)) << "what is not known speaks for yes";
    EXPECT_TRUE(forbids(hazard, Method::module_reload, std::nullopt, std::nullopt));
    EXPECT_FALSE(forbids(hazard, Method::unbind_bind, std::nullopt, std::nullopt));
    EXPECT_FALSE(forbids(hazard, Method::module_reload, version("6.1"), Bus::pci));
}

TEST(KernelVersions, AreReadFromWhatUnamePrints) {
    EXPECT_EQ(kernel_version("6.1.0-56-amd64"), (KernelVersion{6, 1, 0}));
    EXPECT_EQ(kernel_version("6.19-rc3"), (KernelVersion{6, 19, 0}));
    EXPECT_EQ(kernel_version("5.10.68+"), (KernelVersion{5, 10, 68}));
    for (const auto* wrong : {"", "6", "6.", "x", "-6.1", "6.1.", "99999.1", "6.x"})
        EXPECT_EQ(kernel_version(wrong), std::nullopt) << wrong;
    EXPECT_EQ(to_string(KernelVersion{6, 1, 0}), "6.1");
    EXPECT_EQ(to_string(KernelVersion{6, 1, 9}), "6.1.9");
}

TEST(Modules, FindTheProfileHoweverTheyAreWritten) {
    const auto catalog = Catalog::built_in();
    const auto name = [&](std::string_view module) {
        const auto* const profile = catalog.by_module(module);
        return profile == nullptr ? std::string("-") : profile->name;
    };
    EXPECT_EQ(name("iwlmvm"), "iwlwifi");
    EXPECT_EQ(name("mt7925e"), "mt76");
    EXPECT_EQ(name("mt76_usb"), "mt76") << "sysfs writes '_' where the file has '-'";
    EXPECT_EQ(name("brcmfmac-wcc"), "brcmfmac");
    EXPECT_EQ(name("brcmfmac_wcc"), "brcmfmac");
    EXPECT_EQ(name("bes2600"), "bes2600");
    EXPECT_EQ(name("mt7925"), "-");
    EXPECT_EQ(name(""), "-");
}

TEST(Templates, AreFilledWithNamesThatCanBePartsOfAPath) {
    DeviceNames names{.interface = "wlan0",
                      .phy = "phy0",
                      .device = "0000:3a:00.0",
                      .parent = "1-2",
                      .bus = "pci",
                      .module = "mt7925e",
                      .driver = "mt7925e"};
    EXPECT_EQ(filled_in("/sys/bus/{bus}/devices/{device}/reset", names),
              "/sys/bus/pci/devices/0000:3a:00.0/reset");
    EXPECT_EQ(filled_in("1", names), "1");
    EXPECT_EQ(filled_in("{phy}{interface}", names), "phy0wlan0");
    for (const auto* wrong : {"", "../../etc", "a/b", "a b", "a\nb", "..", "."}) {
        names.device = wrong;
        EXPECT_FALSE(filled_in("/sys/{device}", names)) << wrong;
    }
    names.module = "-r";
    EXPECT_FALSE(filled_in("{module}", names)) << "an option is no module";
}

}  // namespace
}  // namespace wlanmedic::driver
