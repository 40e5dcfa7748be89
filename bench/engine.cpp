// SPDX-License-Identifier: MIT
// How many events a second the policy engine takes on one core under each ready policy, from memory: those of a
// night of the lab, the same with the counters of a recording, and a mixture of which every event concerns
// everything.
#include "policy/engine.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "policy/policies.h"

namespace {

using namespace wlanmedic;
using namespace std::chrono_literals;
using policy::Condition;
using policy::Policy;
using policy::Watch;

std::vector<wifi::Event> lab_night() {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    std::vector<wifi::Event> events;
    std::vector<evidence::SkippedFile> skipped;
    for (const auto& paths : evidence::collect({WLANMEDIC_SOURCE_DIR "/tests/golden/lab/soak-10h30"}).folders) {
        evidence::Folder folder(paths, drivers, {.year = 2026}, skipped);
        while (auto event = folder.next()) events.push_back(std::move(*event));
    }
    return events;
}

// What a recording holds besides, each second: four counters of the station.
std::vector<wifi::Event> recorded_night() {
    std::vector<wifi::Event> events;
    std::int64_t second = 0;
    for (const wifi::Event& event : lab_night()) {
        for (; second < std::chrono::floor<std::chrono::seconds>(event.instant.time_since_epoch()).count();
             ++second) {
            if (events.empty())
                second = std::chrono::floor<std::chrono::seconds>(event.instant.time_since_epoch()).count();
            for (const char* name : {"rx_packets", "tx_packets", "rx_bytes", "tx_bytes"}) {
                wifi::Event& counter = events.emplace_back();
                counter.instant = wifi::Instant{std::chrono::seconds{second}};
                counter.interface = event.interface;
                counter.payload = wifi::Counter{.name = name, .value = second};
            }
        }
        events.push_back(event);
    }
    return events;
}

std::vector<wifi::Event> hostile_mixture() {
    std::vector<wifi::Event> events;
    const auto address = [](std::size_t i) {
        return wifi::MacAddress::parse("02:00:00:00:00:0" + std::to_string(i % 9));
    };
    for (std::size_t i = 0; i < 100'000; ++i) {
        wifi::Event& event = events.emplace_back();
        event.instant = wifi::Instant{1h + 10ms * i};
        event.interface = "wlan" + std::to_string(i % 8);
        switch (i / 8 % 5) {
            case 0: event.payload = wifi::Associated{.bssid = address(i)}; break;
            case 1: event.payload = wifi::ConnectionLoss{.bssid = address(i)}; break;
            case 2: event.payload = wifi::AssocComeback{.bssid = address(i), .tu = 1000}; break;
            case 3: event.payload = wifi::AssocTimedOut{.bssid = address(i)}; break;
            default: event.payload = wifi::AuthTimedOut{.bssid = address(i)};
        }
    }
    return events;
}

Watch loss(int count, wifi::Duration within) {
    return {.outage_class = outage::Class::connection_loss, .count = count, .within = within};
}

Condition failed(std::initializer_list<policy::Failure> ways) {
    Condition condition{.kind = Condition::Kind::failures};
    for (const policy::Failure way : ways)
        condition.failures = static_cast<std::uint16_t>(condition.failures | 1U << static_cast<unsigned>(way));
    return condition;
}

// As many watches and conditions as a policy may have, all on what happens; none is ever ready.
std::shared_ptr<const Policy> hostile() {
    Policy policy;
    for (std::size_t i = 0; i < Policy::most_triggers; ++i) {
        policy.triggers.push_back(loss(Watch::most_count, 7 * 24h));
        policy.triggers.back().per = policy::Scope::bssid;
    }
    for (std::size_t i = 0; i < Policy::most_gates; ++i) {
        policy::Gate& gate = policy.gates.emplace_back();
        for (const char* name : {"auth_timeout", "assoc_timeout", "assoc_comeback", "connection_loss"}) {
            Condition condition{.kind = Condition::Kind::symptom};
            condition.watch = {.on = Watch::On::event, .event = *wifi::alternative_named(name), .count = 64};
            condition.watch.within = 24h;
            condition.watch.per = policy::Scope::bssid;
            gate.of.push_back(condition);
        }
        gate.of.push_back(failed({policy::Failure::wrong_key}));
        gate.at_least = 5;
    }
    policy.rungs = {{.method = driver::Method::reassociate}};
    return std::make_shared<const Policy>(std::move(policy));
}

void play(benchmark::State& state, const std::vector<wifi::Event>& events,
          const std::shared_ptr<const Policy>& policy) {
    policy::Engine engine(policy);
    std::uint64_t actions = 0;
    for (auto _ : state) {
        engine.reset();
        for (const wifi::Event& event : events)
            if (engine.on(event)) ++actions;
    }
    benchmark::DoNotOptimize(actions);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
    state.counters["events"] = static_cast<double>(events.size());
    state.counters["decisions"] =
        benchmark::Counter(static_cast<double>(actions), benchmark::Counter::kAvgIterations);
}

}  // namespace

int main(int argc, char** argv) {
    const auto night = lab_night();
    const auto recorded = recorded_night();
    const auto hostile_events = hostile_mixture();
    if (night.empty()) {
        std::fputs("bench_engine: no events in tests/golden/lab/soak-10h30\n", stderr);
        return 1;
    }
    const policy::Policies ready = policy::Policies::built_in();
    for (const policy::PolicyFile& file : ready.all()) {
        const std::string& name = file.policy->name;
        benchmark::RegisterBenchmark(("night/" + name).c_str(), play, night, file.policy);
        benchmark::RegisterBenchmark(("recorded night/" + name).c_str(), play, recorded, file.policy);
        benchmark::RegisterBenchmark(("hostile mixture/" + name).c_str(), play, hostile_events, file.policy);
    }
    benchmark::RegisterBenchmark("hostile mixture/hostile policy", play, hostile_events, hostile());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
