// SPDX-License-Identifier: MIT
// The core of the connection-loss guard in every state that it can come to in small models: what must never happen
// does not, and the engine that went the same way decided the same.
#include "model.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>

#include "kernel_view.h"
#include "play.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;

constexpr u64 second = 1'000'000'000;
constexpr u64 hour = 3600 * second;
constexpr std::size_t most_states = 20'000;

wifi::MacAddress access_point(u8 which) {
    return *wifi::MacAddress::from_octets(std::array<std::uint8_t, 6>{2, 0, 0, 0, 0, which});
}

// --- letters ----------------------------------------------------------------------------------------------------

Letter letter(std::string name, connloss_event_kind kind, wifi::Payload payload, u8 vif = 0) {
    Letter made{.name = std::move(name),
                .event = {},
                .payload = [payload = std::move(payload)](bool, const std::string&) { return payload; }};
    made.event.kind = static_cast<u8>(kind);
    made.event.vif = vif;
    return made;
}

Letter of_all(Letter letter) {
    letter.event.vif = CONNLOSS_ALL_VIFS;
    return letter;
}

Letter at(Letter letter, u8 bssid) {
    letter.event.has_bssid = true;
    const std::array<u8, 6> octets{2, 0, 0, 0, 0, bssid};
    std::ranges::copy(octets, letter.event.bssid);
    return letter;
}

Letter made(u8 vif = 0) {
    Letter made = letter("made", CONNLOSS_EV_ASSOCIATED, {}, vif);
    made.payload = [](bool linked, const std::string&) {
        return linked ? wifi::Payload(wifi::Roamed{.bssid = access_point(1)})
                      : wifi::Payload(wifi::Associated{.bssid = access_point(1)});
    };
    return made;
}
Letter loss(u8 vif = 0) {
    return letter("loss", CONNLOSS_EV_LOSS, wifi::ConnectionLoss{.bssid = access_point(1)}, vif);
}
Letter keys() { return letter("keys", CONNLOSS_EV_AUTHORIZED, wifi::Authorized{}); }
Letter fault(u8 vif = 0) {
    return letter("fault", CONNLOSS_EV_FAULT, wifi::FirmwareError{.driver = {}, .device = {}}, vif);
}
Letter failed(std::string name, connloss_failure failure, wifi::Payload payload, u8 bssid) {
    Letter made = at(letter(std::move(name), CONNLOSS_EV_FAILED, std::move(payload)), bssid);
    made.event.failure = static_cast<u8>(failure);
    return made;
}
Letter comeback(u8 bssid) {
    return failed("comeback", CONNLOSS_ASSOC_COMEBACK, wifi::AssocComeback{.bssid = access_point(bssid), .tu = 1},
                  bssid);
}
Letter timeout(u8 bssid) {
    return failed("timeout", CONNLOSS_ASSOC_TIMEOUT, wifi::AssocTimedOut{.bssid = access_point(bssid)}, bssid);
}
Letter attempt(u8 bssid) {
    return at(letter("attempt", CONNLOSS_EV_ATTEMPT, wifi::Authenticated{.bssid = access_point(bssid)}), bssid);
}
Letter finished() {
    Letter made = of_all(letter("finished", CONNLOSS_EV_FINISHED, {}));
    made.event.ok = true;
    made.payload = [](bool, const std::string& acting) {
        return wifi::ActionFinished{.method = acting, .done = true};
    };
    return made;
}
Letter refused() {
    Letter made = of_all(letter("refused", CONNLOSS_EV_REFUSED, {}));
    made.payload = [](bool, const std::string& acting) {
        return wifi::ActionRefused{.method = acting, .because = {}};
    };
    return made;
}
Letter timer() { return of_all(letter("timer", CONNLOSS_EV_TIMER, wifi::TimerFired{})); }
Letter suspended() { return of_all(letter("suspended", CONNLOSS_EV_SUSPENDED, wifi::Suspended{})); }
Letter resumed() { return of_all(letter("resumed", CONNLOSS_EV_RESUMED, wifi::Resumed{})); }
Letter booted() { return of_all(letter("booted", CONNLOSS_EV_BOOTED, wifi::Booted{})); }
Letter blocked() { return letter("blocked", CONNLOSS_EV_RADIO_BLOCKED, wifi::RadioBlocked{}); }
Letter unblocked() { return letter("unblocked", CONNLOSS_EV_RADIO_UNBLOCKED, wifi::RadioUnblocked{}); }

