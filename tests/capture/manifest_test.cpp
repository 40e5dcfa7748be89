// SPDX-License-Identifier: MIT
#include "capture/manifest.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <memory>

#include "capture/network_facts.h"
#include "recording.h"

namespace wlanmedic::capture::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::MatchesRegex;

Json document_of(const RunFacts& run, const ChildTold& machine = ask_machine()) {
    const Manifest manifest = manifest_of(run, machine);
    const std::string* text = manifest.text.find("WLANMEDIC_MANIFEST");
    return text == nullptr ? Json() : Json::parse(*text);
}

RunFacts some_run() {
    return {.run = new_run_id(),
            .part = 3,
            .sequence = 77,
            .clock = ClockReading::now(),
            .version = "0.1.0",
            .command_line = {"wlanmedic", "record"},
            .missing = {"trace: no tracefs"}};
}

// A machine with one radio.
class Told {
public:
    Told() {
        put("sys/class/net/wlan0/phy80211/name", "phy0\n");
        put("sys/class/net/wlan0/address", "02:00:00:00:00:01\n");
        put("sys/class/net/eth0/address", "02:00:00:00:00:02\n");
        put("sys/devices/pci0/modalias", "pci:v00008086d00002725\n");
        put("sys/devices/pci0/vendor", "0x8086\n");
        put("sys/devices/pci0/device", "0x2725\n");
        link("sys/class/net/wlan0/device", "../../../devices/pci0");
        link("sys/devices/pci0/driver", "../../bus/pci/drivers/iwlwifi");
        link("sys/devices/pci0/subsystem", "../../bus/pci");
        put("sys/bus/pci/drivers/iwlwifi/module/version", "");
        put("sys/module/cfg80211/srcversion", "AAAA\n");
        put("sys/module/cfg80211/holders/mac80211/srcversion", "BBBB\n");
        put("sys/module/cfg80211/holders/iwlwifi/srcversion", "CCCC\n");
        put("sys/module/mac80211/srcversion", "BBBB\n");
        put("sys/module/mac80211/holders/iwlmvm/srcversion", "DDDD\n");
        put("sys/module/iwlmvm/srcversion", "DDDD\n");
        put("sys/module/iwlmvm/taint", "OE\n");
        put("sys/module/iwlwifi/srcversion", "CCCC\n");
        put("sys/module/iwlwifi/version", "9.9\n");
        put("sys/module/ext4/srcversion", "EEEE\n");
        put("proc/device-tree/model", std::string("Pine64 PineTab2 v2.0\0", 21));
        put("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        put("proc/7/comm", "wpa_supplicant\n");
        command("wpa_supplicant_-v", "wpa_supplicant v2.10\nCopyright (c) 2003-2022\n");
        command("NetworkManager_--version", "1.42.4\n");
    }
    machine::ToldMachine machine() const { return machine::ToldMachine(folder_ / ""); }

private:
    void put(const std::string& path, const std::string& text) const {
        const fs::path file = folder_ / ("root/" + path);
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    void command(const std::string& name, const std::string& text) const {
        const fs::path file = folder_ / ("commands/" + name);
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    void link(const std::string& path, const std::string& target) const {
        const fs::path file = folder_ / ("root/" + path);
        fs::create_directories(file.parent_path());
        fs::create_symlink(target, file);
    }
    Folder folder_;
};

// An entry of a scan as the kernel sends it.
std::vector<std::uint8_t> bss_entry() {
    const std::unique_ptr<nl_msg, decltype(&nlmsg_free)> message(nlmsg_alloc(), nlmsg_free);
    nlmsg_put(message.get(), 0, 0, 0x20, 0, 0);
    constexpr std::array<std::uint8_t, 6> bssid{2, 0, 0, 0, 0, 9};
    constexpr std::array<std::uint8_t, 33> elements{0, 5,    'l',  'a',  0x1b, 'b',  '1', 0x30, 24,   1, 0,
                                                    0, 0x0f, 0xac, 4,    1,    0,    0,   0x0f, 0xac, 4, 1,
                                                    0, 0,    0x0f, 0xac, 8,    0xcc, 0,   0,    0,    0, 0};
    nla_put(message.get(), NL80211_BSS_BSSID, bssid.size(), bssid.data());
    nla_put_u32(message.get(), NL80211_BSS_FREQUENCY, 5500);
    nla_put_u16(message.get(), NL80211_BSS_BEACON_INTERVAL, 100);
    nla_put_u32(message.get(), NL80211_BSS_SIGNAL_MBM, static_cast<std::uint32_t>(-6150));
    nla_put_u32(message.get(), NL80211_BSS_STATUS, NL80211_BSS_STATUS_ASSOCIATED);
    nla_put(message.get(), NL80211_BSS_INFORMATION_ELEMENTS, elements.size(), elements.data());
    const auto* begin = static_cast<const std::uint8_t*>(nlmsg_data(nlmsg_hdr(message.get())));
    return {begin, begin + nlmsg_datalen(nlmsg_hdr(message.get()))};
}

// Debian's own Python, which python3-jsonschema is installed for; without that package the test fails.
testing::AssertionResult keeps_the_schema(const Json& document) {
    const Folder folder;
    std::ofstream(folder / "manifest.json") << document.dump();
    const std::string command = fmt::format(
        "/usr/bin/python3 -c 'import json, jsonschema, sys; "
        "jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])), "
        "cls=jsonschema.Draft202012Validator)' {} {}/docs/run-manifest.schema.json",
        folder / "manifest.json", WLANMEDIC_SOURCE_DIR);
    if (std::system(command.c_str()) == 0) return testing::AssertionSuccess();  // NOLINT
    return testing::AssertionFailure() << document.dump(1);
}

TEST(Manifest, SaysWhatTheRunIsAndKeepsItsSchemaOnThisMachine) {
    const RunFacts run = some_run();
    const Json manifest = document_of(run);
    EXPECT_EQ(manifest["format"], "wlanmedic.run/1");
    EXPECT_EQ(manifest["run"], run.run);
    EXPECT_EQ(manifest["part"], 3);
    EXPECT_EQ(manifest["sequence"], 77);
    EXPECT_EQ(manifest["clocks"]["boottime_ns"], std::to_string(run.clock.boottime.count()));
    EXPECT_THAT(manifest["missing"], ElementsAre("trace: no tracefs"));
    EXPECT_TRUE(manifest.contains("modules"));
    EXPECT_TRUE(keeps_the_schema(manifest));
}

TEST(Manifest, DoesNotWaitForAMachineThatDoesNotAnswer) {
    const auto before = std::chrono::steady_clock::now();
    const Json document = document_of(some_run(), ask_machine(std::chrono::milliseconds{0}));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{2});
    EXPECT_TRUE(document.contains("kernel"));
    ASSERT_FALSE(document["unknown"].empty());
    EXPECT_EQ(document["unknown"][0]["because"], "no answer within 0 s");
    EXPECT_TRUE(keeps_the_schema(document));
}

// A child that tells the lines, then does what the test says.
ChildTold told_before(std::vector<std::string> lines, const std::function<void()>& then,
                      std::chrono::milliseconds patience = std::chrono::seconds{60}) {
    return told_by_a_child(
        [&](int to) {
            for (const std::string& line : lines) (void)!::write(to, line.data(), line.size());
            then();
        },
        patience);
}

TEST(Manifest, SaysWhyWhatItCouldNotHave) {
    const std::string facts =
        R"({"machine": {}, "interfaces": [], "unknown": [{"what": "a", "because": "b"}], "asking": "c"})"
        "\n";
    const ChildTold died = told_before({facts}, [] { ::abort(); });
    const Json document = document_of(some_run(), died);
    EXPECT_EQ(document["unknown"], Json::parse(R"([{"what": "a", "because": "b"},
        {"what": "c", "because": "the process that asks died of signal 6"}])"));
    EXPECT_TRUE(document.contains("machine"));
    EXPECT_FALSE(document.contains("asking"));
    EXPECT_TRUE(manifest_of(some_run(), died).kernel_answers) << "it was not the kernel that kept silent";
}

TEST(ChildTold, IsTheLastWholeLineAndNoTroubleWhereTheChildEndedAsItShould) {
    const ChildTold all = told_before({"one\n", "two\nthr", "ee\nhalf"}, [] {});
    EXPECT_EQ(all.last, "three");
    EXPECT_EQ(all.trouble, "");
    EXPECT_FALSE(all.too_slow);
}

TEST(ChildTold, KeepsWhatWasToldByOneThatBrokeOffOrHangs) {
    const ChildTold broke = told_before({"one\n"}, [] { throw std::runtime_error("a bug"); });
    EXPECT_EQ(broke.last, "one");
    EXPECT_NE(broke.trouble, "");
    EXPECT_FALSE(broke.too_slow);
    const ChildTold hangs = told_before({"one\n"}, [] { ::pause(); }, std::chrono::milliseconds{300});
    EXPECT_EQ(hangs.trouble, "no answer within 0.3 s");
    EXPECT_TRUE(hangs.too_slow);
}

TEST(Manifest, TwoRunsHaveTwoNumbers) {
    EXPECT_THAT(new_run_id(), MatchesRegex("[0-9a-f]{32}"));
    EXPECT_NE(new_run_id(), new_run_id());
}

TEST(Manifest, TellsOfAMachineItsModelItsSystemItsRadiosAndTheirModules) {
    const Told told;
    const machine::ToldMachine machine = told.machine();
    const Json facts = machine_facts(machine);
    EXPECT_EQ(facts["model"], "Pine64 PineTab2 v2.0");
    EXPECT_EQ(facts["operating_system"], "Debian GNU/Linux 12 (bookworm)");
    EXPECT_FALSE(facts.contains("vendor")) << "nothing is told that is not known";

    const Json interfaces = interface_facts(machine);
    ASSERT_EQ(interfaces.size(), 1U) << "eth0 is none";
    EXPECT_EQ(interfaces[0]["name"], "wlan0");
    EXPECT_EQ(interfaces[0]["phy"], "phy0");
    EXPECT_EQ(interfaces[0]["driver"], "iwlwifi");
    EXPECT_EQ(interfaces[0]["bus"], "pci");
    EXPECT_EQ(interfaces[0]["device"], "0x2725");

    std::vector<std::string> names;
    for (const Json& module : module_facts(machine)) names.push_back(module["name"]);
    EXPECT_THAT(names, testing::UnorderedElementsAre("cfg80211", "mac80211", "iwlwifi", "iwlmvm"));
}

TEST(Manifest, TellsVersionsOfProgramsAndWhetherTheyRun) {
    const Told told;
    Unknowns unknowns;
    const Json programs = program_facts(told.machine(), unknowns);
    ASSERT_EQ(programs.size(), 2U) << "iwd is not there: " << programs.dump();
    EXPECT_EQ(programs[0], (Json{{"name", "wpa_supplicant"}, {"version", "2.10"}, {"running", true}}));
    EXPECT_EQ(programs[1], (Json{{"name", "NetworkManager"}, {"version", "1.42.4"}, {"running", false}}));
}

TEST(Manifest, TellsTheAccessPointThatIsJoined) {
    const std::vector<std::uint8_t> entry = bss_entry();
    const Json bss = bss_fact(entry);
    EXPECT_EQ(bss["bssid"], "02:00:00:00:00:09");
    EXPECT_EQ(bss["ssid"], "la\\x1bb1");
    EXPECT_EQ(bss["frequency"], 5500);
    EXPECT_EQ(bss["channel"], 100);
    EXPECT_EQ(bss["band"], "5 GHz");
    EXPECT_EQ(bss["signal_dbm"], -61.5);
    EXPECT_EQ(bss["beacon_interval_tu"], 100);
    EXPECT_EQ(bss["offers"]["pmf"], "required");
    EXPECT_THAT(bss["offers"]["key_managements"], ElementsAre("SAE"));
}

TEST(Manifest, AnEntryThatBreaksOffTellsWhatIsWhole) {
    const std::vector<std::uint8_t> entry = bss_entry();
    for (std::size_t size = 0; size <= entry.size(); ++size) bss_fact(std::span(entry).first(size));
}

TEST(Manifest, OfARadioThatIsJoinedKeepsItsSchema) {
    const Told told;
    Json manifest = document_of(some_run());
    manifest["machine"] = machine_facts(told.machine());
    manifest["interfaces"] = interface_facts(told.machine());
    manifest["interfaces"][0]["power_save"] = true;
    manifest["interfaces"][0]["type"] = "station";
    manifest["interfaces"][0]["index"] = 3;
    const std::vector<std::uint8_t> entry = bss_entry();
    manifest["interfaces"][0]["bss"] = bss_fact(entry);
    manifest["modules"] = module_facts(told.machine());
    EXPECT_TRUE(keeps_the_schema(manifest));
    manifest["interfaces"][0]["bss"]["bssid"] = "nowhere";
    EXPECT_FALSE(keeps_the_schema(manifest)) << "the schema says something";
}

}  // namespace
}  // namespace wlanmedic::capture::test
