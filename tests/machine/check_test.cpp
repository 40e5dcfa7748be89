// SPDX-License-Identifier: MIT
// Checks of machines that are told by directories.
#include "machine/check.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "machine/version.h"

namespace wlanmedic::machine {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Told : public testing::Test {
protected:
    Told() {
        std::string name = (fs::temp_directory_path() / "wlanmedic-machine-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        directory_ = name;
        file("/sys/class/net/wlan0/phy80211/name", "phy0\n");
        file("/sys/class/net/lo/address", "00:00:00:00:00:00\n");
        link("/sys/class/net/wlan0/device/driver/module", "../../../../module/iwlwifi");
        link("/sys/class/net/wlan0/device/subsystem", "../../../bus/pci");
        file("/proc/sys/kernel/dmesg_restrict", "0\n");
    }
    ~Told() override { fs::remove_all(directory_); }

    void file(const std::string& path, const std::string& text) { write(directory_ / ("root" + path), text); }
    void command(const std::string& name, const std::string& text) { write(directory_ / "commands" / name, text); }
    void link(const std::string& path, const std::string& to) {
        const fs::path place = directory_ / ("root" + path);
        fs::create_directories(place.parent_path());
        fs::create_symlink(to, place);
    }

    std::vector<Check> all(const std::string& id) {
        std::vector<Check> checks = check_machine(ToldMachine(directory_.string()), hazards_);
        std::erase_if(checks, [&](const Check& one) { return one.id != id; });
        return checks;
    }
    Check check(const std::string& id) {
        const std::vector<Check> checks = all(id);
        return checks.empty() ? Check{.id = "missing"} : checks.front();
    }
    Verdict verdict(const std::string& id) { return check(id).verdict; }

    Hazards hazards_;

private:
    static void write(const fs::path& path, const std::string& text) {
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }

    fs::path directory_;
};

TEST_F(Told, TheInterfaceIsTheOneWithAPhy) {
    EXPECT_EQ(verdict("interface"), Verdict::ok);
    EXPECT_EQ(check("power_save").interface, "wlan0");
}

TEST_F(Told, PowerSave) {
    EXPECT_EQ(verdict("power_save"), Verdict::unknown) << "iw is missing";
    command("iw_dev_wlan0_get_power_save", "Power save: on\n");
    EXPECT_EQ(verdict("power_save"), Verdict::trap);
    EXPECT_EQ(check("power_save").shows, "iw dev wlan0 get power_save");
    EXPECT_EQ(check("power_save").advice, "iw dev wlan0 set power_save off");
    command("iw_dev_wlan0_get_power_save", "Power save: off\n");
    EXPECT_EQ(verdict("power_save"), Verdict::ok);
}

TEST_F(Told, RegulatoryDatabaseAndCountry) {
    EXPECT_EQ(verdict("regulatory_database"), Verdict::trap);
    file("/lib/firmware/regulatory.db", "x");
    EXPECT_EQ(verdict("regulatory_database"), Verdict::ok);
    command("dmesg", "[    4.2] cfg80211: failed to load regulatory.db\n");
    EXPECT_EQ(verdict("regulatory_database"), Verdict::trap) << "there, but not where it was needed";
    EXPECT_EQ(verdict("regulatory_country"), Verdict::unknown);
    command("iw_reg_get", "global\ncountry 00: DFS-UNSET\n");
    EXPECT_EQ(verdict("regulatory_country"), Verdict::trap);
    command("iw_reg_get", "global\ncountry DE: DFS-ETSI\n");
    EXPECT_EQ(verdict("regulatory_country"), Verdict::ok);
}

TEST_F(Told, NetworkManagersRetries) {
    EXPECT_EQ(check("autoconnect_retries").id, "missing") << "no NetworkManager";
    file("/usr/sbin/NetworkManager", "");
    file("/etc/NetworkManager/NetworkManager.conf", "[main]\nplugins=keyfile\n");
    EXPECT_EQ(verdict("autoconnect_retries"), Verdict::trap);
    file("/etc/NetworkManager/conf.d/r.conf", "[main]\nautoconnect-retries-default = 0\n");
    EXPECT_EQ(verdict("autoconnect_retries"), Verdict::ok);
    file("/etc/NetworkManager/conf.d/s.conf", "[main]\nautoconnect-retries-default=2\n");
    EXPECT_THAT(check("autoconnect_retries").because, HasSubstr("after 2 "));
}

TEST_F(Told, NetworkManagersPowerSaveAndRandomAddress) {
    file("/usr/sbin/NetworkManager", "");
    file("/usr/lib/NetworkManager/conf.d/p.conf",
         "[connection]\nwifi.powersave=3\nwifi.cloned-mac-address=random\n");
    EXPECT_EQ(verdict("nm_powersave"), Verdict::trap);
    EXPECT_EQ(verdict("mac_randomization"), Verdict::trap);
    file("/etc/NetworkManager/conf.d/p.conf", "");
    EXPECT_EQ(verdict("nm_powersave"), Verdict::ok) << "the same name in /etc hides it";
}

TEST_F(Told, TwoManagers) {
    EXPECT_EQ(verdict("managers"), Verdict::unknown);
    file("/proc/10/comm", "NetworkManager\n");
    file("/proc/11/comm", "wpa_supplicant\n");
    file("/proc/11/cmdline", std::string("/sbin/wpa_supplicant\0-u\0-s\0", 27));
    EXPECT_EQ(verdict("managers"), Verdict::ok) << "NetworkManager's own helper";
    file("/proc/12/comm", "wpa_supplicant\n");
    file("/proc/12/cmdline", std::string("/sbin/wpa_supplicant\0-c/etc/x\0-iwlan0\0", 38));
    EXPECT_EQ(verdict("managers"), Verdict::trap);
    EXPECT_THAT(check("managers").because, HasSubstr("NetworkManager and wpa_supplicant"));
    command("nmcli_-t_-f_DEVICE,STATE_device", "wlan0:unmanaged\nlo:unmanaged\n");
    EXPECT_EQ(verdict("managers"), Verdict::ok);
    file("/proc/13/comm", "iwd\n");
    EXPECT_EQ(verdict("managers"), Verdict::trap);
}

TEST_F(Told, PmfAndBackgroundScans) {
    file("/etc/wpa_supplicant/wpa_supplicant-wlan0.conf", "network={\n\tssid=\"x\"\n\tkey_mgmt=WPA-PSK\n}\n");
    EXPECT_EQ(verdict("pmf"), Verdict::trap);
    EXPECT_EQ(verdict("bgscan"), Verdict::ok);
    file("/etc/wpa_supplicant/wpa_supplicant-wlan0.conf", "pmf=1\nnetwork={\n\tbgscan=\"simple:30:-65:300\"\n}\n");
    EXPECT_EQ(verdict("pmf"), Verdict::ok);
    EXPECT_EQ(verdict("bgscan"), Verdict::trap);
    file("/etc/wpa_supplicant/wpa_supplicant-wlan0.conf", "pmf=2\nnetwork={\n\tkey_mgmt=WPA-PSK\n}\n");
    EXPECT_THAT(check("pmf").because, HasSubstr("required"));
}

TEST_F(Told, DriversAreAskedByTheirModuleAndKernel) {
    EXPECT_EQ(verdict("driver_hazards"), Verdict::unknown) << "nobody was asked";
    hazards_ = [](const Interface&, std::string_view) { return std::nullopt; };
    EXPECT_EQ(check("driver_hazards").because, "nothing is known here of iwlwifi");
    command("uname_-r", "6.1.0-56-amd64\n");
    hazards_ = [](const Interface& interface, std::string_view release) {
        EXPECT_EQ(interface.module, "iwlwifi");
        EXPECT_EQ(release, "6.1.0-56-amd64");
        return DriverKnowledge{.profile = "iwlwifi", .hazards = {}, .left = {}};
    };
    EXPECT_EQ(verdict("driver_hazards"), Verdict::ok);
}

TEST_F(Told, EachHazardIsATrapWithItsSourceAndWhatItForbids) {
    hazards_ = [](const Interface&, std::string_view) {
        return DriverKnowledge{
            .profile = "iwlwifi",
            .hazards = {{.what = "Unloading hangs.",
                         .applies = "after a crash",
                         .source = "somebody/demo#12",
                         .forbids = {"module_reload", "unbind_bind"}},
                        {.what = "It is slow.", .applies = {}, .source = "a/b#1", .forbids = {}}},
            .left = {"restart_hw"}};
    };
    const std::vector<Check> hazards = all("driver_hazards");
    ASSERT_EQ(hazards.size(), 2U);
    EXPECT_EQ(hazards[0].verdict, Verdict::trap);
    EXPECT_EQ(hazards[0].because, "iwlwifi: Unloading hangs. Concerns: after a crash. [somebody/demo#12]");
    EXPECT_EQ(hazards[0].advice,
              "do not reset the device by module_reload, unbind_bind; no hazard forbids restart_hw");
    EXPECT_EQ(hazards[0].shows, "wlanmedic driver show iwlwifi");
    EXPECT_EQ(hazards[1].because, "iwlwifi: It is slow. [a/b#1]");
    EXPECT_EQ(hazards[1].advice, "") << "it forbids nothing";
}

TEST_F(Told, MissingFirmware) {
    EXPECT_EQ(verdict("firmware_missing"), Verdict::unknown);
    command("dmesg",
            "iwlwifi 0000:03:00.0: Direct firmware load for iwlwifi-ty-a0-gf-a0-86.ucode failed with error -2\n");
    EXPECT_EQ(verdict("firmware_missing"), Verdict::trap);
    command("dmesg", "radeon 0000:01:00.0: Direct firmware load for radeon/x failed with error -2\n");
    EXPECT_EQ(verdict("firmware_missing"), Verdict::ok) << "another driver's";
}

TEST_F(Told, OldKernelsForgetTheWaitWhereTheDriverReportsStatus) {
    EXPECT_EQ(verdict("comeback"), Verdict::unknown) << "no kernel is known";
    command("uname_-r", "6.7.12-amd64\n");
    EXPECT_EQ(verdict("comeback"), Verdict::trap);
    EXPECT_EQ(check("comeback").interface, "wlan0");
    EXPECT_EQ(check("comeback").advice, "use Linux 6.8 or later");
    EXPECT_THAT(check("comeback").because, HasSubstr("when iwlwifi reports"));
    EXPECT_THAT(check("comeback").shows, HasSubstr("uname -r"));
    command("uname_-r", "6.8.0-45-generic\n");
    EXPECT_EQ(verdict("comeback"), Verdict::ok);
    EXPECT_THAT(check("comeback").because, HasSubstr("0.5 to 1.5 s later"));
    command("uname_-r", "6.12.117\n");
    EXPECT_EQ(verdict("comeback"), Verdict::ok);
    EXPECT_THAT(check("comeback").because, testing::Not(HasSubstr("later")));
}

TEST_F(Told, OldKernelsAreNotJudgedWithDriversThatNobodyLookedAt) {
    command("uname_-r", "6.1.0-56-amd64\n");
    link("/sys/class/net/wlan1/device/driver/module", "../../../../module/brcmfmac");
    file("/sys/class/net/wlan1/phy80211/name", "phy1\n");
    link("/sys/class/net/wlan2/device/driver/module", "../../../../module/b43");
    file("/sys/class/net/wlan2/phy80211/name", "phy2\n");
    const std::vector<Check> kernel = all("comeback");
    ASSERT_EQ(kernel.size(), 3U);
    EXPECT_EQ(kernel[0].verdict, Verdict::trap);
    EXPECT_EQ(kernel[1].verdict, Verdict::unknown);
    EXPECT_THAT(kernel[1].because, HasSubstr("brcmfmac joins by itself"));
    EXPECT_EQ(kernel[2].verdict, Verdict::unknown);
    EXPECT_THAT(kernel[2].because, HasSubstr("whether b43 does is not known"));
}

TEST_F(Told, WpaSupplicantGivesUpWhereAnAccessPointAsksForLong) {
    EXPECT_EQ(all("comeback").size(), 1U) << "no supplicant is there";
    command("wpa_supplicant_-v", "wpa_supplicant v2.10\nCopyright (c) 2003-2022, Jouni Malinen\n");
    ASSERT_EQ(all("comeback").size(), 2U);
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::unknown) << "no log: nobody knows what access points ask";
    EXPECT_THAT(all("comeback")[1].because, HasSubstr("wpa_supplicant 2.10 gives up 5 s after"));
    command("dmesg", "[    1.0] Linux\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::ok);
    const std::string refusal = "wlan0: 02:00:00:00:00:01 rejected association temporarily; comeback duration ";
    command("dmesg", refusal + "1000 TU (1024 ms)\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::ok);
    EXPECT_THAT(all("comeback")[1].because, HasSubstr("the longest in the kernel's log is 1000 TU (1.0 s)"));
    command("dmesg", refusal + "4882 TU (4999 ms)\n" + refusal + "10 TU (10 ms)\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::trap);
    EXPECT_EQ(all("comeback")[1].interface, "");
    EXPECT_THAT(all("comeback")[1].because, HasSubstr("an access point asked for 4882 TU (5.0 s)"));
    EXPECT_EQ(all("comeback")[1].shows, "wpa_supplicant -v; dmesg | grep 'comeback duration'");
    command("wpa_supplicant_-v", "wpa_supplicant v2.9\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::unknown);
}

TEST_F(Told, IwdGivesUpEarlierAndOnlyWhereItRules) {
    command("dmesg", "wlan0: 02:00:00:00:00:01 rejected association temporarily; comeback duration 1201 TU\n");
    command("wpa_supplicant_-v", "wpa_supplicant v2.10\n");
    command("_usr_libexec_iwd_--version", "3.12\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::ok);
    file("/proc/7/comm", "iwd\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::trap);
    EXPECT_THAT(all("comeback")[1].because, HasSubstr("iwd 3.12 gives up"));
    command("_usr_libexec_iwd_--version", "3.10\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::unknown);
    command("_usr_libexec_iwd_--version", "2.3\n");
    EXPECT_EQ(all("comeback")[1].verdict, Verdict::ok);
}

TEST_F(Told, RadioBlockedAndBus) {
    file("/sys/class/net/wlan0/phy80211/rfkill3/soft", "1\n");
    file("/sys/class/net/wlan0/phy80211/rfkill3/hard", "0\n");
    EXPECT_EQ(verdict("rfkill"), Verdict::trap);
    EXPECT_EQ(check("rfkill").advice, "rfkill unblock wifi");
    EXPECT_EQ(verdict("pcie_aspm"), Verdict::unknown);
    file("/sys/class/net/wlan0/device/link/l1_aspm", "1\n");
    EXPECT_EQ(verdict("pcie_aspm"), Verdict::trap);
}

TEST_F(Told, WhatEvidenceIsKept) {
    EXPECT_EQ(check("journal_volatile").id, "missing") << "no systemd";
    file("/run/systemd/journal/socket", "");
    EXPECT_EQ(verdict("journal_volatile"), Verdict::trap);
    file("/var/log/journal/0123/system.journal", "");
    EXPECT_EQ(verdict("journal_volatile"), Verdict::ok);
    command("dmesg", "x\n");
    EXPECT_EQ(verdict("dmesg_restrict"), Verdict::ok);
}

TEST(ThisMachine, CommandsEndInTime) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(ThisMachine().run({"sleep", "30"}, std::chrono::seconds(1)));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    const auto echo = ThisMachine().run({"echo", "a b; c"}, std::chrono::seconds(10));
    ASSERT_TRUE(echo);
    EXPECT_EQ(echo->out, "a b; c\n") << "no shell";
    EXPECT_EQ(echo->status, 0);
    EXPECT_EQ(ThisMachine().run({"false"}, std::chrono::seconds(10))->status, 1);
    EXPECT_THAT(ThisMachine().run({"no-such-program"}, std::chrono::seconds(10)).error().what,
                HasSubstr("not installed"));
}

TEST(ThisMachine, CanBeCheckedWithoutWireless) { EXPECT_FALSE(check_machine(ThisMachine(), {}).empty()); }

TEST(Versions, AreTheFirstTwoNumbersWithADotBetween) {
    EXPECT_EQ(version_in("wpa_supplicant v2.10"), (Version{2, 10}));
    EXPECT_EQ(version_in("6.1.0-56-amd64"), (Version{6, 1}));
    EXPECT_EQ(version_in("802 of 3.12"), (Version{3, 12}));
    EXPECT_EQ(version_in("99999999999999999999.1"), std::nullopt);
    EXPECT_EQ(version_in("7"), std::nullopt);
    EXPECT_EQ(version_in("7."), std::nullopt);
    EXPECT_EQ(version_in(""), std::nullopt);
    EXPECT_LT((Version{2, 9}), (Version{2, 10}));
}

}  // namespace
}  // namespace wlanmedic::machine
