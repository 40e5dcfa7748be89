// SPDX-License-Identifier: MIT
// Lines in which originals hide, and lines in which nothing is one.
#include <gmock/gmock.h>

#include "support.h"

namespace wlanmedic::redact {
namespace {

using test::redacted_file;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// "60:38:e0:11:22:33" anywhere, in any spelling.
void expect_no_mac(const std::string& text) {
    const std::string lower = ascii_lower(text);
    for (const std::string_view spelled :
         {"60:38:e0:11:22:33", "60-38-e0-11-22-33", "60_38_e0_11_22_33", "6038.e011.2233", "6038e0112233",
          "60 38 e0 11 22 33", "6238:e0ff:fe11:2233", "6238e0fffe112233", "60\\:38", "60%3a38", "0x60,0x38",
          "0x60, 0x38", "0x60 0x38", "\\x60\\x38", "33 22 11 e0 38 60", "33:22:11:e0:38:60"})
        EXPECT_EQ(lower.find(spelled), std::string::npos) << spelled << " in " << text;
}

TEST(RedactLines, AMacIsFoundInEverySpelling) {
    const std::string known = "wlan0: authenticate with 60:38:e0:11:22:33\n";
    for (const std::string line : {"wlan0: associated with 60:38:E0:11:22:33",
                                   "sta:60:38:e0:11:22:33 state: 0->1",
                                   "da:60:38:e0:11:22:33,",
                                   "BSSID 60-38-E0-11-22-33.",
                                   "/org/bluez/hci0/dev_60_38_E0_11_22_33/fd0",
                                   "arp 6038.e011.2233",
                                   "renamed to wlx6038e0112233: link up",
                                   "device enx6038e0112233.",
                                   "wlx6038e0112233.conf",
                                   "fe80::6238:e0ff:fe11:2233%wlan0/64",
                                   "inet6 2001:db8:1:2:6238:e0ff:fe11:2233",
                                   "fe800000000000006238e0fffe112233 03 40 20 80 wlan0",
                                   "client id 01:60:38:e0:11:22:33",
                                   "duid 00:01:00:01:2a:bb:cc:dd:60:38:e0:11:22:33",
                                   "ff:12:34:56:78:00:03:00:01:60:38:e0:11:22:33",
                                   "TX: 08 02 3a 01 60 38 e0 11 22 33 00 00",
                                   "dump: 08:02:60:38:e0:11:22:33:ff:00:01",
                                   "{0x60,0x38,0xe0,0x11,0x22,0x33}",
                                   "{0x60, 0x38, 0xe0, 0x11, 0x22, 0x33}",
                                   "0x60 0x38 0xe0 0x11 0x22 0x33",
                                   "\\x60\\x38\\xe0\\x11\\x22\\x33",
                                   "nmcli:60\\:38\\:E0\\:11\\:22\\:33:lab:",
                                   "url?bssid=60%3A38%3Ae0%3A11%3A22%3A33&x",
                                   "key=0x6038e0112233",
                                   "wifi_6038e0112233_6c6162_managed_psk",
                                   "00006038e01122330000",
                                   "le: 33 22 11 e0 38 60 00",
                                   "debugfs/ieee80211/phy0/netdev:wlan0/stations/60:38:e0:11:22:33/rx_bytes"}) {
        const std::string out = redacted_file(known + line + "\n");
        expect_no_mac(out);
        EXPECT_EQ(out.size(), out.find("2001:db8") == std::string::npos && line.find("fe80::") == std::string::npos
                                  ? known.size() + line.size() + 1
                                  : out.size())
            << "the length stays: " << out;
    }
}

TEST(RedactLines, TheSameMacIsTheSameInAllSpellings) {
    const std::string out =
        redacted_file("a 60:38:e0:11:22:33\nb 60-38-E0-11-22-33\nc 60 38 e0 11 22 33 00\nd wlx6038e0112233\n");
    std::string mac = out.substr(2, 17);
    std::string dashes = mac;
    std::ranges::replace(dashes, ':', '-');
    for (char& c : dashes) c = static_cast<char>(std::toupper(c));
    std::string blanks = mac;
    std::ranges::replace(blanks, ':', ' ');
    std::erase(mac, ':');
    EXPECT_THAT(out, HasSubstr("b " + dashes));
    EXPECT_THAT(out, HasSubstr("c " + blanks + " 00"));
    EXPECT_THAT(out, HasSubstr("d wlx" + mac));
}

TEST(RedactLines, WhatIsNoAddressStays) {
    for (const std::string line :
         {"broadcast ff:ff:ff:ff:ff:ff and 00:00:00:00:00:00", "at 02:40:45 and 12:34:56.789", "cipher 00-0f-ac:4",
          "brcmfmac: brcmf_c_preinit_dcmds: Firmware: BCM4345/6 wl0: version 6.30.171.24 (r0)",
          "rtw89_8852be 0000:03:00.0: Firmware version 0.27.32.1 (da87cccd), cmd version 0, type 5",
          "ath10k_pci 0000:02:00.0: firmware ver 10.2.4-1.0-00047 api 5", "mwifiex: driver version 15.68.19.21",
          "inet 127.0.0.1 netmask 255.255.255.0 gateway 0.0.0.0", "::1 ff02::1 ff02::fb", "std::string foo::bar",
          "pci 0000:03:00.0: BAR 0", "frame 0x1234 status 30", "uuid 0000110a-0000-1000-8000-00805f9b34fb",
          "Started wpa_supplicant@wlan0.service and getty@tty1.service", "for user root by (uid=0)",
          "linux-image-6.1.0-56-amd64 6.1.192-2", "psk=(nil) prev_psk=(nil)", "nl80211: Scan probed for SSID ''"})
        EXPECT_EQ(redacted_file(line + "\n"), line + "\n");
}

TEST(RedactLines, BlankedOutOctetsStayBlank) {
    const std::string out = redacted_file("from 60:38:e0:xx:xx:XX to xx:xx:xx:xx:5b:32 and **:**:**:**:5b:32\n");
    EXPECT_THAT(out, HasSubstr(":xx:xx:XX to xx:xx:xx:xx:"));
    EXPECT_THAT(out, HasSubstr("**:**:**:**:"));
    EXPECT_THAT(out, Not(HasSubstr("60:38:e0")));
    EXPECT_THAT(out, Not(HasSubstr("5b:32")));
    EXPECT_EQ(out.size(),
              std::string("from 60:38:e0:xx:xx:XX to xx:xx:xx:xx:5b:32 and **:**:**:**:5b:32\n").size());
}

TEST(RedactLines, AnSsidIsFoundWhereverProgramsWriteIt) {
    for (const std::string line :
         {"wlan0: Trying to associate with 60:38:e0:11:22:33 (SSID='Zwei Katzen' freq=2412 MHz)",
          "CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"Zwei Katzen\" auth_failures=1", "   * SSID=Zwei Katzen",
          "\tSSID: Zwei Katzen", "\t\tssid Zwei Katzen", "wlan0     IEEE 802.11  ESSID:\"Zwei Katzen\"  ",
          "wlan0 (phy #0): scan finished: 2412 2437, \"\" \"Zwei Katzen\"",
          "device (wlan0): Activation: starting connection 'Zwei Katzen' (7a2f4c5e-1b2c-4d3e-8f90-a1b2c3d4e5f6)",
          "Activation: (wifi) Stage 2 of 5 (Device Configure) successful. Connected to wireless network \"Zwei "
          "Katzen\"",
          "Config: added 'ssid' value 'Zwei Katzen'",
          "policy: set 'Zwei Katzen' (wlan0) as default for IPv4 routing",
          "audit: op=\"connection-activate\" uuid=\"x\" name=\"Zwei Katzen\" pid=1",
          "load: \"/etc/NetworkManager/system-connections/Zwei Katzen.nmconnection\"",
          "event: connect-info, ssid: Zwei Katzen, bss: 60:38:e0:11:22:33, signal: -40", "ssid=Zwei Katzen",
          "ssid=Zwei Katzen freq=2412", "{\"ssid\":\"Zwei Katzen\",\"x\":1}",
          "Set drv->ssid based on scan res info to 'Zwei Katzen'"}) {
        const std::string out = redacted_file(line + "\n");
        EXPECT_THAT(out, Not(HasSubstr("Katzen"))) << line;
        EXPECT_THAT(out, HasSubstr("ssid-")) << line;
        // Known from there, it is found anywhere.
        const std::string rest = redacted_file(line +
                                               "\nwe met Zwei Katzen today, ZWEI KATZEN, Zwei%20Katzen, "
                                               "Zwei+Katzen, 5a 77 65 69 20 4b 61 74 7a 65 6e, "
                                               "5a776569204b61747a656e, Zwei\\040Katzen?\n");
        EXPECT_THAT(ascii_lower(rest), Not(HasSubstr("katzen"))) << rest;
        EXPECT_THAT(rest, Not(HasSubstr("4b 61 74 7a"))) << rest;
        EXPECT_THAT(rest, Not(HasSubstr("4b61747a"))) << rest;
    }
}

TEST(RedactLines, AnSsidOfOtherBytesIsFoundEscaped) {
    const std::string known = "\tSSID: Caf\\xc3\\xa9 4\n";
    for (const std::string line :
         {"ssid=\"Caf\\xc3\\xa9 4\"", "SSID 'Caf\xc3\xa9 4'", "Caf%C3%A9%204", "Caf#303#251 4", "Caf\\303\\251 4",
          "{\"MESSAGE\":\"to Caf\\u00e9 4\"}", "43 61 66 c3 a9 20 34"})
        EXPECT_THAT(redacted_file(known + line + "\n"),
                    Not(testing::AnyOf(HasSubstr("Caf"), HasSubstr("43 61 66"))))
            << line;
}

TEST(RedactLines, AnSsidThatIsAWordOfTheLogGoesOnlyWhereItIsAnSsid) {
    const std::string out = redacted_file(
        "wlan0: SME: Trying to authenticate with 60:38:e0:11:22:33 (SSID='associated' freq=2412 MHz)\n"
        "[   10.000000] wlan0: associated\n");
    EXPECT_THAT(out, Not(HasSubstr("SSID='associated'")));
    EXPECT_THAT(out, HasSubstr("wlan0: associated\n"));
}

TEST(RedactLines, ASupplicantsDumpKeepsItsColumns) {
    const std::string dump =
        "1.5: SSID - hexdump_ascii(len=18):\n"
        "     61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70   abcdefghijklmnop\n"
        "     71 72                                             qr              \n"
        "1.6: next\n";
    const std::string out = redacted_file(dump);
    EXPECT_EQ(out.size(), dump.size());
    EXPECT_THAT(out, StartsWith("1.5: SSID - hexdump_ascii(len=18):\n     73 73 69 64 2d "));
    EXPECT_THAT(out, HasSubstr("   ssid-"));
    EXPECT_THAT(out, Not(HasSubstr("71 72")));
    EXPECT_THAT(out, Not(HasSubstr("qr")));
    EXPECT_THAT(out, HasSubstr("\n1.6: next\n"));
}

TEST(RedactLines, FramesKeepWhatExplainReads) {
    // A beacon's header, fixed fields, the SSID "lab"; a deauthentication with reason 7.
    const std::string beacon =
        "[frame: 80 00 00 00 ff ff ff ff ff ff 60 38 e0 11 22 33 60 38 e0 11 22 33 10 00 01 02 03 04 05 06 07 08 "
        "64 00 11 "
        "04 00 03 6c 61 62 01 01 82]\n";
    const std::string deauth =
        "[frame: c0 00 3a 01 60 38 e0 11 22 33 60 38 e0 11 22 34 60 38 e0 11 22 34 30 00 07 00]\n";
    const std::string out = redacted_file(beacon + deauth);
    EXPECT_EQ(out.size(), beacon.size() + deauth.size());
    EXPECT_THAT(out, HasSubstr("[frame: 80 00 00 00 ff ff ff ff ff ff "));
    EXPECT_THAT(out, HasSubstr(" 10 00 01 02 03 04 05 06 07 08 64 00 11 04 00 03 "));
    EXPECT_THAT(out, HasSubstr(" 01 01 82]\n"));
    EXPECT_THAT(out, HasSubstr(" 30 00 07 00]\n"));
    EXPECT_THAT(out, Not(HasSubstr("6c 61 62")));
    expect_no_mac(out);
}

TEST(RedactLines, SecretsLeaveNothing) {
    for (const std::string line :
         {"psk=\"correct horse\"", "\tpsk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "wpa_passphrase=correct horse", "PMK - hexdump(len=4): c0 44 ec 70",
          "WPA: PTK - hexdump(len=4): c0 44 ec 70", "key_nonce - hexdump(len=4): c0 44 ec 70",
          "WPA: IE KeyData - hexdump(len=4): c0 44 ec 70", "Config: added 'psk' value 'correct horse'",
          "PSK (ASCII passphrase) - hexdump_ascii(len=4):\n     c0 44 ec 70                                       "
          "horse"}) {
        const std::string out = redacted_file(line + "\n");
        EXPECT_THAT(out, Not(testing::AnyOf(HasSubstr("horse"), HasSubstr("c0 44 ec"), HasSubstr("456789ab"))))
            << line;
    }
    EXPECT_THAT(redacted_file("WPA: Received Replay Counter - hexdump(len=8): 00 00 00 00 00 00 00 01\n"),
                HasSubstr("00 00 00 00 00 00 00 01"));
}

TEST(RedactLines, HostsAndUsersAreFoundInTheirPlaces) {
    for (const std::string line :
         {"May  7 02:40:45 heron kernel: wlan0: associated",
          "2026-05-07T02:40:45+0200 heron wpa_supplicant[612]: x",
          "<6>1 2026-05-07T02:40:45.123456+02:00 heron kernel - - - wlan0: associated",
          "[ 3027.669072] heron kernel: wlan0: associated", "1778114445.123456 heron kernel: wlan0: associated",
          "Thu 2026-05-07 02:40:45 CEST heron kernel: wlan0: associated", "    _HOSTNAME=heron",
          "Hostname set to <heron>", "dhcp4 (wlan0): option host_name => 'heron'",
          "Linux heron 6.1.0-56-amd64 #1 SMP x86_64 GNU/Linux", "{\"_HOSTNAME\":\"heron\",\"MESSAGE\":\"x\"}",
          "policy: set-hostname: set hostname to 'heron' (from system)", "mara@heron:~$ iw dev"}) {
        const std::string out = redacted_file(line + "\nlater heron.lan and HERON, but not herons\n");
        EXPECT_THAT(ascii_lower(out), Not(testing::ContainsRegex("heron[^s]"))) << line;
        EXPECT_THAT(out, HasSubstr("host-1")) << line;
        EXPECT_THAT(out, HasSubstr("herons")) << line;
    }
    for (const std::string line :
         {"COMMAND=/home/mara/bin/x", "    mara : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/sbin/iw",
          "session opened for user mara(uid=1000) by (uid=0)", "New session 3 of user mara.", "USER=mara",
          "identity=\"mara\"", "mara@heron:~$ iw dev", "Accepted publickey for mara from 192.168.1.4 port 22"})
        EXPECT_THAT(redacted_file(line + "\nasked mara again\n"), Not(HasSubstr("mara"))) << line;
}

TEST(RedactLines, AddressesOfTheInternetAreFound) {
    const std::string out = redacted_file(
        "dhcp4 (wlan0):   address 192.168.178.23\ngateway 192.168.178.1\nnameserver 2001:4860:4860::8888\n"
        "to 93.184.216.34:443 and ip-192-168-178-23 c0 a8 b2 17 00 mail to me.too@corp.example.org\n");
    for (const std::string_view original :
         {"192.168.178", "2001:4860", "93.184", "192-168", "c0 a8 b2", "me.too", "corp"})
        EXPECT_THAT(out, Not(HasSubstr(std::string(original))));
    EXPECT_THAT(out, HasSubstr("address 10."));
    EXPECT_THAT(out, HasSubstr("nameserver 2001:db8:"));
    EXPECT_THAT(out, HasSubstr(":443"));
}

TEST(RedactLines, IdsStayTellable) {
    const std::string boot = "3f2a8c0d9e1b4f6a8c0d9e1b4f6a8c0d";
    const std::string out = redacted_file("-- Boot " + boot + " --\n_BOOT_ID=" + boot +
                                          "\nMESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1\n");
    EXPECT_THAT(out, Not(HasSubstr(boot)));
    const std::string other = out.substr(8, 32);
    EXPECT_THAT(out, HasSubstr("_BOOT_ID=" + other));
    EXPECT_THAT(out, HasSubstr("MESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1"));
}

TEST(RedactLines, RedactingTwiceFindsNothingOfTheFirst) {
    const std::string line =
        "May  7 02:40:45 heron wpa_supplicant[1]: wlan0: 60:38:e0:11:22:33 ssid='Zwei Katzen'\n";
    Redactor redactor(test::key, true);
    redacted_file(line, redactor);
    EXPECT_THAT(redactor.map(), HasSubstr("mac\t60:38:e0:11:22:33\t"));
    EXPECT_THAT(redactor.map(), HasSubstr("ssid\tZwei Katzen\tssid-"));
    EXPECT_THAT(redactor.map(), HasSubstr("host\theron\thost-1\n"));
}

}  // namespace
}  // namespace wlanmedic::redact
