// SPDX-License-Identifier: MIT
// Replay from memory.
#include "tune/recorded.h"

#include <gmock/gmock.h>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "outage/detector.h"
#include "support.h"

using namespace wlanmedic;

namespace {

tune::Recorded seed_night() {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    tune::Recorded recorded;
    std::vector<evidence::SkippedFile> skipped;
    outage::Detector detector(
        [&](outage::Outage&& outage) { recorded.add(whatif::summary_of(outage, std::chrono::seconds{5})); });
    for (const auto& paths : evidence::collect({WLANMEDIC_SOURCE_DIR "/campaigns/bes2600-patch-b"}).folders) {
        evidence::Folder folder(paths, drivers, {}, skipped);
        detector.begin(folder.since());
        while (const auto event = folder.next()) {
            detector.on(*event);
            recorded.on(*event);
        }
        detector.finish(folder.until());
        recorded.finish(folder.until());
    }
    return recorded;
}

}  // namespace

TEST(Recorded, SaysOfTheSeedsNightWhatReplaySays) {
    const tune::Recorded night = seed_night();
    ASSERT_TRUE(night.is_there());
    const tune::ReplayFigures silent = night.replay(test::ready("b-1"), {});
    EXPECT_EQ(silent.firings, 0U);
    EXPECT_EQ(silent.missed, 1U);
    const tune::ReplayFigures gated = night.replay(test::ready("b-1-gated"), {});
    EXPECT_EQ(gated.firings, 1U);
    EXPECT_EQ(gated.false_alarms, 0U);
    EXPECT_EQ(gated.missed, 0U);
    EXPECT_NEAR(gated.saved_s_at_most, 84, 0.5);
    EXPECT_EQ(night.replay(test::ready("b-1-gated"), {driver::Method::function_reset}).firings, 0U);
}

TEST(Recorded, KeepsNothingOfEvidenceThatIsTooLongAndSaysSo) {
    tune::Recorded recorded;
    wifi::Event event{.payload = wifi::TimerFired{}};
    for (std::size_t i = 0; i < tune::Recorded::most_events; ++i) recorded.on(event);
    EXPECT_TRUE(recorded.is_there());
    recorded.on(event);
    EXPECT_TRUE(recorded.too_long());
    EXPECT_FALSE(recorded.is_there());
    EXPECT_EQ(recorded.replay(test::ready("b-1"), {}), tune::ReplayFigures{});
}

TEST(Recorded, TellsOtherEventsApart) {
    wifi::Event event{.payload = wifi::TimerFired{}};
    tune::Recorded one;
    one.on(event);
    event.instant += std::chrono::nanoseconds{1};
    tune::Recorded later;
    later.on(event);
    EXPECT_NE(one.digest().value(), later.digest().value());
}