// --- models -----------------------------------------------------------------------------------------------------

Watch losses(int count, wifi::Duration within) {
    return {.outage_class = outage::Class::connection_loss, .count = count, .within = within};
}

Rung rung(driver::Method method, wifi::Duration deadline, Proof proof, wifi::Duration healthy_for) {
    return {.method = method, .deadline = deadline, .proof = proof, .healthy_for = healthy_for};
}

std::vector<Model> models() {
    std::vector<Model> all;
    Model& machine = all.emplace_back();
    machine.name = "what the machine does in the middle of it";
    machine.policy.triggers = {losses(1, 20s)};
    machine.policy.rungs = {rung(driver::Method::function_reset, 10s, Proof::associated, 0s)};
    machine.policy.limits = {.cool_down = 10s, .per_boot = 2, .give_up_after = 1, .grace = 10s};
    machine.letters = {made(), loss(), timer(), suspended(), resumed(), booted(), blocked(), unblocked()};
    machine.steps = {0, 10 * second};
    machine.horizon = 20 * second;

    Model& storm = all.emplace_back();
    storm.name = "a storm of losses";
    storm.policy.triggers = {losses(3, 20s)};
    storm.policy.rungs = {rung(driver::Method::reassociate, 10s, Proof::associated, 0s),
                          rung(driver::Method::function_reset, 10s, Proof::associated, 10s)};
    storm.policy.limits = {.cool_down = 10s, .per_boot = 3, .give_up_after = 2, .grace = 0s};
    storm.letters = {made(), loss(), timer(), finished(), refused()};
    storm.steps = {0, 10 * second};
    storm.horizon = 60 * second;

    Model& comebacks = all.emplace_back();
    comebacks.name = "comebacks of two access points";
    comebacks.policy.triggers = {losses(1, 30s)};
    comebacks.policy.gates = {
        {.of = {{.kind = Condition::Kind::failures, .failures = bit_of(Failure::assoc_timeout_after_comeback)}}}};
    comebacks.policy.rungs = {rung(driver::Method::function_reset, 10s, Proof::authorized, 0s)};
    comebacks.policy.limits = {.cool_down = 10s, .per_boot = 1, .grace = 0s};
    comebacks.letters = {made(), loss(), timer(), keys(), attempt(1), comeback(1), timeout(1), timeout(2)};
    comebacks.steps = {0, 30 * second};
    comebacks.horizon = 60 * second;

    Model& two = all.emplace_back();
    two.name = "faults on two interfaces";
    two.policy.triggers = {
        {.on = Watch::On::event, .event = *wifi::alternative_named("firmware_error"), .count = 2, .within = 10s},
        losses(1, 10s)};
    two.policy.gates = {{.of = {{.kind = Condition::Kind::link, .link = Condition::Link::any}}}};
    two.policy.rungs = {rung(driver::Method::restart_hw, 10s, Proof::associated, 0s)};
    two.policy.limits = {.cool_down = 0s, .per_boot = 2, .grace = 0s};
    two.letters = {made(0), made(1), loss(0), fault(0), fault(1), timer()};
    two.steps = {0, 10 * second};
    two.horizon = 60 * second;

    Model& budget = all.emplace_back();
    budget.name = "a cool-down that grows, and a budget of an hour";
    budget.policy.triggers = {losses(1, 40min)};
    budget.policy.rungs = {rung(driver::Method::function_reset, 10min, Proof::associated, 0s)};
    budget.policy.limits = {
        .cool_down = 10min, .cool_down_factor = 2, .cool_down_max = 30min, .per_hour = 2, .grace = 0s};
    budget.letters = {made(), loss(), timer(), refused()};
    budget.steps = {0, 600 * second};
    budget.horizon = hour;
    return all;
}

// --- what must be so ------------------------------------------------------------------------------------------

std::string in_words(const Model& model, const std::vector<Move>& way) {
    std::string text = model.name + ":";
    for (const Move& move : way)
        text += fmt::format(" {}.{:09} {}{}", move.at / second, move.at % second, model.letters[move.letter].name,
                            model.letters[move.letter].event.vif);
    return text;
}

// A way once more, told to a core and to an engine; and beside it, from the events alone, what may not be decided.
class Witness {
public:
    Witness(const Model& model, const connloss_policy& policy, Engine& engine, connloss_core& core)
        : model_(model), policy_(policy), engine_(engine), core_(core) {
        engine_.reset();
        connloss_core_init(&core_, &policy_);
    }

