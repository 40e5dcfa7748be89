// SPDX-License-Identifier: MIT
// Once it is made, an engine asks for no memory.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "policy/engine.h"
#include "support/sequences.h"

namespace {
std::uint64_t allocations = 0;  // of the whole program
}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace wlanmedic::policy {
namespace {

TEST(AnEngine, AllocatesNothingAfterItsConstruction) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Dice dice(seed);
        const auto policy = std::make_shared<const Policy>(random_policy(dice));
        std::vector<wifi::Event> events = random_events(dice, 500, {});
        for (wifi::Event& event : events) {
            if (auto* request = std::get_if<wifi::UserRequest>(&event.payload))
                request->who = std::string(100, 'w');
            if (auto* waits = std::get_if<wifi::Waiting>(&event.payload)) waits->who += std::string(100, 'w');
            if (dice.one_in(50)) event.interface = std::string(60 + dice.roll(8), 'i');
            if (dice.one_in(50)) event.phy = std::string(60 + dice.roll(8), 'p');
            if (auto* counter = std::get_if<wifi::Counter>(&event.payload); counter != nullptr && dice.one_in(2))
                counter->name += std::string(100, 'c');
        }
        Engine engine(policy);
        const std::uint64_t before = allocations;
        for (const wifi::Event& event : events) {
            engine.on(event);
            engine.next_deadline();
            engine.held();
        }
        engine.reset();
        EXPECT_EQ(allocations, before) << "seed " << seed;
    }
    EXPECT_GT(allocations, 0U);
}

}  // namespace
}  // namespace wlanmedic::policy
