// SPDX-License-Identifier: MIT
// The bytes are a policy and what happens to it. Whatever they are, the engine keeps to what holds of all of them.
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "policy/engine.h"
#include "require.h"

namespace {

using namespace wlanmedic;
using fuzz::require;
using policy::Condition;
using policy::Watch;
using wifi::Payload;

class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}
    bool more() const { return next_ != end_; }
    std::uint8_t take() { return more() ? *next_++ : std::uint8_t{0}; }
    std::uint8_t below(std::uint8_t limit) { return static_cast<std::uint8_t>(take() % limit); }
    template <class Enum>
    Enum one(std::uint8_t count) {
        return static_cast<Enum>(below(count));
    }
    template <std::size_t Count>
    std::string word(const std::array<const char*, Count>& words) {
        return words[take() % Count];
    }

private:
    const std::uint8_t* next_;
    const std::uint8_t* end_;
};

wifi::Duration span(Bytes& bytes) { return std::chrono::milliseconds{250} * bytes.take(); }

std::optional<wifi::MacAddress> address(Bytes& bytes) {
    const std::uint8_t last = bytes.below(12);
    if (last == 11) return std::nullopt;
    const std::array<std::uint8_t, 6> octets{last == 0 ? std::uint8_t{0} : std::uint8_t{2}, 0, 0, 0, 0, last};
    return wifi::MacAddress::from_octets(octets);
}

template <class T>
void fill(T& happening, Bytes& bytes) {
    if constexpr (requires { happening.bssid; }) happening.bssid = address(bytes);
    if constexpr (requires { happening.address; }) happening.address = address(bytes);
    if constexpr (requires { happening.by; }) happening.by = bytes.one<wifi::Sender>(3);
    if constexpr (std::is_same_v<T, wifi::Deauthenticated>) {
        happening.from = address(bytes);
        happening.to = address(bytes);
        happening.joining = bytes.below(4) == 0;
    }
    if constexpr (std::is_same_v<T, wifi::Deauthenticated> || std::is_same_v<T, wifi::Disconnected>)
        happening.reason = bytes.below(10);
    if constexpr (std::is_same_v<T, wifi::StationState>) {
        happening.before = bytes.one<wifi::StationStage>(5);
        happening.after = bytes.one<wifi::StationStage>(5);
    }
    if constexpr (std::is_same_v<T, wifi::InterfaceRenamed>) {
        happening.before = bytes.word<3>({"wlan0", "wlan1", "wlan2"});
        happening.after = bytes.word<3>({"wlan0", "wlan1", "wlan2"});
    }
    if constexpr (std::is_same_v<T, wifi::InterfaceType>) {
        happening.type = bytes.word<2>({"station", "monitor"});
        happening.removed = bytes.below(2) == 0;
    }
    if constexpr (std::is_same_v<T, wifi::Counter>) {
        happening.name = bytes.word<3>({"rx_packets", "tx_packets", "errors"});
        happening.value = std::int64_t{bytes.take()} << bytes.below(56);
    }
    if constexpr (requires { happening.who; }) happening.who = bytes.word<6>({"a", "b", "c", "d", "e", "f"});
    if constexpr (requires { happening.person; }) {
        happening.what = bytes.word<2>({"disconnect", "scan"});
        happening.person = bytes.below(2) == 0;
    }
    if constexpr (requires { happening.duration; })
        happening.duration = bytes.below(8) == 0 ? wifi::Duration::max() : span(bytes);
    if constexpr (requires { happening.seen; }) happening.seen = bytes.below(2);
    if constexpr (requires { happening.dbm; }) happening.dbm = -bytes.below(100);
    if constexpr (requires { happening.answer; }) happening.answer = bytes.one<wifi::Answer>(3);
    if constexpr (std::is_same_v<T, wifi::LoadReport>) happening.state = bytes.one<wifi::LoadReport::State>(4);
    if constexpr (requires { happening.links_known; }) happening.links_known = bytes.below(2) == 0;
    if constexpr (requires { happening.method; })
        happening.method = driver::name_of(bytes.one<driver::Method>(driver::method_names.size()));
    if constexpr (requires { happening.done; }) happening.done = bytes.below(2) == 0;
}

template <std::size_t... Index>
Payload payload(Bytes& bytes, std::index_sequence<Index...>) {
    using Maker = Payload (*)();
    constexpr std::array<Maker, sizeof...(Index)> makers{[] { return Payload(std::in_place_index<Index>); }...};
    Payload made = makers[bytes.take() % makers.size()]();
    std::visit([&](auto& happening) { fill(happening, bytes); }, made);
    return made;
}

