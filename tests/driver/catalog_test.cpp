// SPDX-License-Identifier: MIT
#include "driver/catalog.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "driver/embedded.h"
#include "driver/glob.h"
#include "driver/profile.h"

namespace wlanmedic::driver {
namespace {

// "driver happening device": what a message was taken for; "-" where for nothing.
std::string seen(const Catalog& catalog, std::string_view message) {
    const auto match = catalog.match(message);
    if (!match) return "-";
    std::string text = match->profile->name;
    text += ' ';
    text += match->pattern == nullptr ? std::string_view("unknown") : name_of(match->pattern->happening);
    if (!match->device.empty()) text += ' ';
    return text.append(match->device);
}

const Catalog& built_in() {
    static const Catalog catalog = Catalog::built_in();
    return catalog;
}

std::string seen(std::string_view message) { return seen(built_in(), message); }

/// A directory of its own, which goes away with it.
class Profiles : public testing::Test {
protected:
    Profiles() {
        std::string name = testing::TempDir() + "drivers-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory " + name);
        directory_ = name;
    }
    ~Profiles() override { std::filesystem::remove_all(directory_); }

    void file(const std::string& name, std::string_view text) const {
        std::ofstream(directory_ / name, std::ios::binary) << text;
    }

    std::filesystem::path directory_;
};

constexpr std::string_view plain = R"(name = "plain"
prefixes = ["plain "]
modules = ["plain"]
)";

// --- globs
// -----------------------------------------------------------------------------------------------------------

TEST(Glob, FindsItsRunsInTheirOrderAnywhereInTheMessage) {
    EXPECT_TRUE(Glob("SW error").found_in("Microcode SW error detected"));
    EXPECT_TRUE(Glob("Message * timeout").found_in("mt7921e 0000:03:00.0: Message 00020002 (seq 5) timeout"));
    EXPECT_TRUE(Glob("*timeout*").found_in("timeout"));
    EXPECT_TRUE(Glob("a**b").found_in("xaybz"));
    EXPECT_FALSE(Glob("Message * timeout").found_in("timeout Message 5"));
    EXPECT_FALSE(Glob("sw error").found_in("Microcode SW error detected"));
    EXPECT_FALSE(Glob("aba*aba").found_in("ababa")) << "runs may not overlap";
    EXPECT_FALSE(Glob("x").found_in(""));
}

TEST(Glob, BeginsAMessageWithStarsThatTakeNoSpace) {
    EXPECT_TRUE(Glob("rtw_88*").begins("rtw_8822ce 0000:01:00.0: text"));
    EXPECT_TRUE(Glob("ieee80211 phy*: brcmf_").begins("ieee80211 phy12: brcmf_fw_crashed: text"));
    EXPECT_FALSE(Glob("ieee80211 phy*: brcmf_").begins("ieee80211 phy0: hello: brcmf_fw_crashed"));
    EXPECT_FALSE(Glob("usb *: ath").begins("usb 1-2: new device: ath9k"));
    EXPECT_FALSE(Glob("iwlwifi ").begins(" iwlwifi "));
    EXPECT_FALSE(Glob("iwlwifi ").begins("iwlwifi"));
    EXPECT_TRUE(Glob("a*b*c").begins("abxbc"));
    EXPECT_FALSE(Glob("a*bb").begins("ab"));
}

TEST(Glob, KnowsItsLongestLiteral) {
    EXPECT_EQ(Glob("ieee80211 phy*: brcmf_").longest_literal(), "ieee80211 phy");
    EXPECT_EQ(Glob("ab*cd").longest_literal(), "ab");
    EXPECT_EQ(Glob("**").longest_literal(), "");
    EXPECT_EQ(Glob("ab*cde").literal_size(), 5U);
}

// --- reading a profile
// -----------------------------------------------------------------------------------------------

