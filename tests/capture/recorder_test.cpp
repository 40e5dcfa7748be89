// SPDX-License-Identifier: MIT
#include "capture/recorder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <numeric>

#include "evidence/run_decoder.h"
#include "recording.h"

namespace wlanmedic::capture::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RecorderTest : public testing::Test {
protected:
    RecorderTest() {
        options.parts.path = folder / "run.pcapng";
        options.parts.program = "wlanmedic test";
        options.parts.compress = false;
    }

    void begin(const std::vector<std::shared_ptr<Acts>>& acts) { begin(makings(acts)); }
    void begin(const Makings& of) {
        auto started = Recorder::start(loop, options, drivers(), of);
        ASSERT_TRUE(started) << started.error().to_string();
        recorder = std::move(*started);
    }
    void play(std::vector<std::function<void()>> steps) {
        const Script script(loop, std::move(steps));
        loop.run();
    }
    void play_until(std::function<bool()> holds, std::function<void()> each = {}) {
        const Until until(loop, std::move(holds), std::move(each));
        loop.run();
    }
    ReadBack read(std::string_view name = "run.pcapng") const { return ReadBack::of(folder / name); }

    Folder folder;
    Loop loop = Loop::create().value();
    RecorderOptions options;
    std::shared_ptr<Acts> kernel = std::make_shared<Acts>();
    std::unique_ptr<Recorder> recorder;
};

TEST_F(RecorderTest, BeginsWithTheManifestThenTheStateAndNumbersAllFromOne) {
    kernel->tell_state = [](Tape& tape) { tape.put(kernel_line("state")); };
    begin({kernel});
    play({[&] { kernel->tape->put(kernel_line("first")); }, [&] { kernel->tape->put(kernel_line("second")); }});
    recorder->finish("stopped");
    const ReadBack back = read();
    EXPECT_THAT(back.kinds(), ElementsAre("manifest", "kernel", "kernel", "kernel", "end"));
    EXPECT_THAT(back.messages(runfile::Kind::kernel), ElementsAre("state", "first", "second"));
    EXPECT_THAT(back.sequences(), ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(back.damage, IsEmpty());
    EXPECT_EQ(*back.last().find("WLANMEDIC_BECAUSE"), "stopped");
    EXPECT_EQ(recorder->state().records, 5);
}

TEST_F(RecorderTest, WhatAWakeUpBroughtIsInTheFileBeforeTheNextOne) {
    begin({kernel});
    std::size_t seen = 0;
    play({[&] { kernel->tape->put(kernel_line("first")); },
          [&] { seen = read().messages(runfile::Kind::kernel).size(); }});
    EXPECT_EQ(seen, 1);
}

TEST_F(RecorderTest, ManyRecordsOfOneWakeUpDoNotWaitForItsEnd) {
    begin({kernel});
    std::size_t seen = 0;
    play({[&] {
        for (std::size_t i = 0; i < Recorder::most_in_one_write + 1; ++i) kernel->tape->put(kernel_line("one"));
        seen = read().messages(runfile::Kind::kernel).size();
    }});
    EXPECT_GE(seen, Recorder::most_in_one_write - 1);
}

TEST_F(RecorderTest, EachWakeUpAsksAllSourcesAndNoneIsAskedWhileNothingHappens) {
    const auto other = std::make_shared<Acts>();
    other->name = "rfkill";
    begin({kernel, other});
    const int before = other->drained;
    play({[&] {}});
    EXPECT_GT(other->drained, before);
    EXPECT_LE(other->drained, before + 3);
}

TEST_F(RecorderTest, GoesOnWithoutASourceAndSaysSoOnce) {
    const auto trace = std::make_shared<Acts>();
    trace->name = "trace";
    trace->start = [](const Surroundings&) -> wifi::Result<void> {
        return std::unexpected(wifi::Error{.what = "no tracefs", .hint = "mount it"});
    };
    begin({trace, kernel});
    play({[&] { kernel->tape->put(kernel_line("first")); },
          [&] { kernel->tape->missing("trace", {.what = "no tracefs", .hint = "mount it"}); }});
    recorder->finish("stopped");
    EXPECT_THAT(recorder->state().missing, ElementsAre("trace: no tracefs; mount it"));
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "missing", "kernel", "end"));
    EXPECT_EQ(trace->told, 0);
    EXPECT_EQ(trace->drained, 0);
}

