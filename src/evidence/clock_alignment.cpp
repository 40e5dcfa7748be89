// SPDX-License-Identifier: MIT
#include "evidence/clock_alignment.h"

#include <algorithm>
#include <map>

namespace wlanmedic::evidence {
namespace {

struct Pair {
    wifi::Duration offset;
    std::size_t reference;
    std::size_t other;
};

// Pairs whose offsets lie in [first, last] of `pairs`, each happening used once.
std::size_t distinct(const std::vector<Pair>& pairs, std::size_t first, std::size_t last,
                     std::vector<std::size_t>& used_reference, std::vector<std::size_t>& used_other,
                     std::size_t mark) {
    std::size_t count = 0;
    for (std::size_t i = first; i <= last; ++i) {
        if (used_reference[pairs[i].reference] == mark || used_other[pairs[i].other] == mark) continue;
        used_reference[pairs[i].reference] = mark;
        used_other[pairs[i].other] = mark;
        ++count;
    }
    return count;
}

std::vector<OffsetRange> without_overlap(std::vector<OffsetRange> ranges) {
    std::ranges::sort(ranges, {}, &OffsetRange::from);
    std::vector<OffsetRange> apart;
    for (const OffsetRange& range : ranges) {
        if (!apart.empty() && range.from <= apart.back().to)
            apart.back().to = std::max(apart.back().to, range.to);
        else
            apart.push_back(range);
    }
    return apart;
}

}  // namespace

std::optional<ClockAlignment> ClockAlignment::fit(std::vector<Landmark> reference, std::vector<Landmark> other,
                                                  wifi::Duration tolerance,
                                                  const std::vector<OffsetRange>& not_within) {
    const auto ranges = without_overlap(not_within);
    const auto taken = [&](wifi::Duration offset) {
        const auto after = std::ranges::upper_bound(ranges, offset, {}, &OffsetRange::from);
        return after != ranges.begin() && offset <= std::prev(after)->to;
    };
    if (reference.size() > most_landmarks) reference.resize(most_landmarks);
    if (other.size() > most_landmarks) other.resize(most_landmarks);
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < reference.size(); ++i)
        for (std::size_t j = 0; j < other.size(); ++j)
            if (reference[i].what == other[j].what && !taken(reference[i].when - other[j].when))
                pairs.push_back({reference[i].when - other[j].when, i, j});
    if (pairs.empty()) return std::nullopt;
    std::ranges::sort(pairs, {}, &Pair::offset);

    // A window as wide as the tolerance slides over the offsets; where it holds the most distinct pairs, there is
    // the offset. The number of pairs in it bounds the number of distinct ones, so that most windows need no
    // closer look.
    std::vector<std::size_t> used_reference(reference.size(), 0);
    std::vector<std::size_t> used_other(other.size(), 0);
    std::size_t best = 0;
    std::size_t best_first = 0;
    std::size_t best_last = 0;
    std::size_t mark = 0;
    std::size_t last = 0;
    std::size_t steps = 0;
    std::optional<std::size_t> looked_at;  // the end of the last window: one that ends there too is a part of it
    for (std::size_t first = 0; first < pairs.size(); ++first) {
        while (last + 1 < pairs.size() && pairs[last + 1].offset - tolerance <= pairs[first].offset) ++last;
        last = std::max(last, first);
        const bool a_part =
            looked_at == last && best > 0 &&
            pairs[last].offset - pairs[first].offset >= pairs[best_last].offset - pairs[best_first].offset;
        if (last - first + 1 < best || a_part) continue;
        looked_at = last;
        steps += last - first + 1;
        if (steps > most_steps) break;
        const std::size_t count = distinct(pairs, first, last, used_reference, used_other, ++mark);
        const bool tighter =
            count == best && best > 0 &&
            pairs[last].offset - pairs[first].offset < pairs[best_last].offset - pairs[best_first].offset;
        if (count > best || tighter) {
            best = count;
            best_first = first;
            best_last = last;
        }
    }
    if (best < 2 && pairs.size() != 1) return std::nullopt;
    ClockAlignment alignment{.happenings = best};
    alignment.offset = pairs[best_first + (best_last - best_first) / 2].offset;
    alignment.residual =
        std::max(pairs[best_last].offset - alignment.offset, alignment.offset - pairs[best_first].offset);
    const auto in_window = std::ranges::subrange(pairs.begin() + static_cast<std::ptrdiff_t>(best_first),
                                                 pairs.begin() + static_cast<std::ptrdiff_t>(best_last) + 1);
    const auto [first_other, last_other] =
        std::ranges::minmax(in_window, {}, [&](const Pair& pair) { return other[pair.other].when; });
    alignment.span = other[last_other.other].when - other[first_other.other].when;
    return alignment;
}

}  // namespace wlanmedic::evidence
