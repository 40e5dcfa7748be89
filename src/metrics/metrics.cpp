// SPDX-License-Identifier: MIT
#include "metrics/metrics.h"

#include <algorithm>

namespace wlanmedic::metrics {
namespace {

constexpr std::string_view logs = "logs";
constexpr std::string_view counts = "counts";
constexpr std::string_view both = "logs and counts";

double to_hours(wifi::Duration duration) { return wifi::to_seconds(duration) / 3600; }

Metric rate(std::string name, std::uint64_t n, std::optional<double> hours, std::string_view source) {
    Metric metric{.name = std::move(name),
                  .value = {},
                  .unit = "1/h",
                  .n = n,
                  .hours = hours,
                  .ci95 = {},
                  .source = std::string(source)};
    if (hours && *hours > 0) {
        metric.value = static_cast<double>(n) / *hours;
        metric.ci95 = stats::poisson_rate_interval(n, *hours);
    }
    return metric;
}

Metric probability(std::string name, std::uint64_t of, std::uint64_t n, std::string_view source) {
    Metric metric{.name = std::move(name),
                  .value = {},
                  .unit = "1",
                  .n = n,
                  .hours = {},
                  .ci95 = {},
                  .source = std::string(source)};
    if (n > 0) metric.value = static_cast<double>(of) / static_cast<double>(n);
    metric.ci95 = stats::binomial_interval(of, n);
    return metric;
}

// The parts of [from, to] that none of the runs covers.
wifi::Duration outside(wifi::Instant from, wifi::Instant to, const std::vector<const CountedRun*>& runs) {
    wifi::Duration left = to - from;
    for (const CountedRun* run : runs) {
        if (!run->from || !run->to) continue;
        const wifi::Duration common = std::min(to, *run->to) - std::max(from, *run->from);
        left -= std::max(common, wifi::Duration{0});
    }
    return std::max(left, wifi::Duration{0});
}

struct Exposure {
    double watched_hours = 0;  // by logs, at times that none of the runs covers
    double counted_hours = 0;
    bool times_known = true;  // false: some of the logs have none
};

Exposure exposure_of(const Accumulator::Watches& watches, const std::vector<const CountedRun*>& runs) {
    Exposure exposure;
    for (const CountedRun* run : runs) exposure.counted_hours += run->hours;
    for (const auto& [interface, stretches] : watches) {
        for (const outage::Watch& watch : stretches) {
            exposure.times_known = exposure.times_known && watch.timed;
            if (!watch.timed) continue;
            const wifi::Duration wanted = outside(watch.from, watch.to, runs) - watch.unwanted;
            exposure.watched_hours += std::max(to_hours(wanted), 0.0);
        }
    }
    return exposure;
}

}  // namespace

void leave_out_counted(outage::Detector& detector, const std::vector<CountedRun>& runs) {
    for (const CountedRun& run : runs)
        for (const auto& [name, count] : run.counts)
            if (run.from && run.to) detector.leave_out(name, *run.from, *run.to);
}

double hours_of(const Accumulator::Watches& watches, const std::vector<CountedRun>& runs) {
    std::vector<const CountedRun*> all;
    for (const CountedRun& run : runs) all.push_back(&run);
    const Exposure exposure = exposure_of(watches, all);
    return exposure.counted_hours + exposure.watched_hours;
}

std::map<std::string, Total> totals_of(const outage::Totals& totals, const std::vector<CountedRun>& runs) {
    std::map<std::string, Total> result;
    for (const std::string_view name : outage::Totals::names) {
        const auto found = totals.counts().find(name);
        const std::uint64_t from_logs = found == totals.counts().end() ? 0 : found->second;
        Total total{.count = from_logs, .source = std::string(logs)};
        for (const CountedRun& run : runs) {
            const auto counted = run.counts.find(std::string(name));
            if (counted == run.counts.end()) continue;
            total.count += counted->second.count;
            total.source = from_logs > 0 ? both : counts;
        }
        result.emplace(name, std::move(total));
    }
    return result;
}

Accumulator::Accumulator(wifi::Duration blackhole, std::vector<CountedRun> runs)
    : limit_(blackhole), runs_(std::move(runs)) {}

std::vector<const CountedRun*> Accumulator::runs_with(const std::string& name) const {
    std::vector<const CountedRun*> with;
    for (const CountedRun& run : runs_)
        if (run.counts.contains(name)) with.push_back(&run);
    return with;
}

void Accumulator::add_to(ByOrigin& tallies, const std::string& name, const outage::Outage& outage,
                         std::optional<bool> blackhole) const {
    const bool inside =
        std::ranges::any_of(runs_with(name), [&](const CountedRun* run) { return run->covers(outage.start); });
    Tally& tally = inside ? tallies.inside : tallies.outside;
    ++tally.failures;
    if (blackhole) ++tally.decided;
    if (blackhole.value_or(false)) ++tally.escalated;
}

void Accumulator::add(const outage::Outage& outage) {
    ++outages_;
    if (!outage.failure) return;
    ++failures_;
    const auto blackhole = outage.blackhole(limit_);
    if (blackhole.value_or(false)) ++blackholes_;
    if (outage.timed) longest_s_ = std::max(longest_s_.value_or(0), wifi::to_seconds(outage.duration()));
    const std::string name(outage::name_of(outage.trigger.outage_class));
    add_to(classes_[name], name, outage, blackhole);
    add_to(all_, "blackhole", outage, blackhole);
}

std::vector<Metric> Accumulator::metrics(const Watches& watches, const std::map<std::string, Total>& totals,
                                         std::optional<double> stated_hours) const {
    // What was counted stands on the hours of those who counted it, and on what logs watched beside them.
    const auto rate_of = [&](const std::string& name, std::uint64_t from_counts, std::uint64_t from_logs) {
        const auto runs = runs_with(name);
        const Exposure exposure = exposure_of(watches, runs);
        std::optional<double> hours = exposure.counted_hours + exposure.watched_hours;
        if (!exposure.times_known && (runs.empty() || from_logs > 0)) hours.reset();
        if (stated_hours) hours = stated_hours;
        return rate(name + ".rate_per_hour", from_counts + from_logs, hours,
                    runs.empty()    ? logs
                    : from_logs > 0 ? both
                                    : counts);
    };
    const auto counted = [&](const std::string& name) {
        CountedRun::Count sum{.count = 0, .escalated = 0};
        for (const CountedRun* run : runs_with(name)) {
            const CountedRun::Count& of = run->counts.at(name);
            sum.count += of.count;
            if (!of.escalated)
                sum.escalated.reset();
            else if (sum.escalated)
                *sum.escalated += *of.escalated;
        }
        return sum;
    };

    std::vector<Metric> result;
    std::map<std::string, ByOrigin> classes = classes_;
    classes["connection_loss"];
    if (!runs_with("decrypt_storm").empty()) classes["decrypt_storm"];
    for (const auto& [name, tally] : classes) {
        const bool is_counted = !runs_with(name).empty();
        const CountedRun::Count sum = counted(name);
        result.push_back(rate_of(name, sum.count, tally.outside.failures));
        if (is_counted && sum.escalated)
            result.push_back(probability(name + ".escalation", *sum.escalated + tally.outside.escalated,
                                         sum.count + tally.outside.decided,
                                         tally.outside.failures > 0 ? both : counts));
        else
            result.push_back(probability(name + ".escalation", tally.outside.escalated + tally.inside.escalated,
                                         tally.outside.decided + tally.inside.decided, logs));
    }
    result.push_back(rate_of("blackhole", counted("blackhole").count, all_.outside.escalated));
    for (const std::string name : {"decrypt_failure", "unprotected_deauth"}) {
        const std::uint64_t from_counts = counted(name).count;
        const Total& total = totals.at(name);
        if (runs_with(name).empty() && total.count == 0) continue;
        result.push_back(rate_of(name, from_counts, total.count - from_counts));
    }
    result.push_back({.name = "outage.duration_s.max",
                      .value = longest_s_,
                      .unit = "s",
                      .n = failures_,
                      .hours = {},
                      .ci95 = {},
                      .source = std::string(logs)});
    return result;
}

}  // namespace wlanmedic::metrics
