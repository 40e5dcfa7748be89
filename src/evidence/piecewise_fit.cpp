// SPDX-License-Identifier: MIT
#include "evidence/piecewise_fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "evidence/chain.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Duration;

constexpr Duration burst = std::chrono::seconds{60};  // happenings nearer together make one knot
constexpr Duration nearest_guess = std::chrono::seconds{10};

Duration magnitude(Duration duration) { return duration < Duration{0} ? -duration : duration; }

Duration middle_offset(std::vector<Duration> offsets) {
    const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>((offsets.size() - 1) / 2);
    std::ranges::nth_element(offsets, middle);
    return *middle;
}

std::vector<Knot> knots_of(const Chain& chain, Duration tolerance) {
    std::vector<Duration> all;
    for (const Link& link : chain) all.push_back(link.offset);
    const auto [least, most] = std::ranges::minmax(all);
    // As near together as one offset may be: its middle, as no pair knows better than another.
    if (most - least <= tolerance) return {{.own = chain.front().own, .offset = middle_offset(std::move(all))}};
    std::vector<Knot> knots;
    for (std::size_t begin = 0; begin < chain.size();) {
        std::size_t end = begin;
        std::vector<Duration> offsets;
        while (end < chain.size() && chain[end].own - chain[begin].own < burst)
            offsets.push_back(chain[end++].offset);
        Knot knot{.own = chain[begin].own + (chain[end - 1].own - chain[begin].own) / 2,
                  .offset = middle_offset(std::move(offsets))};
        if (!knots.empty()) {
            const double seconds = wifi::to_seconds(knot.own - knots.back().own);
            const Duration most_change{static_cast<Duration::rep>(seconds * most_drift * 1e9)};
            knot.offset =
                std::clamp(knot.offset, knots.back().offset - most_change, knots.back().offset + most_change);
        }
        knots.push_back(knot);
        begin = end;
    }
    return knots;
}

// The largest offset less the smallest, of a clock that one offset does not fit.
Duration drift_of(const std::vector<Knot>& knots) {
    const auto [least, most] = std::ranges::minmax(knots, {}, &Knot::offset);
    return most.offset - least.offset;
}

Jump jump_between(const Chain& before, const Chain& behind, const ClockRun& other) {
    Jump jump{.after = before.back().own, .before = behind.front().own};
    jump.by = behind.front().offset - before.back().offset;
    const auto resumed = std::ranges::upper_bound(other.resumed, jump.after);
    if (resumed != other.resumed.end() && *resumed <= jump.before) {
        jump.at = *resumed;
        jump.resumed = true;
    } else {
        // What leads up to the happening goes with it, and comes seconds before it.
        jump.at = std::max(jump.before - nearest_guess, jump.after + (jump.before - jump.after) / 2);
    }
    return jump;
}

}  // namespace

std::size_t agreeing(const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
                     Duration tolerance) {
    std::unordered_map<std::uint64_t, std::vector<wifi::Instant>> of_kind;
    for (const Landmark& landmark : reference) of_kind[landmark.what].push_back(landmark.when);
    std::unordered_map<std::uint64_t, std::size_t> used;
    std::size_t count = 0;
    for (const Landmark& landmark : other) {
        const auto times = of_kind.find(landmark.what);
        if (times == of_kind.end()) continue;
        std::size_t& at = used[landmark.what];
        while (at < times->second.size() && times->second[at] < landmark.when - tolerance) ++at;
        if (at == times->second.size() || times->second[at] > landmark.when + tolerance) continue;
        ++at;
        ++count;
    }
    return count;
}

std::optional<PiecewiseFit> PiecewiseFit::fit(const std::vector<Landmark>& reference, const ClockRun& other,
                                              Duration tolerance) {
    const auto level = ClockAlignment::fit(reference, other.landmarks, tolerance);
    if (!level) return std::nullopt;
    std::vector<Chain> chains = best_chains(reference, other.landmarks, tolerance, most_pairs);
    PiecewiseFit fit;
    std::size_t chained = 0;
    for (const Chain& chain : chains) chained += chain.size();
    // Outages at regular intervals can be chained an interval off by a clock that wanders; that one offset fits
    // most of them is no chance.
    const auto agrees = [&](const Link& link) { return magnitude(link.offset - level->offset) <= tolerance; };
    const bool elsewhere =
        std::ranges::none_of(chains, [&](const Chain& chain) { return std::ranges::any_of(chain, agrees); });
    const bool one_offset = (chains.size() <= 1 && chained <= level->happenings) ||
                            (elsewhere && level->happenings * 10 >= chained * 7);
    if (one_offset) {
        fit.offset = level->offset;
        fit.residual = level->residual;
        fit.happenings = level->happenings;
        fit.span = level->span;
        fit.map = TimeMap(
            {Piece{.knots = {{.own = other.first, .offset = level->offset}}, .happenings = level->happenings}});
    } else {
        std::vector<Piece> pieces;
        std::size_t most = 0;
        for (std::size_t i = 0; i < chains.size(); ++i) {
            const Chain& chain = chains[i];
            Piece piece{.knots = knots_of(chain, tolerance), .happenings = chain.size()};
            if (i > 0) {
                fit.jumps.push_back(jump_between(chains[i - 1], chain, other));
                piece.from = fit.jumps.back().at;
            }
            for (const Link& link : chain)
                fit.residual = std::max(fit.residual, magnitude(link.offset - piece.offset_at(link.own)));
            fit.drift = std::max(fit.drift, drift_of(piece.knots));
            fit.happenings += chain.size();
            if (chain.size() > most) {
                most = chain.size();
                fit.offset = piece.knots[piece.knots.size() / 2].offset;
            }
            pieces.push_back(std::move(piece));
        }
        fit.span = chains.back().back().own - chains.front().front().own;
        fit.map = TimeMap(std::move(pieces));
    }
    // Another place where as many fall together: the same joining, told at another time.
    std::vector<OffsetRange> taken;
    for (const Piece& piece : fit.map.pieces())
        for (const Knot& knot : piece.knots)
            taken.push_back({.from = knot.offset - 3 * tolerance, .to = knot.offset + 3 * tolerance});
    if (const auto other_place = ClockAlignment::fit(reference, other.landmarks, tolerance, taken)) {
        fit.rival = {.happenings = other_place->happenings, .away = other_place->offset - fit.offset};
        fit.ambiguous =
            other_place->happenings >= fit.happenings && other_place->residual <= 2 * fit.residual + tolerance / 5;
    }
    return fit;
}

}  // namespace wlanmedic::evidence
