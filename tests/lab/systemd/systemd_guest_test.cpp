// SPDX-License-Identifier: MIT
// The guest with systemd, booted: its demonstration is played once, and each test looks at what that left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "lab/host/prepared.h"
#include "lab/host/systemd_image.h"
#include "tests/cli/program.h"

namespace wlanmedic::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// `wlanmedic lab systemd` with these options. Not by run(): that gives up after two minutes.
Outcome play(const Directory& directory, const std::string& options) {
    const std::string command = std::string("'" WLANMEDIC_PROGRAM "' lab systemd ") + options + " >'" +
                                directory.path("stdout") + "' 2>'" + directory.path("stderr") + "'";
    const int status = std::system(command.c_str());
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = read(directory.path("stdout")),
            .err = read(directory.path("stderr"))};
}

/// Why the guest cannot be booted here; empty where it can.
std::string what_is_missing() {
    const auto image = lab::find_systemd(lab::default_cache());
    return image ? "" : image.error().to_string() + "; " + image.error().hint;
}

class TheGuestWithSystemd : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        if (!what_is_missing().empty()) return;
        directory_.emplace();
        demonstration_ = play(*directory_, "--out '" + out() + "'");
    }
    static void TearDownTestSuite() { directory_.reset(); }

    void SetUp() override {
        const std::string missing = what_is_missing();
        const bool required = std::getenv("WLANMEDIC_LAB_REQUIRED") != nullptr;
        if (!missing.empty() && required) FAIL() << missing;
        if (!missing.empty()) GTEST_SKIP() << missing;
        ASSERT_EQ(demonstration_.status, 0) << demonstration_.out << demonstration_.err;
    }

    static std::string out(std::string_view name = "") {
        return directory_->path("out") + "/" + std::string(name);
    }

    /// When a stage of the script was, in seconds of the guest; the progress goes to standard error.
    static double stage(const std::string& what) {
        std::istringstream lines(demonstration_.err);
        for (std::string line; std::getline(lines, line);)
            if (line.ends_with("  " + what)) return std::strtod(line.c_str(), nullptr);
        ADD_FAILURE() << "no stage \"" << what << "\" in\n" << demonstration_.err;
        return 0;
    }

    static std::optional<Directory> directory_;
    static Outcome demonstration_;
};

std::optional<Directory> TheGuestWithSystemd::directory_;
Outcome TheGuestWithSystemd::demonstration_;

TEST_F(TheGuestWithSystemd, RunsNetworkManagerAndAnswersOnTheBus) {
    const std::string said = read(out("truth/script-output.txt"));
    EXPECT_THAT(said, HasSubstr("system: running\n"));
    EXPECT_THAT(said, HasSubstr("NetworkManager: active\n"));
    EXPECT_THAT(said, HasSubstr("bus: s \"1."));
}

TEST_F(TheGuestWithSystemd, LeavesTheStationToNetworkManagerAndTheOtherRadiosAlone) {
    const std::string view = read(out("nmcli.txt"));
    EXPECT_THAT(view, ContainsRegex("wlan2 +wifi +connected +lab"));
    EXPECT_THAT(view, ContainsRegex("wlan1 +wifi +unmanaged"));
    EXPECT_THAT(view, HasSubstr("10.0.0.2/24"));
}

TEST_F(TheGuestWithSystemd, ReachesTheAccessPointOverTheRadioBeforeAndAfter) {
    const std::string said = read(out("truth/script-output.txt"));
    const std::string whole = "3 packets transmitted, 3 received";
    const std::size_t first = said.find(whole);
    ASSERT_NE(first, std::string::npos) << said;
    EXPECT_NE(said.find(whole, first + 1), std::string::npos) << said;
}

TEST_F(TheGuestWithSystemd, KeepsAJournalOfTheManagerTheSupplicantAndTheKernelWithoutALineOfOurs) {
    const std::string journal = read(out("journal.txt"));
    EXPECT_THAT(journal,
                ContainsRegex("NetworkManager\\[[0-9]+\\]: .*\\(wlan2\\): state change: .* -> activated"));
    EXPECT_THAT(journal, ContainsRegex("wpa_supplicant\\[[0-9]+\\]: wlan2: CTRL-EVENT-DISCONNECTED"));
    EXPECT_THAT(journal, ContainsRegex("kernel: wlan2: associated"));
    for (const char* const name : {"journal.txt", "journal.export"}) {
        const std::string evidence = read(out(name));
        EXPECT_GT(evidence.size(), 10'000U) << name;
        EXPECT_THAT(evidence, Not(HasSubstr("lab.service"))) << name;
        EXPECT_THAT(evidence, Not(HasSubstr("/usr/lib/lab"))) << name;
        EXPECT_THAT(evidence, Not(HasSubstr("wlanmedic"))) << name;
    }
}

TEST_F(TheGuestWithSystemd, GivesEvidenceOfWhichExplainTellsTheOneOutageThatTheScriptMade) {
    const Explained explained = explain({out()});
    ASSERT_TRUE(explained.document.is_object()) << explained.json.err;
    const auto& outages = explained.document.at("outages");
    ASSERT_EQ(outages.size(), 1U) << explained.text.out;
    const auto& outage = outages[0];
    EXPECT_EQ(outage.at("interface"), "wlan2");
    EXPECT_EQ(outage.at("open_ended"), false) << explained.text.out;
    const double dead_s = stage("access point back") - stage("access point dies");
    const double told_s = outage.at("duration_s");
    // The kernel notices some seconds after the death, and the way back takes what it takes.
    EXPECT_GT(told_s, dead_s - 10) << explained.text.out;
    EXPECT_LT(told_s, stage("connected again") - stage("access point dies") + 1) << explained.text.out;
}

TEST_F(TheGuestWithSystemd, EndsAScriptAtItsLimitAndStillGivesWhatItLeft) {
    const std::string script = directory_->file("slow.sh", "#!/bin/sh\ncat /lab/word >/out/word.txt\nsleep 100\n");
    const std::string word = directory_->file("word", "here\n");
    const Outcome slow = play(*directory_, "--script '" + script + "' --file '" + word + "' --limit 2 --out '" +
                                               directory_->path("slow") + "'");
    EXPECT_EQ(slow.status, 4) << slow.err;
    EXPECT_THAT(slow.out, HasSubstr("exit status 124"));
    EXPECT_EQ(read(directory_->path("slow") + "/word.txt"), "here\n");
}

}  // namespace
}  // namespace wlanmedic::test
