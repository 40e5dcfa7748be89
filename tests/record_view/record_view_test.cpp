// SPDX-License-Identifier: MIT
#include "record_view.h"

#include <gmock/gmock.h>

namespace wlanmedic::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const wifi::MacAddress access_point = *wifi::MacAddress::parse("02:00:00:00:00:01");
const wifi::Instant begin{std::chrono::seconds{1'780'000'000}};

class RecordViewTest : public testing::Test {
protected:
    void at(double seconds, wifi::Payload payload, std::string interface = "wlan0") {
        now = begin + std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(seconds));
        wifi::Event event;
        event.sequence = ++sequence;
        event.instant = now;
        event.interface = std::move(interface);
        event.payload = std::move(payload);
        view.on(event);
    }
    void join(double seconds, const std::string& interface = "wlan0") {
        at(seconds, wifi::JoinStarted{.bssid = access_point}, interface);
        at(seconds + 0.1, wifi::Authenticated{.bssid = access_point}, interface);
        at(seconds + 0.2, wifi::Associated{.bssid = access_point}, interface);
    }
    std::string line(std::size_t width = 200, wifi::Duration later = {}) const {
        return view.line(state, now + later, width);
    }

    std::vector<std::string> told;
    RecordView view{"", std::chrono::seconds{5}, {}, [this](const std::string& lines) { told.push_back(lines); }};
    capture::RecorderState state{.bytes = 4'200'000};
    wifi::Instant now = begin;
    std::uint64_t sequence = 0;
};

TEST_F(RecordViewTest, BeforeAnythingHappensItSaysSo) {
    EXPECT_EQ(line(), "no link seen yet  0 outages  4.2 MB");
    EXPECT_EQ(view.status(), "no link seen yet, 0 outages (0 over 5 s)");
}

TEST_F(RecordViewTest, ShowsTheLinkItsAccessPointAndTheSignal) {
    join(0);
    at(1, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    EXPECT_EQ(line(200, std::chrono::seconds{130}),
              "wlan0 up  02:00:00:00:00:01  -61 dBm  0 outages  associated 2 min ago  4.2 MB");
    EXPECT_EQ(view.status(), "wlan0 up with 02:00:00:00:00:01, 0 outages (0 over 5 s)");
}

TEST_F(RecordViewTest, ALinkThatIsDownCountsTheTimeAndForgetsTheSignal) {
    join(0);
    at(1, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    at(60, wifi::ConnectionLoss{.bssid = access_point});
    EXPECT_THAT(line(200, std::chrono::seconds{12}), AllOf(HasSubstr("wlan0 DOWN 12 s"), Not(HasSubstr("dBm"))));
    join(80);
    EXPECT_THAT(line(), Not(HasSubstr("dBm"))) << "the old one says nothing of the new link";
}

TEST_F(RecordViewTest, AnOutageIsToldOnceItEndedAndCounted) {
    join(0);
    at(60, wifi::ConnectionLoss{.bssid = access_point});
    EXPECT_THAT(told, IsEmpty());
    join(70);
    at(70.3, wifi::Authorized{.bssid = access_point});
    at(100, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0],
                AllOf(HasSubstr("#1"), HasSubstr("wlan0"), HasSubstr("10.2 s"), HasSubstr("connection_loss")));
    EXPECT_THAT(line(), HasSubstr("1 outage "));
    EXPECT_THAT(view.status(), HasSubstr("1 outage (1 over 5 s)"));
}

TEST_F(RecordViewTest, AnOutageIsToldSomeSecondsAfterItsEndAlsoWhereNothingElseHappens) {
    join(0);
    EXPECT_FALSE(view.next_deadline());
    at(60, wifi::ConnectionLoss{.bssid = access_point});
    EXPECT_FALSE(view.next_deadline()) << "it has not ended";
    join(70);
    at(70.3, wifi::Authorized{.bssid = access_point});
    const auto due = view.next_deadline();
    ASSERT_TRUE(due);
    EXPECT_LE(*due - now, std::chrono::seconds{10});
    view.on_time(*due - std::chrono::milliseconds{1});
    EXPECT_THAT(told, IsEmpty());
    view.on_time(*due);
    EXPECT_THAT(told, SizeIs(1));
    EXPECT_FALSE(view.next_deadline());
    at(200, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    EXPECT_THAT(told, SizeIs(1)) << "told once";
}

TEST_F(RecordViewTest, AnOutageThatIsOpenAtTheEndIsToldThen) {
    join(0);
    at(60, wifi::ConnectionLoss{.bssid = access_point});
    view.finish(begin + std::chrono::seconds{90});
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0], HasSubstr("at least 30"));
}

TEST_F(RecordViewTest, WhatComesAgainAndAgainIsNotTheLastEvent) {
    join(0);
    at(50, wifi::Counter{.name = "rx_packets", .value = 7});
    at(51, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    EXPECT_THAT(line(), HasSubstr("associated 50 s ago"));
}

TEST_F(RecordViewTest, ALossOfASourceThatIsOneOfSeveralLeavesTheLinkUp) {
    join(0);
    at(5, wifi::Gap{.because = "the trace lost 7", .links_known = true}, "");
    EXPECT_THAT(line(), HasSubstr("wlan0 up"));
}

TEST_F(RecordViewTest, ARenamedInterfaceGoesOnUnderItsNewName) {
    join(0);
    at(1, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    at(60, wifi::InterfaceRenamed{.before = "wlan0", .after = "wlp1s0"}, "wlp1s0");
    EXPECT_THAT(line(), AllOf(HasSubstr("wlp1s0 up  02:00:00:00:00:01  -61 dBm"), Not(HasSubstr("wlan0"))));
    at(70, wifi::ConnectionLoss{.bssid = access_point}, "wlp1s0");
    EXPECT_THAT(line(), AllOf(HasSubstr("wlp1s0 DOWN"), Not(HasSubstr("wlan0"))));
}

TEST_F(RecordViewTest, ARadioThatComesBackGoesOnWhereItLeft) {
    at(0, wifi::InterfaceType{.type = "station"}, "wlan2");
    join(1, "wlan2");
    at(60, wifi::ConnectionLoss{.bssid = access_point}, "wlan2");
    at(110, wifi::InterfaceType{.type = "station", .removed = true}, "wlan2");
    at(111, wifi::InterfaceType{.type = "station"}, "wlan0");
    at(111, wifi::ScanStarted{}, "wlan0");
    EXPECT_THAT(line(), HasSubstr("wlan0 ?")) << "nothing shows yet that it is the old one";
    at(112, wifi::InterfaceRenamed{.before = "wlan0", .after = "wlan2"}, "wlan2");
    EXPECT_THAT(line(), AllOf(HasSubstr("wlan2 DOWN 52 s"), Not(HasSubstr("wlan0"))));
}

TEST_F(RecordViewTest, LossesOfTheRecordingAreShown) {
    state.gaps = 2;
    EXPECT_THAT(line(), HasSubstr("2 gaps"));
    state.lost = 17;
    EXPECT_THAT(line(), HasSubstr("2 gaps, 17 lost"));
}

TEST_F(RecordViewTest, ANarrowTerminalLosesWhatMattersLeastAndIsNeverOverrun) {
    join(0);
    at(1, wifi::SignalReport{.bssid = access_point, .dbm = -61});
    for (std::size_t width = 0; width <= 100; ++width) EXPECT_LE(line(width).size(), width);
    EXPECT_THAT(line(40), AllOf(HasSubstr("wlan0 up"), HasSubstr("0 outages"), Not(HasSubstr("02:00"))));
    EXPECT_EQ(line(8), "wlan0 up");
}

TEST_F(RecordViewTest, NamesOfInterfacesCannotWriteToTheTerminal) {
    join(0, "wl\x1b[2J");
    EXPECT_THAT(line(), Not(HasSubstr("\x1b")));
    EXPECT_THAT(view.status(), Not(HasSubstr("\x1b")));
}

TEST(RecordViewOfOneInterface, LeavesOthersOut) {
    std::vector<std::string> told;
    RecordView view("wlan1", std::chrono::seconds{5}, {},
                    [&](const std::string& lines) { told.push_back(lines); });
    wifi::Event event;
    event.instant = begin;
    for (const char* interface : {"wlan0", "wlan1"}) {
        event.interface = interface;
        event.payload = wifi::JoinStarted{.bssid = access_point};
        view.on(event);
        event.payload = wifi::Associated{.bssid = access_point};
        view.on(event);
        event.instant += std::chrono::seconds{10};
        event.payload = wifi::ConnectionLoss{.bssid = access_point};
        view.on(event);
    }
    view.finish(event.instant + std::chrono::seconds{10});
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0], HasSubstr("wlan1"));
}

TEST(RecordViewOfOneInterface, FollowsItWhenItIsRenamed) {
    std::vector<std::string> told;
    RecordView view("wlan0", std::chrono::seconds{5}, {},
                    [&](const std::string& lines) { told.push_back(lines); });
    wifi::Event event;
    const auto at = [&](const char* interface, wifi::Payload payload) {
        event.instant += std::chrono::seconds{10};
        event.interface = interface;
        event.payload = std::move(payload);
        view.on(event);
    };
    event.instant = begin;
    at("wlan0", wifi::Associated{.bssid = access_point});
    at("wlp1s0", wifi::InterfaceRenamed{.before = "wlan0", .after = "wlp1s0"});
    at("wlp1s0", wifi::ConnectionLoss{.bssid = access_point});
    at("wlan0", wifi::Associated{.bssid = access_point});  // another radio that now has the name
    EXPECT_THAT(view.status(), AllOf(HasSubstr("wlp1s0 DOWN"), Not(HasSubstr("wlan0"))));
    view.finish(event.instant);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_THAT(told[0], HasSubstr("wlp1s0"));
}

TEST(RoughSpan, IsRoundedDownAndNeverNegative) {
    EXPECT_EQ(rough_span(std::chrono::milliseconds{-5}), "0 s");
    EXPECT_EQ(rough_span(std::chrono::milliseconds{119'900}), "119 s");
    EXPECT_EQ(rough_span(std::chrono::seconds{120}), "2 min");
    EXPECT_EQ(rough_span(std::chrono::hours{47}), "47 h");
    EXPECT_EQ(rough_span(std::chrono::hours{49}), "2 d");
}

TEST(SizeText, HasOneDigitBehindThePoint) {
    EXPECT_EQ(size_text(0), "0 B");
    EXPECT_EQ(size_text(999), "999 B");
    EXPECT_EQ(size_text(4'240'000), "4.2 MB");
    EXPECT_EQ(size_text(5'000'000'000'000), "5000.0 GB");
}

}  // namespace
}  // namespace wlanmedic::app
