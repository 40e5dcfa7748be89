// SPDX-License-Identifier: MIT
// Captures and traces in binary form, from the outside: what is explained, what is refused, and how that is said.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

namespace {

std::string packed(std::string_view name) {
    return std::string(WLANMEDIC_SOURCE_DIR "/tests/golden/captures/").append(name);
}

// pcap: a header without a frame, of this link type.
std::string empty_capture(char link_type) {
    std::string bytes("\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0", 20);
    return bytes + link_type + std::string(3, '\0');
}

std::string unpacked(const Directory& directory, std::string_view name) {
    const std::string path = directory.path("unpacked");
    const std::string command = "zstd -dqfo '" + path + "' '" + packed(name) + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

}  // namespace

TEST(Capture, OfAnotherProgramIsExplainedWithItsFrames) {
    for (const char* name : {"tcpdump.pcap.zst", "iwmon.pcap.zst"}) {
        const Explained explained = explain({packed(name)});
        EXPECT_EQ(explained.json.status, 0) << name;
        ASSERT_EQ(explained.document.at("outages").size(), 1U) << name;
        const auto& outage = explained.document.at("outages").at(0);
        EXPECT_EQ(outage.at("interface"), "wlan2");
        EXPECT_EQ(outage.at("comebacks").at(0).at("tu"), 1000);
        EXPECT_EQ(explained.document.at("evidence").at(0).at("format"), "netlink-capture");
        EXPECT_THAT(explained.text.out, HasSubstr(" frames, "));
    }
}

TEST(Capture, WhichIsCutIsExplainedAsFarAsItGoesAndSaysWhereItEnds) {
    const Directory directory;
    const std::string bytes = unpacked(directory, "tcpdump.pcap.zst");
    const Outcome outcome = run({"explain", directory.file("cut.pcap", bytes.substr(0, bytes.size() - 5))});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("cut.pcap: byte "));
    EXPECT_THAT(outcome.out, HasSubstr(" frames before it were read"));
}

TEST(Capture, OfWhichNothingIsUnderstoodIsExitStatusThree) {
    const Directory directory;
    for (const std::string& bytes : {empty_capture('\xfd'), empty_capture('\xfd').substr(0, 20),
                                     std::string("\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", 12)}) {
        const Outcome outcome = run({"explain", directory.file("none.pcap", bytes)});
        EXPECT_EQ(outcome.status, 3) << bytes.size();
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr("none.pcap: a capture "));
    }
}

TEST(Capture, OfAnotherLinkTypeIsNamedAsWhatItIs) {
    const Directory directory;
    const Outcome outcome = run({"explain", directory.file("eth.pcap", empty_capture('\1'))});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.err, HasSubstr("eth.pcap: a capture of link type 1 (Ethernet); netlink's is 253"));
}

TEST(Capture, IsNotRedactedButRefused) {
    const Directory directory;
    const std::string capture = directory.file("run.pcap", unpacked(directory, "tcpdump.pcap.zst"));
    for (const std::string& path : {capture, packed("iwmon.pcap.zst")}) {
        const Outcome outcome = run({"redact", path, "-o", directory.path("out")});
        EXPECT_EQ(outcome.status, 1);
        EXPECT_THAT(outcome.err, HasSubstr("is a capture"));
        EXPECT_THAT(outcome.err, HasSubstr("wlanmedic explain"));
        EXPECT_FALSE(std::filesystem::exists(directory.path("out")) &&
                     !std::filesystem::is_empty(directory.path("out")));
        EXPECT_EQ(run({"redact", path}).out, "") << "nothing passes unredacted";
    }
}

TEST(Capture, TraceDatIsExplainedAndRedactedAsItsText) {
    const std::string trace = WLANMEDIC_SOURCE_DIR "/tests/golden/trace-cmd/trace.dat.zst";
    const Explained explained = explain({trace});
    EXPECT_EQ(explained.json.status, 0);
    EXPECT_EQ(explained.document.at("evidence").at(0).at("format"), "trace-cmd");
    EXPECT_GT(explained.document.at("evidence").at(0).at("events"), 10);
    const Outcome redacted = run({"redact", trace});
    EXPECT_EQ(redacted.status, 0);
    EXPECT_THAT(redacted.out, HasSubstr("api_connection_loss"));
    EXPECT_THAT(redacted.out, Not(HasSubstr("tracing6")));
}
