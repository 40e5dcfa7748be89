// SPDX-License-Identifier: MIT
// The report for people, as the program prints it: the summary of a whole night fits one screen.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace wlanmedic::report {
namespace {

constexpr std::size_t screen = 24;  // lines of a terminal, as the VT100 had them

std::vector<std::string> explain(const std::string& arguments) {
    const std::string command =
        std::string("'" WLANMEDIC_PROGRAM "' explain ") + arguments + " '" WLANMEDIC_SOURCE_DIR "/";
    FILE* pipe = popen((command + "tests/golden/lab/soak-10h30'").c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t size = fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), size);
    EXPECT_EQ(pclose(pipe), 0);
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

// The summary ends at the empty line before the first outage, whose title begins with "#".
std::vector<std::string> summary_of(const std::vector<std::string>& lines) {
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (lines[i].starts_with("#") && lines[i - 1].empty())
            return {lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(i) - 1};
    return {};
}

TEST(Summary, OfANightFitsOneScreen) {
    const auto lines = explain("--color never");
    const auto summary = summary_of(lines);
    ASSERT_FALSE(summary.empty());
    EXPECT_LE(summary.size(), screen);
    EXPECT_TRUE(summary.front().starts_with("wlan2: 22 outages, 21 ")) << summary.front();
    EXPECT_GT(lines.size(), 10 * screen) << "the outages follow";
}

TEST(Summary, ColourChangesNoLine) {
    const auto plain = explain("--color never");
    const auto coloured = explain("--color always");
    ASSERT_EQ(plain.size(), coloured.size());
    ASSERT_FALSE(plain.empty());
    for (const std::string& line : plain) EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_EQ(coloured.front(), "\x1b[1m" + plain.front() + "\x1b[0m");
}

TEST(Outages, AllReceiptsOnRequest) {
    const auto receipts = [](const std::vector<std::string>& lines) {
        std::size_t count = 0;
        for (const std::string& line : lines) count += line.starts_with("   | ") ? 1 : 0;
        return count;
    };
    EXPECT_GT(receipts(explain("-v --color never")), receipts(explain("--color never")));
}

}  // namespace
}  // namespace wlanmedic::report
