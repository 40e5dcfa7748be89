// SPDX-License-Identifier: MIT
#include "evidence/clock_run.h"

#include <algorithm>

namespace wlanmedic::evidence {
namespace {

// Scatters evenly: the finalizer of SplitMix64.
std::uint64_t scattered(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

}  // namespace

void RunCollector::add(const wifi::Event& event, std::uint64_t what) {
    const std::size_t run = counter_.run_of(event);
    if (runs_.empty() || run != run_) {
        if (!runs_.empty()) close();
        run_ = run;
        runs_.push_back({.landmarks = {}, .resumed = {}, .first = event.instant, .last = event.instant});
    }
    ClockRun& current = runs_.back();
    current.last = std::max(current.last, event.instant);
    current.resolution = std::max(current.resolution, event.resolution);
    ++current.events;
    if ((std::holds_alternative<wifi::Resumed>(event.payload) ||
         std::holds_alternative<wifi::Booted>(event.payload)) &&
        current.resumed.size() < ClockRun::most_resumed)
        current.resumed.push_back(event.instant);
    if (what == 0) return;
    if (!candidates_.empty()) {
        Candidate& before = candidates_.back();
        const auto gap =
            std::chrono::floor<std::chrono::seconds>(event.instant - before.landmark.when).count() / 2;
        before.rank =
            scattered(before.landmark.what ^ scattered(what ^ scattered(static_cast<std::uint64_t>(gap))));
        if (before.rank > limit_) candidates_.pop_back();
    }
    candidates_.push_back({.landmark = {.what = what, .when = event.instant}});
    if (candidates_.size() > ClockAlignment::most_landmarks) thin();
}

void RunCollector::thin() {
    const auto left_out = [half = limit_ / 2](const Candidate& candidate) { return candidate.rank > half; };
    const auto kept = candidates_.size() - static_cast<std::size_t>(std::ranges::count_if(candidates_, left_out));
    if (kept >= candidates_.size() / 4 && kept <= candidates_.size() * 3 / 4) {
        limit_ /= 2;
        std::erase_if(candidates_, left_out);
        return;
    }
    // A flood of the same: every second one, so that they stay spread over the file.
    std::size_t at = 0;
    std::erase_if(candidates_, [&](const Candidate&) { return at++ % 2 == 1; });
}

void RunCollector::close() {
    for (const Candidate& candidate : candidates_) runs_.back().landmarks.push_back(candidate.landmark);
    std::ranges::stable_sort(runs_.back().landmarks, {}, &Landmark::when);
    std::ranges::sort(runs_.back().resumed);
    candidates_.clear();
    limit_ = UINT64_MAX;
}

std::vector<ClockRun> RunCollector::take() {
    if (!runs_.empty()) close();
    return std::move(runs_);
}

}  // namespace wlanmedic::evidence
