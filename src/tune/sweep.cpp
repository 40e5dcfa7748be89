// SPDX-License-Identifier: MIT
#include "tune/sweep.h"

#include <mutex>
#include <optional>

#include "whatif/workers.h"

namespace wlanmedic::tune {
namespace {

std::optional<std::vector<Result>> play_chunk(const Space& space, const World& world, const Recorded& recorded,
                                              std::size_t first, std::size_t size, const std::atomic<bool>& stop) {
    std::vector<std::shared_ptr<const policy::Policy>> policies;
    for (std::size_t i = 0; i < size; ++i) policies.push_back(space.policy(first + i));
    const auto played = play_nights(world, policies, 0, stop);
    if (!played) return std::nullopt;
    std::vector<Result> results;
    for (std::size_t i = 0; i < size; ++i) {
        if (stop) return std::nullopt;
        const whatif::Outcome outcome = whatif::conclude((*played)[i], world.plan.hours);
        results.push_back({.dead_s = outcome.dead_s_per_day.value,
                           .dead_error = outcome.dead_s_per_day.error,
                           .resets = outcome.resets_per_day.value,
                           .resets_error = outcome.resets_per_day.error,
                           .false_alarms = outcome.false_alarms_per_day.value,
                           .replay = recorded.replay(policies[i], world.forbidden)});
    }
    return results;
}

}  // namespace

wifi::Result<bool> sweep(const Space& space, const World& world, const Recorded& recorded,
                         const std::vector<std::size_t>& chunks, unsigned threads,
                         const std::function<wifi::Result<void>(std::size_t)>& keep,
                         const std::function<bool(std::size_t)>& watch, Results& results) {
    std::mutex mutex;
    std::optional<wifi::Error> trouble;
    const bool done = whatif::in_parallel(
        chunks.size(), threads,
        [&](std::size_t i, const std::atomic<bool>& stop) {
            const std::size_t chunk = chunks[i];
            const auto played =
                play_chunk(space, world, recorded, chunk * chunk_size, results.size_of(chunk), stop);
            if (!played) return;
            const std::lock_guard lock(mutex);
            results.put(chunk, *played);
            if (trouble) return;
            if (const auto kept = keep(chunk); !kept) trouble = kept.error();
        },
        [&](std::size_t count) {
            {
                const std::lock_guard lock(mutex);
                if (trouble) return false;
            }
            return watch(count);
        });
    if (trouble) return std::unexpected(*trouble);
    return done;
}

}  // namespace wlanmedic::tune
