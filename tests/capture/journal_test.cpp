// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "capture/journal_record.h"
#include "capture/journal_source.h"
#include "notebook.h"
#include "recording.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr wifi::Duration wall = 1'778'114'445s;
const ClockReading begin{.realtime = wall, .boottime = 1000s, .monotonic = 900s};

JournalEntry entry(std::vector<std::pair<std::string, std::string>> fields) {
    return {.realtime = wall + 5s, .monotonic = 905s, .fields = std::move(fields)};
}

TEST(JournalRecord, IsStampedWhenJournaldReceivedItAlsoBeforeASuspend) {
    SleepHistory sleeps(begin);
    const ClockReading resumed{.realtime = wall + 10s + 8h, .boottime = 1010s + 8h, .monotonic = 910s};
    EXPECT_EQ(received_at(entry({}), sleeps, begin), 1005s);
    sleeps.look(resumed);
    EXPECT_EQ(received_at(entry({}), sleeps, resumed), 1005s);
}

TEST(JournalRecord, AnEntryOfAnotherBootIsPlacedByTheWallClock) {
    JournalEntry old = entry({});
    old.monotonic.reset();
    old.realtime = wall - 100s;
    EXPECT_EQ(received_at(old, SleepHistory(begin), begin), 900s);
}

TEST(JournalRecord, KeepsWhatTheEntryHas) {
    const auto text = journal_record(entry({{"SYSLOG_IDENTIFIER", "wpa_supplicant"},
                                            {"_PID", "431"},
                                            {"PRIORITY", "5"},
                                            {"_TRANSPORT", "stdout"},
                                            {"MESSAGE", "wlan0: CTRL-EVENT-DISCONNECTED\nwith a second line"}}));
    EXPECT_EQ(text.kind, runfile::Kind::journal);
    EXPECT_EQ(text.message, "wlan0: CTRL-EVENT-DISCONNECTED\nwith a second line");
    EXPECT_EQ(*text.find("SYSLOG_IDENTIFIER"), "wpa_supplicant");
    EXPECT_EQ(*text.find("_PID"), "431");
    EXPECT_EQ(*text.find("WLANMEDIC_REALTIME"), "1778114450000000000");
    EXPECT_EQ(text.find("_COMM"), nullptr);  // it had none
}

TEST(JournalRecord, TheKernelsLinesAreTheKernels) {
    EXPECT_EQ(journal_record(entry({{"_TRANSPORT", "kernel"}, {"MESSAGE", "wlan0: authenticated"}})).kind,
              runfile::Kind::kernel);
}

TEST(JournalRecord, MessagesThatJournaldLeftOutAreCountedOfWifisServicesOnly) {
    const std::string id(dropped_message_id);
    const auto ours = suppressed_in(
        entry({{"MESSAGE_ID", id}, {"OBJECT_SYSTEMD_UNIT", "wpa_supplicant.service"}, {"N_DROPPED", "1234"}}));
    ASSERT_TRUE(ours);
    EXPECT_EQ(ours->unit, "wpa_supplicant.service");
    EXPECT_EQ(ours->messages, 1234U);
    EXPECT_TRUE(suppressed_in(entry({{"MESSAGE_ID", id}, {"OBJECT_SYSTEMD_UNIT", "iwd.service"}})));
    EXPECT_FALSE(suppressed_in(entry({{"MESSAGE_ID", id}, {"OBJECT_SYSTEMD_UNIT", "nginx.service"}})));
    EXPECT_FALSE(suppressed_in(entry({{"MESSAGE_ID", id}})));
    EXPECT_FALSE(suppressed_in(entry({{"OBJECT_SYSTEMD_UNIT", "iwd.service"}, {"N_DROPPED", "1"}})));
}

