// SPDX-License-Identifier: MIT
// truth.json as it is written, and the inputs that are refused. schema_test.py holds the same documents to
// docs/lab-truth.schema.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "story.h"

namespace wlanmedic::lab::test {
namespace {

using testing::HasSubstr;

Story eventful() {
    Story story;
    story.join(2, "ap1").leave(10, "ap1", 4).join(20, "ap2").leave(95, "ap2");
    story.authentication(96, "ap1").association_request(97, "ap1").response(98, "ap1");
    story.inject(1, "phase", R"("name":"quiet")").inject(5, "phase", R"("name":"wedged")");
    story.inject(30, "wedge", R"("radio":2,"path":"receive","kind":"intermittent","healed_by":null)");
    story.inject(40, "rule",
                 R"("name":"r","from":null,"to":2,"frames":["all"],"effect":"drop","probability":1.0)");
    return story.inject(50, "clear", R"("name":"")").inject(60, "heal", R"("radio":2,"by":"time")");
}

TEST(Json, SaysAllOfARun) {
    const std::string json = to_json(eventful().tell());
    EXPECT_THAT(json, HasSubstr(R"("schema": "wlanmedic.lab-truth/1")"));
    EXPECT_THAT(json, HasSubstr(R"("from": "2026-01-01T00:00:10.000000Z",
          "to": "2026-01-01T00:00:20.000000Z",
          "because": "the station left ap1, reason 4")"));
    EXPECT_THAT(json, HasSubstr(R"("authorized": null)"));
    EXPECT_THAT(json, testing::Not(HasSubstr(R"("what": "rule",
      "details": {
        "at")")));
    EXPECT_EQ(json.back(), '\n');
}

TEST(Json, IsTheSameForTheSameRun) { EXPECT_EQ(to_json(eventful().tell()), to_json(eventful().tell())); }

TEST(Json, IsWrittenForTheSchema) {
    const char* folder = std::getenv("WLANMEDIC_TRUTHS");
    if (folder == nullptr) GTEST_SKIP() << "schema_test.py asks for it";
    std::ofstream(std::string(folder) + "/eventful.json") << to_json(eventful().tell());
    std::ofstream(std::string(folder) + "/empty.json") << to_json(Story(1).tell());
    std::ofstream(std::string(folder) + "/open.json") << to_json(Story().join(2, "free").leave(5, "free").tell());
}

std::string error_of(const std::string& injected, const std::string& capture = Story().capture()) {
    std::istringstream frames(capture);
    std::istringstream lines(injected);
    const auto truth = tell_truth(frames, "air.pcap", lines, "injected.jsonl");
    return truth ? "no error" : truth.error().to_string();
}

TEST(Input, TellsTheLineThatIsWrong) {
    const std::string good = Story().injected();
    const std::string scenario = good.substr(0, good.find('\n') + 1);
    EXPECT_EQ(error_of(good), "no error");
    EXPECT_THAT(error_of(""), HasSubstr("injected.jsonl: no line \"end\""));
    EXPECT_THAT(error_of(scenario), HasSubstr("the run did not come to its end"));
    EXPECT_THAT(error_of(scenario + "{\"at\":1"), HasSubstr("injected.jsonl:2: no JSON object"));
    EXPECT_THAT(error_of(scenario + "[]"), HasSubstr("injected.jsonl:2: no JSON object"));
    EXPECT_THAT(error_of(scenario + R"({"what":"end"})"),
                HasSubstr("injected.jsonl:2: the key \"at\" is missing"));
    EXPECT_THAT(error_of(scenario + R"({"at":-1,"what":"end"})"), HasSubstr("is no time"));
    EXPECT_THAT(error_of(scenario + R"({"at":1e300,"what":"end"})"), HasSubstr("is no time"));
    EXPECT_THAT(error_of(scenario + R"({"at":1,"what":7})"), HasSubstr("the key \"what\" is no text"));
    EXPECT_THAT(error_of(scenario + R"({"at":1,"what":"end"})"), HasSubstr("earlier than the line \"scenario\""));
    EXPECT_THAT(error_of(scenario + scenario), HasSubstr("injected.jsonl:2: the first line, and no other"));
    EXPECT_THAT(error_of(R"({"at":1,"what":"end"})"), HasSubstr("injected.jsonl:1: the first line, and no other"));
    EXPECT_THAT(error_of(R"({"at":1,"what":"scenario","name":"x"})"), HasSubstr("the key \"seed\" is missing"));
    EXPECT_THAT(error_of(scenario + std::string(70'000, ' ')), HasSubstr("injected.jsonl:2: the line is longer"));
    EXPECT_THAT(
        error_of(scenario + R"({"at":1,"what":"x","a":)" + std::string(50, '[') + std::string(50, ']') + "}"),
        HasSubstr("injected.jsonl:2: nested deeper"));
    std::string bad_address = good;
    bad_address.replace(bad_address.find("02:00:00:00:02:00"), 17, "02:00:00:00:02:zz");
    EXPECT_THAT(error_of(bad_address), HasSubstr("injected.jsonl:1: \"02:00:00:00:02:zz\" is no address"));
}

TEST(Input, TellsTheByteOfTheCaptureThatIsWrong) {
    EXPECT_THAT(error_of(Story().injected(), Story().join(2, "ap1").capture().substr(0, 50)),
                HasSubstr("air.pcap: in the record at byte 24"));
}

TEST(Input, TellsTheFileThatIsMissing) {
    const auto truth = tell_truth("/nonexistent/air.pcap", "/nonexistent/injected.jsonl");
    ASSERT_FALSE(truth);
    EXPECT_THAT(truth.error().to_string(), HasSubstr("/nonexistent/air.pcap: cannot be read"));
}

TEST(Input, FramesThatAreNoneAreLeftOut) {
    Story story;
    story.join(2, "ap1").frame(3, {}).frame(4, {0xc0}).frame(5, Bytes(24, 0xff)).frame(6, Bytes(10, 0));
    EXPECT_EQ(story.station().associations.size(), 1U);
}

}  // namespace
}  // namespace wlanmedic::lab::test