TEST(ParseProfile, ReadsAllThatAProfileMaySay) {
    const auto profile = parse_profile(R"(
name = "demo"
prefixes = ["demo: ", "demo_*_usb "]
shared_prefixes = ["ieee80211 phy*: "]
modules = ["demo", "demo-usb"]

[[pattern]]
happening = "firmware_error"
text = "it died * times"
source = "drivers/net/wireless/demo/main.c"

[[pattern]]
happening = "noted"
text = "hello"
source = "somebody/demo: init.c"
)",
                                       "demo.toml");
    ASSERT_TRUE(profile) << profile.error().to_string();
    EXPECT_EQ(profile->name, "demo");
    EXPECT_EQ(profile->prefixes, (std::vector<std::string>{"demo: ", "demo_*_usb "}));
    EXPECT_EQ(profile->shared_prefixes, std::vector<std::string>{"ieee80211 phy*: "});
    EXPECT_EQ(profile->modules, (std::vector<std::string>{"demo", "demo-usb"}));
    ASSERT_EQ(profile->patterns.size(), 2U);
    EXPECT_EQ(profile->patterns[0].happening, Happening::firmware_error);
    EXPECT_EQ(profile->patterns[0].text, "it died * times");
    EXPECT_EQ(profile->patterns[0].source, "drivers/net/wireless/demo/main.c");
    EXPECT_EQ(profile->patterns[1].happening, Happening::noted);
}

TEST(ParseProfile, NeedsNeitherPatternsNorSharedPrefixes) {
    const auto profile = parse_profile(plain, "plain.toml");
    ASSERT_TRUE(profile) << profile.error().to_string();
    EXPECT_TRUE(profile->patterns.empty());
    EXPECT_TRUE(profile->shared_prefixes.empty());
}

// What parse_profile() has against a profile: "line:column what".
std::string complaint(std::string_view toml) {
    const auto profile = parse_profile(toml, "bad.toml");
    if (profile) return "";
    EXPECT_EQ(profile.error().file, "bad.toml");
    EXPECT_FALSE(profile.error().hint.empty()) << profile.error().what;
    return std::to_string(profile.error().line) + ":" + std::to_string(profile.error().column) + " " +
           profile.error().what;
}

TEST(ParseProfile, TellsWhereAnUnknownKeyStands) {
    EXPECT_EQ(complaint(std::string(plain) + "resets = [\"unbind\"]\n"), "4:1 unknown key \"resets\"");
    EXPECT_EQ(complaint(std::string(plain) + "  [counters]\n  beacons = 1\n"), "4:4 unknown key \"counters\"");
    EXPECT_EQ(complaint(std::string(plain) + R"([[pattern]]
happening = "noted"
text = "x"
    severity = 3
source = "y"
)"),
              "7:5 unknown key \"severity\"");
}

TEST(ParseProfile, NamesTheKeysThatItKnowsWhereOneIsUnknown) {
    const auto profile = parse_profile(std::string(plain) + "resets = 1\n", "bad.toml");
    ASSERT_FALSE(profile);
    EXPECT_EQ(
        profile.error().hint,
        "The keys of a profile are name, prefixes, shared_prefixes, modules, pattern, counter, reset, hazard.");
}

TEST(ParseProfile, TellsWhichKeyIsMissing) {
    EXPECT_EQ(complaint("prefixes = [\"abc\"]\nmodules = [\"abc\"]\n"), "1:1 key \"name\" is missing");
    EXPECT_EQ(complaint("name = \"abc\"\nmodules = [\"abc\"]\n"), "1:1 key \"prefixes\" is missing");
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = [\"abc\"]\n"), "1:1 key \"modules\" is missing");
    EXPECT_EQ(complaint(std::string(plain) + "[[pattern]]\nhappening = \"noted\"\ntext = \"abc\"\n"),
              "4:1 key \"source\" is missing");
}

