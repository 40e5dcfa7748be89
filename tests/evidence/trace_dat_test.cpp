// SPDX-License-Identifier: MIT
#include "evidence/trace_dat.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <random>

#include "evidence/folder.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::HasSubstr;

// trace-cmd record of a comeback in the lab: tests/golden/trace-cmd/README.md.
std::string packed() { return WLANMEDIC_SOURCE_DIR "/tests/golden/trace-cmd/trace.dat.zst"; }

const std::string& golden() {
    static const std::string bytes = [] {
        const TemporaryFolder folder;
        const std::string path = (folder.path() / "trace.dat").string();
        if (std::system(("zstd -dqfo " + path + " " + packed()).c_str()) != 0) throw std::runtime_error("zstd");
        return contents(path);
    }();
    return bytes;
}

std::vector<std::string> events_of(const std::string& path, std::vector<SkippedFile>& skipped) {
    Folder folder({.name = "", .files = {path}}, drivers(), {}, skipped);
    std::vector<std::string> told;
    while (const auto event = folder.next())
        told.push_back(wifi::to_rfc3339(event->instant) + ' ' + event->interface + ' ' + words(event->payload) +
                       ' ' + event->receipts.front().text);
    return told;
}

TEST(TraceDat, IsPrintedAsTraceCmdReportPrintsIt) {
    const TemporaryFolder folder;
    const std::string trace = folder.file("trace.dat", golden());
    const std::string report = (folder.path() / "report.txt").string();
    ASSERT_EQ(std::system(("trace-cmd report -N " + trace + " > " + report + " 2> /dev/null").c_str()), 0);
    std::string expected = contents(report);
    expected.erase(0, expected.find('\n') + 1);  // "cpus=1"
    const Input input = opened(trace);
    EXPECT_EQ(text_of(input), expected);
    EXPECT_TRUE(input.converted());
    EXPECT_EQ(input.remark(), "");
    EXPECT_THAT(expected, HasSubstr("api_connection_loss"));

    std::vector<SkippedFile> skipped;
    const auto told = events_of(trace, skipped);
    EXPECT_FALSE(told.empty());
    EXPECT_EQ(told, events_of(report, skipped)) << "trace-cmd's own text of it tells the same";
    EXPECT_EQ(told, events_of(packed(), skipped)) << "packed, too";
    EXPECT_TRUE(skipped.empty());
}

// trace-cmd 3.1 writes version 7 unless it is asked not to: packed within.
TEST(TraceDat, OfTheNewerVersionIsPrintedAsTraceCmdReportPrintsIt) {
    const TemporaryFolder folder;
    const std::string trace = WLANMEDIC_SOURCE_DIR "/tests/golden/captures/trace.dat";
    const std::string report = (folder.path() / "report.txt").string();
    ASSERT_EQ(std::system(("trace-cmd report -N " + trace + " > " + report + " 2> /dev/null").c_str()), 0);
    std::string expected = contents(report);
    expected.erase(0, expected.find('\n') + 1);
    EXPECT_EQ(text_of(opened(trace)), expected);
    EXPECT_THAT(expected, HasSubstr("api_connection_loss"));
}

TEST(TraceDat, WhichIsCutIsReadAsFarAsItGoesOrRefusedWithAReason) {
    const TemporaryFolder folder;
    for (int part = 0; part <= 12; ++part) {
        const std::size_t size = golden().size() * static_cast<std::size_t>(part) / 13;
        const auto input =
            Input::open(folder.file("cut.dat", golden().substr(0, std::max<std::size_t>(size, 10))));
        if (input) {
            EXPECT_THAT(input->remark(), HasSubstr("libtracecmd")) << size;
            continue;
        }
        EXPECT_THAT(input.error().what, HasSubstr("a trace of trace-cmd: libtracecmd ")) << size;
        EXPECT_THAT(input.error().hint, HasSubstr("trace-cmd report")) << size;
    }
}

TEST(TraceDat, WithFlippedBytesBreaksNothing) {
    const TemporaryFolder folder;
    std::mt19937 random(7);
    for (int round = 0; round < 25; ++round) {
        std::string bytes = golden();
        for (int flips = 0; flips < 20; ++flips) {
            const std::size_t most = flips < 10 ? 600 : bytes.size() - 1;
            bytes[std::uniform_int_distribution<std::size_t>(10, most)(random)] =
                static_cast<char>(std::uniform_int_distribution<>(0, 255)(random));
        }
        const auto input = Input::open(folder.file("flipped.dat", bytes));
        if (!input) {
            EXPECT_THAT(input.error().what, HasSubstr("a trace of trace-cmd: "));
        }
    }
}

TEST(TraceDat, MayTakeNoMoreThanItsShare) {
    const TemporaryFolder folder;
    const int from = ::open(folder.file("trace.dat", golden()).c_str(), O_RDONLY);
    const int to = ::open((folder.path() / "text").c_str(), O_RDWR | O_CREAT, 0600);
    const auto text = write_trace_text(from, to, {.text = 100});
    ::close(from);
    ::close(to);
    if (text) {
        EXPECT_LE(text->size, 100U);
        EXPECT_THAT(text->remark, HasSubstr("may be written"));
    } else {
        EXPECT_THAT(text.error().what, HasSubstr("may be written"));
    }
}

TEST(TraceDat, IsGivenUpWhereItTakesTooLong) {
    const TemporaryFolder folder;
    const int from = ::open(folder.file("trace.dat", golden()).c_str(), O_RDONLY);
    std::array<int, 2> nobody_reads{};
    ASSERT_EQ(::pipe(nobody_reads.data()), 0);
    // Full from the beginning: whoever writes to it waits.
    const int size = ::fcntl(nobody_reads[1], F_GETPIPE_SZ);
    const std::string filling(static_cast<std::size_t>(size), ' ');
    ASSERT_EQ(::write(nobody_reads[1], filling.data(), filling.size()), size);
    const auto text = write_trace_text(from, nobody_reads[1], {.wall = std::chrono::seconds{1}});
    for (const int descriptor : {from, nobody_reads[0], nobody_reads[1]}) ::close(descriptor);
    ASSERT_FALSE(text);
    EXPECT_THAT(text.error().what, HasSubstr("did not come to an end within 1 s"));
}

TEST(TraceDat, IsKnownByItsFirstBytes) {
    EXPECT_TRUE(is_trace_dat(std::string_view("\x17\x08\x44tracing6", 11)));
    EXPECT_FALSE(is_trace_dat("tracing"));
    EXPECT_FALSE(is_trace_dat(""));
}

}  // namespace
}  // namespace wlanmedic::evidence
