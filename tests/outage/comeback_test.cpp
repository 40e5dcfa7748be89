// SPDX-License-Identifier: MIT
// Comebacks of five kernels in the lab: which of them were waited for is known (tests/golden/comeback/README.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

struct Recording {
    std::string folder;
    std::vector<std::uint32_t> asked;  // TU, in their order
    std::vector<bool> respected;
    bool by_kernel_log_alone = true;  // false: it prints neither the loss nor its cause before them
    bool by_iw_alone = true;          // false: that kernel has no event for a comeback
};

void PrintTo(const Recording& recording, std::ostream* out) { *out << recording.folder; }

std::vector<Recording> recordings() {
    return {
        {.folder = "linux-5.10-status-late",
         .asked = {1000, 1000},
         .respected = {false, false},
         .by_iw_alone = false},
        {.folder = "linux-6.1-status-late", .asked = {1000, 1000}, .respected = {false, false}},
        {.folder = "linux-6.1-status-with-answer", .asked = {1000, 1000}, .respected = {false, false}},
        {.folder = "linux-6.1-ack-lost", .asked = {1000, 1000}, .respected = {false, false}},
        {.folder = "linux-6.1-three-in-a-row", .asked = {1000, 1000, 1000}, .respected = {true, true, true}},
        {.folder = "linux-6.12-status-late", .asked = {1000, 1000}, .respected = {true, true}},
        {.folder = "linux-6.12-ack-lost", .asked = {1000, 1000}, .respected = {true, true}},
        {.folder = "linux-6.12-answer-lost", .asked = {900}, .respected = {true}, .by_kernel_log_alone = false},
        {.folder = "linux-6.12-supplicant-2.11-gives-up",
         .asked = {10000, 4474},
         .respected = {false, true},
         .by_kernel_log_alone = false},
        {.folder = "linux-7.3-status-late", .asked = {1000, 1000}, .respected = {true, true}},
        {.folder = "linux-7.3-three-in-a-row", .asked = {1000, 1000, 1000}, .respected = {true, true, true}},
        {.folder = "linux-7.3-supplicant-2.10-gives-up",
         .asked = {10000, 4494},
         .respected = {false, true},
         .by_kernel_log_alone = false},
    };
}

class ComebackRecording : public testing::TestWithParam<Recording> {
protected:
    static void expect_judged(const std::string& file) {
        std::vector<std::uint32_t> asked;
        std::vector<std::optional<bool>> respected;
        const Explained explained =
            explain_paths({WLANMEDIC_SOURCE_DIR "/tests/golden/comeback/" + GetParam().folder + file});
        for (const outage::Outage& outage : explained.outages)
            for (const outage::Comeback& comeback : outage.comebacks) {
                asked.push_back(comeback.tu);
                respected.push_back(comeback.respected);
            }
        EXPECT_EQ(asked, GetParam().asked);
        EXPECT_EQ(respected,
                  (std::vector<std::optional<bool>>{GetParam().respected.begin(), GetParam().respected.end()}));
    }
};

TEST_P(ComebackRecording, IsJudgedFromTheWholeFolder) { expect_judged(""); }

TEST_P(ComebackRecording, IsJudgedFromTheKernelLogAlone) {
    if (!GetParam().by_kernel_log_alone) GTEST_SKIP() << "the kernel prints nothing of this loss";
    expect_judged("/dmesg.txt");
}

TEST_P(ComebackRecording, IsJudgedFromIwAlone) {
    if (!GetParam().by_iw_alone) GTEST_SKIP() << "before Linux 5.17 iw hears nothing of a comeback";
    expect_judged("/iw-event.txt");
}

INSTANTIATE_TEST_SUITE_P(All, ComebackRecording, testing::ValuesIn(recordings()), [](const auto& of) {
    std::string name = of.param.folder;
    std::ranges::replace_if(name, [](char c) { return c == '-' || c == '.'; }, '_');
    return name;
});

}  // namespace
}  // namespace wlanmedic::test
