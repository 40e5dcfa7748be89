// SPDX-License-Identifier: MIT
// Live, events come as they come; told as files, they are read in order. Both must say the same of what happened.
#include <gtest/gtest.h>

#include <random>

#include "evidence/online_merge.h"
#include "support/explained.h"

namespace wlanmedic::test {
namespace {

struct Arrival {
    wifi::Instant when;
    std::size_t source = 0;
    evidence::RawEvent event;
};

Explained of(const std::vector<wifi::Event>& events, wifi::Instant since, wifi::Instant until) {
    Explained result;
    outage::Detector detector([&](outage::Outage&& outage) { result.outages.push_back(std::move(outage)); });
    detector.begin(since);
    for (const wifi::Event& event : events) detector.on(event);
    detector.finish(until);
    std::ranges::stable_sort(result.outages, {}, &outage::Outage::start);
    result.totals = detector.totals().counts();
    return result;
}

// What each file of a folder tells, all on the time line of the folder.
std::vector<std::vector<evidence::RawEvent>> sources_of(const std::string& folder) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    std::vector<std::vector<evidence::RawEvent>> sources;
    std::optional<wifi::Duration> offset;
    for (const std::string name : {"iw-event.txt", "dmesg.txt"}) {
        const std::string path = WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + folder + "/" + name;
        std::vector<evidence::SkippedFile> skipped;
        evidence::Folder file({.name = "", .files = {path}}, drivers,
                              {.first_source = static_cast<std::uint32_t>(sources.size())}, skipped);
        std::vector<evidence::RawEvent> events;
        while (auto event = file.next())
            events.push_back({.clock = evidence::Clock::epoch, .event = std::move(*event)});
        // The same association, told by both: so far apart are the clocks.
        const auto made = std::ranges::find_if(events, [](const evidence::RawEvent& raw) {
            return std::holds_alternative<wifi::Associated>(raw.event.payload);
        });
        if (!offset)
            offset = made->event.instant.time_since_epoch();
        else
            for (const wifi::Duration by = *offset - made->event.instant.time_since_epoch();
                 evidence::RawEvent & raw : events)
                raw.event.instant += by;
        sources.push_back(std::move(events));
    }
    return sources;
}

class Online : public testing::TestWithParam<std::string> {};

TEST_P(Online, TellsWhatTheMergeOfFilesTells) {
    const auto sources = sources_of(GetParam());
    wifi::Instant since = sources.front().front().event.instant;
    wifi::Instant until = since;
    std::vector<evidence::Stream> streams;
    for (const auto& events : sources) {
        for (const evidence::RawEvent& raw : events) {
            since = std::min(since, raw.event.instant);
            until = std::max(until, raw.event.instant);
        }
        streams.push_back({.next = [&events, at = std::size_t{0}]() mutable -> std::optional<evidence::RawEvent> {
            if (at == events.size()) return std::nullopt;
            return events[at++];
        }});
    }
    evidence::Merge merge(std::move(streams));
    std::vector<wifi::Event> merged;
    while (auto event = merge.next()) merged.push_back(std::move(*event));
    const Explained files = of(merged, since, until);

    std::mt19937 random(5);
    for (int round = 0; round < 10; ++round) {
        std::vector<Arrival> arrivals;
        for (std::size_t source = 0; source < sources.size(); ++source) {
            wifi::Instant latest = since;
            for (const evidence::RawEvent& raw : sources[source]) {
                latest = std::max(latest, raw.event.instant + std::chrono::milliseconds{random() % 2900});
                arrivals.push_back({.when = latest, .source = source, .event = raw});
            }
        }
        std::ranges::stable_sort(arrivals, {}, &Arrival::when);
        evidence::OnlineMerge online(sources.size());
        std::vector<wifi::Event> events;
        std::size_t most = 0;
        for (Arrival& arrival : arrivals) {
            online.arrive(arrival.source, arrival.event);
            online.on_time(arrival.when);
            most = std::max(most, online.waiting());
            while (auto event = online.next()) events.push_back(std::move(*event));
        }
        while (auto event = online.drain()) events.push_back(std::move(*event));
        EXPECT_LT(most, 500U);
        const Explained live = of(events, since, until);
        EXPECT_EQ(events.size(), merged.size()) << "as many happenings, each once";
        EXPECT_EQ(live.totals, files.totals) << round;
        ASSERT_EQ(live.outages.size(), files.outages.size()) << round;
        for (std::size_t i = 0; i < live.outages.size(); ++i) {
            EXPECT_EQ(live.outages[i].start, files.outages[i].start) << round;
            EXPECT_EQ(live.outages[i].duration(), files.outages[i].duration()) << round;
            EXPECT_EQ(live.outages[i].trigger.outage_class, files.outages[i].trigger.outage_class) << round;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Online,
                         testing::Values("beacon-loss", "full-chain", "recovery-actions", "two-access-points",
                                         "wedge", "wedge-zombie", "beacons-only-lost", "access-point-killed",
                                         "connection-loss-comeback", "connection-loss-no-pmf", "clean-association",
                                         "soak-10h30"),
                         [](const auto& of) {
                             std::string name = of.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace wlanmedic::test
