// SPDX-License-Identifier: MIT
// Bytes that nobody promised to be evidence.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <random>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr std::string_view outage =
    "1767225629.000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n"
    "1767225639.000000: wlan0 (phy #0): disconnected (local request) reason: 4: Disassociated due to inactivity\n"
    "1767225649.000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n";

// Of `count` outages, each told by what comes in the gaps of a hostile file too.
void expect_one_outage(const Explained& explained) {
    ASSERT_EQ(explained.json.status, 0) << explained.json.err;
    EXPECT_EQ(explained.document.at("outages").size(), 1U);
}

std::string with_line_ends(std::string_view text, std::string_view end) {
    std::string changed;
    for (const char c : text) {
        if (c == '\n')
            changed += end;
        else
            changed += c;
    }
    return changed;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST(Hostile, BinaryGarbageIsNotUnderstoodAndHurtsNobody) {
    std::mt19937 random(1);
    for (const std::size_t size : {1U, 2U, 100U, 4096U, 1'000'000U}) {
        std::string bytes(size, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        EXPECT_EQ(explain_bytes(bytes).json.status, 3) << size;
    }
    EXPECT_EQ(explain_bytes(std::string(100'000, '\0')).json.status, 3);
    EXPECT_EQ(explain_bytes(std::string(100'000, '\n')).json.status, 3);
    EXPECT_EQ(explain_bytes(read(WLANMEDIC_PROGRAM).substr(0, 1'000'000)).json.status, 3);
}

TEST(Hostile, GarbageAroundGoodLinesDoesNotHideThem) {
    std::mt19937 random(2);
    std::string bytes;
    for (const std::string& line : {std::string(outage.substr(0, 66)), std::string(outage.substr(66))}) {
        for (int i = 0; i < 5000; ++i) bytes += static_cast<char>(random());
        bytes += '\n' + line;
    }
    expect_one_outage(explain_bytes(bytes));
}

TEST(Hostile, EachGoldenFileMayEndAnywhere) {
    std::mt19937 random(3);
    for (const char* scenario : {"full-chain", "wedge", "two-access-points"})
        for (const char* name : {"iw-event.txt", "dmesg.txt"}) {
            const std::string whole = read(golden() / scenario / name);
            ASSERT_FALSE(whole.empty());
            for (int i = 0; i < (sanitized ? 6 : 20); ++i)
                explain_bytes(std::string_view(whole).substr(0, random() % whole.size()));
        }
}

TEST(Hostile, EachGoldenFileMayBeginAnywhere) {
    std::mt19937 random(4);
    for (const char* name : {"iw-event.txt", "dmesg.txt"}) {
        const std::string whole = read(golden() / "full-chain" / name);
        for (int i = 0; i < (sanitized ? 6 : 20); ++i)
            explain_bytes(std::string_view(whole).substr(random() % whole.size()));
    }
}

TEST(Hostile, ALineMayBeCutAtEachByte) {
    // One file with the beginnings of a line, each by itself, and what a real cut leaves: the next line glued to
    // it.
    for (const std::string_view line :
         {std::string_view("1767225639.000000: wlan2 (phy #2): deauth 02:00:00:00:00:00 -> 02:00:00:00:02:00 "
                           "reason 7: Class 3 [frame: "
                           "c0 00 3a 01 02 00 00 00 02 00 02 00 00 00 00 00 02 00 00 00 00 00 20 00 07 00]"),
          std::string_view("[   22.659154] wlan2: 02:00:00:00:01:00 rejected association temporarily; comeback "
                           "duration 1000 TU (1024 ms)"),
          std::string_view("<165>1 2026-05-06T21:13:00.5+02:00 host kernel - - [x y=\"a\\]\"] wlan0: Connection "
                           "to AP 02:00:00:00:01:00 lost"),
          std::string_view("6,339,5140900,-;wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: "
                           "7=CLASS3_FRAME_FROM_NONASSOC_STA)")}) {
        std::string bytes;
        for (std::size_t i = 1; i <= line.size(); ++i) bytes.append(line.substr(0, i)) += '\n';
        for (std::size_t i = 1; i < line.size(); i += 7) bytes.append(line.substr(0, i)).append(line) += '\n';
        const Explained explained = explain_bytes(bytes);
        ASSERT_EQ(explained.json.status, 0);
        EXPECT_GT(explained.document.at("evidence").at(0).at("malformed").get<int>(), 0);
    }
}

TEST(Hostile, BytesFlippedInGoldenFiles) {
    std::mt19937 random(5);
    for (const char* scenario : {"full-chain", "recovery-actions"})
        for (const char* name : {"iw-event.txt", "dmesg.txt"}) {
            const std::string whole = read(golden() / scenario / name);
            for (int i = 0; i < (sanitized ? 3 : 10); ++i) {
                std::string bytes = whole;
                for (int flips = 0; flips < 200; ++flips)
                    bytes[random() % bytes.size()] = static_cast<char>(random());
                explain_bytes(bytes);
            }
        }
}

TEST(Hostile, LineEndsOfOtherSystemsChangeNothing) {
    expect_one_outage(explain_bytes(with_line_ends(outage, "\r\n")));
    expect_one_outage(explain_bytes(outage.substr(0, outage.size() - 1)));
    const Directory directory;
    const auto outages_of = [&](const std::string& bytes) {
        return explain({directory.file("iw.txt", bytes)}).document.at("outages");
    };
    EXPECT_EQ(outages_of(with_line_ends(outage, "\r\n")), outages_of(std::string(outage)));
}

TEST(Hostile, ZerosBeforeAndWithinLinesChangeNothing) {
    const std::string zeros(4096, '\0');
    std::string bytes = zeros + std::string(outage);
    bytes.insert(bytes.find("disconnected") - 39, zeros);
    expect_one_outage(explain_bytes(bytes));
    std::string within(outage);
    within += std::string("1767225650.000000: wlan0 (phy #0): conn\0ected to 02:00:00:00:01:00\n", 66);
    expect_one_outage(explain_bytes(within));
}

TEST(Hostile, AByteOrderMarkChangesNothing) {
    expect_one_outage(explain_bytes("\xef\xbb\xbf" + std::string(outage)));
    EXPECT_EQ(explain_bytes("\xff\xfe"
                            "1\0:\0")
                  .json.status,
              3);  // UTF-16
}

TEST(Hostile, InvalidUtf8IsShownByItsNumber) {
    const Explained explained =
        explain_bytes(std::string(outage) +
                      "1767225649.500000: wlan0 (phy #0): scan finished: 2412, \"\xff\xc0\xaf\xed\xa0\x80\"\n" +
                      "1767225650.000000: wlan0 (phy #0): disconnected (local request) reason: 4: \xfe\xff\n");
    ASSERT_EQ(explained.json.status, 0);
    EXPECT_EQ(explained.document.at("outages").size(), 2U);
    EXPECT_THAT(explained.text.out, HasSubstr("\\xfe\\xff"));
}

TEST(Hostile, TerminalEscapesAndMarkupInEvidenceAreShownNotSent) {
    const std::vector<std::string> evil{"\x1b[31m",
                                        "\x1b]0;title\x07",
                                        "\xc2\x9b"
                                        "31m",
                                        "\x9b"
                                        "31m",
                                        "\u202eevil\u202c",
                                        "\u2066x\u2069",
                                        "<script>alert(1)</script>",
                                        "&amp;\"'\\",
                                        "\x7f",
                                        "\b\b\b",
                                        "\r",
                                        "\xe2\x80\xa8",
                                        "\xef\xbb\xbf"};
    std::string bytes;
    int second = 100;
    for (const std::string& ssid : evil) {
        const auto line = [&](const std::string& words) {
            bytes += std::to_string(1767225629 + second++) + ".000000: wlan0 (phy #0): " + words + "\n";
        };
        line("connected to 02:00:00:00:01:00");
        line("scan finished: 2412, \"" + ssid + "\"");
        line("disconnected (local request) reason: 4: " + ssid);
        line("scan finished: 2412, \"" + ssid + "\"");
        line("set interface type " + ssid);
        line(ssid);
    }
    // As the name of an interface, of a phy, of a process, of a device.
    for (const std::string& name : evil) {
        const std::string time = std::to_string(1767225629 + second++) + ".000000: ";
        bytes += time + name + " (phy #0): disconnected (local request) reason: 4: x\n";
        bytes += "[ 5.500000] " + name + ": Connection to AP 02:00:00:00:01:00 lost\n";
        bytes += "[ 5.600000] ieee80211 " + name + ": Hardware restart was requested\n";
        bytes += "[ 5.700000] iwlwifi " + name + ": Microcode SW error detected. Restarting 0x0.\n";
        bytes += "May  6 21:13:00 host " + name + "[1]: wlan0: " + name + "\n";
    }
    const Explained explained = explain_bytes(bytes);
    ASSERT_EQ(explained.json.status, 0) << explained.json.err;
    EXPECT_GE(explained.document.at("outages").size(), evil.size());
    EXPECT_THAT(explained.text.out, HasSubstr("\\x1b[31m"));
    EXPECT_THAT(explained.json.out, HasSubstr("\\u003cscript\\u003e"));
    const Directory directory;
    const std::string path = directory.file("evil.txt", bytes);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"explain", path}, {"explain", "-v", path}})
        expect_safe_for_terminal(run(arguments).out);
}

TEST(Hostile, TwoFormatsInOneFileAreBothRead) {
    const Explained explained = explain_bytes(std::string(outage) +
                                              "[ 1000.000000] wlan1: associated\n"
                                              "[ 1010.000000] wlan1: Connection to AP 02:00:00:00:01:00 lost\n"
                                              "[ 1020.000000] wlan1: associated\n");
    ASSERT_EQ(explained.json.status, 0);
    EXPECT_EQ(explained.document.at("outages").size(), 2U);
    EXPECT_THAT(explained.document.at("evidence").at(0).at("format").get<std::string>(), HasSubstr("+"));
}

TEST(Hostile, TimeThatGoesBackwardsMakesNoNegativeDuration) {
    std::string bytes;
    for (const int second : {1000, 500, 400, 1000, 3, 2, 1, 7'000'000, 5}) {
        const std::string time = std::to_string(1'767'225'629 + second);
        bytes += time + ".000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n";
        bytes += std::to_string(1'767'225'629 + second - 1) +
                 ".000000: wlan0 (phy #0): disconnected (local request) reason: 4: x\n";
    }
    const Explained explained = explain_bytes(bytes);
    ASSERT_EQ(explained.json.status, 0);
    for (const auto& one : explained.document.at("outages")) EXPECT_GE(one.at("duration_s").get<double>(), 0);
}

TEST(Hostile, TimesAtTheEndsOfTheirRangeDoNotOverflow) {
    std::string relative;
    for (int i = 0; i < 200; ++i)
        relative += "99999998.5: wlan0 (phy #0): scan started\n0.1: wlan0 (phy #0): scan finished: 2412\n";
    std::string minutes = "[May 6 21:13] wlan0: associated\n";
    for (int i = 0; i < 5; ++i) minutes += "[+7258118399.000123] wlan0: Connection to AP 02:00:00:00:01:00 lost\n";
    const std::vector<std::string> files{
        relative,
        minutes,
        "Dec 31 21:13:00 host kernel: [ 1.0] wlan0: associated\nDec 31 21:13:00 host kernel: [7258118399.5] "
        "wlan0: associated\n",
        "1970-01-01T00:00:00+1500 host kernel: wlan0: associated\n2199-12-31T23:59:60-1500 host kernel: wlan0: "
        "Connection to AP "
        "02:00:00:00:01:00 lost\n",
        "0.0: wlan0 (phy #0): scan started\n7258118399.9: wlan0 (phy #0): scan started\n",
        "99999999999999999999.0: wlan0 (phy #0): scan started\n1.0: wlan0 (phy #0): scan started\n",
        "6,1,9223372036854775807,-;wlan0: associated\n6,1,7000000000000000,-;wlan0: associated\n6,1,0,-;wlan0: "
        "associated\n",
        "Feb 29 00:00:00 host kernel: wlan0: associated\nFeb 30 00:00:00 host kernel: wlan0: associated\n",
        "format = \"wlanmedic.counts/1\"\nhours = 999999.0\nbegin = "
        "2199-12-31T23:59:59\n[counts]\nconnection_loss = 1000000000\n",
    };
    for (const std::string& bytes : files) EXPECT_EQ(explain_bytes(bytes).json.status, 0) << bytes.substr(0, 200);
    const Directory directory;
    explain(
        {directory.file("iw",
                        "7200000000.5: wlan0 (phy #0): connected to 02:00:00:00:01:00\n7200000010.5: wlan0 (phy "
                        "#0): connected to 02:00:00:00:01:00\n"),
         directory.file("dmesg",
                        "[1.5] wlan0: associated\n[11.5] wlan0: associated\n[7258118399.5] wlan0: associated\n")});
    explain({directory.file("early",
                            "0.5: wlan0 (phy #0): connected to 02:00:00:00:01:00\n7258118399.5: wlan0 (phy #0): "
                            "connected to 02:00:00:00:01:00\n"),
             directory.file("local",
                            "1970-01-01T00:00:00 h kernel: wlan0: associated\n2199-12-31T00:00:00 h kernel: "
                            "wlan0: associated\n")});
}

TEST(Hostile, NumbersOutOfRangeAreMalformedNotWrong) {
    const Explained explained =
        explain_bytes(std::string(outage) +
                      "1767225650.0: wlan0 (phy #0): disconnected (by AP) reason: 65536: x\n"
                      "1767225650.1: wlan0 (phy #0): assoc comeback bssid 02:00:00:00:01:00 timeout 4294967296\n"
                      "1767225650.2: wlan0 (phy #0): unknown event 99999999999\n"
                      "1767225650.3: wlan0 (phy #99999999999): scan started\n");
    expect_one_outage(explained);
    EXPECT_GE(explained.document.at("evidence").at(0).at("malformed").get<int>(), 3);
}