    /// Ends at the first thing that is wrong.
    void walk(const std::vector<Move>& way) {
        for (const Move& move : way) {
            const bool ran = core_.ladder.running;
            const bool linked = is_linked(model_.letters[move.letter].event.vif);
            const connloss_event event = event_of(model_, move);
            const connloss_decision decision = connloss_core_on(&core_, &event);
            ASSERT_EQ(words(decision), words_of_the_engine(move, linked)) << in_words(model_, way);
            note(move);
            if (decision.kind == CONNLOSS_GAVE_UP) gave_up_ = true;
            if (decision.kind != CONNLOSS_ACT) continue;
            SCOPED_TRACE(in_words(model_, way));
            check_act(decision, event, ran);
            acting_ = driver::name_of(model_.policy.rungs.at(decision.rung).method);
        }
    }

private:
    bool is_linked(u8 vif) const {
        return vif < CONNLOSS_MAX_VIFS && core_.vif[vif].known && core_.vif[vif].link == CONNLOSS_UP;
    }

    std::string words_of_the_engine(const Move& move, bool linked) {
        const Letter& letter = model_.letters[move.letter];
        wifi::Event event;
        event.instant = wifi::Instant{wifi::Duration{static_cast<std::int64_t>(move.at)}};
        if (letter.event.vif != CONNLOSS_ALL_VIFS) event.interface = fmt::format("wlan{}", letter.event.vif);
        event.payload = letter.payload(linked, acting_);
        return policy::words(engine_.on(event));
    }

    std::string words(const connloss_decision& decision) const {
        if (decision.kind == CONNLOSS_NOTHING) return policy::words(std::nullopt);
        const std::string interface = fmt::format("wlan{}", decision.vif);
        return policy::words(Decision{.kind = static_cast<Decision::Kind>(decision.kind - CONNLOSS_ACT),
                                      .at = {},
                                      .interface = interface,
                                      .method = model_.policy.rungs.at(decision.rung).method,
                                      .rung = decision.rung,
                                      .trigger = decision.trigger,
                                      .ladder = decision.ladder});
    }

    void note(const Move& move) {
        switch (model_.letters[move.letter].event.kind) {
            case CONNLOSS_EV_SUSPENDED:
                suspended_ = true;
                counted_.clear();
                break;
            case CONNLOSS_EV_RESUMED:
                suspended_ = false;
                grace_ = move.at;
                break;
            case CONNLOSS_EV_BOOTED:
                suspended_ = blocked_ = gave_up_ = false;
                grace_ = move.at;
                since_boot_ = 0;
                counted_.clear();
                break;
            case CONNLOSS_EV_RADIO_BLOCKED: blocked_ = true; break;
            case CONNLOSS_EV_RADIO_UNBLOCKED:
            case CONNLOSS_EV_ASSOCIATED: blocked_ = false; break;
            case CONNLOSS_EV_LOSS:
            case CONNLOSS_EV_FAULT: counted_.push_back(move.at); break;
            case CONNLOSS_EV_REFUSED:
                // Whether it came in time is not asked here: then one action fewer is counted.
                if (taken_back_) break;
                acts_.pop_back();
                if (since_boot_ > 0) --since_boot_;
                taken_back_ = true;
                break;
            default: break;
        }
    }

    void check_act(const connloss_decision& decision, const connloss_event& event, bool ran) {
        const u64 now = event.at;
        ASSERT_FALSE(gave_up_);
        ASSERT_FALSE(suspended_);
        ASSERT_FALSE(blocked_);
        if (decision.ladder != ladder_) {
            ASSERT_EQ(decision.ladder, ladder_ + 1);
            if (ran) {
                // Another one ran till now: it must have ended by this.
                ASSERT_TRUE(now - last_act_ >= shortest_deadline() || event.kind == CONNLOSS_EV_LOSS ||
                            event.kind == CONNLOSS_EV_REFUSED);
            }
            ASSERT_TRUE(grace_ == CONNLOSS_NEVER || now - grace_ > policy_.grace);
            ASSERT_TRUE(last_act_ == CONNLOSS_NEVER || now - last_act_ > policy_.cool_down);
            const connloss_watch& trigger = policy_.trigger[decision.trigger];
            ASSERT_GE(std::ranges::count_if(counted_, [&](u64 then) { return now - then <= trigger.within; }),
                      trigger.count);
            if (policy_.triggers == 1) counted_.clear();
        }
        ladder_ = decision.ladder;
        taken_back_ = false;
        last_act_ = now;
        acts_.push_back(now);
        ++since_boot_;
        if (policy_.per_boot > 0) {
            ASSERT_LE(since_boot_, policy_.per_boot);
        }
        if (policy_.per_hour > 0) {
            ASSERT_LE(std::ranges::count_if(acts_, [&](u64 then) { return now - then <= hour; }),
                      policy_.per_hour);
        }
    }

