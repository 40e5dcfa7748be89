// SPDX-License-Identifier: MIT
#include "lab/truth/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/truth/explained.h"
#include "lab/truth/spans.h"

namespace wlanmedic::lab {
namespace {

using Verdict = Compared::Verdict;

// Two spans that are this far apart may still be the same outage, told badly; beyond, they are two.
constexpr wifi::Duration farthest = std::chrono::seconds{2};

double seconds_between(wifi::Instant told, wifi::Instant truth) { return wifi::to_seconds(told - truth); }

bool is_off(const std::optional<double>& error_s) {
    return error_s && std::abs(*error_s) > wifi::to_seconds(longest_error);
}

bool meets(const Told& told, const Span& truth) {
    if (!told.start) return false;
    const bool begins_in_time = !truth.to || *told.start <= *truth.to + farthest;
    const bool ends_in_time = !told.end || *told.end >= truth.from - farthest;
    return begins_in_time && ends_in_time;
}

wifi::Duration distance(const Told& told, const Span& truth) {
    const wifi::Duration difference = *told.start - truth.from;
    return difference < wifi::Duration{} ? -difference : difference;
}

/// Of those that are not yet taken the one that begins nearest.
Told* nearest(std::vector<Told>& all, const Span& truth) {
    Told* best = nullptr;
    for (Told& told : all)
        if (meets(told, truth) && (best == nullptr || distance(told, truth) < distance(*best, truth)))
            best = &told;
    return best;
}

void take(std::vector<Told>& all, const Told* taken) { all.erase(all.begin() + (taken - all.data())); }

/// What explain tells of the time that is judged.
std::vector<Told> within(std::vector<Told> all, wifi::Instant first, wifi::Instant to) {
    std::erase_if(all, [&](const Told& told) { return told.start && (*told.start < first || *told.start >= to); });
    return all;
}

void say(Compared& compared, Verdict verdict, const std::string& because) {
    if (compared.verdict == Verdict::right) compared.verdict = verdict;
    if (!compared.because.empty()) compared.because += "; ";
    compared.because += because;
}

Compared compare_times(const Span& truth, const Told& told, wifi::Instant run_end) {
    Compared compared{.truth = truth, .explained = told.number, .told_class = told.kind};
    compared.start_error_s = seconds_between(*told.start, truth.from);
    if (is_off(compared.start_error_s))
        say(compared, Verdict::off, fmt::format("its start is {:+.3f} s off", *compared.start_error_s));
    // What ended behind the end of the run ended by the teardown.
    const bool told_end = told.end && (truth.to || *told.end < run_end - longest_error);
    if (truth.to && told.end) {
        compared.end_error_s = seconds_between(*told.end, *truth.to);
        if (is_off(compared.end_error_s))
            say(compared, Verdict::off, fmt::format("its end is {:+.3f} s off", *compared.end_error_s));
    } else if (truth.to) {
        say(compared, Verdict::off, "its end is not told");
    } else if (told_end) {
        say(compared, Verdict::off, "it is told to end, and did not");
    }
    return compared;
}

struct Group {
    std::vector<Span> parts;  ///< between them associations that got no keys
    Span whole() const { return {parts.front().from, parts.back().to, parts.front().because}; }
};

std::vector<Group> grouped(const StationTruth& station) {
    std::vector<Group> groups;
    for (const Span& span : station.unassociated) {
        const bool goes_on = std::ranges::any_of(
            station.associations, [&](const Association& one) { return one.to == span.from && !one.authorized; });
        if (groups.empty() || !goes_on) groups.emplace_back();
        groups.back().parts.push_back(span);
    }
    return groups;
}

bool is_told_whole(const Group& group, std::vector<Told>& told) {
    if (group.parts.size() == 1) return true;
    const Span whole = group.whole();
    const Told* one = nearest(told, whole);
    if (one == nullptr) return false;
    return one->end.has_value() == whole.to.has_value() &&
           (!whole.to || !is_off(seconds_between(*one->end, *whole.to)));
}

void compare_outages(Judgement& judgement, const StationTruth& station, std::vector<Told> told,
                     wifi::Instant run_end) {
    for (const Group& group : grouped(station)) {
        const bool whole = is_told_whole(group, told);
        for (const Span& span : whole ? std::vector{group.whole()} : group.parts) {
            const Told* found = nearest(told, span);
            if (found == nullptr) {
                judgement.outages.push_back({.verdict = Verdict::missed, .truth = span, .because = "not told"});
                continue;
            }
            judgement.outages.push_back(compare_times(span, *found, run_end));
            take(told, found);
        }
    }
    for (const Told& one : told)
        judgement.outages.push_back({.verdict = Verdict::invented,
                                     .explained = one.number,
                                     .told_class = one.kind,
                                     .because = one.start ? "nothing was lost then" : "it has no time"});
}

void compare_classes(Judgement& judgement, const Expectation& expected) {
    std::vector<Compared*> true_ones;
    for (Compared& one : judgement.outages)
        if (one.truth) true_ones.push_back(&one);
    if (!expected.classes.empty() && expected.classes.size() != true_ones.size())
        judgement.other.push_back(fmt::format("the scenario expects {} outages, {} happened",
                                              expected.classes.size(), true_ones.size()));
    for (std::size_t i = 0; i < true_ones.size(); ++i) {
        Compared& one = *true_ones[i];
        if (i < expected.classes.size())
            one.true_class = expected.classes[i];
        else if (expected.classes.empty() && expected.every_class)
            one.true_class = *expected.every_class;
        if (one.explained && !one.true_class.empty() && one.told_class != one.true_class)
            say(one, Verdict::wrong_class, fmt::format("told as {}, is {}", one.told_class, one.true_class));
    }
}

/// Times of an association with keys in which the station's own radio let no data pass, long enough to be told.
/// What is lost elsewhere leaves no line on this side.
std::vector<Span> true_stalls(const StationTruth& station, wifi::Instant run_end) {
    std::vector<Span> linked;
    for (const Association& one : station.associations)
        if (one.authorized) linked.push_back({*one.authorized, one.to, {}});
    auto stalls = common(station.no_data, linked);
    std::erase_if(stalls, [&](const Span& span) {
        const bool deaf = span.because.find("the station's radio is wedged (receive") != std::string::npos;
        return !deaf || span.in_parts || span.to.value_or(run_end) - span.from <= shortest_stall;
    });
    return stalls;
}

void compare_stalls(Judgement& judgement, const StationTruth& station, std::vector<Told> told,
                    wifi::Instant run_end) {
    for (const Span& span : true_stalls(station, run_end)) {
        Told* found = nearest(told, span);
        if (found == nullptr) {
            judgement.stalls.push_back({.verdict = Verdict::missed, .truth = span, .because = "not told"});
            continue;
        }
        Compared compared{.truth = span, .explained = found->number, .told_class = found->kind};
        compared.start_error_s = seconds_between(*found->start, span.from);
        if (*compared.start_error_s < 0 || *compared.start_error_s > wifi::to_seconds(latest_stall))
            say(compared, Verdict::off, fmt::format("its start is {:+.3f} s off", *compared.start_error_s));
        judgement.stalls.push_back(std::move(compared));
        take(told, found);
    }
    for (const Told& one : told)
        judgement.stalls.push_back({.verdict = Verdict::invented,
                                    .explained = one.number,
                                    .told_class = one.kind,
                                    .because = "data could pass then, or the link was lost soon after"});
}

}  // namespace

std::size_t Judgement::count(Verdict verdict) const {
    return static_cast<std::size_t>(std::ranges::count(outages, verdict, &Compared::verdict));
}

std::size_t Judgement::true_outages() const { return outages.size() - count(Verdict::invented); }

std::size_t Judgement::wrong_stalls() const {
    return static_cast<std::size_t>(std::ranges::count_if(stalls, [](const Compared& one) {
        return one.verdict == Verdict::missed || one.verdict == Verdict::off;
    }));
}

bool Judgement::is_right() const {
    return count(Verdict::right) == outages.size() && wrong_stalls() == 0 && other.empty();
}

wifi::Result<Judgement> judge(const Truth& truth, std::string_view explained, const Expectation& expected) {
    if (truth.stations.size() != 1) return std::unexpected(wifi::Error{.what = "the truth is not of one station"});
    const StationTruth& station = truth.stations.front();
    const auto told = read_explained(explained, station.interface);
    if (!told) return std::unexpected(told.error());
    Judgement judgement{.interface = station.interface, .outages = {}, .stalls = {}, .other = {}};
    const wifi::Instant first = station.associations.empty() ? truth.to : station.associations.front().from;
    compare_outages(judgement, station, within(told->outages, first, truth.to), truth.to);
    compare_classes(judgement, expected);
    if (expected.stalls) compare_stalls(judgement, station, within(told->stalls, first, truth.to), truth.to);
    return judgement;
}

}  // namespace wlanmedic::lab
