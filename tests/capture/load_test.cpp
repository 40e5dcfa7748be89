// SPDX-License-Identifier: MIT
#include "capture/load.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "capture/sink.h"
#include "notebook.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Rate, UnitsAreThoseThatAreWritten) {
    EXPECT_EQ(parse_rate("1MB/s"), 1'000'000U);
    EXPECT_EQ(parse_rate("500kB/s"), 500'000U);
    EXPECT_EQ(parse_rate("1.5MiB/s"), 1'572'864U);
    EXPECT_EQ(parse_rate("8Mbit/s"), 1'000'000U);
    EXPECT_EQ(parse_rate("1kB/s"), least_rate);
    EXPECT_EQ(parse_rate("1GB/s"), greatest_rate);
    EXPECT_EQ(parse_rate("2MB"), 2'000'000U);
}

TEST(Rate, WhatIsNoneSaysWhatIs) {
    for (const char* text : {"", "fast", "MB/s", "1", "1mb/s", "-1MB/s", "999B/s", "1.1GB/s", "1e99MB/s",
                             "nanMB/s", "inf", "1MB/s ", "1MB/min", "0MB/s", " 1MB/s"}) {
        const auto rate = parse_rate(text);
        ASSERT_FALSE(rate) << text;
        EXPECT_THAT(rate.error().hint, HasSubstr("from 1kB/s to 1GB/s")) << text;
        EXPECT_THAT(rate.error().what, HasSubstr(text));
    }
}

TEST(LoadTarget, NamesAndAddressesWithAndWithoutAPort) {
    EXPECT_EQ(parse_load_target("nas")->to_string(), "nas:5330");
    EXPECT_EQ(parse_load_target("192.0.2.7:6000")->to_string(), "192.0.2.7:6000");
    EXPECT_EQ(parse_load_target("2001:db8::7")->to_string(), "[2001:db8::7]:5330");
    EXPECT_EQ(parse_load_target("[2001:db8::7]:6000")->to_string(), "[2001:db8::7]:6000");
    EXPECT_EQ(parse_load_target("[fe80::1%wlan0]")->host, "fe80::1%wlan0");
}

TEST(LoadTarget, WhatIsNoneIsRefused) {
    for (const char* text : {"", ":6000", "nas:", "nas:0", "nas:65536", "nas:http", "[::1", "[::1]6000", "a b",
                             "http://nas", "-nas", "nas,other", "me@nas", "a:b]:c", "\"nas\""}) {
        const auto target = parse_load_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_FALSE(target.error().hint.empty());
    }
}

TEST(LoadProtocol, EachBeginningOfAGreetingMayBecomeOne) {
    for (std::size_t size = 0; size < load_hello.size(); ++size)
        EXPECT_EQ(greeting_in(load_hello.substr(0, size)), Greeting::incomplete) << size;
    EXPECT_EQ(greeting_in(load_hello), Greeting::load);
    EXPECT_EQ(greeting_in(sink_hello), Greeting::sink);
    EXPECT_EQ(greeting_in(sink_busy), Greeting::busy);
    EXPECT_EQ(greeting_in("wlanmedic sink 2\n"), Greeting::other_version);
    EXPECT_EQ(greeting_in("SSH-2.0-OpenSSH_9.2"), Greeting::foreign);
    EXPECT_EQ(greeting_in("wlanmedic sink 1\r"), Greeting::foreign);
    EXPECT_EQ(greeting_in(std::string(load_hello) + "more"), Greeting::load);
}

TEST(LoadProtocol, AcknowledgementsComeInPieces) {
    Acknowledgements acknowledgements;
    const std::string bytes = acknowledgement(0x0102030405060708) + acknowledgement(UINT64_MAX);
    EXPECT_EQ(bytes.substr(0, 8), std::string("\1\2\3\4\5\6\7\10"));
    EXPECT_FALSE(acknowledgements.take(bytes.substr(0, 7)));
    EXPECT_EQ(acknowledgements.take(bytes.substr(7, 4)), 0x0102030405060708U);
    EXPECT_EQ(acknowledgements.take(bytes.substr(11)), UINT64_MAX);
    EXPECT_EQ(acknowledgements.take(bytes), UINT64_MAX);
}

