// SPDX-License-Identifier: MIT
#include "evidence/strand.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace wlanmedic::evidence {
namespace {

using wifi::Duration;

constexpr Duration jitter = std::chrono::milliseconds{100};
// A joining makes several landmarks at once, and all joinings look alike: where clocks should agree, two tellings
// of one must not part them.
constexpr Duration more_than_one_joining = std::chrono::seconds{5};
constexpr std::size_t enough_to_part = 3;
// All are tried again after each one that was placed, as long as they are few.
constexpr std::size_t few = 8;

bool is_wall(Clock clock) { return clock == Clock::epoch || clock == Clock::local; }

Duration magnitude(Duration duration) { return duration < Duration{0} ? -duration : duration; }

std::optional<std::size_t> reference_of(const std::vector<Strand>& strands) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < strands.size(); ++i) {
        const Strand& strand = strands[i];
        const std::size_t landmarks = strand.told.landmarks.size();
        if (best && landmarks == 0) continue;
        const bool better =
            !best || strand.clock < strands[*best].clock ||
            (strand.clock == strands[*best].clock && landmarks > strands[*best].told.landmarks.size());
        if (better) best = i;
    }
    return best;
}

bool same_clock(const Strand& one, const Strand& other) {
    return one.family == other.family && one.clock == other.clock;
}

// What the strands that are placed have told, on the time line.
class Pool {
public:
    explicit Pool(const Strand& reference) : resolution_(reference.told.resolution) {
        for (const Landmark& landmark : reference.told.landmarks)
            entries_.push_back({.landmark = landmark, .tellers = {&reference}});
    }

    void add(const Strand& strand) {
        const std::size_t known = entries_.size();
        for (Landmark landmark : strand.told.landmarks) {
            landmark.when = strand.on_time_line(landmark.when);
            if (Entry* same = find(landmark, tolerance(strand), known))
                same->tellers.push_back(&strand);
            else if (entries_.size() < ClockAlignment::most_landmarks)
                entries_.push_back({.landmark = landmark, .tellers = {&strand}});
        }
        std::ranges::stable_sort(entries_, {}, &Entry::when);
        resolution_ = std::max(resolution_, strand.told.resolution);
    }

    // Without what another run of the same clock has told: a clock that went back does not tell that again.
    std::vector<Landmark> for_strand(const Strand& strand) const {
        std::vector<Landmark> landmarks;
        for (const Entry& entry : entries_)
            if (std::ranges::none_of(entry.tellers, [&](const Strand* of) { return same_clock(*of, strand); }))
                landmarks.push_back(entry.landmark);
        return landmarks;
    }

    Duration tolerance(const Strand& strand) const { return jitter + strand.told.resolution + resolution_; }

private:
    struct Entry {
        Landmark landmark;
        std::vector<const Strand*> tellers;
        wifi::Instant when() const { return landmark.when; }
    };

    // Among the first `known`, which rise.
    Entry* find(const Landmark& landmark, Duration within, std::size_t known) {
        const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(known);
        auto at = std::ranges::lower_bound(entries_.begin(), end, landmark.when - within, {}, &Entry::when);
        for (; at != end && at->landmark.when <= landmark.when + within; ++at)
            if (at->landmark.what == landmark.what) return &*at;
        return nullptr;
    }

    std::vector<Entry> entries_;
    Duration resolution_;
};

class Placing {
public:
    Placing(std::vector<Strand>& strands, std::size_t reference)
        : strands_(&strands), reference_(reference), pool_(strands[reference]) {}

    void run() {
        strand(reference_).place = Strand::Place::reference;
        std::vector<std::size_t> left;
        for (std::size_t i = 0; i < strands_->size(); ++i)
            if (i != reference_) left.push_back(i);
        std::ranges::stable_sort(left, std::ranges::greater{},
                                 [&](std::size_t i) { return strand(i).told.landmarks.size(); });
        // Each that finds its place may show the others theirs.
        std::size_t rounds = left.size() <= few ? left.size() : 2;
        for (bool placed = true; placed && rounds > 0; --rounds) placed = place_some(left);
        for (const std::size_t i : left) place_by_its_word(strand(i));
    }

private:
    Strand& strand(std::size_t i) { return (*strands_)[i]; }

    // The same clock should read the same; the later runs of a clock that began anew should not.
    bool should_agree(const Strand& other) {
        const Strand& reference = strand(reference_);
        if (other.clock != reference.clock) return false;
        return is_wall(other.clock) || (other.run == 0 && reference.run == 0) ||
               (other.file != reference.file && other.run == reference.run);
    }

