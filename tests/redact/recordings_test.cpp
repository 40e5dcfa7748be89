// SPDX-License-Identifier: MIT
// Real recordings, redacted: nothing of the originals is left, and what explain says of them is the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

struct Entry {
    std::string kind;
    std::string original;
    std::string stand_in;
};

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Entry> map_of(const std::string& path) {
    std::vector<Entry> entries;
    std::stringstream lines(text_of(path));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        entries.push_back(
            {line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
    }
    return entries;
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string hex_of(const std::string& text, const std::string& separator) {
    std::string hex;
    for (const char c : text) {
        char pair[3];
        std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned char>(c));
        hex += (hex.empty() ? "" : separator) + pair;
    }
    return hex;
}

std::string joined(const std::string& mac, const std::string& separator) {
    std::string text;
    for (const char c : mac) text += c == ':' ? separator : std::string(1, c);
    return text;
}

/// What must not stand in the copy: the original in all its spellings.
std::vector<std::string> needles(const Entry& entry) {
    if (entry.kind == "mac") {
        const std::string& mac = entry.original;
        if (mac.find('x') != std::string::npos) return {mac};
        const std::string first =
            hex_of(std::string(1, static_cast<char>(std::stoi(mac.substr(0, 2), nullptr, 16) ^ 2)), "");
        return {mac,
                joined(mac, "-"),
                joined(mac, " "),
                joined(mac, ""),
                joined(mac, "_"),
                joined(mac, "%3a"),
                joined(mac, "\\:"),
                first + mac.substr(3, 2) + ":" + mac.substr(6, 2) + "ff:fe" + mac.substr(9, 2) + ":" +
                    mac.substr(12, 2) + mac.substr(15, 2)};
    }
    if (entry.kind == "ssid" || entry.kind == "host" || entry.kind == "user")
        return {hex_of(entry.original, " "), hex_of(entry.original, ":"), hex_of(entry.original, "\\x")};
    return {lower(entry.original)};
}

/// The report without what names files and quotes lines, with the stand-ins of the map.
nlohmann::json comparable(const nlohmann::json& value, const std::map<std::string, std::string>& macs) {
    if (value.is_object()) {
        nlohmann::json result = nlohmann::json::object();
        for (const auto& [key, part] : value.items())
            if (key != "text" && key != "path" && key != "file" && key != "bytes")
                result[key] = comparable(part, macs);
        return result;
    }
    if (value.is_array()) {
        nlohmann::json result = nlohmann::json::array();
        for (const auto& part : value) result.push_back(comparable(part, macs));
        return result;
    }
    if (!value.is_string()) return value;
    static const std::regex address("([0-9a-fx]{2}:){5}[0-9a-fx]{2}");
    const std::string text = value.get<std::string>();
    if (text.find('/') != std::string::npos && text.find("tests/") != std::string::npos) return nullptr;
    std::string result;
    auto rest = text.cbegin();
    for (std::sregex_iterator match(text.begin(), text.end(), address), end; match != end; ++match) {
        result.append(rest, match->prefix().second);
        const auto other = macs.find(match->str());
        result += other == macs.end() ? match->str() : other->second;
        rest = match->suffix().first;
    }
    result.append(rest, text.cend());
    return result;
}

class RedactedRecording : public testing::TestWithParam<std::string> {};

TEST_P(RedactedRecording, HasNoOriginalAndIsExplainedAlike) {
    const Directory directory;
    const std::string key = directory.file("key", "a key that all tests share");
    const std::string source = (golden().parent_path() / GetParam()).lexically_normal().string();
    const std::string copy = directory.path("copy");
    const std::string map_file = directory.path("map");
    const Outcome outcome = run({"redact", source, "-o", copy, "--key", key, "--map", map_file});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const std::vector<Entry> map = map_of(map_file);
    ASSERT_FALSE(map.empty());

    std::size_t files = 0;
    for (const auto& file : fs::recursive_directory_iterator(copy)) {
        if (!file.is_regular_file()) continue;
        ++files;
        const std::string text = lower(text_of(file.path()));
        for (const Entry& entry : map) {
            for (const std::string& needle : needles(entry))
                EXPECT_EQ(text.find(needle), std::string::npos)
                    << entry.original << " as " << needle << " in " << file.path();
            if (entry.kind != "ssid" && entry.kind != "host" && entry.kind != "user") continue;
            const std::regex word("(^|[^a-z0-9_])" + lower(entry.original) + "($|[^a-z0-9_])");
            std::stringstream lines(text);
            for (std::string line; std::getline(lines, line);)
                EXPECT_FALSE(std::regex_search(line, word)) << entry.original << " in " << line;
        }
    }
    EXPECT_GT(files, 1U);

    std::map<std::string, std::string> macs;
    for (const Entry& entry : map)
        if (entry.kind == "mac") macs[entry.original] = entry.stand_in;
    const Outcome before = run({"explain", "--format", "json", source});
    const Outcome after = run({"explain", "--format", "json", copy});
    EXPECT_EQ(before.status, after.status);
    const auto one = nlohmann::json::parse(before.out);
    const auto other = nlohmann::json::parse(after.out);
    EXPECT_EQ(one.at("outages").size(), other.at("outages").size());
    for (const char* part : {"outages", "totals", "metrics", "interfaces", "hours", "start", "end"})
        EXPECT_EQ(comparable(one.value(part, nlohmann::json()), macs),
                  comparable(other.value(part, nlohmann::json()), {}))
            << part;
}

INSTANTIATE_TEST_SUITE_P(All, RedactedRecording,
                         testing::Values("lab/access-point-killed", "lab/beacon-loss", "lab/beacons-only-lost",
                                         "lab/clean-association", "lab/connection-loss-comeback",
                                         "lab/connection-loss-no-pmf", "lab/full-chain", "lab/recovery-actions",
                                         "lab/soak-10h30", "lab/two-access-points", "lab/wedge",
                                         "lab/wedge-zombie", "../../campaigns/bes2600-patch-b"),
                         [](const auto& of) {
                             std::string name = of.param.substr(of.param.rfind('/') + 1);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

constexpr const char* line = "May  7 02:40:45 heron kernel: wlan0: associate with 60:38:e0:11:22:33 (try 1/3)\n";

TEST(Redact, StandardInputGoesToStandardOutput) {
    const Outcome outcome = run(Call{.arguments = {"redact", "-"}, .input = line});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, testing::StartsWith("May  7 02:40:45 host-"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("60:38:e0")));
    EXPECT_THAT(outcome.err, HasSubstr("1 mac"));
}

TEST(Redact, EachRunWithoutAKeyHasOtherStandIns) {
    const Call call{.arguments = {"redact", "-"}, .input = line};
    EXPECT_NE(run(call).out, run(call).out);
}

TEST(Redact, AKeyFileIsMadeAndMakesRunsAlike) {
    const Directory directory;
    const Call call{.arguments = {"redact", "-", "--key", directory.path("key")}, .input = line};
    const std::string first = run(call).out;
    EXPECT_EQ(fs::status(directory.path("key")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(run(call).out, first);
}

TEST(Redact, NothingIsWrittenOver) {
    const Directory directory;
    const std::string log = directory.file("log.txt", line);
    EXPECT_EQ(run({"redact", log, "-o", directory.path()}).status, 1);
    EXPECT_EQ(text_of(log), line);
    const std::string map = directory.file("map", "mine");
    EXPECT_EQ(run({"redact", log, "-o", directory.path("out"), "--map", map}).status, 1);
    EXPECT_EQ(text_of(map), "mine");
}

TEST(Redact, NamesOfFilesAreRedactedAndTimesKept) {
    const Directory directory;
    const std::string log = directory.file("heron-60:38:e0:11:22:33.txt", line);
    const auto time = fs::last_write_time(log) - std::chrono::hours(24 * 400);
    fs::last_write_time(log, time);
    ASSERT_EQ(run({"redact", log, "-o", directory.path("out")}).status, 0);
    const auto file = fs::directory_iterator(directory.path("out"))->path();
    EXPECT_THAT(file.filename().string(), testing::StartsWith("host-"));
    EXPECT_THAT(file.filename().string(), Not(HasSubstr("60:38")));
    EXPECT_LT(std::chrono::abs(fs::last_write_time(file) - time), std::chrono::seconds(2));
}

TEST(Redact, MoreThanOneFileNeedsADirectory) {
    const Directory directory;
    EXPECT_EQ(run({"redact", directory.file("a", line), directory.file("b", line)}).status, 2);
    EXPECT_EQ(run({"redact", directory.path("missing")}).status, 1);
}

TEST(Redact, NoTextIsLeftOutAndSaid) {
    const Directory directory;
    const std::string image =
        directory.file("a.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\1\2\3\4\5\6\7", 24));
    const std::string log = directory.file("b.txt", line);
    const Outcome outcome = run({"redact", image, log, "-o", directory.path("out")});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("a.png"));
    EXPECT_FALSE(fs::exists(directory.path("out/a.png")));
    EXPECT_TRUE(fs::exists(directory.path("out/b.txt")));
}

}  // namespace
