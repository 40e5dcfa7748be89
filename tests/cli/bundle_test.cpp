// SPDX-License-Identifier: MIT
// `wlanmedic bundle` of a machine that is told by a directory: what tar finds in it, and what nobody must find.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "program.h"

namespace wlanmedic {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr auto directory_in_it = "wlanmedic-bundle";
constexpr auto interface = "wlx9cb6d0a1b2c3";  // systemd's name of a USB device: its address
constexpr auto own_mac = "9c:b6:d0:a1:b2:c3";
constexpr auto bssid = "74:83:c2:4e:5f:60";

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char byte) { return std::tolower(byte); });
    return text;
}

/// One entry of `journalctl -o export`.
std::string entry(int second, const std::string& transport, const std::string& comm, const std::string& message) {
    return "__CURSOR=s=0f1e;i=" + std::to_string(second) +
           "\n__REALTIME_TIMESTAMP=" + std::to_string(1767225600000000LL + second * 1000000LL) +
           "\n__MONOTONIC_TIMESTAMP=" + std::to_string(second * 1000000LL) +
           "\n_BOOT_ID=5a1b2c3d4e5f60718293a4b5c6d7e8f9\n_TRANSPORT=" + transport + "\n_HOSTNAME=hollyhock\n" +
           (comm.empty() ? "SYSLOG_IDENTIFIER=kernel\n" : "SYSLOG_IDENTIFIER=" + comm + "\n_COMM=" + comm + "\n") +
           "MESSAGE=" + message + "\n\n";
}

class Bundle : public testing::Test {
protected:
    Bundle() {
        const std::string wlan = interface;
        file("root/sys/class/net/" + wlan + "/phy80211/name", "phy0\n");
        link("root/sys/class/net/" + wlan + "/device/driver/module", "../../../module/mt76x2u");
        link("root/sys/class/net/" + wlan + "/device/subsystem", "../../../bus/usb");
        file("root/sys/module/mt76x2u/srcversion", "0123456789ABCDEF\n");
        file("root/sys/bus/sdio/devices/mmc1:0001:1/uevent", "SDIO_ID=02D0:A9BF\n");
        file("root/proc/version", "Linux version 6.1.0-56-amd64 (debian-kernel@lists.debian.org)\n");
        file("root/proc/cmdline", "root=UUID=6d3a9a52-51c5-4f1e-8a35-0b2f3c4d5e6f quiet\n");
        file("root/proc/modules", "mt76x2u 32768 0 - Live 0x0000000000000000\n");
        file("root/etc/os-release", "NAME=\"Debian GNU/Linux\"\n");
        command(
            journal_command(24),
            entry(0, "kernel", "", wlan + ": associated") +
                entry(1, "journal", "wpa_supplicant",
                      wlan + ": Trying to associate with SSID 'Willow Cottage 5G'") +
                entry(2, "journal", "NetworkManager",
                      "<info>  [1767225602.0000] dhcp4 (" + wlan +
                          "): state changed new lease, address=192.168.77.23") +
                entry(60, "kernel", "", wlan + ": Connection to AP " + bssid + " lost") +
                entry(61, "journal", "NetworkManager",
                      "<info>  [1767225661.0000] audit: op=\"connection-activate\" uuid=\"6d3a9a52-51c5-4f1e-8a35-"
                      "0b2f3c4d5e6f\" name=\"Willow Cottage 5G\" pid=812 uid=1000 result=\"success\"") +
                entry(62, "journal", "NetworkManager", "profile of /home/marguerite/.config read") +
                entry(90, "kernel", "", wlan + ": authenticate with " + bssid) +
                entry(91, "kernel", "", wlan + ": associated"));
        command("iw_dev", std::string("phy#0\n\tInterface ") + wlan + "\n\t\taddr " + own_mac +
                              "\n\t\tssid Willow Cottage 5G\n\t\ttype managed\n");
        command("iw_dev_" + wlan + "_link", std::string("Connected to ") + bssid + " (on " + wlan +
                                                ")\n\tSSID: Willow Cottage 5G\n\tfreq: 5180\n\tsignal: -61 dBm\n");
        command("iw_dev_" + wlan + "_station_dump",
                std::string("Station ") + bssid + " (on " + wlan + ")\n\tsignal:  \t-61 dBm\n");
        command("iw_dev_" + wlan + "_get_power_save", "Power save: on\n");
        command("iw_reg_get", "global\ncountry DE: DFS-ETSI\n");
        command("iw_phy", "Wiphy phy0\n");
        command("uname_-r", "6.1.0-56-amd64\n");
        command("ethtool_-i_" + wlan, "driver: mt76x2u\nfirmware-version: 0.0.00-b1\nbus-info: 1-2:1.0\n");
        command("modinfo_mt76x2u", "license: Dual BSD/GPL\nversion: 1\n");
        command("lspci_-nnk", "00:00.0 Host bridge [0600]: Intel [8086:3e34]\n");
        command("nmcli_general", "STATE CONNECTIVITY\nconnected full\n");
        command("nmcli_-f_DEVICE,TYPE,STATE_device", "DEVICE TYPE STATE\n" + wlan + " wifi connected\n");
        command("nmcli_-t_-f_UUID,TYPE,AUTOCONNECT,AUTOCONNECT-PRIORITY,DEVICE,STATE_connection",
                "6d3a9a52-51c5-4f1e-8a35-0b2f3c4d5e6f:802-11-wireless:yes:0:" + wlan + ":activated\n");
        command("NetworkManager_--print-config", "[main]\nplugins=keyfile\n");
        // rfkill and lsusb are missing.
    }