TEST_F(RecorderTest, NothingThatTellsOfLinksIsAnErrorThatSaysWhyAndLeavesNoFile) {
    kernel->start = [](const Surroundings&) -> wifi::Result<void> {
        return std::unexpected(wifi::Error{.what = "not permitted", .hint = "CAP_SYSLOG"});
    };
    const auto clocks = std::make_shared<Acts>();
    clocks->name = "sleep";
    const auto started = Recorder::start(loop, options, drivers(), makings({kernel, clocks}));
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().why, NotStarted::Why::nothing_to_record);
    EXPECT_THAT(started.error().what, HasSubstr("nothing to record"));
    EXPECT_THAT(started.error().hint, HasSubstr("CAP_SYSLOG"));
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST_F(RecorderTest, APartEndsWhereItIsTooLargeAndTheNextBeginsWithManifestAndState) {
    options.parts.rotate_bytes = 6000;
    kernel->tell_state = [](Tape& tape) { tape.put(kernel_line("state")); };
    begin({kernel});
    play_until([&] { return recorder->state().parts == 2; },
               [&] { kernel->tape->put(kernel_line(std::string(1000, 'x'))); });
    recorder->finish("stopped");
    ASSERT_THAT(folder.names(), ElementsAre("run.0001.pcapng", "run.pcapng"));
    const ReadBack first = read("run.0001.pcapng");
    const ReadBack second = read();
    EXPECT_EQ(*first.last().find("WLANMEDIC_BECAUSE"), "rotated");
    EXPECT_EQ(second.kinds().at(0), "manifest");
    EXPECT_EQ(second.messages(runfile::Kind::kernel).at(0), "state");
    EXPECT_EQ(kernel->told, 2);
    EXPECT_EQ(first.manifest()["part"], 1);
    EXPECT_EQ(second.manifest()["part"], 2);
    EXPECT_EQ(first.manifest()["run"], second.manifest()["run"]);
    EXPECT_EQ(second.manifest()["sequence"], first.records.back().record.sequence);
    std::vector<std::uint64_t> all = first.sequences();
    for (const std::uint64_t one : second.sequences()) all.push_back(one);
    std::vector<std::uint64_t> expected(all.size());
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(all, expected);
    EXPECT_EQ(recorder->state().parts, 2);
}

TEST_F(RecorderTest, APartEndsAtItsAgeAlsoWhereOnlyATimerWakes) {
    options.parts.rotate_age = std::chrono::milliseconds{20};
    begin({kernel});
    play_until([&] { return folder.names().size() >= 2; });
}

TEST_F(RecorderTest, WhatIsMissingIsToldToEachPart) {
    const auto trace = std::make_shared<Acts>();
    trace->name = "trace";
    trace->start = [](const Surroundings&) -> wifi::Result<void> {
        return std::unexpected(wifi::Error{.what = "no tracefs"});
    };
    begin({trace, kernel});
    ASSERT_TRUE(recorder->rotate());
    play_until([&] { return recorder->state().parts == 2; });
    recorder->finish("stopped");
    EXPECT_THAT(read().manifest()["missing"], ElementsAre("trace: no tracefs"));
}