    u64 shortest_deadline() const {
        u64 shortest = CONNLOSS_NEVER;
        for (u8 i = 0; i < policy_.rungs; ++i) shortest = std::min<u64>(shortest, policy_.rung[i].deadline);
        return shortest;
    }

    const Model& model_;
    const connloss_policy& policy_;
    Engine& engine_;
    connloss_core& core_;
    std::deque<u64> acts_;
    std::deque<u64> counted_;  // of what is watched, since the last ladder began
    int since_boot_ = 0;
    bool suspended_ = false;
    bool blocked_ = false;
    bool gave_up_ = false;
    bool taken_back_ = true;
    u64 grace_ = CONNLOSS_NEVER;
    u64 last_act_ = CONNLOSS_NEVER;
    u32 ladder_ = 0;
    std::string acting_;
};

std::vector<u64> spans_of(const connloss_policy& policy) {
    std::vector<u64> spans{policy.cool_down, policy.cool_down_max, policy.grace, 11 * second, hour};
    for (u8 i = 0; i < policy.triggers; ++i) spans.push_back(policy.trigger[i].within);
    for (u8 i = 0; i < policy.rungs; ++i) {
        spans.push_back(policy.rung[i].deadline);
        spans.push_back(policy.rung[i].healthy_for);
    }
    return spans;
}

// Between now and the deadline a timer decides nothing: not at the edge of any span since anything that happened.
void check_deadline(const Model& model, const connloss_policy& policy, const std::vector<Move>& way,
                    const connloss_core& core) {
    const u64 deadline = connloss_core_deadline(&core);
    ASSERT_GT(deadline, core.now) << in_words(model, way);
    std::vector<u64> instants{core.now + 1, deadline - 1};
    for (const u64 span : spans_of(policy))
        for (const Move& move : way)
            for (const u64 edge : {move.at + span, move.at + span + 1}) instants.push_back(edge);
    std::ranges::sort(instants);
    instants.erase(std::ranges::unique(instants).begin(), instants.end());
    const auto later = std::make_unique<connloss_core>(core);
    for (const u64 instant : instants) {
        if (instant <= core.now || instant >= deadline || instant == CONNLOSS_NEVER - 1) continue;
        connloss_event timer{};
        timer.kind = CONNLOSS_EV_TIMER;
        timer.vif = CONNLOSS_ALL_VIFS;
        timer.at = instant;
        ASSERT_EQ(connloss_core_on(later.get(), &timer).kind, CONNLOSS_NOTHING)
            << in_words(model, way) << " at " << instant << " before " << deadline;
    }
}

class EveryState : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryState, IsAsItMustBe) {
    const Model model = models().at(GetParam());
    const connloss_policy policy = kernel_policy_of(model.policy).value();
    Engine engine(std::make_shared<const Policy>(model.policy));
    const auto core = std::make_unique<connloss_core>();
    std::size_t acted = 0;
    std::size_t gave_up = 0;
    const Explored explored =
        explore(model, most_states, [&](const std::vector<Move>& way, const connloss_core& reached) {
            if (HasFatalFailure()) return;
            acted += reached.ladder.running;
            gave_up += reached.gave_up;
            check_deadline(model, policy, way, reached);
            Witness(model, policy, engine, *core).walk(way);
        });
    RecordProperty("states", std::to_string(explored.states));
    fmt::print("{}: {} states, {} moves, up to {} events{}; a ladder runs in {}, given up is in {}\n", model.name,
               explored.states, explored.moves, explored.depth, explored.complete ? ", all there are" : "", acted,
               gave_up);
    EXPECT_GT(explored.states, 1000);
    EXPECT_GT(acted, 100);
    if (policy.give_up_after > 0) {
        EXPECT_GT(gave_up, 10);
    }
}

INSTANTIATE_TEST_SUITE_P(OfAModel, EveryState, testing::Range(std::size_t{0}, models().size()));

}  // namespace
}  // namespace wlanmedic::policy
