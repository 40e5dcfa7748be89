// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "selftest_table.h"

extern "C" {
#include "connloss_selftest.h"
}

namespace wlanmedic::policy {
namespace {

TEST(TheSelfTest, HasTheVectorsAsTheyAre) {
    const std::string path = WLANMEDIC_SOURCE_DIR "/kernel/connloss_guard/connloss_selftest_vectors.h";
    if (std::getenv("WLANMEDIC_RENEW") != nullptr) {
        std::ofstream(path) << selftest_table();
        return;
    }
    std::ostringstream committed;
    committed << std::ifstream(path).rdbuf();
    // Whole, they would fill the screen.
    EXPECT_TRUE(committed.str() == selftest_table()) << path << ": WLANMEDIC_RENEW=1 writes it anew";
}

TEST(TheSelfTest, FindsNothingWrong) {
    const auto core = std::make_unique<connloss_core>();
    const connloss_selftest_result result = connloss_selftest(core.get());
    EXPECT_EQ(result.failures, 0) << result.first << " step " << result.first_step;
    EXPECT_GT(result.steps, 300);
}

}  // namespace
}  // namespace wlanmedic::policy