TEST_F(RecorderTest, ANextPartThatCannotBeBegunLeavesTheOldOneGoingOn) {
    begin({kernel});
    std::ofstream(folder / "run.0001.pcapng") << "in the way";
    EXPECT_TRUE(recorder->rotate());
    std::vector<std::string> before_the_next_wake_up;
    play_until([&] {
        if (recorder->state().missing.empty()) return false;
        before_the_next_wake_up = read().messages(runfile::Kind::missing);
        kernel->tape->put(kernel_line("after"));
        return true;
    });
    recorder->finish("stopped");
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "missing", "kernel", "end"))
        << "it does not end before it has";
    EXPECT_THAT(before_the_next_wake_up, ElementsAre(HasSubstr("the next part")));
    EXPECT_EQ(*read().last().find("WLANMEDIC_BECAUSE"), "stopped");
}

TEST_F(RecorderTest, AMachineThatIsSlowToTellOfItselfDoesNotKeepRecordsWaiting) {
    Makings slow = makings({kernel});
    std::atomic<bool> asked = false;
    std::atomic<bool> may_answer = true;
    slow.ask_machine = [&] {
        asked = true;
        while (!may_answer) usleep(1000);
        return ChildTold();
    };
    begin(slow);
    asked = may_answer = false;
    ASSERT_TRUE(recorder->rotate());
    ASSERT_TRUE(recorder->rotate()) << "one at a time";
    std::size_t seen = 0;
    play_until([&] { return recorder->state().parts == 2; },
               [&] {
                   kernel->tape->put(kernel_line("meanwhile"));
                   if (asked) seen = std::max(seen, read().messages(runfile::Kind::kernel).size());
                   if (seen > 2) may_answer = true;
               });
    recorder->finish("stopped");
    EXPECT_EQ(read("run.0001.pcapng").last().message, "the part ends here, the next one goes on");
    EXPECT_EQ(read().manifest()["part"], 2);
}

TEST_F(RecorderTest, WhoSetsTheClockBackBetweenPartsMovesNoEvent) {
    Makings set_back = makings({kernel});
    wifi::Duration back{0};
    set_back.read_clock = [&] {
        ClockReading now = ClockReading::now();
        now.realtime -= back;
        return now;
    };
    begin(set_back);
    std::vector<wifi::Event> events;
    recorder->on_event([&](const wifi::Event& event) { events.push_back(event); });
    kernel->tape->put(kernel_line("wlan0: authenticated"));
    back = std::chrono::hours{1};
    ASSERT_TRUE(recorder->rotate());
    play_until([&] { return recorder->state().parts == 2; });
    kernel->tape->put(kernel_line("wlan0: associated"));
    recorder->finish("stopped");
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_FALSE(events[1].late);
    EXPECT_GE(events[1].instant, events[0].instant);
    EXPECT_LT(events[1].instant - events[0].instant, std::chrono::minutes{1});
    EXPECT_GE(recorder->now(), events[1].instant);
    const ReadBack first = read("run.0001.pcapng");
    const ReadBack second = read();
    const auto moved = second.records.at(0).record.instant - first.records.back().record.instant;
    EXPECT_LT(moved, -std::chrono::minutes{59}) << "the file's stamps are of the clock at its beginning";
}

TEST_F(RecorderTest, ASourceThatThrowsIsGoneAndTheOthersGoOn) {
    const auto bad = std::make_shared<Acts>();
    bad->name = "rfkill";
    bool throws = false;
    bad->drain = [&](Tape&) {
        if (throws) throw std::runtime_error("a bug");
    };
    begin({bad, kernel});
    throws = true;
    play({[&] { kernel->tape->put(kernel_line("first")); }, [&] { kernel->tape->put(kernel_line("second")); }});
    recorder->finish("stopped");
    EXPECT_THAT(read().messages(runfile::Kind::kernel), ElementsAre("first", "second"));
    EXPECT_THAT(read().messages(runfile::Kind::missing), ElementsAre(HasSubstr("a bug")));
    EXPECT_EQ(bad->tape, nullptr) << "destroyed";
}

