// SPDX-License-Identifier: MIT
#include "whatif/play.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;

// docs/simulate.md has the source of each.
constexpr wifi::Duration notice_to_end = 1200ms;  // beacon loss
constexpr wifi::Duration between_decrypt_failures = 500ms;
constexpr int failures_of_a_storm = 6;
constexpr wifi::Duration to_first_attempt = 100ms;
constexpr wifi::Duration reset_to_comeback = 20ms;
constexpr wifi::Duration between_probes = 10s;

constexpr wifi::Instant dusk = wifi::Instant{std::chrono::hours{24 * 365}};

// The driver, or the bus, has the device forget the link, and no farewell is sent.
bool says_no_farewell(driver::Method method) {
    return method == driver::Method::function_reset || method >= driver::Method::remove_rescan;
}

// From what foretells a loss to the loss.
wifi::Duration foretold(outage::Class outage_class) {
    switch (outage_class) {
        case outage::Class::beacon_loss: return notice_to_end;
        case outage::Class::decrypt_storm: return failures_of_a_storm * between_decrypt_failures;
        default: return wifi::Duration{0};
    }
}

bool watches(const policy::Policy& policy, auto&& wanted) {
    if (std::ranges::any_of(policy.triggers, wanted)) return true;
    return std::ranges::any_of(policy.gates, [&](const policy::Gate& gate) {
        return std::ranges::any_of(gate.of, [&](const policy::Condition& condition) {
            return condition.kind == policy::Condition::Kind::symptom && wanted(condition.watch);
        });
    });
}

}  // namespace

Noticed Noticed::by(const policy::Engine& engine) {
    const policy::Policy& policy = engine.policy();
    const auto watches_event = [&](const wifi::Payload& payload) {
        return watches(policy, [&](const policy::Watch& watch) {
            return watch.on == policy::Watch::On::event && watch.event == payload.index();
        });
    };
    Noticed noticed;
    noticed.decrypt_failures =
        watches_event(wifi::DecryptFailure{}) || watches(policy, [](const policy::Watch& watch) {
            return watch.on == policy::Watch::On::outage && watch.outage_class == outage::Class::decrypt_storm;
        });
    noticed.loss_calls = watches_event(wifi::ConnectionLossReported{});
    noticed.farewells = watches_event(wifi::Deauthenticated{});
    noticed.probes =
        watches_event(wifi::ProbeResult{}) || watches(policy, [](const policy::Watch& watch) {
            return watch.on == policy::Watch::On::stall && watch.stall == outage::Stall::Kind::no_answer;
        });
    noticed.probes = noticed.probes || std::ranges::any_of(policy.rungs, [](const policy::Rung& rung) {
                         return rung.proof == policy::Proof::answer;
                     });
    noticed.keys = engine.heeds(wifi::Payload(wifi::Authorized{}).index());
    noticed.actions_begun = engine.heeds(wifi::Payload(wifi::ActionStarted{}).index());
    for (std::size_t step = 0; step < noticed.steps.size(); ++step)
        noticed.steps[step] = engine.heeds(Lines::kind_of(static_cast<Attempts::Step::Kind>(step)));
    noticed.attempts = std::ranges::find(noticed.steps, true) != noticed.steps.end();
    noticed.signal = std::ranges::any_of(policy.gates, [](const policy::Gate& gate) {
        return std::ranges::any_of(gate.of, [](const policy::Condition& condition) {
            return condition.kind == policy::Condition::Kind::signal;
        });
    });
    return noticed;
}

Player::Player(const Model& model, policy::Engine& engine)
    : model_(&model), engine_(&engine), noticed_(Noticed::by(engine)), lines_(model) {}

void Player::tell(wifi::Instant at, wifi::Event& line) {
    now_ = at;
    line.instant = at;
    if (auto decision = engine_->on(line)) decided_ = *decision;
}

void Player::tell_made() {
    tell(now_, lines_.associated);
    // Keys are asked for only where a ladder runs.
    if (noticed_.keys || acted_ || decided_) tell(now_, lines_.authorized);
    expect_probe();
}

void Player::expect_probe() {
    if (noticed_.probes) next_probe_ = now_ + between_probes - (now_ - dusk) % between_probes;
}

void Player::tell_probe(bool link_up) {
    const wifi::Instant at = next_probe_;
    // Of a link that is up one answer tells as much as all that follow.
    next_probe_ = link_up ? wifi::Instant::max() : at + between_probes;
    tell(at, link_up ? lines_.answered : lines_.unanswered);
}

