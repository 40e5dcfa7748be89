// SPDX-License-Identifier: MIT
// What is kept of a sweep, and what is made of a file that is cut, foreign or wrong.
#include "tune/state.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tune/recorded.h"

using namespace wlanmedic;
using testing::ElementsAre;
using testing::HasSubstr;
using tune::Result;

namespace {

const nlohmann::ordered_json sweep{{"seed", 1}, {"hours", 10.5}, {"axes", {1, 2}}};
constexpr std::size_t candidates = tune::chunk_size * 2 + 3;

std::vector<Result> some(std::size_t count, double first = 0.1) {
    std::vector<Result> all;
    for (std::size_t i = 0; i < count; ++i)
        all.push_back({.dead_s = first / 3 + static_cast<double>(i),
                       .dead_error = 1e-17,
                       .resets = 1e300,
                       .false_alarms = 0.1 + 0.2,
                       .replay = {.firings = 1, .false_alarms = 2, .missed = 3, .saved_s_at_most = 4.5}});
    return all;
}

std::string whole_text() {
    return tune::state_header(sweep) + tune::state_line(2, some(3)) + tune::state_line(0, some(tune::chunk_size));
}

wifi::Error error_of(const std::string& text, const nlohmann::ordered_json& expected = sweep) {
    tune::Results results(candidates);
    const auto read = tune::read_state(text, "state", expected, results);
    EXPECT_FALSE(read.has_value()) << text.substr(0, 200);
    return read ? wifi::Error{} : read.error();
}

}  // namespace

TEST(State, IsReadAsItWasWrittenToTheBit) {
    tune::Results results(candidates);
    EXPECT_EQ(tune::read_state(whole_text(), "state", sweep, results), whole_text().size());
    EXPECT_TRUE(std::ranges::equal(results.of(0), some(tune::chunk_size)));
    EXPECT_TRUE(std::ranges::equal(results.of(2), some(3)));
    EXPECT_THAT(results.missing(tune::Part{}), ElementsAre(1));
}

TEST(State, WhatACutLeavesOfALastLineIsDropped) {
    const std::string text = whole_text();
    const std::size_t before_last = text.rfind('\n', text.size() - 2) + 1;
    for (std::size_t length = 0; length < text.size(); ++length) {
        tune::Results results(candidates);
        const auto whole = tune::read_state(text.substr(0, length), "state", sweep, results);
        ASSERT_TRUE(whole.has_value()) << length;
        EXPECT_LE(*whole, length);
        EXPECT_FALSE(results.has(0));
        EXPECT_EQ(results.has(2), length >= before_last);
    }
}

TEST(State, OfAnotherSweepSaysWhatDiffers) {
    auto other = sweep;
    other["seed"] = 2;
    EXPECT_THAT(error_of(whole_text(), other).what, HasSubstr("another sweep: seed differs"));
    other["axes"] = {3};
    EXPECT_THAT(error_of(whole_text(), other).what, HasSubstr("another sweep: seed, axes differ"));
    other["more"] = 1;
    EXPECT_THAT(error_of(whole_text(), other).what, HasSubstr("more"));
    auto fewer = sweep;
    fewer.erase("seed");
    EXPECT_THAT(error_of(whole_text(), fewer).what, HasSubstr("another sweep"));
}

TEST(State, WhatIsNoneIsRefused) {
    for (const auto* const text : {"\n", "hello\n", "[]\n", "{}\n", "{\"format\":\"wlanmedic.tune-state/1\"}\n",
                                   "{\"format\":7,\"sweep\":{}}\n"})
        EXPECT_THAT(error_of(text).what, HasSubstr("no state of wlanmedic tune")) << text;
}

TEST(State, AWrongLineIsNamed) {
    const std::string header = tune::state_header(sweep);
    std::string negative = tune::state_line(2, some(3));
    negative.replace(negative.find("[[") + 2, 1, "-");
    for (const std::string& line :
         {std::string("nonsense\n"), std::string("{\"chunk\":0}\n"), tune::state_line(3, some(3)),
          tune::state_line(0, some(3)), tune::state_line(2, some(2)), negative,
          std::string("{\"chunk\":2,\"results\":[[1,2,3,4,5,6,7,8],[1],[2]]}\n"),
          std::string("{\"chunk\":-1,\"results\":[]}\n")}) {
        const wifi::Error error = error_of(header + tune::state_line(0, some(tune::chunk_size)) + line);
        EXPECT_EQ(error.line, 3U) << line;
        EXPECT_THAT(error.what, HasSubstr("no chunk of the sweep")) << line;
    }
}

TEST(State, TheSameChunkTwiceMustBeTheSame) {
    tune::Results results(candidates);
    EXPECT_TRUE(
        tune::read_state(whole_text() + tune::state_line(2, some(3)), "state", sweep, results).has_value());
    EXPECT_THAT(error_of(whole_text() + tune::state_line(2, some(3, 0.2))).what,
                HasSubstr("chunk 2 is known already"));
}

TEST(Results, PartsShareTheChunksOut) {
    const tune::Results results(tune::chunk_size * 5);
    EXPECT_THAT(results.missing({.index = 0, .of = 2}), ElementsAre(0, 2, 4));
    EXPECT_THAT(results.missing({.index = 1, .of = 2}), ElementsAre(1, 3));
    EXPECT_TRUE(results.missing({.index = 8, .of = 9}).empty());
}
