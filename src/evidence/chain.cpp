// SPDX-License-Identifier: MIT
#include "evidence/chain.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>

#include "evidence/time_map.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Duration;

// More than one pair, less than two: two that agree are believed.
constexpr float cost_of_jump = 1.5F;
// For each tolerance that a pair is off beyond the noise, up to a limit: among pairs that all would do the
// nearest, and a clock that keeps time rather than one that wanders just so that outages at regular intervals fit
// an interval off.
constexpr float noise = 0.5F;
constexpr float cost_of_disagreement = 0.5F;
constexpr float cost_of_noise = 0.05F;
constexpr float most_cost_of_disagreement = 1;
// Offsets that are looked at on either side, in steps of the tolerance.
constexpr std::int64_t widest_look = 32;
constexpr std::uint32_t none = UINT32_MAX;

struct Node {
    std::uint32_t reference = 0;
    std::uint32_t other = 0;
    std::uint32_t before = none;
    float score = 0;
    Duration offset{0};
    Duration mean{0};  // of the last few of the chain
    bool jumped = false;
};

Duration magnitude(Duration duration) { return duration < Duration{0} ? -duration : duration; }

Duration drift_within(Duration time) {
    return Duration{static_cast<Duration::rep>(static_cast<double>(magnitude(time).count()) * most_drift)};
}

float cost_of(float disagreement) {
    const float beyond = std::max(disagreement - noise, 0.0F);
    return std::min(cost_of_noise * disagreement + cost_of_disagreement * beyond, most_cost_of_disagreement);
}

// The best node among those of the first `n` happenings of the reference, for all n: a Fenwick tree of maxima.
class BestBefore {
public:
    explicit BestBefore(std::size_t size) : best_(size + 1, none) {}
    void add(std::uint32_t at, std::uint32_t node, const std::vector<Node>& nodes) {
        for (std::size_t i = at + 1U; i < best_.size(); i += i & (~i + 1))
            if (best_[i] == none || nodes[best_[i]].score < nodes[node].score) best_[i] = node;
    }
    std::uint32_t of_first(std::uint32_t count, const std::vector<Node>& nodes) const {
        std::uint32_t best = none;
        for (std::size_t i = count; i > 0; i -= i & (~i + 1))
            if (best_[i] != none && (best == none || nodes[best].score < nodes[best_[i]].score)) best = best_[i];
        return best;
    }

private:
    std::vector<std::uint32_t> best_;
};

// All pairs of the same kind, in the order of `other`; of too many those at offsets that most others have.
std::vector<Node> pairs_of(const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
                           Duration tolerance, std::size_t most_pairs) {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> of_kind;
    for (std::size_t i = 0; i < reference.size(); ++i)
        of_kind[reference[i].what].push_back(static_cast<std::uint32_t>(i));
    const auto for_each_pair = [&](const auto& use) {
        for (std::size_t j = 0; j < other.size(); ++j) {
            const auto same = of_kind.find(other[j].what);
            if (same == of_kind.end()) continue;
            for (const std::uint32_t i : same->second)
                use(i, static_cast<std::uint32_t>(j), reference[i].when - other[j].when);
        }
    };
    std::size_t all = 0;
    std::unordered_map<std::int64_t, std::uint32_t> votes;
    const auto bin = [&](Duration offset) { return offset / (4 * tolerance); };
    for_each_pair([&](std::uint32_t, std::uint32_t, Duration) { ++all; });
    std::uint32_t enough = 0;
    if (all > most_pairs) {
        for_each_pair([&](std::uint32_t, std::uint32_t, Duration offset) { ++votes[bin(offset)]; });
        std::map<std::uint32_t, std::size_t, std::greater<>> pairs_with;
        for (const auto& [at, count] : votes) pairs_with[count] += count;
        std::size_t sum = 0;
        for (const auto& [count, pairs] : pairs_with) {
            if (sum + pairs > most_pairs && sum > 0) break;
            sum += pairs;
            enough = count;
        }
    }
    std::vector<Node> nodes;
    for_each_pair([&](std::uint32_t i, std::uint32_t j, Duration offset) {
        if ((enough > 0 && votes[bin(offset)] < enough) || nodes.size() >= most_pairs) return;
        nodes.push_back({.reference = i, .other = j, .score = 1, .offset = offset, .mean = offset});
    });
    return nodes;
}

