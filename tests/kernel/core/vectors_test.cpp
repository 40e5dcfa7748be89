// SPDX-License-Identifier: MIT
// The core of the connection-loss guard does what the vectors say (tests/vectors/policy/README.md), but for those
// that are of what a kernel cannot know.
#include "vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "play.h"

namespace wlanmedic::policy {
namespace {

const std::string no_stall = "a kernel module sees no stall";
const std::string no_requests = "a kernel module does not hear what people ask for";
const std::string one_class = "a kernel module tells no outage from another but a connection loss";
const std::string no_access_points = "a kernel module counts losses by interface, not by access point";

// Which vectors are not played, and why. Whoever adds one here must be sure that no kernel could know it.
const std::map<std::string, std::string> refused{
    {"asked-for", no_requests},
    {"asked-for-since", no_requests},
    {"broken-off-by-a-person", no_requests},
    {"class-of-a-beacon-loss", one_class},
    {"classes", one_class},
    {"counter", "a kernel module reads no counters"},
    {"empty-scans", "a kernel module does not see scans, keys and addresses fail"},
    {"failures-while-the-link-is-up", "a kernel module does not count decrypt_failure"},
    {"gap", "a kernel module's evidence has no gaps"},
    {"nine-interfaces", "a kernel module follows at most 4 interfaces"},
    {"per-bssid", no_access_points},
    {"per-bssid-the-last-eight", no_access_points},
    {"proof-by-an-answer", "a kernel module does not count probe_result"},
    {"rename-over-another", "a kernel module does not know interfaces by name"},
    {"signal", "a kernel module keeps no signal of the link"},
    {"signature-of-a-driver", "a kernel module knows the faults of its own driver only"},
    {"stall-of-a-load-and-of-the-firmware", no_stall},
    {"stall-of-an-address", no_stall},
    {"stall-of-answers", no_stall},
    {"stall-of-beacons", no_stall},
    {"stall-of-frames", no_stall},
    {"waiting", "a kernel module does not hear who waits"},
};

std::string why_refused(const Vector& vector) {
    auto policy = kernel_policy_of(*vector.policy);
    if (!policy) return policy.error();
    KernelCore core(*policy, KernelView(*vector.policy));
    for (const Vector::Step& step : vector.steps)
        if (const auto told = core.on(step.event); !told) return told.error();
    return "";
}

TEST(TheKernelsCore, PlaysEveryVectorButThoseOfWhatAKernelCannotKnow) {
    std::map<std::string, std::string> found;
    for (const std::string& name : vector_names())
        if (const std::string why = why_refused(read_vector(name)); !why.empty()) found[name] = why;
    EXPECT_EQ(found, refused);
}

class KernelVector : public testing::TestWithParam<std::string> {};

TEST_P(KernelVector, IsDecidedAsItSays) {
    const Vector vector = read_vector(GetParam());
    const auto policy = kernel_policy_of(*vector.policy);
    ASSERT_TRUE(policy) << policy.error();
    KernelCore core(*policy, KernelView(*vector.policy));
    Engine engine(vector.policy);
    int number = 0;
    for (const Vector::Step& step : vector.steps) {
        SCOPED_TRACE("step " + std::to_string(++number) + ": " + step.written);
        // The engine says also what the vector leaves out; that it does what the vector says, its own test shows.
        const std::string expected = words(engine.on(step.event));
        const auto told = core.on(step.event);
        ASSERT_TRUE(told) << told.error();
        EXPECT_EQ(core.words(told->decision), expected);
        if (step.deadline && *step.deadline) {
            const auto deadline = core.next_deadline();
            ASSERT_TRUE(deadline) << "it would sleep for ever";
            EXPECT_LE(*deadline, **step.deadline);
        }
        if (step.held) {
            EXPECT_EQ(name_of(static_cast<Held>(told->decision.held)), *step.held);
        }
    }
}

std::vector<std::string> played() {
    std::vector<std::string> names = vector_names();
    std::erase_if(names, [](const std::string& name) { return refused.contains(name); });
    return names;
}

INSTANTIATE_TEST_SUITE_P(All, KernelVector, testing::ValuesIn(played()), [](const auto& of) {
    std::string name = of.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace wlanmedic::policy
