// SPDX-License-Identifier: MIT
// The frames that iw printed in the lab's recordings, beside what iw itself says of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

#include "lab/air/frame.h"
#include "tests/lab/frames.h"

namespace wlanmedic::lab {
namespace {

FrameClass class_in_words_of_iw(const std::string& word) {
    if (word == "auth") return FrameClass::authentication;
    if (word == "assoc") return FrameClass::association_response;
    if (word == "disassoc" || word == "unprotected disassoc") return FrameClass::disassociation;
    return FrameClass::deauthentication;
}

TEST(RecordedFrames, AreWhatIwSaysOfThem) {
    const std::regex line_of_frame(
        R"(: ((?:unprotected )?(?:auth|assoc|deauth|disassoc)) ([0-9a-f:]{17}) -> ([0-9a-f:]{17}) .*\[frame: ([0-9a-f ]+)\])");
    std::size_t frames = 0;
    for (const auto& run : std::filesystem::directory_iterator(WLANMEDIC_SOURCE_DIR "/tests/golden/lab")) {
        std::ifstream file(run.path() / "iw-event.txt");
        for (std::string line; std::getline(file, line);) {
            std::smatch match;
            if (!std::regex_search(line, match, line_of_frame)) continue;
            ++frames;
            const auto frame = view_frame(bytes(match[4].str()));
            ASSERT_TRUE(frame) << line;
            EXPECT_EQ(frame->frame_class, class_in_words_of_iw(match[1])) << line;
            EXPECT_EQ(frame->from, address(match[2].str())) << line;
            EXPECT_EQ(frame->to, address(match[3].str())) << line;
            EXPECT_EQ(frame->group, match[3] == "ff:ff:ff:ff:ff:ff") << line;
            EXPECT_FALSE(frame->is_protected) << line;
            EXPECT_TRUE(frame->bssid == frame->from || frame->bssid == frame->to) << line;
        }
    }
    EXPECT_GT(frames, 100U) << "the recordings were found";
}

}  // namespace
}  // namespace wlanmedic::lab