TEST(ParseProfile, TellsWhereAValueIsOfAnotherKind) {
    EXPECT_EQ(complaint("name = 7\nprefixes = [\"abc\"]\nmodules = [\"abc\"]\n"),
              "1:8 \"name\" is not a text with something in it");
    EXPECT_EQ(complaint("name = \"\"\nprefixes = [\"abc\"]\nmodules = [\"abc\"]\n"),
              "1:8 \"name\" is not a text with something in it");
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = \"abc\"\nmodules = [\"abc\"]\n"),
              "2:12 \"prefixes\" is not a list of texts");
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = []\nmodules = [\"abc\"]\n"),
              "2:12 \"prefixes\" is not a list of texts");
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = [\"abc\", 1]\nmodules = [\"abc\"]\n"),
              "2:20 \"prefixes\" holds no text here");
    EXPECT_EQ(complaint(std::string(plain) + "pattern = 3\n"), "4:11 \"pattern\" is not a list of tables");
    EXPECT_EQ(complaint(std::string(plain) + "pattern = [3]\n"), "4:11 \"pattern\" is not a list of tables");
}

TEST(ParseProfile, RefusesAPrefixThatWouldFitTooManyLines) {
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = [\"ab*cd\"]\nmodules = [\"abc\"]\n"),
              "2:13 prefix \"ab*cd\" would fit too many lines");
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = [\"*abc\"]\nmodules = [\"abc\"]\n"),
              "2:13 prefix \"*abc\" would fit too many lines");
    EXPECT_EQ(complaint(std::string(plain) + "shared_prefixes = [\"\"]\n"),
              "4:20 prefix \"\" would fit too many lines");
}

TEST(ParseProfile, RefusesAPatternThatFitsEveryLine) {
    EXPECT_EQ(
        complaint(std::string(plain) + "[[pattern]]\nhappening = \"noted\"\ntext = \"**\"\nsource = \"a.c\"\n"),
        "6:8 pattern \"**\" fits every line");
}

TEST(ParseProfile, RefusesAHappeningThatItDoesNotKnow) {
    EXPECT_EQ(
        complaint(std::string(plain) + "[[pattern]]\nhappening = \"boom\"\ntext = \"a\"\nsource = \"a.c\"\n"),
        "5:13 unknown happening \"boom\"");
}

TEST(ParseProfile, RefusesAModuleNameThatCouldMeanSomethingElse) {
    EXPECT_EQ(complaint("name = \"abc\"\nprefixes = [\"abc\"]\nmodules = [\"abc\", \"../x\"]\n"),
              "3:19 \"../x\" is no name of a kernel module");
}

TEST(ParseProfile, TellsWhereTomlEnds) {
    const auto what = complaint("name = \"abc\"\nprefixes = [\n");
    EXPECT_TRUE(what.starts_with("3:") || what.starts_with("2:")) << what;
    EXPECT_TRUE(complaint("name = \"abc\"\nname = \"abd\"\n").starts_with("2:")) << "a key twice";
}

TEST(ParseProfile, SurvivesAnyBytes) {
    std::mt19937 random(1);  // the same bytes in every run
    const auto whole = std::string(embedded_profiles().front().text);
    for (int round = 0; round < 2000; ++round) {
        auto text = whole.substr(0, random() % whole.size());
        for (auto changes = random() % 4; changes > 0 && !text.empty(); --changes) {
            text[random() % text.size()] = static_cast<char>(random() % 256);
        }
        const auto profile = parse_profile(text, "fuzz.toml");
        EXPECT_TRUE(profile || !profile.error().what.empty());
    }
    EXPECT_FALSE(parse_profile(std::string(100000, '['), "deep.toml"));
    EXPECT_FALSE(parse_profile(std::string_view("\0\xff\xfe", 3), "bytes.toml"));
    EXPECT_FALSE(parse_profile("", "empty.toml"));
}

// --- the profiles that are built in
// ----------------------------------------------------------------------------------

TEST(BuiltIn, EveryEmbeddedProfileIsOneAndIsCalledAsItsFile) {
    ASSERT_FALSE(embedded_profiles().empty());
    for (const auto& embedded : embedded_profiles()) {
        const auto profile = parse_profile(embedded.text, std::string(embedded.file));
        ASSERT_TRUE(profile) << profile.error().to_string();
        EXPECT_EQ("drivers/" + profile->name + ".toml", embedded.file);
    }
    EXPECT_EQ(built_in().profiles().size(), embedded_profiles().size());
}