void link(std::vector<Node>& nodes, const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
          Duration tolerance) {
    std::map<std::int64_t, std::uint32_t> ends;  // of each stretch of offsets the best chain that ends there
    BestBefore best_before(reference.size());
    const auto bin = [&](Duration offset) { return offset / tolerance; };
    for (std::size_t begin = 0; begin < nodes.size();) {
        std::size_t end = begin;
        while (end < nodes.size() && nodes[end].other == nodes[begin].other) ++end;
        const wifi::Instant own = other[nodes[begin].other].when;
        const std::int64_t look =
            std::min(widest_look, 2 + drift_within(own - other[nodes.front().other].when) / tolerance);
        for (std::size_t n = begin; n < end; ++n) {
            Node& node = nodes[n];
            const std::int64_t here = bin(node.offset);
            for (auto at = ends.lower_bound(here - look); at != ends.end() && at->first <= here + look; ++at) {
                const Node& before = nodes[at->second];
                if (before.reference == node.reference) continue;
                if (reference[before.reference].when > reference[node.reference].when + tolerance) continue;
                const Duration off = magnitude(node.offset - before.mean);
                const Duration allowed = tolerance + drift_within(own - other[before.other].when);
                if (off > allowed) continue;
                const float disagreement = static_cast<float>(off.count()) / static_cast<float>(tolerance.count());
                const float score = before.score + 1 - cost_of(disagreement);
                if (score <= node.score) continue;
                node.score = score;
                node.before = at->second;
                // The last few: noise is evened out, drift is followed.
                node.mean = off > tolerance ? node.offset : before.mean + (node.offset - before.mean) / 4;
                node.jumped = false;
            }
            const std::uint32_t other_end = best_before.of_first(node.reference, nodes);
            if (other_end == none) continue;
            const Node& before = nodes[other_end];
            const Duration off = magnitude(node.offset - before.mean);
            const bool clearly = off > 2 * tolerance + drift_within(own - other[before.other].when);
            if (!clearly || before.score + 1 - cost_of_jump <= node.score) continue;
            node.score = before.score + 1 - cost_of_jump;
            node.before = other_end;
            node.mean = node.offset;
            node.jumped = true;
        }
        // Only now: none of this happening's pairs may follow another of them.
        for (std::size_t n = begin; n < end; ++n) {
            const auto index = static_cast<std::uint32_t>(n);
            const auto [at, fresh] = ends.try_emplace(bin(nodes[n].offset), index);
            if (!fresh && nodes[at->second].score <= nodes[n].score) at->second = index;
            best_before.add(nodes[n].reference, index, nodes);
        }
        begin = end;
    }
}

// How many of a rising list lie within [from, to].
std::size_t within(const std::vector<Landmark>& landmarks, wifi::Instant from, wifi::Instant to) {
    const auto first = std::ranges::lower_bound(landmarks, from, {}, &Landmark::when);
    const auto last = std::ranges::upper_bound(landmarks, to, {}, &Landmark::when);
    return first < last ? static_cast<std::size_t>(last - first) : 0;
}

// A piece beside another stands only on what is more than chance: at least two, and of what one of both tells in
// its time at least the half.
bool is_weak(const Chain& chain, const std::vector<Landmark>& reference, const std::vector<Landmark>& other) {
    if (chain.size() < 2) return true;
    const std::size_t told = within(other, chain.front().own, chain.back().own);
    const std::size_t told_there = within(reference, wifi::shifted(chain.front().own, chain.front().offset),
                                          wifi::shifted(chain.back().own, chain.back().offset));
    return chain.size() * 2 < std::min(told, told_there);
}

bool continues(const Chain& before, const Chain& behind, Duration tolerance) {
    return magnitude(behind.front().offset - before.back().offset) <=
           2 * tolerance + drift_within(behind.front().own - before.back().own);
}

}  // namespace

std::vector<Chain> best_chains(const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
                               Duration tolerance, std::size_t most_pairs) {
    std::vector<Node> nodes = pairs_of(reference, other, tolerance, most_pairs);
    if (nodes.empty()) return {};
    link(nodes, reference, other, tolerance);
    std::vector<Chain> chains(1);
    std::set<std::uint32_t> used;
    const auto best = std::ranges::max_element(nodes, {}, &Node::score);
    for (auto at = static_cast<std::uint32_t>(best - nodes.begin()); at != none; at = nodes[at].before) {
        const Node& node = nodes[at];
        if (used.insert(node.reference).second)
            chains.back().push_back({.own = other[node.other].when, .offset = node.offset});
        if (node.jumped) chains.emplace_back();
    }
    std::ranges::reverse(chains);
    for (Chain& chain : chains) std::ranges::reverse(chain);
    std::erase_if(chains, [](const Chain& chain) { return chain.empty(); });
    if (chains.size() > 1)
        std::erase_if(chains, [&](const Chain& chain) { return is_weak(chain, reference, other); });
    for (std::size_t i = 1; i < chains.size();) {
        if (continues(chains[i - 1], chains[i], tolerance)) {
            chains[i - 1].insert(chains[i - 1].end(), chains[i].begin(), chains[i].end());
            chains.erase(chains.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
    return chains;
}

}  // namespace wlanmedic::evidence
