// SPDX-License-Identifier: MIT
#include "evidence/pasted_repeats.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <span>
#include <unordered_map>

#include "evidence/join_buffer.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t most_others = 8;        // excerpts that one excerpt is compared with
constexpr std::size_t most_work = 8'000'000;  // lines looked at in all

bool same_line(const Told& a, const Told& b) {
    return a.hash == b.hash && a.clock == b.clock && a.instant == b.instant;
}

class Repeats {
public:
    Repeats(const std::vector<Told>& told, const std::vector<Excerpt>& excerpts)
        : told_(told), excerpts_(excerpts), left_out_(told.size(), false), of_(told.size(), 0) {
        for (std::size_t e = 0; e < excerpts_.size(); ++e)
            for (std::size_t i = excerpts_[e].begin; i < excerpts_[e].end; ++i) {
                of_[i] = e;
                if (told_[i].clock == Clock::none) continue;
                auto& places = places_[told_[i].hash];
                // One place in each excerpt is enough to begin at.
                if (places.size() < most_others && (places.empty() || of_[places.back()] != e))
                    places.push_back(i);
            }
        if (excerpts_.size() < 2) return;
        for (std::size_t e = 0; e < excerpts_.size(); ++e) leave_out_contained(e);
        for (std::size_t e = 0; e < excerpts_.size(); ++e) leave_out_shared(e);
    }

    std::vector<bool> result() && { return std::move(left_out_); }

private:
    // Lines of `from` on from `i` that are found in order in `to` on from `j`; where the last one was found.
    std::size_t count_shared(std::size_t i, const Excerpt& from, std::size_t j, const Excerpt& to,
                             std::size_t& last) {
        std::size_t shared = 0;
        while (i < from.end && j < to.end && work_ < most_work) {
            ++work_;
            if (same_line(told_[i], told_[j]) && !left_out_[j]) {
                last = j;
                ++shared;
                ++i;
            } else if (told_[j].instant > told_[i].instant + step_back + told_[j].resolution) {
                break;
            }
            ++j;
        }
        return shared;
    }

    // Enough to be no chance: an exact line, lines of two different times, three different lines of one time.
    bool is_telling(std::size_t begin, std::size_t end) const {
        std::array<std::uint64_t, 2> seen{};
        std::size_t different = 0;
        for (std::size_t i = begin; i < end; ++i) {
            if (told_[i].exact || told_[i].instant != told_[begin].instant) return true;
            if (std::ranges::find(seen, told_[i].hash) != seen.end()) continue;
            if (different == seen.size()) return true;
            seen[different++] = told_[i].hash;
        }
        return false;
    }

    void leave_out_contained(std::size_t e) {
        const Excerpt& one = excerpts_[e];
        if (one.begin == one.end || told_[one.begin].clock == Clock::none || !is_telling(one.begin, one.end))
            return;
        const auto places = places_.find(told_[one.begin].hash);
        if (places == places_.end()) return;
        for (const std::size_t place : places->second) {
            const std::size_t other = of_[place];
            if (other == e || left_out_[place]) continue;
            std::size_t last = 0;
            if (count_shared(one.begin, one, place, excerpts_[other], last) != one.end - one.begin) continue;
            std::fill(left_out_.begin() + static_cast<std::ptrdiff_t>(one.begin),
                      left_out_.begin() + static_cast<std::ptrdiff_t>(one.end), true);
            return;
        }
    }

    // Runs of lines that an earlier excerpt has.
    void leave_out_shared(std::size_t e) {
        const Excerpt& one = excerpts_[e];
        for (std::size_t i = one.begin; i < one.end;) {
            std::size_t longest = 0;
            if (!left_out_[i] && told_[i].clock != Clock::none) {
                const auto places = places_.find(told_[i].hash);
                if (places != places_.end())
                    for (const std::size_t place : places->second)
                        if (of_[place] < e && !left_out_[place]) longest = std::max(longest, run(i, one, place));
            }
            if (longest > 0)
                std::fill(left_out_.begin() + static_cast<std::ptrdiff_t>(i),
                          left_out_.begin() + static_cast<std::ptrdiff_t>(i + longest), true);
            i += std::max<std::size_t>(longest, 1);
        }
        leave_out_stragglers(e);
    }

    // Where most of an excerpt is a copy, so are single lines of it between those that were spoilt on the
    // way.
    void leave_out_stragglers(std::size_t e) {
        const Excerpt& one = excerpts_[e];
        std::size_t left = 0;
        for (std::size_t i = one.begin; i < one.end; ++i) left += left_out_[i] ? 1 : 0;
        if (!one.by_text || left == one.end - one.begin || left * 2 < one.end - one.begin) return;
        for (std::size_t i = one.begin; i < one.end; ++i) {
            const auto places = places_.find(told_[i].hash);
            if (places == places_.end()) continue;
            left_out_[i] = left_out_[i] || std::ranges::any_of(places->second, [&](std::size_t place) {
                               return of_[place] < e && same_line(told_[i], told_[place]);
                           });
        }
    }

