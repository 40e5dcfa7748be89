// SPDX-License-Identifier: MIT
#include "capture/gateway_probe.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "capture/counters.h"
#include "capture/gateway_judge.h"
#include "capture/gateway_sockets.h"
#include "machine/probe.h"

namespace wlanmedic::capture {
namespace {

constexpr int most_hurried = 60;  // questions in a row after failures; then as seldom as before

std::string text_of(const char* path) { return machine::ThisMachine().read(path).value_or(std::string()); }

std::uint64_t frames_sent(const std::string& interface) {
    const auto counters = interface_counters(text_of("/proc/net/dev"), interface);
    if (!counters) return 0;
    const auto sent = counters->counted.find("tx_packets");
    return sent == counters->counted.end() ? 0 : sent->second;
}

std::string_view name_of(GatewayState state) {
    switch (state) {
        case GatewayState::up: return "up";
        case GatewayState::down: return "down";
        case GatewayState::unknown: break;
    }
    return "unknown";
}

std::string in_words(GatewayState state) {
    return state == GatewayState::up     ? "answers"
           : state == GatewayState::down ? "is silent"
                                         : "is not known to be there";
}

}  // namespace

struct GatewayProbe::Asking {
    GatewayProbe* probe;
    std::uint32_t index;
    bool carrier = false;
    std::string interface;
    std::optional<Ipv4> gateway;
    std::optional<EchoSocket> echo;
    Wait on_echo;
    std::optional<ArpSocket> arp;
    Wait on_arp;
    Wait timer;
    GatewayJudge judge;
    GatewayRound round;
    bool open = false;  // the round: asked, and not judged yet
    Echo question;
    std::uint64_t frames_before = 0;    // this question
    std::uint64_t frames_answered = 0;  // the first question without an answer
    bool unresolved = false;            // the kernel asked for its address in vain
    int failures = 0;