TEST(BuiltIn, KnowsTheDriversThatItIsSaidToKnow) {
    std::set<std::string> names;
    for (const auto& profile : built_in().profiles()) names.insert(profile.name);
    EXPECT_EQ(names, (std::set<std::string>{"aic8800", "ath", "ath10k", "ath11k", "ath9k", "bes2600", "brcmfmac",
                                            "cw1200", "iwlwifi", "mac80211_hwsim", "mt76", "mwifiex", "rtlwifi",
                                            "rtw88", "rtw89"}));
}

TEST(BuiltIn, NoPatternIsHiddenByOneBeforeIt) {
    for (const auto& profile : built_in().profiles()) {
        for (std::size_t late = 0; late < profile.patterns.size(); ++late) {
            for (std::size_t early = 0; early < late; ++early) {
                EXPECT_FALSE(Glob(profile.patterns[early].text).found_in(profile.patterns[late].text))
                    << profile.name << ": \"" << profile.patterns[early].text << "\" is found wherever \""
                    << profile.patterns[late].text << "\" is";
            }
        }
    }
}

TEST(BuiltIn, EveryPatternCanBeReachedThroughEveryPrefix) {
    for (const auto& profile : built_in().profiles()) {
        for (const auto* prefixes : {&profile.prefixes, &profile.shared_prefixes}) {
            for (const auto& prefix : *prefixes) {
                for (const auto& pattern : profile.patterns) {
                    auto message = prefix + pattern.text;
                    std::ranges::replace(message, '*', '7');
                    EXPECT_TRUE(built_in().match(message)) << message;
                }
            }
        }
    }
}

TEST(BuiltIn, SourcesAreFilesOfTheKernelOrOfANamedRepository) {
    for (const auto& profile : built_in().profiles()) {
        for (const auto& pattern : profile.patterns) {
            EXPECT_TRUE(pattern.source.starts_with("drivers/net/wireless/") ||
                        pattern.source.find(": ") != std::string::npos)
                << profile.name << ": " << pattern.source;
            EXPECT_TRUE(pattern.source.ends_with(".c")) << profile.name << ": " << pattern.source;
        }
    }
}