TEST(LoadWatch, AStallBeganWhenTheLastBytesWereAcknowledged) {
    LoadWatch watch(0s);
    watch.sent(1000, 1s);
    const auto first = watch.acknowledged(600, 2s);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->state, LoadState::flowing);
    EXPECT_EQ(first->bytes, 600U);
    watch.sent(1000, 3s);
    EXPECT_FALSE(watch.look(3900ms));
    const auto stalled = watch.look(4s);
    ASSERT_TRUE(stalled);
    EXPECT_EQ(stalled->state, LoadState::stalled);
    EXPECT_EQ(stalled->at, 2s);
    EXPECT_FALSE(watch.look(10s));
    const auto again = watch.acknowledged(1400, 11s);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, LoadState::flowing);
    EXPECT_EQ(again->bytes, 1400U);
    EXPECT_EQ(again->over, 9s);
    EXPECT_EQ(watch.outstanding(), 0U);
}

TEST(LoadWatch, SilenceIsNoStallWhereNothingIsOwed) {
    LoadWatch watch(0s);
    watch.sent(10, 1s);
    watch.acknowledged(10, 1s);
    EXPECT_FALSE(watch.look(100s));
    watch.sent(10, 100s);
    EXPECT_FALSE(watch.look(101s));
    EXPECT_EQ(watch.look(102s)->at, 100s);
}

TEST(LoadWatch, BytesAreCountedOnceWhateverIsTold) {
    LoadWatch watch(0s);
    std::uint64_t told = 0;
    const auto add = [&](const std::optional<LoadTold>& one) { told += one ? one->bytes : 0; };
    watch.sent(1000, 0s);
    add(watch.acknowledged(100, 1s));
    add(watch.acknowledged(200, 2s));
    add(watch.interval(3s));
    add(watch.look(5s));
    add(watch.acknowledged(300, 6s));
    add(watch.lost("reset", 7s));
    add(watch.interval(8s));
    add(watch.end(9s));
    EXPECT_EQ(told, 600U);
}

TEST(LoadWatch, AStallThatIsToldAfterASummaryLiesBeforeItAndCoversNothing) {
    LoadWatch watch(0s);
    watch.sent(1000, 0s);
    watch.acknowledged(100, 10s);
    watch.interval(11s);
    const auto stalled = watch.look(12s);
    ASSERT_TRUE(stalled);
    EXPECT_EQ(stalled->at, 10s);
    EXPECT_EQ(stalled->over, 0s);
    EXPECT_EQ(watch.interval(13s)->over, 2s);
}

TEST(LoadWatch, BeforeAnythingIsKnownASummarySaysNothing) {
    LoadWatch watch(0s);
    EXPECT_FALSE(watch.interval(60s));
    EXPECT_TRUE(watch.lost("refused", 61s));
    EXPECT_FALSE(watch.lost("refused", 62s));
    EXPECT_EQ(watch.interval(120s)->state, LoadState::unreachable);
}

LoadOptions to_port(std::uint16_t port, std::uint64_t rate = 1'000'000) {
    return {.target = {.host = "127.0.0.1", .port = port}, .rate = rate, .every = 1h, .interface = {}};
}

std::uint64_t total_of(const test::Notebook& tape) {
    std::uint64_t sum = 0;
    for (const std::string& bytes : tape.fields("WLANMEDIC_BYTES")) sum += std::stoull(bytes);
    return sum;
}

TEST(Load, FlowsToASinkAndSaysHowMuchArrived) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1"});
    ASSERT_TRUE(sink);
    std::uint64_t arrived = 0;
    bool went = false;
    (*sink)->on_report([&](const SinkReport& report) {
        arrived = report.total;
        went = report.what == SinkReport::What::went;
    });
    test::Notebook tape;
    {
        Load load(to_port((*sink)->port()));
        ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
        ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
        EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "flowing");
        const auto told = total_of(tape);
        ASSERT_TRUE(test::run_until(*loop, [&] {
            load.tell_state();
            return total_of(tape) > told + 300'000;
        }));
    }
    EXPECT_EQ(tape.fields("WLANMEDIC_STATE").back(), "ended");
    EXPECT_THAT(tape.fields("WLANMEDIC_STATE"), testing::Not(Contains("stalled")));
    ASSERT_TRUE(test::run_until(*loop, [&] { return went; }));
    EXPECT_GE(arrived, total_of(tape));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_TARGET"), "127.0.0.1:" + std::to_string((*sink)->port()));
}

