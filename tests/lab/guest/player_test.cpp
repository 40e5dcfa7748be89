// SPDX-License-Identifier: MIT
// Steps as they are played, with an act that only writes down what it was asked for.
#include "lab/guest/player.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "lab/guest/file_text.h"
#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Step step(const std::string& name, When when = {}) {
    return {.when = std::move(when), .action = Phase{name}, .steps = {}, .place = {}};
}

Step repeated(unsigned times, std::vector<Step> steps, When when = {}) {
    return {.when = std::move(when), .action = {}, .repeat = times, .steps = std::move(steps), .place = {}};
}

When after(wifi::Duration time) { return {.at = {}, .happening = {}, .after = time}; }

When on(const std::string& words, wifi::Duration within = 20s) {
    return {
        .at = {}, .happening = Happening{.name = words, .source = "iw-event", .words = {words}}, .within = within};
}

class Play : public testing::Test {
protected:
    Play() {
        std::string name = testing::TempDir() + "player-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        scenario_.duration = since_boot() + 1h;
        scenario_.rest = {};
    }
    ~Play() override { std::filesystem::remove_all(folder_); }

    /// Until it has ended, or so long.
    void play(std::vector<Step> steps, wifi::Duration at_most = 20s) {
        scenario_.steps = std::move(steps);
        journal_.emplace(folder_, folder_ / "progress");
        player_.emplace(
            loop_, *journal_, scenario_, [this](const Action& action) { return act(action); },
            [this] { ++ended_; });
        player_->begin();
        loop_.run_until([this] { return ended_ > 0; }, at_most);
    }
    wifi::Result<void> act(const Action& action) {
        const std::string name = std::get<Phase>(action).name;
        done_.push_back(name);
        const auto tell = said_in_.find(name);
        if (tell != said_in_.end()) player_->hear("iw-event", tell->second);
        if (name == failing_) return std::unexpected(wifi::Error{.what = "no radio"});
        return {};
    }
    void say(wifi::Duration in, const std::string& line, const std::string& source = "iw-event") {
        loop_.after(in, [this, line, source] { player_->hear(source, line); });
    }
    std::string progress() const { return get_text(folder_ / "progress"); }

    std::filesystem::path folder_;
    Loop loop_;
    Scenario scenario_;
    std::optional<Journal> journal_;
    std::optional<Player> player_;
    std::map<std::string, std::string> said_in_;  // a line that comes while this step is done
    std::string failing_;
    std::vector<std::string> done_;
    int ended_ = 0;
};

TEST_F(Play, GoesThroughTheStepsInTheirOrderAndEndsOnce) {
    play({step("a"), step("b"), step("c")});
    EXPECT_THAT(done_, ElementsAre("a", "b", "c"));
    EXPECT_EQ(ended_, 1);
    EXPECT_THAT(progress(), Not(HasSubstr("failed")));
}

TEST_F(Play, EndsWithoutSteps) {
    play({});
    EXPECT_EQ(ended_, 1);
}

TEST_F(Play, BeginsAStepNotBeforeItsTime) {
    const auto begin = since_boot();
    play({step("a", {.at = begin + 60ms}), step("b", after(40ms))});
    EXPECT_THAT(done_, ElementsAre("a", "b"));
    EXPECT_GE(since_boot() - begin, 100ms);
}

TEST_F(Play, GoesOnForTheRestAfterTheLastStep) {
    scenario_.rest = 80ms;
    const auto begin = since_boot();
    play({step("a")});
    EXPECT_EQ(ended_, 1);
    EXPECT_GE(since_boot() - begin, 80ms);
}

TEST_F(Play, WaitsForWhatAStepWaitsFor) {
    say(30ms, "wlan2: other words");
    say(40ms, "wlan2: connected", "wpa_supplicant");
    const auto begin = since_boot();
    say(60ms, "wlan2: connected to 02:00");
    play({step("a", on("connected"))});
    EXPECT_THAT(done_, ElementsAre("a"));
    EXPECT_GE(since_boot() - begin, 60ms);
}