    static std::string journal_command(int hours) {
        return "journalctl_-o_export_-q_--no-pager_--since_-" + std::to_string(hours) +
               "h__TRANSPORT=kernel_+__COMM=wpa_supplicant_+__COMM=NetworkManager_+__COMM=iwd_+__COMM=systemd-"
               "network_+"
               "__COMM=dhcpcd_+__COMM=dhclient_+__COMM=hostapd_+__COMM=systemd-sleep";
    }
    void file(const std::string& name, const std::string& text) const {
        const fs::path path = machine_.path(name);
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    void command(const std::string& name, const std::string& text) const {
        file("commands/" + name.substr(0, 200), text);
    }
    void link(const std::string& name, const std::string& to) const {
        const fs::path path = machine_.path(name);
        fs::create_directories(path.parent_path());
        fs::create_symlink(to, path);
    }
    void forget(const std::string& name) const { fs::remove(machine_.path("commands/" + name.substr(0, 200))); }

    test::Outcome bundle(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"bundle", "--from", machine_.path(), "-o", out_.path(name)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return test::run(arguments);
    }
    /// What tar unpacks: text by name, without the directory.
    std::map<std::string, std::string> unpacked(const std::string& name) const {
        const fs::path to = out_.path(name + "-unpacked");
        fs::create_directories(to);
        // The paths are a temporary directory's: no blanks, no quotes.
        EXPECT_EQ(::system(("tar -xf " + out_.path(name) + " -C " + to.string()).c_str()), 0);
        std::map<std::string, std::string> files;
        for (const fs::directory_entry& top : fs::directory_iterator(to)) {
            EXPECT_EQ(top.path().filename(), directory_in_it) << "nothing beside the one directory";
            for (const fs::directory_entry& one : fs::directory_iterator(top.path()))
                files[one.path().filename()] = text_of(one.path());
        }
        return files;
    }

    test::Directory machine_;
    test::Directory out_;
};

TEST_F(Bundle, HoldsWhatTheDocumentationSays) {
    const test::Outcome done = bundle("b.tar", {"--no-redact"});
    ASSERT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(done.out, out_.path("b.tar") + "\n");
    const std::string wlan = interface;
    EXPECT_THAT(
        unpacked("b.tar"),
        UnorderedElementsAre(
            Key("README.txt"), Key("journal.export"), Key("kernel.txt"), Key("cmdline.txt"), Key("os-release.txt"),
            Key("modules.txt"), Key("iw-dev.txt"), Key("iw-reg.txt"), Key("iw-phy.txt"), Key("lspci.txt"),
            Key("sdio-mmc1:0001:1.txt"), Key(wlan + "-link.txt"), Key(wlan + "-station.txt"),
            Key(wlan + "-power-save.txt"), Key(wlan + "-ethtool.txt"), Key("module-mt76x2u.txt"),
            Key("module-mt76x2u-srcversion.txt"), Key("nm-general.txt"), Key("nm-devices.txt"),
            Key("nm-connections.txt"), Key("nm-config.txt"), Key("check.json"), Key("wlanmedic.txt")));
}

TEST_F(Bundle, HoldsNoOriginal) {
    ASSERT_EQ(bundle("b.tar.gz").status, 0);
    const auto files = unpacked("b.tar.gz");
    ASSERT_EQ(files.size(), 23U);
    std::size_t stand_ins = 0;
    for (const auto& [name, text] : files) {
        const std::string all = lower(name + "\n" + text);
        for (const char* original :
             {own_mac, bssid, "9cb6d0a1b2c3", "7483c24e5f60", "a1:b2:c3", "willow", "cottage", "hollyhock",
              "marguerite", "192.168.77", "6d3a9a52", "5a1b2c3d4e5f"})
            EXPECT_THAT(all, Not(HasSubstr(original))) << name;
        if (all.find("host-1") != std::string::npos) ++stand_ins;
    }
    EXPECT_EQ(stand_ins, 1U) << "the host has a stand-in where it was";
    const std::string& readme = files.at("README.txt");
    EXPECT_THAT(readme, AllOf(HasSubstr("Redacted:"), HasSubstr("iw dev wlx"), HasSubstr("-link.txt")));
    EXPECT_THAT(files.at("kernel.txt"), HasSubstr("6.1.0-56-amd64"));
    EXPECT_THAT(files.at("module-mt76x2u.txt"), HasSubstr("Dual BSD/GPL"));
    EXPECT_THAT(files.at("iw-reg.txt"), HasSubstr("country DE"));
}

TEST_F(Bundle, IsToldTheSameStoryByExplain) {
    ASSERT_EQ(bundle("plain.tar", {"--no-redact"}).status, 0);
    ASSERT_EQ(bundle("b.tar").status, 0);
    const auto plain = test::explain_bytes(unpacked("plain.tar").at("journal.export"));
    const auto redacted = test::explain_bytes(unpacked("b.tar").at("journal.export"));
    ASSERT_EQ(plain.document.at("outages").size(), 1U);
    EXPECT_EQ(redacted.document.at("totals"), plain.document.at("totals"));
    EXPECT_EQ(redacted.document.at("outages").at(0).at("trigger").at("class"),
              plain.document.at("outages").at(0).at("trigger").at("class"));
    EXPECT_EQ(redacted.document.at("outages").at(0).at("duration_s"),
              plain.document.at("outages").at(0).at("duration_s"));
}

TEST_F(Bundle, LeavesAllAsItIsWhereOneAsksForThat) {
    ASSERT_EQ(bundle("b.tar", {"--no-redact"}).status, 0);
    const auto files = unpacked("b.tar");
    EXPECT_THAT(files.at("README.txt"), HasSubstr("Not redacted"));
    EXPECT_THAT(files.at("journal.export"), AllOf(HasSubstr("hollyhock"), HasSubstr(bssid)));
}

TEST_F(Bundle, IsReadByTarInEachPacking) {
    for (const char* name : {"b.tar", "b.tar.gz", "b.tar.xz", "b.tar.zst"}) {
        const test::Outcome done = bundle(name);
        EXPECT_EQ(done.status, 0) << done.err;
        EXPECT_EQ(unpacked(name).size(), 23U) << name;
        EXPECT_EQ(fs::status(out_.path(name)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_THAT(text_of(out_.path("b.tar.gz")), StartsWith("\x1f\x8b"));
    EXPECT_THAT(text_of(out_.path("b.tar.xz")), StartsWith("\xfd\x37zXZ"));
    EXPECT_THAT(text_of(out_.path("b.tar.zst")), StartsWith("\x28\xb5\x2f\xfd"));
}

TEST_F(Bundle, NeverOverwritesAFile) {
    const std::string path = out_.file("b.tar.zst", "somebody's own");
    const test::Outcome done = bundle("b.tar.zst");
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.err, AllOf(HasSubstr("File exists"), HasSubstr("hint: nothing is written over")));
    EXPECT_EQ(text_of(path), "somebody's own");
    EXPECT_THAT(done.err, Not(HasSubstr("collecting"))) << "not after minutes, but at once";
    fs::create_symlink(out_.path("elsewhere"), out_.path("link.tar"));
    EXPECT_EQ(bundle("link.tar").status, 1) << "nor where a link leads to";
    EXPECT_FALSE(fs::exists(out_.path("elsewhere")));
}

TEST_F(Bundle, RefusesAnEndingThatItDoesNotKnow) {
    const test::Outcome done = bundle("b.zip");
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.err, HasSubstr("let its name end in .tar.zst"));
    EXPECT_FALSE(fs::exists(out_.path("b.zip")));
}

TEST_F(Bundle, LeavesNoHalfOfAFileBehind) {
    const std::string key = out_.file("key", "short");
    const test::Outcome done = bundle("b.tar", {"--key", key});
    EXPECT_EQ(done.status, 1) << "a key has 16 bytes";
    EXPECT_FALSE(fs::exists(out_.path("b.tar")));
}

TEST_F(Bundle, SaysInItsReadmeWhichToolsWereMissing) {
    const test::Outcome done = bundle("b.tar");
    EXPECT_EQ(done.status, 0);
    const auto files = unpacked("b.tar");
    EXPECT_FALSE(files.contains("rfkill.txt"));
    EXPECT_THAT(files.at("README.txt"),
                AllOf(HasSubstr("rfkill list: rfkill: not installed"), HasSubstr("lsusb: lsusb: not installed")));
    EXPECT_THAT(done.err, HasSubstr("2 could not be had"));
}

TEST_F(Bundle, TakesTheKernelsOwnLogWhereThereIsNoJournal) {
    forget(journal_command(24));
    command("dmesg", std::string("[    1.000000] ") + interface + ": Connection to AP " + bssid + " lost\n");
    ASSERT_EQ(bundle("b.tar").status, 0);
    const auto files = unpacked("b.tar");
    EXPECT_FALSE(files.contains("journal.export"));
    EXPECT_THAT(files.at("dmesg.txt"), AllOf(HasSubstr("Connection to AP"), Not(HasSubstr(bssid))));
    EXPECT_THAT(files.at("README.txt"), HasSubstr("journalctl: not installed"));
}

TEST_F(Bundle, ReachesBackAsFarAsAsked) {
    forget(journal_command(24));
    command(journal_command(3), entry(0, "kernel", "", "short"));
    ASSERT_EQ(bundle("b.tar", {"--hours", "3"}).status, 0);
    EXPECT_THAT(unpacked("b.tar").at("journal.export"), HasSubstr("MESSAGE=short"));
}

TEST_F(Bundle, IsMadeOfAMachineWithoutAnything) {
    const test::Directory empty;
    ASSERT_EQ(test::run({"bundle", "--from", empty.path(), "-o", out_.path("b.tar")}).status, 0);
    const auto files = unpacked("b.tar");
    EXPECT_THAT(files, UnorderedElementsAre(Key("README.txt"), Key("check.json"), Key("wlanmedic.txt")));
    EXPECT_THAT(files.at("README.txt"), HasSubstr("iw: not installed"));
}

}  // namespace
}  // namespace wlanmedic