void Player::begin_night(const Night& night) {
    engine_->reset();
    night_ = &night;
    result_ = {};
    now_ = dusk;
    night_end_ = dusk + night.length;
    stood_still_ = wifi::Duration{0};
    decided_.reset();
    action_.reset();
    treatable_ = false;
    acted_ = false;
    next_probe_ = wifi::Instant::max();
    tell_made();
    background_.reset();
    next_decrypt_failure_ = wifi::Instant::max();
    if (noticed_.decrypt_failures && model_->decrypt_failures_per_hour > 0) {
        background_ = night.stream(Purpose::background);
        const double hours = background_->standard_exponential() / model_->decrypt_failures_per_hour;
        next_decrypt_failure_ = dusk + to_duration(hours * 3600);
    }
}

NightResult Player::play(const Night& night, Recoveries& recoveries) {
    recoveries_ = &recoveries;
    begin_night(night);
    auto next = night.losses.begin();
    while (now_ < night_end_) {
        const wifi::Instant due =
            next == night.losses.end() ? night_end_ : std::max(dusk + next->at + stood_still_, now_);
        if (!stay_up(std::min(due, night_end_))) {
            live_through_outage();
        } else if (due < night_end_) {
            lose(*next++);
        } else {
            break;
        }
    }
    return result_;
}

bool Player::stay_up(wifi::Instant until) {
    for (;;) {
        while (decided_) {
            act(true);
            if (action_) return false;
        }
        const auto deadline = engine_->next_deadline();
        const wifi::Instant timer = deadline ? std::max(*deadline, now_ + 1ns) : wifi::Instant::max();
        const wifi::Instant first = std::min({timer, next_decrypt_failure_, next_probe_});
        if (first >= until) return true;
        if (first == timer) {
            tell(first, lines_.timer);
        } else if (first == next_probe_) {
            tell_probe(true);
        } else {
            const double hours = background_->standard_exponential() / model_->decrypt_failures_per_hour;
            next_decrypt_failure_ = first + to_duration(hours * 3600);
            tell(first, lines_.decrypt_failure);
        }
    }
}

void Player::act(bool link_up) {
    const policy::Decision decision = *decided_;
    decided_.reset();
    if (decision.kind == policy::Decision::Kind::gave_up) ++result_.gave_up;
    acted_ = decision.kind == policy::Decision::Kind::act;
    if (!acted_) return;
    ++result_.actions;
    if (decision.method != driver::Method::reassociate) ++result_.resets;
    if (!treatable_) ++result_.false_alarms;
    const MethodTimes& times = model_->times_of(decision.method);
    const double takes_s = link_up ? times.healthy_s : times.healing_s;
    const wifi::Instant begin = now_;
    if (noticed_.actions_begun) {
        wifi::Event line = action_started(decision.method);
        tell(begin, line);
    }
    if (link_up && takes_s <= 0) {
        wifi::Event line = action_finished(decision.method);
        tell(begin, line);
        return expect_probe();
    }
    outage_.comeback_at.reset();
    action_ = Action{.method = decision.method, .begin = begin, .end = begin + to_duration(takes_s)};
    if (!link_up) return;
    tell(begin, lines_.leaving);
    outage_.start(begin, action_->end);
}

void Player::finish_action() {
    const Action action = *action_;
    action_.reset();
    wifi::Event line = action_finished(action.method);
    tell(action.end, line);
    const bool comeback = says_no_farewell(action.method) && outage_.trouble != Trouble::away;
    const wifi::Duration asked = comeback ? to_duration(comeback_after_reset_s) : wifi::Duration{0};
    const bool heals = outage_.trouble == Trouble::none ||
                       (outage_.trouble == Trouble::escalated && model_->heals(action.method));
    if (heals) {
        outage_.trouble = Trouble::none;
        treatable_ = false;
        outage_.attempts.reset();
        outage_.back_at = action.end + asked;
        if (comeback) outage_.comeback_at = action.end + std::min(reset_to_comeback, asked);
        return;
    }
    // Under H1 whatever lets the access point forget cannot go on while we are at it.
    if (outage_.trouble == Trouble::escalated && model_->hypothesis == Hypothesis::comeback)
        outage_.back_at += action.end - action.begin + asked;
    outage_.back_at = std::max(outage_.back_at, action.end);
    if (outage_.attempts)
        outage_.attempts->restart(action.end,
                                  comeback ? std::optional(Attempt::comeback_then_timeout) : std::nullopt);
}