TEST(BuiltIn, SeesFirmwareDie) {
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: Microcode SW error detected. Restarting 0x0."),
              "iwlwifi firmware_error 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: Error sending SCAN_REQ_UMAC: time out after 2000ms."),
              "iwlwifi firmware_error 0000:3a:00.0");
    EXPECT_EQ(
        seen(
            "iwlwifi 0000:3a:00.0: Queue 11 is inactive on fifo 2 and stuck for 10000 ms. SW [4, 5] HW [4, 4] FH"),
        "iwlwifi firmware_error 0000:3a:00.0");
    EXPECT_EQ(seen("Timeout waiting for hardware access (CSR_GP_CNTRL 0xffffffff)"), "iwlwifi firmware_error");
    EXPECT_EQ(seen("brcmfmac: brcmf_sdio_isr: failed backplane access"), "brcmfmac firmware_error");
    EXPECT_EQ(seen("brcmfmac: brcmf_sdio_htclk: HT Avail timeout (1000000): clkctl 0x50"),
              "brcmfmac firmware_error");
    EXPECT_EQ(seen("ieee80211 phy0: brcmf_fw_crashed: Firmware has halted or crashed"),
              "brcmfmac firmware_error phy0");
    EXPECT_EQ(seen("ath10k_snoc 18800000.wifi: firmware crashed! (guid n/a)"),
              "ath10k firmware_error 18800000.wifi");
    EXPECT_EQ(seen("ath11k_pci 0000:02:00.0: firmware crashed: MHI_CB_SYS_ERROR"),
              "ath11k firmware_error 0000:02:00.0");
    EXPECT_EQ(seen("ath: phy0: Chip reset failed"), "ath9k firmware_error phy0");
    EXPECT_EQ(seen("usb 1-3: ath: firmware panic! exccause: 0x0000000d; pc: 0x0090ae81; badvaddr: 0x10ff4038."),
              "ath9k firmware_error 1-3");
    EXPECT_EQ(seen("mt7921e 0000:03:00.0: Message 00020002 (seq 5) timeout"), "mt76 firmware_error 0000:03:00.0");
    EXPECT_EQ(seen("mt7925e 0000:04:00.0: chip reset failed"), "mt76 firmware_error 0000:04:00.0");
    EXPECT_EQ(seen("rtw_8723du 1-1:1.2: failed to get tx report from firmware"), "rtw88 firmware_error 1-1:1.2");
    EXPECT_EQ(seen("rtw88_8822ce 0000:03:00.0: firmware failed to leave lps state"),
              "rtw88 firmware_error 0000:03:00.0");
    EXPECT_EQ(seen("firmware failed to ack driver for leaving Deep Power mode"), "rtw88 firmware_error");
    EXPECT_EQ(seen("rtw89_8852be 0000:02:00.0: SER catches error: 0x1000"), "rtw89 firmware_error 0000:02:00.0");
    EXPECT_EQ(seen("rtl8192cu: reg 0x102, usbctrl_vendorreq TimeOut! status:0xffffffb9 value=0x0"),
              "rtlwifi firmware_error");
    EXPECT_EQ(seen("mwifiex_pcie 0000:01:00.0: mwifiex_cmd_timeout_func: Timeout cmd id = 0xe5, act = 0x3"),
              "mwifiex firmware_error 0000:01:00.0");
    EXPECT_EQ(seen("bes2600_wlan mmc2:0001:1: link break between lmac and host, hw_buf_used:3 pending:1"),
              "bes2600 firmware_error mmc2:0001:1");
    EXPECT_EQ(seen("CMD req (0x0004) stuck in firmware, killing BH"), "cw1200 firmware_error");
    EXPECT_EQ(seen("cmd timed-out"), "aic8800 firmware_error");
    EXPECT_EQ(seen("AICWFDBG(LOGERROR)\tcmd queue crashed"), "aic8800 firmware_error");
}

TEST(BuiltIn, SeesFramesThatCouldNotBeDecrypted) {
    EXPECT_EQ(seen("bes2600_wlan mmc2:0001:1: [RX] Receive failure: 4."), "bes2600 decrypt_failure mmc2:0001:1");
    EXPECT_EQ(seen("bes2600_wlan mmc2:0001:1: [RX] Receive failure: 8."), "bes2600 unknown mmc2:0001:1");
    EXPECT_EQ(seen("bes2600_wlan mmc2:0001:1: [RX] Receive failure: 40."), "bes2600 unknown mmc2:0001:1");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: Unhandled alg: 0x707"), "iwlwifi decrypt_failure 0000:3a:00.0");
}

TEST(BuiltIn, SeesTheRadioBlockedAndTheHardwareRestarted) {
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: reporting RF_KILL (radio disabled)"),
              "iwlwifi radio_blocked 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: reporting RF_KILL (radio enabled)"),
              "iwlwifi radio_unblocked 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: RF_KILL bit toggled to disable radio."),
              "iwlwifi radio_blocked 0000:3a:00.0");
    EXPECT_EQ(seen("ath10k_pci 0000:02:00.0: device successfully recovered"),
              "ath10k hardware_restarted 0000:02:00.0");
}

TEST(BuiltIn, KnowsLinesThatMeanNoHarm) {
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: loaded firmware version 77.2df8986f.0 op_mode iwlmvm"),
              "iwlwifi noted 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0: 0x00000071 | NMI_INTERRUPT_LMAC_FATAL"), "iwlwifi noted 0000:3a:00.0");
    EXPECT_EQ(seen("mac80211_hwsim: initializing netlink"), "mac80211_hwsim noted");
    EXPECT_EQ(seen("rtw_8822ce 0000:03:00.0: timed out to flush queue 1"), "rtw88 noted 0000:03:00.0");
    EXPECT_EQ(seen("ath: EEPROM regdomain: 0x0"), "ath noted");
    EXPECT_EQ(seen("ath10k_pci 0000:02:00.0: simulating hard firmware crash"), "ath10k noted 0000:02:00.0");
    EXPECT_EQ(seen("ieee80211 phy0: brcmf_inetaddr_changed: fail to get arp ip table err:-52"),
              "brcmfmac noted phy0");
}