    void ask();
    void on_answer();
    void on_silence();
    void finish();
    void keep_from(std::string why) {
        round.kept_from = std::move(why);
        finish();
    }
    void put(const GatewayTold& told, std::string message) const;
};

GatewayProbe::GatewayProbe(const Devices& devices, ProbeOptions options)
    : devices_(&devices), options_(std::move(options)) {}
GatewayProbe::~GatewayProbe() = default;

wifi::Result<void> GatewayProbe::start(const Surroundings& surroundings) {
    to_ = surroundings;
    // Whether it may be asked at all is told now, and not at each question. Nothing is sent.
    if (const auto allowed = EchoSocket::open({}, Ipv4{htonl(INADDR_LOOPBACK)}); !allowed)
        return std::unexpected(allowed.error());
    drain();
    wait_for_summary();
    return {};
}

void GatewayProbe::drain() {
    if (to_.loop == nullptr) return;
    std::vector<Device> stations = devices_->stations();
    if (options_.wanted) std::erase_if(stations, [&](const Device& device) { return !options_.wanted(device); });
    std::erase_if(asking_, [&](const auto& entry) {
        return std::ranges::find(stations, entry.first, &Device::index) == stations.end();
    });
    for (const Device& device : stations) {
        auto& asking = asking_[device.index];
        const bool is_new = asking == nullptr;
        if (is_new) asking.reset(new Asking{.probe = this, .index = device.index});
        if (is_new || (device.carrier && !asking->carrier)) {
            Asking* const it = asking.get();
            it->carrier = device.carrier;
            // Not from within whoever calls: it may be reading a source.
            it->timer = to_.loop->after(wifi::Duration{1}, wifi::Duration{1}, [it] { it->ask(); });
        }
        asking->carrier = device.carrier;
    }
}

void GatewayProbe::Asking::ask() {
    const Device* device = probe->devices_->find(index);
    if (device == nullptr) return;
    round = {.at = boottime_now()};
    open = true;
    unresolved = false;
    arp.reset();
    if (!device->carrier) return keep_from("the link is down");
    const auto found = default_gateway(text_of("/proc/net/route"), device->interface);
    if (!found) {
        echo.reset();
        return keep_from(fmt::format("no default route leads out of {}", device->interface));
    }
    if (found != gateway || device->interface != interface || !echo) {
        if (found != gateway) judge = {};
        on_echo = {};
        echo.reset();
        gateway = found;
        interface = device->interface;
        auto opened = EchoSocket::open(interface, *gateway);
        if (!opened) return keep_from(opened.error().what);
        echo.emplace(std::move(*opened));
        on_echo =
            probe->to_.loop->on_descriptor(echo->descriptor(), EPOLLIN, [this](std::uint32_t) { on_answer(); });
    }
    ++question.number;
    if (::getrandom(&question.token, sizeof question.token, GRND_NONBLOCK) < 0) ++question.token;
    frames_before = frames_sent(interface);
    if (failures == 0) frames_answered = frames_before;
    if (const int error = echo->send(question); error != 0) {
        on_echo = {};
        echo.reset();
        return keep_from(std::strerror(error));
    }
    timer = probe->to_.loop->after(probe->options_.answer_within, probe->options_.answer_within / 10,
                                   [this] { on_silence(); });
}

void GatewayProbe::Asking::on_answer() {
    while (const auto got = echo->receive()) {
        if (got->error == EHOSTUNREACH) unresolved = true;
        const bool ours =
            got->answer && got->answer->number == question.number && got->answer->token == question.token;
        if (!ours || !open) continue;
        round.took = boottime_now() - round.at;
        return finish();
    }
}

void GatewayProbe::Asking::on_silence() {
    const std::uint64_t frames = frames_sent(interface);
    const auto neighbour = resolved_neighbour(text_of("/proc/net/arp"), *gateway, interface);
    const bool asks = !neighbour || unresolved;
    // An address that is not known any more is asked for by the kernel, once a second: not within each question.
    if (frames == (asks ? frames_answered : frames_before))
        return keep_from(fmt::format("{} has sent nothing since", interface));
    if (asks) {
        round.arp = Witness::silent;
        return finish();
    }
    const auto octets = neighbour->octets();
    auto opened = ArpSocket::open(index);
    if (!opened || !octets || !opened->ask(*octets, *gateway, echo->own_address())) return finish();
    arp.emplace(std::move(*opened));
    on_arp = probe->to_.loop->on_descriptor(arp->descriptor(), EPOLLIN, [this](std::uint32_t) {
        if (!arp->answered(*gateway, echo->own_address())) return;
        round.arp = Witness::answered;
        finish();
    });
    timer = probe->to_.loop->after(probe->options_.answer_within, probe->options_.answer_within / 10, [this] {
        round.arp = Witness::silent;
        finish();
    });
}

void GatewayProbe::Asking::finish() {
    open = false;
    on_arp = {};
    arp.reset();
    if (const auto told = judge.take(round)) {
        std::string words =
            fmt::format("the gateway {} {}", gateway ? gateway->to_string() : "?", in_words(told->state));
        if (told->took) words += fmt::format(", in {:.1f} ms", wifi::to_seconds(*told->took) * 1e3);
        if (!told->why.empty()) words += ": " + told->why;
        put(*told, std::move(words));
    }
    failures = round.took ? 0 : failures + 1;
    // Whose link is down is asked when it is up: drain() sees that.
    if (!carrier) {
        timer = {};
        return;
    }
    const bool hurry = failures > 0 && failures <= most_hurried && round.kept_from.empty();
    const wifi::Duration wait = hurry ? probe->options_.after_failure : probe->options_.every;
    timer = probe->to_.loop->after(wait - wait / 5, wait / 5, [this] { ask(); });
}

void GatewayProbe::Asking::put(const GatewayTold& told, std::string message) const {
    runfile::Text text{.kind = runfile::Kind::probe, .message = std::move(message), .fields = {}};
    if (gateway) text.set("WLANMEDIC_TARGET", gateway->to_string());
    text.set("WLANMEDIC_STATE", std::string(name_of(told.state)));
    if (told.took) text.set("WLANMEDIC_TOOK", std::to_string(told.took->count()));
    if (const Device* device = probe->devices_->find(index)) text.set("WLANMEDIC_INTERFACE", device->interface);
    const Tape& tape = *probe->to_.tape;
    probe->to_.tape->put(std::move(text), tape.clock().at_boottime(told.at));
}

void GatewayProbe::tell_state() { summarize(); }

void GatewayProbe::summarize() {
    for (const auto& [index, asking] : asking_) {
        if (!asking->gateway) continue;
        const auto summary = asking->judge.summary();
        if (summary.asked == 0) continue;
        asking->put(
            {.state = summary.state, .at = boottime_now(), .took = summary.took, .why = {}},
            fmt::format("the gateway {} {}; answers since the last word: {} of {}", asking->gateway->to_string(),
                        in_words(summary.state), summary.answered, summary.asked));
    }
}

void GatewayProbe::wait_for_summary() {
    const wifi::Duration every = options_.summary_every;
    summary_ = to_.loop->after(every - every / 10, every / 10, [this] {
        summarize();
        wait_for_summary();
    });
}

}  // namespace wlanmedic::capture
