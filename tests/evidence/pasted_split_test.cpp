// SPDX-License-Identifier: MIT
#include "evidence/pasted_split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> texts;
    for (const LinePiece& piece : split_joined_lines(line))
        texts.emplace_back(line.substr(piece.begin, piece.length));
    return texts;
}

TEST(PastedSplit, AJournalOnOneLineIsTakenApart) {
    EXPECT_THAT(
        split("May 06 21:13:00 ohm kernel: wlan0: associated May 06 21:13:01 ohm kernel: wlan0: x  May 06 "
              "21:13:02 ohm NetworkManager[9]: <info> y"),
        ElementsAre("May 06 21:13:00 ohm kernel: wlan0: associated", "May 06 21:13:01 ohm kernel: wlan0: x",
                    "May 06 21:13:02 ohm NetworkManager[9]: <info> y"));
}

TEST(PastedSplit, SoAreDmesgIwAndTimesWithYears) {
    EXPECT_THAT(split("[    1.000000] a [    2.000000] b"), ElementsAre("[    1.000000] a", "[    2.000000] b"));
    EXPECT_THAT(
        split("1778114445.123456: wlan0 (phy #0): scan started 1778114446.123456: wlan0 (phy #0): scan aborted:"),
        ElementsAre("1778114445.123456: wlan0 (phy #0): scan started",
                    "1778114446.123456: wlan0 (phy #0): scan aborted:"));
    EXPECT_THAT(split("2026-05-07T02:40:45+0200 ohm kernel: a 2026-05-07T02:40:46+0200 ohm kernel: b"),
                ElementsAre("2026-05-07T02:40:45+0200 ohm kernel: a", "2026-05-07T02:40:46+0200 ohm kernel: b"));
}

TEST(PastedSplit, WhatStandsBeforeTheFirstIsAPieceOfItsOwn) {
    EXPECT_THAT(split("My log: [    1.000000] a [    2.000000] b"),
                ElementsAre("My log:", "[    1.000000] a", "[    2.000000] b"));
}

TEST(PastedSplit, LineEndsThatAreWrittenOutOrTagsAreNoPartOfAPiece) {
    EXPECT_THAT(split("[    1.000000] a\\n[    2.000000] b"), ElementsAre("[    1.000000] a", "[    2.000000] b"));
    EXPECT_THAT(split("[    1.000000] a<br>[    2.000000] b<br/>"),
                ElementsAre("[    1.000000] a", "[    2.000000] b"));
    EXPECT_THAT(split(R"({"log": "[    1.000000] a\n[    2.000000] b"})"),
                ElementsAre(R"({"log": ")", "[    1.000000] a", "[    2.000000] b"));
    EXPECT_THAT(split("<p>hello</p><pre>[    1.000000] a"), ElementsAre("<p>hello</p><pre>", "[    1.000000] a"));
}

TEST(PastedSplit, OneLogLineIsLeftWhole) {
    for (const char* line : {
             "",
             "no log at all",
             "[    1.000000] a",
             "Sep 17 10:05:05 mumble15 kernel: [ 3082.392651] wlo1: authenticated",
             "[    1.000000] NetworkManager[433]: <info>  [1727128122.0377] device (wlan0): x",
             "[    9.000000] was at [    1.000000] before",
             "May 06 21:13:00 ohm app[1]: May 06 21:13:00 ohm kernel: forwarded",
             "May 06 21:13:00 ohm app[1]: dmesg says [    1.000000] a",
             "[    1.000000] audit: type=1130 audit(1591396447.963:220): pid=1",
         })
        EXPECT_THAT(split(line), IsEmpty()) << line;
}

TEST(PastedSplit, MegabytesOnALineTakeTimeInProportion) {
    std::string line;
    while (line.size() < (2U << 20)) line += "May 06 21:13:00 ohm kernel: wlan0: associated ";
    EXPECT_EQ(split_joined_lines(line).size(), line.size() / 46);
    // Beginnings that are none: each is looked at once, and not to the end of the line.
    std::string hostile;
    while (hostile.size() < (2U << 20)) hostile += "[ 1. <1>May 06 21:13:00 2026-05-06 ";
    EXPECT_THAT(split_joined_lines(hostile), IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::evidence