TEST_F(RecorderTest, ASourceWhoseCallbackThrowsIsGoneToo) {
    const auto bad = std::make_shared<Acts>();
    bad->name = "rfkill";
    begin({bad, kernel});
    const Wait wait =
        bad->loop->after(wifi::Duration{1}, wifi::Duration{0}, [] { throw std::runtime_error("a bug"); });
    play_until([&] { return bad->tape == nullptr; });
    kernel->tape->put(kernel_line("after"));
    recorder->finish("stopped");
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "missing", "kernel", "end"));
    EXPECT_THAT(read().messages(runfile::Kind::missing), ElementsAre(HasSubstr("a bug")));
}

TEST_F(RecorderTest, AnExceptionOfACallbackComesOutOfTheLoopAndTheFileIsWhole) {
    begin({kernel});
    EXPECT_THROW(play({[&] {
                     kernel->tape->put(kernel_line("before"));
                     throw std::runtime_error("a bug");
                 }}),
                 std::runtime_error);
    recorder->finish("a bug");
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "kernel", "end"));
    EXPECT_THAT(read().damage, IsEmpty());
}

TEST_F(RecorderTest, TheEndTakesWhatIsThereBeforeIt) {
    begin({kernel});
    bool more = true;
    kernel->drain = [&](Tape& tape) {
        if (std::exchange(more, false)) tape.put(kernel_line("last words"));
    };
    recorder->finish("stopped");
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "kernel", "end"));
    recorder->finish("again");
    EXPECT_THAT(read().kinds(), SizeIs(3));
}

TEST_F(RecorderTest, DestroyedItEndsTheFile) {
    begin({kernel});
    recorder.reset();
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "end"));
}

TEST_F(RecorderTest, GapsAreCounted) {
    begin({kernel});
    play({[&] { kernel->tape->gap("kernel", "lines were lost", 7); },
          [&] { kernel->tape->gap("trace", "unknown"); }});
    EXPECT_EQ(recorder->state().gaps, 2);
    EXPECT_EQ(recorder->state().lost, 7);
}

TEST_F(RecorderTest, ARecordThatIsTooLargeIsAGapAndTheRestGoesOn) {
    begin({kernel});
    play({[&] {
        kernel->tape->put(kernel_line(std::string(3U << 20U, 'x')));
        runfile::Text wrong = kernel_line("wrong");
        wrong.set("no name", "");
        kernel->tape->put(std::move(wrong));
        kernel->tape->put(kernel_line("after"));
    }});
    recorder->finish("stopped");
    EXPECT_THAT(read().kinds(), ElementsAre("manifest", "gap", "gap", "kernel", "end"));
    EXPECT_EQ(recorder->state().lost, 2);
}

// A limit on the size of files stands for a full disk: both refuse to write more, in the middle of a piece.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

