// SPDX-License-Identifier: MIT
#include "evidence_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "evidence_walk.h"
#include "hypothesis/judge.h"
#include "metrics/metrics.h"
#include "outage/detector.h"
#include "whatif/night.h"

namespace wlanmedic::app {
namespace {

using whatif::Attempt;

double& share_of(whatif::Summary& summary, Attempt attempt) {
    return summary.attempts[static_cast<std::size_t>(attempt)];
}

double failures_of(const outage::Outage& outage, const char* name) {
    const auto found = outage.failures.find(name);
    return found == outage.failures.end() ? 0 : static_cast<double>(found->second);
}

// What the outages themselves tell, one after another.
class Gatherer {
public:
    Gatherer(double limit_s, EvidenceSummary& into)
        : limit_s_(limit_s), limit_(whatif::to_duration(limit_s)), into_(&into) {}

    void add(const outage::Outage& outage) {
        remember(outage);
        if (!outage.failure) return;
        if (!whatif::simulated(outage.trigger.outage_class)) {
            ++others_[std::string(outage::name_of(outage.trigger.outage_class))];
            return;
        }
        for (const wifi::MacAddress& bssid : outage.bssids)
            if (bssids_.size() < 8) bssids_.insert(bssid);
        const auto blackhole = outage.blackhole(limit_);
        if (!blackhole) return;
        whatif::Summary& summary = into_->summary;
        const bool whole = !outage.open_ended() && !outage.lower_bound;
        if (!whole) ++cut_short_;
        const double seconds = wifi::to_seconds(outage.duration());
        if (!*blackhole) {
            if (whole) summary.ordinary.add(seconds);
            ++summary.ordinary_told;
            if (!outage.failures.empty()) ++summary.ordinary_failing;
            return;
        }
        if (whole) summary.beyond_limit.add(seconds - limit_s_);
        count_attempts(outage);
        const hypothesis::Diagnosis diagnosis = hypothesis::judge(outage);
        const auto absent = std::ranges::find(diagnosis.hypotheses, "ap_absent", &hypothesis::Hypothesis::id);
        if (absent == diagnosis.hypotheses.end() || absent->verdict == hypothesis::Verdict::undetermined) return;
        ++summary.escalated_told;
        if (absent->verdict == hypothesis::Verdict::supported) ++summary.access_point_away;
    }

    // Time with the link up, and when in it the losses came.
    std::vector<whatif::Stretch> stretches(const metrics::Accumulator::Watches& watches) const {
        std::vector<whatif::Stretch> all;
        for (const auto& [interface, of_interface] : watches)
            for (const outage::Watch& watch : of_interface)
                if (watch.timed && watch.to > watch.from) all.push_back(stretch(interface, watch));
        return all;
    }
    bool knows_all_times() const { return !too_many_; }

    void finish() {
        into_->summary.access_points = static_cast<int>(bssids_.size());
        for (const auto& [name, count] : others_)
            into_->warnings.push_back(
                fmt::format("{} outage{} of the class {} {} left out: the model has no such losses", count,
                            count == 1 ? "" : "s", name, count == 1 ? "is" : "are"));
        if (cut_short_ > 0)
            into_->warnings.push_back(
                fmt::format("{} outage{} whose begin or end the evidence does not show count{} as such, and their "
                            "lengths do not",
                            cut_short_, cut_short_ == 1 ? "" : "s", cut_short_ == 1 ? "s" : ""));
    }

private:
    struct Known {
        wifi::Instant start;
        wifi::Duration length;
        bool loss;
    };

    void remember(const outage::Outage& outage) {
        if (!outage.timed) return;
        std::vector<Known>& known = known_[outage.interface];
        if (known.size() >= whatif::Summary::most_times) {
            too_many_ = true;
            return;
        }
        const bool loss = outage.failure && whatif::simulated(outage.trigger.outage_class).has_value();
        known.push_back({.start = outage.start, .length = outage.duration(), .loss = loss});
    }

    whatif::Stretch stretch(const std::string& interface, const outage::Watch& watch) const {
        whatif::Stretch result;
        wifi::Duration dead{0};
        if (const auto found = known_.find(interface); found != known_.end()) {
            std::vector<Known> known = found->second;
            std::ranges::sort(known, std::less{}, &Known::start);
            for (const Known& outage : known) {
                if (outage.start < watch.from || outage.start > watch.to) continue;
                const double up_hours = wifi::to_seconds(outage.start - watch.from - dead) / 3600;
                if (outage.loss) result.at_hours.push_back(std::max(up_hours, 0.0));
                dead += std::min(outage.length, watch.to - outage.start);
            }
        }
        result.losses = static_cast<double>(result.at_hours.size());
        result.hours = std::max(wifi::to_seconds(watch.to - watch.from - dead) / 3600, 1e-9);
        return result;
    }