TEST(BuiltIn, ClaimsALineThatOthersPrintTooOnlyByAPattern) {
    EXPECT_EQ(seen("ieee80211 phy0: Selected rate control algorithm 'minstrel_ht'"), "-");
    EXPECT_EQ(seen("[BH] something else"), "-");
    EXPECT_EQ(seen("usb 1-3: new high-speed USB device number 4 using xhci_hcd"), "-");
    EXPECT_EQ(seen("brcmfmac: brcmf_some_function: nobody knows this"), "brcmfmac unknown");
    EXPECT_EQ(seen("wlan0: associated"), "-");
}

TEST(BuiltIn, NamesTheFirstOfTwoDriversThatPrintTheSame) {
    EXPECT_EQ(seen("ieee80211 phy1: Firmware exception: data abort."), "bes2600 firmware_error phy1");
    EXPECT_EQ(seen("ieee80211 phy1: [WSM] TX Frames (3) stuck in firmware, killing BH"),
              "cw1200 firmware_error phy1");
}

// --- devices
// ---------------------------------------------------------------------------------------------------------

TEST(Device, IsTheOneThatTheKernelPutBehindTheDriver) {
    EXPECT_EQ(seen("mac80211_hwsim hwsim2 wlan2: disabling HT/VHT/HE as WMM/QoS is not supported by the AP"),
              "mac80211_hwsim unknown hwsim2");
    EXPECT_EQ(seen("brcmfmac mmc1:0001:1 (unnamed net_device) (uninitialized): hello"),
              "brcmfmac unknown mmc1:0001:1");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0 wlan0 (unregistering): hello"), "iwlwifi unknown 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 64 bytes of something"), "iwlwifi unknown");
    EXPECT_EQ(seen("brcmfmac: brcmf_fw_alloc_request: hello 7: x"), "brcmfmac unknown");
    EXPECT_EQ(seen("iwlwifi "), "iwlwifi unknown");
    EXPECT_EQ(seen("iwlwifi 0000:3a:00.0:"), "iwlwifi unknown 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi : hello"), "iwlwifi unknown");
    EXPECT_EQ(seen("ath: phy: hello"), "ath9k unknown");
}

// --- literals
// --------------------------------------------------------------------------------------------------------

bool has_literal(const std::vector<std::string>& literals, std::string_view message) {
    return std::ranges::any_of(literals, [message](const std::string& literal) {
        return message.find(literal) != std::string_view::npos;
    });
}

TEST(Literals, AreTheLongestRunOfEachPrefixAndNothingElse) {
    std::set<std::string> expected;
    for (const auto& profile : built_in().profiles()) {
        for (const auto& prefix : profile.prefixes) expected.emplace(Glob(prefix).longest_literal());
        for (const auto& prefix : profile.shared_prefixes) expected.emplace(Glob(prefix).longest_literal());
    }
    const auto literals = built_in().literals();
    EXPECT_EQ(std::set<std::string>(literals.begin(), literals.end()), expected);
    EXPECT_EQ(literals.size(), expected.size()) << "each once";
    for (const auto& literal : literals) EXPECT_GE(literal.size(), min_prefix_literal) << literal;
}

