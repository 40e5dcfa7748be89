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

// The parts of [from, to] that no run covers.
wifi::Duration outside(wifi::Instant from, wifi::Instant to, const std::vector<CountedRun>& runs) {
    wifi::Duration left = to - from;
    for (const CountedRun& run : runs) {
        if (!run.from || !run.to) continue;
        const wifi::Duration common = std::min(to, *run.to) - std::max(from, *run.from);
        left -= std::max(common, wifi::Duration{0});
    }
    return std::max(left, wifi::Duration{0});
}

}  // namespace

std::map<std::string, Total> totals_of(const outage::Totals& totals, const std::vector<CountedRun>& runs) {
    std::map<std::string, Total> result;
    for (const std::string_view name : outage::Totals::names) {
        const auto of = [&](const auto& map) {
            const auto found = map.find(name);
            return found == map.end() ? std::uint64_t{0} : found->second;
        };
        const std::uint64_t outside_runs = of(totals.counts());
        const std::uint64_t inside_runs = of(totals.left_out());
        std::uint64_t counted = 0;
        bool is_counted = false;
        for (const CountedRun& run : runs) {
            const auto found = run.counts.find(std::string(name));
            if (found == run.counts.end()) continue;
            is_counted = true;
            counted += found->second.count;
        }
        Total total{.count = outside_runs + inside_runs, .source = std::string(logs)};
        if (is_counted)
            total = {.count = counted + outside_runs, .source = std::string(outside_runs > 0 ? both : counts)};
        result.emplace(name, std::move(total));
    }
    return result;
}

Accumulator::Accumulator(wifi::Duration blackhole, std::vector<CountedRun> runs)
    : limit_(blackhole), runs_(std::move(runs)) {}

void Accumulator::add(const outage::Outage& outage) {
    ++outages_;
    if (!outage.failure) return;
    ++failures_;
    const auto blackhole = outage.blackhole(limit_);
    if (blackhole.value_or(false)) ++blackholes_;
    if (outage.timed) longest_s_ = std::max(longest_s_.value_or(0), wifi::to_seconds(outage.duration()));
    const bool inside =
        std::ranges::any_of(runs_, [&](const CountedRun& run) { return run.covers(outage.start); });
    for (ByOrigin* origin : {&classes_[std::string(outage::name_of(outage.trigger.outage_class))], &all_}) {
        Tally& tally = inside ? origin->inside : origin->outside;
        ++tally.failures;
        if (blackhole) ++tally.decided;
        if (blackhole.value_or(false)) ++tally.escalated;
    }
}

Accumulator::Exposure Accumulator::exposure(const std::map<std::string, std::vector<outage::Watch>>& watches,
                                            std::optional<double> stated_hours) const {
    Exposure exposure;
    for (const CountedRun& run : runs_) exposure.counted_hours += run.hours;
    for (const auto& [interface, stretches] : watches) {
        for (const outage::Watch& watch : stretches) {
            if (!watch.timed) {
                exposure.known = false;
                continue;
            }
            const wifi::Duration all = watch.to - watch.from - watch.unwanted;
            exposure.logs_all_hours += std::max(to_hours(all), 0.0);
            const wifi::Duration rest = outside(watch.from, watch.to, runs_) - watch.unwanted;
            exposure.logs_hours += std::max(to_hours(rest), 0.0);
        }
    }
    if (stated_hours) {
        exposure.known = true;
        exposure.logs_hours = *stated_hours;
        exposure.logs_all_hours = *stated_hours;
        exposure.counted_hours = 0;
    }
    return exposure;
}

std::vector<Metric> Accumulator::metrics(const Exposure& exposure,
                                         const std::map<std::string, Total>& totals) const {
    const auto hours_of = [&](double hours) { return exposure.known ? std::optional(hours) : std::nullopt; };
    const std::optional<double> counted_hours = hours_of(exposure.logs_hours + exposure.counted_hours);
    const std::optional<double> logs_hours = hours_of(exposure.logs_all_hours);
    const auto counted = [&](const std::string& name) -> std::optional<CountedRun::Count> {
        std::optional<CountedRun::Count> sum;
        for (const CountedRun& run : runs_) {
            const auto found = run.counts.find(name);
            if (found == run.counts.end()) continue;
            if (!sum) sum = CountedRun::Count{.count = 0, .escalated = 0};
            sum->count += found->second.count;
            if (!found->second.escalated)
                sum->escalated.reset();
            else if (sum->escalated)
                *sum->escalated += *found->second.escalated;
        }
        return sum;
    };

    std::vector<Metric> result;
    std::map<std::string, ByOrigin> classes = classes_;
    classes["connection_loss"];
    for (const CountedRun& run : runs_)
        if (run.counts.contains("decrypt_storm")) classes["decrypt_storm"];
    for (const auto& [name, tally] : classes) {
        if (const auto of = counted(name)) {
            const std::string_view source = tally.outside.failures > 0 ? both : counts;
            result.push_back(
                rate(name + ".rate_per_hour", of->count + tally.outside.failures, counted_hours, source));
            if (of->escalated)
                result.push_back(probability(name + ".escalation", *of->escalated + tally.outside.escalated,
                                             of->count + tally.outside.decided, source));
            else
                result.push_back(probability(name + ".escalation",
                                             tally.outside.escalated + tally.inside.escalated,
                                             tally.outside.decided + tally.inside.decided, logs));
        } else {
            result.push_back(
                rate(name + ".rate_per_hour", tally.outside.failures + tally.inside.failures, logs_hours, logs));
            result.push_back(probability(name + ".escalation", tally.outside.escalated + tally.inside.escalated,
                                         tally.outside.decided + tally.inside.decided, logs));
        }
    }
    if (const auto of = counted("blackhole"))
        result.push_back(rate("blackhole.rate_per_hour", of->count + all_.outside.escalated, counted_hours,
                              all_.outside.escalated > 0 ? both : counts));
    else
        result.push_back(rate("blackhole.rate_per_hour", blackholes_, logs_hours, logs));
    for (const std::string name : {"decrypt_failure", "unprotected_deauth"}) {
        const Total& total = totals.at(name);
        if (total.source == logs && total.count == 0) continue;
        result.push_back(rate(name + ".rate_per_hour", total.count,
                              total.source == logs ? logs_hours : counted_hours, total.source));
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
