// SPDX-License-Identifier: MIT
// What the tracepoints of the guard in the kernel become.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "evidence/event_reader.h"
#include "evidence/trace_event.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

std::string one(TraceDecoder& decoder, const std::string& line) {
    return words(decoder.decode(line, "kworker/u2:0"));
}

std::string alone(const std::string& line) {
    TraceDecoder decoder;
    return one(decoder, line);
}

const std::string decided =
    "connloss_decision: device=vcw1200 interface=wlan2 at=22123456789 decision=act ladder=1 rung=0 "
    "method=function_reset trigger=0";

std::string ended(const std::string& result, const std::string& device = "vcw1200") {
    return fmt::format(
        "connloss_action: device={} method=function_reset result={} waited_ns=41230 took_ns=412300000", device,
        result);
}

TEST(TraceGuard, DecidesAndActs) {
    TraceDecoder decoder;
    EXPECT_EQ(one(decoder, decided), "wlan2 action_started method=function_reset");
    EXPECT_EQ(one(decoder, ended("0")), "wlan2 action_finished method=function_reset done=true");
    EXPECT_EQ(one(decoder, ended("-110")), "wlan2 action_finished method=function_reset done=false");
}

TEST(TraceGuard, TellsARefusalFromAFailure) {
    TraceDecoder decoder;
    one(decoder, decided);
    EXPECT_EQ(one(decoder, ended("-16")),
              "wlan2 action_refused method=function_reset because=the device is in use");
    EXPECT_EQ(one(decoder, ended("-95")),
              "wlan2 action_refused method=function_reset because=the device knows no such reset");
}

TEST(TraceGuard, EndsAnActionOnTheInterfaceForWhichItWasDecided) {
    TraceDecoder decoder;
    one(decoder, decided);
    one(decoder,
        "connloss_decision: device=mmc2:0001:1 interface=wlan0 at=1 decision=act ladder=1 rung=0 "
        "method=function_reset trigger=0");
    EXPECT_EQ(one(decoder, ended("0")), "wlan2 action_finished method=function_reset done=true");
    EXPECT_EQ(one(decoder, ended("0", "mmc2:0001:1")), "wlan0 action_finished method=function_reset done=true");
    EXPECT_EQ(alone(ended("0")), "action_finished method=function_reset done=true") << "its decision is not told";
}

TEST(TraceGuard, WasToldOfAFault) {
    EXPECT_EQ(alone("connloss_event: device=vcw1200 interface=wlan2 at=1 event=fault failure=- fault=dead_bh ok=0 "
                    "bssid=00:00:00:00:00:00"),
              "wlan2 firmware_error driver= device=");
    EXPECT_EQ(
        alone("connloss_event: device=vcw1200 interface= at=1 event=fault failure=- fault=command_timeout ok=0 "
              "bssid=00:00:00:00:00:00"),
        "firmware_error driver= device=");
}

TEST(TraceGuard, IsToldTwiceOfWhatMac80211Tells) {
    for (const std::string line :
         {"connloss_event: device=vcw1200 interface=wlan2 at=1 event=connection_loss failure=- fault=- ok=0 "
          "bssid=00:00:00:00:00:00",
          "connloss_held: device=vcw1200 interface=wlan2 at=1 held=cool_down",
          "connloss_decision: device=vcw1200 interface=wlan2 at=1 decision=healthy ladder=1 rung=0 "
          "method=function_reset trigger=0"})
        EXPECT_EQ(alone(line), "noted") << line;
}

TEST(TraceGuard, CountsWhatItDoesNotKnowAndWhatBreaksOff) {
    EXPECT_EQ(alone("connloss_of_tomorrow: device=vcw1200"), "unrecognized");
    for (const std::string line :
         {"connloss_decision: device=vcw1200 interface=wlan2 at=1 decision=act ladder=1 rung=0 method=pray "
          "trigger=0",
          "connloss_decision: device=vcw1200 interface=wlan2 at=1",
          "connloss_decision:", "connloss_event: device= at=1", "connloss_event: device=vcw1200",
          "connloss_action: device=vcw1200 method=restart_hw result=", "connloss_action: device=vcw1200 result=0"})
        EXPECT_EQ(alone(line), "malformed") << line;
    EXPECT_EQ(alone("connloss:" + decided), "wlan2 action_started method=function_reset")
        << "as trace-cmd prints it";
}

TEST(TraceGuard, OfALargeFileIsNotPassedOver) {
    const auto literals = EventReader::literals(drivers());
    for (const std::string& line : {decided, ended("0"), std::string("connloss_event: device=v event=fault")})
        EXPECT_TRUE(std::ranges::any_of(literals, [&](const std::string& literal) {
            return line.find(literal) != std::string::npos;
        })) << line;
}

}  // namespace
}  // namespace wlanmedic::evidence