    void count_attempts(const outage::Outage& outage) {
        whatif::Summary& summary = into_->summary;
        const double comebacks = failures_of(outage, "assoc_comeback");
        const double assoc_timeouts = failures_of(outage, "assoc_timeout");
        const double both = std::min(comebacks, assoc_timeouts);
        share_of(summary, Attempt::comeback_then_timeout) += both;
        share_of(summary, Attempt::assoc_timeout) += assoc_timeouts - both;
        share_of(summary, Attempt::auth_timeout) += failures_of(outage, "auth_timeout");
        share_of(summary, Attempt::refused) +=
            failures_of(outage, "auth_rejected") + failures_of(outage, "assoc_rejected");
        share_of(summary, Attempt::not_found) += failures_of(outage, "network_not_found");
    }

    double limit_s_;
    wifi::Duration limit_;
    EvidenceSummary* into_;
    std::map<std::string, std::vector<Known>> known_;
    std::map<std::string, std::uint64_t> others_;
    std::set<wifi::MacAddress> bssids_;
    std::uint64_t cut_short_ = 0;
    bool too_many_ = false;
};

const metrics::Metric* find(const std::vector<metrics::Metric>& metrics, const std::string& name) {
    const auto found = std::ranges::find(metrics, name, &metrics::Metric::name);
    return found == metrics.end() ? nullptr : &*found;
}

void count_classes(const std::vector<metrics::Metric>& metrics, whatif::Summary& summary) {
    for (std::size_t i = 0; i < whatif::simulated_classes.size(); ++i) {
        const std::string name(outage::name_of(whatif::simulated_classes[i]));
        const metrics::Metric* rate = find(metrics, name + ".rate_per_hour");
        const metrics::Metric* escalation = find(metrics, name + ".escalation");
        if (rate == nullptr || rate->hours.value_or(0) <= 0) continue;
        whatif::ClassCount& count = summary.classes[i];
        count = {.losses = static_cast<double>(rate->n), .hours = *rate->hours};
        if (escalation == nullptr) continue;
        count.decided = static_cast<double>(escalation->n);
        count.escalated = std::round(escalation->value.value_or(0) * count.decided);
    }
    if (const auto* decrypt = find(metrics, "decrypt_failure.rate_per_hour");
        decrypt != nullptr && decrypt->hours.value_or(0) > 0) {
        summary.decrypt_failures = static_cast<double>(decrypt->n);
        summary.decrypt_hours = *decrypt->hours;
    }
}

// One number for all classes, each as often as in its own hours.
whatif::Stretch of_numbers(const whatif::Summary& summary) {
    whatif::Stretch stretch;
    for (const whatif::ClassCount& count : summary.classes) stretch.hours = std::max(stretch.hours, count.hours);
    for (const whatif::ClassCount& count : summary.classes)
        if (count.losses > 0) stretch.losses += count.losses * stretch.hours / count.hours;
    return stretch;
}

}  // namespace

EvidenceSummary summarize(const std::vector<std::string>& paths, const driver::Catalog& drivers, double limit_s,
                          tune::Recorded* recorded) {
    EvidenceSummary result;
    EvidenceWalk evidence(paths, drivers, std::nullopt);
    const std::vector<metrics::CountedRun> runs = evidence.counted_runs();
    Gatherer gatherer(limit_s, result);
    metrics::Accumulator accumulator(whatif::to_duration(limit_s), runs);
    outage::Detector detector([&](outage::Outage&& outage) {
        accumulator.add(outage);
        gatherer.add(outage);
        if (recorded != nullptr) recorded->add(whatif::summary_of(outage, whatif::to_duration(limit_s)));
    });
    metrics::leave_out_counted(detector, runs);
    evidence.play({.begin = [&](std::optional<wifi::Instant> first) { detector.begin(first); },
                   .event =
                       [&](wifi::Event& event) {
                           detector.on(event);
                           if (recorded != nullptr) recorded->on(event);
                       },
                   .end =
                       [&](std::optional<wifi::Instant> last, const std::vector<evidence::EvidenceFile>&) {
                           detector.finish(last);
                           if (recorded != nullptr) recorded->finish(last);
                       }});
    for (const evidence::EvidenceFile& file : evidence.files()) result.files.push_back(file.path);
    result.skipped = evidence.skipped();
    gatherer.finish();
    const auto totals = metrics::totals_of(detector.totals(), runs);
    count_classes(accumulator.metrics(detector.watches(), totals, std::nullopt), result.summary);
    if (runs.empty() && gatherer.knows_all_times())
        result.summary.stretches = gatherer.stretches(detector.watches());
    else if (const whatif::Stretch stretch = of_numbers(result.summary); stretch.hours > 0)
        result.summary.stretches = {stretch};
    return result;
}

}  // namespace wlanmedic::app
