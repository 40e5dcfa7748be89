// SPDX-License-Identifier: MIT
// --since, --until, --interface; this machine's journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "program.h"

namespace wlanmedic::test {
namespace {

using testing::HasSubstr;

std::string lab_iw() { return (golden() / "full-chain/iw-event.txt").string(); }

nlohmann::json report(std::vector<std::string> more) {
    std::vector<std::string> arguments{"explain", "--format", "json", lab_iw()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out, nullptr, false);
}

bool keeps_journal() {
    std::ifstream file("/etc/machine-id");
    std::string machine;
    std::getline(file, machine);
    return std::filesystem::exists("/var/log/journal/" + machine + "/system.journal") ||
           std::filesystem::exists("/run/log/journal/" + machine + "/system.journal");
}

// The lines of the lab's file whose time lies within, as a file of its own.
std::string excerpt(double since, double until) {
    std::ifstream file(lab_iw());
    std::string text;
    for (std::string line; std::getline(file, line);) {
        const double when = std::strtod(line.c_str(), nullptr);
        if (when >= since && when <= until) text += line + "\n";
    }
    return text;
}

TEST(WindowOnTheCommandLine, MeansTheSameAsAFileThatWasCutThere) {
    const auto whole = report({"--since", "2026-01-01 00:01:05", "--until", "2026-01-01T00:01:15Z"});
    const Directory directory;
    const Outcome cut = run(
        {"explain", "--format", "json", directory.file("iw-event.txt", excerpt(1'767'225'665, 1'767'225'675))});
    const auto alone = nlohmann::json::parse(cut.out);
    EXPECT_EQ(whole["totals"], alone["totals"]);
    ASSERT_EQ(whole["outages"].size(), alone["outages"].size());
    ASSERT_GT(whole["outages"].size(), 0);
    for (std::size_t i = 0; i < alone["outages"].size(); ++i)
        for (const char* key : {"start", "end", "trigger", "interface"})
            EXPECT_EQ(whole["outages"][i][key], alone["outages"][i][key]);
    EXPECT_EQ(whole["span"]["start"], "2026-01-01T00:01:05.000000Z");
    EXPECT_EQ(whole["span"]["end"], "2026-01-01T00:01:15.000000Z");
    EXPECT_NEAR(whole["span"]["hours"].get<double>(), 10.0 / 3600, 1e-9);
    EXPECT_EQ(whole["window"]["since"], "2026-01-01T00:01:05.000000Z");
    EXPECT_EQ(whole["window"]["interface"], nullptr);
    EXPECT_FALSE(alone.contains("window"));
}

TEST(WindowOnTheCommandLine, OfAnInterfaceIsNamedInTheReport) {
    EXPECT_EQ(report({"--interface", "wlan2"})["window"]["interface"], "wlan2");
    const Outcome text = run({"explain", "--interface", "wlan2", lab_iw()});
    EXPECT_THAT(text.out, HasSubstr("asked for: interface wlan2"));
    const Outcome other = run({"explain", "--interface", "wlan7", lab_iw()});
    EXPECT_EQ(other.status, 3);
    EXPECT_EQ(other.out, "");
    EXPECT_THAT(other.err, HasSubstr("nothing here is about wlan7, only about wlan0, wlan2"));
}

TEST(WindowOnTheCommandLine, WhereNothingRemainsIsNoEvidence) {
    for (const std::vector<std::string>& window : std::vector<std::vector<std::string>>{
             {"--since", "2026-01-02"}, {"--until", "2025-12-31"}, {"--since", "-1s"}, {"--since", "+100"}}) {
        std::vector<std::string> arguments{"explain", lab_iw()};
        arguments.insert(arguments.end(), window.begin(), window.end());
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 3) << window[1] << outcome.out;
        EXPECT_NE(outcome.err, "");
    }
}

TEST(WindowOnTheCommandLine, OfSecondsSinceBootIsForDmesg) {
    const std::string dmesg = (golden() / "full-chain/dmesg.txt").string();
    const Outcome outcome = run({"explain", "--since", "+20", "--until", "24.5", "--format", "json", dmesg});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(nlohmann::json::parse(outcome.out)["span"]["start"], "1970-01-01T00:00:20.000000Z");
    const Outcome date = run({"explain", "--since", "2026-01-01", dmesg});
    EXPECT_EQ(date.status, 3);
    EXPECT_THAT(date.err, HasSubstr("seconds since boot"));
}

TEST(WindowOnTheCommandLine, ThatCannotBeIsWrongUsage) {
    for (const std::vector<std::string>& window :
         std::vector<std::vector<std::string>>{{"--since", "gestern"},
                                               {"--until", "2026-02-30"},
                                               {"--since", "2026-01-02", "--until", "2026-01-01"},
                                               {"--since", "+5", "--until", "2026-01-01"},
                                               {"--interface", "a name with blanks"}}) {
        std::vector<std::string> arguments{"explain", lab_iw()};
        arguments.insert(arguments.end(), window.begin(), window.end());
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << window[1];
        EXPECT_THAT(outcome.err, HasSubstr("hint: "));
    }
}

TEST(OwnJournal, ThatIsNotThereOrMayNotBeReadIsSaidWithWhatToDo) {
    if (keeps_journal()) GTEST_SKIP() << "this machine keeps a journal";
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"explain"}, {"explain", "--since", "-2h"}}) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 1);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr("this machine keeps no journal"));
        EXPECT_THAT(outcome.err, HasSubstr("dmesg"));
    }
}

TEST(OwnJournal, ThatOnlyRootMayReadIsSaidWithWhatToDo) {
    // The user nobody may read no journal.
    if (!keeps_journal()) GTEST_SKIP() << "this machine keeps no journal";
    const Outcome outcome = run(Call{.arguments = {"explain"}, .as_user = 65'534});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("systemd-journal"));
}

TEST(CutArchive, IsWarnedAboutInTheReport) {
    const Directory directory;
    const std::string packed = directory.path("iw.gz");
    ASSERT_EQ(std::system(("gzip -c " + lab_iw() + " > " + packed).c_str()), 0);
    std::filesystem::resize_file(packed, std::filesystem::file_size(packed) / 2);
    const Outcome outcome = run({"explain", "--format", "json", packed});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(nlohmann::json::parse(outcome.out)["warnings"][0].get<std::string>(), HasSubstr("break off"));
}

}  // namespace
}  // namespace wlanmedic::test
