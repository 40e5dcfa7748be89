// SPDX-License-Identifier: MIT
// Journals in JSON and in the export format, whose escapes and sizes must stay right.
#include <gmock/gmock.h>

#include "support.h"

namespace wlanmedic::redact {
namespace {

using test::redacted_file;
using testing::HasSubstr;
using testing::Not;

std::string size_of(std::size_t size) {
    std::string bytes;
    for (unsigned i = 0; i < 8; ++i) bytes += static_cast<char>((size >> (8 * i)) & 0xff);
    return bytes;
}

TEST(RedactJournal, BinaryFieldsGetTheirNewSize) {
    const std::string message = "ssid=\"Zwei Katzen\"\nfrom heron\x01";
    const std::string out = redacted_file("__CURSOR=s=x\n_HOSTNAME=heron\nMESSAGE\n" + size_of(message.size()) +
                                          message + "\nPRIORITY=6\n\n__CURSOR=s=y\nMESSAGE=plain\n\n");
    const std::string expected = "ssid=\"ssid-";
    const std::size_t at = out.find("MESSAGE\n");
    ASSERT_NE(at, std::string::npos);
    const auto size = static_cast<unsigned char>(out[at + 8]);
    EXPECT_EQ(out.substr(at + 16, expected.size()), expected);
    EXPECT_EQ(out.substr(at + 16 + size, 13), "\nPRIORITY=6\n\n") << "the size leads behind the value";
    EXPECT_THAT(out, Not(HasSubstr("heron")));
    EXPECT_THAT(out, HasSubstr("MESSAGE=plain\n\n"));
}

TEST(RedactJournal, ACoreDumpGoesWhole) {
    const std::string out = redacted_file("__CURSOR=s=x\nCOREDUMP\n" + size_of(5) + "ab\ncd\nMESSAGE=x\n\n");
    EXPECT_THAT(out, Not(HasSubstr("cd")));
    EXPECT_THAT(out, HasSubstr("[redacted: 5 bytes]\nMESSAGE=x\n"));
}

TEST(RedactJournal, AFileThatBreaksOffWithinASizeEndsThere) {
    EXPECT_THAT(redacted_file("__CURSOR=s=x\nMESSAGE\n\x05\x00"), HasSubstr("__CURSOR"));
    EXPECT_THAT(redacted_file("__CURSOR=s=x\nMESSAGE\n" + size_of(1'000'000'000'000) + "60:38:e0:11:22:33"),
                Not(HasSubstr("60:38:e0")));
    EXPECT_THAT(redacted_file("__CURSOR=s=x\nMESSAGE\n" + size_of(900) + "from 60:38:e0:11:22:33"),
                Not(HasSubstr("60:38:e0")));
}

TEST(RedactJournal, JsonStaysJson) {
    const std::string out = redacted_file(
        "{\"_HOSTNAME\":\"heron\",\"__REALTIME_TIMESTAMP\":\"1778114445123456\",\"MESSAGE\":\"SSID=\\\"Zwei "
        "Katzen\\\" \\u0022\\n60:38:e0:11:22:33\"}\n");
    EXPECT_THAT(out, testing::StartsWith("{\"_HOSTNAME\":\"host-1\",\"__REALTIME_TIMESTAMP\":\"1778114445123456\","
                                         "\"MESSAGE\":\"SSID=\\\"ssid-"));
    EXPECT_THAT(out, HasSubstr("\\\" \\u0022\\n"));
    EXPECT_THAT(out, Not(HasSubstr("60:38:e0")));
}

TEST(RedactJournal, ByteArraysOfJsonStayArrays) {
    // "heron" and an escape character.
    EXPECT_EQ(redacted_file("{\"_HOSTNAME\":\"heron\",\"MESSAGE\":[104,101,114,111,110,27]}\n"),
              "{\"_HOSTNAME\":\"host-1\",\"MESSAGE\":[104,111,115,116,45,49,27]}\n");
    EXPECT_EQ(redacted_file(
                  "{\n\t\"_HOSTNAME\" : \"heron\",\n\t\"MESSAGE\" : [\n\t\t27,\n\t\t104,\n\t\t101,\n\t\t114,\n\t\t"
                  "111,\n\t\t110\n\t]\n}\n"),
              "{\n\t\"_HOSTNAME\" : \"host-1\",\n\t\"MESSAGE\" : "
              "[\n\t\t27,\n\t\t104,\n\t\t111,\n\t\t115,\n\t\t116,\n\t\t45,"
              "\n\t\t49\n\t]\n}\n");
}

TEST(RedactJournal, WhatStandsOutsideOfJsonStringsIsSeenToo) {
    EXPECT_THAT(redacted_file("{\"a\":\"b\"} 60:38:e0:11:22:33 \"60:38:e0:11:22:33\n"),
                Not(HasSubstr("60:38:e0")));
}

TEST(RedactLongLines, ALineOfManyMegabytesIsRedactedToItsEnd) {
    std::string line;
    while (line.size() < 5'000'000) line += "sta 60:38:e0:11:22:33 and ";
    const std::string out = redacted_file(line);
    EXPECT_EQ(out.size(), line.size());
    EXPECT_THAT(out.find("60:38:e0"), std::string::npos);
}

}  // namespace
}  // namespace wlanmedic::redact
