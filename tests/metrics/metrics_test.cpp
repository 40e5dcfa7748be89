// SPDX-License-Identifier: MIT
#include "metrics/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wlanmedic::metrics {
namespace {

using namespace std::chrono_literals;
using outage::Class;

const wifi::Instant night{std::chrono::hours{24 * 365 * 50}};

outage::Outage lasting(wifi::Duration after, wifi::Duration length, Class outage_class, bool failure = true) {
    outage::Outage outage;
    outage.start = night + after;
    outage.end = outage.start + length;
    outage.seen_until = *outage.end;
    outage.trigger.outage_class = outage_class;
    outage.failure = failure;
    return outage;
}

const Metric& named(const std::vector<Metric>& metrics, std::string_view name) {
    const auto found = std::ranges::find(metrics, name, &Metric::name);
    if (found == metrics.end()) throw std::runtime_error("no metric " + std::string(name));
    return *found;
}

std::map<std::string, std::vector<outage::Watch>> watched(wifi::Duration from, wifi::Duration to,
                                                          wifi::Duration unwanted = 0s) {
    outage::Watch watch{.from = night + from, .to = night + to, .unwanted = unwanted};
    return {{"wlan0", {watch}}};
}

std::vector<Metric> metrics_of(const Accumulator& accumulator,
                               const std::map<std::string, std::vector<outage::Watch>>& watches,
                               const std::vector<CountedRun>& runs = {}, std::optional<double> hours = {}) {
    outage::Totals totals;
    return accumulator.metrics(watches, totals_of(totals, runs), hours);
}

TEST(Rates, CountFailuresOfEachClassPerHourWatched) {
    Accumulator accumulator(5s, {});
    for (int i = 0; i < 9; ++i) accumulator.add(lasting(1h * i, i == 4 ? 86s : 1s, Class::connection_loss));
    const auto metrics = metrics_of(accumulator, watched(0h, 10h + 30min));
    const Metric& rate = named(metrics, "connection_loss.rate_per_hour");
    EXPECT_NEAR(*rate.value, 0.857142857, 1e-9);
    EXPECT_NEAR(rate.ci95->low, 0.3919403, 1e-6);
    EXPECT_NEAR(rate.ci95->high, 1.627124, 1e-6);
    EXPECT_EQ(rate.n, 9);
    const Metric& escalation = named(metrics, "connection_loss.escalation");
    EXPECT_NEAR(*escalation.value, 1.0 / 9, 1e-12);
    EXPECT_NEAR(escalation.ci95->low, 0.002809137, 1e-8);
    EXPECT_NEAR(escalation.ci95->high, 0.4824965, 1e-6);
    EXPECT_NEAR(*named(metrics, "outage.duration_s.max").value, 86, 1e-9);
    EXPECT_EQ(named(metrics, "blackhole.rate_per_hour").n, 1);
}

TEST(Rates, LeaveOutWhatWasWantedAndItsTime) {
    Accumulator accumulator(5s, {});
    accumulator.add(lasting(1h, 2h, Class::user, false));
    const auto metrics = metrics_of(accumulator, watched(0h, 10h, 2h));
    EXPECT_NEAR(*named(metrics, "connection_loss.rate_per_hour").hours, 8, 1e-9);
    EXPECT_EQ(named(metrics, "blackhole.rate_per_hour").n, 0);
    EXPECT_EQ(named(metrics, "outage.duration_s.max").value, std::nullopt);
}

TEST(Escalation, LeavesOutAnOutageOfWhichTheEvidenceIsTooShort) {
    Accumulator accumulator(5s, {});
    accumulator.add(lasting(1h, 9s, Class::beacon_loss));
    outage::Outage open = lasting(2h, 1s, Class::beacon_loss);
    open.end.reset();
    accumulator.add(open);
    const auto metrics = metrics_of(accumulator, watched(0h, 3h));
    EXPECT_EQ(named(metrics, "beacon_loss.rate_per_hour").n, 2);
    EXPECT_EQ(named(metrics, "beacon_loss.escalation").n, 1);
    EXPECT_NEAR(*named(metrics, "beacon_loss.escalation").value, 1, 1e-12);
}

TEST(StatedHours, TakeThePlaceOfThoseWatched) {
    Accumulator accumulator(5s, {});
    accumulator.add(lasting(1h, 9s, Class::beacon_loss));
    EXPECT_NEAR(*named(metrics_of(accumulator, watched(0h, 3h), {}, 20.0), "beacon_loss.rate_per_hour").value,
                0.05, 1e-12);
}

TEST(EvidenceWithoutTimes, HasNoRates) {
    Accumulator accumulator(5s, {});
    std::map<std::string, std::vector<outage::Watch>> watches{{"wlan0", {outage::Watch{.timed = false}}}};
    EXPECT_EQ(named(metrics_of(accumulator, watches), "connection_loss.rate_per_hour").value, std::nullopt);
}

class CountedNight : public testing::Test {
protected:
    CountedRun run_{.hours = 10.5,
                    .from = night,
                    .to = night + 10h + 30min,
                    .counts = {{"connection_loss", {.count = 9, .escalated = 1}},
                               {"blackhole", {.count = 1, .escalated = {}}}}};
};

TEST_F(CountedNight, IsNotCountedTwiceWhereLogsTellOfTheSameHours) {
    Accumulator accumulator(5s, {run_});
    accumulator.add(lasting(5h, 86s, Class::connection_loss));
    const auto metrics = metrics_of(accumulator, watched(5h, 5h + 100s), {run_});
    const Metric& rate = named(metrics, "connection_loss.rate_per_hour");
    EXPECT_EQ(rate.n, 9);
    EXPECT_NEAR(*rate.hours, 10.5, 1e-9);
    EXPECT_EQ(rate.source, "counts");
    EXPECT_EQ(named(metrics, "connection_loss.escalation").n, 9);
    EXPECT_EQ(named(metrics, "blackhole.rate_per_hour").n, 1);
}

TEST_F(CountedNight, AddsUpWithLogsOfOtherHours) {
    Accumulator accumulator(5s, {run_});
    accumulator.add(lasting(20h, 86s, Class::connection_loss));
    const auto metrics = metrics_of(accumulator, watched(20h, 24h), {run_});
    const Metric& rate = named(metrics, "connection_loss.rate_per_hour");
    EXPECT_EQ(rate.n, 10);
    EXPECT_NEAR(*rate.hours, 14.5, 1e-9);
    EXPECT_EQ(rate.source, "logs and counts");
    EXPECT_EQ(named(metrics, "connection_loss.escalation").n, 10);
    EXPECT_NEAR(*named(metrics, "connection_loss.escalation").value, 0.2, 1e-12);
}

TEST_F(CountedNight, LendsItsHoursOnlyToWhatItCounted) {
    const CountedRun other{.hours = 10,
                           .from = night + 48h,
                           .to = night + 58h,
                           .counts = {{"decrypt_failure", {.count = 5, .escalated = {}}}}};
    const std::vector<CountedRun> runs{run_, other};
    const auto metrics = metrics_of(Accumulator(5s, runs), {}, runs);
    EXPECT_NEAR(*named(metrics, "connection_loss.rate_per_hour").hours, 10.5, 1e-9);
    EXPECT_NEAR(*named(metrics, "decrypt_failure.rate_per_hour").hours, 10, 1e-9);
}

TEST_F(CountedNight, KeepsItsRateBesideEvidenceWithoutTimes) {
    std::map<std::string, std::vector<outage::Watch>> watches{{"wlan0", {outage::Watch{.timed = false}}}};
    EXPECT_NEAR(
        *named(metrics_of(Accumulator(5s, {run_}), watches, {run_}), "connection_loss.rate_per_hour").value,
        9 / 10.5, 1e-9);
}

TEST_F(CountedNight, ReplacesTheTotalsOfTheLogsWithinItAndOnlyThoseItCounted) {
    outage::Totals totals;
    totals.leave_out("connection_loss", *run_.from, *run_.to);
    link::Links links;
    const auto feed = [&](wifi::Duration after, wifi::Payload payload) {
        wifi::Event event{.instant = night + after, .interface = "wlan0", .payload = std::move(payload)};
        totals.on(event, links.on(event));
    };
    feed(1h, wifi::ConnectionLoss{});
    feed(2h, wifi::AuthTimedOut{});
    feed(20h, wifi::Associated{});
    feed(21h, wifi::ConnectionLoss{});
    const auto result = totals_of(totals, {run_});
    EXPECT_EQ(result.at("connection_loss").count, 10) << "nine counted, one outside of the night";
    EXPECT_EQ(result.at("connection_loss").source, "logs and counts");
    EXPECT_EQ(result.at("auth_timeout").count, 1) << "nobody counted it: the log's own";
    EXPECT_EQ(result.at("auth_timeout").source, "logs");
}

}  // namespace
}  // namespace wlanmedic::metrics
