// SPDX-License-Identifier: MIT
#include "lab/host/progress.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <vector>

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(std::string_view bytes, std::size_t piece = std::string_view::npos) {
    std::vector<std::string> all;
    ProgressLines lines({
        .stage = [&](const Stage& stage) { all.push_back(fmt::format("{} at {}", stage.what, stage.guest_s)); },
        .done = [&] { all.emplace_back("done"); },
        .failed = [&](std::string_view why) { all.push_back(fmt::format("failed: {}", why)); },
    });
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) lines.take(bytes.substr(0, piece));
    return all;
}

TEST(Progress, IsReadLineByLineHoweverTheBytesCome) {
    constexpr std::string_view bytes =
        "progress 1.5 loading modules\r\nprogress 2 step 1 of 2\nfailed boot: why\ndone\n";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()})
        EXPECT_THAT(told(bytes, piece),
                    ElementsAre("loading modules at 1.5", "step 1 of 2 at 2", "failed: boot: why", "done"));
}

TEST(Progress, CountsALineOnlyWhenItsEndHasCome) {
    EXPECT_THAT(told("progress 1 half\ndone"), ElementsAre("half at 1"));
}

TEST(Progress, PassesOverWhatIsNoneOfItsLines) {
    EXPECT_THAT(
        told("\ndone \ndon\n done\nfailed\nprogress\nprogress 1\nprogress x y\nprogress -1 y\nprogress nan y\n"
             "progress inf y\nprogress 1e999 y\nprogress 1x y\nPROGRESS 1 y\n"),
        IsEmpty());
}

TEST(Progress, KeepsTheBeginningOfALineThatIsTooLong) {
    const auto all = told("failed " + std::string(100'000, 'x') + "\ndone\n");
    ASSERT_EQ(all.size(), 2);
    EXPECT_EQ(all[0].size(),
              ProgressLines::longest - std::string_view("failed ").size() + std::string_view("failed: ").size());
    EXPECT_EQ(all[1], "done");
}

}  // namespace
}  // namespace wlanmedic::lab