TEST_F(RecorderTest, AFullDiskIsToldOnceAndLeavesAWholeFileWithAllThatHadRoom) {
    begin({kernel});
    std::vector<std::string> failures;
    recorder->on_failure([&](const wifi::Error& error) { failures.push_back(error.what); });
    {
        const FullDisk full(20'000);
        const auto put = [&] {
            for (int i = 0; i < 10; ++i) kernel->tape->put(kernel_line(std::string(600, 'x')));
        };
        play({put, put, put, put, put, put});
        recorder->finish("disk full");
    }
    EXPECT_THAT(failures, SizeIs(1));
    const ReadBack back = read();
    EXPECT_THAT(back.damage, IsEmpty());
    const std::size_t lines = back.messages(runfile::Kind::kernel).size();
    EXPECT_GT(lines, 15) << "whole batches only would leave fewer";
    EXPECT_LT(lines, 60);
    for (std::size_t i = 0; i + 1 < back.records.size(); ++i)
        EXPECT_EQ(back.records[i].record.sequence, i + 1) << "nothing is left out before the end";
    if (back.kinds().back() == "end") {
        EXPECT_EQ(*back.last().find("WLANMEDIC_BECAUSE"), "disk full");
    }
}

TEST_F(RecorderTest, WhereTheBeginningHasNoRoomNoPartIsLeftWithoutAManifest) {
    {
        const FullDisk full(200);  // the section and the interface have room
        const auto started = Recorder::start(loop, options, drivers(), makings({kernel}));
        ASSERT_FALSE(started);
        EXPECT_EQ(started.error().why, NotStarted::Why::cannot_write);
    }
    EXPECT_THAT(folder.names(), IsEmpty());
    kernel->tell_state = [](Tape& tape) {
        for (int i = 0; i < 20; ++i) tape.put(kernel_line(std::string(600, 'x')));
    };
    {
        const FullDisk full(2000);  // and the manifest
        EXPECT_EQ(Recorder::start(loop, options, drivers(), makings({kernel})).error().why,
                  NotStarted::Why::cannot_write);
    }
    EXPECT_EQ(read().kinds().at(0), "manifest");
}

TEST_F(RecorderTest, WhatCannotBeMadeAndWhatIsNoNameAreToldApart) {
    options.parts.path = folder / "no/run.pcapng";
    EXPECT_EQ(Recorder::start(loop, options, drivers(), makings({kernel})).error().why,
              NotStarted::Why::cannot_write);
    options.parts.path = folder / "run.txt";
    EXPECT_EQ(Recorder::start(loop, options, drivers(), makings({kernel})).error().why,
              NotStarted::Why::wrong_name);
}

// All that can be compared of an event.
std::string as_text(const wifi::Event& event) {
    std::string text = fmt::format("{} {} {} {}", wifi::to_rfc3339(event.instant), event.sequence, event.interface,
                                   wifi::name_of(event.payload));
    for (const wifi::Receipt& receipt : event.receipts) text += fmt::format(" {}:{}", receipt.line, receipt.text);
    return text;
}

TEST_F(RecorderTest, EventsToldLiveAreThoseReadFromTheFile) {
    std::vector<std::string> live;
    begin({kernel});
    recorder->on_event([&](const wifi::Event& event) { live.push_back(as_text(event)); });
    std::vector<std::function<void()>> steps;
    for (const char* line :
         {"wlan0: authenticate with 02:00:00:00:00:01", "wlan0: send auth to 02:00:00:00:00:01 (try 1/3)",
          "wlan0: authenticated", "wlan0: associate with 02:00:00:00:00:01 (try 1/3)",
          "wlan0: RX AssocResp from 02:00:00:00:00:01 (capab=0x411 status=0 aid=1)", "wlan0: associated",
          "wlan0: Connection to AP 02:00:00:00:00:01 lost", "something else",
          "wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)"})
        steps.emplace_back([this, line] {
            kernel->tape->put(kernel_line(line));
            runfile::Text blocked{.kind = runfile::Kind::rfkill, .message = "a radio is blocked", .fields = {}};
            blocked.set("WLANMEDIC_RFKILL", "blocked");
            kernel->tape->put(std::move(blocked));
        });
    steps.emplace_back([this] { kernel->tape->gap("kernel", "lost", 3); });
    play(std::move(steps));
    recorder->finish("stopped");

    std::vector<std::string> later;
    evidence::RunDecoder decoder(0, drivers());
    const auto take_all = [&] {
        while (const auto event = decoder.next()) later.push_back(as_text(*event));
    };
    for (const runfile::ReadRecord& record : read().records) {
        decoder.take(record);
        take_all();
    }
    while (const auto event = decoder.drain()) later.push_back(as_text(*event));
    EXPECT_THAT(live, SizeIs(testing::Ge(8U)));
    EXPECT_EQ(live, later);
}

TEST_F(RecorderTest, AnEventComesOutWithoutAnotherRecordBehindIt) {
    begin({kernel});
    bool told = false;
    recorder->on_event([&](const wifi::Event&) {
        loop.stop(0);
        told = true;
    });
    kernel->tape->put(kernel_line("wlan0: associated"));
    const Wait limit = loop.after(std::chrono::seconds{20}, wifi::Duration{0}, [&] { loop.stop(1); });
    EXPECT_EQ(loop.run(), 0);
    EXPECT_TRUE(told);
}

}  // namespace
}  // namespace wlanmedic::capture::test