TEST(Load, SendsNoMoreThanItsRate) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1"});
    ASSERT_TRUE(sink);
    test::Notebook tape;
    Load load(to_port((*sink)->port(), 200'000));
    const auto begin = boottime_now();
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] {
        load.tell_state();
        return total_of(tape) > 200'000;
    }));
    // More may have been acknowledged by now than the rate allows only where time ran slower than the clock.
    const auto took = wifi::to_seconds(boottime_now() - begin);
    EXPECT_LE(static_cast<double>(total_of(tape)), 200'000 * took + 1);
}

// A service of TCP that does what a test says.
class Service {
public:
    Service() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::listen(listening_.get(), 4), 0);
    }
    std::uint16_t port() const {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }
    bool accept() {
        if (!client_)
            client_ =
                posix::Descriptor(::accept4(listening_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        return static_cast<bool>(client_);
    }
    void close() { client_ = posix::Descriptor(); }
    void stop_listening() { listening_ = posix::Descriptor(); }
    /// All that has come so far.
    const std::string& read() {
        std::array<char, 65536> bytes{};
        ssize_t size = 0;
        while (client_ && (size = ::recv(client_.get(), bytes.data(), bytes.size(), 0)) > 0)
            got_.append(bytes.data(), static_cast<std::size_t>(size));
        return got_;
    }
    void say(std::string_view text) {
        EXPECT_EQ(::send(client_.get(), text.data(), text.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(text.size()));
    }

private:
    posix::Descriptor listening_;
    posix::Descriptor client_;
    std::string got_;
};

TEST(Load, AServiceThatIsNoSinkGetsAGreetingAndNothingElse) {
    auto loop = Loop::create();
    Service service;
    test::Notebook tape;
    Load load(to_port(service.port()));
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(
        test::run_until(*loop, [&] { return service.accept() && service.read().size() >= load_hello.size(); }));
    // For longer than several of its ticks.
    EXPECT_FALSE(test::run_until(*loop, [&] { return service.read().size() > load_hello.size(); }, 500ms));
    service.say("220 mail.example ESMTP\r\n");
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "unreachable");
    EXPECT_THAT(tape.notes[0].text.message, HasSubstr("no wlanmedic sink"));
    EXPECT_EQ(service.read(), load_hello);
}

TEST(Load, ASinkThatStopsReadingStallsItAndOneThatGoesOnMakesItFlow) {
    auto loop = Loop::create();
    Service service;
    test::Notebook tape;
    Load load(to_port(service.port(), 100'000));
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.accept() && service.read() == load_hello; }));
    service.say(sink_hello);
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.read().size() > load_hello.size() + 1000; }));
    service.say(acknowledgement(1000));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    const auto acknowledged_at = tape.clock().now();
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 2; }));
    service.say(acknowledgement(service.read().size() - load_hello.size()));
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 3; }));
    EXPECT_THAT(tape.fields("WLANMEDIC_STATE"), ElementsAre("flowing", "stalled", "flowing"));
    // It is told late, and stamped when it began.
    EXPECT_LE(tape.notes[1].instant, acknowledged_at);
    EXPECT_GE(tape.notes[1].instant, tape.notes[0].instant);
}

TEST(Load, WhoAcknowledgesMoreThanWasSentIsLeft) {
    auto loop = Loop::create();
    Service service;
    test::Notebook tape;
    Load load(to_port(service.port()));
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.accept() && service.read() == load_hello; }));
    service.say(std::string(sink_hello) + acknowledgement(UINT64_MAX));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "unreachable");
    EXPECT_EQ(tape.field(0, "WLANMEDIC_BYTES"), "0");
}

TEST(Load, ComesBackWhenTheConnectionDied) {
    auto loop = Loop::create();
    Service service;
    test::Notebook tape;
    Load load(to_port(service.port()));
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.accept() && service.read() == load_hello; }));
    service.close();
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "unreachable");
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.accept(); }));
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.read().size() == 2 * load_hello.size(); }));
    service.say(sink_hello);
    ASSERT_TRUE(test::run_until(*loop, [&] { return service.read().size() > 2 * load_hello.size(); }));
}

