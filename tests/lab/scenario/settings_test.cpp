// SPDX-License-Identifier: MIT
// --set key=value: what it changes, and how its mistakes are told.
#include <gtest/gtest.h>

#include "lab/scenario/reader.h"
#include "read.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

// "--set key=value: what"
std::string complaint_of_setting(const std::string& key, const std::string& value) {
    const auto scenario = read("", {{key, value}});
    if (scenario) return "";
    EXPECT_FALSE(scenario.error().hint.empty());
    return scenario.error().to_string();
}

TEST(Settings, ReplaceAndAdd) {
    EXPECT_EQ(scenario("", {{"duration", "20 s"}}).duration, 20s);
    EXPECT_EQ(scenario("", {{"station.manager", "iwd"}}).station.manager, Manager::iwd)
        << "[station] is not in the file";
    EXPECT_EQ(scenario("", {{"access_point.0.pmf", "off"}}).access_points[0].pmf, ManagementProtection::off);
    EXPECT_EQ(scenario("", {{"access_point.1.pmf", "off"}}).access_points[0].pmf, ManagementProtection::required);
    EXPECT_EQ(scenario("", {{"access_point.1.channel", "6"}}).access_points[1].channel, 6U);
    EXPECT_EQ(scenario("", {{"access_point.2.name", "third"}}).access_points[2].name, "third")
        << "one past the end";
    EXPECT_EQ(scenario("", {{"traffic.0.interval", "1 s"}}).traffic.front().interval, 1s)
        << "a list that is not there";
    EXPECT_EQ(scenario("", {{"clock", "2026-05-06T21:13:00Z"}}).clock,
              wifi::Instant(std::chrono::sys_days{std::chrono::year{2026} / 5 / 6} + 21h + 13min));
    EXPECT_EQ(scenario("[[step]]\nrepeat = 21\nsteps = [{ do = \"clear\" }]\n", {{"step.0.repeat", "3"}})
                  .steps[0]
                  .repeat,
              3U);
    EXPECT_TRUE(scenario("", {{"step.0", "{ do = \"treat\", with = \"link\" }"}}).steps.size() == 1);
}

TEST(Settings, ComeOneAfterTheOther) {
    EXPECT_EQ(scenario("", {{"duration", "20 s"}, {"duration", "30 s"}}).duration, 30s);
}

TEST(Settings, AreTextWhereTextStood) {
    const std::string_view text = "duration = \"1 h\"\n[[access_point]]\npassphrase = \"longenough\"\n";
    const auto read = read_scenario(text, "x.toml", {{"access_point.0.passphrase", "12345678"}});
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(read->access_points.front().passphrase, "12345678");
}

TEST(Settings, TellTheirOwnName) {
    EXPECT_EQ(complaint_of_setting("duration", "20 x"), "--set duration=20 x: \"duration\" is not a duration");
    EXPECT_EQ(complaint_of_setting("colour", "1"), "--set colour=1: unknown key \"colour\"");
    EXPECT_EQ(complaint_of_setting("access_point.0.pmf", "yes"),
              "--set access_point.0.pmf=yes: unknown management frame protection \"yes\"");
    EXPECT_EQ(complaint_of_setting("access_point.3.pmf", "off"),
              "--set access_point.3.pmf=off: \"3\" is not a place in a list of 2");
    EXPECT_EQ(complaint_of_setting("access_point.first.pmf", "off"),
              "--set access_point.first.pmf=off: \"first\" is not a place in a list of 2");
    EXPECT_EQ(complaint_of_setting("duration.long", "1"),
              "--set duration.long=1: nothing can stand below a value: \"long\"");
    EXPECT_EQ(complaint_of_setting("", "1"), "--set =1: a setting has no key");
    EXPECT_EQ(complaint_of_setting("station..manager", "iwd"),
              "--set station..manager=iwd: the key has an empty part");
    EXPECT_EQ(complaint_of_setting("duration.", "1"), "--set duration.=1: nothing can stand below a value: \"\"");
    EXPECT_EQ(complaint_of_setting("title", "\xff"), "--set title=\xff: the value is not UTF-8");
    EXPECT_EQ(complaint_of_setting("step.0.do", "link"), "--set step.0.do=link: no step does \"link\"");
    EXPECT_EQ(complaint_of_setting("step.0.do", "treat"), "--set step.0.do=treat: key \"with\" is missing");
}

TEST(Settings, LeaveTheFilesMistakesToTheFile) {
    const auto scenario = read("colour = 1\n", {{"duration", "20 s"}});
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().file, "demo.toml");
    EXPECT_EQ(scenario.error().line, 4U);
}

TEST(Settings, CannotBringInMoreThanAValue) {
    EXPECT_EQ(scenario("", {{"title", "\"a\"\nrest = \"1 h\""}}).rest, 2s);
    EXPECT_EQ(scenario("", {{"title", "a \"quoted\" \\ text\t"}}).title, "a \"quoted\" \\ text\t");
}

}  // namespace
}  // namespace wlanmedic::lab
