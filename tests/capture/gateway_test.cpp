// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <gmock/gmock.h>

#include "capture/gateway_judge.h"
#include "capture/gateway_questions.h"
#include "capture/gateway_tables.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

Ipv4 address(const char* text) {
    Ipv4 address;
    EXPECT_EQ(::inet_pton(AF_INET, text, &address.value), 1);
    return address;
}

// As the kernel wrote it on x86-64: numbers of the machine.
constexpr std::string_view route =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
    "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
    "wlan0\t00000000\t0105A8C0\t0003\t0\t0\t700\t00000000\t0\t0\t0\n"
    "wlan0\t00000000\t0104A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
    "wlan0\t0004A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
    "wlan0\t0000000A\t0905A8C0\t0003\t0\t0\t1\t000000FF\t0\t0\t0\n"
    "wlan1\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0\n";

TEST(GatewayTables, TheGatewayIsOfTheBestDefaultRouteOfItsInterface) {
    EXPECT_EQ(default_gateway(route, "wlan0")->to_string(), "192.168.4.1");
    EXPECT_EQ(default_gateway(route, "eth0")->to_string(), "192.168.2.1");
    EXPECT_FALSE(default_gateway(route, "wlan1")) << "a route without a gateway";
    EXPECT_FALSE(default_gateway(route, "wlan"));
    EXPECT_FALSE(default_gateway("", "wlan0"));
    EXPECT_FALSE(default_gateway("Iface\nwlan0\tx\ty\n", "wlan0"));
}

constexpr std::string_view arp_table =
    "IP address       HW type     Flags       HW address            Mask     Device\n"
    "192.168.4.1      0x1         0x2         02:00:00:00:04:01     *        wlan0\n"
    "192.168.4.10     0x1         0x2         02:00:00:00:04:10     *        wlan0\n"
    "192.168.4.2      0x1         0x0         00:00:00:00:00:00     *        wlan0\n";

TEST(GatewayTables, AnAddressThatIsNotResolvedIsNone) {
    EXPECT_EQ(resolved_neighbour(arp_table, address("192.168.4.1"), "wlan0")->to_string(), "02:00:00:00:04:01");
    EXPECT_FALSE(resolved_neighbour(arp_table, address("192.168.4.2"), "wlan0"));
    EXPECT_FALSE(resolved_neighbour(arp_table, address("192.168.4.1"), "wlan1"));
    EXPECT_FALSE(resolved_neighbour(arp_table, address("192.168.4.9"), "wlan0"));
}

TEST(GatewayQuestions, AnAnswerIsTheQuestionTurnedRound) {
    const Echo echo{.id = 7, .number = 258, .token = 0x1122334455667788};
    auto bytes = echo_request(echo);
    EXPECT_FALSE(echo_reply_in(bytes, false)) << "a question is no answer";
    bytes[0] = 0;
    EXPECT_FALSE(echo_reply_in(bytes, false)) << "its checksum is another";
    // RFC 1624: the type fell by 8.
    const auto sum = static_cast<std::uint16_t>((bytes[2] << 8U | bytes[3]) + 0x0800U);
    const bool carried = (bytes[2] << 8U | bytes[3]) + 0x0800U > 0xffffU;
    const auto fixed = static_cast<std::uint16_t>(sum + (carried ? 1 : 0));
    bytes[2] = static_cast<std::uint8_t>(fixed >> 8U);
    bytes[3] = static_cast<std::uint8_t>(fixed & 0xffU);
    EXPECT_EQ(echo_reply_in(bytes, false), echo);
    std::vector<std::uint8_t> with_header(24);
    with_header[0] = 0x46;
    with_header.insert(with_header.end(), bytes.begin(), bytes.end());
    EXPECT_EQ(echo_reply_in(with_header, true), echo);
    for (std::size_t size = 0; size < with_header.size(); ++size)
        EXPECT_FALSE(echo_reply_in({with_header.data(), size}, true)) << size;
    with_header[0] = 0x4f;
    EXPECT_FALSE(echo_reply_in(with_header, true)) << "a header longer than the packet";
}

TEST(GatewayQuestions, ArpIsAskedAndAnswered) {
    const MacOctets own{2, 0, 0, 0, 0, 1};
    const MacOctets gateway{2, 0, 0, 0, 0, 2};
    const Ipv4 here = address("192.168.4.7");
    const Ipv4 there = address("192.168.4.1");
    const auto request = arp_request(own, here, gateway, there);
    EXPECT_FALSE(is_arp_reply(request, there, here));
    auto reply = arp_request(gateway, there, own, here);
    EXPECT_FALSE(is_arp_reply(reply, there, here)) << "its own question";
    reply[7] = 2;
    EXPECT_TRUE(is_arp_reply(reply, there, here));
    EXPECT_FALSE(is_arp_reply(reply, address("192.168.4.3"), here));
    EXPECT_FALSE(is_arp_reply({reply.data(), reply.size() - 1}, there, here));
}

