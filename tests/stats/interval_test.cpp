// SPDX-License-Identifier: MIT
#include "stats/interval.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <expected>
#include <filesystem>
#include <fstream>
#include <limits>
#include <locale>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace wlanmedic::stats {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
const double highest_confidence = std::nextafter(1.0, 0.0);

void expect_says_nothing_about_a_rate(Interval interval) {
    EXPECT_EQ(interval.low, 0.0);
    EXPECT_EQ(interval.high, infinity);
}

void expect_says_nothing_about_a_probability(Interval interval) {
    EXPECT_EQ(interval.low, 0.0);
    EXPECT_EQ(interval.high, 1.0);
}

std::string digits(double value) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    text << value;
    return text.str();
}

// Its path is empty where it could not be made.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& content) {
        std::string name = (std::filesystem::temp_directory_path() / "wlanmedic-stats-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        if (descriptor < 0) {
            return;
        }
        close(descriptor);
        path_ = name;
        std::ofstream(path_) << content;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// The intervals of R's tests (calls such as "poisson.test(9, 10.5)"), all from one start of Rscript.
std::expected<std::vector<Interval>, std::string> intervals_by_r(const std::vector<std::string>& tests) {
    std::string script;
    for (const std::string& test : tests) {
        script += "cat(sprintf('%.17g', " + test + "$conf.int), '\\n')\n";
    }
    const TemporaryFile file(script);
    if (file.path().empty()) {
        return std::unexpected("no temporary file could be made for the script");
    }
    std::FILE* pipe = popen(("Rscript --vanilla '" + file.path() + "'").c_str(), "r");
    if (pipe == nullptr) {
        return std::unexpected("no process could be started for Rscript");
    }
    std::vector<Interval> intervals;
    Interval interval{};
    while (std::fscanf(pipe, "%lf %lf", &interval.low, &interval.high) == 2) {
        intervals.push_back(interval);
    }
    const int status = pclose(pipe);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return std::unexpected("Rscript did not run (wait status " + std::to_string(status) +
                               "). This test compares with the real R: install the package r-base-core.");
    }
    if (intervals.size() != tests.size()) {
        return std::unexpected("R answered " + std::to_string(intervals.size()) + " of " +
                               std::to_string(tests.size()) + " cases");
    }
    return intervals;
}

// One in a million of the bound alone would let a normal approximation pass at large counts, where the whole
// interval is a thousandth of the bound. So the distance from the estimate has to be right as well.
void expect_agreement(double ours, double theirs, double estimate) {
    EXPECT_NEAR(ours, theirs, 1e-6 * std::min(theirs, std::abs(theirs - estimate)));
}

TEST(PoissonRateInterval, IsGarwoodsForNineEventsInTenAndAHalfHours) {
    const Interval interval = poisson_rate_interval(9, 10.5);
    EXPECT_NEAR(interval.low, 0.3919403, 0.5e-7);
    EXPECT_NEAR(interval.high, 1.627124, 0.5e-6);
}

TEST(PoissonRateInterval, IsGarwoodsForAHundredAndEightyThreeEventsInTenAndAHalfHours) {
    const Interval interval = poisson_rate_interval(183, 10.5);
    EXPECT_NEAR(interval.low, 14.99, 0.5e-2);
    EXPECT_NEAR(interval.high, 20.14, 0.5e-2);
}

TEST(PoissonRateInterval, StartsAtExactlyZeroAndEndsAtTheLogarithmOfTheTailWhenNothingHappened) {
    for (const double confidence : {0.5, 0.95, 0.999999, highest_confidence}) {
        const Interval interval = poisson_rate_interval(0, 10.5, confidence);
        EXPECT_EQ(interval.low, 0.0);
        EXPECT_NEAR(interval.high * 10.5, -std::log((1.0 - confidence) / 2.0), 1e-9);
    }
}