TEST(Literals, OneIsInEveryMessageThatMatches) {
    const auto literals = built_in().literals();
    std::vector<std::string> pieces{" ", ":", "phy0", "0000:01:00.0: ", "usb 1-2: ", "ieee80211 ", "hello"};
    for (const auto& profile : built_in().profiles()) {
        for (const auto& prefix : profile.prefixes) pieces.push_back(prefix);
        for (const auto& prefix : profile.shared_prefixes) pieces.push_back(prefix);
        for (const auto& pattern : profile.patterns) pieces.push_back(pattern.text);
    }
    std::mt19937 random(2);  // the same messages in every run
    int matched = 0;
    for (int round = 0; round < 50000; ++round) {
        std::string message;
        for (auto parts = 1 + random() % 4; parts > 0; --parts) message += pieces[random() % pieces.size()];
        for (auto& byte : message) {
            if (byte == '*') byte = static_cast<char>(random() % 256);
        }
        if (random() % 4 == 0) message[random() % message.size()] = static_cast<char>(random() % 256);
        if (!built_in().match(message)) continue;
        ++matched;
        EXPECT_TRUE(has_literal(literals, message)) << message;
    }
    EXPECT_GT(matched, 1000);
}

// --- hostile bytes
// ---------------------------------------------------------------------------------------------------

TEST(Match, SurvivesAnyBytes) {
    EXPECT_EQ(seen(""), "-");
    EXPECT_EQ(seen(std::string_view("\0", 1)), "-");
    EXPECT_EQ(seen(std::string(1 << 20, '*')), "-");
    EXPECT_EQ(seen("iwlwifi " + std::string(1 << 20, '0')), "iwlwifi unknown");
    EXPECT_EQ(seen(std::string("iwlwifi 0000:3a:00.0: Microcode SW error\0 detected", 49)),
              "iwlwifi unknown 0000:3a:00.0");
    EXPECT_EQ(seen("iwlwifi 7\xff\xfe: Microcode SW error detected"), "iwlwifi firmware_error 7\xff\xfe");

    std::mt19937 random(3);  // the same bytes in every run
    const auto literals = built_in().literals();
    for (int round = 0; round < 20000; ++round) {
        std::string message = random() % 2 == 0 ? literals[random() % literals.size()] : std::string();
        for (auto length = random() % 64; length > 0; --length) message += static_cast<char>(random() % 256);
        EXPECT_TRUE(!built_in().match(message) || has_literal(literals, message));
    }
}

// --- directories of profiles
// -----------------------------------------------------------------------------------------

TEST_F(Profiles, ReplaceThoseOfTheSameNameWhole) {
    file("mine.toml", R"(name = "iwlwifi"
prefixes = ["iwlwifi "]
modules = ["iwlwifi"]
[[pattern]]
happening = "noted"
text = "hello"
source = "a.c"
)");
    auto catalog = Catalog::built_in();
    const auto before = catalog.profiles().size();
    const auto added = catalog.add_directory(directory_);
    ASSERT_TRUE(added) << added.error().to_string();
    EXPECT_EQ(catalog.profiles().size(), before);
    EXPECT_EQ(seen(catalog, "iwlwifi 0000:3a:00.0: hello"), "iwlwifi noted 0000:3a:00.0");
    EXPECT_EQ(seen(catalog, "iwlwifi 0000:3a:00.0: Microcode SW error detected"), "iwlwifi unknown 0000:3a:00.0");
    EXPECT_EQ(seen(catalog, "Timeout waiting for hardware access (CSR_GP_CNTRL 0xffffffff)"), "-");
    EXPECT_EQ(std::ranges::count(catalog.literals(), "Timeout waiting for hardware access "), 0);
}

TEST_F(Profiles, AddDriversThatNobodyKnewTheLaterFileWinning) {
    file("20.toml", "name = \"demo\"\nprefixes = [\"demo2 \"]\nmodules = [\"demo\"]\n");
    file("10.toml", "name = \"demo\"\nprefixes = [\"demo1 \"]\nmodules = [\"demo\"]\n");
    file("README", "not a profile");
    auto catalog = Catalog::built_in();
    const auto before = catalog.profiles().size();
    const auto added = catalog.add_directory(directory_);
    ASSERT_TRUE(added) << added.error().to_string();
    EXPECT_EQ(catalog.profiles().size(), before + 1);
    EXPECT_EQ(seen(catalog, "demo2 1-1: x"), "demo unknown 1-1");
    EXPECT_EQ(seen(catalog, "demo1 1-1: x"), "-");
    EXPECT_EQ(std::ranges::count(catalog.literals(), "demo2 "), 1);
}