GatewayRound answered(wifi::Duration at) {
    return {.at = at, .kept_from = {}, .took = 3ms, .arp = Witness::not_asked};
}
GatewayRound silent(wifi::Duration at, Witness arp = Witness::silent) {
    return {.at = at, .kept_from = {}, .took = {}, .arp = arp};
}
GatewayRound stayed(wifi::Duration at) { return {.at = at, .kept_from = "the link is down", .took = {}}; }

TEST(GatewayJudge, AnAnswerIsUpAndIsToldOnce) {
    GatewayJudge judge;
    const auto told = judge.take(answered(1s));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->state, GatewayState::up);
    EXPECT_EQ(told->took, 3ms);
    EXPECT_FALSE(judge.take(answered(6s)));
}

TEST(GatewayJudge, ALoneSilenceIsNothingAndTwoAreDownSinceTheFirst) {
    GatewayJudge judge;
    judge.take(answered(1s));
    EXPECT_FALSE(judge.take(silent(6s)));
    EXPECT_FALSE(judge.take(answered(7s)));
    EXPECT_FALSE(judge.take(silent(12s)));
    const auto told = judge.take(silent(13s));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->state, GatewayState::down);
    EXPECT_EQ(told->at, 12s);
    EXPECT_FALSE(judge.take(silent(14s)));
    EXPECT_EQ(judge.take(answered(15s))->state, GatewayState::up);
}

TEST(GatewayJudge, AGatewayThatDropsIcmpIsNeverDown) {
    GatewayJudge judge;
    for (int i = 0; i < 100; ++i) {
        const auto told = judge.take(silent(i * 1s, Witness::answered));
        EXPECT_EQ(told.has_value(), i == 0);
    }
    EXPECT_EQ(judge.summary().state, GatewayState::unknown);
    // But when ARP falls silent too, which it answered before, it is.
    judge.take(silent(200s));
    EXPECT_EQ(judge.take(silent(201s))->state, GatewayState::down);
}

TEST(GatewayJudge, ReasonsThatComeAndGoAreToldOnceAMinute) {
    GatewayJudge judge;
    int told = 0;
    for (int i = 0; i < 120; ++i) told += judge.take(i % 2 == 0 ? silent(i * 1s) : stayed(i * 1s)) ? 1 : 0;
    EXPECT_EQ(told, 2);
}

TEST(GatewayJudge, WhoNeverAnsweredIsNotKnownToBeThere) {
    GatewayJudge judge;
    for (int i = 0; i < 10; ++i) judge.take(silent(i * 1s));
    EXPECT_EQ(judge.summary().state, GatewayState::unknown);
}

TEST(GatewayJudge, AQuestionThatDidNotLeaveIsNoSilence) {
    GatewayJudge judge;
    judge.take(answered(1s));
    EXPECT_EQ(judge.take(stayed(2s))->state, GatewayState::unknown);
    EXPECT_FALSE(judge.take(stayed(3s)));
    EXPECT_FALSE(judge.take(silent(4s)));
    EXPECT_FALSE(judge.take(stayed(5s)));
    EXPECT_FALSE(judge.take(silent(6s)));
    EXPECT_EQ(judge.summary().state, GatewayState::unknown);
}

TEST(GatewayJudge, WithoutLeaveToAskArpSilenceAfterAnswersIsDown) {
    GatewayJudge judge;
    judge.take(silent(1s, Witness::not_asked));
    judge.take(silent(2s, Witness::not_asked));
    EXPECT_EQ(judge.summary().state, GatewayState::unknown);
    judge.take(answered(3s));
    judge.take(silent(4s, Witness::not_asked));
    EXPECT_EQ(judge.take(silent(5s, Witness::not_asked))->state, GatewayState::down);
}

TEST(GatewayJudge, ASummaryCountsWhatWasAskedSinceTheLast) {
    GatewayJudge judge;
    judge.take(answered(1s));
    judge.take(answered(2s));
    judge.take(silent(3s));
    judge.take(stayed(4s));
    const auto summary = judge.summary();
    EXPECT_EQ(summary.asked, 3U);
    EXPECT_EQ(summary.answered, 2U);
    EXPECT_EQ(summary.took, 3ms);
    EXPECT_EQ(judge.summary().asked, 0U);
}

}  // namespace
}  // namespace wlanmedic::capture