// systemd's own program makes the journals that are followed.
class JournalSourceTest : public testing::Test {
protected:
    void write(const std::string& name, const std::vector<std::string>& entries) {
        const ClockReading now = ClockReading::now();
        const std::string text = folder_ / (name + ".export");
        {
            std::ofstream out(text);
            for (const std::string& one : entries) {
                ++written_;
                const auto micros = [&](wifi::Duration of) {
                    return std::chrono::duration_cast<std::chrono::microseconds>(of).count() + written_;
                };
                out << "__REALTIME_TIMESTAMP=" << micros(now.realtime)
                    << "\n__MONOTONIC_TIMESTAMP=" << micros(now.monotonic) << "\n_BOOT_ID=" << boot_id() << "\n"
                    << one << "\n\n";
            }
        }
        const std::string command = "/lib/systemd/systemd-journal-remote -o " + (folder_ / (name + ".journal")) +
                                    " " + text + " >/dev/null 2>&1";
        ASSERT_EQ(std::system(command.c_str()), 0) << "systemd-journal-remote is needed";
    }
    std::vector<std::string> messages() const {
        std::vector<std::string> all;
        for (const auto& note : tape_.notes) all.push_back(note.text.message);
        return all;
    }
    bool start(JournalOptions options = {}) {
        options.directory = folder_ / "";
        source_.emplace(options);
        return source_->start({.loop = &*loop_, .tape = &tape_}).has_value();
    }

    test::Folder folder_;
    wifi::Result<Loop> loop_ = Loop::create();
    test::Notebook tape_;
    std::optional<JournalSource> source_;
    int written_ = 0;
};

TEST_F(JournalSourceTest, PutsWhatWifisProgramsSayAndNothingElse) {
    write("a", {"SYSLOG_IDENTIFIER=wpa_supplicant\nMESSAGE=one", "SYSLOG_IDENTIFIER=cron\nMESSAGE=two",
                "SYSLOG_IDENTIFIER=NetworkManager\n_PID=7\nMESSAGE=three",
                "SYSLOG_IDENTIFIER=kernel\n_TRANSPORT=kernel\nMESSAGE=four"});
    ASSERT_TRUE(start());
    source_->drain();
    EXPECT_THAT(messages(), ElementsAre("one", "three"));
    EXPECT_EQ(tape_.field(1, "_PID"), "7");
    const auto age = tape_.clock().now() - tape_.notes[0].instant;
    EXPECT_GE(age, 0s);
    EXPECT_LT(age, 60s);
}

TEST_F(JournalSourceTest, TakesTheKernelTooWhereItIsAskedTo) {
    write("a", {"SYSLOG_IDENTIFIER=kernel\n_TRANSPORT=kernel\nMESSAGE=four"});
    ASSERT_TRUE(start({.kernel_too = true}));
    source_->drain();
    EXPECT_THAT(messages(), ElementsAre("four"));
    EXPECT_EQ(tape_.notes[0].text.kind, runfile::Kind::kernel);
}

TEST_F(JournalSourceTest, FollowsAcrossARotation) {
    write("a", {"SYSLOG_IDENTIFIER=iwd\nMESSAGE=one"});
    ASSERT_TRUE(start());
    source_->drain();
    write("b", {"SYSLOG_IDENTIFIER=iwd\nMESSAGE=two"});
    ASSERT_TRUE(test::run_until(*loop_, [&] { return tape_.notes.size() == 2; }));
    ASSERT_EQ(std::remove((folder_ / "a.journal").c_str()), 0);
    write("c", {"SYSLOG_IDENTIFIER=iwd\nMESSAGE=three"});
    ASSERT_TRUE(test::run_until(*loop_, [&] { return tape_.notes.size() == 3; }));
    EXPECT_THAT(messages(), ElementsAre("one", "two", "three"));
}

TEST_F(JournalSourceTest, MessagesThatJournaldLeftOutAreAGap) {
    write("a", {"SYSLOG_IDENTIFIER=systemd-journald\nMESSAGE_ID=" + std::string(dropped_message_id) +
                "\nOBJECT_SYSTEMD_UNIT=wpa_supplicant.service\nN_DROPPED=12\nMESSAGE=Suppressed 12 messages"});
    ASSERT_TRUE(start());
    source_->drain();
    ASSERT_EQ(tape_.notes.size(), 1U);
    EXPECT_EQ(tape_.notes[0].text.kind, runfile::Kind::gap);
    EXPECT_EQ(tape_.field(0, "WLANMEDIC_SOURCE"), "journal");
    EXPECT_EQ(tape_.field(0, "WLANMEDIC_LOST"), "12");
}

}  // namespace
}  // namespace wlanmedic::capture