Watch watch(Bytes& bytes) {
    Watch made;
    made.on = bytes.one<Watch::On>(4);
    if (const std::uint8_t which = bytes.below(16); which < 14)
        made.outage_class = static_cast<outage::Class>(which);
    made.event = bytes.below(std::variant_size_v<Payload>);
    made.counter = "errors";
    made.stall = bytes.one<outage::Stall::Kind>(7);
    made.count = made.on == Watch::On::stall ? 1 : 1 + bytes.below(Watch::most_count);
    made.within = span(bytes);
    made.per = bytes.one<policy::Scope>(2);
    return made;
}

Condition condition(Bytes& bytes) {
    Condition made;
    made.kind = bytes.one<Condition::Kind>(9);
    made.link = bytes.one<Condition::Link>(3);
    made.failures =
        static_cast<std::uint16_t>((bytes.take() << 3 | 1) & ((1 << policy::failure_names.size()) - 1));
    made.count = 1 + bytes.below(4);
    made.bssids = bytes.below(Condition::most_bssids + 1);
    made.each = bytes.below(2) == 0;
    made.span = span(bytes);
    made.dbm = -50;
    if (made.kind == Condition::Kind::symptom) made.watch = watch(bytes);
    return made;
}

policy::Policy a_policy(Bytes& bytes) {
    policy::Policy made;
    for (std::uint8_t left = bytes.below(4); left > 0; --left) made.triggers.push_back(watch(bytes));
    for (std::uint8_t left = bytes.below(4); left > 0; --left) {
        policy::Gate& gate = made.gates.emplace_back();
        for (std::uint8_t conditions = 1 + bytes.below(3); conditions > 0; --conditions)
            gate.of.push_back(condition(bytes));
        gate.at_least = 1 + bytes.below(static_cast<std::uint8_t>(gate.of.size()));
    }
    for (std::uint8_t left = bytes.below(4); left > 0; --left)
        made.rungs.push_back({.method = bytes.one<driver::Method>(driver::method_names.size()),
                              .deadline = span(bytes),
                              .proof = bytes.one<policy::Proof>(3),
                              .healthy_for = span(bytes)});
    made.limits.cool_down = span(bytes);
    made.limits.cool_down_factor = 1 + bytes.below(16);
    made.limits.cool_down_max = made.limits.cool_down * bytes.below(8);
    made.limits.per_hour = 1 + bytes.below(64);
    if (const std::uint8_t actions = bytes.below(8); actions > 0) made.limits.per_boot = actions;
    if (const std::uint8_t ladders = bytes.below(4); ladders > 0) made.limits.give_up_after = ladders;
    made.limits.grace = span(bytes);
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    const auto policy = std::make_shared<const policy::Policy>(a_policy(bytes));
    policy::Engine engine(policy);
    wifi::Instant at{std::chrono::hours{1}};
    wifi::Instant now = wifi::Instant::min();
    std::optional<policy::Decision> ladder;
    bool gave_up = false;
    while (bytes.more()) {
        wifi::Event event;
        const std::uint8_t how = bytes.take();
        at += std::chrono::milliseconds{250} * bytes.below(64);
        event.instant = (how & 0x0f) == 0 ? at - span(bytes) : at;
        if (how == 0xf0) event.instant = wifi::Instant::max();
        if (how == 0xf1) event.instant = wifi::Instant::min();
        event.timed = how != 0xf2;
        if ((how & 0xe0) != 0) event.interface = "wlan" + std::to_string(how >> 5 & 3);
        if (how == 0xf3) event.interface = "wlan" + std::to_string(bytes.take());
        if ((how & 0x10) != 0) event.phy = "phy" + std::to_string(how & 1);
        event.payload = payload(bytes, std::make_index_sequence<std::variant_size_v<Payload>>{});

        const auto decision = engine.on(event);
        if (event.timed) now = std::max(now, event.instant);
        const auto deadline = engine.next_deadline();
        if (now < wifi::Instant{std::chrono::years{200}})
            require(!deadline || *deadline > now, "a deadline lies ahead");
        engine.held();
        if (std::holds_alternative<wifi::Booted>(event.payload) && event.timed) gave_up = false;
        if (!decision) continue;
        require(event.timed, "an event without a time decides nothing");
        require(decision->rung < policy->rungs.size(), "a rung of the policy");
        require(decision->trigger < policy->triggers.size(), "a trigger of the policy");
        require(!decision->interface.empty(), "an interface that was told of");
        if (decision->kind == policy::Decision::Kind::act) {
            require(!gave_up, "nothing is done after giving up");
            require(ladder && ladder->ladder == decision->ladder
                        ? decision->rung > ladder->rung
                        : !ladder || decision->ladder == ladder->ladder + 1,
                    "a ladder is climbed, one at a time");
            ladder = decision;
        } else {
            require(ladder && ladder->ladder == decision->ladder, "only a ladder that runs can end");
            gave_up = decision->kind == policy::Decision::Kind::gave_up;
        }
    }
    return 0;
}