void Player::tell_loss(outage::Class outage_class) {
    switch (outage_class) {
        case outage::Class::connection_loss:
            if (noticed_.loss_calls) tell(now_, lines_.loss_call);
            tell(now_, lines_.connection_loss);
            if (noticed_.farewells) tell(now_, lines_.inactive);
            return;
        case outage::Class::beacon_loss: tell(now_, lines_.inactive); return;
        case outage::Class::ap_deauth: tell(now_, lines_.not_associated); return;
        case outage::Class::decrypt_storm:
        case outage::Class::local_deauth: tell(now_, lines_.not_valid); return;
        default: tell(now_, lines_.disconnected); return;
    }
}

bool Player::foretell(const Loss& loss, outage::Class outage_class) {
    const wifi::Instant begin = now_;
    if (noticed_.signal) tell(begin, lines_.signal);
    treatable_ = loss.escalated && !loss.away;
    switch (outage_class) {
        case outage::Class::beacon_loss: tell(begin, lines_.beacon_loss); break;
        case outage::Class::decrypt_storm:
            treatable_ = true;
            for (int i = 0; i < failures_of_a_storm; ++i) {
                tell(begin + i * between_decrypt_failures, lines_.decrypt_failure);
                if (!stay_up(begin + (i + 1) * between_decrypt_failures)) return false;
            }
            return true;
        case outage::Class::firmware_crash: tell(begin, lines_.firmware_error); break;
        default: break;
    }
    return stay_up(begin + foretold(outage_class));
}

void Player::lose(const Loss& loss) {
    const outage::Class outage_class = model_->classes[loss.in_class].outage_class;
    now_ = std::max(now_, dusk + loss.at + stood_still_);
    ++result_.losses;
    const wifi::Instant begin = now_;
    const bool came = foretell(loss, outage_class);
    if (came) {
        treatable_ = loss.escalated && !loss.away;
        now_ = begin + foretold(outage_class);
        if (now_ >= night_end_) return;
        outage_.start(now_, now_ + loss.recovery);
        tell_loss(outage_class);
    } else {
        if (outage_.begin >= night_end_) return;
        outage_.back_at = std::max(outage_.begin + loss.recovery, outage_.back_at);
    }
    // A storm of failures to decrypt is over once anything joins anew.
    const bool over = !came && outage_class == outage::Class::decrypt_storm;
    outage_.of_a_loss = true;
    if (loss.escalated && !over) outage_.trouble = loss.away ? Trouble::away : Trouble::escalated;
    if (loss.failing && !over && noticed_.attempts) {
        const auto number = static_cast<std::uint32_t>(&loss - night_->losses.data());
        outage_.attempts.emplace(*model_, night_->stream(Purpose::attempts, number),
                                 outage_.begin + to_first_attempt, Lines::home, loss.away);
    }
    stood_still_ += outage_.begin - begin;
    live_through_outage();
}

bool Player::tell_attempt(wifi::Instant until) {
    while (outage_.attempts->next_at() < until) {
        const wifi::Instant at = outage_.attempts->next_at();
        const Attempts::Step step = outage_.attempts->take();
        if (!noticed_.steps[static_cast<std::size_t>(step.kind)]) continue;
        tell(at, lines_.of(step));
        return true;
    }
    return false;
}

void Player::live_through_outage() {
    expect_probe();
    for (;;) {
        while (decided_) act(false);
        const auto deadline = engine_->next_deadline();
        const wifi::Instant timer = deadline ? std::max(*deadline, now_ + 1ns) : wifi::Instant::max();
        const wifi::Instant ends = action_ ? action_->end : outage_.back_at;
        const wifi::Instant first = std::min({timer, ends, night_end_, next_probe_});
        if (!action_ && outage_.comeback_at && *outage_.comeback_at < first) {
            const wifi::Instant at = *outage_.comeback_at;
            outage_.comeback_at.reset();
            tell(at, lines_.comeback);
            continue;
        }
        if (!action_ && outage_.attempts && tell_attempt(first)) continue;
        if (first == night_end_) {
            now_ = night_end_;
            return end_outage();
        }
        if (first == ends && action_) {
            finish_action();
        } else if (first == ends) {
            now_ = ends;
            end_outage();
            return tell_made();
        } else if (first == timer) {
            tell(timer, lines_.timer);
        } else {
            tell_probe(false);
        }
    }
}

void Player::end_outage() {
    const wifi::Duration length = now_ - outage_.begin;
    recoveries_->add(length);
    result_.dead += length;
    result_.longest = std::max(result_.longest, length);
    const bool long_one = length > to_duration(model_->limit_s);
    if (long_one) ++result_.blackholes;
    if (long_one && outage_.of_a_loss) ++result_.escalated;
    stood_still_ += length;
    if (background_) next_decrypt_failure_ += length;
    treatable_ = false;
}

}  // namespace wlanmedic::whatif