TEST_F(Play, WaitsAfterTheHappeningWhereAStepSaysSo) {
    When when = on("connected");
    when.after = 60ms;
    say(20ms, "connected");
    const auto begin = since_boot();
    play({step("a", when)});
    EXPECT_THAT(done_, ElementsAre("a"));
    EXPECT_GE(since_boot() - begin, 80ms);
}

TEST_F(Play, TakesAHappeningThatCameWhileTheStepBeforeWasDone) {
    said_in_["a"] = "connected";
    play({step("a"), step("b", on("connected", 10s))});
    EXPECT_THAT(done_, ElementsAre("a", "b"));
}

TEST_F(Play, TakesNoHappeningFromBeforeTheStepBefore) {
    said_in_["a"] = "connected";
    play({step("a"), step("b"), step("c", on("connected", 50ms))});
    EXPECT_THAT(done_, ElementsAre("a", "b"));
    EXPECT_THAT(progress(), HasSubstr("no connected within"));
}

TEST_F(Play, FailsWhereAHappeningDoesNotComeInItsTime) {
    play({step("a"), step("b", on("connected", 50ms)), step("c")});
    EXPECT_THAT(done_, ElementsAre("a"));
    EXPECT_EQ(ended_, 1);
    EXPECT_THAT(progress(), HasSubstr("no connected within 0 s (step 2 of 3"));
}

TEST_F(Play, DoesNotFailOnceTheHappeningCameHoweverLongTheRestTakes) {
    scenario_.rest = 100ms;
    say(10ms, "connected");
    play({step("a", on("connected", 50ms))});
    EXPECT_THAT(progress(), Not(HasSubstr("failed")));
}

TEST_F(Play, RepeatsStepsInTheirOrderAlsoWithinOthers) {
    play({repeated(2, {step("a"), repeated(2, {step("b")}), step("c")}), step("d")});
    EXPECT_THAT(done_, ElementsAre("a", "b", "b", "c", "a", "b", "b", "c", "d"));
}

TEST_F(Play, WaitsOnceForWhatAGroupOfStepsWaitsFor) {
    say(20ms, "connected");
    play({repeated(2, {step("a")}, on("connected"))});
    EXPECT_THAT(done_, ElementsAre("a", "a"));
    EXPECT_EQ(ended_, 1);
}

TEST_F(Play, EndsWhereAStepCannotBeDone) {
    failing_ = "b";
    play({step("a"), step("b"), step("c")});
    EXPECT_THAT(done_, ElementsAre("a", "b"));
    EXPECT_EQ(ended_, 1);
    EXPECT_TRUE(journal_->has_failed());
    EXPECT_THAT(progress(), HasSubstr("no radio"));
    EXPECT_THAT(progress(), HasSubstr("step 2 of 3"));
}

TEST_F(Play, EndsWhereTheDurationIsOverBeforeTheLastStep) {
    scenario_.duration = since_boot() + 60ms;
    play({step("a"), step("b", on("connected"))});
    EXPECT_THAT(done_, ElementsAre("a"));
    EXPECT_EQ(ended_, 1);
    EXPECT_THAT(progress(), HasSubstr("duration is over and step 2 of 2"));
}

TEST_F(Play, MayRestBeyondTheDuration) {
    scenario_.duration = since_boot() + 60ms;
    scenario_.rest = 150ms;
    play({step("a")});
    EXPECT_EQ(ended_, 1);
    EXPECT_FALSE(journal_->has_failed());
}

TEST_F(Play, DoesNothingMoreAfterAFailure) {
    scenario_.duration = since_boot() + 30ms;
    play({step("a", after(80ms))});
    ASSERT_EQ(ended_, 1);
    loop_.run_until([] { return false; }, 120ms);
    EXPECT_THAT(done_, IsEmpty());
    EXPECT_EQ(ended_, 1);
}

}  // namespace
}  // namespace wlanmedic::lab