TEST_F(Profiles, AreAskedInTheOrderOfTheirPrefixesLength) {
    file("a.toml", "name = \"short\"\nprefixes = [\"demo\"]\nmodules = [\"demo\"]\n");
    file("b.toml", R"(name = "long"
prefixes = ["demo_usb "]
modules = ["demo"]
)");
    file("c.toml", R"(name = "shorter"
prefixes = ["dem"]
modules = ["demo"]
[[pattern]]
happening = "noted"
text = "hello"
source = "a.c"
)");
    Catalog catalog;
    ASSERT_TRUE(catalog.add_directory(directory_));
    EXPECT_EQ(seen(catalog, "demo_usb 1-1: x"), "long unknown 1-1");
    EXPECT_EQ(seen(catalog, "demo_pci 1-1: x"), "short unknown 1-1");
    EXPECT_EQ(seen(catalog, "demo_usb 1-1: hello"), "shorter noted 1-1")
        << "a pattern counts for more than a prefix";
}

TEST_F(Profiles, ChangeNothingWhereOneOfThemIsBad) {
    file("a.toml", plain);
    file("b.toml", std::string(plain) + "resets = 1\n");
    auto catalog = Catalog::built_in();
    const auto before = catalog.profiles().size();
    const auto added = catalog.add_directory(directory_);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().file, (directory_ / "b.toml").string());
    EXPECT_EQ(added.error().line, 4U);
    EXPECT_EQ(added.error().column, 1U);
    EXPECT_EQ(catalog.profiles().size(), before);
    EXPECT_EQ(seen(catalog, "plain 1-1: x"), "-");
}

TEST_F(Profiles, InADirectoryThatCannotBeReadAreAnError) {
    Catalog catalog;
    const auto missing = catalog.add_directory(directory_ / "missing");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().file, (directory_ / "missing").string());
    EXPECT_NE(missing.error().what.find("No such file"), std::string::npos) << missing.error().what;
    EXPECT_FALSE(missing.error().hint.empty());

    file("file.toml", plain);
    EXPECT_FALSE(catalog.add_directory(directory_ / "file.toml")) << "a file is no directory";
}

TEST_F(Profiles, ThatCannotBeReadAreAnError) {
    std::filesystem::create_directory(directory_ / "folder.toml");
    Catalog catalog;
    const auto folder = catalog.add_directory(directory_);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().file, (directory_ / "folder.toml").string());

    std::filesystem::remove(directory_ / "folder.toml");
    std::filesystem::create_symlink("nowhere", directory_ / "link.toml");
    EXPECT_FALSE(catalog.add_directory(directory_));

    std::filesystem::remove(directory_ / "link.toml");
    std::filesystem::create_symlink("/dev/zero", directory_ / "endless.toml");
    const auto endless = catalog.add_directory(directory_);
    ASSERT_FALSE(endless);
    EXPECT_NE(endless.error().what.find("longer than"), std::string::npos) << endless.error().what;
}

TEST_F(Profiles, OfAnEmptyDirectoryAreNone) {
    Catalog catalog;
    EXPECT_TRUE(catalog.add_directory(directory_));
    EXPECT_TRUE(catalog.profiles().empty());
    EXPECT_TRUE(catalog.literals().empty());
    EXPECT_EQ(seen(catalog, "iwlwifi 0000:3a:00.0: hello"), "-");
}

TEST_F(Profiles, SurviveTheCatalogBeingCopiedAndMoved) {
    Catalog moved;
    {
        Catalog first = Catalog::built_in();
        const Catalog copy = first;
        first = Catalog();
        EXPECT_EQ(seen(copy, "ath: phy0: Chip reset failed"), "ath9k firmware_error phy0");
        moved = copy;
    }
    EXPECT_EQ(seen(moved, "ath: phy0: Chip reset failed"), "ath9k firmware_error phy0");
}

}  // namespace
}  // namespace wlanmedic::driver