TEST(Load, ANameThatNobodyKnowsIsUnreachable) {
    auto loop = Loop::create();
    test::Notebook tape;
    Load load({.target = {.host = "nobody.invalid"}, .rate = 1000, .every = 1h, .interface = {}});
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "unreachable");
    EXPECT_THAT(tape.notes[0].text.message, HasSubstr("nobody.invalid"));
}

TEST(Load, WhoseInterfaceIsNotThereGoesNoOtherWay) {
    auto loop = Loop::create();
    Service service;
    test::Notebook tape;
    LoadOptions options = to_port(service.port());
    options.interface = []() -> wifi::Result<std::string> {
        return std::unexpected(wifi::Error{.what = "wlan0 is not there now"});
    };
    Load load(options);
    ASSERT_TRUE(load.start({.loop = &*loop, .tape = &tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !tape.notes.empty(); }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_STATE"), "unreachable");
    EXPECT_THAT(tape.notes[0].text.message, HasSubstr("wlan0 is not there now"));
    EXPECT_FALSE(service.accept()) << "nothing has connected";
}

TEST(Sink, RefusesMoreClientsThanItWillHave) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1", .most_clients = 1});
    ASSERT_TRUE(sink);
    std::vector<SinkReport::What> reports;
    (*sink)->on_report([&](const SinkReport& report) { reports.push_back(report.what); });
    test::Notebook first_tape;
    test::Notebook second_tape;
    Load first(to_port((*sink)->port()));
    ASSERT_TRUE(first.start({.loop = &*loop, .tape = &first_tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !first_tape.notes.empty(); }));
    Load second(to_port((*sink)->port()));
    ASSERT_TRUE(second.start({.loop = &*loop, .tape = &second_tape}));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !second_tape.notes.empty(); }));
    EXPECT_THAT(second_tape.notes[0].text.message, HasSubstr("enough clients"));
    EXPECT_THAT(reports, ElementsAre(SinkReport::What::came, SinkReport::What::refused));
}

posix::Descriptor connected_to(std::uint16_t port) {
    posix::Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return client;
}

TEST(Sink, WhoGreetsOtherwiseGetsNoAnswer) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1"});
    ASSERT_TRUE(sink);
    std::vector<SinkReport> reports;
    (*sink)->on_report([&](const SinkReport& report) { reports.push_back(report); });
    const posix::Descriptor client = connected_to((*sink)->port());
    const std::string_view request = "GET / HTTP/1.1\r\n\r\n";
    ASSERT_EQ(::send(client.get(), request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    ASSERT_TRUE(test::run_until(*loop, [&] { return !reports.empty(); }));
    EXPECT_EQ(reports[0].what, SinkReport::What::refused);
    std::array<char, 64> answer{};
    EXPECT_LE(::recv(client.get(), answer.data(), answer.size(), 0), 0);
}

TEST(Sink, AnswersWithFarLessThanItGets) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1"});
    ASSERT_TRUE(sink);
    const posix::Descriptor client = connected_to((*sink)->port());
    ASSERT_EQ(::send(client.get(), load_hello.data(), load_hello.size(), 0), 17);
    std::string answer;
    const auto read = [&] {
        std::array<char, 64> bytes{};
        const ssize_t size = ::recv(client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (size > 0) answer.append(bytes.data(), static_cast<std::size_t>(size));
    };
    const std::string data(1000, 'x');
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(::send(client.get(), data.data(), data.size(), 0), 1000);
        sd_event_run(loop->get(), 0);
    }
    ASSERT_TRUE(test::run_until(*loop, [&] {
        read();
        return answer.ends_with(acknowledgement(100'000));
    }));
    EXPECT_TRUE(answer.starts_with(sink_hello));
    EXPECT_LT(answer.size(), 1000U);
}

TEST(Sink, ATakenPortIsAnErrorThatSaysWhatToDo) {
    auto loop = Loop::create();
    auto sink = Sink::listen(*loop, {.port = 0, .address = "127.0.0.1"});
    ASSERT_TRUE(sink);
    const auto second = Sink::listen(*loop, {.port = (*sink)->port(), .address = "127.0.0.1"});
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().hint, HasSubstr("--port"));
    EXPECT_FALSE(Sink::listen(*loop, {.port = 0, .address = "no address"}));
}

}  // namespace
}  // namespace wlanmedic::capture