    bool place_some(std::vector<std::size_t>& left) {
        std::vector<std::size_t> still;
        for (const std::size_t i : left) {
            if (place_by_fit(strand(i)))
                pool_.add(strand(i));
            else
                still.push_back(i);
        }
        const bool some = still.size() < left.size();
        left = std::move(still);
        return some && !left.empty();
    }

    bool place_by_fit(Strand& other) {
        other.because = "it shares too little with the other evidence";
        if (other.told.landmarks.empty()) return false;
        const Duration tolerance = pool_.tolerance(other);
        const std::vector<Landmark> pool = pool_.for_strand(other);
        auto fit = PiecewiseFit::fit(pool, other.told, tolerance);
        const bool agrees = should_agree(other);
        other.confirmed = agrees ? agreeing(pool, other.told.landmarks, tolerance) : 0;
        if (!fit) return tells_again(other, tolerance);
        if (agrees && !parts(*fit, other, tolerance)) {
            if (other.confirmed == 0) return false;
            other.place = Strand::Place::as_is;
            return true;
        }
        if (fit->ambiguous) {
            other.because = fmt::format("it fits as well in two places, {:.3f} s apart",
                                        std::abs(wifi::to_seconds(fit->rival->away)));
            return false;
        }
        other.place = Strand::Place::fitted;
        other.fit = std::move(fit);
        return true;
    }

    // An excerpt that comes twice: what it tells was told by another run of its clock at the same time.
    bool tells_again(Strand& other, Duration tolerance) {
        for (const Strand& run : *strands_) {
            if (run.file != other.file || run.clock != other.clock || run.run == other.run) continue;
            if (!run.on_first_time_line()) continue;
            const std::size_t twice = agreeing(run.told.landmarks, other.told.landmarks, tolerance);
            if (twice < 2 || twice * 2 < other.told.landmarks.size()) continue;
            other.place = run.fit ? Strand::Place::fitted : Strand::Place::as_is;
            other.fit = run.fit;
            other.confirmed = twice;
            return true;
        }
        return false;
    }

    // Whether a clock that should agree is shown not to.
    bool parts(const PiecewiseFit& fit, const Strand& other, Duration tolerance) {
        const bool jumps = !fit.jumps.empty() && fit.happenings >= other.confirmed + enough_to_part;
        if (magnitude(fit.offset) <= tolerance && !jumps) return false;
        const bool zone = other.clock == Clock::local && as_zone(fit.offset, tolerance) && fit.happenings >= 2;
        if (zone && other.confirmed == 0) return true;
        const bool enough = fit.happenings >= enough_to_part && fit.span >= more_than_one_joining;
        return enough && (jumps || other.confirmed * 3 < fit.happenings);
    }

    void place_by_its_word(Strand& other) {
        const Strand& reference = strand(reference_);
        if (other.clock != reference.clock) {
            if (other.told.landmarks.empty()) other.because = "it tells nothing that clocks can be set by";
            return;
        }
        if (!should_agree(other)) {
            other.because = "its clock began anew, and nothing shows when";
            return;
        }
        // A wall clock that went back over what it had told: an excerpt that comes twice agrees with itself.
        for (const Strand& before : *strands_) {
            if (before.file != other.file || before.clock != other.clock || before.run == other.run) continue;
            if (!before.on_first_time_line() || before.fit) continue;
            const bool overlaps = other.told.first < before.told.last && before.told.first < other.told.last;
            if (!overlaps || agreeing(before.told.landmarks, other.told.landmarks, pool_.tolerance(other)) > 0)
                continue;
            other.because = "its clock went back over a time that it had told already";
            return;
        }
        other.place = Strand::Place::as_is;
    }

    std::vector<Strand>* strands_;
    std::size_t reference_;
    Pool pool_;
};

}  // namespace

void place_strands(std::vector<Strand>& strands) {
    if (const auto reference = reference_of(strands)) Placing(strands, *reference).run();
}

std::optional<std::string> as_zone(Duration offset, Duration within) {
    constexpr Duration quarter = std::chrono::minutes{15};
    constexpr std::int64_t farthest = std::int64_t{14} * 4;  // Kiribati; the other way it is 12 h
    const std::int64_t quarters = (magnitude(offset) + quarter / 2) / quarter;
    if (quarters == 0 || quarters > farthest || magnitude(magnitude(offset) - quarters * quarter) > within)
        return std::nullopt;
    // What is to be taken off local time is how far it is ahead.
    return fmt::format("{}{:02}:{:02}", offset < Duration{0} ? '+' : '-', quarters / 4, quarters % 4 * 15);
}

}  // namespace wlanmedic::evidence
