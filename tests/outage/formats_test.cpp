// SPDX-License-Identifier: MIT
// The same recording in every dress: what a log looks like must not change what it says.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

constexpr std::int64_t boot_epoch = 1'767'225'600;  // 2026-01-01T00:00:00Z

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

struct Dress {
    std::string name;
    double resolution;  // seconds
    // Microseconds since boot and the message to a line; `previous` is the time of the line before.
    std::function<std::string(std::int64_t micros, std::int64_t previous, const std::string& message)> line;
};

void PrintTo(const Dress& dress, std::ostream* out) { *out << dress.name; }

std::tm utc(std::int64_t micros) { return fmt::gmtime(static_cast<std::time_t>(boot_epoch + micros / 1'000'000)); }
double s(std::int64_t micros) { return static_cast<double>(micros) / 1e6; }

std::vector<Dress> kernel_dresses() {
    using M = std::int64_t;
    using S = const std::string&;
    return {
        {"dmesg", 1e-6, [](M t, M, S m) { return fmt::format("[{:12.6f}] {}", s(t), m); }},
        {"dmesg_raw", 1e-6, [](M t, M, S m) { return fmt::format("<6>[{:12.6f}] {}", s(t), m); }},
        {"dmesg_decoded", 1e-6, [](M t, M, S m) { return fmt::format("kern  :info  : [{:12.6f}] {}", s(t), m); }},
        {"dmesg_T", 1, [](M t, M, S m) { return fmt::format("[{:%a %b %e %H:%M:%S %Y}] {}", utc(t), m); }},
        {"dmesg_iso", 1e-6,
         [](M t, M, S m) { return fmt::format("{:%Y-%m-%dT%H:%M:%S},{:06}+00:00 {}", utc(t), t % 1'000'000, m); }},
        {"kmsg", 1e-6, [](M t, M, S m) { return fmt::format("6,{},{},-;{}", t / 1000, t, m); }},
        {"syslog", 1e-6,
         [](M t, M, S m) { return fmt::format("{:%b %e %H:%M:%S} host kernel: [{:12.6f}] {}", utc(t), s(t), m); }},
        {"syslog_priority", 1e-6,
         [](M t, M, S m) {
             return fmt::format("<6>{:%b %e %H:%M:%S} host kernel: [{:12.6f}] {}", utc(t), s(t), m);
         }},
        {"syslog_5424", 1e-6,
         [](M t, M, S m) {
             return fmt::format("<6>1 {:%Y-%m-%dT%H:%M:%S}.{:06}Z host kernel - - - {}", utc(t), t % 1'000'000, m);
         }},
        {"logread", 1e-6,
         [](M t, M, S m) {
             return fmt::format("{:%a %b %e %H:%M:%S %Y} kern.info kernel: [{:12.6f}] {}", utc(t), s(t), m);
         }},
        {"journal_short", 1,
         [](M t, M, S m) { return fmt::format("{:%b %d %H:%M:%S} host kernel: {}", utc(t), m); }},
        {"journal_short_precise", 1e-6,
         [](M t, M, S m) {
             return fmt::format("{:%b %d %H:%M:%S}.{:06} host kernel: {}", utc(t), t % 1'000'000, m);
         }},
        {"journal_short_iso", 1,
         [](M t, M, S m) { return fmt::format("{:%Y-%m-%dT%H:%M:%S}+0000 host kernel: {}", utc(t), m); }},
        {"journal_short_iso_precise", 1e-6,
         [](M t, M, S m) {
             return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}+0000 host kernel: {}", utc(t), t % 1'000'000, m);
         }},
        {"journal_short_full", 1,
         [](M t, M, S m) { return fmt::format("{:%a %Y-%m-%d %H:%M:%S} UTC host kernel: {}", utc(t), m); }},
        {"journal_short_monotonic", 1e-6,
         [](M t, M, S m) { return fmt::format("[{:12.6f}] host kernel: {}", s(t), m); }},
        {"journal_short_unix", 1e-6,
         [](M t, M, S m) {
             return fmt::format("{}.{:06} host kernel: {}", boot_epoch + t / 1'000'000, t % 1'000'000, m);
         }},
        {"carriage_returns", 1e-6, [](M t, M, S m) { return fmt::format("[{:12.6f}] {}\r", s(t), m); }},
    };
}

class KernelDress : public testing::TestWithParam<Dress> {};