    std::size_t run(std::size_t i, const Excerpt& one, std::size_t place) {
        const Excerpt& other = excerpts_[of_[place]];
        std::size_t last = place;
        const std::size_t shared = count_shared(i, one, place, other, last);
        if (shared < 2 || !is_telling(i, i + shared)) return 0;
        const auto exact = std::ranges::count_if(std::span(told_).subspan(i, shared), &Told::exact);
        if (exact >= 2) return shared;
        // What was pasted again on purpose; the wall's clock does not show the same times twice.
        const bool wall = told_[i].clock == Clock::epoch || told_[i].clock == Clock::local;
        if (wall && (one.by_text || other.by_text)) return shared;
        // A machine of virtual time, or a clock set back, may do the same twice: both go on differently then.
        const bool from_an_end = i == one.begin || place == other.begin;
        const bool to_an_end = i + shared == one.end || last + 1 == other.end;
        return from_an_end && to_an_end ? shared : 0;
    }

    const std::vector<Told>& told_;
    const std::vector<Excerpt>& excerpts_;
    std::vector<bool> left_out_;
    std::vector<std::size_t> of_;  // the excerpt of each line
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> places_;
    std::size_t work_ = 0;
};

struct Extent {
    std::size_t excerpt = 0;
    wifi::Instant begin;
    wifi::Instant end;
    std::optional<wifi::Duration> boot_to_wall;
    std::uint64_t host = 0;
    bool by_text = false;
};

}  // namespace

std::vector<Excerpt> excerpts_of(const std::vector<Told>& told) {
    std::vector<Excerpt> excerpts;
    for (std::size_t i = 0; i < told.size(); ++i) {
        const bool first = excerpts.empty();
        const bool back = !first && told[i].clock == told[i - 1].clock &&
                          told[i].instant < told[i - 1].instant - step_back - told[i].resolution;
        const bool other = !first && told[i].clock != told[i - 1].clock;
        if (first || back || other || told[i].break_before)
            excerpts.push_back({.begin = i, .end = i, .by_text = told[i].break_before});
        excerpts.back().end = i + 1;
    }
    return excerpts;
}

std::vector<bool> find_repeats(const std::vector<Told>& told, const std::vector<Excerpt>& excerpts) {
    return Repeats(told, excerpts).result();
}

std::vector<std::size_t> order_by_time(const std::vector<Told>& told, const std::vector<Excerpt>& excerpts,
                                       const std::vector<bool>& left_out) {
    std::vector<Extent> extents;
    bool ordered = true;
    for (std::size_t e = 0; e < excerpts.size(); ++e) {
        Extent extent{.excerpt = e, .by_text = excerpts[e].by_text};
        bool any = false;
        for (std::size_t i = excerpts[e].begin; i < excerpts[e].end; ++i) {
            const Told& one = told[i];
            if (left_out[i]) continue;
            if (one.clock != told.front().clock || one.clock == Clock::none) return {};
            if (!any || one.instant < extent.begin) extent.begin = one.instant;
            if (!any || one.instant > extent.end) extent.end = one.instant;
            if (one.boot_to_wall) extent.boot_to_wall = one.boot_to_wall;
            if (extent.host != 0 && one.host != 0 && one.host != extent.host) return {};
            if (one.host != 0) extent.host = one.host;
            any = true;
        }
        if (!any) continue;
        if (!extents.empty()) {
            const Extent& before = extents.back();
            if (extent.host != 0 && before.host != 0 && extent.host != before.host) return {};
            if (extent.begin < before.end - step_back) {
                ordered = false;
                const bool wall = told.front().clock == Clock::epoch || told.front().clock == Clock::local;
                const auto apart = extent.boot_to_wall && before.boot_to_wall
                                       ? std::optional(*extent.boot_to_wall - *before.boot_to_wall)
                                       : std::nullopt;
                const bool one_boot = apart && *apart < step_back && *apart > -step_back;
                if (!one_boot && !(wall && extent.by_text)) return {};
            }
        }
        extents.push_back(extent);
    }
    if (ordered) return {};
    std::ranges::stable_sort(extents, {}, &Extent::begin);
    for (std::size_t i = 1; i < extents.size(); ++i)
        if (extents[i].begin < extents[i - 1].end) return {};
    // Half a year apart without a year in the times may as well be the other way round.
    if (extents.back().end - extents.front().begin > std::chrono::hours{24 * 183}) return {};
    std::vector<std::size_t> order;
    for (const Extent& extent : extents) order.push_back(extent.excerpt);
    return order;
}

}  // namespace wlanmedic::evidence