TEST(PoissonRateInterval, AgreesWithRToOneInAMillion) {
    struct Case {
        std::uint64_t count;
        double exposure;
        double confidence;
    };
    const std::vector<std::uint64_t> counts{0, 1, 2, 3, 9, 30, 183, 98'765, 10'000'000, max_count};
    std::vector<Case> cases;
    for (const std::uint64_t count : counts) {
        for (const double exposure : {1e-3, 10.5, 8760.0}) {
            for (const double confidence : {0.5, 0.95, 0.999999}) {
                cases.push_back({count, exposure, confidence});
            }
        }
    }

    // r = 0: the hypothesis has no part in the interval, and any other lets R sum over millions of terms for the
    // p-value.
    std::vector<std::string> tests;
    for (const Case& c : cases) {
        tests.push_back("poisson.test(" + std::to_string(c.count) + ", " + digits(c.exposure) +
                        ", r = 0, conf.level = " + digits(c.confidence) + ")");
    }
    const auto answers = intervals_by_r(tests);
    ASSERT_TRUE(answers) << answers.error();

    for (std::size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(tests[i]);
        const Case& c = cases[i];
        const double estimate = static_cast<double>(c.count) / c.exposure;
        const Interval interval = poisson_rate_interval(c.count, c.exposure, c.confidence);
        expect_agreement(interval.low, (*answers)[i].low, estimate);
        expect_agreement(interval.high, (*answers)[i].high, estimate);
    }
}

TEST(PoissonRateInterval, SaysNothingWithoutAnExposureThatIsPositiveAndFinite) {
    for (const double exposure : {0.0, -0.0, -10.5, infinity, -infinity, nan}) {
        SCOPED_TRACE(exposure);
        expect_says_nothing_about_a_rate(poisson_rate_interval(9, exposure));
        expect_says_nothing_about_a_rate(poisson_rate_interval(0, exposure));
    }
}

TEST(PoissonRateInterval, SaysNothingAtAConfidenceBelowOneHalfOrFromOneOn) {
    for (const double confidence : {std::nextafter(0.5, 0.0), 0.0, -0.95, 1.0, 95.0, infinity, nan}) {
        SCOPED_TRACE(confidence);
        expect_says_nothing_about_a_rate(poisson_rate_interval(9, 10.5, confidence));
    }
}

TEST(PoissonRateInterval, SaysNothingAboveTheLargestCount) {
    expect_says_nothing_about_a_rate(poisson_rate_interval(max_count + 1, 10.5));
    expect_says_nothing_about_a_rate(poisson_rate_interval(largest, 10.5));
}

TEST(PoissonRateInterval, EndsAtInfinityWhereTheRateIsTooLargeForADouble) {
    const Interval interval = poisson_rate_interval(1, std::numeric_limits<double>::denorm_min());
    EXPECT_EQ(interval.high, infinity);
    EXPECT_FALSE(std::isnan(interval.low));
}

TEST(BinomialInterval, IsClopperAndPearsonsForOneOfNine) {
    const Interval interval = binomial_interval(1, 9);
    EXPECT_NEAR(interval.low, 0.002809137, 0.5e-9);
    EXPECT_NEAR(interval.high, 0.4824965, 0.5e-7);
}

TEST(BinomialInterval, StartsAtExactlyZeroWhenNothingSucceeded) {
    for (const double confidence : {0.5, 0.95, 0.999999, highest_confidence}) {
        const Interval interval = binomial_interval(0, 9, confidence);
        EXPECT_EQ(interval.low, 0.0);
        EXPECT_NEAR(interval.high, 1.0 - std::pow((1.0 - confidence) / 2.0, 1.0 / 9.0), 1e-9);
    }
}

TEST(BinomialInterval, EndsAtExactlyOneWhenEverythingSucceeded) {
    for (const double confidence : {0.5, 0.95, 0.999999, highest_confidence}) {
        const Interval interval = binomial_interval(9, 9, confidence);
        EXPECT_NEAR(interval.low, std::pow((1.0 - confidence) / 2.0, 1.0 / 9.0), 1e-9);
        EXPECT_EQ(interval.high, 1.0);
    }
}

TEST(BinomialInterval, AgreesWithRToOneInAMillion) {
    struct Case {
        std::uint64_t successes;
        std::uint64_t trials;
        double confidence;
    };
    const std::vector<std::uint64_t> sizes{1, 2, 9, 10, 183, 98'765, 10'000'000, max_count};
    std::vector<Case> cases;
    for (const std::uint64_t trials : sizes) {
        const std::set<std::uint64_t> successes{0, 1, trials / 10, trials / 2, trials - 1, trials};
        for (const std::uint64_t hits : successes) {
            for (const double confidence : {0.5, 0.95, 0.999999}) {
                cases.push_back({hits, trials, confidence});
            }
        }
    }

    // p = 0: see r = 0 above.
    std::vector<std::string> tests;
    for (const Case& c : cases) {
        tests.push_back("binom.test(" + std::to_string(c.successes) + ", " + std::to_string(c.trials) +
                        ", p = 0, conf.level = " + digits(c.confidence) + ")");
    }
    const auto answers = intervals_by_r(tests);
    ASSERT_TRUE(answers) << answers.error();

    for (std::size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(tests[i]);
        const Case& c = cases[i];
        const double estimate = static_cast<double>(c.successes) / static_cast<double>(c.trials);
        const Interval interval = binomial_interval(c.successes, c.trials, c.confidence);
        expect_agreement(interval.low, (*answers)[i].low, estimate);
        expect_agreement(interval.high, (*answers)[i].high, estimate);
    }
}

TEST(BinomialInterval, HoldsTheShareThatSucceededAndMirrorsWhenSuccessAndFailureAreSwapped) {
    for (std::uint64_t trials = 1; trials <= 60; ++trials) {
        for (std::uint64_t successes = 0; successes <= trials; ++successes) {
            for (const double confidence : {0.5, 0.95, 0.999999}) {
                SCOPED_TRACE(testing::Message() << successes << " of " << trials << " at " << confidence);
                const double share = static_cast<double>(successes) / static_cast<double>(trials);
                const Interval interval = binomial_interval(successes, trials, confidence);
                const Interval mirrored = binomial_interval(trials - successes, trials, confidence);
                EXPECT_LE(interval.low, share);
                EXPECT_GE(interval.high, share);
                EXPECT_NEAR(interval.low, 1.0 - mirrored.high, 1e-12);
                EXPECT_NEAR(interval.high, 1.0 - mirrored.low, 1e-12);
            }
        }
    }
}

TEST(BinomialInterval, SaysNothingWithoutTrials) {
    expect_says_nothing_about_a_probability(binomial_interval(0, 0));
}

TEST(BinomialInterval, SaysNothingWhereMoreSucceededThanWasTried) {
    expect_says_nothing_about_a_probability(binomial_interval(1, 0));
    expect_says_nothing_about_a_probability(binomial_interval(10, 9));
    expect_says_nothing_about_a_probability(binomial_interval(largest, 9));
}

TEST(BinomialInterval, SaysNothingAtAConfidenceBelowOneHalfOrFromOneOn) {
    for (const double confidence : {std::nextafter(0.5, 0.0), 0.0, -0.95, 1.0, 95.0, infinity, nan}) {
        SCOPED_TRACE(confidence);
        expect_says_nothing_about_a_probability(binomial_interval(4, 9, confidence));
    }
}

TEST(BinomialInterval, SaysNothingAboveTheLargestNumberOfTrials) {
    expect_says_nothing_about_a_probability(binomial_interval(9, max_count + 1));
    expect_says_nothing_about_a_probability(binomial_interval(largest, largest));
}

}  // namespace
}  // namespace wlanmedic::stats