TEST_P(KernelDress, TellsTheSameOutage) {
    std::string text;
    std::int64_t previous = 0;
    for (const std::string& line : lines_of("connection-loss-comeback/dmesg.txt")) {
        double when = 0;
        if (line.size() < 16 || sscanf(line.c_str(), "[%lf]", &when) != 1) continue;
        const auto micros = static_cast<std::int64_t>(when * 1e6 + 0.5);
        text += GetParam().line(micros, previous, line.substr(line.find("] ") + 2)) + "\n";
        previous = micros;
    }
    const Explained explained = explain_text(text);
    ASSERT_EQ(explained.outages.size(), 1);
    const outage::Outage& outage = explained.outages[0];
    EXPECT_EQ(outage::name_of(outage.trigger.outage_class), "connection_loss");
    EXPECT_NEAR(seconds(outage.duration()), 1.32, 0.01 + GetParam().resolution * 1.01);
    ASSERT_EQ(outage.comebacks.size(), 1);
    EXPECT_EQ(outage.comebacks[0].tu, 1000);
    EXPECT_NE(outage.comebacks[0].respected, std::optional(false)) << "whole seconds must not make it look unkept";
    EXPECT_EQ(explained.total("associated"), 2);
}

INSTANTIATE_TEST_SUITE_P(All, KernelDress, testing::ValuesIn(kernel_dresses()),
                         [](const auto& of) { return of.param.name; });

// iw event -t of the lab, said as iw would have said it with other options.
std::string iw_as(const std::string& folder, const std::string& option) {
    std::string text;
    std::int64_t previous = -1;
    for (const std::string& line : lines_of(folder + "/iw-event.txt")) {
        long long whole = 0;
        long long micros = 0;
        if (sscanf(line.c_str(), "%lld.%6lld: ", &whole, &micros) != 2) {
            text += line + "\n";
            continue;
        }
        const std::int64_t now = whole * 1'000'000 + micros;
        const std::string rest = line.substr(line.find(": ") + 2);
        const std::int64_t difference = previous < 0 ? 0 : now - previous;
        previous = now;
        if (option == "-r")
            text += fmt::format("{}.{:06}: {}\n", difference / 1'000'000, difference % 1'000'000, rest);
        if (option == "-T")
            text += fmt::format("[{:%Y-%m-%d %H:%M:%S}.{:06}]: {}\n", fmt::gmtime(static_cast<std::time_t>(whole)),
                                micros, rest);
        if (option == "-t without -f") text += line.substr(0, line.find(" [frame:")) + "\n";
        if (option == "plain") text += rest + "\n";
    }
    return text;
}

class IwDress : public testing::TestWithParam<std::string> {};

TEST_P(IwDress, TellsTheSameOutagesWithEveryOption) {
    const Explained plain_t =
        explain_paths({WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + GetParam() + "/iw-event.txt"});
    for (const std::string option : {"-r", "-T", "-t without -f"}) {
        SCOPED_TRACE(option);
        const Explained other = explain_text(iw_as(GetParam(), option));
        ASSERT_EQ(other.outages.size(), plain_t.outages.size());
        for (std::size_t i = 0; i < other.outages.size(); ++i) {
            const outage::Outage& one = plain_t.outages[i];
            const outage::Outage& two = other.outages[i];
            EXPECT_EQ(one.trigger.outage_class, two.trigger.outage_class) << i;
            EXPECT_NEAR(seconds(one.duration()), seconds(two.duration()), 1e-3) << i;
            EXPECT_EQ(one.bssids, two.bssids) << i;
        }
        EXPECT_EQ(other.totals, plain_t.totals);
    }
}

TEST_P(IwDress, TellsAsManyOutagesWithoutTimes) {
    const Explained with =
        explain_paths({WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + GetParam() + "/iw-event.txt"});
    const Explained without = explain_text(iw_as(GetParam(), "plain"));
    EXPECT_EQ(without.outages.size(), with.outages.size());
    for (const outage::Outage& outage : without.outages) EXPECT_FALSE(outage.timed);
}

INSTANTIATE_TEST_SUITE_P(All, IwDress,
                         testing::Values("beacon-loss", "full-chain", "recovery-actions", "two-access-points",
                                         "wedge", "wedge-zombie", "beacons-only-lost", "access-point-killed"),
                         [](const auto& of) {
                             std::string name = of.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(ConcatenatedFiles, OfTwoFormatsTellTheSameAsTheTwoFiles) {
    const auto text_of = [](const std::string& path) {
        std::string text;
        for (const std::string& line : lines_of(path)) text += line + "\n";
        return text;
    };
    const std::string iw = text_of("full-chain/iw-event.txt");
    const std::string kernel = text_of("full-chain/dmesg.txt");
    const Explained two = explain_texts({iw, kernel});
    for (const std::string& one : {iw + kernel, kernel + iw}) {
        const Explained both = explain_text(one);
        EXPECT_EQ(both.totals, two.totals);
        ASSERT_EQ(both.outages.size(), two.outages.size());
        for (std::size_t i = 0; i < both.outages.size(); ++i)
            EXPECT_EQ(both.outages[i].start, two.outages[i].start);
    }
}

}  // namespace
}  // namespace wlanmedic::test
