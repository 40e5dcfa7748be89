// SPDX-License-Identifier: MIT
// What explain says, held against stories whose truth is known.
#include "lab/truth/judgement.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace wlanmedic::lab::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Verdict = Compared::Verdict;

/// As much of explain's JSON as is compared.
class Told {
public:
    Told& outage(double from_s, std::optional<double> to_s, const std::string& outage_class = "beacon_loss",
                 const std::string& interface = "wlan2") {
        outages_.push_back(
            fmt::format(R"({{"id":{},"interface":"{}","start":"{}","end":{},"trigger":{{"class":"{}"}}}})",
                        outages_.size() + 1, interface, wifi::to_rfc3339(at(from_s)), time(to_s), outage_class));
        return *this;
    }
    Told& stall(double from_s, std::optional<double> to_s) {
        stalls_.push_back(fmt::format(R"({{"interface":"wlan2","kind":"beacons_missed","start":"{}","end":{}}})",
                                      wifi::to_rfc3339(at(from_s)), time(to_s)));
        return *this;
    }
    std::string json() const {
        return fmt::format(R"({{"schema":"wlanmedic.explain/1","outages":[{}],"stalls":[{}]}})",
                           fmt::join(outages_, ","), fmt::join(stalls_, ","));
    }

private:
    static std::string time(std::optional<double> at_s) {
        return at_s ? fmt::format("\"{}\"", wifi::to_rfc3339(at(*at_s))) : "null";
    }
    std::vector<std::string> outages_;
    std::vector<std::string> stalls_;
};

Judgement judged(const Story& story, const Told& told, const Expectation& expected = {}) {
    auto judgement = judge(story.tell(), told.json(), expected);
    if (!judgement) throw std::runtime_error(judgement.error().to_string());
    return *judgement;
}

/// Lost from 10 to 20 s.
Story one_loss() { return Story().join(2, "ap1").leave(10, "ap1", 4).join(20, "ap1"); }
Told one_told(double start_error_s = 0, double end_error_s = 0) {
    return Told().outage(10 + start_error_s, 20 + end_error_s);
}

TEST(Judgement, OfWhatIsToldAsItWasIsRight) {
    const Judgement judgement = judged(one_loss(), one_told(0.3, -0.3), {.classes = {"beacon_loss"}});
    EXPECT_TRUE(judgement.is_right());
    EXPECT_EQ(to_text(judgement), "1 of 1 outages, 0 invented, within 0.300 s");
}

TEST(Judgement, CallsWhatIsNotToldMissed) {
    const Judgement judgement = judged(one_loss(), Told());
    EXPECT_FALSE(judgement.is_right());
    EXPECT_EQ(judgement.count(Verdict::missed), 1U);
    EXPECT_EQ(
        to_text(judgement),
        "0 of 1 outages, 0 invented, within 0.000 s; outage of 2026-01-01T00:00:10.000000Z missed: not told");
}

TEST(Judgement, CallsWhatWasNotInvented) {
    const Judgement judgement = judged(one_loss(), one_told().outage(40, 45));
    EXPECT_FALSE(judgement.is_right());
    EXPECT_EQ(judgement.count(Verdict::invented), 1U);
    EXPECT_EQ(judgement.true_outages(), 1U);
    EXPECT_THAT(to_text(judgement), HasSubstr("1 of 1 outages, 1 invented"));
}

TEST(Judgement, OneTrueOutageIsNotFoundTwice) {
    EXPECT_EQ(judged(one_loss(), one_told().outage(15, 20)).count(Verdict::invented), 1U);
}

TEST(Judgement, OneToldOutageIsNotTwoTrueOnes) {
    const Story story = one_loss().leave(21, "ap1", 4).join(22, "ap1");
    const Judgement judgement = judged(story, Told().outage(10, 22));
    EXPECT_EQ(judgement.count(Verdict::off), 1U);
    EXPECT_EQ(judgement.count(Verdict::missed), 1U);
}

TEST(Judgement, AllowsThreeTenthsAtEachEnd) {
    for (const auto& [start, end] : {std::pair(0.301, 0.0), {-0.301, 0.0}, {0.0, 0.301}, {0.0, -0.301}}) {
        const Judgement judgement = judged(one_loss(), one_told(start, end));
        EXPECT_EQ(judgement.count(Verdict::off), 1U) << start << " " << end;
        EXPECT_FALSE(judgement.is_right());
    }
    EXPECT_THAT(to_text(judged(one_loss(), one_told(0, 0.301))), HasSubstr("its end is +0.301 s off"));
}

TEST(Judgement, WantsTheClassThatTheScenarioSays) {
    EXPECT_EQ(judged(one_loss(), one_told(), {.classes = {"connection_loss"}}).count(Verdict::wrong_class), 1U);
    EXPECT_EQ(judged(one_loss(), one_told(), {.every_class = "connection_loss"}).count(Verdict::wrong_class), 1U);
    EXPECT_TRUE(judged(one_loss(), one_told(), {.every_class = "beacon_loss"}).is_right());
    EXPECT_TRUE(judged(one_loss(), one_told()).is_right());
}

TEST(Judgement, WantsAsManyOutagesAsTheScenarioSays) {
    const Judgement judgement = judged(one_loss(), one_told(), {.classes = {"beacon_loss", "beacon_loss"}});
    EXPECT_FALSE(judgement.is_right());
    EXPECT_THAT(to_text(judgement), HasSubstr("expects 2 outages, 1 happened"));
}

