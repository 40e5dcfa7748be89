// SPDX-License-Identifier: MIT
// What other programs captured of netlink tells what iw event printed at the same time.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "evidence/folder.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

std::string golden(std::string_view name) { return fmt::format("{}/tests/golden/{}", WLANMEDIC_SOURCE_DIR, name); }

// Notifications only: what processes asked for and were answered, iw event does not hear. Without phy and address,
// of which a message may say more than a line.
std::vector<std::string> told_by(std::string_view name) {
    std::vector<SkippedFile> skipped;
    Folder folder({.name = "", .files = {golden(name)}}, drivers(), {}, skipped);
    std::vector<std::string> told;
    while (const auto event = folder.next()) {
        if (event->interface != "wlan2") continue;
        using namespace wifi;
        const Payload& payload = event->payload;
        const bool asked =
            std::holds_alternative<AuthRequested>(payload) || std::holds_alternative<AssocRequested>(payload) ||
            std::holds_alternative<UserRequest>(payload) || std::holds_alternative<InterfaceType>(payload) ||
            std::holds_alternative<Authorized>(payload) || std::holds_alternative<StationState>(payload);
        if (!asked) told.push_back(words(payload));
    }
    return told;
}

struct Beside {
    const char* capture;
    const char* text;  // what iw event printed
};
class Captures : public testing::TestWithParam<Beside> {};

TEST_P(Captures, TellWhatIwEventTells) {
    const auto told = told_by(GetParam().capture);
    EXPECT_EQ(told, told_by(GetParam().text));
    EXPECT_GT(told.size(), 15U);
}

INSTANTIATE_TEST_SUITE_P(Programs, Captures,
                         testing::Values(Beside{"captures/tcpdump.pcap.zst", "captures/iw-event.txt"},
                                         Beside{"captures/iwmon.pcap.zst", "captures/iwmon-iw-event.txt"}));

// Of each happening the kind: other sources add to what is told of it, and tell more in between.
std::vector<std::string> kinds(const std::vector<std::string>& told) {
    std::vector<std::string> kinds;
    for (const std::string& words : told) kinds.push_back(words.substr(0, words.find(' ')));
    return kinds;
}

TEST(RunFile, OfTheLabTellsEachHappeningOfIwEventAsOften) {
    const auto run = kinds(told_by("captures/run.pcapng.zst"));
    const auto iw = kinds(told_by("captures/iw-event.txt"));
    EXPECT_GT(iw.size(), 15U);
    for (const char* kind : {"scan_started", "scan_finished", "station_added", "station_removed", "authenticated",
                             "associated", "eapol_sent", "deauthenticated", "disconnected", "assoc_comeback"})
        EXPECT_EQ(std::ranges::count(run, kind), std::ranges::count(iw, kind)) << kind;
}

}  // namespace
}  // namespace wlanmedic::evidence
