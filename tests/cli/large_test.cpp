// SPDX-License-Identifier: MIT
// Much of everything: memory must not grow with it, nor time by its square.
#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;

namespace {

constexpr long most_kib = 64 * 1024;

void expect_little_memory(const Outcome& outcome) {
    if (!sanitized) {
        EXPECT_LT(outcome.peak_kib, most_kib);
    }
}

// Runs the program, its report into a file that is looked at without keeping it in memory.
Outcome explain_to(const std::string& report, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    const Outcome outcome = run(Call{.arguments = std::move(arguments), .output_file = report});
    EXPECT_EQ(outcome.signal, 0);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    expect_little_memory(outcome);
    return outcome;
}

bool is_json(const std::string& report) {
    std::ifstream file(report);
    return nlohmann::json::accept(file);
}

std::size_t times_in(const std::string& report, std::string_view word) {
    std::ifstream file(report);
    std::string line;
    std::size_t times = 0;
    while (std::getline(file, line)) times += line.find(word) != std::string::npos ? 1 : 0;
    return times;
}

std::string iw(long long second, std::string_view words, std::string_view interface = "wlan0") {
    return std::to_string(1'767'225'629 + second) + ".000000: " + std::string(interface) +
           " (phy #0): " + std::string(words) + "\n";
}
constexpr std::string_view up = "connected to 02:00:00:00:01:00";
constexpr std::string_view down = "disconnected (local request) reason: 4: Disassociated due to inactivity";

void write_outages(const std::string& path, int outages) {
    std::ofstream file(path);
    for (int i = 0; i < outages; ++i) file << iw(30LL * i, up) << iw(30LL * i + 10, down);
    file << iw(30LL * outages, up);
}

}  // namespace

TEST(Large, ALineOfHundredsOfMegabytesIsPassedOver) {
    const Directory directory;
    const std::string path = directory.path("long.txt");
    {
        std::ofstream file(path);
        file << iw(0, up) << "1767225630.000000: wlan0 (phy #0): scan finished: 2412, \"";
        const std::string megabyte(1U << 20, 'a');
        for (int i = 0; i < (sanitized ? 100 : 300); ++i) file << megabyte;
        file << "\"\n" << iw(10, down) << iw(20, up);
    }
    const std::string report = directory.path("report");
    explain_to(report, {"--format", "json", path});
    std::ifstream file(report);
    const auto document = nlohmann::json::parse(file);
    EXPECT_EQ(document.at("outages").size(), 1U);
    EXPECT_EQ(document.at("evidence").at(0).at("lines"), 4);
    EXPECT_EQ(document.at("evidence").at(0).at("malformed"), 1);
}

TEST(Large, AHoleOfZerosIsPassedOver) {
    const Directory directory;
    const std::string path = directory.file("sparse.txt", iw(0, up) + iw(10, down));
    std::filesystem::resize_file(path, (sanitized ? 100ULL : 500ULL) << 20U);
    std::ofstream(path, std::ios::app) << "\n" << iw(20, up);
    const std::string report = directory.path("report");
    explain_to(report, {"--format", "json", path});
    EXPECT_TRUE(is_json(report));
    EXPECT_EQ(times_in(report, "\"duration_s\": 10.0"), 1U);
}

TEST(Large, AThousandInterfacesAreAllExplained) {
    const Directory directory;
    const std::string path = directory.path("thousand.txt");
    {
        std::ofstream file(path);
        int second = 0;
        for (const std::string_view words : {up, down, up})
            for (int i = 0; i < 1000; ++i) file << iw(second++ / 100, words, "wlan" + std::to_string(i));
    }
    const std::string report = directory.path("report");
    explain_to(report, {"--format", "json", path});
    EXPECT_TRUE(is_json(report));
    EXPECT_EQ(times_in(report, "\"open_ended\""), 1000U);
}

TEST(Large, BeyondAThousandInterfacesAWarningTellsOfTheRest) {
    const Directory directory;
    const std::string path = directory.path("many.txt");
    {
        std::ofstream file(path);
        for (int i = 0; i < 5000; ++i) file << iw(i, up, "wlan" + std::to_string(i));
    }
    const std::string report = directory.path("report");
    explain_to(report, {path});
    EXPECT_EQ(times_in(report, "warning: more than 1024 interfaces are named; 3976 events"), 1U);
    explain_to(report, {"--format", "json", path});
    EXPECT_TRUE(is_json(report));
    EXPECT_EQ(times_in(report, "more than 1024 interfaces"), 1U);
}

TEST(Large, TwoHundredThousandOutagesNeedLittleMemory) {
    const Directory directory;
    const std::string path = directory.path("outages.txt");
    const int outages = sanitized ? 5'000 : 200'000;
    write_outages(path, outages);
    const std::string report = directory.path("report");
    explain_to(report, {path});
    EXPECT_EQ(times_in(report, "connection_loss, reason 4: "), static_cast<std::size_t>(outages));
}

TEST(Large, ManyOutagesAreOneDocumentOfJson) {
    const Directory directory;
    const std::string path = directory.path("outages.txt");
    const int outages = sanitized ? 500 : 10'000;
    write_outages(path, outages);
    const std::string report = directory.path("report");
    explain_to(report, {"--format", "json", path});
    EXPECT_TRUE(is_json(report));
    EXPECT_EQ(times_in(report, "\"open_ended\""), static_cast<std::size_t>(outages));
}

TEST(Large, ALineOfNothingButInterfaceNamesIsReadInNoTime) {
    std::string line = "[    1.000000] usb 1-1: ";
    for (int i = 0; i < 13'000; ++i) line += "-wlan";
    const Directory directory;
    std::string bytes;
    for (int i = 0; i < 20; ++i) bytes += line + "\n";
    const auto begin = std::chrono::steady_clock::now();
    run({"explain", directory.file("names.txt", bytes)});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{10});
}

TEST(Large, AnOutageFullOfEventsThatConcernAllInterfacesNeedsLittleMemory) {
    const Directory directory;
    const std::string path = directory.path("suspends.txt");
    {
        std::ofstream file(path);
        for (int i = 0; i < 1000; ++i)
            file << "[    2.000000] wlan" << i
                 << ": deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 3=DEAUTH_LEAVING)\n";
        for (int i = 0; i < (sanitized ? 20 : 4000); ++i) file << "[    3.000000] PM: suspend entry (deep)\n";
    }
    explain_to(directory.path("report"), {path});
}

TEST(Large, AFloodWithinOneInstantBesideAnotherFileNeedsLittleMemory) {
    const Directory directory;
    const std::string flood = directory.path("flood.txt");
    {
        std::ofstream file(flood);
        for (int i = 0; i < (sanitized ? 5'000 : 300'000); ++i) file << iw(10, "scan started");
    }
    const std::string other =
        directory.file("other.txt", iw(0, "scan started", "wlan1") + iw(20, "scan started", "wlan1"));
    explain_to(directory.path("report"), {flood, other});
}

TEST(Large, AFloodAfterAnOutageNeedsLittleMemory) {
    const Directory directory;
    const std::string path = directory.path("flood.txt");
    {
        std::ofstream file(path);
        file << iw(0, up) << iw(10, down) << iw(20, up);
        for (int i = 0; i < (sanitized ? 5'000 : 300'000); ++i) file << iw(21, "scan started");
    }
    explain_to(directory.path("report"), {path});
}

TEST(Large, OneLineOfTheFarFutureBesideAnotherFileNeedsLittleMemory) {
    const Directory directory;
    const std::string path = directory.path("future.txt");
    {
        std::ofstream file(path);
        file << iw(0, "scan started") << iw(5'000'000'000, "scan started");
        for (int i = 0; i < (sanitized ? 5'000 : 300'000); ++i) file << iw(i, "scan started");
    }
    const std::string other =
        directory.file("other.txt", iw(0, "scan started", "wlan1") + iw(5'100'000'000, "scan started", "wlan1"));
    explain_to(directory.path("report"), {path, other});
}