TEST(Judgement, LeavesOutTheTeardownAndWhatWasBeforeTheFirstAssociation) {
    const Story story = Story(30).join(5, "ap1").leave(30.1, "ap1");
    EXPECT_TRUE(
        judged(story, Told().outage(1, 5, "never_connected").outage(30.1, std::nullopt, "user")).is_right());
    EXPECT_FALSE(judged(story, Told().outage(29, std::nullopt, "user")).is_right());
}

TEST(Judgement, LeavesOutOtherInterfaces) {
    EXPECT_TRUE(judged(one_loss(), one_told().outage(50, 60, "beacon_loss", "wlan0")).is_right());
}

TEST(Judgement, AnOutageWithoutEndMustBeToldWithoutEnd) {
    const Story story = Story(50).join(2, "ap1").leave(10, "ap1", 4);
    EXPECT_TRUE(judged(story, Told().outage(10, std::nullopt)).is_right());
    EXPECT_TRUE(judged(story, Told().outage(10, 55)).is_right()) << "it ended behind the run";
    EXPECT_FALSE(judged(story, Told().outage(10, 40)).is_right());
    EXPECT_FALSE(judged(one_loss(), Told().outage(10, std::nullopt)).is_right());
}

TEST(Judgement, AnAssociationWithoutKeysNeedNotEndAnOutage) {
    Story story = Story().join(2, "ap1").leave(10, "ap1", 4);
    story.authentication(14.9, "ap1").association_request(14.95, "ap1").response(15, "ap1").leave(17, "ap1", 15);
    story.join(20, "ap1");
    EXPECT_TRUE(judged(story, Told().outage(10, 20), {.classes = {"beacon_loss"}}).is_right());
    EXPECT_TRUE(judged(story, Told().outage(10, 15).outage(17, 20)).is_right());
    EXPECT_FALSE(judged(story, Told().outage(10, 15)).is_right());
}

/// Deaf from 10 to 40 s, and still associated.
Story one_stall() {
    return Story()
        .join(2, "ap1")
        .inject(10, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged")")
        .inject(40, "heal", R"("radio":2,"by":"link")");
}

TEST(Stall, MustBeginWithinTwoAndAHalfSeconds) {
    EXPECT_TRUE(judged(one_stall(), Told().stall(10, 40)).is_right());
    EXPECT_TRUE(judged(one_stall(), Told().stall(12.5, std::nullopt)).is_right());
    EXPECT_FALSE(judged(one_stall(), Told().stall(12.501, 40)).is_right());
    EXPECT_FALSE(judged(one_stall(), Told().stall(9.999, 40)).is_right());
}

TEST(Stall, ThatIsNotToldIsMissed) {
    EXPECT_EQ(judged(one_stall(), Told()).wrong_stalls(), 1U);
    EXPECT_TRUE(judged(one_stall(), Told(), {.stalls = false}).is_right());
}

TEST(Stall, OfFiveSecondsNeedNotBeTold) {
    Story story =
        Story().join(2, "ap1").inject(10, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged")");
    EXPECT_TRUE(judged(story.inject(15, "heal", R"("radio":2,"by":"link")"), Told()).is_right());
}

TEST(Stall, EndsWhereTheLinkEnds) {
    Story story = one_loss().inject(8.8, "wedge", R"("radio":2,"path":"receive","kind":"unacknowledged")");
    story.inject(19, "heal", R"("radio":2,"by":"link")");
    EXPECT_TRUE(judged(story, one_told()).is_right()) << "1.2 s until the link was given up are no stall";
}

TEST(Stall, OfWhatIsLostElsewhereNeedNotBeTold) {
    Story story;
    story.join(1, "ap1").inject(
        10, "rule", R"("from":2,"to":0,"frames":["all"],"effect":"drop-acknowledged","probability":1.0)");
    EXPECT_TRUE(judged(story, Told()).is_right());
}

TEST(Stall, OfAnIntermittentWedgeNeedNotBeTold) {
    const Story story =
        Story().join(2, "ap1").inject(10, "wedge", R"("radio":2,"path":"receive","kind":"intermittent")");
    EXPECT_TRUE(judged(story, Told()).is_right());
}

TEST(Stall, ThatIsInventedIsNamedAndNotWrong) {
    const Judgement judgement = judged(one_loss(), one_told().stall(50, 80));
    EXPECT_TRUE(judgement.is_right());
    EXPECT_THAT(judgement.stalls, SizeIs(1));
}

TEST(Judgement, SaysAllInJson) {
    const std::string json = to_json(judged(one_loss(), one_told(0.1, 0).outage(50, 60)));
    EXPECT_THAT(json, HasSubstr(R"("schema": "wlanmedic.lab-judgement/1")"));
    EXPECT_THAT(json, HasSubstr(R"("right": false)"));
    EXPECT_THAT(json, HasSubstr(R"("start_error_s": 0.1)"));
    EXPECT_THAT(json, HasSubstr(R"("verdict": "invented")"));
}

TEST(Judgement, RefusesWhatIsNotOfExplain) {
    for (
        const char* text :
        {"", "[]", "{}", R"({"schema":"wlanmedic.explain/2","outages":[],"stalls":[]})",
         R"({"schema":"wlanmedic.explain/1","outages":[{}],"stalls":[]})",
         R"({"schema":"wlanmedic.explain/1","outages":[{"id":1,"interface":"wlan2","start":"soon","end":null,"trigger":{"class":"x"}}],"stalls":[]})"})
        EXPECT_FALSE(judge(one_loss().tell(), text, {})) << text;
}

}  // namespace
}  // namespace wlanmedic::lab::test
