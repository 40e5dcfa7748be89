// SPDX-License-Identifier: MIT
// A recording put into a journal by systemd itself, taken out in every form: what it says must not change.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/explained.h"
#include "support/journal_oracle.h"

namespace wlanmedic::test {
namespace {

constexpr std::int64_t boot_epoch_us = 1'767'225'600'000'000;  // 2026-01-01T00:00:00Z
const std::string boot_id = "3f2a8c0d9e1b4f6a8c0d9e1b4f6a8c0d";
const std::string lab = WLANMEDIC_SOURCE_DIR "/tests/golden/lab/";

// journald began to read 3 s after the kernel began to print, and reads late ever after, now more, now less.
std::int64_t read_at(std::int64_t printed, std::size_t number) {
    constexpr std::int64_t starts = 3'000'000;
    return std::max(printed + 40 + static_cast<std::int64_t>(number * 7919 % 20'000), starts);
}

std::vector<JournalFields> entries_of(const std::string& name) {
    std::vector<std::pair<std::int64_t, JournalFields>> all;
    std::ifstream kernel(lab + name + "/dmesg.txt");
    for (std::string line; std::getline(kernel, line);) {
        double when = 0;
        if (line.size() < 16 || sscanf(line.c_str(), "[%lf]", &when) != 1) continue;
        const auto printed = static_cast<std::int64_t>(when * 1e6 + 0.5);
        // In the order in which they were printed, whatever the waiting.
        const std::int64_t read = std::max(read_at(printed, all.size()), all.empty() ? 0 : all.back().first + 1);
        all.push_back({read,
                       {{"__CURSOR", "c"},
                        {"__REALTIME_TIMESTAMP", std::to_string(boot_epoch_us + read)},
                        {"__MONOTONIC_TIMESTAMP", std::to_string(read)},
                        {"_BOOT_ID", boot_id},
                        {"_TRANSPORT", "kernel"},
                        {"SYSLOG_IDENTIFIER", "kernel"},
                        {"_SOURCE_MONOTONIC_TIMESTAMP", std::to_string(printed)},
                        {"PRIORITY", "6"},
                        {"MESSAGE", line.substr(line.find("] ") + 2)}}});
    }
    std::ifstream supplicant(lab + name + "/wpa_supplicant.log");
    for (std::string line; std::getline(supplicant, line);) {
        long long whole = 0;
        long long micros = 0;
        if (sscanf(line.c_str(), "%lld.%6lld: ", &whole, &micros) != 2) continue;
        const std::int64_t sent = whole * 1'000'000 + micros;
        all.push_back({sent + 500 - boot_epoch_us,
                       {{"__CURSOR", "c"},
                        {"__REALTIME_TIMESTAMP", std::to_string(sent + 500)},
                        {"__MONOTONIC_TIMESTAMP", std::to_string(sent + 500 - boot_epoch_us)},
                        {"_BOOT_ID", boot_id},
                        {"_TRANSPORT", "syslog"},
                        {"SYSLOG_IDENTIFIER", "wpa_supplicant"},
                        {"_SOURCE_REALTIME_TIMESTAMP", std::to_string(sent)},
                        {"PRIORITY", "6"},
                        {"MESSAGE", line.substr(line.find(": ") + 2)}}});
    }
    std::ranges::stable_sort(all, {}, [](const auto& entry) { return entry.first; });
    std::vector<JournalFields> entries;
    entries.reserve(all.size());
    for (auto& [when, fields] : all) entries.push_back(std::move(fields));
    return entries;
}

void expect_same(const Explained& one, const Explained& two, double apart) {
    EXPECT_EQ(one.totals, two.totals);
    ASSERT_EQ(one.outages.size(), two.outages.size());
    for (std::size_t i = 0; i < one.outages.size(); ++i) {
        EXPECT_EQ(one.outages[i].interface, two.outages[i].interface) << i;
        EXPECT_EQ(one.outages[i].trigger.outage_class, two.outages[i].trigger.outage_class) << i;
        EXPECT_NEAR(seconds(one.outages[i].duration()), seconds(two.outages[i].duration()), apart) << i;
        EXPECT_EQ(one.outages[i].comebacks.size(), two.outages[i].comebacks.size()) << i;
        EXPECT_EQ(one.outages[i].bssids, two.outages[i].bssids) << i;
    }
}

class JournalDress : public testing::TestWithParam<std::string> {};

TEST_P(JournalDress, TellsTheSameInEveryForm) {
    const JournalOracle oracle(entries_of(GetParam()));
    ASSERT_TRUE(oracle.made()) << "systemd-journal-remote is missing (packaging/debian-packages.txt)";
    const Explained binary = explain_paths({oracle.journal()});
    ASSERT_EQ(binary.files.size(), 1);
    for (const std::string mode : {"json", "json-pretty", "json-seq", "json-sse", "export", "verbose"}) {
        SCOPED_TRACE(mode);
        const std::string path = oracle.dressed(mode, "--all");
        const Explained dressed = explain_paths({path});
        ASSERT_EQ(dressed.files.size(), 1);
        EXPECT_EQ(dressed.files[0].format, "journal-" + mode);
        EXPECT_EQ(dressed.files[0].clock, evidence::Clock::epoch);
        EXPECT_EQ(dressed.files[0].tally.malformed, 0);
        expect_same(dressed, binary, 1e-9);
    }
}

TEST_P(JournalDress, TellsWhatTheKernelsOwnLogTellsToTheMillisecond) {
    std::vector<JournalFields> kernel_only;
    for (JournalFields& entry : entries_of(GetParam()))
        if (entry[4].second == "kernel") kernel_only.push_back(std::move(entry));
    const JournalOracle oracle(kernel_only);
    ASSERT_TRUE(oracle.made());
    const Explained own = explain_paths({lab + GetParam() + "/dmesg.txt"});
    // Waiting differs by up to 20 ms; of that nothing may be left where lines of late came at once.
    expect_same(explain_paths({oracle.journal()}), own, 0.002);
}

TEST_P(JournalDress, ShowsTheLineThatItReadAsItStands) {
    const JournalOracle oracle(entries_of(GetParam()));
    ASSERT_TRUE(oracle.made());
    for (const std::string mode : {"json", "json-pretty", "json-seq", "json-sse", "export", "verbose"}) {
        SCOPED_TRACE(mode);
        const std::string path = oracle.dressed(mode);
        std::vector<std::string> lines;
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        std::size_t shown = 0;
        for (const outage::Outage& outage : explain_paths({path}).outages)
            for (const wifi::Event& event : outage.events)
                for (const wifi::Receipt& receipt : event.receipts) {
                    ASSERT_LE(receipt.line, lines.size());
                    EXPECT_EQ(receipt.text, lines[receipt.line - 1]);
                    EXPECT_NE(receipt.text.find("MESSAGE"), std::string::npos);
                    ++shown;
                }
        EXPECT_GT(shown, 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Lab, JournalDress,
                         testing::Values("connection-loss-comeback", "full-chain", "beacon-loss", "wedge"),
                         [](const auto& of) {
                             std::string name = of.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(JournalFolder, IsOneJournalHoweverManyFilesItHas) {
    const JournalOracle oracle(entries_of("full-chain"));
    ASSERT_TRUE(oracle.made());
    const std::string directory = oracle.directory() + "/rotated";
    std::filesystem::create_directory(directory);
    std::filesystem::copy_file(oracle.journal(), directory + "/system.journal");
    std::filesystem::copy_file(oracle.journal(), directory + "/system@1.journal");
    const Explained folder = explain_paths({directory});
    ASSERT_EQ(folder.files.size(), 1);
    expect_same(folder, explain_paths({oracle.journal()}), 1e-9);
}

}  // namespace
}  // namespace wlanmedic::test
